// A record from its JSON: the way back of isnad::to_json().
#pragma once

#include <string_view>

#include "isnad/record.h"
#include "isnad/result.h"

namespace isnad::store {

/// Fails with what is wrong and where on what is no record of this version.
Result<Record> record_from_json(std::string_view json);

}  // namespace isnad::store
