#include "model/compiler/tsv.h"

#include <gtest/gtest.h>

namespace isnad::model {
namespace {

std::vector<std::string> mistakes(std::string_view bytes) {
  std::vector<Error> errors;
  parse_tsv("lexicon/verbs", "verbs.tsv", bytes, errors);
  std::vector<std::string> out;
  for (const Error& e : errors) out.push_back(e.text());
  return out;
}

using Lines = std::vector<std::string>;

TEST(Tsv, ReadsRowsWithTheirPlaces) {
  std::vector<Error> errors;
  const TsvFile file = parse_tsv("lexicon/verbs", "verbs.tsv", "# legend\npast\tgloss\n\n# speech\nقال\tsay\r\nنفى\t-", errors);
  EXPECT_TRUE(errors.empty());
  EXPECT_EQ(file.columns, (Lines{"past", "gloss"}));
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.rows[0].cells, (Lines{"قال", "say"}));
  EXPECT_EQ(file.rows[0].line, 5);
  EXPECT_EQ(file.rows[1].cells, (Lines{"نفى", "-"}));
  EXPECT_EQ(place(file, file.rows[1], 1), "verbs.tsv:6:2");
}

TEST(Tsv, SaysWhereAColumnIsMissingOrTooMany) {
  EXPECT_EQ(mistakes("a\tb\tc\n1\t2\n"), Lines{"verbs.tsv:2:3: 2 columns, expected 3"});
  EXPECT_EQ(mistakes("a\tb\n1\t2\t3\n"), Lines{"verbs.tsv:2:3: 3 columns, expected 2"});
}

TEST(Tsv, RefusesCellsThatHideSomething) {
  EXPECT_EQ(mistakes("a\tb\n\t2\n"), Lines{"verbs.tsv:2:1: empty cell (write - for an absent value)"});
  EXPECT_EQ(mistakes("a\tb\n1\t2 \n"), Lines{"verbs.tsv:2:2: space at the end of a cell"});
  EXPECT_EQ(mistakes("a\tb\n 1\t2\n"), Lines{"verbs.tsv:2:1: space at the end of a cell"});
}

TEST(Tsv, RefusesWhatIsNotComposed) { EXPECT_EQ(mistakes("a\tb\n1\tا\xD9\x94مس\n"), Lines{"verbs.tsv:2:2: not in NFC"}); }

TEST(Tsv, RefusesWhatIsNotUtf8) { EXPECT_EQ(mistakes("a\tb\n1\t\xff\n"), Lines{"verbs.tsv: invalid UTF-8 at byte 6"}); }

TEST(Tsv, NeedsAHeaderLine) {
  EXPECT_EQ(mistakes(""), Lines{"verbs.tsv: no header line"});
  EXPECT_EQ(mistakes("# only a legend\n"), Lines{"verbs.tsv: no header line"});
}

TEST(Tsv, ReportsEveryMistakeAndKeepsWhatItCouldRead) {
  std::vector<Error> errors;
  const TsvFile file = parse_tsv("x", "x.tsv", "a\tb\n1\n1\t \n1\t2\n", errors);
  EXPECT_EQ(errors.size(), 2u);
  EXPECT_EQ(file.rows.size(), 2u);
}

}  // namespace
}  // namespace isnad::model
