"""Wrong input is told in one clear line before anything is sent."""

import os
import socket
import subprocess

import loopback
import play
from play import ORGANIZER, SIGNON, sign, trusted


class Configuration(play.Play):
    people = ("ann@gmail.example",)
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"))

    def expect(self, status, *words, command=("run", "--once")):
        self.append(trusted(sign("ann@gmail.example", "Ann Onym")))
        done = self.stage.run(*command)
        self.assertEqual(done.returncode, status, done.stderr)
        lines = [line for line in done.stderr.splitlines() if line.startswith("undersigned: ")]
        self.assertEqual(len(lines), 1, done.stderr)
        if status == 78:  # found before anything was begun: nothing else is said
            self.assertEqual(done.stderr.strip(), lines[0])
        for word in words:
            self.assertIn(word, lines[0])
        self.assertEqual(self.stage.mailbox("ann@gmail.example"), [])
        self.assertEqual(self.stage.mailbox(ORGANIZER), [])

    def line_of(self, key, last=False):
        with open(self.stage.config, encoding="utf-8") as config:
            return [n for n, line in enumerate(config, 1) if line.startswith(key)][-1 if last else 0]

    def test_an_unknown_key_names_file_line_and_key(self):
        self.configure(("release", "aproval", '"required"'))
        self.expect(78, f"campaign.toml:{self.line_of('aproval')}", "aproval")

    def test_a_wrong_type_names_file_line_and_key(self):
        self.configure(("submission", "connections", '"two"'))
        self.expect(78, f"campaign.toml:{self.line_of('connections')}", "connections")

    def test_a_deadline_after_the_release_is_refused(self):
        self.configure(("release", "at", "2035-12-17T16:00:00"))
        self.expect(78, "campaign.toml:")

    def test_an_unknown_zone_is_refused(self):
        self.configure(("campaign", "timezone", '"America/Oakland"'))
        self.expect(78, f"campaign.toml:{self.line_of('timezone')}", "America/Oakland")

    def test_a_missing_statement_is_refused(self):
        self.configure(("campaign", "statement", '"our-statement.md"'))
        self.expect(78, f"campaign.toml:{self.line_of('statement')}", "our-statement.md")

    def test_a_missing_config_is_refused(self):
        os.remove(self.stage.config)
        self.expect(78, "campaign.toml")

    def test_broken_toml_names_the_line(self):
        with open(self.stage.config, "a", encoding="utf-8") as config:
            config.write("\n[release\n")
        self.expect(78, "campaign.toml:")

    def test_a_wrong_template_names_file_and_line(self):
        folder = self.stage.path("campaign", "templates", "en")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "confirmation.md"), "w", encoding="utf-8") as out:
            out.write("Subject: You are on the list\n\nDear {{nobody_knows_this}},\n")
        self.expect(78, "confirmation.md:3", "nobody_knows_this")

    def test_a_wrong_press_list_names_file_and_line(self):
        with open(self.stage.path("campaign", "press.csv"), "w", encoding="utf-8") as out:
            out.write("address,name,outlet\ndesk@metro-herald.example,Desk,Herald\nnot an address,X,Y\n")
        self.expect(78, "press.csv:3")

    def test_a_press_list_in_utf_16_names_file_and_line(self):
        with open(self.stage.path("campaign", "press.csv"), "w", encoding="utf-16-le") as out:
            out.write("address,name,outlet\ndesk@metro-herald.example,Desk,Herald\n")
        self.expect(78, "press.csv:1", "NUL")

    def test_a_press_contact_that_is_the_campaign_itself_names_file_and_line(self):
        local, domain = SIGNON.split("@")
        with open(self.stage.path("campaign", "press.csv"), "w", encoding="utf-8") as out:
            out.write(f"address,name,outlet\ndesk@metro-herald.example,Desk,Herald\n{local.upper()}+x@{domain},X,Y\n")
        for command in (("run", "--once"), ("check",)):
            self.expect(78, "press.csv:3", "own address", command=command)

    def test_a_time_span_without_its_unit_names_file_line_and_key(self):
        self.configure(("release", "latest", '"1"'))
        self.expect(78, f"campaign.toml:{self.line_of('latest')}", "latest", "unit", command=("check",))

    def test_a_store_that_cannot_stand_where_it_is_named_is_refused(self):
        os.makedirs(self.stage.path("campaign", "folder"))
        for url in ("nowhere/campaign.db", "press.csv/campaign.db", "folder"):
            self.configure(("store", "url", f'"sqlite:{url}"'))
            for command in (("run", "--once"), ("check",)):
                with self.subTest(url=url, command=command):
                    self.expect(78, f"campaign.toml:{self.line_of('url', last=True)}", "[store] url", command=command)

    def test_a_store_that_may_not_be_looked_at_is_an_error_and_not_an_empty_campaign(self):
        folder = self.stage.path("campaign", "private")
        os.makedirs(folder)
        self.configure(("store", "url", '"sqlite:private/campaign.db"'))
        self.once()
        os.chmod(folder, 0o700)
        for path in (self.folder, self.stage.path("campaign")):
            os.chmod(path, 0o755)
        user = {"user": loopback.worker().pw_uid} if os.geteuid() == 0 else {}
        if not user:
            os.chmod(folder, 0)
        # Fonts are looked up in a cache that this user can write, whoever wrote the system's.
        cache = os.path.join(self.folder, "cache")
        os.makedirs(cache)
        os.chmod(cache, 0o777)
        for command, status in (("status", 1), ("check", 78)):
            done = subprocess.run([self.stage.program, "--config", self.stage.config, command], capture_output=True,
                                  text=True, env={**os.environ, "XDG_CACHE_HOME": cache}, **user)
            self.assertEqual((done.returncode, len(done.stderr.splitlines())), (status, 1), done.stderr)
            self.assertIn("ermission denied", done.stderr)
        os.chmod(folder, 0o700)

    def test_a_folder_that_the_service_makes_is_no_error_before_it_runs(self):
        self.configure(("store", "url", '"sqlite:/var/lib/undersigned/no-such-campaign/campaign.db"'))
        done = self.stage.run("check")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("the service makes it", done.stdout)
        for folder in ("/var/lib/undersigned/no-such-campaign/below", "/var/lib/no-such-folder"):
            self.configure(("store", "url", f'"sqlite:{folder}/campaign.db"'))
            self.expect(78, folder, command=("check",))

    def test_a_missing_password_file_is_refused(self):
        self.configure(("mailbox", "password", '{ file = "nowhere" }'))
        self.expect(78, "nowhere")

    def test_a_wrong_password_is_told_before_anything_is_sent(self):
        with open(self.stage.path("campaign", "wrong"), "w", encoding="ascii",
                  opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            out.write("wrong\n")
        for section in ("mailbox", "submission"):
            with self.subTest(section=section):
                self.configure((section, "password", '{ file = "wrong" }'))
                self.expect(69, command=("check", "--online"))
        self.configure(("mailbox", "password", '{ file = "wrong" }'))
        self.expect(69)

    def test_an_unreachable_server_is_told(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
            self.configure(("mailbox", "url", f'"imaps://127.0.0.1:{port}/INBOX"'))
            self.expect(69, str(port))
            self.expect(69, str(port), command=("check", "--online"))

    def test_a_certificate_that_nobody_vouches_for_is_refused(self):
        self.configure(("mailbox", "ca_file", None))
        self.expect(69)

    def test_plain_text_beyond_loopback_is_refused(self):
        self.configure(("mailbox", "url", '"imap://imap.example.org/INBOX"'), ("mailbox", "tls", '"none"'))
        self.expect(78, "tls")

    def test_wrong_usage_is_2(self):
        self.assertEqual(self.stage.run("dance").returncode, 2)

    def test_check_tells_what_the_provider_writes_of_who_wrote_a_mail(self):
        received = f"Received: from x (x [203.0.113.9])\r\n\tby {play.stages.MX} with ESMTP id 1\r\n".encode()
        mail = received + sign("ann@gmail.example", "Ann Onym")

        def says(*words):
            done = self.stage.run("check", "--online")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            line, = [line for line in done.stdout.splitlines() if "[trust] authserv_id: " in line]
            for word in words:
                self.assertIn(word, line)

        says("note", "send one to this mailbox")
        self.append(mail)
        says("note", "writes no Authentication-Results")
        self.append(trusted(mail))
        says("ok", f'"{play.stages.MX}" vouches', "1 of the newest 2 mails")
        for set_now in (None, '"mx.google.com"'):
            self.configure(("trust", "authserv_id", set_now))
            says("note", f'put authserv_id = "{play.stages.MX}"')
        # It looked and left no trace.
        self.assertNotIn("Seen", "".join(flags for _, flags, _ in self.stage.dovecot.messages(SIGNON)))

    def test_check_is_silent_on_standard_error_where_all_is_well(self):
        for command in (("check",), ("check", "--online")):
            with self.subTest(command=command):
                done = self.stage.run(*command)
                self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertEqual(self.stage.mailbox(SIGNON), [])
