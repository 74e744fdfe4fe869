"""Killed at any system call that changes something outside of it, the program loses no signature, counts
none twice and sends the release to nobody twice. One run makes its store, reads 20 mails, records and
confirms them, reports to the organizers, sends the release and moves the mails; it is killed right before
one of these calls and run again to its end.

Between two such calls a kill leaves the same behind, so these are all there are. A spaced sample of them,
or as many as $UNDERSIGNED_POINTS says (./check --kill: all)."""

import os
import signal
import unittest

import interrupted
import play

SAMPLE = int(os.environ.get("UNDERSIGNED_POINTS", 50))  # of the calls
KILL_AT = os.path.join(os.path.dirname(play.PROGRAM), "tests", "kill_at")


@unittest.skipUnless(os.path.exists(KILL_AT), "kill_at is not built: ninja kill_at")
class EveryCall(interrupted.Interrupted):
    def killed_at(self, place, number):
        """A run that is killed right before that call (0: never): its exit status, and how many calls it made."""
        count = place.stage.path("calls")
        status = place.run_under(KILL_AT, str(number), KILL_AT_COUNT=count).returncode
        with open(count, encoding="ascii") as file:
            return status, int(file.read())

    def undisturbed(self):
        """How many such calls there are."""
        place = self.place("undisturbed", 1)
        place.begin_anew()
        status, calls = self.killed_at(place, 0)
        self.assertEqual(status, 0)
        self.check_all_is_there(place)
        return calls

    def kill(self, place, number):
        status, _ = self.killed_at(place, number)
        self.assertIn(status, (0, 128 + signal.SIGKILL))
        done = place.finish()
        self.assertEqual(done.returncode, 0, done.stderr)
        return (status != 0, *self.check_all_is_there(place))

    def test_a_kill_anywhere_loses_nothing_and_doubles_nothing(self):
        calls = self.undisturbed()
        points = range(1, calls + 1, max(1, calls // SAMPLE))
        kills, twice, doubted = (sum(column) for column in zip(*self.try_all(points, self.kill)))
        # How many mails come at once, and so how often it commits, is not the same in each run.
        self.assertGreater(kills, len(points) * 3 // 4)
        print(f"{kills} kills at {len(points)} of {calls} calls that change something, 0 signatures lost or doubled, "
              f"{twice} confirmations sent twice, {doubted} press contacts uncertain, none got it twice ...",
              end=" ", flush=True)
