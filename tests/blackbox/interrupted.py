"""One run of a whole campaign that is broken off somewhere, or meets a failing disk, and is run again to its
end, as often as there are points to try: servers live on, each try has a mailbox and a store of its own, and
several go on side by side. What must be true afterwards, whatever happened."""

import collections
import concurrent.futures
import glob
import os
import re
import shutil
import sqlite3
import subprocess
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

WORKERS = os.cpu_count() or 1
SIGNED_BEFORE = 16 * 3600  # seconds before the release: in time
FRONT = ("--start-at", "2015-12-18T06:00:01-08:00")
CONNECTIONS = 2
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
    """Where one try comes after another."""

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

    def run_under(self, *tracer, **environment):
        """The run to be broken off: by `tracer`, a command that runs another."""
        return subprocess.run([*tracer, self.stage.program, "--config", self.stage.config, *FRONT, "run", "--once"],
                              capture_output=True, text=True, timeout=300, env=dict(os.environ, **environment))

    def finish(self):
        return self.stage.run(*FRONT, "run", "--once")


class Interrupted(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="undersigned-test.")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        os.chmod(self.folder, 0o711)
        self.program = lean_program(os.path.join(self.folder, "lean"))

    def place(self, name, tries):
        accounts = [f"signon{n}@migrants-day.example" for n in range(tries + 1)]
        place = Place(os.path.join(self.folder, name), self.program, accounts)
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

    def try_all(self, points, attempt):
        """[attempt(place, point)], several at a time; fails with all that went wrong."""
        waiting, wrong, results = iter(points), [], []
        turn = threading.Lock()

        def work(place):
            while True:
                with turn:
                    point = next(waiting, None)
                if point is None:
                    return
                place.begin_anew()
                try:
                    results.append(attempt(place, point))
                except Exception as reason:
                    wrong.append(f"{point}: {reason}")

        places = [self.place(str(number), len(points)) for number in range(WORKERS)]
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            for done in [pool.submit(work, place) for place in places]:
                done.result()
        self.assertEqual(wrong, [], "\n".join(wrong))
        return results
