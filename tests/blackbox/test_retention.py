"""When their time has passed the mails themselves go, and the list stays."""

import os

import play
from play import sign, trusted, write

ANN, ASKING = "ann@gmail.example", "asking@gmail.example"
OPEN, CLOSED, RELEASED = "2015-12-16T10:00:00-08:00", "2015-12-17T17:05:00-08:00", "2015-12-18T06:05:00-08:00"
BEFORE, AFTER, LATER = "2016-01-17T06:00:00-08:00", "2016-01-17T06:10:00-08:00", "2016-01-19T08:00:00-08:00"
WORDS = (b"Bramblewick", b"porcupine")  # in mails alone


class Retention(play.Play):
    people = (ANN, ASKING)
    changes = (("store", "retention", '"30d"'), ("mailbox", "move", "false"))

    def at(self, when):
        return self.once("--verbose", "--start-at", when).stderr

    def words_left(self):
        store = self.stage.path("campaign", "campaign.db")
        text = b""
        for file in (store, store + "-wal"):
            if os.path.exists(file):
                with open(file, "rb") as octets:
                    text += octets.read()
        return [word for word in WORDS if word in text]

    def test_mails_go_after_their_time_and_the_list_stays(self):
        mine = trusted(sign(ANN, "Ann Onym", subject="I sign, says Bramblewick"))
        self.append(mine)
        self.append(trusted(write(ASKING, "Quinn Asker", "Where do I find a porcupine?\n", subject="A question")))
        for when in (OPEN, CLOSED, RELEASED, BEFORE):
            self.at(when)
        before = self.signatures("--start-at", BEFORE)
        self.assertEqual(self.words_left(), list(WORDS))
        self.assertIn("agree", self.stage.answer("--start-at", BEFORE, "recount"))

        self.assertIn("mails removed mails=2", self.at(AFTER))
        self.assertEqual(self.words_left(), [])
        self.assertEqual(self.signatures("--start-at", AFTER), before)
        self.assertEqual([row["name"] for row in before], ["Ann Onym"])
        self.assertIn("removed on 2016-01-17", self.stage.answer("--start-at", AFTER, "status"))
        self.assertIn("removed on 2016-01-17", self.stage.answer("--start-at", AFTER, "recount"))
        self.stage.answer("--start-at", AFTER, "signatures", "show", str(before[0]["id"]))
        self.assert_balanced("--start-at", AFTER)

        # The same mail again is known, and what comes late goes in its turn.
        self.append(mine)
        self.assertNotIn("mails removed", self.at(AFTER))
        self.assertEqual(self.signatures("--start-at", AFTER), before)
        self.assertEqual(self.status("--start-at", AFTER)["mails"]["duplicate"], 1)
        self.assertIn("mails removed mails=1", self.at(LATER))
        self.assertEqual(self.words_left(), [])

    def test_without_it_mails_stay(self):
        self.configure(("store", "retention", None))
        self.append(trusted(sign(ANN, "Ann Onym", subject="I sign, says Bramblewick porcupine")))
        for when in (OPEN, CLOSED, RELEASED, LATER):
            self.assertNotIn("mails removed", self.at(when))
        self.assertEqual(self.words_left(), list(WORDS))
