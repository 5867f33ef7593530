#include "serve/http/target.h"

#include <gtest/gtest.h>

namespace isnad::serve {
namespace {

TEST(Target, IsTakenApartAndDecoded) {
  const auto t = parse_target("/api/v1/documents/%D9%83?q=%D9%83%D9%8A+x&fields=id,title&empty=&flag#part");
  ASSERT_TRUE(t);
  EXPECT_EQ(t->path, (std::vector<std::string>{"api", "v1", "documents", "ك"}));
  const std::vector<std::pair<std::string, std::string>> query{{"q", "كي x"}, {"fields", "id,title"}, {"empty", ""}, {"flag", ""}};
  EXPECT_EQ(t->query, query);
  EXPECT_EQ(t->plain, "/api/v1/documents/%D9%83");
  EXPECT_TRUE(parse_target("/")->path.empty());
}

TEST(Target, WhatLeadsElsewhereIsNone) {
  for (const char* bad : {"",      "x",  "*",   "http://x/", "/..",  "/a/../b", "/%2e%2e/x", "/a%2fb", "/a%5Cb", "//",
                          "/a//b", "/%", "/%4", "/%zz",      "/%00", "/%ff",    "/a?x=%0a",  "/a?%",   "/a\x01", "/\xff"})
    EXPECT_FALSE(parse_target(bad)) << bad;
}

TEST(Target, EncodingIsUndoneByDecoding) {
  const std::string text = "كيري & \"x\"=1+2/3?";
  EXPECT_EQ(percent_decoded(percent_encoded(text), true), text);
}

}  // namespace
}  // namespace isnad::serve
