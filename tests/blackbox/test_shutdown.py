"""The end, whenever it is asked for: clean, and with nothing lost, delayed or sent twice."""

import signal
import sqlite3
import time

import play
from play import parse, sign, somebody, trusted

LATER = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"))
AFTER_RELEASE = ("--start-at", "2015-12-18T06:00:01-08:00")


class Shutdown(play.Play):
    people = tuple(f"person{n}@gmail.example" for n in range(30))

    def holds_signals(self):
        with open(f"/proc/{self.stage.daemon.pid}/status", encoding="ascii") as status:
            held = next(int(line.split()[1], 16) for line in status if line.startswith("SigBlk"))
        return held >> (signal.SIGTERM - 1) & 1

    def letters(self, what):
        """From the store itself: nothing that the program says of it."""
        store = sqlite3.connect(self.stage.path("campaign", "campaign.db"))
        try:
            return store.execute(f"SELECT {what} FROM letter").fetchall()
        finally:
            store.close()


class AtAnyMoment(Shutdown):
    changes = LATER

    def test_a_signal_at_any_moment_ends_it_cleanly_and_soon(self):
        for address in self.people:
            self.append(trusted(sign(address, "Robin Barlow")))
        longest, signals = 0.0, 0
        for moment in [0.02 * n for n in range(12)] + [0.5, 0.8]:
            for number in (signal.SIGTERM, signal.SIGINT):
                self.stage.start()
                # Until then it is the system that loads its libraries.
                self.until("the program itself runs", self.holds_signals)
                time.sleep(moment)
                began = time.monotonic()
                self.stage.daemon.send_signal(number)
                self.stage.daemon.send_signal(number)
                status = self.stage.daemon.wait(10)
                longest, signals = max(longest, time.monotonic() - began), signals + 1
                self.assertEqual(status, 0, f"{moment:.2f} s after the start: {self.log()}")
        self.once()
        self.assertEqual(self.states(), {address: "counted" for address in self.people})
        print(f"{signals} signals, longest {longest:.1f} s ...", end=" ")


class UnderWay(Shutdown):
    """Letters are many and the server is slow: most are under way when the end comes."""

    press = tuple(f"desk{n}@paper{n}.example" for n in range(20))
    changes = (("submission", "connections", "2"),)

    def end_while_letters_go_out(self, number, *front):
        host = self.stage.submission
        host.slow = 0.2
        enough = host.delivered + 3
        self.stage.start(*front)
        self.until("three letters are delivered", lambda: host.delivered >= enough)
        self.stage.daemon.send_signal(number)
        return host

    def finish(self, host, who, *front):
        """No letter waits for a later try, and each comes to its reader once."""
        self.assertEqual(self.stage.daemon.wait(10), 0, self.log())
        self.assertEqual({state for (state,) in self.letters("state")}, {"queued", "sent"})
        left = self.letters("count(*) FILTER (WHERE state = 'queued')")[0][0]
        self.assertGreater(left, len(who) // 2)
        self.assertEqual(self.letters("sum(tries) FILTER (WHERE state = 'queued'), "
                                      "max(next_try) FILTER (WHERE state = 'queued')"), [(0, 0)])
        host.slow = 0
        self.once(*front)
        self.assertEqual({state for (state,) in self.letters("state")}, {"sent"})
        for address in who:
            letters = self.stage.mailbox(address)
            self.assertEqual(len(letters), 1, address)
        print(f"{left} letters under way, 0 delayed, 0 twice ...", end=" ")

    def test_confirmations_under_way_are_due_at_once(self):
        self.configure(*LATER)
        for number, address in enumerate(self.people):
            self.append(trusted(sign(address, somebody(number))))
        self.finish(self.end_while_letters_go_out(signal.SIGTERM), self.people)

    def test_the_release_under_way_goes_on_and_leaves_nobody_in_doubt(self):
        self.finish(self.end_while_letters_go_out(signal.SIGTERM, *AFTER_RELEASE), self.press, *AFTER_RELEASE)

    def test_a_reload_delays_no_letter(self):
        self.configure(*LATER)
        for number, address in enumerate(self.people):
            self.append(trusted(sign(address, somebody(number))))
        host = self.end_while_letters_go_out(signal.SIGHUP)
        host.slow = 0
        self.until("all letters went out", lambda: self.letters("count(*) FILTER (WHERE state = 'sent')")[0][0]
                   == len(self.people))
        self.assertEqual(self.stage.stop(), 0)
        self.assertEqual({len(self.stage.mailbox(address)) for address in self.people}, {1})


class Reload(Shutdown):
    people = ("ann@gmail.example", "bob@gmail.example")
    changes = LATER

    def title_of_a_confirmation(self, address):
        self.append(trusted(sign(address, "Robin Barlow")))
        self.until(f"{address} is answered", lambda: self.stage.mailbox(address))
        return parse(self.stage.mailbox(address)[0])["Subject"]

    def reload(self, said):
        before = self.stage.log_text().count(said)
        self.stage.daemon.send_signal(signal.SIGHUP)
        self.until(said, lambda: self.stage.log_text().count(said) > before)

    def test_a_wrong_configuration_keeps_the_old_one_and_a_right_one_is_taken(self):
        self.stage.start()
        self.until("it runs", lambda: "started" in self.stage.log_text())
        for wrong in (("campaign", "timezone", '"America/Oakland"'), ("release", "aproval", '"required"'),
                      ("campaign", "statement", '"nowhere.md"')):
            self.configure(wrong, ("campaign", "name", '"A wrong name"'))
            self.reload("the old one stays")
            self.assertIn(wrong[1], self.stage.log_text().splitlines()[-1])
        self.assertNotIn("A wrong name", self.title_of_a_confirmation("ann@gmail.example"))
        self.configure(("campaign", "name", '"Another name"'))
        self.reload("reloaded")
        self.assertIn("Another name", self.title_of_a_confirmation("bob@gmail.example"))
        self.assertEqual(self.stage.stop(), 0)
