// Feeds: asks each of them from time to time, fetches the pages of items that are only teasers, and hands every item on once it is
// what it will be. One loop in one thread; all that has to outlive it is in State.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "watch/event.h"
#include "watch/fetch.h"
#include "watch/robots.h"
#include "watch/schedule.h"
#include "watch/sink.h"
#include "watch/state.h"

namespace isnad::watch {

struct FeedOptions {
  Millis every = 15 * kMinute;                  ///< from one request of a feed to the next
  Millis look = 10 * kSecond;                   ///< from one look at the list of feeds to the next
  Millis pause = 2 * kSecond;                   ///< between two requests to one host
  std::size_t connections = 8;                  ///< at once, each to another host
  std::size_t largest = std::size_t{16} << 20;  ///< bytes of a feed or page, unpacked
  bool pages = true;                            ///< fetch the article where the feed has a teaser
  bool once = false;                            ///< ask every feed once, and end when nothing is left that can be done in this minute
  FetchOptions fetch;
};

class FeedWatch {
 public:
  /// `feeds` gives the addresses of all feeds, and is asked again now and then; nothing if they are still the same.
  using Feeds = std::function<std::optional<std::vector<std::string>>()>;

  FeedWatch(FeedOptions options, const AddressPolicy& policy, State& state, Feeds feeds, Add add, Log log);
  /// Until the end is asked for. False if the state failed or, once, a feed could not be had.
  bool run(const Stop& stop);

 private:
  enum class Kind : std::uint8_t { feed, page, robots };
  struct Task {
    Kind kind = Kind::feed;
    Url url;               // that is asked now
    std::size_t feed = 0;  // its place in feeds_
    Item item;             // of a page
    std::string origin;    // whose robots.txt it is
    std::vector<std::string> visited;
    bool for_good = true;  // all redirects so far were permanent
    std::string moved_to;
  };
  struct Feed {
    std::string url, shown;  // shown: without a password
    Millis next_at = 0;
    bool wanted = true;  // still in the list
    bool under_way = false, asked = false;
  };
  struct Rules {
    bool pending = false, reachable = false;
    Robots robots;
    Millis expires = 0;
  };

  FeedOptions options_;
  State& state_;
  Feeds source_;
  Add add_;
  Log log_;
  Fetcher fetcher_;
  HostSchedule hosts_;
  std::vector<Feed> feeds_;
  std::map<std::string, std::deque<Task>> queues_;  // by host
  std::map<std::uint64_t, Task> running_;
  std::map<std::string, Rules> rules_;          // by origin
  std::unordered_set<std::int64_t> under_way_;  // items of pages that are queued or running
  std::uint64_t next_id_ = 0;
  Millis look_at_source_ = 0, store_again_ = 0;
  bool trouble_ = false;

  void look_at_source(Millis at);
  void report_left(Millis at);
  void queue(Task task, bool first);
  void queue_feeds(Millis at);
  void queue_pages(Millis at);
  void start_requests(Millis at);
  std::optional<Task> next_task(std::deque<Task>& queue, Millis at);
  Rules* rules_for(const Url& url, Millis at);
  void start(Task task);
  void flush(Millis at);
  bool idle(Millis at);
  Millis until_next(Millis at) const;

  void finish(Fetcher::Done done, Millis at);
  bool follow(Task& task, const Response& response, std::string& why_not);
  void failed(const Task& task, const std::string& result, const std::string& reason, long status, Millis asked, bool for_now, Millis at);
  void feed_answered(Task task, Response response, Millis at);
  void feed_failed(const Task& task, const std::string& result, const std::string& reason, long status, Millis asked, Millis at);
  void page_answered(Task task, Response response);
  void page_failed(const Task& task, const std::string& result, const std::string& reason, long status, bool for_now, Millis at);
  void robots_answered(const Task& task, const Response& response, Millis at);
  void robots_failed(const Task& task, const std::string& reason, bool for_now, Millis at);
};

}  // namespace isnad::watch
