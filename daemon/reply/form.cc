#include "reply/form.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "reply/lines.h"

namespace undersigned::reply {

namespace {

constexpr std::size_t longest_label = 110;
constexpr std::size_t longest_value = 300;

struct Label {
  List list;
  std::size_t begin, end;  // octets of the line: the label, and where the value begins
};

constexpr Lists form_lists = Lists::from_to(List::form_name, List::form_other);
constexpr Lists labels_and_sentences = form_lists.with(List::signs).with(List::amends);

// Past "(optional, for identification only)" and the colon that ends a label; npos where none ends.
std::size_t past_colon(std::string_view line, std::size_t at) {
  bool parenthesis = false, foreign = false;
  for (std::size_t i = at; i < line.size() && i < at + longest_label; ++i) {
    if (line[i] == '(') parenthesis = true;
    if (line.compare(i, 3, "\uFF1A") == 0) return i + 3;
    if (line[i] == '?' && foreign) return std::string_view::npos;  // "이 성명은 누가 작성했나요?"
    if (line[i] == ':' || line[i] == '=' || line[i] == '?') return i + 1;
    foreign |= (line[i] & 0x80) != 0;
    if (line[i] == ')') parenthesis = false;
    const bool filler = line[i] == ' ' || line[i] == '*' || line[i] == ')' || line[i] == '_' ||
                        line[i] == '\t' || (line[i] & 0x80) != 0;
    if (!parenthesis && !filler) return std::string_view::npos;
  }
  return std::string_view::npos;
}

// "Adding my name: …" is a sentence; "My Name:", "1. Name:" are labels.
bool said(const std::vector<Word>& all, const Hit& label, const Lexicon& lexicon) {
  if (label.begin == 0) return false;
  const std::vector<Hit> hits = lexicon.find(all, {List::signs, List::amends});
  return std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) {
    return hit.begin < label.begin && hit.end >= label.end;
  });
}

// All labels of one line, in order.
std::vector<Label> labels(std::string_view line, const Lexicon& lexicon) {
  std::vector<Label> out;
  if (line.find(':') == std::string_view::npos && line.find("\uFF1A") == std::string_view::npos &&
      line.find('=') == std::string_view::npos && line.find('?') == std::string_view::npos)
    return out;
  const std::vector<Word> all = words(line);
  std::vector<Hit> hits = lexicon.find(all, labels_and_sentences);
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::size_t free_from = 0;
  for (const Hit& hit : hits) {
    if (!form_lists.has(hit.list) || all[hit.begin].begin < free_from) continue;
    const std::size_t value = past_colon(line, all[hit.end - 1].end);
    if (value == std::string_view::npos) continue;
    const bool behind_sentence = hit.begin > 1 && all[hit.begin].gap == Gap::sentence;
    if (out.empty() && ((hit.begin > 1 && !behind_sentence) || said(all, hit, lexicon))) continue;
    if (out.empty() && hit.begin == 1 && lexicon.is(List::titles, all, 0, 1)) continue;
    out.push_back({hit.list, all[hit.begin].begin, value});
    free_from = value;
  }
  return out;
}

// "Organization | Example Coalition", in cells of a table: a label fills the first of two.
std::optional<Label> cell_label(std::string_view line, const Lexicon& lexicon) {
  constexpr std::string_view borders = "\t|";
  const std::size_t border = line.find_first_of(borders);
  if (border == std::string_view::npos || border > longest_label ||
      line.find_first_of(borders, border + 1) != std::string_view::npos)
    return std::nullopt;
  const auto label = [&](std::string_view cell) -> std::optional<List> {
    const std::vector<Word> all = words(cell);
    for (const Hit& hit : longest(lexicon.find(all, form_lists)))
      if (hit.begin == 0 && hit.end == all.size()) return hit.list;
    return std::nullopt;
  };
  const auto list = label(line.substr(0, border));
  if (!list || label(line.substr(border + 1))) return std::nullopt;  // "Name | City" heads a table
  return Label{*list, 0, border + 1};
}

// "[your name]", "<name>": the marks of a place to be filled in are no part of a value.
std::string_view without_brackets(std::string_view value) {
  static constexpr std::string_view marks[] = {"[]", "<>", "{}"};
  for (const std::string_view pair : marks)
    if (value.size() > 2 && value.front() == pair[0] && value.back() == pair[1])
      return trimmed(value.substr(1, value.size() - 2));
  return value;
}

bool nothing(const std::vector<Word>& value, const Lexicon& lexicon) {
  return value.empty() || lexicon.is(List::form_nothing, value, 0, value.size());
}

// "TBD", "see below for our names"
bool elsewhere(const std::vector<Word>& value, const Lexicon& lexicon) {
  const std::vector<Hit> hits = lexicon.find(value, {List::form_elsewhere});
  return std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) {
    return hit.begin == 0 && (hit.end == value.size() || hit.words() > 1);
  });
}

class Reader {
 public:
  explicit Reader(const Lexicon& lexicon) : lexicon_(lexicon) {}

  Form read(std::string_view text) {
    for (const Line& line : lines(text)) take(line.own);
    return std::move(form_);
  }

 private:
  void take(std::string_view line) {
    std::vector<Label> found = labels(line, lexicon_);
    if (found.empty())
      if (const auto cell = cell_label(line, lexicon_)) found.push_back(*cell);
    if (found.empty()) {
      if (waiting_ && !line.empty() && line.size() < longest_value && !speaks(line))
        set(*waiting_, line);
      else
        form_.rest += std::string(line) + '\n';
      if (!line.empty()) waiting_.reset();
      return;
    }
    if (const auto before = trimmed(line.substr(0, found.front().begin)); before.size() > 12)
      form_.rest += std::string(before) + '\n';  // "I sign. Name: …"
    for (std::size_t i = 0; i < found.size(); ++i) {
      const std::size_t end = i + 1 < found.size() ? found[i + 1].begin : line.size();
      ++form_.labels;
      form_.asks_organization |= found[i].list == List::form_organization;
      waiting_.reset();
      const std::string_view value =
          without_emphasis(line.substr(found[i].end, end - found[i].end));
      if (value.empty())
        waiting_ = found[i].list;
      else
        set(found[i].list, value);
    }
  }

  // "Affiliation:", left empty, and then "Please don't print my name": no value.
  bool speaks(std::string_view line) const {
    const std::vector<Hit> hits = longest(lexicon_.find(words(line), Lists::of_meaning()));
    return std::any_of(hits.begin(), hits.end(), [](const Hit& hit) {
      return hit.words() > 2 && hit.list != List::for_organization;
    });
  }

  void set(List list, std::string_view value) {
    value = without_emphasis(value).substr(0, longest_value);
    if (value.ends_with("\u060C")) value.remove_suffix(2);
    if (list == List::form_publish) {
      publish(value);
      return;
    }
    std::optional<std::string>* field = field_of(list);
    value = without_brackets(value);
    const std::vector<Word> all = words(value);
    if (field == nullptr || nothing(all, lexicon_)) return;
    if (elsewhere(all, lexicon_)) {
      form_.elsewhere |= list == List::form_name || list == List::form_organization;
      return;
    }
    if (field->has_value()) {
      if (list == List::form_organization && **field != value)
        form_.more_organizations.emplace_back(value);
      return;
    }
    *field = std::string(value);
  }

  void publish(std::string_view value) {
    const std::vector<Word> all = words(value);
    if (all.empty()) return;
    const std::vector<Hit> hits = lexicon_.find(all, {List::yes, List::no});
    for (const Hit& hit : hits) {
      if (hit.begin > 0) break;
      if (hit.list == List::no) form_.publish = false;
      if (hit.list == List::yes && !form_.publish) form_.publish = true;
    }
  }

  std::optional<std::string>* field_of(List list) {
    switch (list) {
      case List::form_name:
        return &form_.name;
      case List::form_contact:
        return &form_.contact;
      case List::form_organization:
        return &form_.organization;
      case List::form_affiliation:
        return &form_.affiliation;
      case List::form_title:
        return &form_.title;
      case List::form_place:
        return &form_.place;
      default:
        return nullptr;
    }
  }

  const Lexicon& lexicon_;
  Form form_;
  std::optional<List> waiting_;
};

}  // namespace

bool begins_with_label(std::string_view line, const Lexicon& lexicon) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon > 80) return false;
  const std::vector<Hit> hits = lexicon.find(words(line.substr(0, colon)),
                                             Lists::from_to(List::form_name, List::form_publish));
  return !hits.empty() && hits.front().begin == 0;
}

Form form(std::string_view text, const Lexicon& lexicon) { return Reader(lexicon).read(text); }

}  // namespace undersigned::reply
