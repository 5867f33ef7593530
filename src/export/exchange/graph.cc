#include "export/exchange/graph.h"

#include <algorithm>
#include <set>

#include "export/exchange/phrases.h"
#include "export/names.h"

namespace isnad::exchange {
namespace {

std::string number(std::uint32_t n) { return std::to_string(n); }

// Words of a document as the evidence of a node or edge.
Values with_words(Values values, const Passage& p) {
  values["document"] = p.document, values["words"] = p.words;
  values["word_start"] = number(p.span.start), values["word_end"] = number(p.span.end);
  return values;
}

struct Shown {
  const std::function<bool(const Edge&)>& show;
  bool going = true;
  // Once only: a contact may name somebody twice.
  std::set<std::string> ids = {};

  void edge(std::string id, std::string source, std::string target, const std::optional<Date>& from, const std::optional<Date>& to,
            Values values) {
    if (going && ids.insert(id).second) going = show({std::move(id), std::move(source), std::move(target), from, to, std::move(values)});
  }
  // A tie that holds whenever.
  void tie(const std::string& source, const char* type, const std::string& target, Values values) {
    values["type"] = type;
    edge(source + "-" + type + "-" + target, source, target, std::nullopt, std::nullopt, std::move(values));
  }
};

void edges_of(const Claim& c, Shown& out) {
  out.tie(c.speaker.id, "says", c.id, with_words({}, c.statements.front().content));
  for (const Statement& s : c.statements) {
    const Passage& p = s.content;
    Values values = with_words({{"type", "reports"}, {"date", day(p.from)}, {"claim", c.id}, {"chain_no", number(s.chain_no)}}, p);
    out.edge(s.id, p.document, c.id, p.from, p.to, values);
    // From who printed it, through all who pass it on, to the speaker.
    std::string from = p.outlet ? p.outlet->id : p.document;
    values["type"] = "quotes";
    for (std::uint32_t i = 0; i < s.chain.size(); ++i) {
      const std::string& to = s.chain[i].id;
      values["position"] = number(i + 1);
      if (to != from) out.edge(s.id + "-" + number(i + 1), from, to, p.from, p.to, values);
      from = to;
    }
  }
  for (const std::string& other : c.confirmed_by) out.tie(other, "confirms", c.id, {{"claim", other}});
  for (const std::string& other : c.denied_by) out.tie(other, "denies", c.id, {{"claim", other}});
}

void edges_of(const Contact& c, Shown& out) {
  const Passage& best = c.tellings[c.fullest].passage;
  const auto side = [&](const Actor& a, const char* role) {
    out.edge(a.id + "-" + role + "-" + c.id, a.id, c.id, c.from, c.to, with_words({{"type", role}, {"date", day(c.from)}}, best));
  };
  for (const Actor& a : c.parties) side(a, "party");
  for (const Actor& a : c.intermediary) side(a, "intermediary");
  if (c.venue) side(*c.venue, "venue");
  for (const Telling& t : c.tellings) {
    const Passage& p = t.passage;
    out.edge(t.id, p.document, c.id, p.from, p.to, with_words({{"type", "reports"}, {"date", day(p.from)}, {"claim", t.claim}}, p));
    if (!t.claim.empty()) out.tie(t.claim, "tells_of", c.id, with_words({{"claim", t.claim}}, p));
  }
  for (const std::string& claim : c.confirmed_by) out.tie(claim, "confirms", c.id, {{"claim", claim}});
  for (const std::string& claim : c.denied_by) out.tie(claim, "denies", c.id, {{"claim", claim}});
}

}  // namespace

bool each_edge(const Selection& selection, const std::function<bool(const Edge&)>& show) {
  bool going = true;
  const auto edges = [&](const auto& item) {
    Shown out{show};
    edges_of(item, out);
    return going = out.going;
  };
  selection.documents([&](const Document& d) {
    const Passage& p = d.passage;
    if (!p.outlet) return true;
    return going = show({d.id + "-published_by",
                         d.id,
                         p.outlet->id,
                         p.from,
                         p.to,
                         {{"type", "published_by"}, {"date", day(p.from)}, {"document", d.id}, {"words", p.outlet->name}}});
  });
  if (going) selection.claims(edges);
  if (going) selection.contacts(edges);
  return going;
}

bool each_node(const Selection& selection, const std::function<bool(const Node&)>& show) {
  std::set<std::string> tied;
  each_edge(selection, [&](const Edge& e) {
    for (const std::string& end : {e.source, e.target})
      if (end[0] == 'e') tied.insert(end);
    return true;
  });
  bool going = true;
  const auto node = [&](std::string_view kind, std::string id, std::string label, const std::optional<Date>& from,
                        const std::optional<Date>& to, Values values) {
    values["kind"] = kind, values["from"] = day(from), values["to"] = day(to);
    return going = going && show({std::move(id), std::move(label), from, to, std::move(values)});
  };
  for (const Entity& e : selection.entities())
    if (tied.count(e.id) != 0)
      node("entity", e.id, e.name, std::nullopt, std::nullopt,
           {{"type", std::string(to_string(e.kind))}, {"country", e.country}, {"reference", e.reference}});
  if (going)
    selection.documents([&](const Document& d) {
      const Passage& p = d.passage;
      return node("document", d.id, p.title.empty() ? p.name : p.title, p.from, p.to,
                  {{"url", p.url}, {"document", p.name}, {"story", d.story}});
    });
  if (going)
    selection.claims([&](const Claim& c) {
      const Passage& p = c.statements.front().content;
      std::optional<Date> from, to;
      for (const Statement& s : c.statements) {
        if (s.content.from && (!from || *s.content.from < *from)) from = s.content.from;
        if (s.content.to && (!to || *s.content.to > *to)) to = s.content.to;
      }
      return node("claim", c.id, p.words, from, to,
                  with_words({{"type", std::string(to_string(c.statements.front().act))},
                              {"status", c.status},
                              {"sources", number(c.sources)},
                              {"url", p.url}},
                             p));
    });
  if (going)
    selection.contacts([&](const Contact& c) {
      const Passage& p = c.tellings[c.fullest].passage;
      return node(
          "contact", c.id, title_of(c), c.from, c.to,
          with_words({{"type", std::string(to_string(c.kind))}, {"status", c.status}, {"sources", number(c.sources)}, {"url", p.url}}, p));
    });
  return going;
}

}  // namespace isnad::exchange
