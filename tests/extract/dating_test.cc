// When undated texts were written, from texts written for these tests.
#include <gtest/gtest.h>

#include "extract/times.h"
#include "text/clean.h"

namespace isnad::extract {
namespace {

Published date_of(std::string text, std::string url = {}, std::optional<Date> given = std::nullopt) {
  static const TimeGrammar grammar(model::Lexicon::builtin());
  Document document;
  document.text = std::move(text);
  document.url = std::move(url);
  document.published = given;
  const auto& lexicon = model::Lexicon::builtin();
  const language::Analysis analysis = language::analyse(text::clean(document, lexicon), lexicon);
  return find_times(analysis, document, grammar).published;
}

bool within(const Published& p, const char* from, const char* to) {
  return p.from && p.to && *p.from >= *Date::parse(from) && *p.to <= *Date::parse(to);
}
std::string shown(const Published& p) {
  std::string out = (p.from ? p.from->to_string() : "-") + ".." + (p.to ? p.to->to_string() : "-");
  for (const Evidence& e : p.evidence) out += "\n  " + e.clue;
  return out;
}

TEST(Dating, KeepsAGivenDate) {
  const Published p = date_of("وصل الوزير إلى القاهرة.", {}, Date{2018, 3, 4});
  EXPECT_EQ(p.basis, DateBasis::given);
  EXPECT_EQ(p.from, (Date{2018, 3, 4}));
  EXPECT_TRUE(p.evidence.empty());
}

TEST(Dating, ReportsWhatSpeaksAgainstAGivenDate) {
  const Published p = date_of("وصل الوزير اليوم الثلاثاء إلى القاهرة.", {}, Date{2018, 3, 2});  // a Friday
  EXPECT_EQ(p.from, (Date{2018, 3, 2}));
  EXPECT_EQ(p.evidence.size(), 1u);
}

TEST(Dating, SaysNothingWithoutClues) {
  const Published p = date_of("قال الرجل إن الطقس جميل في المدينة.");
  EXPECT_EQ(p.basis, DateBasis::unknown);
  EXPECT_FALSE(p.from);
  EXPECT_FALSE(p.to);
}

TEST(Dating, ReadsTheAddress) {
  for (const char* url : {"https://example.org/news/2016/11/23/title", "https://example.org/2016-11-23-title.html", "https://example.org/a/20161123/x"}) {
    const Published p = date_of("وصل الوزير إلى القاهرة.", url);
    EXPECT_EQ(p.from, (Date{2016, 11, 23})) << url;
    EXPECT_EQ(p.to, (Date{2016, 11, 23})) << url;
    EXPECT_EQ(p.basis, DateBasis::inferred);
  }
  EXPECT_EQ(date_of("وصل الوزير.", "https://example.org/item/201611231234").basis, DateBasis::unknown);
}

TEST(Dating, ReadsTodaysFullDate) {
  const Published p = date_of("وصل الوزير اليوم الأربعاء 23 نوفمبر 2016 إلى القاهرة.");
  EXPECT_TRUE(within(p, "2016-11-23", "2016-11-23")) << shown(p);
}

TEST(Dating, IsAfterWhatIsPast) {
  const Published p = date_of("افتتح المتحف في 12 مارس 2014 بعد ترميمه.");
  ASSERT_TRUE(p.from);
  EXPECT_EQ(*p.from, (Date{2014, 3, 12})) << shown(p);
  EXPECT_FALSE(p.to);
}

TEST(Dating, CombinesAnEventWithTheTimeToldOfIt) {
  const Published p = date_of("قال المحقق إن مقتل جمال خاشقجي في أكتوبر الماضي ما زال يشغل الرأي العام.");
  EXPECT_TRUE(within(p, "2018-11-01", "2019-09-30")) << shown(p);
  const Published week = date_of("سيطرت طالبان على كابل الأسبوع الماضي بعد انسحاب القوات.");
  EXPECT_TRUE(within(week, "2021-08-15", "2021-08-29")) << shown(week);
}

TEST(Dating, CountsYearsSinceAnEvent) {
  const Published p = date_of("انقطعت العلاقات بين البلدين منذ 20 عاما، أي منذ الغزو العراقي للكويت، كما يقول المؤرخون.");
  EXPECT_TRUE(within(p, "2010-01-01", "2011-12-31")) << shown(p);
}

TEST(Dating, FindsTheYearOfAWeekdayWithItsDay) {
  // 8 October is a Tuesday in 2013 and 2019; in 2013 William Hague was Foreign Secretary.
  const Published p = date_of("قال وزير الخارجية البريطاني وليام هيغ، الثلاثاء 8 أكتوبر، إن الزيارة ناجحة.");
  EXPECT_TRUE(within(p, "2013-10-08", "2013-10-11")) << shown(p);
}

TEST(Dating, TakesTheCurrentMonth) {
  const Published p = date_of("اقتحم المحتجون السفارة البريطانية في طهران، وقال المتحدث إن اللقاء جرى في 3 ديسمبر الجاري. وكان مقتل القذافي في أكتوبر الماضي قد أنهى الحرب.");
  EXPECT_TRUE(within(p, "2011-12-01", "2011-12-31")) << shown(p);
}

TEST(Dating, SurvivesAContradiction) {
  const Published p = date_of(
      "قال وزير الخارجية الأمريكي جون كيري إن اللقاء ناجح. وأضاف الرئيس الأمريكي باراك أوباما أن العمل مستمر. وقال وزير الخارجية الأمريكي هنري كيسنجر كلمة.");
  ASSERT_TRUE(p.from && p.to) << shown(p);
  EXPECT_TRUE(within(p, "2013-01-01", "2017-02-15")) << shown(p);
}

TEST(Dating, KnowsFormerOfficeHolders) {
  const Published p = date_of("زار الرئيس الأمريكي السابق باراك أوباما المتحف.");
  ASSERT_TRUE(p.from);
  EXPECT_GE(*p.from, (Date{2016, 12, 1})) << shown(p);
}

TEST(Dating, GivesEveryClueAPlace) {
  const std::string text = "قال وزير الخارجية الأمريكي جون كيري، الاثنين، إن الاتفاق الذي أبرم في يوليو 2015 متين.";
  const Published p = date_of(text);
  EXPECT_EQ(p.basis, DateBasis::inferred);
  ASSERT_FALSE(p.evidence.empty());
  for (const Evidence& e : p.evidence) {
    EXPECT_FALSE(e.clue.empty());
    EXPECT_LT(e.span.start, e.span.end);
  }
}

}  // namespace
}  // namespace isnad::extract
