// The items of a report as bytes, for stores. Little-endian, without padding; begins with a version.
#pragma once

#include <string>
#include <string_view>

#include "isnad/result.h"
#include "link/linker.h"

namespace isnad::link {

/// Raised when the layout or what goes into items changes: a store with older items has to make them anew.
constexpr std::uint32_t kItemVersion = 2;

std::string to_bytes(const ReportItems& items);
std::string to_bytes(const DocumentItem& item);
/// Fail on bytes that to_bytes() of this version did not write, never read beyond them.
Result<ReportItems> items_from_bytes(std::string_view bytes);
Result<DocumentItem> document_from_bytes(std::string_view bytes);

}  // namespace isnad::link
