#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wire/imap_reader.h"
#include "wire/imap_response.h"
#include "wire/session.h"

namespace undersigned::wire {

// A session that speaks IMAP: one command at a time, responses as they come. What arrives before
// the answer to our first command and makes no sense is the rest of a segment that libcurl took
// for itself, and is left out.
class ImapConnection {
 public:
  ImapConnection(const Endpoint& endpoint, Seconds patience, ImapReader::Limits limits,
                 SteadyInstant now)
      : session_(endpoint, patience, now), reader_(limits), last_octet_(now) {}

  bool open() const { return session_.phase() == Session::Phase::open; }
  bool ended() const { return session_.phase() == Session::Phase::ended; }
  const Error& error() const { return session_.error(); }
  bool literal_too_large() const { return reader_.literal_too_large(); }
  void advance(SteadyInstant now) { session_.advance(now); }
  Interest interest() const { return session_.interest(); }

  // Sends a command; its tagged answer ends it.
  void command(std::string_view text, SteadyInstant now);
  // Octets within a command: DONE.
  void write(std::string_view octets, SteadyInstant now);
  bool awaiting() const { return !tag_.empty(); }
  // The next response; nothing: none is complete. At the end of the stream, or where it cannot be
  // understood, the connection ends once all complete responses were taken.
  std::optional<ImapResponse> next(SteadyInstant now);
  // True where this answers the command under way, which then is over.
  bool answers(const ImapHead& head);
  SteadyInstant last_octet() const { return last_octet_; }
  void end(const std::string& why);

 private:
  Session session_;
  ImapReader reader_;
  std::string tag_, octets_;
  int commands_ = 0;
  SteadyInstant last_octet_;
};

}  // namespace undersigned::wire
