"""Organizers who answer a report: they hold and approve the release, and decide about what waits for a
person, by a word in a reply; and nobody else does."""

import glob
import os

import play
from play import ORGANIZER, parse, text, trusted, utc, write

WAITING, REFUSED = "waiting@waiting-mail.example", "refused@waiting-mail.example"


def at(time):
    return ("--start-at", f"2015-12-{time}:00-08:00")


OPEN, NEXT_DAY, CLOSED, RELEASE = at("15T12:00"), at("16T12:00"), at("17T18:00"), at("18T06:00")


def moment(time):
    return utc(f"2015-12-{time}:00").timestamp() + 8 * 3600


class Orders(play.Play):
    people = (WAITING, REFUSED)

    def report(self, kind):
        """The newest of that kind."""
        return [octets for octets in self.stage.mailbox(ORGANIZER) if play.kind(octets) == kind][-1]

    def reply(self, report, words, when, author=ORGANIZER, result="pass", **headers):
        answered = parse(report)["Message-ID"]
        mail = write(author, "Robin", words, subject=f"Re: {parse(report)['Subject']}",
                     **{"In_Reply_To": answered, "References": answered, **headers})
        self.append(trusted(mail, result), moment(when))

    def answers(self):
        return [" ".join(text(octets).split()) for octets in self.stage.mailbox(ORGANIZER)
                if play.kind(octets) == "answer"]

    def released(self):
        return [len(self.stage.mailbox(contact)) for contact in self.press]

    def summary(self):
        self.once(*CLOSED)
        return self.report("deadline-summary")

    def test_hold_and_approve(self):
        summary = self.summary()
        self.reply(summary, "Hold the release, please.\n\nThanks,\nRobin\n", "17T18:10")
        self.once(*RELEASE)
        self.assertEqual(self.released(), [0, 0])
        self.assertIn("The release is held back", self.answers()[0])
        self.reply(summary, "approve\n", "18T06:10")
        self.once(*at("18T06:20"))
        self.assertEqual(self.released(), [1, 1])
        self.assertIn("The release is approved", self.answers()[1])
        self.reply(summary, "hold\n", "18T06:30")
        self.once(*at("18T06:40"))
        self.assertIn("has gone to the press already", self.answers()[2])
        self.assert_balanced(*at("18T06:40"))

    def test_an_approval_that_is_older_than_a_hold_does_not_undo_it(self):
        summary = self.summary()
        self.reply(summary, "approve\n", "17T18:10")
        self.stage.answer(*at("17T19:00"), "release", "hold")
        self.once(*RELEASE)
        self.assertEqual(self.released(), [0, 0])
        self.assertIn("stays held back", self.answers()[0])

    def test_nobody_else_holds_or_approves(self):
        self.configure(("release", "approval", '"required"'))
        summary = self.summary()
        digest_id = parse(summary)["Message-ID"]
        forged = f"<deadline-summary.{'0' * 32}@{digest_id.rpartition('@')[2]}"
        self.reply(summary, "approve\n", "17T18:10", result="fail")
        self.reply(summary, "approve\n", "17T18:11", author=WAITING)
        self.reply(summary, "approve\n", "17T18:12", In_Reply_To=forged, References=forged)
        self.reply(summary, "Do we approve this?\n", "17T18:13")
        self.reply(summary, "approve\nif the lawyers agree\n", "17T18:14")
        self.reply(summary, "approve\n", "17T18:15", Auto_Submitted="auto-replied")
        self.once(*RELEASE)
        self.assertEqual(self.released(), [0, 0])
        answers = self.answers()
        self.assertEqual(len(answers), 3)
        self.assertIn("does not vouch that you wrote it", answers[0])
        self.assertIn("Do we approve this?", answers[1])
        self.assertIn("if the lawyers agree", answers[2])
        self.reply(summary, "approve\n", "18T06:10")
        self.once(*at("18T06:20"))
        self.assertEqual(self.released(), [1, 1])

    def test_nobody_can_guess_what_an_order_has_to_answer(self):
        """Its Message-ID is known to whoever read the report alone: another store's is another one."""
        ids = set()
        for _ in range(2):
            ids.add(parse(self.summary())["Message-ID"])
            for file in glob.glob(self.stage.path("campaign", "campaign.db*")):
                os.remove(file)
        self.assertEqual(len(ids), 2)

    def test_signatures_are_accepted_and_rejected_by_number(self):
        for address, who in ((WAITING, "Nadia Noor"), (REFUSED, "Omar Haddad")):
            self.append(trusted(write(address, "", f"I sign, but under protest.\n\n{who}\n")), moment("15T10:00"))
        self.once(*OPEN)
        waiting = [row["id"] for row in self.signatures(*OPEN) if row["state"] == "review"]
        self.assertEqual(len(waiting), 2)
        self.once(*NEXT_DAY)
        digest = self.report("digest")
        self.assertIn(f"accept {waiting[0]}", text(digest))
        self.reply(digest, f"accept {waiting[0]}\nreject {waiting[1]}\naccept 999\n", "16T12:30")
        self.once(*at("16T13:00"))
        states = {row["id"]: row["state"] for row in self.signatures(*NEXT_DAY)}
        self.assertEqual([states[number] for number in waiting], ["counted", "withdrawn"])
        answer = self.answers()[0]
        self.assertIn(": counted, and the signer is told", answer)
        self.assertIn(": kept off the list", answer)
        self.assertIn("999: nothing with this number waits", answer)
        self.assertIn("confirmation", self.kinds(WAITING))
        self.assertNotIn("confirmation", self.kinds(REFUSED))
        self.assertIn("agree", self.stage.answer(*at("16T13:00"), "recount"))
        self.assert_balanced(*at("16T13:00"))
