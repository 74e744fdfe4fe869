#!/usr/bin/python3
"""A private Dovecot: IMAP, IMAPS and LMTP on free loopback ports, no privileges needed.

    with Dovecot(directory, users={"signon@example.org": "secret"}) as d:
        d.imap_port, d.imaps_port, d.lmtp_port, d.ca_file
        d.deliver("signon@example.org", b"From: …")     # by LMTP, as a mail server does it
        d.append("signon@example.org", [b"…"])          # by IMAP, with an arrival time if wanted
        d.messages("signon@example.org", "INBOX")       # what lies in a folder
    dovecot.py DIR --user signon@example.org:secret     # runs until SIGTERM, prints its ports as JSON

Run as root it gives itself up and runs as nobody. Mails lie in DIR/mail/USER. The certificate is
for localhost and 127.0.0.1, signed by `ca_file`. `hide` takes capabilities away (IDLE, MOVE, …).
XOAUTH2 and OAUTHBEARER take the tokens that access_token() signs.
"""

import argparse
import base64
import grp
import hashlib
import hmac
import imaplib
import json
import os
import smtplib
import subprocess
import sys
import time

import certificates
import loopback
from loopback import HOST

CONFIG = """\
base_dir = {run}
state_dir = {state}
log_path = {log}
instance_name = undersigned-test
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
protocols = imap lmtp
listen = {host}
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_cache_size = 0
auth_failure_delay = 0
first_valid_uid = 1
mail_location = {location}
mail_max_userip_connections = 100
mail_fsync = never
{capability}
namespace inbox {{
  inbox = yes
  separator = {separator}
}}
protocol lmtp {{
  postmaster_address = postmaster@example.org
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service imap {{
  process_limit = 100
  # The next login finds a process that is up already; to start one takes as long as a short test.
  process_min_avail = 1
  service_count = 500
}}
service lmtp {{
  inet_listener lmtp {{
    address = {host}
    port = {lmtp}
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {oauth}
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%Lu {users}
}}
userdb {{
  driver = passwd-file
  args = username_format=%Lu {users}
  override_fields = uid={uid} gid={gid} home={mail}/%Lu
}}
"""

OAUTH = """\
introspection_mode = local
username_attribute = sub
local_validation_key_dict = fs:posix:prefix={keys}/
"""

ALL_CAPABILITIES = ("IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT NAMESPACE UIDPLUS UNSELECT "
                    "CHILDREN LIST-EXTENDED ESEARCH CONDSTORE QRESYNC MOVE SPECIAL-USE LITERAL+ PREVIEW")


class Dovecot:
    def __init__(self, directory, users=None, hide=(), separator="/", location="maildir:~/Maildir",
                 certificate=None):
        self.directory = os.path.abspath(directory)
        self.users = dict(users or {})
        self.hide = set(hide)
        self.separator = separator
        self.location = location
        self.certificate = certificate  # (certificate, key, authority): another one than our own
        self.child = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        dovecot = loopback.program("dovecot", "dovecot-imapd dovecot-lmtpd")
        if self.certificate is None:
            self.certificate = certificates.make_certificate(os.path.join(self.directory, "tls"))
        for folder in ("", "run", "state", "mail", "tls", "keys"):
            loopback.give_to_worker(self._path(folder))
        self._write_keys()
        self._write_users()
        for attempt in range(5):  # another program may take a port that was free a moment ago
            self.imap_port, self.imaps_port, self.lmtp_port = loopback.free_ports(3)
            self._write_config()
            self.child = loopback.start([dovecot, "-F", "-c", self._path("dovecot.conf")],
                                        self._path("dovecot.out"))
            try:
                for port in (self.imap_port, self.imaps_port, self.lmtp_port):
                    loopback.wait_until_open(port, self.alive)
                return
            except loopback.CannotRun as reason:
                self.stop()
                if attempt == 4:
                    raise loopback.CannotRun(f"{reason}\n{self.log_text()[-2000:]}") from None

    def stop(self):
        loopback.stop(self.child, patience=0.3)  # it waits for clients that stay
        self.child = None

    def restart(self):
        """On the same ports, mailboxes kept."""
        self.stop()
        self.child = loopback.start([loopback.program("dovecot", "dovecot-imapd"), "-F", "-c",
                                     self._path("dovecot.conf")], self._path("dovecot.out"))
        for port in (self.imap_port, self.imaps_port, self.lmtp_port):
            loopback.wait_until_open(port, self.alive)

    def alive(self):
        return self.child is not None and self.child.poll() is None

    def facts(self):
        return {"imap": self.imap_port, "imaps": self.imaps_port, "lmtp": self.lmtp_port,
                "ca_file": self.ca_file, "host": HOST, "directory": self.directory, "users": self.users}

    @property
    def ca_file(self):
        return self.certificate[2]

    def add_user(self, user, password="secret"):
        """Known when it returns, without a restart; Dovecot looks at its file once a second."""
        self.users[user] = password
        self._write_users()
        end = time.monotonic() + 5
        while not self._knows(user):
            if time.monotonic() > end:
                raise RuntimeError(f"Dovecot does not see the new user {user}")
            time.sleep(0.05)

    def url(self, folder="INBOX", tls=True):
        return (f"imaps://{HOST}:{self.imaps_port}/{folder}" if tls
                else f"imap://{HOST}:{self.imap_port}/{folder}")

    def access_token(self, user, lifetime=3600):
        """A JWT (RFC 7519, HS256) that XOAUTH2 and OAUTHBEARER take for this user."""
        def part(octets):
            return base64.urlsafe_b64encode(octets).rstrip(b"=")
        now = int(time.time())
        head = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": "default"}).encode())
        body = part(json.dumps({"sub": user, "iat": now - 1, "exp": now + lifetime}).encode())
        seal = hmac.new(b"undersigned test key", head + b"." + body, hashlib.sha256).digest()
        return (head + b"." + body + b"." + part(seal)).decode()

    def deliver(self, recipient, mail, sender="sender@example.net"):
        with smtplib.LMTP(HOST, self.lmtp_port) as lmtp:
            refused = lmtp.sendmail(sender, [recipient], mail)
            if refused:
                raise RuntimeError(f"not delivered: {refused}")

    def imap(self, user):
        connection = imaplib.IMAP4(HOST, self.imap_port)
        connection.login(user, self.users[user])
        return connection

    def append(self, user, mails, folder="INBOX", when=None):
        """`when`: seconds since 1970 or an aware datetime; INTERNALDATE says it."""
        date = imaplib.Time2Internaldate(time.time() if when is None else when)
        connection = self.imap(user)
        try:
            for mail in mails:
                status, answer = connection.append(folder, None, date, mail)
                if status != "OK":
                    raise RuntimeError(f"not appended: {answer}")
        finally:
            connection.logout()

    def messages(self, user, folder="INBOX"):
        """[(uid, flags, octets)], without touching \\Seen."""
        connection = self.imap(user)
        try:
            status, _ = connection.select('"%s"' % folder, readonly=True)
            if status != "OK":
                return []
            _, rows = connection.uid("FETCH", "1:*", "(UID FLAGS BODY.PEEK[])")
        finally:
            connection.logout()
        found = []
        for row in rows:
            if isinstance(row, tuple):
                head = row[0].decode("ascii")
                uid = int(head.split("UID ")[1].split()[0].rstrip(")"))
                flags = head.split("FLAGS (")[1].split(")")[0] if "FLAGS (" in head else ""
                found.append((uid, flags, row[1]))
        return found

    def folders(self, user):
        connection = self.imap(user)
        try:
            _, rows = connection.list()
        finally:
            connection.logout()
        return sorted(row.decode().rsplit(f'"{self.separator}" ', 1)[1].strip('"') for row in rows if row)

    def doveadm(self, *arguments):
        done = subprocess.run([loopback.program("doveadm", "dovecot-core"), "-c", self._path("dovecot.conf"),
                               *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"doveadm {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def kick(self, user):
        """Ends the user's sessions, as a server does at maintenance."""
        self.doveadm("kick", user)

    def log_text(self):
        text = ""
        for name in ("dovecot.out", "dovecot.log"):
            if os.path.exists(self._path(name)):
                with open(self._path(name), encoding="utf-8", errors="replace") as log:
                    text += log.read()
        return text

    def _knows(self, user):
        with smtplib.LMTP(HOST, self.lmtp_port) as lmtp:
            lmtp.ehlo_or_helo_if_needed()
            lmtp.mail("")
            return lmtp.rcpt(user)[0] == 250

    def _path(self, *names):
        return os.path.join(self.directory, *names)

    def _write_users(self):
        with open(self._path("users.new"), "w", encoding="utf-8") as out:
            for user, password in self.users.items():
                out.write(f"{user.lower()}:{{PLAIN}}{password}::::::\n")
        os.chmod(self._path("users.new"), 0o644)
        os.rename(self._path("users.new"), self._path("users"))

    def _write_keys(self):
        folder = self._path("keys", "default", "HS256")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "default"), "wb") as out:
            out.write(base64.b64encode(b"undersigned test key"))

    def _write_config(self):
        who = loopback.worker()
        group = grp.getgrgid(who.pw_gid).gr_name
        capability = ""
        if self.hide:
            left = [c for c in ALL_CAPABILITIES.split() if c not in self.hide]
            capability = "imap_capability = " + " ".join(left)
        oauth = self._path("oauth2.conf")
        with open(oauth, "w", encoding="utf-8") as out:
            out.write(OAUTH.format(keys=self._path("keys")))
        for path in self.certificate[:2]:
            os.chmod(path, 0o644)
        with open(self._path("dovecot.conf"), "w", encoding="utf-8") as out:
            out.write(CONFIG.format(
                run=self._path("run"), state=self._path("state"), log=self._path("dovecot.log"),
                user=who.pw_name, group=group, uid=who.pw_uid, gid=who.pw_gid, host=HOST,
                certificate=self.certificate[0], key=self.certificate[1], location=self.location,
                capability=capability, separator=self.separator, imap=self.imap_port,
                imaps=self.imaps_port, lmtp=self.lmtp_port, oauth=oauth, users=self._path("users"),
                mail=self._path("mail")))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("--user", action="append", default=[], metavar="USER:PASSWORD")
    parser.add_argument("--hide", action="append", default=[], metavar="CAPABILITY")
    parser.add_argument("--separator", default="/")
    arguments = parser.parse_args()
    users = dict(entry.split(":", 1) for entry in arguments.user)
    loopback.serve(Dovecot(arguments.directory, users, arguments.hide, arguments.separator))


if __name__ == "__main__":
    sys.exit(main())
