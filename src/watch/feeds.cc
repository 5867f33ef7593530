#include "watch/feeds.h"

#include <xxhash.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <utility>

#include "ingest/admit.h"
#include "ingest/charset.h"
#include "ingest/html/article.h"
#include "ingest/mojibake.h"
#include "watch/feed_items.h"
#include "watch/teaser.h"

namespace isnad::watch {
namespace {

constexpr std::size_t kMostRedirects = 10, kMostRobotsRedirects = 5;  // RFC 9309: at least five
constexpr Millis kLongestFresh = kHour;  // what a feed's max-age is believed: many are left at what somebody once set
constexpr Millis kLongestRest = kDay;    // of a feed that fails
constexpr Millis kGoneRest = 30 * kDay;  // of a feed that says it is gone
constexpr int kTriesElsewhere = 3;       // of where a feed has moved to, before it is asked where it was
constexpr int kPageTries = 5;            // then the teaser is all there is
constexpr Millis kPageRest = kMinute;    // after the first of them, doubled twice each time: more than an hour in all
constexpr Millis kRobotsKept = kDay, kRobotsAgain = 10 * kMinute;
constexpr std::size_t kQueued = 8;  // pages of a host in memory; the others wait in the state
constexpr Millis kStoreAgain = 30 * kSecond;
constexpr Millis kLongestFlush = 500;     // then the network has its turn
constexpr Millis kThisRun = kMinute;      // once: what has to wait longer is left to the next run
constexpr std::size_t kRulesKept = 1000;  // of origins in memory; all are in the state
constexpr const char* kRobotsToken = "isnad";

constexpr const char* kAcceptFeed =
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, "
    "*/*;q=0.5";
constexpr const char* kAcceptPage = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";

std::string hash(std::string_view bytes) {
  const XXH128_hash_t h = XXH3_128bits(bytes.data(), bytes.size());
  char text[40];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(h.high64), static_cast<unsigned long long>(h.low64));
  return text;
}

std::int64_t seconds(Millis time) { return (time + kSecond - 1) / kSecond; }

bool is_redirect(long status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }

// The server asks to be left alone, all of it.
bool is_overload(long status) { return status == 429 || status == 503; }

}  // namespace

FeedWatch::FeedWatch(FeedOptions options, const AddressPolicy& policy, State& state, Feeds feeds, Add add, Log log)
    : options_(std::move(options)),
      state_(state),
      source_(std::move(feeds)),
      add_(std::move(add)),
      log_(std::move(log)),
      fetcher_(options_.fetch, policy),
      hosts_(options_.pause) {}

bool FeedWatch::run(const Stop& stop) {
  while (!stop.asked) {
    Millis at = now();
    look_at_source(at);
    queue_feeds(at);
    queue_pages(at);
    flush(at);
    at = now();
    start_requests(at);
    if (state_.error()) return false;
    if (options_.once && idle(at)) break;
    fetcher_.work(static_cast<int>(until_next(at)), stop.fd);
    for (Fetcher::Done& done : fetcher_.finished()) finish(std::move(done), now());
    hosts_.tidy(now());
    if (rules_.size() > kRulesKept) std::erase_if(rules_, [](const auto& entry) { return !entry.second.pending; });
  }
  if (options_.once && !stop.asked) report_left(now());
  return !trouble_ && !state_.error();
}

// Once: feeds of hosts that have to be left alone for longer.
void FeedWatch::report_left(Millis at) {
  for (const auto& [host, tasks] : queues_)
    for (const Task& task : tasks) {
      if (task.kind != Kind::feed) continue;
      log_({"feed", "waits", feeds_[task.feed].shown, {{"seconds", seconds(hosts_.next_at(host) - at)}}});
      trouble_ = true;
    }
}

void FeedWatch::look_at_source(Millis at) {
  if (at < look_at_source_) return;
  look_at_source_ = at + options_.look;
  const auto urls = source_();
  if (!urls) return;
  for (const std::string& url : *urls) {
    if (std::any_of(feeds_.begin(), feeds_.end(), [&](const Feed& f) { return f.url == url; })) continue;
    if (const auto good = parse_url(url); !good) {
      log_({"feed", "refused", shown_url(url), {{"reason", good.error().message}}});
      trouble_ = true;
      continue;
    }
    const FeedState known = state_.feed(url);
    // A clock that was set back must not silence a feed.
    feeds_.push_back({url, shown_url(url), known.next_at > at + kGoneRest ? 0 : known.next_at});
  }
  // Those that are no longer asked for stay, for tasks that name them by their place.
  for (Feed& f : feeds_) f.wanted = std::find(urls->begin(), urls->end(), f.url) != urls->end();
}

void FeedWatch::queue(Task task, bool first) {
  const std::string host = task.url.host;
  if (!hosts_.knows(host))
    if (const HostSchedule::Wait wait = state_.host(host);
        wait.failures > 0 && wait.until <= now() + kLongestRest)  // not after the clock was set back
      hosts_.recall(host, wait);
  std::deque<Task>& to = queues_[host];
  if (first) to.push_front(std::move(task));
  else to.push_back(std::move(task));
}

void FeedWatch::queue_feeds(Millis at) {
  for (std::size_t i = 0; i < feeds_.size(); ++i) {
    Feed& f = feeds_[i];
    if (f.under_way || !f.wanted) continue;
    if (options_.once) {
      if (std::exchange(f.asked, true)) continue;
      // What went well last time is asked again at once: who calls decides how often.
      if (const FeedState known = state_.feed(f.url); (known.failures > 0 || known.gone) && known.next_at > at) {
        log_({"feed", "waits", f.shown, {{"seconds", seconds(known.next_at - at)}}});
        trouble_ = true;
        continue;
      }
    } else if (f.next_at > at) {
      continue;
    }
    const FeedState known = state_.feed(f.url);
    auto url = parse_url(known.moved_to.empty() ? f.url : known.moved_to);
    if (!url) continue;
    Task task;
    task.kind = Kind::feed;
    task.url = std::move(*url);
    task.feed = i;
    f.under_way = true;
    queue(std::move(task), true);
  }
}

void FeedWatch::queue_pages(Millis at) {
  for (const std::string& host : state_.hosts_due(at)) {
    const auto there = queues_.find(host);
    if (there != queues_.end() && there->second.size() >= kQueued) continue;
    for (Item& item : state_.pages_due(host, at, 2 * kQueued)) {
      if (under_way_.contains(item.number)) continue;
      auto url = parse_url(item.document.url);
      if (!url || !options_.pages) {  // asked for in an earlier run, and no longer
        state_.make_ready(item.number, item.document, false);
        continue;
      }
      under_way_.insert(item.number);
      Task task;
      task.kind = Kind::page;
      task.url = std::move(*url);
      task.item = std::move(item);
      queue(std::move(task), false);
    }
  }
}

void FeedWatch::start_requests(Millis at) {
  for (auto it = queues_.begin(); it != queues_.end();) {
    if (running_.size() >= options_.connections) return;
    auto& [host, tasks] = *it;
    if (hosts_.next_at(host) <= at)
      if (std::optional<Task> task = next_task(tasks, at)) start(std::move(*task));
    if (tasks.empty()) it = queues_.erase(it);
    else ++it;
  }
}

// The first task of a host that can be begun. Pages that need no request, or may have none, are dealt with on the way.
std::optional<FeedWatch::Task> FeedWatch::next_task(std::deque<Task>& tasks, Millis at) {
  const auto take = [&](std::size_t i) {
    Task task = std::move(tasks[i]);
    tasks.erase(tasks.begin() + static_cast<std::ptrdiff_t>(i));
    return task;
  };
  for (std::size_t i = 0; i < tasks.size();) {
    if (tasks[i].kind != Kind::page) return take(i);
    if (state_.knows_page(tasks[i].item.document.url, tasks[i].item.number)) {
      const Task task = take(i);
      under_way_.erase(task.item.number);
      state_.done(task.item.number);
      log_({"page", "known", task.url.shown, {{"feed", task.item.document.path}}});
      continue;
    }
    const Rules* rules = rules_for(tasks[i].url, at);
    if (rules == nullptr) {
      Task robots;
      robots.kind = Kind::robots;
      robots.origin = tasks[i].url.origin;
      auto url = parse_url(robots.origin + "/robots.txt");
      if (!url) return std::nullopt;  // not of an origin that was parsed
      robots.url = std::move(*url);
      rules_[robots.origin].pending = true;
      return robots;
    }
    if (rules->pending) {
      ++i;
    } else if (!rules->reachable) {
      page_failed(take(i), "failed", "robots.txt could not be had", 0, true, at);
    } else if (!rules->robots.allows(tasks[i].url.path)) {
      page_failed(take(i), "refused", "robots.txt", 0, false, at);
    } else {
      return take(i);
    }
  }
  return std::nullopt;
}

// Null if they have to be asked for.
FeedWatch::Rules* FeedWatch::rules_for(const Url& url, Millis at) {
  const auto known = rules_.find(url.origin);
  if (known != rules_.end() && (known->second.pending || known->second.expires > at)) return &known->second;
  const auto kept = state_.robots(url.origin, at);
  if (!kept) return nullptr;
  Rules& rules = rules_[url.origin];
  rules = {false, kept->reachable, Robots::parse(kept->body, kRobotsToken), kept->expires};
  if (const auto delay = rules.robots.delay_s()) hosts_.slow_down(url.host, static_cast<Millis>(std::min(*delay, 3600.0) * 1000));
  return &rules;
}

void FeedWatch::start(Task task) {
  Request request;
  request.url = task.url;
  switch (task.kind) {
    case Kind::feed: {
      const FeedState known = state_.feed(feeds_[task.feed].url);
      if (known.validated == task.url.text) request.etag = known.etag, request.last_modified = known.last_modified;
      request.accept = kAcceptFeed;
      request.largest = options_.largest;
      break;
    }
    case Kind::page:
      request.accept = kAcceptPage;
      request.largest = options_.largest;
      request.only_pages = true;
      break;
    case Kind::robots:
      request.accept = "text/plain, */*;q=0.1";
      request.largest = Robots::kLargest + 1;  // so that what is cut can be told
      request.beginning = true;
      break;
  }
  const std::uint64_t id = ++next_id_;
  hosts_.begin(task.url.host);
  running_.emplace(id, std::move(task));
  fetcher_.start(std::move(request), id);
}

// Hands on what is ready, for a while.
void FeedWatch::flush(Millis at) {
  if (at < store_again_) return;
  for (;;) {
    const std::vector<Item> items = state_.ready(16);
    if (items.empty()) return;
    for (const Item& item : items) {
      Document d = item.document;
      if (d.text.empty()) d.text = d.title;  // a headline is news too
      std::string mended;
      for (std::string* part : {&d.title, &d.text})
        if (auto m = ingest::mend(*part)) *part = std::move(m->text), mended = ingest::to_words(m->how);
      const std::string subject = d.url.empty() ? item.document.path + " " + item.key : d.url;
      if (const auto good = ingest::admit(d, subject); !good) {
        log_({"document", "refused", subject, {{"reason", good.error().message}, {"feed", d.path}}});
        state_.done(item.number);
        continue;
      }
      const std::string title = d.title;
      std::vector<Document> one;
      one.push_back(std::move(d));
      const auto added = add_(std::move(one));
      if (!added) {
        log_({"store", "failed", subject, {{"reason", added.error().text()}}});
        store_again_ = now() + kStoreAgain;
        trouble_ = trouble_ || options_.once;
        return;
      }
      state_.done(item.number);
      Event event{"document", added->copies > 0 ? "copy" : added->added > 0 ? "added" : "known", subject, {{"title", title}}};
      if (!mended.empty()) event.more.emplace_back("mended", mended);
      event.more.emplace_back("feed", item.document.path);
      log_(event);
    }
    if (state_.error() || now() - at > kLongestFlush) return;
  }
}

bool FeedWatch::idle(Millis at) {
  if (!running_.empty()) return false;
  for (const auto& [host, tasks] : queues_) {
    if (hosts_.next_at(host) > at + kThisRun) continue;
    for (const Task& task : tasks) {
      // Its robots.txt may have led to a host that has to be left alone.
      const auto rules = rules_.find(task.url.origin);
      if (task.kind != Kind::page || rules == rules_.end() || !rules->second.pending) return false;
    }
  }
  return store_again_ > at || state_.ready(1).empty();
}

Millis FeedWatch::until_next(Millis at) const {
  Millis next = at + kSecond;
  if (running_.size() < options_.connections)
    for (const auto& [host, tasks] : queues_) next = std::min(next, hosts_.next_at(host));
  for (const Feed& f : feeds_)
    if (!f.under_way && f.wanted && !options_.once) next = std::min(next, f.next_at);
  constexpr Millis kShortest = 20;  // a task may wait for an answer of another host
  return std::max(next - at, kShortest);
}

void FeedWatch::finish(Fetcher::Done done, Millis at) {
  const auto it = running_.find(done.id);
  if (it == running_.end()) return;
  Task task = std::move(it->second);
  running_.erase(it);
  const std::string host = task.url.host;
  hosts_.end(host, at);

  const bool unreachable = !done.response && done.failure.kind == Failure::Kind::unreachable;
  const bool overload = done.response && is_overload(done.response->status);
  Millis asked = 0;
  if (done.response && done.response->retry_after_s)
    asked = std::min<Millis>(Millis{*done.response->retry_after_s}, kLongestRest / kSecond) * kSecond;
  if (unreachable || overload) {
    const HostSchedule::Wait wait = hosts_.trouble(host, at, overload ? asked : 0);
    state_.put_host(host, wait);
    log_({"host", "waits", host, {{"seconds", seconds(wait.until - at)}, {"failures", std::int64_t{wait.failures}}}});
  } else if (done.response && hosts_.well(host)) {
    state_.put_host(host, {});
  }

  if (!done.response) {
    const bool refused = done.failure.kind == Failure::Kind::refused;
    return failed(task, refused ? "refused" : "failed", done.failure.message, 0, 0, unreachable, at);
  }
  const Response& r = *done.response;
  if (is_redirect(r.status)) {
    std::string why_not;
    if (!follow(task, r, why_not)) return failed(task, "refused", why_not, r.status, 0, false, at);
    return queue(std::move(task), true);
  }
  switch (task.kind) {
    case Kind::robots: return robots_answered(task, r, at);
    case Kind::feed:
      if (r.status == 304 || (r.status >= 200 && r.status < 300)) return feed_answered(std::move(task), std::move(*done.response), at);
      break;
    case Kind::page:
      if (r.status >= 200 && r.status < 300) return page_answered(std::move(task), std::move(*done.response));
      break;
  }
  failed(task, r.status == 410 ? "gone" : "failed", "HTTP " + std::to_string(r.status), r.status, asked, r.status >= 500 || overload, at);
}

// Puts the task to where a redirect leads.
bool FeedWatch::follow(Task& task, const Response& r, std::string& why_not) {
  const std::size_t most = task.kind == Kind::robots ? kMostRobotsRedirects : kMostRedirects;
  if (task.visited.size() >= most) return why_not = "more than " + std::to_string(most) + " redirects", false;
  auto to = resolve_url(task.url, r.location);
  if (!to) return why_not = "a redirect to \"" + to.error().where + "\": " + to.error().message, false;
  task.visited.push_back(task.url.text);
  if (std::find(task.visited.begin(), task.visited.end(), to->text) != task.visited.end()) return why_not = "redirects in a circle", false;
  log_({"redirect", "followed", task.url.shown, {{"status", r.status}, {"to", to->shown}}});
  task.for_good = task.for_good && (r.status == 301 || r.status == 308);
  if (task.for_good) task.moved_to = to->text;
  task.url = std::move(*to);
  return true;
}

void FeedWatch::failed(const Task& task, const std::string& result, const std::string& reason, long status, Millis asked, bool for_now,
                       Millis at) {
  switch (task.kind) {
    case Kind::feed: return feed_failed(task, result, reason, status, asked, at);
    case Kind::page: return page_failed(task, result, reason, status, for_now, at);
    case Kind::robots: return robots_failed(task, reason, for_now, at);
  }
}

void FeedWatch::feed_failed(const Task& task, const std::string& result, const std::string& reason, long status, Millis asked, Millis at) {
  Feed& feed = feeds_[task.feed];
  FeedState known = state_.feed(feed.url);
  ++known.failures;
  known.gone = result == "gone";
  known.next_at = at + (known.gone ? kGoneRest : std::max(asked, back_off(known.failures, options_.every, kLongestRest)));
  if (known.failures >= kTriesElsewhere) known.moved_to.clear();
  state_.put_feed(known);
  feed.under_way = false;
  feed.next_at = known.next_at;
  trouble_ = trouble_ || options_.once;
  Event event{"feed", result, feed.shown, {{"reason", reason}}};
  if (task.url.shown != feed.shown) event.more.emplace_back("at", task.url.shown);
  if (status != 0) event.more.emplace_back("status", std::int64_t{status});
  event.more.emplace_back("failures", std::int64_t{known.failures});
  event.more.emplace_back("again_in_seconds", seconds(known.next_at - at));
  log_(event);
}

void FeedWatch::feed_answered(Task task, Response r, Millis at) {
  Feed& feed = feeds_[task.feed];
  FeedState known = state_.feed(feed.url);
  const bool asked_whether_new = known.validated == task.url.text && (!known.etag.empty() || !known.last_modified.empty());
  if (r.status == 304 && !asked_whether_new)
    return feed_failed(task, "failed", "\"not modified\" to a question that was not asked", r.status, 0, at);
  const std::string body = hash(r.body);
  const bool same = r.status == 304 || (known.validated == task.url.text && known.body == body);

  FeedItems items;
  if (!same) {
    items = feed_items(std::move(r.body), ingest::charset_parameter(r.content_type), task.url, feed.url, options_.pages);
    if (items.items.empty() && items.error) return feed_failed(task, "failed", items.error->message, r.status, 0, at);
  }
  known.failures = 0;
  known.gone = false;
  known.next_at = at + std::max(options_.every, std::min<Millis>(r.max_age_s, kLongestFresh / kSecond) * kSecond);
  if (!task.moved_to.empty()) known.moved_to = task.moved_to;
  known.validated = task.url.text;
  if (r.status != 304) {
    // What is broken is asked for whole the next time.
    const bool whole = !items.error;
    known.etag = whole ? r.etag : "", known.last_modified = whole ? r.last_modified : "", known.body = whole ? body : "";
  }
  Event event{"feed", same ? "unchanged" : "read", feed.shown, {{"status", std::int64_t{r.status}}}};
  if (same) {
    state_.put_feed(known);
  } else {
    const std::size_t fresh = state_.put_feed(known, items.items, at);
    event.more.emplace_back("items", static_cast<std::int64_t>(items.items.size()));
    event.more.emplace_back("new", static_cast<std::int64_t>(fresh));
  }
  if (!task.moved_to.empty()) event.more.emplace_back("moved_to", task.url.shown);
  if (items.error) event.more.emplace_back("broken", items.error->text());
  feed.under_way = false;
  feed.next_at = known.next_at;
  log_(event);
}

void FeedWatch::page_answered(Task task, Response r) {
  const std::string& shown = task.url.shown;
  std::string charset = ingest::charset_parameter(r.content_type);
  if (charset.empty()) charset = ingest::declared_charset(r.body);
  auto utf8 = ingest::to_utf8(std::move(r.body), shown, charset);
  auto page = utf8 ? ingest::html::article(*utf8, shown) : tl::unexpected(utf8.error());
  if (!page) return page_failed(task, "failed", page.error().message, r.status, false, 0);
  if (!same_story(task.item.document, *page)) return page_failed(task, "failed", "the page tells another story", r.status, false, 0);
  const Document document = joined(std::move(task.item.document), std::move(*page));
  state_.make_ready(task.item.number, document, true);
  under_way_.erase(task.item.number);
  log_({"page", "fetched", shown, {{"bytes", static_cast<std::int64_t>(document.text.size())}, {"feed", document.path}}});
}

void FeedWatch::page_failed(const Task& task, const std::string& result, const std::string& reason, long status, bool for_now, Millis at) {
  const Item& item = task.item;
  Event event{"page", result, task.url.shown, {{"reason", reason}}};
  if (status != 0) event.more.emplace_back("status", std::int64_t{status});
  under_way_.erase(item.number);
  const int tries = item.tries + 1;
  if (for_now && tries < kPageTries) {
    const Millis due = at + back_off(2 * tries - 1, kPageRest, kDay);
    state_.put_off(item.number, tries, due);
    event.more.emplace_back("again_in_seconds", seconds(due - at));
  } else {
    state_.make_ready(item.number, item.document, false);
    event.more.emplace_back("instead", std::string("what the feed has"));
  }
  event.more.emplace_back("feed", item.document.path);
  log_(event);
}

void FeedWatch::robots_answered(const Task& task, const Response& r, Millis at) {
  if (r.status >= 500 || r.status == 429) return robots_failed(task, "HTTP " + std::to_string(r.status), true, at);
  // None there: everything may be fetched (RFC 9309, 2.3.1.3).
  const bool there = r.status >= 200 && r.status < 300;
  State::RobotsFile file{true, there ? r.body : "", at + kRobotsKept};
  state_.put_robots(task.origin, file);
  rules_.erase(task.origin);
  log_({"robots", there ? "read" : "none", task.origin, {{"status", std::int64_t{r.status}}}});
}

void FeedWatch::robots_failed(const Task& task, const std::string& reason, bool for_now, Millis at) {
  // Unreachable, nothing may be fetched; lost in redirects and the like, there is none (RFC 9309, 2.3.1).
  state_.put_robots(task.origin, {!for_now, "", at + (for_now ? kRobotsAgain : kRobotsKept)});
  rules_.erase(task.origin);
  log_({"robots", for_now ? "failed" : "none", task.origin, {{"reason", reason}}});
}

}  // namespace isnad::watch
