// A statement as it is compared with those of other reports: is it the same claim, does it deny or confirm one?
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "link/document_item.h"
#include "link/identity.h"

namespace isnad::link {

struct ClaimItem {
  Identity speaker;
  std::vector<Identity> chain;  ///< those who pass it on, outermost first, without the speaker
  Act act = Act::say;
  bool tentative = false;    ///< said with a word that leaves it open (data/link/tentative.tsv)
  std::vector<TermId> name;  ///< the terms of the speaker's name, sorted: a denial may name whom it answers
  Terms content;             ///< weighed, not of length one
};

/// Words that tell how statements speak of each other, from the data files. Thread-safe.
class ClaimWords {
 public:
  ClaimWords(const model::Lexicon& lexicon, const TermModel& terms);
  bool tentative(std::string_view key) const { return tentative_.contains(std::string(key)); }
  /// Whether a term only stands for earlier words: `these accusations`.
  bool names_claim(TermId term) const { return std::binary_search(claims_.begin(), claims_.end(), term); }

 private:
  std::unordered_set<std::string> tentative_;  // keys
  std::vector<TermId> claims_;                 // sorted
};

ClaimItem claim_item(const Record& record, std::uint32_t statement, const language::Analysis& analysis, const TermModel& terms,
                     const Identities& identities, const ClaimWords& words, const model::Lexicon& lexicon);

/// Terms that many statements of two reports have, and how many: their story's words tell the statements less apart.
class StoryWords {
 public:
  StoryWords(const std::vector<ClaimItem>& a, const std::vector<ClaimItem>& b);
  /// The content with its weights lowered by how many statements have the term.
  Terms weighed(const Terms& content) const;

 private:
  std::vector<std::pair<TermId, std::uint32_t>> counts_;  // sorted by term
};

/// How surely two statements are one claim (one speaker, the same said), from their contents as StoryWords weighs them: 0 if not.
double same_claim(const ClaimItem& a, const Terms& content_a, const ClaimItem& b, const Terms& content_b);
/// How surely two speakers say the same, each in his own words: 0 if not.
double agree(const ClaimItem& a, const Terms& content_a, const ClaimItem& b, const Terms& content_b);
/// How surely the first, a denial or confirmation, speaks of the second: 0 if not.
double speaks_of(const ClaimItem& a, const ClaimItem& b);

}  // namespace isnad::link
