// Records as flat tables: one row a document, statement, link of a chain, contact … `report` says of which document a row is:
// one report of a source, link::report_id(). docs/python.md describes the columns.
#pragma once

#include <memory>

#include "arrow.h"
#include "isnad/record.h"

namespace isnad::python {

/// The Python class ArrowTable.
struct TableView {
  std::shared_ptr<const arrow::Table> table;
};

class Tables {
 public:
  Tables();
  void add(const Record& record);

  std::shared_ptr<arrow::Table> documents, statements, chain_links, contacts, contact_parties, entities, mentions, times, conditions,
      relations;
};

}  // namespace isnad::python
