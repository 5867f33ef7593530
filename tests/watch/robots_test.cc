#include "watch/robots.h"

#include <gtest/gtest.h>

#include <chrono>

namespace isnad::watch {
namespace {

bool allowed(const std::string& file, const std::string& path) { return Robots::parse(file, "isnad").allows(path); }

TEST(Robots, AnEmptyFileForbidsNothing) {
  EXPECT_TRUE(allowed("", "/a"));
  EXPECT_TRUE(allowed("User-agent: *\nDisallow:\n", "/a"));
  EXPECT_TRUE(allowed("<html>nothing here</html>", "/a"));
}

TEST(Robots, RulesAreBeginningsOfPaths) {
  const char* file = "User-agent: *\nDisallow: /fish\n";
  for (const char* path : {"/fish", "/fish.html", "/fish/salmon", "/fishheads", "/fish?id=1"}) EXPECT_FALSE(allowed(file, path)) << path;
  for (const char* path : {"/Fish", "/catfish", "/", "/?id=fish"}) EXPECT_TRUE(allowed(file, path)) << path;
}

TEST(Robots, OurGroupReplacesThatForAll) {
  const char* file =
      "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: ISNAD/2.0\nDisallow: /a\n\nUser-agent: isnad\nDisallow: /b\n";
  EXPECT_TRUE(allowed(file, "/c"));
  EXPECT_FALSE(allowed(file, "/a"));
  EXPECT_FALSE(allowed(file, "/b"));
  EXPECT_TRUE(allowed("User-agent: isnadbot\nDisallow: /\n", "/a"));
}

TEST(Robots, OurGroupWithoutRulesForbidsNothing) {
  EXPECT_TRUE(allowed("User-agent: *\nDisallow: /\nUser-agent: isnad\nDisallow:\n", "/a"));
}

TEST(Robots, TheLongestRuleDecides) {
  EXPECT_TRUE(allowed("User-agent: *\nAllow: /p\nDisallow: /\n", "/page"));
  EXPECT_TRUE(allowed("User-agent: *\nAllow: /folder\nDisallow: /folder\n", "/folder/page"));
  EXPECT_FALSE(allowed("User-agent: *\nAllow: /page\nDisallow: /*.htm\n", "/page.htm"));
  EXPECT_TRUE(allowed("User-agent: *\nAllow: /$\nDisallow: /\n", "/"));
  EXPECT_FALSE(allowed("User-agent: *\nAllow: /$\nDisallow: /\n", "/page.htm"));
}

TEST(Robots, StarsAndEnds) {
  EXPECT_FALSE(allowed("User-agent: *\nDisallow: /*.php$\n", "/a/b.php"));
  EXPECT_TRUE(allowed("User-agent: *\nDisallow: /*.php$\n", "/a/b.php?x"));
  EXPECT_FALSE(allowed("User-agent: *\nDisallow: /a*b*c\n", "/a1b2c3"));
  EXPECT_TRUE(allowed("User-agent: *\nDisallow: /a*b*c\n", "/a1c2b3"));
  EXPECT_FALSE(allowed("User-agent: *\nDisallow: *\n", "/a"));
  EXPECT_TRUE(allowed("User-agent: *\nDisallow: /ab*ba$\n", "/aba"));
}

TEST(Robots, PercentEncodingIsOneSpelling) {
  const char* file = "User-agent: *\nDisallow: /أخبار/\nDisallow: /a%3cd\nDisallow: /%7Ejoe\n";
  EXPECT_FALSE(allowed(file, "/%d8%a3%D8%AE%D8%A8%D8%A7%D8%B1/1"));
  EXPECT_FALSE(allowed(file, "/a%3Cd.html"));
  EXPECT_FALSE(allowed(file, "/~joe/"));
  EXPECT_TRUE(allowed(file, "/a<d"));
}

TEST(Robots, AnyLineEndsMarksAndOrder) {
  const char* file =
      "\xEF\xBB\xBFUSER-AGENT : *  # all\r\n# a comment\rSitemap: https://example.org/s.xml\r\nDisAllow:/x # here\r\nCrawl-delay: 2.5\r\n";
  EXPECT_FALSE(allowed(file, "/x"));
  EXPECT_EQ(Robots::parse(file, "isnad").delay_s(), 2.5);
  EXPECT_EQ(Robots::parse("User-agent: *\nCrawl-delay: soon\n", "isnad").delay_s(), std::nullopt);
}

TEST(Robots, TheFileItselfMayBeAskedFor) { EXPECT_TRUE(allowed("User-agent: *\nDisallow: /\n", "/robots.txt")); }

TEST(Robots, HostileRulesTakeNoLongTime) {
  std::string file = "User-agent: *\n";
  while (file.size() < Robots::kLargest) {
    file += "Disallow: /";
    for (int i = 0; i < 500; ++i) file += "a*";
    file += "b$\n";
  }
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_TRUE(allowed(file, "/" + std::string(2000, 'a')));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
}

}  // namespace
}  // namespace isnad::watch
