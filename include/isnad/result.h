// What a function that can fail gives back. Nothing in Isnad's public API throws or aborts.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace isnad {

struct Error {
  std::string where;    ///< file, file:line:column, or document; empty if there is no place
  std::string message;  ///< what is wrong and what would be right

  /// `where: message`, as it is shown to people.
  std::string text() const { return where.empty() ? message : where + ": " + message; }
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(std::string where, std::string message) {
  return tl::unexpected<Error>(Error{std::move(where), std::move(message)});
}

}  // namespace isnad
