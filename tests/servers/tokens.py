"""A provider's token endpoint (RFC 6749, 6) on a loopback port.

    with TokenServer(issue) as provider:  provider.url

`issue(lifetime)` makes an access token. A refresh token is taken once: each answer holds the next
one (`rotate`), and the one before is refused with invalid_grant from then on. `requests` holds the
fields of each request, `ended` refuses all."""

import http.server
import json
import threading
import urllib.parse

from loopback import HOST


class TokenServer:
    def __init__(self, issue, refresh="first refresh token", lifetime=3600, rotate=True):
        self.issue, self.refresh, self.lifetime, self.rotate = issue, refresh, lifetime, rotate
        self.ended = False
        self.requests = []
        self.answered = 0
        outer = self

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                size = int(self.headers.get("Content-Length", 0))
                fields = dict(urllib.parse.parse_qsl(self.rfile.read(size).decode("ascii")))
                status, answer = outer.answer(fields)
                octets = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(octets)))
                self.end_headers()
                self.wfile.write(octets)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer((HOST, 0), Answer)
        self.url = f"http://{HOST}:{self.server.server_port}/token"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, fields):
        self.requests.append(fields)
        if self.ended or fields.get("refresh_token") != self.refresh:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        answer = {"access_token": self.issue(self.lifetime), "expires_in": self.lifetime, "token_type": "Bearer"}
        if self.rotate:
            self.refresh = f"refresh-token-{len(self.requests)}"
            answer["refresh_token"] = self.refresh
        self.answered += 1
        return 200, answer
