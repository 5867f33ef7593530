#include "language/candidates.h"

#include "model/key.h"

namespace isnad::language {

using model::Category;
using model::Pos;
using model::Sense;

namespace {

// How likely a reading is before its context is looked at. Closed-class words are nearly always what they look like.
double prior_of(const Sense& s) {
  const bool doubtful = (s.features & model::kAmbiguous) != 0;
  switch (s.category) {
    case Category::word:
      switch (s.pos) {
        case Pos::noun:
        case Pos::adj:
        case Pos::num: return 4.0;
        case Pos::adv: return 5.0;
        default: return 6.5;
      }
    case Category::verb:
      if ((s.features & model::kSecond) != 0) return 0.5;
      if ((s.features & model::kFirst) != 0) return 1.5;
      return (s.features & (model::kDual | model::kPassive)) != 0 ? 3.0 : 4.0;
    // As nouns and adjectives they are in the word list too; the reading that knows its verb says more.
    case Category::masdar: return 4.1;
    case Category::participle: return 4.05;
    case Category::title: return 4.5;
    case Category::country:
    case Category::capital:
    case Category::metonym: return 6.0;
    case Category::gentilic: return 4.4;
    case Category::place: return 4.6;
    case Category::outlet: return doubtful ? 1.0 : 4.0;
    case Category::organization: return doubtful ? 1.0 : 5.0;
    case Category::person: return 5.0;
    case Category::name_part: return doubtful ? 1.0 : 4.2;
    case Category::head: return 4.3;
  }
  return 0;
}

bool nominal(Pos p) { return p == Pos::noun || p == Pos::adj || p == Pos::proper || p == Pos::num; }

// Whether a reading can carry the clitics that were cut off for it.
bool possible(const Segmentation& seg, const Sense& s) {
  const std::uint8_t pro = seg.proclitics;
  const bool verb = s.category == Category::verb;
  if ((pro & kThe) != 0) {
    if ((!nominal(s.pos) && s.pos != Pos::det) || seg.enclitic != Enclitic::none) return false;
    if ((s.features & model::kAccusative) != 0 && (s.features & (model::kDual | model::kPlural)) == 0) return false;
  }
  if ((pro & kWill) != 0 && !(verb && (s.features & model::kPresent) != 0 && (s.features & model::kJussive) == 0)) return false;
  if ((pro & (kBy | kLike)) != 0 && verb) return false;
  if ((pro & kFor) != 0 && verb && (s.features & model::kPresent) == 0) return false;
  if ((pro & (kBy | kFor | kLike)) != 0 && s.category == Category::word && s.pos != Pos::noun && s.pos != Pos::adj && s.pos != Pos::num &&
      s.pos != Pos::pron && s.pos != Pos::det && s.pos != Pos::sconj && s.pos != Pos::adv)
    return false;
  if (seg.enclitic != Enclitic::none) {
    switch (s.category) {
      case Category::verb:
        if ((s.features & model::kPassive) != 0) return false;
        break;
      case Category::masdar:
      case Category::title:
      case Category::head: break;
      case Category::participle: break;
      case Category::word:
        if (s.pos == Pos::adv || s.pos == Pos::pron || s.pos == Pos::cconj || s.pos == Pos::adj || s.pos == Pos::intj) return false;
        break;
      default: return false;
    }
    if ((s.features & model::kAccusative) != 0 && (s.features & (model::kDual | model::kPlural)) == 0) return false;
  }
  return true;
}

// A stem that the lexicon does not know, as far as it can be taken for one: what is cut must be likely, what is left long enough.
bool may_be_unknown(const Segmentation& seg) {
  if (seg.restored != 0 || seg.article_in_stem || seg.length < 2) return false;
  if (seg.length >= 4 && seg.buffer[1] == model::kLam &&
      (seg.buffer[0] == model::kAlef || (seg.buffer[0] == model::kLam && seg.proclitics == 0)))
    return false;
  if ((seg.proclitics & kWill) != 0)
    return seg.length >= 4 && (seg.buffer[0] == model::kYeh || seg.buffer[0] == model::kTeh || seg.buffer[0] == model::kNoon);
  if (seg.enclitic != Enclitic::none) return seg.length >= 3 && seg.enclitic != Enclitic::me && seg.enclitic != Enclitic::you;
  return seg.proclitics == 0 || seg.length >= 3 || (seg.proclitics & kThe) != 0;
}

}  // namespace

double prior(const Candidate& c) { return c.sense == nullptr ? 0 : prior_of(*c.sense); }

// Agreement of the letters that folding hides. Writers leave hamzas and the dots of yeh and teh marbuta out (no evidence); they
// seldom put a wrong one in (evidence against).
double spelling_score(std::uint16_t text, std::uint16_t lexicon) {
  double score = 0;
  const auto alef = [&](int t, int l) {
    if (t != l && t != 0 && l != 0) score += t == 1 ? -1.0 : -3.0;
  };
  alef(model::first_spelled(text), model::first_spelled(lexicon));
  const int i1 = model::inner_spelled(text), i2 = model::second_inner_spelled(text);
  if (i1 != 0) alef(i1, model::inner_spelled(lexicon));
  if (i2 != 0) alef(i2, model::second_inner_spelled(lexicon));
  const int t1 = model::last_spelled(text), l1 = model::last_spelled(lexicon);
  if (t1 != l1 && t1 != 0 && l1 != 0) {
    score += t1 == 4 && l1 == 3 ? -2.0 : t1 == 2 && l1 == 1 ? -1.8 : -3.0;
  }
  return score;
}

double clitic_cost(const Segmentation& seg) {
  double cost = 0;
  if ((seg.proclitics & kAnd) != 0) cost += 0.8;
  if ((seg.proclitics & kThen) != 0) cost += 2.0;
  if ((seg.proclitics & kBy) != 0) cost += 1.2;
  if ((seg.proclitics & kFor) != 0) cost += 1.2;
  if ((seg.proclitics & kLike) != 0) cost += 2.5;
  if ((seg.proclitics & kWill) != 0) cost += 0.2;
  if ((seg.proclitics & kThe) != 0) cost += 0.1;
  switch (seg.enclitic) {
    case Enclitic::none: break;
    case Enclitic::me:
    case Enclitic::you: cost += 2.5; break;
    case Enclitic::us: cost += 1.8; break;
    default: cost += 1.2;
  }
  return cost;
}

// What the word before says of the reading.
double context_score(const Context& c, const Segmentation& seg, const Sense& s) {
  const bool verb = s.category == Category::verb;
  const bool present = verb && (s.features & model::kPresent) != 0, third = verb && (s.features & model::kThird) != 0;
  const bool conjoined = (seg.proclitics & (kAnd | kThen)) != 0;
  const bool start = c.sentence_start || c.quotation_start;
  double score = 0;
  // raghbatuha: rather a noun in teh marbuta with a pronoun than a feminine past with an object, where both are words.
  if (verb && seg.enclitic != Enclitic::none && (s.features & model::kPast) != 0 && (s.features & (model::kFeminine | model::kFirst)) != 0)
    score -= 1.2;
  // The jussive stands after its particles.
  if (verb && (s.features & model::kJussive) != 0 && (s.features & model::kPlural) == 0) {
    const bool particle = (c.before != nullptr && (c.before->features & model::kNegative) != 0) || (seg.proclitics & kFor) != 0;
    if (!particle) score -= 2.5;
  }
  if (start && third) {
    score += c.quotation_start || c.headline ? 1.0 : 2.0;
    // A sentence of news that goes on begins with `and`; a short rest, or a passive, would make a verb of every noun in waw.
    if (c.sentence_start && (seg.proclitics & kAnd) != 0 && seg.length >= 3 && (s.features & model::kPassive) == 0) score += 1.0;
  }
  if (start && verb && (s.features & model::kFirst) != 0) score += 1.0;
  if (c.sentence_start && !c.quotation_start && !c.headline && s.category == Category::masdar &&
      (seg.proclitics & static_cast<std::uint8_t>(~(kAnd | kThen))) == 0 && seg.enclitic == Enclitic::none)
    score -= 1.0;
  if ((seg.proclitics & (kBy | kFor | kLike)) != 0 && nominal(s.pos)) score += 0.5;
  // lil-saudiyya: an adjective does not begin a phrase; the state of that name does.
  if ((seg.proclitics & (kBy | kFor | kLike)) != 0 && s.category == Category::gentilic && (s.features & model::kSingular) != 0)
    score -= 1.5;
  // A verb agrees with the subject that follows it in gender.
  if (third && c.next == kNextFeminine && (s.features & model::kSingular) != 0) score += (s.features & model::kFeminine) != 0 ? 0.7 : -0.7;
  if (c.before == nullptr) {
    if (third && !start) score += 0.6;  // after a comma a clause begins more often than a noun alone
    return score;
  }
  const Word& b = *c.before;
  if (b.is(Category::word) && !conjoined) {
    switch (b.pos) {
      case Pos::adp:
        if (b.enclitic == Enclitic::none) score += verb ? -5.0 : nominal(s.pos) ? 1.0 : 0.0;
        break;
      case Pos::part:
        score += !verb ? 0.0 : (b.features & (model::kNegative | model::kFuture)) != 0 ? 2.5 : 1.5;
        // lam, lan and sawfa stand before the present only (but: la samaha llah).
        if (verb && !present && (b.features & (model::kNegative | model::kFuture)) != 0 && b.stem.back() != model::kAlef) score -= 4.0;
        break;
      case Pos::det: score += verb ? -3.0 : nominal(s.pos) ? 1.0 : 0.0; break;
      case Pos::pron:
        if ((b.features & model::kRelative) != 0 && verb) score += 1.5;
        break;
      case Pos::sconj:
        if ((b.features & model::kClause) != 0 && verb) score += 1.5;
        else if (b.enclitic != Enclitic::none && verb) score += 1.5;
        else if (present) score += 1.0;
        break;
      default: break;
    }
  }
  if (b.is(Category::verb) && !conjoined && verb) score -= 1.0;
  // After a name, a verb that it is the subject of rather than a bare noun, unless it already has its verb.
  const bool governed = c.before_before == 11 || b.has(kBy) || b.has(kFor) || b.has(kLike);  // by a preposition: no subject
  if (b.pos == Pos::proper && !governed && !conjoined && seg.proclitics == 0 && (third || s.category == Category::masdar)) {
    const bool has_verb = c.before_before == 1 || c.before_before == 2;
    score += has_verb ? (verb ? -0.3 : 0.3) : verb ? 0.8 : -0.7;
  }
  // Behind a noun `from` (`عدد من الوزراء`), not `who`, which has no antecedent.
  if (s.pos == Pos::pron && (s.features & model::kRelative) != 0 && seg.length == 2 && seg.buffer[1] == model::kNoon && !conjoined &&
      nominal(b.pos))
    score -= 3.0;
  // A verb in the dual follows both its subjects: behind a verb and its subject such a form is an object with the alef of tanwin.
  if (third && !conjoined && (s.features & (model::kDual | model::kPast)) == (model::kDual | model::kPast) && nominal(b.pos) &&
      (c.before_before == 1 || c.before_before == 2) && (b.features & model::kDual) == 0)
    score -= 3.0;
  // A feminine verb is of no masculine singular before it.
  if (third && !conjoined && (s.features & model::kFeminine) != 0 && nominal(b.pos) && (b.features & model::kMasculine) != 0 &&
      (b.features & model::kSingular) != 0 && (b.features & model::kPlural) == 0)
    score -= 1.0;
  // A definite noun is not followed by an indefinite noun of its own phrase: rather by a verb.
  const bool bare = s.category == Category::masdar || (s.category == Category::participle && (s.features & model::kAccusative) == 0);
  if (nominal(b.pos) && b.has(kThe) && !conjoined && seg.proclitics == 0) score += bare ? -1.2 : third ? 0.5 : 0.0;
  return score;
}

std::uint32_t group(const Sense* s) {
  if (s == nullptr) return 9;
  switch (s->category) {
    case Category::verb: return (s->features & model::kPast) != 0 ? 1 : 2;
    case Category::masdar:
    case Category::title:
    case Category::head: return 3;
    case Category::participle:
    case Category::gentilic: return 4;
    case Category::country:
    case Category::capital:
    case Category::metonym:
    case Category::place: return 6;
    case Category::outlet:
    case Category::organization: return 7;
    case Category::person:
    case Category::name_part: return 8;
    case Category::word: break;
  }
  switch (s->pos) {
    case Pos::noun: return 3;
    case Pos::adj: return 4;
    case Pos::num: return 5;
    case Pos::adv: return 10;
    case Pos::adp: return 11;
    case Pos::cconj: return 12;
    case Pos::sconj: return 13;
    case Pos::pron: return 14;
    case Pos::det: return 15;
    case Pos::part: return 16;
    default: return 17;
  }
}

std::uint32_t look(const text::Token* token, const model::Lexicon& lexicon) {
  if (token == nullptr) return 1;
  if (token->kind == text::TokenKind::number) return 2;
  if (token->kind != text::TokenKind::word) return token->kind == text::TokenKind::quote ? 3 : token->mark == U':' ? 4 : 5;
  if (token->latin) return 6;
  const std::string_view k = token->key;
  if (k.size() >= 4 && k[0] == model::kAlef && k[1] == model::kLam) return k.back() == model::kHeh ? kNextFeminine : 7;
  if (k.size() >= 5 && (k[0] == model::kWaw || k[0] == model::kBeh) && k[1] == model::kAlef && k[2] == model::kLam)
    return k[0] == model::kWaw ? 8 : 9;
  if (k.size() >= 4 && k[0] == model::kLam && k[1] == model::kLam) return 9;
  std::uint32_t best = 10;
  double highest = -1;
  for (const Sense& s : lexicon.find(k))
    if (const double p = prior_of(s); p > highest) {
      highest = p;
      best = 16 + group(&s);
    }
  if (best >= 16 + 10) best = 64 + static_cast<std::uint32_t>(model::hash_key(k) & 0xFFFFFF);  // a particle: which one
  return best;
}

namespace {

// Spelling of the stem as far as the text shows it.
std::uint16_t shown_spelling(std::u32string_view letters, std::string_view key, const Segmentation& seg) {
  if (letters.size() != key.size()) return 0;
  const std::size_t begin = seg.article_in_stem && !seg.article_from_lam ? seg.name_begin : seg.begin;
  std::uint16_t out = model::spelling(letters.substr(begin, seg.end - begin));
  if (seg.article_in_stem && seg.article_from_lam) out = static_cast<std::uint16_t>(out & model::kLastSpelled);
  if (seg.enclitic != Enclitic::none || seg.restored != 0) out = static_cast<std::uint16_t>(out & ~model::kLastSpelled);
  return out;
}

// What folding makes equal but writers do not confuse: teh marbuta is no suffix, alef maksura none of the first person, and the
// article has no hamza.
bool as_written(std::u32string_view letters, std::string_view key, const Segmentation& seg) {
  if (letters.size() != key.size()) return true;
  if (seg.enclitic == Enclitic::him && letters.back() == 0x0629) return false;
  if (seg.enclitic == Enclitic::me && letters.back() == 0x0649) return false;
  if (((seg.proclitics & kThe) != 0 || seg.article_in_stem) && !seg.article_from_lam) {
    const std::size_t alef = seg.article_in_stem ? seg.name_begin : seg.begin - 2u;
    if (letters[alef] != 0x0627 && letters[alef] != 0x0671) return false;
  }
  return true;
}

}  // namespace

void candidates(std::string_view key, std::u32string_view word, const model::Lexicon& lexicon, const model::WordModel* words,
                std::vector<Segmentation>& segmentations, std::vector<Candidate>& out) {
  segmentations.clear();
  out.clear();
  segment(key, segmentations);
  std::u32string bare;
  if (word.size() != key.size()) {
    for (const char32_t c : word)
      if (model::fold_char(c) != 0) bare += c;
    word = bare;
  }
  bool whole_known = false;
  for (std::size_t i = 0; i < segmentations.size(); ++i) {
    const Segmentation& seg = segmentations[i];
    if (!as_written(word, key, seg)) continue;
    const std::span<const Sense> senses = lexicon.find(seg.stem_key());
    if (senses.empty()) {
      if (words == nullptr || whole_known || !may_be_unknown(seg)) continue;
      const std::uint8_t frequency = words->frequency(unknown_hash(seg.stem_key()));
      out.push_back({&seg, nullptr, {}, shown_spelling(word, key, seg), frequency == 0 ? std::uint8_t{8} : frequency, false});
      continue;
    }
    const std::uint16_t shown = shown_spelling(word, key, seg);
    for (const Sense& s : senses)
      if (possible(seg, s)) {
        out.push_back({&seg, &s, senses, shown, static_cast<std::uint8_t>(s.frequency == 0 ? model::kUnseen : s.frequency), false});
        whole_known = whole_known || i == 0;
      }
  }
  bool known = false, suffixed = false;
  for (const Candidate& c : out) {
    if (c.sense == nullptr) continue;
    known = true;
    const Enclitic e = c.segmentation->enclitic;
    suffixed = suffixed || (c.segmentation->length >= (c.segmentation->proclitics == 0 ? 1 : 3) &&
                            (e == Enclitic::him || e == Enclitic::her || e == Enclitic::them || e == Enclitic::them_two));
  }
  // A known word with a pronoun of the third person is no name that looks like it: few end so, and any frequent form would do.
  if (suffixed)
    std::erase_if(out, [](const Candidate& c) {
      return c.sense == nullptr && c.segmentation->begin == 0 && c.segmentation->enclitic == Enclitic::none;
    });
  for (Candidate& c : out) c.rivals = known && c.sense == nullptr;
}

}  // namespace isnad::language
