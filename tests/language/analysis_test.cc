#include "language/analysis.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"
#include "model/key.h"

namespace isnad::language {
namespace {

using model::Pos;

Analysis analysed(std::string text) {
  const model::Lexicon& lexicon = model::Lexicon::builtin();
  Document document;
  document.text = std::move(text);
  return analyse(text::clean(document, lexicon), lexicon);
}

struct Case {
  const char* sentence;
  const char* word;  // as it stands in the sentence, its first occurrence
  int proclitics;
  const char* stem;  // as the dictionary writes it; null: not asked
  Enclitic enclitic;
  Pos pos;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.word << " in: " << c.sentence; }

constexpr Enclitic none = Enclitic::none;

// clang-format off
const Case kCases[] = {
    // Verbs and what is attached to them
    {"قال الوزير إن المباحثات مفيدة.", "قال", 0, "قال", none, Pos::verb},
    {"وقال الوزير إن المباحثات مفيدة.", "وقال", kAnd, "قال", none, Pos::verb},
    {"وأضاف أن الوفد سيعود غدا.", "وأضاف", kAnd, "أضاف", none, Pos::verb},
    {"وأضاف أن الوفد سيعود غدا.", "سيعود", kWill, "يعود", none, Pos::verb},
    {"سيعلن الرئيس موقفه يوم الأحد.", "سيعلن", kWill, "يعلن", none, Pos::verb},
    {"أما التقارير فقد وعدوا بها وسيكتبونها قريبا.", "وسيكتبونها", kAnd | kWill, "يكتبون", Enclitic::her, Pos::verb},
    {"ولم يقل المتحدث متى يجتمعون.", "يقل", 0, "يقل", none, Pos::verb},
    {"ولم يقل المتحدث متى يجتمعون.", "يجتمعون", 0, "يجتمعون", none, Pos::verb},
    {"أبلغهم السفير بأن الرد وصل.", "أبلغهم", 0, "أبلغ", Enclitic::them, Pos::verb},
    {"التقاه نظيره العماني أمس.", "التقاه", 0, nullptr, Enclitic::him, Pos::verb},
    {"لم يلتق الوزير أحدا في مسقط.", "يلتق", 0, "يلتق", none, Pos::verb},
    {"فأعلنت الوزارة تأجيل الجولة.", "فأعلنت", kThen, "أعلنت", none, Pos::verb},
    {"ونقلت الوكالة عن مصدر قوله إن الاتفاق قريب.", "ونقلت", kAnd, "نقلت", none, Pos::verb},
    {"ونقلت الوكالة عن مصدر قوله إن الاتفاق قريب.", "قوله", 0, "قول", Enclitic::him, Pos::noun},
    {"قيل إن الرسالة وصلت.", "قيل", 0, "قيل", none, Pos::verb},
    {"جاؤوا إلى المدينة صباحا.", "جاؤوا", 0, nullptr, none, Pos::verb},
    // A past that looks like a noun, a noun that looks like a past
    {"نفى المتحدث وجود أي محادثات.", "نفى", 0, "نفى", none, Pos::verb},
    {"جاء نفي الوزارة بعد ساعات.", "نفي", 0, "نفي", none, Pos::noun},
    {"أكد الوزير أن الرد سيكون قاسيا.", "الرد", kThe, "رد", none, Pos::noun},
    {"رد الوزير على السؤال.", "رد", 0, "رد", none, Pos::verb},
    // Closed words
    {"وقف على الجسر طويلا.", "على", 0, "على", none, Pos::adp},
    {"وصل إلى بغداد مساء.", "إلى", 0, "إلى", none, Pos::adp},
    {"قال إن الوفد وصل.", "إن", 0, "إن", none, Pos::sconj},
    {"قال إنه وصل.", "إنه", 0, "إن", Enclitic::him, Pos::sconj},
    {"أكدت أنها لن تشارك.", "أنها", 0, "أن", Enclitic::her, Pos::sconj},
    {"أكدت أنها لن تشارك.", "لن", 0, "لن", none, Pos::part},
    {"تحدث معهم عن الحدود.", "معهم", 0, "مع", Enclitic::them, Pos::adp},
    {"قال لها إن الطريق مغلق.", "لها", 0, nullptr, Enclitic::her, Pos::adp},
    {"اعترف بأن الخطأ وقع.", "بأن", kBy, "أن", none, Pos::sconj},
    {"وبحسب المصدر فإن الاتفاق جاهز.", "وبحسب", kAnd, nullptr, none, Pos::adp},
    {"هذه الجولة هي الثالثة.", "هذه", 0, "هذه", none, Pos::det},
    {"الجولة التي عقدت أمس انتهت.", "التي", 0, "التي", none, Pos::pron},
    {"وقع الاتفاق ثم غادر.", "ثم", 0, "ثم", none, Pos::cconj},
    // Nouns, adjectives, participles
    {"عقد الوفدان محادثات في مسقط.", "محادثات", 0, "محادثات", none, Pos::noun},
    {"بدأت المحادثات أمس.", "المحادثات", kThe, "محادثات", none, Pos::noun},
    {"انتهت زيارته إلى باريس.", "زيارته", 0, nullptr, Enclitic::him, Pos::noun},
    {"دعا إلى اجتماع للمسؤولين.", "للمسؤولين", kFor | kThe, "مسؤولين", none, Pos::noun},
    {"أضاف مؤكدا أن بلاده ملتزمة.", "مؤكدا", 0, "مؤكدا", none, Pos::adj},
    {"قال مسؤولون كبار إن الأمر انتهى.", "مسؤولون", 0, "مسؤولون", none, Pos::noun},
    {"وزير الخارجية الإيراني في بغداد.", "الإيراني", kThe, "إيراني", none, Pos::adj},
    {"اجتمع بالوزير في مكتبه.", "بالوزير", kBy | kThe, "وزير", none, Pos::noun},
    {"اجتمع بالوزير في مكتبه.", "مكتبه", 0, "مكتب", Enclitic::him, Pos::noun},
    {"طالب بوقف إطلاق النار.", "بوقف", kBy, "وقف", none, Pos::noun},
    {"تصرف السفير كالوزير تماما.", "كالوزير", kLike | kThe, "وزير", none, Pos::noun},
    {"توصلت الأطراف لاتفاق.", "لاتفاق", kFor, "اتفاق", none, Pos::noun},
    // Words that begin with a letter that could be a particle
    {"وزير الدفاع في بيروت.", "وزير", 0, "وزير", none, Pos::noun},
    {"واشنطن تنفي ذلك.", "واشنطن", 0, "واشنطن", none, Pos::proper},
    {"بغداد ترحب بالاتفاق.", "بغداد", 0, "بغداد", none, Pos::proper},
    {"باريس وبرلين تدعمان الخطة.", "باريس", 0, "باريس", none, Pos::proper},
    {"لبنان يرفض الشروط.", "لبنان", 0, "لبنان", none, Pos::proper},
    {"فيينا تستضيف الجولة المقبلة.", "فيينا", 0, "فيينا", none, Pos::proper},
    {"لقاء الوزيرين تأجل.", "لقاء", 0, "لقاء", none, Pos::noun},
    {"سبق للوزارة أن نفت ذلك.", "سبق", 0, "سبق", none, Pos::verb},
    // Names with particles
    {"زار وزير الخارجية إيران وروسيا.", "وروسيا", kAnd, "روسيا", none, Pos::proper},
    {"التقى الوفدان بطهران أمس.", "بطهران", kBy, "طهران", none, Pos::proper},
    {"قال إن لإيران الحق في ذلك.", "لإيران", kFor, "إيران", none, Pos::proper},
    {"وواشنطن لم تعلق.", "وواشنطن", kAnd, "واشنطن", none, Pos::proper},
    {"سلم الرسالة للسعودية.", "للسعودية", kFor | kThe, nullptr, none, Pos::proper},
    {"التقى الوفدان في العراق.", "العراق", 0, "العراق", none, Pos::proper},  // a name is not cut
    {"غادر الوفد العراق وسلطنة عمان.", "عمان", 0, "عمان", none, Pos::proper},
    // Wrong or missing hamzas and dots
    {"اكد الوزير ان الاتفاق قريب.", "اكد", 0, "أكد", none, Pos::verb},
    {"اكد الوزير ان الاتفاق قريب.", "ان", 0, "أن", none, Pos::sconj},
    {"وصل الي المدينه مساء.", "المدينه", kThe, "مدينة", none, Pos::noun},
    // Numbers and marks
    {"وصل 12 وزيرا.", "12", 0, nullptr, none, Pos::num},
    {"وصل الوفد، ثم غادر.", "،", 0, nullptr, none, Pos::punct},
};
// clang-format on

class Taken : public testing::TestWithParam<Case> {};

TEST_P(Taken, Apart) {
  const Case& c = GetParam();
  const Analysis a = analysed(c.sentence);
  for (std::uint32_t i = 0; i < a.words.size(); ++i) {
    if (a.text.words(a.tokens()[i].span) != c.word) continue;
    const Word& w = a.words[i];
    EXPECT_EQ(int{w.proclitics}, c.proclitics) << c.word;
    EXPECT_EQ(int(w.enclitic), int(c.enclitic)) << c.word;
    EXPECT_EQ(int(w.pos), int(c.pos)) << c.word;
    if (c.stem != nullptr) {
      EXPECT_EQ(model::key_to_utf8(w.stem), model::key_to_utf8(model::fold_utf8(c.stem)));
    }
    return;
  }
  FAIL() << c.word << " does not stand in: " << c.sentence;
}

INSTANTIATE_TEST_SUITE_P(Words, Taken, testing::ValuesIn(kCases));

TEST(Analysis, NamesAreKeptWithTheirArticle) {
  const Analysis a = analysed("قال متحدث باسم الأمم المتحدة إن للأمم دورا.");
  std::string name;
  for (std::uint32_t i = 0; i < a.words.size(); ++i)
    if (a.text.words(a.tokens()[i].span) == "للأمم") name = model::key_to_utf8(a.words[i].name);
  EXPECT_EQ(name, "لامم");  // as it stands in the text, behind the preposition
}

TEST(Analysis, AnUnknownWordIsCutOnlyWhereItIsSafe) {
  const Analysis a = analysed("التقى زقزقوف الوزير. وقال إن زقزقوف ضيف. وزقزقوف غادر. سأل بزقزقوف أحد.");
  std::vector<std::string> stems;
  for (std::uint32_t i = 0; i < a.words.size(); ++i)
    if (a.text.words(a.tokens()[i].span).find("زقزقوف") != std::string_view::npos) stems.push_back(model::key_to_utf8(a.words[i].stem));
  EXPECT_EQ(stems, (std::vector<std::string>{"زقزقوف", "زقزقوف", "زقزقوف", "زقزقوف"}));
}

RC_GTEST_PROP(AnalysisOfAnyText, GivesOneWordAToken, ()) {
  static const std::vector<std::string> pieces = {"قال ",   "الوزير ", "و",  "ب",  "ل", "ال", "س",  "يعلن ", "ها ",  "هم ", "ه ", "طهران ",
                                                  "للأمم ", "زقزق ",   ". ", "، ", "«", "» ", "\n", "12 ",   "BBC ", "ﻻ",   "ـ",  "َ"};
  std::string text;
  for (const std::string& p : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces))) text += p;
  const Analysis a = analysed(text);
  RC_ASSERT(a.words.size() == a.tokens().size());
  for (std::size_t i = 0; i < a.words.size(); ++i) {
    const std::string_view key = a.tokens()[i].key;
    for (const std::string_view part : {a.words[i].stem, a.words[i].name}) {
      RC_ASSERT(!part.empty());
      RC_ASSERT(part.data() >= key.data() && part.data() + part.size() <= key.data() + key.size());
    }
    if (a.words[i].sense != nullptr) RC_ASSERT(!a.words[i].senses.empty());
  }
}

}  // namespace
}  // namespace isnad::language
