// What makes a statement: the words that say that somebody says something.
#include "extract/statements/statement_finder.h"

namespace isnad::extract {

// How many words behind a cue of laying blame on somebody the blame itself stands.
constexpr std::uint32_t kBlameReach = 14;

bool StatementFinder::negated(std::uint32_t i) const {
  if (i <= first()) return false;
  const std::uint32_t p = i - 1;
  if (token(p).kind != TokenKind::word) return false;
  if (is("negation", p) || frames_.is("negation", word(p).stem)) return true;
  return p > first() && is("negation", p - 1) && is_that(p);  // دون أن
}

// A verb that is written like a preposition (`وعبر الوزير عن …`): it opens its sentence, somebody who can speak follows, and the
// preposition of its frame comes next.
bool StatementFinder::hidden_verb(std::uint32_t i) const {
  const Frame* f = frame_of(i);
  if (f == nullptr || i + 3 >= last()) return false;
  const Opener o = find_opener(i, *f);
  if (o.kind != Opener::preposition && o.kind != Opener::that) return false;
  const auto v = reference_.read(i + 1, o.at);
  const bool pronoun =
      token(i + 1).kind == TokenKind::word && word(i + 1).has(language::kFor) == false && word(i + 1).enclitic != Enclitic::none;
  if (!(v && v->human) && !pronoun) return false;
  const std::uint32_t end = v && v->human ? v->last : i + 2;
  return o.at >= end && o.at <= end + 1;
}

// The frame of a verb form. A written form may be a form of several verbs (`ترد`): the reading chosen in context first.
const Frame* StatementFinder::frame_of(std::uint32_t i) const {
  const Word& w = word(i);
  if (w.sense == nullptr) return nullptr;
  const bool verb = w.is(Category::verb) || w.pos == model::Pos::adp;
  // A negation tells the tense: `lan tuwaqqi'a` is no past of another verb.
  const bool negated = w.is(Category::verb) && i > first() && (word(i - 1).features & model::kNegative) != 0;
  if (w.sense->category == Category::verb || w.sense->category == Category::masdar || w.sense->category == Category::participle)
    if (const Frame* f = frames_.of_verb(w.sense->ref)) return f;
  for (const Sense& x : w.senses) {
    if (verb && (x.features & (model::kJussive | model::kFirst | model::kSecond | model::kPassive)) != 0) continue;
    if (negated && ((x.features ^ w.features) & (model::kPast | model::kPresent)) != 0) continue;
    if (verb ? x.category == Category::verb : x.category == Category::masdar || x.category == Category::participle)
      if (const Frame* f = frames_.of_verb(x.ref)) return f;
  }
  return nullptr;
}

const Frame* StatementFinder::silence_of(std::uint32_t i) const {
  const Word& w = word(i);
  if (const Frame* f = frames_.of_silence(w.sense->ref)) return f;
  for (const Sense& x : w.senses)
    if (x.category == Category::verb)
      if (const Frame* f = frames_.of_silence(x.ref)) return f;
  return nullptr;
}

void StatementFinder::verb(std::uint32_t i) {
  const Word& w = word(i);
  const Frame* frame = frame_of(i);
  if (frame != nullptr && i >= first() + 2 && resumed_by(i - 2) == i) return take_up(i, *frame);
  if (negated(i)) {
    if (const Frame* silence = silence_of(i)) return keep_silence(i, *silence);
    if (frame == nullptr || frame->act != Act::say || (w.features & model::kPresent) == 0 || is_past_negation(i)) return;
  }
  if (frame == nullptr) return;
  if (frame->act == Act::refuse && refuses_comment(i)) return;
  if (frame->act == Act::demand && asks_anonymity(i)) return;
  if (w.has(language::kFor)) return;  // a purpose
  if ((w.features & model::kDual) != 0 && (w.features & model::kPresent) == 0 && w.find(Category::masdar) != nullptr)
    return;                                                          // ردا على سؤال
  if ((w.features & (model::kFirst | model::kSecond)) != 0) return;  // speech about oneself inside a quotation
  if ((w.features & model::kPassive) != 0) return;
  if (frames_.is("clause_end", token(i).key)) return;
  // `تصريحات أوردتها وكالة`: the pronoun is the content told elsewhere.
  if ((w.enclitic == Enclitic::him || w.enclitic == Enclitic::her) && !frame->description && !frame->addressee_object &&
      frame->act != Act::deny && frame->act != Act::refuse)
    return;
  const std::uint32_t parent = parent_of(i);
  if (depth_of(parent) > kDeepest) return;
  // A relative clause (`the plan that he announced`) narrates, unless content follows it openly.
  Opener opener = find_opener(i, *frame);
  std::vector<Voice> voices;
  if (frame->cls == FrameClass::pass || frame->object)
    for (std::uint32_t k = i + 2; k < last() && k < i + 24; ++k)
      if (const auto owned = owned_words(k); owned && owned->noun > i) return;  // it is they that speak
  const auto owned = owned_words(i);
  if (owned) voices.push_back(owned->owner);
  else if (auto v = antecedent(i)) voices.push_back(*v);
  else voices = subject(i, opener.kind == Opener::none ? last() : opener.at, parent, true);
  std::uint32_t content_last = 0;
  if (opener.kind == Opener::none) opener = object_opener(i, *frame, voices);
  if (opener.kind == Opener::none) {
    opener = quotation_before(i, *frame, voices);
    if (opener.kind != Opener::none) content_last = token(opener.first).partner + 1;
  }
  if (opener.kind == Opener::none) return;
  if (frame->blame && !blames(i)) return;  // `سفينة تحمل صواريخ`
  if (opener.kind == Opener::object && frames_.is("courtesy", word(opener.first).stem)) return;
  if (voices.empty()) {
    // Inside somebody's own words the one who speaks on must be named.
    if (parent != kNoToken && out_[parent].statement.quotation == Quotation::direct) return;
    // `يتوقع أن`: a present without subject that opens a clause is impersonal unless it joins on to one who spoke.
    const bool present = (w.features & model::kPresent) != 0;
    if (present && frames_.impersonal(w.sense->ref)) return;
    if (present && !w.has(language::kAnd) && same_sentence_speaker(i, parent) == std::nullopt) return;
    if (auto v = elided(i, parent)) voices.push_back(*v);
  }
  if (voices.empty()) return;
  // What only has an object needs somebody who can speak.
  if ((opener.kind == Opener::object || opener.kind == Opener::preposition) && !voices[0].human) return;
  if ((w.features & model::kJussive) != 0 && !negated(i) && opener.kind != Opener::quote && jussive_alone(i)) return;
  if (frame->cls == FrameClass::pass) return pass_on(i, *frame, opener, voices, parent);
  add_statements(i, i + 1, *frame, opener, voices, parent, content_last);
}

// A word of blame near behind the cue.
bool StatementFinder::blames(std::uint32_t i) const {
  for (std::uint32_t j = i + 1; j < last() && j < i + kBlameReach; ++j)
    if (token(j).kind == TokenKind::word && frames_.is("blame", word(j).stem)) return true;
  return false;
}

// A form that is only jussive (`يجب` of `أجاب`) does not stand without its particle.
bool StatementFinder::jussive_alone(std::uint32_t i) const {
  for (const Sense& x : word(i).senses)
    if (x.category == Category::verb && (x.features & model::kJussive) == 0 && x.ref == word(i).sense->ref) return false;
  return (word(i).features & model::kPlural) == 0 && !word(i).has(language::kFor);
}

bool StatementFinder::is_past_negation(std::uint32_t i) const {
  const std::string_view stem = word(i - 1).stem;
  return stem.size() == 2 && stem[0] == model::kLam && stem[1] == model::kMeem;
}

void StatementFinder::participle(std::uint32_t i) {
  const Word& w = word(i);
  if ((w.proclitics & ~language::kAnd) != 0) return;
  const Frame* frame = frame_of(i);
  if (frame == nullptr || frame->cls != FrameClass::verb) return;
  // Circumstantial: accusative, feminine or plural without article, after a comma or and, or after a closed quotation.
  const bool accusative = (w.features & model::kAccusative) != 0 || (w.features & (model::kFeminine | model::kPlural | model::kDual)) != 0;
  if (!accusative) return;
  if (i > first() && !is_comma(token(i - 1)) && token(i - 1).kind == TokenKind::word && !w.has(language::kAnd) && continues_noun(i)) return;
  Opener opener = find_opener(i, *frame);
  if (opener.kind == Opener::none) opener = object_opener(i, *frame, {});
  if (opener.kind == Opener::none) return;
  const std::uint32_t parent = enclosing(i);
  std::vector<Voice> voices;
  if (auto v = same_sentence_speaker(i, parent)) voices.push_back(*v);
  else if (auto back = reference_.read_back(i, first())) voices.push_back(*back);
  if (voices.empty()) return;
  add_statements(i, i + 1, *frame, opener, voices, parent);
}

// An adjective of the noun before (`وزيرة مؤكدة`) is no cue.
bool StatementFinder::continues_noun(std::uint32_t i) const {
  return word(i).pos == model::Pos::adj && (word(i).features & model::kAccusative) == 0 && language::continues_phrase(a_, i - 1, i);
}

// A verbal noun as cue: `قوله إن`, `رفضهم تقديم …`, `إعلان ترامب انسحاب بلاده`. Its possessor speaks: a pronoun or a name.
void StatementFinder::verbal_noun(std::uint32_t i) {
  const Word& w = word(i);
  if (w.has(language::kThe) || w.has(language::kFor) || w.enclitic == Enclitic::me || w.enclitic == Enclitic::us ||
      w.enclitic == Enclitic::you)
    return;
  const Frame* frame = frame_of(i);
  if (frame == nullptr || frame->cls != FrameClass::verb) return;
  const std::uint32_t parent = parent_of(i);
  if (depth_of(parent) > kDeepest) return;
  const bool pronoun = w.enclitic != Enclitic::none;
  std::vector<Voice> voices;
  std::uint32_t after = i + 1;
  if (!pronoun) {
    if (frame->description) return;
    if (i + 1 >= last() || mention(i + 1) == nullptr) return;
    voices = reference_.read_joined(i + 1, last());
    if (voices.empty() || !voices[0].named || !voices[0].human || voices[0].party.kind == PartyKind::place) return;
    after = voices.back().last;
  }
  Opener opener = find_opener(i, *frame);
  if (opener.kind == Opener::none || opener.at > after + 1) {
    if (frame->act == Act::say && pronoun) return;
    opener = object_opener(i, *frame, voices, true);
    if (opener.kind == Opener::none || opener.at > after) return;
  }
  for (std::size_t k = first_recent(); k < out_.size(); ++k) {
    if (out_[k].content_first == opener.first || out_[k].content_first == opener.first + 1) return;
    // `جدد دعوته إلى`: the noun that opens another cue's content only tells the act.
    if (pronoun && !w.has(language::kBy) && out_[k].content_first == i && parent == k) {
      if (out_[k].statement.act == Act::say) out_[k].statement.act = frame->act;
      return;
    }
  }
  if (pronoun) {
    const auto v = elided(i, parent);
    if (!v) return;
    voices = {*v};
  }
  add_statements(i, i + 1, *frame, opener, voices, parent);
}

// `Name: words`, a name and nothing else before the colon.
void StatementFinder::headline(std::uint32_t colon) {
  if (colon == first() || colon > first() + 9 || colon + 2 >= last()) return;
  if (out_.size() > sentence_first_statement_) return;
  for (std::uint32_t i = first(); i < colon; ++i)
    if (token(i).kind == TokenKind::word && language::is_verb(word(i))) return;
  const auto v = reference_.read(first(), colon);
  if (!v || v->last != colon || !v->named || (v->party.kind != PartyKind::person && v->party.kind != PartyKind::organization)) return;
  static const Frame frame = [] {
    Frame f;
    f.quote = true;
    f.name = "name:/headline";
    return f;
  }();
  Opener opener{Opener::quote, colon, colon + 1, 0};
  add_statements(colon, colon + 1, frame, opener, {*v}, kNoToken);
}

bool StatementFinder::circumstantial_cue(std::uint32_t j) const {
  const Word& w = word(j);
  if ((w.features & model::kAccusative) == 0 && (w.features & (model::kFeminine | model::kPlural)) == 0) return false;
  const Frame* f = frame_of(j);
  if (f == nullptr || f->cls != FrameClass::verb) return false;
  if (!is_comma(token(j - 1)) && token(j - 1).kind != TokenKind::quote && !w.has(language::kAnd)) return false;
  const Opener o = find_opener(j, *f);
  if (f->description && w.pos != model::Pos::adj) return true;
  return o.kind != Opener::none || ((f->object || f->description) && (w.features & model::kAccusative) != 0);
}

// A finite cue joined by and that opens a new statement of the reporter's, not of the one quoted: it has its own content, and
// a comma or a closed quotation stands before it.
bool StatementFinder::new_cue(std::uint32_t j, std::uint32_t cue, bool after_comma) const {
  const Word& w = word(j);
  const Frame* f = frame_of(j);
  if (f == nullptr || f->cls == FrameClass::silence) return false;
  if ((w.features & (model::kFirst | model::kSecond | model::kPassive)) != 0) return false;
  if (negated(j)) return false;
  (void)cue;
  const Opener o = find_opener(j, *f);
  if (o.kind == Opener::none && !f->object) return false;
  if (after_comma && w.has(language::kAnd)) return true;
  // `وبينما قالت X إن …، أكدت Y أن`: the main clause.
  if (after_comma && frames_.is("clause_end", word(first()).name) && (o.kind == Opener::that || o.kind == Opener::quote)) return true;
  // Without a comma only what can be nothing else.
  return w.has(language::kAnd) && (o.kind == Opener::that || o.kind == Opener::quote) && o.at <= j + 12;
}

bool StatementFinder::auxiliary(std::uint32_t i) const {
  for (const Sense& x : word(i).senses)
    if (x.category == Category::verb && frames_.auxiliary(x.ref)) return true;
  return false;
}

// Whether a relative pronoun stands between: the verb belongs to a clause of the noun.
bool StatementFinder::relative_before(std::uint32_t i, std::uint32_t from) const {
  for (std::uint32_t j = i; j-- > from;)
    if (word(j).pos == model::Pos::pron && (word(j).features & model::kRelative) != 0) return true;
  return false;
}

bool StatementFinder::sentence_has_cue(std::uint32_t from) const {
  for (std::uint32_t j = from; j < last() && j < from + 16; ++j) {
    if (token(j).kind != TokenKind::word || !word(j).is(Category::verb)) continue;
    const Frame* f = frames_.of_verb(word(j).sense->ref);
    if (f != nullptr && f->cls == FrameClass::verb && f->that) {
      const Opener o = find_opener(j, *f);
      return o.kind == Opener::that || o.kind == Opener::quote;
    }
    return false;
  }
  return false;
}

// `نقلت X عن Y قوله إن …`
void StatementFinder::pass_on(std::uint32_t cue, const Frame& frame, Opener opener, std::vector<Voice> voices, std::uint32_t parent) {
  std::optional<Voice> origin;
  for (std::uint32_t j = cue + 1; j < opener.at; ++j) {
    if (token(j).kind != TokenKind::word) continue;
    if ((frame.addressee.empty() ? frames_.is("about", token(j).key) : token(j).key == frame.addressee) && j + 1 < opener.at) {
      std::uint32_t end = j + 2;
      while (end < opener.at && !frames_.is("said", token(end).key)) ++end;
      origin = reference_.read(j + 1, end);
      break;
    }
    // `على لسان X`
    if (frames_.is("mouth", word(j).stem) && word(j).enclitic == Enclitic::none && j + 1 < opener.at) {
      std::uint32_t end = j + 2;
      while (end < opener.at && !frames_.is("said", token(end).key)) ++end;
      origin = reference_.read(j + 1, end);
      break;
    }
    if ((frames_.is("about", word(j).stem) || frames_.is("mouth", word(j).stem)) && word(j).enclitic != Enclitic::none) {
      // `عنه`: the last whose words were told, no medium.
      for (std::size_t k = out_.size(); k-- > 0;)
        if (speaker_of_[k].party.kind == PartyKind::person || speaker_of_[k].party.kind == PartyKind::anonymous) {
          origin = speaker_of_[k];
          break;
        }
      // Nobody has spoken yet: the last person named.
      for (std::uint32_t k = cue; !origin && k-- > 0;)
        if (const Mention* m = mention(k); m != nullptr && e_.entities[m->entity].type == EntityType::person)
          origin = reference_.read(m->first, cue);
      break;
    }
  }
  if (!origin) {
    Frame plain = frame;
    plain.act = Act::say;
    plain.addressee.clear();
    add_statements(cue, cue + 1, plain, opener, voices, parent);
    return;
  }
  Frame plain = frame;
  plain.act = Act::say;
  plain.addressee.clear();
  // `نقل عنه تأكيده أن`: the verbal noun tells the act.
  if (opener.at > cue && opener.kind == Opener::that && word(opener.at - 1).is(Category::masdar))
    if (const Frame* f = frames_.of_verb(word(opener.at - 1).sense->ref)) plain.act = f->act;
  Voice v = *origin;
  std::vector<Party> through = voices[0].through;
  if (!same(voices[0].party, v.party) && !no_link(voices[0].party)) through.push_back(voices[0].party);
  v.through = std::move(through);
  FoundStatement f = make(cue, cue + 1, plain, opener, 0, v, parent);
  // Inside another's words: who passes on stands between that one and the speaker.
  if (parent != kNoToken && !v.through.empty()) {
    std::vector<Party>& chain = f.statement.chain;
    const Party& link = v.through.back();
    if (std::none_of(chain.begin(), chain.end(), [&](const Party& p) { return same(p, link); })) chain.insert(chain.end() - 1, link);
  }
  push(std::move(f), v);
}

// `وهو ما نفته روسيا`: the content is that of the statement before, in the same sentence or the one before it.
void StatementFinder::take_up(std::uint32_t i, const Frame& frame) {
  const std::vector<Voice> voices = subject(i, last(), kNoToken, true);
  if (voices.empty() || voices[0].first < i) return;
  for (std::size_t k = out_.size(); k-- > 0;) {
    const FoundStatement& before = out_[k];
    if (before.parent != kNoToken || before.statement.act == Act::no_comment) continue;
    if (before.sentence + 1 < token(i).sentence || same(before.statement.speaker, voices[0].party)) return;
    FoundStatement f = make(i, i + 1, frame, {Opener::object, i, i, 0}, i + 1, voices[0], kNoToken);
    f.statement.content = out_[k].statement.content;
    f.statement.quotation = Quotation::indirect;
    f.content_first = out_[k].content_first;
    f.content_last = out_[k].content_last;
    push(std::move(f), voices[0]);
    return;
  }
}

// `طلب عدم ذكر اسمه`
bool StatementFinder::asks_anonymity(std::uint32_t i) const {
  constexpr std::uint32_t kReach = 5;
  for (std::uint32_t j = i + 1; j < last() && j < i + kReach && token(j).kind == TokenKind::word && !is_that(j); ++j)
    if (word(j).enclitic != Enclitic::none && frames_.is("anonymity", word(j).stem)) return true;
  return false;
}

// `رفض التعليق`
bool StatementFinder::refuses_comment(std::uint32_t i) {
  for (std::uint32_t j = i + 1; j < last() && j < i + 9; ++j) {
    if (token(j).kind != TokenKind::word) continue;
    if (!frames_.is("comment", token(j).key)) continue;
    std::vector<Voice> voices = subject(i, j, parent_of(i), true);
    if (voices.empty())
      if (auto v = elided(i, parent_of(i))) voices.push_back(*v);
    if (voices.empty()) return true;
    const Frame frame = silence_frame();
    Opener opener{Opener::object, i, i, 0};
    FoundStatement f = make(i, i + 1, frame, opener, content_end(j, i), voices[0], parent_of(i));
    push(std::move(f), voices[0]);
    return true;
  }
  return false;
}

Frame StatementFinder::silence_frame() {
  Frame f;
  f.cls = FrameClass::silence;
  f.act = Act::no_comment;
  f.name = "silence";
  return f;
}

// `لم يرد`, `لم تعلق`, `لم يصدر تعليق عن`
void StatementFinder::keep_silence(std::uint32_t i, const Frame& frame) {
  std::uint32_t limit = last();
  std::vector<Voice> voices = subject(i, limit, parent_of(i), true);
  std::vector<Voice> all;
  if (!voices.empty() && frames_.is("comment", word(voices[0].first).stem)) voices.clear();  // `لم يصدر تعليق من`
  if (!voices.empty()) {
    all = voices;
    // `ولا نظيرتها`: joined by a negation.
    std::uint32_t next = voices.back().last;
    if (next + 1 < last() && is("negation", next))
      if (auto more = reference_.read(next + 1, last()); more && more->human) all.push_back(*more);
  } else {
    // `لم يصدر من واشنطن`: the silent one after a preposition.
    for (std::uint32_t j = i + 1; j < last() && j < i + 8; ++j)
      if (const Mention* m = mention(j); m != nullptr && m->first == j && e_.entities[m->entity].type != EntityType::place) {
        if (auto v = reference_.read(j, last())) all.push_back(*v);
        break;
      }
  }
  if (all.empty()) return;
  const std::uint32_t begin = i - 1;
  const std::uint32_t letters = word(begin).has(language::kAnd) || (word(begin).stem.size() + 1 == token(begin).key.size()) ? 1 : 0;
  for (const Voice& v : all) {
    Opener opener{Opener::object, i, begin, 0};
    FoundStatement f = make(i, i + 1, frame, opener, content_end(i + 1, i), v, kNoToken);
    f.statement.act = Act::no_comment;
    f.statement.cue = a_.span(begin, i + 1);
    if (token(begin).key[0] == model::kWaw || token(begin).key[0] == model::kFeh) {
      f.statement.cue.start += letters;
      f.statement.content.start += letters;
    }
    push(std::move(f), v);
  }
}

Span StatementFinder::cue_span(std::uint32_t cue, std::uint32_t cue_last) const {
  Span span = a_.span(cue, cue_last);
  const Word& w = word(cue);
  if (w.has(language::kAnd) || w.has(language::kThen)) ++span.start;
  return span;
}

}  // namespace isnad::extract
