// What `isnad claims` and `isnad contacts` do: print every linked item of a kind.
#pragma once

#include "commands.h"
#include "export/links.h"
#include "output.h"
#include "store_options.h"

namespace isnad::cli {

/// `items`: the member of link::Links that is listed. The exit status.
template <class Items>
int list_linked(const StoreOptions& options, Items link::Links::* items) {
  const auto store = open_for_asking(options);
  if (store == nullptr) return kTrouble;
  const auto linked = store->linked();
  if (!linked) return report(linked.error()), kTrouble;
  store::Records kept(*store);
  const output::RecordSource records = [&](std::uint32_t n) -> const Record& { return kept(n); };
  const bool text = as_text(options);
  const output::TerminalStyle style = terminal_style();
  Output out;
  for (const auto& item : linked->links.*items) {
    std::string line;
    if (text) output::append_terminal(line, item, linked->links, records, style);
    else line = output::to_json(item, linked->links, records) + '\n';
    if (!out.write(line)) break;
  }
  return report_failed(kept) || out.failed() ? kTrouble : kDone;
}

}  // namespace isnad::cli
