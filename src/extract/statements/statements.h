// Attribution: each piece of content that a text puts into somebody's mouth, with the chain it came through.
#pragma once

#include <vector>

#include "extract/names/entities.h"
#include "extract/statements/frames.h"
#include "extract/time/times.h"
#include "isnad/record.h"
#include "language/analysis.h"

namespace isnad::extract {

/// A statement with the tokens it was found at.
struct FoundStatement {
  Statement statement;
  std::uint32_t cue = 0;                              ///< token of the cue
  std::uint32_t content_first = 0, content_last = 0;  ///< tokens of the content
  std::uint32_t sentence = 0;
  bool affirms = false;                   ///< the cue confirms where another said the same (to affirm)
  bool names_claim = false;               ///< the content is only a noun for earlier words (these reports)
  std::uint32_t parent = text::kNoToken;  ///< index of the statement whose content it stands in
};

/// Finds every statement of a text, in order of their cues. `times` may be empty. `outlet` is the entity that published the text
/// (text::kNoToken if the text does not name it): it stands in no chain. Terms follow the PARC attribution corpus
/// (Pareti, 2016): cue, source (here: speaker), content; nested attributions have longer chains.
std::vector<FoundStatement> find_statements(const language::Analysis& analysis, const Entities& entities, const Times& times,
                                            const Frames& frames, const model::Lexicon& lexicon, std::uint32_t outlet = text::kNoToken);

}  // namespace isnad::extract
