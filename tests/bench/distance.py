#!/usr/bin/python3
"""distance.py PROGRAM [MAILS]: the drain when both servers are 50 ms away, beside libcurl's way of a
URL for each mail (`curl imaps://…;UID=n`, `curl smtp://…`), which waits for each answer in turn.

The distance is a proxy that keeps all octets for half a round trip, in both directions."""

import asyncio
import os
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [HERE] + [os.path.join(TESTS, name) for name in ("rehearsal", "servers")]

import drain  # noqa: E402
import loopback  # noqa: E402
import stage as stages  # noqa: E402
import table  # noqa: E402
from sink import Sink  # noqa: E402

ROUND_TRIP = 0.05
PEER_MAILS = 40


class Distance:
    """A port behind which `port` seems to be a round trip away."""

    def __init__(self, port):
        self.far = port
        self.port = loopback.free_ports(1)[0]
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self.run, args=(ready,), daemon=True).start()
        ready.wait()

    def run(self, ready):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(asyncio.start_server(self.connected, loopback.HOST, self.port))
        ready.set()
        self.loop.run_forever()

    async def connected(self, reader, writer):
        await asyncio.sleep(ROUND_TRIP)  # TCP's own handshake
        far_reader, far_writer = await asyncio.open_connection(loopback.HOST, self.far)
        await asyncio.gather(self.carry(reader, far_writer), self.carry(far_reader, writer), return_exceptions=True)

    async def carry(self, reader, writer):
        on_the_way = asyncio.Queue()

        async def arrive():
            while True:
                due, octets = await on_the_way.get()
                await asyncio.sleep(max(0, due - time.monotonic()))
                if not octets:
                    writer.close()
                    return
                writer.write(octets)

        arriving = asyncio.create_task(arrive())
        while True:
            octets = await reader.read(1 << 20)
            await on_the_way.put((time.monotonic() + ROUND_TRIP / 2, octets))
            if not octets:
                break
        await arriving


def by_url(stage, imap, smtp, count):
    """libcurl, one URL a mail, connections kept: what a mail costs each way."""
    letter = stage.path("letter")
    with open(letter, "wb") as out:
        out.write(b"Subject: thank you\r\n\r\n" + b"You are on the list of signers.\r\n" * 200)
    began = time.monotonic()
    subprocess.run(["curl", "-s", "--cacert", stage.dovecot.ca_file, "-u", f"{stages.SIGNON}:{stages.PASSWORD}",
                    "-o", os.devnull, f"imaps://{loopback.HOST}:{imap}/INBOX;UID=[1-{count}]"], check=True)
    one = ["-s", "--mail-from", stages.SIGNON, "--mail-rcpt", "person@example.org", "-T", letter,
           f"smtp://{loopback.HOST}:{smtp}"]
    subprocess.run(["curl"] + (one + ["--next"]) * (count - 1) + one, check=True)
    return time.monotonic() - began


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    with tempfile.TemporaryDirectory(prefix="undersigned-bench.") as folder, \
            stages.Stage(folder, program) as stage, Sink(os.path.join(folder, "sink")) as sink:
        imap, smtp = Distance(stage.dovecot.imaps_port), Distance(sink.port)
        drain.fill(stage, count)
        peer = PEER_MAILS / by_url(stage, imap.port, smtp.port, PEER_MAILS)
        stage.submission_url, stage.submission_login = f"smtp://{loopback.HOST}:{smtp.port}", False
        for connections in (4, 16):
            stage.configure([("campaign", "deadline", "2035-12-17T17:00:00"),
                             ("release", "at", "2035-12-18T06:00:00"), ("mailbox", "move", "false"),
                             ("mailbox", "url", f'"imaps://{loopback.HOST}:{imap.port}/INBOX"'),
                             ("store", "url", f'"sqlite:campaign{connections}.db"'),
                             ("submission", "connections", str(connections)), ("submission", "tls", '"none"')])
            began = time.monotonic()
            done = stage.run("run", "--once")
            seconds = time.monotonic() - began
            if done.returncode != 0:
                sys.exit(done.stderr[-3000:])
            table.row(f"drain with both servers {ROUND_TRIP * 1e3:.0f} ms away, {connections} connections",
                      f"{count / seconds:.0f} mails/s, {count / seconds / peer:.0f} times libcurl's URL a mail "
                      f"({peer:.1f})", "≥ 20 times")


if __name__ == "__main__":
    main()
