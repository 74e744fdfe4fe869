"""A server that would gladly take a password, over TLS that nobody should believe in, or none.

    with Impostor("imap", starttls="refused") as server:  server.port, server.seen()

`protocol`: "imap" or "smtp". `certificate`: (certificate, key) for TLS, from the first octet, or
where `starttls` is "offered" after STARTTLS; `starttls`: "missing", "refused", or "offered".
`newest`: the newest version of TLS that it speaks. It answers every login with success and writes
down each octet that came, as it was before and within TLS."""

import re
import socket
import ssl
import threading

from loopback import HOST

GREETING = {"imap": b"* OK [CAPABILITY IMAP4rev1%s AUTH=PLAIN AUTH=LOGIN SASL-IR] ready\r\n",
            "smtp": b"220 impostor ESMTP\r\n"}


class Impostor:
    def __init__(self, protocol, certificate=None, starttls=None, newest=None):
        self.protocol, self.starttls = protocol, starttls
        self.context = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            if newest:
                self.context.minimum_version = ssl.TLSVersion.TLSv1
                self.context.maximum_version = newest
                self.context.set_ciphers("ALL:@SECLEVEL=0")
            self.context.load_cert_chain(*certificate[:2])
        self.octets = []
        self.connections = 0
        self.socket = socket.socket()
        self.socket.bind((HOST, 0))
        self.socket.listen(20)
        self.port = self.socket.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.socket.close()

    def url(self):
        secure = self.context is not None and self.starttls is None
        return f"{self.protocol}{'s' if secure else ''}://{HOST}:{self.port}" \
               + ("/INBOX" if self.protocol == "imap" else "")

    def seen(self):
        return b"".join(self.octets)

    def _accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            client.settimeout(10)
            if self.context is not None and self.starttls is None:
                client = self._secured(client)
            offer = b" STARTTLS" if self.starttls in ("offered", "refused") else b""
            client.sendall(GREETING[self.protocol].replace(b"%s", offer))
            answer = self._imap if self.protocol == "imap" else self._smtp
            buffer = b""
            while octets := client.recv(65536):
                self.octets.append(octets)
                buffer += octets
                while b"\n" in buffer:
                    line, _, buffer = buffer.partition(b"\n")
                    said = answer(line.strip(), offer)
                    client.sendall(said)
                    if b"begin TLS" in said:
                        client, offer = self._secured(client), b""
        except (OSError, ssl.SSLError):
            pass
        finally:
            client.close()

    def _secured(self, client):
        return self.context.wrap_socket(client, server_side=True)

    def _imap(self, line, offer):
        tag, _, command = line.partition(b" ")
        if re.match(rb"CAPABILITY", command, re.I):
            return b"* CAPABILITY IMAP4rev1" + offer + b" AUTH=PLAIN AUTH=LOGIN SASL-IR\r\n" + tag + b" OK done\r\n"
        if re.match(rb"STARTTLS", command, re.I):
            return tag + (b" OK begin TLS\r\n" if self.starttls == "offered" else b" NO not now\r\n")
        return tag + b" OK done\r\n"

    def _smtp(self, line, offer):
        if re.match(rb"EHLO", line, re.I):
            return b"250-impostor\r\n" + (b"250-STARTTLS\r\n" if offer else b"") + b"250 AUTH PLAIN LOGIN\r\n"
        if re.match(rb"STARTTLS", line, re.I):
            return b"220 begin TLS\r\n" if self.starttls == "offered" else b"454 not now\r\n"
        if re.match(rb"AUTH", line, re.I):
            return b"235 welcome\r\n"
        return b"250 ok\r\n"
