// The store against a model in memory: any sequence of operations, closed and opened in between.

#include <map>
#include <set>

#include <rapidcheck.h>

#include "stage.h"

namespace undersigned::store {
using namespace stage;

namespace {

// What the store must answer, kept in the simplest way.
struct Model {
  struct Kept {
    std::string raw;
    std::set<std::uint32_t> met;  // numberings under which it was seen
    std::optional<std::string> fate;
    int tries = 0;  // of earlier stores
    bool begun = false;
  };
  struct Signed {
    std::string address, name;
    State state;
  };
  std::vector<Kept> mails;  // by id - 1
  std::uint32_t uidvalidity = 1, last_uid = 0, next_uid = 1;
  std::vector<Signed> signatures;              // by id - 1
  std::map<std::string, LetterState> letters;  // by Message-ID
  std::vector<std::string> letter_order;
  std::map<std::string, std::string> facts;
};

const std::vector<std::string> words = {"a", "b", "c"};
std::string any_word() { return *rc::gen::elementOf(words); }

template <typename T, std::size_t n>
T any_of(const T (&values)[n]) {
  return values[*rc::gen::inRange<std::size_t>(0, n)];
}

void keep_some(Store& store, Model& model) {
  const auto raws = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(words));
  std::vector<Mail> mails;
  std::int64_t fresh = 0;
  for (const std::string& raw : raws) {
    const std::uint32_t uid = model.next_uid++;
    mails.push_back(mail(uid, raw, model.uidvalidity));
    bool again = false;
    for (Model::Kept& kept : model.mails) {
      if (kept.raw != raw || kept.met.count(model.uidvalidity) != 0) continue;
      kept.met.insert(model.uidvalidity);
      again = true;
      break;
    }
    model.last_uid = uid;
    if (again) continue;
    model.mails.push_back({raw, {model.uidvalidity}, std::nullopt, 0});
    fresh += 1;
  }
  const Store::Kept kept = good(store.keep(mails));
  RC_ASSERT(kept.fresh == fresh);
  RC_ASSERT(kept.again == static_cast<std::int64_t>(mails.size()) - fresh);
}

// A numbering that was never used before; the mailbox's mails come again as they are kept.
void renumber(Model& model) {
  model.uidvalidity += 1;
  model.next_uid = 1;
}

void read_some(Store& store, Model& model) {
  std::vector<std::int64_t> ids;
  for (const Mail& one : good(store.unread(*rc::gen::inRange(0, 4)))) {
    ids.push_back(one.id);
    Model::Kept& kept = model.mails[static_cast<std::size_t>(one.id - 1)];
    RC_ASSERT(one.tries == kept.tries);
    kept.begun = true;
  }
  good(store.begin_reading(ids));
}

void add_signature(Model& model, const std::string& from, const std::string& name, State state) {
  for (Model::Signed& one : model.signatures) {
    if (one.address != from || one.name != name || one.state == State::withdrawn) continue;
    if (one.state != State::counted || state == State::counted) one.state = state;
    return;
  }
  model.signatures.push_back({from, name, state});
}

void handle_some(Store& store, Model& model) {
  std::vector<Handled> batch;
  for (const Mail& one : good(store.unread(*rc::gen::inRange(1, 4)))) {
    const reply::Kind kind = any_of(reply::all_kinds);
    Handled decided = handled(one.id, kind);
    model.mails[static_cast<std::size_t>(one.id - 1)].fate = std::string(reply::word(kind));
    if (kind == reply::Kind::sign) {
      const std::string from = any_word() + "@example.org", name = any_word();
      const State state = any_of(campaign::all_states);
      decided.changes.push_back(campaign::AddSignature{signature(from, person(name), state)});
      add_signature(model, from, name, state);
    }
    const std::string id = any_word() + std::to_string(*rc::gen::inRange(0, 20));
    decided.letters.push_back(letter(LetterKind::confirmation, "a@example.org", id));
    if (model.letters.emplace(id, LetterState::queued).second) model.letter_order.push_back(id);
    batch.push_back(decided);
  }
  good(store.commit(batch, noon));
  if (*rc::gen::inRange(0, 3) == 0) good(store.commit(batch, noon));  // again: nothing happens
}

void change_one(Store& store, Model& model) {
  if (model.signatures.empty()) return;
  const auto index = *rc::gen::inRange<std::size_t>(0, model.signatures.size());
  Model::Signed& one = model.signatures[index];
  const State state = any_of(campaign::all_states);
  bool twice = false;
  for (const Model::Signed& other : model.signatures) {
    twice = twice || (&other != &one && other.address == one.address && other.name == one.name &&
                      other.state == State::counted && state == State::counted);
  }
  const Result<void> changed =
      store.change(static_cast<std::int64_t>(index + 1), person(one.name), state, {}, noon);
  RC_ASSERT(changed.has_value() == !twice);
  if (!twice) one.state = state;
}

void send_some(Store& store, Model& model) {
  std::vector<LetterResult> results;
  for (const OutboxLetter& one : good(store.due(*rc::gen::inRange(0, 3), noon))) {
    const LetterState state = *rc::gen::element(LetterState::queued, LetterState::uncertain,
                                                LetterState::sent, LetterState::failed);
    results.push_back({one.id, state, noon, "answer"});
    const std::string& id = model.letter_order[static_cast<std::size_t>(one.id - 1)];
    RC_ASSERT(model.letters[id] == LetterState::queued);
    model.letters[id] = state;
  }
  good(store.record(results, noon));
}

void resend(Store& store, Model& model) {
  int uncertain = 0;
  for (auto& [id, state] : model.letters) {
    if (state != LetterState::uncertain) continue;
    state = LetterState::queued;
    uncertain += 1;
  }
  RC_ASSERT(good(store.resend_uncertain({}, noon)) == uncertain);
}

void once(Store& store, Model& model) {
  const std::string name = any_word(), value = any_word();
  RC_ASSERT(good(store.once(name, value, {}, noon)) == model.facts.emplace(name, value).second);
}

void compare_mails(Store& store, const Model& model) {
  const campaign::MailCounts counts = good(store.mail_counts());
  RC_ASSERT(counts.balanced());
  RC_ASSERT(counts.received == static_cast<std::int64_t>(model.mails.size()));
  std::map<std::string, std::int64_t> fates;
  for (std::size_t i = 0; i < model.mails.size(); ++i) {
    const Model::Kept& kept = model.mails[i];
    fates[kept.fate.value_or("waiting")] += 1;
    RC_ASSERT(good(store.raw(static_cast<std::int64_t>(i + 1))) == kept.raw);
  }
  RC_ASSERT(counts.waiting == fates["waiting"]);
  for (const reply::Kind kind : reply::all_kinds) {
    RC_ASSERT(counts.kinds[static_cast<std::size_t>(kind)] ==
              fates[std::string(reply::word(kind))]);
  }
  if (!model.mails.empty()) {
    RC_ASSERT(good(store.position("us@host/INBOX")).last_uid <= model.last_uid);
  }
}

void compare_rest(Store& store, const Model& model) {
  const auto signatures = good(store.signatures(true));
  RC_ASSERT(signatures.size() == model.signatures.size());
  std::int64_t counted = 0;
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    RC_ASSERT(signatures[i].id == static_cast<std::int64_t>(i + 1));
    RC_ASSERT(signatures[i].address.text() == model.signatures[i].address);
    RC_ASSERT(*signatures[i].signer.name == model.signatures[i].name);
    RC_ASSERT(signatures[i].state == model.signatures[i].state);
    counted += signatures[i].state == State::counted;
  }
  RC_ASSERT(good(store.signature_counts()).individuals == counted);
  std::map<LetterState, std::int64_t> states;
  for (const auto& [id, state] : model.letters) states[state] += 1;
  const campaign::LetterCounts letters = good(store.letter_counts());
  RC_ASSERT(letters.queued == states[LetterState::queued]);
  RC_ASSERT(letters.sent == states[LetterState::sent]);
  RC_ASSERT(letters.uncertain == states[LetterState::uncertain]);
  RC_ASSERT(letters.failed == states[LetterState::failed]);
  for (const auto& [name, value] : model.facts) RC_ASSERT(good(store.fact(name)) == value);
  good(store.check_integrity());
}

}  // namespace

TEST_CASE("after any operations in any order the store says what the model says") {
  std::int64_t operations = 0;
  const bool held = rc::check("store equals model", [&] {
    Directory directory;
    const std::string path = directory / "s.db";
    std::optional<Store> store(open(path));
    Model model;
    const auto choices =
        *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 10)).as("operations");
    for (const int choice : choices) {
      operations += 1;
      switch (choice) {
        case 0:
          store.reset();
          store.emplace(open(path));
          for (Model::Kept& kept : model.mails) kept.tries += std::exchange(kept.begun, false);
          break;
        case 1:
          renumber(model);
          break;
        case 2:
          read_some(*store, model);
          break;
        case 3:
          change_one(*store, model);
          break;
        case 4:
          send_some(*store, model);
          break;
        case 5:
          resend(*store, model);
          break;
        case 6:
          once(*store, model);
          break;
        case 7:
          handle_some(*store, model);
          break;
        case 8:
          handle_some(*store, model);
          break;
        default:
          keep_some(*store, model);
          break;
      }
    }
    compare_mails(*store, model);
    compare_rest(*store, model);
  });
  CHECK(held);
  CHECK(operations > 100);
}

}  // namespace undersigned::store
