#!/usr/bin/python3
"""idle.py PROGRAM [SECONDS]: what the daemon does while nothing happens: wake-ups by strace, and
processor time by the kernel's count."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [HERE] + [os.path.join(TESTS, name) for name in ("rehearsal", "servers")]

import growth  # noqa: E402
import stage as stages  # noqa: E402
import table  # noqa: E402
from sink import Sink  # noqa: E402


def main():
    program, seconds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 30
    with tempfile.TemporaryDirectory(prefix="undersigned-bench.") as folder, \
            stages.Stage(folder, program) as stage, Sink(os.path.join(folder, "sink")) as sink:
        stage.submission_url, stage.submission_login = sink.url(), False
        stage.configure([("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
                         ("submission", "tls", '"none"')])
        stage.start()
        time.sleep(4)
        before = growth.cpu_of(stage.daemon.pid)
        time.sleep(seconds)
        cpu = growth.cpu_of(stage.daemon.pid) - before
        trace = stage.path("trace")
        strace = subprocess.Popen(["strace", "-f", "-o", trace, "-p", str(stage.daemon.pid)], stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        strace.send_signal(signal.SIGINT)
        strace.wait()
        with open(trace, encoding="utf-8", errors="replace") as lines:
            polls = re.findall(r"\bpoll\(.*= (\d+)", lines.read())
        woken = sum(int(n) > 0 for n in polls)
        table.row("idle", f"{woken} wake-ups from outside and {len(polls) - woken} by timers in {seconds} s, "
                  f"{cpu / seconds * 100:.2f} % of a core", "timers alone, 0 %")
        stage.stop()


if __name__ == "__main__":
    main()
