"""The reminder before the deadline and the thanks after the release."""

import play
from play import sign, trusted, write

SIGNER, DECLINER, AWAY, LEAVER, SILENT = (f"{n}@gmail.example" for n in
                                          ("signer", "decliner", "away", "leaver", "silent"))
EVERYBODY = (SIGNER, DECLINER, AWAY, LEAVER, SILENT)


def at(moment):
    return ("--start-at", moment)


class Mailings(play.Play):
    people = EVERYBODY
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
               ("campaign", "reminder", '"3d"'), ("release", "thank_signers", "true"))

    def setUp(self):
        super().setUp()
        path = self.stage.path("list.csv")
        with open(path, "w", encoding="utf-8") as out:
            out.write("address,name,language\n" + "".join(f"{a},Robin,es\n" for a in EVERYBODY))
        self.stage.answer(*at("2035-12-10T12:00:00-08:00"), "call", path)
        self.once(*at("2035-12-10T12:10:00-08:00"))

    def got(self, kind):
        return [who for who in EVERYBODY if kind in self.kinds(who)]

    def titles(self, who):
        return [str(play.parse(octets)["Subject"]) for octets in self.stage.mailbox(who)]

    def test_those_who_have_not_answered_are_reminded_once_in_their_language(self):
        self.append(trusted(sign(SIGNER, "Robin Signer")))
        self.append(trusted(write(DECLINER, "Robin", "No, thank you. I will not sign this.\n", subject="Re: Sign-on")))
        self.append(trusted(write(AWAY, "Robin", "I am out of the office until Monday.\n",
                                  subject="Automatic reply: Sign-on", Auto_Submitted="auto-replied")))
        self.append(trusted(write(LEAVER, "Robin", "unsubscribe\n", subject="unsubscribe")))
        self.once(*at("2035-12-14T16:59:00-08:00"))
        before = {who: len(self.stage.mailbox(who)) for who in EVERYBODY}
        for _ in range(2):
            self.once(*at("2035-12-14T17:01:00-08:00"))
        after = {who: len(self.stage.mailbox(who)) for who in EVERYBODY}
        self.assertEqual({who: after[who] - before[who] for who in EVERYBODY},
                         {SIGNER: 0, DECLINER: 0, AWAY: 1, LEAVER: 0, SILENT: 1})
        reminder = play.parse(self.stage.mailbox(SILENT)[-1])
        self.assertIn("Todavía hay tiempo", str(reminder["Subject"]))
        self.assertIn("Robin", str(reminder["To"]))

    def test_every_counted_signer_is_thanked_once_with_the_numbers_after_the_release(self):
        self.append(trusted(sign(SIGNER, "Robin Signer")))
        self.append(trusted(sign(SIGNER, "Alex Signer")))
        self.once(*at("2035-12-17T12:00:00-08:00"))
        self.once(*at("2035-12-17T18:00:00-08:00"))
        self.assertEqual(self.got("thank-you"), [])
        for _ in range(2):
            self.once(*at("2035-12-18T06:10:00-08:00"))
        self.assertEqual(self.status(*at("2035-12-18T06:20:00-08:00"))["phase"], "released")
        self.assertEqual(self.kinds(SIGNER).count("thank-you"), 1)
        self.assertEqual(self.got("thank-you"), [SIGNER])
        thanks = self.stage.mailbox(SIGNER)[-1]
        for words in ("2 individuals", "Robin Signer", "Alex Signer"):
            self.assertIn(words, play.text(thanks))
        self.assertEqual([name for name, _ in play.attachments(thanks)], ["statement-and-signers.pdf"])
