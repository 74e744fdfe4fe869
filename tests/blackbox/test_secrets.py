"""A password is told to the server that it is for and to nobody else, and what is kept is private."""

import base64
import os
import resource
import sqlite3
import stat

import play
import stage as stages
from play import SIGNON, sign, trusted

CANARY = "canary-4f1d8Zq"
ANN = "ann@gmail.example"


def disguises(secret):
    """The secret as it may be met: plain, and in the forms in which SMTP and IMAP carry it."""
    plain = secret.encode()
    whole = [plain, base64.b64encode(plain), base64.b64encode(f"\0{SIGNON}\0{secret}".encode()), plain.hex().encode()]
    # Anywhere within Base64: three phases, without the characters that neighbours change.
    return whole + [base64.b64encode(b"x" * phase + plain)[4:-4] for phase in range(3)]


class Secrets(play.Play):
    people = (ANN,)
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
               ("mailbox", "move", "false"))

    def setUp(self):
        before = stages.PASSWORD
        self.addCleanup(setattr, stages, "PASSWORD", before)
        stages.PASSWORD = CANARY
        super().setUp()

    def expect_clean(self, where, octets):
        for form in disguises(CANARY):
            self.assertNotIn(form, octets, where)

    def proc(self, name):
        with open(f"/proc/{self.stage.daemon.pid}/{name}", "rb") as file:
            return file.read()

    def test_the_password_is_in_no_file_no_log_and_no_view_of_the_process(self):
        os.environ["UNDERSIGNED_LOG"] = "trace"
        self.addCleanup(os.environ.pop, "UNDERSIGNED_LOG")
        soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_CORE, (soft, hard))
        self.stage.start()
        self.append(trusted(sign(ANN, "Ann Onym")))
        self.until("a letter", lambda: self.stage.mailbox(ANN))
        for name in ("cmdline", "environ"):
            self.expect_clean(name, self.proc(name))
        limits = self.proc("limits").decode()
        self.assertEqual(next(line.split()[4:6] for line in limits.splitlines() if "core file" in line), ["0", "0"])
        self.stage.answer("backup", self.stage.path("copy.db"))
        self.expect_clean("letter", self.stage.mailbox(ANN)[0])
        self.assertEqual(self.stage.stop(), 0)
        for words in (("status",), ("check", "--online"), ("signatures", "show", "1")):
            done = self.stage.run(*words)
            self.expect_clean(words, (done.stdout + done.stderr).encode())
        for folder in (self.stage.directory, self.stage.path("campaign")):
            for entry in os.scandir(folder):
                if entry.is_file() and entry.name not in ("password",):
                    with open(entry.path, "rb") as file:
                        self.expect_clean(entry.path, file.read())
        self.assertTrue(self.stage.log_text())

    def test_a_wrong_password_is_not_told(self):
        with open(self.stage.path("campaign", "password"), "w", encoding="ascii") as file:
            file.write(CANARY + "wrong\n")
        for command in (("run", "--once"), ("check", "--online")):
            done = self.stage.run(*command)
            self.assertEqual(done.returncode, 69)
            self.expect_clean(command, (done.stdout + done.stderr).encode())

    def test_a_password_of_two_lines_reaches_no_server(self):
        for name in ("mailbox", "submission"):
            with open(self.stage.path("campaign", name), "wb") as file:
                file.write(CANARY.encode() + b"\r\nx LOGOUT\r\n")
            with self.subTest(server=name):
                self.configure((name, "password", f'{{ file = "{name}" }}'))
                done = self.stage.run("run", "--once")
                self.assertEqual(done.returncode, 78, done.stderr)
                self.expect_clean(name, done.stderr.encode())


class Private(play.Play):
    people = (ANN,)
    changes = Secrets.changes

    def modes(self, folder):
        return {os.path.relpath(os.path.join(root, name), folder):
                stat.S_IMODE(os.stat(os.path.join(root, name)).st_mode)
                for root, folders, names in os.walk(folder) for name in [*folders, *names]}

    def test_every_file_that_is_made_is_its_owners_alone(self):
        before = self.modes(self.stage.path("campaign"))
        old = os.umask(0)
        self.addCleanup(os.umask, old)
        self.append(trusted(sign(ANN, "Ann Onym")))
        self.stage.start()
        self.until("a letter", lambda: self.stage.mailbox(ANN))
        made = {name: mode for name, mode in self.modes(self.stage.path("campaign")).items() if name not in before}
        self.assertLessEqual({"campaign.db", "campaign.db-wal", "campaign.db.key"}, set(made))
        self.stage.stop()
        out = self.stage.path("out")
        os.mkdir(out)
        self.stage.answer("backup", os.path.join(out, "copy.db"))
        for form in ("csv", "json", "xlsx", "pdf", "text"):
            self.stage.answer("signatures", "export", "--format", form, "--out", os.path.join(out, "list." + form))
        self.stage.answer("preview", "confirmation", "--out", os.path.join(out, "preview"))
        made |= self.modes(out)
        self.assertGreater(len(made), 10)
        self.assertEqual({name: oct(mode) for name, mode in made.items() if mode & 0o077}, {})

    def test_nothing_of_an_erased_person_is_left_in_database_log_or_new_backup(self):
        store = self.stage.path("campaign", "campaign.db")
        self.once()
        # As long as somebody has the store open, as the daemon has, its log stays.
        other = sqlite3.connect(store)
        self.addCleanup(other.close)
        other.execute("SELECT count(*) FROM mail").fetchall()
        self.append(trusted(sign(ANN, "Ann Quillfeather", place="Nevada City")))
        self.append(trusted(sign("bob@gmail.example", "Bob Stays")))
        self.once()
        with open(store + "-wal", "rb") as log:
            self.assertIn(b"Quillfeather", log.read())
        self.stage.answer("erase", ANN)
        self.stage.answer("backup", self.stage.path("copy.db"))
        found = [f for f in (store, store + "-wal", store + "-shm", self.stage.path("copy.db")) if os.path.exists(f)]
        self.assertGreaterEqual(len(found), 3)
        for file in found:
            with open(file, "rb") as octets:
                text = octets.read()
            for word in (b"Quillfeather", b"ann@gmail", b"Nevada City"):
                self.assertNotIn(word, text, file)
        self.assertEqual([row["name"] for row in self.signatures()], ["Bob Stays"])
        with sqlite3.connect(self.stage.path("copy.db")) as copy:
            tombstones = copy.execute("SELECT hash FROM tombstone").fetchall()
        copy.close()
        self.assertEqual(len(tombstones), 1)
        # Keyed: who does not know the key cannot try addresses.
        import hashlib
        for text in (ANN, "erased " + ANN):
            for size in (16, 32, 64):
                self.assertNotIn(hashlib.blake2b(text.encode(), digest_size=size).hexdigest(), tombstones[0][0])
