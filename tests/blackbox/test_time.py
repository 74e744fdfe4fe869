"""Time: a clock that is set back or forward, a machine that sleeps, days of 23 and 25 hours, missing zone
data, and a program that was down when something fell due. Nothing early, nothing twice."""

import glob
import os
import shutil
import signal
import subprocess
import time

import loopback
import play
import stage as stages
from mailhost import MailHost
from play import ORGANIZER, kind, sign, somebody, trusted, utc

FAKETIME = sorted(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1"))
MEANWHILE = 1.5  # seconds in which the program looks at its clock more than once


def local(text):
    """Seconds since 1970 of a time in the campaign's zone in December 2015, such as 17T16:59:58."""
    return utc(f"2015-12-{text.replace('T', ' ')}").timestamp() + 8 * 3600


class PlainStage(stages.Stage):
    """Without TLS: the certificates of today are not valid in 2015."""

    def enter_mail_hosts(self, servers):
        self.submission = servers.enter_context(
            MailHost(self.path("submission"), self.dovecot.lmtp_port, self.domains, authenticate=False))
        self.submission_url, self.submission_login = self.submission.url(), False

    def configure(self, changes=()):
        super().configure([("mailbox", "url", stages.quoted(self.dovecot.url(tls=False))),
                           ("mailbox", "tls", '"none"'), ("submission", "tls", '"none"'), *changes])


def at(text):
    return ("--start-at", f"2015-12-{text}-08:00")


class Time(play.Play):
    people = tuple(f"person{n}@gmail.example" for n in range(6))

    def signs(self, number, arrived, run=None):
        """`run`: what --start-at says at the run that reads it, which maps arrival times by its own line."""
        when = time.time() - (local(run) - local(arrived)) if run else local(arrived)
        self.append(trusted(sign(self.people[number], somebody(number))), when)

    def organizers_got(self, what):
        return sum(kind(octets) == what for octets in self.stage.mailbox(ORGANIZER))

    def asked(self):
        """How often organizers were asked whether the release may still go out."""
        return sum(kind(octets) == "alarm" and "release approve" in " ".join(play.text(octets).split())
                   for octets in self.stage.mailbox(ORGANIZER))

    def releases(self):
        """How many each press contact got."""
        return {len(self.stage.mailbox(contact)) for contact in self.press}


class ClockThatIsSet(Time):
    """The program's own clock is the system's, and the system's is what this test sets."""

    Stage = PlainStage

    def setUp(self):
        if not FAKETIME:
            self.skipTest("libfaketime is missing: apt-get install faketime")
        super().setUp()

    def set_clock(self, text):
        with open(self.stage.path("clock.new"), "w", encoding="ascii") as clock:
            clock.write(f"{round(local(text) - time.time()):+d}")
        os.rename(self.stage.path("clock.new"), self.stage.path("clock"))

    def start_at(self, text, sleeps=False):
        """`sleeps`: what sets the clock is a machine that sleeps, so that all its clocks go on together."""
        self.set_clock(text)
        environment = dict(os.environ, LD_PRELOAD=FAKETIME[0], FAKETIME_TIMESTAMP_FILE=self.stage.path("clock"),
                           FAKETIME_NO_CACHE="1")
        if not sleeps:
            environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
        self.stage.daemon = loopback.start([play.PROGRAM, "--config", self.stage.config, "run"], self.stage.log,
                                           as_worker=False, env=environment)

    def answered(self, number, what):
        """A mail that is answered shows that the program has looked at its clock since."""
        address = self.people[number]
        self.until(f"{address} is answered", lambda: self.stage.mailbox(address))
        self.assertEqual(self.kinds(address), [what])

    def test_set_back_after_the_release_nothing_goes_out_twice(self):
        self.signs(0, "16T12:00:00")
        self.start_at("18T05:59:58")
        self.until("the release went out", lambda: self.releases() == {1})
        self.set_clock("18T07:00:01")
        self.until("the digest went out", lambda: self.organizers_got("digest") == 1)
        changes = (("18T05:00:00", "18T06:00:01"), ("17T16:00:00", "18T07:00:02"), ("10T00:00:00", "18T08:00:00"))
        for back, forth in changes:
            self.set_clock(back)
            time.sleep(MEANWHILE)
            self.set_clock(forth)
            time.sleep(MEANWHILE)
        self.signs(1, "18T08:00:00")
        self.answered(1, "late")
        self.assertEqual(self.stage.stop(), 0)
        self.assertEqual(self.releases(), {1})
        self.assertEqual((self.organizers_got("digest"), self.organizers_got("deadline-summary")), (1, 1))
        print(f"set back and forward {len(changes)} times, 0 letters twice ...", end=" ")

    def test_set_back_over_the_deadline_arrival_at_the_mailbox_still_decides(self):
        self.start_at("17T17:00:05")
        self.signs(0, "17T17:00:00")
        self.answered(0, "late")
        self.until("the summary went out", lambda: self.organizers_got("deadline-summary") == 1)
        self.set_clock("17T15:00:00")
        self.signs(1, "17T16:59:59")
        self.answered(1, "confirmation")
        self.signs(2, "17T17:00:00")
        self.answered(2, "late")
        self.set_clock("17T17:00:05")
        self.signs(3, "17T17:00:05")
        self.answered(3, "late")
        self.assertEqual(self.stage.stop(), 0)
        self.assertEqual(self.organizers_got("deadline-summary"), 1)
        self.assertEqual(self.releases(), {0})

    def test_set_forward_over_deadline_and_release_it_asks_and_all_in_the_mailbox_is_read_first(self):
        self.start_at("17T12:00:00")
        self.signs(0, "17T11:00:00")
        self.answered(0, "confirmation")
        self.signs(1, "17T16:59:59")
        self.signs(2, "17T17:00:00")
        self.set_clock("18T06:00:01")
        self.until("organizers are asked", lambda: self.asked() == 1, patience=40)
        time.sleep(MEANWHILE)
        self.assertEqual(self.releases(), {0})
        self.stage.answer(*at("18T06:00:05"), "release", "approve")
        self.until("the release went out", lambda: self.releases() == {1}, patience=40)
        self.answered(1, "confirmation")
        self.answered(2, "late")
        release = play.text(self.stage.mailbox(self.press[0])[0])
        for number, named in enumerate((True, True, False)):
            self.assertEqual(somebody(number) in release, named, number)
        self.assertEqual(self.stage.stop(), 0)

    def test_asleep_over_the_release_it_goes_out_once_and_asleep_for_too_long_it_asks(self):
        for wakes, releases, asked in (("18T07:30:00", {1}, 0), ("19T06:00:01", {1}, 1)):
            with self.subTest(wakes=wakes):
                self.configure(("store", "url", f'"sqlite:{wakes[:2]}.db"'))
                before = self.asked()
                self.start_at("18T05:30:00", sleeps=True)
                self.signs(0, "16T12:00:00")
                self.until("it is read", lambda: "mail handled" in self.stage.log_text())
                self.stage.daemon.send_signal(signal.SIGSTOP)
                self.set_clock(wakes)
                self.stage.daemon.send_signal(signal.SIGCONT)
                self.until("it was sent or asked for", lambda: self.asked() - before == asked
                           and self.releases() == releases)
                time.sleep(MEANWHILE)
                self.assertEqual(self.stage.stop(), 0)
                self.assertEqual(self.releases(), releases)
                os.remove(self.stage.log)


class Down(Time):
    """The program did not run when something fell due."""

    def test_over_the_deadline_what_arrived_in_time_counts(self):
        self.signs(0, "17T12:00:00", "17T12:05:00")
        self.once(*at("17T12:05:00"))
        self.signs(1, "17T16:58:00", "17T23:00:00")
        self.signs(2, "17T17:02:00", "17T23:00:00")
        self.once(*at("17T23:00:00"))
        self.assertEqual([self.states()[address] for address in self.people[:3]], ["counted", "counted", "late"])
        self.assertEqual(self.organizers_got("deadline-summary"), 1)
        self.assertEqual(self.releases(), {0})
        self.once(*at("18T05:59:57"))
        self.assertEqual(self.releases(), {0})
        self.assertEqual(self.organizers_got("deadline-summary"), 1)

    def test_over_the_release_it_goes_out_once_when_the_program_is_up_again(self):
        self.once(*at("17T18:00:00"))
        for moment in ("18T18:00:00", "18T18:00:01", "20T06:00:01"):
            self.once(*at(moment))
            self.assertEqual(self.releases(), {1})
        self.assertEqual(self.asked(), 0)

    def test_overdue_by_more_than_latest_it_asks_once_and_sends_when_a_person_says_so(self):
        self.once(*at("17T18:00:00"))
        for moment in ("19T06:00:01", "19T06:00:10", "20T12:00:00"):
            self.once(*at(moment))
            self.assertEqual((self.releases(), self.asked()), ({0}, 1))
        self.stage.answer(*at("20T12:00:05"), "release", "approve")
        for moment in ("20T12:00:10", "20T12:00:20"):
            self.once(*at(moment))
            self.assertEqual((self.releases(), self.asked()), ({1}, 1))

    def test_to_the_end_of_latest_it_still_goes_out_by_itself(self):
        self.once(*at("17T18:00:00"))
        self.once(*at("19T05:59:00"))
        self.assertEqual(self.releases(), {1})

    def test_many_missed_digests_are_one(self):
        self.once(*at("08T12:00:00"))
        self.once(*at("12T12:00:00"))
        self.assertEqual(self.organizers_got("digest"), 1)


class DaysOfOddLength(Time):
    # zone, digest_at, and when `run --once` runs, each time with how many digests there are then
    DAYS = (
        ("America/Los_Angeles", "02:30", (("2025-03-08T12:00:00-08:00", 0), ("2025-03-09T01:59:58-08:00", 0),
                                          ("2025-03-09T03:00:00-07:00", 1), ("2025-03-09T03:30:00-07:00", 1),
                                          ("2025-03-10T02:29:57-07:00", 1), ("2025-03-10T02:30:00-07:00", 2))),
        ("America/Los_Angeles", "01:30", (("2025-11-01T12:00:00-07:00", 0), ("2025-11-02T01:29:57-07:00", 0),
                                          ("2025-11-02T01:30:00-07:00", 1), ("2025-11-02T01:29:57-08:00", 1),
                                          ("2025-11-02T01:30:00-08:00", 1), ("2025-11-03T01:30:00-08:00", 2))),
        ("Europe/Berlin", "02:30", (("2025-03-29T12:00:00+01:00", 0), ("2025-03-30T01:59:57+01:00", 0),
                                    ("2025-03-30T03:00:00+02:00", 1), ("2025-03-31T02:30:00+02:00", 2))),
        ("Europe/Berlin", "02:30", (("2025-10-25T12:00:00+02:00", 0), ("2025-10-26T02:29:57+02:00", 0),
                                    ("2025-10-26T02:30:00+02:00", 1), ("2025-10-26T02:30:00+01:00", 1),
                                    ("2025-10-27T02:30:00+01:00", 2))),
    )

    def test_each_day_has_one_digest(self):
        looks = 0
        for number, (zone, digest_at, runs) in enumerate(self.DAYS):
            self.configure(("campaign", "timezone", f'"{zone}"'), ("organizers", "digest_at", f'"{digest_at}"'),
                           ("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
                           ("store", "url", f'"sqlite:{number}.db"'))
            before = self.organizers_got("digest")
            for moment, digests in runs:
                with self.subTest(zone=zone, moment=moment):
                    self.once("--start-at", moment)
                    self.assertEqual(self.organizers_got("digest") - before, digests)
                    looks += 1
        print(f"{looks} looks on {len(self.DAYS)} days of 23 or 25 hours, 0 early, 0 twice ...", end=" ")

    # deadline and release in a zone, the moments at which they are, and one second before each
    RELEASES = (
        ("America/Los_Angeles", "2025-11-02T00:30:00", "2025-11-02T02:00:00",
         "2025-11-02T09:59:57Z", "2025-11-02T10:00:00Z"),  # two hours and a half apart in truth
        ("Europe/Berlin", "2025-03-30T01:30:00", "2025-03-30T03:30:00",
         "2025-03-30T01:29:57Z", "2025-03-30T01:30:00Z"),  # one hour apart in truth
    )

    def test_a_release_on_such_a_day_is_not_early(self):
        for number, (zone, deadline, release, before, then) in enumerate(self.RELEASES):
            with self.subTest(zone=zone):
                self.configure(("campaign", "timezone", f'"{zone}"'), ("campaign", "deadline", deadline),
                               ("release", "at", release), ("store", "url", f'"sqlite:release{number}.db"'))
                self.once("--start-at", before)
                self.assertEqual(self.releases(), {number})
                self.once("--start-at", then)
                self.assertEqual(self.releases(), {number + 1})


class ZoneData(Time):
    def test_without_zone_data_it_does_not_start_and_says_why(self):
        if not shutil.which("strace"):
            self.skipTest("strace is missing: apt-get install strace")
        self.signs(0, "16T12:00:00")
        hidden = ["strace", "-f", "-qqq", "-o", "/dev/null", "-P", "/usr/share/zoneinfo/America/Los_Angeles",
                  "-e", "trace=%file", "-e", "inject=%file:error=ENOENT"]
        for command in (("check",), ("run", "--once"), ("run",), ("status",)):
            done = subprocess.run([*hidden, play.PROGRAM, "--config", self.stage.config, *at("18T06:00:01"),
                                            *command], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 78, done.stderr)
            self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
            for word in ("campaign.toml:", "timezone", "America/Los_Angeles"):
                self.assertIn(word, done.stderr)
        self.assertEqual((self.releases(), self.stage.mailbox(ORGANIZER)), ({0}, []))
