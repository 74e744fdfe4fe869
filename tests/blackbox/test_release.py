"""Letters of the release that wait in the outbox, because the server takes none or a person holds them:
they show the list as it is, never go out too late by themselves, and can be held back to the last."""

import play
from play import ORGANIZER, sign, text, trusted, utc, write

MARIA, ANA = "maria@maria-mail.example", "ana@ana-mail.example"
BEFORE_DEADLINE = utc("2015-12-15 12:00:00").timestamp()


def at(time):
    return ("--start-at", f"2015-12-{time}:00-08:00")


AFTER_DEADLINE, RELEASE, LATER, TOO_LATE = at("17T18:00"), at("18T06:00"), at("18T12:00"), at("19T06:01")


class Release(play.Play):
    people = (MARIA, ANA)

    def setUp(self):
        super().setUp()
        for address, who in ((MARIA, "Maria Lopez"), (ANA, "Ana Souza")):
            self.append(trusted(sign(address, who)), BEFORE_DEADLINE)
        self.once(*AFTER_DEADLINE)

    def take_none(self):
        self.stage.submission.refuse = {contact: "451 4.3.0 not now" for contact in self.press}

    def take_all(self):
        self.stage.submission.refuse = {}

    def got(self):
        return {contact: [text(octets) for octets in self.stage.mailbox(contact)] for contact in self.press}

    def assert_each_got(self, letters):
        self.assertEqual({contact: len(got) for contact, got in self.got().items()},
                         dict.fromkeys(self.press, letters))

    def alarms(self):
        return [text(octets) for octets in self.stage.mailbox(ORGANIZER) if play.kind(octets) == "alarm"]

    def queued(self, when):
        return self.status(*when)["letters"]["queued"]

    def test_who_withdraws_while_it_waits_is_not_named(self):
        self.take_none()
        self.once(*RELEASE)
        self.assertEqual(self.queued(RELEASE), len(self.press))
        self.append(trusted(write(ANA, "Ana Souza", "Please withdraw my signature.\n", subject="withdraw")),
                    utc("2015-12-18 15:00:00").timestamp())
        self.take_all()
        self.once(*LATER)
        self.assert_each_got(1)
        for letter in (letter for got in self.got().values() for letter in got):
            self.assertIn("Maria Lopez", letter)
            self.assertNotIn("Ana Souza", letter)

    def test_who_is_not_on_the_press_list_any_more_gets_none(self):
        self.take_none()
        self.once(*RELEASE)
        self.press = self.press[:1]
        self.configure()
        self.stage.answer(*RELEASE, "signatures", "add", "--as", "individual", "--name", "Noor Karim",
                          "--address", "noor@example.org", "--no-letter")
        self.take_all()
        self.once(*LATER)
        self.assert_each_got(1)
        self.assertEqual(self.stage.mailbox(Release.press[1]), [])
        self.assertIn("no longer on the press list", self.stage.answer(*LATER, "release"))

    def test_later_than_latest_it_asks_and_does_not_go(self):
        self.take_none()
        self.once(*RELEASE)
        self.take_all()
        self.once(*TOO_LATE)
        self.once(*TOO_LATE)
        self.assert_each_got(0)
        late = [alarm for alarm in self.alarms() if "release approve" in alarm]
        self.assertEqual(len(late), 1)
        self.assertIn("2 letters", late[0])
        self.stage.answer(*TOO_LATE, "release", "approve")
        self.once(*TOO_LATE)
        self.once(*TOO_LATE)
        self.assert_each_got(1)

    def test_what_has_not_gone_yet_can_be_held_back(self):
        self.stage.submission.refuse = {self.press[0]: "451 4.3.0 not now"}
        self.once(*RELEASE)
        self.assertEqual([len(got) for got in self.got().values()], [0, 1])
        self.assertIn("The 1 letter that waits", self.stage.answer(*RELEASE, "release", "hold"))
        self.take_all()
        self.once(*LATER)
        self.assertEqual([len(got) for got in self.got().values()], [0, 1])
        self.assertIn("held back", self.stage.answer(*LATER, "release"))
        self.stage.answer(*LATER, "release", "approve")
        self.once(*LATER)
        self.assert_each_got(1)
        self.assertEqual(self.stage.run(*LATER, "release", "hold").returncode, 1)
