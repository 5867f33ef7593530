// When a text was written: every clue in it becomes a set of days; the days on which most clues agree are the answer.
//
// Used by find_times(). The clues come from the time expressions, from dated events (data/time/events.tsv) and from who
// holds which office (data/gazetteer/persons.tsv). Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "extract/time/dating_solver.h"
#include "extract/time/timex_grammar.h"
#include "extract/time/timex_value.h"
#include "isnad/document.h"
#include "isnad/record.h"

namespace isnad::extract {

/// A phrase with the tense of its clause.
struct PhraseInText {
  const TimePhrase* phrase = nullptr;
  Tense tense = Tense::unknown;
};

class DatingData {
 public:
  explicit DatingData(const model::Lexicon& lexicon);

  struct Event {
    Date date{};
    bool scheduled = false;  ///< may be spoken of beforehand
    bool lasting = false;    ///< named for years afterwards without its date
    bool report = false;     ///< a disclosure: other times beside it belong to what it disclosed
    std::string gloss{};
    Date last{};  ///< of a topic: the end of the time in which it is in the news; year 0: an event
  };
  /// Words that must occur near each other; each slot lists its alternatives. Events that share it are alternatives.
  struct Trigger {
    std::vector<std::vector<std::uint32_t>> slots;
    std::vector<std::uint32_t> events;
  };
  struct Term {
    std::vector<std::string> office;  ///< keys
    Date from, to;                    ///< to.year == 0: still
  };

  ClueRates rates;
  std::vector<Event> events;
  std::vector<Trigger> triggers;
  std::unordered_map<std::string, std::uint32_t> words;  ///< key of an event word → its id
  std::vector<std::vector<std::uint32_t>> triggers_of;   ///< by word id: triggers whose first slot has it
  std::vector<std::vector<Term>> terms;                  ///< by row of gazetteer/persons
  std::vector<bool> office_titles;                       ///< by row of lexicon/titles
  const model::Lexicon* lexicon = nullptr;
};

/// Every clue in the text to its day of writing, whatever date the document gives.
std::vector<Clue> find_clues(const language::Analysis& analysis, const Document& document, const TimeReadings& readings,
                             const std::vector<PhraseInText>& phrases, const TimeWords& words, const DatingData& data);

/// The publication of a document that does not say when: solved from the clues. With a given date: that, and what speaks against it.
Published date_document(const language::Analysis& analysis, const Document& document, const TimeReadings& readings,
                        const std::vector<PhraseInText>& phrases, const TimeWords& words, const DatingData& data);

}  // namespace isnad::extract
