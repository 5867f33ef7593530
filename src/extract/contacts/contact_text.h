// The text that contacts are sought in, with what the earlier stages found in it, and how it falls into clauses.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "extract/contacts/contact_frames.h"
#include "extract/names/entities.h"
#include "extract/statements/statements.h"
#include "extract/time/times.h"
#include "language/analysis.h"
#include "model/lexicon.h"

namespace isnad::extract {

/// How far back from token i to look: `reach` tokens, not before `first`.
inline std::uint32_t back(std::uint32_t i, std::uint32_t first, std::uint32_t reach) { return std::max(first, i > reach ? i - reach : 0); }

/// Input of all steps that find contacts. Refers to what it was made from.
struct ContactText {
  ContactText(const language::Analysis& analysis, const Entities& entities, const Times& times,
              const std::vector<FoundStatement>& statements, const ContactFrames& frames, const model::Lexicon& lexicon);

  const language::Analysis& analysis;
  const Entities& entities;
  const Times& times;
  const std::vector<FoundStatement>& statements;
  const ContactFrames& frames;
  const model::Lexicon& lexicon;
  std::vector<std::uint32_t> timex_at;      ///< per token: index of the time mention that covers it, or text::kNoToken
  std::vector<std::uint32_t> titled_at;     ///< per token: index of the person whose titles begin there
  std::vector<bool> in_title;               ///< per token: between the first word of a person's titles and the name
  std::vector<std::uint32_t> statement_of;  ///< per token: innermost statement whose content holds it
  std::vector<bool> sport;                  ///< per sentence: its meetings are matches
  std::vector<std::uint64_t> functions;     ///< per token: bits of ContactWord

  const text::Token& token(std::uint32_t i) const { return analysis.tokens()[i]; }
  const language::Word& word(std::uint32_t i) const { return analysis.words[i]; }
  const text::Sentence& sentence_of(std::uint32_t i) const { return analysis.sentences()[token(i).sentence]; }
  bool is_word(std::uint32_t i) const { return token(i).kind == text::TokenKind::word; }
  bool is(ContactWord f, std::uint32_t i) const { return (functions[i] >> static_cast<unsigned>(f) & 1) != 0; }
  /// A finite verb, no part of a name that looks like one.
  /// A finite verb; words of names and times are none (`ظهر أمس`).
  bool is_verb(std::uint32_t i) const {
    return word(i).is(model::Category::verb) && entities.mention_at[i] == text::kNoToken && timex_at[i] == text::kNoToken;
  }
  bool is_comma(std::uint32_t i) const;
  bool is_relative(std::uint32_t i) const;
  /// The mention that begins at token i; null if none does.
  const Mention* mention(std::uint32_t i) const;
  /// The person whose titles begin at token i (`ولي العهد السعودي الأمير فلان`); null if none's do.
  const Mention* titled(std::uint32_t i) const { return titled_at[i] == text::kNoToken ? nullptr : &entities.mentions[titled_at[i]]; }
  /// A preposition, written apart or attached, that begins no title.
  bool is_preposition(std::uint32_t i) const;
  EntityType type_of(const Mention& m) const { return entities.entities[m.entity].type; }

  /// Tokens [begin, end) of the clause that token i stands in, within its sentence: from a colon, a conjunction or a comma that
  /// opens a clause.
  std::uint32_t clause_begin(std::uint32_t i) const;
  std::uint32_t clause_end(std::uint32_t i) const;

  /// Innermost statement whose content holds token i; text::kNoToken if none does.
  std::uint32_t statement_at(std::uint32_t i) const { return statement_of[i]; }
  /// Index of the first mention (of the first time) that begins at token i or behind it.
  std::uint32_t mentions_from(std::uint32_t i) const;
  std::uint32_t times_from(std::uint32_t i) const;

 private:
  void find_titles();
};

}  // namespace isnad::extract
