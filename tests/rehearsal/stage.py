"""Where the real program plays: a private Dovecot for everybody's mailboxes, a submission server
and a receiving mail host in front of it, a work folder with a campaign's configuration, and the
program itself as a child that never outlives us."""

import glob
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(SOURCE, "tests", "servers"))

import loopback  # noqa: E402
from dovecot import Dovecot  # noqa: E402
from mailhost import MailHost, from_address  # noqa: E402
from postfix import Postfix  # noqa: E402

PASSWORD = "only for loopback"
SUBMISSION = "smtp.migrants-day.example"
MX = "mx.migrants-day.example"  # the receiving host; the campaign trusts its Authentication-Results
SIGNON = "signon@migrants-day.example"
ORGANIZER = "organizer@migrants-day.example"


def set_key(toml, section, key, value):
    """A configuration with one key set; a comment behind the old value stays. None takes it out."""
    head = re.search(rf"^\[\[?{section}\]\]?[^\n]*\n", toml, re.M)
    if head is None:
        toml, head = toml + f"\n[{section}]\n", None
        return set_key(toml, section, key, value)
    end = re.search(r"^\[", toml[head.end():], re.M)
    stop = head.end() + end.start() if end else len(toml)
    body = toml[head.end():stop]
    line = "" if value is None else f"{key} = {value}\n"
    found = re.search(rf"^{key}\s*=[^\n]*\n", body, re.M)
    body = body[:found.start()] + line + body[found.end():] if found else line + body
    return toml[:head.end()] + body + toml[stop:]


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def free(directory):
    """Removes a work folder of an earlier run, and only such a one."""
    if os.path.exists(os.path.join(directory, ".undersigned-stage")):
        shutil.rmtree(directory)


class Stage:
    """with Stage(directory, program, people) as stage: …

    `people`: addresses that have a mailbox, besides the sign-on address, the organizers and the
    press. `doubted`: domains of theirs for which the receiving host does not vouch."""

    def __init__(self, directory, program, people=(), organizers=(ORGANIZER,), press=(), doubted=()):
        self.directory = os.path.abspath(directory)
        self.program = os.path.abspath(program)
        self.organizers, self.press, self.doubted = list(organizers), list(press), list(doubted)
        everybody = [SIGNON, *organizers, *press, *people]
        self.domains = sorted({a.rpartition("@")[2].lower() for a in everybody})
        os.makedirs(self.directory, exist_ok=True)
        with open(self.path(".undersigned-stage"), "w", encoding="ascii"):
            pass
        self.dovecot = Dovecot(self.path("dovecot"), {a.lower(): PASSWORD for a in everybody})
        self.known = set()  # letters that arrivals() has told
        self.servers = ExitStack()
        self.daemon = None

    def path(self, *names):
        return os.path.join(self.directory, *names)

    @property
    def config(self):
        return self.path("campaign", "campaign.toml")

    @property
    def log(self):
        return self.path("undersigned.log")

    def __enter__(self):
        with self.servers as servers:
            servers.enter_context(self.dovecot)
            self.enter_mail_hosts(servers)
            self.servers = servers.pop_all()
        return self

    def __exit__(self, *_):
        self.stop()
        self.servers.close()

    def enter_mail_hosts(self, servers):
        lmtp = self.dovecot.lmtp_port
        self.receiver = servers.enter_context(
            MailHost(self.path("mx"), lmtp, self.domains, name=MX, unauthenticated=self.doubted))
        self.submission = servers.enter_context(
            MailHost(self.path("submission"), lmtp, self.domains, name=SUBMISSION, users={SIGNON: PASSWORD},
                     tls=True, authenticate=False, certificate=self.dovecot.certificate))
        self.submission_url = self.submission.url()
        self.submission_login = True

    def vouch(self, octets, genuine):
        """From now on the receiving host finds this mail's author to be genuine, or not."""
        self.receiver.vouch(octets, genuine)

    def one_recipient_each(self):
        """Did every letter that was handed in until now have an envelope of its own?"""
        return self.submission.accepted == self.submission.recipients

    def arrivals(self):
        """[(real time, recipient, octets)] of all letters that reached a mailbox since the last call."""
        found = []
        for path in glob.glob(self.path("dovecot", "mail", "*", "Maildir", "new", "*")):
            recipient, name = path.split(os.sep)[-4], os.path.basename(path)
            if recipient == SIGNON or name in self.known:
                continue
            with open(path, "rb") as letter:
                octets = letter.read()
            self.known.add(name)
            second, micro = re.match(r"(\d+)\.M(\d+)", name).groups()
            found.append((int(second) + int(micro) / 1e6, recipient, octets))
        return sorted(found)

    def configure(self, changes=()):
        """The example campaign in a folder of its own, pointed at this stage's servers.
        `changes`: (section, key, TOML value or None)."""
        folder = self.path("campaign")
        shutil.copytree(os.path.join(SOURCE, "config"), folder, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("phrases"))
        with open(self.config, encoding="utf-8") as example:
            toml = example.read()
        password = self.path("campaign", "password")
        with open(password, "w", encoding="ascii", opener=lambda p, f: os.open(p, f, 0o600)) as out:
            out.write(PASSWORD + "\n")
        for section, url, login in (("mailbox", self.dovecot.url(), True),
                                    ("submission", self.submission_url, self.submission_login)):
            toml = set_key(toml, section, "url", quoted(url))
            toml = set_key(toml, section, "user", quoted(SIGNON) if login else None)
            toml = set_key(toml, section, "password", '{ file = "password" }' if login else None)
            toml = set_key(toml, section, "ca_file", quoted(self.dovecot.ca_file))
        toml = set_key(toml, "submission", "from", quoted(f"Migrants Day 2015 <{SIGNON}>"))
        toml = set_key(toml, "submission", "rate", "0")
        toml = set_key(toml, "trust", "authserv_id", quoted(MX))
        toml = set_key(toml, "organizers", "addresses", json.dumps(self.organizers))
        for section, key, value in changes:
            toml = set_key(toml, section, key, value)
        with open(self.config, "w", encoding="utf-8") as out:
            out.write(toml)

    def start(self, *arguments):
        """The daemon; `arguments` stand before `run`."""
        self.daemon = loopback.start([self.program, "--config", self.config, *arguments, "run"], self.log,
                                     as_worker=False)

    def stop(self, patience=20):
        """Ends the daemon as a service manager does. Its exit status; None where none ran."""
        if self.daemon is None:
            return None
        if self.daemon.poll() is None:
            self.daemon.send_signal(signal.SIGTERM)
            try:
                self.daemon.wait(patience)
            except subprocess.TimeoutExpired:
                self.daemon.kill()
                self.daemon.wait()
        status, self.daemon = self.daemon.returncode, None
        return status

    def run(self, *arguments, text=None, config=True):
        """One command of the program, to its end."""
        front = [self.program] + (["--config", self.config] if config else [])
        return subprocess.run(front + list(arguments), input=text, capture_output=True, text=True, timeout=600)

    def answer(self, *arguments):
        """Standard output of a command that must succeed."""
        done = self.run(*arguments)
        if done.returncode != 0:
            raise RuntimeError(f"undersigned {' '.join(arguments)}: exit {done.returncode}\n{done.stderr.strip()}")
        return done.stdout

    def log_text(self):
        if not os.path.exists(self.log):
            return ""
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()

    def mailbox(self, address, folder="INBOX"):
        """The mails that lie in somebody's folder, oldest first."""
        return [octets for _, _, octets in self.dovecot.messages(address.lower(), folder)]


class PostfixStage(Stage):
    """The same behind real Postfix instances, which need root. Whom the receiving host doubts must
    be said in `doubted`."""

    def enter_mail_hosts(self, servers):
        lmtp, certificate = self.dovecot.lmtp_port, self.dovecot.certificate
        self.receiver = servers.enter_context(
            Postfix(self.path("mx"), lmtp, self.domains, name=MX, unauthenticated=self.doubted,
                    certificate=certificate))
        self.submission = servers.enter_context(
            Postfix(self.path("submission"), lmtp, self.domains, name=SUBMISSION, authenticate=False,
                    certificate=certificate))
        self.submission_url = self.submission.url(tls=True)
        self.submission_login = False  # it takes whatever comes from loopback

    def vouch(self, octets, genuine):
        domain = from_address(octets).rpartition("@")[2]
        if genuine == (domain in self.doubted):
            raise ValueError(f"whether the host vouches for {domain} is settled when it starts")

    def one_recipient_each(self):
        return set(re.findall(r"nrcpt=(\d+)", self.submission.log_text())) == {"1"}
