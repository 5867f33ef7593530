#include "language/morphemes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"
#include "model/key.h"

namespace isnad::language {
namespace {

Analysis analysed(std::string text) {
  const model::Lexicon& lexicon = model::Lexicon::builtin();
  Document document;
  document.text = std::move(text);
  return analyse(text::clean(document, lexicon), lexicon);
}

struct Case {
  const char* sentence;
  const char* word;    // as it stands in the sentence, its first occurrence
  const char* pieces;  // joined by +, folded letters; null: not asked
  const char* lemma;   // null: not asked
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.word << " in: " << c.sentence; }

const Case kCases[] = {
    // Verbs: clitics, persons, and the past of their line
    {"وسيكتبونها غدا في الصباح.", "وسيكتبونها", "و+س+يكتب+ون+ها", "كتب"},
    {"كنت في البيت مساء.", "كنت", "كن+ت", "كان"},
    {"لم يكن الباب مفتوحا.", "يكن", "يكن", "كان"},
    {"كان الطريق مغلقا.", "كان", "كان", "كان"},
    {"وكان الطريق مغلقا.", "وكان", "و+كان", "كان"},
    {"زرعوا القمح في السهل.", "زرعوا", "زرع+وا", "زرع"},
    {"قالت المزارعة إن المطر قليل.", "قالت", "قال+ت", "قال"},
    {"أعجبته القصيدة كثيرا.", "أعجبته", "اعجب+ت+ه", "أعجب"},
    // Nouns and adjectives: endings, broken plurals, feminine before a pronoun
    {"سافر وزراء من سبع دول.", "وزراء", nullptr, "وزير"},
    {"وقعت الدول على الاتفاق.", "الدول", "ال+دول", "دولة"},
    {"امتلأت الشوارع بالناس.", "الشوارع", "ال+شوارع", "شارع"},
    {"سمعت أصوات من بعيد.", "أصوات", "اصوات", "صوت"},
    {"مرت سنوات على البناء.", "سنوات", "سنو+ات", "سنة"},
    {"وصل المعلمون إلى القرية.", "المعلمون", "ال+معلم+ون", "معلم"},
    {"فتح المزارع نافذته.", "نافذته", "نافذ+ت+ه", "نافذة"},
    {"اشترى ثلاثين كتابا.", "ثلاثين", "ثلاث+ين", "ثلاثون"},
    {"اشترى ثلاثين كتابا.", "كتابا", "كتاب+ا", "كتاب"},
    {"قرأت الصحيفة الأسبوعية.", "الصحيفة", "ال+صحيف+ه", "صحيفة"},
    {"القضية الكبرى هي الماء.", "الكبرى", nullptr, "أكبر"},
    {"استقبلت المدرسة طالبتين جديدتين.", "طالبتين", "طالب+ت+ين", nullptr},
    // The article after lam, also where the stem begins with lam
    {"قدم الكتاب للمدير.", "للمدير", "ل+ل+مدير", "مدير"},
    {"أحب تعلمه للغة العربية.", "للغة", "ل++لغ+ه", "لغة"},
    {"التقى الوفدان في العراق.", "العراق", "ال+عراق", "عراق"},
    // Particles with pronouns, particles of several words
    {"قال لها إن الطريق طويل.", "لها", "ل+ها", "ل"},
    {"تأخر بسبب المطر.", "بسبب", "ب+سبب", "سبب"},
    {"هذه الحديقة جميلة.", "هذه", "هذه", "هذا"},
    {"الحديقة التي زرناها جميلة.", "التي", "التي", "الذي"},
    {"مازال المطر يهطل.", "مازال", "ما+زال", "زال"},
    // Real spelling: hamzas, dots and teh marbuta left out, elongation, Persian letters
    {"اكد المدير ان المدرسه مفتوحه.", "المدرسه", "ال+مدرس+ه", "مدرسة"},
    {"اكد المدير ان المدرسه مفتوحه.", "اكد", "اكد", "أكد"},
    {"وصل الكتـــاب متأخرا.", "الكتـــاب", "ال+كتاب", "كتاب"},
    {"وصل الکتاب متأخرا.", "الکتاب", "ال+كتاب", "كتاب"},
    {"يمشي الى البيت على قدميه.", "الى", "الي", "إلى"},
    // What writers do not confuse: teh marbuta is no pronoun, alef maksura no "my"
    {"زار مدينة أخرى بعد يومين.", "أخرى", "اخري", "آخر"},
    {"كانت نزلة خفيفة.", "خفيفة", "خفيف+ه", "خفيف"},
    // Not Arabic words
    {"وصل 12 زائرا.", "12", "12", "12"},
    {"كتب على Facebook كثيرا.", "Facebook", "facebook", "Facebook"},
};

class InPieces : public testing::TestWithParam<Case> {};

TEST_P(InPieces, AndItsLemma) {
  const Case& c = GetParam();
  const model::Lexicon& lexicon = model::Lexicon::builtin();
  const Analysis a = analysed(c.sentence);
  for (std::uint32_t i = 0; i < a.words.size(); ++i) {
    if (a.text.words(a.tokens()[i].span) != c.word) continue;
    std::string pieces;
    for (const Morpheme& m : morphemes(a, i, lexicon)) {
      if (!pieces.empty()) pieces += '+';
      pieces += model::key_to_utf8(a.tokens()[i].key.substr(m.begin, m.end - m.begin));
    }
    if (c.pieces != nullptr) EXPECT_EQ(pieces, c.pieces);
    if (c.lemma != nullptr) EXPECT_EQ(lemma(a, i, lexicon), c.lemma);
    return;
  }
  FAIL() << "no such token";
}

INSTANTIATE_TEST_SUITE_P(Morphemes, InPieces, testing::ValuesIn(kCases));

// Whatever the text, the pieces of a token are its key in order, and there is a lemma.
RC_GTEST_PROP(Morphemes, AreTheWord, (const std::vector<std::uint16_t>& letters)) {
  static constexpr char32_t kLetters[] = {0x0648, 0x0641, 0x0628, 0x0644, 0x0643, 0x0633, 0x0627, 0x0644, 0x0623,
                                          0x0647, 0x0629, 0x0649, 0x064A, 0x062A, 0x0646, 0x0645, 0x0640, 0x064E,
                                          0x0671, 0x06A9, 0x06CC, 0xFEFB, U' ',   U'a',   U'7',   U'.',   0x0621};
  std::u32string text;
  for (const std::uint16_t l : letters) text += kLetters[l % std::size(kLetters)];
  const model::Lexicon& lexicon = model::Lexicon::builtin();
  const Analysis a = analysed(base::encode(text));
  for (std::uint32_t i = 0; i < a.words.size(); ++i) {
    std::size_t at = 0, stems = 0;
    for (const Morpheme& m : morphemes(a, i, lexicon)) {
      RC_ASSERT(m.begin == at && m.end >= m.begin);
      at = m.end;
      if (m.kind == MorphemeKind::stem) ++stems;
    }
    RC_ASSERT(at == std::min<std::size_t>(a.tokens()[i].key.size(), 255));
    RC_ASSERT(stems >= 1);
    RC_ASSERT(!lemma(a, i, lexicon).empty());
  }
}

}  // namespace
}  // namespace isnad::language
