"""One run of the daemon on an accelerated clock: what happens when, and what letters come of it."""

import smtplib
import time

import loopback
import stage as stages


class Failed(Exception):
    """Something did not come out as promised; the text says what."""


class Performance:
    def __init__(self, stage, clock):
        self.stage, self.clock = stage, clock
        self.cues = []  # (campaign time, what to do then)
        self.letters = []  # (campaign time, recipient, octets), as they reached their mailbox
        self.on_letter = None

    def cue(self, when, do):
        self.cues.append((when, do))

    def play(self, end, complete=lambda: True, patience=20):
        """From the clock's start until its end, or up to `patience` seconds longer until `complete()`."""
        self.clock.begin()
        self.stage.start("--start-at", self.clock.start.isoformat(), "--speed", f"{self.clock.speed:g}")
        while not (self.clock.now() > end and complete() and not self.cues):
            if self.stage.daemon.poll() is not None:
                raise Failed(f"the program ended by itself with status {self.stage.daemon.returncode}")
            if time.time() > self.clock.real(end) + patience:
                raise Failed(f"what was due at {end} had not come {patience} s later")
            self._cues()
            self._letters()
            time.sleep(0.02)
        status = self.stage.stop()
        if status != 0:
            raise Failed(f"the program ended with status {status} on SIGTERM")
        self._letters()

    def send(self, sender, octets, vouched=True):
        """Hands a mail to the receiving host; `vouched`: it finds the author to be genuine."""
        self.stage.vouch(octets, vouched)
        with smtplib.SMTP(loopback.HOST, self.stage.receiver.smtp_port) as smtp:
            smtp.sendmail(sender, [stages.SIGNON], octets)

    def _cues(self):
        now = self.clock.now()
        for cue in sorted((cue for cue in self.cues if cue[0] <= now), key=lambda cue: cue[0]):
            self.cues.remove(cue)
            cue[1]()

    def _letters(self):
        for real, recipient, octets in self.stage.arrivals():
            when = self.clock.at(real)
            self.letters.append((when, recipient, octets))
            if self.on_letter:
                self.on_letter(when, recipient, octets)
