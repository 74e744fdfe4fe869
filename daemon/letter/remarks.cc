#include "letter/remarks.h"

#include <algorithm>
#include <optional>

#include <toml++/toml.h>

namespace undersigned::letter {
namespace {

constexpr std::string_view hole = "{}", between = "; ";

std::size_t holes(std::string_view text) {
  std::size_t count = 0;
  for (auto at = text.find(hole); at != std::string_view::npos; at = text.find(hole, at + 2))
    ++count;
  return count;
}

// What stands in the holes of `pattern` where `said` is that; nothing where it is not.
std::optional<std::vector<std::string_view>> filled(std::string_view pattern,
                                                    std::string_view said) {
  std::vector<std::string_view> values;
  auto end = pattern.find(hole);
  if (!said.starts_with(pattern.substr(0, end))) return std::nullopt;
  said.remove_prefix(pattern.substr(0, end).size());
  while (end != std::string_view::npos) {
    pattern.remove_prefix(end + hole.size());
    end = pattern.find(hole);
    const auto next = pattern.substr(0, end);
    const bool last = end == std::string_view::npos;
    const auto at =
        last && said.size() >= next.size() ? said.size() - next.size() : said.find(next);
    if (at == std::string_view::npos || said.substr(at, next.size()) != next) return std::nullopt;
    values.push_back(said.substr(0, at));
    said.remove_prefix(at + next.size());
  }
  if (!said.empty()) return std::nullopt;
  return values;
}

}  // namespace

Result<Remarks> Remarks::read(std::string_view toml, const std::string& file) {
  Remarks out;
  out.file_ = file;
  toml::table table;
  try {
    table = toml::parse(toml, file);
  } catch (const toml::parse_error& error) {
    return fail(Error::Kind::config,
                "this line cannot be read as TOML: " + std::string(error.description()), file,
                static_cast<int>(error.source().begin.line));
  }
  for (const auto& [key, value] : table) {
    const int line = static_cast<int>(key.source().begin.line);
    const std::string said(key.str());
    const auto words = value.value<std::string>();
    if (!value.is_string() || words->empty())
      return fail(Error::Kind::config, "\"" + said + "\" has no words: write = \"…\" behind it",
                  file, line);
    if (holes(*words) != holes(said))
      return fail(Error::Kind::config,
                  "\"" + *words + "\" must have as many {} as \"" + said + "\" has", file, line);
    out.remarks_.push_back({said, *words, line});
  }
  std::stable_sort(out.remarks_.begin(), out.remarks_.end(), [](const auto& a, const auto& b) {
    return a.said.size() - 2 * holes(a.said) > b.said.size() - 2 * holes(b.said);
  });
  return out;
}

const Remarks::Remark* Remarks::find(std::string_view said) const {
  const auto at = std::find_if(remarks_.begin(), remarks_.end(),
                               [&](const Remark& one) { return one.said == said; });
  return at == remarks_.end() ? nullptr : &*at;
}

Result<void> Remarks::check_against(const Remarks& known) const {
  for (const auto& one : remarks_)
    if (known.find(one.said) == nullptr)
      return fail(Error::Kind::config,
                  "the program never says \"" + one.said + "\"; remove this line (" + known.file_ +
                      " has all that it says)",
                  file_, one.line);
  int last = 1;
  for (const auto& one : remarks_) last = std::max(last, one.line);
  for (const auto& one : known.remarks_)
    if (find(one.said) == nullptr)
      return fail(Error::Kind::config,
                  "here is no line for \"" + one.said + "\", as in " + known.file_ + ":" +
                      std::to_string(one.line),
                  file_, last);
  return {};
}

bool Remarks::put_in_words(std::string_view said, std::string& out) const {
  for (const auto& one : remarks_) {
    const auto values = filled(one.said, said);
    if (!values) continue;
    std::string_view words = one.words;
    for (const auto& value : *values) {
      const auto at = words.find(hole);
      const auto* named = find(value);  // a letter's name
      out += words.substr(0, at);
      out += named == nullptr ? value : std::string_view(named->words);
      words.remove_prefix(at + hole.size());
    }
    out += words;
    return true;
  }
  return false;
}

std::string Remarks::worded(std::string_view said) const {
  std::string out;
  // A remark may hold "; " itself, so the longest that is known comes first.
  for (auto end = said.size(); !said.empty();) {
    if (put_in_words(said.substr(0, end), out)) {
      said.remove_prefix(end);
    } else if (const auto before = said.substr(0, end).rfind(between);
               before != std::string_view::npos && before > 0) {
      end = before;
      continue;
    } else {
      out += said.substr(0, end);
      said.remove_prefix(end);
    }
    if (said.starts_with(between)) {
      out += between;
      said.remove_prefix(between.size());
    }
    end = said.size();
  }
  return out;
}

}  // namespace undersigned::letter
