#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "wire/session.h"
#include "wire/smtp_reply.h"
#include "wire/submission.h"
#include "wire/verdict.h"

namespace undersigned::wire {

// One SMTP session and the letters on it: one recipient a transaction; with PIPELINING (RFC 2920)
// the envelope of a letter travels right behind the text of the one before.
class SmtpConnection {
 public:
  SmtpConnection(const Endpoint& endpoint, const Submission::Options& options, SteadyInstant now);

  // Reads what has come; outcomes go to `outcomes`.
  void receive(SteadyInstant now, std::vector<Outcome>& outcomes);
  // Writes all that is to be sent, in one piece, and looks at the clock.
  void settle(SteadyInstant now, std::vector<Outcome>& outcomes);
  void advance(SteadyInstant now, std::vector<Outcome>& outcomes) {
    receive(now, outcomes);
    settle(now, outcomes);
  }
  bool ready() const { return ready_; }
  // Takes a letter now; settle() sends it.
  bool can_start() const;
  void start(Outgoing letter, SteadyInstant now, std::vector<Outcome>& outcomes);
  void quit(SteadyInstant now);
  // Ended; letters that were on it have their outcome.
  bool ended() const { return ended_; }
  // Why, unless it ended as agreed.
  const std::optional<Error>& error() const { return error_; }
  bool accepted_any() const { return accepted_any_; }
  bool empty() const { return flight_.empty(); }
  bool past_dot() const { return !flight_.empty() && flight_.front().dot > 0; }
  // Ends it now, because we end: letters before their final dot are given back.
  void drop(const std::string& why, std::vector<Outcome>& outcomes);
  Interest interest() const;
  const SmtpOffer& offer() const { return offer_; }

 private:
  enum class Due { ehlo, helo, rset, mail, rcpt, data, dot, lone_dot, quit };
  struct Flight {
    Outgoing letter;
    std::string rcpt;                // the command, where it waits for the reply to MAIL
    std::optional<Outcome> failure;  // the first refusal
    std::uint64_t dot = 0;           // octets queued up to the end of the final dot; 0: none yet
  };
  void opened(SteadyInstant now);
  void reply(const SmtpReply& reply, std::vector<Outcome>& outcomes);
  void greeted(const SmtpReply& reply);
  void envelope_reply(SmtpStage stage, const SmtpReply& reply, std::vector<Outcome>& outcomes);
  void data_reply(const SmtpReply& reply, std::vector<Outcome>& outcomes);
  void dot_reply(const SmtpReply& reply, std::vector<Outcome>& outcomes);
  void fail_last(std::vector<Outcome>& outcomes);
  void put(std::string_view octets, Due due);
  void flush(SteadyInstant now);
  void finish(std::optional<Error> why, std::vector<Outcome>& outcomes,
              Delivery unsent = Delivery::try_again);
  SteadyInstant deadline() const;

  Session session_;
  Submission::Options options_;
  SmtpReader reader_;
  SmtpOffer offer_;
  std::string host_, out_;
  bool wants_login_, ready_ = false, ended_ = false, reset_first_ = false, accepted_any_ = false;
  bool quitting_ = false, greeting_ = false;
  std::deque<Due> due_;        // replies that will come, in order
  std::deque<Flight> flight_;  // at most one past its dot, then at most one before it
  std::optional<Error> error_;
  SteadyInstant progress_;  // when octets last moved
  std::uint64_t written_ = 0;
};

}  // namespace undersigned::wire
