#include "serve/service.h"

#include <simdjson.h>

#include <algorithm>
#include <csignal>

#include "serve/json.h"
#include "serve/view_builder.h"

namespace isnad::serve {
namespace {

constexpr auto kLookEvery = std::chrono::milliseconds(500);
constexpr auto kPatience = std::chrono::seconds(10);
constexpr std::size_t kRecords = 4'000;
constexpr const char* kSearches = "search";
constexpr const char* kCorrections = "correction";

std::string to_json(const SavedSearch& s) {
  std::string out;
  Json j(out);
  j.open('{');
  j.member("id", s.id), j.member("name", s.name), j.member("query", s.query), j.flag("alert", s.alert);
  j.member("who", s.who), j.member("at", s.at), j.count("seen", s.seen);
  j.close('}');
  return out;
}

std::optional<SavedSearch> search_from_json(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const simdjson::padded_string padded(json);
  if (parser.parse(padded).get(root) != simdjson::SUCCESS) return std::nullopt;
  SavedSearch out;
  for (const auto& [name, to] : {std::pair("id", &out.id), std::pair("name", &out.name), std::pair("query", &out.query),
                                 std::pair("who", &out.who), std::pair("at", &out.at)}) {
    std::string_view value;
    if (root[name].get(value) != simdjson::SUCCESS) return std::nullopt;
    *to = value;
  }
  std::uint64_t seen = 0;
  if (root["alert"].get(out.alert) != simdjson::SUCCESS || root["seen"].get(seen) != simdjson::SUCCESS) return std::nullopt;
  out.seen = static_cast<std::uint32_t>(seen);
  return out;
}

}  // namespace

Service::Service(const Model& model, store::Store writer, store::Store watcher)
    : finder(model.lexicon()),
      passages(model.lexicon()),
      model_(model),
      writer_(std::make_unique<store::Store>(std::move(writer))),
      watcher_(std::make_unique<store::Store>(std::move(watcher))),
      preparer_(model.lexicon()) {}

Result<std::unique_ptr<Service>> Service::open(const std::string& location, unsigned readers, const Model& model) {
  auto writer = store::Store::open(location, true, false);
  if (!writer) return tl::unexpected(writer.error());
  auto watcher = store::Store::open(location, false, true), builder = store::Store::open(location, false, true);
  if (!watcher) return tl::unexpected(watcher.error());
  if (!builder) return tl::unexpected(builder.error());
  std::unique_ptr<Service> out(new Service(model, std::move(*writer), std::move(*watcher)));
  for (unsigned i = 0; i < readers; ++i) {
    auto reader = store::Store::open(location, false, true);
    if (!reader) return tl::unexpected(reader.error());
    out->readers_.push_back(std::make_unique<store::Store>(std::move(*reader)));
  }
  if (auto loaded = out->load_searches(); !loaded) return tl::unexpected(loaded.error());
  out->thread_ = std::thread([service = out.get(), store = std::move(*builder)]() mutable { service->look_after(std::move(store)); });
  return out;
}

Service::~Service() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Service::look_after(store::Store store) {
  // Signals are for the thread that serves.
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  ViewBuilder builder(std::move(store), model_.lexicon());
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    const std::uint64_t asked = asked_;
    lock.unlock();
    const auto start = std::chrono::steady_clock::now();
    auto changed = builder.changed();
    Result<std::shared_ptr<const View>> made = tl::unexpected(Error{});
    if (changed && *changed) {
      made = builder.make();
      if (!made) changed = tl::unexpected(made.error());
    }
    const auto took = std::chrono::steady_clock::now() - start;
    lock.lock();
    if (!changed) {
      trouble_ = changed.error().text();
    } else {
      trouble_.clear();
      answered_ = asked;
      if (*changed && *made != view_) {
        const std::shared_ptr<const View> before = view_;
        view_ = *made;
        const std::shared_ptr<const View> now = view_;
        lock.unlock();
        metrics.view(now->facts.size(), now->seconds);
        tell(before.get(), *now);
        lock.lock();
      }
    }
    changed_.notify_all();
    // Of a large store, under a program that adds all the time, two thirds of the time are for others. Who waits for it does not wait
    // for that.
    const auto pause = std::max<std::chrono::steady_clock::duration>(kLookEvery, 2 * took);
    changed_.wait_for(lock, pause, [&] { return stopped_ || asked_ != answered_; });
  }
}

void Service::tell(const View* before, const View& now) {
  if (before == nullptr) return;
  const std::size_t old = before->facts.size(), size = now.facts.size();
  const auto say = [&](const char* name, auto members) {
    std::string data;
    Json j(data);
    j.open('{');
    members(j);
    j.close('}');
    events.add(name, data);
  };
  say("documents",
      [&](Json& j) { j.count("added", size > old ? size - old : 0), j.count("documents", size), j.member("version", now.version); });
  if (size <= old) return;
  for (const SavedSearch& s : searches()) {
    if (!s.alert) continue;
    const auto found = finder.find(now, *watcher_, s.query);
    if (!found) continue;
    const auto newer = [&](std::size_t than) {
      return static_cast<std::size_t>(
          std::count_if((*found)->documents.begin(), (*found)->documents.end(), [&](std::uint32_t d) { return d >= than; }));
    };
    if (newer(old) > 0) say("search", [&](Json& j) { j.member("id", s.id), j.member("name", s.name), j.count("new", newer(s.seen)); });
  }
}

std::shared_ptr<const View> Service::view() const {
  const std::lock_guard lock(mutex_);
  return view_;
}

std::string Service::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

std::shared_ptr<const View> Service::renewed() {
  std::unique_lock lock(mutex_);
  const std::uint64_t mine = ++asked_;
  changed_.notify_all();
  changed_.wait_for(lock, kPatience, [&] { return stopped_ || answered_ >= mine; });
  return view_;
}

Result<std::shared_ptr<const Record>> Service::record(store::Store& store, std::uint32_t number) {
  {
    const std::lock_guard lock(records_mutex_);
    if (const auto it = young_.find(number); it != young_.end()) return it->second;
    if (const auto it = old_.find(number); it != old_.end()) return young_[number] = it->second;
  }
  auto record = store.record(number);
  if (!record) return tl::unexpected(record.error());
  auto out = std::make_shared<const Record>(std::move(*record));
  const std::lock_guard lock(records_mutex_);
  if (young_.size() >= kRecords / 2) old_ = std::move(young_), young_.clear();
  young_[number] = out;
  return std::shared_ptr<const Record>(out);
}

std::vector<SavedSearch> Service::searches() const {
  const std::lock_guard lock(mutex_);
  return searches_;
}

Result<void> Service::load_searches() {
  const auto kept = writer_->kept(kSearches);
  if (!kept) return tl::unexpected(kept.error());
  std::vector<SavedSearch> all;
  for (const store::Kept& k : *kept)
    if (auto search = search_from_json(k.body)) all.push_back(std::move(*search));
  const std::lock_guard lock(mutex_);
  searches_ = std::move(all);
  return {};
}

Result<void> Service::keep(const SavedSearch& search) {
  if (auto done = writer_->keep({kSearches, search.id, to_json(search)}); !done) return done;
  return load_searches();
}

Result<void> Service::forget_search(const std::string& id) {
  if (auto done = writer_->forget(kSearches, id); !done) return done;
  return load_searches();
}

Result<void> Service::keep(const Correction& correction) {
  return writer_->keep({kCorrections, correction.id, serve::to_json(correction, false)});
}

}  // namespace isnad::serve
