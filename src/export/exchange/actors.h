// Those who speak, meet and print, each under one id in all documents: the names that an export has in common.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "isnad/record.h"
#include "link/identity.h"
#include "model/lexicon.h"

namespace isnad::exchange {

/// Somebody in a role.
struct Actor {
  std::string id;    ///< `e` and twelve hexadecimal digits
  std::string name;  ///< as the document calls them
  PartyKind kind = PartyKind::anonymous;
  std::optional<Span> span;  ///< the words that stand for them there
};

/// Somebody over all documents.
struct Entity {
  std::string id;
  std::string name;  ///< the one most documents use
  PartyKind kind = PartyKind::anonymous;
  std::string country;                         ///< ISO 3166 alpha-2; empty if unknown
  std::string reference;                       ///< wikidata:Q…; empty if none
  std::map<std::string, std::uint32_t> names;  ///< and how many documents use them
  std::set<std::string> roles;
  std::uint32_t documents = 0, mentions = 0;
};

/// Who is who. An id rests on link::identity_key() alone, so it is the same in every export of every store. An unnamed source is
/// somebody of its own in each document: nobody knows whether two of them are one.
class Actors {
 public:
  explicit Actors(const model::Lexicon& lexicon);

  /// `document`: the id of the record's document.
  Actor of(const Record& record, const std::string& document, const Party& party) const;
  Actor of(const isnad::Entity& entity) const;
  /// Who published; nobody if the name is empty.
  std::optional<Actor> outlet(const std::string& name) const;

  /// The identity without its id, for gathering.
  link::Identity identity(const isnad::Entity& entity) const;
  link::Identity identity(const Record& record, const Party& party) const;
  link::Identity outlet_identity(const std::string& name) const;

 private:
  const model::Lexicon& lexicon_;
  link::Identities identities_;
  std::map<std::string, std::string> states_;  // ISO code by reference

  link::Identity with_state(link::Identity identity) const;
};

/// Gathers what is said of everybody.
class Gathering {
 public:
  explicit Gathering(const Actors& actors) : actors_(actors) {}
  /// All whom the document names, its outlet, and the parties given, which may have no name in it.
  void add(const Record& record, const std::string& document, const std::vector<const Party*>& parties);
  /// In the order of their ids.
  std::vector<Entity> entities() &&;

 private:
  const Actors& actors_;
  std::map<std::string, Entity> all_;
  Entity& entity(const std::string& id, const link::Identity& identity);
};

/// A letter and twelve hexadecimal digits: the same for the same key.
std::string short_id(char letter, const std::string& key);

}  // namespace isnad::exchange
