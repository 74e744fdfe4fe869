#include "reply/read.h"

#include <iostream>
#include <iterator>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "command/command.h"
#include "command/file.h"
#include "command/load.h"
#include "command/reading.h"
#include "mail/authentication.h"
#include "mail/message.h"

namespace undersigned::command {

namespace {

using Json = nlohmann::ordered_json;

std::string_view word(mail::Authenticated authenticated) {
  switch (authenticated) {
    case mail::Authenticated::pass:
      return "pass";
    case mail::Authenticated::fail:
      return "fail";
    case mail::Authenticated::none:
      return "none";
    case mail::Authenticated::unknown:
      return "unknown";
  }
  return "unknown";
}

Json or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

Json json(const reply::Signer& signer) {
  return {{"as", signer.as == reply::As::individual ? "individual" : "organization"},
          {"name", or_null(signer.name)},
          {"organization", or_null(signer.organization)},
          {"title", or_null(signer.title)},
          {"place", or_null(signer.place)},
          {"listed", signer.listed}};
}

Json json(const std::string& file, const reply::Meaning& meaning,
          mail::Authenticated authenticated) {
  Json signers = Json::array();
  for (const auto& signer : meaning.signers) signers.push_back(json(signer));
  return {{"file", file},
          {"kind", reply::word(meaning.kind)},
          {"reply", meaning.reply},
          {"signers", std::move(signers)},
          {"certainty", meaning.certainty == reply::Certainty::clear ? "clear" : "review"},
          {"authenticated", word(authenticated)},
          {"language", meaning.language},
          {"why", meaning.why}};
}

bool has_config(const Options& options) {
  return options.config_named || access(options.config.c_str(), R_OK) == 0;
}

Json answer(const std::string& file, const std::string& raw, const Reading& reading,
            const mail::Receiver& trusted) {
  const auto message = mail::parse(raw);
  if (!message) {
    reply::Meaning meaning;  // a question for review: a person must look
    meaning.why = {"cannot be read: " + message.error().what};
    return json(file, meaning, mail::Authenticated::unknown);
  }
  const auto meaning = reply::read(*message, reading.context);
  return json(file, meaning, mail::authenticate(*message, trusted));
}

Result<std::string> raw_mail(const std::string& file) {
  if (file != "-") return read_file(file, Error::Kind::input);
  return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

}  // namespace

Outcome read(const Options& options, const std::vector<std::string>& mails) {
  std::unique_ptr<const Campaign> campaign;  // none: read by the phrases alone
  if (has_config(options)) {
    auto loaded = load_campaign(options.config);
    if (!loaded) return tl::unexpected(loaded.error());
    campaign = std::move(*loaded);
  }
  const auto reading = load_reading(campaign.get());
  if (!reading) return tl::unexpected(reading.error());
  const auto trusted = campaign ? campaign->config.trust.receiver() : mail::Receiver{};
  bool all = true;
  for (const auto& file : mails) {
    const auto raw = raw_mail(file);
    if (!raw) {
      std::cerr << "undersigned: " << raw.error().text() << '\n';
      all = false;
      continue;
    }
    const auto line =
        answer(file, *raw, **reading, trusted).dump(-1, ' ', false, Json::error_handler_t::replace);
    std::cout << line << '\n';
  }
  std::cout.flush();
  if (!std::cout)
    return fail(Error::Kind::failed, "the answers could not be written to standard output");
  return all ? 0 : 65;  // each that could not be opened was named
}

}  // namespace undersigned::command
