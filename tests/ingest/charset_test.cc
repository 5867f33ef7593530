#include "ingest/charset.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/ucnv.h>

#include "base/utf8.h"

namespace isnad::ingest {
namespace {

const std::string kText = "أعلنت وزارة الخارجية أن الوفد سيصل إلى العاصمة مساء اليوم، وقال المتحدث باسمها إن المحادثات ستبدأ غدا.";

std::string in(const char* charset, const std::string& utf8) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out(utf8.size() * 4 + 8, '\0');
  const std::int32_t n = ucnv_convert(charset, "UTF-8", out.data(), static_cast<std::int32_t>(out.size()), utf8.data(),
                                      static_cast<std::int32_t>(utf8.size()), &status);
  EXPECT_TRUE(U_SUCCESS(status)) << charset;
  out.resize(static_cast<std::size_t>(n));
  return out;
}

TEST(Charset, KeepsUtf8AndDropsItsMark) {
  EXPECT_EQ(to_utf8(kText, "f").value(), kText);
  EXPECT_EQ(to_utf8("\xEF\xBB\xBF" + kText, "f").value(), kText);
  EXPECT_EQ(to_utf8("", "f").value(), "");
}

TEST(Charset, ReadsArabicCharacterSets) {
  for (const char* charset : {"windows-1256", "ISO-8859-6"}) EXPECT_EQ(to_utf8(in(charset, kText), "f").value(), kText) << charset;
  EXPECT_EQ(to_utf8(in("windows-1256", "وصل الوفد"), "f").value(), "وصل الوفد");  // too short for a detector
}

TEST(Charset, ReadsUtf16WithAndWithoutMark) {
  EXPECT_EQ(to_utf8("\xFF\xFE" + in("UTF-16LE", kText), "f").value(), kText);
  EXPECT_EQ(to_utf8("\xFE\xFF" + in("UTF-16BE", kText), "f").value(), kText);
  EXPECT_EQ(to_utf8(in("UTF-16LE", kText), "f").value(), kText);
  EXPECT_EQ(to_utf8(in("UTF-16BE", kText), "f").value(), kText);
}

TEST(Charset, TakesWhatIsDeclared) {
  // Too short and too little Arabic to be seen.
  EXPECT_EQ(to_utf8("\xDE\xD8", "f", "windows-1256").value(), "قط");
  EXPECT_EQ(to_utf8("\xC8\xD8\xF6", "f", "Windows-1251").value(), "ИШц");
}

TEST(Charset, KnowsBetterThanAWrongName) {
  EXPECT_EQ(to_utf8(in("windows-1256", kText), "f", "iso-8859-1").value(), kText);
  EXPECT_EQ(to_utf8(in("windows-1256", kText), "f", "utf-8").value(), kText);
  EXPECT_EQ(to_utf8(kText, "f", "windows-1256").value(), kText);
  EXPECT_EQ(to_utf8(in("ISO-8859-6", kText), "f", "no such set").value(), kText);
}

TEST(Charset, FindsTheNameInPagesAndXml) {
  EXPECT_EQ(declared_charset("<html><head><META content='text/html; charset=Windows-1256' http-equiv=Content-Type>"), "windows-1256");
  EXPECT_EQ(declared_charset("<meta name=x><meta charset=\"iso-8859-6\">"), "iso-8859-6");
  EXPECT_EQ(declared_charset("<?xml version='1.0' encoding='windows-1256'?><rss>"), "windows-1256");
  EXPECT_EQ(declared_charset("<?xml version='1.0'?><rss>"), "");
  EXPECT_EQ(declared_charset("<p>charset=x"), "");
  EXPECT_EQ(charset_parameter("text/html;charset=\"UTF-8\"; x=y"), "utf-8");
  EXPECT_EQ(charset_parameter("text/html"), "");
}

TEST(Charset, ReadsAFileThatWasCutInsideALetter) { EXPECT_EQ(to_utf8(kText + "\xD8", "f").value(), kText + "\xEF\xBF\xBD"); }

TEST(Charset, RefusesBinaryData) {
  EXPECT_EQ(to_utf8(std::string("%PDF-1.7\n\0\0", 11), "a.pdf").error().text(), "a.pdf: binary data (a PDF file), not text");
  EXPECT_EQ(to_utf8(std::string("abc\0def", 7), "f").error().message, "binary data (NUL bytes), not text");
  EXPECT_EQ(to_utf8("\x01\x02\x03\x04 abc", "f").error().message, "binary data (control characters), not text");
}

TEST(Charset, KnowsTheBeginningOfUtf8) {
  EXPECT_TRUE(begins_as_utf8(kText));
  EXPECT_TRUE(begins_as_utf8(kText + "\xD8"));
  EXPECT_FALSE(begins_as_utf8(in("windows-1256", kText)));
  EXPECT_FALSE(begins_as_utf8(kText + "\xFF"));
}

RC_GTEST_PROP(CharsetProperty, AnyBytesGiveValidTextOrAnError, (const std::string& bytes)) {
  const auto text = to_utf8(bytes, "f");
  if (text) RC_ASSERT(base::valid_utf8(*text));
  else RC_ASSERT(!text.error().message.empty());
}

}  // namespace
}  // namespace isnad::ingest
