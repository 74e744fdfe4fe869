"""What a submission server does not take: for now, it is tried again, from a minute to an hour, for three days; for
good, organizers are told at once. A limit slows all down and fails nothing. No signature depends on a letter."""

import math
import sqlite3
from datetime import datetime, timedelta, timezone

import play
from play import ORGANIZER, SIGNON, parse, sign, somebody, text, trusted, write

LATER = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"))
BEGIN = datetime(2015, 12, 8, 20, tzinfo=timezone.utc)
MINUTE, HOUR, GIVE_UP = 60, 3600, 72 * 3600
JITTER = 1.2  # at most so many times as long


def at(seconds):
    return ("--start-at", f"{BEGIN + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%SZ}")


class Refusals(play.Play):
    people = tuple(f"person{n}@gmail.example" for n in range(20))
    changes = LATER

    def letters(self, what, whom):
        store = sqlite3.connect(self.stage.path("campaign", "campaign.db"))
        try:
            return store.execute(f"SELECT {what} FROM letter WHERE recipient = ? AND kind = 'confirmation'",
                                 (whom,)).fetchone()
        finally:
            store.close()

    def sign_all(self, people):
        for number, address in enumerate(people):
            self.append(trusted(sign(address, somebody(number))))

    def organizers_read(self):
        return "\n".join(" ".join(text(octets).split()) for octets in self.stage.mailbox(ORGANIZER))

    def check_list(self, people):
        self.assertEqual(self.states(), dict.fromkeys(people, "counted"))

    def test_what_is_refused_for_now_is_tried_again_ever_later_and_given_up_after_three_days(self):
        refused, other = self.people[:2]
        self.sign_all((refused, other))
        self.stage.submission.refuse = {refused: "451 4.3.0 mailbox busy"}
        now, waits = 0, []
        while now < GIVE_UP:
            self.once(*at(now))
            tries, next_try, state = self.letters("tries, next_try, state", refused)
            self.assertEqual((tries, state), (len(waits) + 1, "queued"))
            wait = next_try / 1000 - BEGIN.timestamp() - now
            expected = min(MINUTE * 2 ** len(waits), HOUR)
            self.assertGreaterEqual(wait, expected)
            self.assertLess(wait, expected * JITTER + 20)  # counted from the try, not from the start of its run
            self.once(*at(now + wait - 30))
            self.assertEqual(self.letters("tries", refused), (tries,))  # not a moment early
            waits.append(wait)
            now = math.ceil(now + wait) if len(waits) < 9 else GIVE_UP  # then each hour alike
        self.once(*at(GIVE_UP + HOUR * JITTER))
        self.assertEqual(self.letters("state", refused), ("failed",))
        self.once(*at(GIVE_UP + 24 * HOUR))
        self.assertIn("could not be delivered", self.organizers_read())
        self.assertIn(refused, self.organizers_read())
        self.assertEqual((len(self.stage.mailbox(refused)), len(self.stage.mailbox(other))), (0, 1))
        self.check_list((refused, other))
        print(f"{len(waits)} tries, from {min(waits):.0f} to {max(waits):.0f} s apart, given up after 72 h ...", end=" ")

    def test_what_is_refused_for_good_is_told_at_once_and_not_tried_again(self):
        refused, other = self.people[:2]
        self.sign_all((refused, other))
        self.stage.submission.refuse = {refused: "550 5.1.1 no such user"}
        self.once(*at(0))
        self.assertEqual(self.letters("tries, state", refused), (1, "failed"))
        self.once(*at(5))
        self.assertIn("could not be delivered", self.organizers_read())
        self.stage.submission.refuse = {}
        self.once(*at(2 * HOUR))
        self.assertEqual((len(self.stage.mailbox(refused)), len(self.stage.mailbox(other))), (0, 1))
        self.check_list((refused, other))

    def test_a_limit_of_the_server_slows_the_sending_and_fails_nothing(self):
        self.sign_all(self.people)
        limit = self.stage.submission.busy = 3
        self.stage.start(*at(0), "--speed", "60")  # a minute is a second
        self.until("all letters went out", lambda: all(self.stage.mailbox(address) for address in self.people),
                   patience=100)
        self.assertEqual(self.stage.stop(), 0)
        self.assertEqual(self.stage.submission.busy, 0)
        self.assertEqual({len(self.stage.mailbox(address)) for address in self.people}, {1})
        tries = [self.letters("tries", address)[0] for address in self.people]
        self.assertEqual(sum(tries), len(self.people) + limit)  # nobody waits for what was said to another
        self.assertEqual(self.status(*at(HOUR))["letters"]["failed"], 0)
        self.check_list(self.people)
        print(f"{limit} times asked to slow down, 0 of {len(self.people)} letters failed, 0 twice ...", end=" ")

    def test_a_bounce_marks_the_address_and_deletes_no_signature(self):
        gone = self.people[0]
        self.sign_all((gone,))
        self.once(*at(0))
        bounce = write("mailer-daemon@gmail.example", "Mail Delivery System",
                       f"The mail could not be delivered.\n\n<{gone}>: 550 5.1.1 no such user\n",
                       subject="Undelivered Mail Returned to Sender", Auto_Submitted="auto-replied")
        report = bounce.replace(
            b'Content-Type: text/plain; charset="utf-8"', b"Content-Type: multipart/report; "
            b'report-type=delivery-status; boundary="b"').split(b"\r\n\r\n", 1)
        parts = (b"--b\r\nContent-Type: text/plain\r\n\r\nThe mail could not be delivered.\r\n--b\r\n"
                 b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.gmail.example\r\n\r\n"
                 b"Final-Recipient: rfc822; " + gone.encode() + b"\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\n"
                 b"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: "
                 + parse(self.stage.mailbox(gone)[0])["Message-ID"].encode() + b"\r\n\r\n--b--\r\n")
        head = b"\r\n".join(line for line in report[0].split(b"\r\n") if not line.startswith(b"Content-Transfer"))
        self.stage.dovecot.append(SIGNON, [head + b"\r\n\r\n" + parts])
        self.once(*at(60))
        self.assertEqual(self.status(*at(60))["mails"]["bounce"], 1)
        store = sqlite3.connect(self.stage.path("campaign", "campaign.db"))
        self.addCleanup(store.close)
        self.assertEqual(store.execute("SELECT bounced FROM address WHERE key = ?", (gone,)).fetchone(), (1,))
        self.check_list((gone,))
        self.assertEqual(self.kinds(gone), ["confirmation"])
