#include "export/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <simdjson.h>

#include "base/utf8.h"
#include "export/names.h"
#include "export/sample.h"
#include "isnad/isnad.h"

namespace isnad {
namespace {

TEST(Json, WritesEveryFieldInItsPlace) {
  const Record r = sample_record();
  const std::string json = to_json(r);
  EXPECT_EQ(json.find('\n'), std::string::npos);
  const auto has = [&](const std::string& part) { EXPECT_NE(json.find(part), std::string::npos) << part << "\nin " << json; };
  EXPECT_TRUE(json.starts_with(
      R"({"isnad":1,"id":"0123456789abcdef","source":{"path":"folder/a \"b\".json","id":"x-1","url":"https://example.org/a?b=1&c=<2>","outlet":"جريدة المثال"},"title":"لقاء في مسقط","language":"ar","text":"لقاء في مسقط\nنقلت )"))
      << json;
  has(R"("published":{"from":"2024-05-04","to":"2024-05-06","basis":"inferred","evidence":[{"text":"3 مايو","start":)");
  has(R"("clue":"day and month <near> \"it\""},{"text":"","start":0,"end":0,"clue":"metadata"}]})");
  has(R"("type":"date","value":"2024-05-03"})");
  has(R"("type":"set","value":null}])");
  has(R"("entities":[{"id":"e1","name":"سامي الكامل","type":"person","country":"OM","role":"المتحدث","reference":"wikidata:Q1","mentions":[{"text":"سامي الكامل")");
  has(R"({"id":"e2","name":"صحيفة المثال","type":"media","country":null,"role":null,"reference":null,"mentions":[)");
  has(R"("statements":[{"id":"s1","content":{"text":"\"الوفدين التقيا سرا في مسقط\" يوم 3 مايو","start":)");
  has(R"("act":"say","quotation":"mixed","speaker":{"name":"مصادر","kind":"anonymous","entity":null,"start":)");
  has(R"("chain":[{"name":"سامي الكامل","kind":"person","entity":"e1","start":null,"end":null}],"addressee":{"name":"صحيفة المثال")");
  has(R"("addressee":null,"time":null},{"id":"s2")");
  has(R"("contacts":[{"id":"c1","kind":"meeting","parties":[{"name":"مسقط")");
  has(R"("mode":["secret","indirect"],"from":"2024-05","to":null,"status":"held","according_to":[)");
  has(R"("statement":"s1","evidence":{"text":"الوفدين التقيا سرا في مسقط")");
  has(R"("topics":[{"text":"القيود")");
  has(R"("conditions":[{"by":{"name":"سامي الكامل")");
  has(R"("relations":[{"type":"denies","from":"s2","to":"s1"}]})");
}

TEST(Json, WritesAnEmptyRecordWithEveryKey) {
  EXPECT_EQ(to_json(Record{}),
            R"({"isnad":1,"id":"","source":{"path":null,"id":null,"url":null,"outlet":null},"title":null,"language":"ar","text":"",)"
            R"("published":{"from":null,"to":null,"basis":"unknown","evidence":[]},"times":[],"entities":[],"statements":[],"contacts":[],)"
            R"("conditions":[],"relations":[]})");
}

TEST(Json, ReplacesWhatIsNoUtf8InMetadata) {
  Record r;
  r.path =
      "a\xff"
      "b";
  EXPECT_NE(to_json(r).find("\"path\":\"a\xEF\xBF\xBD"
                            "b\""),
            std::string::npos);
}

TEST(Json, WordsOfASpan) {
  const Record r = sample_record();
  EXPECT_EQ(words_of(r, {0, 4}), "لقاء");
  EXPECT_EQ(words_of(r, {4, 4}), "");
  EXPECT_EQ(words_of(r, {100000, 100010}), "");
  EXPECT_EQ(words_of(r, span_of(r, "رُفعت القيود")), "رُفعت القيود");
}

TEST(Names, GoBothWays) {
  EXPECT_EQ(to_string(Act::no_comment), "no_comment");
  EXPECT_EQ(to_string(ContactStatus::cancelled), "cancelled");
  EXPECT_EQ(to_string(PartyKind::place), "place");
  EXPECT_EQ(parse_name<Act>("deny"), Act::deny);
  EXPECT_EQ(parse_name<RelationType>("repeats"), RelationType::repeats);
  EXPECT_EQ(parse_name<DateBasis>("sometime"), std::nullopt);
}

RC_GTEST_PROP(JsonProperty, AnyTextComesBackFromAParser, (const std::string& bytes)) {
  Record r;
  r.text = base::encode(base::decode(bytes));
  r.outlet = bytes;
  simdjson::dom::parser parser;
  const auto document = parser.parse(simdjson::padded_string(to_json(r)));
  std::string_view text;
  RC_ASSERT(document["text"].get(text) == simdjson::SUCCESS);
  RC_ASSERT(text == r.text);
}

}  // namespace
}  // namespace isnad
