#include "ingest/mojibake.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/utf8.h"

namespace isnad::ingest {
namespace {

const std::string kText = "قال الوزير إن الوفدين عقدا جولة ثانية من المحادثات في مسقط، وإن اللقاء «بناء» (60 %).";
constexpr Misreading kAll[] = {Misreading::utf8_as_windows_1252, Misreading::utf8_as_latin_1, Misreading::utf8_as_windows_1256,
                               Misreading::windows_1256_as_1252};

TEST(Mojibake, LooksAsPeopleKnowIt) {
  EXPECT_EQ(misread("القاهرة", Misreading::utf8_as_windows_1252), "Ø§Ù„Ù‚Ø§Ù‡Ø±Ø©");
  EXPECT_EQ(misread("القاهرة", Misreading::utf8_as_windows_1256), "ط§ظ„ظ‚ط§ظ‡ط±ط©");
  EXPECT_EQ(misread("القاهرة", Misreading::windows_1256_as_1252), "ÇáÞÇåÑÉ");
  EXPECT_EQ(misread("\xD9\x81", Misreading::utf8_as_latin_1), "\xC3\x99\xC2\x81");
}

TEST(Mojibake, IsUndone) {
  for (const Misreading m : kAll) {
    const auto wrong = misread(kText, m);
    ASSERT_TRUE(wrong);
    const auto mended = mend(*wrong);
    ASSERT_TRUE(mended) << to_words(m);
    EXPECT_EQ(mended->text, kText);
    EXPECT_EQ(mended->how, m);
    EXPECT_EQ(mended->lines, 1u);
  }
}

TEST(Mojibake, TwiceIsUndoneTwice) {
  const std::string once = *misread(kText, Misreading::utf8_as_windows_1252);
  for (const Misreading m : {Misreading::utf8_as_windows_1252, Misreading::utf8_as_latin_1, Misreading::utf8_as_windows_1256}) {
    const auto mended = mend(*misread(once, m));
    ASSERT_TRUE(mended) << to_words(m);
    EXPECT_EQ(mended->text, kText);
  }
}

TEST(Mojibake, OnlyTheLinesThatAreWrongChange) {
  const std::string wrong = *misread(kText, Misreading::utf8_as_windows_1252);
  const auto mended = mend(kText + "\n" + wrong + "\n\nEnglish é\n" + wrong + "\n");
  ASSERT_TRUE(mended);
  EXPECT_EQ(mended->text, kText + "\n" + kText + "\n\nEnglish é\n" + kText + "\n");
  EXPECT_EQ(mended->lines, 2u);
}

TEST(Mojibake, WhatIsNotCertainStays) {
  for (const std::string& text : {
           kText, std::string(""),
           std::string("طلب ظافر طعاما وطبيبا ظهرا"),  // many of those two letters
           std::string("Président français: «été» à Genève"),
           std::string("ÉÈÀÙÇ ÊÎÔÛ ËÏÜ ÆŒ"),          // accents alone
           std::string("Ø§Ù„Ù‚Ø§Ù‡Ø±Ø© القاهرة"),     // half of it is right
           std::string("Ø§Ù„Ù‚Ø§Ù\xEF\xBF\xBDØ±Ø©"),  // a byte is lost
           std::string("Ø§Ù")                         // too little
       })
    EXPECT_FALSE(mend(text)) << text;
}

TEST(Mojibake, GoesBothWaysForAnyArabic) {
  rc::check("mend undoes misread", [] {
    const auto words = *rc::gen::container<std::u32string>(rc::gen::element<char32_t>(
        U'ا', U'ل', U'م', U'ف', U'ق', U'ة', U'ى', U'ه', U'ط', U'ظ', U'ي', U'،', U' ', U'.', U'1', U'٠', 0x064D, 0x0651));
    const std::string text = "الم" + base::encode(words);
    const auto m = *rc::gen::element(Misreading::utf8_as_windows_1252, Misreading::utf8_as_latin_1, Misreading::utf8_as_windows_1256);
    const auto mended = mend(*misread(text, m));
    RC_ASSERT(mended.has_value());
    RC_ASSERT(mended->text == text);
    RC_ASSERT(!mend(text).has_value());
  });
}

}  // namespace
}  // namespace isnad::ingest
