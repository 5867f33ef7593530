// One entry for each contact: brings the mentions of one contact together and keeps two contacts apart.
#pragma once

#include <string>
#include <vector>

#include "isnad/record.h"

namespace isnad::extract {

class ContactMerge {
 public:
  /// Adds a mention of a contact: to the contact that it is of, if there is one, else as a new one.
  void add(Contact contact);

  std::vector<Contact>& contacts() { return contacts_; }
  const std::vector<Contact>& contacts() const { return contacts_; }

 private:
  std::vector<Contact> contacts_;
};

}  // namespace isnad::extract
