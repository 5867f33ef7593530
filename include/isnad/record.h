// What comes out of read(): the sourced record of one document.
//
// Field for field the JSON that `isnad read --format jsonl` prints (docs/formats/record.schema.json). Every annotation
// holds a Span into `text`; an absent thing is an empty optional, string or vector.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "isnad/date.h"
#include "isnad/span.h"

namespace isnad {

enum class EntityType : std::uint8_t { person, organization, media, country, place };
enum class PartyKind : std::uint8_t { person, organization, country, media, anonymous, place };
enum class TimexType : std::uint8_t { date, time, duration, set };
enum class Act : std::uint8_t { say, confirm, deny, accuse, warn, threaten, demand, offer, promise, refuse, praise, condemn, no_comment };
enum class Quotation : std::uint8_t { direct, indirect, mixed };
enum class ContactKind : std::uint8_t { meeting, talks, call, message, visit, agreement, relations };
enum class ContactStatus : std::uint8_t { held, planned, proposed, denied, cancelled };
enum class ContactMode : std::uint8_t { indirect, secret, direct };
enum class RelationType : std::uint8_t { denies, confirms, repeats };
enum class DateBasis : std::uint8_t { given, inferred, unknown };

/// Somebody in a role: a speaker, a link of a chain, a side of a contact.
struct Party {
  std::string name;  ///< the fullest name in the document, or the phrase for an unnamed source
  PartyKind kind = PartyKind::anonymous;
  std::optional<std::uint32_t> entity;  ///< index into Record::entities
  std::optional<Span> span;             ///< the words that stand for it here; none if it was supplied from context
};

/// A clue and what it shows.
struct Evidence {
  Span span;         ///< may be empty when the clue is metadata
  std::string clue;  ///< one line in English for people
};

struct Published {
  std::optional<Date> from, to;
  DateBasis basis = DateBasis::unknown;
  std::vector<Evidence> evidence;
};

struct Timex {
  Span span;
  TimexType type = TimexType::date;
  std::string value;  ///< TIMEX3: 2013-10-08, 2013-W41, P35Y, PRESENT_REF, 2024-04-13/2024-04-14 …; empty if unresolved
};

struct Entity {
  std::string name;
  EntityType type = EntityType::person;
  std::string country;         ///< ISO 3166 alpha-2 of a person's or body's state; empty for states and places
  std::string role;            ///< office as the article names it; empty if none
  std::string reference;       ///< wikidata:Q…; empty if none
  std::vector<Span> mentions;  ///< every mention, in order of the text
};

struct Statement {
  Span content;
  Span cue;
  Act act = Act::say;
  Quotation quotation = Quotation::indirect;
  Party speaker;
  std::vector<Party> chain;  ///< outermost first, the speaker last
  std::optional<Party> addressee;
  std::string time;     ///< TIMEX value, empty if not said
  std::string pattern;  ///< which frame found it: for `--explain`
};

struct Contact {
  ContactKind kind = ContactKind::meeting;
  std::vector<Party> parties;
  std::vector<Party> intermediary;
  std::optional<Party> venue;
  std::vector<ContactMode> mode;
  std::optional<Date> from, to;
  ContactStatus status = ContactStatus::held;
  std::vector<Party> according_to;         ///< chain of the statement that reports it
  std::optional<std::uint32_t> statement;  ///< index into Record::statements
  Span evidence;                           ///< the clause that shows it best
  std::vector<Span> mentions;              ///< all clauses that tell of it, in order, `evidence` among them
  std::vector<Span> topics;
  std::string pattern;
};

struct Condition {
  Party by;
  Span if_span;
  Span then_span;
  std::optional<std::uint32_t> statement;
};

struct Relation {
  RelationType type = RelationType::repeats;
  std::uint32_t from = 0, to = 0;  ///< indexes into Record::statements
};

struct Record {
  std::string id;  ///< hash of the document's content
  std::string path, source_id, url, outlet;
  std::string title;
  std::string language = "ar";
  std::string text;  ///< cleaned; its first line is the title where the article has one
  Published published;
  std::vector<Timex> times;
  std::vector<Entity> entities;
  std::vector<Statement> statements;
  std::vector<Contact> contacts;
  std::vector<Condition> conditions;
  std::vector<Relation> relations;
};

/// The words of the record that a span covers.
std::string words_of(const Record& record, Span span);

}  // namespace isnad
