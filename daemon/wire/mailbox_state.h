#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "wire/back_off.h"
#include "wire/fetch_plan.h"
#include "wire/imap_command.h"
#include "wire/imap_connection.h"
#include "wire/mailbox.h"
#include "wire/move_queue.h"

namespace undersigned::wire {

inline constexpr std::size_t kHeaderOctets = 256
                                             << 10;  // of a mail that is too large to be fetched

// What a mailbox knows between two calls. What we say stands in mailbox.cc, what becomes of the
// server's answers in mailbox_answers.cc.
struct Mailbox::State {
  enum class Step {
    offline,
    connecting,
    capability,
    separator,
    looking,  // whether the folder is there
    selecting,
    ready,  // no command under way
    noop,
    listing,
    fetching,
    moving,
    idling,
    leaving_idle,
  };

  State(Endpoint where, Options how, Position from)
      : endpoint(std::move(where)),
        options(how),
        uidvalidity(from.uidvalidity),
        plan(limits(), from.last_uid),
        back_off(how.retry) {}

  Endpoint endpoint;
  Options options;
  std::string mailbox = "INBOX";
  std::uint32_t uidvalidity = 0, selected_uidvalidity = 0;
  FetchPlan plan;
  MoveQueue moves;
  MoveQueue::Server server;
  bool can_idle = false, read_only = false;
  std::unique_ptr<ImapConnection> connection;
  Step step = Step::offline;
  BackOff back_off;
  SteadyInstant now{}, retry_at{}, next_poll{}, idle_until{};
  Instant real{};
  Poll poll, complete;
  bool polling = false;  // a poll began and is not complete
  bool there = false;    // the folder that was looked for
  bool again = false;    // the server told of new mails since the last listing
  bool asked = false;    // poll_now() was called since the last poll began
  bool accepting = true, closed = false, selected = false;
  std::vector<Mail> mails;
  std::size_t mails_octets = 0;
  std::optional<Error> error;
  std::optional<Instant> unreachable_since;

  FetchPlan::Limits limits() const {
    return {static_cast<std::size_t>(std::clamp(options.chunk, 1, 500)), options.chunk_octets,
            options.mail_octets};
  }
  bool has_room() const { return accepting && mails_octets <= options.chunk_octets; }

  void run();
  void connect();
  void lost(Error why);
  void command(std::string_view text, Step next);
  void handle(ImapResponse& response);
  void status(const ImapHead& head);
  void data(const ImapHead& head, ImapResponse& response);
  void fetched(ImapResponse& response);
  void hand_out(ImapFetch fetch);
  void answered(const ImapHead& head);
  void look_for_folder();
  void nothing_there();
  void select_answered(const ImapHead& head);
  bool decide();
  bool fetch_next();
  void begin_poll(std::string_view first_command, Step next);
  bool wants_to_leave_idle() const;
};

}  // namespace undersigned::wire
