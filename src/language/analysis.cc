#include "language/analysis.h"

#include <unordered_set>

#include "language/segment.h"
#include "model/key.h"

namespace isnad::language {
namespace {

using model::Category;
using model::Pos;
using model::Sense;
using text::kNoToken;
using text::Token;
using text::TokenKind;

// How likely a reading is before its context is looked at. Closed-class words are nearly always what they look like.
double prior(const Sense& s) {
  const bool doubtful = (s.features & model::kAmbiguous) != 0;
  switch (s.category) {
    case Category::word:
      switch (s.pos) {
        case Pos::noun: case Pos::adj: case Pos::num: return 4.0;
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
    case Category::country: case Category::capital: case Category::metonym: return 6.0;
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

// Agreement of the letters that folding hides. Writers leave hamzas and the dots of yeh and teh marbuta out (no evidence); they
// seldom put a wrong one in (evidence against).
double spelling_score(std::uint16_t text, std::uint16_t lexicon) {
  double score = 0;
  const int t0 = text & 0xFF, l0 = lexicon & 0xFF;
  if (t0 != l0 && t0 != 0 && l0 != 0) score += t0 == 1 ? -0.3 : -3.0;
  const int t1 = text >> 8, l1 = lexicon >> 8;
  if (t1 != l1 && t1 != 0 && l1 != 0) {
    const bool left_out = (t1 == 4 && l1 == 3) || (t1 == 2 && l1 == 1);
    score += left_out ? -1.2 : -3.0;
  }
  return score;
}

bool nominal(Pos p) { return p == Pos::noun || p == Pos::adj || p == Pos::proper || p == Pos::num; }

// Whether a reading can carry the clitics that were cut off for it.
bool possible(const Segmentation& seg, const Sense& s) {
  const std::uint8_t pro = seg.proclitics;
  const bool verb = s.category == Category::verb;
  if ((pro & kThe) != 0) {
    if (!nominal(s.pos) || seg.enclitic != Enclitic::none) return false;
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
      case Category::masdar: case Category::title: case Category::head: break;
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
    case Enclitic::me: case Enclitic::you: cost += 2.5; break;
    case Enclitic::us: cost += 1.8; break;
    default: cost += 1.2;
  }
  return cost;
}

struct Context {
  const Word* before = nullptr;  // word just before in the sentence, null after punctuation or at the beginning
  bool sentence_start = false;
};

// What the word before says of the reading.
double context_score(const Context& c, const Segmentation& seg, const Sense& s) {
  const bool verb = s.category == Category::verb;
  const bool present = verb && (s.features & model::kPresent) != 0;
  double score = 0;
  // `رغبتها`: rather a noun in teh marbuta with a pronoun than a feminine past with an object, where both are words.
  if (verb && seg.enclitic != Enclitic::none && (s.features & model::kPast) != 0 && (s.features & (model::kFeminine | model::kFirst)) != 0) score -= 1.2;
  // The jussive stands after its particles.
  if (verb && (s.features & model::kJussive) != 0 && (s.features & model::kPlural) == 0) {
    const bool particle = (c.before != nullptr && (c.before->features & model::kNegative) != 0) || (seg.proclitics & kFor) != 0;
    if (!particle) score -= 2.5;
  }
  if (c.sentence_start && verb && (s.features & model::kThird) != 0) {
    score += 1.5;
    // A sentence of news that goes on begins with `and`; a short rest, or a passive, would make a verb of every noun in waw.
    if ((seg.proclitics & kAnd) != 0 && seg.length >= 3 && (s.features & model::kPassive) == 0) score += 1.0;
  }
  if ((seg.proclitics & (kBy | kFor | kLike)) != 0 && nominal(s.pos)) score += 0.5;
  if (c.before == nullptr) {
    if (verb && !c.sentence_start && (s.features & model::kThird) != 0) score += 0.6;  // after a comma a clause begins more often than a noun alone
    return score;
  }
  const Word& b = *c.before;
  const bool conjoined = (seg.proclitics & (kAnd | kThen)) != 0;
  const bool function_word = b.is(Category::word);
  if (function_word && !conjoined) {
    switch (b.pos) {
      case Pos::adp:
        if (b.enclitic == Enclitic::none) score += verb ? -5.0 : nominal(s.pos) ? 1.0 : 0.0;
        break;
      case Pos::part:
        score += !verb ? 0.0 : (b.features & (model::kNegative | model::kFuture)) != 0 ? 2.5 : 1.5;
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
  // A name before it: the subject of a nominal sentence.
  if (b.pos == Pos::proper && verb && !conjoined && (s.features & model::kThird) != 0) score += 0.8;
  // A definite noun is not followed by an indefinite noun of its own phrase: rather by a verb.
  const bool bare = s.category == Category::masdar || (s.category == Category::participle && (s.features & model::kAccusative) == 0);
  if (nominal(b.pos) && b.has(kThe) && !conjoined && seg.proclitics == 0 && bare) score -= 0.8;
  return score;
}

struct Choice {
  const Segmentation* segmentation = nullptr;
  const Sense* sense = nullptr;
  std::span<const Sense> senses;
  double score = -1e9;
};

class Analyser {
 public:
  Analyser(Analysis& out, const model::Lexicon& lexicon) : out_(out), lexicon_(lexicon) {}

  void run() {
    out_.words.resize(out_.tokens().size());
    for (const text::Sentence& s : out_.sentences()) {
      Context context;
      context.sentence_start = true;
      for (std::uint32_t i = s.first; i < s.last; ++i) {
        const Token& t = out_.tokens()[i];
        Word& w = out_.words[i];
        w.stem = w.name = t.key;
        if (t.kind != TokenKind::word) {
          w.pos = t.kind == TokenKind::number ? Pos::num : Pos::punct;
          context.before = nullptr;
          if (t.mark == U':' || (t.kind == TokenKind::quote && t.opens)) context.sentence_start = true;
          continue;
        }
        analyse(t, w, context);
        context.before = &w;
        context.sentence_start = false;
      }
    }
    settle_unknown();
  }

 private:
  Analysis& out_;
  const model::Lexicon& lexicon_;
  std::vector<Segmentation> segmentations_;  // reused

  void analyse(const Token& t, Word& w, const Context& context) {
    if (t.latin) {
      w.senses = lexicon_.find(t.key);
      w.pos = Pos::proper;
      if (!w.senses.empty()) w.sense = &w.senses[0];
      return;
    }
    segmentations_.clear();
    segment(t.key, segmentations_);
    const std::uint16_t written = model::spelling(std::u32string_view(out_.text.chars).substr(t.span.start, t.span.length()));
    Choice best;
    for (const Segmentation& seg : segmentations_) {
      const std::span<const Sense> senses = lexicon_.find(seg.stem_key());
      if (senses.empty()) continue;
      const double cost = clitic_cost(seg);
      // What the ends of the written word say holds for the stem only where nothing was cut off that end.
      std::uint16_t shown = written;
      if (seg.proclitics != 0) shown &= 0xFF00;
      if (seg.enclitic != Enclitic::none || seg.restored) shown &= 0x00FF;
      // Teh marbuta is no pronoun, nor is alef maksura.
      const int end = written >> 8;
      if ((seg.enclitic == Enclitic::him && end == 3) || (seg.enclitic == Enclitic::me && end == 1)) continue;
      for (const Sense& s : senses) {
        if (!possible(seg, s)) continue;
        const double score = prior(s) - cost + spelling_score(shown, s.spelling) + context_score(context, seg, s);
        if (score > best.score) best = {&seg, &s, senses, score};
      }
    }
    if (best.segmentation == nullptr) {
      guess(t, w);
      return;
    }
    const Segmentation& seg = *best.segmentation;
    w.proclitics = seg.proclitics;
    w.enclitic = seg.enclitic;
    w.stem = seg.in_text(t.key);
    w.name = seg.name_in(t.key);
    w.senses = best.senses;
    w.sense = best.sense;
    w.features = best.sense->features;
    // What the other lines of the same noun know of it holds too.
    if (best.sense->category != Category::verb)
      for (const Sense& s : best.senses)
        if (s.pos == best.sense->pos) w.features |= s.features & (model::kHuman | model::kTime | model::kSpeech | model::kUnnamed);
    w.pos = best.sense->pos;
    if (seg.article_in_stem) w.proclitics |= kThe;
  }

  // A word the lexicon does not know: cut only what is nearly certain.
  void guess(const Token& t, Word& w) {
    const std::string_view k = t.key;
    std::size_t cut = 0;
    const auto starts = [&](std::initializer_list<char> letters) {
      std::size_t i = cut;
      for (const char c : letters)
        if (i >= k.size() || k[i++] != c) return false;
      return k.size() - i >= 2;
    };
    const auto take = [&](std::uint8_t p, std::size_t n) {
      w.proclitics |= p;
      cut += n;
    };
    if (starts({model::kWaw, model::kAlef, model::kLam}) || starts({model::kWaw, model::kLam, model::kLam}) ||
        starts({model::kWaw, model::kBeh, model::kAlef, model::kLam}))
      take(kAnd, 1);
    else if (starts({model::kFeh, model::kAlef, model::kLam}))
      take(kThen, 1);
    if (starts({model::kBeh, model::kAlef, model::kLam})) take(kBy, 1);
    else if (starts({model::kKaf, model::kAlef, model::kLam}) && k.size() - cut >= 6) take(kLike, 1);
    w.name = k.substr(cut);
    if (starts({model::kLam, model::kLam})) take(kFor | kThe, 2);
    else if (starts({model::kAlef, model::kLam})) take(kThe, 2);
    w.stem = k.substr(cut);
    w.pos = Pos::unknown;
  }

  // Unknown words: a conjunction or preposition is cut where the rest stands alone elsewhere in the text; a conjunction also
  // where the rest is long enough to be a name.
  void settle_unknown() {
    std::unordered_set<std::string_view> alone;
    for (std::size_t i = 0; i < out_.words.size(); ++i)
      if (out_.tokens()[i].kind == TokenKind::word && out_.words[i].sense == nullptr) alone.insert(out_.tokens()[i].key);
    for (std::size_t i = 0; i < out_.words.size(); ++i) {
      Word& w = out_.words[i];
      const Token& t = out_.tokens()[i];
      if (t.kind != TokenKind::word || t.latin || w.sense != nullptr || w.proclitics != 0) continue;
      std::string_view k = t.key;
      std::uint8_t pro = 0;
      if (k.size() >= 4 && k[0] == model::kWaw && (k.size() >= 5 || alone.contains(k.substr(1)))) {
        pro |= kAnd;
        k.remove_prefix(1);
      }
      if (k.size() >= 4 && alone.contains(k.substr(1))) {
        const std::uint8_t p = k[0] == model::kBeh ? kBy : k[0] == model::kLam ? kFor : k[0] == model::kKaf ? kLike : k[0] == model::kFeh ? kThen : 0;
        if (p != 0) {
          pro |= p;
          k.remove_prefix(1);
        }
      }
      if (pro == 0) continue;
      w.proclitics = pro;
      w.stem = w.name = k;
    }
  }
};

}  // namespace

Analysis analyse(text::CleanText text, const model::Lexicon& lexicon) {
  Analysis out;
  out.tokenized = text::tokenize(text);
  out.text = std::move(text);
  Analyser(out, lexicon).run();
  return out;
}

}  // namespace isnad::language
