#include "serve/applied.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "link/groups.h"

namespace isnad::serve {
namespace {

link::Edge::Kind edge_of(TargetType type) { return type == TargetType::claim ? link::Edge::Kind::claim : link::Edge::Kind::contact; }

}  // namespace

Applied::Applied(View& view, std::vector<link::ReportItems>& items, std::vector<link::Edge>& edges, const link::Identities& identities,
                 Names& names)
    : view_(view), items_(items), edges_(edges), identities_(identities), names_(names) {
  // In the order in which they were made; what splits comes after what joins, whenever it was made before.
  view_.applied.assign(view_.corrections.size(), false);
  for (std::size_t i = 0; i < view_.corrections.size(); ++i)
    if (!view_.corrections[i].undone()) view_.applied[i] = apply(view_.corrections[i]);
}

void Applied::put_back() {
  for (auto& [document, items] : before_) items_[document] = std::move(items);
}

std::optional<Applied::Place> Applied::place(std::string_view document, std::string_view item) const {
  const auto it = view_.document_by_id.find(std::string(document));
  if (it == view_.document_by_id.end()) return std::nullopt;
  Place out{it->second, 0, 0};
  if (item.empty()) return out;
  std::uint32_t n = 0;
  const auto end = std::from_chars(item.data() + 1, item.data() + item.size(), n);
  if (end.ec != std::errc() || end.ptr != item.data() + item.size() || n == 0) return std::nullopt;
  out.kind = item.front(), out.item = n - 1;
  const DocumentFacts& f = *view_.facts[out.document];
  const std::size_t count = out.kind == 's'   ? f.statements.size()
                            : out.kind == 'c' ? f.contacts.size()
                            : out.kind == 'e' ? f.entities.size()
                                              : 0;
  return n <= count ? std::optional(out) : std::nullopt;
}

std::optional<Applied::Place> Applied::place_of(const Correction& correction, std::string_view id) const {
  for (const Anchor& a : correction.anchors)
    if (a.of == id)
      if (const auto p = place(a.document, a.item)) return p;
  return std::nullopt;
}

link::ReportItems& Applied::change_items(std::uint32_t document) {
  before_.emplace(document, items_[document]);
  return items_[document];
}

DocumentFacts& Applied::change_facts(std::uint32_t document) {
  auto copy = std::make_shared<DocumentFacts>(*view_.facts[document]);
  DocumentFacts& out = *copy;
  view_.facts[document] = std::move(copy);
  return out;
}

bool Applied::apply(const Correction& c) {
  switch (c.kind) {
    case CorrectionKind::merge: return merge(c);
    case CorrectionKind::split: return split(c);
    case CorrectionKind::speaker: return set_speaker(c);
    case CorrectionKind::date: return set_date(c);
    case CorrectionKind::note: break;
  }
  return place_of(c, c.target).has_value();
}

bool Applied::merge(const Correction& c) {
  const auto to = place_of(c, c.target);
  if (!to) return false;
  bool all = true;
  for (const std::string& id : c.with) {
    const auto from = place_of(c, id);
    if (!from) {
      all = false;
      continue;
    }
    switch (c.type) {
      case TargetType::claim:
      case TargetType::contact: edges_.push_back({edge_of(c.type), {to->document, to->item}, {from->document, from->item}, 0}); break;
      case TargetType::story: stories_.emplace_back(to->document, from->document); break;
      case TargetType::entity:
        same_.emplace_back(view_.facts[to->document]->entities[to->item].key, view_.facts[from->document]->entities[from->item].key);
        break;
      case TargetType::document:
      case TargetType::statement: return false;
    }
  }
  return all;
}

bool Applied::split(const Correction& c) {
  if (c.type != TargetType::claim && c.type != TargetType::contact) return false;
  std::set<link::Mention> away;
  for (const std::string& id : c.mentions)
    if (const auto p = place_of(c, id)) away.insert({p->document, p->item});
  if (away.size() != c.mentions.size()) return false;
  const auto apart = [&](const link::Mention& a, const link::Mention& b) { return away.count(a) != away.count(b); };
  std::erase_if(edges_, [&](const link::Edge& e) { return e.kind == edge_of(c.type) && apart(e.a, e.b); });
  if (c.type == TargetType::claim)
    for (const link::Mention& m : std::set<link::Mention>(away)) {
      link::ReportItems& items = change_items(m.report);
      std::erase_if(items.relations, [&](const link::InnerLink& l) {
        return l.type == RelationType::repeats && apart({m.report, l.from}, {m.report, l.to});
      });
    }
  // Those that go, go together: what connected them may have been one that stays.
  for (auto it = away.begin(); it != away.end() && std::next(it) != away.end(); ++it)
    edges_.push_back({edge_of(c.type), *it, *std::next(it), 0});
  return true;
}

bool Applied::set_speaker(const Correction& c) {
  // Whom the store knows by this name; the one that is named most will do.
  if (by_name_.empty())
    for (const auto& f : view_.facts)
      for (const EntityFacts& e : f->entities) by_name_.emplace(e.name->text, e);
  bool any = false;
  for (const Anchor& a : c.anchors) {
    const auto p = place(a.document, a.item);
    if (!p || p->kind != 's') continue;
    link::Identity identity = identities_.named(c.speaker);
    DocumentFacts& facts = change_facts(p->document);
    EntityFacts entity;
    if (const auto known = by_name_.find(c.speaker); known != by_name_.end()) {
      entity = known->second;
      identity.country = entity.country, identity.reference = entity.reference;
    } else {
      entity.key = names_.label(link::identity_key(identity));
      entity.name = names_.of(c.speaker);
      entity.type = identity.kind == PartyKind::country ? EntityType::country : EntityType::person;
      entity.country = identity.country;
    }
    std::uint32_t n = 0;
    while (n < facts.entities.size() && facts.entities[n].key != entity.key) ++n;
    const PartyKind kind = entity.type == EntityType::country        ? PartyKind::country
                           : entity.type == EntityType::organization ? PartyKind::organization
                           : entity.type == EntityType::media        ? PartyKind::media
                           : entity.type == EntityType::place        ? PartyKind::place
                                                                     : PartyKind::person;
    if (n == facts.entities.size()) facts.entities.push_back(std::move(entity));
    facts.statements[p->item].speaker = {names_.of(c.speaker), kind, n};
    identity.kind = kind;
    change_items(p->document).claims[p->item].speaker = identity;
    any = true;
  }
  return any;
}

bool Applied::set_date(const Correction& c) {
  const link::Days days{c.from ? c.from->day_number() : c.to->day_number(), (c.to ? *c.to : *c.from).last_day().day_number()};
  bool any = false;
  for (const Anchor& a : c.anchors) {
    const auto p = place(a.document, a.item);
    if (!p) continue;
    const auto from = c.from ? c.from : c.to, to = c.to ? c.to : c.from;
    if (c.type == TargetType::document && p->kind == 0) {
      change_items(p->document).document.published = days;
      DocumentFacts& facts = change_facts(p->document);
      facts.from = from, facts.to = to, facts.basis = DateBasis::given;
    } else if (c.type == TargetType::contact && p->kind == 'c') {
      change_items(p->document).contacts[p->item].days = days;
      ContactFacts& contact = change_facts(p->document).contacts[p->item];
      contact.from = from, contact.to = to;
    } else {
      continue;
    }
    any = true;
  }
  return any;
}

void Applied::join_stories() {
  if (stories_.empty()) return;
  auto& all = view_.links.stories;
  std::vector<std::uint32_t> story_of(view_.facts.size());
  for (std::uint32_t s = 0; s < all.size(); ++s)
    for (const std::uint32_t d : all[s]) story_of[d] = s;
  link::Groups groups(all.size());
  for (const auto& [a, b] : stories_) groups.join(story_of[a], story_of[b]);
  std::map<std::size_t, std::vector<std::uint32_t>> joined;
  for (std::uint32_t s = 0; s < all.size(); ++s) {
    auto& to = joined[groups.of(s)];
    to.insert(to.end(), all[s].begin(), all[s].end());
  }
  all.clear();
  for (auto& [group, documents] : joined) {
    std::sort(documents.begin(), documents.end());
    all.push_back(std::move(documents));
  }
}

void Applied::count() {
  for (const Correction& c : view_.corrections) {
    if (c.undone()) continue;
    std::set<std::uint32_t> claims, contacts;
    for (const Anchor& a : c.anchors) {
      const auto p = place(a.document, a.item);
      if (p && p->kind == 's') claims.insert(view_.claim_of[p->document][p->item]);
      if (p && p->kind == 'c') contacts.insert(view_.contact_of[p->document][p->item]);
    }
    for (const std::uint32_t i : claims) ++view_.claims[i].corrections;
    for (const std::uint32_t i : contacts) ++view_.contacts[i].corrections;
  }
}

}  // namespace isnad::serve
