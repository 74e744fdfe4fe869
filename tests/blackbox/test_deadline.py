"""The deadline: arrival at the mailbox decides, to the second, in the campaign's zone."""

import play
from play import SIGNON, sign, trusted, utc

# deadline in the campaign's zone, zone, the same moment in UTC
DEADLINES = [
    ("2015-12-17T17:00:00", "America/Los_Angeles", "2015-12-18 01:00:00"),  # the campaign of 2015
    ("2015-12-17T17:00:00", "Asia/Kathmandu", "2015-12-17 11:15:00"),
    ("2025-03-09T03:00:00", "America/Los_Angeles", "2025-03-09 10:00:00"),  # behind the hour that is skipped
    ("2025-03-09T01:59:59", "America/Los_Angeles", "2025-03-09 09:59:59"),
    ("2025-11-02T17:00:00", "America/Los_Angeles", "2025-11-03 01:00:00"),  # the day has 25 hours
    ("2025-03-30T03:00:00", "Europe/Berlin", "2025-03-30 01:00:00"),
    ("2025-10-26T03:00:00", "Europe/Berlin", "2025-10-26 02:00:00"),
]
NOT_ONE_MOMENT = [("2025-03-09T02:30:00", "America/Los_Angeles"),  # skipped
                  ("2025-11-02T01:30:00", "America/Los_Angeles")]  # comes twice
LATER = ("release", "at", "2035-01-01T06:00:00")


class Deadline(play.Play):
    people = ("before@gmail.example", "at@gmail.example", "after@gmail.example")

    def test_one_second_before_counts_and_the_deadline_itself_is_late(self):
        for number, (deadline, zone, moment) in enumerate(DEADLINES):
            with self.subTest(deadline=deadline, zone=zone):
                self.check(number, deadline, zone, utc(moment).timestamp())

    def check(self, number, deadline, zone, moment):
        self.configure(("campaign", "deadline", deadline), ("campaign", "timezone", f'"{zone}"'), LATER,
                       ("store", "url", f'"sqlite:{number}.db"'), ("mailbox", "move", "false"))
        self.stage.dovecot.doveadm("expunge", "-u", SIGNON, "mailbox", "INBOX", "all")
        for who, offset in (("before", -1), ("at", 0), ("after", 1)):
            self.append(trusted(sign(f"{who}@gmail.example", f"Robin {who.title()}")), moment + offset)
        self.once()
        self.assertEqual(self.states(), {"before@gmail.example": "counted", "at@gmail.example": "late",
                                         "after@gmail.example": "late"})
        self.assertEqual(self.status()["mails"]["late"], 2)
        self.assertEqual(self.status()["phase"], "closed")

    def test_the_late_are_answered_kindly_and_kept_out_of_the_list(self):
        self.configure(LATER)
        moment = utc("2015-12-18 01:00:00").timestamp()
        self.append(trusted(sign("before@gmail.example", "Robin Before")), moment - 1)
        self.append(trusted(sign("at@gmail.example", "Robin At")), moment)
        self.once()
        self.assertEqual(self.kinds("before@gmail.example"), ["confirmation"])
        self.assertEqual(self.kinds("at@gmail.example"), ["late"])
        public = self.stage.answer("signatures", "export", "--format", "text")
        self.assertIn("Robin Before", public)
        self.assertNotIn("Robin At", public)

    def test_a_local_time_that_is_not_one_moment_is_a_configuration_error(self):
        for deadline, zone in NOT_ONE_MOMENT:
            with self.subTest(deadline=deadline):
                self.configure(("campaign", "deadline", deadline), ("campaign", "timezone", f'"{zone}"'), LATER)
                done = self.stage.run("check")
                self.assertEqual(done.returncode, 78, done.stderr)
                self.assertIn("deadline", done.stderr)
