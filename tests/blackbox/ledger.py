#!/usr/bin/python3
"""ledger.py PROGRAM CONFIG STORE [FRONT…]: counts a campaign again from its raw mails, and compares.

Of the program it uses `read` alone, which says what one mail means; what becomes of a mail is said here a second
time, in few words: who is on the list, who is asked first, what is a copy, what is late. It knows what people do in
most campaigns and nothing of what organizers do by command. Exit status 0 where `status --json` and
`signatures export` agree with it."""

import collections
import email
import email.policy
import email.utils
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime

KINDS = ("sign", "amend", "withdraw", "decline", "confirm", "unsubscribe", "question", "bounce", "auto-reply", "bulk",
         "empty", "duplicate", "late", "quarantined")


@dataclass
class Entry:
    address: str
    signer: dict
    state: str

    def line(self):
        return (self.address, self.signer["as"], self.signer["name"] or "", self.signer["organization"] or "",
                self.signer["listed"], self.state)

    def who(self):
        return self.signer["as"], (self.signer["organization"] if self.signer["as"] == "organization"
                                   else self.signer["name"])


class Ledger:
    def __init__(self, deadline):
        self.deadline = deadline  # milliseconds since 1970
        self.fates = collections.Counter()
        self.entries = []
        self.seen = set()

    def of(self, address, *states):
        return [entry for entry in self.entries if entry.address == address and entry.state in states]

    def take(self, octets, arrived, meant):
        mail = email.message_from_bytes(octets, policy=email.policy.compat32)
        address = email.utils.parseaddr(str(mail["From"]))[1].lower()
        copy = tuple(str(mail[name]) for name in ("Message-ID", "From", "Date", "Subject")) + (str(mail.get_payload()),)
        if mail["Message-ID"] and copy in self.seen:
            self.fates["duplicate"] += 1
            return
        self.seen.add(copy)
        late = arrived >= self.deadline and meant["kind"] == "sign"
        self.fates["late" if late else meant["kind"]] += 1
        self.become(address, meant, late)

    def become(self, address, meant, late):
        vouched = meant["authenticated"] == "pass"
        if meant["kind"] == "sign":
            state = "late" if late else "review" if meant["certainty"] == "review" else "counted" if vouched else "pending"
            for signer in meant["signers"]:
                entry = Entry(address, signer, state)
                if entry.who() not in {old.who() for old in self.of(address, "counted", "pending", "review", "late")}:
                    self.entries.append(entry)
        elif meant["kind"] == "confirm":
            for entry in self.of(address, "pending")[-1:]:
                entry.state = "counted"
        elif meant["kind"] == "withdraw" and vouched:
            for entry in self.of(address, "counted", "pending", "review", "late"):
                entry.state = "withdrawn"
        elif meant["kind"] == "amend" and vouched:
            for entry in self.of(address, "counted")[:1]:
                news = meant["signers"][0]
                entry.signer = {**entry.signer, **{key: value for key, value in news.items() if value is not None},
                                "listed": entry.signer["listed"] and news["listed"]}


def read(program, config, mails):
    """What `read` says of each."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, octets in enumerate(mails):
            names.append(os.path.join(folder, f"{number}.eml"))
            with open(names[-1], "wb") as out:
                out.write(octets)
        if not names:
            return []
        done = subprocess.run([program, "--config", config, "read", *names], capture_output=True, text=True, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]


def differences(program, config, store, front=()):
    """[] where both counts agree."""
    def answer(*arguments):
        return json.loads(subprocess.run([program, "--config", config, *front, *arguments], capture_output=True,
                                         text=True, check=True).stdout)
    status = answer("status", "--json")
    with sqlite3.connect(store) as rows:
        mails = rows.execute("SELECT r.octets, m.arrived FROM mail m JOIN raw r ON r.mail = m.id "
                             "ORDER BY m.arrived, m.id").fetchall()
    rows.close()
    ledger = Ledger(datetime.fromisoformat(status["deadline"]).timestamp() * 1000)
    for (octets, arrived), meant in zip(mails, read(program, config, [octets for octets, _ in mails]), strict=True):
        ledger.take(octets, arrived, meant)
    found = [f"{kind}: {ledger.fates[kind]} by the mails, {status['mails'][kind]} by the program" for kind in KINDS
             if ledger.fates[kind] != status["mails"][kind]]
    if len(mails) != status["mails"]["received"]:
        found.append(f"received: {len(mails)} mails, {status['mails']['received']} by the program")
    listed = [Entry(row["address"].lower(), row, row["state"]).line()
              for row in answer("signatures", "export", "--format", "json", "--all")]
    for line, number in (collections.Counter(entry.line() for entry in ledger.entries)
                         - collections.Counter(listed)).items():
        found.append(f"by the mails alone: {line} {number}")
    for line, number in (collections.Counter(listed)
                         - collections.Counter(entry.line() for entry in ledger.entries)).items():
        found.append(f"by the program alone: {line} {number}")
    return found


if __name__ == "__main__":
    wrong = differences(*sys.argv[1:4], sys.argv[4:])
    print("\n".join(wrong) or "Both counts agree.")
    sys.exit(1 if wrong else 0)
