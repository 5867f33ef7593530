// Article JSON → Documents.
//
// An article is an object with the fields id, title, text, published, source and url, each a string, null or missing (an id
// may be a whole number too); other fields are ignored. `text` must be there. `published` begins with an ISO date.
// One parser is for one thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "isnad/document.h"
#include "isnad/result.h"

namespace isnad::ingest {

class ArticleParser {
 public:
  /// Bytes that must be readable (with any content) behind everything given to a parser.
  static constexpr std::size_t kPadding = 64;

  ArticleParser();
  ~ArticleParser();

  /// One object. `line` is the number of its first line in the file `path`; errors are at path:line. `bytes` need not be
  /// valid UTF-8 (that is an error) and must be followed by kPadding readable bytes.
  Result<Document> parse(std::string_view bytes, const std::string& path, std::size_t line);

  /// An array of objects, each given to `each` as it is found: an article, or what is wrong with it. A mistake in the JSON
  /// itself ends the array with an error.
  void parse_array(std::string_view bytes, const std::string& path, const std::function<bool(Result<Document>, std::size_t line)>& each);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace isnad::ingest
