"""Reads every letter back with Python's email package, which nobody here wrote: each must parse
without a defect, be well-formed on the wire, and say in its text what it says in its HTML.

Usage: read_back.py TEST_LETTER"""

import email
import email.policy
import glob
import html.parser
import os
import re
import subprocess
import sys
import tempfile
import zipfile
import io


class Text(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.images, self.skip = [], [], 0

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("style", "title"):
            self.skip += 1
        if tag == "img":
            assert attributes.get("alt"), "a picture without an alternative text"
            self.images.append(attributes["src"])
        if tag == "a":
            assert re.match(r"https?://|mailto:", attributes["href"]), attributes["href"]

    def handle_endtag(self, tag):
        if tag in ("style", "title"):
            self.skip -= 1

    def handle_data(self, data):
        if not self.skip:
            self.words += data.split()


def check_wire(octets):
    assert octets.endswith(b"\r\n")
    assert octets.count(b"\n") == octets.count(b"\r") == octets.count(b"\r\n")
    for line in octets.split(b"\r\n"):
        assert len(line) <= 998 and all(c < 127 for c in line), line


def check(path):
    with open(path, "rb") as file:
        octets = file.read()
    check_wire(octets)
    letter = email.message_from_bytes(octets, policy=email.policy.default)
    for part in letter.walk():
        assert not part.defects, part.defects
        for name, value in part.items():
            assert not getattr(value, "defects", ()), (name, value.defects)
    for name in ("From", "To", "Date", "Message-ID", "Subject", "Reply-To", "MIME-Version"):
        assert len(letter.get_all(name)) == 1, name
    text = letter.get_body(("plain",)).get_content()
    page = Text()
    page.feed(letter.get_body(("html",)).get_content())
    shown = " ".join(page.words)
    for paragraph in re.split(r"\n\n+", text):
        if "<mailto:" in paragraph or len(paragraph) < 40 or "  " in paragraph:
            continue
        words = " ".join(w for w in paragraph.split() if w not in ("•", "--") and not w.startswith("<http"))
        if "in all. The last days" not in words and not re.search("={4}|-{4}", words):
            assert re.sub(r"\W+", "", words) in re.sub(r"\W+", "", shown), (path, words)
    ids = [p["Content-ID"].strip("<>") for p in letter.walk() if p["Content-ID"]]
    assert sorted("cid:" + i for i in ids) == sorted(page.images)
    for part in letter.iter_attachments():
        content = part.get_content()
        if part.get_filename().endswith(".xlsx"):
            assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
        if part.get_filename().endswith(".pdf"):
            assert content.startswith(b"%PDF-")


with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.argv[1], "[.write]"], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, "LETTERS_OUT": folder})
    letters = sorted(glob.glob(folder + "/*.eml"))
    assert len(letters) > 70, len(letters)
    for path in letters:
        try:
            check(path)
        except AssertionError as error:
            sys.exit(f"{os.path.basename(path)}: {error}")
    print(len(letters), "letters read back")
