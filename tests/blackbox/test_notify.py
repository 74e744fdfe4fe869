"""What the service manager is told: that it runs, in one line how things stand, and that it ends."""

import os
import socket

import play
from play import sign, somebody, trusted


class Notify(play.Play):
    people = tuple(f"person{n}@gmail.example" for n in range(3))
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"))

    def setUp(self):
        super().setUp()
        path = os.path.join(self.folder, "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(path)
        self.socket.settimeout(20)
        self.addCleanup(self.socket.close)
        self.path = path

    def until_told(self, wanted):
        while True:
            word = self.socket.recv(4096).decode()
            if wanted in word:
                return word

    def test_it_tells_that_it_runs_how_things_stand_and_that_it_ends(self):
        for number, address in enumerate(self.people):
            self.append(trusted(sign(address, somebody(number))))
        self.once()
        os.environ["NOTIFY_SOCKET"] = self.path
        self.addCleanup(os.environ.pop, "NOTIFY_SOCKET")
        self.stage.start()
        self.until_told("READY=1")
        self.assertEqual(self.until_told("STATUS="), "STATUS=open: 3 individuals, 0 organizations; 0 mails and "
                                                     "0 letters wait")
        self.assertEqual(self.stage.stop(), 0)
        self.until_told("STOPPING=1")
