#include "store/store.h"

#include <xxhash.h>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <unordered_map>

#include "export/json.h"
#include "isnad/isnad.h"
#include "link/item_bytes.h"
#include "model/key.h"
#include "store/postgres/connection.h"
#include "store/record_json.h"

namespace isnad::store {

std::string input_hash(const Document& document) {
  XXH3_state_t* state = XXH3_createState();
  XXH3_128bits_reset(state);
  const std::string published = document.published ? document.published->to_string() : "";
  for (const std::string* part : {&document.text, &document.title, &published, &document.outlet, &document.url, &document.id}) {
    const std::uint64_t size = part->size();
    XXH3_128bits_update(state, &size, sizeof size);
    XXH3_128bits_update(state, part->data(), part->size());
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(state);
  XXH3_freeState(state);
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return buffer;
}

Prepared Preparer::of(const Record& record, const std::string& input) const {
  Prepared out;
  out.items = items_.of(record, &out.words.text);
  const auto names = [](std::string& out_words, const link::Identity& i) {
    for (const std::string& w : i.words) (out_words += model::key_to_utf8(w)) += ' ';
  };
  for (const link::ClaimItem& c : out.items.claims) names(out.words.speakers, c.speaker);
  for (const link::ContactItem& c : out.items.contacts)
    for (const link::Identity& p : c.parties) names(out.words.parties, p);
  StoredDocument& d = out.document;
  d.id = out.items.document.id, d.input = input;
  d.source_id = record.source_id, d.path = record.path, d.url = record.url, d.outlet = record.outlet, d.title = record.title;
  if (record.published.from) d.from = record.published.from->day_number();
  if (record.published.to) d.to = record.published.to->last_day().day_number();
  output::append_json(d.record, record);
  d.sketch = link::to_bytes(out.items.document);
  d.items = link::to_bytes(out.items);
  out.bytes = record.text.size();
  return out;
}

bool is_database(const std::string& location) { return location.starts_with("postgresql://") || location.starts_with("postgres://"); }

std::string shown(const std::string& location) {
  if (!is_database(location)) return location;
  const auto address = postgres::Address::parse(location);
  return address ? address->shown() : address.error().where;
}

Result<Store> Store::open(const std::string& location, bool create, bool read_only) {
  auto backend = is_database(location) ? open_postgres(location, create, read_only) : open_sqlite(location, create, read_only);
  if (!backend) return tl::unexpected(backend.error());
  return Store(std::move(*backend));
}

// A report to be linked, with what it has to do with others.
struct Store::Incoming {
  const link::ReportItems* items = nullptr;
  std::uint32_t number = 0;
  std::vector<std::uint64_t> text_keys, story_keys;
  std::vector<link::Edge> stored, together;  // to reports of the store, and to those before it that come with it

  Incoming(const link::ReportItems& of, std::uint32_t as)
      : items(&of), number(as), text_keys(link::text_keys(of.document)), story_keys(link::story_keys(of.document)) {}
};

namespace {

// Numbers of documents before they have one: the first of those added together has this.
constexpr std::uint32_t kUnnumbered = 1u << 31;
// So many at once are compared, and so many older ones fetched for it: what is in memory does not grow with the store.
constexpr std::size_t kComparedTogether = 64, kFetchedTogether = 256;
// A connection that is lost at every attempt is lost by what is attempted.
constexpr int kAttempts = 10;

// What was begun anew because the connection was lost in the middle of it.
template <class Attempt>
auto again_if_lost(Backend& backend, Attempt attempt) {
  for (int n = 1;; ++n)
    if (auto done = attempt(); done || !backend.connection_lost() || n == kAttempts) return done;
}

// While it lives, the store is seen as of one moment.
class Look {
 public:
  explicit Look(Backend& backend) : backend_(backend), begun_(backend.look()) {}
  ~Look() { end(); }
  Look(const Look&) = delete;
  Look& operator=(const Look&) = delete;
  const Result<void>& begun() const { return begun_; }
  void end() {
    if (begun_ && !ended_) backend_.look_away();
    ended_ = true;
  }

 private:
  Backend& backend_;
  Result<void> begun_;
  bool ended_ = false;
};

// Compares those that come together, each with those before it.
template <class Incoming>
void compare_together(std::vector<Incoming>& incoming) {
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_text, by_story;
  const auto shared = [](auto& by_key, std::vector<std::uint64_t> keys, std::uint32_t i, std::size_t least) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    std::vector<std::uint32_t> met, out;
    for (const std::uint64_t k : keys) {
      std::vector<std::uint32_t>& with = by_key[k];
      met.insert(met.end(), with.begin(), with.end());
      with.push_back(i);
    }
    std::sort(met.begin(), met.end());
    for (std::size_t a = 0, b = 0; a < met.size(); a = b) {
      while (b < met.size() && met[b] == met[a]) ++b;
      if (b - a >= least) out.push_back(met[a]);
    }
    return out;
  };
  for (std::uint32_t i = 0; i < incoming.size(); ++i) {
    Incoming& later = incoming[i];
    const std::vector<std::uint32_t> text = shared(by_text, later.text_keys, i, link::kSharedTextKeys),
                                     story = shared(by_story, later.story_keys, i, link::kSharedStoryKeys);
    std::vector<std::uint32_t> both;
    std::set_union(text.begin(), text.end(), story.begin(), story.end(), std::back_inserter(both));
    for (const std::uint32_t n : both) {
      const Incoming& earlier = incoming[n];
      const bool in_text = std::binary_search(text.begin(), text.end(), n), in_story = std::binary_search(story.begin(), story.end(), n);
      if (!link::worth_comparing(earlier.items->document, later.items->document, in_text, in_story)) continue;
      const auto found = link::compare(*earlier.items, earlier.number, *later.items, later.number, in_text, in_story);
      later.together.insert(later.together.end(), found.begin(), found.end());
    }
  }
}

}  // namespace

Result<State> Store::state() {
  auto now = backend_->state();
  if (now && now->relinked != relinked_) {
    forget_sketches();
    relinked_ = now->relinked;
  }
  return now;
}

Result<std::uint32_t> Store::size() {
  return again_if_lost(*backend_, [&] { return backend_->state().map([](const State& s) { return s.size; }); });
}

Result<bool> Store::knows(std::string_view input) {
  return again_if_lost(*backend_, [&] { return backend_->has_input(input); });
}

Result<StoredDocument> Store::document(std::uint32_t number) {
  return again_if_lost(*backend_, [&] { return backend_->document(number); });
}

Result<std::vector<link::ReportItems>> Store::items(std::span<const std::uint32_t> numbers) {
  auto bytes = backend_->items(numbers);
  if (!bytes) return tl::unexpected(bytes.error());
  std::vector<link::ReportItems> out;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    auto one = link::items_from_bytes((*bytes)[i]);
    if (!one) return fail("document " + std::to_string(numbers[i]), one.error().text() + "; isnad relink makes them anew");
    out.push_back(std::move(*one));
  }
  return out;
}

// Two generations: what is asked for moves to the young one; when that is full, it becomes the old one, and the old one goes.
void Store::cache(std::uint32_t number, std::shared_ptr<const link::DocumentItem> item) {
  if (young_.size() >= kCached / 2) {
    old_ = std::move(young_);
    young_.clear();
  }
  young_[number] = std::move(item);
}

Result<Store::Sketches> Store::sketches(std::span<const std::uint32_t> numbers) {
  Sketches out;
  std::vector<std::uint32_t> missing;
  for (const std::uint32_t n : numbers) {
    if (const auto it = young_.find(n); it != young_.end()) {
      out[n] = it->second;
    } else if (const auto older = old_.find(n); older != old_.end()) {
      out[n] = older->second;
      cache(n, out[n]);
    } else {
      missing.push_back(n);
    }
  }
  if (missing.empty()) return out;
  const auto bytes = backend_->sketches(missing);
  if (!bytes) return tl::unexpected(bytes.error());
  for (std::size_t i = 0; i < missing.size(); ++i) {
    auto item = link::document_from_bytes((*bytes)[i]);
    if (!item) return fail("document " + std::to_string(missing[i]), item.error().text() + "; isnad relink makes them anew");
    out[missing[i]] = std::make_shared<const link::DocumentItem>(std::move(*item));
    cache(missing[i], out[missing[i]]);
  }
  return out;
}

// One report that comes, and an older one that shares keys with it.
struct Store::Comparison {
  std::uint32_t older = 0;
  Incoming* later = nullptr;
  bool text = false, story = false;
};

// Compares each with the documents [from, end) of the store.
Result<void> Store::compare_with_stored(std::span<Incoming> incoming, std::uint32_t from, std::uint32_t end) {
  for (std::size_t first = 0; from < end && first < incoming.size(); first += kComparedTogether) {
    const std::span<Incoming> some = incoming.subspan(first, std::min(kComparedTogether, incoming.size() - first));
    std::vector<std::vector<std::uint64_t>> text_keys, story_keys;
    for (const Incoming& i : some) text_keys.push_back(i.text_keys), story_keys.push_back(i.story_keys);
    const auto text = backend_->sharing(KeyKind::text, text_keys, link::kSharedTextKeys, from);
    if (!text) return tl::unexpected(text.error());
    const auto story = backend_->sharing(KeyKind::story, story_keys, link::kSharedStoryKeys, from);
    if (!story) return tl::unexpected(story.error());

    std::vector<Comparison> comparisons;
    std::vector<std::uint32_t> older;
    for (std::size_t i = 0; i < some.size(); ++i) {
      const std::vector<std::uint32_t>&by_text = (*text)[i], &by_story = (*story)[i];
      std::vector<std::uint32_t> both;
      std::set_union(by_text.begin(), by_text.end(), by_story.begin(), by_story.end(), std::back_inserter(both));
      for (const std::uint32_t n : both)
        if (n < end)
          comparisons.push_back({n, &some[i], std::binary_search(by_text.begin(), by_text.end(), n),
                                 std::binary_search(by_story.begin(), by_story.end(), n)});
    }
    for (const Comparison& c : comparisons) older.push_back(c.older);
    std::sort(older.begin(), older.end());
    older.erase(std::unique(older.begin(), older.end()), older.end());
    const auto known = sketches(older);
    if (!known) return tl::unexpected(known.error());
    std::erase_if(comparisons, [&](const Comparison& c) {
      return !link::worth_comparing(*known->at(c.older), c.later->items->document, c.text, c.story);
    });

    std::stable_sort(comparisons.begin(), comparisons.end(), [](const Comparison& a, const Comparison& b) { return a.older < b.older; });
    for (auto c = comparisons.begin(); c != comparisons.end();) {
      older.clear();
      auto last = c;
      for (; last != comparisons.end() && (older.size() < kFetchedTogether || last->older == older.back()); ++last)
        if (older.empty() || older.back() != last->older) older.push_back(last->older);
      const auto whole = items(older);
      if (!whole) return tl::unexpected(whole.error());
      for (std::size_t at = 0; c != last; ++c) {
        while (older[at] != c->older) ++at;
        const auto found = link::compare((*whole)[at], c->older, *c->later->items, c->later->number, c->text, c->story);
        c->later->stored.insert(c->later->stored.end(), found.begin(), found.end());
      }
    }
  }
  return {};
}

Result<Store::Added> Store::add(const std::vector<Prepared>& documents) {
  Numbers tried;
  return again_if_lost(*backend_, [&] { return try_to_add(documents, tried); });
}

// `tried`: the numbers that documents were given in an attempt whose end is not known. One that is there under its number was added by it.
Result<Store::Added> Store::try_to_add(const std::vector<Prepared>& documents, Numbers& tried) {
  // Each of them once, those that are not there: compared with each other and with what is there now.
  std::vector<std::string> ids;
  for (const Prepared& p : documents) ids.push_back(p.document.id);
  Look look(*backend_);
  if (!look.begun()) return tl::unexpected(look.begun().error());
  const auto before = state();
  if (!before) return tl::unexpected(before.error());
  auto there = backend_->find(ids);
  if (!there) return tl::unexpected(there.error());
  std::vector<Incoming> incoming;
  std::unordered_map<std::string_view, std::size_t> of_id;  // indexes into incoming
  for (std::size_t i = 0; i < documents.size(); ++i)
    if (!(*there)[i] && of_id.emplace(ids[i], incoming.size()).second)
      incoming.emplace_back(documents[i].items, kUnnumbered + static_cast<std::uint32_t>(incoming.size()));
  compare_together(incoming);
  if (auto done = compare_with_stored(incoming, 0, before->size); !done) return tl::unexpected(done.error());
  look.end();

  if (auto begun = backend_->begin(); !begun) return tl::unexpected(begun.error());
  const auto give_up = [&](const Error& error) {
    backend_->roll_back();
    return tl::unexpected(error);
  };
  const auto now = state();
  if (!now) return give_up(now.error());
  // What others did meanwhile.
  if (now->size != before->size) {
    there = backend_->find(ids);
    if (!there) return give_up(there.error());
  }
  const bool relinked = now->relinked != before->relinked;
  if (relinked)
    for (Incoming& i : incoming) i.stored.clear();
  if (auto done = compare_with_stored(incoming, relinked ? 0 : before->size, now->size); !done) return give_up(done.error());

  Added out;
  std::vector<std::uint32_t> numbers(incoming.size());  // of those that come
  std::vector<char> put(incoming.size());
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const StoredDocument& d = documents[i].document;
    const auto at = of_id.find(ids[i]);
    if ((*there)[i] || put[at->second]) {
      const std::uint32_t number = (*there)[i] ? *(*there)[i] : numbers[at->second];
      const auto mine = tried.find(ids[i]);
      if (mine != tried.end() && mine->second == number) ++out.added;
      else ++out.known;
      if (auto noted = backend_->note_input(number, d.input); !noted) return give_up(noted.error());
      continue;
    }
    const Incoming& one = incoming[at->second];
    const auto number = backend_->put(d, one.text_keys, one.story_keys, documents[i].words);
    if (!number) return give_up(number.error());
    numbers[at->second] = *number, put[at->second] = 1;
    ++out.added;
  }
  std::vector<link::Edge> edges;
  for (std::size_t i = 0; i < incoming.size(); ++i) {
    if (!put[i]) continue;
    bool copy = false;
    for (const auto* some : {&incoming[i].stored, &incoming[i].together})
      for (link::Edge e : *some) {
        bool stands = true;
        for (link::Mention* m : {&e.a, &e.b})
          if (m->report >= kUnnumbered) stands = stands && put[m->report - kUnnumbered], m->report = numbers[m->report - kUnnumbered];
        if (!stands) continue;  // to one that somebody else has added meanwhile: it has been compared with that
        edges.push_back(e);
        copy = copy || e.kind == link::Edge::Kind::copy;
      }
    out.copies += copy;
  }
  if (auto connected = backend_->connect(edges); !connected) return give_up(connected.error());
  tried.clear();
  for (std::size_t i = 0; i < documents.size(); ++i)
    if (const auto at = of_id.find(ids[i]); at != of_id.end() && put[at->second]) tried.emplace(ids[i], numbers[at->second]);
  if (auto done = backend_->commit(); !done) return give_up(done.error());
  for (std::size_t i = 0; i < incoming.size(); ++i)
    if (put[i]) cache(numbers[i], std::make_shared<const link::DocumentItem>(incoming[i].items->document));
  return out;
}

Result<void> Store::relink(const model::Lexicon& lexicon, const std::function<void(std::size_t, std::size_t)>& progress) {
  return again_if_lost(*backend_, [&] { return try_to_relink(lexicon, progress); });
}

Result<void> Store::try_to_relink(const model::Lexicon& lexicon, const std::function<void(std::size_t, std::size_t)>& progress) {
  const link::ItemMaker maker(lexicon);
  if (auto begun = backend_->begin(); !begun) return begun;
  const auto give_up = [&](const Error& error) {
    backend_->roll_back();
    forget_sketches();
    return tl::unexpected(error);
  };
  if (auto forgotten = backend_->forget_links(); !forgotten) return give_up(forgotten.error());
  const auto now = state();
  if (!now) return give_up(now.error());
  for (std::uint32_t first = 0; first < now->size;) {
    const std::uint32_t end = std::min(now->size, first + static_cast<std::uint32_t>(kComparedTogether));
    std::vector<link::ReportItems> reports;
    for (std::uint32_t n = first; n < end; ++n) {
      const auto record = this->record(n);
      if (!record) return give_up(record.error());
      reports.push_back(maker.of(*record));
    }
    std::vector<Incoming> incoming;
    for (std::uint32_t n = first; n < end; ++n) incoming.emplace_back(reports[n - first], n);
    compare_together(incoming);
    if (auto done = compare_with_stored(incoming, 0, first); !done) return give_up(done.error());
    for (const Incoming& i : incoming) {
      const link::DocumentItem& sketch = i.items->document;
      if (auto put = backend_->put_items(i.number, link::to_bytes(sketch), link::to_bytes(*i.items), i.text_keys, i.story_keys); !put)
        return give_up(put.error());
      for (const auto* edges : {&i.stored, &i.together})
        if (auto connected = backend_->connect(*edges); !connected) return give_up(connected.error());
      cache(i.number, std::make_shared<const link::DocumentItem>(sketch));
    }
    for (; first < end; ++first)
      if (progress) progress(first + 1, now->size);
  }
  if (auto done = backend_->commit(); !done) return give_up(done.error());
  return {};
}

Result<Record> Store::record(std::uint32_t number) {
  const auto json = again_if_lost(*backend_, [&] { return backend_->record(number); });
  if (!json) return tl::unexpected(json.error());
  auto record = record_from_json(*json);
  if (!record) return fail("document " + std::to_string(number), record.error().text());
  return record;
}

Result<link::LinkedReports> Store::linked() {
  return again_if_lost(*backend_, [&] { return try_to_link(); });
}

Result<link::LinkedReports> Store::try_to_link() {
  link::LinkedReports out;
  const Look look(*backend_);
  if (!look.begun()) return tl::unexpected(look.begun().error());
  const auto now = state();
  if (!now) return tl::unexpected(now.error());
  const auto edges = backend_->edges();
  if (!edges) return tl::unexpected(edges.error());
  for (std::uint32_t first = 0; first < now->size; first += kFetchedTogether) {
    std::vector<std::uint32_t> numbers(std::min<std::size_t>(kFetchedTogether, now->size - first));
    std::iota(numbers.begin(), numbers.end(), first);
    auto some = items(numbers);
    if (!some) return tl::unexpected(some.error());
    for (link::ReportItems& items : *some) {
      // Groups need who speaks, not what about.
      items.document.terms = {}, items.document.shingles = {};
      for (link::ClaimItem& c : items.claims) c.content = {};
      for (link::ContactItem& c : items.contacts) c.words = {};
      out.reports.push_back(std::move(items));
    }
  }
  out.links = link::assemble(out.reports, *edges);
  return out;
}

Result<std::vector<std::uint32_t>> Store::search(const Query& query, std::size_t limit) {
  return again_if_lost(*backend_, [&] { return try_to_search(query, limit); });
}

Result<std::vector<std::uint32_t>> Store::try_to_search(const Query& query, std::size_t limit) {
  std::vector<std::uint32_t> candidates;
  const Look look(*backend_);
  if (!look.begun()) return tl::unexpected(look.begun().error());
  const auto now = state();
  if (!now) return tl::unexpected(now.error());
  const bool filters = query.needs_record() || query.after || query.before || !query.outlets.empty();
  if (query.text.empty()) {
    for (std::uint32_t n = 0; n < now->size; ++n) candidates.push_back(n);
  } else {
    auto found = backend_->search(query.text, filters ? now->size : limit);
    if (!found) return found;
    candidates = std::move(*found);
  }
  if (!filters) {
    if (candidates.size() > limit) candidates.resize(limit);
    return candidates;
  }
  std::vector<std::uint32_t> out;
  for (const std::uint32_t n : candidates) {
    if (out.size() >= limit) break;
    const auto d = backend_->document(n);
    if (!d) return tl::unexpected(d.error());
    if (query.after && (!d->to || *d->to < query.after->day_number())) continue;
    if (query.before && (!d->from || *d->from > query.before->last_day().day_number())) continue;
    Record record;
    record.outlet = d->outlet;
    if (query.needs_record()) {
      auto whole = this->record(n);
      if (!whole) return tl::unexpected(whole.error());
      record = std::move(*whole);
    }
    if (fits(query, record)) out.push_back(n);
  }
  return out;
}

}  // namespace isnad::store
