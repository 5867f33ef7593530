#include "model/lexicon.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "model/key.h"

namespace isnad::model {
namespace {

const Lexicon& lexicon() { return Lexicon::builtin(); }

bool has(std::span<const Sense> senses, Category category, std::uint32_t features = 0) {
  return std::any_of(senses.begin(), senses.end(),
                     [&](const Sense& s) { return s.category == category && (s.features & features) == features; });
}

std::span<const Sense> find(std::string_view word) { return lexicon().find(fold_utf8(word)); }

std::span<const Sense> find_phrase(std::string_view name) {
  std::uint32_t node = Lexicon::kRoot;
  for (const std::string& key : split_keys(name)) {
    node = lexicon().step(node, key);
    if (node == Lexicon::kNowhere) return {};
  }
  return lexicon().senses_at(node);
}

TEST(Lexicon, HoldsEveryTable) {
  const auto names = lexicon().table_names();
  const std::set<std::string_view> all(names.begin(), names.end());
  for (const char* name :
       {"export/labels",     "frames/attribution",      "frames/words",      "gazetteer/countries",  "gazetteer/places",
        "gazetteer/outlets", "gazetteer/organizations", "gazetteer/persons", "gazetteer/name_parts", "lexicon/titles",
        "lexicon/verbs",     "lexicon/words",           "lexicon/heads",     "lexicon/locatives",    "normalization/residue",
        "time/months",       "time/weekdays",           "time/numbers",      "time/units",           "time/words",
        "time/events"}) {
    EXPECT_TRUE(all.contains(name)) << name;
    EXPECT_GT(lexicon().table(name).rows(), 0u) << name;
  }
}

TEST(Lexicon, HasNoRowsWhereThereIsNoTable) { EXPECT_EQ(lexicon().table("gazetteer/rivers").rows(), 0u); }

TEST(Lexicon, FindsVerbsByTheirForms) {
  const Table& verbs = lexicon().table("lexicon/verbs");
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"قالت", "قال"}, {"يؤكدون", "أكد"}, {"نفت", "نفى"}, {"التقيا", "التقى"}, {"يستطع", "استطاع"}};
  for (const auto& [form, past] : cases) {
    const auto senses = find(form);
    EXPECT_TRUE(std::any_of(senses.begin(), senses.end(), [&, past = past](const Sense& s) {
      return s.category == Category::verb && verbs.cell(s.ref, verbs.column("past")) == past;
    })) << form;
  }
  EXPECT_TRUE(has(find("محادثات"), Category::masdar, kPlural) || has(find("محادثات"), Category::word, kPlural));
  EXPECT_TRUE(has(find("مؤكدا"), Category::participle, kAccusative));
  EXPECT_TRUE(has(find("يقال"), Category::verb, kPassive));
}

TEST(Lexicon, FindsNamesOfOneWordAndOfSeveral) {
  EXPECT_TRUE(has(find("السعودية"), Category::country));
  EXPECT_TRUE(has(find("طهران"), Category::capital));
  EXPECT_TRUE(has(find_phrase("الولايات المتحدة"), Category::country));
  EXPECT_TRUE(has(find_phrase("البيت الأبيض"), Category::metonym));
  EXPECT_TRUE(has(find_phrase("الأمم المتحدة"), Category::organization));
  EXPECT_TRUE(has(find_phrase("السعودية"), Category::country)) << "a name of one word is in the trie too";
  EXPECT_TRUE(has(find("الإيرانية"), Category::gentilic) || has(find("إيرانية"), Category::gentilic, kFeminine));
}

TEST(Lexicon, FindsNothingForWhatItDoesNotKnow) {
  EXPECT_TRUE(find("زقزقزق").empty());
  EXPECT_TRUE(lexicon().find("").empty());
  EXPECT_EQ(lexicon().step(Lexicon::kRoot, fold_utf8("زقزقزق")), Lexicon::kNowhere);
}

TEST(Lexicon, RefersToRowsThatExist) {
  const std::pair<Category, const char*> tables[] = {{Category::verb, "lexicon/verbs"},       {Category::word, "lexicon/words"},
                                                     {Category::title, "lexicon/titles"},     {Category::country, "gazetteer/countries"},
                                                     {Category::person, "gazetteer/persons"}, {Category::outlet, "gazetteer/outlets"}};
  for (const auto& [category, name] : tables) {
    const Table& table = lexicon().table(name);
    for (std::uint32_t r = 0; r < table.rows(); ++r) {
      const std::string_view first = table.cell(r, category == Category::country ? 1 : 0);
      const auto senses = split_keys(first).size() == 1 ? find(first) : find_phrase(first);
      EXPECT_TRUE(std::any_of(senses.begin(), senses.end(), [&](const Sense& s) { return s.category == category && s.ref == r; }))
          << name << ": " << first;
    }
  }
}

TEST(Lexicon, SplitsCellsOfSeveralValues) {
  using Values = std::vector<std::string_view>;
  EXPECT_EQ(values("-"), Values{});
  EXPECT_EQ(values("قول"), Values{"قول"});
  EXPECT_EQ(values("a|b c|d"), (Values{"a", "b c", "d"}));
}

TEST(Lexicon, RefusesWhatIsNoBlob) {
  EXPECT_FALSE(Lexicon::open(""));
  EXPECT_FALSE(Lexicon::open("ISNAD"));
  const std::string other(64, 'x');
  const auto opened = Lexicon::open(other);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().text(), "data blob: not a blob of this version");
}

}  // namespace
}  // namespace isnad::model
