// /entities
#include <map>
#include <set>

#include "export/names.h"
#include "serve/api/handlers.h"
#include "store/query.h"

namespace isnad::serve::api {
namespace {

void summary_members(Json& j, const EntityView& e) {
  j.member("id", e.id), j.member("name", e.name->text), j.member("type", to_string(e.type)), j.member_or_null("country", e.country);
  j.member_or_null("reference", e.reference), j.member_or_null("role", e.role != nullptr ? e.role->text : "");
  j.count("documents", e.documents.size()), j.count("statements", e.claims.size()), j.count("contacts", e.contacts.size());
}

// Whether every wanted word is a word of one of its names.
bool named(const std::vector<std::string>& wanted, const EntityView& e) {
  return std::any_of(e.names.begin(), e.names.end(), [&](const Name* name) {
    return std::all_of(wanted.begin(), wanted.end(),
                       [&](const std::string& w) { return std::find(name->words.begin(), name->words.end(), w) != name->words.end(); });
  });
}

bool begins(const std::vector<std::string>& wanted, const EntityView& e) {
  return std::any_of(e.names.begin(), e.names.end(), [&](const Name* name) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const bool last = i + 1 == wanted.size();
      while (at < name->words.size() &&
             (last ? name->words[at].compare(0, wanted[i].size(), wanted[i]) != 0 : name->words[at] != wanted[i]))
        ++at;
      if (at++ >= name->words.size()) return false;
    }
    return true;
  });
}

using Counts = std::map<std::uint32_t, std::size_t>;

void write_counts(Json& j, const char* name, const View& view, const Counts& counts) {
  constexpr std::size_t kMost = 100;
  std::vector<std::pair<std::uint32_t, std::size_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (sorted.size() > kMost) sorted.resize(kMost);
  j.array(name, sorted, [&](const auto& c) {
    j.open('{');
    j.member("id", entity_id(view, c.first)), j.member("name", view.entities[c.first].name->text), j.count("count", c.second);
    j.close('}');
  });
}

struct RoleTime {
  std::optional<Date> from, to;
  std::set<std::uint32_t> documents;
};

}  // namespace

Response list_entities(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  const Page page = page_of(params, 50, 500);
  const std::vector<std::string> words = store::name_words(params.text("q", 300));
  const unsigned types = bits_of(params, "type", type_words());
  const std::string country = params.text("country", 2);
  const std::vector<std::string> ids = comma_separated(params.text("ids", 20'000));
  if (auto wrong = params.problem()) return std::move(*wrong);
  std::vector<std::uint32_t> fitting;
  const auto look_at = [&](std::uint32_t i) {
    const EntityView& e = view.entities[i];
    if ((types >> static_cast<unsigned>(e.type) & 1) == 0 || (!country.empty() && e.country != country)) return;
    if (words.empty() || named(words, e)) fitting.push_back(i);
  };
  if (!ids.empty()) {
    for (const std::string& id : ids)
      if (const auto it = view.entity_by_id.find(id); it != view.entity_by_id.end()) look_at(it->second);
  } else {
    for (std::uint32_t i = 0; i < view.entities.size(); ++i) look_at(i);
  }
  return paged<std::uint32_t>(
      call, page, fitting, [&](std::uint32_t i) { return view.entities[i].id; },
      [&](std::string& out, std::uint32_t i) {
        Json j(out);
        j.open('{');
        summary_members(j, view.entities[i]);
        j.close('}');
      });
}

Response get_entity(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  const auto fields = comma_separated(params.text("fields"));
  if (auto wrong = params.problem()) return std::move(*wrong);
  const auto it = view.entity_by_id.find(call.id);
  if (it == view.entity_by_id.end()) return not_found("entity", call.id);
  const std::uint32_t me = it->second;
  const EntityView& e = view.entities[me];

  std::map<const Name*, std::size_t> names;
  std::map<const Name*, RoleTime> roles;
  Counts met, spoken_of;
  for (const std::uint32_t d : e.documents) {
    const DocumentFacts& f = *view.facts[d];
    std::set<const Name*> here;
    for (std::uint32_t i = 0; i < f.entities.size(); ++i) {
      if (view.documents[d].entities[i] != me) continue;
      here.insert(f.entities[i].name);
      if (const Name* role = f.entities[i].role; role != nullptr) {
        RoleTime& time = roles[role];
        if (f.from && (!time.from || f.from->first_day() < time.from->first_day())) time.from = f.from;
        if (f.to && (!time.to || f.to->last_day() > time.to->last_day())) time.to = f.to;
        time.documents.insert(d);
      }
    }
    for (const Name* n : here) ++names[n];
    for (const StatementFacts& s : f.statements)
      for (const std::uint32_t about : s.about)
        if (view.documents[d].entities[about] == me) {
          const auto by = view.entity_of(d, s.speaker.entity);
          if (by && *by != me) ++spoken_of[*by];
          break;
        }
  }
  for (const std::uint32_t c : e.contacts) {
    const ContactView& v = view.contacts[c];
    std::set<std::uint32_t> others(v.parties.begin(), v.parties.end());
    for (const std::uint32_t o : others)
      if (o != me && o != kNobody) ++met[o];
  }

  std::string out;
  Json j(out);
  j.open('{');
  summary_members(j, e);
  std::vector<std::pair<const Name*, std::size_t>> sorted(names.begin(), names.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first->text < b.first->text; });
  j.array("names", sorted, [&](const auto& n) {
    j.open('{');
    j.member("name", n.first->text), j.count("documents", n.second);
    j.close('}');
  });
  std::vector<std::pair<const Name*, const RoleTime*>> in_time;
  for (const auto& [role, time] : roles) in_time.emplace_back(role, &time);
  std::sort(in_time.begin(), in_time.end(), [](const auto& a, const auto& b) {
    const long x = first_day(a.second->from), y = first_day(b.second->from);
    return x != y ? x < y : a.first->text < b.first->text;
  });
  j.array("roles", in_time, [&](const auto& r) {
    j.open('{');
    j.member("role", r.first->text), j.member("from", r.second->from), j.member("to", r.second->to);
    j.count("documents", r.second->documents.size());
    j.close('}');
  });
  write_counts(j, "met", view, met);
  write_counts(j, "spoken_of_by", view, spoken_of);
  std::vector<std::size_t> corrections;
  for (std::size_t i = 0; i < view.corrections.size(); ++i) {
    const Correction& c = view.corrections[i];
    if (c.type != TargetType::entity) continue;
    if (c.target == e.id || std::find(c.with.begin(), c.with.end(), e.id) != c.with.end()) corrections.push_back(i);
  }
  j.array("corrections", corrections, [&](std::size_t i) { out += to_json(view.corrections[i], view.applied[i]); });
  j.close('}');
  return json(with_fields(std::move(out), fields));
}

Response suggest(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  const std::vector<std::string> words = store::name_words(params.text("q", 300));
  const std::size_t limit = params.number("limit", 10, 1, 50);
  if (auto wrong = params.problem()) return std::move(*wrong);
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; !words.empty() && i < view.entities.size() && found.size() < limit; ++i)
    if (begins(words, view.entities[i])) found.push_back(i);
  std::string out;
  Json j(out);
  j.open('{');
  j.array("items", found, [&](std::uint32_t i) {
    const EntityView& e = view.entities[i];
    j.open('{');
    j.member("id", e.id), j.member("name", e.name->text), j.member("type", to_string(e.type)), j.count("documents", e.documents.size());
    j.close('}');
  });
  j.close('}');
  return json(std::move(out));
}

}  // namespace isnad::serve::api
