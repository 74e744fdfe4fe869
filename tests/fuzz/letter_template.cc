#include <cstdint>
#include <string_view>

#include "letter/template.h"

// Any octets as a template: refused with a line, or rendered without a crash.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace undersigned;
  using namespace undersigned::letter;
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  Templates templates;
  (void)templates.set_layout("<html>{{{content}}}{{{footer}}}</html>", "layout.html");
  if (!templates.add(campaign::LetterKind::alarm, "en", source, "alarm.md")) return 0;
  const Values values = {{"campaign", Value::of("C")},     {"reply_address", Value::of("a@b.c")},
                         {"write_to", Value::of("a@b.c")}, {"from_name", Value::of("F")},
                         {"deadline", Value::of("D")},     {"deadline_day", Value::of("D")},
                         {"release_day", Value::of("R")},  {"what", Value::of("[x](y)")},
                         {"now", Value::of("N")}};
  const auto words = templates.render(campaign::LetterKind::alarm, "en", values);
  if (words && words->subject.find('\n') != std::string::npos) __builtin_trap();
  return 0;
}
