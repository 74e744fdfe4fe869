"""A mail that cannot be read is kept, set aside and told to the organizers; the next is handled."""

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
        import os
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
