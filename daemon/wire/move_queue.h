#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace undersigned::wire {

// Mails on their way to sub-folders: which command comes next (RFC 6851 MOVE, or COPY, STORE and
// UID EXPUNGE of RFC 4315; never an EXPUNGE of all); no I/O. Best effort: what a server refuses
// stays where it is, and a folder that cannot be made is not tried again.
class MoveQueue {
 public:
  struct Server {
    bool move = false, uidplus = false;
    char separator = '/';  // 0: the server has no sub-folders
  };

  void add(std::vector<std::uint32_t> uids, const std::string& folder);
  void clear();
  bool empty() const { return jobs_.empty(); }
  // The next command without tag and line end; nothing: all done. `mailbox`: the one selected.
  std::optional<std::string> next(const std::string& mailbox, const Server& server);
  // What the server made of it: "OK", "NO" or "BAD", and the response code.
  void answer(bool ok, std::string_view code);
  // The command under way got no answer.
  void lost();

 private:
  enum class Step { copy, create, subscribe, copy_again, mark, expunge };
  struct Job {
    std::string uids, folder;
  };
  void finish();

  std::deque<Job> jobs_;
  std::set<std::string> closed_;  // folders that cannot be made
  Step step_ = Step::copy;
  bool under_way_ = false, whole_move_ = true;
};

}  // namespace undersigned::wire
