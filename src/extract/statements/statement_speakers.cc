// Who speaks, and to whom.
#include "extract/statements/statement_finder.h"

namespace isnad::extract {

// A verb of the third person in the plural or dual, whose ending is its subject.
static bool has_subject(const Word& verb) {
  return (verb.features & model::kThird) != 0 && (verb.features & (model::kPlural | model::kDual)) != 0 &&
         (verb.features & model::kSingular) == 0;
}

// The subject of a finite cue: after it (before `limit`), else before it in its clause.
std::vector<Voice> StatementFinder::subject(std::uint32_t cue, std::uint32_t limit, std::uint32_t parent, bool strict) const {
  const Word& verb = word(cue);
  (void)strict;
  // A noun that opens the clause is the subject, whatever follows the verb; a verb joined by `and` has none before it.
  const bool joined = verb.has(language::kAnd) || verb.has(language::kThen);
  if (!joined) {
    std::vector<Voice> before = subject_before(cue, parent);
    if (!before.empty()) return before;
  }
  std::uint32_t j = cue + 1;
  for (int guard = 0; j < limit && guard < 10; ++guard) {
    if (timex_at_[j] != kNoToken) {
      j = times_.mentions[timex_at_[j]].last;
      continue;
    }
    const Token& t = token(j);
    if (is_comma(t) || is_dash(t)) {
      ++j;
      continue;
    }
    if (t.kind != TokenKind::word) break;
    const Word& w = word(j);
    if (w.pos == model::Pos::adv || (w.pos == model::Pos::adp && w.enclitic != Enclitic::none)) {
      ++j;
      continue;
    }
    if (w.pos == model::Pos::adp || w.has(language::kBy) || w.has(language::kFor)) {
      // An adverbial before the subject (`قال في بيان المتحدث`): skipped if a subject follows before the content.
      std::uint32_t after = w.pos == model::Pos::adp ? j + 1 : j;
      if (after >= limit) break;
      after = timex_at_[after] != kNoToken ? times_.mentions[timex_at_[after]].last : language::phrase_end(a_, after);
      if (after >= limit) break;
      j = after;
      continue;
    }
    break;
  }
  if (j < limit) {
    std::vector<Voice> voices = reference_.read_joined(j, limit);
    // `تابع القول`, `أكد معاليه`: no subject of their own.
    if (!voices.empty() && !voices[0].named && token(j).kind == TokenKind::word &&
        ((word(j).find(Category::masdar) != nullptr && frame_of(j) != nullptr && word(j).find(Category::title) == nullptr &&
          (word(j).is(Category::masdar) || (word(j).features & model::kSpeech) == 0 || frames_.is("said", token(j).key))) ||
         (word(j).enclitic != Enclitic::none && !kin(j))))
      return {};
    // `وطالبت القطريين`, `وحذروا المسؤولين`: an object, by its case, or as the verb has its subject in its ending.
    // Where the verb takes no object the case is a mistake: `قال المسؤولين`.
    const Frame* frame = frame_of(cue);
    const bool takes = frame != nullptr && (frame->addressee_object || frame->object || frame->description);
    const bool object = token(j).kind == TokenKind::word && ((takes && language::is_oblique(word(j))) || (joined && has_subject(verb)));
    if (object && joined) return {};
    if (!object && !voices.empty() && voices[0].human && agrees(verb, voices[0])) return voices;
    if (!object && !voices.empty() && limit < last() && voices[0].last <= limit && !voices[0].named && unmarked_subject(cue, voices[0]))
      return voices;
  }
  // Before the verb, behind adverbials: the first phrase of the clause that can speak.
  const std::uint32_t from = clause_start(cue, parent);
  if (!joined && from < cue && !verb_first(from, cue)) {
    if (auto v = reference_.read_back(cue, from); v && agrees(verb, *v)) {
      std::vector<Voice> voices = reference_.read_joined(v->first, cue);
      if (!voices.empty()) return voices;
    }
  }
  return {};
}

// Whom a relative pronoun right before the verb stands for, if that one can speak: `غابرييل، الذي اتهم …`.
std::optional<Voice> StatementFinder::antecedent(std::uint32_t cue) const {
  if (cue < first() + 2 || token(cue - 1).kind != TokenKind::word) return std::nullopt;
  const Word& p = word(cue - 1);
  if (p.pos != model::Pos::pron || (p.features & model::kRelative) == 0 || p.has(language::kBy) || p.has(language::kFor))
    return std::nullopt;
  if (word(cue).enclitic != Enclitic::none) return std::nullopt;
  std::uint32_t end = cue - 1;
  if (is_comma(token(end - 1)) && end > first() + 1) --end;
  const Mention* m = mention(end - 1);
  if (m == nullptr || m->last != end || m->first < first()) return std::nullopt;
  if (e_.entities[m->entity].type == EntityType::place) return std::nullopt;
  auto v = reference_.read(m->first, end);
  return v && v->human && agrees(word(cue), *v) ? v : std::nullopt;
}

// The noun phrase that opens the clause of the verb (behind an auxiliary), if it can be its subject.
std::vector<Voice> StatementFinder::subject_before(std::uint32_t cue, std::uint32_t parent) const {
  std::uint32_t from = clause_start(cue, parent);
  if (from < cue && token(from).kind == TokenKind::word && word(from).is(Category::verb) && auxiliary(from)) ++from;
  if (from >= cue) return {};
  for (std::uint32_t i = from; i < cue; ++i)
    if (word(i).is(Category::verb) && (i == from || !relative_before(i, from))) return {};
  std::vector<Voice> voices = reference_.read_joined(from, cue);
  if (voices.empty() || !voices[0].human || !agrees(word(cue), voices[0])) return {};
  return voices;
}

// A noun right after the verb that is not known to be able to speak: a subject if the content has its own opener.
bool StatementFinder::unmarked_subject(std::uint32_t cue, const Voice& v) const {
  const Word& w = word(v.first);
  // A verbal noun speaks only where nothing but the clause can be the object: `أظهرت دراسة أن`.
  const bool object = w.is(Category::masdar) && (v.last >= last() || !is_that(v.last) || frame_of(v.first) != nullptr);
  const bool described = (w.is(Category::participle) || w.pos == model::Pos::adj) && !w.has(language::kThe);
  return v.first == cue + 1 && token(v.first).key.size() > 2 && !object && !described && !w.has(language::kBy) && !w.has(language::kFor) &&
         w.enclitic == Enclitic::none && (w.features & model::kAccusative) == 0 && w.pos != model::Pos::adv;
}

// Whether another finite verb opens the clause (then what stands before the cue is that verb's).
bool StatementFinder::verb_first(std::uint32_t from, std::uint32_t cue) const {
  for (std::uint32_t i = from; i < cue; ++i)
    if (token(i).kind == TokenKind::word && word(i).is(Category::verb) && i == from) return true;
  return false;
}

// A noun for a person that a pronoun makes somebody's (`محاميه`), not a form of address (`معاليه`).
bool StatementFinder::kin(std::uint32_t i) const {
  const Sense* t = word(i).find(Category::title);
  if (t == nullptr) return false;
  const model::Table& titles = lexicon_.table("lexicon/titles");
  return titles.cell(t->ref, titles.column("kind")) != "honorific";
}

// Gender agreement, where both sides show it: before its subject the verb is singular.
bool StatementFinder::agrees(const Word& verb, const Voice& v) {
  const bool feminine_verb = (verb.features & model::kFeminine) != 0;
  if (v.party.kind == PartyKind::person) return true;
  if (v.party.kind == PartyKind::country) return true;
  if (v.plural) return true;
  if (v.named) return true;
  return feminine_verb == v.feminine || verb.is(Category::participle);
}

// `لكن`, `بل`, which set a clause against the one before.
bool StatementFinder::contrast(std::uint32_t i) const { return token(i).kind == TokenKind::word && frames_.is("contrast", word(i).name); }

std::uint32_t StatementFinder::clause_start(std::uint32_t i, std::uint32_t parent) const {
  std::uint32_t from = first();
  if (parent != kNoToken) from = std::max(from, out_[parent].content_first);
  for (std::uint32_t j = i; j-- > from;) {
    const Token& t = token(j);
    if (t.kind == TokenKind::quote && t.partner != kNoToken && !t.opens && t.partner >= from) {
      j = t.partner;
      continue;
    }
    if (t.kind == TokenKind::quote && t.opens) return j + 1;
    if (t.kind == TokenKind::punctuation && t.mark == U':') return j + 1;
    if (t.kind == TokenKind::word && is_that(j) && word(j).enclitic == Enclitic::none) return j + 1;
    if (t.kind == TokenKind::word && frames_.is("clause_end", t.key)) return j + 1;
    // Pairs of commas set off an apposition; a single one before a conjunction opens a clause.
    if (is_comma(t) && j + 1 < i && word(j + 1).has(language::kAnd)) return j + 1;
    if (is_comma(t) && j + 2 < i && contrast(j + 1)) return j + 2;  // `، لكن فلان نفى`
  }
  return from;
}

std::uint32_t StatementFinder::enclosing(std::uint32_t i) const {
  const std::uint32_t p = parent_of(i);
  return p;
}

// Who speaks on in the sentence: the speaker of its last statement outside the given content.
std::optional<Voice> StatementFinder::same_sentence_speaker(std::uint32_t i, std::uint32_t parent) const {
  for (std::size_t k = out_.size(); k-- > first_recent();) {
    if (out_[k].cue > i) continue;
    if (parent != kNoToken && k == parent) return speaker_of_[k];
    if (out_[k].parent == parent) return speaker_of_[k];
  }
  return std::nullopt;
}

// The elided subject: whoever spoke last and agrees.
std::optional<Voice> StatementFinder::elided(std::uint32_t cue, std::uint32_t parent) const {
  if (parent != kNoToken) {
    if (auto v = same_sentence_speaker(cue, parent)) return v;
  }
  const Word& verb = word(cue);
  // The subject of the sentence's main verb, if nobody has spoken in the sentence yet.
  if (out_.size() == sentence_first_statement_ && cue > first() + 2) {
    std::uint32_t main = first();
    while (main < cue && main < first() + 3 && !word(main).is(Category::verb)) ++main;
    if (main < cue && word(main).is(Category::verb)) {
      std::vector<Voice> voices = subject(main, cue, kNoToken, true);
      if (!voices.empty() && voices[0].human && voices[0].named && agrees(verb, voices[0])) return voices[0];
    }
  }
  const bool feminine = (verb.features & model::kFeminine) != 0;
  const bool plural = (verb.features & (model::kPlural | model::kDual)) != 0;
  const auto& heard = reference_.voices();
  int looked = 0;
  for (auto it = heard.rbegin(); it != heard.rend() && looked < 6; ++it, ++looked) {
    if (plural && !it->plural && it->party.kind != PartyKind::organization) continue;
    if (!plural && it->plural && it->party.kind == PartyKind::anonymous) continue;
    if (verb.is(Category::verb)) {
      if (it->party.kind == PartyKind::person && it->feminine != feminine) continue;
      if (it->party.kind != PartyKind::person && it->feminine != feminine && !plural) continue;
    }
    return *it;
  }
  return std::nullopt;
}

// `أوردت وكالة X تصريحات لفلان قال فيها إن`: the words' owner speaks, through who passes them on. The cue follows the noun, with
// nothing but its owner between, and a pronoun behind it takes the noun up.
std::optional<StatementFinder::OwnedWords> StatementFinder::owned_words(std::uint32_t cue) const {
  constexpr std::uint32_t kReach = 14;
  if (cue < first() + 3 || cue + 2 >= last() || !word(cue).is(Category::verb) || token(cue + 1).kind != TokenKind::word)
    return std::nullopt;
  const Word& in_it = word(cue + 1);
  if (in_it.pos != model::Pos::adp || (in_it.enclitic != Enclitic::him && in_it.enclitic != Enclitic::her)) return std::nullopt;
  std::uint32_t noun = cue;
  for (const std::uint32_t stop = cue > first() + kReach ? cue - kReach : first() + 1; noun > stop;) {
    --noun;
    if (word(noun).is(Category::verb) && mention(noun) == nullptr) return std::nullopt;
    if ((word(noun).features & model::kSpeech) != 0 || frames_.is("interview", word(noun).stem)) break;
  }
  if ((word(noun).features & model::kSpeech) == 0 && !frames_.is("interview", word(noun).stem)) return std::nullopt;
  std::uint32_t at = noun + 1;
  while (at < cue && token(at).kind == TokenKind::word && word(at).pos == model::Pos::adj) ++at;
  if (at >= cue || token(at).kind != TokenKind::word) return std::nullopt;
  if (word(at).pos == model::Pos::adp && word(at).enclitic == Enclitic::none) ++at;  // `مقابلة مع فلان`
  auto owner = reference_.read(at, cue);
  if (!owner || !owner->human || owner->party.kind == PartyKind::media || owner->party.kind == PartyKind::place) return std::nullopt;
  // Who passes them on: the subject of the verb over the noun.
  for (std::uint32_t v = noun; v-- > first();)
    if (word(v).is(Category::verb) && mention(v) == nullptr) {
      const std::vector<Voice> by = subject(v, noun, kNoToken, true);
      if (by.empty() || same(by[0].party, owner->party)) return std::nullopt;
      if (by[0].party.kind != PartyKind::media && by[0].party.kind != PartyKind::organization) return std::nullopt;
      owner->through = by[0].through;
      if (!no_link(by[0].party)) owner->through.push_back(by[0].party);
      return OwnedWords{noun, std::move(*owner)};
    }
  return std::nullopt;
}

void StatementFinder::find_addressee(FoundStatement& f, const Frame& frame, const Opener& opener, const Voice& speaker) {
  if (frame.addressee.empty() && !frame.addressee_object) return;
  for (std::uint32_t j = f.cue + 1; j < opener.at; ++j) {
    if (token(j).kind != TokenKind::word) continue;
    if (j >= speakers_first_ && j < speakers_last_) continue;
    const Word& w = word(j);
    std::uint32_t at = kNoToken;
    if (!frame.addressee.empty()) {
      if (frame.addressee.size() == 1 && w.has(language::kFor) && frame.addressee[0] == model::kLam) at = j;
      else if (frame.addressee.size() == 1 && w.has(language::kBy) && frame.addressee[0] == model::kBeh) at = j;
      else if (token(j).key == frame.addressee && j + 1 < opener.at) at = j + 1;
    } else if (j >= speaker.last || speaker.first < f.cue) {
      if (speaker.first > f.cue && j < speaker.last) continue;
      if (w.pos == model::Pos::adp) break;
      at = j;
    }
    if (at == kNoToken) continue;
    if (timex_at_[at] != kNoToken) continue;
    if (auto v = reference_.read(at, opener.at); v && v->human && !same(v->party, speaker.party)) {
      f.statement.addressee = v->party;
      return;
    }
    if (frame.addressee_object) return;
  }
}

}  // namespace isnad::extract
