// Search over a view: the language of `isnad search`, answered by full text and what the view knows of documents. Results of the last
// queries are kept as long as the view is the same. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "isnad/result.h"
#include "model/lexicon.h"
#include "serve/view.h"
#include "store/query.h"
#include "store/store.h"

namespace isnad::serve {

struct Found {
  store::Query query;
  std::vector<std::uint32_t> documents;  ///< best first; of an empty query all, the latest first
};

class Finder {
 public:
  explicit Finder(const model::Lexicon& lexicon) : lexicon_(lexicon) {}
  /// Fails as store::parse_query does on a query that it does not know, else as the store does (where begins with something else than
  /// `query`).
  Result<std::shared_ptr<const Found>> find(const View& view, store::Store& store, const std::string& query);

 private:
  const model::Lexicon& lexicon_;
  std::mutex mutex_;
  std::string version_;
  std::unordered_map<std::string, std::shared_ptr<const Found>> kept_;
  std::size_t size_ = 0;  // numbers in all of them
};

}  // namespace isnad::serve
