#include "mail/authentication.h"

#include <catch2/catch.hpp>

using namespace undersigned::mail;

namespace {

Authenticated judge(const std::string& fields, const std::string& from = "maria@example.org",
                    const Receiver& receiver = {"mx.us.example", {}, false}) {
  const auto message = parse(fields + "From: " + from + "\n\nI sign.\n");
  REQUIRE(message);
  return authenticate(*message, receiver);
}

Receiver host(const std::string& id) { return {id, {}, false}; }

const std::string border =
    "Received: from mail.example.org (mail.example.org [203.0.113.9]) by mx.us.example (Postfix)"
    " with ESMTPS id 1; Thu, 17 Dec 2015 10:00:00 -0800\n";
const std::string pass =
    "Authentication-Results: mx.us.example; dmarc=pass header.from=example.org\n";

}  // namespace

TEST_CASE("the trusted host's word counts") {
  const auto A = Authenticated::pass;
  const auto F = Authenticated::fail;
  const auto N = Authenticated::none;
  const auto [results, wanted] = GENERATE_COPY(table<std::string, Authenticated>({
      {"mx.us.example; dmarc=pass header.from=example.org", A},
      {"mx.us.example 1; dmarc=pass (p=reject; sp=none) header.from=example.org", A},
      {"MX.US.EXAMPLE;\n\tspf=pass smtp.mailfrom=x;\n\tdmarc=pass", A},
      {"\"mx.us.example\"; dmarc = pass", A},
      {"mx.us.example (us; really); dmarc=pass", A},
      {"(first a comment) mx.us.example\n (and (another));\n dmarc=pass", A},
      {"mx.us.example; dkim=pass header.d=mail.example.org", A},
      {"mx.us.example; dkim=pass (2048-bit key) header.i=@example.org header.s=a", A},
      {"mx.us.example; dkim=fail header.d=example.org; dkim=pass header.d=example.org", A},
      {"mx.us.example; dmarc=none; dkim=pass header.d=example.org", A},
      {"mx.us.example; dmarc=fail; dkim=pass header.d=example.org", F},
      {"mx.us.example; dkim=pass header.d=example.org; dmarc=fail", F},
      {"mx.us.example; dmarc=fail header.from=example.net; dmarc=pass", F},
      {"mx.us.example; dkim=pass header.d=example.net", N},
      {"mx.us.example; dkim=pass header.d=org", N},
      {"mx.us.example; dmarc=pass header.from=example.net", N},
      {"mx.us.example; spf=pass smtp.mailfrom=maria@example.org", N},
      {"mx.us.example; none", N},
      {"mx.us.example; dkim=pass reason=\"header.d=example.org\" header.d=example.net", N},
      {"mx.us.example; x=y (dmarc=pass)", N},
      {"mx.us.example; reason=\"; dmarc=pass\"", N},
      {"mx.us.example.evil.example; dmarc=pass", N},
      {"evil.mx.us.example; dmarc=pass", N},
      {"other.example (mx.us.example); dmarc=pass", N},
      {"other.example; dmarc=pass", N},
      {"i=1; mx.us.example; dmarc=pass", N},
      {"; dmarc=pass", N},
      {"", N},
  }));
  CAPTURE(results);
  CHECK(judge("Authentication-Results: " + results + "\n" + border) == wanted);
  CHECK(judge("Authentication-Results: " + results + "\n") == wanted);
}

TEST_CASE("of several fields of the host all count, and a failure above all") {
  const std::string fail = "Authentication-Results: mx.us.example; dmarc=fail\n";
  const std::string quiet = "Authentication-Results: mx.us.example; spf=pass\n";
  CHECK(judge(quiet + pass + border) == Authenticated::pass);
  CHECK(judge(pass + fail + border) == Authenticated::fail);
  CHECK(judge(fail + pass + border) == Authenticated::fail);
  CHECK(judge("Authentication-Results: other.example; dmarc=fail\n" + pass + border) ==
        Authenticated::pass);
}

TEST_CASE("a field that came with the mail proves nothing") {
  const std::string sender = "Received: from x by mail.example.org\n";
  const std::string ours = "Received: from x by mx.us.example with ESMTP\n";
  const std::string same_host =
      "Received: from mx.us.example (mx.us.example [203.0.113.1]) by mx.us.example with ESMTP\n";
  const std::string arc =
      "ARC-Authentication-Results: i=1; mx.us.example; dmarc=pass header.from=example.org\n";
  const std::string helo =
      "Received: from mx.us.example (unknown [203.0.113.9]) by mx.us.example with ESMTP\n";
  const std::string forged_name =
      "Received: from a (mx.us.example [203.0.113.9] (may be forged)) by mx.us.example\n";
  const std::string two_remarks =
      "Received: from a (mx.us.example) (x.example [203.0.113.9]) by mx.us.example\n";
  const std::string local =
      "Received: from a (localhost [127.0.0.1]) by mx.us.example (Postfix) with ESMTP id 1\n";
  const std::string words =
      "Received: from x by mx.us.example with LMTP (y [203.0.113.9]) by mx.us.example with ESMTP\n";
  const std::string open = "Received: from x (y [10.0.0.1] by mx.us.example with LMTP id 1\n";
  for (const std::string& top :
       {border, ours, sender, helo, forged_name, two_remarks, local, words, open}) {
    for (const std::string& between : {std::string(), sender, ours, same_host, border, pass}) {
      CAPTURE(top, between);
      CHECK(judge(top + between + pass) == Authenticated::none);
      CHECK(judge(top + between + arc) == Authenticated::none);
      CHECK(judge(top + pass + between) == Authenticated::none);
    }
  }
  // Below what our host wrote, nothing is added to it.
  const std::string none = "Authentication-Results: mx.us.example; dmarc=none\n";
  CHECK(judge(none + border + pass) == Authenticated::none);
  const std::string lmtp = "Received: from mx by mx.us.example with LMTP id 1\n";
  CHECK(judge(lmtp + none + lmtp + pass) == Authenticated::none);
}

TEST_CASE("our own hops above the results do not end the trust") {
  const std::string inner = GENERATE(
      "Received: from mx.us.example (mx.us.example [10.0.0.2]) by imap.us.example (Postfix) with "
      "ESMTPS id 2\n",
      "Received: from mx.us.example (mx.us.example [203.0.113.1]) by imap.us.example with ESMTP\n",
      "Received: from mx.us.example by imap.us.example with LMTP id aBc (envelope-from <a@b>)\n",
      "Received: from mx (mx.us.example [192.0.2.3]) by imap (Cyrus 3.3) with LMTPA; Thu\n",
      "Received: by 2002:a05:7300:1:b0 with SMTP id x; Thu, 17 Dec 2015 10:00:00 -0800\n",
      "Received: (qmail 1234 invoked by uid 1000); 17 Dec 2015 18:00:00 -0000\n",
      "Return-Path: <a@example.org>\nDelivered-To: signon@us.example\n");
  CAPTURE(inner);
  CHECK(judge(inner + pass + border) == Authenticated::pass);
  CHECK(judge(inner + border + pass) == Authenticated::none);
}

TEST_CASE("inner hosts without a name of ours are named by address") {
  const std::string inner =
      "Received: from compute5 (compute5 [10.202.2.45]) by store.internal with ESMTP\n"
      "Received: from mx3.us.example (localhost [127.0.0.1]) by mx.internal (Postfix) with ESMTP\n";
  Receiver receiver = host("mx.us.example");
  CHECK(judge(inner + pass + border, "maria@example.org", receiver) == Authenticated::none);
  receiver.relays = {*Network::parse("10.202.0.0/16"), *Network::parse("127.0.0.1")};
  CHECK(judge(inner + pass + border, "maria@example.org", receiver) == Authenticated::pass);
  CHECK(judge(inner + border + pass, "maria@example.org", receiver) == Authenticated::none);
}

TEST_CASE("the way to a mailbox of a large provider") {
  const std::string of_sender =
      "Received: by mail-x.example.org with SMTP id 5so\n"
      "Authentication-Results: mx.google.com; dmarc=pass header.from=example.org\n";
  const std::string arc =
      "ARC-Authentication-Results: i=1; mx.google.com;\n dkim=pass "
      "header.i=@example.org;\n dmarc=pass (p=NONE) header.from=example.org\n";
  const std::string top =
      "Delivered-To: signon@gmail.com\nReceived: by 2002:a05:6 with SMTP id 1;\n"
      "X-Received: by 2002:a17:9 with SMTP id 2\n";
  const std::string received =
      "Return-Path: <maria@example.org>\nReceived: from mail-x.example.org (mail-x.example.org. "
      "[203.0.113.41])\n by mx.google.com with SMTPS id 3 for <signon@gmail.com>\n (Google "
      "Transport Security); Tue, 28 Sep 2021 20:57:32 -0700 (PDT)\n";
  const Receiver google = host("mx.google.com");
  CHECK(judge(top + arc + received + of_sender, "maria@example.org", google) ==
        Authenticated::pass);
  CHECK(judge(top + received + of_sender, "maria@example.org", google) == Authenticated::none);
  CHECK(judge(top + received + arc, "maria@example.org", google) == Authenticated::none);

  const std::string office =
      "Received: from A.namprd05.prod.outlook.com (2603:10b6:a03:4b::24) by\n "
      "B.namprd05.prod.outlook.com with HTTPS; Tue, 9 Aug 2022\n"
      "ARC-Authentication-Results: i=1; mx.microsoft.com 1; spf=pass smtp.mailfrom=example.org; "
      "dmarc=pass action=none header.from=example.org; dkim=pass header.d=example.org; arc=none\n";
  const std::string office_border =
      "Received: from mail.example.org (203.0.113.9) by C.mail.protection.outlook.com (10.13.1.8)"
      " with Microsoft SMTP Server id 15.20\n";
  const Receiver microsoft = host("mx.microsoft.com");
  CHECK(judge(office + office_border, "maria@example.org", microsoft) == Authenticated::pass);
  CHECK(judge(office_border + office, "maria@example.org", microsoft) == Authenticated::none);
}

TEST_CASE("a provider of many hosts is named by a star") {
  const Receiver many = host("*.us.example");
  CHECK(judge(pass + border, "maria@example.org", many) == Authenticated::pass);
  CHECK(judge("Authentication-Results: us.example; dmarc=pass\n", "maria@example.org", many) ==
        Authenticated::none);
  CHECK(judge("Authentication-Results: evilus.example; dmarc=pass\n", "maria@example.org", many) ==
        Authenticated::none);
  CHECK(judge(border + pass, "maria@example.org", many) == Authenticated::none);
}

TEST_CASE("a host that writes its results right below its Received can be told so") {
  const Receiver below{"mx.us.example", {}, true};
  const std::string fail = "Authentication-Results: mx.us.example; dmarc=fail\n";
  const std::string sender = "Received: from x by mail.example.org\n";
  const std::string milter = "DMARC-Filter: OpenDMARC\n";
  CHECK(judge(border + milter + pass + sender, "maria@example.org", below) == Authenticated::pass);
  CHECK(judge(border + fail + pass, "maria@example.org", below) == Authenticated::fail);
  CHECK(judge(border + sender + pass, "maria@example.org", below) == Authenticated::none);
  CHECK(judge(fail + border + pass, "maria@example.org", below) == Authenticated::fail);
  // The first one alone is the host's.
  const std::string quiet = "Authentication-Results: mx.us.example; dmarc=none\n";
  CHECK(judge(border + quiet + pass, "maria@example.org", below) == Authenticated::none);
}

TEST_CASE("the host that could be trusted is found by where its results stand") {
  const auto found = [](const std::string& fields, const std::vector<Network>& relays = {}) {
    const auto message = parse(fields + "From: maria@example.org\n\nI sign.\n");
    REQUIRE(message);
    const auto voucher = find_voucher(*message, relays);
    return voucher ? voucher->authserv_id + (voucher->below ? " below" : "") : "nobody";
  };
  const std::string theirs = "Authentication-Results: mail.example.org; dmarc=pass\n";
  const std::string sender = "Received: from x by mail.example.org\n";
  const std::string inner =
      "Received: from mx.us.example (mx.us.example [203.0.113.1]) by imap.us.example with ESMTP\n";
  const std::string helo =
      "Received: from evil.example (evil.example [203.0.113.9]) by mx.us.example with ESMTP\n";
  const std::string no_id = "Authentication-Results: spf=pass smtp.mailfrom=a; dmarc=pass\n";
  const std::string arc = "ARC-Authentication-Results: i=1; mx.us.example 1; dmarc=pass\n";
  CHECK(found(pass + border) == "mx.us.example");
  CHECK(found("Authentication-Results: MX.us.example 1;\n none\n" + border) == "mx.us.example");
  CHECK(found(inner + pass + border) == "mx.us.example");
  CHECK(found(arc + border + theirs) == "mx.us.example");
  CHECK(found(no_id + arc + border + theirs) == "mx.us.example");
  CHECK(found(border + pass + sender + theirs) == "mx.us.example below");
  CHECK(found(border + "DMARC-Filter: x\n" + pass) == "mx.us.example below");
  // What came with the mail proposes nobody.
  CHECK(found(border + theirs + pass) == "nobody");
  CHECK(found(border + sender + pass) == "nobody");
  CHECK(found(border + arc) == "nobody");
  CHECK(found(helo + "Authentication-Results: evil.example; dmarc=pass\n") == "nobody");
  CHECK(found(border) == "nobody");
  CHECK(found("") == "nobody");
  CHECK(found("Authentication-Results: a b\x1b; dmarc=pass\n") == "a");
  CHECK(found("Authentication-Results: \x1b[31m; dmarc=pass\n") == "nobody");
  const std::string unnamed = "Received: from a (a [10.0.0.1]) by store.internal with ESMTP\n";
  CHECK(found(unnamed + pass + border) == "nobody");
  CHECK(found(unnamed + pass + border, {*Network::parse("10.0.0.0/8")}) == "mx.us.example");
}

TEST_CASE("results hold for one author only") {
  const std::string bare = "Authentication-Results: mx.us.example; dmarc=pass\n";
  CHECK(judge(bare, "maria@example.org, boss@example.org") == Authenticated::none);
  CHECK(judge(pass, "maria@example.org, boss@example.net") == Authenticated::none);
  CHECK(judge(pass + "From: boss@example.net\n") == Authenticated::none);
  CHECK(judge(pass, "maria@example.org boss@example.org") == Authenticated::none);
  CHECK(judge(pass, "<@mail.example.org:maria@example.org>") == Authenticated::none);
  CHECK(judge(pass, "maria@example.org", host("")) == Authenticated::unknown);
}

TEST_CASE("results hold for a mail to which no field was added") {
  const std::string signed_fields =
      "To: signon@us.example\nSubject: I sign\nMessage-ID: <1@example.org>\nDate: x\n"
      "Content-Type: text/plain\n";
  CHECK(judge(pass + border + signed_fields) == Authenticated::pass);
  for (const std::string added :
       {"Subject: unsubscribe\n", "message-id: <2@example.org>\n", "Date: y\n",
        "To: boss@example.net\n", "Content-Type: text/html\n"}) {
    CAPTURE(added);
    CHECK(judge(pass + border + added + signed_fields) == Authenticated::none);
  }
  CHECK(judge("Authentication-Results: mx.us.example; dmarc=fail\n" + border + signed_fields +
              "Subject: a\n") == Authenticated::fail);
}

TEST_CASE("a network holds its addresses and no others") {
  const auto [text, address, inside] = GENERATE(table<std::string, std::string, bool>({
      {"10.202.0.0/16", "10.202.2.45", true},
      {"10.202.0.0/16", "10.203.2.45", false},
      {"127.0.0.1", "127.0.0.1", true},
      {"127.0.0.1", "127.0.0.2", false},
      {"127.0.0.1", "::ffff:127.0.0.1", true},
      {"fd00::/8", "IPv6:fd12::1", true},
      {"fd00::/8", "fe80::1%eth0", false},
      {"0.0.0.0/0", "::1", false},
      {"0.0.0.0/0", "localhost", false},
      {"172.16.0.0/12", "172.31.255.255", true},
      {"172.16.0.0/12", "172.32.0.0", false},
  }));
  CAPTURE(text, address);
  REQUIRE(Network::parse(text));
  CHECK(Network::parse(text)->contains(address) == inside);
}

TEST_CASE("what is no network is refused") {
  for (const char* text : {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1",
                           "10.0.0.0/8x", "fd00::/129", "10.0.0/8", "/8"}) {
    CAPTURE(text);
    CHECK_FALSE(Network::parse(text));
  }
}
