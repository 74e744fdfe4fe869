#include "mail/parameters.h"

#include <vector>

#include "mail/ascii.h"
#include "mail/charset.h"

namespace undersigned::mail {
namespace {

// Pieces of one parameter in RFC 2231 form: name*0*=…; name*1=…
struct Section {
  std::string text;
  bool percent = false;
};
using Sections = std::map<int, Section>;
constexpr int most_sections = 1000;

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string joined(const Sections& sections) {
  std::string charset;
  std::string octets;
  bool first = true;
  for (const auto& [number, section] : sections) {
    std::string_view text = section.text;
    if (first && section.percent) {
      const auto one = text.find('\'');
      const auto two = one == std::string_view::npos ? one : text.find('\'', one + 1);
      if (two != std::string_view::npos) {
        charset = std::string(text.substr(0, one));
        text.remove_prefix(two + 1);
      }
    }
    first = false;
    octets += section.percent ? percent_decoded(text) : std::string(text);
  }
  return to_utf8(octets, charset);
}

class Reader {
 public:
  explicit Reader(std::string_view body) : rest_(body) {}

  Parameterized read() {
    Parameterized out;
    out.value = lowered(trimmed(take_until(";")));
    while (!rest_.empty()) {
      rest_.remove_prefix(1);  // the semicolon
      read_parameter(out);
    }
    for (const auto& [name, sections] : sections_) out.parameters[name] = joined(sections);
    return out;
  }

 private:
  // Up to one of `stops`, comments left out, blanks removed at the ends by the caller.
  std::string take_until(std::string_view stops) {
    std::string out;
    int comment = 0;
    while (!rest_.empty()) {
      const char c = rest_.front();
      if (c == '(') {
        ++comment;
      } else if (c == ')' && comment > 0) {
        --comment;
      } else if (comment == 0 && stops.find(c) != std::string_view::npos) {
        break;
      } else if (comment == 0) {
        out += c;
      }
      rest_.remove_prefix(1);
    }
    return out;
  }

  std::string take_quoted() {
    std::string out;
    std::size_t i = 1;
    for (; i < rest_.size() && rest_[i] != '"'; ++i) {
      // Paths of Windows stand unescaped in file names, so only these two are escapes.
      if (rest_[i] == '\\' && i + 1 < rest_.size() &&
          (rest_[i + 1] == '"' || rest_[i + 1] == '\\')) {
        ++i;
      }
      out += rest_[i];
    }
    rest_.remove_prefix(std::min(i + 1, rest_.size()));
    return out;
  }

  std::string take_value() {
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
    if (rest_.empty()) return {};
    if (rest_.front() != '"') return std::string(trimmed(take_until(";")));
    std::string value = take_quoted();
    take_until(";");
    return value;
  }

  void read_parameter(Parameterized& out) {
    std::string name = lowered(trimmed(take_until("=;")));
    if (rest_.empty() || rest_.front() == ';') return;
    rest_.remove_prefix(1);
    std::string value = take_value();
    const auto star = name.find('*');
    if (star == std::string::npos) {
      if (!name.empty()) out.parameters.emplace(std::move(name), decode_words(value));
      return;
    }
    const bool percent = name.back() == '*';
    int number = 0;
    for (const char c : std::string_view(name).substr(star)) {
      if (is_digit(c)) number = std::min(number * 10 + (c - '0'), most_sections);
    }
    if (number >= most_sections) return;
    name.resize(star);
    sections_[name].emplace(number, Section{std::move(value), percent});
  }

  std::string_view rest_;
  std::map<std::string, Sections> sections_;
};

}  // namespace

Parameterized read_parameterized(std::string_view body) { return Reader(body).read(); }

}  // namespace undersigned::mail
