// One entry for each contact: brings the mentions of one contact together and keeps two contacts apart.
#pragma once

#include <string>
#include <vector>

#include "isnad/record.h"
#include "isnad/span.h"

namespace isnad::extract {

class ContactMerge {
 public:
  /// Adds a mention of a contact: to the contact that it is of, if there is one, else as a new one.
  /// `definite`: the words refer to a contact that is known, so that its status counts for nothing beside that one's.
  /// `words`: the part of its evidence that tells of it. `sentence`: where it stands.
  void add(Contact contact, Span words, bool definite, std::uint32_t sentence);

  /// Gives a meeting or talks without place or day those of the visit or meeting that one of its sides was just told to be at.
  void inherit(Contact& contact, std::uint32_t sentence) const;

  /// Adds what a mention without sides (`the talks`) tells of the last contact, if that is of its kind.
  void refer(const Contact& contact);

  /// All contacts, with the clauses that tell of them. Of a clause that tells of several, each gets its own part.
  std::vector<Contact> finish();

 private:
  struct Told {
    Span clause, words;
  };
  std::vector<Contact> contacts_;
  std::vector<std::uint32_t> sentences_;  // of the last mention of each
  std::vector<std::vector<Told>> told_;   // of each, in the order of adding
};

}  // namespace isnad::extract
