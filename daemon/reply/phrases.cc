#include "reply/phrases.h"

#include <toml++/toml.h>

namespace undersigned::reply {

namespace {

std::string stem(const std::string& file) {
  const std::size_t slash = file.find_last_of('/');
  const std::string name = slash == std::string::npos ? file : file.substr(slash + 1);
  return name.substr(0, name.find('.'));
}

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

}  // namespace

Result<void> Phrases::add(std::string_view text, const std::string& file) {
  toml::table table;
  try {
    table = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return fail(Error::Kind::config, std::string(error.description()), file,
                static_cast<int>(error.source().begin.line));
  }
  const std::uint8_t language = lexicon_.language(stem(file));
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    const auto list = list_of(name);
    if (!list)
      return fail(Error::Kind::config,
                  "there is no list \"" + name + "\"; the head of phrases/en.toml names them all",
                  file, line_of(node));
    const toml::array* phrases = node.as_array();
    if (phrases == nullptr)
      return fail(Error::Kind::config, "\"" + name + "\" must be a list of phrases", file,
                  line_of(node));
    for (const toml::node& entry : *phrases) {
      const auto phrase = entry.value<std::string>();
      if (!phrase || !entry.is_string())
        return fail(Error::Kind::config, "\"" + name + "\" may hold phrases in quotes alone", file,
                    line_of(entry));
      const std::string wrong = lexicon_.add(*list, language, *phrase);
      if (!wrong.empty())
        return fail(Error::Kind::config,
                    "the phrase \"" + *phrase + "\" of \"" + name + "\": " + wrong, file,
                    line_of(entry));
    }
  }
  lexicon_.prepare();
  return {};
}

}  // namespace undersigned::reply
