#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace undersigned::wire {

// Which mails of a mailbox are still to be fetched, in which portions; no I/O.
//
// All mails up to floor() are done: handed out, or gone from the mailbox. Each round starts with a
// listing of everything above it; portions of that are fetched in the order of UIDs, mails that
// failed before alone and after all others, so that none stands in another's way. What the server
// left out, or what was under way when a connection broke, shows up in the next listing.
class FetchPlan {
 public:
  struct Limits {
    std::size_t mails = 200;
    std::uint64_t octets = 8u << 20;        // of a portion; its first mail may be larger
    std::uint64_t mail_octets = 10u << 20;  // of one mail: above it the header alone
  };
  enum class What { mail, header, nothing };  // nothing: given up, do not ask for it
  struct Portion {
    What what = What::mail;
    std::vector<std::uint32_t> uids;  // ascending, not empty
  };
  // A mail is given up when the server said OK to a request for it alone so often and sent nothing,
  // or when so many connections were lost over it alone (with the pauses between them, two hours).
  static constexpr int kLeftOut = 3, kLost = 30;

  FetchPlan(Limits limits, std::uint32_t floor) : limits_(limits), floor_(floor) {}

  std::uint32_t floor() const { return floor_; }
  void start_listing();
  void list(std::uint32_t uid, std::uint64_t size);
  void end_listing();
  std::size_t listed() const { return listing_.size(); }

  // The server holds no mail between those of a portion but those it names.
  bool gapless() const { return suspects_.empty() && taken_.empty(); }

  // The next portion; nothing: the listing is done with.
  std::optional<Portion> next();
  // True where this mail was asked for in the present portion and has not come before.
  bool take(std::uint32_t uid);
  // The server says that the portion is complete. False: it left mails out, list again.
  bool end_portion();
  // The connection broke, or the server refused. `too_large`: at a literal above all limits, so
  // there is no use in asking for all of that mail again.
  void portion_failed(bool too_large = false);

 private:
  struct Entry {
    std::uint32_t uid;
    std::uint64_t size;
  };
  struct Failures {
    int left_out = 0, lost = 0;
    bool too_large = false;
  };
  What what(const Entry& entry) const;
  void settle();

  Limits limits_;
  std::uint32_t floor_;
  std::set<std::uint32_t> taken_;    // above floor_
  std::vector<Entry> listing_;       // ascending, without those in suspects_
  std::size_t next_ = 0;             // in listing_
  std::vector<Entry> suspects_;      // failed before; least often last
  std::set<std::uint32_t> awaited_;  // of the present portion
  std::map<std::uint32_t, Failures> failures_;
};

}  // namespace undersigned::wire
