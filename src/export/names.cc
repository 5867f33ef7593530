#include "export/names.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>

namespace isnad {
namespace {

// In the order of the enumerations of record.h.
template <class Enum>
constexpr int kNames = 0;
template <>
constexpr std::array<std::string_view, 5> kNames<EntityType> = {"person", "organization", "media", "country", "place"};
template <>
constexpr std::array<std::string_view, 6> kNames<PartyKind> = {"person", "organization", "country", "media", "anonymous", "place"};
template <>
constexpr std::array<std::string_view, 4> kNames<TimexType> = {"date", "time", "duration", "set"};
template <>
constexpr std::array<std::string_view, 13> kNames<Act> = {"say",   "confirm", "deny",   "accuse", "warn",    "threaten",  "demand",
                                                          "offer", "promise", "refuse", "praise", "condemn", "no_comment"};
template <>
constexpr std::array<std::string_view, 3> kNames<Quotation> = {"direct", "indirect", "mixed"};
template <>
constexpr std::array<std::string_view, 7> kNames<ContactKind> = {"meeting", "talks", "call", "message", "visit", "agreement", "relations"};
template <>
constexpr std::array<std::string_view, 5> kNames<ContactStatus> = {"held", "planned", "proposed", "denied", "cancelled"};
template <>
constexpr std::array<std::string_view, 3> kNames<ContactMode> = {"indirect", "secret", "direct"};
template <>
constexpr std::array<std::string_view, 3> kNames<RelationType> = {"denies", "confirms", "repeats"};
template <>
constexpr std::array<std::string_view, 3> kNames<DateBasis> = {"given", "inferred", "unknown"};

template <class Enum>
std::string_view name(Enum value) {
  const auto index = static_cast<std::size_t>(value);
  assert(index < kNames<Enum>.size());
  return kNames<Enum>[index];
}

}  // namespace

std::string_view to_string(EntityType value) { return name(value); }
std::string_view to_string(PartyKind value) { return name(value); }
std::string_view to_string(TimexType value) { return name(value); }
std::string_view to_string(Act value) { return name(value); }
std::string_view to_string(Quotation value) { return name(value); }
std::string_view to_string(ContactKind value) { return name(value); }
std::string_view to_string(ContactStatus value) { return name(value); }
std::string_view to_string(ContactMode value) { return name(value); }
std::string_view to_string(RelationType value) { return name(value); }
std::string_view to_string(DateBasis value) { return name(value); }

template <class Enum>
std::optional<Enum> parse_name(std::string_view word) {
  const auto& names = kNames<Enum>;
  const auto found = std::find(names.begin(), names.end(), word);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

template std::optional<EntityType> parse_name<EntityType>(std::string_view);
template std::optional<PartyKind> parse_name<PartyKind>(std::string_view);
template std::optional<TimexType> parse_name<TimexType>(std::string_view);
template std::optional<Act> parse_name<Act>(std::string_view);
template std::optional<Quotation> parse_name<Quotation>(std::string_view);
template std::optional<ContactKind> parse_name<ContactKind>(std::string_view);
template std::optional<ContactStatus> parse_name<ContactStatus>(std::string_view);
template std::optional<ContactMode> parse_name<ContactMode>(std::string_view);
template std::optional<RelationType> parse_name<RelationType>(std::string_view);
template std::optional<DateBasis> parse_name<DateBasis>(std::string_view);

}  // namespace isnad
