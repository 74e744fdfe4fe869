"""The program as it is installed: found where it is, and locked in where systemd runs it."""

import glob
import os
import shutil
import subprocess
import tempfile
import unittest

import play
import stage as stages

EXPOSURE = 1.2  # of `systemd-analyze security`; what is left is the network that the program is for


class Installed(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="undersigned-test.")
        self.addCleanup(shutil.rmtree, self.folder)
        build = os.path.dirname(play.PROGRAM)
        done = subprocess.run(["cmake", "--install", build, "--prefix", self.folder], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.program = self.path("bin", "undersigned")

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def test_all_that_the_program_needs_is_there(self):
        for pattern in ("share/undersigned/templates/layout.html", "share/undersigned/templates/*/confirmation.md",
                        "share/undersigned/phrases/en.toml", "share/doc/undersigned/README.md",
                        "share/doc/undersigned/example/campaign.toml", "share/doc/undersigned/example/statement.md",
                        "lib/systemd/system/undersigned@.service", "lib/sysusers.d/undersigned.conf",
                        "lib/tmpfiles.d/undersigned.conf"):
            self.assertTrue(glob.glob(self.path(pattern)), pattern)

    def test_the_installed_program_finds_its_own_templates_and_phrases(self):
        example = self.path("example")
        shutil.copytree(self.path("share", "doc", "undersigned", "example"), example)
        config = os.path.join(example, "campaign.toml")
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "UNDERSIGNED_PASSWORD": "x"}
        with open(config, encoding="utf-8") as file:
            toml = file.read()
        for section in ("mailbox", "submission"):
            toml = stages.set_key(toml, section, "password", '{ env = "UNDERSIGNED_PASSWORD" }')
        with open(config, "w", encoding="utf-8") as file:
            file.write(toml)
        # Only what is installed, not the tree that it was built from.
        trace = ["strace", "-f", "-qq", "-e", "trace=openat", "-o", self.path("trace")] if shutil.which("strace") else []
        done = subprocess.run([*trace, self.program, "--config", config, "check"], capture_output=True, text=True,
                              env=environment, cwd="/")
        self.assertEqual(done.returncode, 0, done.stderr)
        if trace:
            with open(self.path("trace"), encoding="utf-8", errors="replace") as file:
                opened = [line for line in file if f'"{stages.SOURCE}/' in line and "= -1" not in line]
            self.assertEqual(opened, [])


@unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is missing: apt-get install systemd")
class Unit(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="undersigned-test.")
        self.addCleanup(shutil.rmtree, self.folder)
        self.unit = os.path.join(self.folder, "undersigned@.service")
        with open(os.path.join(stages.SOURCE, "systemd", "undersigned@.service.in"), encoding="utf-8") as template:
            unit = template.read()
        unit = unit.replace("@UNIT_PROGRAM@", play.PROGRAM).replace("@CMAKE_INSTALL_FULL_DOCDIR@", "/usr/share/doc")
        with open(self.unit, "w", encoding="utf-8") as out:
            out.write(unit)

    def analyze(self, *arguments):
        done = subprocess.run(["systemd-analyze", *arguments, self.unit], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def test_systemd_finds_nothing_wrong_with_it(self):
        self.assertEqual(self.analyze("verify", "--man=no"), (0, ""))

    def test_it_is_locked_in(self):
        status, output = self.analyze("security", "--offline=true", f"--threshold={round(EXPOSURE * 10)}")
        self.assertEqual(status, 0, output[-400:])
