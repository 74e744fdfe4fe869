"""A disk on which calls fail: the run ends with one clear line and an exit status that says to try again, or
goes on where the fault passes; nothing that was kept is lost, and the next run completes everything."""

import collections
import shutil
import unittest

import interrupted

# What fails, with what, how many times such a call comes in a run, and where it is tried.
FAULTS = [("pwrite64", "ENOSPC", (1, 4, 40, 120, 250, 300, 400, 500, 600, 700)),
          ("pwrite64", "EIO", (2, 30, 200, 450, 650)),
          ("pwrite64", "EROFS", (3, 80, 350, 550)),
          ("fdatasync", "EIO", (1, 2, 5, 9, 14, 20, 27, 35, 41)),
          ("fdatasync", "ENOSPC", (3, 12, 24, 38)),
          ("ftruncate", "EIO", (1, 2)),
          ("unlink", "EROFS", (1, 2))]
# In turn once, and from then on.
STEPS = [(call, fault, f"{first}{'+' * (number % 2)}") for call, fault, places in FAULTS
         for number, first in enumerate(places)]
BUSY, FAILED = 75, 1


@unittest.skipUnless(shutil.which("strace"), "strace is missing: apt-get install strace")
class Faults(interrupted.Interrupted):
    def meet(self, place, point):
        call, fault, when = point
        done = place.run_under("strace", "-f", "-qqq", "-o", place.stage.path("trace"), "-e", "signal=none",
                               "--seccomp-bpf", "-e", f"trace={call}", "-e", f"inject={call}:error={fault}:when={when}")
        self.assertIn(done.returncode, (0, FAILED, BUSY), done.stderr)
        with open(place.stage.path("trace"), encoding="utf-8", errors="replace") as trace:
            injected = trace.read().count("(INJECTED)")
        if done.returncode:
            self.assertIn("campaign.db", done.stderr.splitlines()[-1])
            self.assertTrue(done.stderr.splitlines()[-1].startswith("undersigned: "), done.stderr)
        finished = place.finish()
        self.assertEqual(finished.returncode, 0, finished.stderr)
        return (injected, done.returncode, *self.check_all_is_there(place))

    def test_a_fault_anywhere_loses_nothing_and_doubles_nothing(self):
        injected, statuses, twice, doubted = zip(*self.try_all(STEPS, self.meet))
        met = sum(number > 0 for number in injected)
        self.assertGreater(met, len(STEPS) * 2 // 3)
        ended = collections.Counter(statuses)
        print(f"{met} runs met {sum(injected)} faults, {ended[BUSY]} ended with {BUSY}, {ended[FAILED]} with {FAILED}, "
              f"{ended[0]} went on, 0 signatures lost or doubled, {sum(twice)} confirmations sent twice, "
              f"{sum(doubted)} press contacts uncertain, none got it twice ...", end=" ", flush=True)
