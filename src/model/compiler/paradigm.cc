#include "model/compiler/paradigm.h"

#include "model/lexicon.h"

namespace isnad::model {
namespace {

// Letters by their Unicode names.
constexpr char32_t hamza = 0x0621, alef_madda = 0x0622, alef_hamza = 0x0623, waw_hamza = 0x0624, yeh_hamza = 0x0626, alef = 0x0627,
                   teh_marbuta = 0x0629, teh = 0x062A, meem = 0x0645, noon = 0x0646, waw = 0x0648, alef_maksura = 0x0649, yeh = 0x064A;

using Text = std::u32string;

char32_t at_end(const Text& t, std::size_t k = 0) { return t.size() > k ? t[t.size() - 1 - k] : 0; }
Text without_last(const Text& t) { return t.substr(0, t.size() - 1); }

// The past of a hollow verb has a long alef before its last letter; it is cut before a consonant ending.
bool hollow(const Text& past) {
  return past.size() >= 3 && at_end(past, 1) == alef && at_end(past) != alef_maksura && at_end(past) != alef;
}

Text before_consonant(const Text& past) {
  if (!hollow(past)) return past;
  Text t = past.substr(0, past.size() - 2);
  t += at_end(past) == hamza ? yeh_hamza : at_end(past);
  return t;
}

// Two parts of a word as they are written together: a hamza on alef that meets an alef, or another hamza on alef, becomes
// alef with madda.
Text join(const Text& front, const Text& back) {
  if (!back.empty() && at_end(front) == alef_hamza && (back[0] == alef || back[0] == alef_hamza))
    return without_last(front) + alef_madda + back.substr(1);
  return front + back;
}

// The same with an ending whose noon or teh is written once, with shadda, where the stem ends in it.
Text with_ending(const Text& stem, const Text& ending) {
  return at_end(stem) == ending[0] && (ending[0] == noon || ending[0] == teh) ? stem + ending.substr(1) : join(stem, ending);
}

// A stem before the waw of the plural. A final hamza on alef moves to waw with some writers and stays with others.
std::vector<Text> before_waw(const Text& stem) {
  if (at_end(stem) != alef_hamza) return {stem};
  return {stem, without_last(stem) + waw_hamza};
}

void past_forms(const Text& past, std::uint32_t f, std::vector<Form>& out) {
  const auto add = [&](Text t, std::uint32_t features) { out.push_back({std::move(t), features | f | kPast}); };
  add(past, kThird | kMasculine | kSingular);
  const char32_t last = at_end(past);
  Text vowel = past, fem = past, consonant = past;  // stems before a vowel ending, before feminine teh, before a consonant ending
  Text plural = past;
  if (past.size() >= 3 && (last == alef || last == alef_maksura)) {
    const Text base = without_last(past);
    fem = plural = base;
    vowel = consonant = base + (last == alef && at_end(base) != yeh ? waw : yeh);
  } else if (past.size() >= 3 && last == yeh) {
    plural = without_last(past);
  } else {
    consonant = before_consonant(past);
    if (past.size() == 2) consonant += last;  // doubled root: the letters come apart
  }
  add(fem + teh, kThird | kFeminine | kSingular);
  add(join(vowel, Text{alef}), kThird | kMasculine | kDual);
  add(fem + teh + alef, kThird | kFeminine | kDual);
  for (const Text& stem : before_waw(plural)) add(stem + waw + alef, kThird | kMasculine | kPlural);
  add(with_ending(consonant, Text{noon}), kThird | kFeminine | kPlural);
  add(with_ending(consonant, Text{teh}), kFirst | kSingular);
  add(with_ending(consonant, Text{noon, alef}), kFirst | kPlural);
  add(with_ending(consonant, Text{teh, meem}), kSecond | kMasculine | kPlural);
}

void present_forms(const Text& present, bool is_hollow, std::uint32_t f, std::vector<Form>& out) {
  if (present.empty() || present[0] != yeh) return;
  const Text stem = present.substr(1);
  const char32_t last = at_end(stem);
  const bool defective = last == yeh || last == waw || last == alef_maksura;
  Text plural = stem, dual = stem, jussive = stem;
  if (defective) {
    plural = jussive = without_last(stem);
    if (last == alef_maksura) dual = plural + yeh;
  } else if (is_hollow && stem.size() >= 3) {
    jussive = stem.substr(0, stem.size() - 2) + last;
  }
  const auto add = [&](Text t, std::uint32_t features) { out.push_back({std::move(t), features | f | kPresent}); };
  const struct {
    char32_t prefix;
    std::uint32_t features;
  } singular[] = {
      {yeh, kThird | kMasculine | kSingular},
      {teh, kThird | kFeminine | kSingular},
      {alef_hamza, kFirst | kSingular},
      {noon, kFirst | kPlural},
  };
  for (const auto& s : singular) {
    add(join(Text{s.prefix}, stem), s.features);
    if (jussive != stem) add(join(Text{s.prefix}, jussive), s.features | kJussive);
  }
  for (const Text& before : before_waw(plural)) {
    add(Text{yeh} + before + waw + noon, kThird | kMasculine | kPlural);
    add(Text{yeh} + before + waw + alef, kThird | kMasculine | kPlural | kJussive);
  }
  add(join(Text{yeh} + dual, Text{alef, noon}), kThird | kMasculine | kDual);
  add(join(Text{yeh} + dual, Text{alef}), kThird | kMasculine | kDual | kJussive);
  add(join(Text{teh} + dual, Text{alef, noon}), kThird | kFeminine | kDual);
  add(join(Text{teh} + dual, Text{alef}), kThird | kFeminine | kDual | kJussive);
  add(with_ending(Text{yeh} + (defective ? stem : jussive), Text{noon}), kThird | kFeminine | kPlural);
}

bool takes_tanwin_alef(const Text& noun) {
  const char32_t last = at_end(noun);
  return last != teh_marbuta && last != alef && last != alef_maksura && !(last == hamza && at_end(noun, 1) == alef);
}

void add_dual(const Text& noun, std::uint32_t f, std::vector<Form>& out) {
  const Text base = at_end(noun) == teh_marbuta ? without_last(noun) + teh : noun;
  out.push_back({base + alef + noon, f | kDual});
  out.push_back({base + yeh + noon, f | kDual | kAccusative});
}

}  // namespace

std::vector<Form> conjugate(const Text& past, const Text& present, bool passive) {
  std::vector<Form> out;
  const std::uint32_t f = passive ? kPassive : 0u;
  if (!past.empty()) past_forms(past, f, out);
  present_forms(present, hollow(past), f, out);
  return out;
}

std::vector<Form> participle_forms(const Text& participle, bool defective) {
  std::vector<Form> out;
  Text base = participle, weak = participle;
  if (defective) {
    if (at_end(base) == yeh) base = without_last(base);
    weak = base + yeh;
    out.push_back({weak, kMasculine | kSingular});
  }
  out.push_back({base, kMasculine | kSingular});
  out.push_back({weak + alef, kMasculine | kSingular | kAccusative});
  out.push_back({weak + teh_marbuta, kFeminine | kSingular});
  out.push_back({base + waw + noon, kMasculine | kPlural});
  out.push_back({base + yeh + noon, kMasculine | kPlural | kAccusative});
  out.push_back({weak + alef + noon, kMasculine | kDual});
  out.push_back({weak + alef + teh, kFeminine | kPlural});
  out.push_back({weak + teh + alef + noon, kFeminine | kDual});
  out.push_back({weak + teh + yeh + noon, kFeminine | kDual | kAccusative});
  return out;
}

std::vector<Form> masdar_forms(const Text& masdar) {
  std::vector<Form> out = noun_forms(masdar);
  const char32_t last = at_end(masdar);
  const bool marbuta = last == teh_marbuta;
  if (last != alef && last != alef_maksura) out.push_back({(marbuta ? without_last(masdar) : masdar) + alef + teh, kPlural | kFeminine});
  return out;
}

std::vector<Form> noun_forms(const Text& noun) {
  std::vector<Form> out;
  out.push_back({noun, kSingular});
  if (takes_tanwin_alef(noun)) out.push_back({noun + alef, kSingular | kAccusative});
  add_dual(noun, 0, out);
  return out;
}

std::vector<Form> adjective_forms(const Text& adjective) {
  std::vector<Form> out;
  out.push_back({adjective, kMasculine | kSingular});
  if (takes_tanwin_alef(adjective)) out.push_back({adjective + alef, kMasculine | kSingular | kAccusative});
  out.push_back({adjective + teh_marbuta, kFeminine | kSingular});
  out.push_back({adjective + waw + noon, kMasculine | kPlural});
  out.push_back({adjective + yeh + noon, kMasculine | kPlural | kAccusative});
  out.push_back({adjective + alef + noon, kMasculine | kDual});
  out.push_back({adjective + alef + teh, kFeminine | kPlural});
  out.push_back({adjective + teh + alef + noon, kFeminine | kDual});
  out.push_back({adjective + teh + yeh + noon, kFeminine | kDual | kAccusative});
  return out;
}

}  // namespace isnad::model
