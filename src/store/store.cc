#include "store/store.h"

#include <xxhash.h>

#include <algorithm>
#include <cstdio>

#include "export/json.h"
#include "isnad/isnad.h"
#include "link/item_bytes.h"
#include "model/key.h"
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

Result<Store> Store::open(const std::string& location, bool create, bool read_only) {
  auto backend = open_sqlite(location, create, read_only);
  if (!backend) return tl::unexpected(backend.error());
  return Store(std::move(*backend));
}

Result<link::ReportItems> Store::items(std::uint32_t number) {
  auto bytes = backend_->items(number);
  if (!bytes) return tl::unexpected(bytes.error());
  auto out = link::items_from_bytes(*bytes);
  if (!out) return fail("document " + std::to_string(number), out.error().text() + "; isnad relink makes them anew");
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

Result<std::shared_ptr<const link::DocumentItem>> Store::sketch(std::uint32_t number) {
  if (const auto it = young_.find(number); it != young_.end()) return it->second;
  if (const auto it = old_.find(number); it != old_.end()) {
    auto found = it->second;
    cache(number, found);
    return found;
  }
  auto bytes = backend_->sketch(number);
  if (!bytes) return tl::unexpected(bytes.error());
  auto item = link::document_from_bytes(*bytes);
  if (!item) return fail("document " + std::to_string(number), item.error().text() + "; isnad relink makes them anew");
  auto out = std::make_shared<const link::DocumentItem>(std::move(*item));
  cache(number, out);
  return out;
}

Result<std::vector<link::Edge>> Store::edges_to_older(const link::ReportItems& items, std::uint32_t number) {
  const auto text = backend_->sharing(KeyKind::text, link::text_keys(items.document), link::kSharedTextKeys);
  if (!text) return tl::unexpected(text.error());
  const auto story = backend_->sharing(KeyKind::story, link::story_keys(items.document), link::kSharedStoryKeys);
  if (!story) return tl::unexpected(story.error());
  std::vector<std::uint32_t> all;
  std::set_union(text->begin(), text->end(), story->begin(), story->end(), std::back_inserter(all));
  std::vector<link::Edge> out;
  for (const std::uint32_t other : all) {
    if (other >= number) continue;  // itself, and what is compared when its turn comes
    const auto known = sketch(other);
    if (!known) return tl::unexpected(known.error());
    const bool by_text = std::binary_search(text->begin(), text->end(), other),
               by_story = std::binary_search(story->begin(), story->end(), other);
    if (!link::worth_comparing(**known, items.document, by_text, by_story)) continue;
    const auto older = this->items(other);
    if (!older) return tl::unexpected(older.error());
    const auto found = link::compare(*older, other, items, number, by_text, by_story);
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

Result<Store::Added> Store::add(const std::vector<Prepared>& documents) {
  Added out;
  if (auto begun = backend_->begin(); !begun) return tl::unexpected(begun.error());
  const auto give_up = [&](const Error& error) {
    backend_->roll_back();
    young_.clear(), old_.clear();
    return tl::unexpected(error);
  };
  for (const Prepared& p : documents) {
    const auto there = backend_->find(p.document.id);
    if (!there) return give_up(there.error());
    if (*there) {
      ++out.known;
      if (auto noted = backend_->note_input(**there, p.document.input); !noted) return give_up(noted.error());
      continue;
    }
    const auto number = backend_->put(p.document, link::text_keys(p.items.document), link::story_keys(p.items.document), p.words);
    if (!number) return give_up(number.error());
    const auto edges = edges_to_older(p.items, *number);
    if (!edges) return give_up(edges.error());
    if (auto connected = backend_->connect(*edges); !connected) return give_up(connected.error());
    cache(*number, std::make_shared<const link::DocumentItem>(p.items.document));
    ++out.added;
    out.copies += std::any_of(edges->begin(), edges->end(), [](const link::Edge& e) { return e.kind == link::Edge::Kind::copy; });
  }
  if (auto done = backend_->commit(); !done) return give_up(done.error());
  return out;
}

Result<void> Store::relink(const model::Lexicon& lexicon, const std::function<void(std::size_t, std::size_t)>& progress) {
  const link::ItemMaker maker(lexicon);
  if (auto begun = backend_->begin(); !begun) return begun;
  const auto give_up = [&](const Error& error) {
    backend_->roll_back();
    young_.clear(), old_.clear();
    return tl::unexpected(error);
  };
  const auto size = backend_->size();
  if (!size) return give_up(size.error());
  young_.clear(), old_.clear();
  if (auto forgotten = backend_->forget_links(); !forgotten) return give_up(forgotten.error());
  for (std::uint32_t n = 0; n < *size; ++n) {
    const auto record = this->record(n);
    if (!record) return give_up(record.error());
    const link::ReportItems items = maker.of(*record);
    if (auto put = backend_->put_items(n, link::to_bytes(items.document), link::to_bytes(items), link::text_keys(items.document),
                                       link::story_keys(items.document));
        !put)
      return give_up(put.error());
    const auto edges = edges_to_older(items, n);
    if (!edges) return give_up(edges.error());
    if (auto connected = backend_->connect(*edges); !connected) return give_up(connected.error());
    if (progress) progress(n + 1, *size);
  }
  if (auto done = backend_->commit(); !done) return give_up(done.error());
  return {};
}

Result<Record> Store::record(std::uint32_t number) {
  const auto json = backend_->record(number);
  if (!json) return tl::unexpected(json.error());
  auto record = record_from_json(*json);
  if (!record) return fail("document " + std::to_string(number), record.error().text());
  return record;
}

Result<link::LinkedReports> Store::linked() {
  link::LinkedReports out;
  const auto size = backend_->size();
  if (!size) return tl::unexpected(size.error());
  const auto edges = backend_->edges();
  if (!edges) return tl::unexpected(edges.error());
  for (std::uint32_t n = 0; n < *size; ++n) {
    auto items = this->items(n);
    if (!items) return tl::unexpected(items.error());
    // Groups need who speaks, not what about.
    items->document.terms = {}, items->document.shingles = {};
    for (link::ClaimItem& c : items->claims) c.content = {};
    for (link::ContactItem& c : items->contacts) c.words = {};
    out.reports.push_back(std::move(*items));
  }
  // An adder may have gone on since size() was asked.
  std::vector<link::Edge> inside;
  for (const link::Edge& e : *edges)
    if (e.a.report < *size && e.b.report < *size) inside.push_back(e);
  out.links = link::assemble(out.reports, inside);
  return out;
}

Result<std::vector<std::uint32_t>> Store::search(const Query& query, std::size_t limit) {
  std::vector<std::uint32_t> candidates;
  const auto size = backend_->size();
  if (!size) return tl::unexpected(size.error());
  const bool filters = query.needs_record() || query.after || query.before || !query.outlets.empty();
  if (query.text.empty()) {
    for (std::uint32_t n = 0; n < *size; ++n) candidates.push_back(n);
  } else {
    auto found = backend_->search(query.text, filters ? *size : limit);
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
