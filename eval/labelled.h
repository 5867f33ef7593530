// Articles with a label each, as the files of groups and stories have them.
#pragma once

#include <string>
#include <vector>

#include "isnad/isnad.h"
#include "link/document_item.h"

namespace isnad::eval {

struct Labelled {
  std::string id, label;
  Record record;
  link::DocumentItem item;
};

/// Reads article JSON, an object a line, whose member `field` is the label. Complains on standard error, as the program `task`.
std::vector<Labelled> read_labelled(const std::vector<std::string>& files, const char* field, const char* task);

}  // namespace isnad::eval
