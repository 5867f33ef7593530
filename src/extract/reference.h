// Who a noun phrase stands for: a name, a title with or without a name, `the minister`, `the website`, an unnamed source.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "extract/names/entities.h"
#include "isnad/record.h"
#include "language/analysis.h"

namespace isnad::extract {

/// A noun phrase read as somebody.
struct Voice {
  std::uint32_t first = 0, last = 0;  ///< tokens of the phrase
  Party party;
  bool feminine = false;
  bool plural = false;
  bool named = false;          ///< by a name or a reference that was resolved
  bool human = false;          ///< can speak: a person, a body, a state, a medium, or a noun for one
  std::vector<Party> through;  ///< those through whom this voice was heard when it was introduced, outermost first
};

class Reference {
 public:
  Reference(const language::Analysis& analysis, const Entities& entities, const model::Lexicon& lexicon);

  /// Reads the noun phrase that begins at token `first` and ends before `limit`. Nothing if no noun phrase begins there.
  std::optional<Voice> read(std::uint32_t first, std::uint32_t limit) const;

  /// The voices of a phrase that joins several by `and` (`المملكة وإيران`), in order; one if it does not.
  std::vector<Voice> read_joined(std::uint32_t first, std::uint32_t limit) const;

  /// The nearest noun phrase that can speak and ends before token `before`, not before `from`.
  std::optional<Voice> read_back(std::uint32_t before, std::uint32_t from) const;

  /// Remembers who has spoken, so that `the source` and elided subjects find them.
  void heard(const Voice& voice) { heard_.push_back(voice); }
  const std::vector<Voice>& voices() const { return heard_; }

  /// Behind `كل من`, if that stands at token `first`; else `first`.
  std::uint32_t behind_each(std::uint32_t first, std::uint32_t limit) const;

  Party party_of(std::uint32_t entity) const;
  Party party_of_mention(const Mention& mention) const;

  /// Whether a word is a noun for a medium (`صحيفة`).
  bool is_media(const language::Word& word) const { return head_of(word, "media"); }

 private:
  const language::Analysis& a_;
  const Entities& e_;
  const model::Lexicon& lexicon_;
  std::vector<Voice> heard_;
  std::unordered_set<std::string> complements_;        ///< keys of lexicon/complements
  std::unordered_set<std::string> named_complements_;  ///< of these, those that lead only to names behind the article
  std::unordered_set<std::string> envoy_complements_;  ///< of these, those that follow the titles of envoys only
  std::unordered_set<std::string> collectives_;        ///< keys of lexicon/collectives
  std::vector<std::vector<std::string>> roles_;        ///< per entity: the words of its role, as keys without the article

  const Mention* bearer(std::uint32_t head, std::uint32_t limit) const;
  std::optional<Voice> read_title(std::uint32_t first, std::uint32_t limit) const;
  std::optional<Voice> read_head(std::uint32_t first, std::uint32_t limit) const;
  bool resolve(Voice& voice) const;
  std::span<const Mention> mentions_around(std::uint32_t token) const;
  bool head_of(const language::Word& word, std::string_view type) const;
  bool is_place(const language::Word& word) const { return head_of(word, "place"); }
  int apposed(const Mention& mention, const std::vector<std::string>& words) const;
  bool generic_title(const model::Sense& title) const;
  bool holds(std::uint32_t entity, const std::vector<std::string>& words) const;
  std::uint32_t complement_end(std::uint32_t first, std::uint32_t limit) const;
  bool office(const language::Word& w) const;
  bool collective(const language::Word& w) const;
  bool profession(const language::Word& word) const;
  bool complement_of(std::uint32_t head, std::uint32_t preposition) const;
  Span bare_span(std::uint32_t first, std::uint32_t last) const;
  void gender_of(Voice& voice) const;
};

}  // namespace isnad::extract
