#include "text/clean.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/utf8.h"

namespace isnad::text {
namespace {

CleanText cleaned(std::string text, std::string title = "") {
  Document document;
  document.text = std::move(text);
  document.title = std::move(title);
  return clean(document, model::Lexicon::builtin());
}

std::string text_of(std::string text) { return cleaned(std::move(text)).utf8; }

// clang-format off: a line a case

TEST(Clean, LeavesCleanTextAlone) {
  const std::string text = "وصل الوفد إلى المدينة مساءً.\nوقال رئيسه: «نحن هنا للعمل».";
  EXPECT_EQ(text_of(text), text);
}

TEST(Clean, ReplacesWhatIsNotUtf8) { EXPECT_EQ(text_of("قال\xff" "إن"), "قال\xEF\xBF\xBDإن"); }

TEST(Clean, MakesSpacesAndLinesPlain) {
  EXPECT_EQ(text_of("\n\n  أول\xC2\xA0 \tسطر  \r\n\r\n \rثاني\xE2\x80\xA8ثالث\x0c\n"), "أول سطر\nثاني\nثالث");
  EXPECT_EQ(text_of(""), "");
  EXPECT_EQ(text_of(" \n\t\n"), "");
}

TEST(Clean, DropsControlsAndInvisibleCharacters) {
  // RLM, LRE … PDF, ZWNJ, ZWJ, BOM, soft hyphen, ALM, BEL
  EXPECT_EQ(text_of("\xEF\xBB\xBF\xE2\x80\x8Fقال\xE2\x80\xAAه\xE2\x80\xACنا \xE2\x80\x8Cمي\xE2\x80\x8Cخواهم\xE2\x80\x8D\xC2\xAD\xD8\x9C\x07"),
            "قالهنا ميخواهم");
}

TEST(Clean, ComposesLetters) {
  EXPECT_EQ(text_of("ا\xD9\x94مس"), "أمس");              // alef + hamza above
  EXPECT_EQ(text_of("مح\xD9\x91\xD9\x8Eمد"), text_of("مح\xD9\x8E\xD9\x91مد"));  // shadda and fatha in either order
}

TEST(Clean, KeepsSpellingAsItStands) {
  const std::string text = "الـــرئيس قالَ إنّ مسئولا وصل إلي القاهره";
  EXPECT_EQ(text_of(text), text);
}

TEST(Clean, PutsTheTitleFirst) {
  const CleanText text = cleaned("نص الخبر كله.", " عنوان\nالخبر ");
  EXPECT_EQ(text.utf8, "عنوان الخبر\nنص الخبر كله.");
  EXPECT_EQ(text.title_end, 11u);
  EXPECT_EQ(text.words({0, text.title_end}), "عنوان الخبر");
}

TEST(Clean, SaysATitleOnce) {
  const CleanText text = cleaned("عنوان الخبر.\nنص الخبر كله.", "عنوانُ الخبر");
  EXPECT_EQ(text.utf8, "عنوانُ الخبر\nنص الخبر كله.");
  EXPECT_EQ(cleaned("عنوان الخبر يبدأ الفقرة.", "عنوان الخبر").utf8, "عنوان الخبر\nعنوان الخبر يبدأ الفقرة.");
}

TEST(Clean, KnowsADocumentOfATitleOnly) {
  const CleanText text = cleaned("", "عنوان وحيد");
  EXPECT_EQ(text.utf8, "عنوان وحيد");
  EXPECT_EQ(text.title_end, 10u);
}

TEST(Clean, ATitleThatIsResidueIsNone) {
  const CleanText text = cleaned("نص الخبر.", "***");
  EXPECT_EQ(text.utf8, "نص الخبر.");
  EXPECT_EQ(text.title_end, 0u);
}

TEST(Clean, CutsShortcodes) {
  EXPECT_EQ(text_of("[ad_1]\nوصل الوفد.\n[ad_2]\nالمصدر"), "وصل الوفد.");
  EXPECT_EQ(text_of("[caption id=\"7\" width=\"3\"]صورة الوفد[/caption] وصل[ad_1]الوفد."), "صورة الوفد وصل الوفد.");
  EXPECT_EQ(text_of("قال [الوزير] كلمته"), "قال [الوزير] كلمته");
}

TEST(Clean, CutsMarkUp) {
  EXPECT_EQ(text_of("قبل <\u200Bb>نعم</b>"), "قبل نعم");  // an invisible character hides no tag
  EXPECT_EQ(text_of("<p>قال &quot;نعم&quot;</p><p dir=\"rtl\">ثم&nbsp;<a href=\"http://x.y\">غادر</a>.<br />وعاد"),
            "قال \"نعم\"\nثم غادر.\nوعاد");
  EXPECT_EQ(text_of("قال <!-- أول --> نعم <!-- ثان -->ثم <!-- بلا نهاية"), "قال نعم ثم <!-- بلا نهاية");
  EXPECT_EQ(text_of("5 < 7 و 9 > 8; انتهى"), "5 < 7 و 9 > 8; انتهى");
  EXPECT_EQ(text_of("[ad[ad_1]_1]نص"), "[ad _1]نص");
}

TEST(Clean, ReadsOpeningsWithoutEndInLinearTime) {
  std::string text = "قال ";
  for (int i = 0; i < 300000; ++i) text += "<!--";
  EXPECT_EQ(text_of(text), text);
}

TEST(Clean, CutsLinksToMoreReading) {
  EXPECT_EQ(text_of("وصل الوفد.\nاقرأ أيضاً: وفد آخر يغادر\nوبقي يومين.\nللمزيد: صور\n...المزيد"), "وصل الوفد.\nوبقي يومين.");
  EXPECT_EQ(text_of("للمزيد من الإيضاح التقى الوزير السفير."), "للمزيد من الإيضاح التقى الوزير السفير.");
  EXPECT_EQ(text_of("للمزيد : صور"), "");
}

TEST(Clean, CutsShareBars) {
  EXPECT_EQ(text_of("وصل الوفد.\nشارك فيسبوك تويتر واتساب\nFacebook | Twitter | WhatsApp"), "وصل الوفد.");
  EXPECT_EQ(text_of("وصل الوفد.\nتويتر تحجب الحساب"), "وصل الوفد.\nتويتر تحجب الحساب");
}

TEST(Clean, CutsCommentFormsWithWhatFollows) {
  EXPECT_EQ(text_of("وصل الوفد.\nأضف تعليقا\nالاسم\nنص التعليق هنا"), "وصل الوفد.");
  std::string paragraph;
  for (int i = 0; i < 60; ++i) paragraph += "كلمة ";
  paragraph += "أخيرة.";
  EXPECT_EQ(text_of("وصل الوفد.\nالتعليقات\n" + paragraph), "وصل الوفد.\nالتعليقات\n" + paragraph);
  EXPECT_EQ(text_of("التعليقات\nسطر"), "التعليقات\nسطر");  // never the first line
}

TEST(Clean, CutsOnlyABareSourceHeading) {
  EXPECT_EQ(text_of("وصل الوفد.\nالمصدر:"), "وصل الوفد.");
  EXPECT_EQ(text_of("وصل الوفد.\nالمصدر: رويترز"), "وصل الوفد.\nالمصدر: رويترز");
  EXPECT_EQ(text_of("وأكد المصدر\nأن الوفد وصل."), "وأكد المصدر\nأن الوفد وصل.");
}

TEST(Clean, CutsLinesWithoutWords) { EXPECT_EQ(text_of("أول.\n-----\n* * *\nثان."), "أول.\nثان."); }

TEST(Clean, EveryRowOfTheTableIsUsable) {
  const model::Table& table = model::Lexicon::builtin().table("normalization/residue");
  const std::vector<std::string> kinds = {"line", "begins", "form", "share", "start", "end", "inline"};
  ASSERT_GT(table.rows(), 100u);
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    const std::string kind(table.cell(row, table.column("kind"))), text(table.cell(row, table.column("text")));
    EXPECT_NE(std::find(kinds.begin(), kinds.end(), kind), kinds.end()) << kind;
    EXPECT_EQ(table.cell(row, table.column("becomes")) != "-", kind == "inline") << text;
    EXPECT_EQ(table.cell(row, table.column("longest")) != "-", kind == "begins") << text;
    const std::string sentence = "وصل الوفد إلى المدينة.";
    if (kind == "line" || kind == "form" || kind == "start" || kind == "end") {
      EXPECT_EQ(text_of(sentence + "\n" + text), sentence) << text;
    }
    if (kind == "inline") {
      EXPECT_TRUE(text.back() == ']' || text.back() == '>' || text.back() == ';') << text;
      EXPECT_EQ(text_of(sentence + "\n" + text).find(text), std::string::npos) << text;
    }
    if (kind == "begins") {
      EXPECT_EQ(text_of(sentence + "\n" + text + " كذا"), sentence) << text;
    }
  }
}

// ---- invariants over random text ----

// Words, residue, marks, spaces and line breaks, mixed: what random code points would almost never make.
rc::Gen<std::string> any_text() {
  static const std::vector<std::string> pieces = {
      "قال", " ", "\n", "\r\n", "الوفد", ".", "،", "«", "»", "\"", "[ad_1]", "[ad_", "]", "[", "<", ">", "<br", "&", "amp;", "&amp;", "lt;", "&quot;",
      "\xC2\xA0", "\xE2\x80\x8C", "\xE2\x80\x8F", "ا", "\xD9\x94", "\xD9\x8E", "\xD9\x91", "e", "\xCC\x81", "\xCD\xBE", "المصدر", "شارك", "تويتر", "أضف تعليقا",
      "اقرأ أيضا", ":", "Next Previous", "...المزيد", "***", "5", "\xff", "\xD8", "\xF0\x9F\x98\x80", "\xE0\xA5\x98", "\x1A", "\x02", "التعليقات", "[/caption]", "[caption"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(
                          rc::gen::elementOf(pieces), rc::gen::elementOf(pieces), rc::gen::arbitrary<std::string>())),
                      [](const std::vector<std::string>& parts) {
                        std::string all;
                        for (const std::string& p : parts) all += p;
                        return all;
                      });
}

RC_GTEST_PROP(CleanProperty, IsIdempotent, ()) {
  const std::string text = *any_text(), title = *any_text();
  const CleanText once = cleaned(text, title);
  const CleanText twice = cleaned(once.utf8);
  RC_ASSERT(twice.utf8 == once.utf8);
}

RC_GTEST_PROP(CleanProperty, GivesValidTextWithItsOffsets, ()) {
  const CleanText text = cleaned(*any_text(), *any_text());
  RC_ASSERT(base::valid_utf8(text.utf8));
  RC_ASSERT(base::decode(text.utf8) == text.chars);
  RC_ASSERT(text.byte_of.size() == text.chars.size() + 1);
  for (std::size_t i = 0; i < text.chars.size(); ++i)
    RC_ASSERT(base::encode(text.chars.substr(i, 1)) ==
              text.words({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1)}));
  RC_ASSERT(text.title_end <= text.chars.size());
}

RC_GTEST_PROP(CleanProperty, LeavesNoSpaceAtLineEnds, ()) {
  const std::string text = cleaned(*any_text(), *any_text()).utf8;
  for (const char* bad : {"  ", "\n\n", " \n", "\n ", "\r", "\t", "\xC2\xA0"}) RC_ASSERT(text.find(bad) == std::string::npos);
  if (!text.empty()) {
    RC_ASSERT(text.front() != ' ' && text.front() != '\n');
    RC_ASSERT(text.back() != ' ' && text.back() != '\n');
  }
}

RC_GTEST_PROP(CleanProperty, IsNfc, ()) {
  const CleanText text = cleaned(*any_text());
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* nfc = unorm2_getNFCInstance(&status);
  std::u16string utf16(text.utf8.size() + 1, u'\0');
  std::int32_t length = 0;
  u_strFromUTF8(utf16.data(), static_cast<std::int32_t>(utf16.size()), &length, text.utf8.data(), static_cast<std::int32_t>(text.utf8.size()), &status);
  RC_ASSERT(U_SUCCESS(status));
  RC_ASSERT(unorm2_isNormalized(nfc, utf16.data(), length, &status) != 0);
}

// clang-format on

}  // namespace
}  // namespace isnad::text
