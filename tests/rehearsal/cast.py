"""The people of the rehearsal: whose mails of tests/replies are sent when, and who answers the
letter that the program writes back."""

import email
import email.policy
import email.utils
import html
import os
import re
from dataclasses import dataclass, field

from stage import MX, SIGNON, SOURCE

REPLIES = os.path.join(SOURCE, "tests", "replies")

# In the order in which they arrive, over the last days before the deadline …
BEFORE = """
    006-add-me 154-we-sign-simple 382-ooo-gmail 066-last-first-dept 002-plus-one 166-please-add-our-org
    258-fr-refus 070-sig-block-professor 253-es-form 412-postfix-host-not-found 106-anon-fedemployee
    182-coalition-with-members 014-count-on-my-signature 353-did-it-go-through 178-bullets-three
    098-affil-rabbi 242-es-agreguen 442-newsletter-petition 026-all-caps-aol 210-org-foreign-nepal
    246-es-sin-publicar 130-logo-signature 326-not-in-my-name 170-local-union 259-pt-assino 341-press-inquiry
    058-initials-only 190-org-in-sig-gmail 110-bottom-posted 034-form-affil 462-iphone-quote-only
    218-org-law-firm 267-zh-gb18030 372-unsub-remove-list 238-org-html-table-form 122-pgp-inline
    194-we-no-org 271-ko-seomyeong 206-org-resolution 280-ru-koi8r
""".split()
# … and behind it.
AFTER = "090-late-by-an-hour 226-org-bottom".split()

# What somebody writes above the letter that they received, quoting it. Whoever is asked to confirm
# (a mail host could not vouch for them) says yes, but for one who never answers.
ANSWERS = {
    "006-add-me": "Thank you! Please list me as Linh Pham, Nurse Practitioner, Oakland, CA.",
    "154-we-sign-simple": "Please withdraw our signature. Our board wants to discuss it first. Sorry!\n\nGraciela",
    "066-last-first-dept": "Could you please keep my name private? I still want to be counted.\n\nAna",
    "002-plus-one": "Yes, that was me.\n\nDevon",
    "242-es-agreguen": "Sí, confirmo.\n\nMaría",
}


@dataclass
class Letter:
    """A mail that a person of the cast sends."""
    name: str  # as in tests/replies, without .eml
    sender: str  # envelope; empty for a bounce
    author: str  # the address in From
    who: str  # the name in From, or the address
    octets: bytes
    result: str  # what the receiving host found: pass, fail, none
    answer: str = ""
    words: str = field(default="", compare=False)


def _header_block(octets):
    end = re.search(rb"\r?\n\r?\n", octets).start()
    return octets[:end], octets[end:]


def _unsent(octets):
    """A delivered mail as it was before the receiving host took it: without what that host wrote."""
    head, body = _header_block(octets)
    fields = re.split(rb"\r?\n(?![ \t])", head)
    kept = []
    for text in fields:
        name = text.split(b":", 1)[0].lower()
        if name in (b"return-path", b"delivered-to", b"authentication-results"):
            continue
        if name == b"received" and b"by " + MX.encode() in text:
            continue
        kept.append(text)
    return b"\r\n".join(kept) + body


def dated(octets, when):
    """The same mail, written at this time."""
    head, body = _header_block(octets)
    stamp = b"Date: " + email.utils.format_datetime(when).encode()
    return re.sub(rb"(?im)^date:[^\n]*(?:\n[ \t][^\n]*)*", lambda _: stamp, head, count=1) + body


def from_file(name):
    with open(os.path.join(REPLIES, name + ".eml"), "rb") as file:
        octets = file.read()
    mail = email.message_from_bytes(octets, policy=email.policy.default)
    who, author = email.utils.parseaddr(str(mail["From"]))
    found = re.search(r"dmarc=(\w+)", str(mail["Authentication-Results"] or ""))
    sender = email.utils.parseaddr(str(mail["Return-Path"] or ""))[1]
    return Letter(name, sender, author.lower(), who or author, _unsent(octets),
                  found.group(1) if found else "none", ANSWERS.get(name, ""))


def first_words(text, length=60):
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length - 1].rsplit(" ", 1)[0] + " …"


def title(octets):
    """What a letter calls itself: answers carry the subject of the mail that they answer, and their
    own in the HTML part."""
    mail = email.message_from_bytes(octets, policy=email.policy.default)
    page = mail.get_body(("html",))
    found = re.search(r"<title>(.*?)</title>", page.get_content(), re.S) if page else None
    return html.unescape(found.group(1)).strip() if found else str(mail["Subject"] or "(no subject)")


def reply_to(letter, author, who, words, when):
    """What a mail program sends when `author` answers `letter` (octets) with `words` on top."""
    got = email.message_from_bytes(letter, policy=email.policy.default)
    part = got.get_body(("plain", "html"))
    text = part.get_content() if part else ""
    subject = str(got["Subject"] or "")
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["From"] = email.utils.formataddr((who, author)) if who != author else author
    mail["To"] = str(got["Reply-To"] or got["From"] or SIGNON)
    mail["Subject"] = subject if subject.lower().startswith("re:") else "Re: " + subject
    mail["Date"] = email.utils.format_datetime(when)
    mail["Message-ID"] = email.utils.make_msgid(domain=author.rpartition("@")[2])
    if got["Message-ID"]:
        mail["In-Reply-To"] = str(got["Message-ID"]).strip()
        mail["References"] = " ".join((str(got["References"] or "") + " " + str(got["Message-ID"])).split())
    quoted = "".join(f"> {line}".rstrip() + "\n" for line in text.splitlines())
    mail.set_content(f"{words}\n\nOn {when:%a, %b %d, %Y at %I:%M %p}, {got['From']} wrote:\n\n{quoted}")
    return mail.as_bytes()
