"""Mails that were made to be slow, large or deep: each is read within small bounds of time and memory."""

import base64
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ["UNDERSIGNED"]
SECONDS, MEGABYTES = 2, 64  # of processor and memory, start of the program and all phrases included
FULL = 9 << 20  # octets; below the limit of 10 MB, so that they are really read
HEAD = b"From: a@gmail.example\r\nTo: s@example.org\r\nSubject: I sign\r\nMIME-Version: 1.0\r\n"
SIGNS = b"\r\nI sign\r\n"


def fill(piece, octets=FULL):
    return piece * (octets // len(piece))


def part(kind, body, encoding=None):
    return HEAD + b"Content-Type: " + kind + b"\r\n" \
        + (b"Content-Transfer-Encoding: " + encoding + b"\r\n" if encoding else b"") + b"\r\n" + body


def nested(count):
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(count))


def entities():
    grow = b"".join(b"<!ENTITY a%d '&a%d;&a%d;'>" % (n, n - 1, n - 1) for n in range(1, 40))
    return b"<!DOCTYPE x [<!ENTITY a0 'aaaaaaaaaa'>" + grow + b"]>&a39; I sign"


MULTIPART = b"multipart/mixed; boundary=b"
HTML, TEXT = b"text/html; charset=utf-8", b"text/plain; charset=utf-8"
HOSTILE = {
    "parts in parts": HEAD + nested(30000) + SIGNS,
    "mails in mails": HEAD + fill(b"Content-Type: message/rfc822\r\n\r\n", 1 << 20) + SIGNS,
    "many parts": part(MULTIPART, fill(b"--b\r\n\r\nI sign\r\n")),
    "a boundary that almost is one": part(b"multipart/mixed; boundary=" + b"-" * 69, fill(b"-")),
    "many fields": HEAD + fill(b"X-A: b\r\n") + SIGNS,
    "one long field": HEAD + b"X-A: " + fill(b"a") + b"\r\n" + SIGNS,
    "a field of many lines": HEAD + b"X-A: a\r\n" + fill(b" b\r\n", 200 << 10) + SIGNS,
    "comments in comments": b"From: " + b"(" * 60000 + b" a@gmail.example\r\nSubject: I sign\r\n" + SIGNS,
    "encoded words": b"From: " + fill(b"=?utf-8?q?a?= ", 60 << 10) + b"<a@gmail.example>\r\nSubject: "
                     + fill(b"=?utf-8?b?SSBzaWdu?=\r\n ", 180 << 10) + b"\r\n" + SIGNS,
    "many addresses": b"From: a@gmail.example\r\nTo: " + fill(b"x@example.org,\r\n ", 240 << 10) + b"x@y.z\r\n" + SIGNS,
    "parameters in pieces": part(TEXT + b"; " + b"; ".join(b"a*%d*=%%41" % n for n in range(5000)), b"I sign\r\n"),
    "50,000 attribution lines": HEAD + SIGNS + b"On Mon, Dec 14, 2015 at 9:00 AM, Bob <b@example.org> wrote:\r\n" * 50000,
    "100,000 From: lines": HEAD + SIGNS + b"From: Bob Example <bob@example.org>\r\n" * 100000,
    "headers of mails in the text": HEAD + SIGNS + fill(b"From: Bob\r\nSent: Monday\r\nTo: x\r\nSubject: y\r\n"),
    "quote marks": HEAD + SIGNS + fill(b">" * 5000 + b"\r\n"),
    "a huge word": HEAD + b"\r\n" + fill(b"I"),
    "words without end": HEAD + b"\r\n" + fill(b"I sign "),
    "names without end": HEAD + SIGNS + fill(b"Ann Onym\r\n"),
    "forms without end": HEAD + b"\r\n" + fill(b"Name: Ann Onym\r\nOrganization: Casa\r\n"),
    "sign-off marks": HEAD + SIGNS + fill(b"-- \r\n"),
    "empty lines": HEAD + b"\r\n" + fill(b"\n"),
    "flowed lines": part(b"text/plain; format=flowed; delsp=yes", fill(b"I sign \r\n")),
    "base64 junk": part(TEXT, fill(b"|=A*\r\n"), b"base64"),
    "base64": part(TEXT, base64.encodebytes(b"I sign the statement\n" * 310000), b"base64"),
    "quoted-printable junk": part(TEXT, fill(b"=Z=\r\n=4"), b"quoted-printable"),
    "uuencode": part(TEXT, b"begin 644 a\r\n" + fill(b"M" * 61 + b"\r\n"), b"uuencode"),
    "a charset that shifts": part(b"text/plain; charset=iso-2022-jp", fill(b"\x1b$B\xff\xfe\x1b(B")),
    "UTF-7": part(b"text/plain; charset=utf-7", fill(b"+AGE-")),
    "marks on one letter": part(TEXT, b"I sign a" + fill(b"\xcc\x81")),
    "octets at random": HEAD + b"\r\n" + random.Random(7).randbytes(FULL),
    "NUL": HEAD + b"\r\n" + fill(b"\0"),
    "elements in elements": part(HTML, fill(b"<div>") + b"I sign"),
    "tables in tables": part(HTML, fill(b"<table><tr><td>") + b"I sign"),
    "quotes in quotes": part(HTML, fill(b"<blockquote>x<br>") + b"I sign"),
    "attributes": part(HTML, b"<p " + fill(b"a=b ") + b">I sign"),
    "entities of entities": part(HTML, entities()),
    "a bounce of everybody": part(b"multipart/report; report-type=delivery-status; boundary=b",
                                  b"--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                                  + fill(b"Final-Recipient: rfc822;x@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n")),
    "larger than any mail": HEAD + b"\r\n" + b"I sign\r\n" * (12 << 17),
}


START = """
import os, resource, sys
child = os.fork()
if child == 0:
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    os.execv(sys.argv[2], sys.argv[2:])
_, status, used = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss, file=sys.stderr)
"""


def sanitized():
    with open(PROGRAM, "rb") as program:
        return b"__asan_init" in program.read()


class Hostile(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="undersigned-test.")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def read(self, octets):
        """(answer, megabytes) of one mail; a program that takes too long is ended by the kernel."""
        path = os.path.join(self.folder, "mail.eml")
        with open(path, "wb") as out:
            out.write(octets)
        seconds = SECONDS * (15 if sanitized() else 1)
        # Started by a process of its own, because the kernel counts our memory as a child's.
        done = subprocess.run([sys.executable, "-S", "-c", START, str(seconds), PROGRAM, "read", path],
                              capture_output=True, text=True)
        *errors, last = done.stderr.splitlines()
        status, kilobytes = map(int, last.split())
        self.assertEqual(status, 0, f"{errors[:3]} (-9 and -24: more than {seconds} s)")
        self.assertEqual(done.stdout.count("\n"), 1)
        return json.loads(done.stdout), kilobytes / 1024

    def test_each_is_read_within_its_bounds(self):
        for name, octets in HOSTILE.items():
            with self.subTest(mail=name):
                answer, megabytes = self.read(octets)
                if not sanitized():
                    self.assertLessEqual(megabytes, MEGABYTES)
                self.assertLess(len(json.dumps(answer["signers"])), 5000, "names are not longer than names")
                self.assertFalse(answer["certainty"] == "clear" and answer["kind"] == "sign" and not answer["signers"])


if __name__ == "__main__":
    unittest.main()
