"""Ten thousand letters with hostile names: each right on the wire, octet by octet, and read the same
by Python's email package, which nobody here wrote, as by our own reader over mimetic.

Usage: generated.py TEST_LETTER [LETTERS]"""

import concurrent.futures
import email
import email.header
import email.policy
import email.utils
import functools
import json
import os
import re
import subprocess
import sys
import tempfile

ONCE = ("date", "from", "to", "reply-to", "subject", "message-id", "mime-version", "content-type")
KNOWN = {*ONCE, "in-reply-to", "references", "auto-submitted", "x-auto-response-suppress", "list-id",
         "list-unsubscribe", "content-language", "content-transfer-encoding"}
ENCODED_WORD = re.compile(rb"=\?[^?\s]+\?[QBqb]\?[^?\s]*\?=")


def check_wire(octets):
    """RFC 5322, 2: lines end in CRLF, none is longer than 998, long ones are one token; 7 bits; a
    header of known fields, those once that may be there but once."""
    assert octets.endswith(b"\r\n")
    assert octets.count(b"\n") == octets.count(b"\r") == octets.count(b"\r\n"), "a bare CR or LF"
    assert not re.search(rb"[^\t\r\n -~]", octets), "an octet that is no printable ASCII"
    head, _, body = octets.partition(b"\r\n\r\n")
    names = []
    for line in head.split(b"\r\n"):
        assert len(line) <= 78 or len(line.split()) <= 2, line
        assert line.strip(), "a folded line of white space alone"
        assert all(len(word) <= 75 for word in ENCODED_WORD.findall(line)), line  # RFC 2047, 2
        if line[:1] not in (b" ", b"\t"):
            name, colon, _ = line.partition(b":")
            assert colon and re.fullmatch(rb"[!-9;-~]+", name), line
            names.append(name.decode().lower())
    assert set(names) <= KNOWN, set(names) - KNOWN
    assert len(names) == len(set(names)), names
    assert set(ONCE) <= set(names), names
    for line in body.split(b"\r\n"):
        assert len(line) <= 78, line


def folded(text):
    return text.replace("\r\n", "\n")


@functools.lru_cache(1000)  # most letters have the same sender
def address(field):
    """Name and address of a field with one. By the older functions: those of the new policy leave a
    space between two encoded words of a name (RFC 2047, 6.2)."""
    field = re.sub("\r?\n", "", field)
    assert len(email.policy.default.header_factory("To", field).addresses) == 1, field
    name, addr_spec = email.utils.parseaddr(field)
    local, _, domain = addr_spec.rpartition("@")
    return [str(email.header.make_header(email.header.decode_header(name))),
            f"{local}@{domain.encode().decode('idna')}"]


def check(octets, ours):
    check_wire(octets)
    theirs = email.message_from_bytes(octets, policy=email.policy.default)
    for part in theirs.walk():
        assert not part.defects, part.defects
    assert str(theirs["Subject"]) == ours["subject"], (str(theirs["Subject"]), ours["subject"])
    raw = {name.lower(): value for name, value in theirs.raw_items()}
    for name in ("from", "to", "reply-to"):
        wanted = [[n, a.replace("xn--bcher-kva", "bücher")] for n, a in ours[name.replace("-", "_")]]
        assert [address(raw[name])] == wanted, (address(raw[name]), wanted)
    assert raw["message-id"].strip() == f"<{ours['id']}>"
    leaves = [p for p in theirs.walk() if not p.is_multipart()]
    assert len(leaves) == len(ours["parts"])
    for part, (kind, name, content) in zip(leaves, ours["parts"]):
        assert part.get_content_type() == kind
        assert (part.get_filename() or "") == name
        if kind.startswith("text/"):
            assert folded(part.get_content()) == content
    page = leaves[1].get_content()
    assert "<script" not in page and "<img" not in page, "markup of a name"
    assert not re.search(r'href="(?!mailto:signon|https?://)', page), "a link of a name"
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff\ue000-\ue0ff]", page + leaves[0].get_content()), \
        "a control of a name"


def letters(path):
    with open(path, "rb") as file:
        while size := file.readline():
            octets = file.read(int(size))
            yield octets, json.loads(file.read(int(file.readline())))


def check_share(path, share, of):
    wrong, count = [], 0
    for number, (octets, ours) in enumerate(letters(path)):
        if number % of != share:
            continue
        count += 1
        try:
            check(octets, ours)
        except Exception as error:  # a reader that falls over is a finding too
            wrong.append(f"letter {number}: {type(error).__name__}: {error}"[:600])
    return count, wrong


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "letters")
        subprocess.run([sys.argv[1], "[.generate]"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "LETTERS_OUT": path, "LETTERS": (sys.argv[2:] or ["10000"])[0]})
        cores = os.cpu_count() or 1
        with concurrent.futures.ProcessPoolExecutor(cores) as pool:
            done = list(pool.map(check_share, [path] * cores, range(cores), [cores] * cores))
    wrong = [line for _, lines in done for line in lines]
    print("\n".join(wrong[:20]))
    print(sum(count for count, _ in done), "letters read by both,", len(wrong), "wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
