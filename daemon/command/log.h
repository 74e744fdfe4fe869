#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace undersigned::command {

// One line of the log an event: `mail handled mail=12 kind=sign why="…"`, on standard error. What a
// sender wrote is escaped, so it can neither add a line nor reach a terminal; long values are cut.
// Never pass a password, token or key.
struct LogField {
  std::string_view key;
  std::string_view value;
};
using LogFields = std::initializer_list<LogField>;

// `word`: trace, debug, info, warning, error or off, as in $UNDERSIGNED_LOG; "" or an unknown word:
// info. `verbose` is at least debug. To be called once, before the first line; without it nothing
// below a warning is written.
void open_log(std::string_view word, bool verbose);

void log_detail(std::string_view event, LogFields fields = {});  // debug
void log_event(std::string_view event, LogFields fields = {});   // info
void log_warning(std::string_view event, LogFields fields = {});
void log_error(std::string_view event, LogFields fields = {});

// For the answers of servers, which name whom a letter is for: each address becomes <address>.
std::string without_addresses(std::string_view text);

// As it would stand in a line: quoted where needed, line ends, control characters, bidi controls
// and invalid UTF-8 as \n, \x1b, \u202e, \xff.
std::string log_value(std::string_view value);

}  // namespace undersigned::command
