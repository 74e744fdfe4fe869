"""A full disk: no mail is taken in, what is there stays, it is said, and it goes on when there is room; no
letter leaves that could not be recorded. And a backup while mail flows."""

import os
import signal
import sqlite3
import subprocess
import threading

import play
from play import ORGANIZER, kind, parse, sign, somebody, text, trusted
from stage import quoted

LATER = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"))
AFTER_RELEASE = ("--start-at", "2015-12-18T06:00:01-08:00")
CONNECTIONS = 2
ROOM = "2m"
SAID = "the disk is full"


class SmallDisk(play.Play):
    """The store lies on a small tmpfs."""

    def setUp(self):
        super().setUp()
        self.disk = self.stage.path("disk")
        os.makedirs(self.disk)
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", self.disk],
                              capture_output=True, text=True)
        if made.returncode != 0:
            self.skipTest(f"a small disk needs the right to mount one: {made.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "--lazy", self.disk], check=True)
        self.place = (("store", "url", quoted(f"sqlite:{self.disk}/campaign.db")),)
        self.configure(*self.place)

    def fill(self):
        with open(os.path.join(self.disk, "ballast"), "wb", buffering=0) as ballast:
            try:
                for size in (65536, 512):
                    while True:
                        ballast.write(bytes(size))
            except OSError:
                pass
        # The last octets, too.
        try:
            with open(os.path.join(self.disk, "ballast"), "ab", buffering=0) as ballast:
                while ballast.write(b"0"):
                    pass
        except OSError:
            pass

    def make_room(self):
        os.remove(os.path.join(self.disk, "ballast"))

    def ask(self, sql):
        store = sqlite3.connect(os.path.join(self.disk, "campaign.db"))
        try:
            return store.execute(sql).fetchall()
        finally:
            store.close()

    def count(self, what):
        return self.ask(f"SELECT count(*) FROM {what}")[0][0]

    def write_all(self, addresses):
        for number, address in enumerate(addresses):
            self.append(trusted(sign(address, somebody(number))))

    def check_sound(self):
        self.assertEqual(self.ask("PRAGMA integrity_check"), [("ok",)])
        self.assertEqual(self.states(), {address: "counted" for address in self.people})
        self.assertEqual(self.stage.run("recount").returncode, 0)


class WhileItRuns(SmallDisk):
    people = tuple(f"person{n}@gmail.example" for n in range(20))
    changes = LATER

    def test_it_stops_says_so_and_goes_on_when_there_is_room(self):
        self.once()  # the store is made
        self.stage.start()
        self.write_all(self.people[:5])
        self.until("five are confirmed", lambda: self.count("letter WHERE state = 'sent'") == 5)
        self.fill()
        self.write_all(self.people[5:])
        self.until("it is said more than once", lambda: self.stage.log_text().count(SAID) > 1)
        self.assertEqual(self.count("mail"), 5)
        self.assertEqual(self.stage.submission.delivered, 5)
        self.assertIn("disk", self.stage.answer("status"))
        self.assertLess(self.status()["disk_free"], 100_000)
        self.make_room()
        self.until("all are confirmed", lambda: self.count("letter WHERE state = 'sent' AND kind = 'confirmation'")
                   == len(self.people), patience=60)
        self.until("organizers were told", lambda: self.stage.mailbox(ORGANIZER))
        self.assertEqual(self.stage.stop(), 0)
        self.assertEqual({len(self.stage.mailbox(address)) for address in self.people}, {1})
        alarms = [octets for octets in self.stage.mailbox(ORGANIZER) if kind(octets) == "alarm"]
        self.assertEqual(len(alarms), 1)
        self.assertIn("nothing could be stored", " ".join(text(alarms[0]).split()))
        self.assertIn("the store takes mails and letters again", self.stage.log_text())
        self.check_sound()
        print(f"{len(self.people) - 5} mails waited, 0 lost, 0 twice ...", end=" ")


class LettersUnderWay(SmallDisk):
    press = tuple(f"desk{n}@paper{n}.example" for n in range(20))
    people = tuple(f"person{n}@gmail.example" for n in range(30))
    changes = (("submission", "connections", str(CONNECTIONS)),)

    def fill_while_letters_go_out(self, *front):
        """Then a kill, so that what was not recorded is not known any more. How many letters left unrecorded."""
        host = self.stage.submission
        host.slow = 0.1
        self.stage.start(*front)
        self.until("three letters are delivered", lambda: host.delivered >= 3)
        self.fill()
        self.until("it is said more than once", lambda: self.stage.log_text().count(SAID) > 1)
        unrecorded = host.delivered - self.count("letter WHERE state = 'sent'")
        self.assertLessEqual(unrecorded, CONNECTIONS)
        self.stage.daemon.send_signal(signal.SIGKILL)
        self.stage.daemon.wait(20)
        self.make_room()
        host.slow = 0
        self.once(*front)
        return unrecorded

    def test_a_confirmation_leaves_again_only_where_it_could_not_be_recorded(self):
        self.configure(*self.place, *LATER)
        self.write_all(self.people)
        unrecorded = self.fill_while_letters_go_out()
        self.check_sound()
        twice = 0
        for address in self.people:
            letters = [parse(octets)["Message-ID"] for octets in self.stage.mailbox(address)]
            self.assertEqual(len(set(letters)), 1, address)
            twice += len(letters) - 1
        self.assertEqual(twice, unrecorded)
        print(f"{unrecorded} of {len(self.people)} letters left unrecorded ...", end=" ")

    def test_the_release_leaves_to_nobody_without_a_record(self):
        unrecorded = self.fill_while_letters_go_out(*AFTER_RELEASE)
        uncertain = {who for (who,) in self.ask("SELECT recipient FROM letter WHERE state = 'uncertain'")}
        got = {contact: len(self.stage.mailbox(contact)) for contact in self.press}
        self.assertLessEqual(set(got.values()), {0, 1})
        self.assertLessEqual({contact for contact, letters in got.items() if letters == 0}, uncertain)
        self.assertLessEqual(len(uncertain), CONNECTIONS)
        print(f"{len(uncertain)} of {len(got)} contacts uncertain, 0 twice, {unrecorded} unrecorded ...", end=" ")


class Once(SmallDisk):
    people = tuple(f"person{n}@gmail.example" for n in range(3))
    changes = LATER

    def refuse(self):
        done = self.stage.run("run", "--once")
        self.assertEqual(done.returncode, 75, done.stderr)
        self.assertIn(SAID, done.stderr.splitlines()[-1])
        self.assertIn("campaign.db", done.stderr.splitlines()[-1])

    def test_a_run_on_a_full_disk_ends_with_what_is_wrong_and_the_next_one_completes_it(self):
        self.once()
        self.write_all(self.people)
        self.fill()
        self.refuse()
        self.make_room()
        self.once()
        self.check_sound()
        self.assertEqual({len(self.stage.mailbox(address)) for address in self.people}, {1})

    def test_a_store_that_cannot_be_made_is_one_line(self):
        self.fill()
        done = self.stage.run("run", "--once")
        self.assertEqual(done.returncode, 75, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.make_room()
        self.write_all(self.people)
        self.once()
        self.check_sound()

    def test_a_backup_that_does_not_fit_leaves_nothing_behind(self):
        self.write_all(self.people)
        self.once()
        self.fill()
        target = os.path.join(self.disk, "copy.db")
        done = self.stage.run("backup", target)
        self.assertEqual(done.returncode, 75, done.stderr)
        self.assertEqual([name for name in os.listdir(self.disk) if name.startswith("copy")], [])
        self.make_room()
        self.stage.answer("backup", target)
        self.check_sound()


class ReadOnly(SmallDisk):
    people = tuple(f"person{n}@gmail.example" for n in range(3))
    changes = LATER

    def remount(self, how):
        subprocess.run(["mount", "-o", f"remount,{how}", self.disk], check=True, capture_output=True)

    def test_a_disk_that_is_read_only_is_said_and_nothing_is_lost(self):
        self.write_all(self.people[:1])
        self.once()
        self.write_all(self.people[1:])
        self.remount("ro")
        done = self.stage.run("run", "--once")
        self.assertIn(done.returncode, (1, 75), done.stderr)
        self.assertIn("read-only", done.stderr.splitlines()[-1].lower())
        self.remount("rw")
        self.once()
        self.check_sound()
        self.assertEqual({len(self.stage.mailbox(address)) for address in self.people}, {1})


class Backups(play.Play):
    people = tuple(f"person{n}@gmail.example" for n in range(120))
    changes = LATER

    def check_backup(self, path):
        """It is whole, and of one moment: each count agrees with its rows. How many mails it has."""
        store = sqlite3.connect(path)
        try:
            self.assertEqual(store.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(store.execute("PRAGMA foreign_key_check").fetchall(), [])
            mails = store.execute("SELECT count(*) FROM mail").fetchone()[0]
            counted = dict(store.execute("SELECT fate, sum(n) FROM mail_count GROUP BY 1 HAVING sum(n) <> 0"))
            self.assertEqual(counted.pop("received", 0), mails)
            self.assertEqual(counted, dict(store.execute("SELECT fate, count(*) FROM mail GROUP BY 1")))
            # What a mail caused is there with it.
            signed = store.execute("SELECT count(*) FROM mail WHERE fate = 'sign'").fetchone()[0]
            for table in ("signature", "letter WHERE kind = 'confirmation'"):
                self.assertEqual(store.execute(f"SELECT count(*) FROM {table}").fetchone()[0], signed)
        finally:
            store.close()
        return mails

    def test_a_backup_while_mail_flows_is_whole_and_can_be_opened(self):
        flow = threading.Thread(target=lambda: [self.append(trusted(sign(a, somebody(n))))
                                                for n, a in enumerate(self.people)])
        self.once()  # the store is made
        self.stage.start()
        flow.start()
        self.addCleanup(flow.join)
        sizes = []
        while flow.is_alive() or len(sizes) < 5:
            path = self.stage.path(f"copy{len(sizes)}.db")
            self.stage.answer("backup", path)
            sizes.append(self.check_backup(path))
        self.until("all are confirmed", lambda: self.status()["letters"]["sent"] == len(self.people), patience=60)
        self.assertEqual(self.stage.stop(), 0)
        self.assertEqual(self.states(), {address: "counted" for address in self.people})
        self.assertGreater(len({size for size in sizes if 0 < size < len(self.people)}), 1, "no mail flowed")
        self.configure(("store", "url", quoted(f"sqlite:{path}")))
        self.assertEqual(self.stage.run("recount").returncode, 0)
        print(f"{len(sizes)} backups while {len(self.people)} mails came, 0 broken ...", end=" ")


