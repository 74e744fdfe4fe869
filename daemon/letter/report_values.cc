#include "letter/report_values.h"

#include <algorithm>

#include "letter/chart.h"
#include "letter/dates.h"
#include "letter/list.h"
#include "letter/values.h"

namespace undersigned::letter {
namespace {

constexpr std::size_t most_organizations = 60, most_waiting = 40, most_places = 12,
                      most_suspects = 10, most_days = 10;

// A list beyond this is nobody's to read in a letter, and makes a letter that many mail hosts
// refuse: some take 10 MB, of which base64 is a third.
constexpr std::size_t most_attached = 50'000, most_octets = 6u << 20;

// Values in the language of one report.
class Words {
 public:
  Words(const CampaignText& text, const Report& report, std::string_view language)
      : config_(*text.config),
        templates_(*text.templates),
        report_(report),
        language_(language),
        values_(common_values(text, language)) {}

  Values all() {
    times();
    counts();
    organizations();
    waiting();
    places();
    suspects();
    mails();
    return std::move(values_);
  }

 private:
  Value number(std::int64_t n) const { return Value::of(worded_number(n, language_)); }
  Value number_or_nothing(std::int64_t n) const { return n == 0 ? Value::of("") : number(n); }
  std::string remark(const std::string& said) const { return templates_.remark(language_, said); }
  static Value signed_value(const campaign::SignatureCounts& counts) {
    return Value::sum(
        {{"individuals", counts.individuals}, {"organizations", counts.organizations}});
  }
  Value more(std::size_t all, std::size_t shown) const {
    return number_or_nothing(all > shown ? static_cast<std::int64_t>(all - shown) : 0);
  }

  void times() {
    const auto& zone = config_.zone;
    values_["now"] = Value::of(worded_time(report_.now, zone, language_));
    values_["today"] = Value::of(worded_day(report_.now, zone, language_));
    values_["since"] = Value::of(worded_moment(report_.since, zone, language_));
    const bool open = report_.phase == "open";
    const auto left = config_.deadline - report_.now;
    const bool counts_down = open && left > std::chrono::milliseconds(0);
    values_["time_left"] = Value::of(counts_down ? worded_duration(left, language_) : "");
    set_tense(values_, config_, {report_.now, report_.phase == "released"});
    values_["held"] = Value::of(report_.held);
    // A release that somebody holds waits for the same command.
    const bool asks = config_.release.approval == campaign::ReleaseConfig::Approval::required;
    values_["approval_required"] = Value::of(report_.held || (asks && !report_.approved));
    values_["can_reply"] = Value::of(!config_.trust.authserv_id.empty());
    values_["release_time"] = Value::of(worded_time(config_.release.at, zone, language_));
  }

  void counts() {
    const auto& now = report_.signatures;
    const auto& added = report_.signatures_new;
    const auto total = now.individuals + now.organizations;
    values_["individuals"] = Value::count(now.individuals);
    values_["organizations"] = Value::count(now.organizations);
    values_["signed"] = signed_value(now);
    values_["nobody"] = Value::of(total == 0);
    values_["total"] = number(total);
    values_["new_individuals"] = Value::count(added.individuals);
    values_["new_organizations"] = Value::count(added.organizations);
    values_["new_signed"] = signed_value(added);
    values_["new_total"] = Value::count(added.individuals + added.organizations);
    values_["nothing_new"] = Value::of(added.individuals + added.organizations == 0);
    values_["private_signers"] = Value::count(now.individuals_private);
    values_["any_private"] = Value::of(now.individuals_private > 0);
    values_["pending"] = number_or_nothing(now.pending);
    values_["withdrawn"] = number_or_nothing(now.withdrawn);
    values_["late"] = number_or_nothing(now.late);
    values_["any_left_out"] = Value::of(now.pending + now.withdrawn + now.late > 0);
    const int goal = config_.goal.value_or(0);
    values_["goal"] = number_or_nothing(goal);
    const double share = goal > 0 ? static_cast<double>(total) / goal : 0;
    const bool begun = total > 0 && share < 0.01;
    values_["goal_begun"] = Value::of(goal > 0 && begun);
    values_["goal_percent"] =
        Value::of(goal > 0 ? worded_percent(begun ? 0.01 : share, language_) : "");
    std::vector<Values> alarms;
    std::vector<std::string> days;
    const auto from = report_.days.size() > most_days ? report_.days.size() - most_days : 0;
    for (auto i = from; i < report_.days.size(); ++i) {
      const auto& day = report_.days[i];
      days.push_back(short_day(day.date, language_) + ": " +
                     worded_number(day.individuals + day.organizations, language_));
    }
    for (const auto& alarm : report_.alarms) alarms.push_back({{"text", Value::of(remark(alarm))}});
    values_["chart"] = Value::of(!days.empty());
    values_["by_day"] = Value::of(worded_list(days, language_));
    values_["alarms"] = Value::of(std::move(alarms));
  }

  void organizations() {
    auto fresh = report_.new_organizations;
    sort_for_print(fresh, language_);
    std::vector<Values> listed;
    for (const auto& organization : fresh)
      if (listed.size() < most_organizations)
        listed.push_back({{"listing", Value::of(campaign::listing(organization.signer))}});
    values_["organizations_more"] = more(fresh.size(), listed.size());
    values_["has_new_organizations"] = Value::of(!listed.empty());
    values_["organizations_new"] = Value::of(std::move(listed));
  }

  void waiting() {
    std::vector<Values> listed;
    for (const auto& one : report_.waiting) {
      if (listed.size() == most_waiting) break;
      std::string why;
      for (const auto& reason : one.why) why += (why.empty() ? "" : "; ") + remark(reason);
      const bool signature = one.what == "signature";
      const bool corrects = one.what == "correction" && !one.entries.empty();
      const std::string number = (signature ? "" : "m") + std::to_string(one.id);
      std::vector<std::string> entries;
      for (const auto entry : one.entries) entries.push_back(std::to_string(entry));
      const auto listed_there = Value::of(worded_list(entries, language_));
      const auto nothing = Value::of("");
      listed.push_back({{"number", Value::of(number)},
                        {"signature", Value::of(signature)},
                        {"question", Value::of(one.what == "question")},
                        {"declined", Value::of(one.what == "declined")},
                        {"withdrawal", Value::of(one.what == "withdrawal")},
                        {"correction", Value::of(one.what == "correction")},
                        {"unreadable", Value::of(one.what == "unreadable mail")},
                        {"who", Value::of(one.who)},
                        {"text", Value::of(one.text)},
                        {"words", Value::of(one.words)},
                        {"why", Value::of(why)},
                        {"leaves", Value::of(one.leaving && signature)},
                        {"takes_off", one.leaving && !signature ? listed_there : nothing},
                        {"corrects", corrects ? listed_there : nothing},
                        {"first", corrects ? Value::of(entries.front()) : nothing}});
    }
    values_["waiting_count"] = number_or_nothing(static_cast<std::int64_t>(report_.waiting.size()));
    values_["waiting_first"] = listed.empty() ? Value::of("") : listed.front()["number"];
    values_["waiting_more"] = more(report_.waiting.size(), listed.size());
    values_["waiting"] = Value::of(std::move(listed));
  }

  void places() {
    std::vector<Values> listed;
    std::int64_t others = 0;
    for (const auto& [place, count] : by_place(report_.counted, language_)) {
      if (listed.size() < most_places)
        listed.push_back({{"place", Value::of(place)}, {"count", number(count)}});
      else
        others += count;
    }
    values_["places_more"] = number_or_nothing(others);
    values_["has_places"] = Value::of(!listed.empty());
    values_["places"] = Value::of(std::move(listed));
  }

  void suspects() {
    std::vector<Values> free, many;
    for (const auto& signature : from_free_mail(report_.counted))
      if (free.size() < most_suspects)
        free.push_back({{"listing", Value::of(campaign::listing(signature.signer))},
                        {"address", Value::of(signature.address.text())}});
    for (const auto& burst : bursts(report_.counted, config_.zone))
      if (many.size() < most_suspects)
        many.push_back({{"domain", Value::of(burst.domain)},
                        {"count", number(burst.count)},
                        {"day", Value::of(worded_day(burst.day, config_.zone, language_))}});
    values_["has_free_mail"] = Value::of(!free.empty());
    values_["free_mail"] = Value::of(std::move(free));
    values_["bursts"] = Value::of(std::move(many));
  }

  void mails() {
    const auto& mails = report_.mails;
    values_["received"] = number(mails.received);
    for (auto kind : reply::all_kinds) {
      std::string name = "mail_" + std::string(reply::word(kind));
      std::replace(name.begin(), name.end(), '-', '_');
      values_[name] = number_or_nothing(mails.kinds[static_cast<std::size_t>(kind)]);
    }
    values_["mail_duplicate"] = number_or_nothing(mails.duplicate);
    values_["mail_late"] = number_or_nothing(mails.late);
    values_["mail_quarantined"] = number_or_nothing(mails.quarantined);
    values_["mail_waiting"] = number_or_nothing(mails.waiting);
    values_["accounts_differ"] = Value::of(!mails.balanced());
    const auto& letters = report_.letters;
    values_["queued"] = number_or_nothing(letters.queued);
    values_["sent"] = number(letters.sent);
    values_["uncertain"] = number_or_nothing(letters.uncertain);
    values_["failed"] = number_or_nothing(letters.failed);
    values_["attached"] = Value::of(false);
    values_["left_out"] = Value::of(false);
  }

  const campaign::Config& config_;
  const Templates& templates_;
  const Report& report_;
  std::string language_;
  Values values_;
};

}  // namespace

Values report_values(const CampaignText& text, const Report& report, std::string_view language) {
  return Words(text, report, language).all();
}

std::vector<Attachment> report_attachments(const CampaignText& text, const Report& report,
                                           std::string_view language) {
  std::vector<Attachment> all;
  if (auto png = chart_png(report.days, text.config->goal, language); !png.empty())
    all.push_back({"image/png", "chart.png", std::move(png), "chart"});
  if (report.counted.empty() || report.counted.size() > most_attached) return all;
  auto csv = list_csv(report.counted, {});
  auto xlsx = list_xlsx(report.counted, {});
  // The spreadsheet says the same and is smaller.
  if (xlsx.size() > most_octets) return all;
  if (csv.size() + xlsx.size() <= most_octets)
    all.push_back({"text/csv; charset=utf-8", "signatures.csv", std::move(csv), {}});
  all.push_back({"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                 "signatures.xlsx",
                 std::move(xlsx),
                 {}});
  return all;
}

void set_attached(Values& values, const Report& report, const std::vector<Attachment>& attached) {
  const bool list = std::any_of(attached.begin(), attached.end(),
                                [](const Attachment& one) { return one.content_id.empty(); });
  values["attached"] = Value::of(list);
  values["left_out"] = Value::of(!list && !report.counted.empty());
}

}  // namespace undersigned::letter
