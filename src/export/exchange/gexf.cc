// GEXF 1.3 (https://gexf.net): the same network, in which nodes and edges have days, so that Gephi shows it over time.
#include "export/exchange/exchange.h"
#include "export/exchange/graph.h"
#include "export/exchange/xml.h"

namespace isnad::exchange {
namespace {

// A day in full, as the format wants it: the first and the last that can be meant. What has no day is always there.
std::string days(const std::optional<Date>& from, const std::optional<Date>& to) {
  std::string out;
  if (from) out += " start=\"" + from->first_day().to_string() + "\"";
  if (to) out += " end=\"" + to->last_day().to_string() + "\"";
  return out;
}

template <std::size_t N>
void attributes(std::string& out, const char* domain, const std::array<Attribute, N>& all) {
  out += std::string("    <attributes class=\"") + domain + "\" mode=\"static\">\n";
  for (const Attribute& a : all)
    out += std::string("      <attribute id=\"") + a.name + "\" title=\"" + a.name + "\" type=\"" +
           (std::string_view(a.type) == "int" ? "integer" : "string") + "\"/>\n";
  out += "    </attributes>\n";
}

template <std::size_t N>
void values(std::string& out, const std::array<Attribute, N>& all, const Values& given) {
  out += "<attvalues>";
  for (const Attribute& a : all)
    if (const auto v = given.find(a.name); v != given.end() && !v->second.empty())
      out += std::string("<attvalue for=\"") + a.name + "\" value=\"" + xml_text(v->second) + "\"/>";
  out += "</attvalues>";
}

class Gexf final : public Exchange {
 public:
  explicit Gexf(const Settings& settings) : settings_(settings) {}

  bool write(const Selection& selection, std::string_view, const Write& out) const override {
    std::string head =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\""
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\""
        " version=\"1.3\">\n  <meta><creator>" +
        xml_text(settings_.program) +
        "</creator></meta>\n  <graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n";
    attributes(head, "node", kNodeAttributes);
    attributes(head, "edge", kEdgeAttributes);
    if (!out(head + "    <nodes>\n")) return false;
    std::string line;
    const bool nodes = each_node(selection, [&](const Node& n) {
      line = "      <node id=\"" + xml_text(n.id) + "\" label=\"" + xml_text(n.label) + "\"" + days(n.from, n.to) + ">";
      values(line, kNodeAttributes, n.values);
      line += "</node>\n";
      return out(line);
    });
    if (!nodes || !out("    </nodes>\n    <edges>\n")) return false;
    return each_edge(selection,
                     [&](const Edge& e) {
                       line = "      <edge id=\"" + xml_text(e.id) + "\" source=\"" + xml_text(e.source) + "\" target=\"" +
                              xml_text(e.target) + "\" kind=\"" + xml_text(e.values.at("type")) + "\"" + days(e.from, e.to) + ">";
                       values(line, kEdgeAttributes, e.values);
                       line += "</edge>\n";
                       return out(line);
                     }) &&
           out("    </edges>\n  </graph>\n</gexf>\n");
  }

 private:
  Settings settings_;
};

}  // namespace

std::unique_ptr<Exchange> make_gexf(const Settings& settings) { return std::make_unique<Gexf>(settings); }

}  // namespace isnad::exchange
