"""SECURITY.md names a test for each threat: each of them is there."""

import os
import re
import unittest

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def lines():
    """[(threat, file, title)]"""
    with open(os.path.join(SOURCE, "SECURITY.md"), encoding="utf-8") as page:
        rows = [line.strip().strip("|").split(" | ") for line in page if line.startswith("| ")]
    rows = [row for row in rows if row[0].strip() not in ("threat", "---")]
    found = []
    for row in rows:
        cell = re.fullmatch(r"`([^`]+)`: (.+)", row[-1].strip()) if len(row) == 3 else None
        found.append((row[0].strip(), *(cell.groups() if cell else ("", ""))))
    return found


class Security(unittest.TestCase):
    def test_each_threat_has_a_test_that_is_there(self):
        self.assertGreater(len(lines()), 40)
        for threat, file, title in lines():
            with self.subTest(threat=threat):
                self.assertTrue(file and title, "no test is named")
                with open(os.path.join(SOURCE, file), encoding="utf-8") as tests:
                    text = tests.read()
                if file.endswith(".py"):
                    there = f"def test_{title.replace(' ', '_')}(self)" in text
                else:
                    there = re.search(r'TEST_CASE\(\s*"' + re.escape(title) + '"', re.sub(r'"\s+"', "", text))
                self.assertTrue(there, f"{file} has no test named so: {title}")


if __name__ == "__main__":
    unittest.main()
