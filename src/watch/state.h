// What the watch remembers, in one SQLite file: so that it goes on where it stopped, whatever stopped it.
//
// An item of a feed waits for its page, then is ready, then done: it is done only when a store has it. What comes from a feed and
// the feed's validators are kept in one transaction, so no answer "not modified" can hide an item that was not kept.
//
// After a failure every call does nothing and error() tells. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "isnad/document.h"
#include "isnad/result.h"
#include "watch/schedule.h"

namespace isnad::watch {

struct FeedState {
  std::string url = {};        ///< as the user gives it
  std::string moved_to = {};   ///< where it is for good now; empty: where it was
  std::string validated = {};  ///< the address that etag and last_modified are from
  std::string etag = {};
  std::string last_modified = {};
  std::string body = {};  ///< hash of it
  Millis next_at = 0;
  int failures = 0;  ///< in a row
  bool gone = false;
};

struct Item {
  std::int64_t number = 0;
  std::string feed;
  std::string key;      ///< what the feed knows it by
  std::string version;  ///< hash of what the feed says of it
  std::string host;     ///< of its page; empty: it needs none
  Document document;
  int tries = 0;  ///< failed ones of its page
};

class State {
 public:
  /// Makes the file if it is not there. Fails if another process uses it, and on what is no such file.
  static Result<std::unique_ptr<State>> open(const std::string& file);
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::optional<Error> error();

  FeedState feed(const std::string& url);
  void put_feed(const FeedState& feed);
  /// The feed and its items, those that are new or changed. How many.
  std::size_t put_feed(const FeedState& feed, const std::vector<Item>& items, Millis now);

  /// Hosts with pages that are due.
  std::vector<std::string> hosts_due(Millis now);
  std::vector<Item> pages_due(const std::string& host, Millis now, std::size_t most);
  bool page_waits(Millis now);
  void put_off(std::int64_t item, int tries, Millis due);
  /// Its document is what it will be. `from_page`: it is the page's.
  void make_ready(std::int64_t item, const Document& document, bool from_page);
  std::vector<Item> ready(std::size_t most);
  void done(std::int64_t item);
  /// Whether the page of this address has come into the store by another feed's item.
  bool knows_page(const std::string& url, std::int64_t but_item);

  HostSchedule::Wait host(const std::string& name);
  void put_host(const std::string& name, HostSchedule::Wait wait);

  struct RobotsFile {
    bool reachable = false;  ///< if not, nothing is known of the rules
    std::string body;
    Millis expires = 0;
  };
  std::optional<RobotsFile> robots(const std::string& origin, Millis now);
  void put_robots(const std::string& origin, const RobotsFile& file);

  /// `stamp`: size and time of change.
  bool knows_file(const std::string& path, const std::string& stamp);
  void put_file(const std::string& path, const std::string& stamp);

 private:
  State();
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace isnad::watch
