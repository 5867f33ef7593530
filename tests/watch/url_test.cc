#include "watch/url.h"

#include <gtest/gtest.h>

namespace isnad::watch {
namespace {

TEST(Url, InOneForm) {
  const auto url = parse_url("  HTTPS://Example.ORG:443/news/أخبار?id=1&x=2#part \n");
  ASSERT_TRUE(url) << url.error().text();
  EXPECT_EQ(url->text, "https://example.org/news/%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1?id=1&x=2");
  EXPECT_EQ(url->host, "example.org");
  EXPECT_EQ(url->origin, "https://example.org");
  EXPECT_EQ(url->path, "/news/%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1?id=1&x=2");
  EXPECT_EQ(parse_url("http://[::1]:8080")->origin, "http://[::1]:8080");
  EXPECT_EQ(parse_url("http://example.org")->path, "/");
}

TEST(Url, NumbersOfAllNotationsAreOneAddress) {
  for (const char* text : {"http://127.1/", "http://0x7f000001/", "http://2130706433/", "http://0177.0.0.1/"})
    EXPECT_EQ(parse_url(text)->host, "127.0.0.1") << text;
}

TEST(Url, OnlyTheWeb) {
  for (const char* text : {"", "news", "/a", "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "javascript:alert(1)",
                           "mailto:a@b.c", "http://", "http://a b/"})
    EXPECT_FALSE(parse_url(text)) << text;
  EXPECT_FALSE(parse_url("http://example.org/" + std::string(kLongestUrl, 'a')));
}

TEST(Url, NoPasswordIsShown) {
  const auto url = parse_url("https://desk:secret@example.org/feed");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->shown, "https://example.org/feed");
  EXPECT_NE(url->text.find("secret"), std::string::npos);
}

TEST(Url, RelativeToWhereItStands) {
  const auto base = parse_url("https://example.org/a/feed.xml?x=1");
  EXPECT_EQ(resolve_url(*base, "/news/1")->text, "https://example.org/news/1");
  EXPECT_EQ(resolve_url(*base, "1.html")->text, "https://example.org/a/1.html");
  EXPECT_EQ(resolve_url(*base, "//other.org/b")->text, "https://other.org/b");
  EXPECT_EQ(resolve_url(*base, "?y=2")->text, "https://example.org/a/feed.xml?y=2");
  EXPECT_EQ(resolve_url(*base, "http://other.org/خبر 1")->text, "http://other.org/%d8%ae%d8%a8%d8%b1%201");
  for (const char* text : {"", "file:///etc/passwd", "mailto:a@b"}) EXPECT_FALSE(resolve_url(*base, text)) << text;
  EXPECT_EQ(resolve_url(*parse_url("https://u:secret@example.org/feed"), "https://other.org/")->text, "https://other.org/");
}

}  // namespace
}  // namespace isnad::watch
