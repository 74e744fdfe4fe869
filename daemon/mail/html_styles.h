#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mail/html_look.h"

namespace undersigned::mail {

// The rules of a page's <style> elements that bear on what can be seen. Reads at most 64 KB of
// them and keeps at most 64 rules; what it does not understand (attributes, states, siblings,
// conditions of the screen) hides nothing.
class HtmlStyles {
 public:
  explicit HtmlStyles(std::string_view html);

  // What the rules say of an element, which is open until `left`.
  Look entered(std::string_view name, std::string_view classes, std::string_view id);
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
    std::vector<std::uint32_t> around;  // of each part but the last: open elements that it matches
  };
  void read(std::string_view css);
  void add(std::string_view selectors, const Look& look);
  static bool parse(std::string_view selector, std::vector<Part>& parts);
  static bool matches(const Part& part, std::string_view name,
                      const std::vector<std::string_view>& classes, std::string_view id);

  std::vector<Rule> rules_;
  struct Seen {
    std::uint16_t rule, part;
  };
  std::vector<std::vector<Seen>> open_;  // what each open element matches of `around`
};

}  // namespace undersigned::mail
