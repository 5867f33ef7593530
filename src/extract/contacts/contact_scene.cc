#include "extract/contacts/contact_scene.h"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace isnad::extract {

namespace {

class Scenes {
 public:
  Scenes(std::vector<Contact>& contacts, const ContactText& text, const ContactSides& sides) : contacts_(contacts), sides_(sides) {
    for (const Mention& m : text.entities.mentions) {
      Party state;
      if (text.type_of(m) == EntityType::place && sides.state_of_place(m, state) != nullptr) state_of_town_.emplace(m.entity, state.name);
    }
  }

  void run() {
    for (Contact& c : contacts_)
      if ((c.kind == ContactKind::meeting || c.kind == ContactKind::talks) && !c.venue) during_visit(c);
  }

 private:
  std::vector<Contact>& contacts_;
  const ContactSides& sides_;
  std::unordered_map<std::uint32_t, std::string> state_of_town_;  // by entity

  // The state that a party is, or acts for.
  std::string state_of(const Party& p) const {
    Party state;
    if (p.kind == PartyKind::place && p.entity) {
      const auto it = state_of_town_.find(*p.entity);
      return it == state_of_town_.end() ? std::string() : it->second;
    }
    return sides_.state_of_person(p, state) != nullptr ? state.name : std::string();
  }

  static bool same(const Party& a, const Party& b) { return a.entity && b.entity && *a.entity == *b.entity; }

  // One who visits a state meets its people there.
  void during_visit(Contact& c) const {
    const Contact* scene = nullptr;
    for (const Contact& v : contacts_) {
      if (v.kind != ContactKind::visit || !v.venue || v.parties.empty() || v.status != c.status) continue;
      if (c.from && v.from && (c.from->first_day() > (v.to ? *v.to : *v.from).last_day() || v.from->first_day() > c.from->last_day()))
        continue;
      const Party& guest = v.parties.front();
      if (guest.kind != PartyKind::person ||
          std::none_of(c.parties.begin(), c.parties.end(), [&](const Party& p) { return same(p, guest); }))
        continue;
      const std::string host = state_of(*v.venue);
      if (host.empty() ||
          std::none_of(c.parties.begin(), c.parties.end(), [&](const Party& p) { return !same(p, guest) && state_of(p) == host; }))
        continue;
      if (scene != nullptr && scene->venue->name != v.venue->name) return;
      scene = &v;
    }
    if (scene != nullptr) c.venue = scene->venue;
  }
};

}  // namespace

void set_scenes(std::vector<Contact>& contacts, const ContactText& text, const ContactSides& sides) { Scenes(contacts, text, sides).run(); }

}  // namespace isnad::extract
