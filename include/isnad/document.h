// What goes into read(): one news item as it was published.
#pragma once

#include <optional>
#include <string>

#include "isnad/date.h"

namespace isnad {

/// `text` is valid UTF-8 (ingest makes it so; read() replaces what is not). It may still carry web residue: read() cleans it.
/// Everything else is metadata and may be empty.
struct Document {
  std::string text = {};
  std::string title = {};
  std::optional<Date> published = {};  ///< as the metadata gives it
  std::string outlet = {};             ///< name of the outlet that published it, as the metadata gives it
  std::string url = {};
  std::string id = {};    ///< the id that the article's own metadata gives it
  std::string path = {};  ///< where the file came from
};

}  // namespace isnad
