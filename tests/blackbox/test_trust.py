"""Nobody signs, corrects or withdraws for somebody else, and nobody is written to in their name."""

import os
import time

import play
from play import ORGANIZER, SIGNON, parse, sign, text, trusted, write

VICTIM = "maria@gmail.example"
MX = play.stages.MX
RECEIVED = (f"Received: from mail.gmail.example (unknown [203.0.113.9])\r\n"
            f"\tby {MX} (Postfix) with ESMTP id 1; Thu, 17 Dec 2015 10:00:00 -0800\r\n").encode()
CLAIM = f"Authentication-Results: {MX};\r\n\tdmarc=pass header.from=gmail.example\r\n".encode()


def forged(octets, result="fail"):
    """As the receiving host hands it on that found it forged: what the forger wrote stands below."""
    return trusted(RECEIVED + CLAIM + RECEIVED + CLAIM + octets, result)


class Case(play.Play):
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
               ("mailbox", "move", "false"))

    def take(self, *mails):
        for octets in mails:
            self.append(octets)
            self.once()

    def entries(self):
        return [(row["name"], row["title"], row["place"], row["state"]) for row in self.signatures()]

    def put(self, mails):
        """As many mails as wanted, at once."""
        folder = self.stage.path("dovecot", "mail", SIGNON, "Maildir", "new")
        self.append(next(mails))  # Dovecot makes the folders
        like = os.stat(folder)
        for number, octets in enumerate(mails):
            path = os.path.join(folder, f"{time.time_ns()}.M{number}P1.test")
            with open(path, "wb") as out:
                out.write(octets)
            os.chown(path, like.st_uid, like.st_gid)


class Trust(Case):
    people = (VICTIM,)

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

    def test_a_forger_who_knows_a_mail_cannot_have_it_set_aside_as_a_copy(self):
        mail = sign(VICTIM, "Maria Lopez")
        self.take(forged(mail), trusted(mail))
        self.assertEqual(self.states(), {VICTIM: "counted"})
        self.assertEqual(self.kinds(VICTIM), ["challenge", "confirmation"])
        # Whichever of them comes again is a copy, and nobody is written to.
        self.take(b"X-Way: another\r\n" + trusted(mail), b"X-Way: another\r\n" + forged(mail))
        self.assertEqual(self.status()["mails"]["duplicate"], 2)
        self.assertEqual(len(self.kinds(VICTIM)), 2)
        self.assertEqual(self.stage.run("recount").returncode, 0)

    def test_who_is_said_to_be_out_of_reach_gets_the_call_all_the_same(self):
        report = write("mailer-daemon@gmail.example", "Mail Delivery System",
                       f"The mail could not be delivered.\n\n<{VICTIM}>: 550 5.1.1 no such user\n",
                       subject="Undelivered Mail Returned to Sender", Auto_Submitted="auto-replied",
                       X_Failed_Recipients=VICTIM)
        self.take(report)
        self.assertEqual(self.status()["mails"]["bounce"], 1)
        with open(self.stage.path("people.csv"), "w", encoding="ascii") as file:
            file.write(f"address\n{VICTIM}\n")
        self.assertIn("1 invited", self.stage.answer("call", self.stage.path("people.csv")))
        self.assertEqual(self.kinds(VICTIM), ["call"])

    def test_who_signs_and_who_is_answered_is_the_author_whatever_else_a_mail_names(self):
        self.take(trusted(sign(VICTIM, "Maria Lopez", Reply_To=ORGANIZER, Sender=ORGANIZER, Cc=ORGANIZER)))
        self.assertEqual(self.states(), {VICTIM: "counted"})
        self.assertEqual(self.kinds(VICTIM), ["confirmation"])
        self.assertEqual(self.stage.mailbox(ORGANIZER), [])

    def test_our_own_address_in_any_spelling_neither_signs_nor_is_answered(self):
        local, domain = SIGNON.split("@")
        for address in (SIGNON, SIGNON.upper(), f"{local.title()}+x@{domain}", f"{local}+confirm-a@{domain.upper()}"):
            self.take(trusted(sign(address, "Maria Lopez")))
        self.assertEqual(self.signatures(), [])
        self.assertEqual(self.status()["mails"]["auto-reply"], 4)
        self.assertEqual(self.status()["letters"], {"queued": 0, "sent": 0, "uncertain": 0, "failed": 0})

    def test_ten_thousand_forged_mails_in_one_name_cause_one_letter(self):
        name, domain = VICTIM.split("@")
        texts = ("I sign the statement.\n\nMaria Lopez\nOakland, CA\n", "What is this about?\n", "\n",
                 "Please withdraw my signature.\n", "We sign.\nOrganization: The Opponents\nContact name: M. Lopez\n")
        senders = (VICTIM, VICTIM.upper(), f"{name}+{{}}@{domain}", f"{name.title()}+x{{}}@{domain}")
        self.put(write(senders[n % len(senders)].format(n), "Maria Lopez", texts[n % len(texts)]) for n in range(10_000))
        self.once()
        self.assertEqual(self.status()["mails"]["received"], 10_000)
        self.assert_balanced()
        letters = self.status()["letters"]
        self.assertEqual((letters["sent"], letters["queued"]), (1, 0))
        self.assertEqual({row["state"] for row in self.signatures()} - {"pending", "review"}, set())
        print(f"10,000 forged mails, {letters['sent']} letter ...", end=" ")

    def test_who_does_not_answer_is_asked_once_more_and_is_never_on_the_list(self):
        self.append(forged(sign(VICTIM, "Maria Lopez")), play.utc("2015-12-16 12:00:00").timestamp())
        for hours, letters in ((0, 1), (12, 1), (25, 2), (30, 2), (40, 2), (60, 2)):
            front = ("--start-at", f"2015-12-{16 + (12 + hours) // 24}T{(12 + hours) % 24:02}:00:30Z")
            with self.subTest(hours=hours):
                self.once(*front)
                self.assertEqual(self.kinds(VICTIM), ["challenge"] * letters)
                self.assertEqual(self.states(*front), {VICTIM: "pending"})
                for shown in (("export", "--public"), ("export", "--format", "text"), ("list",)):
                    self.assertNotIn("Lopez", self.stage.answer(*front, "signatures", *shown))
        challenges = [parse(octets) for octets in self.stage.mailbox(VICTIM)]
        self.assertNotEqual(challenges[0]["Message-ID"], challenges[1]["Message-ID"])
        self.assertEqual(challenges[0]["In-Reply-To"], challenges[1]["In-Reply-To"])
        # The second letter's token is as good as the first one's.
        self.append(forged(write(VICTIM, "Maria Lopez", "Yes, that was me.\n", subject="Re: " + challenges[1]["Subject"],
                                 In_Reply_To=challenges[1]["Message-ID"])), play.utc("2015-12-19 01:00:00").timestamp())
        self.once(*front)
        self.assertEqual(self.states(*front), {VICTIM: "counted"})

    def test_only_the_answer_with_the_token_makes_a_pending_entry_count(self):
        self.take(forged(sign(VICTIM, "Maria Lopez")))
        self.take(forged(write(VICTIM, "Maria Lopez", "Yes, that was me.\n", subject="Re: please confirm [confirm-"
                               + "a" * 40 + "]")))
        self.assertEqual(self.states(), {VICTIM: "pending"})
        challenge = parse(self.stage.mailbox(VICTIM)[0])
        answer = {"subject": "Re: " + challenge["Subject"], "In_Reply_To": challenge["Message-ID"]}
        # With the token, but from somebody else, by a machine, or without a yes.
        for other in (write("mario@gmail.example", "Maria Lopez", "Yes, that was me.\n", **answer),
                      write(VICTIM, "Maria Lopez", "Yes, that was me.\n", Auto_Submitted="auto-replied", **answer),
                      write(VICTIM, "Maria Lopez", "Who are you?\n", **answer)):
            self.take(forged(other))
            self.assertEqual(self.states(), {VICTIM: "pending"})
        self.take(forged(write(VICTIM, "Maria Lopez", "Yes, that was me.\n", **answer)))
        self.assertEqual(self.states(), {VICTIM: "counted"})
        self.assertEqual(self.stage.mailbox(ORGANIZER), [])


class Flood(Case):
    people = (*(f"person{n}@gmail.example" for n in range(90)), *(f"person{n}@other{n}.example" for n in range(90)))

    def test_forged_mails_in_many_names_of_one_domain_cause_few_letters_and_a_line(self):
        self.configure(("trust", "letters_per_domain", "20"), ("trust", "letters_per_hour", "30"))
        self.put(sign(f"person{n}@gmail.example", "Robin Barlow") for n in range(90))
        front = ("--start-at", "2015-12-16T06:05:00-08:00")
        self.once(*front)
        self.assertEqual(self.status(*front)["letters"]["sent"], 20)
        self.put(sign(f"person{n}@other{n}.example", "Robin Barlow") for n in range(90))
        self.once(*front)
        self.assertEqual(self.status(*front)["letters"]["sent"], 30)
        self.once("--start-at", "2015-12-16T07:05:00-08:00")
        digest = [text(octets) for octets in self.stage.mailbox(ORGANIZER) if play.kind(octets) == "digest"]
        self.assertIn("150 mails were not answered", digest[-1])
