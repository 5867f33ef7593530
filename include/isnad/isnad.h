// isnad.h: read this first.
//
// Isnad reads Arabic news and keeps who said what, on whose word, when, and where it was printed.
//
//   isnad::Record record = isnad::read({.text = article});
//   for (const isnad::Statement& s : record.statements)
//     std::cout << s.speaker.name << ": " << isnad::words_of(record, s.content) << '\n';
//   std::cout << isnad::to_json(record) << '\n';
//
// A Span is [start, end) in code points of Record::text.
// read() is pure: no I/O, any number of threads, always the same answer. Nothing here prints, aborts or throws:
// an expected failure comes back as a Result.
#pragma once

#include <string>

#include "isnad/date.h"
#include "isnad/document.h"
#include "isnad/model.h"
#include "isnad/record.h"
#include "isnad/result.h"
#include "isnad/span.h"

namespace isnad {

/// The sourced record of one document. Any bytes get an answer, perhaps an empty one.
Record read(const Document& document, const Model& model = Model::builtin());

/// Only when the document was published, and its time expressions: a record without entities, statements and contacts.
Record date(const Document& document, const Model& model = Model::builtin());

/// One JSON object on one line, without a line break (docs/formats/record.schema.json).
std::string to_json(const Record& record);

}  // namespace isnad
