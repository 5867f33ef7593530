// Makes views of a store, and makes them anew when it changes. What was read of a document is kept, so that a view after an addition
// costs the reading of what was added and the grouping of all.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "isnad/result.h"
#include "model/lexicon.h"
#include "serve/view.h"
#include "store/store.h"

namespace isnad::serve {

/// For one thread.
class ViewBuilder {
 public:
  /// `store`: a connection of its own.
  ViewBuilder(store::Store store, const model::Lexicon& lexicon);

  /// Whether the store has changed since the last make().
  Result<bool> changed();
  /// The one before if what has changed is nothing that a view shows.
  Result<std::shared_ptr<const View>> make();

 private:
  store::Store store_;
  link::Identities identities_;
  std::shared_ptr<Names> names_ = std::make_shared<Names>();
  std::vector<std::shared_ptr<const DocumentFacts>> facts_;
  std::vector<link::ReportItems> items_;
  std::uint64_t changes_ = 0, made_ = 0, relinked_ = 0;
  std::string start_, corrections_;
  std::shared_ptr<const View> last_;

  Result<void> read_new(std::size_t size);
};

}  // namespace isnad::serve
