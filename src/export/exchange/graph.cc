#include "export/exchange/graph.h"

#include <algorithm>
#include <set>

#include "export/exchange/phrases.h"
#include "export/names.h"

namespace isnad::exchange {
namespace {

std::string number(std::uint32_t n) { return std::to_string(n); }

struct Shown {
  const std::function<bool(const Edge&)>& show;
  bool going = true;
  // Once only: a contact may name somebody twice.
  std::set<std::string> ids = {};

  void edge(std::string id, std::string source, std::string target, const std::optional<Date>& from, const std::optional<Date>& to,
            std::vector<std::string> values) {
    if (going && ids.insert(id).second) going = show({std::move(id), std::move(source), std::move(target), from, to, std::move(values)});
  }
};

void edges_of(const Claim& c, Shown& out) {
  out.edge(c.speaker.id + "-says-" + c.id, c.speaker.id, c.id, std::nullopt, std::nullopt,
           {"says", "", c.statements.front().content.document, c.statements.front().content.words,
            number(c.statements.front().content.span.start), number(c.statements.front().content.span.end), "", "", ""});
  for (const Statement& s : c.statements) {
    const Passage& p = s.content;
    const auto values = [&](const char* type, const std::string& position) {
      return std::vector<std::string>{type, day(p.from),        p.document, p.words, number(p.span.start), number(p.span.end),
                                      c.id, number(s.chain_no), position};
    };
    out.edge(s.id, p.document, c.id, p.from, p.to, values("reports", ""));
    // From who printed it, through all who pass it on, to the speaker.
    std::string from = p.outlet ? p.outlet->id : p.document;
    for (std::uint32_t i = 0; i < s.chain.size(); ++i) {
      const std::string to = s.chain[i].id;
      if (to != from) out.edge(s.id + "-" + number(i + 1), from, to, p.from, p.to, values("quotes", number(i + 1)));
      from = to;
    }
  }
  for (const std::string& other : c.confirmed_by)
    out.edge(other + "-confirms-" + c.id, other, c.id, std::nullopt, std::nullopt, {"confirms", "", "", "", "", "", "", "", ""});
  for (const std::string& other : c.denied_by)
    out.edge(other + "-denies-" + c.id, other, c.id, std::nullopt, std::nullopt, {"denies", "", "", "", "", "", "", "", ""});
}

void edges_of(const Contact& c, Shown& out) {
  const Passage& best = c.tellings[c.fullest].passage;
  const auto side = [&](const Actor& a, const char* role) {
    out.edge(a.id + "-" + role + "-" + c.id, a.id, c.id, c.from, c.to,
             {role, day(c.from), best.document, best.words, number(best.span.start), number(best.span.end), "", "", ""});
  };
  for (const Actor& a : c.parties) side(a, "party");
  for (const Actor& a : c.intermediary) side(a, "intermediary");
  if (c.venue) side(*c.venue, "venue");
  for (const Telling& t : c.tellings) {
    const Passage& p = t.passage;
    out.edge(p.document + "-" + t.contact + "-" + number(p.span.start), p.document, c.id, p.from, p.to,
             {"reports", day(p.from), p.document, p.words, number(p.span.start), number(p.span.end), t.claim, "", ""});
    if (!t.claim.empty())
      out.edge(t.claim + "-tells_of-" + c.id, t.claim, c.id, std::nullopt, std::nullopt,
               {"tells_of", "", p.document, p.words, number(p.span.start), number(p.span.end), t.claim, "", ""});
  }
  for (const std::string& claim : c.confirmed_by)
    out.edge(claim + "-confirms-" + c.id, claim, c.id, std::nullopt, std::nullopt, {"confirms", "", "", "", "", "", claim, "", ""});
  for (const std::string& claim : c.denied_by)
    out.edge(claim + "-denies-" + c.id, claim, c.id, std::nullopt, std::nullopt, {"denies", "", "", "", "", "", claim, "", ""});
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
    if (!d.passage.outlet) return true;
    const Passage& p = d.passage;
    return going = show({d.id + "-published_by",
                         d.id,
                         p.outlet->id,
                         p.from,
                         p.to,
                         {"published_by", day(p.from), d.id, p.outlet->name, "", "", "", "", ""}});
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
  for (const Entity& e : selection.entities())
    if (going && tied.count(e.id) != 0)
      going = show({e.id,
                    e.name,
                    std::nullopt,
                    std::nullopt,
                    {"entity", std::string(to_string(e.kind)), e.country, e.reference, "", "", "", "", "", "", "", "", ""}});
  if (going)
    selection.documents([&](const Document& d) {
      const Passage& p = d.passage;
      return going = show({d.id,
                           p.title.empty() ? p.name : p.title,
                           p.from,
                           p.to,
                           {"document", "", "", "", "", "", day(p.from), day(p.to), p.url, p.name, "", "", ""}});
    });
  if (going)
    selection.claims([&](const Claim& c) {
      const Passage& p = c.statements.front().content;
      std::optional<Date> from, to;
      for (const Statement& s : c.statements) {
        if (s.content.from && (!from || *s.content.from < *from)) from = s.content.from;
        if (s.content.to && (!to || *s.content.to > *to)) to = s.content.to;
      }
      return going = show({c.id,
                           p.words,
                           from,
                           to,
                           {"claim", std::string(to_string(c.statements.front().act)), "", "", c.status, number(c.sources), day(from),
                            day(to), p.url, p.document, p.words, number(p.span.start), number(p.span.end)}});
    });
  if (going)
    selection.contacts([&](const Contact& c) {
      const Passage& p = c.tellings[c.fullest].passage;
      return going = show({c.id,
                           title_of(c),
                           c.from,
                           c.to,
                           {"contact", std::string(to_string(c.kind)), "", "", c.status, number(c.sources), day(c.from), day(c.to), p.url,
                            p.document, p.words, number(p.span.start), number(p.span.end)}});
    });
  return going;
}

}  // namespace isnad::exchange
