// Every written form of a verb from its dictionary line, and of nouns and adjectives from their singular.
//
// Undiacritized standard Arabic; after Wright, A Grammar of the Arabic Language, vol. I, §§ 35–187, as news spells it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace isnad::model {

/// A written form (code points, right hamzas) with model::Feature bits.
struct Form {
  std::u32string text;
  std::uint32_t features = 0;
};

/// Finite forms of a verb given by its past and present 3rd person masculine singular. `present` may be empty.
/// Handles sound, hollow, defective and hamzated roots of every derived form; of doubled roots the forms that keep the root together.
std::vector<Form> conjugate(const std::u32string& past, const std::u32string& present, bool passive);

/// Active participle in all genders, numbers and cases. `defective`: the verb's last root letter is weak.
std::vector<Form> participle_forms(const std::u32string& participle, bool defective);

/// Verbal noun: singular, with tanwin alef, sound feminine plural, dual.
std::vector<Form> masdar_forms(const std::u32string& masdar);

/// Noun: the given form, with tanwin alef, and its dual.
std::vector<Form> noun_forms(const std::u32string& noun);

/// Adjective from its masculine singular: feminine, sound plurals, dual, tanwin alef.
std::vector<Form> adjective_forms(const std::u32string& adjective);

}  // namespace isnad::model
