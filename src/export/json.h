// Records as JSON: appends to a buffer that the caller keeps. Thread-safe; never fails.
#pragma once

#include <string>

#include "isnad/record.h"

namespace isnad::output {

/// The record as one JSON object on one line, without a line break: docs/formats/record.schema.json.
/// What is no UTF-8 in metadata and paths becomes U+FFFD.
void append_json(std::string& out, const Record& record);

/// Only where the record comes from and when it was published, likewise: `source`, `title` and `published` as in the record.
void append_date_json(std::string& out, const Record& record);

}  // namespace isnad::output
