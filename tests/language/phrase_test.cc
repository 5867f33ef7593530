#include "language/phrase.h"

#include <gtest/gtest.h>

namespace isnad::language {
namespace {

// The noun phrase that begins at the first occurrence of a word.
std::string phrase_from(std::string text, std::string_view word) {
  Document document;
  document.text = std::move(text);
  const Analysis a = analyse(text::clean(document, model::Lexicon::builtin()), model::Lexicon::builtin());
  for (std::uint32_t i = 0; i < a.words.size(); ++i)
    if (a.text.words(a.tokens()[i].span) == word) return std::string(a.text.words(a.span(i, phrase_end(a, i))));
  return "";
}

TEST(Phrase, TakesAdjectivesAndConstructStates) {
  EXPECT_EQ(phrase_from("أعلن وزير الخارجية العماني موقف بلاده.", "وزير"), "وزير الخارجية العماني");
  EXPECT_EQ(phrase_from("قال مسؤول إيراني كبير إن الأمر انتهى.", "مسؤول"), "مسؤول إيراني كبير");
  EXPECT_EQ(phrase_from("غادر رئيس مجلس الوزراء أمس.", "رئيس"), "رئيس مجلس الوزراء");
}

TEST(Phrase, EndsAtParticlesVerbsAndMarks) {
  EXPECT_EQ(phrase_from("التقى الوزير والسفير في مسقط.", "الوزير"), "الوزير");
  EXPECT_EQ(phrase_from("الوزير سيعود غدا.", "الوزير"), "الوزير");
  EXPECT_EQ(phrase_from("غادر الوزير، السفير باق.", "الوزير"), "الوزير");
}

TEST(Phrase, EndsBeforeTheObjectOfItsVerb) {
  EXPECT_EQ(phrase_from("نفى مسؤول سعودي حصول أي لقاء.", "مسؤول"), "مسؤول سعودي");
  EXPECT_EQ(phrase_from("أكد الوزير وجود اتصالات.", "الوزير"), "الوزير");
}

TEST(Phrase, DoesNotCrossSentences) { EXPECT_EQ(phrase_from("غادر الوزير. السفير باق.", "الوزير"), "الوزير"); }

}  // namespace
}  // namespace isnad::language
