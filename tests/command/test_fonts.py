"""What the program leaves behind of the fonts that it looked up."""

import os
import shutil
import stat
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["UNDERSIGNED"]
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts/truetype</dir><cachedir>{}</cachedir></fontconfig>"""


@unittest.skipUnless(os.geteuid() == 0, "only root writes the system's cache of fonts")
class Fonts(unittest.TestCase):
    def test_a_cache_of_fonts_that_root_makes_can_be_read_by_all_and_our_own_files_by_us_alone(self):
        folder = tempfile.mkdtemp(prefix="undersigned-test.")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        cache, fonts, campaign, out = (os.path.join(folder, name) for name in ("cache", "fonts.conf", "config", "out"))
        shutil.copytree(os.path.join(SOURCE, "config"), campaign)
        with open(fonts, "w", encoding="utf-8") as file:
            file.write(FONTS.format(cache))
        subprocess.run([PROGRAM, "--config", os.path.join(campaign, "campaign.toml"), "preview", "digest", "--out", out],
                       check=True, capture_output=True, timeout=120, env={**os.environ, "FONTCONFIG_FILE": fonts})
        kept = [os.path.join(cache, name) for name in os.listdir(cache)]
        self.assertGreater(len(kept), 0)
        for path in [cache, *kept]:
            self.assertTrue(os.stat(path).st_mode & stat.S_IROTH, f"{path} is not for all to read")
        for name in os.listdir(out):
            self.assertEqual(os.stat(os.path.join(out, name)).st_mode & 0o077, 0, name)


if __name__ == "__main__":
    unittest.main()
