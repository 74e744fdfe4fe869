#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "instant.h"
#include "wire/imap_reader.h"

namespace undersigned::wire {

// What the first words of a response say (RFC 3501, 7). Views into the response's text.
struct ImapHead {
  enum class Kind {
    tagged,        // TAG OK|NO|BAD rest
    status,        // * OK|NO|BAD|BYE|PREAUTH rest
    data,          // * WORD rest, * NUMBER WORD rest
    continuation,  // + rest
    unknown,
  };
  Kind kind = Kind::unknown;
  std::string_view tag;
  std::string word;          // upper case
  std::uint32_t number = 0;  // of "* NUMBER WORD"
  std::string_view rest;     // what follows the word and one space
};
ImapHead read_head(const ImapResponse& response);

// The response code of a status, "UIDVALIDITY 17" of "[UIDVALIDITY 17] fine"; "" where none.
std::string_view status_code(std::string_view rest);
// A number as it stands, all digits, fitting; nothing otherwise.
std::optional<std::uint32_t> read_number(std::string_view digits);

// The items of one FETCH (7.4.2) that we ask for; all others are read over.
struct ImapFetch {
  std::optional<std::uint32_t> uid;
  std::optional<std::uint64_t> size;
  std::optional<Instant> internal_date;
  std::optional<std::string> body;    // BODY[]
  std::optional<std::string> header;  // BODY[HEADER], or its beginning
};
// Nothing where it is no well-formed FETCH. Takes the literals out of `response`.
std::optional<ImapFetch> read_fetch(ImapResponse& response);

// "17-Dec-2015 17:00:00 -0800" (RFC 3501, 9: date-time; the day may have a leading space).
std::optional<Instant> read_internal_date(std::string_view text);

// The hierarchy separator of a LIST response's rest, `(\Noselect) "/" ""`: nothing where it is NIL
// or cannot be read.
std::optional<char> read_separator(std::string_view rest);

}  // namespace undersigned::wire
