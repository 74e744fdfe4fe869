"""Killed at any system call that changes something outside of it, the program loses no signature, counts
none twice and sends the release to nobody twice. One run makes its store, reads 20 mails, records and
confirms them, reports to the organizers, sends the release and moves the mails; it is killed right before
one of these calls and run again to its end.

Between two such calls a kill leaves the same behind, so these are all there are. A spaced sample of them,
or as many as $UNDERSIGNED_POINTS says (./check --kill: all)."""

import collections
import concurrent.futures
import glob
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import loopback
import play
import stage as stages
from play import ORGANIZER, parse, sign, trusted
from sink import Sink
from stage import quoted

SAMPLE = int(os.environ.get("UNDERSIGNED_POINTS", 50))  # of the calls
WORKERS = os.cpu_count() or 1
SIGNED_BEFORE = 16 * 3600  # seconds before the release: in time
FRONT = ("--start-at", "2015-12-18T06:00:01-08:00")
CONNECTIONS = 2
KILL_AT = os.path.join(os.path.dirname(play.PROGRAM), "tests", "kill_at")
PEOPLE = [f"person{n}@gmail.example" for n in range(20)]
PRESS = ["desk@metro-herald.example", "news@la-frontera.example", "city@valley-post.example"]

class SinkStage(stages.Stage):
    """Letters are taken by smtp-sink, which keeps each, whole, before it answers the final dot."""

    def enter_mail_hosts(self, servers):
        self.sink = servers.enter_context(Sink(self.path("sink"), dump=True))
        self.submission_url, self.submission_login = self.sink.url(), False

    def letters(self):
        """recipient → [octets], of all that was taken since the last call."""
        got = collections.defaultdict(list)
        for path in sorted(glob.glob(self.path("sink", "mail", "*"))):
            with open(path, "rb") as dump:
                octets = dump.read()
            os.remove(path)
            head, _, letter = octets.partition(b"\nReceived: ")  # the sink's own, below its notes
            recipient = re.search(rb"^X-Rcpt-Args: <([^>]*)>", head, re.M).group(1).decode()
            got[recipient].append(letter.partition(b"\n")[2])
        return got


def lean_program(folder):
    """The program as an installation with English alone: it starts in a third of the time."""
    os.makedirs(os.path.join(folder, "bin"))
    share = os.path.join(folder, "share", "undersigned")
    shutil.copy(play.PROGRAM, os.path.join(folder, "bin", "undersigned"))
    shutil.copytree(os.path.join(stages.SOURCE, "templates", "en"), os.path.join(share, "templates", "en"))
    shutil.copy(os.path.join(stages.SOURCE, "templates", "layout.html"), os.path.join(share, "templates"))
    os.makedirs(os.path.join(share, "phrases"))
    shutil.copy(os.path.join(stages.SOURCE, "config", "phrases", "en.toml"), os.path.join(share, "phrases"))
    return os.path.join(folder, "bin", "undersigned")


class Place:
    """Where one kill after another is tried: servers that live on, a mailbox and a store for each kill."""

    def __init__(self, folder, program, accounts):
        self.stage = SinkStage(folder, program, [*PEOPLE, *accounts], press=PRESS)
        self.accounts = iter(accounts)

    def prepare(self):
        """The configuration, and the mailbox with its mails as every other begins, too."""
        stage, first = self.stage, next(self.accounts)
        stage.configure([
            ("mailbox", "url", quoted(stage.dovecot.url(tls=False))), ("mailbox", "tls", '"none"'),
            ("submission", "tls", '"none"'), ("submission", "connections", str(CONNECTIONS)),
            ("campaign", "languages", '["en"]')])
        with open(stage.path("campaign", "press.csv"), "w", encoding="utf-8") as out:
            out.write("address,name,outlet\n" + "".join(f"{a},Editor,{a.split('@')[1]}\n" for a in PRESS))
        now = time.time()
        for number, address in enumerate(PEOPLE):
            stage.dovecot.append(first, [trusted(sign(address, f"Robin {chr(65 + number)}arlow"))],
                                 when=now - SIGNED_BEFORE)
        stage.dovecot.messages(first)
        self.first = stage.path("dovecot", "mail", first)

    def begin_anew(self):
        account = next(self.accounts)
        for path in glob.glob(self.stage.path("campaign", "campaign.db*")):
            os.remove(path)
        subprocess.run(["cp", "-a", self.first, self.stage.path("dovecot", "mail", account)], check=True)
        with open(self.stage.config, encoding="utf-8") as file:
            toml = stages.set_key(file.read(), "mailbox", "user", quoted(account))
        with open(self.stage.config, "w", encoding="utf-8") as out:
            out.write(toml)
        self.stage.letters()

    def killed_at(self, number):
        """A run that is killed right before that call (0: never): its exit status, and how many calls it made."""
        count = self.stage.path("calls")
        status = subprocess.run([KILL_AT, str(number), self.stage.program, "--config", self.stage.config, *FRONT,
                                 "run", "--once"], capture_output=True, timeout=300,
                                env=dict(os.environ, KILL_AT_COUNT=count)).returncode
        with open(count, encoding="ascii") as file:
            return status, int(file.read())


class EveryCall(unittest.TestCase):
    def setUp(self):
        if not os.path.exists(KILL_AT):
            self.skipTest("it is not built: ninja kill_at")
        self.folder = tempfile.mkdtemp(prefix="undersigned-test.")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        os.chmod(self.folder, 0o711)
        self.program = lean_program(os.path.join(self.folder, "lean"))

    def place(self, number, runs):
        accounts = [f"signon{n}@migrants-day.example" for n in range(runs + 1)]
        place = Place(os.path.join(self.folder, str(number)), self.program, accounts)
        try:
            self.enterContext(place.stage)
        except loopback.CannotRun as reason:
            self.skipTest(str(reason))
        place.prepare()
        return place

    def check_store(self, place):
        """What the file says, by its rows. Which contacts are in doubt."""
        store = sqlite3.connect(place.stage.path("campaign", "campaign.db"))
        try:
            def ask(sql):
                return store.execute(sql).fetchall()
            self.assertEqual(ask("PRAGMA integrity_check"), [("ok",)])
            self.assertEqual(ask("PRAGMA foreign_key_check"), [])
            self.assertEqual(sorted(ask("SELECT address_text, state FROM signature")),
                             sorted((address, "counted") for address in PEOPLE))
            self.assertEqual(ask("SELECT fate, count(*) FROM mail GROUP BY 1"), [("sign", len(PEOPLE))])
            self.assertEqual(sorted(ask("SELECT fate, sum(n) FROM mail_count GROUP BY 1 HAVING sum(n) <> 0")),
                             [("received", len(PEOPLE)), ("sign", len(PEOPLE))])
            self.assertEqual(ask("SELECT kind, state FROM letter WHERE state NOT IN ('sent', 'uncertain') "
                                 "OR (state = 'uncertain' AND kind <> 'release')"), [])
            return {who for (who,) in ask("SELECT recipient FROM letter WHERE state = 'uncertain'")}
        finally:
            store.close()

    def check_all_is_there(self, place):
        """How many letters came a second time, and how many contacts are in doubt."""
        doubted = self.check_store(place)
        recount = place.stage.run("recount")
        self.assertEqual(recount.returncode, 0, recount.stdout + recount.stderr)
        got = place.stage.letters()
        twice = 0
        for address in PEOPLE:
            ids = [parse(octets)["Message-ID"] for octets in got[address]]
            self.assertEqual(len(set(ids)), 1, f"{address}: {ids}")
            twice += len(ids) - 1
        self.assertGreater(len(got[ORGANIZER]), 0)
        for contact in PRESS:
            self.assertLessEqual(len(got[contact]), 1, contact)
            self.assertTrue(got[contact] or contact in doubted, contact)
        self.assertLessEqual(twice, CONNECTIONS)
        self.assertLessEqual(len(doubted), CONNECTIONS)
        return twice, len(doubted)

    def try_point(self, place, number):
        place.begin_anew()
        status, _ = place.killed_at(number)
        self.assertIn(status, (0, 128 + signal.SIGKILL))
        done = place.stage.run(*FRONT, "run", "--once")
        self.assertEqual(done.returncode, 0, done.stderr)
        return (status != 0, *self.check_all_is_there(place))

    def test_a_kill_anywhere_loses_nothing_and_doubles_nothing(self):
        first = self.place("first", 1)
        first.begin_anew()
        status, calls = first.killed_at(0)
        self.assertEqual(status, 0)
        self.check_all_is_there(first)
        points = range(1, calls + 1, max(1, calls // SAMPLE))
        waiting, wrong, results = iter(points), [], []
        turn = threading.Lock()

        def work(place):
            while True:
                with turn:
                    point = next(waiting, None)
                if point is None:
                    return
                try:
                    results.append(self.try_point(place, point))
                except Exception as reason:
                    wrong.append(f"killed before call {point} of {calls}: {reason}")

        places = [self.place(number, len(points)) for number in range(WORKERS)]
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            for done in [pool.submit(work, place) for place in places]:
                done.result()
        self.assertEqual(wrong, [], "\n".join(wrong))
        kills, twice, doubted = (sum(column) for column in zip(*results))
        self.assertGreater(kills, len(points) * 9 // 10)
        print(f"{kills} kills at {len(points)} of {calls} calls that change something, 0 signatures lost or "
              f"doubled, {twice} confirmations sent twice, {doubted} press contacts uncertain, none got it twice ...",
              end=" ")
        sys.stdout.flush()
