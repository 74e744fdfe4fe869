"""A login by OAuth2 stays good while the program runs, and who must mend it is told when it ends."""

import glob
import os
import stat

import play
import tokens
from play import ORGANIZER, SIGNON, sign, trusted

LIFETIME = 5  # seconds of an access token; it is renewed after four


class OAuth(play.Play):
    people = ("ann@gmail.example", "bob@gmail.example")

    def setUp(self):
        super().setUp()
        self.provider = self.enterContext(tokens.TokenServer(
            lambda lifetime: self.stage.dovecot.access_token(SIGNON, lifetime), "first-refresh-token", LIFETIME))
        for name, secret in (("client-secret", "the client's secret"), ("refresh", "first-refresh-token")):
            with open(self.stage.path("campaign", name), "w", encoding="ascii",
                      opener=lambda p, f: os.open(p, f, 0o600)) as out:
                out.write(secret + "\n")
        self.configure(("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
                       ("mailbox", "password", None),
                       ("mailbox", "token", '{ client_id = "the client", client_secret = { file = "client-secret" }, '
                        f'refresh = {{ file = "refresh" }}, token_url = "{self.provider.url}" }}'))

    def kept(self):
        return glob.glob(self.stage.path("campaign", "campaign.db.token-*"))

    def test_the_token_is_renewed_at_four_fifths_of_its_life_and_the_session_goes_on(self):
        self.stage.start()
        self.until("two more tokens", lambda: self.provider.answered >= 3)
        # The first token is over by now: only a later one opens the mailbox again.
        self.stage.dovecot.kick(SIGNON)
        self.append(trusted(sign("ann@gmail.example", "Ann Onym")))
        self.until("a signature", lambda: self.stage.mailbox("ann@gmail.example"))
        self.assertEqual(self.states(), {"ann@gmail.example": "counted"})
        self.assertEqual(self.stage.stop(), 0)

    def test_a_refresh_token_that_is_replaced_is_kept_whole_and_private(self):
        self.once()
        kept, = self.kept()
        self.assertEqual(stat.S_IMODE(os.stat(kept).st_mode), 0o600)
        with open(kept, encoding="ascii") as file:
            first = file.read()
        self.assertEqual(first, self.provider.refresh)
        os.link(kept, self.stage.path("as it was"))
        self.once()  # the first one is refused by now
        # Another file took its name: no moment was without a whole token.
        with open(self.stage.path("as it was"), encoding="ascii") as file:
            self.assertEqual(file.read(), first)
        self.assertEqual([r["refresh_token"] for r in self.provider.requests], ["first-refresh-token", "refresh-token-1"])
        self.assertEqual(self.kept(), [kept])
        with open(self.stage.path("campaign", "refresh"), encoding="ascii") as file:
            self.assertEqual(file.read(), "first-refresh-token\n", "what a person wrote is left alone")

    def test_a_person_who_signs_in_anew_replaces_what_was_kept(self):
        self.once()
        self.provider.refresh = "signed-in-anew"
        with open(self.stage.path("campaign", "refresh"), "w", encoding="ascii") as file:
            file.write("signed-in-anew\n")
        self.once()
        self.assertEqual(self.provider.requests[-1]["refresh_token"], "signed-in-anew")

    def test_organizers_are_told_when_the_login_has_ended(self):
        self.stage.start()
        self.until("a start", lambda: self.provider.answered == 1)
        self.provider.ended = True
        self.until("an alarm", lambda: self.stage.mailbox(ORGANIZER))
        self.assertEqual(self.kinds(ORGANIZER), ["alarm"])
        letter = play.text(self.stage.mailbox(ORGANIZER)[0])
        for words in ("invalid_grant", "Sign in at the provider"):
            self.assertIn(words, letter)
        self.assertIn("invalid_grant", self.stage.log_text())
        for secret in ("refresh-token", "the client's secret"):
            self.assertNotIn(secret, letter + self.stage.log_text())
        self.assertEqual(self.stage.stop(), 0)

    def test_a_login_that_has_ended_at_the_start_is_told_before_anything_is_sent(self):
        self.provider.ended = True
        done = self.once(status=69)
        self.assertIn("invalid_grant", done.stderr)
        self.assertNotIn("first-refresh-token", done.stderr)
