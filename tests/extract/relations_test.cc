// Relations between the statements of a text, one phenomenon a case.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "isnad/isnad.h"

namespace isnad {
namespace {

const char* name_of(RelationType t) { return t == RelationType::denies ? "denies" : t == RelationType::confirms ? "confirms" : "repeats"; }

// Every relation as `type: from-speaker > to-speaker`, sorted, joined by `; `.
std::string relations(const Record& r) {
  std::vector<std::string> lines;
  for (const Relation& x : r.relations)
    lines.push_back(std::string(name_of(x.type)) + ": " + r.statements[x.from].speaker.name + " > " + r.statements[x.to].speaker.name);
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const std::string& l : lines) out += (out.empty() ? "" : "; ") + l;
  return out;
}

std::string all(const Record& r) {
  std::string out;
  for (const Statement& s : r.statements) out += "  " + s.speaker.name + " | " + words_of(r, s.cue) + " | " + words_of(r, s.content) + "\n";
  return out;
}

struct Case {
  const char* name;
  const char* text;
  const char* expected;
};

class RelationCase : public testing::TestWithParam<Case> {};

// clang-format off: a line a case

TEST_P(RelationCase, IsReadSo) {
  const Case& c = GetParam();
  const Record record = read({.text = c.text});
  EXPECT_EQ(relations(record), c.expected) << c.text << "\nstatements:\n" << all(record);
}

INSTANTIATE_TEST_SUITE_P(
    Denies, RelationCase,
    testing::Values(
        Case{"TheAccused", "واتهمت أوكرانيا روسيا بقصف الميناء. ونفت روسيا مسؤوليتها عن الحادث.", "denies: روسيا > أوكرانيا"},
        Case{"SameWords", "وقالت رويترز إن مصر تعتزم شراء طائرات مسيرة من الصين. ونفت مصر أنها تعتزم شراء طائرات مسيرة من الصين.", "denies: مصر > رويترز"},
        Case{"AccusationsByNoun", "واتهمت فرنسا إيران بتهريب السلاح. ورفضت إيران هذه الاتهامات.", "denies: إيران > فرنسا"},
        Case{"ReportsByNoun", "وذكرت صحيفة التايمز أن اليابان سحبت سفيرها. ونفت اليابان هذه الأنباء.", "denies: اليابان > التايمز"},
        Case{"ClaimsByNoun", "وقالت تركيا إن اليونان أرسلت قوات إلى الجزيرة. ووصفت اليونان المزاعم بأنها باطلة.", "denies: اليونان > تركيا"},
        Case{"Spokesman", "واتهمت السويد الصين بالتجسس. ونفى المتحدث باسم وزارة الخارجية الصينية تشاو ليجيان ضلوع بلاده في أي نشاط من هذا النوع.",
             "denies: تشاو ليجيان > السويد"},
        Case{"WhileTheOtherSays", "وقالت كينيا إن إثيوبيا سحبت قواتها من الجسر، بينما قالت إثيوبيا إن قواتها لا تزال عند الجسر.", "denies: إثيوبيا > كينيا"},
        Case{"ClearsItself", "واتهمت كينيا إثيوبيا بعرقلة المحادثات. وقال آبي أحمد إن إثيوبيا لم تعرقل أي محادثات.", "denies: آبي أحمد > كينيا"},
        Case{"JointAccusers", "واتهمت فرنسا وألمانيا روسيا بالتدخل في الانتخابات. ونفت روسيا التدخل في الانتخابات.",
             "denies: روسيا > ألمانيا; denies: روسيا > فرنسا"},
        Case{"TwoAccusations", "واتهمت فرنسا إيران بتهريب السلاح. وقال ماكرون إن الوضع خطير. ونفت إيران تهريب السلاح.", "denies: إيران > فرنسا"},
        Case{"DenialInTheLead", "نفت مصر وجود خطط لبيع الشركة الوطنية للتأمين. وكانت رويترز قالت إن مصر تدرس خططا لبيع الشركة الوطنية للتأمين.",
             "denies: مصر > رويترز"}),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Confirms, RelationCase,
    testing::Values(
        Case{"OfficialOfAReport",
             "ذكرت وكالة رويترز أن وفدين من مصر وتركيا أجريا محادثات سرية في القاهرة. وأكد وزير الخارجية المصري سامح شكري أن الوفدين أجريا محادثات سرية في القاهرة.",
             "confirms: سامح شكري > رويترز"},
        Case{"Admits", "وقالت صحيفة التايمز إن الشركة دفعت رشاوى لمسؤولين في نيجيريا. وأقرت الشركة بأنها دفعت رشاوى لمسؤولين في نيجيريا.",
             "confirms: الشركة > التايمز"},
        Case{"UnnamedSource", "وقال مسؤول إن الهند واليابان ستوقعان اتفاقا لبناء مفاعل نووي. وأكدت الهند توقيع اتفاق مع اليابان لبناء مفاعل نووي.",
             "confirms: الهند > مسؤول"}),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Repeats, RelationCase,
    testing::Values(
        Case{"StateThenMinister",
             "طالبت مصر إثيوبيا بوقف ملء خزان السد فورا. وقال مراقبون إن الأزمة طويلة. وطالب وزير الخارجية المصري سامح شكري إثيوبيا بوقف ملء خزان السد قبل الصيف.",
             "repeats: سامح شكري > مصر"},
        Case{"ThroughAnotherPaper",
             "ونقلت وكالة الأناضول عن مصادر تركية أن أنقرة سترسل سفينة تنقيب جديدة إلى الجزيرة. ونقلت صحيفة حرييت عن دبلوماسيين أتراك أن أنقرة سترسل سفينة تنقيب جديدة.",
             "repeats: دبلوماسيين أتراك > مصادر تركية"}),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    None, RelationCase,
    testing::Values(
        Case{"OneStatement", "وقال ماكرون إن الحوار مستمر.", ""},
        Case{"JointSpeakers", "أعلنت السعودية وإيران إعادة العلاقات بينهما.", ""},
        Case{"OtherMatters", "وقال ماكرون إن الحوار مستمر. وقال أردوغان إن الأسعار سترتفع.", ""},
        Case{"SameSpeakerGoesOn", "وقال ماكرون إن الحوار مستمر. وأضاف أن الوقت ضيق.", ""},
        Case{"DenialOfSomethingElse", "وقالت رويترز إن أسعار النفط ارتفعت بعد العاصفة. ونفت كندا وجود أي خلاف مع جارتها حول الصيد.", ""},
        Case{"OwnDenialTwice", "ونفت إيران تهريب السلاح. ونفت إيران شراء الصواريخ.", ""},
        Case{"NoComment", "ورفض البيت الأبيض التعليق. وقال ماكرون إن الحوار مستمر.", ""},
        Case{"NestedIsNoRepetition", "وقال ماكرون إن أردوغان قال إن الحوار مستمر.", ""},
        Case{"StressIsNoConfirmation", "وقال ماكرون إن الحوار ضروري. وأكد أردوغان أن الأسعار سترتفع.", ""},
        Case{"AccusationOfAnother", "واتهمت فرنسا إيران بتهريب السلاح. ونفت كندا وجود أي خلاف مع جارتها حول الصيد.", ""},
        Case{"AgreementOfTwoSides", "وقال ماكرون إن القمة ناجحة ومثمرة للغاية. وقال أردوغان إن القمة ناجحة ومثمرة للغاية.", ""},
        Case{"ContrastOfTopics", "وقال ماكرون إن الحوار مستمر، بينما قال أردوغان إن الأسعار سترتفع.", ""}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Relations, PointToStatementsOfTheText) {
  std::string text;
  for (int k = 0; k < 120; ++k) text += k % 2 == 0 ? "واتهمت فرنسا إيران بتهريب السلاح. " : "ونفت إيران هذه الاتهامات. ";
  const Record record = read({.text = text});
  EXPECT_FALSE(record.relations.empty());
  for (const Relation& r : record.relations) {
    EXPECT_LT(r.from, record.statements.size());
    EXPECT_LT(r.to, record.statements.size());
    EXPECT_NE(r.from, r.to);
    EXPECT_LE(std::max(r.from, r.to) - std::min(r.from, r.to), 40u);
  }
}

// clang-format on

}  // namespace
}  // namespace isnad
