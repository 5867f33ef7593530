// Python values → Documents: a text, or an article as a mapping with the fields of docs/formats/article.md.
#pragma once

#include <string>

#include "bindings.h"
#include "isnad/document.h"

namespace isnad::python {

/// UTF-8 of a str; a lone surrogate becomes what is no UTF-8, which reading replaces.
std::string utf8_of(nb::handle str);

/// Day of an ISO date, a datetime.date or datetime.datetime; nothing of None.
Result<std::optional<Date>> published_of(nb::handle value, const std::string& where);

/// What an item is called in errors: its path, else its id, else `document N`.
std::string place_of(nb::handle item, std::size_t number);

/// One item of what is read: a str is a plain text (its first line may be the title, as in a text file), a mapping is an article.
/// Fails as the command line does, `where` in front. What is no document (empty, not Arabic) fails too.
Result<Document> to_document(nb::handle item, const std::string& where);

}  // namespace isnad::python
