// /network
#include <map>
#include <set>

#include "export/names.h"
#include "serve/api/handlers.h"

namespace isnad::serve::api {
namespace {

struct Edge {
  std::vector<std::uint32_t> contacts;
  std::size_t held = 0, planned = 0, denied = 0;
  std::optional<Date> from, to;
  std::map<std::uint32_t, std::size_t> through;
};

using Pair = std::pair<std::uint32_t, std::uint32_t>;

void note_status(Edge& edge, link::LinkedStatus status) {
  switch (status) {
    case link::LinkedStatus::held: ++edge.held; break;
    case link::LinkedStatus::planned:
    case link::LinkedStatus::proposed: ++edge.planned; break;
    case link::LinkedStatus::denied:
    case link::LinkedStatus::cancelled:
    case link::LinkedStatus::disputed: ++edge.denied; break;
  }
}

// Those at so many steps from whom is asked for, itself among them. An intermediary is one step from both sides.
std::set<std::uint32_t> around(const std::map<Pair, Edge>& edges, const std::vector<std::uint32_t>& centres, std::size_t depth) {
  std::map<std::uint32_t, std::set<std::uint32_t>> next;
  for (const auto& [pair, edge] : edges) {
    next[pair.first].insert(pair.second), next[pair.second].insert(pair.first);
    for (const auto& [e, count] : edge.through)
      for (const std::uint32_t side : {pair.first, pair.second}) next[e].insert(side), next[side].insert(e);
  }
  std::set<std::uint32_t> out(centres.begin(), centres.end()), edge_of_it = out;
  for (std::size_t step = 0; step < depth; ++step) {
    std::set<std::uint32_t> further;
    for (const std::uint32_t e : edge_of_it)
      for (const std::uint32_t n : next[e])
        if (out.insert(n).second) further.insert(n);
    edge_of_it = std::move(further);
  }
  return out;
}

}  // namespace

Response get_network(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  const std::size_t limit = params.number("limit", 200, 1, 5'000);
  const Period period = period_of(params);
  const auto entities = entities_in(params, call, "entity");
  const std::size_t depth = params.number("depth", 1, 1, 3), least = params.number("least", 1, 1, 1'000'000);
  const unsigned kinds = bits_of(params, "kind", kind_words()), statuses = bits_of(params, "status", contact_status_words());
  const unsigned types = bits_of(params, "type", type_words());
  if (auto wrong = params.problem()) return std::move(*wrong);

  const auto fits = [&](std::uint32_t e) { return e != kNobody && (types >> static_cast<unsigned>(view.entities[e].type) & 1) != 0; };
  std::map<Pair, Edge> edges;
  std::optional<Date> first, last;
  for (const std::uint32_t i : view.contacts_latest) {
    const link::LinkedContact& c = view.links.contacts[i];
    const ContactView& v = view.contacts[i];
    if ((kinds >> static_cast<unsigned>(c.kind) & 1) == 0 || (statuses >> static_cast<unsigned>(c.status) & 1) == 0) continue;
    if (!period.has(v.from, v.to)) continue;
    for (std::size_t a = 0; a < v.parties.size(); ++a)
      for (std::size_t b = a + 1; b < v.parties.size(); ++b) {
        if (!fits(v.parties[a]) || !fits(v.parties[b]) || v.parties[a] == v.parties[b]) continue;
        Edge& edge = edges[std::minmax(v.parties[a], v.parties[b])];
        if (!edge.contacts.empty() && edge.contacts.back() == i) continue;
        edge.contacts.push_back(i);
        note_status(edge, c.status);
        if (v.from && (!edge.from || v.from->first_day() < edge.from->first_day())) edge.from = v.from;
        if (v.to && (!edge.to || v.to->last_day() > edge.to->last_day())) edge.to = v.to;
        for (const std::uint32_t e : v.intermediary)
          if (fits(e)) ++edge.through[e];
      }
  }
  std::erase_if(edges, [&](const auto& e) { return e.second.contacts.size() < least; });
  if (!entities.empty()) {
    const std::set<std::uint32_t> near = around(edges, entities, depth);
    std::erase_if(edges, [&](const auto& e) { return near.count(e.first.first) == 0 || near.count(e.first.second) == 0; });
  }
  std::map<std::uint32_t, std::pair<std::size_t, std::size_t>> nodes;  // contacts, of them mediated
  for (const auto& [pair, edge] : edges) {
    nodes[pair.first].first += edge.contacts.size(), nodes[pair.second].first += edge.contacts.size();
    for (const auto& [e, count] : edge.through) nodes[e].second += count;
  }
  const std::size_t all_nodes = nodes.size(), all_edges = edges.size();
  std::vector<std::uint32_t> kept;
  for (const auto& [e, counts] : nodes) kept.push_back(e);
  const auto asked = [&](std::uint32_t e) { return std::find(entities.begin(), entities.end(), e) != entities.end(); };
  std::stable_sort(kept.begin(), kept.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (asked(a) != asked(b)) return asked(a);
    return nodes[a].first + nodes[a].second > nodes[b].first + nodes[b].second;
  });
  if (kept.size() > limit) kept.resize(limit);
  const std::set<std::uint32_t> shown(kept.begin(), kept.end());
  std::erase_if(edges, [&](const auto& e) { return shown.count(e.first.first) == 0 || shown.count(e.first.second) == 0; });
  for (const auto& [pair, edge] : edges) {
    if (edge.from && (!first || edge.from->first_day() < *first)) first = edge.from->first_day();
    if (edge.to && (!last || edge.to->last_day() > *last)) last = edge.to->last_day();
  }

  std::string out;
  Json j(out);
  j.open('{');
  j.array("nodes", kept, [&](std::uint32_t e) {
    const EntityView& n = view.entities[e];
    j.open('{');
    j.member("id", n.id), j.member("name", n.name->text), j.member("type", to_string(n.type)), j.member_or_null("country", n.country);
    j.count("contacts", nodes[e].first), j.count("mediated", nodes[e].second);
    j.close('}');
  });
  std::vector<const std::pair<const Pair, Edge>*> sorted;
  for (const auto& e : edges) sorted.push_back(&e);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto* a, const auto* b) { return a->second.contacts.size() > b->second.contacts.size(); });
  j.array("edges", sorted, [&](const auto* one) {
    const Edge& edge = one->second;
    j.open('{');
    j.member("a", entity_id(view, one->first.first)), j.member("b", entity_id(view, one->first.second));
    j.count("contacts", edge.contacts.size()), j.count("held", edge.held), j.count("planned", edge.planned), j.count("denied", edge.denied);
    j.member("from", edge.from), j.member("to", edge.to);
    j.array("through", std::vector<std::pair<std::uint32_t, std::size_t>>(edge.through.begin(), edge.through.end()), [&](const auto& t) {
      j.open('{');
      j.member("id", entity_id(view, t.first)), j.member("name", view.entities[t.first].name->text), j.count("count", t.second);
      j.close('}');
    });
    constexpr std::size_t kIds = 50;
    const auto end = edge.contacts.begin() + static_cast<std::ptrdiff_t>(std::min(kIds, edge.contacts.size()));
    j.array("ids", std::vector<std::uint32_t>(edge.contacts.begin(), end), [&](std::uint32_t i) { j.text(view.links.contacts[i].id); });
    j.close('}');
  });
  j.key("total"), j.open('{'), j.count("nodes", all_nodes), j.count("edges", all_edges), j.close('}');
  j.key("range");
  if (first && last) j.open('{'), j.member("from", *first), j.member("to", *last), j.close('}');
  else j.null();
  j.close('}');
  return json(std::move(out));
}

}  // namespace isnad::serve::api
