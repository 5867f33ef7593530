// Time expressions and their values, in sentences written for these tests.
#include "extract/time/times.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <regex>
#include <set>

#include "extract/time/calendar.h"
#include "model/key.h"
#include "text/clean.h"

namespace isnad::extract {
namespace {

const TimeGrammar& grammar() {
  static const TimeGrammar g(model::Lexicon::builtin());
  return g;
}

struct Expected {
  std::string text, value;
  friend bool operator==(const Expected&, const Expected&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Expected& e) { return out << e.text << " = " << e.value; }
};

std::vector<Expected> times_of(std::string text, std::optional<Date> published) {
  Document document;
  document.text = std::move(text);
  document.published = published;
  const auto& lexicon = model::Lexicon::builtin();
  const language::Analysis analysis = language::analyse(text::clean(document, lexicon), lexicon);
  std::vector<Expected> out;
  for (const TimeMention& m : find_times(analysis, document, grammar()).mentions)
    if (!m.repeated) out.push_back({std::string(analysis.text.words(m.timex.span)), m.timex.value});
  return out;
}

struct Case {
  std::string sentence;
  std::vector<Expected> times;
};

void check(Date published, const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(times_of(c.sentence, published), c.times) << c.sentence;
}

constexpr Date kThursday{2019, 5, 16};

// clang-format off: a line a case

TEST(Times, ReadsWholeDates) {
  check(kThursday, {
      {"وقع الطرفان الاتفاق في 3 مارس 2017 بحضور الوزير.", {{"3 مارس 2017", "2017-03-03"}}},
      {"وقع الطرفان الاتفاق في ٣ مارس ٢٠١٧ بحضور الوزير.", {{"٣ مارس ٢٠١٧", "2017-03-03"}}},
      {"وصل الوفد يوم الثالث من آذار/مارس 2017.", {{"يوم الثالث من آذار/مارس 2017", "2017-03-03"}}},
      {"عقد اللقاء الأول في 21/9/2016 بمقر الوزارة.", {{"21/9/2016", "2016-09-21"}}},
      {"صدر البيان بتاريخ 2016-09-21 عن المكتب.", {{"2016-09-21", "2016-09-21"}}},
      {"زار المدينة في كانون الثاني (يناير) 2015.", {{"كانون الثاني (يناير) 2015", "2015-01"}}},
      {"زار المدينة في تشرين الأول/أكتوبر عام 2015.", {{"تشرين الأول/أكتوبر عام 2015", "2015-10"}}},
      {"انتهى العمل في الحادي والعشرين من جوان 2018.", {{"الحادي والعشرين من جوان 2018", "2018-06-21"}}},
      {"جرت المشاورات يومي 5 و6 فبراير 2018 في جنيف.", {{"يومي 5 و6 فبراير 2018", "2018-02-05/2018-02-06"}}},
      {"استمر المعرض من 3 إلى 7 أبريل 2018.", {{"من 3 إلى 7 أبريل 2018", "2018-04-03/2018-04-07"}}},
      {"تأسست المنظمة عام 1987م في القاهرة.", {{"عام 1987م", "1987"}}},
      {"تراجعت الأسعار بين عامي 2014 و2016 كثيرا.", {{"بين عامي 2014 و2016", "2014/2016"}}},
      {"ارتفع العدد ما بين 2010 و2012 كثيرا.", {{"ما بين 2010 و2012", "2010/2012"}}},
  });
}

TEST(Times, ReadsTheHijriCalendar) {
  check(kThursday, {
      {"صدر المرسوم في 16 شوال 1436هـ بالرياض.", {{"16 شوال 1436هـ", "2015-08-01"}}},
      {"نشر القرار بتاريخ 9/4/1436هـ في الصحيفة.", {{"9/4/1436هـ", "2015-01-29"}}},
  });
}

TEST(Times, CountsFromThePublicationDate) {
  check(kThursday, {
      {"وصل الوزير أمس إلى عمّان.", {{"أمس", "2019-05-15"}}},
      {"وصل الوزير أول أمس إلى بيروت.", {{"أول أمس", "2019-05-14"}}},
      {"وصل الوزير أمس الأول إلى بيروت.", {{"أمس الأول", "2019-05-14"}}},
      {"يصل الوزير غدا إلى بيروت.", {{"غدا", "2019-05-17"}}},
      {"يصل الوزير بعد غد إلى بيروت.", {{"بعد غد", "2019-05-18"}}},
      {"وصل الوزير اليوم الخميس إلى بيروت.", {{"اليوم الخميس", "2019-05-16"}}},
      {"وصل الوزير اليوم (الخميس) إلى بيروت.", {{"اليوم (الخميس)", "2019-05-16"}}},
      {"غادر الوفد صباح أمس الأربعاء.", {{"صباح أمس الأربعاء", "2019-05-15TMO"}}},
      {"غادر الوفد الأسبوع الماضي.", {{"الأسبوع الماضي", "2019-W19"}}},
      {"سيغادر الوفد الأسبوع المقبل.", {{"الأسبوع المقبل", "2019-W21"}}},
      {"أغلقت السفارة الشهر الماضي.", {{"الشهر الماضي", "2019-04"}}},
      {"أغلقت السفارة العام المنصرم.", {{"العام المنصرم", "2018"}}},
      {"ستفتح السفارة مطلع العام المقبل.", {{"مطلع العام المقبل", "2020"}}},
      {"ستفتح السفارة قبل نهاية الشهر الجاري.", {{"قبل نهاية الشهر الجاري", "2019-05"}}},
      {"بدأ العمل في السادس من الشهر الحالي.", {{"السادس من الشهر الحالي", "2019-05-06"}}},
      {"بدأ العمل هذا الأسبوع.", {{"هذا الأسبوع", "2019-W20"}}},
      {"تجري الزيارة اليوم وغدا.", {{"اليوم وغدا", "2019-05-16/2019-05-17"}}},
      {"انتهى الحوار في 24 أبريل الماضي.", {{"24 أبريل الماضي", "2019-04-24"}}},
      {"انتهى الحوار في ديسمبر الماضي.", {{"ديسمبر الماضي", "2018-12"}}},
      {"يبدأ الحوار في نوفمبر المقبل.", {{"نوفمبر المقبل", "2019-11"}}},
  });
}

TEST(Times, LetsTheTenseDecideAboutWeekdays) {
  check(kThursday, {
      {"قال المتحدث الثلاثاء إن الوفد عاد.", {{"الثلاثاء", "2019-05-14"}}},
      {"سيعقد المجلس جلسة الثلاثاء.", {{"الثلاثاء", "2019-05-21"}}},
      {"قال المتحدث الخميس إن الوفد عاد.", {{"الخميس", "2019-05-16"}}},
      {"وصل الوفد الخميس الماضي.", {{"الخميس الماضي", "2019-05-09"}}},
      {"وصل الوفد مساء الأحد.", {{"مساء الأحد", "2019-05-12TEV"}}},
      {"وصل الوفد في الساعات الأولى من يوم الأربعاء.", {{"الساعات الأولى من يوم الأربعاء", "2019-05-15TMO"}}},
  });
}

TEST(Times, ReadsLengths) {
  check(kThursday, {
      {"استمر الاجتماع ثلاث ساعات.", {{"ثلاث ساعات", "PT3H"}}},
      {"عاد بعد عامين من الغياب.", {{"بعد عامين", "P2Y"}}},
      {"سجن لمدة خمسة عشر شهرا.", {{"خمسة عشر شهرا", "P15M"}}},
      {"تجري المحادثات منذ أكثر من خمس وعشرين سنة.", {{"منذ أكثر من خمس وعشرين سنة", "P25Y"}}},
      {"غادر قبل أسبوعين ونصف.", {{"قبل أسبوعين ونصف", "P2.5W"}}},
      {"يعيش هناك منذ عقود.", {{"منذ عقود", "PXY"}}},
      {"عاد بعد بضعة أيام.", {{"بعد بضعة أيام", "PXD"}}},
      {"انتظر أسبوعا كاملا.", {{"أسبوعا كاملا", "P1W"}}},
      {"تراجع الإنتاج خلال السنوات الخمس الماضية.", {{"السنوات الخمس الماضية", "P5Y"}}},
      {"سيصل خلال الـ48 ساعة المقبلة.", {{"الـ48 ساعة المقبلة", "PT48H"}}},
      {"حكم عليه بالسجن سنة وثلاثة أشهر.", {{"سنة وثلاثة أشهر", "P1Y3M"}}},
      {"تجتمع اللجنة كل أسبوعين.", {{"كل أسبوعين", "P2W"}}},
      {"يزور المصنع سنويا كثيرون.", {{"سنويا", "P1Y"}}},
      {"انقضى أكثر من عقد من الزمن.", {{"أكثر من عقد من الزمن", "P10Y"}}},
  });
}

TEST(Times, ReadsTheClock) {
  check(kThursday, {
      {"بدأت الجلسة أمس عند الساعة العاشرة صباحا.", {{"أمس", "2019-05-15"}, {"الساعة العاشرة صباحا", "2019-05-15T10:00"}}},
      {"بدأت الجلسة عند الساعة الثالثة والنصف عصرا بالتوقيت المحلي.", {{"الساعة الثالثة والنصف عصرا بالتوقيت المحلي", "2019-05-16T15:30"}}},
      {"بدأت الجلسة الساعة 14:30 بتوقيت غرينتش.", {{"الساعة 14:30 بتوقيت غرينتش", "2019-05-16T14:30Z"}}},
  });
}

TEST(Times, ReadsPeriods) {
  check(kThursday, {
      {"تأسست الشركة في ثمانينيات القرن الماضي.", {{"ثمانينيات القرن الماضي", "198"}}},
      {"بني القصر في القرن التاسع عشر.", {{"القرن التاسع عشر", "18"}}},
      {"زار البلاد صيف 2015 مع عائلته.", {{"صيف 2015", "2015-SU"}}},
      {"ارتفعت الأرباح في الربع الأول من عام 2018.", {{"الربع الأول من عام 2018", "2018-Q1"}}},
      {"وصل الوفد قبل عيد الأضحى 2018 بيوم.", {{"قبل عيد الأضحى 2018", "2018-08-21"}}},
  });
}

TEST(Times, ReadsVagueWords) {
  check(kThursday, {
      {"يزور الوفد القاهرة حاليا.", {{"حاليا", "PRESENT_REF"}}},
      {"كان مستشارا سابقا في وقت سابق.", {{"سابقا", "PAST_REF"}, {"وقت سابق", "PAST_REF"}}},
      {"ستعلن النتائج قريبا.", {{"قريبا", "FUTURE_REF"}}},
      {"ستعلن النتائج في وقت لاحق.", {{"وقت لاحق", "FUTURE_REF"}}},
      {"أعلنت النتائج في وقت لاحق.", {{"وقت لاحق", "PAST_REF"}}},
      {"لم يصل أحد حتى اللحظة.", {{"اللحظة", "PRESENT_REF"}}},
      {"سيزور المنطقة خلال المرحلة المقبلة.", {{"المرحلة المقبلة", "FUTURE_REF"}}},
  });
}

TEST(Times, PointsBack) {
  check(kThursday, {
      {"وصل في 3 مارس 2017 وغادر في اليوم نفسه.", {{"3 مارس 2017", "2017-03-03"}, {"اليوم نفسه", "2017-03-03"}}},
      {"وصل في 3 مارس 2017 وغادر في اليوم التالي.", {{"3 مارس 2017", "2017-03-03"}, {"اليوم التالي", "2017-03-04"}}},
      {"بدأت الأزمة في يوليو 2016 وانتهت في سبتمبر من العام نفسه.", {{"يوليو 2016", "2016-07"}, {"سبتمبر من العام نفسه", "2016-09"}}},
  });
}

TEST(Times, StaysSilentWhereNothingIsTime) {
  for (const char* sentence : {
           "أصدر مجلس الأمن القرار 2015 بالإجماع.",
           "وصل 2000 شخص إلى الميدان.",
           "قال الأمين العام إن الوضع مقلق.",
           "زار الشيخ صباح الخالد الجناح.",
           "أدى المصلون صلاة الجمعة في الساحة.",
           "مارس الفريق تدريباته.",
           "فاز المنتخب 3-2 على ضيفه.",
           "لامس السعر أعلى مستوياته.",
           "تحدث بشكل عام عن الملف.",
           "عقد الطرفان جلسة مشاورات.",
           "في الوقت نفسه نفت الوزارة الخبر.",
           "قال رئيس الحكومة السابق إنه باق.",
       })
    EXPECT_EQ(times_of(sentence, kThursday), std::vector<Expected>{}) << sentence;
}

TEST(Times, LeavesAttachedParticlesOutOfTheSpan) {
  check(kThursday, {
      {"وفي 2014 تغير كل شيء.", {{"2014", "2014"}}},
      {"غادروا بنهاية يونيو 2014.", {{"نهاية يونيو 2014", "2014-06"}}},
      {"ومنذ عام 2011 تغير كل شيء.", {{"منذ عام 2011", "2011"}}},
      {"وأمس وصل الوفد.", {{"أمس", "2019-05-15"}}},
  });
}

TEST(Times, MarksRepetitions) {
  Document document;
  document.text = "وصل الوزير أمس. وقال أمس إن الزيارة ناجحة. وأمس غادر الوفد.";
  document.published = kThursday;
  const auto& lexicon = model::Lexicon::builtin();
  const language::Analysis analysis = language::analyse(text::clean(document, lexicon), lexicon);
  const Times times = find_times(analysis, document, grammar());
  ASSERT_EQ(times.mentions.size(), 3u);
  EXPECT_FALSE(times.mentions[0].repeated);
  EXPECT_TRUE(times.mentions[1].repeated);
  EXPECT_TRUE(times.mentions[2].repeated);
}

TEST(Calendar, KnowsWeeksFeastsAndMonths) {
  EXPECT_EQ(iso_week({2013, 10, 8}), "2013-W41");
  EXPECT_EQ(iso_week({2018, 12, 31}), "2019-W01");
  EXPECT_EQ(iso_week({2021, 1, 3}), "2020-W53");
  EXPECT_EQ(easter(2018, false), (Date{2018, 4, 1}));
  EXPECT_EQ(easter(2018, true), (Date{2018, 4, 8}));
  EXPECT_EQ(easter(2024, true), (Date{2024, 5, 5}));
  EXPECT_EQ(add_months({2019, 1, 0}, -1), (Date{2018, 12, 0}));
  EXPECT_EQ(from_hijri(1436, 10, 1), (Date{2015, 7, 17}));
  EXPECT_EQ(to_hijri({2015, 7, 17}), (Date{1436, 10, 1}));
  EXPECT_FALSE(from_hijri(1436, 13, 1));
}

// --- properties

const char* const kMonths[] = {"يناير", "شباط", "آذار/مارس", "أبريل (نيسان)", "ماي", "حزيران", "يوليو تموز", "غشت", "أيلول", "تشرين الأول", "نونبر", "كانون الأول/ديسمبر"};

bool well_formed(const std::string& value) {
  static const std::regex pattern(
      "(\\d{4}|XXXX)(-(\\d{2}|XX))?(-(\\d{2}|XX))?(T(MO|AF|EV|NI|\\d{2}:\\d{2}Z?))?|(\\d{4}|XXXX)-W(\\d{2}|XX)(-(WE|\\d))?|\\d{2,3}|\\d{4}-(SP|SU|FA|WI|Q[1-4]|H[12])"
      "|PT?(X|\\d+(\\.\\d+)?)[YMWDHS](\\d+[YMWDHS])*|(PRESENT|PAST|FUTURE)_REF|T\\d{2}:\\d{2}Z?|T(MO|AF|EV|NI)|");
  const std::size_t slash = value.find('/');
  if (slash != std::string::npos) return well_formed(value.substr(0, slash)) && well_formed(value.substr(slash + 1));
  return std::regex_match(value, pattern);
}

// A whole date in words comes back as itself, whatever day it is read on.
RC_GTEST_PROP(Times, WholeDatesRoundTrip, ()) {
  const Date date = Date::of_day_number(*rc::gen::inRange<long>(-7000, 20000));
  const Date today = Date::of_day_number(*rc::gen::inRange<long>(9000, 20000));
  const std::string text = "وقع الاتفاق في " + std::to_string(date.day) + " " + kMonths[date.month - 1] + " " + std::to_string(date.year) + " بحضور الوفد.";
  const auto times = times_of(text, today);
  RC_ASSERT(times.size() == 1u);
  RC_ASSERT(times[0].value == date.to_string());
}

// Any heap of words of time gives values that are well formed, and dates that exist.
RC_GTEST_PROP(Times, AnyHeapOfWordsIsSafe, ()) {
  static const std::vector<std::string> kHeap = [] {
    std::vector<std::string> out = {"،", "(", ")", "/", "-", "و", "من", "إلى", "في", "31", "30", "29", "2", "1436هـ", "2015", "1999", "قال", "سيعقد", "الـ", "12:30", "99"};
    const auto& lexicon = model::Lexicon::builtin();
    // The columns of words of every table of times.
    const std::pair<const char*, std::vector<const char*>> words[] = {
        {"time/dayparts", {"forms", "adverbs"}}, {"time/edges", {"forms"}},     {"time/feasts", {"forms"}},    {"time/modifiers", {"forms"}},
        {"time/months", {"names", "weak"}},      {"time/numbers", {"forms"}},   {"time/ordinals", {"forms"}},  {"time/particles", {"forms"}},
        {"time/periods", {"forms"}},             {"time/weekdays", {"names"}},  {"time/words", {"forms"}},     {"time/zones", {"forms"}},
        {"time/units", {"singular", "dual", "plural", "weak"}},
    };
    for (const auto& [name, columns] : words) {
      const model::Table& table = lexicon.table(name);
      for (std::uint32_t r = 0; r < table.rows(); ++r)
        for (const char* column : columns)
          for (const std::string_view v : model::values(table.cell(r, table.column(column)))) out.emplace_back(v);
    }
    return out;
  }();
  const auto picks = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, kHeap.size()));
  std::string text;
  for (const std::size_t i : picks) (text += kHeap[i]) += ' ';
  const bool dated = *rc::gen::arbitrary<bool>();
  const Date today = Date::of_day_number(*rc::gen::inRange<long>(0, 20000));
  Document document;
  document.text = text;
  if (dated) document.published = today;
  const auto& lexicon = model::Lexicon::builtin();
  const language::Analysis analysis = language::analyse(text::clean(document, lexicon), lexicon);
  const Times times = find_times(analysis, document, grammar());
  std::uint32_t end = 0;
  for (const TimeMention& m : times.mentions) {
    RC_ASSERT(well_formed(m.timex.value));
    RC_ASSERT(m.first < m.last);
    RC_ASSERT(m.first >= end);
    end = m.last;
    RC_ASSERT(m.timex.span.start < m.timex.span.end);
    RC_ASSERT(m.timex.span.end <= analysis.text.chars.size());
    if (m.from) RC_ASSERT(m.from->valid());
    if (m.to) RC_ASSERT(m.to->valid());
    if (m.timex.value.size() == 10 && m.timex.value[0] <= '9' && m.timex.value.find('X') == std::string::npos) RC_ASSERT(Date::parse(m.timex.value).has_value());
  }
  if (times.published.from && times.published.to) RC_ASSERT(*times.published.from <= *times.published.to);
}

// --- the tables

TEST(TimeTables, HoldWhatTheCodeKnows) {
  const auto& lexicon = model::Lexicon::builtin();
  const auto all = [&](const char* table, const char* column, const std::set<std::string_view>& allowed) {
    const model::Table& t = lexicon.table(table);
    for (std::uint32_t r = 0; r < t.rows(); ++r) EXPECT_TRUE(allowed.contains(t.cell(r, t.column(column)))) << table << " row " << r << ": " << t.cell(r, t.column(column));
  };
  all("time/months", "calendar", {"gregorian", "hijri"});
  all("time/units", "unit", {"second", "minute", "hour", "day", "night", "week", "month", "year", "decade", "century"});
  all("time/numbers", "class", {"unit", "teen", "ten", "hundred", "thousand", "vague"});
  all("time/ordinals", "class", {"unit", "ten", "teen"});
  all("time/modifiers", "meaning", {"last", "next", "this", "same", "following", "preceding", "recent"});
  all("time/edges", "edge", {"start", "mid", "end"});
  all("time/periods", "kind", {"season", "part", "decade"});
  all("time/feasts", "calendar", {"gregorian", "hijri", "easter", "orthodox"});
  all("time/events", "kind", {"sudden", "scheduled", "epoch", "era", "report"});
  all("time/particles", "role",
      {"since", "after", "before", "during", "in", "of", "to", "from", "between", "approx", "this", "that", "same", "every", "half", "quarter", "third", "less_quarter",
       "durational", "ago", "corresponding", "ce", "ah", "clock", "minute_of", "counted", "numbered", "holder", "future", "past", "first", "first_words", "past_cue",
       "irrealis", "zone_head", "before_christ", "former", "deputy"});
}

TEST(TimeTables, EveryMonthAndWeekdayIsNamed) {
  const auto& lexicon = model::Lexicon::builtin();
  std::set<std::pair<std::string, std::string>> months;
  const model::Table& t = lexicon.table("time/months");
  for (std::uint32_t r = 0; r < t.rows(); ++r) months.emplace(t.cell(r, t.column("calendar")), t.cell(r, t.column("number")));
  EXPECT_EQ(months.size(), 24u);
  EXPECT_EQ(lexicon.table("time/weekdays").rows(), 7u);
}

TEST(TimeTables, EventsHaveDatesAndTriggersOfSeveralWords) {
  const model::Table& t = model::Lexicon::builtin().table("time/events");
  EXPECT_GE(t.rows(), 250u);
  for (std::uint32_t r = 0; r < t.rows(); ++r) {
    EXPECT_TRUE(Date::parse(t.cell(r, t.column("date")))) << r;
    for (const std::string_view trigger : model::values(t.cell(r, t.column("triggers"))))
      EXPECT_NE(trigger.find(' '), std::string_view::npos) << "one word is too little: " << trigger;
  }
}

// clang-format on

}  // namespace
}  // namespace isnad::extract
