"""Commands that need no server: read, check, preview, status, signatures, backup, wrong usage."""

import csv
import email
import email.policy
import io
import json
import os
import shutil
import stat
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["UNDERSIGNED"]
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
REPLIES = os.path.join(SOURCE, "tests", "replies")
FIELDS = ["file", "kind", "reply", "signers", "certainty", "authenticated", "language", "why"]
SIGNER = ["as", "name", "organization", "title", "place", "listed"]
MAILS = ["received", "sign", "amend", "withdraw", "decline", "confirm", "unsubscribe", "question", "bounce",
         "auto-reply", "bulk", "empty", "duplicate", "late", "quarantined"]


class Alone(unittest.TestCase):
    """Each test has the example campaign in a folder of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="undersigned-test.")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.campaign = os.path.join(self.folder, "campaign")
        shutil.copytree(os.path.join(SOURCE, "config"), self.campaign)
        self.config = os.path.join(self.campaign, "campaign.toml")

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def run_program(self, *arguments, stdin=None, environment=None):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("UNDERSIGNED")}
        return subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, cwd=self.folder,
                              env={**clean, **(environment or {})}, timeout=120)

    def command(self, *arguments, status=0, at="2015-12-16T07:00:00-08:00"):
        done = self.run_program("--config", self.config, "--start-at", at, *arguments)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        if status == 0:
            self.assertEqual(done.stderr, b"")
        return done.stdout.decode() if status == 0 else done.stderr.decode()

    def add(self, name, *more, address=None):
        address = address or name.split()[0].lower() + "@example.net"
        self.command("signatures", "add", "--name", name, "--address", address, *more)

    def exported(self, *more):
        return json.loads(self.command("signatures", "export", "--format", "json", *more))

    def change(self, old, new):
        with open(self.config, encoding="utf-8") as file:
            text = file.read()
        self.assertIn(old, text)
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(text.replace(old, new, 1))


class Read(Alone):
    def answers(self, *files, config=None, status=0, stdin=None):
        front = ["--config", config] if config else []
        done = self.run_program(*front, "read", *files, stdin=stdin)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        return [json.loads(line) for line in done.stdout.decode().splitlines()]

    def test_every_mail_has_one_answer_with_the_fields_of_the_contract_in_their_order(self):
        files = sorted(os.path.join(REPLIES, f) for f in os.listdir(REPLIES) if f.endswith(".eml"))
        answers = self.answers(*files)
        self.assertEqual([a["file"] for a in answers], files)
        for answer in answers:
            self.assertEqual(list(answer), FIELDS)
            self.assertEqual(answer["authenticated"], "unknown")
            self.assertIn(answer["certainty"], ("clear", "review"))
            self.assertRegex(answer["language"], "^[a-z]{2}$")
            self.assertEqual(answer["signers"] != [] or answer["kind"] in ("sign", "amend"),
                             answer["kind"] in ("sign", "amend"))
            for signer in answer["signers"]:
                self.assertEqual(list(signer), SIGNER)

    def test_a_mail_that_cannot_be_read_still_has_an_answer_for_a_person(self):
        for octets in (b"", b"\x00\xff" * 50, b"no header at all", b"A: b\n" + b"x" * (11 << 20),
                       b"\n".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d" % (n, n)
                                  for n in range(500))):
            with self.subTest(octets=octets[:20]):
                answer, = self.answers("-", stdin=octets)
                self.assertEqual(list(answer), FIELDS)
                self.assertNotEqual((answer["kind"], answer["certainty"]), ("sign", "clear"))
                self.assertEqual(answer["file"], "-")

    def test_a_file_that_is_not_there_is_named_and_the_others_are_answered(self):
        mail = os.path.join(REPLIES, "006-add-me.eml")
        done = self.run_program("read", "nowhere.eml", mail)
        self.assertEqual(done.returncode, 65)
        self.assertIn(b"nowhere.eml: there is no such file", done.stderr)
        self.assertEqual(json.loads(done.stdout)["file"], mail)

    def test_with_a_config_its_trust_applies_and_no_password_or_store_is_touched(self):
        mail = (b"Authentication-Results: mx.example.org; dmarc=pass header.from=example.net\r\n"
                b"From: Maria Lopez <maria@example.net>\r\nTo: signon@example.org\r\n"
                b"Subject: sign\r\n\r\nI sign.\r\n\r\nMaria Lopez\r\nOakland\r\n")
        answer, = self.answers("-", config=self.config, stdin=mail)
        self.assertEqual(answer["authenticated"], "pass")
        self.assertFalse(os.path.exists(os.path.join(self.campaign, "campaign.db")))
        self.assertEqual(self.answers("-", stdin=mail)[0]["authenticated"], "unknown")

    def test_the_campaigns_own_call_sent_back_is_no_signature(self):
        self.command("preview", "call", "--out", "out")
        with open(self.path("out", "call.eml"), "rb") as file:
            call = email.message_from_binary_file(file, policy=email.policy.default)
        text = call.get_body(("plain",)).get_content()
        mail = f"From: Maria Lopez <maria@example.net>\nSubject: Re: call\n\n{text}".encode()
        answer, = self.answers("-", config=self.config, stdin=mail)
        self.assertNotEqual((answer["kind"], answer["certainty"]), ("sign", "clear"))


class Check(Alone):
    def test_the_example_is_well_and_says_what_it_means(self):
        out = self.command("check")
        for words in ("2015-12-18T01:00:00Z", "Thu 2015-12-17 17:00 PST", "3 contacts", "en, es"):
            self.assertIn(words, out)
        self.assertFalse(os.path.exists(os.path.join(self.campaign, "campaign.db")))

    def test_what_is_wrong_is_one_line_with_file_and_line_and_78(self):
        cases = [('deadline ', 'deadlin ', "did you mean"),
                 ('"press.csv"', '"nowhere.csv"', "nowhere.csv"),
                 ('"statement.md"', '"nowhere.md"', "nowhere.md"),
                 ("2015-12-18T06:00:00", "2015-12-17T06:00:00", "[release] at"),
                 ("America/Los_Angeles", "America/Oakland", "America/Oakland")]
        with open(self.config, encoding="utf-8") as file:
            good = file.read()
        for old, new, words in cases:
            with self.subTest(new=new):
                with open(self.config, "w", encoding="utf-8") as file:
                    file.write(good)
                self.change(old, new)
                error = self.command("check", status=78)
                self.assertRegex(error, r"campaign\.toml:\d+: ")
                self.assertIn(words, error)
                self.assertEqual(error.count("\n"), 1)

    def test_what_may_have_been_forgotten_is_noted_and_no_error(self):
        notes = [line for line in self.command("check").splitlines() if line.startswith("note")]
        notes = [line for line in notes if "password" not in line]
        self.assertEqual(len(notes), 1)
        for words in ("of the example still", "[mailbox] url", "[trust] authserv_id", "press.csv"):
            self.assertIn(words, notes[0])
        self.assertNotIn("All is well", self.command("check"))
        self.change('languages = ["en", "es"]', 'languages = ["en", "fr", "xx", "yy"]')
        os.makedirs(os.path.join(self.campaign, "templates", "yy"))
        with open(os.path.join(self.campaign, "templates", "yy", "late.md"), "w", encoding="utf-8") as file:
            file.write("Subject: Late\n\nToo late, alas.\n")
        self.change("headline ", "# headline ")
        self.change("contact ", "# contact ")
        out = self.command("check", at="2016-01-01T00:00:00Z")
        for words in ("deadline has passed", "[release] at has passed", "no letter at all in \"xx\"",
                      "withdrawn, question-received, thank-you in \"yy\"", "set [release] headline",
                      "set [release] contact", "letters in your own words: en/call.md, yy/late.md"):
            self.assertIn(words, out)
        self.assertNotIn("\"fr\"", out)  # has all that supporters get; the others go out in English
        self.assertNotIn("digest", out)
        self.assertNotIn("set [release] dateline", out)

    def test_a_letter_of_ones_own_goes_before_the_programs(self):
        os.makedirs(os.path.join(self.campaign, "templates", "en"), exist_ok=True)
        with open(os.path.join(self.campaign, "templates", "en", "late.md"), "w", encoding="utf-8") as file:
            file.write("Subject: Our own words\n\nToo late, alas.\n")
        self.command("preview", "late", "--out", "out")
        with open(self.path("out", "late.txt"), encoding="utf-8") as file:
            self.assertIn("Too late, alas.", file.read())
        with open(os.path.join(self.campaign, "templates", "en", "late.md"), "a", encoding="utf-8") as file:
            file.write("{{nobody}}\n")
        self.assertIn("late.md:4", self.command("check", status=78))

    def test_another_campaign_does_not_send_the_examples_call(self):
        shutil.rmtree(os.path.join(self.campaign, "templates"))
        self.change('name      = "International Migrants Day 2015"', 'name      = "Clean Water for All"')
        self.command("preview", "call", "--out", "out")
        with open(self.path("out", "call.txt"), encoding="utf-8") as file:
            text = file.read()
        self.assertNotIn("International Migrants Day 2015", text)
        self.assertIn("Ratify the International Convention", text, "the statement is still that of the folder")

    def test_the_config_is_found_by_option_variable_and_else_asked_for(self):
        done = self.run_program("check", environment={"UNDERSIGNED_CONFIG": self.config})
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.run_program("--config", "nowhere.toml", "check", environment={"UNDERSIGNED_CONFIG": self.config})
        self.assertEqual(done.returncode, 78)
        self.assertIn(b"nowhere.toml: there is no such file; name the campaign's configuration with --config",
                      done.stderr)


class Preview(Alone):
    LETTERS = ("call", "reminder", "confirmation", "already-signed", "amended", "challenge", "not-understood",
               "withdrawn", "late", "question-received", "digest", "alarm", "deadline-summary", "release", "thank-you")

    def test_every_letter_is_a_whole_mail_with_its_parts_beside_it(self):
        for letter in self.LETTERS:
            with self.subTest(letter=letter):
                files = self.command("preview", letter, "--out", "out").splitlines()
                self.assertIn(os.path.join("out", letter + ".eml"), files)
                with open(self.path("out", letter + ".eml"), "rb") as file:
                    mail = email.message_from_binary_file(file, policy=email.policy.default)
                self.assertTrue(mail["Subject"])
                self.assertEqual([p.defects for p in mail.walk() if p.defects], [])
                with open(self.path("out", letter + ".html"), encoding="utf-8") as file:
                    page = file.read()
                self.assertIn("</html>", page)
                self.assertNotIn("cid:", page)
        self.assertFalse(os.path.exists(os.path.join(self.campaign, "campaign.db")))

    def test_a_language_is_the_one_that_was_asked_for(self):
        texts = {}
        for language in ("en", "es"):
            self.command("preview", "confirmation", "--language", language, "--out", language)
            with open(self.path(language, "confirmation.txt"), encoding="utf-8") as file:
                texts[language] = file.read()
        self.assertNotEqual(texts["en"], texts["es"])
        self.assertIn("firma", texts["es"])
        self.assertIn("languages", self.command("preview", "confirmation", "--language", "xx", status=2))

    def test_the_campaigns_own_signers_stand_in_it_once_there_are_any(self):
        self.assertIn("invented", self.command("preview", "release", "--out", "out"))
        self.add("Zoe Quartz")
        self.assertNotIn("invented", self.command("preview", "release", "--out", "out"))
        with open(self.path("out", "release.txt"), encoding="utf-8") as file:
            self.assertIn("Zoe Quartz", file.read())

    def test_a_letter_that_there_is_not_is_2_with_the_one_that_was_meant(self):
        self.assertIn('did you mean "digest"? There are: call', self.command("preview", "digset", status=2))
        self.assertIn('there is no letter "x". There are: call', self.command("preview", "x", status=2))


class Signatures(Alone):
    def test_an_organizer_adds_corrects_and_withdraws_and_each_signer_is_told(self):
        out = self.command("signatures", "add", "--name", "Maria Lopez", "--title", "Nurse", "--place", "Oakland",
                           "--address", "maria@example.net")
        self.assertIn("confirmation", out)
        self.command("signatures", "amend", "1", "--title", "Head Nurse", "--place", "")
        row, = self.exported()
        self.assertEqual((row["name"], row["title"], row["place"], row["state"]),
                         ("Maria Lopez", "Head Nurse", None, "counted"))
        self.assertEqual(row["arrived"][:19], "2015-12-16T15:00:00")
        self.command("signatures", "withdraw", "1")
        self.assertEqual(self.exported(), [])
        self.assertEqual(self.exported("--all")[0]["state"], "withdrawn")
        status = json.loads(self.command("status", "--json"))
        self.assertEqual(status["letters"]["queued"], 3)
        self.assertIsNone(status["daemon"])
        self.assertIn("does not run here", self.command("status"))
        self.assertEqual(status["signatures"]["withdrawn"], 1)

    def test_no_letter_where_none_is_wanted(self):
        self.add("Maria Lopez", "--no-letter")
        self.assertEqual(json.loads(self.command("status", "--json"))["letters"]["queued"], 0)

    def test_a_signer_is_not_added_twice(self):
        self.add("Maria Lopez")
        error = self.command("signatures", "add", "--name", "maria lopez", "--address", "maria@example.net", status=65)
        self.assertIn("already", error)
        self.assertEqual(len(self.exported()), 1)

    def test_what_is_missing_or_wrong_is_said(self):
        for arguments, status, words in (
                (("add", "--name", "A B", "--address", "nowhere"), 2, "--address"),
                (("add", "--address", "a@example.net"), 2, "--name"),
                (("add", "--as", "organization", "--name", "A B", "--address", "a@example.net"), 2, "--organization"),
                (("add", "--as", "robot", "--name", "A B", "--address", "a@example.net"), 2, "robot"),
                (("show", "99"), 65, "99"), (("amend", "99", "--place", "x"), 65, "99"),
                (("withdraw", "99"), 65, "99"), (("show", "x"), 2, "ID")):
            with self.subTest(arguments=arguments):
                self.assertIn(words, self.command("signatures", *arguments, status=status))

    def test_what_a_signer_wrote_cannot_reach_the_terminal(self):
        self.add("Eve\x1b[31m\nForged\tLine", address="eve@example.net")
        out = self.command("signatures", "list")
        self.assertEqual(out.count("\n"), 1)
        self.assertNotIn("\x1b", out)

    def test_exports_agree_and_public_ones_hide_what_is_private(self):
        self.add("Maria Lopez")
        self.add("Petra Hidden", "--private")
        self.command("signatures", "add", "--organization", "Casa Azul", "--address", "office@casa.example")
        rows = self.exported()
        self.assertEqual(list(rows[0]), ["id", "as", "name", "organization", "title", "place", "listed", "address",
                                         "state", "arrived", "language"])
        table = list(csv.reader(io.StringIO(self.command("signatures", "export").lstrip("\ufeff"))))
        self.assertEqual(table[0], list(rows[0]))
        self.assertEqual({line[0] for line in table[1:]}, {str(row["id"]) for row in rows})
        for form in ("csv", "json", "text"):
            shown = self.command("signatures", "export", "--public", "--format", form)
            self.assertIn("Maria Lopez", shown)
            self.assertIn("Casa Azul", shown)
            self.assertNotIn("Hidden", shown)
            self.assertNotIn("@", shown)
        for form, magic in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
            self.command("signatures", "export", "--format", form, "--out", "list." + form)
            with open(self.path("list." + form), "rb") as file:
                self.assertEqual(file.read(len(magic)), magic)

    def test_an_export_can_be_imported_elsewhere_and_again_changes_nothing(self):
        self.add("Maria Lopez", "--title", "=Nurse", "--place", "Oakland, \"CA\"")
        self.command("signatures", "add", "--organization", "Casa Azul", "--private", "--address", "o@casa.example")
        first = self.exported()
        self.command("signatures", "export", "--out", "list.csv")
        os.remove(os.path.join(self.campaign, "campaign.db"))
        out = self.command("signatures", "import", "list.csv", "--no-letter")
        self.assertIn("2 added", out)
        self.assertIn("2 on the list already", self.command("signatures", "import", "list.csv"))
        plain = [{k: v for k, v in row.items() if k not in ("id", "arrived")} for row in first]
        self.assertEqual([{k: v for k, v in row.items() if k not in ("id", "arrived")} for row in self.exported()],
                         plain)

    def test_a_wrong_line_of_an_import_is_named_and_nothing_is_imported(self):
        for content, words in (("name,address\nA B,a@example.net\nC D,nowhere\n", "list.csv:3"),
                               ("name,address\n,a@example.net\n", "list.csv:2"),
                               ("name,adress\nA B,a@example.net\n", "list.csv:1"),
                               ("name\nA B\n", "address"), ("", "empty"),
                               ("name,address,listed\nA B,a@example.net,perhaps\n", "list.csv:2")):
            with self.subTest(content=content):
                with open(self.path("list.csv"), "w", encoding="utf-8") as file:
                    file.write(content)
                self.assertIn(words, self.command("signatures", "import", "list.csv", status=65))
                self.assertEqual(self.exported("--all"), [])


class Records(Alone):
    def test_looking_makes_no_file(self):
        for command in (("status",), ("signatures", "list"), ("signatures", "export"), ("review",), ("release",)):
            self.command(*command)
        self.assertEqual([f for f in os.listdir(self.campaign) if "campaign.db" in f], [])

    def test_status_has_every_key_of_the_contract(self):
        status = json.loads(self.command("status", "--json"))
        self.assertEqual(status["campaign"], "International Migrants Day 2015")
        self.assertEqual(status["phase"], "open")
        self.assertEqual((status["deadline"], status["release_at"]), ("2015-12-18T01:00:00Z", "2015-12-18T14:00:00Z"))
        self.assertEqual(list(status["mails"]), MAILS)
        self.assertEqual(list(status["signatures"]),
                         ["individuals", "organizations", "pending", "review", "withdrawn", "late"])
        self.assertEqual(list(status["letters"]), ["queued", "sent", "uncertain", "failed"])
        self.assertEqual(status["backlog_seconds"], 0)
        self.assertEqual(json.loads(self.command("status", "--json", at="2015-12-18T01:00:00Z"))["phase"], "closed")
        self.assertEqual(json.loads(self.command("status", "--json", at="2015-12-18T00:59:59.9Z"))["phase"], "open")

    def test_a_release_is_held_and_approved(self):
        self.assertIn("hold", self.command("release"))
        self.command("release", "hold")
        self.assertIn("held back", self.command("release", "status"))
        self.assertIn("held back", self.command("status"))
        self.command("release", "approve")
        self.assertIn("approved", self.command("release"))
        self.assertIn("nothing to send again", self.command("release", "resend"))

    def test_a_backup_is_private_whole_and_never_overwrites(self):
        self.add("Maria Lopez")
        self.command("backup", "copy.db")
        for name in ("copy.db", "copy.db.key"):
            self.assertEqual(stat.S_IMODE(os.stat(self.path(name)).st_mode), 0o600)
        self.change("sqlite:campaign.db", "sqlite:" + self.path("copy.db"))
        self.assertEqual([row["name"] for row in self.exported()], ["Maria Lopez"])
        self.assertIn("copy.db", self.command("backup", "copy.db", status=2))

    def test_what_persons_did_is_counted_again(self):
        self.add("Maria Lopez")
        self.add("Ana Souza")
        self.command("signatures", "amend", "1", "--place", "Oakland")
        self.command("signatures", "withdraw", "2")
        self.assertIn("agree", self.command("recount"))

    def test_an_erased_person_is_gone(self):
        self.add("Maria Lopez")
        self.add("Ana Souza")
        self.assertIn("1 signature", self.command("erase", "MARIA@example.net"))
        self.assertEqual([row["name"] for row in self.exported("--all")], ["Ana Souza"])
        for name in os.listdir(self.campaign):
            if name.startswith("campaign.db"):
                with open(os.path.join(self.campaign, name), "rb") as file:
                    self.assertNotIn(b"Maria", file.read(), name)
        self.assertIn("agree", self.command("recount"))
        self.assertIn("Maria", self.command("erase", "Maria", status=2))


class Usage(Alone):
    def test_wrong_usage_is_2_and_points_to_help(self):
        for arguments in ((), ("dance",), ("read",), ("signatures",), ("signatures", "dance"), ("call",),
                          ("--speed", "0", "status"), ("--speed", "x", "status"), ("--speed", "600", "status"), ("--start-at", "noon", "status"),
                          ("signatures", "export", "--format", "doc"), ("status", "--yaml"), ("review", "accept")):
            with self.subTest(arguments=arguments):
                done = self.run_program("--config", self.config, *arguments)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertTrue(done.stderr.startswith(b"undersigned: "), done.stderr)
                self.assertEqual(done.stdout, b"")

    def test_an_error_says_what_to_write_instead(self):
        for arguments, words in ((("signatures", "lst"), 'did you mean "list"?'),
                                 (("release", "foo"), "there are: status, hold, approve, resend"),
                                 (("review", "acept", "3"), 'did you mean "accept"?'),
                                 (("signatures", "amend", "1"), '--name "Maria Lopez"'),
                                 (("signatures", "amend", "m@x.example", "--title", "x"), "signatures export --all"),
                                 (("signatures", "add", "--name", "X", "--address", "x@x.example", "--language", "xx"),
                                  "the campaign writes no letters in")):
            with self.subTest(arguments=arguments):
                self.assertIn(words, self.command(*arguments, status=2))

    def test_help_and_version_are_0(self):
        for arguments in (("--help",), ("--version",), ("signatures", "--help"), ("run", "--help")):
            self.assertEqual(self.run_program(*arguments).returncode, 0)


if __name__ == "__main__":
    unittest.main()
