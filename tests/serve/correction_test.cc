#include "serve/correction.h"

#include <gtest/gtest.h>

namespace isnad::serve {
namespace {

TEST(Correction, IsReadAsItWasKept) {
  auto c = correction_from_request(
      R"({"kind":"date","target":{"type":"contact","id":"c1"},"value":{"from":"2015-02","to":null},"note":"من بيان الوزارة","who":"مريم"})");
  ASSERT_TRUE(c);
  c->id = "k1", c->at = "2024-01-01T00:00:00Z";
  c->anchors.push_back({"c1", "d1", "c2", "التقى الوفدان"});
  const auto again = correction_from_json(to_json(*c, true));
  ASSERT_TRUE(again);
  EXPECT_EQ(to_json(*again, true), to_json(*c, true));
  EXPECT_FALSE(again->undone());
  c->undone_by = "سالم", c->undone_at = "2024-01-02T00:00:00Z";
  EXPECT_TRUE(correction_from_json(to_json(*c, false))->undone());
}

TEST(Correction, SaysWhichMemberIsWrong) {
  const auto where = [](const char* json) { return correction_from_request(json).error().where; };
  EXPECT_EQ(where("nothing"), "body");
  EXPECT_EQ(where(R"({"kind":"erase","target":{"type":"claim","id":"s1"}})"), "kind");
  EXPECT_EQ(where(R"({"kind":"note","note":"x"})"), "target");
  EXPECT_EQ(where(R"({"kind":"note","target":{"type":"x","id":"s1"},"note":"x"})"), "target.type");
  EXPECT_EQ(where(R"({"kind":"merge","target":{"type":"document","id":"d"},"with":["e"]})"), "target.type");
  EXPECT_EQ(where(R"({"kind":"merge","target":{"type":"claim","id":"s1"},"with":[]})"), "with");
  EXPECT_EQ(where(R"({"kind":"date","target":{"type":"document","id":"d"},"value":{"from":"yesterday"}})"), "value.from");
  EXPECT_EQ(where(R"({"kind":"note","target":{"type":"claim","id":"s1"},"note":"x","more":1})"), "more");
}

}  // namespace
}  // namespace isnad::serve
