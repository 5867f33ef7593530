#include "export/people.h"

#include <algorithm>
#include <map>
#include <set>

#include "export/flow.h"
#include "export/json_writer.h"
#include "export/names.h"

namespace isnad::output {
namespace {

struct Somebody {
  link::Identity fullest;
  std::map<std::string, std::uint32_t> names;
  std::set<std::string> roles, claims, contacts;
  std::uint32_t count = 0;
};

class People {
 public:
  explicit People(const link::Identity& asked) : asked_(asked) {}

  bool means(const link::Identity& i) const {
    if (asked_.kind == PartyKind::country) return i.kind == PartyKind::country && i.country == asked_.country;
    return i.kind != PartyKind::anonymous && link::takes_part(asked_, i);
  }

  // The longest name first, so that a short one finds whom it can stand for: one bearer, or it stands for itself.
  void add(std::vector<std::pair<link::Identity, std::string>> all) {
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first.words.size() > b.first.words.size(); });
    for (const auto& entry : all) {
      const link::Identity& identity = entry.first;
      const std::string& role = entry.second;
      Somebody* found = nullptr;
      std::size_t fitting = 0;
      for (Somebody& s : people) {
        const link::Match m = link::match(identity, s.fullest);
        if (m == link::Match::same || (m == link::Match::likely && identity.kind != PartyKind::anonymous)) found = &s, ++fitting;
      }
      if (fitting != 1) {
        const auto same = std::find_if(people.begin(), people.end(), [&](const Somebody& s) {
          return s.fullest.words == identity.words && s.fullest.country == identity.country;
        });
        if (same != people.end()) found = &*same;
        else people.push_back({}), found = &people.back(), found->fullest = identity;
      }
      ++found->names[identity.name];
      ++found->count;
      if (!role.empty()) found->roles.insert(role);
    }
  }

  Somebody* of(const link::Identity& identity) {
    for (Somebody& s : people)
      if (s.names.count(identity.name) != 0 && link::match(identity, s.fullest) >= link::Match::likely) return &s;
    return nullptr;
  }

  std::vector<Somebody> people;

 private:
  const link::Identity& asked_;
};

class Writer : JsonWriter {
 public:
  explicit Writer(std::string& out) : JsonWriter(out) {}
  void somebody(const Somebody& s) {
    const auto texts = [&](const std::set<std::string>& all) {
      list(std::vector<std::string>(all.begin(), all.end()), [&](const std::string& t, std::size_t) { text(t); });
    };
    open('{');
    key("name"), text(s.fullest.name);
    key("kind"), text(isnad::to_string(s.fullest.kind));
    key("country"), text_or_null(s.fullest.country);
    key("names"), list(std::vector<std::pair<std::string, std::uint32_t>>(s.names.begin(), s.names.end()), [&](const auto& n, std::size_t) {
      open('{');
      key("name"), text(n.first);
      key("documents"), number(n.second);
      close('}');
    });
    key("roles"), texts(s.roles);
    key("claims"), texts(s.claims);
    key("contacts"), texts(s.contacts);
    close('}');
  }
};

}  // namespace

void append_people(std::string& out, const link::Identity& asked, const link::Identities& identities, const link::LinkedReports& linked,
                   const RecordSource& records, const TerminalStyle& style, bool json) {
  People people(asked);
  std::vector<std::pair<link::Identity, std::string>> all;
  for (std::uint32_t r = 0; r < linked.reports.size(); ++r) {
    const auto& items = linked.reports[r];
    const bool here =
        std::any_of(items.claims.begin(), items.claims.end(), [&](const link::ClaimItem& c) { return people.means(c.speaker); }) ||
        std::any_of(items.contacts.begin(), items.contacts.end(), [&](const link::ContactItem& c) {
          return std::any_of(c.parties.begin(), c.parties.end(), [&](const link::Identity& i) { return people.means(i); });
        });
    if (!here) continue;
    for (const Entity& e : records(r).entities)
      if (link::Identity i = identities.of(e); people.means(i)) all.push_back({std::move(i), e.role});
  }
  people.add(std::move(all));
  for (const link::LinkedClaim& c : linked.links.claims)
    for (const link::Mention& m : c.mentions)
      if (const link::Identity& i = linked.reports[m.report].claims[m.item].speaker; people.means(i))
        if (Somebody* s = people.of(i)) s->claims.insert(c.id);
  for (const link::LinkedContact& c : linked.links.contacts)
    for (const link::Mention& m : c.mentions)
      for (const link::Identity& i : linked.reports[m.report].contacts[m.item].parties)
        if (people.means(i))
          if (Somebody* s = people.of(i)) s->contacts.insert(c.id);
  std::stable_sort(people.people.begin(), people.people.end(), [](const Somebody& a, const Somebody& b) { return a.count > b.count; });
  for (const Somebody& s : people.people) {
    if (json) {
      Writer(out).somebody(s);
      out += '\n';
      continue;
    }
    Flow flow(out, style);
    flow.text(s.fullest.name, kParty).add(isnad::to_string(s.fullest.kind), kDim).add(s.fullest.country, kDim).print("", 2);
    for (const auto& [name, count] : s.names) flow.text(name).add(std::to_string(count), kDim).print("    ", 4);
    for (const std::string& role : s.roles) flow.text(role, kYellow).print("    ", 4);
    flow.add(std::to_string(s.claims.size()) + " claims, " + std::to_string(s.contacts.size()) + " contacts", kDim).print("    ", 4);
  }
}

}  // namespace isnad::output
