"""What an organizer does by command with mails that came in: review, show, recount, erase."""

import json
import os
import sqlite3

import play
from play import sign, sign_for, trusted, write

MARIA, ANA, OFFICE, JO, ASKING, FORGED = (f"{n}@{n}-mail.example" for n in
                                          ("maria", "ana", "office", "jo", "asking", "forged"))


class Desk(play.Play):
    people = (MARIA, ANA, OFFICE, JO, ASKING, FORGED)
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"))

    def setUp(self):
        super().setUp()
        for mail in (sign(MARIA, "Maria Lopez"), sign(ANA, "Ana Souza"),
                     sign_for(OFFICE, "Rosa Marin", "Casa Azul"),
                     write(JO, "", "please add me\n", subject="sign on"),
                     write(ASKING, "Quinn Asker", "Who are you, and where is your office?\n", subject="A question")):
            self.append(trusted(mail))
        self.append(sign(FORGED, "Francis Forged"))
        self.once()

    def answer(self, *arguments):
        return self.stage.answer(*arguments)

    def by_address(self, address):
        return [row for row in self.signatures() if row["address"] == address]

    def reviews(self):
        """number → what, of all that waits."""
        lines = [line for line in self.answer("review").splitlines() if line[:1] in "m0123456789" and "\t" in line]
        return {line.split("\t")[0]: line.split("\t")[1] for line in lines}

    def test_what_waits_is_accepted_or_rejected_by_its_number(self):
        waiting = self.reviews()
        questions = [number for number, what in waiting.items() if ASKING in what]
        self.assertEqual(len(questions), 1, waiting)
        self.assertTrue(questions[0].startswith("m"), waiting)
        self.answer("review", "accept", questions[0])
        self.assertNotIn(questions[0], self.reviews())

        pending, = self.by_address(FORGED)
        self.assertIn(pending["state"], ("pending", "review"))
        out = self.answer("review", "reject", str(pending["id"]))
        self.assertIn("withdrawn", out)
        self.assertEqual(self.by_address(FORGED)[0]["state"], "withdrawn")
        before = len(self.stage.mailbox(FORGED))
        self.once()
        self.assertEqual(len(self.stage.mailbox(FORGED)), before, "a rejection writes nobody")

        self.answer("review", "accept", str(pending["id"]))
        self.once()
        self.assertEqual(self.by_address(FORGED)[0]["state"], "counted")
        self.assertIn("confirmation", self.kinds(FORGED))
        self.assertEqual(self.stage.run("review", "accept", "nonsense").returncode, 2)
        self.assertEqual(self.stage.run("review", "accept", "4711").returncode, 65)

    def test_one_signature_is_shown_with_the_mail_that_made_it(self):
        maria, = self.by_address(MARIA)
        shown = self.answer("signatures", "show", str(maria["id"]))
        for words in ("Maria Lopez", MARIA, "I sign the statement.", "Oakland, CA", "counted"):
            self.assertIn(words, shown)

    def test_a_correction_reaches_the_signer(self):
        maria, = self.by_address(MARIA)
        self.answer("signatures", "amend", str(maria["id"]), "--title", "Nurse")
        self.once()
        self.assertEqual(self.kinds(MARIA), ["confirmation", "amended"])
        self.assertIn("Nurse", play.text(self.stage.mailbox(MARIA)[-1]))

    def test_a_recount_agrees_and_sees_what_was_changed_behind_its_back(self):
        ana, = self.by_address(ANA)
        self.answer("signatures", "amend", str(ana["id"]), "--place", "Boston")
        self.answer("signatures", "withdraw", str(ana["id"]))
        self.answer("signatures", "add", "--name", "Hand Written", "--address", "hand@paper.example")
        self.append(trusted(write(MARIA, "Maria Lopez", "Please withdraw my signature.\n", subject="withdraw")))
        self.once()
        self.assertIn("agree", self.answer("recount"))
        store = os.path.join(os.path.dirname(self.stage.config), "campaign.db")
        with sqlite3.connect(store) as tampered:
            tampered.execute("UPDATE signature SET name = 'Mallory Smith' WHERE name = 'Hand Written'")
        tampered.close()
        done = self.stage.run("recount")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("Mallory Smith", done.stdout)
        self.assertIn("Hand Written", done.stdout)

    def test_an_erased_persons_mail_that_comes_again_brings_nothing_back(self):
        self.answer("erase", MARIA)
        self.assertEqual(self.by_address(MARIA), [])
        self.append(trusted(sign(MARIA, "Maria Lopez")))
        self.once()
        self.assertNotIn("counted", [row["state"] for row in self.by_address(MARIA)])
        status = self.status()
        self.assertEqual(status["mails"]["received"], sum(v for k, v in status["mails"].items() if k != "received"))
        self.assertIn("agree", self.answer("recount"))

    def test_the_figures_of_status_are_those_of_the_list(self):
        status, rows = self.status(), self.signatures()
        counted = [row for row in rows if row["state"] == "counted"]
        self.assertEqual(status["signatures"]["individuals"], sum(row["as"] == "individual" for row in counted))
        self.assertEqual(status["signatures"]["organizations"], sum(row["as"] == "organization" for row in counted))
        for state in ("pending", "review", "withdrawn", "late"):
            self.assertEqual(status["signatures"][state], sum(row["state"] == state for row in rows), state)
        self.assertEqual(json.loads(self.answer("signatures", "export", "--format", "json")), counted)
