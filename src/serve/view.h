// The linked store as it stands at one moment: what all answers are made of. Never changes once it is made, so any number of threads
// read it without a lock, and an answer shows one moment and not two.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "link/linker.h"
#include "serve/correction.h"
#include "serve/facts.h"

namespace isnad::serve {

constexpr std::uint32_t kNobody = ~std::uint32_t{0};

/// Days since 1970-01-01 for ordering; kUndated sorts behind all.
constexpr long kUndated = 1'000'000'000;
inline long first_day(const std::optional<Date>& d) { return d ? d->day_number() : kUndated; }
inline long last_day(const std::optional<Date>& d) { return d ? d->last_day().day_number() : kUndated; }

struct EntityView {
  std::string id;
  const Name* name = nullptr;  ///< the fullest of the most frequent
  EntityType type = EntityType::person;
  std::string country, reference;
  const Name* role = nullptr;
  std::vector<std::uint32_t> documents;         ///< that name it, ascending
  std::vector<std::uint32_t> claims, contacts;  ///< it speaks, it is a side or goes between; ascending
  std::vector<const Name*> names;               ///< all, most frequent first
};

struct ClaimView {
  std::optional<Date> from, to;  ///< of the earliest mention: when it was said, else printed
  std::uint32_t speaker = kNobody;
  Act act = Act::say;
  std::uint32_t story = 0, added = 0;  ///< added: the latest document that has it
  std::uint32_t corrections = 0;
};

struct ContactView {
  link::Mention fullest;  ///< the mention that says most
  std::optional<Date> from, to;
  std::vector<std::uint32_t> parties, intermediary;  ///< entities beside the fullest mention's parties; kNobody for unnamed ones
  std::uint32_t venue = kNobody;
  std::uint8_t modes = 0;
  std::uint32_t story = 0, added = 0, corrections = 0;
};

struct StoryView {
  std::string id;
  std::vector<std::uint32_t> documents;  ///< earliest first
  std::optional<Date> from, to;
  std::vector<std::uint32_t> claims, contacts;
  std::uint32_t denials = 0, confirmations = 0, added = 0;
};

struct DocumentView {
  std::uint32_t story = 0;
  std::uint32_t copies = kNobody;                ///< index into links.copies
  std::vector<std::uint32_t> entities;           ///< by index into facts.entities: the store's
  std::vector<std::uint32_t> speakers, parties;  ///< entities, each once
  std::uint16_t acts = 0;                        ///< a bit an Act
  std::uint8_t kinds = 0;                        ///< a bit a ContactKind
};

struct View {
  std::string version;  ///< another one whenever the answers may be others
  std::vector<std::shared_ptr<const DocumentFacts>> facts;
  link::Links links;
  std::vector<DocumentView> documents;
  std::vector<ClaimView> claims;        ///< beside links.claims
  std::vector<ContactView> contacts;    ///< beside links.contacts
  std::vector<StoryView> stories;       ///< beside links.stories
  std::vector<EntityView> entities;     ///< most documents first
  std::vector<Correction> corrections;  ///< earliest first
  std::vector<bool> applied;            ///< beside corrections

  std::vector<std::vector<std::uint32_t>> claim_of, contact_of;  ///< by document, by item
  std::unordered_map<std::string, std::uint32_t> document_by_id, claim_by_id, contact_by_id, story_by_id, entity_by_id;

  std::vector<std::uint32_t> documents_latest;                              ///< latest published first
  std::vector<std::uint32_t> claims_latest, claims_added, claims_mentions;  ///< latest said, latest added, most mentions first
  std::vector<std::uint32_t> contacts_latest, contacts_added, contacts_mentions, contacts_in_time;  ///< in_time: undated last
  std::vector<std::uint32_t> stories_latest, stories_added, stories_documents;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> statements_latest;  ///< document and item, latest printed first

  std::shared_ptr<const Names> names;  ///< what `Name`s live in
  double seconds = 0;                  ///< that making it took

  std::optional<std::uint32_t> entity_of(std::uint32_t document, const std::optional<std::uint32_t>& local) const {
    if (!local) return std::nullopt;
    return documents[document].entities[*local];
  }
};

}  // namespace isnad::serve
