#include "letter/template.h"

#include <algorithm>

#include "letter/bind.h"
#include "letter/markdown.h"
#include "letter/plural.h"
#include "letter/template_names.h"
#include "mail/header_text.h"

namespace undersigned::letter {
namespace {

using campaign::LetterKind;
namespace mustache = kainjow::mustache;

const std::vector<Name> layout_names = {
    {"content", Name::Type::markdown}, {"footer", Name::Type::optional},
    {"subject", Name::Type::text},     {"preview", Name::Type::optional},
    {"campaign", Name::Type::text},    {"lang", Name::Type::text},
    {"dir", Name::Type::text}};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::string as_it_is(const std::string& text) { return text; }

constexpr std::string_view stay = "\xEE\x80\x82";  // U+E002: keeps a line from being taken away

bool is_section_tag(std::string_view line) {
  return line.starts_with("{{") && line.size() > 4 && line.ends_with("}}") &&
         std::string_view("#^/!").find(line[2]) != std::string_view::npos &&
         line.find("}}") == line.size() - 2;
}

// The engine leaves an empty line behind for a closed section that stands on lines of its own, and
// takes lines away that an open one has emptied; both would change paragraphs and tables. So a tag
// alone on its line joins the next line, and every line with a section is marked to stay.
std::string with_whole_lines(std::string_view source) {
  std::string out;
  bool joined = false;
  while (!source.empty()) {
    const auto end = source.find('\n');
    const auto line = source.substr(0, end);
    source.remove_prefix(end == std::string_view::npos ? source.size() : end + 1);
    if (is_section_tag(trimmed(line))) {
      out += trimmed(line);
      joined = true;
      continue;
    }
    if (joined || line.find("{{") != std::string_view::npos) out += stay;
    out += line;
    if (end != std::string_view::npos) out += '\n';
    joined = false;
  }
  return out;
}

std::shared_ptr<mustache::mustache> parsed(const std::string& source) {
  auto engine = std::make_shared<mustache::mustache>(source);
  engine->set_custom_escape(as_it_is);
  return engine;
}

std::string mustached(mustache::mustache& engine, const mustache::data& data) {
  std::string out = engine.render(data);
  for (auto at = out.find(stay); at != std::string::npos; at = out.find(stay, at))
    out.erase(at, stay.size());
  return out;
}

std::string without_returns(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string out(text);
  std::erase(out, '\r');
  return Slots::without_slots(out);
}

void add_names(const std::vector<Name>& names, const std::string& prefix,
               std::vector<std::string>& out) {
  for (const auto& name : names) {
    out.push_back(prefix + std::string(name.name));
    add_names(name.items, out.back() + ".", out);
  }
}

}  // namespace

bool right_to_left(std::string_view language) {
  for (std::string_view rtl : {"ar", "fa", "he", "ur", "ps", "yi"})
    if (language == rtl) return true;
  return false;
}

Result<void> Templates::add_field(Source& letter, std::string_view field, int line) {
  const auto colon = std::min(field.find(':'), field.size());
  const auto name = field.substr(0, colon);
  const std::string value(trimmed(field.substr(std::min(colon + 1, field.size()))));
  constexpr std::string_view count = "Count ";
  if (name == "Subject") {
    letter.subject = {value, line};
  } else if (name == "Preview") {
    letter.preview = {value, line};
  } else if (name == "Footer") {
    letter.footer = {value, line};
  } else if (name.starts_with(count) && colon < field.size()) {
    letter.counts[std::string(name.substr(count.size()))] = value;
    return check_plural(value, letter.file, line);
  } else {
    return fail(Error::Kind::config,
                "a letter begins with the line \"Subject: …\", and where wanted \"Preview: …\", "
                "\"Footer: …\" and \"Count …: …\", then an empty line",
                letter.file, line);
  }
  return {};
}

Result<Templates::Source> Templates::split(std::string_view source, const std::string& file) {
  Source letter;
  letter.file = file;
  const std::string text = without_returns(source);
  std::string_view rest = text;
  int line = 1;
  for (; !rest.empty() && rest.front() != '\n'; ++line) {
    const auto end = std::min(rest.find('\n'), rest.size());
    if (auto fine = add_field(letter, rest.substr(0, end), line); !fine)
      return tl::unexpected(fine.error());
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (letter.subject.text.empty())
    return fail(Error::Kind::config, "the letter has no \"Subject: …\" line", file, 1);
  letter.body = {std::string(rest), line};
  if (rest.find_first_not_of(" \n") == std::string_view::npos)
    return fail(Error::Kind::config, "the letter has a subject and no text", file, line);
  return letter;
}

Result<void> Templates::add(LetterKind kind, std::string_view language, std::string_view source,
                            const std::string& file) {
  auto letter = split(source, file);
  if (!letter) return tl::unexpected(letter.error());
  for (const Part* part : {&letter->subject, &letter->preview, &letter->footer, &letter->body})
    if (auto fine = check_tags(part->text, names_of(kind), file, part->line); !fine) return fine;
  letter->body.text = with_whole_lines(letter->body.text);
  for (Part* part : {&letter->subject, &letter->preview, &letter->footer, &letter->body})
    part->engine = parsed(part->text);
  sources_.insert_or_assign({kind, std::string(language)}, std::move(*letter));
  return {};
}

Result<void> Templates::set_layout(std::string_view html, const std::string& file) {
  const std::string text = without_returns(html);
  if (auto fine = check_tags(text, layout_names, file, 1); !fine) return fine;
  if (text.find("{{{content}}}") == std::string::npos)
    return fail(Error::Kind::config, "the layout has no {{{content}}}, where the letter goes", file,
                1);
  layout_ = {text, 1, std::make_shared<mustache::mustache>(text)};
  return {};
}

void Templates::add_remarks(std::string_view language, Remarks remarks) {
  remarks_.insert_or_assign(std::string(language), std::move(remarks));
}

std::string Templates::remark(std::string_view language, std::string_view said) const {
  const auto found = remarks_.find(language);
  return found == remarks_.end() ? std::string(said) : found->second.worded(said);
}

Result<void> Templates::complete(std::string_view first_language) {
  if (layout_.text.empty())
    return fail(Error::Kind::config, "templates/layout.html is missing: put it beside the config");
  for (auto kind : campaign::all_letters)
    if (!sources_.contains({kind, std::string(first_language)})) {
      const auto name = std::string(first_language) + "/" + std::string(campaign::word(kind));
      return fail(Error::Kind::config,
                  "templates/" + name +
                      ".md is missing: the first of [campaign] languages is that of organizers and "
                      "press, and needs all letters. Put one first that has them, as in "
                      "languages = [\"en\", \"" +
                      std::string(first_language) + "\"], or write what is missing");
    }
  const auto said = remarks_.find("en"), worded = remarks_.find(first_language);
  if (said == remarks_.end() || worded == remarks_.end())
    return fail(Error::Kind::config,
                "templates/" + std::string(said == remarks_.end() ? "en" : first_language) +
                    "/remarks.toml is missing; letters to organizers need it");
  if (auto fine = worded->second.check_against(said->second); !fine) return fine;
  first_language_ = first_language;
  return {};
}

std::string Templates::language_for(LetterKind kind, std::string_view language) const {
  return sources_.contains({kind, std::string(language)}) ? std::string(language) : first_language_;
}

// The values of one letter, ready to be filled into the parts of its template.
struct Templates::Filling {
  const Source& source;
  std::string language;
  Slots slots;
  mustache::data data;

  std::string line(const Part& part) const {
    return mail::HeaderText::clean(slots.filled(mustached(*part.engine, data))).text();
  }
};

Result<Templates::Filling> Templates::fill(LetterKind kind, std::string_view language,
                                           const Values& values,
                                           const PersonalNames& personal) const {
  const auto chosen = language_for(kind, language);
  const auto found = sources_.find({kind, chosen});
  if (found == sources_.end())
    return fail(Error::Kind::failed,
                "there is no template for the letter " + std::string(campaign::word(kind)));
  Slots slots;
  auto data = bind(names_of(kind), values, {&found->second.counts, chosen}, slots, personal);
  if (!data) return tl::unexpected(data.error());
  return Filling{found->second, chosen, std::move(slots), std::move(*data)};
}

Result<std::string> Templates::subject(LetterKind kind, std::string_view language,
                                       const Values& values, const PersonalNames& personal) const {
  auto filling = fill(kind, language, values, personal);
  if (!filling) return tl::unexpected(filling.error());
  return filling->line(filling->source.subject);
}

Result<Rendered> Templates::render(LetterKind kind, std::string_view language,
                                   const Values& values) const {
  return render_for_many(kind, language, values, {});
}

Result<Rendered> Templates::render_for_many(LetterKind kind, std::string_view language,
                                            const Values& values,
                                            const PersonalNames& personal) const {
  auto filling = fill(kind, language, values, personal);
  if (!filling) return tl::unexpected(filling.error());
  const Source& source = filling->source;
  const bool rtl = right_to_left(filling->language);
  const auto& write_to = filling->data.get("write_to")->string_value();
  const Writing writing{&filling->slots, filling->slots.filled(write_to), rtl};
  const Markdown body(mustached(*source.body.engine, filling->data));
  const Markdown footer(mustached(*source.footer.engine, filling->data));

  Rendered out;
  out.language = filling->language;
  out.subject = filling->line(source.subject);
  out.text = plain_text(body, writing);
  // "-- " lets mail programs leave the footer out of what they quote (RFC 3676, 4.3).
  if (!source.footer.text.empty()) out.text += "\n-- \n" + plain_text(footer, writing);

  const auto optional = [](std::string text) {
    return text.empty() ? mustache::data(false) : mustache::data(std::move(text));
  };
  mustache::data frame;
  frame.set("content", html(body, writing));
  frame.set("footer", optional(html(footer, writing)));
  frame.set("subject", out.subject);
  frame.set("preview", optional(filling->line(source.preview)));
  frame.set("campaign", values.at("campaign").text);
  frame.set("lang", out.language);
  frame.set("dir", std::string(rtl ? "rtl" : "ltr"));
  out.html = layout_.engine->render(frame);
  return out;
}

std::vector<std::string> Templates::names(LetterKind kind) {
  std::vector<std::string> all;
  add_names(names_of(kind), "", all);
  return all;
}

}  // namespace undersigned::letter
