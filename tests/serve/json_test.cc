#include "serve/json.h"

#include <gtest/gtest.h>

#include "serve/gzip.h"
#include "serve/limits.h"

namespace isnad::serve {
namespace {

TEST(OnlyMembers, KeepsThoseNamedAsTheyAre) {
  const std::string object = R"({"id":"a","text":"x\",\"y","list":[{"id":1},[2,"]"]],"n":3,"o":{"id":"}"}})";
  EXPECT_EQ(only_members(object, {"id", "n"}), R"({"id":"a","n":3})");
  EXPECT_EQ(only_members(object, {"text", "list"}), R"({"text":"x\",\"y","list":[{"id":1},[2,"]"]]})");
  EXPECT_EQ(only_members(object, {"o", "none"}), R"({"o":{"id":"}"}})");
  EXPECT_EQ(only_members("{}", {"id"}), "{}");
}

TEST(Ids, SortByWhenTheyWereMade) {
  const std::string a = new_id('k'), b = new_id('k');
  EXPECT_LT(a, b);
  EXPECT_EQ(a.size(), 17u);
}

TEST(Gzip, IsTakenOnlyWhereItIsWanted) {
  for (const char* yes : {"gzip", "br, gzip", "gzip;q=0.5", "*"}) EXPECT_TRUE(takes_gzip(yes)) << yes;
  for (const char* no : {"", "br", "gzip;q=0", "gzip; q=0.0", "xgzip"}) EXPECT_FALSE(takes_gzip(no)) << no;
}

TEST(RateLimit, GivesEveryoneHisOwn) {
  RateLimit limit(5);
  int a = 0;
  for (int i = 0; i < 100; ++i) a += limit.take("a");
  EXPECT_GE(a, 10);
  EXPECT_LE(a, 12);
  EXPECT_TRUE(limit.take("b"));
  RateLimit none(0);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(none.take("a"));
}

}  // namespace
}  // namespace isnad::serve
