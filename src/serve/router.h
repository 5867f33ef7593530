// Which handler answers a path: patterns with one variable segment. Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/api/handlers.h"
#include "serve/auth.h"

namespace isnad::serve {

/// What an answer depends on, for its ETag.
enum class Changes {
  with_store,  ///< it is the same as long as the view is
  with_body,   ///< whatever: its own bytes tell
  always,      ///< it has none
};

struct Route {
  std::string_view method;
  std::string_view pattern;  ///< `/documents/{id}`, below /api/v1
  Need need = Need::read;
  Changes changes = Changes::with_store;
  Response (*answer)(const api::Call&) = nullptr;
};

struct Match {
  const Route* route = nullptr;
  std::string id;
  std::string allowed;  ///< if the path is known, but not with the method: the methods that it has
};

/// By the segments of a path behind /api/v1. GET routes answer HEAD too.
Match find_route(std::string_view method, const std::vector<std::string>& path, std::size_t skip);

}  // namespace isnad::serve
