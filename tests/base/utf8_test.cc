#include "base/utf8.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace isnad::base {
namespace {

char32_t any_scalar(std::uint32_t number) {
  const char32_t c = number % 0x110000;
  return c >= 0xD800 && c <= 0xDFFF ? c - 0xD800 : c;
}

TEST(Utf8, DecodesOneToFourBytes) {
  EXPECT_EQ(decode("a\xD9\x82\xE2\x80\x9C\xF0\x9F\x95\x8A"), (std::u32string{U'a', 0x0642, 0x201C, 0x1F54A}));
  EXPECT_EQ(decode(""), U"");
  EXPECT_EQ(decode(std::string_view("\0", 1)), std::u32string(1, 0));
}

TEST(Utf8, ReplacesEveryBrokenSequenceOnce) {
  const struct {
    std::string_view bytes;
    std::u32string text;
  } cases[] = {
      {"\x80", {0xFFFD}},                                      // continuation without a lead
      {"\xD9", {0xFFFD}},                                      // cut off at the end
      {"\xE2\x80", {0xFFFD}},                                  // cut off after two of three
      {"\xE2\x80z", {0xFFFD, U'z'}},                           // the next character is not eaten
      {"\xC0\xAF", {0xFFFD, 0xFFFD}},                          // overlong
      {"\xE0\x80\xAF", {0xFFFD, 0xFFFD, 0xFFFD}},              // overlong
      {"\xED\xA0\x80", {0xFFFD, 0xFFFD, 0xFFFD}},              // surrogate
      {"\xF4\x90\x80\x80", {0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD}},  // above U+10FFFF
      {"\xFF\xFE", {0xFFFD, 0xFFFD}},
  };
  for (const auto& c : cases) EXPECT_EQ(decode(c.bytes), c.text) << testing::PrintToString(c.bytes);
}

TEST(Utf8, SaysWhereTheFirstBadByteIs) {
  std::size_t bad = 99;
  EXPECT_TRUE(valid_utf8("قال", &bad));
  EXPECT_EQ(bad, 99u);
  EXPECT_FALSE(
      valid_utf8("قال\xff"
                 "!",
                 &bad));
  EXPECT_EQ(bad, 6u);
  EXPECT_FALSE(valid_utf8("ab\xE2\x80", &bad));
  EXPECT_EQ(bad, 2u);
}

RC_GTEST_PROP(Utf8, EncodesWhatItDecodes, (const std::vector<std::uint32_t>& numbers)) {
  std::u32string text;
  for (const std::uint32_t n : numbers) text.push_back(any_scalar(n));
  const std::string utf8 = encode(text);
  RC_ASSERT(valid_utf8(utf8));
  RC_ASSERT(decode(utf8) == text);
}

RC_GTEST_PROP(Utf8, MakesValidTextOfAnyBytes, (const std::string& bytes)) {
  const std::string once = encode(decode(bytes));
  RC_ASSERT(valid_utf8(once));
  RC_ASSERT(encode(decode(once)) == once);
  RC_ASSERT(valid_utf8(bytes) == (once == bytes));
}

}  // namespace
}  // namespace isnad::base
