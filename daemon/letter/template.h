#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/letter_order.h"
#include "letter/remarks.h"
#include "result.h"

namespace kainjow::mustache {
template <typename string_type>
class basic_mustache;
}

namespace undersigned::letter {

// Values for the names of a template. A value is text (escaped for Markdown when it is filled in,
// so that a signer called "[x](http://evil)" is printed as typed), Markdown that we made ourselves,
// a truth, or a list of groups of values.
struct Value;
using Values = std::map<std::string, Value>;
struct Value {
  enum class Kind { text, markdown, count, counts, truth, list } kind = Kind::text;
  std::string text;  // text, markdown
  std::int64_t number = 0;
  bool truth = false;
  std::vector<Values> list;
  std::vector<std::pair<std::string_view, std::int64_t>> counts = {};  // noun and number
  static Value of(std::string text) { return {Kind::text, std::move(text), 0, false, {}}; }
  static Value of(const char* text) { return of(std::string(text)); }
  static Value markdown(std::string text) {
    return {Kind::markdown, std::move(text), 0, false, {}};
  }
  static Value count(std::int64_t number) { return {Kind::count, {}, number, false, {}}; }
  // "62 organizations and 152 individuals"; what there is none of is left out.
  static Value sum(std::vector<std::pair<std::string_view, std::int64_t>> counts) {
    return {Kind::counts, {}, 0, false, {}, std::move(counts)};
  }
  static Value of(bool truth) { return {Kind::truth, {}, 0, truth, {}}; }
  static Value of(std::vector<Values> list) { return {Kind::list, {}, 0, false, std::move(list)}; }
};

// Names whose values differ from reader to reader.
using PersonalNames = std::vector<std::string_view>;
// Values of a letter, parted: what its words are the same for, and what takes the places of its
// marks. Letters of one kind, language and shape differ in their personal texts alone.
struct Parted {
  std::string shape;
  std::vector<std::string> personal;  // in the order of their marks, without empty ones
};
Parted parted(campaign::LetterKind kind, const Values& values, const PersonalNames& personal);

// A letter in words: three forms of one source.
struct Rendered {
  std::string subject;   // one line, HeaderText rules
  std::string text;      // UTF-8, LF, for reading as it is; links kept
  std::string html;      // whole document in the layout, inline styles
  std::string language;  // of the template that was used
};

bool right_to_left(std::string_view language);  // two letters

// All templates, checked once: templates/LANGUAGE/LETTER.md and templates/layout.html.
//
// A letter's file has a head of fields, one a line ("Subject:" is required; "Preview:" is what an
// inbox shows beside the subject; "Footer:" stands small below; "Count individuals:" is an ICU
// plural pattern for numbers of individuals), an empty line, and Markdown (see markdown.h) with
// mustache names. Values are never read as Markdown.
// The layout is HTML with {{{content}}}, {{{footer}}}, {{subject}}, {{preview}}, {{campaign}},
// {{lang}} and {{dir}}.
class Templates {
 public:
  // Kind::config with file and line for an unknown name, an unclosed section, a missing subject, a
  // partial (a letter stands by itself, so none can include itself either).
  Result<void> add(campaign::LetterKind kind, std::string_view language, std::string_view source,
                   const std::string& file);
  Result<void> set_layout(std::string_view html, const std::string& file);
  // Those in English are what the program says, all of it.
  void add_remarks(std::string_view language, Remarks remarks);
  // Kind::config where the layout, or a letter or remark in `first_language`, is missing. From here
  // on `first_language` is what a reader gets whose own language has no template.
  Result<void> complete(std::string_view first_language);

  // The letter in `language`, else in the first language. Missing values are an error of ours
  // (Kind::failed), never an empty place in a letter.
  Result<Rendered> render(campaign::LetterKind kind, std::string_view language,
                          const Values& values) const;
  // The same for many readers: in the place of the texts of `personal` names stand marks (see
  // marks.h) for a Mailing to fill in. They are most_marks at most.
  Result<Rendered> render_for_many(campaign::LetterKind kind, std::string_view language,
                                   const Values& values, const PersonalNames& personal) const;
  // Its subject alone.
  Result<std::string> subject(campaign::LetterKind kind, std::string_view language,
                              const Values& values, const PersonalNames& personal = {}) const;
  // What the program says in English, in words of `language` where there are any.
  std::string remark(std::string_view language, std::string_view said) const;
  // The language that render() would take: dates and numbers are worded in it.
  std::string language_for(campaign::LetterKind kind, std::string_view language) const;
  // The names that a letter may use, for `check` and the documentation; names of a list's items
  // as "signers.listing".
  static std::vector<std::string> names(campaign::LetterKind kind);

 private:
  struct Part {
    std::string text;
    int line = 1;  // of its first character in the file
    // Parsed once: a letter is rendered for every supporter.
    std::shared_ptr<kainjow::mustache::basic_mustache<std::string>> engine = {};
  };
  struct Source {
    Part subject, preview, footer, body;
    std::map<std::string, std::string> counts;  // "individuals" → ICU plural pattern
    std::string file;
  };
  struct Filling;
  Result<Filling> fill(campaign::LetterKind kind, std::string_view language, const Values& values,
                       const PersonalNames& personal = {}) const;
  static Result<Source> split(std::string_view source, const std::string& file);
  static Result<void> add_field(Source& letter, std::string_view field, int line);

  std::map<std::pair<campaign::LetterKind, std::string>, Source> sources_;
  std::map<std::string, Remarks, std::less<>> remarks_;  // by language
  Part layout_;
  std::string first_language_ = "en";
};

}  // namespace undersigned::letter
