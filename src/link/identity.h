// Who somebody is, across reports: under all spellings that a name has, with and without titles and first names.
#pragma once

#include <string>
#include <vector>

#include "isnad/record.h"
#include "model/lexicon.h"

namespace isnad::link {

/// A party or entity as it is compared with those of other reports.
struct Identity {
  PartyKind kind = PartyKind::anonymous;
  std::string name;                ///< as the report writes it, for people
  std::vector<std::string> words;  ///< the name's words as keys, without article, conjunction and titles
  std::string country;             ///< ISO 3166 alpha-2: its state, or the state that it is; empty if unknown
  std::string reference;           ///< wikidata:Q…; empty if none
};

/// How far two identities can be one.
enum class Match {
  none,    ///< they are different
  state,   ///< a state and what acts for it: the state itself, its ministry, its official
  likely,  ///< the same name as far as both give it (a surname and a full name)
  same,    ///< the same full name, reference or state
};

class Identities {
 public:
  explicit Identities(const model::Lexicon& lexicon) : lexicon_(lexicon) {}
  Identity of(const Record& record, const Party& party) const;
  Identity of(const Entity& entity) const;
  /// Of a name that somebody asks for: a state if it is one, else a person, body or medium.
  Identity named(const std::string& name) const;

 private:
  const model::Lexicon& lexicon_;
  std::string state_named(const std::vector<std::string>& words) const;
};

/// Symmetric.
Match match(const Identity& a, const Identity& b);

/// Whether a party is what is asked for, or acts for it: a state's minister for the state, any bearer for a surname.
bool takes_part(const Identity& asked, const Identity& party);

/// One key for all spellings: of a state its code, of others the name's words. Two identities of one key are one.
std::string identity_key(const Identity& identity);

}  // namespace isnad::link
