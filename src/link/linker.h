// Reports in any order become claims, contacts and stories across reports. The result depends on the set of reports alone.
//
// Two reports are compared if they share story keys; their statements and contacts are compared only then. Every decision is
// about two items and nothing else, and what belongs together is what such decisions connect: so the order of adding does not
// matter, and a report added later compares itself with a few others, not with all.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "link/claim_item.h"
#include "link/contact_item.h"
#include "link/document_item.h"

namespace isnad::link {

/// A relation that the report itself shows between two of its statements.
struct InnerLink {
  RelationType type = RelationType::repeats;
  std::uint32_t from = 0, to = 0;  ///< indexes into Record::statements
};

/// All that is compared of one report: made from its record alone.
struct ReportItems {
  DocumentItem document;
  std::vector<ClaimItem> claims;      ///< one a statement, in order
  std::vector<ContactItem> contacts;  ///< one a contact, in order
  std::vector<InnerLink> relations;
};

/// Makes the items of records. Thread-safe.
class ItemMaker {
 public:
  explicit ItemMaker(const model::Lexicon& lexicon) : lexicon_(lexicon), terms_(lexicon), identities_(lexicon), words_(lexicon, terms_) {}
  /// `words`, if given, receives the terms of the text in order, separated by spaces: for full text search.
  ReportItems of(const Record& record, std::string* words = nullptr) const;

 private:
  const model::Lexicon& lexicon_;
  TermModel terms_;
  Identities identities_;
  ClaimWords words_;
};

/// What a group rests on. A mention is a statement or a contact of a report.
struct Mention {
  std::uint32_t report = 0, item = 0;
  friend auto operator<=>(const Mention&, const Mention&) = default;
};

enum class ClaimStatus : std::uint8_t { claimed, confirmed, denied, disputed };

struct LinkedClaim {
  std::string id;
  std::string speaker;
  std::uint32_t sources = 1;  ///< independent roots
  ClaimStatus status = ClaimStatus::claimed;
  std::vector<Mention> mentions;
  std::vector<std::uint32_t> confirmed_by, denied_by;  ///< indexes into Links::claims
};

enum class LinkedStatus : std::uint8_t { held, planned, proposed, denied, cancelled, disputed };

struct LinkedContact {
  std::string id;
  ContactKind kind = ContactKind::meeting;
  LinkedStatus status = LinkedStatus::held;
  std::uint32_t sources = 1;
  std::vector<Mention> mentions;
  std::vector<std::uint32_t> confirmed_by, denied_by;  ///< indexes into Links::claims
};

struct Links {
  std::vector<std::vector<std::uint32_t>> copies;   ///< groups of reports with mostly the same text, of two and more
  std::vector<std::vector<std::uint32_t>> stories;  ///< every report is in one
  std::vector<LinkedClaim> claims;                  ///< every statement is in one
  std::vector<LinkedContact> contacts;              ///< every contact is in one
};

/// Reports and what links them: Links names reports by their position here.
struct LinkedReports {
  std::vector<ReportItems> reports;
  Links links;
};

/// What a story is called by: the same for the same reports.
std::string story_id(const std::vector<ReportItems>& reports, const std::vector<std::uint32_t>& story);

/// A decision about two items of two reports.
struct Edge {
  enum class Kind : std::uint8_t {
    copy,      ///< mostly the same text
    story,     ///< one story
    claim,     ///< one claim
    contact,   ///< one contact
    denies,    ///< the first statement denies the second
    confirms,  ///< the first statement confirms the second
  };
  Kind kind = Kind::copy;
  Mention a, b;             ///< for copy and story the item is 0
  std::uint32_t score = 0;  ///< how surely, in thousandths; 0 where the kind knows no degrees
  friend auto operator<=>(const Edge&, const Edge&) = default;
};

/// Whether compare() would find anything: from the documents alone, so that most pairs need not be fetched whole.
bool worth_comparing(const DocumentItem& a, const DocumentItem& b, bool text, bool story);

/// What two reports say of each other: `a` and `b` are their numbers in the edges. Looks at nothing else. `text` and `story`: whether
/// they share enough keys of that kind to be compared so.
std::vector<Edge> compare(const ReportItems& report_a, std::uint32_t a, const ReportItems& report_b, std::uint32_t b, bool text,
                          bool story);

/// Groups, independent sources and states of belief from the edges. Mentions and edges name reports by their position.
Links assemble(const std::vector<ReportItems>& reports, const std::vector<Edge>& edges);

/// Both for reports in memory: the same set in another order gives the same ids and groups.
Links link(const std::vector<ReportItems>& reports);

}  // namespace isnad::link
