// Full text in PostgreSQL, over the terms that the store is given: the same hits in the same order as SQLite's full text (FTS5, bm25).
//
// Of a document are kept its terms, each once, with an index (table words, column terms), and the terms in their order. The index says
// who has all terms of a phrase; whether they stand next to each other, and how often, is looked up in the text. PostgreSQL's own
// tsvector knows no position beyond 16,383 and no more than 256 of one word, so that phrases of long texts would be missed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/backend.h"
#include "store/postgres/connection.h"

namespace isnad::store::postgres {

/// A row of words, without its number.
struct WordsRow {
  std::int32_t length = 0;              ///< how many terms there are
  std::string text, speakers, parties;  ///< a space on both sides of each term: " a  b  c "
  std::vector<std::string> terms;       ///< each once; those of names as speaker:… and party:…
};
WordsRow words_row(const Words& words);

/// Numbers of documents that fit, best first, at most `limit`. Two questions: to be asked while the store is looked at as of one moment.
Result<std::vector<std::uint32_t>> search_words(Connection& connection, const TextQuery& query, std::size_t limit);

}  // namespace isnad::store::postgres
