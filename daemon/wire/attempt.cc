// One connection to each server for `check --online`: may wait, sends and changes nothing.
#include <algorithm>
#include <chrono>

#include "wire/imap_command.h"
#include "wire/imap_connection.h"
#include "wire/imap_response.h"
#include "wire/mailbox.h"
#include "wire/smtp_connection.h"
#include "wire/submission.h"

namespace undersigned::wire {

namespace {

SteadyInstant steady_now() { return std::chrono::steady_clock::now(); }

void wait_for(const Interest& interest) {
  pollfd waiting{interest.fd, interest.events, 0};
  ::poll(&waiting, 1, 20);
}

Error out_of_time(const Endpoint& endpoint) {
  return {Error::Kind::unreachable, endpoint.server.url + ": no answer in time", "", 0};
}

// Sends a command and gives every response to `see` until its answer, which is given back: "OK …".
template <typename See>
Result<std::string> ask(ImapConnection& imap, const std::string& command, SteadyInstant end,
                        See see) {
  imap.command(command, steady_now());
  while (steady_now() < end) {
    imap.advance(steady_now());
    while (auto response = imap.next(steady_now())) {
      const auto head = read_head(*response);
      if (imap.answers(head)) return head.word + " " + one_line(head.rest);
      see(head, *response);
    }
    if (imap.ended()) return tl::unexpected(imap.error());
    wait_for(imap.interest());
  }
  return fail(Error::Kind::unreachable, "the server did not answer " + command + " in time");
}

// BODY.PEEK in a mailbox opened by EXAMINE leaves no trace. A server that refuses shows none.
std::vector<std::string> newest_headers(ImapConnection& imap, std::uint32_t mails, int newest,
                                        SteadyInstant end) {
  std::vector<std::string> headers;
  if (mails == 0 || newest <= 0) return headers;
  const auto from = mails - std::min(mails, static_cast<std::uint32_t>(newest)) + 1;
  const auto set = std::to_string(from) + ":" + std::to_string(mails);
  ask(imap, "FETCH " + set + " (UID BODY.PEEK[HEADER]<0.65536>)", end,
      [&](const ImapHead& head, ImapResponse& response) {
        if (head.word != "FETCH") return;
        auto fetch = read_fetch(response);
        if (fetch && fetch->header) headers.push_back(std::move(*fetch->header));
      });
  return headers;
}

}  // namespace

Result<Tried> try_mailbox(const Endpoint& endpoint, Seconds timeout, int newest) {
  const auto end = steady_now() + timeout;
  const auto url = ServerUrl::parse(endpoint.server.url);
  if (!url) return tl::unexpected(url.error());
  const std::string name = url->path.empty() ? "INBOX" : url->path;
  ImapConnection imap(endpoint, timeout, ImapReader::Limits{}, steady_now());
  while (!imap.open() && !imap.ended() && steady_now() < end) {
    wait_for(imap.interest());
    imap.advance(steady_now());
  }
  if (imap.ended()) return tl::unexpected(imap.error());
  if (!imap.open()) return tl::unexpected(out_of_time(endpoint));
  std::string offers;
  const auto capability = ask(imap, "CAPABILITY", end, [&](const ImapHead& head, auto&) {
    const std::string all = " " + std::string(head.rest) + " ";
    for (const std::string word : {"IDLE", "MOVE", "UIDPLUS"})
      if (head.word == "CAPABILITY" && all.find(" " + word + " ") != std::string::npos)
        offers += ", " + word;
  });
  if (!capability) return tl::unexpected(capability.error());
  std::uint32_t mails = 0;
  const auto answer =
      ask(imap, "EXAMINE " + imap_mailbox(name), end, [&](const ImapHead& head, auto&) {
        if (head.word == "EXISTS") mails = head.number;
      });
  if (!answer) return tl::unexpected(answer.error());
  if (!answer->starts_with("OK"))
    return fail(Error::Kind::unreachable, "The mailbox \"" + name + "\" cannot be opened (" +
                                              *answer + "); check the path of the URL");
  auto headers = newest_headers(imap, mails, newest, end);
  ask(imap, "LOGOUT", std::min(end, steady_now() + Seconds(2)), [](const ImapHead&, auto&) {});
  return Tried{name + " holds " + std::to_string(mails) + " mails" + offers, std::move(headers)};
}

Result<std::string> try_submission(const Endpoint& endpoint, Seconds timeout) {
  const auto end = steady_now() + timeout;
  std::vector<Outcome> none;
  SmtpConnection smtp(endpoint, Submission::Options{}, steady_now());
  while (!smtp.ready() && !smtp.ended() && steady_now() < end) {
    wait_for(smtp.interest());
    smtp.advance(steady_now(), none);
  }
  if (smtp.ended()) return tl::unexpected(smtp.error().value_or(out_of_time(endpoint)));
  if (!smtp.ready()) return tl::unexpected(out_of_time(endpoint));
  const SmtpOffer offer = smtp.offer();
  smtp.quit(steady_now());
  const auto patience = std::min(end, steady_now() + Seconds(2));
  while (!smtp.ended() && steady_now() < patience) {
    wait_for(smtp.interest());
    smtp.advance(steady_now(), none);
  }
  std::string words = "ready to take letters";
  if (offer.largest > 0) words += " of up to " + std::to_string(offer.largest >> 10) + " KB";
  if (offer.pipelining) words += ", PIPELINING";
  if (offer.eight_bit) words += ", 8BITMIME";
  if (offer.utf8) words += ", SMTPUTF8";
  return words;
}

}  // namespace undersigned::wire
