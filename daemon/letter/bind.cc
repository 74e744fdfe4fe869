#include "letter/bind.h"

#include <algorithm>

#include "letter/dates.h"
#include "letter/marks.h"
#include "letter/plural.h"

namespace undersigned::letter {
namespace {

namespace mustache = kainjow::mustache;

Value::Kind kind_of(Name::Type type) {
  switch (type) {
    case Name::Type::text:
    case Name::Type::optional:
      return Value::Kind::text;
    case Name::Type::markdown:
      return Value::Kind::markdown;
    case Name::Type::count:
      return Value::Kind::count;
    case Name::Type::counts:
      return Value::Kind::counts;
    case Name::Type::truth:
      return Value::Kind::truth;
    case Name::Type::list:
      return Value::Kind::list;
  }
  return Value::Kind::text;
}

// A number may come in words of its own.
bool fits(Name::Type type, Value::Kind kind) {
  const bool number = type == Name::Type::count || type == Name::Type::counts;
  return kind == kind_of(type) || (number && kind == Value::Kind::text);
}

bool is_personal(const PersonalNames& personal, std::string_view name) {
  return std::find(personal.begin(), personal.end(), name) != personal.end();
}

// One binding of a letter's values.
class Binding {
 public:
  Binding(const CountWords& counts, Slots& slots, const PersonalNames& personal)
      : counts_(counts), slots_(slots), personal_(personal) {}

  Result<mustache::data> all(const std::vector<Name>& names, const Values& values, bool personal) {
    mustache::data data(mustache::data::type::object);
    for (const auto& name : names) {
      const auto value = values.find(std::string(name.name));
      if (value == values.end() || !fits(name.type, value->second.kind))
        return fail(Error::Kind::failed, "a letter was to be written without a value for {{" +
                                             std::string(name.name) + "}}; nothing was sent");
      auto one = bound(name, value->second, personal || is_personal(personal_, name.name));
      if (!one) return one;
      data.set(std::string(name.name), std::move(*one));
    }
    return data;
  }

 private:
  Result<mustache::data> bound(const Name& name, const Value& value, bool personal) {
    switch (value.kind) {
      case Value::Kind::text:
        if (name.type == Name::Type::optional && value.text.empty()) return mustache::data(false);
        if (personal && !value.text.empty())
          return mustache::data(slots_.put_mark(personal_mark(marks_++)));
        return mustache::data(slots_.put(value.text));
      case Value::Kind::markdown:
        return mustache::data(Slots::without_slots(value.text));
      case Value::Kind::count:
        return mustache::data(slots_.put(counts_.worded(name.form, value.number)));
      case Value::Kind::counts:
        return mustache::data(slots_.put(counts_.enumerated(value.counts)));
      case Value::Kind::truth:
        return mustache::data(value.truth);
      case Value::Kind::list:
        break;
    }
    mustache::data list(mustache::data::type::list);
    for (const auto& group : value.list) {
      auto item = all(name.items, group, personal);
      if (!item) return item;
      list.push_back(std::move(*item));
    }
    return list;
  }

  const CountWords& counts_;
  Slots& slots_;
  const PersonalNames& personal_;
  std::size_t marks_ = 0;
};

// Walks the values in the order in which Binding gives them marks.
class Parting {
 public:
  explicit Parting(const PersonalNames& personal) : personal_(personal) {}

  void all(const std::vector<Name>& names, const Values& values, bool personal) {
    for (const auto& name : names) {
      const auto value = values.find(std::string(name.name));
      if (value != values.end())
        one(name, value->second, personal || is_personal(personal_, name.name));
    }
  }

  Parted out;

 private:
  void one(const Name& name, const Value& value, bool personal) {
    switch (value.kind) {
      case Value::Kind::text:
        if (personal && !value.text.empty()) out.personal.push_back(Slots::on_one_line(value.text));
        return say(!personal ? value.text : value.text.empty() ? "" : "*");
      case Value::Kind::markdown:
        return say(value.text);
      case Value::Kind::count:
        return say(std::to_string(value.number));
      case Value::Kind::counts:
        for (const auto& [form, number] : value.counts) say(std::to_string(number));
        return;
      case Value::Kind::truth:
        return say(value.truth ? "+" : "-");
      case Value::Kind::list:
        say(std::to_string(value.list.size()));
        for (const auto& group : value.list) all(name.items, group, personal);
    }
  }
  void say(std::string_view what) {
    out.shape += what;
    out.shape += '\0';
  }

  const PersonalNames& personal_;
};

}  // namespace

std::string CountWords::worded(std::string_view form, std::int64_t number) const {
  const auto pattern = patterns->find(std::string(form));
  if (pattern == patterns->end()) return std::to_string(number);
  return plural(pattern->second, number, language);
}

std::string CountWords::enumerated(
    const std::vector<std::pair<std::string_view, std::int64_t>>& counts) const {
  std::vector<std::string> words;
  for (const auto& [form, number] : counts)
    if (number != 0) words.push_back(worded(form, number));
  if (words.empty() && !counts.empty()) return worded(counts.front().first, 0);
  return worded_list(words, language);
}

Result<mustache::data> bind(const std::vector<Name>& names, const Values& values,
                            const CountWords& counts, Slots& slots, const PersonalNames& personal) {
  return Binding(counts, slots, personal).all(names, values, false);
}

Parted parted(campaign::LetterKind kind, const Values& values, const PersonalNames& personal) {
  Parting parting(personal);
  parting.all(names_of(kind), values, false);
  return std::move(parting.out);
}

}  // namespace undersigned::letter
