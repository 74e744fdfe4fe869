"""The rehearsal behind ./try leaves nothing running, however it is ended."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import play
import stage as stages


class Try(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="undersigned-test.")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.rehearsal = subprocess.Popen(
            [sys.executable, os.path.join(stages.SOURCE, "tests", "rehearsal", "rehearse.py"), play.PROGRAM, self.folder],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(self.rehearsal.stdout.close)
        self.addCleanup(self.rehearsal.kill)
        for line in self.rehearsal.stdout:
            if "the program starts" in line:
                break
            if "cannot run here" in line:
                self.skipTest(line.strip())
        time.sleep(2)  # in the middle of it
        self.assertGreater(len(self.running()), 3)

    def running(self):
        """Processes of this rehearsal: its folder is in their command line or is where they work."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    line = file.read().replace(b"\0", b" ").decode("utf-8", "replace")
                place = os.readlink(f"/proc/{pid}/cwd")
            except OSError:  # it ended, or it is somebody else's
                continue
            if self.folder in line or place.startswith(self.folder):
                found.append(line)
        return found

    def ends(self, number, status):
        self.rehearsal.send_signal(number)
        self.rehearsal.stdout.read()
        self.assertEqual(self.rehearsal.wait(20), status)
        end = time.monotonic() + 10
        while self.running() and time.monotonic() < end:
            time.sleep(0.1)
        self.assertEqual(self.running(), [])

    def test_after_ctrl_c(self):
        self.ends(signal.SIGINT, 130)

    def test_after_being_told_to_end(self):
        self.ends(signal.SIGTERM, 130)

    def test_after_being_killed(self):
        self.ends(signal.SIGKILL, -signal.SIGKILL)
