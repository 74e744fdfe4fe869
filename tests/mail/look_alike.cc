#include "mail/look_alike.h"

#include <catch2/catch.hpp>

using undersigned::mail::mixes_look_alikes;

TEST_CASE("a word of letters that only look alike is told from one of any script") {
  for (const char* disguised :
       {"M\u0430ria", "\u041Caria Lopez", "Maria L\u043Epez", "\u0391nna", "PAY\u03A1AL",
        "Ana \u0421asa", "Иванoв", "C\u0430sa Azul", "q\u0303\u0430"}) {
    CAPTURE(disguised);
    CHECK(mixes_look_alikes(disguised));
  }
  for (const char* honest : {"",
                             "Maria Lopez",
                             "María Núñez",
                             "Иванов",
                             "Мария Lopez",
                             "Α. Παπαδόπουλος",
                             "山田 太郎",
                             "山田 Taro",
                             "T山田",
                             "トヨタ自動車",
                             "サトシ",
                             "김민준",
                             "Łukasz Żółć",
                             "Đỗ Thị Hà",
                             "Հայկ",
                             "شيرين",
                             "देवी",
                             "α-Synuclein",
                             "µTorrent",
                             "COVID-19",
                             "Ελλάδα 2015 NGO",
                             "Casa-Азул",
                             "L'Нова",
                             "B\u00AA"}) {
    CAPTURE(honest);
    CHECK_FALSE(mixes_look_alikes(honest));
  }
}
