#!/usr/bin/python3
"""Postfix's smtp-sink: takes mail as fast as it comes and keeps none of it (`dump` keeps it).

    with Sink(directory, ["-r", "RCPT"]) as sink:      # soft refusal of RCPT; -q hang-up, -R, …
        sink.port
    sink.py DIR -- -f DATA                             # 5xx at DATA; see smtp-sink(1)
"""

import argparse
import os
import sys

import loopback
from loopback import HOST


class Sink:
    def __init__(self, directory, options=(), dump=False):
        self.directory = os.path.abspath(directory)
        self.options = list(options)
        self.dump = dump
        self.child = None

    def __enter__(self):
        program = loopback.program("smtp-sink", "postfix")
        config = os.path.join(self.directory, "config")
        os.makedirs(config, exist_ok=True)
        with open(os.path.join(config, "main.cf"), "w", encoding="ascii") as out:
            out.write("compatibility_level = 3.6\ninet_protocols = ipv4\n")
        arguments = []
        if os.geteuid() == 0:
            arguments += ["-u", "nobody"]
        if self.dump:
            loopback.give_to_worker(os.path.join(self.directory, "mail"))
            arguments += ["-d", os.path.join(self.directory, "mail", "%M.")]
        self.port = loopback.free_ports(1)[0]
        environment = dict(os.environ, MAIL_CONFIG=config)
        self.child = loopback.start([program, *arguments, *self.options, f"{HOST}:{self.port}", "1000"],
                                    os.path.join(self.directory, "sink.log"), as_worker=False,
                                    env=environment)
        loopback.wait_until_open(self.port, self.alive)
        return self

    def __exit__(self, *_):
        loopback.stop(self.child)
        self.child = None

    def alive(self):
        return self.child is not None and self.child.poll() is None

    def facts(self):
        return {"smtp": self.port, "host": HOST, "directory": self.directory}

    def url(self):
        return f"smtp://{HOST}:{self.port}"

    def mails(self):
        """What was taken, with `dump`; one entry a transaction."""
        folder = os.path.join(self.directory, "mail")
        found = []
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), "rb") as mail:
                found.append(mail.read())
        return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("--dump", action="store_true")
    parser.add_argument("options", nargs="*")
    arguments = parser.parse_args()
    loopback.serve(Sink(arguments.directory, arguments.options, arguments.dump))


if __name__ == "__main__":
    sys.exit(main())
