"""Campaign time: the line that --start-at and --speed draw through real time."""

import time
from datetime import datetime, timedelta


class Clock:
    """Begins with begin(); before that it stands at `start`, an aware datetime."""

    def __init__(self, start, speed):
        self.start, self.speed = start, speed
        self.zero = None

    def begin(self):
        self.zero = time.time()

    def at(self, real):
        """The campaign's time at a moment of real time, given in seconds since 1970."""
        elapsed = 0 if self.zero is None else (real - self.zero) * self.speed
        return self.start + timedelta(seconds=elapsed)

    def now(self):
        return self.at(time.time())

    def real(self, campaign):
        """Seconds since 1970 at which the campaign's clock shows this time."""
        return self.zero + (campaign - self.start).total_seconds() / self.speed

    def arguments(self):
        """What makes the program keep this clock from now on."""
        return ["--start-at", self.now().isoformat(timespec="seconds"), "--speed", f"{self.speed:g}"]


def local(text, zone):
    """`2015-12-15 06:00` in a zone, as an aware datetime."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)
