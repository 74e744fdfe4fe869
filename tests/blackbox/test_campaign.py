"""The whole campaign of 2015 on an accelerated clock, behind Postfix: who gets which letter, when,
and never what."""

import re
import subprocess
import tempfile
from collections import Counter
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import cast
import ledger
import play
import stage as stages
from clock import Clock, local
from performance import Performance
from play import SIGNON, sign, sign_for, write

ZONE = ZoneInfo("America/Los_Angeles")
START = local("2015-12-14 14:00", ZONE)  # long enough before the first digest for a slow start
DEADLINE = local("2015-12-17 17:00", ZONE)
RELEASE = local("2015-12-18 06:00", ZONE)
END = local("2015-12-18 09:00", ZONE)
SPEED = 7200

PEOPLE = {"adams": "Zoe Adams", "brook": "Yann Brook", "cole": "Xenia Cole", "dunn": "Will Dunn",
          "ellis": "Vera Ellis", "frost": "Ulla Frost", "grant": "Tara Grant", "hayes": "Sam Hayes"}
ORGANIZATIONS = {"zinnia": ("Nora Zimmer", "Alder Street Clinic"), "yarrow": ("Omar Yates", "Birch Hill Tenants Union"),
                 "xylo": ("Pia Xavier", "Cedar Valley Farmworkers")}
PRIVATE, LEAVING, MENDING, FORGED, SILENT = "private", "leaving", "mending", "forged", "silent"
LATE = ("late", "later")


def address(name):
    return f"{name}@{name}-mail.example"


def pdf_text(octets):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(octets)
        file.flush()
        return subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True, text=True,
                              check=True).stdout


class Campaign(play.Play):
    maxDiff = None
    Stage = stages.PostfixStage
    people = [address(name) for name in [*PEOPLE, *ORGANIZATIONS, PRIVATE, LEAVING, MENDING, FORGED, SILENT, *LATE]]
    doubted = [name + "-mail.example" for name in (FORGED, SILENT)]
    organizers = ("organizer@migrants-day.example", "second@migrants-day.example")
    press = ("desk@metro-herald.example", "news@la-frontera.example", "radio@open-air.example")
    changes = (("campaign", "deadline", f"{DEADLINE:%Y-%m-%dT%H:%M:%S}"),
               ("campaign", "timezone", '"America/Los_Angeles"'),
               ("release", "at", f"{RELEASE:%Y-%m-%dT%H:%M:%S}"), ("organizers", "digest_at", '"07:00"'))

    def test_everybody_gets_what_was_promised_when_it_was_promised(self):
        self.performance = Performance(self.stage, Clock(START, SPEED))
        self.performance.on_letter = self.answer_letter
        self.answers = {address(LEAVING): "Please withdraw my signature.\n\nLee",
                        address(MENDING): "Please correct the entry. It should read:\n\nName: Mina Mendoza\n"
                                          "Title: Nurse\nCity, State/Country: Fresno, CA",
                        address(FORGED): "Yes, that was me."}
        self.write_mails()
        self.performance.play(END, complete=lambda: len(self.to(*self.press)) >= len(self.press))
        self.clock = self.performance.clock.arguments()
        with self.subTest("supporters"):
            self.check_supporters()
        with self.subTest("organizers"):
            self.check_organizers()
        with self.subTest("press"):
            self.check_press()
        with self.subTest("records"):
            self.check_records()

    def write_mails(self):
        mails = [(sign(address(name), who), True) for name, who in PEOPLE.items()]
        mails += [(sign_for(address(name), who, body), True) for name, (who, body) in ORGANIZATIONS.items()]
        mails += [(write(address(PRIVATE), "Petra Prinz", "I sign the statement, but please do not publish my "
                                                          "name.\n\nPetra Prinz\nReno, NV\n"), True),
                  (sign(address(LEAVING), "Lee Leaver"), True), (sign(address(MENDING), "Mina Mendosa"), True),
                  (sign(address(FORGED), "Fred Forger"), False), (sign(address(SILENT), "Sid Silent"), False)]
        step = timedelta(hours=44) / len(mails)
        for number, (octets, vouched) in enumerate(mails):
            self.cue(START + timedelta(hours=1) + number * step, octets, vouched)
        for number, name in enumerate(LATE):
            self.cue(DEADLINE + timedelta(hours=3 + 3 * number), sign(address(name), f"{name.title()} Comer"))

    def cue(self, when, octets, vouched=True):
        author = play.parse(octets)["From"].addresses[0].addr_spec
        self.performance.cue(when, partial(self.performance.send, author, octets, vouched))

    def answer_letter(self, when, recipient, octets):
        words = self.answers.pop(recipient, None)
        if words:
            later, who = when + timedelta(hours=3), str(play.parse(octets)["To"].addresses[0].display_name)
            self.cue(later, cast.reply_to(octets, recipient, who, words, later), recipient != address(FORGED))

    def to(self, *recipients):
        return [letter for letter in self.performance.letters if letter[1] in recipients]

    def check_supporters(self):
        expected = {**{address(name): ["confirmation"] for name in [*PEOPLE, *ORGANIZATIONS, PRIVATE]},
                    address(LEAVING): ["confirmation", "withdrawn"], address(MENDING): ["confirmation", "amended"],
                    address(FORGED): ["challenge", "confirmation"], address(SILENT): ["challenge", "challenge"],
                    **{address(name): ["late"] for name in LATE}}
        self.assertEqual({who: self.kinds(who) for who in self.people}, expected)
        shown = {address(name): who for name, who in PEOPLE.items()}
        shown |= {address(name): body for name, (_, body) in ORGANIZATIONS.items()}
        for who, listing in shown.items():
            letter = self.stage.mailbox(who)[0]
            self.assertIn(listing, play.text(letter))
            self.assertEqual(play.parse(letter)["To"].addresses[0].addr_spec, who)
            self.assertTrue(play.parse(letter)["In-Reply-To"])
        self.assertIn("Mina Mendoza", play.text(self.stage.mailbox(address(MENDING))[1]))

    def check_organizers(self):
        for organizer in self.organizers:
            letters = [(when, play.kind(octets), octets) for when, _, octets in self.to(organizer)]
            digests = [(when, octets) for when, kind, octets in letters if kind == "digest"]
            self.assertEqual([f"{when.astimezone(ZONE):%d}" for when, _ in digests], ["15", "16", "17", "18"])
            for when, _ in digests:
                due = when.astimezone(ZONE).replace(hour=7, minute=0, second=0, microsecond=0)
                self.assertTrue(due <= when < due + timedelta(hours=3), when)
            # At this speed the quarter of an hour after which the program complains is an eighth of a second.
            kinds = Counter(kind for _, kind, _ in letters if kind != "alarm")
            self.assertEqual(kinds, {"digest": 4, "deadline-summary": 1})
            last = digests[-1][1]
            lists = {name: octets for name, octets in attachments_ending(last, ".csv")}
            self.assertEqual(len(lists), 1)
            csv = next(iter(lists.values())).decode("utf-8-sig")
            self.assertIn("Zoe Adams", csv)
            self.assertIn("Cedar Valley Farmworkers", csv)

    def check_press(self):
        letters = self.to(*self.press)
        self.assertEqual(sorted(recipient for _, recipient, _ in letters), sorted(self.press))
        everybody = {*self.people, *self.organizers, *self.press}
        for when, recipient, octets in letters:
            self.assertGreaterEqual(when, RELEASE)
            mail = play.parse(octets)
            self.assertEqual([a.addr_spec for a in mail["To"].addresses], [recipient])
            self.assertFalse(mail["Cc"] or mail["Bcc"])
            pdfs = [pdf_text(content) for _, content in attachments_ending(octets, ".pdf")]
            self.assertEqual(len(pdfs), 1)
            for seen in (play.text(octets), pdfs[0]):
                self.check_release_text(seen)
            whole = (octets.decode("utf-8", "replace") + play.text(octets) + pdfs[0]).lower()
            self.assertEqual([a for a in everybody - {recipient} if a in whole], [])
        self.assertTrue(self.stage.one_recipient_each())

    def check_release_text(self, seen):
        flat = re.sub(r"\s+", " ", seen)
        for name in [*PEOPLE.values(), "Mina Mendoza", "Fred Forger", *(body for _, body in ORGANIZATIONS.values())]:
            self.assertIn(name, flat)
        for name in ("Petra Prinz", "Lee Leaver", "Sid Silent", "Late Comer", "Later Comer", "Mina Mendosa"):
            self.assertNotIn(name, flat)
        bodies = [flat.index(body) for _, body in ORGANIZATIONS.values()]
        self.assertEqual(bodies, sorted(bodies), "organizations stand from A to Z")
        families = [flat.index(who) for who in PEOPLE.values()]
        self.assertEqual(families, sorted(families), "people stand by family name")

    def check_records(self):
        states = Counter(self.states(*self.clock).values())
        self.assertEqual(states, {"counted": len(PEOPLE) + len(ORGANIZATIONS) + 3, "withdrawn": 1, "pending": 1,
                                  "late": 2})
        status = self.status(*self.clock)
        self.assertEqual(status["phase"], "released")
        self.assertEqual(status["letters"]["sent"], len(self.performance.letters))
        self.assertEqual(status["letters"]["queued"] + status["letters"]["uncertain"] + status["letters"]["failed"], 0)
        self.assert_balanced(*self.clock)
        self.assertEqual(self.stage.run(*self.clock, "recount").returncode, 0)
        self.assertEqual(ledger.differences(play.PROGRAM, self.stage.config, self.stage.path("campaign", "campaign.db"),
                                            self.clock), [])
        self.assertEqual(self.stage.mailbox(SIGNON), [])


def attachments_ending(octets, ending):
    return [(name, content) for name, content in play.attachments(octets) if name.lower().endswith(ending)]
