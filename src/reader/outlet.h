// Which outlet published a document.
#pragma once

#include <string>

#include "extract/names/entities.h"
#include "isnad/document.h"
#include "language/analysis.h"

namespace isnad::reader {

/// The outlet's name from the metadata, else from the address, else from a byline or dateline of the text (`(رويترز)`,
/// `لندن (CNN) --`). Empty if nothing says so.
std::string outlet_of(const Document& document, const language::Analysis& analysis, const extract::Entities& entities,
                      const model::Lexicon& lexicon);

/// The entity of the text that is the outlet itself, so that it is kept out of chains; text::kNoToken if the text does not name it.
std::uint32_t outlet_entity(const std::string& outlet, const extract::Entities& entities);

}  // namespace isnad::reader
