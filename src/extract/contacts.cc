#include "extract/contacts.h"

namespace isnad::extract {

struct ContactFrames::Impl {};

ContactFrames::ContactFrames(const model::Lexicon&) : impl_(std::make_unique<Impl>()) {}
ContactFrames::~ContactFrames() = default;

std::vector<Contact> find_contacts(const language::Analysis&, const Entities&, const Times&, const std::vector<FoundStatement>&, const ContactFrames&,
                                   const model::Lexicon&) {
  return {};
}

}  // namespace isnad::extract
