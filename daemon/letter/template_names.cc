#include "letter/template_names.h"

#include <algorithm>

namespace undersigned::letter {
namespace {

using campaign::LetterKind;
using Type = Name::Type;

const std::vector<Name> signer_items = {
    {"listing", Type::text},           // as the list shows the signer, on one line
    {"individual", Type::truth},       // signs as a person
    {"organization", Type::optional},  // the organization, or a person's affiliation
    {"name", Type::optional},         {"title", Type::optional},
    {"place", Type::optional},        {"unlisted", Type::truth},  // asked not to be named in public
};

std::vector<Name> joined(std::vector<Name> all, const std::vector<Name>& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

// In every letter.
const std::vector<Name> common = {
    {"campaign", Type::text},       // its name
    {"reply_address", Type::text},  // the campaign's mailbox, as a reader knows it
    {"write_to",
     Type::text},  // what mailto blocks write to: it, with a challenge's token if need be
    {"from_name", Type::text},     // display name of the campaign's mailbox, else its address
    {"deadline", Type::text},      // day and time in the campaign's zone, in words
    {"deadline_day", Type::text},  // the day alone
    {"release_day", Type::text},
};

// Where the campaign stands when the letter is written.
const std::vector<Name> tense = {
    {"open", Type::truth},           // one of these three: names are taken,
    {"closed", Type::truth},         // the deadline has passed,
    {"released", Type::truth},       // the release has gone out
    {"release_ahead", Type::truth},  // it has not, and release_day has not passed
};

const std::vector<Name> to_supporters = joined(
    joined(common, tense), {
                               {"person", Type::optional},  // the recipient's name, where known
                               {"signers", Type::list, signer_items},
                               {"before", Type::list, signer_items},  // as they were listed before
                               {"one_individual", Type::truth},
                               {"one_organization", Type::truth},
                               {"several", Type::truth},
                               {"any_listed", Type::truth},    // in public: could still ask
                               {"any_unlisted", Type::truth},  // not to be
                               {"by_hand", Type::truth},       // an organizer put them on the list
                               {"changed", Type::truth},       // `before` differs from `signers`
                               {"listed", Type::truth},  // not-understood: `signers` are on the
                                                         // list, whatever the mail meant
                               {"title", Type::text},    // of the statement
                               {"statement", Type::markdown},
                           });

const std::vector<Name> counts = {{"individuals", Type::count, {}, "individuals"},
                                  {"organizations", Type::count, {}, "organizations"},
                                  {"signed", Type::counts},  // of both, what there is
                                  {"total", Type::text}};

const std::vector<Name> to_organizers = joined(
    joined(joined(common, tense), counts),
    {
        {"now", Type::text},
        {"today", Type::text},
        {"since", Type::text},
        {"time_left", Type::optional},  // "9 days"; nothing once the deadline has passed
        {"held", Type::truth},
        {"approval_required", Type::truth},  // nothing goes out before somebody says so
        {"release_time", Type::text},
        {"can_reply", Type::truth},  // orders by mail are taken: the config names who vouches
        {"nobody", Type::truth},     // has signed yet
        {"goal", Type::optional},
        {"goal_percent", Type::optional},
        {"goal_begun", Type::truth},  // less than goal_percent, and more than nothing
        {"new_individuals", Type::count, {}, "individuals"},
        {"new_organizations", Type::count, {}, "organizations"},
        {"new_signed", Type::counts},
        {"new_total", Type::count, {}, "signatures"},
        {"nothing_new", Type::truth},
        {"private_signers", Type::count, {}, "private"},  // persons who are only counted
        {"any_private", Type::truth},
        {"pending", Type::optional},
        {"withdrawn", Type::optional},
        {"late", Type::optional},
        {"any_left_out", Type::truth},  // one of these three
        {"chart", Type::truth},         // the picture cid:chart is there
        {"by_day", Type::optional},     // the last days, for its alternative text
        {"alarms", Type::list, {{"text", Type::text}}},
        {"has_new_organizations", Type::truth},
        {"organizations_new", Type::list, {{"listing", Type::text}}},
        {"organizations_more", Type::optional},  // how many are not named
        {"waiting",
         Type::list,
         {{"number", Type::text},
          {"signature", Type::truth},  // one of these six
          {"question", Type::truth},
          {"declined", Type::truth},
          {"withdrawal", Type::truth},
          {"correction", Type::truth},
          {"unreadable", Type::truth},
          {"who", Type::text},
          {"text", Type::optional},
          {"words", Type::optional},  // of the mail with which a signer leaves the list
          {"why", Type::optional},
          {"leaves", Type::truth},        // a signature whose signer wrote to be off the list
          {"takes_off", Type::optional},  // a mail that asks so: the numbers of what it means
          {"corrects", Type::optional},   // a mail: the numbers of what it may want corrected
          {"first", Type::optional}}},    // the first of them
        {"waiting_count", Type::optional},
        {"waiting_first", Type::optional},  // the number of the first of them
        {"waiting_more", Type::optional},
        {"has_places", Type::truth},
        {"places", Type::list, {{"place", Type::text}, {"count", Type::text}}},
        {"places_more", Type::optional},  // signers of all other places
        {"free_mail",
         Type::list,  // organizations that signed from such an address
         {{"listing", Type::text}, {"address", Type::text}}},
        {"has_free_mail", Type::truth},
        {"bursts",
         Type::list,  // many signatures from one domain on one day
         {{"domain", Type::text}, {"count", Type::text}, {"day", Type::text}}},
        {"received", Type::text},
        {"mail_sign", Type::optional},
        {"mail_amend", Type::optional},
        {"mail_withdraw", Type::optional},
        {"mail_decline", Type::optional},
        {"mail_confirm", Type::optional},
        {"mail_unsubscribe", Type::optional},
        {"mail_question", Type::optional},
        {"mail_bounce", Type::optional},
        {"mail_auto_reply", Type::optional},
        {"mail_bulk", Type::optional},
        {"mail_empty", Type::optional},
        {"mail_duplicate", Type::optional},
        {"mail_late", Type::optional},
        {"mail_quarantined", Type::optional},
        {"mail_waiting", Type::optional},
        {"accounts_differ", Type::truth},  // the mail counts do not add up
        {"queued", Type::optional},
        {"sent", Type::text},
        {"uncertain", Type::optional},
        {"failed", Type::optional},
        {"attached", Type::truth},  // the list of signers
        {"left_out", Type::truth},  // it is too long for a letter
    });

const std::vector<Name> alarm_names = joined(common, {{"what", Type::text}, {"now", Type::text}});

const std::vector<Name> answer_names =
    joined(joined(joined(common, tense), counts),
           {
               {"release_time", Type::text},
               {"unproven", Type::truth},  // nobody vouches for the sender, and nothing was done
               {"nothing", Type::truth},   // was done
               {"has_unclear", Type::truth},
               {"unclear", Type::list, {{"text", Type::text}}},  // lines that were not understood
               {"results",
                Type::list,
                {{"number", Type::optional},
                 {"listing", Type::optional},
                 {"held", Type::truth},  // one of these
                 {"gone", Type::truth},
                 {"approved", Type::truth},
                 {"early", Type::truth},
                 {"outrun", Type::truth},
                 {"needless", Type::truth},
                 {"accepted", Type::truth},
                 {"rejected", Type::truth},
                 {"left", Type::truth},
                 {"stays", Type::truth},
                 {"settled", Type::truth},
                 {"unknown", Type::truth},
                 {"nameless", Type::truth},
                 {"twice", Type::truth},
                 {"contradicted", Type::truth}}},
           });

const std::vector<Name> deadline_names = joined(to_organizers, {{"release_subject", Type::text}});

const std::vector<Name> release_names = joined(
    joined(common, counts), {
                                {"contact_name", Type::optional},  // the journalist's
                                {"outlet", Type::optional},
                                {"headline", Type::text},
                                {"dateline", Type::optional},
                                {"date", Type::text},
                                {"contact", Type::optional},
                                {"embargo", Type::optional},
                                {"title", Type::text},  // of the statement
                                {"statement", Type::markdown},
                                {"quotes", Type::list, {{"quote", Type::markdown}}},
                                {"notable", Type::optional},  // "A, B and C"
                                {"has_organizations", Type::truth},
                                {"has_individuals", Type::truth},
                                {"organizations_list", Type::list, {{"listing", Type::text}}},
                                {"organizations_more", Type::optional},
                                {"individuals_list", Type::list, {{"listing", Type::text}}},
                                {"individuals_more", Type::optional},
                                {"private_signers", Type::count, {}, "private"},
                                {"any_private", Type::truth},  // who are only counted
                                {"attached", Type::truth},
                            });

const std::vector<Name> thank_you_names =
    joined(joined(to_supporters, counts), {{"attached", Type::truth}});

// What the mail asked for: at most one of these.
const std::vector<Name> wishes = {
    {"wish_sign", Type::truth}, {"wish_change", Type::truth}, {"wish_withdraw", Type::truth}};

const std::vector<Name> question_names = joined(to_supporters, wishes);

// Anybody may have made us write it, so it holds nothing of their mail: no name, no entry.
const std::vector<Name> challenge_names =
    joined(joined(joined(common, tense), wishes),
           {
               {"title", Type::text},      // of the statement
               {"token", Type::optional},  // nothing where the address to reply to has it
           });

}  // namespace

const std::vector<Name>& names_of(LetterKind kind) {
  switch (kind) {
    case LetterKind::call:
    case LetterKind::reminder:
    case LetterKind::confirmation:
    case LetterKind::already_signed:
    case LetterKind::amended:
    case LetterKind::not_understood:
    case LetterKind::withdrawn:
    case LetterKind::late:
      return to_supporters;
    case LetterKind::question_received:
      return question_names;
    case LetterKind::challenge:
      return challenge_names;
    case LetterKind::thank_you:
      return thank_you_names;
    case LetterKind::digest:
      return to_organizers;
    case LetterKind::alarm:
      return alarm_names;
    case LetterKind::deadline_summary:
      return deadline_names;
    case LetterKind::answer:
      return answer_names;
    case LetterKind::release:
      return release_names;
  }
  return common;
}

}  // namespace undersigned::letter
