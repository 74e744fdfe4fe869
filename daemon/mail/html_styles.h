#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/html_look.h"

namespace undersigned::mail {

// What the rules of a page say of an element: those that hold wherever mail is read, and the same
// with those that may hold (on a small screen, of elements with an attribute, beside another).
struct Looks {
  Look likely, otherwise;
};

// The rules of a page's <style> elements that bear on what can be seen. Reads at most 64 KB of
// them and keeps at most 128 rules; where there is more, all of the page is unsure.
class HtmlStyles {
 public:
  explicit HtmlStyles(std::string_view html);

  // What the rules say of an element, which is open until `left`.
  Looks entered(std::string_view name, std::string_view classes, std::string_view id);
  void left();

 private:
  // "td.secret#one": all of it must be so.
  struct Part {
    std::string name, id;
    std::vector<std::string> classes;
  };
  struct Rule {
    std::vector<Part> parts;  // the last is the element's, the others' are around it
    Look look;
    bool perhaps = false;
    std::uint32_t weight = 0;           // rules of more weight go before others
    std::vector<std::uint32_t> around;  // of each part but the last: open elements that it matches
  };
  struct Sheet {
    std::string css;
    bool perhaps = false;
  };
  static std::vector<Sheet> sheets(std::string_view html);
  void read(std::string_view css, bool perhaps, std::size_t depth);
  void add(std::string_view selectors, const Look& look, bool perhaps);
  static std::optional<Rule> rule_of(std::string_view selector);
  static bool matches(const Part& part, std::string_view name,
                      const std::vector<std::string_view>& classes, std::string_view id);

  std::vector<Rule> rules_;
  bool more_ = false;  // there are rules that were not read
  struct Seen {
    std::uint16_t rule, part;
  };
  std::vector<std::vector<Seen>> open_;  // what each open element matches of `around`
};

}  // namespace undersigned::mail
