#include "wire/smtp_connection.h"

#include <algorithm>

#include <unistd.h>

#include "wire/smtp_letter.h"

namespace undersigned::wire {

namespace {

constexpr Seconds kConnectPatience{20}, kQuitPatience{2};
constexpr std::size_t kUnsentOctets = 1 << 20;

// Who we say we are (RFC 5321, 4.1.3 and 4.1.4): the host's full name, else its address.
std::string own_name(const std::string& address) {
  char name[256] = "";
  if (gethostname(name, sizeof name - 1) == 0) {
    const std::string host = name;
    const auto fits = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-';
    };
    if (host.find('.') != std::string::npos && std::all_of(host.begin(), host.end(), fits))
      return host;
  }
  if (address.empty()) return "[127.0.0.1]";
  return address.find(':') == std::string::npos ? "[" + address + "]" : "[IPv6:" + address + "]";
}

}  // namespace

SmtpConnection::SmtpConnection(const Endpoint& endpoint, const Submission::Options& options,
                               SteadyInstant now)
    : session_(endpoint, kConnectPatience, now),
      options_(options),
      wants_login_(!endpoint.server.user.empty()),
      progress_(now) {
  if (const auto url = ServerUrl::parse(endpoint.server.url)) host_ = url->host;
}

void SmtpConnection::opened(SteadyInstant now) {
  greeting_ = true;
  progress_ = now;
  put("EHLO " + own_name(session_.local_address()) + "\r\n", Due::ehlo);
}

void SmtpConnection::receive(SteadyInstant now, std::vector<Outcome>& outcomes) {
  session_.advance(now);
  if (session_.phase() == Session::Phase::open && !greeting_) opened(now);
  std::string octets;
  session_.read(octets, 256 << 10);
  if (!octets.empty()) progress_ = now;
  reader_.feed(octets);
  while (!ended_) {
    const auto next = reader_.next();
    if (!next) break;
    reply(*next, outcomes);
  }
  if (!ended_ && !reader_.broken().empty())
    return finish(Error{Error::Kind::unreachable, host_ + ": " + reader_.broken(), "", 0},
                  outcomes);
}

void SmtpConnection::settle(SteadyInstant now, std::vector<Outcome>& outcomes) {
  if (ended_) return;
  flush(now);
  if (session_.phase() == Session::Phase::ended) {
    // Servers may close what has been idle for long.
    if (quitting_ || (ready_ && due_.empty())) return finish(std::nullopt, outcomes);
    return finish(session_.error(), outcomes);
  }
  if (now < deadline()) return;
  if (!due_.empty()) {
    finish(Error{Error::Kind::unreachable, host_ + ": the server is silent", "", 0}, outcomes);
  } else if (ready_) {
    quit(now);
  }
}

void SmtpConnection::put(std::string_view octets, Due due) {
  out_ += octets;
  due_.push_back(due);
}

void SmtpConnection::flush(SteadyInstant now) {
  if (!out_.empty()) {
    session_.write(out_);
    out_.clear();
  }
  if (session_.written() != written_) progress_ = now;
  written_ = session_.written();
}

bool SmtpConnection::can_start() const {
  if (!ready_ || ended_ || quitting_ || session_.phase() != Session::Phase::open) return false;
  if (flight_.empty()) return true;
  return offer_.pipelining && flight_.size() == 1 && flight_.front().dot > 0 &&
         session_.queued() - session_.written() < kUnsentOctets;
}

void SmtpConnection::start(Outgoing letter, SteadyInstant now, std::vector<Outcome>& outcomes) {
  auto lines = envelope(letter, offer_);
  if (!lines) {
    outcomes.push_back({letter.letter, Delivery::refused, 0, lines.error().what, false});
    return;
  }
  if (due_.empty()) progress_ = now;
  if (std::exchange(reset_first_, false)) put("RSET\r\n", Due::rset);
  put(lines->mail, Due::mail);
  Flight flight{std::move(letter), "", std::nullopt, 0};
  if (offer_.pipelining) {
    put(lines->rcpt, Due::rcpt);
    put("DATA\r\n", Due::data);
  } else {
    flight.rcpt = std::move(lines->rcpt);
  }
  flight_.push_back(std::move(flight));
}

void SmtpConnection::reply(const SmtpReply& reply, std::vector<Outcome>& outcomes) {
  const Error refusal{Error::Kind::unreachable, host_ + " says: " + reply.first_line(), "", 0};
  if (due_.empty() && reply.code == 421) return finish(std::nullopt, outcomes);  // idle for long
  if (due_.empty()) return finish(refusal, outcomes);
  const Due due = due_.front();
  due_.pop_front();
  switch (due) {
    case Due::ehlo:
      if (reply.code / 100 == 5) {  // a server of RFC 821
        put("HELO " + own_name(session_.local_address()) + "\r\n", Due::helo);
        break;
      }
      [[fallthrough]];
    case Due::helo:
      greeted(reply);
      break;
    case Due::rset:
    case Due::lone_dot:
      break;
    case Due::mail:
      envelope_reply(SmtpStage::mail, reply, outcomes);
      break;
    case Due::rcpt:
      envelope_reply(SmtpStage::rcpt, reply, outcomes);
      break;
    case Due::data:
      data_reply(reply, outcomes);
      break;
    case Due::dot:
      dot_reply(reply, outcomes);
      break;
    case Due::quit:
      return finish(std::nullopt, outcomes);
  }
  if (error_) return finish(error_, outcomes);
  if (reply.code == 421) finish(refusal, outcomes);
}

void SmtpConnection::greeted(const SmtpReply& reply) {
  if (!reply.positive()) {
    error_ = Error{Error::Kind::unreachable, host_ + " refuses us: " + reply.first_line(), "", 0};
    return;
  }
  // libcurl goes on without a login where the server offers none.
  if (wants_login_ && !session_.logged_in()) {
    error_ = Error{Error::Kind::unreachable,
                   host_ +
                       " offers no login (AUTH), so no letter is sent; check port and tls, or "
                       "take out user and password",
                   "", 0};
    return;
  }
  offer_ = read_offer(reply);
  ready_ = true;
}

void SmtpConnection::envelope_reply(SmtpStage stage, const SmtpReply& reply,
                                    std::vector<Outcome>& outcomes) {
  Flight& flight = flight_.back();
  if (!reply.positive() && !flight.failure)
    flight.failure = judge(stage, reply, flight.letter.letter);
  if (offer_.pipelining) return;
  if (flight.failure) return fail_last(outcomes);
  if (stage == SmtpStage::mail) return put(flight.rcpt, Due::rcpt);
  put("DATA\r\n", Due::data);
}

void SmtpConnection::data_reply(const SmtpReply& reply, std::vector<Outcome>& outcomes) {
  Flight& flight = flight_.back();
  const bool go_on = reply.code == 354;
  if (!go_on && !flight.failure)
    flight.failure = judge(SmtpStage::data, reply, flight.letter.letter);
  if (!flight.failure) {
    append_stuffed(out_, flight.letter.octets);
    flight.letter.octets = {};
    due_.push_back(Due::dot);
    flight.dot = session_.queued() + out_.size();
    return;
  }
  // All recipients were refused and it wants a mail all the same (RFC 2920, 3.1).
  if (go_on) put(".\r\n", Due::lone_dot);
  fail_last(outcomes);
}

void SmtpConnection::dot_reply(const SmtpReply& reply, std::vector<Outcome>& outcomes) {
  outcomes.push_back(judge(SmtpStage::dot, reply, flight_.front().letter.letter));
  accepted_any_ |= outcomes.back().delivery == Delivery::accepted;
  flight_.pop_front();
}

void SmtpConnection::fail_last(std::vector<Outcome>& outcomes) {
  outcomes.push_back(*flight_.back().failure);
  flight_.pop_back();
  reset_first_ = true;
}

void SmtpConnection::quit(SteadyInstant now) {
  if (ended_ || quitting_) return;
  quitting_ = true;
  progress_ = now;
  if (!ready_) return session_.end({});
  put("QUIT\r\n", Due::quit);
  flush(now);
}

void SmtpConnection::drop(const std::string& why, std::vector<Outcome>& outcomes) {
  if (!ended_) finish(Error{Error::Kind::unreachable, why, "", 0}, outcomes, Delivery::given_back);
}

void SmtpConnection::finish(std::optional<Error> why, std::vector<Outcome>& outcomes,
                            Delivery unsent) {
  ended_ = true;
  ready_ = false;
  error_ = std::move(why);
  const std::string reason = error_ ? error_->what : "the connection was closed";
  for (auto& flight : flight_) {
    if (flight.failure) {
      outcomes.push_back(*flight.failure);
      continue;
    }
    const bool dot_is_out = flight.dot > 0 && session_.written() >= flight.dot;
    outcomes.push_back(
        {flight.letter.letter, dot_is_out ? Delivery::uncertain : unsent, 0, reason, false});
  }
  flight_.clear();
  due_.clear();
  session_.end({});
}

SteadyInstant SmtpConnection::deadline() const {
  if (!greeting_) return SteadyInstant::max();  // the session has its own
  if (due_.empty()) return progress_ + options_.idle;
  if (quitting_) return progress_ + kQuitPatience;
  return progress_ + (due_.front() == Due::dot ? options_.dot_silence : options_.silence);
}

Interest SmtpConnection::interest() const {
  Interest interest = session_.interest();
  interest.wake = std::min(interest.wake, deadline());
  return interest;
}

}  // namespace undersigned::wire
