// Statements as a careful reader sees them: one phenomenon a case. More of them, and the examples of the frames: statement_cases_test.cc.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "isnad/isnad.h"

namespace isnad {
namespace {

std::string chain_of(const Statement& s) {
  std::string out;
  for (const Party& p : s.chain) out += (out.empty() ? "" : " > ") + p.name;
  return out;
}

// Every statement as `cue | chain | content`, one a line.
std::string all(const Record& r) {
  std::string out;
  for (const Statement& s : r.statements) out += "  " + words_of(r, s.cue) + " | " + chain_of(s) + " | " + words_of(r, s.content) + "\n";
  return out;
}

// Whether the chain has the expected links in order; a medium may be named with its head noun (`وكالة رويترز`).
bool same_chain(const Statement& s, std::string expected) {
  std::vector<std::string> links;
  for (std::size_t at; (at = expected.find(" > ")) != std::string::npos; expected.erase(0, at + 3)) links.push_back(expected.substr(0, at));
  links.push_back(expected);
  return std::equal(s.chain.begin(), s.chain.end(), links.begin(), links.end(),
                    [](const Party& p, const std::string& l) { return p.name.find(l) != std::string::npos; });
}

struct Case {
  const char* name;
  const char* text;
  const char* chain;  // `outermost > speaker`; empty: the text holds no statement
  const char* content;
  Act act = Act::say;
  Quotation quotation = Quotation::indirect;
};

class Statements : public ::testing::TestWithParam<Case> {};

TEST_P(Statements, AreRead) {
  const Case& c = GetParam();
  const Record record = read({.text = c.text});
  if (std::string(c.chain).empty()) {
    EXPECT_TRUE(record.statements.empty()) << all(record);
    return;
  }
  const Statement* found = nullptr;
  for (const Statement& s : record.statements)
    if (words_of(record, s.content) == c.content && same_chain(s, c.chain)) found = &s;
  ASSERT_NE(found, nullptr) << "expected " << c.chain << " | " << c.content << "\nread as:\n" << all(record);
  EXPECT_EQ(found->act, c.act) << static_cast<int>(found->act);
  EXPECT_EQ(found->quotation, c.quotation);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Statements,
    ::testing::Values(
        Case{"VerbThenSubject", "قال وزير النقل أحمد منصور إن الميناء سيفتح غدا.", "أحمد منصور", "الميناء سيفتح غدا"},
        Case{"SubjectThenVerb", "الحكومة السويسرية أكدت أن المؤتمر في موعده.", "الحكومة السويسرية", "المؤتمر في موعده"},
        Case{"AfterThat", "قال مصدر إن السعودية أبلغت الوسيط أن العرض غير كاف.", "مصدر > السعودية", "العرض غير كاف"},
        Case{"Direct", "وقال أردوغان: \"سنعود إلى الطاولة\".", "أردوغان", "سنعود إلى الطاولة", Act::promise, Quotation::direct},
        Case{"Guillemets", "وقال أردوغان إن «الطريق طويل».", "أردوغان", "الطريق طويل", Act::say, Quotation::direct},
        Case{"Mixed", "وقال أردوغان إن الأزمة \"تقترب من نهايتها\" في المدينة.", "أردوغان", "الأزمة \"تقترب من نهايتها\" في المدينة",
             Act::say, Quotation::mixed},
        Case{"SeveralSentencesInOneQuotation", "وقال ماكرون: \"الوضع صعب. لا حل قريبا\".", "ماكرون", "الوضع صعب. لا حل قريبا", Act::say,
             Quotation::direct},
        Case{"Participle", "زار لافروف بغداد، مؤكدا أن بلاده تدعم الحوار.", "لافروف", "بلاده تدعم الحوار"},
        Case{"ElidedSubject", "قال لافروف إن الحوار مستمر. وأضاف أن الجولة المقبلة قريبة.", "لافروف", "الجولة المقبلة قريبة"},
        Case{"Capital", "وقالت واشنطن إن العقوبات باقية.", "واشنطن", "العقوبات باقية"},
        Case{"SourceBehind", "وصل الوفد إلى المدينة مساء أمس، بحسب مصادر محلية.", "مصادر محلية", "وصل الوفد إلى المدينة مساء أمس"},
        Case{"SourceInFront", "وبحسب مصادر محلية، فإن الوفد وصل إلى المدينة.", "مصادر محلية", "الوفد وصل إلى المدينة"},
        Case{"SourceWithVerb", "وصل الوفد إلى المدينة، بحسب ما أفادت وكالة رويترز.", "رويترز", "وصل الوفد إلى المدينة"},
        Case{"PassedOn", "نقلت وكالة رويترز عن دبلوماسيين أن الاجتماع تأجل.", "رويترز > دبلوماسيين", "الاجتماع تأجل"},
        Case{"QuotingUnnamed", "قالت صحيفة «لوموند» نقلا عن مسؤولين فرنسيين إن الاجتماع تأجل.", "لوموند > مسؤولين فرنسيين",
             "الاجتماع تأجل"},
        Case{"MediumBehindSpeaker", "وقال لافروف إن الاجتماع تأجل، وفقا لما نقلته وكالة رويترز.", "رويترز > لافروف", "الاجتماع تأجل"},
        Case{"Interview", "وقال لافروف في مقابلة مع صحيفة «لوموند» إن الاجتماع تأجل.", "لوموند > لافروف", "الاجتماع تأجل"},
        Case{"UnnamedWithBody", "وقال متحدث باسم وزارة الدفاع الألمانية إن الطائرات عادت.", "متحدث باسم وزارة الدفاع الألمانية",
             "الطائرات عادت"},
        Case{"SourceAgain", "نقلت وكالة رويترز عن مصادر أن الاجتماع تأجل. وأكدت المصادر أن الوفد غادر.", "رويترز > مصادر", "الوفد غادر"},
        Case{"JointSpeakers", "أعلنت السعودية وإيران إعادة العلاقات بينهما.", "إيران", "إعادة العلاقات بينهما"},
        Case{"Denial", "ونفت إيران وجود أي نية لديها للانسحاب.", "إيران", "وجود أي نية لديها للانسحاب", Act::deny},
        Case{"Accusation", "واتهمت روسيا بريطانيا بتدبير الحادث.", "روسيا", "بريطانيا بتدبير الحادث", Act::accuse},
        Case{"DemandByContent", "وقال ماكرون إن على الجميع احترام الهدنة.", "ماكرون", "على الجميع احترام الهدنة", Act::demand},
        Case{"DemandMust", "وقال ماكرون إنه يجب وقف القتال فورا.", "ماكرون", "يجب وقف القتال فورا", Act::demand},
        Case{"RefusalByContent", "وأكد أردوغان أن بلاده لن تشارك في المؤتمر.", "أردوغان", "بلاده لن تشارك في المؤتمر", Act::refuse},
        Case{"NoReply", "ولم ترد وزارة الخارجية القطرية على طلب للتعليق.", "وزارة الخارجية القطرية",
             "لم ترد وزارة الخارجية القطرية على طلب للتعليق", Act::no_comment},
        Case{"EndsAtMeanwhile", "وقال ماكرون إن الحوار مستمر، فيما واصلت القوات تقدمها.", "ماكرون", "الحوار مستمر"},
        Case{"EndsAtNewCue", "وقال ماكرون إن الحوار مستمر، وأضاف أن الوقت ضيق.", "ماكرون", "الحوار مستمر"},
        Case{"Dateline", "باريس (رويترز) - قال ماكرون إن الحوار مستمر.", "ماكرون", "الحوار مستمر"},
        Case{"Narration", "وصل الوزير إلى المدينة وتفقد الميناء.", "", ""}, Case{"Impersonal", "ومن المتوقع أن يصل الوفد غدا.", "", ""},
        Case{"Negated", "ولم يقل الوزير متى يصل الوفد.", "", ""}),
    [](const auto& info) { return std::string(info.param.name); });

// The outlet that published the text is no link of its chains.
TEST(Statements, OwnOutletStandsInNoChain) {
  const Record record = read({.text = "قال مسؤول لوكالة رويترز إن الوفد وصل.", .outlet = "رويترز"});
  ASSERT_EQ(record.statements.size(), 1u);
  EXPECT_EQ(chain_of(record.statements[0]), "مسؤول");
}

// Words within words repeat the rest of their sentence: without a bound, twice the text would be four times the record.
TEST(Statements, RecordsGrowNoFasterThanTheirText) {
  const auto size = [](int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += "قال زيد إن ";
    return to_json(read({.text = text + "الحرب انتهت"})).size();
  };
  const std::size_t once = size(2000), twice = size(4000);
  EXPECT_GT(read({.text = "قال زيد إن عمرا قال إن بكرا قال إن الحرب انتهت."}).statements.size(), 1u);
  EXPECT_LT(static_cast<double>(twice), 2.5 * static_cast<double>(once));
}

TEST(Relations, WhatIsAffirmedIsConfirmed) {
  const Record record = read({.text = "ذكرت وكالة رويترز أن وفدين من مصر وتركيا أجريا محادثات سرية في القاهرة. وأكد وزير الخارجية المصري "
                                      "سامح شكري أن الوفدين أجريا محادثات سرية في القاهرة."});
  ASSERT_FALSE(record.relations.empty()) << all(record);
  EXPECT_EQ(record.relations[0].type, RelationType::confirms);
}

TEST(Conditions, OfferWithACondition) {
  const Record record = read({.text = "وقالت إيران إنها ستوقف التخصيب إذا رفعت واشنطن العقوبات."});
  ASSERT_EQ(record.conditions.size(), 1u);
  EXPECT_EQ(words_of(record, record.conditions[0].if_span), "رفعت واشنطن العقوبات");
  EXPECT_EQ(words_of(record, record.conditions[0].then_span), "ستوقف التخصيب");
  EXPECT_EQ(record.conditions[0].by.name, "إيران");
}

}  // namespace
}  // namespace isnad
