"""A headless Chromium, spoken to over its debugging pipe: no port, no library."""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


def find():
    """Chromium's path, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Browser:
    """One tab. Network but files is never needed, so none is asked for."""

    def __init__(self, program, patience=60):
        self.folder = tempfile.mkdtemp(prefix="undersigned-browser.")
        self.patience, self.number, self.buffer, self.events = patience, 0, b"", []
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        self.out, self.into = ours_out, ours_in

        def pipes():  # Chromium reads commands from 3 and writes answers to 4
            a, b = os.dup(theirs_in), os.dup(theirs_out)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe",
             "--user-data-dir=" + self.folder, "about:blank"],
            preexec_fn=pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self.folder, "DBUS_SESSION_BUS_ADDRESS": "disabled:"})
        os.close(theirs_in)
        os.close(theirs_out)
        self.session = None
        targets = self.send("Target.getTargets")["targetInfos"]
        page = next(t for t in targets if t["type"] == "page")
        self.session = self.send("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        self.send("Page.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.out)
        os.close(self.into)
        shutil.rmtree(self.folder, ignore_errors=True)

    def receive(self, until):
        while b"\0" not in self.buffer:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.into], [], [], left)[0]:
                raise TimeoutError("Chromium does not answer")
            octets = os.read(self.into, 1 << 20)
            if not octets:
                raise EOFError("Chromium has ended")
            self.buffer += octets
        message, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(message)

    def send(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        octets = json.dumps(message).encode() + b"\0"
        while octets:
            octets = octets[os.write(self.out, octets):]
        until = time.monotonic() + self.patience
        while True:
            answer = self.receive(until)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer.get("method"))

    def look_at(self, width, dark):
        """From now on pages are seen on a screen that wide; up to 640 px it is a phone."""
        self.width = width
        self.screen(900)
        self.send("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def screen(self, height):
        phone = self.width <= 640
        self.send("Emulation.setDeviceMetricsOverride", width=self.width, height=height,
                  deviceScaleFactor=2 if phone else 1, mobile=phone)

    def open(self, path):
        self.events = []
        self.send("Page.navigate", url="file://" + os.path.abspath(path))
        until = time.monotonic() + self.patience
        while "Page.loadEventFired" not in self.events:
            self.events.append(self.receive(until).get("method"))

    def run(self, script):
        result = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(str(result["exceptionDetails"]))
        return result["result"].get("value")

    def picture(self, path, height=None):
        """The page from its top, or its first `height` px, as PNG."""
        whole = self.send("Page.getLayoutMetrics")["cssContentSize"]["height"]
        self.screen(min(int(whole), height or 8000))
        shot = self.send("Page.captureScreenshot")
        self.screen(900)
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))
