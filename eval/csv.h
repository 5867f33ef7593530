// Rows of a CSV file (RFC 4180): fields in quotation marks may hold commas, line breaks and doubled quotation marks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isnad::eval {

inline std::vector<std::vector<std::string>> csv_rows(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string field;
  bool quoted = false, any = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') field.push_back(c);
      else if (i + 1 < text.size() && text[i + 1] == '"') field.push_back('"'), ++i;
      else quoted = false;
    } else if (c == '"') {
      quoted = any = true;
    } else if (c == ',') {
      row.push_back(std::move(field)), field.clear();
      any = true;
    } else if (c == '\n') {
      if (any || !field.empty()) row.push_back(std::move(field)), rows.push_back(std::move(row));
      row.clear(), field.clear();
      any = false;
    } else if (c != '\r') {
      field.push_back(c);
    }
  }
  if (any || !field.empty()) row.push_back(std::move(field)), rows.push_back(std::move(row));
  return rows;
}

}  // namespace isnad::eval
