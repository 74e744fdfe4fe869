"""Nothing is handled twice and nothing is lost: restarts, changed UIDs, a second daemon."""

import glob
import os
import signal
import subprocess
import time

import loopback
import play
from play import SIGNON, sign, trusted, write

PEOPLE = [f"person{n}@gmail.example" for n in range(12)]


class Again(play.Play):
    people = PEOPLE
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"))

    def sign_on(self, addresses):
        self.stage.dovecot.append(SIGNON, [trusted(sign(a, f"Robin {chr(65 + PEOPLE.index(a))}arlow"))
                                           for a in addresses])

    def letters_to_people(self):
        return {address: self.kinds(address) for address in PEOPLE}

    def forget_uids(self):
        """As after a provider's move: the same mails, another UIDVALIDITY, UIDs from 1."""
        before = self.stage.dovecot.doveadm("mailbox", "status", "-u", SIGNON, "uidvalidity", "INBOX")
        self.stage.dovecot.stop()
        for path in glob.glob(self.stage.path("dovecot", "mail", SIGNON, "Maildir", "dovecot*")):
            os.remove(path)
        time.sleep(1.1)  # a UIDVALIDITY is the second in which it was made
        self.stage.dovecot.restart()
        after = self.stage.dovecot.doveadm("mailbox", "status", "-u", SIGNON, "uidvalidity", "INBOX")
        self.assertNotEqual(before, after)

    def put(self, mails):
        """Straight into the Maildir: so many take minutes by IMAP."""
        self.stage.dovecot.doveadm("mailbox", "status", "-u", SIGNON, "uidvalidity", "INBOX")
        who = loopback.worker()
        for number, octets in enumerate(mails):
            path = self.stage.path("dovecot", "mail", SIGNON, "Maildir", "new", f"1450000000.M{number}P1.test")
            with open(path, "wb") as out:
                out.write(octets)
            os.chown(path, who.pw_uid, who.pw_gid)

    def confirmed_once(self):
        self.assertEqual(self.letters_to_people(), {address: ["confirmation"] for address in PEOPLE})
        self.assertEqual(self.states(), {address: "counted" for address in PEOPLE})
        self.assert_balanced()

    def test_a_second_run_changes_and_sends_nothing(self):
        self.sign_on(PEOPLE)
        self.once()
        self.confirmed_once()
        before = self.signatures()
        self.once()
        self.confirmed_once()
        self.assertEqual(self.signatures(), before)
        self.assertEqual(self.status()["mails"]["received"], len(PEOPLE))

    def test_mails_under_a_new_uidvalidity_are_the_same_mails(self):
        self.configure(("mailbox", "move", "false"))
        self.sign_on(PEOPLE[:-1])
        self.once()
        self.forget_uids()
        self.sign_on(PEOPLE[-1:])
        self.once()
        self.confirmed_once()
        self.assertEqual(self.status()["mails"]["received"], len(PEOPLE))

    def test_a_restart_in_the_middle_loses_and_doubles_nothing(self):
        self.stage.start()
        for number, address in enumerate(PEOPLE):
            self.sign_on([address])
            if number in (3, 7):
                self.stage.daemon.send_signal(signal.SIGKILL if number == 3 else signal.SIGTERM)
                self.stage.daemon.wait(20)
                self.stage.start()
        self.until("everybody has a letter", lambda: all(self.letters_to_people().values()))
        self.assertEqual(self.stage.stop(), 0)
        self.once()
        self.confirmed_once()

    def test_the_mailbox_goes_away_and_comes_back(self):
        self.stage.start()
        self.sign_on(PEOPLE[:2])
        self.until("two letters", lambda: self.kinds(PEOPLE[1]))
        self.stage.dovecot.restart()
        self.sign_on(PEOPLE[2:])
        self.until("all letters", lambda: all(self.letters_to_people().values()), patience=60)
        self.assertEqual(self.stage.stop(), 0)
        self.confirmed_once()

    def test_a_second_daemon_is_told_to_try_later(self):
        self.stage.start()
        self.sign_on(PEOPLE[:1])
        self.until("the first one works", lambda: self.kinds(PEOPLE[0]))
        for command in (("run",), ("run", "--once")):
            second = self.stage.run(*command)
            self.assertEqual(second.returncode, 75, second.stderr)
        self.assertEqual(self.states(), {PEOPLE[0]: "counted"})  # who only reads needs no lock
        self.assertEqual(self.stage.stop(), 0)

    def test_of_twenty_that_are_started_at_once_one_runs(self):
        command = [self.stage.program, "--config", self.stage.config, "run"]
        all_of_them = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(20)]
        try:
            self.until("nineteen have ended", lambda: sum(d.poll() is not None for d in all_of_them) == 19, patience=60)
            ended = [daemon.returncode for daemon in all_of_them if daemon.returncode is not None]
            self.assertEqual(ended, [75] * 19)
            self.sign_on(PEOPLE[:1])
            self.until("the one works", lambda: self.kinds(PEOPLE[0]))
        finally:
            for daemon in all_of_them:
                if daemon.poll() is None:
                    daemon.terminate()
                    last = daemon.wait(20)
        self.assertEqual(last, 0)
        print("20 started, 1 ran, 19 exits 75 ...", end=" ")

    def test_ten_thousand_mails_that_are_renumbered_or_put_back_change_nothing(self):
        self.configure(("mailbox", "move", "false"))
        mails = [trusted(sign(a, f"Robin {chr(65 + n)}arlow")) for n, a in enumerate(PEOPLE)]
        mails += [trusted(write(f"away{n}@gmail.example", "Robin Away", f"I am away until January {n}.\n",
                                subject="Out of office", Auto_Submitted="auto-replied"))
                  for n in range(10000 - len(mails))]
        self.put(mails)
        self.once()
        self.confirmed_once()
        before, counts = self.signatures(), self.status()
        self.assertEqual(counts["mails"]["received"], len(mails))
        self.forget_uids()
        self.once()
        self.stage.dovecot.doveadm("expunge", "-u", SIGNON, "mailbox", "INBOX", "all")
        self.forget_uids()
        self.put(mails)
        self.once()
        self.confirmed_once()
        self.assertEqual(self.signatures(), before)
        after = self.status()
        self.assertEqual((after["mails"], after["letters"]), (counts["mails"], counts["letters"]))
        print(f"{len(mails)} mails renumbered, then deleted and put back: 0 new signers, 0 new letters ...", end=" ")

    def test_handled_mails_are_moved_where_people_can_look(self):
        self.sign_on(PEOPLE[:1])
        self.append(trusted(write(PEOPLE[1], "Robin Barlow", "Could you call me about this, please?\n",
                                  subject="A question")))
        self.once()
        self.assertEqual(self.stage.mailbox(SIGNON), [])
        self.assertEqual(len(self.stage.mailbox(SIGNON, "INBOX/Signed")), 1)

    def test_the_same_person_again_is_told_that_they_are_on_the_list(self):
        for place in ("Oakland, CA", "Reno, NV"):
            self.append(trusted(sign(PEOPLE[0], "Robin Aarlow", place)))
            self.once()
        self.assertEqual(self.kinds(PEOPLE[0]), ["confirmation", "already-signed"])
        rows = self.signatures()
        self.assertEqual([(row["name"], row["place"]) for row in rows], [("Robin Aarlow", "Reno, NV")])
