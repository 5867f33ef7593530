#include "link/identity.h"

#include <gtest/gtest.h>

namespace isnad::link {
namespace {

Identity identity(PartyKind kind, const char* name, const char* country = "") {
  static const Identities identities(model::Lexicon::builtin());
  Entity e;
  e.name = name, e.country = country;
  e.type = kind == PartyKind::person    ? EntityType::person
           : kind == PartyKind::country ? EntityType::country
           : kind == PartyKind::place   ? EntityType::place
           : kind == PartyKind::media   ? EntityType::media
                                        : EntityType::organization;
  return identities.of(e);
}

constexpr PartyKind person = PartyKind::person, country = PartyKind::country, body = PartyKind::organization;

TEST(Identity, MatchesNamesAsFarAsBothGiveThem) {
  const struct {
    Identity a, b;
    Match expected;
  } cases[] = {
      {identity(person, "جون كيري", "US"), identity(person, "جون كيري", "US"), Match::same},
      {identity(person, "كيري"), identity(person, "جون كيري", "US"), Match::likely},
      {identity(person, "وليام هيغ", "GB"), identity(person, "وليام هيج", "GB"), Match::same},  // one letter apart
      {identity(person, "جورج بوش", "US"), identity(person, "جورج كلوني", "US"), Match::none},
      {identity(person, "محمد جواد ظريف", "IR"), identity(person, "ظريف", "IR"), Match::likely},
      {identity(person, "عبد الله", "JO"), identity(person, "عبد الله", "SA"), Match::none},  // of two states
      {identity(country, "إيران"), identity(country, "إيران"), Match::same},
      {identity(country, "إيران"), identity(country, "العراق"), Match::none},
      {identity(country, "فرنسا"), identity(body, "وزارة الخارجية", "FR"), Match::state},
      {identity(body, "وزارة الخارجية", "FR"), identity(body, "وزارة الخارجية", "DE"), Match::none},
      {identity(body, "وزارة الخارجية", "FR"), identity(body, "وزارة الخارجية", "FR"), Match::same},
      {identity(country, "فرنسا"), identity(person, "لوران فابيوس", "FR"), Match::state},
      {identity(person, "لوران فابيوس", "FR"), identity(person, "جان إيف لودريان", "FR"), Match::none},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(match(c.a, c.b), c.expected) << c.a.name << " / " << c.b.name;
    EXPECT_EQ(match(c.b, c.a), c.expected) << c.b.name << " / " << c.a.name;
  }
}

TEST(Identity, AskedForByName) {
  const Identities identities(model::Lexicon::builtin());
  EXPECT_EQ(identities.named("إيران").kind, country);
  EXPECT_TRUE(takes_part(identities.named("إيران"), identity(person, "محمد جواد ظريف", "IR")));
  EXPECT_TRUE(takes_part(identities.named("ظريف"), identity(person, "محمد جواد ظريف", "IR")));
  EXPECT_FALSE(takes_part(identities.named("ظريف"), identity(person, "حسن روحاني", "IR")));
  EXPECT_FALSE(takes_part(identities.named("العراق"), identity(person, "حسن روحاني", "IR")));
}

TEST(Identity, KeysAreOneForOne) {
  EXPECT_EQ(identity_key(identity(country, "الولايات المتحدة")), identity_key(identity(country, "الولايات المتحدة الأمريكية")));
  EXPECT_NE(identity_key(identity(country, "إيران")), identity_key(identity(country, "العراق")));
}

}  // namespace
}  // namespace isnad::link
