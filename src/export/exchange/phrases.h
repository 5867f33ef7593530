// How a day, a chain and a contact are written where a format has one text for them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/exchange/selection.h"

namespace isnad::exchange {

/// Empty if there is none.
std::string day(const std::optional<Date>& date);
/// Those that are not empty.
std::string joined(const std::vector<std::string>& all, std::string_view separator);
std::vector<std::string> names_of(const std::vector<Actor>& all);
std::vector<std::string> ids_of(const std::vector<Actor>& all);
/// Outermost first: `A ← B ← C`.
std::string chain_text(const std::vector<Actor>& chain);
/// `A ↔ B, meeting`.
std::string title_of(const Contact& contact);
std::vector<std::string> modes_of(const Contact& contact);

}  // namespace isnad::exchange
