// Exports of a store into the formats of other programs. What each holds and leaves out is in docs/exports.md.
//
// A format is one file here, one class: it asks the selection for what it needs, as often as it needs it, and writes as it goes, so
// that no export is held in memory.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "export/exchange/selection.h"

namespace isnad::exchange {

/// Takes the next bytes; false if no more are wanted.
using Write = std::function<bool(std::string_view)>;

class Exchange {
 public:
  virtual ~Exchange() = default;
  /// The tables, each a file of its own; none if all is one file.
  virtual std::vector<std::string_view> tables() const { return {}; }
  /// Writes one of the tables, or all where there are none. False if the bytes were not wanted to the end.
  virtual bool write(const Selection& selection, std::string_view table, const Write& out) const = 0;
};

struct Settings {
  std::string program;   ///< who exports, with its version: `isnad 0.1.0`
  bool excel = false;    ///< csv: as Excel opens it by a double click
  char separator = ',';  ///< csv
};

struct Format {
  const char* name;
  const char* what;  ///< for people
  std::unique_ptr<Exchange> (*make)(const Settings& settings);
};

/// All of them, in the order of the documentation.
const std::vector<Format>& formats();
/// Nothing if there is no such format.
const Format* find_format(std::string_view name);

std::unique_ptr<Exchange> make_jsonl(const Settings& settings);
std::unique_ptr<Exchange> make_csv(const Settings& settings);
std::unique_ptr<Exchange> make_graphml(const Settings& settings);
std::unique_ptr<Exchange> make_gexf(const Settings& settings);
std::unique_ptr<Exchange> make_followthemoney(const Settings& settings);
std::unique_ptr<Exchange> make_prov(const Settings& settings);
std::unique_ptr<Exchange> make_schema_org(const Settings& settings);
std::unique_ptr<Exchange> make_icalendar(const Settings& settings);

}  // namespace isnad::exchange
