"""The end, whenever it is asked for: clean, and with nothing lost."""

import signal
import time

import play
from play import sign, trusted


class Shutdown(play.Play):
    people = tuple(f"person{n}@gmail.example" for n in range(20))
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"))

    def holds_signals(self):
        with open(f"/proc/{self.stage.daemon.pid}/status", encoding="ascii") as status:
            held = next(int(line.split()[1], 16) for line in status if line.startswith("SigBlk"))
        return held >> (signal.SIGTERM - 1) & 1

    def test_a_signal_at_any_moment_ends_it_cleanly_and_soon(self):
        for address in self.people:
            self.append(trusted(sign(address, "Robin Barlow")))
        longest, signals = 0.0, 0
        for moment in [0.02 * n for n in range(12)] + [0.5, 0.8]:
            for number in (signal.SIGTERM, signal.SIGINT):
                self.stage.start()
                # Until then it is the system that loads its libraries.
                self.until("the program itself runs", self.holds_signals)
                time.sleep(moment)
                began = time.monotonic()
                self.stage.daemon.send_signal(number)
                self.stage.daemon.send_signal(number)
                status = self.stage.daemon.wait(10)
                longest, signals = max(longest, time.monotonic() - began), signals + 1
                self.assertEqual(status, 0, f"{moment:.2f} s after the start: {self.log()}")
        self.once()
        self.assertEqual(self.states(), {address: "counted" for address in self.people})
        print(f"{signals} signals, longest {longest:.1f} s ...", end=" ")
