// When undated texts were written, from texts written for these tests.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "extract/time/dating_solver.h"
#include "extract/time/times.h"
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
  for (const char* url :
       {"https://example.org/news/2016/11/23/title", "https://example.org/2016-11-23-title.html", "https://example.org/a/20161123/x"}) {
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
  EXPECT_GE(*p.from, (Date{2014, 3, 11})) << shown(p);  // news of a day is sometimes printed under the day before
  EXPECT_LE(*p.from, (Date{2014, 3, 13})) << shown(p);
  EXPECT_TRUE(!p.to || *p.to > Date({2016, 1, 1})) << shown(p);
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
  const Published p = date_of(
      "اقتحم المحتجون السفارة البريطانية في طهران، وقال المتحدث إن اللقاء جرى في 3 ديسمبر الجاري. وكان مقتل القذافي في أكتوبر الماضي قد "
      "أنهى الحرب.");
  EXPECT_TRUE(within(p, "2011-12-01", "2011-12-31")) << shown(p);
}

TEST(Dating, SurvivesAContradiction) {
  const Published p = date_of(
      "قال وزير الخارجية الأمريكي جون كيري إن اللقاء ناجح. وأضاف الرئيس الأمريكي باراك أوباما أن العمل مستمر. وقال وزير الخارجية الأمريكي "
      "هنري كيسنجر كلمة.");
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

TEST(Dating, NewsFollowsWhatItTellsOf) {
  // Nothing here names a day, a month or a year: only that such things are told of while they are new.
  const Published p = date_of(
      "قتل أربعون شخصا في دوما. واتهمت دول غربية دمشق بشن هجوم كيميائي على دوما. وتوعد الرئيس الأمريكي دونالد ترامب برد، وقال وزير "
      "الخارجية الفرنسي جان إيف لودريان إن هجوم دوما جريمة.");
  ASSERT_TRUE(p.from && p.to) << shown(p);
  EXPECT_LE(*p.from, (Date{2018, 4, 10})) << shown(p);
  EXPECT_GE(*p.to, (Date{2018, 4, 10})) << shown(p);
  EXPECT_TRUE(within(p, "2018-03-01", "2019-06-30")) << shown(p);
  EXPECT_NE(p.evidence.back().clue.find("soon after"), std::string::npos) << shown(p);
}

TEST(Dating, SeveralInOfficeAtOnceNarrow) {
  const Published p = date_of(
      "بحث وزير الخارجية الأمريكي ريكس تيلرسون الملف مع نظيره الفرنسي جان إيف لودريان. وقال وزير الخارجية البريطاني بوريس جونسون إن لندن "
      "معنية. وشارك وزير الخارجية الألماني زيغمار غابرييل في اللقاء.");
  ASSERT_TRUE(p.from && p.to) << shown(p);
  EXPECT_TRUE(within(p, "2017-01-01", "2018-07-31")) << shown(p);
  EXPECT_LE(*p.from, (Date{2017, 9, 1})) << shown(p);
  EXPECT_GE(*p.to, (Date{2017, 9, 1})) << shown(p);
}

TEST(Dating, OtherYearsAreAsGoodAsTheCorpusOnes) {
  const struct {
    const char* text;
    Date day;
  } cases[] = {
      {"سيطر تنظيم القاعدة على الأخبار بعد أن وجه الرئيس الأمريكي جورج بوش كلمة إلى الأمة. وقال وزير الدفاع الأمريكي دونالد رامسفيلد إن "
       "اعتقال صدام حسين قبل أيام نجاح كبير.",
       {2003, 12, 17}},
      {"انفجار مرفأ بيروت: وصل الرئيس الفرنسي إيمانويل ماكرون إلى لبنان. وقال رئيس الحكومة حسان دياب إن انفجار المرفأ كارثة وطنية.",
       {2020, 8, 7}},
      {"التقى وزير الخارجية الأمريكي أنتوني بلينكن نظيره الإسرائيلي يائير لابيد. وبحث الرئيس الأمريكي جو بايدن سيطرة طالبان على كابل مع "
       "المستشارة أنغيلا ميركل.",
       {2021, 8, 20}},
      {"قالت وزيرة الخارجية الأمريكية هيلاري كلينتون إن مقتل القذافي يطوي صفحة. ورحب وزير الخارجية البريطاني وليام هيغ.", {2011, 10, 21}}};
  for (const auto& c : cases) {
    const Published p = date_of(c.text);
    EXPECT_TRUE(!p.from || *p.from <= c.day) << shown(p);
    EXPECT_TRUE(!p.to || *p.to >= c.day) << shown(p);
    EXPECT_TRUE(p.from || p.to) << c.text;
  }
}

TEST(Dating, CountsWhatIsKnownOfClues) {
  const ClueRates rates(model::Lexicon::builtin());
  EXPECT_TRUE(rates.known());
  for (std::size_t k = 0; k < kClueKinds; ++k) {
    const auto kind = static_cast<ClueKind>(k);
    if (is_distance(kind)) {
      EXPECT_FALSE(rates.bins[k].empty()) << to_string(kind);
      EXPECT_TRUE(std::ranges::is_sorted(rates.bins[k], {}, &ClueRates::Bin::to)) << to_string(kind);
    } else {
      EXPECT_GT(rates.right[k], 0) << to_string(kind);
    }
  }
}

RC_GTEST_PROP(Dating, AnswersInOrderWhateverTheClues, ()) {
  static const ClueRates rates(model::Lexicon::builtin());
  std::vector<Clue> clues;
  const int n = *rc::gen::inRange(0, 12);
  for (int i = 0; i < n; ++i) {
    Clue c;
    c.kind = static_cast<ClueKind>(*rc::gen::inRange(0, static_cast<int>(kClueKinds)));
    const long from = *rc::gen::inRange(-20000, 30000);
    c.days = {{from, from + *rc::gen::inRange(0, 4000)}};
    c.identity = std::to_string(i);
    clues.push_back(std::move(c));
  }
  const Published once = solve_clues(clues, rates), twice = solve_clues(clues, rates);
  RC_ASSERT(!once.from || once.from->valid());
  RC_ASSERT(!once.to || once.to->valid());
  RC_ASSERT(!once.from || !once.to || *once.from <= *once.to);
  RC_ASSERT(once.from == twice.from && once.to == twice.to);
}

TEST(Dating, TakesRepetitionInItsStride) {
  // Every word begins or completes a trigger, in one sentence: the work must not grow with the square of its length.
  std::string text;
  for (int i = 0; i < 8000; ++i) text += "قرار ترامب 2018 أكتوبر الماضي خاشقجي مقتل ";
  const Published p = date_of(text);
  EXPECT_TRUE(p.from) << shown(p);
}

TEST(Dating, TopicsHaveTimesInOrder) {
  const model::Table& t = model::Lexicon::builtin().table("time/topics");
  EXPECT_GE(t.rows(), 200u);
  for (std::uint32_t r = 0; r < t.rows(); ++r) {
    const auto from = Date::parse(t.cell(r, t.column("from"))), to = Date::parse(t.cell(r, t.column("to")));
    ASSERT_TRUE(from && to) << r;
    EXPECT_LT(*from, *to) << t.cell(r, t.column("gloss"));
  }
}

}  // namespace
}  // namespace isnad::extract
