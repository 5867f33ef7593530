// The network of a selection, for the graph formats: entities, documents, claims and contacts as nodes, what ties them as directed edges.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/exchange/selection.h"

namespace isnad::exchange {

/// An attribute of a node or edge. What is empty is not there.
struct Attribute {
  const char* name;
  const char* type;  ///< string, int
};

struct Node {
  std::string id, label;
  std::optional<Date> from, to;     ///< a contact: when it took place; a document or claim: when it was printed
  std::vector<std::string> values;  ///< of kNodeAttributes, in their order
};
constexpr std::array<Attribute, 13> kNodeAttributes = {{{"kind", "string"},
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
                                                        {"word_end", "int"}}};

struct Edge {
  std::string id, source, target;
  std::optional<Date> from, to;
  std::vector<std::string> values;  ///< of kEdgeAttributes, in their order; the first is never empty
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
