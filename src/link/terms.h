// What a text is about, as a vector of weighted terms: the ground on which reports, claims and contacts are compared.
//
// A term is what a word means to the comparison, not how it is written: all forms and derivations of a verb of the lexicon are
// one term, a state's name, adjective and capital are one, other words are their stem. Its weight is how rare it is in news
// (inverse document frequency), counted once in a large corpus and shipped: so the comparison of two texts depends on the two
// alone, and not on what else a store holds or in which order it came.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "isnad/span.h"
#include "language/analysis.h"

namespace isnad::link {

using TermId = std::uint32_t;

struct Term {
  TermId id = 0;
  float weight = 0;
};

/// Sorted by id, each id once.
using Terms = std::vector<Term>;

/// Terms of words, and how often they occur in news: data/models/terms.bin, made by tools/train_terms.
class TermModel {
 public:
  explicit TermModel(const model::Lexicon& lexicon);
  /// The term of a word; 0 for words that carry no content (particles, pronouns, punctuation).
  TermId of(const language::Word& word, const text::Token& token) const;
  /// The term as text, for full text search: letters and digits only. Empty for words that carry no content.
  std::string name(const language::Word& word, const text::Token& token) const;
  /// The terms that a word without clitics may be, by its senses in the lexicon: of the words of data files.
  std::vector<TermId> of_word(std::string_view utf8, const model::Lexicon& lexicon) const;
  /// Everything that a word alone may be the term of, whatever its context: for queries.
  std::vector<std::string> names(const language::Word& word, const text::Token& token) const;
  /// Natural log of documents / documents with the term, at least 0. A term that was never counted is as rare as the rarest.
  float weight(TermId id) const;

  /// The bytes of data/models/terms.bin: "ISNTERM1", number of documents, number of terms, then both arrays, little-endian.
  /// `counts` are in how many documents each term occurs, sorted by id.
  static std::string bytes(std::uint32_t documents, std::span<const std::pair<TermId, std::uint32_t>> counts);

  /// The terms of tokens [first, last), each weighed by rarity and by the square root of its count.
  Terms terms_of(const language::Analysis& analysis, std::uint32_t first, std::uint32_t last) const;

 private:
  struct Named {
    char kind = 0;  ///< n number, v verb, c country, w word; 0 for nothing
    std::string_view key;
  };
  Named named(const language::Word& word, const text::Token& token, const model::Sense* sense) const;
  static std::string text_of(const Named& named);

  const model::Table& verbs_;
  const model::Table& countries_;
  std::uint32_t documents_ = 0;
  std::span<const TermId> ids_;
  std::span<const std::uint32_t> counts_;
  float rarest_ = 1;
};

/// Scales to length one. Nothing if all weights are 0.
void normalize(Terms& terms);
/// The dot product.
double dot(const Terms& a, const Terms& b);
/// The share of the weight of `a` in terms that `b` has too, 0 to 1.
double covered(const Terms& a, const Terms& b);

}  // namespace isnad::link
