#include "extract/contacts/contact_frames.h"

#include <algorithm>
#include <iterator>

#include "language/phrase.h"
#include "model/key.h"

namespace isnad::extract {

using language::Word;
using model::Category;

namespace {

constexpr std::string_view kKinds[] = {"meeting", "talks", "call", "message", "visit", "agreement", "relations"};

constexpr std::string_view kFunctions[] = {
    "light",  "change", "planned",  "proposed",   "cancelled", "denied",   "secret",    "indirect", "direct",    "mediator",  "between",
    "other",  "both",   "negation", "about",      "round",     "gather",   "host",      "carry",    "represent", "interests", "sponsor",
    "clause", "held",   "venue",    "sport",      "head",      "leaders",  "next",      "done",     "town",      "may",       "reach",
    "before", "lasts",  "through",  "inner",      "invite",    "margin",   "since",     "arrange",  "from",      "delegates", "phone",
    "shared", "covers", "receive",  "invitation", "effort",    "homeland", "interview", "sort",     "attend"};

static_assert(std::size(kFunctions) == static_cast<std::size_t>(ContactWord::attend) + 1 && std::size(kFunctions) <= 64);

template <std::size_t N>
std::size_t index_of(const std::string_view (&names)[N], std::string_view name) {
  return static_cast<std::size_t>(std::find(std::begin(names), std::end(names), name) - std::begin(names));
}

}  // namespace

ContactFrames::ContactFrames(const model::Lexicon& lexicon) {
  const model::Table& verbs = lexicon.table("lexicon/verbs");
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> rows;
  for (std::uint32_t r = 0; r < verbs.rows(); ++r) rows[verbs.cell(r, 0)].push_back(r);
  const model::Table& table = lexicon.table("frames/contact");
  for (std::uint32_t r = 0; r < table.rows(); ++r) {
    Trigger t;
    const std::string_view trigger = table.cell(r, 0), cls = table.cell(r, 1);
    t.cls = cls == "verb"     ? TriggerClass::verb
            : cls == "change" ? TriggerClass::change
            : cls == "tour"   ? TriggerClass::tour
                              : TriggerClass::noun;
    t.kind = static_cast<ContactKind>(index_of(kKinds, table.cell(r, 2)));
    t.name = std::string(trigger) + "/" + std::string(cls);
    for (const std::string_view o : model::values(table.cell(r, 3))) {
      if (o == "obj") t.object = true;
      else if (o == "joint") t.joint = true;
      else if (o == "phone") t.phone = true;
      else if (o == "send") t.send = true;
      else if (o == "third") t.third = true;
      else if (o == "person") t.person = true;
      else if (o == "goal") t.goal = true;
      else if (o == "body") t.body = true;
      else t.prepositions.push_back(model::fold_utf8(o));
    }
    if (t.cls == TriggerClass::tour) {
      tours_.try_emplace(model::fold_utf8(trigger), std::move(t));
    } else if (t.cls != TriggerClass::verb) {
      std::vector<std::string> keys = model::split_keys(trigger);
      t.rest.assign(keys.begin() + 1, keys.end());
      nouns_.try_emplace(keys[0], std::move(t));
    } else if (const auto it = rows.find(trigger); it != rows.end()) {
      for (const std::uint32_t row : it->second) verbs_.try_emplace(row, t);
    }
  }
  const model::Table& words = lexicon.table("frames/contact_words");
  for (std::uint32_t r = 0; r < words.rows(); ++r) {
    const std::size_t function = index_of(kFunctions, words.cell(r, 0));
    if (function == std::size(kFunctions)) continue;
    const std::uint64_t bit = std::uint64_t{1} << function;
    words_[model::fold_utf8(words.cell(r, 1))] |= bit;
    // A verb by its past stands for all its forms.
    if (const auto it = rows.find(words.cell(r, 1)); it != rows.end())
      for (const std::uint32_t row : it->second) lemmas_[row] |= bit;
  }
}

const Trigger* ContactFrames::of_verb(const Word& w) const {
  if (!w.is(Category::verb)) return nullptr;
  const auto it = verbs_.find(w.sense->ref);
  return it == verbs_.end() ? nullptr : &it->second;
}

const Trigger* ContactFrames::of_verb_reading(const Word& w) const {
  for (const model::Sense& s : w.senses) {
    if (s.category != Category::verb) continue;
    if (const auto it = verbs_.find(s.ref); it != verbs_.end()) return &it->second;
  }
  return nullptr;
}

namespace {

// By the stem as written, without the alef of tanwin, and with the teh marbuta that stands before a pronoun as a teh.
const Trigger* by_stem(const std::unordered_map<std::string, Trigger>& nouns, const Word& w) {
  if (w.is(Category::verb)) return nullptr;
  auto it = nouns.find(std::string(w.stem));
  if (it == nouns.end() && (w.features & model::kAccusative) != 0 && w.stem.size() > 3)
    it = nouns.find(std::string(w.stem.substr(0, w.stem.size() - 1)));
  if (it == nouns.end() && w.enclitic != language::Enclitic::none && w.stem.size() > 2 && w.stem.back() == model::kTeh) {
    std::string stem(w.stem);
    stem.back() = model::kHeh;
    it = nouns.find(stem);
  }
  // `حديثا` is mostly an adverb, but not beside a word of telephoning.
  return it == nouns.end() || (!language::is_nominal(w) && !it->second.phone) ? nullptr : &it->second;
}

}  // namespace

const Trigger* ContactFrames::of_noun(const Word& w) const { return by_stem(nouns_, w); }

const Trigger* ContactFrames::of_tour(const Word& w) const { return by_stem(tours_, w); }

const Trigger* ContactFrames::of_masdar(const Word& w) const {
  for (const model::Sense& s : w.senses) {
    if (s.category != Category::masdar) continue;
    if (const auto it = verbs_.find(s.ref); it != verbs_.end()) return &it->second;
  }
  return nullptr;
}

std::uint64_t ContactFrames::functions(std::string_view key, const Word& w) const {
  std::uint64_t out = 0;
  const auto add = [&](std::string_view k) {
    if (const auto it = words_.find(std::string(k)); it != words_.end()) out |= it->second;
  };
  const bool lexical = w.is(Category::verb) || w.is(Category::masdar) || w.is(Category::participle);
  add(key);
  if (w.name != key) add(w.name);
  // The stem of a verb may look like another word.
  if (w.stem != key && w.stem != w.name && !w.is(Category::verb)) add(w.stem);
  if ((w.features & model::kAccusative) != 0 && w.stem.size() > 3 && w.stem.back() == model::kAlef)
    add(w.stem.substr(0, w.stem.size() - 1));
  if (lexical)
    for (const model::Sense& s : w.senses) {  // `تلقى`: one spelling, two verbs
      if (s.category != w.sense->category) continue;
      if (const auto it = lemmas_.find(s.ref); it != lemmas_.end()) out |= it->second;
    }
  return out;
}

}  // namespace isnad::extract
