"""The call for sign-ons goes to each address of a list once, ever."""

import html
import re
import urllib.parse

import play

PEOPLE = [f"invited{n}@gmail.example" for n in range(5)]


class Call(play.Play):
    people = PEOPLE
    changes = (("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"))

    def list_of(self, addresses):
        path = self.stage.path("list.csv")
        with open(path, "w", encoding="utf-8") as out:
            out.write("address,name\n" + "".join(f"{a},Robin\n" for a in addresses))
        return path

    def call(self, addresses, *options):
        done = self.stage.run("call", self.list_of(addresses), *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.once()
        return done.stdout

    def counts(self):
        return [len(self.stage.mailbox(address)) for address in PEOPLE]

    def test_a_dry_run_sends_nothing(self):
        self.call(PEOPLE, "--dry-run")
        self.assertEqual(self.counts(), [0] * 5)

    def test_each_address_gets_it_once_ever(self):
        self.call([*PEOPLE[:3], PEOPLE[0].upper()])
        self.assertEqual(self.counts(), [1, 1, 1, 0, 0])
        self.call(PEOPLE)
        self.assertEqual(self.counts(), [1] * 5)
        self.assertEqual({kind for address in PEOPLE for kind in self.kinds(address)}, {"call"})

    def test_it_offers_two_ways_to_sign_as_links_that_fill_in_a_mail(self):
        self.call(PEOPLE[:1])
        letter = self.stage.mailbox(PEOPLE[0])[0]
        self.assertEqual(play.parse(letter)["To"].addresses[0].addr_spec, PEOPLE[0])
        page = play.parse(letter).get_body(("html",)).get_content()
        links = {urllib.parse.unquote(html.unescape(link)) for link in re.findall(r'"(mailto:[^"]+)"', page)}
        filled = [link for link in links if re.search("subject=(I|We) sign", link) and "body=" in link]
        self.assertEqual(len(filled), 2, links)
        self.assertTrue(all(play.SIGNON in link for link in filled), filled)

    def test_a_line_that_is_no_address_is_told_and_nothing_is_sent(self):
        done = self.stage.run("call", self.list_of([PEOPLE[0], "not an address"]))
        self.assertEqual(done.returncode, 65, done.stderr)
        self.assertIn("list.csv:3", done.stderr)
        self.once()
        self.assertEqual(self.counts(), [0] * 5)
