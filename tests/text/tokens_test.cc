#include "text/tokens.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"
#include "model/key.h"

namespace isnad::text {
namespace {

using Words = std::vector<std::string>;

// A cleaned text as it is written, so that these tests are of the tokenizer alone. The first `title` characters are its title line.
CleanText written(std::u32string chars, std::uint32_t title = 0) {
  CleanText out;
  out.chars = std::move(chars);
  for (const char32_t c : out.chars) {
    out.byte_of.push_back(static_cast<std::uint32_t>(out.utf8.size()));
    base::append_utf8(out.utf8, c);
  }
  out.byte_of.push_back(static_cast<std::uint32_t>(out.utf8.size()));
  out.title_end = title;
  return out;
}

struct Tokens {
  explicit Tokens(std::string_view utf8, std::uint32_t title = 0) : text(written(base::decode(utf8), title)), tokenized(tokenize(text)) {}

  std::string word(std::uint32_t i) const { return std::string(text.words(tokenized.tokens[i].span)); }
  Words words() const {
    Words out;
    for (std::uint32_t i = 0; i < tokenized.tokens.size(); ++i) out.push_back(word(i));
    return out;
  }
  Words sentences() const {
    Words out;
    for (const Sentence& s : tokenized.sentences)
      out.emplace_back(text.words({tokenized.tokens[s.first].span.start, tokenized.tokens[s.last - 1].span.end}));
    return out;
  }
  // What stands in paired quotation marks, in order of the opening marks.
  Words quotations() const {
    Words out;
    for (const Token& t : tokenized.tokens)
      if (t.kind == TokenKind::quote && t.opens) out.emplace_back(text.words({t.span.end, tokenized.tokens[t.partner].span.start}));
    return out;
  }

  CleanText text;
  TokenizedText tokenized;
};

Words words_of(std::string_view text) { return Tokens(text).words(); }
Words sentences_of(std::string_view text) { return Tokens(text).sentences(); }
Words quotations_of(std::string_view text) { return Tokens(text).quotations(); }

std::string key_of(std::string_view word) {
  const Tokens t(word);
  EXPECT_EQ(t.tokenized.tokens.size(), 1u) << word;
  return t.tokenized.tokens.empty() ? "" : model::key_to_utf8(t.tokenized.tokens[0].key);
}

TEST(Tokens, SeparatesWordsNumbersAndMarks) {
  EXPECT_EQ(words_of("وصل الوفد، ثم غادر."), (Words{"وصل", "الوفد", "،", "ثم", "غادر", "."}));
  EXPECT_EQ(words_of("قال: «نعم»"), (Words{"قال", ":", "«", "نعم", "»"}));
  EXPECT_EQ(words_of("(رويترز) - اليوم"), (Words{"(", "رويترز", ")", "-", "اليوم"}));
  EXPECT_EQ(words_of(""), Words{});
  EXPECT_EQ(words_of(" \n "), Words{});
}

TEST(Tokens, KeepsDiacriticsAndTatweelInTheWord) {
  EXPECT_EQ(words_of("أكّدَ الـــوزيرُ"), (Words{"أكّدَ", "الـــوزيرُ"}));
  EXPECT_EQ(key_of("أكّدَ"), "اكد");
}

TEST(Tokens, SeparatesScripts) {
  EXPECT_EQ(words_of("صاروخF16جديد"), (Words{"صاروخ", "F16", "جديد"}));
  EXPECT_EQ(words_of("فرانس24"), (Words{"فرانس", "24"}));
  EXPECT_EQ(words_of("L'Orient Le Jour"), (Words{"L'Orient", "Le", "Jour"}));
  EXPECT_EQ(key_of("O’Neill"), "oneill");
  EXPECT_TRUE(Tokens("BBC").tokenized.tokens[0].latin);
}

TEST(Tokens, ReadsNumbersOfEveryWriting) {
  EXPECT_EQ(key_of("3.5"), "3.5");
  EXPECT_EQ(key_of("3,5"), "3.5");
  EXPECT_EQ(key_of("1,200"), "1200");
  EXPECT_EQ(key_of("1,200,000"), "1200000");
  EXPECT_EQ(key_of("٣٫٥"), "3.5");
  EXPECT_EQ(key_of("١٬٢٠٠"), "1200");
  EXPECT_EQ(key_of("۲۰۲۴"), "2024");
  EXPECT_EQ(words_of("في 2024."), (Words{"في", "2024", "."}));
  EXPECT_EQ(words_of("50%"), (Words{"50", "%"}));
}

TEST(Tokens, KeepsTheKeyOfALigatureWhole) { EXPECT_EQ(key_of("ﻻﺟﺊ"), model::key_to_utf8(model::fold_utf8("لاجئ"))); }

TEST(Tokens, KnowsWhatIsGlued) {
  const Tokens t("بدأ،ثم انتهى .");
  const auto glued = [&](std::uint32_t i) { return t.tokenized.tokens[i].glued; };
  EXPECT_FALSE(glued(0));
  EXPECT_TRUE(glued(1));
  EXPECT_TRUE(glued(2));
  EXPECT_FALSE(glued(3));
  EXPECT_FALSE(glued(4));
}

TEST(Sentences, EndAtStopsAndLines) {
  EXPECT_EQ(sentences_of("وصل الوفد. غادر الوفد! هل يعود؟ لا أحد يعلم"), (Words{"وصل الوفد.", "غادر الوفد!", "هل يعود؟", "لا أحد يعلم"}));
  EXPECT_EQ(sentences_of("سطر أول\nسطر ثان."), (Words{"سطر أول", "سطر ثان."}));
}

TEST(Sentences, KnowTheTitleAndTheParagraph) {
  const Tokens t("عنوان الخبر\nأول. ثان.\nثالث.", 11);
  ASSERT_EQ(t.tokenized.sentences.size(), 4u);
  const auto& s = t.tokenized.sentences;
  EXPECT_TRUE(s[0].title);
  EXPECT_FALSE(s[1].title);
  EXPECT_EQ(s[1].paragraph, s[2].paragraph);
  EXPECT_NE(s[2].paragraph, s[3].paragraph);
}

TEST(Sentences, PassOverStopsThatEndNothing) {
  EXPECT_EQ(sentences_of("التقى د. سالم الوفد. ثم غادر."), (Words{"التقى د. سالم الوفد.", "ثم غادر."}));          // an abbreviated title
  EXPECT_EQ(sentences_of("كتب م. ع. حسن مقالا. ثم نشره."), (Words{"كتب م. ع. حسن مقالا.", "ثم نشره."}));          // initials
  EXPECT_EQ(sentences_of("ارتفع 3.5 في المئة. ثم هبط."), (Words{"ارتفع 3.5 في المئة.", "ثم هبط."}));              // a decimal
  EXPECT_EQ(sentences_of("في 8.10.2013 وقع الاتفاق. ثم نشر."), (Words{"في 8.10.2013 وقع الاتفاق.", "ثم نشر."}));  // a date
  EXPECT_EQ(sentences_of("سكت... ثم أجاب. انتهى."), (Words{"سكت... ثم أجاب.", "انتهى."}));                        // a pause
  EXPECT_EQ(sentences_of("سكت… ثم أجاب. انتهى."), (Words{"سكت… ثم أجاب.", "انتهى."}));
  EXPECT_EQ(sentences_of("نشرت بي.بي.سي الخبر. ثم سحبته."), (Words{"نشرت بي.بي.سي الخبر.", "ثم سحبته."}));
}

TEST(Sentences, EndWhereOnlyASpaceIsMissing) {
  EXPECT_EQ(sentences_of("غادر الوفد.وقال الوزير نعم"), (Words{"غادر الوفد.", "وقال الوزير نعم"}));
  EXPECT_EQ(sentences_of("زوروا www.example.org اليوم. شكرا."), (Words{"زوروا www.example.org اليوم.", "شكرا."}));
}

TEST(Sentences, EndAtAnEllipsisOnlyAtTheEndOfALine) { EXPECT_EQ(sentences_of("لم يجب...\nثم أجاب."), (Words{"لم يجب...", "ثم أجاب."})); }

TEST(Sentences, GoOnWithinAQuotation) {
  EXPECT_EQ(sentences_of("قال: «وصلنا أمس. سنغادر غدا». ثم خرج."), (Words{"قال: «وصلنا أمس. سنغادر غدا».", "ثم خرج."}));
  EXPECT_EQ(sentences_of("قال \"وصلنا أمس. سنغادر غدا\" ثم خرج. وانتهى."), (Words{"قال \"وصلنا أمس. سنغادر غدا\" ثم خرج.", "وانتهى."}));
}

TEST(Sentences, EndWithAQuotationThatHasItsOwnStop) {
  EXPECT_EQ(sentences_of("قال: «وصلنا أمس إلى المدينة.» ثم خرج."), (Words{"قال: «وصلنا أمس إلى المدينة.»", "ثم خرج."}));
}

TEST(Sentences, TakeClosingMarksWithThem) { EXPECT_EQ(sentences_of("(وصل الوفد.) ثم غادر."), (Words{"(وصل الوفد.)", "ثم غادر."})); }

TEST(Sentences, AreNotLostInAQuotationThatNeverCloses) {
  EXPECT_EQ(sentences_of("قال: «وصلنا أمس. سنغادر غدا.\nثم خرج."), (Words{"قال: «وصلنا أمس.", "سنغادر غدا.", "ثم خرج."}));
}

TEST(Sentences, AreBounded) {
  std::string text;
  for (std::uint32_t i = 0; i < 3 * kLongestSentence; ++i) text += "كلمة ";
  const Tokens plain(text);
  ASSERT_EQ(plain.tokenized.sentences.size(), 3u);
  for (const Sentence& s : plain.tokenized.sentences) EXPECT_EQ(s.last - s.first, kLongestSentence);

  text.clear();  // with commas: cut behind one
  for (std::uint32_t i = 0; i < kLongestSentence; ++i) text += "كلمة كلمة كلمة، ";
  const Tokens commas(text);
  ASSERT_GT(commas.tokenized.sentences.size(), 2u);
  std::uint32_t next = 0;
  for (const Sentence& s : commas.tokenized.sentences) {
    EXPECT_EQ(s.first, next);
    EXPECT_LE(s.last - s.first, kLongestSentence);
    EXPECT_EQ(commas.tokenized.tokens[s.last - 1].mark, U'،');
    next = s.last;
  }
  EXPECT_EQ(next, commas.tokenized.tokens.size());
}

TEST(Quotations, ArePairedInEveryKind) {
  for (const char* text :
       {"قال «نعم لهذا» اليوم", "قال \"نعم لهذا\" اليوم", "قال “نعم لهذا” اليوم", "قال ”نعم لهذا“ اليوم", "قال „نعم لهذا“ اليوم",
        "قال ''نعم لهذا'' اليوم", "قال ‹نعم لهذا› اليوم", "قال »نعم لهذا« اليوم", "قال 'نعم لهذا' اليوم", "قال ‘نعم لهذا’ اليوم"})
    EXPECT_EQ(quotations_of(text), Words{"نعم لهذا"}) << text;
}

TEST(Quotations, ArePairedBetweenWordsAndMarks) {
  EXPECT_EQ(quotations_of("قال:\"نعم\"، ثم أضاف:\"لا\"."), (Words{"نعم", "لا"}));
  EXPECT_EQ(quotations_of("ذكرت وكالة\"رويترز\"أمس"), Words{"رويترز"});
  EXPECT_EQ(quotations_of("(\"نعم\") و(\"لا\")"), (Words{"نعم", "لا"}));
}

TEST(Quotations, Nest) {
  EXPECT_EQ(quotations_of("قال: «قرأت في \"الحياة\" أمس خبرا»"), (Words{"قرأت في \"الحياة\" أمس خبرا", "الحياة"}));
  EXPECT_EQ(quotations_of("قال: \"قرأت في «الحياة» أمس خبرا\""), (Words{"قرأت في «الحياة» أمس خبرا", "الحياة"}));
}

TEST(Quotations, StayAloneWithoutAPartner) {
  EXPECT_EQ(quotations_of("قال: «نعم ثم خرج"), Words{});
  EXPECT_EQ(quotations_of("قال نعم» ثم خرج"), Words{});
  EXPECT_EQ(quotations_of("قال \"نعم ثم خرج"), Words{});
  EXPECT_EQ(quotations_of("قال: «نعم\nثم» خرج"), Words{}) << "a quotation does not cross paragraphs";
}

TEST(Quotations, CloseTheNearestOpenOfTheirShape) {
  // The outer mark was never closed.
  EXPECT_EQ(quotations_of("قال: \"ذكرت «الحياة» ذلك ثم خرج"), Words{"الحياة"});
}

TEST(Quotations, LeaveApostrophesAlone) { EXPECT_EQ(quotations_of("نشرت McDonald's بيانا ثم L'Orient خبرا"), Words{}); }

TEST(Quotations, KnowTheInnermostTheyAreIn) {
  const Tokens t("قال «قرأت \"الحياة\" أمس» ثم");
  const auto& k = t.tokenized.tokens;  // 0 قال 1 « 2 قرأت 3 " 4 الحياة 5 " 6 أمس 7 » 8 ثم
  EXPECT_EQ(k[0].quotation, kNoToken);
  EXPECT_EQ(k[1].quotation, kNoToken);
  EXPECT_EQ(k[2].quotation, 1u);
  EXPECT_EQ(k[3].quotation, 1u);
  EXPECT_EQ(k[4].quotation, 3u);
  EXPECT_EQ(k[5].quotation, 1u);
  EXPECT_EQ(k[6].quotation, 1u);
  EXPECT_EQ(k[8].quotation, kNoToken);
  EXPECT_EQ(k[1].partner, 7u);
  EXPECT_EQ(k[7].partner, 1u);
}

// Text as the tokenizer may meet it: words, numbers, every kind of mark, and characters from anywhere.
std::u32string any_text() {
  static const std::vector<std::u32string> pieces = {
      U"قال", U"الوزير", U"د", U"م", U"إن", U"ﻻ",  U"BBC", U"O'Neill", U"12", U"3.5",    U"١٬٢٠٠", U".",          U"..",    U"…", U"،",
      U"؟",   U"!",      U":", U"«", U"»",  U"\"", U"“",   U"”",       U"'",  U"''",     U"‘",     U"’",          U"„",     U"‹", U"›",
      U"(",   U")",      U"-", U" ", U" ",  U" ",  U"\n",  U"َ",        U"ـ",  U"\u200F", U"中",    U"\U0001F54A", U"\uFFFD"};
  const auto parts = *rc::gen::container<std::vector<std::u32string>>(rc::gen::elementOf(pieces));
  std::u32string out;
  for (const std::u32string& p : parts) out += p;
  return out;
}

RC_GTEST_PROP(TokensOfAnyText, StandInOrderInsideTheText, ()) {
  const CleanText text = written(any_text());
  const TokenizedText t = tokenize(text);
  std::uint32_t end = 0;
  for (const Token& k : t.tokens) {
    RC_ASSERT(k.span.start >= end);
    RC_ASSERT(k.span.end > k.span.start);
    RC_ASSERT(k.span.end <= text.chars.size());
    RC_ASSERT(!k.key.empty());
    end = k.span.end;
  }
}

RC_GTEST_PROP(TokensOfAnyText, LeaveOutSpacesAndMarksOnly, ()) {
  const CleanText text = written(any_text());
  const TokenizedText t = tokenize(text);
  std::vector<bool> covered(text.chars.size());
  for (const Token& k : t.tokens) std::fill(covered.begin() + k.span.start, covered.begin() + k.span.end, true);
  for (std::size_t i = 0; i < covered.size(); ++i) {
    const model::CharClass c = model::char_class(text.chars[i]);
    RC_ASSERT(covered[i] || c == model::CharClass::space || c == model::CharClass::mark);
  }
}

RC_GTEST_PROP(TokensOfAnyText, HaveTheKeysOfTheirWords, ()) {
  const CleanText text = written(any_text());
  for (const Token& k : tokenize(text).tokens) {
    if (k.kind != TokenKind::word || k.latin) continue;
    RC_ASSERT(model::fold(std::u32string_view(text.chars).substr(k.span.start, k.span.length())) == k.key);
  }
}

RC_GTEST_PROP(TokensOfAnyText, AreSplitAsNamesAre, ()) {
  std::u32string name;
  for (const char32_t c : any_text())
    if (c != U'\n' && !model::is_apostrophe(c) && c != 0x2018 && c != U'.' && c != 0x066C && c != 0x066B) name.push_back(c);
  const CleanText text = written(name);
  std::vector<std::string> keys;
  for (const Token& k : tokenize(text).tokens) keys.emplace_back(k.key);
  RC_ASSERT(model::split_keys(text.utf8) == keys);
}

RC_GTEST_PROP(TokensOfAnyText, ArePartitionedBySentences, ()) {
  const CleanText text = written(any_text());
  const TokenizedText t = tokenize(text);
  std::uint32_t next = 0;
  for (std::uint32_t id = 0; id < t.sentences.size(); ++id) {
    const Sentence& s = t.sentences[id];
    RC_ASSERT(s.first == next);
    RC_ASSERT(s.last > s.first);
    for (std::uint32_t i = s.first; i < s.last; ++i) RC_ASSERT(t.tokens[i].sentence == id);
    const std::u32string_view between(text.chars.data() + t.tokens[s.first].span.start,
                                      t.tokens[s.last - 1].span.end - t.tokens[s.first].span.start);
    RC_ASSERT(between.find(U'\n') == std::u32string_view::npos);
    next = s.last;
  }
  RC_ASSERT(next == t.tokens.size());
}

RC_GTEST_PROP(TokensOfAnyText, PairQuotationMarksWithoutCrossing, ()) {
  const CleanText text = written(any_text());
  const TokenizedText t = tokenize(text);
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < t.tokens.size(); ++i) {
    const Token& k = t.tokens[i];
    if (k.kind == TokenKind::quote && k.partner != kNoToken && !k.opens) {
      RC_ASSERT(!open.empty());
      RC_ASSERT(open.back() == k.partner);
      RC_ASSERT(t.tokens[k.partner].opens && t.tokens[k.partner].partner == i);
      open.pop_back();
    }
    RC_ASSERT(k.quotation == (open.empty() ? kNoToken : open.back()));
    if (k.kind == TokenKind::quote && k.partner != kNoToken && k.opens) {
      RC_ASSERT(k.partner > i);
      open.push_back(i);
    }
  }
  RC_ASSERT(open.empty());
}

}  // namespace
}  // namespace isnad::text
