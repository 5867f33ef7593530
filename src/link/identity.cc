#include "link/identity.h"

#include <algorithm>

#include "model/key.h"

namespace isnad::link {
namespace {

using model::Category;

std::string without_article(std::string key) {
  if (key.size() > 4 && key[0] == model::kAlef && key[1] == model::kLam) key.erase(0, 2);
  return key;
}

PartyKind kind_of(EntityType t) {
  switch (t) {
    case EntityType::person: return PartyKind::person;
    case EntityType::organization: return PartyKind::organization;
    case EntityType::media: return PartyKind::media;
    case EntityType::country: return PartyKind::country;
    case EntityType::place: return PartyKind::place;
  }
  return PartyKind::anonymous;
}

bool acts_for_state(PartyKind k) {
  return k == PartyKind::country || k == PartyKind::organization || k == PartyKind::person || k == PartyKind::anonymous;
}

// Letters that stand for one sound of foreign names in one country's press or another's: Hague as هيغ, هيج, هيق.
bool sound_alike(char a, char b) {
  constexpr std::string_view kGroups[] = {"\xCC\xDA\xE2\xE3", "\xCA\xD7", "\xD3\xD5\xD2", "\xCF\xD6",
                                          "\xC7\xE7"};  // jeem ghain qaf kaf; teh tah; seen sad zain; dal dad; alef heh
  return std::any_of(std::begin(kGroups), std::end(kGroups),
                     [&](std::string_view g) { return g.find(a) != g.npos && g.find(b) != g.npos; });
}

// Whether two names differ by one letter at most: how writers take foreign names down. In short names only by its sound.
bool near(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const std::string &s = a.size() <= b.size() ? a : b, &l = a.size() <= b.size() ? b : a;
  if (s.size() < 3 || l.size() - s.size() > 1) return false;
  std::size_t i = 0;
  while (i < s.size() && s[i] == l[i]) ++i;
  const bool substituted = l.size() == s.size();
  if (s.size() == 3 && !(substituted && sound_alike(s[i], l[i]))) return false;
  return s.compare(i + (substituted ? 1 : 0), std::string::npos, l, i + 1, std::string::npos) == 0;
}

}  // namespace

std::string Identities::state_named(const std::vector<std::string>& words) const {
  std::uint32_t node = model::Lexicon::kRoot;
  for (const std::string& w : words) {
    const std::uint32_t next = lexicon_.step(node, w);
    if (next == model::Lexicon::kNowhere) return {};
    node = next;
  }
  for (const model::Sense& s : lexicon_.senses_at(node))
    if (s.category == Category::country || s.category == Category::capital)
      return std::string(lexicon_.table("gazetteer/countries").cell(s.ref, 0));
  return {};
}

Identity Identities::of(const Entity& entity) const {
  Identity out;
  out.kind = kind_of(entity.type);
  out.name = entity.name;
  out.country = entity.country;
  out.reference = entity.reference;
  const std::vector<std::string> keys = model::split_keys(entity.name);
  if (out.kind == PartyKind::country || out.kind == PartyKind::place) {
    const std::string state = state_named(keys);
    if (out.country.empty()) out.country = state;
  }
  for (const std::string& k : keys) out.words.push_back(without_article(k));
  return out;
}

Identity Identities::of(const Record& record, const Party& party) const {
  Identity out;
  if (party.entity && *party.entity < record.entities.size()) {
    out = of(record.entities[*party.entity]);
    out.kind = party.kind;
    return out;
  }
  out.kind = party.kind;
  out.name = party.name;
  for (const std::string& k : model::split_keys(party.name)) {
    // `a Turkish official`: his state by the adjective.
    for (const model::Sense& s : lexicon_.find(without_article(k)))
      if (out.country.empty() && (s.category == Category::gentilic || s.category == Category::country))
        out.country = lexicon_.table("gazetteer/countries").cell(s.ref, 0);
    out.words.push_back(without_article(k));
  }
  return out;
}

Identity Identities::named(const std::string& name) const {
  Identity out;
  out.name = name;
  const std::vector<std::string> keys = model::split_keys(name);
  out.country = state_named(keys);
  out.kind = out.country.empty() ? PartyKind::person : PartyKind::country;
  for (const std::string& k : keys) out.words.push_back(without_article(k));
  return out;
}

bool takes_part(const Identity& asked, const Identity& party) {
  if (asked.kind == PartyKind::country) return !party.country.empty() && party.country == asked.country;
  return !asked.words.empty() && std::all_of(asked.words.begin(), asked.words.end(), [&](const std::string& w) {
    return std::any_of(party.words.begin(), party.words.end(), [&](const std::string& x) { return near(w, x); });
  });
}

Match match(const Identity& a, const Identity& b) {
  if (!a.reference.empty() && a.reference == b.reference) return Match::same;
  const bool states = !a.country.empty() && a.country == b.country;
  if (a.kind == PartyKind::country && b.kind == PartyKind::country) return states || a.words == b.words ? Match::same : Match::none;
  if (a.kind == PartyKind::person && b.kind == PartyKind::person) {
    if (a.words.empty() || b.words.empty()) return Match::none;
    if (!a.country.empty() && !b.country.empty() && !states) return Match::none;
    if (a.words == b.words) return a.words.size() > 1 ? Match::same : Match::likely;
    const auto& s = a.words.size() <= b.words.size() ? a.words : b.words;
    const auto& l = a.words.size() <= b.words.size() ? b.words : a.words;
    if (s.size() == 1)
      return std::any_of(l.begin(), l.end(), [&](const std::string& w) { return near(w, s[0]); }) ? Match::likely : Match::none;
    std::size_t hit = 0;
    for (const std::string& w : s) hit += std::any_of(l.begin(), l.end(), [&](const std::string& x) { return near(w, x); });
    return hit == s.size() ? Match::same : near(s.back(), l.back()) && near(s.front(), l.front()) ? Match::same : Match::none;
  }
  if (a.kind == b.kind && !a.words.empty() && a.words == b.words) {
    // `وزارة الخارجية` of two states.
    if (!a.country.empty() && !b.country.empty() && !states) return Match::none;
    return a.kind == PartyKind::anonymous ? Match::likely : Match::same;
  }
  if (a.kind == PartyKind::organization && b.kind == PartyKind::organization) {
    // A longer and a shorter name of one body.
    const auto& s = a.words.size() <= b.words.size() ? a.words : b.words;
    const auto& l = a.words.size() <= b.words.size() ? b.words : a.words;
    const bool inside =
        s.size() > 1 && std::all_of(s.begin(), s.end(), [&](const std::string& w) { return std::find(l.begin(), l.end(), w) != l.end(); });
    if (inside && (a.country.empty() || b.country.empty() || states)) return Match::likely;
  }
  return states && acts_for_state(a.kind) && acts_for_state(b.kind) && !(a.kind == PartyKind::person && b.kind == PartyKind::person)
             ? Match::state
             : Match::none;
}

std::string identity_key(const Identity& identity) {
  if (identity.kind == PartyKind::country && !identity.country.empty()) return "state " + identity.country;
  if (!identity.reference.empty()) return identity.reference;
  std::string out(1, static_cast<char>('0' + static_cast<int>(identity.kind)));
  out += identity.country;
  for (const std::string& w : identity.words) (out += ' ') += w;
  return out;
}

}  // namespace isnad::link
