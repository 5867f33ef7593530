// Records as one self-contained HTML page in Arabic, right to left: the article with its annotations highlighted, and beside
// it what was found. No script, nothing fetched, light and dark. Made piece by piece, so that any number of records fits.
// Thread-safe; never fails.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "isnad/model.h"
#include "isnad/record.h"

namespace isnad::output {

class HtmlPage {
 public:
  /// The words of the page come from export/labels of the model, which must outlive it.
  explicit HtmlPage(const Model& model = Model::builtin()) : model_(model) {}

  void append_head(std::string& out) const;
  /// `number` tells the records of a page apart: 1, 2, …
  void append_record(std::string& out, const Record& record, std::size_t number) const;
  void append_foot(std::string& out) const;

 private:
  const Model& model_;
};

/// A whole page.
std::string to_html(const std::vector<Record>& records, const Model& model = Model::builtin());

}  // namespace isnad::output
