// JSON of answers: export's writer with members in one call, and reading of what requests bring.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/json_writer.h"
#include "isnad/date.h"

namespace isnad::serve {

class Json : public output::JsonWriter {
 public:
  explicit Json(std::string& out) : JsonWriter(out) {}

  void member(std::string_view name, std::string_view value) { key(name), text(value); }
  void member_or_null(std::string_view name, std::string_view value) { key(name), text_or_null(value); }
  void member(std::string_view name, const std::optional<Date>& value) { member_or_null(name, value ? value->to_string() : ""); }
  void count(std::string_view name, std::size_t value) { key(name), number(static_cast<std::uint32_t>(value)); }
  void flag(std::string_view name, bool value) { key(name), out_.append(value ? "true" : "false"); }
  /// A value that is JSON already.
  void raw(std::string_view name, std::string_view json) { key(name), out_.append(json); }
  template <class T, class Each>
  void array(std::string_view name, const std::vector<T>& items, Each each) {
    key(name), list(items, [&](const T& item, std::size_t) { each(item); });
  }
  void texts(std::string_view name, const std::vector<std::string>& items) {
    array(name, items, [&](const std::string& s) { text(s); });
  }
};

/// Only some of the members of an object that this program has written.
std::string only_members(std::string_view object, const std::vector<std::string>& names);

/// `2024-05-01T12:30:00Z`, now or of seconds since 1970.
std::string utc_time();
std::string utc_time(std::int64_t seconds);

/// An id that sorts by when it was made: a letter and sixteen hexadecimal digits.
std::string new_id(char letter);

}  // namespace isnad::serve
