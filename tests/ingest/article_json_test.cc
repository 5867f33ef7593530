#include "ingest/article_json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace isnad::ingest {
namespace {

Result<Document> parsed(std::string json, std::size_t line = 1) {
  ArticleParser parser;
  const std::size_t size = json.size();
  json.resize(size + ArticleParser::kPadding);
  return parser.parse(std::string_view(json).substr(0, size), "a.json", line);
}

std::string error_of(std::string json, std::size_t line = 1) {
  const auto document = parsed(std::move(json), line);
  return document ? "none" : document.error().text();
}

TEST(ArticleJson, ReadsEveryField) {
  const Document d = parsed(R"({"id": "x1", "title": "عنوان", "text": "سطر\nثان \u0642 \"نعم\"", "published": "2013-10-08T12:30:00+03:00",
    "source": "رويترز", "url": "http://x.y/z", "more": {"deep": [1, {"text": 5}]}})")
                         .value();
  EXPECT_EQ(d.id, "x1");
  EXPECT_EQ(d.title, "عنوان");
  EXPECT_EQ(d.text, "سطر\nثان ق \"نعم\"");
  EXPECT_EQ(d.published, (Date{2013, 10, 8}));
  EXPECT_EQ(d.outlet, "رويترز");
  EXPECT_EQ(d.url, "http://x.y/z");
  EXPECT_EQ(d.path, "a.json");
}

TEST(ArticleJson, TakesNullAndMissingAsNone) {
  const Document d = parsed(R"({"text": "نص", "title": null, "published": null, "id": null, "url": ""})").value();
  EXPECT_EQ(d.title, "");
  EXPECT_FALSE(d.published.has_value());
  EXPECT_FALSE(parsed(R"({"text": "نص", "published": ""})").value().published.has_value());
  EXPECT_EQ(parsed(R"({"text": null, "title": "عنوان"})").value().text, "");
}

TEST(ArticleJson, TakesAWholeNumberAsId) { EXPECT_EQ(parsed(R"({"id": 42, "text": "نص"})").value().id, "42"); }

TEST(ArticleJson, NamesLineAndFieldOfAWrongType) {
  EXPECT_EQ(error_of("{\n \"id\": \"a\",\n \"text\": 5\n}"), "a.json:3: field \"text\": expected a string or null, found a number");
  EXPECT_EQ(error_of(R"({"text": "x", "title": ["a"]})", 7), "a.json:7: field \"title\": expected a string or null, found an array");
  EXPECT_EQ(error_of(R"({"text": "x", "published": true})"),
            "a.json:1: field \"published\": expected a string with an ISO date, or null, found a boolean");
  EXPECT_EQ(error_of(R"({"text": "x", "published": "8 Oct"})"),
            "a.json:1: field \"published\": \"8 Oct\" is no ISO date (expected 2013-10-08 or 2013-10-08T12:30:00+03:00)");
  EXPECT_NE(error_of(R"({"text": "x", "published": "2013-10"})"), "none");
  EXPECT_NE(error_of(R"({"text": "x", "published": "2013-02-30"})"), "none");
  EXPECT_NE(error_of(R"({"text": "x", "id": 1.5})"), "none");
}

TEST(ArticleJson, NeedsAText) {
  EXPECT_EQ(error_of(R"({"name": "index", "files": 3})"),
            "a.json:1: no field \"text\" (expected an article: an object with at least a \"text\")");
}

TEST(ArticleJson, RefusesBrokenJson) {
  for (const char* json : {"{\"text\": \"x\"", "{\"text\": \"x}", "{\"text\" \"x\"}", "{\"text\": \"x\"} {\"text\": \"y\"}",
                           "{\"text\": \"\\q\"}", "[]", "5", "", "{\"text\": nope}", "{\"text\": \"\xff\"}", "{\"text\": \"x\",}"})
    EXPECT_NE(error_of(json), "none") << json;
}

std::vector<std::string> array(std::string json) {
  ArticleParser parser;
  const std::size_t size = json.size();
  json.resize(size + ArticleParser::kPadding);
  std::vector<std::string> got;
  parser.parse_array(std::string_view(json).substr(0, size), "a.json", [&](Result<Document> d, std::size_t) {
    got.push_back(d ? d->text : d.error().text());
    return true;
  });
  return got;
}

TEST(ArticleJson, ReadsAnArrayAndGoesOnAfterAWrongField) {
  EXPECT_EQ(array("[{\"text\": \"أول\"},\n{\"text\": 5},\n7,\n{\"text\": \"ثان\"}]"),
            (std::vector<std::string>{"أول", "a.json:2: field \"text\": expected a string or null, found a number",
                                      "a.json:3: expected an object, found a number", "ثان"}));
  EXPECT_TRUE(array("[]").empty());
}

TEST(ArticleJson, EndsABrokenArrayWithAnError) {
  const auto got = array("[{\"text\": \"أول\"}, {\"text\": \"ثان\"");
  ASSERT_FALSE(got.empty());
  EXPECT_NE(got.back().find("broken JSON"), std::string::npos);
  EXPECT_NE(array("[{\"text\": \"أول\"}] more").back().find("broken JSON"), std::string::npos);
}

RC_GTEST_PROP(ArticleJsonProperty, AnyBytesGiveADocumentOrAnError, (const std::string& bytes)) {
  const auto one = parsed(bytes);
  RC_ASSERT(one.has_value() || !one.error().message.empty());
  array(bytes);
}

}  // namespace
}  // namespace isnad::ingest
