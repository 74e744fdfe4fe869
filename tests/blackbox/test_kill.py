"""What a kill can do to letters that are on their way: the release to a contact at most once by itself,
a confirmation at least once. The submission server delivers a letter at once and answers late, so that
kills fall between the final dot and the recorded answer."""

import random
import signal

import play
from play import ORGANIZER, parse, sign, text, trusted

CONNECTIONS = 2
AFTER_RELEASE = ("--start-at", "2015-12-18T06:00:01-08:00")


class Kill(play.Play):
    def setUp(self):
        super().setUp()
        self.stage.submission.slow = 0.1
        self.kills = 0

    def kill_after(self, letters, *front):
        """Once so many more letters were delivered: their last ones have no answer yet."""
        host, enough = self.stage.submission, self.stage.submission.delivered + letters
        self.stage.start(*front)
        self.until(f"{letters} letters are delivered", lambda: host.delivered >= enough)
        self.kills += 1
        self.stage.daemon.send_signal(signal.SIGKILL)
        self.stage.daemon.wait(20)


class Release(Kill):
    press = tuple(f"desk{n}@paper{n % 7}.example" for n in range(40))
    changes = (("submission", "connections", str(CONNECTIONS)),)

    def got(self):
        return {contact: len(self.stage.mailbox(contact)) for contact in self.press}

    def uncertain(self):
        return {line.split("\t")[1].split()[0] for line in self.stage.answer(*AFTER_RELEASE, "release", "status")
                .splitlines() if "UNCERTAIN" in line}

    def test_at_most_once_and_one_in_doubt_for_a_kill(self):
        chance, doubted = random.Random(4), 0
        for _ in range(6):
            self.kill_after(chance.randrange(1, 6), *AFTER_RELEASE)
            now = self.status(*AFTER_RELEASE)["letters"]["uncertain"]
            self.assertLessEqual(now - doubted, 1)  # so few letters go over one connection
            doubted = now
        self.once(*AFTER_RELEASE)
        got, uncertain = self.got(), self.uncertain()
        self.assertEqual({contact for contact, letters in got.items() if letters > 1}, set())
        self.assertLessEqual({contact for contact, letters in got.items() if letters == 0}, uncertain)
        self.assertGreater(len(uncertain), 0, "no kill fell where it could harm")
        print(f"{self.kills} kills, {len(uncertain)} of {len(got)} contacts uncertain, 0 got it twice ...", end=" ")
        self.check_told(uncertain)
        self.check_sent_again_by_a_person(uncertain, got)

    def check_told(self, uncertain):
        self.once(*AFTER_RELEASE)
        alarms = [octets for octets in self.stage.mailbox(ORGANIZER) if play.kind(octets) == "alarm"]
        self.assertEqual(len({parse(octets)["Message-ID"] for octets in alarms}), 1)
        self.assertIn("release resend", text(alarms[0]))
        self.assertEqual([contact for contact in self.press if contact in text(alarms[0])], [])
        self.assertEqual(self.status(*AFTER_RELEASE)["letters"]["uncertain"], len(uncertain))
        digest_due = ("--start-at", "2015-12-19T07:00:01-08:00")
        self.once(*digest_due)
        digests = [text(octets) for octets in self.stage.mailbox(ORGANIZER) if play.kind(octets) == "digest"]
        self.assertIn("release resend", digests[-1])

    def check_sent_again_by_a_person(self, uncertain, before):
        self.stage.answer(*AFTER_RELEASE, "release", "resend", "--all")
        self.once(*AFTER_RELEASE)
        self.assertEqual(self.got(), {who: before[who] + (who in uncertain) for who in self.press})
        self.assertEqual(self.uncertain(), set())


class Confirmations(Kill):
    people = tuple(f"person{n}@gmail.example" for n in range(40))
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
               ("submission", "connections", str(CONNECTIONS)))

    def test_at_least_once_and_a_second_copy_is_the_same_letter(self):
        for number, address in enumerate(self.people):
            self.append(trusted(sign(address, f"Robin {chr(65 + number % 26)}{'abc'[number // 26]}rlow")))
        chance = random.Random(2)
        for _ in range(6):
            self.kill_after(chance.randrange(1, 6))
        self.once()
        self.assertEqual(set(self.states().values()), {"counted"})
        self.assertEqual(len(self.states()), len(self.people))
        twice = 0
        for address in self.people:
            letters = [parse(octets) for octets in self.stage.mailbox(address)]
            self.assertGreater(len(letters), 0, address)
            self.assertEqual(len({letter["Message-ID"] for letter in letters}), 1, address)
            twice += len(letters) - 1
        # So few letters go over one connection, and a kill doubles the one past its final dot there.
        self.assertLessEqual(twice, self.kills)
        self.assertGreater(twice, 0, "no kill fell where it could harm")
        print(f"{self.kills} kills, 0 confirmations lost, {twice} sent twice ...", end=" ")
        self.assert_balanced()
