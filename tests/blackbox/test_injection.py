"""Names that are more than names, in every field and every output: they stay names."""

import csv
import html.parser
import io
import json
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from email.header import Header
from xml.etree import ElementTree

import play
from play import ORGANIZER, trusted

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e"
CONTROLS = "".join(chr(c) for c in [*range(0x20), *range(0x7f, 0xa0)] if chr(c) not in "\t\r\n")
# What a name may hold that somebody chose who wants more than to sign. `seen`: what of it is a name.
HOSTILE = {
    "header": "Eve Header\r\nBcc: victim@example.org\r\n\r\nhello",
    "nul": "Eve\0Null",
    "terminal": "Eve \x1b[31mTerminal\x9b1m",
    "override": "Eve \u202egnirtS\u202c Override",
    "isolate": "Eve \u2066Isolate\u2069",
    "zero width": "Eve Ze\u200bro\ufeff\u00ad Width",
    "html": "Eve <script>alert(1)</script> <img src=x onerror=alert(2)> &lt;Html&gt;",
    "link": "Eve [press](http://evil.example/) Link",
    "image": "Eve ![x](http://evil.example/a.png) Image",
    "autolink": "Eve http://evil.example/b Auto",
    "markdown": "Eve **bold** _thin_ `code` # Markdown",
    "mustache": "Eve {{campaign}} {{{from_name}}} {{#signers}} Mustache",
    "formula": "=HYPERLINK(\"http://evil.example\",\"Eve Formula\")",
    "plus": "+1+cmd|' /C calc'!A0 Eve Plus",
    "minus": "-2+3 Eve Minus",
    "at": "@SUM(1+1)*cmd Eve At",
    "tab": "\t=1+1 Eve Tab",
    "quotes": "Eve \"Quoted\", 'Cell';\r\nnext,row",
    "sql": "Robert'); DROP TABLE signature;-- Eve",
    "file": "../../../../tmp/Eve File",
    "log": "Eve Log\n2015-12-16T00:00:00.000+00:00 info: mail handled mail=1",
    "format": "Eve %s%n%x {0} Format",
    "pdf": "Eve ) Tj ET (Pdf \\(",
    "xml": "Eve ]]></t></is> <f>1+1</f> Xml",
    "no character": "Eve \ufffe No \uffff Character",
    "long": "Eve " + "Long " * 200,
    "combining": "Eve Z" + "\u0301" * 300 + " Zalgo",
}
ALLOWED_SCHEMES = ("mailto:", "cid:", "https://", "http://")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.text = [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, [name for name, _ in attributes]))
        self.links += [value for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data):
        self.text.append(data)


def pdf_text(octets):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(octets)
        file.flush()
        return subprocess.run(["pdftotext", file.name, "-"], capture_output=True, text=True, check=True).stdout


class Injection(play.Play):
    people = tuple(f"p{n}@gmail.example" for n in range(len(HOSTILE)))
    press = ("desk@metro-herald.example",)
    maxDiff = None

    def expect_plain(self, where, text, isolates=False):
        """No character that is more than a character. `isolates`: our own, around each name."""
        bad = set(BIDI + ZERO_WIDTH + CONTROLS) - (set("\u2068\u2069") if isolates else set())
        found = sorted({hex(ord(c)) for c in text if c in bad})
        self.assertEqual(found, [], where)

    def expect_letter(self, octets):
        self.assertNotIn(b"\0", octets)
        letter = play.parse(octets)
        self.assertEqual(len(letter["To"].addresses), 1)
        names = [name.lower() for name in letter.keys()]
        for name in ("bcc", "cc"):
            self.assertNotIn(name, names)
        for name in ("from", "to", "subject", "date", "message-id"):
            self.assertEqual(names.count(name), 1, name)
        for value in letter.values():
            self.expect_plain("header", str(value))
        for part in letter.walk():
            if part.get_content_type() == "text/plain" and not part.get_filename():
                self.expect_plain("text", part.get_content())
            if part.get_content_type() == "text/html":
                self.expect_page(part.get_content())
            if part.get_filename():
                self.assertRegex(part.get_filename(), r"\A[\w.-]+\Z")
                self.expect_file(part.get_filename(), part.get_payload(decode=True))

    def expect_page(self, page):
        self.expect_plain("HTML", page)
        parsed = Page()
        parsed.feed(page)
        for tag, attributes in parsed.tags:
            self.assertNotIn(tag, ("script", "iframe", "object", "form", "input", "svg", "base", "link"))
            self.assertEqual([a for a in attributes if a.startswith("on")], [])
        for link in parsed.links:
            self.assertTrue(link.lower().startswith(ALLOWED_SCHEMES), link)
            self.assertNotIn("evil.example", link.split("?")[0])

    def expect_file(self, name, octets):
        if name.endswith(".csv"):
            self.expect_csv(octets.decode("utf-8-sig"))
        elif name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(octets)) as sheets:
                sheet = sheets.read("xl/worksheets/sheet1.xml").decode()
            self.assertNotRegex(sheet, r"<f[ >]")
            ElementTree.fromstring(sheet)  # what is no XML is read up to there, and no further
            self.expect_plain("xlsx", sheet)
        elif name.endswith(".pdf"):
            self.expect_plain("PDF", pdf_text(octets).replace("\f", ""), isolates=True)
            for word in (b"/JavaScript", b"/JS", b"/Launch", b"/OpenAction", b"evil.example"):
                self.assertNotIn(word, octets)

    def expect_csv(self, text):
        self.expect_plain("CSV", text)
        rows = list(csv.reader(io.StringIO(text, newline="")))
        self.assertEqual({len(row) for row in rows}, {len(rows[0])}, "every row has the same columns")
        for row in rows:
            for cell in row:
                self.assertFalse(cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell)

    def expect_all_clean(self, *front):
        """Every output of the program as it stands now."""
        for form in ("json", "text", "csv", "xlsx", "pdf"):
            for more in ((), ("--all",), ("--public",)):
                path = self.stage.path("list." + form)
                self.stage.answer(*front, "signatures", "export", "--format", form, "--out", path, *more)
                with open(path, "rb") as file:
                    octets = file.read()
                self.expect_file(path, octets)
                if form == "text":
                    self.expect_plain(form, octets.decode())
                if form == "json":
                    for row in json.loads(octets):
                        self.expect_plain(form, "".join(str(value) for value in row.values()))
        for command in (("signatures", "list", "--all"), ("status",), ("review", "list")):
            self.expect_plain(command, self.stage.answer(*front, *command))
        for row in self.signatures(*front):
            self.expect_plain("show", self.stage.answer(*front, "signatures", "show", str(row["id"])))

    def expect_log(self, log):
        self.expect_plain("log", log)
        for line in log.splitlines():
            self.assertRegex(line, r"\A\d{4}-\d\d-\d\dT[\d:.+-]+ (debug|info|warning|error): ")
            self.assertNotIn("Log\n", line)

    def take(self, when, *mails):
        for octets in mails:
            self.append(octets)
        return self.once("--verbose", "--start-at", when).stderr

    def expect_letters(self):
        for reader in (*self.people, *self.press, ORGANIZER):
            for octets in self.stage.mailbox(reader):
                self.expect_letter(octets)

    def finish(self, log):
        at = "2015-12-16T12:00:00-08:00"
        waiting = [str(row["id"]) for row in self.signatures("--start-at", at) if row["state"] == "review"]
        if waiting:
            self.stage.answer("--start-at", at, "review", "accept", *waiting)
        for when in (at, "2015-12-17T17:05:00-08:00", "2015-12-18T06:05:00-08:00", "2015-12-18T08:00:00-08:00"):
            log += self.once("--verbose", "--start-at", when).stderr
        self.expect_log(log)
        self.expect_all_clean("--start-at", "2015-12-18T08:00:00-08:00")
        self.expect_letters()
        self.assertEqual(len(self.stage.mailbox(self.press[0])), 1)
        self.assertEqual(self.status("--start-at", at)["mails"].get("quarantined"), 0)
        self.assertEqual(self.stage.run("--start-at", at, "recount").returncode, 0)

    def test_names_in_mails(self):
        """In From, in the sign-off and in a filled-in form."""
        mails = []
        for address, name in zip(self.people, HOSTILE.values()):
            shown = Header(name.replace("\r", "").replace("\n", " "), "utf-8", maxlinelen=10**6).encode()
            body = f"I sign the statement.\n\nName: {name}\nOrganization: {name}\nTitle: {name}\n" \
                   f"City, State/Country: {name}\n\n{name}\n"
            mails.append(trusted((f"From: {shown} <{address}>\r\nTo: {play.SIGNON}\r\nSubject: I sign\r\n"
                                  f"Message-ID: <{address}>\r\nMIME-Version: 1.0\r\n"
                                  "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                                  ).encode() + body.encode()))
        log = self.take("2015-12-16T10:00:00-08:00", *mails)
        self.assertGreaterEqual(len(self.signatures("--start-at", "2015-12-16T10:00:00-08:00")), len(HOSTILE) // 2)
        self.finish(log)

    def import_all(self, at, *more):
        rows = io.StringIO()
        table = csv.writer(rows)
        table.writerow(["as", "name", "organization", "title", "place", "address", "language"])
        for number, name in enumerate(HOSTILE.values()):
            if "\0" not in name:
                table.writerow(["individual", name, name, name, name, self.people[number], "en"])
        with open(self.stage.path("list.csv"), "w", encoding="utf-8", newline="") as file:
            file.write(rows.getvalue())
        self.stage.answer("--start-at", at, "signatures", "import", self.stage.path("list.csv"), *more)

    @unittest.skipUnless(OFFICE, "LibreOffice is missing: apt-get install libreoffice-calc-nogui")
    def test_a_spreadsheet_program_finds_no_formula_and_every_row(self):
        at = "2015-12-16T10:00:00-08:00"
        self.import_all(at, "--no-letter")
        for form in ("csv", "xlsx"):
            path = self.stage.path("names." + form)
            self.stage.answer("--start-at", at, "signatures", "export", "--format", form, "--out", path)
            read = ("--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,0,true",) if form == "csv" else ()
            subprocess.run([OFFICE, "--headless", f"-env:UserInstallation=file://{self.stage.path('office')}", *read,
                            "--convert-to", "fods", "--outdir", self.stage.path("opened"), path],
                           check=True, capture_output=True, timeout=120)
            with open(self.stage.path("opened", "names.fods"), encoding="utf-8") as file:
                opened = file.read()
            with self.subTest(form=form):
                formulas = set(re.findall(r'table:formula="([^"]*)"', opened))
                self.assertEqual(formulas - {"of:=TRUE()", "of:=FALSE()"}, set())  # as it keeps what is true or not
                self.assertEqual(opened.count("@gmail.example"), sum("\0" not in name for name in HOSTILE.values()))

    def test_names_that_organizers_pass_on(self):
        """Typed, imported and corrected: they come from a paper list or a form on the web."""
        at = "2015-12-16T10:00:00-08:00"
        self.import_all(at)
        for number, name in enumerate(HOSTILE.values()):
            if "\0" in name:
                continue
            fields = ("--organization=" + name, "--title=" + name, "--place=" + name)
            self.stage.answer("--start-at", at, "signatures", "add", "--as=organization",
                              f"--address=o{number}@gmail.example", *fields, "--no-letter")
        first = self.signatures("--start-at", at)[0]["id"]
        for name in HOSTILE.values():
            if "\0" not in name:
                self.stage.answer("--start-at", at, "signatures", "amend", str(first), "--name=" + name,
                                  "--place=" + name)
        self.finish("")
