#include "isnad/date.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace isnad {
namespace {

TEST(Date, PrintsWhatItKnows) {
  EXPECT_EQ((Date{2013, 0, 0}.to_string()), "2013");
  EXPECT_EQ((Date{2013, 10, 0}.to_string()), "2013-10");
  EXPECT_EQ((Date{2013, 10, 8}.to_string()), "2013-10-08");
}

TEST(Date, ParsesWhatItPrints) {
  for (const char* text : {"2013", "2013-10", "2013-10-08", "0622-07-16", "2024-02-29"}) {
    const auto date = Date::parse(text);
    ASSERT_TRUE(date) << text;
    EXPECT_EQ(date->to_string(), text);
  }
}

TEST(Date, IgnoresATimeOfDay) { EXPECT_EQ(Date::parse("2018-02-20T01:07:01+04:00"), (Date{2018, 2, 20})); }

TEST(Date, RefusesWhatIsNoDate) {
  for (const char* text : {"", "20", "2013-", "2013-13", "2013-00", "2013-02-30", "2013-10-8", "2013/10/08", "x2013", "2013-10-08x",
                           "2013-1-1", "2013-10-", "2013-10-00", "2013-10-32", "yesterday"})
    EXPECT_FALSE(Date::parse(text)) << text;
}

TEST(Date, KnowsLeapYears) {
  EXPECT_TRUE((Date{2024, 2, 29}.valid()));
  EXPECT_FALSE((Date{2023, 2, 29}.valid()));
  EXPECT_TRUE((Date{2000, 2, 29}.valid()));
  EXPECT_FALSE((Date{1900, 2, 29}.valid()));
  EXPECT_EQ((Date{2024, 2, 0}.last_day()), (Date{2024, 2, 29}));
  EXPECT_EQ((Date{2023, 0, 0}.last_day()), (Date{2023, 12, 31}));
}

TEST(Date, CountsDaysFromTheEpoch) {
  EXPECT_EQ((Date{1970, 1, 1}.day_number()), 0);
  EXPECT_EQ((Date{2000, 3, 1}.day_number()), 11017);
  EXPECT_EQ((Date{1969, 12, 31}.day_number()), -1);
}

TEST(Date, KnowsTheWeekday) {
  EXPECT_EQ((Date{2013, 10, 8}.weekday()), 2);  // a Tuesday
  EXPECT_EQ((Date{2024, 5, 19}.weekday()), 7);  // a Sunday
  EXPECT_EQ((Date{1970, 1, 1}.weekday()), 4);   // a Thursday
}

RC_GTEST_PROP(Date, DayNumbersComeBack, ()) {
  const long n = *rc::gen::inRange<long>(-200000, 200000);
  const Date date = Date::of_day_number(n);
  RC_ASSERT(date.valid());
  RC_ASSERT(date.day_number() == n);
  RC_ASSERT(Date::parse(date.to_string()) == date);
  RC_ASSERT(Date::of_day_number(n + 7).weekday() == date.weekday());
  RC_ASSERT(Date::of_day_number(n + 1) > date);
}

}  // namespace
}  // namespace isnad
