// The text that contacts are sought in, with what the earlier stages found in it, and how it falls into clauses.
#pragma once

#include <cstdint>
#include <vector>

#include "extract/contact_frames.h"
#include "extract/entities.h"
#include "extract/statements.h"
#include "extract/times.h"
#include "language/analysis.h"
#include "model/lexicon.h"

namespace isnad::extract {

/// Input of all steps that find contacts. Refers to what it was made from.
struct ContactText {
  ContactText(const language::Analysis& analysis, const Entities& entities, const Times& times, const std::vector<FoundStatement>& statements,
              const ContactFrames& frames, const model::Lexicon& lexicon);

  const language::Analysis& analysis;
  const Entities& entities;
  const Times& times;
  const std::vector<FoundStatement>& statements;
  const ContactFrames& frames;
  const model::Lexicon& lexicon;
  std::vector<std::uint32_t> timex_at;   ///< per token: index of the time mention that covers it, or text::kNoToken
  std::vector<std::uint32_t> functions;  ///< per token: bits of ContactWord

  const text::Token& token(std::uint32_t i) const { return analysis.tokens()[i]; }
  const language::Word& word(std::uint32_t i) const { return analysis.words[i]; }
  const text::Sentence& sentence_of(std::uint32_t i) const { return analysis.sentences()[token(i).sentence]; }
  bool is_word(std::uint32_t i) const { return token(i).kind == text::TokenKind::word; }
  bool is(ContactWord f, std::uint32_t i) const { return (functions[i] & (1u << static_cast<unsigned>(f))) != 0; }
  bool is_comma(std::uint32_t i) const;
  bool is_relative(std::uint32_t i) const;
  /// The mention that begins at token i; null if none does.
  const Mention* mention(std::uint32_t i) const;
  EntityType type_of(const Mention& m) const { return entities.entities[m.entity].type; }

  /// Tokens [begin, end) of the clause that token i stands in, within its sentence: from a colon, a conjunction or a comma that
  /// opens a clause.
  std::uint32_t clause_begin(std::uint32_t i) const;
  std::uint32_t clause_end(std::uint32_t i) const;

  /// Innermost statement whose content holds token i; text::kNoToken if none does.
  std::uint32_t statement_at(std::uint32_t i) const;
};

}  // namespace isnad::extract
