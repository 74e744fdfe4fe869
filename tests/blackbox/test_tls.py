"""No octet of a login goes to a server that does not prove, within TLS, to be the one that was meant."""

import base64
import os
import ssl

import certificates
import impostor
import play
import stage as stages
from play import SIGNON, sign, trusted

REASONS = {"no STARTTLS": "STARTTLS", "STARTTLS refused": "", "self-signed": "certificate", "expired": "certificate",
           "another host": "certificate", "another host after STARTTLS": "certificate",
           "self-signed after STARTTLS": "certificate", "TLS 1.1": ""}


# Nothing but the program itself refuses an old version of TLS.
LAX = """openssl_conf = openssl
[openssl]
ssl_conf = versions
[versions]
system_default = any
[any]
MinProtocol = TLSv1
CipherString = ALL:@SECLEVEL=0
"""


class Tls(play.Play):
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
               ("mailbox", "move", "false"))

    def setUp(self):
        super().setUp()
        os.environ["OPENSSL_CONF"] = os.path.join(self.folder, "openssl.cnf")
        self.addCleanup(os.environ.pop, "OPENSSL_CONF")
        with open(os.environ["OPENSSL_CONF"], "w", encoding="ascii") as out:
            out.write(LAX)

    def impostors(self, protocol):
        """name → how it is wrong; the campaign's ca_file is the stage's authority."""
        trusted_folder = os.path.dirname(self.stage.dovecot.ca_file)
        make = certificates.make_certificate
        self_signed = make(self.stage.path("own"), "own")
        expired = make(trusted_folder, "expired", days=-1)
        other = make(trusted_folder, "other", hosts=("imap.example.org",), addresses=("127.0.0.9",))
        good = self.stage.dovecot.certificate
        Impostor = impostor.Impostor
        return {"no STARTTLS": Impostor(protocol, starttls="missing"),
                "STARTTLS refused": Impostor(protocol, starttls="refused"),
                "self-signed": Impostor(protocol, self_signed),
                "expired": Impostor(protocol, expired),
                "another host": Impostor(protocol, other),
                "another host after STARTTLS": Impostor(protocol, other, "offered"),
                "self-signed after STARTTLS": Impostor(protocol, self_signed, "offered"),
                "TLS 1.1": Impostor(protocol, good, newest=ssl.TLSVersion.TLSv1_1)}

    def expect_no_login(self, server, name):
        seen = server.seen()
        self.assertGreaterEqual(server.connections, 1, name)
        secrets = [stages.PASSWORD.encode(), SIGNON.encode(), base64.b64encode(stages.PASSWORD.encode()),
                   base64.b64encode(f"\0{SIGNON}\0{stages.PASSWORD}".encode()), b"AUTH", b"LOGIN", b"MAIL FROM"]
        self.assertEqual([s for s in secrets if s.lower() in seen.lower()], [], f"{name}: {seen!r}")

    def fails(self, name, *command):
        done = self.stage.run(*command)
        self.assertEqual(done.returncode, 69, f"{name}: {done.stderr}")
        self.assertIn(REASONS[name], done.stderr)
        self.assertNotIn(stages.PASSWORD, done.stderr)

    def test_a_mailbox_server_that_proves_nothing_gets_no_password(self):
        for name, server in self.impostors("imap").items():
            with self.subTest(server=name), server:
                self.configure(("mailbox", "url", f'"{server.url()}"'))
                self.fails(name, "check", "--online")
                self.fails(name, "run", "--once")
                self.expect_no_login(server, name)

    def test_a_submission_server_that_proves_nothing_gets_no_password_and_no_letter(self):
        servers = self.impostors("smtp")
        for number, (name, server) in enumerate(servers.items()):
            with self.subTest(server=name), server:
                # A letter that is due now, whatever waits for a later try.
                self.append(trusted(sign(f"p{number}@gmail.example", f"Ann Onym {number}")))
                self.configure(("submission", "url", f'"{server.url()}"'))
                self.fails(name, "check", "--online")
                self.fails(name, "run", "--once")
                self.expect_no_login(server, name)
        self.assertEqual(self.status()["letters"], {"queued": len(servers), "sent": 0, "uncertain": 0, "failed": 0})

    def test_the_impostor_would_have_taken_the_password(self):
        """That the tests above can fail: with a good certificate the login is there to be seen."""
        good = self.stage.dovecot.certificate
        for protocol, section in (("imap", "mailbox"), ("smtp", "submission")):
            for starttls in (None, "offered"):
                with self.subTest(protocol=protocol, starttls=starttls), \
                        impostor.Impostor(protocol, good, starttls) as server:
                    self.configure((section, "url", f'"{server.url()}"'))
                    self.stage.run("check", "--online")
                    self.assertRegex(server.seen(), rb"AUTH|LOGIN")
