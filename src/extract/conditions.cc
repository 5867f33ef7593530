#include "extract/conditions.h"

namespace isnad::extract {

std::vector<Condition> find_conditions(const language::Analysis&, const Entities&, const std::vector<FoundStatement>&, const model::Lexicon&) {
  return {};
}

}  // namespace isnad::extract
