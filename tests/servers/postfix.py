#!/usr/bin/python3
"""A private Postfix: configuration, queue and ports of its own; needs root and the postfix package.

    with Postfix(directory, lmtp_port=d.lmtp_port, local=["example.org"]) as p:
        p.smtp_port                         # plain, STARTTLS offered
        p.smtps_port                        # TLS from the start
        p.outside("press@example.com")      # [octets] that left for there
    postfix.py DIR --lmtp 12345 --local example.org

Mail for local domains goes to Dovecot by LMTP; all other mail to a MailHost of its own, which
keeps it. `authenticate` adds `Authentication-Results: NAME; dmarc=pass header.from=DOMAIN` above
Received as a receiving host does, by the envelope sender (dmarc=fail for `unauthenticated`
domains). What came with NAME stays where it came.
`settings` are further lines of main.cf: {"message_size_limit": "10000"}.
"""

import argparse
import grp
import os
import pwd
import re
import subprocess
import sys

import certificates
import loopback
from loopback import HOST
from mailhost import MailHost

DAEMONS = "/usr/lib/postfix/sbin"

MAIN = """\
compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {log}
maillog_file_prefixes = {directory}
myhostname = {name}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = {host}
inet_protocols = ipv4
disable_dns_lookups = yes
smtp_host_lookup = native
smtpd_peername_lookup = no
recipient_delimiter = +
smtputf8_enable = yes
message_size_limit = 20480000
mailbox_size_limit = 0
in_flow_delay = 0
smtpd_error_sleep_time = 0
smtpd_client_connection_count_limit = 0
smtpd_client_message_rate_limit = 0
default_process_limit = 20
minimal_backoff_time = 5s
queue_run_delay = 5s
virtual_mailbox_domains = {local}
virtual_transport = lmtp:inet:{host}:{lmtp}
relayhost = [{host}]:{outside}
lmtp_connection_cache_on_demand = no
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_sender_restrictions = {checks}
"""

MASTER = """\
{smtp} inet n - n - - smtpd
{smtps} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private",
          "saved", "trace")


class Postfix:
    def __init__(self, directory, lmtp_port, local=("example.org",), name="mx.example.org",
                 authenticate=True, unauthenticated=(), settings=None, certificate=None):
        self.directory = os.path.abspath(directory)
        self.lmtp_port = lmtp_port
        self.local = list(local)
        self.name = name
        self.authenticate = authenticate
        self.unauthenticated = list(unauthenticated)
        self.settings = dict(settings or {})
        self.certificate = certificate
        self.outside_host = MailHost(os.path.join(self.directory, "elsewhere"), name="mx.example.com",
                                     authenticate=False)
        self.child = None

    @staticmethod
    def check():
        """Raises CannotRun with the reason where a private Postfix cannot run."""
        if os.geteuid() != 0:
            raise loopback.CannotRun("a private Postfix needs root (it runs its parts as user postfix)")
        if not os.path.exists(os.path.join(DAEMONS, "master")):
            raise loopback.CannotRun("Postfix is missing: apt-get install postfix")
        try:
            pwd.getpwnam("postfix")
            grp.getgrnam("postdrop")
        except KeyError as missing:
            raise loopback.CannotRun(f"{missing}: reinstall the postfix package") from None

    def __enter__(self):
        self.check()
        if self.certificate is None:
            self.certificate = certificates.make_certificate(os.path.join(self.directory, "tls"))
        self.outside_host.start()
        self._make_folders()
        for attempt in range(5):
            self.smtp_port, self.smtps_port = loopback.free_ports(2)
            self._write_config()
            self.child = loopback.start([os.path.join(DAEMONS, "master"), "-c", self._path("config"), "-d"],
                                        self._path("master.out"), as_worker=False)
            try:
                loopback.wait_until_open(self.smtp_port, self.alive)
                return self
            except loopback.CannotRun as reason:
                loopback.stop(self.child)
                if attempt == 4:
                    self.outside_host.stop()
                    raise loopback.CannotRun(f"{reason}\n{self.log_text()[-2000:]}") from None

    def __exit__(self, *_):
        loopback.stop(self.child)
        self.child = None
        self.outside_host.stop()

    def alive(self):
        return self.child is not None and self.child.poll() is None

    def facts(self):
        return {"smtp": self.smtp_port, "smtps": self.smtps_port, "ca_file": self.ca_file, "host": HOST,
                "directory": self.directory, "name": self.name, "local": self.local}

    @property
    def ca_file(self):
        return self.certificate[2]

    def url(self, tls=False):
        return f"smtps://{HOST}:{self.smtps_port}" if tls else f"smtp://{HOST}:{self.smtp_port}"

    def outside(self, recipient):
        return self.outside_host.outside(recipient)

    def outside_recipients(self):
        return self.outside_host.outside_recipients()

    def queue(self):
        """What is still on its way, as postqueue shows it."""
        return subprocess.run(["postqueue", "-c", self._path("config"), "-j"], capture_output=True,
                              text=True).stdout

    def log_text(self):
        text = ""
        for name in ("master.out", "postfix.log"):
            if os.path.exists(self._path(name)):
                with open(self._path(name), encoding="utf-8", errors="replace") as log:
                    text += log.read()
        return text

    def _path(self, *names):
        return os.path.join(self.directory, *names)

    def _make_folders(self):
        postfix, postdrop = pwd.getpwnam("postfix"), grp.getgrnam("postdrop").gr_gid
        os.makedirs(self._path("config"), exist_ok=True)
        loopback.give_to_worker(self._path("reachable"))  # opens the way to here
        os.chmod(self.directory, 0o755)

        def make(name, mode, uid=postfix.pw_uid, gid=postfix.pw_gid):
            os.makedirs(self._path(name), exist_ok=True)
            os.chown(self._path(name), uid, gid)
            os.chmod(self._path(name), mode)

        make("queue", 0o755, 0, 0)
        make("queue/pid", 0o755, 0, 0)
        make("data", 0o700)
        for name in QUEUES:
            make("queue/" + name, 0o700)
        make("queue/maildrop", 0o730, gid=postdrop)
        make("queue/public", 0o710, gid=postdrop)

    def _write_config(self):
        checks = ""
        if self.authenticate:
            table = self._path("config", "sender_access")
            checks = "check_sender_access regexp:" + table
            said = f"PREPEND Authentication-Results: {self.name}; dmarc="
            with open(table, "w", encoding="ascii") as out:
                for domain in self.unauthenticated:
                    out.write(f"/@({re.escape(domain)})$/ {said}fail header.from=$1\n")
                out.write(f"/@([A-Za-z0-9.-]+)$/ {said}pass header.from=$1\n")
        with open(self._path("config", "main.cf"), "w", encoding="utf-8") as out:
            out.write(MAIN.format(
                queue=self._path("queue"), data=self._path("data"), daemons=DAEMONS, name=self.name,
                log=self._path("postfix.log"), directory=self.directory, host=HOST,
                local=", ".join(self.local), lmtp=self.lmtp_port, outside=self.outside_host.smtp_port,
                certificate=self.certificate[0], key=self.certificate[1], checks=checks))
            for name, value in self.settings.items():
                out.write(f"{name} = {value}\n")
        with open(self._path("config", "master.cf"), "w", encoding="ascii") as out:
            out.write(MASTER.format(smtp=self.smtp_port, smtps=self.smtps_port))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("--lmtp", type=int, required=True, metavar="PORT")
    parser.add_argument("--local", action="append", default=[], metavar="DOMAIN")
    parser.add_argument("--name", default="mx.example.org")
    parser.add_argument("--unauthenticated", action="append", default=[], metavar="DOMAIN")
    arguments = parser.parse_args()
    loopback.serve(Postfix(arguments.directory, arguments.lmtp, arguments.local or ["example.org"],
                           arguments.name, unauthenticated=arguments.unauthenticated))


if __name__ == "__main__":
    sys.exit(main())
