#include "isnad/date.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace isnad {
namespace {

TEST(Date, ParsesWhatItPrints) {
  for (const std::string text : {"2013", "2013-10", "2013-10-08", "0622-07-16", "2024-02-29"}) {
    const auto date = Date::parse(text);
    ASSERT_TRUE(date) << text;
    EXPECT_EQ(date->to_string(), text);
  }
}

TEST(Date, IgnoresTheTimeOfDay) {
  EXPECT_EQ(Date::parse("2013-10-08T12:00:00Z"), (Date{2013, 10, 8}));
  EXPECT_EQ(Date::parse("2013-10-08 12:00"), (Date{2013, 10, 8}));
}

TEST(Date, RefusesWhatIsNoDate) {
  for (const char* text : {"", "13", "2013-", "2013-1", "2013-13", "2013-00", "2013-10-", "2013-10-8", "2013-10-32", "2013-10-00", "2023-02-29",
                           "2013-10-08x", "2013/10/08", "08-10-2013", "yesterday"})
    EXPECT_FALSE(Date::parse(text)) << text;
}

TEST(Date, KnowsTheDaysThatItCovers) {
  EXPECT_EQ((Date{2024, 0, 0}).first_day(), (Date{2024, 1, 1}));
  EXPECT_EQ((Date{2024, 0, 0}).last_day(), (Date{2024, 12, 31}));
  EXPECT_EQ((Date{2024, 2, 0}).last_day(), (Date{2024, 2, 29}));
  EXPECT_EQ((Date{2023, 2, 0}).last_day(), (Date{2023, 2, 28}));
  EXPECT_EQ((Date{2023, 2, 3}).last_day(), (Date{2023, 2, 3}));
}

TEST(Date, CountsWeekdaysFromMonday) {
  EXPECT_EQ((Date{2024, 5, 13}).weekday(), 1);
  EXPECT_EQ((Date{2024, 5, 17}).weekday(), 5);
  EXPECT_EQ((Date{2024, 5, 19}).weekday(), 7);
}

RC_GTEST_PROP(Date, FindsEveryDayByItsNumber, ()) {
  const long number = *rc::gen::inRange(-100000, 100000);  // 1696 to 2243
  const Date day = Date::of_day_number(number);
  RC_ASSERT(day.valid());
  RC_ASSERT(day.day_number() == number);
  RC_ASSERT(Date::parse(day.to_string()) == day);
  RC_ASSERT(Date::of_day_number(number + 7).weekday() == day.weekday());
}

}  // namespace
}  // namespace isnad
