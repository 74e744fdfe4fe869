#!/usr/bin/python3
"""Runs a test program with servers of its own, which it can ask for more.

    fixture.py --needs dovecot,sink PROGRAM [ARGUMENT…]

The program finds the port of a control line in $SERVERS_CONTROL: a line of JSON goes in,
{"make": CLASS, "as": NAME, "with": {…}} or {"on": NAME, "call": METHOD, "with": {…}} or
{"on": NAME, "get": ATTRIBUTE} or {"end": NAME}, and a line {"value": …} or {"error": …} comes back.
Octets are text in Latin-1. Exit status 77: a needed server cannot run here, and it says which.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

import loopback


def server_class(name):
    if name == "Dovecot":
        from dovecot import Dovecot
        return Dovecot
    if name == "MailHost":
        from mailhost import MailHost
        return MailHost
    if name == "Sink":
        from sink import Sink
        return Sink
    if name == "Postfix":
        from postfix import Postfix
        return Postfix
    import fault
    return {"Fault": fault.Fault, "Cut": fault.Cut}[name]


def plain(value):
    """What JSON can carry."""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("latin-1")
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def octets(value):
    """{"octets": TEXT} becomes bytes."""
    if isinstance(value, dict) and set(value) == {"octets"}:
        return value["octets"].encode("latin-1")
    if isinstance(value, list):
        return [octets(v) for v in value]
    return value


class Control:
    def __init__(self, directory):
        self.directory = directory
        self.servers = {}
        self.socket = socket.socket()
        self.socket.bind((loopback.HOST, 0))
        self.socket.listen(5)

    def serve(self):
        """On the main thread: servers end with the thread that started them."""
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            with client, client.makefile("rw", encoding="utf-8") as lines:
                for line in lines:
                    try:
                        answer = {"value": plain(self.act(json.loads(line)))}
                    except Exception as reason:  # the test shows it
                        answer = {"error": f"{type(reason).__name__}: {reason}"}
                    lines.write(json.dumps(answer) + "\n")
                    lines.flush()

    def act(self, request):
        with_ = {name: octets(value) for name, value in request.get("with", {}).items()}
        if "make" in request:
            name = request.get("as", request["make"])
            self.end(name)
            kind = server_class(request["make"])
            if request["make"] not in ("Fault", "Cut"):
                folder = tempfile.mkdtemp(prefix=name + "-", dir=self.directory)
                with_["directory"] = folder
            server = kind(**with_)
            server.__enter__()
            self.servers[name] = server
            return server.facts()
        if "end" in request:
            return self.end(request["end"])
        server = self.servers[request["on"]]
        if "get" in request:
            return getattr(server, request["get"])
        return getattr(server, request["call"])(**with_)

    def end(self, name):
        server = self.servers.pop(name, None)
        if server is not None:
            server.__exit__(None, None, None)

    def end_all(self):
        for name in list(self.servers):
            self.end(name)


def cannot_run(needs):
    for name in needs:
        if name == "postfix":
            from postfix import Postfix
            Postfix.check()
        elif name == "sink":
            loopback.program("smtp-sink", "postfix")
        elif name == "dovecot":
            loopback.program("dovecot", "dovecot-imapd dovecot-lmtpd")
        elif name == "mailhost":
            from mailhost import MailHost
            MailHost.check()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--needs", default="")
    parser.add_argument("program", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    try:
        cannot_run([n for n in arguments.needs.split(",") if n])
    except loopback.CannotRun as reason:
        print(f"SKIPPED, NOT TESTED: {reason}", flush=True)
        return 77
    directory = tempfile.mkdtemp(prefix="undersigned-")
    os.chmod(directory, 0o755)
    control = Control(directory)
    result = []

    def run():
        environment = dict(os.environ, SERVERS_CONTROL=str(control.socket.getsockname()[1]))
        result.append(subprocess.call(arguments.program, env=environment))
        control.socket.shutdown(socket.SHUT_RDWR)

    program = threading.Thread(target=run)
    program.start()
    try:
        control.serve()
        program.join()
    finally:
        control.end_all()
        shutil.rmtree(directory, ignore_errors=True)
    return result[0] if result[0] >= 0 else 1


if __name__ == "__main__":
    sys.exit(main())
