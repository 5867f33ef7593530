#include "link/document_item.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "model/lexicon.h"

namespace isnad::link {
namespace {

constexpr std::size_t kRun = 6;  // words of a shingle: what the near-duplicate labels of the field use
constexpr std::size_t kTextKeys = 16;
constexpr std::size_t kHeaviest = 100;  // terms kept of a report
constexpr std::size_t kStoryKeys = 12;
constexpr float kTitle = 2.0f, kLead = 1.5f;  // how much more a term counts in the title, in the first paragraphs
constexpr std::uint32_t kLeadWords = 80;

std::uint64_t mix(std::uint64_t h) {
  h ^= h >> 33;
  h *= 0xff51afd7ed558ccdull;
  h ^= h >> 33;
  h *= 0xc4ceb9fe1a85ec53ull;
  return h ^ (h >> 33);
}

void find_shingles(const language::Analysis& a, DocumentItem& out) {
  std::vector<std::uint64_t> words;
  for (const text::Token& t : a.tokens())
    if (t.kind == text::TokenKind::word || t.kind == text::TokenKind::number) words.push_back(model::hash_key(t.key));
  std::vector<std::uint32_t> hashes;
  if (words.empty()) return;
  const std::size_t run = std::min(kRun, words.size());
  for (std::size_t i = 0; i + run <= words.size(); ++i) {
    std::uint64_t h = 0;
    for (std::size_t k = 0; k < run; ++k) h = mix(h * 31 + words[i + k]);
    hashes.push_back(static_cast<std::uint32_t>(h >> 32));
  }
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  out.shingle_count = static_cast<std::uint32_t>(hashes.size());
  if (hashes.size() > kSketch) hashes.resize(kSketch);
  out.shingles = std::move(hashes);
}

void find_terms(const language::Analysis& a, const TermModel& model, DocumentItem& out) {
  Terms terms = model.terms_of(a, 0, static_cast<std::uint32_t>(a.tokens().size()));
  const auto raise = [&](std::uint32_t first, std::uint32_t last, float factor) {
    std::vector<TermId> ids;
    for (std::uint32_t i = first; i < last; ++i)
      if (const TermId id = model.of(a.words[i], a.tokens()[i]); id != 0) ids.push_back(id);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    for (Term& t : terms)
      if (std::binary_search(ids.begin(), ids.end(), t.id)) t.weight *= factor;
  };
  std::uint32_t title = 0;
  while (title < a.tokens().size() && a.tokens()[title].span.end <= a.text.title_end) ++title;
  raise(0, title, kTitle);
  raise(title, std::min<std::uint32_t>(title + kLeadWords, static_cast<std::uint32_t>(a.tokens().size())), kLead);
  if (terms.size() > kHeaviest) {
    std::sort(terms.begin(), terms.end(),
              [](const Term& x, const Term& y) { return x.weight != y.weight ? x.weight > y.weight : x.id < y.id; });
    terms.resize(kHeaviest);
    std::sort(terms.begin(), terms.end(), [](const Term& x, const Term& y) { return x.id < y.id; });
  }
  normalize(terms);
  out.terms = std::move(terms);
}

}  // namespace

std::string report_id(const Record& record) {
  std::uint64_t h = 0;
  for (const std::string* part : {&record.source_id, &record.url, &record.outlet}) h = mix(h * 31 + model::hash_key(*part));
  char buffer[20];
  std::snprintf(buffer, sizeof buffer, "%08x", static_cast<unsigned>(h >> 32));
  return record.id + buffer;
}

DocumentItem document_item(const Record& record, const language::Analysis& analysis, const TermModel& terms) {
  DocumentItem out;
  out.id = report_id(record);
  out.outlet = record.outlet;
  const Published& p = record.published;
  if (p.from || p.to) {
    const Date from = p.from ? *p.from : *p.to, to = p.to ? *p.to : *p.from;
    out.published = Days{from.day_number(), to.last_day().day_number()};
  }
  find_shingles(analysis, out);
  find_terms(analysis, terms, out);
  return out;
}

double resemblance(const DocumentItem& a, const DocumentItem& b) {
  if (a.shingles.empty() || b.shingles.empty()) return 0;
  // The lowest hashes of the union are a sample of it; of each, whether it stands in both is known as far as both sketches reach.
  const std::size_t reach = a.shingles.size() == a.shingle_count && b.shingles.size() == b.shingle_count ? 2 * kSketch : kSketch;
  std::size_t seen = 0, both = 0;
  auto x = a.shingles.begin(), y = b.shingles.begin();
  while (seen < reach && (x != a.shingles.end() || y != b.shingles.end())) {
    if (x != a.shingles.end() && y != b.shingles.end() && *x == *y) ++x, ++y, ++both;
    else if (y == b.shingles.end() || (x != a.shingles.end() && *x < *y)) {
      if (y == b.shingles.end() && b.shingles.size() < b.shingle_count) break;
      ++x;
    } else {
      if (x == a.shingles.end() && a.shingles.size() < a.shingle_count) break;
      ++y;
    }
    ++seen;
  }
  return seen == 0 ? 0 : static_cast<double>(both) / static_cast<double>(seen);
}

double containment(const DocumentItem& a, const DocumentItem& b) {
  const double j = resemblance(a, b), least = std::min(a.shingle_count, b.shingle_count);
  return least == 0 ? 0 : std::min(1.0, j / (1 + j) * (a.shingle_count + b.shingle_count) / least);
}

bool same_text(const DocumentItem& a, const DocumentItem& b) {
  constexpr double kResembles = 0.38, kContained = 0.55;
  constexpr std::uint32_t kShort = 12;  // of a few words, only the very same
  if (std::min(a.shingle_count, b.shingle_count) < kShort) return a.shingles == b.shingles && a.shingle_count == b.shingle_count;
  return resemblance(a, b) >= kResembles || containment(a, b) >= kContained;
}

double same_story(const DocumentItem& a, const DocumentItem& b) {
  if (a.published && b.published) {
    const long apart = std::max(a.published->from - b.published->to, b.published->from - a.published->to);
    if (apart > kStoryDays) return 0;
  }
  return dot(a.terms, b.terms);
}

std::vector<std::uint64_t> text_keys(const DocumentItem& item) {
  std::vector<std::uint64_t> out;
  for (std::size_t i = 0; i < std::min(kTextKeys, item.shingles.size()); ++i) out.push_back(item.shingles[i]);
  return out;
}

std::vector<std::uint64_t> story_keys(const DocumentItem& item) {
  Terms heaviest = item.terms;
  std::sort(heaviest.begin(), heaviest.end(),
            [](const Term& x, const Term& y) { return x.weight != y.weight ? x.weight > y.weight : x.id < y.id; });
  if (heaviest.size() > kStoryKeys) heaviest.resize(kStoryKeys);
  std::vector<std::uint64_t> out;
  // Without a day, or over a long while, a report is near none.
  if (!item.published || item.published->to - item.published->from > 2 * kStoryDays) return out;
  // Two days at most kStoryDays apart are in the same week, or in neighbouring ones: each key stands in both.
  const long first = (item.published->from - kStoryDays) / (kStoryDays + 1), last = (item.published->to) / (kStoryDays + 1);
  for (const Term& t : heaviest)
    for (long bucket = first; bucket <= last; ++bucket)
      out.push_back((static_cast<std::uint64_t>(bucket) << 32) | t.id);  // days first: what is added together lies together
  return out;
}

}  // namespace isnad::link
