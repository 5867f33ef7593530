// Texts with their names marked: what the name tagger learns from and is measured on.
#pragma once

#include <array>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "isnad/result.h"
#include "language/analysis.h"
#include "language/name_model.h"
#include "language/names.h"

namespace isnad::training {

/// A name in units of the corpus: its own tokens [first, last).
struct GoldName {
  std::uint32_t first = 0, last = 0;
  language::NameType type = language::NameType::person;
  friend auto operator<=>(const GoldName&, const GoldName&) = default;
};

struct LabelledText {
  language::Analysis analysis;
  std::vector<std::uint8_t> labels;  ///< NameLabel of each token
  // Of a corpus in columns: which of its tokens each token of ours lies in, and its names.
  std::vector<std::uint32_t> unit;
  std::vector<GoldName> names;
  // Of an annotated article: its id, and the different names with their types, as folded words.
  std::string id;
  std::set<std::pair<std::string, language::NameType>> mentions;
};

/// A corpus in columns: `token TAG…` a line, an empty line after a sentence, perhaps `# doc NAME` lines. Tags are IOB2; those
/// of persons (PERS, PER), organizations (ORG) and places (LOC, GPE, FAC) count, of nested ones the outermost. Sentences that
/// follow each other are put together to texts of about `sentences_a_text`, as an article would have them.
Result<std::vector<LabelledText>> read_columns(const std::string& path, const model::Lexicon& lexicon, std::size_t sentences_a_text = 20);

/// Annotated articles: the gold files of a folder (gold/README.md) with the articles' texts under the same names in another
/// folder. Every occurrence of a mention's words is a name; media are organizations, countries and places locations.
/// Articles whose id is in `except` are not even opened.
Result<std::vector<LabelledText>> read_articles(const std::string& gold, const std::string& texts, const std::set<std::string>& except,
                                                const model::Lexicon& lexicon);

/// Exact names: how many were found, how many there are, how many are the same. The last row is all types together.
struct Figures {
  struct Row {
    std::size_t right = 0, found = 0, wanted = 0;
    double precision() const { return found == 0 ? 0 : static_cast<double>(right) / static_cast<double>(found); }
    double recall() const { return wanted == 0 ? 0 : static_cast<double>(right) / static_cast<double>(wanted); }
    double f1() const { return right == 0 ? 0 : 2 * precision() * recall() / (precision() + recall()); }
  };
  std::array<Row, 4> rows;
  const Row& all() const { return rows[3]; }
  void add(language::NameType type, std::size_t right, std::size_t found, std::size_t wanted);
};

/// Names found in a corpus in columns, spans of its own tokens.
/// With `errors`, every name missed or invented goes there, with the words around it.
Figures measure_spans(const std::vector<LabelledText>& texts, const model::Lexicon& lexicon, const language::NameModel& model,
                      std::ostream* errors = nullptr);
/// Names found in articles, as sets of different names an article.
Figures measure_mentions(const std::vector<LabelledText>& texts, const model::Lexicon& lexicon, const language::NameModel& model,
                         std::ostream* errors = nullptr);

}  // namespace isnad::training
