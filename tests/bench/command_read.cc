// How fast mails are read: the corpus, with and without the texts that a campaign sent; mails that
// are made to be slow; the start. Beside it what GMime takes to parse and decode the same mails.

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmime/gmime.h>

#include "command/reading.h"
#include "mail/message.h"
#include "reply/read.h"

using namespace undersigned;

namespace {

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

template <typename Work>
double seconds(Work work) {
  const auto begin = std::clock();
  work();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

// Processor time, the best of five: others may use this machine, too.
template <typename Work>
void rate(const char* what, std::size_t mails, Work work) {
  double best = seconds(work);
  for (int i = 0; i < 4; ++i) best = std::min(best, seconds(work));
  std::printf("%-46s %9.0f mails/s\n", what, static_cast<double>(mails) / best);
}

std::size_t decode_part(GMimeObject* part) {
  if (!GMIME_IS_TEXT_PART(part)) return 0;
  char* text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
  const std::size_t size = text == nullptr ? 0 : std::string_view(text).size();
  g_free(text);
  return size;
}

std::size_t gmime_decode(const std::string& raw) {
  GMimeStream* stream = g_mime_stream_mem_new_with_buffer(raw.data(), raw.size());
  GMimeParser* parser = g_mime_parser_new_with_stream(stream);
  GMimeMessage* message = g_mime_parser_construct_message(parser, nullptr);
  std::size_t size = 0;
  if (message != nullptr) {
    g_mime_message_foreach(
        message,
        [](GMimeObject*, GMimeObject* part, gpointer sum) {
          *static_cast<std::size_t*>(sum) += decode_part(part);
        },
        &size);
    g_object_unref(message);
  }
  g_object_unref(parser);
  g_object_unref(stream);
  return size;
}

// A line over and over, up to `size` octets.
std::string repeated(const std::string& line, std::size_t size) {
  std::string out;
  while (out.size() < size) out += line;
  out.resize(size);
  return out;
}

void hostile(const command::Campaign& campaign, const reply::Context& reading) {
  const std::pair<const char*, std::string> lines[] = {
      {"attribution lines", "On Wed, Dec 9, 2015 at 10:31 AM Ana <ana@example.org> wrote:\n"},
      {"attribution lines, never ended", "On Wed, Dec 9, 2015 Ana ana@example.org\n"},
      {"header lines", "From: Ana Example <ana@example.org>\n"},
      {"label lines", "Name:\n"},
      {"quoted lines", "> I sign the statement\n"},
      {"deep quotes", "> > > > > > > > > > > > > > > > > > > > > I sign\n"},
      {"signing words", "I sign "},
      {"one word", "sign"},
      {"brackets", "[(<"},
      {"empty lines", "\n"},
      {"separators", "-----Original Message-----\n"},
      {"sign-offs", "-- \nThanks,\nAna\n"},
      {"names", "Ana Example, Director, Example Alliance, Oakland, CA\n"},
      {"the call", campaign.text.statement + "\n"},
      {"Han characters", "我们签署这份声明"},
      {"tags", "<div>"},
      {"tags that are closed", "<p>I <b>sign</b></p>"},
      {"comments", "<!--a--><![b]>"},
      {"ampersands", "&amp;&"},
  };
  for (const auto& [what, line] : lines)
    for (const bool html : {false, true}) {
      double took[2] = {};
      for (const std::size_t i : {0u, 1u}) {
        const std::string raw =
            "From: Ana <ana@example.org>\nSubject: Re: Call\nMIME-Version: 1.0\nContent-Type: "
            "text/" +
            std::string(html ? "html" : "plain") + "; charset=utf-8\n\n" +
            repeated(line, i == 0 ? 64 << 10 : 1 << 20);
        took[i] = seconds([&] { reply::read(*mail::parse(raw), reading); });
      }
      std::printf("%-40s %-5s %7.0f ms for 64 KB %7.0f ms for 1 MB\n", what, html ? "HTML" : "text",
                  took[0] * 1000, took[1] * 1000);
    }
}

}  // namespace

int main() {
  g_mime_init();
  std::vector<std::string> mails;
  for (const auto& entry : std::filesystem::directory_iterator(SOURCE_DIR "/tests/replies"))
    if (entry.path().extension() == ".eml") mails.push_back(file_text(entry.path()));
  Result<reply::Phrases> phrases;
  std::printf("%-46s %9.0f ms\n", "load the phrases",
              seconds([&] { phrases = command::load_phrases(command::places("")); }) * 1000);
  auto campaign = command::load_campaign(SOURCE_DIR "/config/campaign.toml");
  if (!phrases || !campaign) return 1;
  Result<std::unique_ptr<const command::Reading>> reading;
  std::printf("%-46s %9.0f ms\n", "load all that a campaign reads by",
              seconds([&] { reading = command::load_reading(campaign->get()); }) * 1000);
  if (!reading) return 1;
  rate("GMime: parse, decode", mails.size(), [&] {
    for (const auto& raw : mails) gmime_decode(raw);
  });
  rate("parse, decode", mails.size(), [&] {
    for (const auto& raw : mails) (void)mail::parse(raw);
  });
  reply::Context context;
  context.phrases = &*phrases;
  rate("parse, decode, read", mails.size(), [&] {
    for (const auto& raw : mails)
      if (const auto message = mail::parse(raw)) reply::read(*message, context);
  });
  rate("… with the texts that a campaign sent", mails.size(), [&] {
    for (const auto& raw : mails)
      if (const auto message = mail::parse(raw)) reply::read(*message, (*reading)->context);
  });
  hostile(**campaign, (*reading)->context);
  return 0;
}
