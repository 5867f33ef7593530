// Conditions as a careful reader sees them: the examples of the markers, and one phenomenon a case.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "isnad/isnad.h"
#include "model/lexicon.h"

namespace isnad {
namespace {

// Every condition as `by | if | then`, one a line.
std::string all(const Record& r) {
  std::string out;
  for (const Condition& c : r.conditions)
    out += "  " + c.by.name + " | " + words_of(r, c.if_span) + " | " + words_of(r, c.then_span) + "\n";
  return out;
}

// Takes the words between two marks out of an example, and the marks off it.
std::string take(std::string& example, char open, char close) {
  const std::size_t a = example.find(open), b = example.find(close);
  if (a == std::string::npos || b == std::string::npos) return {};
  const std::string words = example.substr(a + 1, b - a - 1);
  example.erase(b, 1);
  example.erase(a, 1);
  return words;
}

// clang-format off: a line a case

TEST(Conditions, EveryExampleIsReadAsItSays) {
  const model::Table& table = Model::builtin().lexicon().table("frames/conditions");
  int examples = 0;
  for (std::uint32_t r = 0; r < table.rows(); ++r) {
    std::string example(table.cell(r, table.column("example")));
    if (example == "-") continue;
    ++examples;
    const std::string shown = example;
    const std::string condition = take(example, '{', '}'), then = take(example, '[', ']');
    const Record record = read({.text = example + "."});
    ASSERT_EQ(record.conditions.size(), 1u) << "conditions.tsv, row " << r + 1 << ": " << shown << "\nread as:\n" << all(record);
    EXPECT_EQ(words_of(record, record.conditions[0].if_span), condition) << shown;
    EXPECT_EQ(words_of(record, record.conditions[0].then_span), then) << shown;
  }
  EXPECT_GT(examples, 35);
}

struct Case {
  const char* name;
  const char* text;
  const char* by;         // empty: no condition at all
  const char* condition;
  const char* then;
};

class ConditionCase : public testing::TestWithParam<Case> {};

TEST_P(ConditionCase, IsReadSo) {
  const Case& c = GetParam();
  const Record record = read({.text = c.text});
  if (*c.condition == 0) {
    EXPECT_TRUE(record.conditions.empty()) << c.text << "\nread as:\n" << all(record);
    return;
  }
  ASSERT_EQ(record.conditions.size(), 1u) << c.text << "\nread as:\n" << all(record);
  EXPECT_EQ(words_of(record, record.conditions[0].if_span), c.condition) << c.text;
  EXPECT_EQ(words_of(record, record.conditions[0].then_span), c.then) << c.text;
  EXPECT_EQ(record.conditions[0].by.name, c.by) << c.text;
}

INSTANTIATE_TEST_SUITE_P(
    Sides, ConditionCase,
    testing::Values(
        // What would be done stands before the condition.
        Case{"ThenIf", "وقالت فرنسا إنها ستسحب سفيرها إذا استمرت الحملة.", "فرنسا", "استمرت الحملة", "ستسحب سفيرها"},
        Case{"ThreatByNoun", "وهددت تركيا بإغلاق الحدود إذا تجددت الهجمات.", "تركيا", "تجددت الهجمات", "إغلاق الحدود"},
        Case{"WarningOfAThing", "وحذرت روسيا من عواقب وخيمة في حال تكرار القصف.", "روسيا", "تكرار القصف", "عواقب وخيمة"},
        Case{"OfferByNoun", "وعرضت قطر استضافة المحادثات إذا وافق الطرفان.", "قطر", "وافق الطرفان", "استضافة المحادثات"},
        Case{"ReadyTo", "وقال ماكرون إن بلاده مستعدة لإرسال مساعدات في حال طلبت بيروت ذلك.", "ماكرون", "طلبت بيروت ذلك", "إرسال مساعدات"},
        Case{"NegatedIf", "وأعلن الاتحاد الأوروبي أنه سيفرض عقوبات إذا لم تتراجع مينسك.", "الاتحاد الأوروبي", "لم تتراجع مينسك", "سيفرض عقوبات"},
        Case{"SubjectOfTheThing", "وقالت مصر إن الأسعار ستنخفض إذا وصلت الشحنات.", "مصر", "وصلت الشحنات", "الأسعار ستنخفض"},
        Case{"CommaBeforeIf", "وأكدت إسبانيا أنها ستدعم الخطة، إذا عدلت بنودها.", "إسبانيا", "عدلت بنودها", "ستدعم الخطة"},
        Case{"Parenthesised", "وقالت اليابان إنها ستساعد كييف، في حال توقف القتال، على إعادة الإعمار.", "اليابان", "توقف القتال", "ستساعد كييف"},
        // The condition opens.
        Case{"IfThenSo", "وقالت الهند: إذا فشلت المحادثات فسوف نغلق المجال الجوي.", "الهند", "فشلت المحادثات", "نغلق المجال الجوي"},
        Case{"IfCommaThen", "وقال أردوغان إنه إذا فشلت المفاوضات، فإن الجيش سيتدخل.", "الجيش", "فشلت المفاوضات", "سيتدخل"},
        Case{"IfThenWithoutComma", "وقال أردوغان: إذا حاولوا عبور النهر سنرد بقوة.", "أردوغان", "حاولوا عبور النهر", "سنرد بقوة"},
        Case{"AndIf", "وقال ماكرون إن الوضع صعب وإذا فشل الحوار فستغادر القوات.", "ماكرون", "فشل الحوار", "ستغادر القوات"},
        Case{"InQuotation", "وقال بوتين: \"إذا فرضوا علينا عقوبات سنرد بالمثل\".", "بوتين", "فرضوا علينا عقوبات", "سنرد بالمثل"},
        Case{"NarratedCondition", "وإذا رفض البرلمان المشروع، فإن الحكومة ستستقيل.", "الحكومة", "رفض البرلمان المشروع", "ستستقيل"},
        // Negated.
        Case{"NotUnless", "وأكدت الصين أنها لن توقع الاتفاقية إلا إذا عدلت بنودها.", "الصين", "عدلت بنودها", "توقع الاتفاقية"},
        Case{"NotButAfter", "وقال ماكرون إن العقوبات لن ترفع إلا بعد انسحاب القوات.", "ماكرون", "انسحاب القوات", "ترفع"},
        Case{"AsLongAsNot", "وقالت تركيا إنها ستعرقل التوسيع ما لم تسلم السويد المطلوبين.", "تركيا", "لم تسلم السويد المطلوبين", "ستعرقل التوسيع"},
        // Trade-offs.
        Case{"Trade", "ووافقت السودان على تسليم المتهمين مقابل رفع العقوبات.", "السودان", "رفع العقوبات", "تسليم المتهمين"},
        Case{"TradeWithComma", "واتفقت مصر وتركيا على تبادل السفراء، مقابل إغلاق القنوات.", "مصر", "إغلاق القنوات", "تبادل السفراء"},
        Case{"TradeOfClauses", "واقترحت عمان أن تفرج الجماعة عن السفينة مقابل فتح الميناء.", "عمان", "فتح الميناء", "تفرج الجماعة عن السفينة"},
        Case{"PaidFor", "وطالبت العصابة بأن تدفع العائلة فدية مقابل إطلاق سراح الصحفي.", "العصابة", "تدفع العائلة فدية", "إطلاق سراح الصحفي"},
        Case{"ToldTwice", "ووافقت السودان على تسليم المتهمين مقابل رفع العقوبات. وقالت واشنطن إن الخرطوم تعهدت بتسليم المتهمين مقابل رفع العقوبات الاقتصادية.",
             "السودان", "رفع العقوبات", "تسليم المتهمين"},
        // What depends on what.
        Case{"DependsOn", "وقال ماكرون إن نجاح القمة يتوقف على موقف روسيا.", "ماكرون", "موقف روسيا", "نجاح القمة"},
        Case{"VerbBeforeItsSubject", "وقال ماكرون إنه يتوقف نجاح القمة على موقف روسيا.", "ماكرون", "موقف روسيا", "نجاح القمة"},
        Case{"Conditional", "وأكد ماكرون أن الدعم مشروط بإجراء إصلاحات.", "ماكرون", "إجراء إصلاحات", "الدعم"},
        Case{"DependsOnAQuestion", "وقال ماكرون إن نجاح القمة يعتمد على ما إذا كانت موسكو ستشارك فيها.", "ماكرون", "موسكو ستشارك فيها", "نجاح القمة"},
        Case{"Wanted", "وقال ماكرون إن على بيلاروس إطلاق السجناء إذا أرادت أن ترفع العقوبات.", "ماكرون", "إطلاق السجناء", "ترفع العقوبات"},
        Case{"WaitedFor", "وقالت كندا إنها تنتظر نتائج التحقيق قبل اتخاذ موقف.", "كندا", "نتائج التحقيق", "اتخاذ موقف"},
        // Where sides end.
        Case{"EndsAtRelative", "وقالت فرنسا إنها ستنسحب إذا رفض المجلس المشروع الذي قدمته الجزائر.", "فرنسا", "رفض المجلس المشروع", "ستنسحب"},
        Case{"EndsAtBut", "وقالت فرنسا إنها ستنسحب إذا فشل الحوار لكن ألمانيا متفائلة.", "فرنسا", "فشل الحوار", "ستنسحب"},
        Case{"EndsAtNewCue", "وقالت فرنسا إنها ستنسحب إذا فشل الحوار وأضافت أن الوقت ضيق.", "فرنسا", "فشل الحوار", "ستنسحب"},
        Case{"GoesOnUnderOneMarker", "وقالت فرنسا إنها ستنسحب إذا فشل الحوار واستمر القتال.", "فرنسا", "فشل الحوار واستمر القتال", "ستنسحب"}),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    None, ConditionCase,
    testing::Values(
        Case{"Whether", "وسئل الوزير عما إذا كان سيشارك في القمة.", "", "", ""},
        Case{"WhetherWithMa", "ولم يتضح ما إذا كانت المحادثات ستستأنف.", "", "", ""},
        Case{"WhetherAfterKnow", "ولا يعرف إذا وصلت الشحنة أم لا.", "", "", ""},
        Case{"EvenIf", "وقال ماكرون إنه سيسافر حتى لو ألغيت القمة.", "", "", ""},
        Case{"EvenOnce", "وقال ماكرون إنه يأمل لقاء بوتين ولو لمرة واحدة.", "", "", ""},
        Case{"StressedThat", "وشدد ماكرون على أن الحوار مستمر.", "", "", ""},
        Case{"AgreedThat", "واتفق الوزيران على أن تجتمع اللجان غدا.", "", "", ""},
        Case{"Said", "وقال ماكرون إن القمة ستعقد غدا.", "", "", ""},
        Case{"Idiom", "وقال ماكرون إن الأزمة ستطول إذا أخذنا في الحسبان موقف روسيا.", "", "", ""},
        Case{"ExchangeRate", "وارتفع الدولار مقابل اليورو.", "", "", ""},
        Case{"Votes", "وصوت المجلس لصالح القرار بأغلبية 12 مقابل 3.", "", "", ""},
        Case{"InContrast", "وفي المقابل، قال ماكرون إن الحوار مستمر.", "", "", ""},
        Case{"Related", "ودمرت الغارات مواقع مرتبطة ببرنامج الصواريخ.", "", "", ""},
        Case{"Consumption", "وتعتمد مصر على النيل في توفير مياه الشرب.", "", "", ""},
        Case{"StateOfEmergency", "وأعلنت فرنسا تمديد حالة الطوارئ.", "", "", ""},
        Case{"Past", "ولم يصل الوفد إلا بعد منتصف الليل.", "", "", ""},
        Case{"SetAgainst", "وإذا كانت القمة الأولى قد نجحت فإن القمة الثانية ستكون صعبة.", "", "", ""},
        Case{"Question", "وقال ماكرون: ما الذي سيحدث في حال فشل الحوار؟", "", "", ""},
        Case{"Then", "وسافر الوزير ثم عاد إذ انتهت القمة.", "", "", ""}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Conditions, KnowsTheStatementItStandsIn) {
  const Record record = read({.text = "وصل الوفد. وقالت فرنسا إنها ستنسحب إذا فشل الحوار."});
  ASSERT_EQ(record.conditions.size(), 1u) << all(record);
  ASSERT_TRUE(record.conditions[0].statement.has_value());
  EXPECT_LT(*record.conditions[0].statement, record.statements.size());
}

TEST(Conditions, SidesNeverOverlapAndStandInTheText) {
  const std::vector<std::string> words = {"إذا", "مقابل", "قال", "أن", "،", "فرنسا", "ستنسحب", "إلا", "لو", "على", "\"", "يتوقف", "ب", "رفع", "ما", "لم", ".", "(", "رهن", "لن"};
  std::uint32_t state = 7;
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (int k = 0; k < 40; ++k) {
      state = state * 1664525u + 1013904223u;
      text += words[(state >> 16) % words.size()] + " ";
    }
    const Record record = read({.text = text});
    for (const Condition& c : record.conditions) {
      EXPECT_FALSE(c.if_span.empty() || c.then_span.empty()) << text;
      EXPECT_FALSE(c.if_span.overlaps(c.then_span)) << text;
    }
  }
}

// clang-format on

}  // namespace
}  // namespace isnad
