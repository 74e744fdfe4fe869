"""Records that are put back from a backup: what came since lies in folders of the mailbox, and what has
gone out since is not known any more. Nothing is lost, and the release goes to nobody twice."""

import glob
import os

import play
from play import ORGANIZER, SIGNON, parse, sign, sign_for, text, trusted, utc, write

MARIA, ANA, OFFICE, JO, LEE = (f"{n}@{n}-mail.example" for n in ("maria", "ana", "office", "jo", "lee"))
OPEN, CLOSED, RELEASE, LATER = (("--start-at", f"2015-12-{time}:00-08:00") for time in
                                ("16T12:00", "17T18:00", "18T06:00", "18T09:00"))


class Restore(play.Play):
    people = (MARIA, ANA, OFFICE, JO, LEE)

    def setUp(self):
        super().setUp()
        self.clock = utc("2015-12-15 12:00:00").timestamp()
        self.copy = os.path.join(self.folder, "copy.db")

    def arrive(self, octets):
        self.clock += 60
        self.append(trusted(octets), self.clock)

    def lose(self):
        """The disk with the records is gone."""
        files = glob.glob(self.stage.path("campaign", "campaign.db*"))
        self.assertGreater(len(files), 0)
        for file in files:
            os.remove(file)

    def listed(self, when):
        """Without the arrival: a clock that starts anew with each command maps it anew."""
        return sorted((row["address"], row["state"], row["name"], row["place"], row["listed"])
                      for row in self.signatures(*when))

    def letters(self, address):
        return [parse(octets)["Message-ID"] for octets in self.stage.mailbox(address)]

    def alarms(self):
        return [text(octets) for octets in self.stage.mailbox(ORGANIZER) if play.kind(octets) == "alarm"]

    def test_what_came_after_the_copy_is_read_again_in_its_order(self):
        self.arrive(sign(MARIA, "Maria Lopez"))
        self.arrive(sign(ANA, "Ana Souza"))
        self.once(*OPEN)
        self.stage.answer(*OPEN, "backup", self.copy)
        self.arrive(sign(JO, "Jo March"))
        self.arrive(sign_for(OFFICE, "Rosa Marin", "Casa Azul"))
        self.once(*OPEN)
        # What lies in "Withdrawn" came before and after what lies in "Signed".
        self.arrive(write(ANA, "Ana Souza", "Please withdraw my signature.\n", subject="withdraw"))
        self.arrive(write(JO, "Jo March", "Please withdraw my signature.\n", subject="withdraw"))
        self.once(*OPEN)
        self.arrive(sign(JO, "Jo March", "Fresno, CA"))
        self.arrive(write(LEE, "Lee", "Where is your office?\n", subject="A question"))
        self.once(*OPEN)
        self.assertEqual(self.stage.mailbox(SIGNON), [])
        before, mails, counts = self.listed(OPEN), self.status(*OPEN)["mails"], self.status(*OPEN)["signatures"]
        had = {who: self.letters(who) for who in self.people}

        self.lose()
        self.assertIn("16", self.stage.answer(*OPEN, "restore", self.copy))
        self.assertEqual([row[0] for row in self.listed(OPEN)], [ANA, MARIA])
        self.once(*OPEN)
        self.assertEqual(self.listed(OPEN), before)
        self.assertEqual(self.status(*OPEN)["mails"], mails)
        self.assertEqual(self.status(*OPEN)["signatures"], counts)
        self.stage.answer(*OPEN, "recount")
        # Known as sent: not again. Not known: the same letter again, if any.
        self.assertEqual(self.letters(MARIA), had[MARIA])
        for who in (ANA, JO, OFFICE, LEE):
            self.assertLessEqual(set(self.letters(who)), set(had[who]), who)
        self.assertEqual(len(self.alarms()), 1)
        self.assertNotIn("release may have gone", self.alarms()[0])

        self.once(*OPEN)
        self.arrive(sign(LEE, "Lee Park"))
        self.once(*OPEN)
        self.assertEqual(len(self.alarms()), 1)
        self.assertEqual(len(self.listed(OPEN)), len(before) + 1)

    def test_a_release_that_may_have_gone_out_since_waits_for_a_person(self):
        self.arrive(sign(MARIA, "Maria Lopez"))
        self.once(*OPEN)
        self.stage.answer(*OPEN, "backup", self.copy)
        self.once(*RELEASE)
        got = {contact: self.letters(contact) for contact in self.press}
        self.assertEqual([len(letters) for letters in got.values()], [1, 1])
        self.lose()
        self.stage.answer(*LATER, "restore", self.copy)
        self.once(*LATER)
        self.once(*LATER)
        self.assertEqual({contact: self.letters(contact) for contact in self.press}, got)
        self.assertIn("release may have gone out since", self.alarms()[0])
        self.assertIn("held back", self.stage.answer(*LATER, "release"))
        self.stage.answer(*LATER, "release", "approve")
        self.once(*LATER)
        self.assertEqual([len(self.letters(contact)) for contact in self.press], [2, 2])

    def test_orders_by_reply_from_before_are_not_carried_out_again(self):
        self.configure(("release", "approval", '"required"'))
        self.arrive(sign(MARIA, "Maria Lopez"))
        self.once(*CLOSED)
        summary, = (parse(octets) for octets in self.stage.mailbox(ORGANIZER) if play.kind(octets) == "deadline-summary")
        self.stage.answer(*CLOSED, "backup", self.copy)
        self.append(trusted(write(ORGANIZER, "Robin", "approve\n", subject="Re: " + summary["Subject"],
                                  In_Reply_To=summary["Message-ID"])), utc("2015-12-18 02:30:00").timestamp())
        self.once(*RELEASE)
        self.assertEqual([len(self.letters(contact)) for contact in self.press], [1, 1])
        self.lose()
        self.stage.answer(*LATER, "restore", self.copy)
        self.once(*LATER)
        self.once(*LATER)
        self.assertEqual([len(self.letters(contact)) for contact in self.press], [1, 1])
        self.assertIn("held back", self.stage.answer(*LATER, "release"))

    def test_a_copy_made_while_the_release_went_out_sends_none_of_it_again(self):
        self.arrive(sign(MARIA, "Maria Lopez"))
        self.once(*OPEN)
        self.stage.submission.refuse = {self.press[0]: "451 4.3.0 not now"}
        self.once(*RELEASE)
        self.stage.answer(*RELEASE, "backup", self.copy)
        self.stage.submission.refuse = {}
        self.once(*LATER)
        self.assertEqual([len(self.letters(contact)) for contact in self.press], [1, 1])
        self.lose()
        self.stage.answer(*LATER, "restore", self.copy)
        self.once(*LATER)
        self.assertEqual([len(self.letters(contact)) for contact in self.press], [1, 1])
        self.assertIn("1 press contact nobody knows", " ".join(self.alarms()[-1].split()))
        self.assertEqual(self.status(*LATER)["letters"]["uncertain"], 1)

    def test_records_that_are_there_are_not_overwritten_and_a_damaged_copy_is_refused(self):
        self.arrive(sign(MARIA, "Maria Lopez"))
        self.once(*OPEN)
        self.stage.answer(*OPEN, "backup", self.copy)
        done = self.stage.run(*OPEN, "restore", self.copy)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("nothing was changed", done.stderr)
        self.lose()
        os.rename(self.copy + ".key", self.copy + ".kept")
        done = self.stage.run(*OPEN, "restore", self.copy)
        self.assertEqual(done.returncode, 65, done.stderr)
        os.rename(self.copy + ".kept", self.copy + ".key")
        with open(self.copy, "r+b") as file:
            file.seek(os.path.getsize(self.copy) // 2)
            file.write(b"\xff" * 8192)
        done = self.stage.run(*OPEN, "restore", self.copy)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(glob.glob(self.stage.path("campaign", "campaign.db*")), [])
