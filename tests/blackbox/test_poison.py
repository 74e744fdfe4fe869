"""A mail that cannot be read is kept, set aside and told to the organizers; the next is handled. Also
where reading it never ends or kills the reader: no mail is known to do that, so a copy of the program is
made whose reading of format=flowed is broken."""

import os
import platform
import shutil
import signal
import struct
import subprocess
import time
import unittest

import play
from play import ORGANIZER, sign, trusted

NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(30000))
POISON = {
    "nested 30,000 deep": b"From: a@gmail.example\r\nSubject: I sign\r\n" + NESTED + b"\r\nI sign\r\n",
    "no header": b"\r\nI sign\r\n",
    "nothing but NUL": b"\0" * 5000,
    "one line of a megabyte": b"From: b@gmail.example\r\nSubject: " + b"x" * (1 << 20) + b"\r\n\r\nI sign\r\n",
    "every octet": b"From: c@gmail.example\r\nSubject: I sign\r\n\r\n" + bytes(range(256)) * 40,
    "boundary of itself": b"From: d@gmail.example\r\nContent-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n--\r\n--",
    "broken Base64": b"From: e@gmail.example\r\nSubject: I sign\r\nContent-Transfer-Encoding: base64\r\n\r\n|||=A=|\r\n",
    "undisclosed": b"From: f@gmail.example\r\nTo: undisclosed-recipients:\r\nSubject: I sign\r\n\r\nI sign\r\nFay Fox\r\n",
    "unknown charset": b"From: g@gmail.example\r\nSubject: =?x-none?B?/////w==?=\r\n"
                       b"Content-Type: text/plain; charset=x-none\r\n\r\n\xff\xfe\xfd I sign\r\n",
    "a command in From": b"From: <\"a\r\nRCPT TO:<x@y>\"@gmail.example>\r\nSubject: I sign\r\n\r\nI sign\r\n",
    "eleven megabytes": b"From: h@gmail.example\r\nSubject: I sign\r\n\r\n" + b"I sign \r\n" * (11 << 17),
}


class Poison(play.Play):
    people = ("ann@gmail.example",)
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
               ("mailbox", "move", "false"))

    def test_each_is_survived_and_the_next_mail_is_handled(self):
        for octets in POISON.values():
            self.append(trusted_anyway(octets))
        self.append(trusted(sign("ann@gmail.example", "Ann Onym")))
        self.once()
        self.assertEqual(self.states().get("ann@gmail.example"), "counted")
        self.assertEqual(self.kinds("ann@gmail.example"), ["confirmation"])
        mails = self.status()["mails"]
        self.assertEqual(mails["received"], len(POISON) + 1)
        self.assertGreaterEqual(mails["quarantined"], 2)
        self.assert_balanced()
        # What a machine cannot read a person must see.
        waiting = self.stage.answer("review", "list")
        self.assertGreaterEqual(len(waiting.splitlines()), mails["quarantined"])
        self.assertEqual(self.stage.mailbox(ORGANIZER), [m for m in self.stage.mailbox(ORGANIZER) if b"\0" not in m])

    def test_read_answers_each_with_one_line(self):
        import json
        files = []
        for number, octets in enumerate(POISON.values()):
            files.append(self.stage.path(f"{number}.eml"))
            with open(files[-1], "wb") as out:
                out.write(octets)
        done = self.stage.run("read", *files, config=False)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([line["file"] for line in lines], files, done.stderr)
        self.assertEqual([os.path.basename(line["file"]) for line in lines if line["certainty"] == "clear"
                          and line["kind"] == "sign" and "undisclosed" not in line["file"]
                          and not line["signers"]], [])


def trusted_anyway(octets):
    return b"Authentication-Results: mx.migrants-day.example;\r\n\tdmarc=pass header.from=gmail.example\r\n" + octets \
        if octets.startswith(b"From") else octets


READER = "undersigned::mail::join_flowed"
# Instructions that a function begins with from then on.
BREAKS = {"x86_64": {"never ends": b"\xeb\xfe", "dies": b"\x0f\x0b"},
          "aarch64": {"never ends": b"\x00\x00\x00\x14", "dies": b"\x00\x00\x00\x00"}}
PATIENCE = 10  # seconds of the machine's processor in which the next mail must be handled


def place_in_file(program, name):
    """Where a function's first instruction lies in an ELF file of 64 bits."""
    symbols = subprocess.run(["nm", "-C", program], capture_output=True, text=True, check=True).stdout
    address, = {int(line.split()[0], 16) for line in symbols.splitlines()
                if line[17:19] == "T " and line[19:].startswith(name) and ".cold" not in line}
    with open(program, "rb") as file:
        head = file.read(64)
        start, = struct.unpack_from("<Q", head, 32)
        size, count = struct.unpack_from("<HH", head, 54)
        for number in range(count):
            file.seek(start + number * size)
            kind, _, offset, virtual, _, length, _, _ = struct.unpack("<IIQQQQQQ", file.read(56))
            if kind == 1 and virtual <= address < virtual + length:
                return address - virtual + offset
    raise ValueError(f"{name} is in no segment of {program}")


@unittest.skipUnless(platform.machine() in BREAKS and shutil.which("nm"), "needs nm, on x86_64 or aarch64")
class BrokenReader(play.Play):
    """One format=flowed mail between others, and a reader that is broken for these alone."""

    people = tuple(f"person{n}@gmail.example" for n in range(6))
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
               ("mailbox", "move", "false"))

    def break_reader(self, how):
        # In the build tree, where the program finds its templates.
        broken = f"{play.PROGRAM}-broken-{os.getpid()}"
        self.addCleanup(os.remove, broken)
        shutil.copy2(play.PROGRAM, broken)
        with open(broken, "r+b") as file:
            file.seek(place_in_file(play.PROGRAM, READER))
            file.write(BREAKS[platform.machine()][how])
        self.stage.program = broken

    def send(self):
        poison = sign("poison@gmail.example", "Pat Poison").replace(b"text/plain;", b"text/plain; format=flowed;")
        self.assertIn(b"flowed", poison)
        for number, address in enumerate(self.people):
            self.append(trusted(sign(address, f"Robin {chr(65 + number)}arlow")))
            if number == 2:
                self.append(trusted(poison))

    def check_all_others_are_handled(self):
        self.assertEqual(self.states(), {address: "counted" for address in self.people})
        self.assertEqual(self.status()["mails"]["quarantined"], 1)
        self.assert_balanced()
        self.assertIn("m4", self.stage.answer("review", "list"))
        self.assertEqual(self.stage.run("recount").returncode, 0)

    def confirmed(self):
        return all(self.stage.mailbox(address) for address in self.people)

    def test_reading_that_never_ends_is_broken_off_twice_and_the_next_mail_is_handled(self):
        self.break_reader("never ends")
        self.stage.start()
        self.until("it has started", lambda: "started" in self.stage.log_text())
        pid, began = self.stage.daemon.pid, time.monotonic()
        self.send()
        self.until("everybody else has a letter", self.confirmed, patience=60)
        passed = time.monotonic() - began
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            ticks = sum(map(int, stat.read().rpartition(")")[2].split()[11:13]))
        self.assertEqual(self.stage.log_text().count("reading a mail does not end"), 2)
        self.assertLess(ticks / os.sysconf("SC_CLK_TCK"), PATIENCE)
        self.assertEqual(self.stage.stop(), 0)  # the same process, and it still hears its signals
        self.check_all_others_are_handled()
        print(f"1 mail that is never read to its end, the next ones answered after {passed:.1f} s ...", end=" ")

    def test_a_rehearsals_clock_goes_on_when_the_program_starts_anew(self):
        self.break_reader("never ends")
        self.configure(("campaign", "deadline", "2015-12-17T17:00:00"), ("release", "at", "2015-12-18T06:00:00"))
        self.send()
        # Had its clock gone back each time, the deadline would not have come.
        self.once("--start-at", "2015-12-17T16:59:58-08:00")
        alarms = [play.kind(octets) for octets in self.stage.mailbox(ORGANIZER)]
        self.assertIn("deadline-summary", alarms)

    def test_a_mail_that_kills_its_reader_does_so_twice_and_no_more(self):
        self.break_reader("dies")
        self.send()
        deaths = 0
        while (status := self.stage.run("run", "--once").returncode) != 0:
            self.assertEqual(status, -signal.SIGILL)
            deaths += 1
            self.assertLessEqual(deaths, 2)
        self.assertEqual(deaths, 2)
        self.assertTrue(self.confirmed())
        self.check_all_others_are_handled()
