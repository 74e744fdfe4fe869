"""Nobody signs, corrects or withdraws for somebody else, and nobody is written to in their name."""

import play
from play import ORGANIZER, SIGNON, parse, sign, trusted, write

VICTIM = "maria@gmail.example"
MX = play.stages.MX
RECEIVED = (f"Received: from mail.gmail.example (unknown [203.0.113.9])\r\n"
            f"\tby {MX} (Postfix) with ESMTP id 1; Thu, 17 Dec 2015 10:00:00 -0800\r\n").encode()
CLAIM = f"Authentication-Results: {MX};\r\n\tdmarc=pass header.from=gmail.example\r\n".encode()


def forged(octets, result="fail"):
    """As the receiving host hands it on that found it forged: what the forger wrote stands below."""
    return trusted(RECEIVED + CLAIM + RECEIVED + CLAIM + octets, result)


class Trust(play.Play):
    people = (VICTIM,)
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
               ("mailbox", "move", "false"))

    def take(self, *mails):
        for octets in mails:
            self.append(octets)
            self.once()

    def entries(self):
        return [(row["name"], row["title"], row["place"], row["state"]) for row in self.signatures()]

    def test_results_that_came_with_the_mail_are_not_believed(self):
        self.take(RECEIVED + CLAIM + sign(VICTIM, "Maria Lopez"))
        self.assertEqual(self.states(), {VICTIM: "pending"})
        self.assertEqual(self.kinds(VICTIM), ["challenge"])

    def test_nothing_of_a_forged_mail_is_left_in_the_genuine_entry(self):
        clown = write(VICTIM, "Maria Lopez", "I sign the statement, please keep my name private.\n\nMaria Lopez\n"
                                             "Chief Clown\nNowhere, NV\n")
        self.take(forged(clown))
        self.assertEqual([row["state"] for row in self.signatures()], ["pending"])
        self.take(trusted(sign(VICTIM, "Maria Lopez")))
        self.assertEqual(self.entries(), [("Maria Lopez", None, "Oakland, CA", "counted")])
        self.assertTrue(self.signatures()[0]["listed"])
        self.assertEqual(self.kinds(VICTIM), ["challenge", "confirmation"])
        self.assertNotIn("Clown", self.stage.answer("signatures", "export", "--all"))
        self.assertEqual(self.stage.run("recount").returncode, 0)

    def test_forged_mails_change_nothing_of_who_signed(self):
        self.take(trusted(sign(VICTIM, "Maria Lopez")))
        before = self.signatures()
        for subject, text in (("Withdraw", "Please withdraw my signature.\n\nMaria Lopez\n"),
                              ("No", "I will not sign this. Please do not add my name.\n\nMaria Lopez\n"),
                              ("Correction", "Please correct my entry.\n\nName: Maria Clown\nCity: Nowhere, NV\n"),
                              ("unsubscribe", "unsubscribe\n"),
                              ("I sign", "I sign the statement.\n\nMaria Lopez\nChief Clown\nNowhere, NV\n")):
            with self.subTest(subject=subject):
                octets = write(VICTIM, "Maria Lopez", text, subject=subject)
                self.take(forged(octets), RECEIVED + CLAIM + octets.replace(b"Message-ID: <", b"Message-ID: <x"))
                self.assertEqual(self.signatures(), before)
        self.assertLessEqual(len(self.kinds(VICTIM)), 2)
        self.assertGreaterEqual(len(self.stage.answer("review", "list").splitlines()), 2)
        self.assert_balanced()
        self.assertEqual(self.stage.run("recount").returncode, 0)

    def test_our_own_address_in_any_spelling_neither_signs_nor_is_answered(self):
        local, domain = SIGNON.split("@")
        for address in (SIGNON, SIGNON.upper(), f"{local.title()}+x@{domain}", f"{local}+confirm-a@{domain.upper()}"):
            self.take(trusted(sign(address, "Maria Lopez")))
        self.assertEqual(self.signatures(), [])
        self.assertEqual(self.status()["mails"]["auto-reply"], 4)
        self.assertEqual(self.status()["letters"], {"queued": 0, "sent": 0, "uncertain": 0, "failed": 0})

    def test_only_the_answer_with_the_token_makes_a_pending_entry_count(self):
        self.take(forged(sign(VICTIM, "Maria Lopez")))
        self.take(forged(write(VICTIM, "Maria Lopez", "Yes, that was me.\n", subject="Re: please confirm [confirm-"
                               + "a" * 40 + "]")))
        self.assertEqual(self.states(), {VICTIM: "pending"})
        challenge = parse(self.stage.mailbox(VICTIM)[0])
        self.take(forged(write(VICTIM, "Maria Lopez", "Yes, that was me.\n", subject="Re: " + challenge["Subject"],
                               In_Reply_To=challenge["Message-ID"])))
        self.assertEqual(self.states(), {VICTIM: "counted"})
        self.assertEqual(self.stage.mailbox(ORGANIZER), [])
