"""What a person reads at the end of a rehearsal, and the files that they may open."""

import email
import email.policy
import json
import os
import re
import sys

from cast import first_words, title
from stage import SIGNON

WHY = {
    "decline": "says no", "question": "asks or tells something: a person must read it",
    "unsubscribe": "wants no more letters", "bounce": "a returned letter", "auto-reply": "an automatic answer",
    "bulk": "mass mail", "empty": "nothing of their own was written", "withdraw": "takes a signature back",
}


def bold(text):
    return f"\033[1m{text}\033[0m" if sys.stdout.isatty() else text


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "letter"


def leaves(mail):
    """The parts that hold something; a mail that is attached is one of them."""
    if mail.get_content_maintype() == "multipart":
        for part in mail.iter_parts():
            yield from leaves(part)
    else:
        yield mail


def content(part):
    if part.get_content_type() == "message/rfc822":
        return part.get_payload(0).as_bytes()
    return part.get_payload(decode=True) or b""


def unpack(octets, base):
    """Writes BASE.eml, BASE.html and what is attached, as BASE.pdf, BASE-chart.png … Returns the paths."""
    mail = email.message_from_bytes(octets, policy=email.policy.default)
    files, pictures, html = {base + ".eml": octets}, {}, None
    for part in leaves(mail):
        name = part.get_filename()
        if part["Content-ID"] or part.get_content_maintype() == "image":
            cid = str(part["Content-ID"] or "picture").strip("<> ")
            path = f"{base}-{slug(cid.split('@')[0])}.{part.get_content_subtype()}"
            pictures[cid] = os.path.basename(path)
            files[path] = content(part)
        elif name:
            end = os.path.splitext(name)[1].lower()
            files[base + ("-attached.eml" if end == ".eml" else end)] = content(part)
        elif part.get_content_type() == "text/html":
            html = content(part).decode("utf-8", "replace")
    if html is not None:
        for cid, name in pictures.items():
            html = html.replace("cid:" + cid, name)  # as a mail program does it
        files[base + ".html"] = html.encode()
    for path, data in files.items():
        with open(path, "wb") as out:
            out.write(data)
    return sorted(files)


def unpack_mailbox(stage, address, folder, names):
    """All letters in somebody's mailbox as files. Returns [(title, paths)]."""
    os.makedirs(folder, exist_ok=True)
    found = []
    for number, octets in enumerate(stage.mailbox(address), 1):
        base = os.path.join(folder, f"{names}-{number}-{slug(title(octets))[:24].strip('-')}")
        found.append((title(octets), unpack(octets, base)))
    return found


def by_family_name(row):
    words = (row["name"] or "").split()
    return (words[-1].casefold() if words else "", row["name"] or "")


def row_text(row):
    if row["as"] == "organization":
        return row["organization"] + (f" ({row['place']})" if row["place"] else "")
    parts = [row["name"] or "(no name)", row["title"], row["organization"], row["place"]]
    return ", ".join(part for part in parts if part)


def print_rows(heading, rows, text=row_text):
    if not rows:
        return
    print(f"\n  {bold(heading)}")
    for row in rows:
        print(f"    {text(row)}")


def print_signers(rows):
    counted = [row for row in rows if row["state"] == "counted"]
    people = sorted((r for r in counted if r["as"] == "individual" and r["listed"]), key=by_family_name)
    organizations = sorted((r for r in counted if r["as"] == "organization" and r["listed"]),
                           key=lambda r: r["organization"].casefold())
    private = [row for row in counted if not row["listed"]]
    print(bold(f"Who signed: {sum(r['as'] == 'individual' for r in counted)} people and "
               f"{sum(r['as'] == 'organization' for r in counted)} organizations"))
    print_rows("Organizations", organizations)
    print_rows("People", people)
    if private:
        print(f"\n    … and {len(private)} who asked not to be named in public")
    for state, heading in (("pending", "Asked to confirm, and did not answer"),
                         ("review", "An organizer has to look first"),
                         ("withdrawn", "Took their signature back"),
                         ("late", "Came after the deadline: kept apart, and told so kindly")):
        print_rows(heading, [row for row in rows if row["state"] == state])


def meanings(stage, letters):
    """What the program makes of the mails that were sent: name → JSON object."""
    folder = stage.path("sent")
    files = [os.path.join(folder, letter.name + ".eml") for letter in letters]
    lines = [json.loads(line) for line in stage.answer("read", *files).splitlines()]
    return dict(zip((letter.name for letter in letters), lines))


def print_others(stage, letters):
    meant = meanings(stage, letters)
    others = [letter for letter in letters if meant[letter.name]["kind"] not in ("sign", "amend", "confirm")]
    print(bold(f"\nWhat is no signature, and why: {len(others)} mails"))
    for letter in others:
        what = meant[letter.name]
        said = first_words(what["reply"], 50)
        why = WHY.get(what["kind"], what["kind"])
        print(f"    {first_words(letter.who, 24):24}  {what['kind']:12} {why}" + (f": “{said}”" if said else ""))
    print(f"    each mail as it was sent, to try `undersigned read` on: {stage.path('sent')}/")


def print_letters(stage, letters):
    folder = stage.path("letters")
    print(bold("\nThe letters, to open in a mail program, a browser or a PDF viewer"))
    for who, addresses, sub in (("To the organizers", stage.organizers, "organizers"),
                                  ("To the press", stage.press, "press")):
        print(f"  {who}")
        for address in addresses:
            for subject, paths in unpack_mailbox(stage, address, os.path.join(folder, sub), slug(address.split('@')[0])):
                print(f"    {first_words(subject, 90)}")
                for path in paths:
                    print(f"      {path}")
    supporters, count = os.path.join(folder, "supporters"), 0
    for address, who in sorted({letter.author: letter.who for letter in letters}.items()):
        if address in stage.dovecot.users:
            count += len(unpack_mailbox(stage, address, supporters, slug(who)))
    print(f"  To supporters: {count} letters\n    {supporters}/")


def print_books(stage, status):
    mails, letters = status["mails"], status["letters"]
    kinds = ", ".join(f"{count} {kind}" for kind, count in mails.items() if kind != "received" and count)
    print(bold("\nAccounted for"))
    print(f"    {mails['received']} mails: {kinds}")
    print("    letters: " + ", ".join(f"{count} {state}" for state, count in letters.items() if count))


def print_next(stage):
    program = os.path.relpath(stage.program)
    print(bold("\nWith your own mailbox"))
    print(f"""    cp -r config my-campaign                   the 2015 campaign, as an example
    rm -r my-campaign/templates my-campaign/phrases   its call is that of 2015
    edit my-campaign/campaign.toml             name, deadline, mailbox, submission, organizers
    edit my-campaign/statement.md, press.csv   what is signed, who gets the release
    {program} --config my-campaign/campaign.toml check --online
    {program} --config my-campaign/campaign.toml run
  README.md says more. This rehearsal's folder: {stage.directory}
    {program} --config {stage.config} signatures list
    {stage.log}   what the program logged; mails came to {SIGNON}""")


def print_all(stage, letters, clock):
    front = clock.arguments()
    rows = json.loads(stage.answer(*front, "signatures", "export", "--format", "json", "--all"))
    status = json.loads(stage.answer(*front, "status", "--json"))
    print()
    print_signers(rows)
    print_others(stage, letters)
    print_letters(stage, letters)
    print_books(stage, status)
    print_next(stage)
    return rows, status
