#!/usr/bin/python3
"""whole_path.py PROGRAM [MAILS]: mails a second from a full mailbox to the last letter handed in.

Everything is real: IMAPS from Dovecot, the store with its syncs, TLS submission. The submission
server here is Python and the slowest of the chain, so the figure is a lower bound."""

import os
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [os.path.join(TESTS, name) for name in ("blackbox", "rehearsal", "servers")]

import play  # noqa: E402
import stage as stages  # noqa: E402


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    with tempfile.TemporaryDirectory(prefix="undersigned-bench.") as folder, \
            stages.Stage(folder, program) as stage:
        stage.submission.local = set()  # letters end there: Dovecot is spared thousands of mailboxes
        stage.configure([("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
                         ("mailbox", "move", "false"), ("submission", "connections", "4")])
        mails = [play.trusted(play.sign(f"person{n}@host{n % 97}.example", f"Robin B{n:05d}")) for n in range(count)]
        began = time.monotonic()
        stage.dovecot.append(stages.SIGNON, mails)
        print(f"{count} mails put into the mailbox in {time.monotonic() - began:.1f} s", flush=True)
        began = time.monotonic()
        done = stage.run("run", "--once")
        seconds = time.monotonic() - began
        letters = stage.submission.accepted
        print(f"fetched, read, recorded and answered in {seconds:.2f} s: "
              f"{count / seconds:.0f} mails/s, {letters} letters", flush=True)
        if done.returncode != 0 or letters < count:
            sys.exit(f"exit {done.returncode}, {letters} letters for {count} mails\n{done.stderr[-2000:]}")


if __name__ == "__main__":
    main()
