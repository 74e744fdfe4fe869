#!/usr/bin/python3
"""latency.py PROGRAM [SECONDS]: from a mail in the mailbox to its confirmation accepted by SMTP.

The daemon waits with IDLE; 20 mails a second are delivered over LMTP into a real Dovecot, which
itself tells of a new mail after half a second at most. Postfix's smtp-sink writes each letter when
it has taken it; that file's time is the end."""

import glob
import os
import re
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [HERE] + [os.path.join(TESTS, name) for name in ("rehearsal", "servers")]

import drain  # noqa: E402
import stage as stages  # noqa: E402
import table  # noqa: E402
from sink import Sink  # noqa: E402

A_SECOND = 20


def main():
    program, seconds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 15
    with tempfile.TemporaryDirectory(prefix="undersigned-bench.") as folder, \
            stages.Stage(folder, program) as stage, Sink(os.path.join(folder, "sink"), dump=True) as sink:
        os.chmod(folder, 0o755)
        stage.submission_url, stage.submission_login = sink.url(), False
        stage.configure([("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
                         ("submission", "connections", "4"), ("submission", "tls", '"none"')])
        stage.start()
        time.sleep(2)
        put = {}
        began = time.monotonic()
        for n, mail in enumerate(drain.mails(A_SECOND * seconds)):
            time.sleep(max(0, began + n / A_SECOND - time.monotonic()))
            stage.dovecot.deliver(stages.SIGNON, mail.replace(b"\n", b"\r\n"))
            put[f"person{n}@host{n % 997}.example"] = time.time()
        end = time.monotonic() + 30
        while time.monotonic() < end and len(glob.glob(os.path.join(folder, "sink", "mail", "*"))) < len(put):
            time.sleep(0.2)
        took = []
        for path in glob.glob(os.path.join(folder, "sink", "mail", "*")):
            with open(path, encoding="utf-8", errors="replace") as letter:
                to = re.search(r"^X-Rcpt-Args: <([^>]+)>", letter.read(), re.M)
            if to and to.group(1) in put:
                took.append(os.stat(path).st_mtime - put[to.group(1)])
        stage.stop()
        took.sort()
        if len(took) < len(put):
            sys.exit(f"{len(took)} letters for {len(put)} mails\n{stage.log_text()[-2000:]}")
        table.row(f"mail in the mailbox to confirmation accepted, {A_SECOND} a second, load {os.getloadavg()[0]:.1f}",
                  f"median {took[len(took) // 2]:.2f} s, 99 % within {took[len(took) * 99 // 100]:.2f} s",
                  "0.6 s, 1 s")


if __name__ == "__main__":
    main()
