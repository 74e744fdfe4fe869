#include "wire/move_queue.h"

#include "wire/imap_command.h"

namespace undersigned::wire {

void MoveQueue::add(std::vector<std::uint32_t> uids, const std::string& folder) {
  if (closed_.contains(folder)) return;
  for (auto& set : uid_sets(std::move(uids))) jobs_.push_back({std::move(set), folder});
}

void MoveQueue::clear() {
  jobs_.clear();
  step_ = Step::copy;
  under_way_ = false;
}

std::optional<std::string> MoveQueue::next(const std::string& mailbox, const Server& server) {
  // Without UIDPLUS nothing but EXPUNGE removes, and that would remove other people's mails too.
  if (!server.move && !server.uidplus) clear();
  if (jobs_.empty()) return std::nullopt;
  const Job& job = jobs_.front();
  under_way_ = true;
  whole_move_ = server.move;
  const std::string target = imap_mailbox(folder_name(mailbox, server.separator, job.folder));
  switch (step_) {
    case Step::copy:
    case Step::copy_again:
      return (server.move ? "UID MOVE " : "UID COPY ") + job.uids + " " + target;
    case Step::create:
      return "CREATE " + target;
    case Step::subscribe:
      return "SUBSCRIBE " + target;
    case Step::mark:
      return "UID STORE " + job.uids + " +FLAGS.SILENT (\\Deleted)";
    case Step::expunge:
      return "UID EXPUNGE " + job.uids;
  }
  return std::nullopt;
}

void MoveQueue::answer(bool ok, std::string_view code) {
  if (!under_way_) return;
  under_way_ = false;
  switch (step_) {
    case Step::copy:
      // TRYCREATE says that the folder is missing; some servers refuse without it.
      if (!ok) return void(step_ = Step::create);
      break;
    case Step::copy_again:
      if (!ok) {
        closed_.insert(jobs_.front().folder);
        return finish();
      }
      break;
    case Step::create:
      step_ = ok || code == "ALREADYEXISTS" ? Step::subscribe : Step::copy_again;
      return;
    case Step::subscribe:
      step_ = Step::copy_again;
      return;
    case Step::mark:
      return ok ? void(step_ = Step::expunge) : finish();
    case Step::expunge:
      return finish();
  }
  if (whole_move_) return finish();
  step_ = Step::mark;
}

void MoveQueue::lost() {
  if (under_way_) finish();
}

void MoveQueue::finish() {
  const std::string folder = jobs_.front().folder;
  jobs_.pop_front();
  if (closed_.contains(folder))
    std::erase_if(jobs_, [&](const Job& j) { return j.folder == folder; });
  step_ = Step::copy;
  under_way_ = false;
}

}  // namespace undersigned::wire
