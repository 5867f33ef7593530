// The tables of a store in PostgreSQL, in the schema isnad, and how a store of an older layout becomes one of this.
#pragma once

#include <span>

#include "isnad/result.h"
#include "store/postgres/connection.h"

namespace isnad::store::postgres {

/// Steps from layout to layout: the first makes a store of nothing, and with each a store has the layout of one more.
std::span<const char* const> migrations();

/// Sees to it that the database holds a store of the layout that `steps` lead to. If `create` it is made, if not `read_only` it is
/// brought up to date; both by its owner only. Several programs may do so at once.
Result<void> prepare_layout(Connection& connection, std::span<const char* const> steps, bool create, bool read_only);

}  // namespace isnad::store::postgres
