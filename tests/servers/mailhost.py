#!/usr/bin/python3
"""A private mail host in Python (aiosmtpd), for where Postfix cannot run.

    with MailHost(directory, lmtp_port=d.lmtp_port, local=["example.org"]) as host:
        host.smtp_port                       # plain, STARTTLS offered where tls=True
        host.smtps_port                      # where tls=True
        host.outside("press@example.com")    # [octets] that left for there
    mailhost.py DIR --lmtp 12345 --local example.org

Like a receiving host it stamps Received and Authentication-Results (any with its own name that
came along is taken out, RFC 8601, 5) and hands mails for local domains to Dovecot by LMTP; all
others go to a Maildir for each recipient, DIR/outside/ADDRESS. `unauthenticated` names the domains
and addresses whose mails get dmarc=fail. AUTH is asked for where `users` are given.
"""

import argparse
import asyncio
import email.utils
import logging
import os
import re
import smtplib
import socket
import ssl
import sys
import threading
import time
import warnings

import certificates
import loopback
from loopback import HOST

try:
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError:  # seen where another python3 stands before Debian's
    sys.path.append("/usr/lib/python3/dist-packages")
    try:
        from aiosmtpd.smtp import SMTP, AuthResult
    except ImportError:
        SMTP = None

SIZE_LIMIT = 20 << 20

# Passwords without TLS are wanted here: all of it is on loopback.
warnings.filterwarnings("ignore", module="aiosmtpd")
logging.getLogger("mail.log").setLevel(logging.ERROR)


if SMTP is not None:
    class Session(SMTP):
        line_length_limit = 1 << 20  # as hosts on the Internet do it, whatever RFC 5321, 4.5.3.1.6 says


def header_end(octets):
    """Where the header block ends (behind the last header line)."""
    found = re.search(rb"\r?\n\r?\n", octets)
    return found.start() if found else len(octets)


def without_results_of(authserv_id, octets):
    """The mail without Authentication-Results fields that claim to be ours."""
    end = header_end(octets)
    field = re.compile(rb"^authentication-results:\s*(?:\([^)]*\)\s*)*" + re.escape(authserv_id.encode())
                       + rb"[\s;](?:[^\n]*\n)(?:[ \t][^\n]*\n)*", re.I | re.M)
    return field.sub(b"", octets[:end + 1]) + octets[end + 1:]


def from_address(octets):
    """The address in From, lower case; empty where there is none."""
    head = octets[:header_end(octets)].decode("utf-8", "replace")
    found = re.search(r"^from:((?:.*)(?:\n[ \t].*)*)", head, re.I | re.M)
    return email.utils.parseaddr(found.group(1).replace("\n", " "))[1].lower() if found else ""


class MailHost:
    def __init__(self, directory, lmtp_port=None, local=(), name="mx.example.org", users=None, tls=False,
                 authenticate=True, unauthenticated=(), certificate=None):
        self.directory = os.path.abspath(directory)
        self.lmtp_port = lmtp_port
        self.local = {domain.lower() for domain in local}
        self.name = name  # host name and authserv-id
        self.users = dict(users or {})
        self.tls = tls
        self.authenticate = authenticate  # False: no Authentication-Results at all
        self.unauthenticated = {name.lower() for name in unauthenticated}
        self.certificate = certificate
        self.refuse = {}  # recipient → reply, for example "550 5.1.1 no such user"
        self.busy = 0  # so many recipients more are asked to come later, whoever they are
        self.slow = 0.0  # seconds between a mail's delivery and the answer to its final dot
        self.delivered = 0  # mails that were handed on, their dot answered or not
        self.accepted = self.recipients = 0  # mails taken, and their recipients altogether
        self.loop = self.thread = None
        self.numbers = iter(range(1, 1 << 60))
        self.lock = threading.Lock()
        self.lmtp = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    @staticmethod
    def check():
        """Raises CannotRun where aiosmtpd is missing."""
        if SMTP is None:
            raise loopback.CannotRun("aiosmtpd is missing: apt-get install python3-aiosmtpd")

    def start(self):
        self.check()
        os.makedirs(self.directory, exist_ok=True)
        context = None
        if self.tls:
            if self.certificate is None:
                self.certificate = certificates.make_certificate(os.path.join(self.directory, "tls"))
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*self.certificate[:2])
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        plain = self._session(starttls=context)
        self.listeners = [self._listen(plain)]
        self.smtp_port = self.listeners[0].sockets[0].getsockname()[1]
        self.smtps_port = None
        if context:
            self.listeners.append(self._listen(self._session(starttls=None, encrypted=True), context))
            self.smtps_port = self.listeners[1].sockets[0].getsockname()[1]

    def stop(self):
        if self.loop is None:
            return
        for listener in self.listeners:
            self.loop.call_soon_threadsafe(listener.close)
        asyncio.run_coroutine_threadsafe(self._cancel_sessions(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()
        self.loop = None
        if self.lmtp is not None:
            self.lmtp.close()
            self.lmtp = None

    def alive(self):
        return self.thread is not None and self.thread.is_alive()

    @property
    def ca_file(self):
        return self.certificate[2] if self.certificate else ""

    def facts(self):
        return {"smtp": self.smtp_port, "smtps": self.smtps_port, "ca_file": self.ca_file, "host": HOST,
                "directory": self.directory, "name": self.name, "local": sorted(self.local)}

    def url(self):
        return f"smtps://{HOST}:{self.smtps_port}" if self.tls else f"smtp://{HOST}:{self.smtp_port}"

    def vouch(self, octets, genuine):
        """From now on mails with this one's From get dmarc=pass, or fail."""
        change = self.unauthenticated.discard if genuine else self.unauthenticated.add
        change(from_address(octets))

    def outside(self, recipient):
        """What left for an address elsewhere, in order of arrival."""
        folder = os.path.join(self.directory, "outside", recipient.lower(), "new")
        if not os.path.isdir(folder):
            return []
        found = []
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), "rb") as mail:
                found.append(mail.read())
        return found

    def outside_recipients(self):
        folder = os.path.join(self.directory, "outside")
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []

    # aiosmtpd calls these.

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.lower() in self.refuse:
            return self.refuse[address.lower()]
        if self.busy > 0:
            self.busy -= 1
            return "450 4.7.1 too many messages, slow down"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        number = next(self.numbers)
        octets = self._stamped(envelope.content, session, number)
        try:
            for recipient in envelope.rcpt_tos:
                await asyncio.to_thread(self._hand_on, envelope.mail_from or "", recipient, octets, number)
        except smtplib.SMTPRecipientsRefused as refused:
            code, text = next(iter(refused.recipients.values()))
            return f"{code} {text.decode('utf-8', 'replace').splitlines()[0]}"
        except (OSError, smtplib.SMTPException) as reason:
            return f"451 4.3.0 {type(reason).__name__}: cannot deliver now"
        self.delivered += 1
        await asyncio.sleep(self.slow)
        self.accepted += 1
        self.recipients += len(envelope.rcpt_tos)
        return f"250 2.0.0 Ok: queued as {number:06X}"

    def authenticated(self, server, session, envelope, mechanism, data):
        good = mechanism in ("PLAIN", "LOGIN") and \
            self.users.get(data.login.decode("utf-8", "replace")) == data.password.decode("utf-8", "replace")
        return AuthResult(success=good, handled=good)

    # Inside.

    def _session(self, starttls, encrypted=False):
        def made():
            return Session(self, hostname=self.name, ident="ESMTP test mail host", data_size_limit=SIZE_LIMIT,
                        enable_SMTPUTF8=True, tls_context=starttls,
                        authenticator=self.authenticated if self.users else None,
                        auth_required=bool(self.users),
                        auth_require_tls=bool(self.users) and self.tls and not encrypted,
                        loop=self.loop, timeout=300)
        return made

    def _listen(self, made, context=None):
        async def listen():
            return await self.loop.create_server(made, HOST, 0, ssl=context)
        return asyncio.run_coroutine_threadsafe(listen(), self.loop).result(5)

    async def _cancel_sessions(self):
        tasks = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _stamped(self, content, session, number):
        octets = re.sub(rb"\r?\n", b"\r\n", content)
        stamp = f"Received: from {getattr(session, 'host_name', None) or 'unknown'} ({session.peer[0]})\r\n" \
                f"\tby {self.name} with ESMTP id {number:06X};\r\n\t{email.utils.formatdate(localtime=True)}\r\n"
        if self.authenticate:
            octets = without_results_of(self.name, octets)
            address = from_address(octets)
            domain = address.rpartition("@")[2]
            good = bool(domain) and not {domain, address} & self.unauthenticated
            stamp = f"Authentication-Results: {self.name};\r\n\tdmarc={'pass' if good else 'fail'} " \
                    f"header.from={domain or 'invalid'}\r\n" + stamp
        return stamp.encode("utf-8") + octets

    def _hand_on(self, sender, recipient, octets, number):
        if self.lmtp_port and recipient.rpartition("@")[2].lower() in self.local:
            with self.lock:
                self._by_lmtp(sender, recipient, octets)
        else:
            self._to_maildir(recipient, octets, number)

    def _by_lmtp(self, sender, recipient, octets):
        for attempt in (1, 2):
            try:
                if self.lmtp is None:
                    self.lmtp = smtplib.LMTP(HOST, self.lmtp_port, timeout=30)
                options = [] if (sender + recipient).isascii() else ["SMTPUTF8"]
                self.lmtp.sendmail(sender, [recipient], octets, options)
                return
            except (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused):  # Dovecot was restarted or grew tired of waiting
                self.lmtp = None
                if attempt == 2:
                    raise

    def _to_maildir(self, recipient, octets, number):
        folder = os.path.join(self.directory, "outside", recipient.lower().replace("/", "_"))
        for name in ("tmp", "new", "cur"):
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        name = f"{time.time():.6f}.{number:06d}.{socket.gethostname()}"
        with open(os.path.join(folder, "tmp", name), "wb") as out:
            out.write(octets)
        os.rename(os.path.join(folder, "tmp", name), os.path.join(folder, "new", name))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("--lmtp", type=int, metavar="PORT", help="where Dovecot takes mail for local domains")
    parser.add_argument("--local", action="append", default=[], metavar="DOMAIN")
    parser.add_argument("--name", default="mx.example.org")
    parser.add_argument("--user", action="append", default=[], metavar="USER:PASSWORD")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--unauthenticated", action="append", default=[], metavar="DOMAIN|ADDRESS")
    arguments = parser.parse_args()
    users = dict(entry.split(":", 1) for entry in arguments.user)
    loopback.serve(MailHost(arguments.directory, arguments.lmtp, arguments.local, arguments.name, users,
                            arguments.tls, unauthenticated=arguments.unauthenticated))


if __name__ == "__main__":
    sys.exit(main())
