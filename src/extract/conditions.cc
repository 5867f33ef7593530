#include "extract/conditions.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "extract/reference.h"
#include "language/phrase.h"
#include "model/key.h"

namespace isnad::extract {
namespace {

using language::Analysis;
using language::Enclitic;
using language::Word;
using model::Category;
using text::kNoToken;
using text::Sentence;
using text::Token;
using text::TokenKind;
using Class = ConditionFrames::Class;
using Frames = ConditionFrames;
using Function = ConditionFrames::Function;
using Marker = ConditionFrames::Marker;

// Longer sides are no sides: the clause's end was missed.
constexpr std::uint32_t kLongest = 40;
// How far the object of a verb may stand behind it, its subject between them.
constexpr std::uint32_t kObjectReach = 14;

bool is_comma(const Token& t) { return t.kind == TokenKind::punctuation && (t.mark == 0x060C || t.mark == U',' || t.mark == 0x061B); }

// How far back in a sentence somebody is looked for who is not named in the clause.
constexpr std::uint32_t kBack = 60;

struct Range {
  std::uint32_t first = 0, last = 0;
  bool empty() const { return first >= last; }
};

class Finder {
 public:
  Finder(const Analysis& analysis, const Entities& entities, const std::vector<FoundStatement>& statements, const Frames& frames,
         const model::Lexicon& lexicon)
      : a_(analysis), e_(entities), statements_(statements), frames_(frames), reference_(analysis, entities, lexicon) {
    cue_.assign(a_.tokens().size(), false);
    for (const FoundStatement& s : statements_)
      if (s.cue < cue_.size()) cue_[s.cue] = true;
    find_innermost();
  }

  std::vector<Condition> run() {
    for (const Sentence& s : a_.sentences()) {
      if (s.title) continue;
      sentence_ = &s;
      for (std::uint32_t i = s.first; i < s.last;) {
        std::uint32_t end = i;
        const Marker* m = match(i, end);
        if (m != nullptr) condition(i, end, *m);
        i = std::max(end, i + 1);
      }
    }
    return std::move(out_);
  }

 private:
  const Analysis& a_;
  const Entities& e_;
  const std::vector<FoundStatement>& statements_;
  const Frames& frames_;
  Reference reference_;
  const Sentence* sentence_ = nullptr;
  std::vector<bool> cue_;                 // tokens that are cues of statements
  std::vector<std::uint32_t> innermost_;  // per token: the statement with the shortest content around it, or kNoToken
  std::vector<Condition> out_;
  std::vector<std::vector<std::string_view>> told_;  // stems of both sides of each found condition

  // --- words

  const Token& token(std::uint32_t i) const { return a_.tokens()[i]; }
  const Word& word(std::uint32_t i) const { return a_.words[i]; }
  std::uint32_t first() const { return sentence_->first; }
  std::uint32_t last() const { return sentence_->last; }
  bool is_word(std::uint32_t i) const { return i < last() && token(i).kind == TokenKind::word; }

  // The key without an attached conjunction, if that leaves a word of the function.
  bool is(Function f, std::uint32_t i) const {
    if (!is_word(i)) return false;
    const std::string_view key = token(i).key;
    return frames_.is(f, key) || (conjoined(key) && frames_.is(f, key.substr(1)));
  }
  bool is_exactly(Function f, std::uint32_t i) const { return is_word(i) && frames_.is(f, token(i).key); }
  static bool conjoined(std::string_view key) { return key.size() > 2 && (key[0] == model::kWaw || key[0] == model::kFeh); }

  bool is_verb(std::uint32_t i) const { return is_word(i) && language::is_verb(word(i)); }
  bool is_act(std::uint32_t i) const {  // a verbal noun: what can be done or brought about
    if (!is_word(i)) return false;
    const Word& w = word(i);
    if (w.pos == model::Pos::verb || w.pos == model::Pos::adp || language::is_preposition(w) || mention(i)) return false;
    return w.is(Category::masdar) || w.find(Category::masdar) != nullptr;
  }
  // The same behind an attached preposition (`by leaving`).
  bool is_act_after_preposition(std::uint32_t i) const {
    if (!is_word(i) || mention(i)) return false;
    const Word& w = word(i);
    return (w.has(language::kBy) || w.has(language::kFor)) && w.pos != model::Pos::verb && w.find(Category::masdar) != nullptr;
  }
  bool mention(std::uint32_t i) const {
    const std::uint32_t m = i < e_.mention_at.size() ? e_.mention_at[i] : kNoToken;
    return m != kNoToken && !e_.mentions[m].nominal;
  }
  // `أن`, `إن`, whatever the part of speech that was chosen for it.
  bool joins_that(std::uint32_t i) const {
    if (!is_word(i) || word(i).stem.size() != 2 || word(i).stem[0] != model::kAlef || word(i).stem[1] != model::kNoon) return false;
    return word(i).pos == model::Pos::sconj || word(i).pos == model::Pos::part;
  }
  bool relative(std::uint32_t i) const {
    return is_word(i) && word(i).pos == model::Pos::pron && (word(i).features & model::kRelative) != 0;
  }
  bool relative_definite(std::uint32_t i) const { return relative(i) && token(i).key.size() > 2 + (word(i).proclitics != 0 ? 1u : 0u); }

  // A verb of what will be, or the particle before it.
  bool will(std::uint32_t i) const {
    if (!is_word(i)) return false;
    if (is(Function::future, i)) {
      if (i + 1 >= last() || !is_word(i + 1)) return false;
      // Nothing else than a verb stands behind the negation of what will be, whatever it was read as.
      return is(Function::negation, i) || (is_verb(i + 1) && (word(i + 1).features & model::kPresent) != 0);
    }
    return is_verb(i) && word(i).has(language::kWill);
  }

  // Whether the clause speaks of what may or will be, or names an act: what has happened has no condition.
  bool open(Range r) const {
    for (std::uint32_t i = r.first; i < r.last; ++i) {
      if (will(i) || is(Function::modal, i)) return true;
      if (is_verb(i) && (word(i).features & model::kPresent) != 0 &&
          (word(i).has(language::kFor) || (i > first() && joins_that(i - 1) && word(i - 1).enclitic == Enclitic::none)))
        return true;
    }
    return !r.empty() && (is_act(r.first) || is_act_after_preposition(r.first));
  }

  // --- markers

  const Marker* match(std::uint32_t i, std::uint32_t& end) const {
    if (token(i).kind != TokenKind::word) return nullptr;
    const std::string_view key = token(i).key;
    const Marker* m = match_from(i, key, end);
    if (m == nullptr && conjoined(key)) m = match_from(i, key.substr(1), end);
    return m;
  }

  const Marker* match_from(std::uint32_t i, std::string_view key, std::uint32_t& end) const {
    const std::vector<Marker>* list = frames_.starting(key);
    if (list == nullptr) return nullptr;
    for (const Marker& m : *list) {
      std::uint32_t j = i + 1;
      bool ok = true;
      for (std::size_t k = 1; k < m.keys.size() && ok; ++k) {
        if (m.cls == Class::depends && k == 1 && !(m.attached && m.keys.size() == 2) && !is_key(j, m.keys[k])) {
          // The subject stands between the verb and its preposition.
          if (!is_verb(i)) ok = false;
          const std::uint32_t reach = std::min(last(), j + kObjectReach);
          while (j < reach && is_word(j) && !is_key(j, m.keys[k])) ++j;
          ok = ok && j < reach && is_word(j);
          if (ok) ++j;
          continue;
        }
        if (m.attached && k + 1 == m.keys.size()) ok = is_word(j) && token(j).key.size() > 1 && token(j).key[0] == m.keys[k][0];
        else ok = is_key(j++, m.keys[k]);
      }
      if (ok && j < last() && fits(i, j, m)) {
        end = j;
        return &m;
      }
    }
    return nullptr;
  }

  bool is_key(std::uint32_t i, std::string_view key) const { return is_word(i) && token(i).key == key; }

  // What the marker needs just before and after it.
  bool fits(std::uint32_t at, std::uint32_t end, const Marker& m) const {
    if (at > first() && is_word(at - 1) && is(Function::no_condition, at - 1)) return false;
    if (m.cls == Class::condition && is_exactly(Function::idiom, end)) return false;
    if (m.need(Frames::kVerb) && !is_verb(end) && word(end).find(Category::verb) == nullptr && !is(Function::negation, end) &&
        !joins_that(end))
      return false;
    if (m.need(Frames::kAct) && !is_act(end) && !is_verb(end) && !(m.cls == Class::wait && is_word(end) && language::is_nominal(word(end))))
      return false;
    if (m.need(Frames::kComma) && !(at > first() && is_comma(token(at - 1))) && !conjoined(token(at).key)) return false;
    if (m.need(Frames::kAlef) &&
        (model::spelling(
             std::u32string_view(a_.text.chars).substr(token(m.keys.size() > 1 && m.keys[0].size() > 2 ? at + 1 : at).span.start, 1)) &
         0xFF) != 3)
      return false;
    return true;
  }

  // --- clauses

  void find_innermost() {
    innermost_.assign(a_.tokens().size(), kNoToken);
    std::vector<std::uint32_t> order(statements_.size());
    for (std::uint32_t k = 0; k < order.size(); ++k) order[k] = k;
    const auto length = [&](std::uint32_t k) { return statements_[k].content_last - statements_[k].content_first; };
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) { return length(x) < length(y); });
    // Next token without a statement, with the path halved: each token is filled once.
    std::vector<std::uint32_t> next(a_.tokens().size() + 1);
    for (std::uint32_t i = 0; i < next.size(); ++i) next[i] = i;
    const auto find = [&](std::uint32_t i) {
      while (next[i] != i) i = next[i] = next[next[i]];
      return i;
    };
    for (const std::uint32_t k : order) {
      const std::uint32_t end = std::min<std::uint32_t>(statements_[k].content_last, static_cast<std::uint32_t>(innermost_.size()));
      for (std::uint32_t i = find(std::min<std::uint32_t>(statements_[k].content_first, end)); i < end; i = find(i)) {
        innermost_[i] = k;
        next[i] = i + 1;
      }
    }
  }

  // The statement that the marker stands in, or whose content it follows.
  std::optional<std::uint32_t> statement_at(std::uint32_t i) const {
    if (innermost_[i] != kNoToken) return innermost_[i];
    for (std::uint32_t j = i; j > first() && j + 3 > i;)
      if (--j; innermost_[j] != kNoToken) return innermost_[j];
    return std::nullopt;
  }

  // Whether the content has a mark before its first word, or stands beside its cue: then no side crosses it.
  bool opens_content(const FoundStatement& s) const {
    const std::uint32_t i = s.content_first;
    if (i == 0 || i <= first()) return true;
    // A neutral cue has no preposition before its content but `that`; one that threatens or offers has.
    if (s.statement.act != Act::say && s.statement.act != Act::confirm && language::is_preposition(word(i - 1))) return true;
    return token(i - 1).kind != TokenKind::word || joins_that(i - 1) || token(i).kind == TokenKind::quote || (s.cue < i && i - s.cue <= 2);
  }

  // Where the clause before token i begins: behind `that`, a colon, an opened quotation, a comma, a word that begins a clause.
  std::uint32_t begin_before(std::uint32_t i, std::uint32_t floor) const {
    for (std::uint32_t j = i; j-- > floor;) {
      const Token& t = token(j);
      if (t.kind == TokenKind::quote) {
        if (t.opens && t.partner != kNoToken && t.partner >= i) return j + 1;
        if (!t.opens && t.partner != kNoToken && t.partner >= floor && t.partner < j) {
          j = t.partner;
          continue;
        }
      }
      if (t.kind == TokenKind::punctuation && (t.mark == U':' || t.mark == U'.' || t.mark == 0x061B)) return j + 1;
      if (is_comma(t) && i - j > 3) return j + 1;
      if (joins_that(j) || is(Function::clause_end, j)) return j + 1;
      if (i - j > kLongest) return j;
    }
    return floor;
  }

  // `if X had done this, Y …`: what has been or will be anyway is set against Y, no condition of it.
  bool granted(Range r) const {
    if (r.empty() || !is_exactly(Function::question, r.first)) return false;
    for (std::uint32_t i = r.first + 1; i < r.last; ++i) {
      if (relative(i)) return false;
      if (will(i) || (is_exactly(Function::future, i) && i + 1 < r.last && is_verb(i + 1) && (word(i + 1).features & model::kPast) != 0))
        return true;
    }
    return false;
  }

  // Whether a new clause of the reporter begins at token j: a cue joined by `and` or a participle.
  bool new_cue(std::uint32_t j) const {
    return cue_[j] && is_word(j) && (word(j).has(language::kAnd) || (word(j).features & model::kAccusative) != 0);
  }

  // Where the clause that begins at token i ends. With `consequence`, also where its consequence begins without a comma.
  std::uint32_t end_after(std::uint32_t i, std::uint32_t limit, bool consequence) const {
    const bool asked_of = is_exactly(Function::question, i);  // `if X was to do this`: its own verb of the future
    for (std::uint32_t j = i; j < limit; ++j) {
      const Token& t = token(j);
      if (j - i > kLongest) return j;  // too long: add() refuses it
      if (t.kind == TokenKind::quote) {
        if (t.opens && t.partner != kNoToken && t.partner < limit) {
          j = t.partner;
          continue;
        }
        if (!t.opens && (t.partner == kNoToken || t.partner < i)) return j;
        continue;
      }
      if (t.kind == TokenKind::punctuation) {
        if (t.mark == U'(') {
          while (j + 1 < limit && j - i <= kLongest && token(j).mark != U')') ++j;
          continue;
        }
        if (t.mark == U')' || t.mark == U'%' || t.mark == 0x066A || t.mark == U'#' || (t.glued && (t.mark == U'/' || t.mark == U'-')))
          continue;
        return j;
      }
      if (j == i || t.kind != TokenKind::word) continue;
      if (is_exactly(Function::clause_end, j) || new_cue(j)) return j;
      if (joins_that(j) && word(j).has(language::kAnd)) return j;
      if (relative_definite(j) && j > i + 1) return j;
      if (consequence && j > i + 1 && !(asked_of && !word(j).has(language::kThen))) {
        if (word(j).has(language::kThen) && (word(j).pos == model::Pos::verb || word(j).pos == model::Pos::sconj ||
                                             word(j).pos == model::Pos::part || language::is_preposition(word(j))))
          return j;
        if (will(j) && !word(j).has(language::kAnd) && !joins_that(j - 1) && !relative(j - 1)) return j;
      }
    }
    return limit;
  }

  Range trim(Range r) const {
    while (r.first < r.last &&
           (token(r.first).kind == TokenKind::punctuation ||
            (token(r.first).kind == TokenKind::quote && (token(r.first).partner == kNoToken || token(r.first).partner >= r.last))))
      ++r.first;
    while (r.last > r.first) {
      const Token& t = token(r.last - 1);
      if (t.kind == TokenKind::punctuation && t.mark != U'%' && t.mark != 0x066A && t.mark != U')') --r.last;
      else if (t.kind == TokenKind::quote && (t.partner == kNoToken || t.partner < r.first || t.partner >= r.last)) --r.last;
      else break;
    }
    return r;
  }

  // Conjunctions and `that it` before the words themselves.
  Range without_opening(Range r) const {
    while (r.first + 1 < r.last) {
      const std::uint32_t i = r.first;
      if (joins_that(i) || (is_word(i) && word(i).pos == model::Pos::cconj) || is(Function::clause_end, i) ||
          token(i).kind == TokenKind::quote)
        ++r.first;
      else break;
    }
    return r;
  }

  // --- sides

  // What would be done, in the clause that tells who said or did what about it.
  Range narrow(Range r, Class cls) const {
    r = without_opening(trim(r));
    if (r.empty()) return r;
    if (cls != Class::trade)
      for (std::uint32_t i = r.first; i < r.last; ++i) {
        if (!will(i) || (i > r.first && relative(i - 1))) continue;
        const std::uint32_t particle = i;
        while (i + 1 < r.last && is(Function::future, i) && (cls == Class::unless || !is(Function::negation, i))) ++i;
        // Its subject belongs to it unless it is the one who would do it.
        if (particle == r.first || cls == Class::unless || subject(r, particle)) return {i, r.last};
        return r;
      }
    std::uint32_t verb = kNoToken;
    for (std::uint32_t i = r.first; i < r.last; ++i) {
      if (is(Function::ready, i)) {
        if (const std::uint32_t o = object_behind(i, r.last); o != kNoToken) return {o, r.last};
      }
      if (!is_verb(i) || (cls != Class::trade && i > r.first && relative(i - 1))) continue;
      if (verb == kNoToken || (cls == Class::trade && (word(i).features & model::kPresent) != 0)) verb = i;
    }
    if (verb == kNoToken) {
      if (is_act(r.first) || is_act_after_preposition(r.first)) return r;
      for (std::uint32_t i = r.first; i + 1 < r.last; ++i)
        if (is_word(i) && (word(i).is(Category::participle) || word(i).is(Category::masdar)))
          if (const std::uint32_t o = object_behind(i, r.last); o != kNoToken) return {o, r.last};
      return r;
    }
    const bool present = (word(verb).features & model::kPresent) != 0;
    if (present && (word(verb).has(language::kFor) || verb == r.first) && cls != Class::trade) return {verb, r.last};
    if (present && verb > first() && joins_that(verb - 1)) return {verb, r.last};
    if (const std::uint32_t o = object_behind(verb, r.last); o != kNoToken && (!present || is_act(o) || is_act_after_preposition(o)))
      return {o, r.last};
    return present ? Range{verb, r.last} : r;
  }

  // The act that a verb, a participle or a noun governs: directly, or by a preposition.
  std::uint32_t object_behind(std::uint32_t i, std::uint32_t end) const {
    end = std::min(end, i + kObjectReach);
    if (i + 1 < end && is_act(i + 1) && !word(i + 1).has(language::kAnd)) return i + 1;
    std::uint32_t noun = kNoToken;
    for (std::uint32_t j = i + 1; j < end; ++j) {
      if (!is_word(j)) continue;
      if (relative(j)) break;
      const Word& w = word(j);
      if (is_act_after_preposition(j)) return j;
      const bool preposition = w.pos == model::Pos::adp && w.enclitic == Enclitic::none;
      if (!preposition && token(j).key.size() > 1) {
        if (noun == kNoToken && w.has(language::kBy) && language::is_nominal(w) && !mention(j)) noun = j;
        continue;
      }
      std::uint32_t k = j + 1;
      if (k < end && token(k).kind == TokenKind::quote) ++k;
      if (k >= end || !is_word(k) || mention(k)) continue;
      if (is_act(k)) return k;
      // What is threatened or promised may be a thing: `by penalties`.
      if (noun == kNoToken && is_exactly(Function::thing_after, j) && language::is_nominal(word(k)) && !word(k).has(language::kThe))
        noun = k;
    }
    return noun;
  }

  // Whether the words before token i name somebody who acts.
  bool subject(Range r, std::uint32_t i) const {
    const auto voice = reference_.read(r.first, i);
    return voice && voice->human;
  }

  Party by_whom(Range clause, const std::optional<std::uint32_t>& statement, bool& known) const {
    known = true;
    const Range r = without_opening(trim(clause));
    std::optional<Voice> voice;
    // `that it will …`: the one who speaks.
    const std::uint32_t before = clause.first > first() && !joins_that(clause.first) ? clause.first - 1 : clause.first;
    const bool self = statement && joins_that(before) && word(before).enclitic != Enclitic::none;
    if (!r.empty() && !self) {
      voice = reference_.read(r.first, r.last);
      if (!voice || !voice->human || !voice->named) {
        for (std::uint32_t i = r.first; i + 1 < r.last; ++i)
          if (is_verb(i)) {
            voice = reference_.read(i + 1, r.last);
            break;
          }
      }
    }
    if (voice && voice->human && voice->named) return voice->party;
    if (statement) return statements_[*statement].statement.speaker;
    // Nobody in the clause: the nearest before it, in this sentence or the two before.
    if (!voice || !voice->human) {
      const auto here = static_cast<std::size_t>(sentence_ - a_.sentences().data());
      for (std::size_t back = 0; back < 3 && back <= here && (!voice || !voice->human); ++back) {
        const Sentence& s = a_.sentences()[here - back];
        const std::uint32_t until = back == 0 ? clause.last : s.last;
        voice = reference_.read_back(until, std::max(s.first, until > kBack ? until - kBack : 0));
      }
    }
    if (voice && voice->human) return voice->party;
    known = false;
    return {};
  }

  // --- conditions

  void condition(std::uint32_t at, std::uint32_t end, const Marker& m) {
    const std::optional<std::uint32_t> statement = statement_at(at);
    std::uint32_t floor = first(), limit = last();
    if (statement) {
      const FoundStatement& s = statements_[*statement];
      if (s.content_first < at && opens_content(s)) floor = std::max(floor, s.content_first);
      if (s.content_last > end) limit = std::min(limit, s.content_last);
    }
    // `and if` begins a clause of its own.
    const bool own =
        conjoined(token(at).key) && token(at).key.substr(1) == m.keys[0] && (m.cls == Class::condition || m.cls == Class::unless);
    const std::uint32_t begin = own ? at : begin_before(at, floor);
    switch (m.cls) {
      case Class::condition:
      case Class::unless: return with_marker(at, end, m, begin, limit, statement);
      case Class::trade: return trade(at, end, m, begin, limit, statement);
      case Class::depends: return depends(at, end, m, begin, limit, statement);
      case Class::want: return want(at, end, m, begin, limit, statement);
      case Class::wait: return wait(at, end, m, begin, limit, statement);
    }
  }

  bool opens_clause(std::uint32_t at, std::uint32_t begin) const {
    for (std::uint32_t i = begin; i < at; ++i) {
      const bool light = is_comma(token(i)) || token(i).kind == TokenKind::quote || joins_that(i) || is(Function::clause_end, i) ||
                         (is_word(i) && (word(i).pos == model::Pos::cconj || word(i).pos == model::Pos::pron));
      if (!light) return false;
    }
    return true;
  }

  void with_marker(std::uint32_t at, std::uint32_t end, const Marker& m, std::uint32_t begin, std::uint32_t limit,
                   const std::optional<std::uint32_t>& statement) {
    const std::uint32_t from = m.need(Frames::kKeep) ? end - 1 : end;
    if (is(Function::question, from) && m.keys.size() == 1 && from + 1 >= limit) return;
    const bool opens = opens_clause(at, begin);
    if (m.need(Frames::kOpens) && (!opens || !statement || (word(end).features & model::kPresent) == 0)) return;
    const bool comma = at > first() && is_comma(token(at - 1));
    std::uint32_t if_end = end_after(from, limit, opens || comma);
    // A second condition under the same marker.
    if (!opens && if_end + 2 < limit && is_comma(token(if_end)) && conjoined(token(if_end + 1).key) &&
        token(if_end + 1).key[0] == model::kWaw && token(if_end + 1).key.substr(1) == m.keys[0])
      if_end = end_after(if_end + 2, limit, false);
    for (std::uint32_t i = from; i < std::min(if_end + 2, limit); ++i)
      if (is_exactly(Function::whether, i)) return;
    Range condition{from, if_end}, then{begin, at};
    if (granted(condition)) return;
    bool behind = false;
    if (opens || comma) {
      std::uint32_t c = if_end;
      while (c < limit && (is_comma(token(c)) || token(c).kind == TokenKind::quote)) ++c;
      if (c < limit && token(c).kind == TokenKind::word && !word(c).has(language::kAnd) && !relative(c) && !new_cue(c)) {
        const Range after{c, end_after(c, limit, false)};
        const bool marked = word(c).has(language::kThen) || will(c);
        if (marked || (opens && (open(after) || !comma))) {
          then = after;
          behind = true;
        }
      }
    }
    if (!behind && opens) {
      // `…, if …`: the comma alone keeps them apart.
      if (!comma || begin > at - 1) return;
      then = {begin_before(at - 1, first()), at - 1};
    }
    Range clause = then;
    if (m.need(Frames::kFuture) && !has_future(then)) return;
    if (!m.need(Frames::kFuture) && !open(without_opening(trim(then))) && !opens_with_act(then, m.cls) &&
        !(statement && commits(*statement)))
      return;
    then = narrow(then, m.cls);
    add(m, condition, then, clause, statement);
  }

  // What is threatened, offered or demanded is of the future, whatever its form.
  bool commits(std::uint32_t statement) const {
    switch (statements_[statement].statement.act) {
      case Act::warn:
      case Act::threaten:
      case Act::offer:
      case Act::promise:
      case Act::demand:
      case Act::refuse: return true;
      default: return false;
    }
  }

  bool has_future(Range r) const {
    for (std::uint32_t i = r.first; i < r.last; ++i)
      if (will(i) || (is_exactly(Function::negation, i) && is_verb(i + 1) && (word(i + 1).features & model::kPresent) != 0 &&
                      token(i).key[0] == model::kLam && token(i).key.back() != model::kMeem))
        return true;
    return false;
  }

  // A verb that governs an act (`threatened to leave`), or the act itself.
  bool opens_with_act(Range clause, Class cls) const {
    const Range r = narrow(clause, cls);
    if (r.empty()) return false;
    return r.first > without_opening(trim(clause)).first || is_act(r.first);
  }

  void trade(std::uint32_t at, std::uint32_t end, const Marker& m, std::uint32_t begin, std::uint32_t limit,
             const std::optional<std::uint32_t>& statement) {
    const Range clause{begin, at};
    Range given = narrow(clause, Class::trade);
    Range asked{end, end_after(end, limit, false)};
    if (given.empty() || asked.empty() || !is_word(given.first) || !is_word(asked.first)) return;
    if (given.first > first() && relative(given.first - 1)) return;
    if (token(at - 1).kind == TokenKind::number || language::is_preposition(word(asked.first))) return;
    const bool act = is_act(given.first) || is_act_after_preposition(given.first) || is_act(asked.first) || joins_that(asked.first) ||
                     is_verb(given.first);
    if (!act || (mention(asked.first) && mention(at - 1))) return;
    for (std::uint32_t i = given.first; i < given.last; ++i)
      if (is_word(i) && frames_.is(Function::payment, word(i).stem)) {
        std::swap(given, asked);
        break;
      }
    add(m, asked, given, clause, statement);
  }

  void depends(std::uint32_t at, std::uint32_t end, const Marker& m, std::uint32_t begin, std::uint32_t limit,
               const std::optional<std::uint32_t>& statement) {
    Range then{begin, at};
    // The subject between the verb and its preposition.
    const std::uint32_t words = static_cast<std::uint32_t>(m.keys.size()) - (m.attached ? 1 : 0);
    if (end - at > words) then = {at + 1, end - 1};
    then = without_opening(trim(then));
    if (then.empty() || relative(then.last - 1)) return;
    // Neither `this depends on …` nor a finished clause before it.
    if (then.last - then.first == 1 && !is_act(then.first)) return;
    if (word(then.last - 1).pos == model::Pos::det || word(then.last - 1).pos == model::Pos::pron) return;
    std::uint32_t from = end;
    bool question = false;
    while (from < limit && is_exactly(Function::question, from)) {
      question = true;
      ++from;
    }
    const Range condition{from, end_after(from, limit, false)};
    if (condition.empty()) return;
    if (m.need(Frames::kDeed)) {
      bool right = question || is_act(from) || (m.attached && is_act_after_preposition(from));
      bool left = question;
      for (std::uint32_t i = then.first; i < then.last && !left; ++i) left = is_act(i) || is_act_after_preposition(i);
      for (std::uint32_t i = then.first; i < then.last; ++i)
        right = right && !is(Function::negation, i) && (i == then.first || !is_verb(i));
      if (!right || !left) return;
    }
    add(m, condition, then, then, statement);
  }

  void want(std::uint32_t at, std::uint32_t end, const Marker& m, std::uint32_t begin, std::uint32_t limit,
            const std::optional<std::uint32_t>& statement) {
    if (joins_that(end)) ++end;
    const Range then{end, end_after(end, limit, false)};
    Range condition = without_opening(trim({begin, at}));
    if (condition.empty() || then.empty()) return;
    const Range clause = condition;
    if (is(Function::must, condition.first)) {
      // `X has to do this`: what has to be done stands behind X.
      for (std::uint32_t i = condition.first + 1; i < condition.last; ++i)
        if (is_act(i) || joins_that(i)) {
          condition.first = joins_that(i) ? i + 1 : i;
          break;
        }
    }
    add(m, condition, then, clause, statement);
  }

  void wait(std::uint32_t at, std::uint32_t end, const Marker& m, std::uint32_t begin, std::uint32_t limit,
            const std::optional<std::uint32_t>& statement) {
    const std::uint32_t stop = end_after(end, limit, false);
    for (std::uint32_t i = end + 1; i + 1 < stop; ++i) {
      if (!is_exactly(Function::before, i) || (!is_act(i + 1) && !joins_that(i + 1))) continue;
      add(m, {end, i}, {joins_that(i + 1) ? i + 2 : i + 1, stop}, {begin, at}, statement);
      return;
    }
  }

  void add(const Marker& m, Range condition, Range then, Range clause, const std::optional<std::uint32_t>& statement) {
    condition = trim(condition);
    then = trim(then);
    if (condition.empty() || then.empty() || condition.last - condition.first > kLongest || then.last - then.first > kLongest) return;
    if (condition.first < then.last && then.first < condition.last) return;
    const std::uint32_t stop = std::max(condition.last, then.last);
    if (stop < last() && token(stop).mark == 0x061F) return;  // a question
    Condition c;
    bool known = false;
    c.by = by_whom(clause, statement, known);
    if (!known) return;
    c.statement = statement;
    c.if_span = side(condition, m.attached && condition.first > 0);
    c.then_span = side(then, true);
    if (c.if_span.empty() || c.then_span.empty()) return;
    // What is told twice is listed once.
    std::vector<std::string_view> stems;
    for (const Range& r : {condition, then})
      for (std::uint32_t i = r.first; i < r.last; ++i)
        if (is_word(i) && language::is_nominal(word(i))) stems.push_back(word(i).stem);
    std::sort(stems.begin(), stems.end());
    stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
    const std::size_t recent = told_.size() > 20 ? told_.size() - 20 : 0;
    for (std::size_t k = recent; k < told_.size(); ++k) {
      std::vector<std::string_view> both;
      std::set_intersection(stems.begin(), stems.end(), told_[k].begin(), told_[k].end(), std::back_inserter(both));
      if (both.size() >= 3 && both.size() * 2 >= std::min(stems.size(), told_[k].size())) return;
    }
    told_.push_back(std::move(stems));
    out_.push_back(std::move(c));
  }

  // The span of a side, without a conjunction or preposition attached to its first word.
  Span side(Range r, bool cut) const {
    Span span = a_.span(r.first, r.last);
    if (!cut || !is_word(r.first) || mention(r.first)) return span;
    const Word& w = word(r.first);
    std::uint32_t letters = 0;
    for (const language::Proclitic p : {language::kAnd, language::kThen, language::kBy, language::kFor})
      if (w.has(p)) ++letters;
    if (w.has(language::kFor) && w.has(language::kThe)) ++letters;  // written lam-lam
    if (letters + 1 < token(r.first).span.length()) span.start += letters;
    return span;
  }
};

}  // namespace

ConditionFrames::ConditionFrames(const model::Lexicon& lexicon) {
  static constexpr std::pair<std::string_view, Class> kClasses[] = {{"if", Class::condition}, {"unless", Class::unless},
                                                                    {"trade", Class::trade},  {"depends", Class::depends},
                                                                    {"want", Class::want},    {"wait", Class::wait}};
  static constexpr std::pair<std::string_view, Need> kNeeds[] = {{"verb", kVerb}, {"act", kAct},   {"comma", kComma},   {"opens", kOpens},
                                                                 {"deed", kDeed}, {"alef", kAlef}, {"future", kFuture}, {"keep", kKeep}};
  static constexpr std::string_view kFunctions[] = {"no_condition", "whether", "idiom",  "modal",    "negation", "future",     "clause_end",
                                                    "ready",        "payment", "before", "question", "must",     "thing_after"};
  const model::Table& table = lexicon.table("frames/conditions");
  for (std::uint32_t r = 0; r < table.rows(); ++r) {
    Marker m;
    m.keys = model::split_keys(table.cell(r, 0));
    if (m.keys.empty()) continue;
    for (const auto& [name, cls] : kClasses)
      if (table.cell(r, 1) == name) m.cls = cls;
    for (const std::string_view v : model::values(table.cell(r, 2)))
      for (const auto& [name, need] : kNeeds)
        if (v == name) m.needs = static_cast<std::uint8_t>(m.needs | need);
    m.attached = m.keys.size() > 1 && m.keys.back().size() == 1;
    markers_[m.keys[0]].push_back(std::move(m));
  }
  for (auto& [key, list] : markers_)
    std::stable_sort(list.begin(), list.end(), [](const Marker& x, const Marker& y) { return x.keys.size() > y.keys.size(); });
  const model::Table& words = lexicon.table("frames/condition_words");
  for (std::uint32_t r = 0; r < words.rows(); ++r)
    for (std::size_t f = 0; f < std::size(kFunctions); ++f)
      if (words.cell(r, 0) == kFunctions[f]) functions_[model::fold_utf8(words.cell(r, 1))] |= 1u << f;
}

const std::vector<ConditionFrames::Marker>* ConditionFrames::starting(std::string_view key) const {
  const auto it = markers_.find(std::string(key));
  return it == markers_.end() ? nullptr : &it->second;
}

bool ConditionFrames::is(Function function, std::string_view key) const {
  const auto it = functions_.find(std::string(key));
  return it != functions_.end() && (it->second >> static_cast<unsigned>(function) & 1u) != 0;
}

std::vector<Condition> find_conditions(const Analysis& analysis, const Entities& entities, const std::vector<FoundStatement>& statements,
                                       const ConditionFrames& frames, const model::Lexicon& lexicon) {
  return Finder(analysis, entities, statements, frames, lexicon).run();
}

}  // namespace isnad::extract
