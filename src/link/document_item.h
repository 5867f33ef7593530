// A report as it is compared with others: is it the same text, is it the same story?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "isnad/record.h"
#include "link/terms.h"

namespace isnad::link {

/// Days since 1970-01-01, both included.
struct Days {
  long from = 0, to = 0;
};

struct DocumentItem {
  std::string id;  ///< report_id()
  std::string outlet;
  std::optional<Days> published;        ///< nothing if neither end is known
  std::vector<std::uint32_t> shingles;  ///< the lowest hashes of runs of six words, ascending: at most kSketch
  std::uint32_t shingle_count = 0;      ///< distinct runs of the whole text
  Terms terms;                          ///< what the report is about, its heaviest terms, of length one
};

/// How many hashes a report's sketch keeps: similarity is known to about 1 / sqrt(kSketch).
constexpr std::size_t kSketch = 256;

/// One report of a source: the record's id together with the source's own id, address and outlet. Two outlets that print one text
/// are two reports, and one article read twice is one, wherever its file lies.
std::string report_id(const Record& record);

DocumentItem document_item(const Record& record, const language::Analysis& analysis, const TermModel& terms);

/// Share of the runs of six words of both that stand in both, 0 to 1, estimated from the sketches.
double resemblance(const DocumentItem& a, const DocumentItem& b);
/// Share of the shorter one's runs that stand in the other.
double containment(const DocumentItem& a, const DocumentItem& b);

/// Whether one text is mostly the other: a reprint, a re-cut, a longer version.
bool same_text(const DocumentItem& a, const DocumentItem& b);
/// How surely two reports are of one event: above kSameStory they are taken for it. 0 if their days are too far apart.
double same_story(const DocumentItem& a, const DocumentItem& b);
constexpr double kSameStory = 0.44;
/// Days between two reports of one story, at most.
constexpr long kStoryDays = 3;

/// Keys for finding candidates without comparing all with all: two texts that are mostly the same share at least
/// kSharedTextKeys of them almost always, others hardly ever.
std::vector<std::uint64_t> text_keys(const DocumentItem& item);
constexpr std::size_t kSharedTextKeys = 2;
/// The same for stories: heavy terms in a week. Reports of one story share at least kSharedStoryKeys.
std::vector<std::uint64_t> story_keys(const DocumentItem& item);
constexpr std::size_t kSharedStoryKeys = 2;

}  // namespace isnad::link
