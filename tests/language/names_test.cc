#include "language/names.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>

#include "base/utf8.h"
#include "language/name_model.h"

namespace isnad::language {
namespace {

Analysis analysed(std::string text) {
  Document document;
  document.text = std::move(text);
  return analyse(text::clean(document, model::Lexicon::builtin()), model::Lexicon::builtin());
}

struct Seen {
  std::string words;
  NameType type;
  friend bool operator==(const Seen&, const Seen&) = default;
  friend void PrintTo(const Seen& s, std::ostream* out) { *out << s.words << ':' << static_cast<int>(s.type); }
};

std::vector<Seen> names(const std::string& text) {
  const Analysis a = analysed(text);
  std::vector<Seen> out;
  for (const TaggedName& n : tag_names(a, model::Lexicon::builtin()))
    out.push_back({std::string(a.text.words(a.span(n.first, n.last))), n.type});
  return out;
}

// clang-format off: a line a case

TEST(Names, FindsAPersonNeverSeen) {
  // And (invented name) stressed that the talks go on.
  EXPECT_EQ(names("وأكد زرنوق قحطبوش أن المحادثات مستمرة."), (std::vector<Seen>{{"زرنوق قحطبوش", NameType::person}}));
}

TEST(Names, FindsABodyWithAllItsWords) {
  // The French foreign ministry announced in a statement that ...
  EXPECT_EQ(names("أعلنت وزارة الخارجية الفرنسية في بيان أن السفير غادر."), (std::vector<Seen>{{"وزارة الخارجية الفرنسية", NameType::organization}}));
}

TEST(Names, FindsPlacesWithParticlesAttached) {
  // The delegation arrived in Baghdad, coming from Tehran.
  EXPECT_EQ(names("وصل الوفد إلى بغداد قادما من طهران."), (std::vector<Seen>{{"بغداد", NameType::location}, {"طهران", NameType::location}}));
}

TEST(Names, KnowsASurnameFromElsewhereInTheText) {
  // The French minister (given name, family name) arrived in Beirut. / (family name) said that the talks go on.
  const auto found = names("وصل الوزير الفرنسي جان قحطبوش إلى بيروت.\nوقال قحطبوش إن المحادثات مستمرة.");
  EXPECT_EQ(found, (std::vector<Seen>{{"جان قحطبوش", NameType::person}, {"بيروت", NameType::location}, {"قحطبوش", NameType::person}}));
}

TEST(Names, LeavesOrdinaryWordsAlone) {
  // The two sides discussed ways to strengthen cooperation in several fields.
  EXPECT_EQ(names("بحث الجانبان سبل تعزيز التعاون في مجالات عدة."), std::vector<Seen>{});
}

TEST(Names, ScoresAreAboveZeroAndNamesAreApart) {
  const Analysis a = analysed("التقى الرئيس الفرنسي إيمانويل ماكرون في باريس المستشارة الألمانية أنغيلا ميركل، بحسب وكالة رويترز.");
  std::uint32_t end = 0;
  for (const TaggedName& n : tag_names(a, model::Lexicon::builtin())) {
    EXPECT_GT(n.score, 0);
    EXPECT_GE(n.first, end);
    EXPECT_GT(n.last, n.first);
    end = n.last;
  }
  EXPECT_GT(end, 0u);
}

TEST(Names, NothingInNothing) {
  EXPECT_TRUE(names("").empty());
  EXPECT_TRUE(names("\n\n").empty());
}

RC_GTEST_PROP(Names, AnyTextGetsTheSameAnswerTwice, (const std::vector<unsigned>& picks)) {
  // Words, marks and broken pieces in any order.
  static const char* pieces[] = {"قال", "وزير", "الخارجية", "بن", "لل", "ال", "و", "\"", "«", "»", "(", "2013", "BBC", ".", "\n", ":",
                                 "محمد", "إيران", "بإيران", "ـ", "\xff", "٣٫٥", "هيئة", "الأمم", "المتحدة", "'", "،"};
  std::string text;
  for (const unsigned p : picks) text += std::string(pieces[p % std::size(pieces)]) + (p % 3 == 0 ? "" : " ");
  const Analysis a = analysed(text);
  const auto once = tag_names(a, model::Lexicon::builtin()), again = tag_names(a, model::Lexicon::builtin());
  RC_ASSERT(once.size() == again.size());
  std::uint32_t end = 0;
  for (std::size_t i = 0; i < once.size(); ++i) {
    RC_ASSERT(once[i].first == again[i].first && once[i].last == again[i].last && once[i].type == again[i].type && once[i].score == again[i].score);
    RC_ASSERT(once[i].first >= end && once[i].last > once[i].first && once[i].last <= a.tokens().size());
    end = once[i].last;
  }
}

// A model of a few bytes, right in all its sizes.
std::string small_model() {
  NameModelHeader h{};
  std::memcpy(h.magic, NameModelHeader::kMagic, sizeof h.magic);
  h.feature_bits = 4;
  h.word_bits = 3;
  h.fine_clusters = 2;
  h.scale = 0.05f;
  std::string out(reinterpret_cast<const char*>(&h), sizeof h);
  out.append(16 * (2 + NameModel::kRow), '\0');
  out.append(8 * 6, '\0');
  out.append(2, '\0');
  return out;
}

TEST(NameModel, OpensWhatIsWhole) { EXPECT_TRUE(NameModel::open(small_model())); }

TEST(NameModel, RefusesWhatIsNot) {
  const std::string good = small_model();
  EXPECT_FALSE(NameModel::open(""));
  EXPECT_FALSE(NameModel::open(good.substr(0, good.size() - 1)));
  EXPECT_FALSE(NameModel::open(good + "x"));
  std::string bad = good;
  bad[0] = 'X';
  EXPECT_FALSE(NameModel::open(bad));
  bad = good;
  bad[8] = 40;  // more slots than a file could hold
  EXPECT_FALSE(NameModel::open(bad));
}

TEST(NameModel, AFullTableEndsTheSearch) {
  std::string bytes = small_model();
  std::memset(bytes.data() + sizeof(NameModelHeader), 0x55, 16 * 2);  // every slot taken
  const auto model = NameModel::open(bytes);
  ASSERT_TRUE(model);
  std::int16_t sums[NameModel::kRow] = {};
  model->add(0x1234567812345678ull, sums);
  EXPECT_EQ(sums[0], 0);
}

// clang-format on

}  // namespace
}  // namespace isnad::language
