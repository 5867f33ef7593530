#include "model/compiler/schema.h"

#include <gtest/gtest.h>

#include "model/compiler/references.h"

namespace isnad::model {
namespace {

using Lines = std::vector<std::string>;

TsvFile parsed(const std::string& name, std::string_view text) {
  std::vector<Error> errors;
  TsvFile file = parse_tsv(name, name.substr(name.rfind('/') + 1) + ".tsv", text, errors);
  EXPECT_TRUE(errors.empty());
  return file;
}

Lines lines(const std::vector<Error>& errors) {
  Lines out;
  for (const Error& e : errors) out.push_back(e.text());
  return out;
}

Lines mistakes(const std::string& name, std::string_view text) {
  std::vector<Error> errors;
  check_schema(parsed(name, text), errors);
  return lines(errors);
}

TEST(Schema, AcceptsARightFile) {
  EXPECT_EQ(mistakes("lexicon/verbs", "past\tpresent\tmasdar\tparticiple\tpassive\tgloss\nقال\tيقول\tقول\tقائل\tقيل/يقال\tsay\n"), Lines{});
  EXPECT_EQ(mistakes("gazetteer/persons",
                     "name\taliases\tcountry\toffices\twikidata\nسالم الحسن\t-\tOM\tوزير الخارجية@2020-08..|وزير@..2020\tQ12\n"),
            Lines{});
}

TEST(Schema, NamesTheColumnsThatItExpects) {
  EXPECT_EQ(mistakes("lexicon/collectives", "noun\nمدينة\n"), Lines{"collectives.tsv: the header line must name the columns: word"});
}

TEST(Schema, KnowsEveryFile) {
  EXPECT_EQ(mistakes("gazetteer/rivers", "name\nدجلة\n"),
            Lines{"rivers.tsv: no schema for this file (add it to src/model/compiler/schema.cc)"});
}

TEST(Schema, SaysWhatWouldBeRight) {
  EXPECT_EQ(mistakes("lexicon/words", "form\tpos\tfeatures\tgloss\nثم\tCONJ\t-\tthen\n"),
            Lines{"words.tsv:2:2: unknown value \"CONJ\" (expected NOUN, ADJ, ADP, CCONJ, SCONJ, PRON, DET, PART, ADV, NUM, INTJ)"});
  EXPECT_EQ(mistakes("gazetteer/places", "name\taliases\ttype\tcountry\nمسقط\t-\tcity\tom\n"),
            Lines{"places.tsv:2:4: \"om\" is no ISO 3166 alpha-2 code"});
  EXPECT_EQ(mistakes("lexicon/collectives", "word\n-\n"), Lines{"collectives.tsv:2:1: a value is needed here"});
  EXPECT_EQ(mistakes("lexicon/collectives", "word\nمدينة\nبلدة\nمدينة\n"), Lines{"collectives.tsv:4:1: \"مدينة\" stands here twice"});
}

TEST(Schema, AllowsAWordTwiceOnlyWhereItIsTwoThings) {
  EXPECT_EQ(mistakes("lexicon/words", "form\tpos\tfeatures\tgloss\nعادة\tADV\t-\tusually\nعادة\tNOUN\tsg\thabit\n"), Lines{});
  EXPECT_EQ(mistakes("lexicon/words", "form\tpos\tfeatures\tgloss\nعادة\tADV\t-\tusually\nعادة\tADV\t-\tas a rule\n"),
            Lines{"words.tsv:3:1: \"عادة\" stands here twice"});
}

TEST(Schema, ChecksTermsOfOffice) {
  const auto person = [](const std::string& offices, const std::string& wikidata = "-") {
    return mistakes("gazetteer/persons",
                    "name\taliases\tcountry\toffices\twikidata\nسالم الحسن\t-\tOM\t" + offices + "\t" + wikidata + "\n");
  };
  EXPECT_EQ(person("وزير"), Lines{"persons.tsv:2:4: an office is written office@from..to"});
  EXPECT_EQ(person("وزير@2020-13..2021"), Lines{"persons.tsv:2:4: \"2020-13\" is no date (expected YYYY, YYYY-MM or YYYY-MM-DD)"});
  EXPECT_EQ(person("وزير@2021..2020"), Lines{"persons.tsv:2:4: the office ends before it begins: وزير@2021..2020"});
  EXPECT_EQ(person("-", "12"), Lines{"persons.tsv:2:5: \"12\" is no Wikidata id (expected Q and digits, or -)"});
}

TEST(References, FindsACueThatIsNoVerb) {
  const std::vector<TsvFile> files = {
      parsed("lexicon/verbs", "past\tpresent\nقال\tيقول\n"),
      parsed("frames/attribution", "cue\tclass\nقال\tverb\nزقزق\tverb\nبحسب\tsource\n"),
  };
  std::vector<Error> errors;
  check_references(files, errors);
  EXPECT_EQ(lines(errors), Lines{"attribution.tsv:3:1: \"زقزق\" is the past of no verb in lexicon/verbs.tsv"});
}

TEST(References, FindsATriggerOfContactsThatIsNoVerb) {
  const std::vector<TsvFile> files = {
      parsed("lexicon/verbs", "past\tpresent\nالتقى\tيلتقي\n"),
      parsed("frames/contact", "trigger\tclass\nالتقى\tverb\nلقاء\tnoun\nزقزق\tverb\n"),
  };
  std::vector<Error> errors;
  check_references(files, errors);
  EXPECT_EQ(lines(errors), Lines{"contact.tsv:4:1: \"زقزق\" is the past of no verb in lexicon/verbs.tsv"});
}

TEST(References, FindsACountryThatIsNone) {
  const std::vector<TsvFile> files = {
      parsed("gazetteer/countries", "iso\tname\nOM\tعمان\n"),
      parsed("gazetteer/places", "name\tcountry\nمسقط\tOM\nالبحر\t-\nلا مكان\tXX\n"),
  };
  std::vector<Error> errors;
  check_references(files, errors);
  EXPECT_EQ(lines(errors), Lines{"places.tsv:4:2: \"XX\" is the code of no country in gazetteer/countries.tsv"});
}

TEST(References, AsksNothingOfFilesThatAreNotThere) {
  std::vector<Error> errors;
  check_references({parsed("gazetteer/places", "name\tcountry\nمسقط\tOM\n")}, errors);
  EXPECT_TRUE(errors.empty());
}

}  // namespace
}  // namespace isnad::model
