#!/usr/bin/python3
"""A server that does what a script says, for faults that no real server shows on demand.

    with Fault(script) as fault:  fault.port

A script is a list of connections; the last one is played for all that follow. A connection is a
list of steps, played in order:
    ["send", TEXT]            these octets (text is Latin-1: each character one octet)
    ["expect", TEXT]          reads lines until one contains TEXT; {tag} is that line's first word
                              from here on, {uid} and {rest} what follows "UID FETCH "
    ["until", TEXT]           reads octets until TEXT came
    ["wait", SECONDS]
    ["close"]                 ends the connection in good order
    ["reset"]                 ends it with RST
After the last step it keeps still until the client goes. {tag} in "send" is filled in.
`seen` holds what each connection received.

    Cut(port, after)          a proxy that ends each connection after so many octets from the server
"""

import re
import socket
import struct
import threading
import time

from loopback import HOST


class _Listener:
    def __init__(self):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((HOST, 0))
        self.socket.listen(50)
        self.port = self.socket.getsockname()[1]
        self.over = False
        self.connections = 0
        self.open = []
        self.thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over = True
        for s in [self.socket, *self.open]:
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            s.close()

    def alive(self):
        return not self.over

    def facts(self):
        return {"port": self.port, "host": HOST}

    def _accept(self):
        while not self.over:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            number, self.connections = self.connections, self.connections + 1
            self.open.append(client)
            threading.Thread(target=self._serve, args=(client, number), daemon=True).start()


class Fault(_Listener):
    def __init__(self, script):
        super().__init__()
        self.script = script
        self.seen = {}

    def _serve(self, client, number):
        words = {"tag": "*"}
        buffer = bytearray()
        self.seen[number] = bytearray()

        def more():
            octets = client.recv(65536)
            if not octets:
                raise ConnectionError
            self.seen[number] += octets
            buffer.extend(octets)

        try:
            for step in self.script[min(number, len(self.script) - 1)]:
                if step[0] == "send":
                    text = step[1]
                    for word, value in words.items():
                        text = text.replace("{" + word + "}", value)
                    client.sendall(text.encode("latin-1"))
                elif step[0] == "expect":
                    while True:
                        while b"\n" not in buffer:
                            more()
                        line, _, rest = bytes(buffer).partition(b"\n")
                        buffer[:] = rest
                        text = line.decode("latin-1").rstrip("\r")
                        words["tag"] = text.split(" ")[0] if text else "*"
                        uid = re.search(r"UID FETCH (\S+) ", text)
                        if uid:
                            words["uid"] = uid.group(1)
                        if step[1] in text:
                            break
                elif step[0] == "until":
                    mark = step[1].encode("latin-1")
                    while mark not in buffer:
                        more()
                    del buffer[:buffer.index(mark) + len(mark)]
                elif step[0] == "wait":
                    time.sleep(step[1])
                elif step[0] == "close":
                    client.close()
                    return
                elif step[0] == "reset":
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    client.close()
                    return
                else:
                    raise ValueError(f"no such step: {step}")
            while True:
                more()
        except OSError:
            pass
        finally:
            client.close()

    def received(self, number=0):
        return self.seen.get(number, b"").decode("latin-1")


class Cut(_Listener):
    """Passes octets on and ends each connection after `after` octets from the server, adding `step`
    for each further connection."""

    def __init__(self, port, after, step=0):
        super().__init__()
        self.target, self.after, self.step = port, after, step

    def _serve(self, client, number):
        server = socket.create_connection((HOST, self.target))
        self.open.append(server)
        left = self.after + number * self.step

        def up():
            try:
                while octets := client.recv(65536):
                    server.sendall(octets)
            except OSError:
                pass
            _shut(server)

        threading.Thread(target=up, daemon=True).start()
        try:
            while left > 0 and (octets := server.recv(min(65536, left))):
                left -= len(octets)
                client.sendall(octets)
        except OSError:
            pass
        _shut(client)
        _shut(server)
        client.close()
        server.close()


def _shut(s):
    try:
        s.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
