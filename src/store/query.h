// The language of `isnad search`: words, "phrases", and fields such as speaker:كيري or after:2015-08-01.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "isnad/date.h"
#include "isnad/record.h"
#include "isnad/result.h"
#include "model/lexicon.h"
#include "store/backend.h"

namespace isnad::store {

struct Query {
  TextQuery text;
  std::vector<std::vector<std::string>> speakers, parties, outlets;  ///< names as keys without the article: all have to fit
  std::optional<Act> act;                                            ///< of a statement by the speaker, if one is given
  std::optional<Date> after, before;                                 ///< days of publication, both included
  bool needs_record() const { return !speakers.empty() || !parties.empty() || act.has_value(); }
};

/// Fails with the column and what would be right. An empty query asks for everything.
Result<Query> parse_query(std::string_view text, const model::Lexicon& lexicon);

/// The words of a name as queries compare them: keys, without the article.
std::vector<std::string> name_words(std::string_view name);

/// Whether the record has what the query asks of speakers, parties and acts.
bool fits(const Query& query, const Record& record);

/// The passage of the record's text that shows the query's words best: about a line, cut between words. Empty if none does.
std::string passage(const Query& query, const Record& record, const model::Lexicon& lexicon);

}  // namespace isnad::store
