// What all handlers share: the view of the store as it is now, connections to read with, the one to write with, events.
//
// A thread of its own looks after the view: when the store has changed, by this program or another, it makes a new one and says so to
// those who listen. Answers under way keep the one that they began with.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "isnad/isnad.h"
#include "serve/events.h"
#include "serve/finder.h"
#include "serve/metrics.h"
#include "serve/passage.h"
#include "serve/view.h"
#include "store/store.h"

namespace isnad::serve {

/// A search that somebody keeps: with `alert`, it says when it has something new.
struct SavedSearch {
  std::string id, name, query;
  bool alert = true;
  std::string who, at;
  std::uint32_t seen = 0;  ///< documents of the store when its results were last looked at
};

class Service {
 public:
  /// `location`: the store's. `readers`: how many workers will read. Opens it and starts making the first view.
  static Result<std::unique_ptr<Service>> open(const std::string& location, unsigned readers, const Model& model);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// Nothing before the first one is made; why, if it cannot be made.
  std::shared_ptr<const View> view() const;
  std::string trouble() const;
  /// Waits until a view shows all that was committed before the call, but not for ever. The latest view then.
  std::shared_ptr<const View> renewed();

  store::Store& reader(unsigned worker) { return *readers_[worker]; }
  /// A record by number; records that were asked for lately are kept. Thread-safe; `store` is the caller's.
  Result<std::shared_ptr<const Record>> record(store::Store& store, std::uint32_t number);

  /// For the one worker that changes things.
  store::Store& writer() { return *writer_; }
  const store::Preparer& preparer() const { return preparer_; }
  const Model& model() const { return model_; }

  /// Kept searches, the first made first.
  std::vector<SavedSearch> searches() const;
  Result<void> keep(const SavedSearch& search);
  Result<void> forget_search(const std::string& id);
  Result<void> keep(const Correction& correction);

  Events events;
  Finder finder;
  Passages passages;
  Metrics metrics;
  const std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();

 private:
  Service(const Model& model, store::Store writer, store::Store watcher);

  const Model& model_;
  std::unique_ptr<store::Store> writer_, watcher_;
  std::vector<std::unique_ptr<store::Store>> readers_;
  store::Preparer preparer_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<const View> view_;
  std::string trouble_;
  std::uint64_t asked_ = 0, answered_ = 0;  // how often renewed() was called; up to which call the view holds
  bool stopped_ = false;
  std::vector<SavedSearch> searches_;

  std::mutex records_mutex_;
  std::unordered_map<std::uint32_t, std::shared_ptr<const Record>> young_, old_;

  std::thread thread_;
  void look_after(store::Store store);
  void tell(const View* before, const View& now);
  Result<void> load_searches();
};

}  // namespace isnad::serve
