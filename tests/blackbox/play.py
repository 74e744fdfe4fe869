"""What the black-box tests share: a stage for each test, mails that people write, and letters as
their readers see them."""

import email
import email.message
import email.policy
import email.utils
import glob
import json
import os
import re
import shutil
import tempfile
import time
import unittest
from datetime import datetime, timezone

import cast
import loopback
import stage as stages
from stage import ORGANIZER, SIGNON

PROGRAM = os.environ.get("UNDERSIGNED", "")


def sign(author, who, place="Oakland, CA", **more):
    return write(author, who, f"I sign the statement.\n\n{who}\n{place}\n", **more)


def somebody(number):
    """A name that is read without a doubt, another for each number."""
    return f"Robin {chr(65 + number % 26)}{'aeiouy'[number // 26]}rlow"


def sign_for(author, who, organization, place="Oakland, CA", **more):
    return write(author, who, "We sign the statement.\n"
                 f"Organization: {organization}\nContact name: {who}\nTitle: Director\n"
                 f"City, State/Country: {place}\n", **{"subject": "We sign as an organization", **more})


def write(author, who, text, subject="I sign as an individual", **headers):
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["From"] = email.utils.formataddr((who, author))
    mail["To"] = SIGNON
    mail["Subject"] = subject
    mail["Date"] = email.utils.localtime()
    mail["Message-ID"] = email.utils.make_msgid(domain=author.rpartition("@")[2])
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def trusted(octets, result="pass"):
    """The mail as the receiving host hands it on, for mails that are put in a mailbox directly."""
    domain = email.utils.parseaddr(str(parse(octets)["From"]))[1].rpartition("@")[2]
    return f"Authentication-Results: {stages.MX};\r\n\tdmarc={result} header.from={domain}\r\n".encode() + octets


def parse(octets):
    return email.message_from_bytes(octets, policy=email.policy.default)


def text(octets):
    """What a reader of the letter sees in its text and HTML parts."""
    return "\n".join(part.get_content() for part in parse(octets).walk() if part.get_content_maintype() == "text")


def attachments(octets):
    """[(file name, octets)]"""
    return [(part.get_filename(), part.get_payload(decode=True)) for part in parse(octets).walk()
            if part.get_filename()]


def _titles():
    """[(letter kind, pattern of its title)], from the templates themselves."""
    patterns = []
    for path in (path for place in ("templates", "config/templates")
                 for path in glob.glob(os.path.join(stages.SOURCE, place, "en", "*.md"))):
        with open(path, encoding="utf-8") as template:
            line = template.readline().removeprefix("Subject:").strip()
        pattern = ""
        for piece in re.split(r"(\{\{[^}]*\}\})", line):
            if piece.startswith(("{{#", "{{^")):
                pattern += "(?:"
            elif piece.startswith("{{/"):
                pattern += ")?"
            elif piece.startswith("{{"):
                pattern += ".*?"
            else:
                pattern += re.escape(piece)
        if pattern != ".*?":  # the release: its title is the headline alone, the press gets nothing else
            patterns.append((os.path.basename(path)[:-3], re.compile(pattern)))
    return patterns


TITLES = _titles()


def kind(octets):
    found = {kind for kind, pattern in TITLES if pattern.fullmatch(cast.title(octets))}
    return found.pop() if len(found) == 1 else f"unknown ({cast.title(octets)})"


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


class Play(unittest.TestCase):
    """Each test has a stage of its own: self.stage. Nothing is left running, whatever happens."""

    people = ()
    press = ("desk@metro-herald.example", "news@la-frontera.example")
    organizers = (ORGANIZER,)
    doubted = ()
    changes = ()
    Stage = stages.Stage

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="undersigned-test.")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        try:
            self.stage = self.enterContext(self.Stage(self.folder, PROGRAM, self.people, self.organizers, self.press,
                                                      self.doubted))
        except loopback.CannotRun as reason:
            self.skipTest(str(reason))
        self.configure()

    def configure(self, *changes):
        self.stage.configure([*self.changes, *changes])
        with open(self.stage.path("campaign", "press.csv"), "w", encoding="utf-8") as out:
            out.write("address,name,outlet\n" + "".join(f"{a},Editor,{a.split('@')[1]}\n" for a in self.press))

    def once(self, *front, status=0):
        """`run --once`: all that is due now."""
        done = self.stage.run(*front, "run", "--once")
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def append(self, octets, when=None):
        self.stage.dovecot.append(SIGNON, [octets], when=when)

    def status(self, *front):
        return json.loads(self.stage.answer(*front, "status", "--json"))

    def signatures(self, *front):
        """All records, in every state."""
        return json.loads(self.stage.answer(*front, "signatures", "export", "--format", "json", "--all"))

    def states(self, *front):
        """address → state, where each address signed once."""
        return {row["address"]: row["state"] for row in self.signatures(*front)}

    def kinds(self, address):
        """What kinds of letters somebody got, in order."""
        return [kind(octets) for octets in self.stage.mailbox(address)]

    def until(self, what, condition, patience=20):
        end = time.monotonic() + patience
        while not condition():
            if self.stage.daemon is not None and self.stage.daemon.poll() is not None:
                self.fail(f"the program ended with {self.stage.daemon.returncode} before: {what}\n{self.log()}")
            if time.monotonic() > end:
                self.fail(f"not within {patience} s: {what}\n{self.log()}")
            time.sleep(0.02)

    def log(self):
        return self.stage.log_text()[-3000:]

    def assert_balanced(self, *front):
        mails = self.status(*front)["mails"]
        received = mails.pop("received")
        self.assertEqual(received, sum(mails.values()), mails)
