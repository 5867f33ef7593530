// Linked claims and contacts as JSON, an object on one line without a line break: docs/formats/links.md.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "export/terminal.h"
#include "isnad/record.h"
#include "link/linker.h"

namespace isnad::output {

/// The record of a report by its number. What it gives has to last until the next call only.
using RecordSource = std::function<const Record&(std::uint32_t)>;

std::string to_json(const link::LinkedClaim& claim, const link::Links& links, const RecordSource& records);
std::string to_json(const link::LinkedContact& contact, const link::Links& links, const RecordSource& records);

/// The same for people.
void append_terminal(std::string& out, const link::LinkedClaim& claim, const link::Links& links, const RecordSource& records,
                     const TerminalStyle& style);
void append_terminal(std::string& out, const link::LinkedContact& contact, const link::Links& links, const RecordSource& records,
                     const TerminalStyle& style);

/// A contact as the mention that says most of it has it.
struct FullestContact {
  link::Mention mention;  ///< that one
  std::vector<std::string> parties, intermediary;
  std::string venue;
  std::optional<Date> from, to;
};
FullestContact fullest(const link::LinkedContact& contact, const RecordSource& records);

/// The article's own id, else where it came from, else its record's id.
const std::string& document_name(const Record& record);

std::string_view to_string(link::ClaimStatus status);
std::string_view to_string(link::LinkedStatus status);

}  // namespace isnad::output
