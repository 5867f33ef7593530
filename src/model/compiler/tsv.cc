#include "model/compiler/tsv.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "base/utf8.h"

namespace isnad::model {
namespace {

std::vector<std::string> split_tabs(std::string_view line) {
  std::vector<std::string> out;
  for (std::size_t at = 0;;) {
    const std::size_t tab = line.find('\t', at);
    out.emplace_back(line.substr(at, tab == std::string_view::npos ? tab : tab - at));
    if (tab == std::string_view::npos) return out;
    at = tab + 1;
  }
}

bool is_nfc(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return true;
  return nfc->isNormalizedUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())), status);
}

}  // namespace

std::string place(const TsvFile& file, const TsvRow& row, std::size_t column) {
  return file.path + ":" + std::to_string(row.line) + ":" + std::to_string(column + 1);
}

TsvFile parse_tsv(std::string name, std::string path, std::string_view bytes, std::vector<Error>& errors) {
  TsvFile file{std::move(name), std::move(path), {}, {}};
  std::size_t bad = 0;
  if (!base::valid_utf8(bytes, &bad)) {
    errors.push_back({file.path, "invalid UTF-8 at byte " + std::to_string(bad)});
    return file;
  }
  int number = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    std::string_view line = bytes.substr(at, end - at);
    at = end + 1;
    ++number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    TsvRow row{number, split_tabs(line)};
    if (file.columns.empty()) {
      file.columns = std::move(row.cells);
      continue;
    }
    if (row.cells.size() != file.columns.size()) {
      errors.push_back({place(file, row, std::min(row.cells.size(), file.columns.size())),
                        std::to_string(row.cells.size()) + " columns, expected " + std::to_string(file.columns.size())});
      continue;
    }
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      const std::string& cell = row.cells[c];
      if (cell.empty()) errors.push_back({place(file, row, c), "empty cell (write - for an absent value)"});
      else if (cell.front() == ' ' || cell.back() == ' ') errors.push_back({place(file, row, c), "space at the end of a cell"});
      else if (!is_nfc(cell)) errors.push_back({place(file, row, c), "not in NFC"});
    }
    file.rows.push_back(std::move(row));
  }
  if (file.columns.empty()) errors.push_back({file.path, "no header line"});
  return file;
}

}  // namespace isnad::model
