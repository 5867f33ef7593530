// The readings that a written word can have, and what speaks for each.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "language/analysis.h"
#include "language/segment.h"
#include "model/key.h"
#include "model/word_model.h"

namespace isnad::language {

/// One way to take a word apart with one sense of its stem; no sense for a stem that the lexicon does not know.
struct Candidate {
  const Segmentation* segmentation;
  const model::Sense* sense;
  std::span<const model::Sense> senses;
  std::uint16_t shown;     ///< model::spelling() of the stem, where the text shows it
  std::uint8_t frequency;  ///< of the sense's entry or the unknown stem (model/word_model.h)
  bool rivals;             ///< an unknown stem although there are known ones
};

/// What a reading's neighbours are. `before` is null after punctuation and where a sentence begins.
struct Context {
  const Word* before = nullptr;
  std::uint32_t before_before = 0;  ///< group of the word before that
  bool sentence_start = false;
  bool quotation_start = false;  ///< after a colon or an opening quotation mark
  bool headline = false;         ///< the sentence is a title: those begin with nouns, reports with verbs
  std::uint32_t next = 0;        ///< look() of the token after
};

/// Readings that grammar allows of a key and the word as written, in a fixed order; the segmentations they point to are in `segmentations`.
/// Empty only for a word of which nothing can be said.
void candidates(std::string_view key, std::u32string_view word, const model::Lexicon& lexicon, const model::WordModel* words,
                std::vector<Segmentation>& segmentations, std::vector<Candidate>& out);

/// look() of a noun with the article and the feminine ending.
constexpr std::uint32_t kNextFeminine = 11;

/// Coarse kind of a reading: what agreement and order depend on.
std::uint32_t group(const model::Sense* sense);

/// What can be seen of a token before it is analysed.
std::uint32_t look(const text::Token* token, const model::Lexicon& lexicon);

/// Log-odds of a reading by hand-written knowledge alone: what it is, what is attached, how it is spelled, what stands before.
double prior(const Candidate& c);
double clitic_cost(const Segmentation& seg);
double spelling_score(std::uint16_t text, std::uint16_t lexicon);
double context_score(const Context& context, const Segmentation& seg, const model::Sense& s);

/// Hash of an unknown stem in the model's table of frequencies.
inline std::uint64_t unknown_hash(std::string_view stem) { return model::scramble(model::hash_key(stem, 0x756E6B6E6F776E21ull)); }

/// A bit of a feature's place among the weights.
constexpr std::uint64_t kContextBit = 1u << 16;

/// The features of a reading: calls `put(hash, value)` for each, always in one order. `with_context` false: only those that a
/// word has by itself.
template <class Put>
void features(const Candidate& c, const Context& context, bool with_context, const Put& put) {
  using namespace model;
  const Segmentation& seg = *c.segmentation;
  const Sense* s = c.sense;
  const std::uint32_t kind = s == nullptr                    ? 63
                             : s->category == Category::word ? 16 + static_cast<std::uint32_t>(s->pos)
                                                             : static_cast<std::uint32_t>(s->category);
  const std::uint32_t g = group(s);
  // A line for both numbers counts as the singular.
  const std::uint32_t inflection = s == nullptr ? 0 : s->features & ((s->features & kSingular) != 0 ? 0x1FFFu & ~kPlural : 0x1FFFu);
  const std::uint32_t pro = seg.proclitics, enc = static_cast<std::uint32_t>(seg.enclitic);
  const bool in_name = seg.article_in_stem;
  // What a word has by itself and what it has in context share no weights: there are few of the former, and they are strong.
  const auto mix = [](std::uint64_t number, std::uint64_t a, std::uint64_t b = 0, std::uint64_t d = 0) {
    const std::uint64_t hash = scramble(scramble(number * 0x100000001B3ull + a) * 31 + b * 0x9E3779B1ull + d);
    return number < 20 ? hash & ~kContextBit : hash | kContextBit;
  };
  put(mix(0, s == nullptr), c.frequency * 0.0866434);  // natural logarithm
  put(mix(1, 0), prior(c));
  put(mix(2, kind), 1);
  put(mix(3, kind, inflection), 1);
  if (s != nullptr && (s->features & kAmbiguous) != 0) put(mix(14, 0), 1);
  put(mix(4, g, pro, in_name), 1);
  put(mix(5, g, enc, (inflection & (kPlural | kDual)) != 0 ? 1 : 0), 1);
  if (s != nullptr) {
    const auto t0 = static_cast<std::uint32_t>(first_spelled(c.shown)), l0 = static_cast<std::uint32_t>(first_spelled(s->spelling));
    const auto t1 = static_cast<std::uint32_t>(last_spelled(c.shown)), l1 = static_cast<std::uint32_t>(last_spelled(s->spelling));
    put(mix(6, 0), spelling_score(c.shown, s->spelling));
    if (t0 != l0 && t0 != 0 && l0 != 0) put(mix(7, t0, l0), 1);
    if (t1 != l1 && t1 != 0 && l1 != 0) put(mix(8, t1, l1), 1);
  } else {
    const std::uint32_t length = seg.length < 8 ? seg.length : 8;
    put(mix(9, length, pro & ~std::uint32_t{kThe}, enc), 1);
    put(mix(10, static_cast<std::uint32_t>(last_spelled(c.shown)), pro, enc), 1);
    put(mix(13, c.rivals, seg.begin == 0 && enc == 0), 1);
    put(mix(11, static_cast<unsigned char>(seg.buffer[seg.length - 1]), enc), 1);
  }
  if (seg.restored != 0) put(mix(12, static_cast<unsigned char>(seg.restored), seg.replaces, kind), 1);
  if (!with_context) return;
  if (s != nullptr) put(mix(20, 0), context_score(context, seg, *s));
  const std::uint32_t conjoined = (pro & (kAnd | kThen)) != 0 ? 1 : 0;
  const std::uint32_t prepositional = (pro & (kBy | kFor | kLike)) != 0 ? 2 : 0;
  const std::uint32_t shape =
      g | conjoined << 6 | prepositional << 6 | ((pro & kThe) != 0 || in_name ? 4u : 0u) << 6 | (enc != 0 ? 8u : 0u) << 6;
  const Word* b = context.before;
  const std::uint32_t bg = b == nullptr ? (context.quotation_start  ? 60
                                           : context.sentence_start ? (context.headline ? 61 : 62)
                                                                    : 63)
                                        : group(b->sense);
  const std::uint32_t bshape = b == nullptr ? bg
                                            : bg | (b->has(kThe) ? 1u : 0u) << 6 | (b->enclitic != Enclitic::none ? 2u : 0u) << 6 |
                                                  (b->has(kBy) || b->has(kFor) || b->has(kLike) ? 4u : 0u) << 6;
  put(mix(21, shape, bg), 1);
  put(mix(22, g, bshape, (pro & kThe) != 0 ? 1 : 0), 1);
  put(mix(23, shape, context.next), 1);
  put(mix(24, kind, bg, inflection & (kDual | kPlural | kAccusative | kPassive | kJussive | kFirst | kSecond)), 1);
  put(mix(25, kind, context.next, inflection & (kDual | kPlural | kAccusative | kPassive | kJussive | kFirst | kSecond)), 1);
  put(mix(26, g, bg, context.before_before), 1);
  if (b != nullptr && bg >= 10) {  // a particle: which one
    const std::uint64_t which = hash_key(b->stem);
    put(mix(27, shape, which), 1);
    put(mix(28, kind, which, inflection & (kJussive | kPast | kAccusative | kDual | kPlural)), 1);
  }
  if (b != nullptr && s != nullptr && (bg == 3 || bg == 4) && (g == 3 || g == 4)) {  // agreement of a noun and what follows
    const std::uint32_t bf = b->features, f = s->features;
    put(mix(29, g * 8 + bg, (bf & kFeminine) != 0 ? 1 : 0,
            ((f & kFeminine) != 0 ? 1u : 0u) | ((bf & kPlural) != 0 ? 2u : 0u) | ((f & kPlural) != 0 ? 4u : 0u) | (b->has(kThe) ? 8u : 0u) |
                ((pro & kThe) != 0 ? 16u : 0u) | conjoined << 5),
        1);
  }
}

}  // namespace isnad::language
