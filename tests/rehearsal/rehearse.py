#!/usr/bin/python3
"""rehearse.py PROGRAM DIRECTORY: the last days of the 2015 campaign on real mail servers, in seconds.

People of tests/replies write over SMTP, the real program reads its mailbox, answers, reports daily
and releases; everything is on loopback. Exit status 0 only if all of it came out as promised."""

import csv
import json
import os
import signal
import smtplib
import sys
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import cast
import loopback
import stage as stages
import summary
from cast import first_words
from clock import Clock, local
from performance import Failed, Performance
from summary import bold

ZONE = ZoneInfo("America/Los_Angeles")
START = local("2015-12-15 06:00", ZONE)
DEADLINE = local("2015-12-17 17:00", ZONE)
RELEASE = local("2015-12-18 06:00", ZONE)
END = local("2015-12-18 08:00", ZONE)
CAMPAIGN = "International Migrants Day 2015"
SPEED = 7200  # two campaign hours a second
PRESS = (("newsdesk@metro-herald.example", "Katherine Boyle", "Metro Herald"),
         ("editor@la-frontera.example", "Ignacio Barrera", "La Frontera"),
         ("radio@open-air.example", "Dana Whitfield", "Open Air Radio"))


def waking_hours():
    """Moments at which people write mails, on the last three days, evenly spread."""
    days = (("2015-12-15 07:30", 14.5), ("2015-12-16 07:30", 14.5), ("2015-12-17 07:30", 8.5))
    total = sum(hours for _, hours in days)
    count = len(cast.BEFORE)
    for number in range(count):
        hours = total * number / count
        for day, length in days:
            if hours < length:
                yield local(day, ZONE) + timedelta(hours=hours)
                break
            hours -= length


def schedule():
    """[(campaign time, letter)], by time."""
    due = [(when, cast.from_file(name)) for when, name in zip(waking_hours(), cast.BEFORE)]
    late = [DEADLINE + timedelta(hours=2), DEADLINE + timedelta(hours=5)]
    return due + [(when, cast.from_file(name)) for when, name in zip(late, cast.AFTER)]


def say(when, text):
    print(f"  {when:%a %d %b %H:%M}  {text}", flush=True)


class Rehearsal:
    def __init__(self, stage, letters):
        self.stage, self.letters = stage, letters
        self.clock = Clock(START, SPEED)
        self.performance = Performance(stage, self.clock)
        self.performance.on_letter = self._arrived
        self.scripts = {letter.author: letter for _, letter in letters if letter.answer}
        self.released = []  # (campaign time, press contact)
        self.reports = 0

    def play(self):
        say(START, "the program starts; the last three days of the campaign begin")
        cue = self.performance.cue
        for when, letter in self.letters:
            cue(when, partial(self._write, when, letter))
        cue(DEADLINE, partial(say, DEADLINE, bold("DEADLINE: whatever arrives from now on is late")))
        cue(RELEASE, partial(say, RELEASE, bold("the release is due")))
        self.performance.play(END, complete=lambda: len(self.released) >= len(PRESS))

    def _write(self, when, letter):
        self._send(letter.name, letter, cast.dated(letter.octets, when))
        say(when, f"{letter.who}: “{first_words(letter.words or cast.title(letter.octets))}”")

    def _answer(self, when, letter, received):
        self._send(letter.name + "-answer", letter,
                   cast.reply_to(received, letter.author, letter.who, letter.answer, when))
        say(when, f"{letter.who} answers: “{first_words(letter.answer)}”")

    def _send(self, name, letter, octets):
        with open(self.stage.path("sent", name + ".eml"), "wb") as out:
            out.write(octets)
        self.performance.send(letter.sender, octets, vouched=letter.result == "pass")

    def _arrived(self, when, recipient, octets):
        title = first_words(cast.title(octets), 90)
        if recipient in self.stage.press:
            self.released.append((when, recipient))
            say(when, f"→ press, {recipient}: {title}")
        elif recipient in self.stage.organizers:
            self.reports += 1
            say(when, f"→ organizers: {title}")
        else:
            say(when, f"    → {recipient}: {title.removesuffix(': ' + CAMPAIGN)}")
        if recipient in self.scripts:
            letter, later = self.scripts.pop(recipient), when + timedelta(hours=3)
            self.performance.cue(later, partial(self._answer, later, letter, octets))

    def check(self, rows, status):
        """What was promised of this run, whatever the mails mean."""
        early = [who for when, who in self.released if when < RELEASE]
        twice = sorted(who for _, who in self.released)
        problems = []
        if twice != sorted(self.stage.press):
            problems.append(f"the release went to {twice}")
        if early:
            problems.append(f"the release went before its minute to {early}")
        if self.reports < 4:
            problems.append(f"only {self.reports} letters went to the organizers in four days")
        mails = dict(status["mails"])
        received = mails.pop("received")
        if received != sum(mails.values()):
            problems.append(f"{received} mails were received and {sum(mails.values())} accounted for")
        if not any(row["state"] == "counted" for row in rows):
            problems.append("nobody signed")
        if problems:
            raise Failed("; ".join(problems))


def overhear(stage, letters):
    """What each letter says in its author's own words, to be shown when it is sent."""
    files = [os.path.join(cast.REPLIES, letter.name + ".eml") for _, letter in letters]
    for (_, letter), line in zip(letters, stage.answer("read", *files).splitlines()):
        letter.words = json.loads(line)["reply"]


def write_press_list(path):
    with open(path, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("address", "name", "outlet"))
        rows.writerows(PRESS)


def rehearse(program, directory):
    letters = schedule()
    people = sorted({letter.author for _, letter in letters if letter.author.endswith(".example")})
    with stages.Stage(directory, program, people, press=[address for address, _, _ in PRESS]) as stage:
        stage.configure([("campaign", "deadline", f"{DEADLINE:%Y-%m-%dT%H:%M:%S}"),
                         ("release", "at", f"{RELEASE:%Y-%m-%dT%H:%M:%S}"),
                         ("release", "press_list", '"press.csv"'),
                         ("organizers", "digest_at", '"07:00"')])
        write_press_list(stage.path("campaign", "press.csv"))
        os.makedirs(stage.path("sent"), exist_ok=True)
        print("Dovecot, a receiving mail host and a submission server run on loopback.", flush=True)
        rehearsal = Rehearsal(stage, letters)
        try:
            print(stage.answer("check").strip())
            overhear(stage, letters)
            rehearsal.play()
            rows, status = summary.print_all(stage, [letter for _, letter in letters], rehearsal.clock)
            rehearsal.check(rows, status)
        except (Failed, RuntimeError, OSError, smtplib.SMTPException) as reason:
            print(f"\n{reason}", file=sys.stderr)
            print("".join(f"  | {line}\n" for line in stage.log_text().splitlines()[-15:]), end="", file=sys.stderr)
            print(f"Look at {stage.log} and {stage.path('dovecot', 'dovecot.log')}", file=sys.stderr)
            return 1
    return 0


def main():
    if len(sys.argv) != 3:
        print("Usage: rehearse.py UNDERSIGNED FOLDER\nor simply ./try, which gives it both.", file=sys.stderr)
        return 2

    def stop(*_):
        raise KeyboardInterrupt
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    try:
        return rehearse(sys.argv[1], sys.argv[2])
    except KeyboardInterrupt:
        print("\nStopped. Nothing is left running.", file=sys.stderr)
        return 130
    except loopback.CannotRun as reason:
        print(f"The rehearsal cannot run here: {reason}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
