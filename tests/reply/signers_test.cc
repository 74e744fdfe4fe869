#include "reply/signers.h"

#include <catch2/catch.hpp>

#include "phrases_of_project.h"
#include "reply/names.h"
#include "reply/role.h"

using namespace undersigned::reply;

namespace {

Intention said(const std::string& text) {
  const std::vector<Word> all = words(text);
  return intention(text, all, longest(phrases_of_project().lexicon().find(all)),
                   phrases_of_project().lexicon());
}

Signers who(const std::string& text, const std::string& sign_off = {},
            const std::string& display_name = "Ana Example") {
  const Lexicon& lexicon = phrases_of_project().lexicon();
  const Form fields = form(text, lexicon);
  Sender sender;
  sender.organization = names_organization(display_name, lexicon);
  sender.name = sender.organization ? display_name : person_name(display_name, lexicon);
  sender.keys = name_keys(display_name, lexicon);
  sender.domain = "example.org";
  const Intention words = said(text), subject;
  return signers({text, sign_off, fields, words, subject, sender}, lexicon);
}

// "as | name | organization | title | place", and "?" where an organizer looks first.
std::string shown(const Signers& found) {
  std::string out;
  for (const Signer& signer : found.signers) {
    if (!out.empty()) out += "; ";
    out += signer.as == As::organization ? "organization" : "individual";
    for (const auto* field : {&signer.name, &signer.organization, &signer.title, &signer.place})
      out += " | " + field->value_or("-");
    if (!signer.listed) out += " | private";
  }
  return out + (found.doubts.empty() ? "" : " ?");
}

}  // namespace

TEST_CASE("Who signs is read from the text, the sign-off and the From field") {
  struct Case {
    std::string text, sign_off, from, wanted;
  };
  const Case cases[] = {
      {"I sign.", "", "Ana Example", "individual | Ana Example | - | - | -"},
      {"I sign.", "", "Example, Ana", "individual | Ana Example | - | - | -"},
      {"I sign.\nAna Example\nOakland, CA", "", "Ana Example",
       "individual | Ana Example | - | - | Oakland, CA"},
      {"I sign.", "Best,\nAna Example\nProfessor of Law\nExample University", "Ana Example",
       "individual | Ana Example | Example University | Professor of Law | -"},
      {"I sign. My name is Bea Sample.", "", "Ana Example",
       "individual | Bea Sample | - | - | - ?"},
      {"We sign on behalf of the Example Alliance.", "Ana Example\nExecutive Director",
       "Ana Example", "organization | Ana Example | Example Alliance | Executive Director | -"},
      {"Example Alliance signs.", "", "Ana Example",
       "organization | Ana Example | Example Alliance | - | -"},
      {"We sign.", "", "Example Alliance", "organization | - | Example Alliance | - | -"},
      {"We sign.", "", "Ana Example", "individual | Ana Example | - | - | - ?"},
      {"I sign. Please do not publish my name.", "", "Ana Example",
       "individual | Ana Example | - | - | - | private"},
      {"I sign.", "", "", "individual | - | - | - | - ?"},
      {"Name: Ana Example\nCity, State/Country: Oakland, CA\n", "", "ana",
       "individual | Ana Example | - | - | Oakland, CA"},
      {"Organization: Example Alliance\nContact name: Ana Example\nTitle: Director\n", "", "ana",
       "organization | Ana Example | Example Alliance | Director | -"},
      {"We sign:\n* Example Alliance\n* Sample Coalition\n", "", "Ana Example",
       "organization | Ana Example | Example Alliance | - | -; "
       "organization | Ana Example | Sample Coalition | - | - ?"},
  };
  for (const Case& each : cases) {
    INFO(each.text << " / " << each.sign_off << " / " << each.from);
    CHECK(shown(who(each.text, each.sign_off, each.from)) == each.wanted);
  }
}

TEST_CASE("A city and the code of its state are a place, whatever the code means elsewhere") {
  for (const char* place :
       {"Denver, CO", "Mobile, AL", "Little Rock, AR", "Gary, IN", "Portland, OR", "Portland, ME",
        "Tulsa, OK", "Honolulu, HI", "Boise, ID", "Wilmington, DE", "Bethesda, MD", "Erie, PA",
        "Jackson, MS", "New Orleans, LA", "Boston, MA", "Santa Fe, NM", "San Juan, PR"}) {
    INFO(place);
    const std::string at = place;
    CHECK(shown(who("I sign.\nAna Example, " + at)) == "individual | Ana Example | - | - | " + at);
    CHECK(shown(who("I sign.", "Ana Example\n" + at)) ==
          "individual | Ana Example | - | - | " + at);
    CHECK(shown(who("Count me in! Ana Example, Teacher, " + at)) ==
          "individual | Ana Example | - | Teacher | " + at);
    CHECK(shown(who("We sign.\nExample Alliance\n" + at + "\nContact: Ana Example")) ==
          "organization | Ana Example | Example Alliance | - | " + at);
  }
  CHECK(shown(who("We sign.", "Example Printing Co\nAna Example")) ==
        "organization | Ana Example | Example Printing Co | - | -");
}

TEST_CASE("A word of a name means nothing, and a sentence is no label") {
  CHECK(shown(who("I sign.", "Nguyễn Thị Mai", "Nguyễn Thị Mai")) ==
        "individual | Nguyễn Thị Mai | - | - | -");
  CHECK(shown(who("Adding my name: Ana Example, Tucson, AZ")) ==
        "individual | Ana Example | - | - | Tucson, AZ");
  CHECK(shown(who("We sign.\nOrganization: Example Alliance\nOrganization: Sample Union\n"
                  "Contact: Ana Example\n")) ==
        "organization | Ana Example | Example Alliance | - | -; "
        "organization | Ana Example | Sample Union | - | - ?");
}

TEST_CASE("A role is a title, and what it is held at") {
  struct Case {
    std::string text, title, organization;
  };
  const Case cases[] = {
      {"Executive Director", "Executive Director", "-"},
      {"Dean of the Example University", "Dean", "Example University"},
      {"Director, Example Alliance", "Director", "Example Alliance"},
      {"Example Alliance", "-", "Example Alliance"},
      {"Example Workers Guild member", "member", "Example Workers Guild"},
  };
  for (const Case& each : cases) {
    INFO(each.text);
    const Role role = role_of(each.text, phrases_of_project().lexicon());
    CHECK(role.title.value_or("-") == each.title);
    CHECK(role.organization.value_or("-") == each.organization);
  }
  CHECK(office("Pastor Wilbur Grimes", phrases_of_project().lexicon()) == "Pastor");
  CHECK_FALSE(office("Wilbur Grimes", phrases_of_project().lexicon()).has_value());
}
