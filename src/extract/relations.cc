#include "extract/relations.h"

namespace isnad::extract {

std::vector<Relation> find_relations(const language::Analysis&, const std::vector<FoundStatement>&) { return {}; }

}  // namespace isnad::extract
