// The words of the record's closed vocabularies, as they stand in JSON. Thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "isnad/record.h"

namespace isnad {

std::string_view to_string(EntityType value);
std::string_view to_string(PartyKind value);
std::string_view to_string(TimexType value);
std::string_view to_string(Act value);
std::string_view to_string(Quotation value);
std::string_view to_string(ContactKind value);
std::string_view to_string(ContactStatus value);
std::string_view to_string(ContactMode value);
std::string_view to_string(RelationType value);
std::string_view to_string(DateBasis value);

/// The value of a word; nothing if the vocabulary does not have it: `parse_name<Act>("deny")`.
template <class Enum>
std::optional<Enum> parse_name(std::string_view word);

}  // namespace isnad
