"""Every mail is accounted for: by the program, by its own recount, and by another program that counts the raw
mails. What was changed by hand is found and stops the release."""

import sqlite3

import ledger
import play
from play import ORGANIZER, kind, parse, sign, sign_for, somebody, text, trusted, utc, write

IN_TIME, TOO_LATE = utc("2015-12-15 12:00:00").timestamp(), utc("2015-12-18 02:00:00").timestamp()
AFTER_DEADLINE, RELEASE, LATER = (("--start-at", f"2015-12-{time}-08:00") for time in
                                 ("17T18:00:00", "18T06:00:01", "18T06:10:00"))


def named(name):
    return f"{name}@{name}-mail.example"


class Ledger(play.Play):
    people = tuple(named(name) for name in ("ann", "ben", "eve", "dan", "sid", "max", "kim", "zoe", "amy", "tom"))
    maxDiff = None

    @property
    def store(self):
        return self.stage.path("campaign", "campaign.db")

    def check_both_counts(self, *front):
        self.assertEqual(ledger.differences(play.PROGRAM, self.stage.config, self.store, front), [])
        recount = self.stage.run("recount")
        self.assertEqual(recount.returncode, 0, recount.stdout + recount.stderr)
        self.assert_balanced(*front)

    def change(self, sql):
        store = sqlite3.connect(self.store)
        with store:
            self.assertGreater(store.execute(sql).rowcount, 0)
        store.close()


class TwoPrograms(Ledger):
    def write_mails(self):
        twice = trusted(sign(named("ann"), "Ann Adams"))
        mails = [twice, twice, trusted(sign(named("ben"), "Ben Brook")),
                 trusted(sign_for(named("eve"), "Eve Ellis", "Alder Street Clinic")),
                 trusted(sign(named("dan"), "Dan Dunn")),
                 trusted(sign(named("sid"), "Sid Silent"), "fail"), trusted(sign(named("max"), "Max Maker"), "fail"),
                 trusted(write(named("kim"), "Kim Kent", "Who will get this statement, and when?\n", subject="A question")),
                 trusted(write(named("zoe"), "Zoe Zane", "I am out of the office until Monday.\n",
                               subject="Automatic reply: Sign on", Auto_Submitted="auto-replied")),
                 trusted(write(named("amy"), "Amy Ames", "I sign the statement, but please do not publish my name.\n\n"
                                                        "Amy Ames\nReno, NV\n"))]
        for octets in mails:
            self.append(octets, IN_TIME)
        self.append(trusted(sign(named("tom"), "Tom Tate")), TOO_LATE)
        return len(mails) + 1

    def test_two_programs_count_the_same(self):
        mails = self.write_mails()
        self.once()
        self.check_both_counts()
        token = parse(self.stage.mailbox(named("max"))[0])
        self.append(trusted(write(named("max"), "Max Maker", "Yes, that was me.\n", subject=f"Re: {token['Subject']}",
                                  In_Reply_To=token["Message-ID"]), "fail"), IN_TIME + 60)
        self.append(trusted(write(named("ben"), "Ben Brook", "Please withdraw my signature.\n\nBen",
                                  subject="withdraw")), IN_TIME + 60)
        self.append(trusted(write(named("dan"), "Dan Dunn", "Please correct the entry. It should read:\n\n"
                                  "Name: Dana Dunn\nTitle: Nurse\nCity, State/Country: Fresno, CA",
                                  subject="correction")), IN_TIME + 60)
        self.once()
        self.check_both_counts()
        self.assertEqual(self.states(), {
            named("ann"): "counted", named("ben"): "withdrawn", named("eve"): "counted", named("dan"): "counted",
            named("sid"): "pending", named("max"): "counted", named("amy"): "counted", named("tom"): "late"})
        self.change("UPDATE signature SET state = 'counted' WHERE state = 'withdrawn'")
        self.assertEqual(len(ledger.differences(play.PROGRAM, self.stage.config, self.store)), 2)
        self.assertEqual(self.stage.run("recount").returncode, 1)
        print(f"{mails + 3} mails counted by two programs, 0 differences ...", end=" ")


class ChangedByHand(Ledger):
    # What somebody or a disk changes, and what puts it right again.
    CHANGES = (
        ("a count of mails that does not add up", "UPDATE mail_count SET n = n + 1 WHERE fate = 'sign'",
         "UPDATE mail_count SET n = n - 1 WHERE fate = 'sign'"),
        ("a mail that is received and nowhere", "UPDATE mail_count SET n = n - 1 WHERE fate = 'question'",
         "UPDATE mail_count SET n = n + 1 WHERE fate = 'question'"),
        ("counts that add up and are not what lies there",
         "UPDATE mail_count SET n = n + CASE fate WHEN 'question' THEN 1 ELSE -1 END WHERE fate IN ('sign', 'question')",
         "UPDATE mail_count SET n = n - CASE fate WHEN 'question' THEN 1 ELSE -1 END WHERE fate IN ('sign', 'question')"),
        ("a signature that was not counted", "UPDATE signature_count SET n = n + 1 WHERE state = 'counted'",
         "UPDATE signature_count SET n = n - 1 WHERE state = 'counted'"),
    )

    def alarms(self):
        """Those of the count; a release of 2015 is overdue as well."""
        return [octets for octets in self.stage.mailbox(ORGANIZER)
                if kind(octets) == "alarm" and "does not add up" in " ".join(text(octets).split())]

    def test_the_release_waits_and_it_is_said_until_it_is_right_again(self):
        for number, address in enumerate(self.people[:4]):
            self.append(trusted(sign(address, somebody(number))), IN_TIME)
        self.append(trusted(write(named("kim"), "Kim Kent", "Who will get this statement?\n", subject="A question")),
                    IN_TIME)
        self.once(*AFTER_DEADLINE)
        for what, wrong, right in self.CHANGES:
            with self.subTest(what):
                self.change(wrong)
                self.stage.run(*RELEASE, "run", "--once")
                self.assertEqual({len(self.stage.mailbox(contact)) for contact in self.press}, {0})
                self.assertNotEqual(self.stage.run("recount").returncode, 0)
                self.change(right)
                self.assertEqual(self.stage.run("recount").returncode, 0)
        self.assertEqual(len(self.alarms()), 1)  # a cause is told once a day
        self.assertIn("does not add up", " ".join(text(self.alarms()[0]).split()))
        self.once(*LATER)
        self.assertEqual({len(self.stage.mailbox(contact)) for contact in self.press}, {1})
        print(f"{len(self.CHANGES)} changes by hand, {len(self.CHANGES)} found, 0 released ...", end=" ")

    def test_a_running_program_says_so_after_the_next_batch(self):
        self.append(trusted(sign(self.people[0], somebody(0))), IN_TIME)
        self.once()
        self.stage.start()
        self.until("it runs", lambda: "started" in self.stage.log_text())
        self.change(self.CHANGES[0][1])
        self.append(trusted(sign(self.people[1], somebody(1))), IN_TIME)
        self.until("it is logged", lambda: "does not add up" in self.stage.log_text())
        self.until("organizers are told", lambda: len(self.alarms()) == 1)
        self.assertIn("DOES NOT ADD UP", self.stage.answer("status"))
        self.assertEqual(self.stage.stop(), 0)
