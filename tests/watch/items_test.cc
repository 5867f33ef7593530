#include <gtest/gtest.h>

#include "watch/feed_items.h"
#include "watch/opml.h"
#include "watch/teaser.h"

namespace isnad::watch {
namespace {

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Teaser, IsShortOrCutOff) {
  const std::string sentence = "قال الوزير إن الوفد وصل إلى العاصمة صباح اليوم لبدء المشاورات. ";
  EXPECT_TRUE(is_teaser(sentence));
  EXPECT_TRUE(is_teaser(""));
  const std::string article = repeated(sentence, 15);
  EXPECT_FALSE(is_teaser(article));
  EXPECT_TRUE(is_teaser(article + "وأضاف أن…"));
  EXPECT_TRUE(is_teaser(article + "وأضاف أن [...]"));
  EXPECT_TRUE(is_teaser(article + "اقرأ المزيد"));
  EXPECT_FALSE(is_teaser(article + "وختم: «سنعود»\n"));
}

TEST(Teaser, ThePageGivesTheWordsAndTheFeedTheDay) {
  Document item{.text = "قال الوزير...",
                .title = "لقاء",
                .published = Date{2024, 5, 2},
                .outlet = "موجز",
                .url = "https://example.org/1",
                .id = "n-1",
                .path = "feed"};
  Document page{.text = "قال الوزير إن الوفد وصل.",
                .title = "لقاء في مسقط",
                .published = Date{2024, 5, 1},
                .outlet = "صحيفة المثال",
                .url = "https://else.org/"};
  const Document d = joined(item, page);
  EXPECT_EQ(d.text, page.text);
  EXPECT_EQ(d.title, page.title);
  EXPECT_EQ(d.outlet, page.outlet);
  EXPECT_EQ(d.published, item.published);
  EXPECT_EQ(d.url, item.url) << "a page does not say of itself where it was found";
  EXPECT_EQ(d.id, "n-1");
  page.text = "قال";
  EXPECT_EQ(joined(item, page).text, item.text) << "a page with less is none";
}

TEST(Teaser, APageCanTellAnotherStory) {
  const Document item{.text = "قال وزير الخارجية العماني إن جولة جديدة من المحادثات ستعقد في مسقط...", .title = "جولة جديدة في مسقط"};
  const Document article{.text = "أعلن وزير الخارجية العماني أمس أن جولة جديدة من المحادثات ستعقد في مسقط الأسبوع المقبل.",
                         .title = "مسقط: جولة جديدة"};
  const Document other{.text = "ارتفعت أسعار القمح في بورصة شيكاغو بعد موجة جفاف ضربت حقول الجنوب، وقال تجار إن المخزون يكفي.",
                       .title = "القمح يرتفع"};
  EXPECT_TRUE(same_story(item, article));
  EXPECT_FALSE(same_story(item, other));
  EXPECT_TRUE(same_story({.text = "اقرأ المزيد"}, other)) << "too little to tell";
}

TEST(Opml, FindsFeedsAtAnyDepthOnce) {
  const auto feeds = opml_feeds(
      "<?xml version=\"1.0\"?><opml version=\"2.0\"><head><title>x</title></head><body><outline text=\"a\"><outline "
      "xmlUrl=\"https://a.org/1\"/>"
      "<outline xmlUrl=\"https://a.org/2?x=1&amp;y=2\"/></outline><outline xmlurl=\"https://a.org/3\"/><outline "
      "xmlUrl=\"https://a.org/1\"/></body></opml>",
      "x.opml");
  ASSERT_TRUE(feeds) << feeds.error().text();
  EXPECT_EQ(*feeds, (std::vector<std::string>{"https://a.org/1", "https://a.org/2?x=1&y=2", "https://a.org/3"}));
}

TEST(Opml, ExpandsNoEntities) {
  const auto feeds = opml_feeds(
      "<!DOCTYPE opml [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><opml><outline text=\"&x;\" xmlUrl=\"https://a.org/\"/></opml>",
      "x.opml");
  EXPECT_FALSE(feeds && feeds->size() != 1);
}

TEST(FeedItems, KnowTheirPageAndTheirName) {
  const auto from = parse_url("https://example.org/feed/");
  const FeedItems found = feed_items(
      "<rss><channel><title>x</title><item><title>a</title><link>../news/1</link><guid>g</guid><description>قال</description></item>"
      "<item><title>b</title><link>javascript:alert(1)</link><description>قال</description></item><item><title>a2</title><guid>g</guid></"
      "item></channel></rss>",
      "", *from, "F", true);
  ASSERT_EQ(found.items.size(), 2u) << "one guid, one item";
  EXPECT_EQ(found.items[0].key, "g");
  EXPECT_EQ(found.items[0].host, "example.org");
  EXPECT_EQ(found.items[0].document.url, "https://example.org/news/1");
  EXPECT_EQ(found.items[1].host, "") << "no page of the web";
  EXPECT_EQ(found.items[1].document.url, "");
  EXPECT_FALSE(found.error);
}

TEST(FeedItems, AreNotWithoutEnd) {
  const auto from = parse_url("https://example.org/feed");
  std::string xml = "<rss><channel>";
  for (std::size_t i = 0; i < kMostItems + 10; ++i) xml += "<item><guid>" + std::to_string(i) + "</guid></item>";
  const FeedItems found = feed_items(xml + "</channel></rss>", "", *from, "F", true);
  EXPECT_EQ(found.items.size(), kMostItems);
  EXPECT_TRUE(found.error);
}

}  // namespace
}  // namespace isnad::watch
