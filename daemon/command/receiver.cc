#include "command/receiver.h"

#include <algorithm>
#include <map>
#include <set>

#include "mail/message.h"

namespace undersigned::command {
namespace {

using mail::Message;

std::vector<Message> read_all(const std::vector<std::string>& headers) {
  std::vector<Message> mails;
  for (const std::string& header : headers)
    if (auto message = mail::parse(header)) mails.push_back(std::move(*message));
  return mails;
}

std::int64_t with_results(const std::vector<Message>& mails, const mail::Receiver& receiver) {
  return std::count_if(mails.begin(), mails.end(),
                       [&](const Message& one) { return mail::has_results(one, receiver); });
}

// "mx1.example.net" and "mx7.example.net" are "*.example.net".
std::string named_together(const std::set<std::string>& ids) {
  if (ids.size() == 1) return *ids.begin();
  const auto dot = ids.begin()->find('.');
  const std::string domain = dot == std::string::npos ? "" : ids.begin()->substr(dot);
  const bool one_domain = !domain.empty() && std::all_of(ids.begin(), ids.end(), [&](auto& id) {
    return id.size() > domain.size() && id.ends_with(domain);
  });
  return one_domain ? "*" + domain : "";
}

// What would find results in the most of them; nothing where nothing does.
mail::Receiver proposed(const std::vector<Message>& mails,
                        const std::vector<mail::Network>& relays) {
  std::map<bool, std::set<std::string>> ids;  // those below the Received, and those above
  for (const Message& one : mails)
    if (const auto voucher = mail::find_voucher(one, relays))
      ids[voucher->below].insert(voucher->authserv_id);
  mail::Receiver best;
  std::int64_t most = 0;
  for (const auto& [below, names] : ids) {
    std::set<std::string> all = names;
    if (const auto together = named_together(names); !together.empty()) all = {together};
    for (const std::string& name : all) {
      const mail::Receiver receiver{name, relays, below};
      const auto found = with_results(mails, receiver);
      if (found <= most) continue;
      most = found;
      best = receiver;
    }
  }
  // A host that writes them below its Received must write them into every mail (see README).
  if (best.results_below && most < static_cast<std::int64_t>(mails.size())) return {};
  return best;
}

std::string newest(std::size_t mails) {
  return mails == 1 ? "the newest mail" : "the newest " + std::to_string(mails) + " mails";
}

// What stands below a Received may be a stranger's all the same: only who runs the host can tell.
std::string what_to_write(const mail::Receiver& receiver) {
  const std::string key = "authserv_id = \"" + receiver.authserv_id + "\"";
  if (!receiver.results_below)
    return "your provider signs as \"" + receiver.authserv_id + "\"; put " + key;
  return "results of \"" + receiver.authserv_id +
         "\" stand right below its Received; if whoever runs it says that it writes them there into"
         " every mail, put " +
         key + " and results = \"below-received\"";
}

}  // namespace

Advice advise_trust(const campaign::TrustConfig& trust, const std::vector<std::string>& headers) {
  const auto mails = read_all(headers);
  const std::string key = "[trust] authserv_id: ";
  if (mails.empty())
    return {false, key +
                       "there is no mail that shows who vouches for its sender; send one to this "
                       "mailbox from outside, and check again before the program moves it"};
  if (const auto found = with_results(mails, trust.receiver()); found > 0)
    return {true, key + "\"" + trust.authserv_id + "\" vouches: its results stand in " +
                      std::to_string(found) + " of " + newest(mails.size())};
  const std::string none =
      trust.authserv_id.empty()
          ? ""
          : "no results of \"" + trust.authserv_id + "\" stand in " + newest(mails.size()) + "; ";
  const auto receiver = proposed(mails, trust.relays);
  if (!receiver.authserv_id.empty()) return {false, key + none + what_to_write(receiver)};
  return {false,
          key + none +
              "your provider writes no Authentication-Results that could be told from those of "
              "strangers, so everybody is asked to confirm by replying (if inner hosts of it stand "
              "in the topmost Received fields, name them: relays)"};
}

}  // namespace undersigned::command
