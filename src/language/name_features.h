// What the name tagger looks at: each token's features as 64-bit hashes. Used by the tagger and by its training, so that both
// see the same. Nothing here allocates per token.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "language/analysis.h"
#include "language/name_model.h"
#include "language/names.h"

namespace isnad::language {

class NameFeatures {
 public:
  static constexpr std::size_t kMost = 128;
  using Row = std::array<std::uint64_t, kMost>;

  /// Looks at the whole text once; of the model, only what it knows of words is used. All three must outlive this. Words that
  /// are marked in `unknown`, if given, look like words never seen before: training hides known ones so that context is learnt.
  NameFeatures(const Analysis& analysis, const model::Lexicon& lexicon, const NameModel& model, const std::vector<char>* unknown = nullptr);

  /// Takes the names that a first pass found: what a word was taken for anywhere in the text then is a feature of it.
  void remember(const std::vector<TaggedName>& names);

  /// Writes the features of token `i`, which stands in sentence `s`; returns how many.
  std::size_t at(std::uint32_t i, const text::Sentence& s, Row& out) const;
  /// Those that a second pass adds, after remember().
  std::size_t again(std::uint32_t i, const text::Sentence& s, Row& out) const;

 private:
  struct TokenLook {
    std::uint64_t key = 0, stem = 0, name = 0;
    std::uint64_t suffix[4] = {}, prefix[3] = {};
    std::uint32_t tag = 0;     ///< category, part of speech and kind of the chosen reading
    std::uint32_t mask = 0;    ///< categories of all readings
    std::uint32_t phrase = 0;  ///< categories of the longest name of the gazetteer around the token, and its place in it
    std::uint32_t clitics = 0;
    std::uint32_t shape = 0;
    std::uint32_t document = 0;  ///< what stands around the same word anywhere in the text
    std::uint32_t taken = 0;     ///< what a first pass took the same word for, here and anywhere in the text
    std::uint32_t lead = 0;      ///< nearest title or head before it, and how far
    WordClasses classes;
    std::uint8_t coarse = 0xFF;
  };

  const Analysis& a_;
  const model::Lexicon& lexicon_;
  const NameModel& model_;
  const std::vector<char>* unknown_;
  std::vector<TokenLook> tokens_;

  const TokenLook& look(std::int64_t i, const text::Sentence& s) const;
  void look_at_word(std::uint32_t i, TokenLook& t);
  void look_at_phrases(const text::Sentence& s);
  void look_at_leads(const text::Sentence& s);
  void look_at_document();
  std::uint32_t kind_of(const model::Sense& sense) const;

  // Columns of tables, looked up once.
  const model::Table* heads_ = nullptr;
  const model::Table* titles_ = nullptr;
  const model::Table* name_parts_ = nullptr;
  std::uint32_t head_type_ = 0, head_part_ = 0, title_kind_ = 0, title_speaker_ = 0, name_class_ = 0;
};

}  // namespace isnad::language
