// Data files as they lie in data/: parsed, with the place of every cell, so that a mistake is reported as file:line:column.
#pragma once

#include <string>
#include <vector>

#include "isnad/result.h"

namespace isnad::model {

struct TsvRow {
  int line = 0;
  std::vector<std::string> cells;
};

struct TsvFile {
  std::string name;  ///< path below data/ without ending: `gazetteer/countries`
  std::string path;  ///< as given, for messages
  std::vector<std::string> columns;
  std::vector<TsvRow> rows;
};

/// Parses one file: UTF-8, NFC, tab-separated, `#` comments, header line first, as many cells in every row as columns,
/// no empty cell, no space at a cell's ends. Appends every mistake to `errors`, and still returns what could be read.
TsvFile parse_tsv(std::string name, std::string path, std::string_view bytes, std::vector<Error>& errors);

/// `file:line:column` of a cell (columns count from 1).
std::string place(const TsvFile& file, const TsvRow& row, std::size_t column);

}  // namespace isnad::model
