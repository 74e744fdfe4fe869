#include "letter/csv.h"

#include <algorithm>

#include "campaign/config_table.h"
#include "mail/header_text.h"

namespace undersigned::letter {
namespace {

char separator_of(std::string_view text) {
  const auto first = text.substr(0, text.find('\n'));
  char best = ',';
  for (char c : {';', '\t'})
    if (std::count(first.begin(), first.end(), c) > std::count(first.begin(), first.end(), best))
      best = c;
  return best;
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& file)
      : text_(text), file_(file), separator_(separator_of(text)) {}

  Result<std::vector<CsvRow>> rows() {
    std::vector<CsvRow> all;
    while (at_ < text_.size()) {
      auto row = next_row();
      if (!row) return tl::unexpected(row.error());
      const bool empty = row->cells.size() == 1 && row->cells.front().empty();
      if (!empty) all.push_back(std::move(*row));
    }
    return all;
  }

 private:
  Result<CsvRow> next_row() {
    CsvRow row{{}, line_};
    while (true) {
      auto cell = at_ < text_.size() && text_[at_] == '"' ? quoted() : plain();
      if (!cell) return tl::unexpected(cell.error());
      row.cells.push_back(std::move(*cell));
      if (at_ < text_.size() && text_[at_] == separator_) {
        ++at_;
        continue;
      }
      end_line();
      return row;
    }
  }

  Result<std::string> plain() {
    const auto from = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' &&
           text_[at_] != '\r')
      ++at_;
    return std::string(text_.substr(from, at_ - from));
  }

  Result<std::string> quoted() {
    const int began = line_;
    std::string cell;
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (c != '"') {
        cell += c;
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell += text_[++at_];
      } else {
        ++at_;
        return at_cell_end() ? Result<std::string>(std::move(cell))
                             : wrong(
                                   "there is text behind a closing quote; double the quotes "
                                   "that belong to the cell",
                                   line_);
      }
    }
    return wrong("this quote is never closed", began);
  }

  bool at_cell_end() const {
    return at_ == text_.size() || text_[at_] == separator_ || text_[at_] == '\n' ||
           text_[at_] == '\r';
  }

  void end_line() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  Result<std::string> wrong(std::string what, int line) const {
    return fail(Error::Kind::input, std::move(what), file_, line);
  }

  std::string_view text_;
  const std::string& file_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

std::string column_name(std::string_view cell) {
  std::string name = mail::HeaderText::clean(cell).text();
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return name;
}

Result<std::vector<CsvRow>> read_csv(std::string_view text, const std::string& file) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(nul), '\n');
    return fail(Error::Kind::input,
                "this line holds a NUL character; save the file as CSV in UTF-8, not in UTF-16",
                file, static_cast<int>(line));
  }
  return Reader(text, file).rows();
}

Result<void> check_columns(const CsvRow& head, std::span<const std::string_view> known,
                           const std::string& file) {
  std::vector<std::string> names;
  for (const auto& cell : head.cells) names.push_back(column_name(cell));
  std::vector<std::string_view> absent;
  for (const auto name : known)
    if (std::find(names.begin(), names.end(), name) == names.end()) absent.push_back(name);
  for (const auto& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto meant = campaign::probably_meant(name, absent);
    if (!meant.empty())
      return fail(Error::Kind::input,
                  "there is no column \"" + name + "\"; did you mean \"" + std::string(meant) +
                      "\"? The first line names the columns",
                  file, head.line);
  }
  return {};
}

}  // namespace undersigned::letter
