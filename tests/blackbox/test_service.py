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

    def test_the_unit_starts_the_program_that_was_installed(self):
        with open(self.path("lib", "systemd", "system", "undersigned@.service"), encoding="utf-8") as file:
            unit = file.read()
        self.assertIn(f"\nExecStart={self.program} --config ", unit)
        self.assertNotIn("@", unit.replace("undersigned@", "").replace("@system-service", "").replace("@privileged", "")
                         .replace("@resources", ""))

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
        unit = unit.replace("@PROGRAM@", play.PROGRAM).replace("@DOCUMENTATION@", "/usr/share/doc/undersigned")
        with open(self.unit, "w", encoding="utf-8") as out:
            out.write(unit)

    def analyze(self, *arguments):
        done = subprocess.run(["systemd-analyze", *arguments, self.unit], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def test_systemd_finds_nothing_wrong_with_it(self):
        self.assertEqual(self.analyze("verify", "--man=no"), (0, ""))

    def test_it_is_watched_bounded_and_given_its_secrets_by_systemd(self):
        with open(self.unit, encoding="utf-8") as file:
            settings = {line.strip() for line in file}
        self.assertLessEqual({"Type=notify", "WatchdogSec=2min", "MemoryMax=2G", "LimitCORE=0", "UMask=0077",
                              "StateDirectoryMode=0700", "ProtectSystem=strict", "NoNewPrivileges=yes",
                              "ProtectHostname=yes", "ProcSubset=pid", "KeyringMode=private", "DevicePolicy=closed",
                              "LoadCredential=mailbox:/etc/undersigned/%i/mailbox.password",
                              "LoadCredential=submission:/etc/undersigned/%i/submission.password"}, settings)

    def test_it_is_locked_in(self):
        status, output = self.analyze("security", "--offline=true", f"--threshold={round(EXPOSURE * 10)}")
        self.assertEqual(status, 0, output[-400:])


MISSING = [f"{tool}: apt-get install {package}" for tool, package in
           (("cpack", "cmake"), ("dpkg-shlibdeps", "dpkg-dev")) if not shutil.which(tool)]


@unittest.skipIf(MISSING, f"missing: {', '.join(MISSING)}")
class Package(unittest.TestCase):
    """The .deb, made from this build and put into a root of its own."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="undersigned-test.")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        build = os.path.dirname(play.PROGRAM)
        done = subprocess.run(["cpack", "-G", "DEB", "--config", os.path.join(build, "CPackConfig.cmake"), "-B",
                               cls.folder], capture_output=True, text=True, cwd=build)
        assert done.returncode == 0, done.stdout + done.stderr
        cls.package, = glob.glob(os.path.join(cls.folder, "*.deb"))

    def setUp(self):
        self.root = tempfile.mkdtemp(prefix="root.", dir=self.folder)
        for name in ("info", "updates", "triggers"):
            os.makedirs(os.path.join(self.root, "var", "lib", "dpkg", name))
        with open(os.path.join(self.root, "var", "lib", "dpkg", "status"), "w", encoding="ascii"):
            pass

    def dpkg(self, *arguments):
        """dpkg in the clean root. Its scripts are not run there: they are looked at by themselves."""
        front = []
        if os.geteuid() != 0:
            if not shutil.which("fakeroot"):
                self.skipTest("needs root or fakeroot: apt-get install fakeroot")
            front = ["fakeroot"]
        done = subprocess.run([*front, "dpkg", f"--root={self.root}", "--force-depends", "--force-bad-path",
                               *arguments], capture_output=True, text=True,
                              env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def files(self):
        return {os.path.relpath(os.path.join(folder, name), self.root)
                for folder, _, names in os.walk(self.root) for name in names
                if not folder.startswith(os.path.join(self.root, "var", "lib", "dpkg"))}

    def test_it_is_installed_and_removed_and_leaves_what_people_wrote(self):
        self.dpkg("--unpack", self.package)
        installed = self.files()
        self.assertLessEqual({"usr/bin/undersigned", "usr/lib/systemd/system/undersigned@.service",
                              "usr/lib/sysusers.d/undersigned.conf", "usr/lib/tmpfiles.d/undersigned.conf",
                              "usr/share/undersigned/templates/layout.html", "usr/share/undersigned/phrases/en.toml",
                              "usr/share/doc/undersigned/example/campaign.toml"}, installed)
        self.assertEqual([name for name in installed if not name.startswith("usr/")], [])
        with open(os.path.join(self.root, "usr/lib/systemd/system/undersigned@.service"), encoding="utf-8") as file:
            self.assertIn("\nExecStart=/usr/bin/undersigned --config /etc/undersigned/%i/", file.read())
        version = subprocess.run([os.path.join(self.root, "usr/bin/undersigned"), "--version"], capture_output=True,
                                 text=True)
        self.assertEqual(version.returncode, 0, version.stderr)
        kept = {"etc/undersigned/migrants-day/campaign.toml", "var/lib/undersigned/migrants-day/campaign.db"}
        for name in kept:
            path = os.path.join(self.root, name)
            os.makedirs(os.path.dirname(path))
            with open(path, "w", encoding="ascii") as file:
                file.write("a person's\n")
        for script in ("prerm", "postinst"):
            os.remove(os.path.join(self.root, "var/lib/dpkg/info", "undersigned." + script))
        self.dpkg("--purge", "undersigned")
        self.assertEqual(self.files(), kept)

    def test_its_scripts_are_shell_and_start_nothing(self):
        control = os.path.join(self.root, "control")
        subprocess.run(["dpkg-deb", "-e", self.package, control], check=True)
        self.assertLessEqual({"postinst", "prerm"}, set(os.listdir(control)))
        for script in ("postinst", "prerm"):
            path = os.path.join(control, script)
            self.assertTrue(os.access(path, os.X_OK), script)
            subprocess.run(["sh", "-n", path], check=True)
            # For all but the one step that it is for, it does nothing.
            subprocess.run(["/bin/sh", path, "upgrade"], check=True, env={"PATH": "/nowhere"})
            with open(path, encoding="utf-8") as file:
                self.assertNotIn("systemctl start", file.read())

    @unittest.skipUnless(shutil.which("systemd-sysusers") and shutil.which("systemd-tmpfiles"),
                         "systemd-sysusers is missing: apt-get install systemd")
    def test_user_and_folder_are_made(self):
        if os.geteuid() != 0:
            self.skipTest("needs root: it makes a user in a root of its own")
        subprocess.run(["dpkg-deb", "-x", self.package, self.root], check=True)
        os.makedirs(os.path.join(self.root, "etc"), exist_ok=True)
        for tool in (("systemd-sysusers",), ("systemd-tmpfiles", "--create")):
            done = subprocess.run([*tool, f"--root={self.root}", "undersigned.conf"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
        with open(os.path.join(self.root, "etc", "passwd"), encoding="ascii") as file:
            users = [line.split(":") for line in file]
        self.assertEqual([(user[0], user[6].strip()) for user in users if user[0] == "undersigned"],
                         [("undersigned", "/usr/sbin/nologin")])
        status = os.stat(os.path.join(self.root, "etc", "undersigned"))
        self.assertEqual((status.st_mode & 0o777, status.st_uid), (0o750, 0))
        self.assertNotEqual(status.st_gid, 0)
