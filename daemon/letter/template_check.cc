#include <algorithm>

#include "letter/template_names.h"

namespace undersigned::letter {
namespace {

struct Open {
  std::string name;
  int line;
  const std::vector<Name>* items;  // names that the section brings; nullptr: none
  bool inverted;
};

const Name* find(const std::vector<Name>& names, std::string_view name) {
  const auto at = std::find_if(names.begin(), names.end(),
                               [&](const Name& known) { return known.name == name; });
  return at == names.end() ? nullptr : &*at;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Walks over the tags of one template with the sections that are open.
class Check {
 public:
  Check(const std::vector<Name>& names, const std::string& file) : names_(names), file_(file) {}

  Result<void> tag(std::string_view inside, int line) {
    const char sign = inside.empty() ? ' ' : inside.front();
    if (sign == '!') return {};
    if (sign == '>')
      return wrong("a letter stands by itself: write the text here instead of {{>…}}", line);
    if (sign == '=') return wrong("the delimiters {{ and }} cannot be changed", line);
    const bool marked = std::string_view("#^/&{").find(sign) != std::string_view::npos;
    const auto name = trimmed(marked ? inside.substr(1) : inside);
    if (sign == '/') return close(name, line);
    const Name* known = look_up(name);
    if (known == nullptr) return wrong(unknown(name), line);
    if (sign == '#' || sign == '^') return open(*known, sign == '^', line);
    return use(*known, line);
  }

  Result<void> end() const {
    if (open_.empty()) return {};
    return wrong("{{#" + open_.back().name + "}} is never closed: write {{/" + open_.back().name +
                     "}} where it ends",
                 open_.back().line);
  }

 private:
  Result<void> wrong(std::string what, int line) const {
    return fail(Error::Kind::config, std::move(what), file_, line);
  }

  const Name* look_up(std::string_view name) const {
    for (auto section = open_.rbegin(); section != open_.rend(); ++section)
      if (section->items)
        if (const Name* known = find(*section->items, name)) return known;
    return find(names_, name);
  }

  std::string unknown(std::string_view name) const {
    std::string all;
    for (const auto& known : names_) all += (all.empty() ? "" : ", ") + std::string(known.name);
    return "unknown name {{" + std::string(name) + "}}; this letter may use: " + all;
  }

  Result<void> open(const Name& known, bool inverted, int line) {
    if (known.type == Name::Type::text || known.type == Name::Type::markdown)
      return wrong("{{" + std::string(known.name) + "}} is always there and opens no section",
                   line);
    const bool brings = known.type == Name::Type::list && !inverted;
    open_.push_back({std::string(known.name), line, brings ? &known.items : nullptr, inverted});
    return {};
  }

  Result<void> close(std::string_view name, int line) {
    if (open_.empty()) return wrong("{{/" + std::string(name) + "}} closes nothing", line);
    if (open_.back().name != name)
      return wrong("{{/" + std::string(name) + "}} stands where {{/" + open_.back().name +
                       "}} has to close line " + std::to_string(open_.back().line),
                   line);
    open_.pop_back();
    return {};
  }

  Result<void> use(const Name& known, int line) const {
    const std::string name(known.name);
    if (known.type == Name::Type::list || known.type == Name::Type::truth)
      return wrong("{{" + name + "}} is no text: use {{#" + name + "}} … {{/" + name + "}}", line);
    const bool guarded = std::any_of(open_.begin(), open_.end(), [&](const Open& section) {
      return section.name == known.name && !section.inverted;
    });
    if (known.type == Name::Type::optional && !guarded)
      return wrong("{{" + name + "}} may be missing: write {{#" + name + "}} … {{" + name +
                       "}} … {{/" + name + "}}",
                   line);
    return {};
  }

  const std::vector<Name>& names_;
  const std::string& file_;
  std::vector<Open> open_;
};

}  // namespace

Result<void> check_tags(std::string_view source, const std::vector<Name>& names,
                        const std::string& file, int first_line) {
  Check check(names, file);
  std::size_t at = 0, counted = 0;
  int line = first_line;
  while ((at = source.find("{{", at)) != std::string_view::npos) {
    line += static_cast<int>(std::count(source.begin() + static_cast<std::ptrdiff_t>(counted),
                                        source.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    counted = at;
    const auto end = source.find("}}", at);
    if (end == std::string_view::npos)
      return fail(Error::Kind::config, "{{ without }}", file, line);
    if (auto fine = check.tag(trimmed(source.substr(at + 2, end - at - 2)), line); !fine)
      return fine;
    at = end + 2;
  }
  return check.end();
}

}  // namespace undersigned::letter
