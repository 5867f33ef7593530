#include "export/exchange/exchange.h"

namespace isnad::exchange {

const std::vector<Format>& formats() {
  static const std::vector<Format> kAll = {
      {"jsonl", "every kind of thing as a line of JSON", make_jsonl},
      {"csv", "tables for spreadsheets", make_csv},
      {"graphml", "the network, for yEd, Cytoscape, networkx", make_graphml},
      {"gexf", "the network with its days, for Gephi", make_gexf},
      {"ftm", "FollowTheMoney entities, for Aleph", make_followthemoney},
      {"prov", "W3C PROV-JSON: whose word rests on whose", make_prov},
      {"jsonld", "schema.org JSON-LD", make_schema_org},
      {"ics", "iCalendar: contacts that have a day", make_icalendar},
  };
  return kAll;
}

const Format* find_format(std::string_view name) {
  for (const Format& f : formats())
    if (name == f.name) return &f;
  return nullptr;
}

}  // namespace isnad::exchange
