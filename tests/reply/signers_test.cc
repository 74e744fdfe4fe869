#include "reply/signers.h"

#include <tuple>

#include <catch2/catch.hpp>

#include "phrases_of_project.h"
#include "reply/names.h"
#include "reply/organization.h"
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

TEST_CASE("What belongs to one organization's name is one name") {
  const std::pair<const char*, const char*> cases[] = {
      {"Please add our local: Example Workers Union, Local 7.", "Example Workers Union, Local 7"},
      {"Please list The Example Circle, Inc. as an endorsing organization.",
       "The Example Circle, Inc."},
      {"Please add Coats for Asylum – Pine State Chapter as an endorsing organization.",
       "Coats for Asylum – Pine State Chapter"},
      {"We sign as the Department of History, Example State University.",
       "Department of History, Example State University"},
      {"Brennan & Sample Immigration Law, P.C. signs the statement.",
       "Brennan & Sample Immigration Law, P.C."},
      {"We sign on behalf of UNITE THERE Local 12.", "UNITE THERE Local 12"},
  };
  for (const auto& [text, name] : cases) {
    INFO(text);
    const Signers found = who(text, "Ana Example\nDirector");
    REQUIRE(found.signers.size() == 1);
    CHECK(found.signers[0].as == As::organization);
    CHECK(found.signers[0].organization == name);
    CHECK(found.signers[0].name == "Ana Example");
  }
}

TEST_CASE("A piece of a sentence is no organization") {
  for (const char* text : {"Our org would like to be added.", "We the kitchen staff sign this.",
                           "Please sign me, my asylum hearing is soon."}) {
    INFO(text);
    for (const Signer& signer : who(text).signers) {
      CHECK(signer.organization.value_or("").find("rg") == std::string::npos);
      CHECK(signer.organization.value_or("").find("staff") == std::string::npos);
      CHECK(signer.organization.value_or("").find("earing") == std::string::npos);
    }
  }
}

TEST_CASE("A title is whole, also one that nobody has listed, where its place tells") {
  const std::pair<const char*, const char*> cases[] = {
      {"Human Rights Officer", "Human Rights Officer"},
      {"Director of Policy and Advocacy", "Director of Policy and Advocacy"},
      {"Chair, Social Justice Committee", "Chair, Social Justice Committee"},
      {"Chair of the Board", "Chair of the Board"},
      {"Tide Gauger", "Tide Gauger"},
      {"tide gauger", "tide gauger"},
      {"Co-Director", "Co-Director"},
  };
  for (const auto& [line, title] : cases) {
    INFO(line);
    CHECK(shown(who("I sign.",
                    "Ana Example\n" + std::string(line) + "\nExample Network\nAstoria, Oregon")) ==
          "individual | Ana Example | Example Network | " + std::string(title) +
              " | Astoria, Oregon");
  }
  CHECK(shown(who("I sign.", "Ana Example\ncaregiver\nDaly City, CA")) ==
        "individual | Ana Example | - | caregiver | Daly City, CA");
}

TEST_CASE("The lines of an address that are not the place are left out") {
  const std::pair<const char*, const char*> cases[] = {
      {"417 Cherry Lane, Apt. 3\nYakima, Washington 98902", "Yakima, Washington"},
      {"10 Main Street, Suite 400\nChicago, IL 60601", "Chicago, IL"},
      {"Via dei Mille 14\n57123 Livorno", "Livorno"},
      {"79098 Freiburg im Breisgau", "Freiburg im Breisgau"},
      {"Toronto, Ontario M6J 1V9", "Toronto, Ontario"},
      {"New Haven, CT", "New Haven, CT"},
  };
  for (const auto& [lines, place] : cases) {
    INFO(lines);
    CHECK(shown(who("I sign.", "Ana Example\n" + std::string(lines))) ==
          "individual | Ana Example | - | - | " + std::string(place));
  }
}

TEST_CASE("A name with two family names is one person's, and a couple is two") {
  CHECK(shown(who("I sign.", "Ana de la Fuente y Example", "Ana de la Fuente")) ==
        "individual | Ana de la Fuente y Example | - | - | -");
  CHECK(shown(who("We sign.", "Ana and Bob Example")) ==
        "individual | Ana Example | - | - | -; individual | Bob Example | - | - | - ?");
  CHECK(shown(who("We sign. Ana Example and roommates")) ==
        "individual | Ana Example | - | - | - ?");
}

TEST_CASE("A name that is also a trade is a name, and who says \"I am\" says no name") {
  CHECK(shown(who("I sign.\nTom Baker\nBristol, UK", "", "Tom Baker")) ==
        "individual | Tom Baker | - | - | Bristol, UK");
  CHECK(shown(who("I sign. I'm Ana Example, nurse, from Leeds, UK.")) ==
        "individual | Ana Example | - | nurse | Leeds, UK");
  CHECK(shown(who("Quiero firmar. Soy Ana Example, enfermera, Petorca.")) ==
        "individual | Ana Example | - | enfermera | Petorca");
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

TEST_CASE("Words that touch a name are no part of it") {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"Count us in. Example Alliance too.", "Ana Example",
       "organization | Ana Example | Example Alliance | - | -"},
      {"저희 안산 이주여성쉼터는 본 성명에 서명합니다.", "최은혜",
       "organization | 최은혜 | 안산 이주여성쉼터 | - | -"},
      {"서명합니다.\n\n박선영 드림\n서울", "박선영", "individual | 박선영 | - | - | 서울"},
      {"서명합니다.\n\n최민호 사무국장", "최민호", "individual | 최민호 | - | 사무국장 | -"},
      {"We sign.\nExample Circle\nContact: Ana Example, chair", "Example Circle",
       "organization | Ana Example | Example Circle | chair | -"},
  };
  for (const auto& [text, from, wanted] : cases) {
    INFO(text);
    CHECK(shown(who(text, "", from)) == wanted);
  }
}

TEST_CASE("A sender who is known by a short name is written out where the text does") {
  CHECK(shown(who("Count me in!\n\nXiomara Example 🌻 Laredo TX", "", "xio 🌻")) ==
        "individual | Xiomara Example | - | - | Laredo TX");
  CHECK(shown(who("sign me up please\n\nmarguerite de la fontaine\nshreveport la", "",
                  "marguerite")) ==
        "individual | Marguerite de la Fontaine | - | - | Shreveport LA");
  CHECK(shown(who("I sign. xio", "", "Xiomara Example")) ==
        "individual | Xiomara Example | - | - | -");
}

TEST_CASE("What is not the name, the title or the place is left out") {
  const std::pair<const char*, const char*> cases[] = {
      {"I sign.\nAna Example\nTruth or Consequences, New Mexico",
       "individual | Ana Example | - | - | Truth or Consequences, New Mexico"},
      {"I sign.\nAna Example\nOne Quarry Square | Boston, MA",
       "individual | Ana Example | - | - | Boston, MA"},
      {"I sign. Ana Example, Portland, Maine",
       "individual | Ana Example | - | - | Portland, Maine"},
      {"I sign. this is ana example from toledo ohio I'm in the car",
       "individual | Ana Example | - | - | Toledo Ohio"},
      {"I sign the statement.\nName: ana example\nCity: Reno, NV\nAffiliation: none, just a "
       "bartender",
       "individual | Ana Example | - | bartender | Reno, NV"},
      {"I sign.\nAna Example\nCharge Nurse, Labor & Delivery\nExample Hospital\nPortland, ME",
       "individual | Ana Example | Example Hospital | Charge Nurse, Labor & Delivery | Portland, "
       "ME"},
  };
  for (const auto& [text, wanted] : cases) {
    INFO(text);
    CHECK(shown(who(text)) == wanted);
  }
}

TEST_CASE("Several who sign at once are all named") {
  const std::pair<const char*, const char*> cases[] = {
      {"Please list these organizations:\n\n- Example Hub\n- Sample Cooperative\n\nAna Example, "
       "Director\nKent, WA",
       "organization | Ana Example | Example Hub | Director | Kent, WA; "
       "organization | Ana Example | Sample Cooperative | Director | Kent, WA ?"},
      {"My wife and I both sign:\n\nAna Example\nRuth Sample\nErie, Pennsylvania",
       "individual | Ana Example | - | - | Erie, Pennsylvania; "
       "individual | Ruth Sample | - | - | Erie, Pennsylvania ?"},
      {"My wife Ruth Sample and I sign.\nAna Example",
       "individual | Ana Example | - | - | -; individual | Ruth Sample | - | - | -"},
      {"Two signatures:\n\na) the union, Example Workers Local 4417\nb) me personally, Ana "
       "Example\n\nBoth Yakima, WA.",
       "organization | Ana Example | Example Workers Local 4417 | - | Yakima, WA; "
       "individual | Ana Example | - | - | Yakima, WA ?"},
  };
  for (const auto& [text, wanted] : cases) {
    INFO(text);
    CHECK(shown(who(text)) == wanted);
  }
}

TEST_CASE("An organization signs where a sentence begins with it and nobody says I") {
  CHECK(shown(who("Example Friends Meeting approves being listed.", "Ana Example, clerk")) ==
        "organization | Ana Example | Example Friends Meeting | clerk | - ?");
  CHECK(shown(who("CAWAC signs. That is the Caribbean-American Women's Advocacy Circle.")) ==
        "organization | Ana Example | Caribbean-American Women's Advocacy Circle | - | - ?");
}
