// Corrections put to work: before grouping as edges, dates and speakers of items, after it as joined stories and entities. What Isnad
// itself found is put back afterwards.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "link/identity.h"
#include "link/linker.h"
#include "serve/view.h"

namespace isnad::serve {

class Applied {
 public:
  /// Changes `edges`, and `items` until put_back(), and gives `view` facts of its own where they are corrected. `view` has its facts,
  /// document_by_id and corrections.
  Applied(View& view, std::vector<link::ReportItems>& items, std::vector<link::Edge>& edges, const link::Identities& identities,
          Names& names);
  void put_back();

  /// After grouping: in view.links.
  void join_stories();
  /// Keys of entities that are one.
  const std::vector<std::pair<const Name*, const Name*>>& same_entities() const { return same_; }
  /// At the end: how many corrections speak of each claim and contact.
  void count();

 private:
  struct Place {
    std::uint32_t document = 0;
    char kind = 0;  ///< s, c, e; 0: the document
    std::uint32_t item = 0;
  };
  View& view_;
  std::vector<link::ReportItems>& items_;
  std::vector<link::Edge>& edges_;
  const link::Identities& identities_;
  Names& names_;
  std::unordered_map<std::uint32_t, link::ReportItems> before_;
  std::vector<std::pair<const Name*, const Name*>> same_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> stories_;  // documents whose stories are one
  std::unordered_map<std::string, EntityFacts> by_name_;

  std::optional<Place> place(std::string_view document, std::string_view item) const;
  std::optional<Place> place_of(const Correction& correction, std::string_view id) const;
  bool apply(const Correction& correction);
  bool merge(const Correction& correction);
  bool split(const Correction& correction);
  bool set_speaker(const Correction& correction);
  bool set_date(const Correction& correction);
  link::ReportItems& change_items(std::uint32_t document);
  DocumentFacts& change_facts(std::uint32_t document);
};

}  // namespace isnad::serve
