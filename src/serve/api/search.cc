// /search
#include <simdjson.h>

#include <array>
#include <map>

#include "serve/api/handlers.h"
#include "serve/embedded.h"

namespace isnad::serve::api {
namespace {

constexpr std::size_t kFacetValues = 20;

// The text alone: taking a whole record apart for a line of it is too much for every hit.
std::string text_of(const Call& call, std::uint32_t document) {
  const auto stored = call.store.record_json(document);
  if (!stored) throw StoreTrouble{stored.error()};
  thread_local simdjson::ondemand::parser parser;
  const simdjson::padded_string padded(*stored);
  simdjson::ondemand::document root;
  std::string_view text;
  if (parser.iterate(padded).get(root) != simdjson::SUCCESS || root["text"].get(text) != simdjson::SUCCESS) return {};
  return std::string(text);
}

// Counts by a small number, and which have been counted: cleared in the time of those.
class Counter {
 public:
  void resize(std::size_t size) {
    if (counts_.size() < size) counts_.resize(size);
  }
  void add(std::uint32_t value) {
    if (counts_[value]++ == 0) seen_.push_back(value);
  }
  /// The most frequent, and everything forgotten.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> take(std::size_t most) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
    for (const std::uint32_t v : seen_) out.emplace_back(v, counts_[v]), counts_[v] = 0;
    seen_.clear();
    const auto more = [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; };
    const std::size_t count = std::min(most, out.size());
    std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(count), out.end(), more);
    out.resize(count);
    return out;
  }

 private:
  std::vector<std::uint32_t> counts_, seen_;
};

void write_facet(Json& j, const char* name, const std::vector<std::tuple<std::string, std::string, std::size_t>>& values) {
  j.array(name, values, [&](const auto& v) {
    j.open('{');
    j.member("value", std::get<0>(v)), j.member("label", std::get<1>(v)), j.count("count", std::get<2>(v));
    j.close('}');
  });
}

void write_facets(Json& j, const View& view, const std::vector<std::uint32_t>& documents) {
  using Values = std::vector<std::tuple<std::string, std::string, std::size_t>>;
  thread_local Counter speakers, parties;
  speakers.resize(view.entities.size()), parties.resize(view.entities.size());
  std::unordered_map<const Name*, std::size_t> outlets;
  std::map<int, std::size_t> years;
  std::array<std::size_t, 16> acts{}, kinds{};
  for (const std::uint32_t d : documents) {
    const DocumentFacts& f = *view.facts[d];
    const DocumentView& v = view.documents[d];
    ++outlets[f.outlet];
    if (f.from) ++years[f.from->year];
    for (const std::uint32_t e : v.speakers) speakers.add(e);
    for (const std::uint32_t e : v.parties) parties.add(e);
    for (std::size_t i = 0; i < 16; ++i) acts[i] += v.acts >> i & 1;
    for (std::size_t i = 0; i < 8; ++i) kinds[i] += v.kinds >> i & 1;
  }
  Values outlet_values, year_values, act_values, kind_values, speaker_values, party_values;
  for (const auto& [name, count] : outlets)
    if (!name->text.empty()) outlet_values.emplace_back(name->text, name->text, count);
  const auto more = [](const auto& a, const auto& b) { return std::get<2>(a) != std::get<2>(b) ? std::get<2>(a) > std::get<2>(b) : a < b; };
  std::sort(outlet_values.begin(), outlet_values.end(), more);
  if (outlet_values.size() > kFacetValues) outlet_values.resize(kFacetValues);
  for (const auto& [year, count] : years) {
    const std::string text = Date{year, 0, 0}.to_string();
    year_values.emplace_back(text, text, count);
  }
  for (const auto& [e, count] : speakers.take(kFacetValues))
    speaker_values.emplace_back(entity_id(view, e), view.entities[e].name->text, count);
  for (const auto& [e, count] : parties.take(kFacetValues))
    party_values.emplace_back(entity_id(view, e), view.entities[e].name->text, count);
  for (const auto& [to, words, counts] : {std::tuple(&act_values, &act_words(), &acts), std::tuple(&kind_values, &kind_words(), &kinds)}) {
    for (std::size_t i = 0; i < words->size(); ++i)
      if ((*counts)[i] > 0) to->emplace_back((*words)[i], (*words)[i], (*counts)[i]);
    std::sort(to->begin(), to->end(), more);
  }
  write_facet(j, "outlet", outlet_values), write_facet(j, "year", year_values), write_facet(j, "speaker", speaker_values);
  write_facet(j, "party", party_values), write_facet(j, "act", act_values), write_facet(j, "kind", kind_values);
}

}  // namespace

Response search(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  const std::string q = params.text("q", 2'000);
  const Page page = page_of(params, 20, 200);
  const Period period = period_of(params);
  const std::vector<std::string> outlets = params.all("outlet"), years = params.all("year");
  const std::uint32_t speaker = entity_in(params, call, "speaker"), party = entity_in(params, call, "party");
  const unsigned acts = bits_of(params, "act", act_words()), kinds = bits_of(params, "kind", kind_words());
  const bool facets = params.flag("facets", true);
  const auto sort = params.words("sort", {"relevance", "published", "added"});
  if (auto wrong = params.problem()) return std::move(*wrong);
  const auto found = call.service.finder.find(view, call.store, q);
  if (!found) {
    const std::string& where = found.error().where;
    constexpr std::string_view kColumn = "query, column ";
    if (where.compare(0, kColumn.size(), kColumn) != 0) return problem(500, "the store cannot be read: " + found.error().text());
    return problem(400, found.error().text(), "q", std::strtoul(where.c_str() + kColumn.size(), nullptr, 10));
  }

  const std::vector<std::uint32_t>* documents = &(*found)->documents;
  std::vector<std::uint32_t> fitting;
  const bool order = !sort.empty() && sort.front() != 0;
  if (period.after || period.before || !outlets.empty() || !years.empty() || speaker != kNobody || party != kNobody || acts != ~0u ||
      kinds != ~0u || order) {
    for (const std::uint32_t d : *documents) {
      const DocumentFacts& f = *view.facts[d];
      const DocumentView& v = view.documents[d];
      if (!period.has(f.from, f.to)) continue;
      if (!outlets.empty() && std::find(outlets.begin(), outlets.end(), f.outlet->text) == outlets.end()) continue;
      if (!years.empty() && (!f.from || std::find(years.begin(), years.end(), Date{f.from->year, 0, 0}.to_string()) == years.end()))
        continue;
      if (speaker != kNobody && !std::binary_search(v.speakers.begin(), v.speakers.end(), speaker)) continue;
      if (party != kNobody && !std::binary_search(v.parties.begin(), v.parties.end(), party)) continue;
      if ((acts != ~0u && (v.acts & acts) == 0) || (kinds != ~0u && (v.kinds & kinds) == 0)) continue;
      fitting.push_back(d);
    }
    if (order && sort.front() == 1)
      std::stable_sort(fitting.begin(), fitting.end(), [&](std::uint32_t a, std::uint32_t b) {
        const auto day = [&](std::uint32_t d) { return view.facts[d]->to ? last_day(view.facts[d]->to) : -kUndated; };
        return day(a) > day(b);
      });
    if (order && sort.front() == 2) std::sort(fitting.begin(), fitting.end(), std::greater<>());
    documents = &fitting;
  }
  return paged<std::uint32_t>(
      call, page, *documents, [&](std::uint32_t d) { return view.facts[d]->id; },
      [&](std::string& out, std::uint32_t d) {
        Json j(out);
        j.open('{');
        document_summary_members(j, view, d);
        j.array("passage", call.service.passages.of((*found)->query, text_of(call, d)), [&](const Piece& p) {
          j.open('{');
          j.member("text", p.text), j.flag("hit", p.hit);
          j.close('}');
        });
        j.close('}');
      },
      [&](Json& j) {
        j.member("query", q);
        static const std::vector<std::uint32_t> kNone;
        j.key("facets"), j.open('{');
        write_facets(j, view, facets ? *documents : kNone);
        j.close('}');
      });
}

Response get_query_help(const Call& call) {
  Params params(call.request);
  if (auto wrong = params.problem()) return std::move(*wrong);
  return json(std::string(embedded::query_help()));
}

}  // namespace isnad::serve::api
