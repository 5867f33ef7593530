#include "watch/schedule.h"

#include <gtest/gtest.h>

namespace isnad::watch {
namespace {

TEST(Schedule, RestsDouble) {
  EXPECT_EQ(back_off(1, kMinute, kHour), kMinute);
  EXPECT_EQ(back_off(2, kMinute, kHour), 2 * kMinute);
  EXPECT_EQ(back_off(4, kMinute, kHour), 8 * kMinute);
  EXPECT_EQ(back_off(1000, kMinute, kHour), kHour);
}

TEST(Schedule, OneRequestAtATimeAndAPause) {
  HostSchedule s(2 * kSecond);
  EXPECT_EQ(s.next_at("a"), 0);
  s.begin("a");
  EXPECT_GT(s.next_at("a"), 1000 * kDay);
  EXPECT_EQ(s.next_at("b"), 0);
  s.end("a", 5000);
  EXPECT_EQ(s.next_at("a"), 7000);
}

TEST(Schedule, AHostCanAskForLongerPauses) {
  HostSchedule s(2 * kSecond);
  s.slow_down("a", 10 * kSecond);
  s.begin("a");
  s.end("a", 1000);
  EXPECT_EQ(s.next_at("a"), 11'000);
  s.slow_down("b", 10 * kHour);
  s.begin("b");
  s.end("b", 0);
  EXPECT_LE(s.next_at("b"), kHour) << "not for ever";
}

TEST(Schedule, TroubleMakesItRest) {
  HostSchedule s(0);
  const Millis first = s.trouble("a", 0, 0).until, second = s.trouble("a", first, 0).until - first;
  EXPECT_EQ(second, 2 * first);
  EXPECT_EQ(s.trouble("a", second * 10, 90 * kSecond).until, second * 10 + 90 * kSecond) << "what it asks for";
  EXPECT_LE(s.trouble("a", 0, 1000 * kDay).until, 2 * kDay) << "but not for ever";
  EXPECT_TRUE(s.well("a"));
  EXPECT_FALSE(s.well("a"));
}

TEST(Schedule, IsRecalled) {
  HostSchedule s(0);
  s.recall("a", {5000, 3});
  EXPECT_EQ(s.next_at("a"), 5000);
  s.tidy(6000);
  EXPECT_TRUE(s.knows("a"));
  s.well("a");
  s.tidy(6000);
  EXPECT_FALSE(s.knows("a"));
}

}  // namespace
}  // namespace isnad::watch
