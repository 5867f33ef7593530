#include "serve/finder.h"

#include <algorithm>

namespace isnad::serve {
namespace {

constexpr std::size_t kKept = 4'000'000;  // document numbers, four bytes each

bool has_words(const std::vector<std::string>& wanted, const Name* name) {
  return !wanted.empty() && std::all_of(wanted.begin(), wanted.end(), [&](const std::string& w) {
    return std::find(name->words.begin(), name->words.end(), w) != name->words.end();
  });
}

// As store::fits(), from the facts.
bool fits(const store::Query& query, const DocumentFacts& facts) {
  if (query.after && (!facts.to || facts.to->last_day() < query.after->first_day())) return false;
  if (query.before && (!facts.from || facts.from->first_day() > query.before->last_day())) return false;
  for (const auto& outlet : query.outlets)
    if (!has_words(outlet, facts.outlet)) return false;
  const auto said = [&](const std::vector<std::string>* speaker) {
    return std::any_of(facts.statements.begin(), facts.statements.end(), [&](const StatementFacts& s) {
      return (!query.act || s.act == *query.act) && (speaker == nullptr || has_words(*speaker, s.speaker.name));
    });
  };
  for (const auto& speaker : query.speakers)
    if (!said(&speaker)) return false;
  if (query.act && query.speakers.empty() && !said(nullptr)) return false;
  for (const auto& party : query.parties)
    if (std::none_of(facts.contacts.begin(), facts.contacts.end(), [&](const ContactFacts& c) {
          return std::any_of(c.parties.begin(), c.parties.end(), [&](const PartyFacts& p) { return has_words(party, p.name); });
        }))
      return false;
  return true;
}

}  // namespace

Result<std::shared_ptr<const Found>> Finder::find(const View& view, store::Store& store, const std::string& query) {
  {
    const std::lock_guard lock(mutex_);
    if (version_ != view.version) kept_.clear(), size_ = 0, version_ = view.version;
    if (const auto it = kept_.find(query); it != kept_.end()) return it->second;
  }
  auto parsed = store::parse_query(query, lexicon_);
  if (!parsed) return tl::unexpected(parsed.error());
  auto out = std::make_shared<Found>();
  out->query = std::move(*parsed);
  std::vector<std::uint32_t> candidates;
  if (out->query.text.empty()) {
    candidates = view.documents_latest;
  } else {
    auto found = store.find_text(out->query.text, view.facts.size());
    if (!found) return tl::unexpected(found.error());
    candidates = std::move(*found);
  }
  const bool filters = out->query.needs_record() || out->query.after || out->query.before || !out->query.outlets.empty();
  // The store may have gone on since the view was made.
  std::erase_if(candidates, [&](std::uint32_t d) { return d >= view.facts.size() || (filters && !fits(out->query, *view.facts[d])); });
  out->documents = std::move(candidates);
  const std::lock_guard lock(mutex_);
  if (version_ == view.version) {
    if (size_ + out->documents.size() > kKept) kept_.clear(), size_ = 0;
    size_ += out->documents.size() + 64;
    kept_[query] = out;
  }
  return std::shared_ptr<const Found>(std::move(out));
}

}  // namespace isnad::serve
