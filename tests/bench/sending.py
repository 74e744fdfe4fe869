#!/usr/bin/python3
"""sending.py PROGRAM [PEOPLE]: a call to 50,000 people goes out under `rate` and `connections`, and
somebody signs meanwhile: is the rate kept, and how long does a confirmation wait behind the call?"""

import glob
import os
import re
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [HERE] + [os.path.join(TESTS, name) for name in ("rehearsal", "servers")]

import drain  # noqa: E402
import stage as stages  # noqa: E402
import table  # noqa: E402
from sink import Sink  # noqa: E402

A_MINUTE, CONNECTIONS, SIGNERS, SECONDS = 1200, 3, 20, 30


def connections_to(port):
    """Open connections to that port, from whom asked for them."""
    with open("/proc/net/tcp", encoding="ascii") as lines:
        return sum(line.split()[2].endswith(f":{port:04X}") and line.split()[3] == "01" for line in lines)


def main():
    program, people = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
    with tempfile.TemporaryDirectory(prefix="undersigned-bench.") as folder, \
            stages.Stage(folder, program) as stage, Sink(os.path.join(folder, "sink"), dump=True) as sink:
        os.chmod(folder, 0o755)
        stage.submission_url, stage.submission_login = sink.url(), False
        stage.configure([("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
                         ("submission", "connections", str(CONNECTIONS)), ("submission", "rate", str(A_MINUTE)),
                         ("submission", "tls", '"none"')])
        stage.start()
        time.sleep(2)
        with open(stage.path("people.csv"), "w", encoding="ascii") as out:
            out.write("address\n" + "".join(f"called{n}@host{n % 997}.example\n" for n in range(people)))
        began = time.monotonic()
        called = threading.Thread(target=stage.answer, args=("call", stage.path("people.csv")))
        called.start()
        letters = os.path.join(folder, "sink", "mail", "*")
        while not glob.glob(letters):
            time.sleep(0.1)
        first, most, put = time.time(), 0, {}
        mails = list(drain.mails(SIGNERS))
        for second in range(SECONDS):
            if second < SIGNERS:
                stage.dovecot.deliver(stages.SIGNON, mails[second].replace(b"\n", b"\r\n"))
                put[f"person{second}@host{second % 997}.example"] = time.time()
            most = max(most, connections_to(sink.port))
            time.sleep(max(0, first + second + 1 - time.time()))
        counted, took = 0, []
        for path in glob.glob(letters):
            with open(path, encoding="utf-8", errors="replace") as letter:
                to = re.search(r"^X-Rcpt-Args: <([^>]+)>", letter.read(8192), re.M)
            at = os.stat(path).st_mtime
            counted += first <= at < first + SECONDS
            if to and to.group(1) in put:
                took.append(at - put[to.group(1)])
        called.join()
        took.sort()
        print(f"the call was ordered in {time.monotonic() - began:.0f} s", flush=True)
        table.row(f"a call to {people:,} at `rate = {A_MINUTE}`, `connections = {CONNECTIONS}`",
                  f"{counted / SECONDS * 60:.0f} letters a minute, at most {most} connections", "exactly so many")
        table.row("a confirmation meanwhile, mail in the mailbox to letter accepted",
                  f"{len(took)} of {SIGNERS}, median {took[len(took) // 2]:.2f} s, longest {took[-1]:.2f} s"
                  if took else "none", "never behind the call")
        stage.stop()


if __name__ == "__main__":
    main()
