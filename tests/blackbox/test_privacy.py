"""Who asked not to be named is named nowhere in public, and nobody reads the press list or the
organizers' addresses in a letter that is not for them."""

import csv
import io
import json
import re
import subprocess
import tempfile
import zipfile

import play
from play import ORGANIZER, sign, sign_for, trusted, write

OPEN, BEFORE = "2015-12-16T10:00:00-08:00", "2015-12-17T12:00:00-08:00"
CLOSED, RELEASED = "2015-12-17T17:05:00-08:00", "2015-12-18T06:05:00-08:00"
SHOWN, SHY, SECOND, BODY = (f"{n}@{n}-mail.example" for n in ("shown", "shy", "second", "body"))
HIDDEN = ("Quillfeather", "Tortoiseshell", "Marmalade", "Silverbirch", "Wintergreen")


def pdf_text(octets):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(octets)
        file.flush()
        return subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True, text=True,
                              check=True).stdout


def opened(name, octets):
    """What somebody reads who opens the file."""
    if name.endswith(".pdf"):
        return pdf_text(octets)
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(octets)) as sheets:
            return "\n".join(sheets.read(part).decode() for part in sheets.namelist())
    return octets.decode("utf-8", "replace")


def all_of(letter):
    """A letter as it came and as it is read, with all that hangs on it."""
    return "\n".join([letter.decode("utf-8", "replace"), play.text(letter)]
                     + [opened(name, octets) for name, octets in play.attachments(letter)])


def found(words, text):
    return [word for word in words if word in text]


class Privacy(play.Play):
    people = (SHOWN, SHY, SECOND, BODY)
    press = ("desk@metro-herald.example", "news@la-frontera.example")
    organizers = (ORGANIZER, "deputy@migrants-day.example")
    changes = (("release", "thank_signers", "true"),)

    def at(self, when):
        return self.once("--verbose", "--start-at", when)

    def answer(self, *arguments, when=BEFORE):
        return self.stage.answer("--start-at", when, *arguments)

    def take(self, *mails):
        for octets in mails:
            self.append(trusted(octets))
        self.at(OPEN)

    def setUp(self):
        super().setUp()
        self.take(sign(SHOWN, "Maria Lopez"),
                  write(SHY, "Petra Quillfeather", "I sign the statement, but please do not publish my name.\n\n"
                                                   "Petra Quillfeather\nReno, NV\n"),
                  sign(SECOND, "Tom Tortoiseshell"),
                  sign_for(BODY, "Rosa Silverbirch", "Casa Azul"))
        numbers = {row["address"]: str(row["id"]) for row in self.signatures("--start-at", OPEN)}
        self.answer("signatures", "amend", numbers[SECOND], "--private")
        self.answer("signatures", "amend", numbers[BODY], "--private")
        self.answer("signatures", "add", "--name", "Mo Marmalade", "--address", "mo@mo-mail.example", "--private",
                    "--no-letter")
        with open(self.stage.path("more.csv"), "w", encoding="utf-8") as file:
            file.write("name,address,listed\nWim Wintergreen,wim@wim-mail.example,false\n")
        self.answer("signatures", "import", self.stage.path("more.csv"), "--no-letter")

    def expect_public(self, where, text):
        flat = re.sub(r"\s+", " ", text)
        self.assertIn("Maria Lopez", flat, where)
        self.assertIn("Casa Azul", flat, where)
        self.assertEqual(found(HIDDEN, flat), [], where)

    def test_private_signers_stand_in_no_public_output(self):
        for form in ("csv", "json", "text", "xlsx", "pdf"):
            path = self.stage.path("list." + form)
            self.answer("signatures", "export", "--public", "--format", form, "--out", path)
            with open(path, "rb") as file:
                self.expect_public(form, opened(path, file.read()))
        self.at(CLOSED)
        self.at(RELEASED)
        self.at(RELEASED)
        for contact in self.press:
            letter, = self.stage.mailbox(contact)
            self.expect_public(contact, all_of(letter))
        kinds = self.kinds(SHOWN)
        self.assertIn("thank-you", kinds)
        for letter in self.stage.mailbox(SHOWN):
            self.assertEqual(found(HIDDEN, all_of(letter)), [])
        # They count all the same, and each of them reads how.
        rows = json.loads(self.answer("signatures", "export", "--format", "json", when=RELEASED))
        self.assertEqual(len(rows), 6)
        table = list(csv.reader(io.StringIO(self.answer("signatures", "export", when=RELEASED).lstrip("\ufeff"))))
        self.assertEqual(len(table), 7)

    def test_nobody_reads_the_addresses_of_press_and_organizers(self):
        self.at(CLOSED)
        self.stage.submission.refuse[self.press[0]] = f"550 5.1.1 <{self.press[0]}>: no such user"
        log = self.at(RELEASED).stderr
        self.at(RELEASED)
        self.assertIn("letter submitted", log)
        self.assertEqual(found((*self.press, *self.organizers, *self.people), log), [])
        for reader in (*self.people, *self.press):
            for letter in self.stage.mailbox(reader):
                self.assertEqual(found({*self.press, *self.organizers} - {reader}, all_of(letter)), [], reader)
        self.assertEqual(len(self.stage.mailbox(self.press[1])), 1)
        for organizer in self.organizers:
            other, = set(self.organizers) - {organizer}
            self.assertGreaterEqual(len(self.stage.mailbox(organizer)), 2)
            for letter in self.stage.mailbox(organizer):
                self.assertEqual([a.addr_spec for a in play.parse(letter)["To"].addresses], [organizer])
                self.assertEqual(found([other], all_of(letter)), [])
        for form in ("csv", "json", "text", "xlsx", "pdf"):
            path = self.stage.path("list." + form)
            self.answer("signatures", "export", "--all", "--format", form, "--out", path, when=RELEASED)
            with open(path, "rb") as file:
                text = opened(path, file.read())
            self.assertEqual(found((*self.press, *self.organizers), text), [], form)
        self.assertTrue(self.stage.one_recipient_each())
