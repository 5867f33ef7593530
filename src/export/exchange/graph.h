// The network of a selection, for the graph formats: entities, documents, claims and contacts as nodes, what ties them as directed edges.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/exchange/selection.h"

namespace isnad::exchange {

/// An attribute of a node or edge.
struct Attribute {
  const char* name;
  const char* type;  ///< string, int
};

/// By name of the attribute. What is empty is not there.
using Values = std::map<std::string_view, std::string>;

struct Node {
  std::string id, label;
  std::optional<Date> from, to;  ///< a contact: when it took place; a document or claim: when it was printed
  Values values;                 ///< of kNodeAttributes
};
constexpr std::array<Attribute, 14> kNodeAttributes = {{{"kind", "string"},
                                                        {"type", "string"},
                                                        {"country", "string"},
                                                        {"reference", "string"},
                                                        {"status", "string"},
                                                        {"sources", "int"},
                                                        {"from", "string"},
                                                        {"to", "string"},
                                                        {"url", "string"},
                                                        {"document", "string"},
                                                        {"words", "string"},
                                                        {"word_start", "int"},
                                                        {"word_end", "int"},
                                                        {"story", "string"}}};

struct Edge {
  std::string id, source, target;
  std::optional<Date> from, to;
  Values values;  ///< of kEdgeAttributes; `type` is always there
};
constexpr std::array<Attribute, 9> kEdgeAttributes = {{{"type", "string"},
                                                       {"date", "string"},
                                                       {"document", "string"},
                                                       {"words", "string"},
                                                       {"word_start", "int"},
                                                       {"word_end", "int"},
                                                       {"claim", "string"},
                                                       {"chain_no", "int"},
                                                       {"position", "int"}}};

/// Entities are those that have an edge. False if `show` said so.
bool each_node(const Selection& selection, const std::function<bool(const Node&)>& show);
/// Both ends of each are nodes.
bool each_edge(const Selection& selection, const std::function<bool(const Edge&)>& show);

}  // namespace isnad::exchange
