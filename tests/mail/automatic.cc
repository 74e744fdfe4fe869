#include "mail/automatic.h"

#include <catch2/catch.hpp>

using namespace undersigned::mail;

namespace {

std::string judge(const std::string& fields, const std::string& body = "I sign.\n") {
  const auto message = parse(fields + "To: signon@us.example\n\n" + body);
  REQUIRE(message);
  const auto found = automatic(*message);
  if (!found) return "person";
  CHECK_FALSE(found->why.empty());
  std::string text = found->kind == Automatic::Kind::bounce       ? "bounce"
                     : found->kind == Automatic::Kind::auto_reply ? "auto-reply"
                                                                  : "bulk";
  for (const auto& address : found->failed) text += " " + address.text();
  return text + (found->permanent ? " permanent" : "");
}

const std::string person = "From: Maria <maria@example.org>\nReturn-Path: <maria@example.org>\n";
const std::string mail_daemon = "From: MAILER-DAEMON@example.org\nReturn-Path: <>\n";

}  // namespace

TEST_CASE("what a person wrote is never taken for a machine's") {
  const auto* fields =
      GENERATE("Subject: Re: Sign-on\n", "X-Auto-Response-Suppress: All\n", "Auto-Submitted: no\n",
               "Subject: Undeliverable: your call\n", "Subject: Fwd: Mail delivery failed\n",
               "Subject: mail returned\n", "Precedence: normal\n", "X-Autoreply: no\n",
               "Importance: high\nX-Priority: 1\n", "Auto-Submitted: no (a person)\n");
  const auto* body = GENERATE(
      "I sign.\n",
      "My first mail came back: 550 5.1.1 user unknown, could not be delivered. I sign. Maria\n");
  CHECK(judge(person + fields, body) == "person");
  CHECK(judge("From: postmaster@tiny.example\nReturn-Path: <postmaster@tiny.example>\n") ==
        "person");
}

TEST_CASE("a report passed on by a person is a person's mail") {
  const std::string report =
      "--a\n\nI got this, please count me in. I sign.\n--a\nContent-Type: message/rfc822\n\nFrom: "
      "MAILER-DAEMON@x.org\nContent-Type: multipart/report; report-type=delivery-status; "
      "boundary=b\n\n--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\nAction: "
      "failed\n--b--\n--a--\n";
  CHECK(judge(person + "Subject: Fwd: failure\nContent-Type: multipart/mixed; boundary=a\n",
              report) == "person");
}

TEST_CASE("bounces are known by their structure") {
  const std::string type =
      "Content-Type: multipart/report; report-type=delivery-status; boundary=a\n";
  const auto status = [](const std::string& fields) {
    return "--a\n\nsorry\n--a\nContent-Type: message/delivery-status\n\nReporting-MTA: "
           "dns;x\n\n" +
           fields + "\n--a--\n";
  };
  CHECK(
      judge(mail_daemon + type,
            status("Final-Recipient: rfc822;rosa@example.net\nAction: failed\nStatus: 5.1.1\n")) ==
      "bounce rosa@example.net permanent");
  CHECK(judge(mail_daemon + type,
              status("Final-Recipient: rfc822; <fwd@example.com>\nOriginal-Recipient: "
                     "rfc822;rosa@example.net\nAction: failed\nStatus: 5.2.2\n\n"
                     "Final-Recipient: rfc822;b@example.net\nAction: delayed\n"
                     "Status: 4.4.1\n")) == "bounce rosa@example.net permanent");
  CHECK(
      judge(mail_daemon + type,
            status("Final-Recipient: rfc822;rosa@example.net\nAction: delayed\nStatus: 4.4.1\n")) ==
      "bounce");
}

TEST_CASE("bounces without structure are known by several signs together") {
  CHECK(
      judge(mail_daemon + "Subject: failure notice\n",
            "Hi. This is the qmail-send program.\n<rosa@example.net>:\n198.51.100.1 does not like "
            "recipient.\nRemote host said: 550 5.1.1 no such user\n\n--- Below this line is a copy "
            "of the message.\n\nReceived: from x\nFrom: <other@example.net>\n") ==
      "bounce rosa@example.net permanent");
  CHECK(judge("From: Mail Delivery System <Mailer-Daemon@x.example>\nX-Failed-Recipients: "
              "rosa@example.net\nAuto-Submitted: auto-replied\nSubject: Mail delivery failed\n",
              "A message could not be delivered.\n") == "bounce rosa@example.net permanent");
  CHECK(judge("From: MAILER-DAEMON <>\nSubject: Mail delivery failed\n", "error\n") ==
        "bounce permanent");
  CHECK(judge("From: postmaster@x.example\nReturn-Path: <>\nSubject: =?utf-8?Q?Unzustellbar?=\n",
              "Ihre Nachricht konnte nicht zugestellt werden.\n") == "bounce permanent");
  CHECK(judge("From: postmaster@x.example\nReturn-Path: <>\nSubject: Не доставлено\n",
              "Ящик переполнен\n") == "bounce permanent");
  CHECK(judge(mail_daemon + "Subject: Warning: message delayed 24 hours\n",
              "It will be retried. 451 4.4.1 connection timed out, message deferred\n") ==
        "bounce");
}

TEST_CASE("answers that programs send are known by what programs write") {
  const auto* fields =
      GENERATE("Auto-Submitted: auto-replied\n", "Auto-Submitted: Auto-Replied (vacation)\n",
               "Auto-Submitted: auto-generated\n", "X-Autoreply: yes\n", "X-Autorespond: x\n",
               "Precedence: auto_reply\n", "Precedence: junk\n", "X-List-Administrivia: yes\n",
               "Auto-Submitted: auto-replied; owner=x\nPrecedence: bulk\n");
  CHECK(judge(person + fields) == "auto-reply");
  CHECK(judge("From: no-reply@example.org\n") == "auto-reply");
  CHECK(judge("From: maria@example.org\nReturn-Path: <>\n", "I am away until Monday.\n") ==
        "auto-reply");
}

TEST_CASE("bulk mail says so") {
  const auto* fields = GENERATE("List-Id: <x.example.org>\n", "List-Unsubscribe: <mailto:x@y>\n",
                                "Precedence: bulk\n", "Precedence: LIST\n",
                                "Auto-Submitted: auto-generated\nList-Id: <x>\n");
  CHECK(judge(person + fields) == "bulk");
}

TEST_CASE("a report that a mail was read is an automatic answer, no bounce") {
  CHECK(
      judge(person + "Content-Type: multipart/report; report-type=disposition-notification; "
                     "boundary=a\n",
            "--a\n\nYour mail was displayed.\n--a\nContent-Type: "
            "message/disposition-notification\n\nDisposition: manual-action; displayed\n--a--\n") ==
      "auto-reply");
}

TEST_CASE("a calendar's answer and a meeting are a program's") {
  const auto meeting = [](const std::string& method) {
    return judge(
        person + "Subject: Accepted: Sign-on\nContent-Type: multipart/alternative; boundary=a\n",
        "--a\n\n \n--a\nContent-Type: text/calendar; method=" + method +
            "\n\nBEGIN:VCALENDAR\nMETHOD:" + method + "\nEND:VCALENDAR\n--a--\n");
  };
  CHECK(meeting("REPLY") == "auto-reply");
  CHECK(meeting("reply") == "auto-reply");
  CHECK(meeting("COUNTER") == "auto-reply");
  CHECK(meeting("REQUEST") == "bulk");
  CHECK(judge(person + "Content-Type: text/calendar\n",
              "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n") == "auto-reply");
}

TEST_CASE("a list's mail may hold a person's words where it answers a mail") {
  const auto holds_words = [](const std::string& fields) {
    const auto message = parse(person + fields + "To: signon@us.example\n\nWe sign.\n");
    REQUIRE(message);
    const auto found = automatic(*message);
    REQUIRE(found);
    return found->may_hold_words;
  };
  CHECK(holds_words("List-Id: <group.example.org>\nIn-Reply-To: <call@us.example>\n"));
  CHECK_FALSE(holds_words("List-Id: <news.example.org>\n"));
  CHECK_FALSE(holds_words("X-List-Administrivia: yes\nIn-Reply-To: <call@us.example>\n"));
  CHECK_FALSE(holds_words("Auto-Submitted: auto-replied\nIn-Reply-To: <call@us.example>\n"));
}
