#include "language/segment.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "model/key.h"

namespace isnad::language {
namespace {

std::vector<Segmentation> cuts(std::string_view word) {
  std::vector<Segmentation> out;
  segment(model::fold_utf8(word), out);
  return out;
}

bool has(std::string_view word, std::string_view stem, std::uint8_t proclitics = 0, Enclitic enclitic = Enclitic::none) {
  const std::string key = model::fold_utf8(stem);
  const auto all = cuts(word);
  return std::any_of(all.begin(), all.end(),
                     [&](const Segmentation& s) { return s.stem_key() == key && s.proclitics == proclitics && s.enclitic == enclitic; });
}

TEST(Segment, ComesWithTheUncutWordFirst) {
  for (const char* word : {"قال", "والوزير", "و", "بها"}) {
    ASSERT_FALSE(cuts(word).empty()) << word;
    EXPECT_EQ(cuts(word)[0].stem_key(), model::fold_utf8(word));
    EXPECT_EQ(cuts(word)[0].proclitics, 0);
  }
}

TEST(Segment, CutsProclitics) {
  EXPECT_TRUE(has("وقال", "قال", kAnd));
  EXPECT_TRUE(has("فقال", "قال", kThen));
  EXPECT_TRUE(has("سيعلن", "يعلن", kWill));
  EXPECT_TRUE(has("وسيعلن", "يعلن", kAnd | kWill));
  EXPECT_TRUE(has("بحسب", "حسب", kBy));
  EXPECT_TRUE(has("وبحسب", "حسب", kAnd | kBy));
  EXPECT_TRUE(has("الوزير", "وزير", kThe));
  EXPECT_TRUE(has("والوزير", "وزير", kAnd | kThe));
  EXPECT_TRUE(has("بالوزير", "وزير", kBy | kThe));
  EXPECT_TRUE(has("وكالوزير", "وزير", kAnd | kLike | kThe));
  EXPECT_TRUE(has("للوزير", "وزير", kFor | kThe));
  EXPECT_TRUE(has("وللوزير", "وزير", kAnd | kFor | kThe));
  EXPECT_TRUE(has("للقاء", "لقاء", kFor)) << "lam and a word that begins with lam";
}

TEST(Segment, KeepsTheArticleForNamesThatHaveIt) {
  EXPECT_TRUE(has("للأمم", "الأمم", kFor));
  EXPECT_TRUE(has("والسعودية", "السعودية", kAnd));
  EXPECT_TRUE(has("بالعراق", "العراق", kBy));
}

TEST(Segment, CutsPronouns) {
  EXPECT_TRUE(has("كتابه", "كتاب", 0, Enclitic::him));
  EXPECT_TRUE(has("كتابها", "كتاب", 0, Enclitic::her));
  EXPECT_TRUE(has("كتابهم", "كتاب", 0, Enclitic::them));
  EXPECT_TRUE(has("كتابهما", "كتاب", 0, Enclitic::them_two));
  EXPECT_TRUE(has("كتابنا", "كتاب", 0, Enclitic::us));
  EXPECT_TRUE(has("كتابي", "كتاب", 0, Enclitic::me));
  EXPECT_TRUE(has("وسيكتبونها", "يكتبون", kAnd | kWill, Enclitic::her));
}

TEST(Segment, RestoresTheLetterThatAPronounChanges) {
  EXPECT_TRUE(has("زيارته", "زيارة", 0, Enclitic::him));
  EXPECT_TRUE(has("مستشفاها", "مستشفى", 0, Enclitic::her));
  EXPECT_TRUE(has("التقاه", "التقى", 0, Enclitic::him));
  EXPECT_TRUE(has("أبلغوه", "أبلغوا", 0, Enclitic::him));
}

TEST(Segment, LeavesAPronounOnNoWordWithTheArticle) {
  for (const Segmentation& s : cuts("الكتابه"))
    EXPECT_FALSE(((s.proclitics & kThe) != 0 || s.article_in_stem) && s.enclitic != Enclitic::none);
}

TEST(Segment, DoesNotCutVeryLongWords) {
  EXPECT_EQ(cuts("وووووووووووووووووووووووووووووووووووووووووووووووووووووووووووووووووووووووووووووووووو").size(), 1u);
}

RC_GTEST_PROP(SegmentOfAnyKey, PointsIntoTheKey, ()) {
  const std::string letters{model::kWaw,  model::kFeh,  model::kBeh, model::kLam, model::kKaf, model::kSeen, model::kAlef, model::kHeh,
                            model::kMeem, model::kNoon, model::kYeh, model::kTeh, model::kQaf, 'a',          '1'};
  const auto key = *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(letters)));
  std::vector<Segmentation> out;
  segment(key, out);
  RC_ASSERT(!out.empty());
  for (const Segmentation& s : out) {
    RC_ASSERT(s.begin <= s.end && s.end <= key.size());
    RC_ASSERT(s.name_begin <= s.begin);
    RC_ASSERT(!s.stem_key().empty());
    RC_ASSERT(s.length <= sizeof s.buffer);
    if (key.size() <= 40) RC_ASSERT(key.find(s.in_text(key)) != std::string::npos);
  }
}

}  // namespace
}  // namespace isnad::language
