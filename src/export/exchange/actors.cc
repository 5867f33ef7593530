#include "export/exchange/actors.h"

#include <xxhash.h>

#include <algorithm>
#include <cstdio>

#include "model/key.h"

namespace isnad::exchange {
namespace {

std::string id_of(const link::Identity& identity, const std::string& document) {
  std::string key = link::identity_key(identity);
  if (identity.kind == PartyKind::anonymous) key = document + ' ' + key;
  return short_id('e', key);
}

}  // namespace

std::string short_id(char letter, const std::string& key) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%c%012llx", letter, static_cast<unsigned long long>(XXH3_64bits(key.data(), key.size()) >> 16));
  return buffer;
}

Actors::Actors(const model::Lexicon& lexicon) : lexicon_(lexicon), identities_(lexicon) {
  const model::Table& countries = lexicon.table("gazetteer/countries");
  if (countries.rows() == 0) return;
  const std::uint32_t iso = countries.column("iso"), item = countries.column("wikidata");
  for (std::uint32_t r = 0; r < countries.rows(); ++r)
    for (const std::string_view q : model::values(countries.cell(r, item)))
      states_.emplace("wikidata:" + std::string(q), countries.cell(r, iso));
}

// A state that is called by a house of its government, or named in passing only, without an entity.
link::Identity Actors::with_state(link::Identity identity) const {
  if (identity.kind != PartyKind::country || !identity.country.empty()) return identity;
  if (const auto state = states_.find(identity.reference); state != states_.end()) identity.country = state->second;
  else identity.country = identities_.named(identity.name).country;
  return identity;
}

link::Identity Actors::identity(const isnad::Entity& entity) const { return with_state(identities_.of(entity)); }

// An entity is one and the same in every role of a document; only a city that stands for its state is that state.
link::Identity Actors::identity(const Record& record, const Party& party) const {
  if (party.entity && *party.entity < record.entities.size() && party.kind != PartyKind::country)
    return identity(record.entities[*party.entity]);
  return with_state(identities_.of(record, party));
}

link::Identity Actors::outlet_identity(const std::string& name) const {
  isnad::Entity medium;
  medium.name = name, medium.type = EntityType::media;
  // With the state that names in texts have from the same table.
  std::uint32_t node = model::Lexicon::kRoot;
  for (const std::string& key : model::split_keys(name))
    if (node != model::Lexicon::kNowhere) node = lexicon_.step(node, key);
  if (node != model::Lexicon::kNowhere && node != model::Lexicon::kRoot)
    for (const model::Sense& s : lexicon_.senses_at(node))
      if (s.category == model::Category::outlet && medium.country.empty()) {
        const model::Table& outlets = lexicon_.table("gazetteer/outlets");
        if (const std::string_view country = outlets.cell(s.ref, outlets.column("country")); country != "-") medium.country = country;
      }
  return identities_.of(medium);
}

Actor Actors::of(const Record& record, const std::string& document, const Party& party) const {
  const link::Identity i = identity(record, party);
  return {id_of(i, document), party.name, i.kind, party.span};
}

Actor Actors::of(const isnad::Entity& entity) const {
  const link::Identity i = identity(entity);
  return {id_of(i, ""), entity.name, i.kind, std::nullopt};
}

std::optional<Actor> Actors::outlet(const std::string& name) const {
  if (name.empty()) return std::nullopt;
  return Actor{id_of(outlet_identity(name), ""), name, PartyKind::media, std::nullopt};
}

Entity& Gathering::entity(const std::string& id, const link::Identity& identity) {
  Entity& e = all_[id];
  // The least of what documents give, so that their order does not matter.
  if (e.id.empty() || identity.kind < e.kind) e.id = id, e.kind = identity.kind;
  if (!identity.country.empty() && (e.country.empty() || identity.country < e.country)) e.country = identity.country;
  if (!identity.reference.empty() && (e.reference.empty() || identity.reference < e.reference)) e.reference = identity.reference;
  return e;
}

void Gathering::add(const Record& record, const std::string& document, const std::vector<const Party*>& parties) {
  std::map<std::string, std::set<std::string>> names;  // by id
  for (const isnad::Entity& named : record.entities) {
    const link::Identity i = actors_.identity(named);
    const std::string id = id_of(i, document);
    Entity& e = entity(id, i);
    e.mentions += static_cast<std::uint32_t>(named.mentions.size());
    if (!named.role.empty()) e.roles.insert(named.role);
    names[id].insert(named.name);
  }
  for (const Party* p : parties) {
    const link::Identity i = actors_.identity(record, *p);
    const std::string id = id_of(i, document);
    entity(id, i);
    names[id].insert(p->name);
  }
  if (!record.outlet.empty()) {
    const link::Identity i = actors_.outlet_identity(record.outlet);
    const std::string id = id_of(i, document);
    entity(id, i);
    names[id].insert(record.outlet);
  }
  for (const auto& [id, called] : names) {
    Entity& e = all_[id];
    ++e.documents;
    for (const std::string& name : called) ++e.names[name];
  }
}

std::vector<Entity> Gathering::entities() && {
  std::vector<Entity> out;
  for (auto& [id, e] : all_) {
    // The most used, of those the longest, of those the first.
    const auto best = std::max_element(e.names.begin(), e.names.end(), [](const auto& a, const auto& b) {
      if (a.second != b.second) return a.second < b.second;
      if (a.first.size() != b.first.size()) return a.first.size() < b.first.size();
      return a.first > b.first;
    });
    if (best != e.names.end()) e.name = best->first;
    out.push_back(std::move(e));
  }
  return out;
}

}  // namespace isnad::exchange
