#include "model/key.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"

namespace isnad::model {
namespace {

// Characters that meet in news: letters with and without hamza, marks, digits of three kinds, Latin, controls, what is beyond.
std::u32string any_text() {
  static const std::u32string common =
      U"ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىةپچژڤکگیـًٌٍَُِّْٰ٠٩۰۹05aZé'’.,،؛؟!«»\" \n"
      U"\u200B\u200C\u200F\u202B\u2066\uFEFF\u00AD\uFEFB\uFDF2\uFE8D\u0660\U0001F54A\u4E2D\u0000";
  return *rc::gen::container<std::u32string>(
      rc::gen::oneOf(rc::gen::elementOf(common), rc::gen::map(rc::gen::inRange<std::uint32_t>(0, 0x10FFFF), [](std::uint32_t n) {
                       return static_cast<char32_t>(n >= 0xD800 && n <= 0xDFFF ? 0x0642 : n);
                     })));
}

TEST(Key, FoldsWhatSpellingConfuses) {
  const struct {
    const char* written;
    const char* same_as;
  } cases[] = {
      {"أكّدَ", "اكد"},           // hamza, shadda, vowels
      {"إلى", "الي"},           // alef maksura
      {"آخر", "اخر"},           // madda
      {"القاهرة", "القاهره"},   // teh marbuta
      {"مسؤول", "مسئول"},       // hamza on waw or yeh
      {"الـــرئيس", "الرئيس"},  // tatweel
      {"ٱلله", "الله"},         // wasla
      {"ایران", "ايران"},       // Persian yeh
      {"پاکستان", "باكستان"},   // Persian peh and kaf
      {"ڤيينا", "فيينا"},       // veh
      {"ﻻﺟﺊ", "لاجئ"},          // presentation forms, a ligature
      {"BBC", "bbc"},          {"٢٠٢٤", "2024"}, {"۲۰۲۴", "2024"}, {"Café", "cafe"},
  };
  for (const auto& c : cases) EXPECT_EQ(key_to_utf8(fold_utf8(c.written)), key_to_utf8(fold_utf8(c.same_as))) << c.written;
}

TEST(Key, KeepsApartWhatReadersKeepApart) {
  EXPECT_NE(fold_utf8("قلب"), fold_utf8("كلب"));
  EXPECT_NE(fold_utf8("صار"), fold_utf8("سار"));
  EXPECT_NE(fold_utf8("سأل"), fold_utf8("سال") + "x");
}

TEST(Key, IsOneByteALetter) {
  EXPECT_EQ(fold_utf8("قال"), (std::string{kQaf, kAlef, kLam}));
  EXPECT_EQ(fold_utf8("طهران").size(), 5u);
}

TEST(Key, ClassesCharacters) {
  EXPECT_EQ(char_class(0x0642), CharClass::arabic);
  EXPECT_EQ(char_class(0x06A9), CharClass::arabic);
  EXPECT_EQ(char_class(0xFEFB), CharClass::arabic);
  EXPECT_EQ(char_class(0x064B), CharClass::mark);
  EXPECT_EQ(char_class(0x0640), CharClass::mark);
  EXPECT_EQ(char_class(0x200F), CharClass::mark);
  EXPECT_EQ(char_class(0x060C), CharClass::punctuation);
  EXPECT_EQ(char_class(0x061F), CharClass::punctuation);
  EXPECT_EQ(char_class(0x0663), CharClass::digit);
  EXPECT_EQ(char_class(U'\n'), CharClass::space);
  EXPECT_EQ(char_class(0x00A0), CharClass::space);
  EXPECT_EQ(char_class(0x00E9), CharClass::latin);
  EXPECT_EQ(char_class(0x1F54A), CharClass::other);
}

TEST(Key, RemembersTheSpellingOfBothEnds) {
  const auto first = [](std::u32string_view w) { return first_spelled(spelling(w)); };
  const auto last = [](std::u32string_view w) { return last_spelled(spelling(w)); };
  EXPECT_EQ(first(U"الان"), 1);
  EXPECT_EQ(first(U"أكد"), 2);
  EXPECT_EQ(first(U"إن"), 3);
  EXPECT_EQ(first(U"آخر"), 4);
  EXPECT_EQ(first(U"قال"), 0);
  EXPECT_EQ(last(U"على"), 1);
  EXPECT_EQ(last(U"علي"), 2);
  EXPECT_EQ(last(U"دولة"), 3);
  EXPECT_EQ(last(U"دولةٌ"), 3);  // behind a mark
  EXPECT_EQ(last(U"وجه"), 4);
  EXPECT_EQ(spelling(U""), 0);
}

TEST(Key, SplitsNamesAsTextIsSplit) {
  const auto split = [](std::string_view name) {
    std::vector<std::string> out;
    for (const std::string& key : split_keys(name)) out.push_back(key_to_utf8(key));
    return out;
  };
  using Words = std::vector<std::string>;
  EXPECT_EQ(split("الأمم المتحدة"), (Words{"الامم", "المتحده"}));
  EXPECT_EQ(split("بي.بي.سي"), (Words{"بي", ".", "بي", ".", "سي"}));
  EXPECT_EQ(split("فرانس24"), (Words{"فرانس", "24"}));
  EXPECT_EQ(split("F16"), (Words{"f16"}));
  EXPECT_EQ(split("L'Orient-Le Jour"), (Words{"lorient", "-", "le", "jour"}));
  EXPECT_EQ(split("  "), Words{});
}

RC_GTEST_PROP(Key, FoldsOnce, ()) {
  const std::string key = fold(any_text());
  RC_ASSERT(fold_utf8(key_to_utf8(key)) == key);
}

RC_GTEST_PROP(Key, IsMadeOfFoldedLettersOnly, ()) {
  for (const char k : fold(any_text())) {
    const auto byte = static_cast<unsigned char>(k);
    RC_ASSERT(byte < 0x80 || (byte >= 0xC1 && byte <= 0xEA));
    RC_ASSERT(byte != 0xC2 && byte != 0xC3 && byte != 0xC4 && byte != 0xC5 && byte != 0xC6 && byte != 0xC9 && byte != 0xE9);
    RC_ASSERT(!(k >= 'A' && k <= 'Z'));
  }
}

RC_GTEST_PROP(Key, FoldsLetterByLetter, ()) {
  const std::u32string a = any_text(), b = any_text();
  RC_ASSERT(fold(a + b) == fold(a) + fold(b));
}

}  // namespace
}  // namespace isnad::model
