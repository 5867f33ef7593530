#include "ingest/feed.h"

#include <gtest/gtest.h>

namespace isnad::ingest {
namespace {

std::vector<Document> items(const std::string& xml, std::vector<std::string>* errors = nullptr) {
  std::vector<Document> out;
  read_feed(xml, "feed.xml", [&](Result<FeedItem> item) {
    if (item) out.push_back(item->document);
    else if (errors != nullptr) errors->push_back(item.error().text());
    return true;
  });
  return out;
}

TEST(Feed, ReadsRss2) {
  const auto d = items(
      R"(<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>صحيفة المثال</title>
    <item><title><![CDATA[لقاء في مسقط]]></title><link>https://example.org/1</link><guid isPermaLink="false">n-1</guid><pubDate>Thu, 02 May 2024 10:00:00 +0400</pubDate>
    <description>قال الوزير …</description><content:encoded><![CDATA[<p>قال الوزير إن الوفد وصل.</p><p>وأضاف أنه سيبقى.</p>]]></content:encoded></item>
    <item><title>خبر</title><description>&lt;b&gt;نص&lt;/b&gt; قصير</description></item></channel></rss>)");
  ASSERT_EQ(d.size(), 2u);
  EXPECT_EQ(d[0].title, "لقاء في مسقط");
  EXPECT_EQ(d[0].text, "قال الوزير إن الوفد وصل.\nوأضاف أنه سيبقى.");
  EXPECT_EQ(d[0].published, (Date{2024, 5, 2}));
  EXPECT_EQ(d[0].url, "https://example.org/1");
  EXPECT_EQ(d[0].id, "n-1");
  EXPECT_EQ(d[0].outlet, "صحيفة المثال");
  EXPECT_EQ(d[1].text, "نص قصير");
}

TEST(Feed, ReadsAtom) {
  const auto d =
      items(R"(<feed xmlns="http://www.w3.org/2005/Atom"><title>وكالة المثال</title><entry><title type="html">عنوان</title><id>tag:1</id>
    <link rel="self" href="https://example.org/self"/><link rel="alternate" href="https://example.org/2"/><published>2024-05-03T01:00:00Z</published>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>سطر أول.</p><p>سطر ثان.</p></div></content></entry></feed>)");
  ASSERT_EQ(d.size(), 1u);
  EXPECT_EQ(d[0].text, "سطر أول.\nسطر ثان.");
  EXPECT_EQ(d[0].url, "https://example.org/2");
  EXPECT_EQ(d[0].published, (Date{2024, 5, 3}));
}

TEST(Feed, ReadsRss1) {
  const auto d = items(
      R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel><title>موقع</title></channel><item><title>عنوان</title><link>https://example.org/3</link><description>نص الخبر</description><dc:date>2024-05-04</dc:date></item></rdf:RDF>)");
  ASSERT_EQ(d.size(), 1u);
  EXPECT_EQ(d[0].published, (Date{2024, 5, 4}));
}

TEST(Feed, ReadsJsonFeed) {
  std::vector<Document> d;
  std::string json =
      R"({"version":"https://jsonfeed.org/version/1.1","title":"موقع","items":[{"id":"1","url":"https://example.org/4","title":"عنوان","content_html":"<p>نص</p>","date_published":"2024-05-05T00:00:00Z"}]})";
  EXPECT_TRUE(is_json_feed(json));
  json.reserve(json.size() + 64);
  read_json_feed(json, "f.json", [&](Result<FeedItem> item) { return d.push_back(item->document), true; });
  ASSERT_EQ(d.size(), 1u);
  EXPECT_EQ(d[0].text, "نص");
  EXPECT_EQ(d[0].outlet, "موقع");
}

TEST(Feed, ExpandsNoEntities) {
  std::vector<std::string> errors;
  const auto d = items(
      R"(<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>
    <rss><channel><item><title>عنوان &b; &f;</title><description>نص</description></item></channel></rss>)",
      &errors);
  ASSERT_EQ(d.size(), 1u);
  EXPECT_EQ(d[0].title, "عنوان");
}

TEST(Feed, SaysWhereItIsBroken) {
  std::vector<std::string> errors;
  const auto d = items("<rss><channel>\n<item><title>أول</title><description>نص</description></item>\n<item><title>", &errors);
  EXPECT_EQ(d.size(), 1u);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_TRUE(errors[0].starts_with("feed.xml:3: XML: ")) << errors[0];
}

TEST(Feed, IsToldByItsFirstElement) {
  EXPECT_TRUE(is_feed("<?xml version=\"1.0\"?><!-- x --><rss>"));
  EXPECT_TRUE(is_feed("<feed xmlns=\"a\">"));
  EXPECT_FALSE(is_feed("<?xml version=\"1.0\"?><svg>"));
  EXPECT_FALSE(is_feed("<!-- "));
}

}  // namespace
}  // namespace isnad::ingest
