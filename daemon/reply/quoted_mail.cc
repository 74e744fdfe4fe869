#include "reply/quoted_mail.h"

#include <algorithm>
#include <set>

namespace undersigned::reply {

namespace {

constexpr std::size_t longest_line = 600;     // an attribution is shorter, even unwrapped
constexpr std::size_t most_lines = 4;         // that an attribution is wrapped over
constexpr std::size_t most_header_lines = 9;  // looked at for a header block

// By an address, or by a name of two words: a single one ("Campaign") may stand in any sentence.
bool names_answered(std::string_view text, const Answered& answered) {
  const auto in = [&](const std::string& each) { return contains_folded(text, each); };
  const bool address = text.find('@') != std::string_view::npos;
  return (address && std::any_of(answered.addresses.begin(), answered.addresses.end(), in)) ||
         std::any_of(answered.names.begin(), answered.names.end(), [&](const std::string& name) {
           const bool words = name.size() > 5 && (name.find(' ') != std::string::npos ||
                                                  static_cast<unsigned char>(name.front()) >= 0xE1);
           return words && in(name);
         });
}

bool ends_with_colon(std::string_view text) {
  while (!text.empty() && (text.back() == '*' || text.back() == '_' || text.back() == ' ' ||
                           text.back() == '>' || text.back() == ')'))
    text.remove_suffix(1);
  return text.ends_with(':') || text.ends_with("\uFF1A");
}

std::string joined(const std::vector<Line>& all, std::size_t at, std::size_t count) {
  std::string out;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!out.empty()) out += ' ';
    out += all[i].own;
  }
  return out;
}

// Whether the next line with text is quoted: then the quote marks say where the quote ends.
bool quote_follows(const std::vector<Line>& all, std::size_t at) {
  while (at < all.size() && all[at].text.empty()) ++at;
  return at < all.size() && all[at].depth > 0;
}

// "<x@example.org" and, on the next line, ">:": no quote mark.
bool closes_address(const Line& before, const Line& line) {
  const std::size_t open = before.own.rfind('<');
  return line.depth == 1 && open != std::string_view::npos &&
         before.own.find('>', open) == std::string_view::npos && ends_with_colon(line.own);
}

// "<x@example.org> wrote:": the name stands on the line before.
bool address_wrapped(const std::vector<Line>& all, std::size_t at) {
  if (at >= all.size()) return false;
  const std::string_view line = all[at].own;
  return (line.starts_with('<') || line.starts_with("(<")) &&
         has_address(line.substr(0, line.find(' ')));
}

// "<x@example.org>", "(x@example.org)": as programs write an address, and people seldom.
bool has_bracketed_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || !has_address(text)) return false;
  const std::size_t open = text.substr(0, at).find_last_of("<( ");
  return open != std::string_view::npos && text[open] != ' ';
}

// "Ana Example ---12/09/2015 10:31:02 AM---Dear friend, …", of Notes.
bool dated_between_rules(std::string_view text) {
  const std::size_t begin = text.find("---");
  if (begin == std::string_view::npos) return false;
  const std::size_t end = text.find("---", begin + 3);
  return end != std::string_view::npos && end - begin < 40 &&
         has_year_or_time(text.substr(begin, end - begin));
}

struct Sight {
  bool wrote = false, last_wrote = false, colon = false, dated = false, addressed = false,
       bracketed = false, known = false;
  bool glued_on = false;  // the quote stands behind "wrote:" on the same line
  bool holds(bool quoted_next) const {
    const int evidence = dated + addressed + known;
    if (wrote && (colon || last_wrote) && evidence >= 1) return true;
    if (glued_on || (colon && evidence >= 2 && (bracketed || known))) return true;
    return quoted_next && colon && (evidence >= 1 || wrote);
  }
};

Sight look(const std::string& text, const Answered& answered, const Lexicon& lexicon) {
  Sight sight;
  const std::vector<Word> text_words = words(text);
  for (const Hit& hit : lexicon.find(text_words, {List::wrote})) {
    sight.wrote = true;
    sight.last_wrote |= hit.end == text_words.size();
    const std::size_t end = text_words[hit.end - 1].end;
    const bool colon = end < text.size() && (text[end] == ':' || text.compare(end, 2, " :") == 0);
    sight.glued_on |= colon && has_bracketed_address(text.substr(0, end)) &&
                      has_year_or_time(text.substr(0, end));
  }
  sight.glued_on |= dated_between_rules(text) && names_answered(text, answered);
  sight.colon = ends_with_colon(text);
  sight.dated = has_year_or_time(text);
  sight.addressed = has_address(text);
  sight.bracketed = has_bracketed_address(text);
  sight.known = names_answered(text, answered);
  return sight;
}

// Words of the sender before a glued attribution: letters, no address, no "wrote".
bool first_own(std::string_view before, const std::vector<Hit>& hits, std::uint32_t words_before) {
  const std::vector<Word> own = words(before);
  const bool letters =
      std::any_of(own.begin(), own.end(), [](const Word& word) { return word.alphabetic; });
  const bool wrote = std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) {
    return hit.list == List::wrote && hit.begin < words_before;
  });
  return letters && !wrote && !has_address(before);
}

// A word that attribution lines begin with ("On", "El", "Am"), with a day or a figure behind it:
// octets before it where the reply stands on the same line.
std::size_t glued_before(std::string_view line, const Answered& answered, const Lexicon& lexicon) {
  const std::vector<Word> line_words = words(line);
  const std::vector<Hit> hits = lexicon.find(line_words, {List::wrote, List::wrote_begins});
  for (const Hit& hit : hits) {
    if (hit.list != List::wrote_begins) continue;
    if (hit.begin == 0) return 0;
    const Word& first = line_words[hit.begin];
    if (!first.capital) continue;
    const std::string_view before = line.substr(0, first.begin);
    if (has_year_or_time(before) || names_answered(before, answered)) return 0;
    if (!first_own(before, hits, hit.begin)) return 0;
    const bool figure = hit.end < line_words.size() && line_words[hit.end].number;
    const bool later = hit.end + 1 < line_words.size() &&
                       (line_words[hit.end + 1].number ||
                        (hit.end + 2 < line_words.size() && line_words[hit.end + 2].number));
    if (figure || later) return first.begin;
  }
  return 0;
}

// Can the attribution that ends further down begin with this line?
bool may_begin(std::string_view line, const Lexicon& lexicon) {
  const std::vector<Word> line_words = words(line.substr(0, 200));
  if (line_words.empty()) return false;
  if (line_words.front().number) return has_year_or_time(line);
  const std::vector<Hit> hits = lexicon.find(line_words, {List::wrote_begins});
  return std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) {
    return line_words[hit.begin].capital && (hit.begin == 0 || has_year_or_time(line));
  });
}

}  // namespace

Introduction attribution(const std::vector<Line>& all, std::size_t at, const Answered& answered,
                         const Lexicon& lexicon) {
  const std::string_view first = all[at].own;
  if (first.empty() || first.size() > longest_line) return {};
  const bool begins = has_year_or_time(first) || has_address(first) ||
                      names_answered(first, answered) || may_begin(first, lexicon) ||
                      address_wrapped(all, at + 1);
  if (!begins && !ends_with_colon(first)) return {};
  for (std::size_t count = 1; count <= most_lines && at + count <= all.size(); ++count) {
    const Line& last = all[at + count - 1];
    const bool closes = count > 1 && closes_address(all[at + count - 2], last);
    if (last.blank() || last.own.size() > longest_line) break;
    if (last.depth != all[at].depth && !closes) break;
    const std::string text = joined(all, at, count);
    const Sight sight = look(text, answered, lexicon);
    const bool quoted_next = quote_follows(all, at + count);
    if (!sight.holds(quoted_next)) continue;
    if (count > 1 && !begins) break;
    return {count, glued_before(first, answered, lexicon), false};
  }
  return {};
}

namespace {

// The kind of header field that a line shows, as a list of the phrases; nothing where it is none.
std::optional<List> header_label(std::string_view line, const Lexicon& lexicon) {
  line = without_emphasis(line);
  const std::size_t ascii = line.find(':'), wide = line.find("\uFF1A");
  const std::size_t colon = std::min(ascii, wide);
  if (colon == std::string_view::npos || colon == 0 || colon > 40) return std::nullopt;
  const std::vector<Word> label = words(without_emphasis(line.substr(0, colon)));
  if (label.empty() || label.size() > 8) return std::nullopt;
  for (const List list : {List::from, List::sent, List::to, List::subject, List::copy})
    if (lexicon.is(list, label, 0, label.size())) return list;
  return std::nullopt;
}

// "Label: value" whose value only a header of the answered mail would have; any language.
bool tells_answered(std::string_view line, const Answered& answered) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 40) return false;
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (answered.subject.size() > 5 && contains_folded(value, answered.subject)) return true;
  return std::any_of(answered.addresses.begin(), answered.addresses.end(),
                     [&](const std::string& each) { return contains_folded(value, each); });
}

bool names_sender(std::string_view line, const Answered& answered) {
  return (!answered.sender.empty() && contains_folded(line, answered.sender)) ||
         (answered.sender_name.size() > 4 && contains_folded(line, answered.sender_name));
}

// All labels on one line: "Temat: … 2023-01-17 13:46 Nadawca: … Adresat:".
bool one_line_block(std::string_view line, const Lexicon& lexicon) {
  if (!has_address(line) || line.size() > longest_line) return false;
  const std::vector<Word> line_words = words(line);
  std::set<List> labels;
  for (const Hit& hit : lexicon.find(line_words, Lists::from_to(List::from, List::copy))) {
    const std::size_t end = line_words[hit.end - 1].end;
    const bool colon = end < line.size() && (line[end] == ':' || line.substr(end, 2) == " :");
    if (colon) labels.insert(hit.list);
  }
  return labels.size() >= 2;
}

}  // namespace

Introduction header_block(const std::vector<Line>& all, std::size_t at, const Answered& answered,
                          const Lexicon& lexicon) {
  std::string_view first = all[at].own;
  if (first.find(':') == std::string_view::npos && first.find("\uFF1A") == std::string_view::npos)
    return {};
  if (one_line_block(first, lexicon)) return {1, 0, false};
  if (!header_label(first, lexicon) && !tells_answered(first, answered)) return {};
  std::set<List> labels;
  int told = 0;
  bool by_sender = false;
  std::size_t last = at, blanks = 0;
  for (std::size_t i = at; i < all.size() && i < at + most_header_lines; ++i) {
    if (all[i].depth != all[at].depth) break;
    if (all[i].blank()) {
      if (++blanks > 1 && i > at + 1 && all[i - 1].blank()) break;
      continue;
    }
    const auto label = header_label(all[i].own, lexicon);
    const bool tells = tells_answered(all[i].own, answered);
    if (!label && !tells && i > last + 2) break;
    if (label) labels.insert(*label);
    by_sender |= label == List::from && names_sender(all[i].own, answered);
    told += tells;
    if (label || tells) last = i;
  }
  const bool from = labels.contains(List::from);
  const bool who = from || labels.contains(List::to);
  const bool when = labels.contains(List::sent) || labels.contains(List::subject);
  if ((who && when) || (labels.size() + static_cast<std::size_t>(told) >= 3 && told > 0))
    return {last - at + 1, 0, by_sender || !from};
  return {};
}

namespace {

// Two signs at least: "--", "__", or dashes beyond ASCII ("‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐").
bool begins_with_rule(std::string_view line) {
  const auto rule = [](char c) { return c == '-' || c == '_' || c == '=' || c == '*'; };
  if (rule(line.front()) && rule(line[1])) return true;
  static constexpr std::string_view dashes[] = {"\u2010", "\u2011", "\u2012", "\u2013",
                                                "\u2014", "\u2015", "\u2500"};
  return std::any_of(std::begin(dashes), std::end(dashes), [&](std::string_view dash) {
    return line.starts_with(std::string(dash) + std::string(dash));
  });
}

// "-----Words-----", in any language.
bool between_dashes(std::string_view line) {
  constexpr std::string_view rule = "-----";
  return line.starts_with(rule) && line.ends_with(rule) &&
         line.find_first_not_of('-') != std::string_view::npos;
}

}  // namespace

Introduction separator(const std::vector<Line>& all, std::size_t at, const Answered& answered,
                       const Lexicon& lexicon) {
  const std::string_view line = all[at].own;
  if (line.size() < 3 || line.size() > 120) return {};
  const bool ruled = begins_with_rule(line);
  std::size_t next = at + 1;
  while (next < all.size() && all[next].blank() && next < at + 3) ++next;
  const bool block = ruled && next < all.size() && all[next].depth == all[at].depth &&
                     header_block(all, next, answered, lexicon).lines > 0;
  if (block) {
    const Introduction below = header_block(all, next, answered, lexicon);
    return {next - at + below.lines, 0, below.by_sender};
  }
  if (!ruled && !ends_with_colon(line)) return {};
  if (between_dashes(line) && next < all.size() &&
      (has_address(all[next].own) || ends_with_colon(all[next].own)))
    return {1, 0, false};
  const std::vector<Word> line_words = words(line);
  const std::vector<Hit> hits = lexicon.find(line_words, {List::original, List::forwarded});
  const bool whole = std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) {
    return ruled || hit.words() == line_words.size();
  });
  if (!whole) return {};
  return {1, 0, false};
}

bool between_chevrons(const std::vector<Line>& all, std::size_t at) {
  const Line& line = all[at];
  if (!line.text.starts_with(">>> ") || !has_year_or_time(line.own)) return false;
  if (!line.own.ends_with(">>>") && !ends_with_colon(line.own)) return false;
  const bool above = at > 0 && all[at - 1].depth > 0;
  return !above && !quote_follows(all, at + 1);
}

Introduction introduction(const std::vector<Line>& all, std::size_t at, const Answered& answered,
                          const Lexicon& lexicon) {
  if (all[at].blank()) return {};
  if (between_chevrons(all, at)) return {1, 0, false};
  if (const auto found = separator(all, at, answered, lexicon); found.lines > 0) return found;
  if (const auto found = header_block(all, at, answered, lexicon); found.lines > 0) return found;
  return attribution(all, at, answered, lexicon);
}

}  // namespace undersigned::reply
