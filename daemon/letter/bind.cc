#include "letter/bind.h"

#include <algorithm>

#include "letter/dates.h"
#include "letter/mailing.h"
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

Result<mustache::data> bound(const Name& name, const Value& value, const CountWords& counts,
                             Slots& slots) {
  switch (value.kind) {
    case Value::Kind::text:
      if (name.type == Name::Type::optional && value.text.empty()) return mustache::data(false);
      return mustache::data(slots.put(value.text));
    case Value::Kind::markdown:
      return mustache::data(Slots::without_slots(value.text));
    case Value::Kind::count:
      return mustache::data(slots.put(counts.worded(name.form, value.number)));
    case Value::Kind::counts:
      return mustache::data(slots.put(counts.enumerated(value.counts)));
    case Value::Kind::truth:
      return mustache::data(value.truth);
    case Value::Kind::list:
      break;
  }
  mustache::data list(mustache::data::type::list);
  for (const auto& group : value.list) {
    auto item = bind(name.items, group, counts, slots);
    if (!item) return tl::unexpected(item.error());
    list.push_back(std::move(*item));
  }
  return list;
}

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
                            const CountWords& counts, Slots& slots,
                            const std::vector<std::string>& personal) {
  mustache::data data(mustache::data::type::object);
  for (const auto& name : names) {
    const auto value = values.find(std::string(name.name));
    if (value == values.end() || value->second.kind != kind_of(name.type))
      return fail(Error::Kind::failed, "a letter was to be written without a value for {{" +
                                           std::string(name.name) + "}}; nothing was sent");
    const auto mark = std::find(personal.begin(), personal.end(), name.name);
    if (mark != personal.end() && !value->second.text.empty()) {
      const auto i = static_cast<std::size_t>(mark - personal.begin());
      data.set(std::string(name.name), slots.put_mark(personal_mark(i)));
      continue;
    }
    auto one = bound(name, value->second, counts, slots);
    if (!one) return one;
    data.set(std::string(name.name), std::move(*one));
  }
  return data;
}

}  // namespace undersigned::letter
