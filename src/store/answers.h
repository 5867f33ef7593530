// What is asked of a store, whoever asks: the command line prints it, the Python package gives it as objects.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "isnad/record.h"
#include "isnad/result.h"
#include "link/linker.h"
#include "store/store.h"

namespace isnad::store {

/// Records of a store by number, the last few kept. What it gives lasts until the next call. For one thread.
class Records {
 public:
  explicit Records(Store& store) : store_(store) {}
  /// An empty record if it cannot be had: error() is the first reason then.
  const Record& operator()(std::uint32_t number);
  const std::optional<Error>& error() const { return error_; }

 private:
  Store& store_;
  std::unordered_map<std::uint32_t, Record> kept_;
  std::optional<Error> error_;
};

/// A document that a search found, as JSON: docs/formats/links.md.
std::string hit_json(const Record& record);

/// A story with its reports, the earliest first, and the days they span (empty if unknown).
struct StoryReports {
  std::string id, from, to;
  std::vector<Record> records;
};
StoryReports story_reports(std::vector<Record> records, std::string id);
Result<StoryReports> story_reports(Store& store, const link::LinkedReports& linked, const std::vector<std::uint32_t>& story);
/// docs/formats/links.md.
std::string to_json(const StoryReports& story);

/// What a store holds, by name: documents, copies, stories, claims …
using Counts = std::vector<std::pair<const char*, std::size_t>>;
Counts counts(const link::Links& links, std::size_t documents);
std::string to_json(const Counts& counts);

}  // namespace isnad::store
