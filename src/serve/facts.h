// What the server keeps in memory of every document: enough to filter, count and order without reading records. Words of the
// document are read from the store when they are shown.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "isnad/date.h"
#include "isnad/record.h"
#include "link/identity.h"

namespace isnad::serve {

/// A name that occurs, once for all documents: two of one spelling have one address.
struct Name {
  std::string text;
  std::vector<std::string> words;  ///< as store::name_words
};

/// Names for as long as it lives. Not thread-safe; what it gave may be read by any thread.
class Names {
 public:
  const Name* of(std::string_view text);
  /// One that nobody searches by its words: it has none.
  const Name* label(std::string_view text);

 private:
  std::unordered_map<std::string_view, const Name*> by_text_, labels_;
  std::deque<Name> all_;
};

struct PartyFacts {
  const Name* name = nullptr;
  PartyKind kind = PartyKind::anonymous;
  std::optional<std::uint32_t> entity;  ///< index into DocumentFacts::entities
};

struct EntityFacts {
  const Name* key = nullptr;  ///< link::identity_key: those with one key are one
  const Name* name = nullptr;
  const Name* role = nullptr;  ///< none: nullptr
  EntityType type = EntityType::person;
  std::string country, reference;
};

struct StatementFacts {
  PartyFacts speaker;
  std::optional<std::uint32_t> addressee;  ///< index into entities
  std::vector<std::uint32_t> about;        ///< entities named in what is said
  Act act = Act::say;
  std::optional<Date> from, to;  ///< when it was said, if the text tells
};

struct ContactFacts {
  ContactKind kind = ContactKind::meeting;
  ContactStatus status = ContactStatus::held;
  std::uint8_t modes = 0;  ///< a bit a ContactMode
  std::vector<PartyFacts> parties, intermediary;
  std::optional<PartyFacts> venue;
  std::optional<Date> from, to;
};

struct DocumentFacts {
  std::string id;    ///< in the store
  std::string name;  ///< its own, for people
  std::string title, url;
  const Name* outlet = nullptr;  ///< unknown: the empty name
  std::optional<Date> from, to;
  DateBasis basis = DateBasis::unknown;
  std::vector<EntityFacts> entities;
  std::vector<StatementFacts> statements;
  std::vector<ContactFacts> contacts;
};

DocumentFacts facts_of(const Record& record, const std::string& id, const link::Identities& identities, Names& names);

}  // namespace isnad::serve
