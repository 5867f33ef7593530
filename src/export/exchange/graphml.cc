// GraphML (http://graphml.graphdrawing.org): the network with all attributes.
#include "export/exchange/exchange.h"
#include "export/exchange/graph.h"
#include "export/exchange/xml.h"

namespace isnad::exchange {
namespace {

template <std::size_t N>
void keys(std::string& out, const char* domain, const std::array<Attribute, N>& attributes) {
  for (const Attribute& a : attributes)
    out += std::string("  <key id=\"") + domain + "_" + a.name + "\" for=\"" + domain + "\" attr.name=\"" + a.name + "\" attr.type=\"" +
           a.type + "\"/>\n";
}

template <std::size_t N>
void data(std::string& out, const char* domain, const std::array<Attribute, N>& attributes, const Values& values) {
  for (const Attribute& a : attributes)
    if (const auto v = values.find(a.name); v != values.end() && !v->second.empty())
      out += std::string("<data key=\"") + domain + "_" + a.name + "\">" + xml_text(v->second) + "</data>";
}

class GraphMl final : public Exchange {
 public:
  bool write(const Selection& selection, std::string_view, const Write& out) const override {
    std::string head =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\""
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns"
        " http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n"
        "  <key id=\"node_label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n";
    keys(head, "node", kNodeAttributes);
    keys(head, "edge", kEdgeAttributes);
    head += "  <graph id=\"isnad\" edgedefault=\"directed\">\n";
    if (!out(head)) return false;
    std::string line;
    const bool nodes = each_node(selection, [&](const Node& n) {
      line = "    <node id=\"" + xml_text(n.id) + "\"><data key=\"node_label\">" + xml_text(n.label) + "</data>";
      data(line, "node", kNodeAttributes, n.values);
      line += "</node>\n";
      return out(line);
    });
    return nodes &&
           each_edge(selection,
                     [&](const Edge& e) {
                       line = "    <edge id=\"" + xml_text(e.id) + "\" source=\"" + xml_text(e.source) + "\" target=\"" +
                              xml_text(e.target) + "\">";
                       data(line, "edge", kEdgeAttributes, e.values);
                       line += "</edge>\n";
                       return out(line);
                     }) &&
           out("  </graph>\n</graphml>\n");
  }
};

}  // namespace

std::unique_ptr<Exchange> make_graphml(const Settings&) { return std::make_unique<GraphMl>(); }

}  // namespace isnad::exchange
