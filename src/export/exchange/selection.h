// What is exported, as the formats see it: documents, claims, contacts and entities under stable ids, each with its evidence.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "export/choice.h"
#include "export/exchange/actors.h"
#include "export/links.h"
#include "isnad/record.h"
#include "link/linker.h"

namespace isnad::exchange {

/// Where something stands: the words, and the document that they are in.
struct Passage {
  std::string document;  ///< its id: `d` and forty hexadecimal digits
  std::string name;      ///< output::document_name()
  std::string title, url;
  std::optional<Actor> outlet;
  std::optional<Date> from, to;  ///< when it was published
  std::string words;
  Span span;
};

/// One statement of one document.
struct Statement {
  std::string id;              ///< the document's id and the number in its record: `d…-s3`
  std::string claim;           ///< id of the claim that it is a mention of
  std::uint32_t chain_no = 1;  ///< which of the claim's mentions it is
  Passage content;
  std::string cue;
  Span cue_span;
  Act act = Act::say;
  Quotation quotation = Quotation::indirect;
  Actor speaker;
  std::vector<Actor> chain;  ///< outermost first, the speaker last
  std::optional<Actor> addressee;
  std::string time;  ///< TIMEX value
};

/// What one speaker says, in however many documents.
struct Claim {
  std::string id;
  Actor speaker;  ///< as the linked claim calls them
  std::uint32_t sources = 1;
  std::string status;
  std::vector<Statement> statements;                 ///< earliest first; never empty
  std::vector<std::string> confirmed_by, denied_by;  ///< ids of claims
};

/// A clause that tells of a contact.
struct Telling {
  std::string id;         ///< the document's, its contact's and the clause's number there: `d…-c2-1`
  std::string contact;    ///< the contact in the document's record: `c2`
  std::string statement;  ///< id of the statement that it is part of; empty where the document narrates it
  std::string claim;      ///< of that statement
  std::vector<Actor> according_to;
  Passage passage;
};

struct Contact {
  std::string id;
  ContactKind kind = ContactKind::meeting;
  std::string status;
  std::uint32_t sources = 1;
  std::vector<Actor> parties, intermediary;  ///< as the mention has them that says most; so venue, mode, days
  std::optional<Actor> venue;
  std::vector<ContactMode> mode;
  std::optional<Date> from, to;
  std::vector<std::string> topics;
  std::vector<Telling> tellings;  ///< all clauses, earliest first; never empty
  std::size_t fullest = 0;        ///< the telling that says most
  std::vector<std::string> confirmed_by, denied_by;
};

struct Condition {
  std::string id;  ///< `d…-k1`
  Actor by;
  std::string statement;  ///< id; empty if none
  Passage condition, consequence;
};

struct Relation {
  std::string type, from, to;  ///< ids of statements
};

/// A document with what was chosen of it. `record` lasts as long as the call that shows it.
struct Document {
  std::string id;
  const Record* record = nullptr;
  Passage passage;  ///< without words
  std::string story;
  std::vector<Statement> statements;
  std::vector<Condition> conditions;
  std::vector<Relation> relations;
};

/// Documents of one event, or of mostly one text; both need two and more.
struct Cluster {
  std::string id, kind;  ///< `story`, `copies`
  std::vector<std::string> documents;
};

/// Shows one thing after the other, each time it is asked; false from the one who looks ends that.
class Selection {
 public:
  Selection(const link::LinkedReports& linked, const output::RecordSource& records, const model::Lexicon& lexicon,
            const output::Choice& choice);

  void documents(const std::function<bool(const Document&)>& show) const;  ///< in the order of their ids
  void claims(const std::function<bool(const Claim&)>& show) const;        ///< in the order of the documents that have them first
  void contacts(const std::function<bool(const Contact&)>& show) const;    ///< likewise
  std::vector<Entity> entities() const;                                    ///< all that the documents name, and who takes part in something
  std::vector<Cluster> clusters() const;
  const Actors& actors() const { return actors_; }

 private:
  const link::LinkedReports& linked_;
  const output::RecordSource& records_;
  Actors actors_;
  output::Chosen chosen_;
  std::vector<std::vector<std::uint32_t>> claim_of_;          // report, statement: index into Links::claims
  std::vector<std::vector<std::uint32_t>> chain_no_;          // the same: which mention of it, from 1
  std::vector<std::vector<std::uint32_t>> contact_of_;        // report, contact
  std::vector<bool> has_claim_, has_contact_, has_document_;  // by index
  std::vector<std::string> story_of_;                         // report

  std::string document_id(std::uint32_t report) const { return 'd' + linked_.reports[report].document.id; }
  bool has_statement(std::uint32_t report, std::uint32_t item) const;
  Passage passage(const Record& record, std::uint32_t report, Span span) const;
  std::vector<Actor> actors(const Record& record, std::uint32_t report, const std::vector<Party>& parties) const;
  Statement statement(const Record& record, std::uint32_t report, std::uint32_t item) const;
  std::vector<std::string> claim_ids(const std::vector<std::uint32_t>& claims) const;
};

}  // namespace isnad::exchange
