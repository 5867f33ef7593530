#include "serve/view_builder.h"

#include <xxhash.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "link/groups.h"
#include "serve/applied.h"

namespace isnad::serve {
namespace {

std::string entity_id(std::string_view key) {
  char buffer[24];
  std::snprintf(buffer, sizeof buffer, "n%012llx", static_cast<unsigned long long>(XXH3_64bits(key.data(), key.size()) >> 16));
  return buffer;
}

// Who is who across documents: keys of identities, and of persons also a bare surname or a name without a state where only one
// bearer is known.
class Entities {
 public:
  Entities(View& view, const Applied& applied) : view_(view) {
    for (const auto& facts : view.facts)
      for (const EntityFacts& e : facts->entities) see(e);
    join_persons();
    for (const auto& [a, b] : applied.same_entities()) join(a, b);
  }

  void fill() {
    for (std::uint32_t d = 0; d < view_.facts.size(); ++d) {
      std::vector<std::uint32_t>& of = view_.documents[d].entities;
      for (const EntityFacts& e : view_.facts[d]->entities) of.push_back(number(e));
      for (std::size_t i = 0; i < of.size(); ++i) {
        Sum& sum = sums_[of[i]];
        const EntityFacts& e = view_.facts[d]->entities[i];
        std::vector<std::uint32_t>& documents = view_.entities[of[i]].documents;
        if (documents.empty() || documents.back() != d) documents.push_back(d);
        ++sum.names[e.name], ++sum.types[e.type];
        if (e.role != nullptr) ++sum.roles[e.role];
        if (view_.entities[of[i]].country.empty()) view_.entities[of[i]].country = e.country;
        if (view_.entities[of[i]].reference.empty()) view_.entities[of[i]].reference = e.reference;
      }
    }
    for (std::size_t n = 0; n < sums_.size(); ++n) name(view_.entities[n], sums_[n]);
    order();
    for (std::uint32_t n = 0; n < view_.entities.size(); ++n) view_.entity_by_id.emplace(view_.entities[n].id, n);
  }

 private:
  struct Key {
    EntityType type;
    std::string country;
    const Name* name;
    const Name* key;
  };
  struct Sum {
    std::map<const Name*, std::uint32_t> names, roles;
    std::map<EntityType, std::uint32_t> types;
  };
  View& view_;
  std::unordered_map<const Name*, std::uint32_t> index_;  // of a key in keys_
  std::vector<Key> keys_;
  std::vector<std::uint32_t> parent_;
  std::unordered_map<std::uint32_t, std::uint32_t> number_;  // of a group in view_.entities
  std::vector<Sum> sums_;

  void see(const EntityFacts& e) {
    if (!index_.emplace(e.key, static_cast<std::uint32_t>(keys_.size())).second) return;
    keys_.push_back({e.type, e.country, e.name, e.key});
    parent_.push_back(static_cast<std::uint32_t>(parent_.size()));
  }
  std::uint32_t root(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  // The key of a group is that of its longest name, so that joining a short one does not change the group's id.
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a), b = root(b);
    if (a == b) return;
    const auto rank = [&](std::uint32_t i) { return std::tuple(-static_cast<int>(keys_[i].name->words.size()), keys_[i].key->text); };
    if (rank(b) < rank(a)) std::swap(a, b);
    parent_[b] = a;
  }
  void join(const Name* a, const Name* b) {
    if (const auto x = index_.find(a), y = index_.find(b); x != index_.end() && y != index_.end()) join(x->second, y->second);
  }
  std::uint32_t number(const EntityFacts& e) {
    const std::uint32_t group = root(index_.at(e.key));
    const auto [it, made] = number_.emplace(group, static_cast<std::uint32_t>(view_.entities.size()));
    if (made) {
      view_.entities.emplace_back();
      view_.entities.back().id = entity_id(keys_[group].key->text);
      sums_.emplace_back();
    }
    return it->second;
  }

  static bool agree(const Key& a, const Key& b) { return a.country.empty() || b.country.empty() || a.country == b.country; }

  void join_persons() {
    std::map<std::vector<std::string>, std::vector<std::uint32_t>> by_words, by_surname;
    for (std::uint32_t i = 0; i < keys_.size(); ++i) {
      const Key& k = keys_[i];
      if (k.type != EntityType::person || k.name->words.empty()) continue;
      by_words[k.name->words].push_back(i);
      if (k.name->words.size() > 1) by_surname[{k.name->words.back()}].push_back(i);
    }
    // One name, with and without a state: one bearer, if no two states claim the name.
    for (const auto& [words, all] : by_words) {
      std::set<std::string> states;
      for (const std::uint32_t i : all)
        if (!keys_[i].country.empty()) states.insert(keys_[i].country);
      if (states.size() < 2)
        for (const std::uint32_t i : all) join(all.front(), i);
    }
    for (const auto& [words, all] : by_words) {
      if (words.size() != 1) continue;
      const auto bearers = by_surname.find(words);
      if (bearers == by_surname.end()) continue;
      for (const std::uint32_t i : all) {
        std::set<std::uint32_t> fitting;
        for (const std::uint32_t b : bearers->second)
          if (agree(keys_[i], keys_[b])) fitting.insert(root(b));
        if (fitting.size() == 1) join(i, *fitting.begin());
      }
    }
  }

  static const Name* most(const std::map<const Name*, std::uint32_t>& counts) {
    const Name* best = nullptr;
    std::tuple<std::uint32_t, std::size_t, std::string_view> rank{};
    for (const auto& [name, count] : counts)
      if (const auto r = std::tuple(count, name->text.size(), std::string_view(name->text)); best == nullptr || r > rank)
        best = name, rank = r;
    return best;
  }

  static void name(EntityView& entity, const Sum& sum) {
    entity.name = most(sum.names);
    entity.role = most(sum.roles);
    std::uint32_t count = 0;
    for (const auto& [type, n] : sum.types)
      if (n > count) count = n, entity.type = type;
    std::vector<std::tuple<std::uint32_t, std::string_view, const Name*>> names;
    for (const auto& [n, c] : sum.names) names.emplace_back(c, n->text, n);
    std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
      return std::get<0>(a) != std::get<0>(b) ? std::get<0>(a) > std::get<0>(b) : std::get<1>(a) < std::get<1>(b);
    });
    for (const auto& n : names) entity.names.push_back(std::get<2>(n));
  }

  void order() {
    std::vector<std::uint32_t> by_count(view_.entities.size()), place(view_.entities.size());
    for (std::uint32_t i = 0; i < by_count.size(); ++i) by_count[i] = i;
    std::sort(by_count.begin(), by_count.end(), [&](std::uint32_t a, std::uint32_t b) {
      const EntityView &x = view_.entities[a], &y = view_.entities[b];
      return x.documents.size() != y.documents.size() ? x.documents.size() > y.documents.size() : x.id < y.id;
    });
    std::vector<EntityView> sorted;
    for (std::uint32_t i = 0; i < by_count.size(); ++i) {
      sorted.push_back(std::move(view_.entities[by_count[i]]));
      place[by_count[i]] = i;
    }
    view_.entities = std::move(sorted);
    for (DocumentView& d : view_.documents)
      for (std::uint32_t& e : d.entities) e = place[e];
  }
};

template <class T>
void once(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

class Filler {
 public:
  explicit Filler(View& view) : view_(view) {}

  void documents_and_stories(const std::vector<link::ReportItems>& items) {
    const auto& stories = view_.links.stories;
    for (std::uint32_t s = 0; s < stories.size(); ++s) {
      StoryView story;
      story.documents = stories[s];
      std::sort(story.documents.begin(), story.documents.end(), [&](std::uint32_t a, std::uint32_t b) { return published_before(a, b); });
      for (const std::uint32_t d : story.documents) {
        view_.documents[d].story = s;
        const DocumentFacts& f = *view_.facts[d];
        if (f.from && first_day(f.from) < first_day(story.from)) story.from = f.from;
        if (f.to && (!story.to || last_day(f.to) > last_day(story.to))) story.to = f.to;
        story.added = std::max(story.added, d);
      }
      story.id = link::story_id(items, stories[s]);
      view_.story_by_id.emplace(story.id, s);
      view_.stories.push_back(std::move(story));
    }
    for (std::uint32_t c = 0; c < view_.links.copies.size(); ++c)
      for (const std::uint32_t d : view_.links.copies[c]) view_.documents[d].copies = c;
  }

  void claims() {
    for (std::uint32_t d = 0; d < view_.facts.size(); ++d) {
      view_.claim_of.emplace_back(view_.facts[d]->statements.size());
      view_.contact_of.emplace_back(view_.facts[d]->contacts.size());
      DocumentView& document = view_.documents[d];
      for (const StatementFacts& s : view_.facts[d]->statements) {
        document.acts = static_cast<std::uint16_t>(document.acts | (1u << static_cast<unsigned>(s.act)));
        if (const auto e = view_.entity_of(d, s.speaker.entity)) document.speakers.push_back(*e);
      }
      for (const ContactFacts& c : view_.facts[d]->contacts) {
        document.kinds = static_cast<std::uint8_t>(document.kinds | (1u << static_cast<unsigned>(c.kind)));
        for (const auto* parties : {&c.parties, &c.intermediary})
          for (const PartyFacts& p : *parties)
            if (const auto e = view_.entity_of(d, p.entity)) document.parties.push_back(*e);
      }
      once(document.speakers), once(document.parties);
    }
    for (std::uint32_t i = 0; i < view_.links.claims.size(); ++i) {
      const link::LinkedClaim& c = view_.links.claims[i];
      ClaimView v;
      for (const link::Mention& m : c.mentions) {
        view_.claim_of[m.report][m.item] = i;
        v.added = std::max(v.added, m.report);
      }
      const link::Mention& first = c.mentions.front();
      const StatementFacts& s = view_.facts[first.report]->statements[first.item];
      v.act = s.act, v.story = view_.documents[first.report].story;
      v.from = s.from ? s.from : view_.facts[first.report]->from;
      v.to = s.from ? s.to : view_.facts[first.report]->to;
      for (const link::Mention& m : c.mentions)
        if (v.speaker == kNobody)
          v.speaker = view_.entity_of(m.report, view_.facts[m.report]->statements[m.item].speaker.entity).value_or(kNobody);
      if (v.speaker != kNobody) view_.entities[v.speaker].claims.push_back(i);
      StoryView& story = view_.stories[v.story];
      story.claims.push_back(i);
      story.denials += c.status == link::ClaimStatus::denied || c.status == link::ClaimStatus::disputed;
      story.confirmations += c.status == link::ClaimStatus::confirmed || c.status == link::ClaimStatus::disputed;
      view_.claim_by_id.emplace(c.id, i);
      view_.claims.push_back(std::move(v));
    }
  }

  void contacts() {
    for (std::uint32_t i = 0; i < view_.links.contacts.size(); ++i) {
      const link::LinkedContact& c = view_.links.contacts[i];
      ContactView v;
      std::size_t most = 0;
      for (const link::Mention& m : c.mentions) {
        view_.contact_of[m.report][m.item] = i;
        v.added = std::max(v.added, m.report);
        const ContactFacts& f = view_.facts[m.report]->contacts[m.item];
        v.modes |= f.modes;
        // As output::fullest() chooses.
        const std::size_t says = 1 + f.parties.size() + (f.venue ? 1 : 0) + (f.from ? 1 : 0) + f.intermediary.size();
        if (says > most) most = says, v.fullest = m;
      }
      const std::uint32_t d = v.fullest.report;
      const ContactFacts& f = view_.facts[d]->contacts[v.fullest.item];
      v.from = f.from, v.to = f.to;
      for (const PartyFacts& p : f.parties) v.parties.push_back(view_.entity_of(d, p.entity).value_or(kNobody));
      for (const PartyFacts& p : f.intermediary) v.intermediary.push_back(view_.entity_of(d, p.entity).value_or(kNobody));
      if (f.venue) v.venue = view_.entity_of(d, f.venue->entity).value_or(kNobody);
      v.story = view_.documents[c.mentions.front().report].story;
      for (const auto* all : {&v.parties, &v.intermediary})
        for (const std::uint32_t e : *all)
          if (e != kNobody && (view_.entities[e].contacts.empty() || view_.entities[e].contacts.back() != i))
            view_.entities[e].contacts.push_back(i);
      StoryView& story = view_.stories[v.story];
      story.contacts.push_back(i);
      story.denials += c.status == link::LinkedStatus::denied || c.status == link::LinkedStatus::disputed;
      view_.contact_by_id.emplace(c.id, i);
      view_.contacts.push_back(std::move(v));
    }
  }

  void orders() {
    const auto all = [](std::size_t count) {
      std::vector<std::uint32_t> out(count);
      for (std::uint32_t i = 0; i < count; ++i) out[i] = i;
      return out;
    };
    // Later first, what is undated last. Equal ones keep their order, which is that of ids.
    const auto latest = [](const std::optional<Date>& d) { return d ? -d->day_number() : kUndated; };
    const auto sorted = [&](std::size_t count, auto rank) {
      std::vector<std::uint32_t> out = all(count);
      std::stable_sort(out.begin(), out.end(), [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
      return out;
    };
    const auto down = [](std::size_t n) { return -static_cast<std::int64_t>(n); };
    const View& v = view_;
    view_.documents_latest = sorted(v.facts.size(), [&](std::uint32_t i) {
      return std::tuple(latest(v.facts[i]->to), latest(v.facts[i]->from), std::string_view(v.facts[i]->id));
    });
    view_.claims_latest = sorted(v.claims.size(), [&](std::uint32_t i) { return latest(v.claims[i].from); });
    view_.claims_added = sorted(v.claims.size(), [&](std::uint32_t i) { return down(v.claims[i].added); });
    view_.claims_mentions = sorted(v.claims.size(), [&](std::uint32_t i) { return down(v.links.claims[i].mentions.size()); });
    view_.contacts_latest = sorted(v.contacts.size(), [&](std::uint32_t i) { return latest(v.contacts[i].from); });
    view_.contacts_added = sorted(v.contacts.size(), [&](std::uint32_t i) { return down(v.contacts[i].added); });
    view_.contacts_mentions = sorted(v.contacts.size(), [&](std::uint32_t i) { return down(v.links.contacts[i].mentions.size()); });
    view_.contacts_in_time =
        sorted(v.contacts.size(), [&](std::uint32_t i) { return std::tuple(first_day(v.contacts[i].from), last_day(v.contacts[i].to)); });
    view_.stories_latest =
        sorted(v.stories.size(), [&](std::uint32_t i) { return std::tuple(latest(v.stories[i].to), std::string_view(v.stories[i].id)); });
    view_.stories_added = sorted(v.stories.size(), [&](std::uint32_t i) { return down(v.stories[i].added); });
    view_.stories_documents = sorted(v.stories.size(), [&](std::uint32_t i) {
      return std::tuple(down(v.stories[i].documents.size()), std::string_view(v.stories[i].id));
    });
    for (const std::uint32_t d : view_.documents_latest)
      for (std::uint32_t i = 0; i < v.facts[d]->statements.size(); ++i) view_.statements_latest.emplace_back(d, i);
  }

 private:
  View& view_;

  bool published_before(std::uint32_t a, std::uint32_t b) const {
    const DocumentFacts &x = *view_.facts[a], &y = *view_.facts[b];
    return std::tuple(first_day(x.from), std::string_view(x.id)) < std::tuple(first_day(y.from), std::string_view(y.id));
  }
};

}  // namespace

ViewBuilder::ViewBuilder(store::Store store, const model::Lexicon& lexicon) : store_(std::move(store)), identities_(lexicon) {
  start_ = std::to_string(std::chrono::system_clock::now().time_since_epoch().count() / 1'000'000 % 1'000'000'000'000);
}

Result<bool> ViewBuilder::changed() {
  const auto now = store_.changes();
  if (!now) return tl::unexpected(now.error());
  return made_ == 0 || *now != changes_;
}

Result<void> ViewBuilder::read_new(std::size_t size) {
  constexpr std::size_t kTogether = 256;
  while (items_.size() < size) {
    std::vector<std::uint32_t> numbers(std::min(kTogether, size - items_.size()));
    std::iota(numbers.begin(), numbers.end(), static_cast<std::uint32_t>(items_.size()));
    auto some = store_.items(numbers);
    if (!some) return tl::unexpected(some.error());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto stored = store_.document(numbers[i]);
      if (!stored) return tl::unexpected(stored.error());
      const auto record = store_.record(numbers[i]);
      if (!record) return tl::unexpected(record.error());
      link::ReportItems& items = (*some)[i];
      // Groups need who speaks, not what about.
      items.document.terms = {}, items.document.shingles = {};
      for (link::ClaimItem& c : items.claims) c.content = {};
      for (link::ContactItem& c : items.contacts) c.words = {};
      if (items.claims.size() != record->statements.size() || items.contacts.size() != record->contacts.size())
        return fail("document " + std::to_string(numbers[i]),
                    "its record and what it is compared by do not belong together; isnad relink makes them anew");
      facts_.push_back(std::make_shared<const DocumentFacts>(facts_of(*record, stored->id, identities_, *names_)));
      items_.push_back(std::move(items));
    }
  }
  return {};
}

Result<std::shared_ptr<const View>> ViewBuilder::make() {
  const auto began = std::chrono::steady_clock::now();
  // Asked first: what is added while this one is made is a change again.
  const auto changes = store_.changes();
  if (!changes) return tl::unexpected(changes.error());
  const auto state = store_.state();
  if (!state) return tl::unexpected(state.error());
  const std::size_t size = state->size;
  auto edges = store_.edges();
  if (!edges) return tl::unexpected(edges.error());
  const auto kept = store_.kept("correction");
  if (!kept) return tl::unexpected(kept.error());
  std::string corrections;
  for (const store::Kept& k : *kept) corrections += k.body;
  // An adder may have gone on since the size was asked.
  std::erase_if(*edges, [&](const link::Edge& e) { return e.a.report >= size || e.b.report >= size; });
  if (last_ != nullptr && state->relinked == relinked_ && size == items_.size() && corrections == corrections_) {
    changes_ = *changes;
    return last_;  // what has changed is not shown here
  }
  // Linking anew changes what documents are compared by, and begins to do so while it is asked here: then once more.
  if (size < items_.size() || state->relinked != relinked_) items_.clear(), facts_.clear();
  if (auto done = read_new(size); !done) return tl::unexpected(done.error());
  const auto after = store_.state();
  if (!after) return tl::unexpected(after.error());
  if (after->relinked != state->relinked) {
    items_.clear(), facts_.clear();
    return make();
  }
  relinked_ = state->relinked, corrections_ = std::move(corrections);

  auto view = std::make_shared<View>();
  view->facts = facts_;
  view->documents.resize(facts_.size());
  view->names = names_;
  for (const store::Kept& k : *kept)
    if (auto correction = correction_from_json(k.body)) view->corrections.push_back(std::move(*correction));
  for (std::uint32_t d = 0; d < facts_.size(); ++d) view->document_by_id.emplace(facts_[d]->id, d);

  Applied applied(*view, items_, *edges, identities_, *names_);
  view->links = link::assemble(items_, *edges);
  applied.put_back();
  applied.join_stories();
  Filler fill(*view);
  fill.documents_and_stories(items_);
  Entities(*view, applied).fill();
  fill.claims();
  fill.contacts();
  fill.orders();
  applied.count();
  changes_ = *changes;
  view->version = start_ + "-" + std::to_string(++made_);
  view->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return last_ = std::move(view);
}

}  // namespace isnad::serve
