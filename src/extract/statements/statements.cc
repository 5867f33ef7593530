#include "extract/statements/statement_finder.h"

namespace isnad::extract {

StatementFinder::StatementFinder(const Analysis& analysis, const Entities& entities, const Times& times, const Frames& frames,
                                 const model::Lexicon& lexicon, std::uint32_t outlet)
    : a_(analysis),
      e_(entities),
      times_(times),
      frames_(frames),
      lexicon_(lexicon),
      outlet_(outlet),
      reference_(analysis, entities, lexicon) {
  timex_at_.assign(a_.tokens().size(), kNoToken);
  for (std::uint32_t m = 0; m < times_.mentions.size(); ++m)
    for (std::uint32_t i = times_.mentions[m].first; i < times_.mentions[m].last; ++i) timex_at_[i] = m;
}

std::vector<FoundStatement> StatementFinder::run() {
  for (std::uint32_t s = 0; s < a_.sentences().size(); ++s) {
    if (a_.sentences()[s].title) continue;
    sentence_ = &a_.sentences()[s];
    first_ = after_dateline(*sentence_);
    consumed_until_ = 0;
    sentence_first_statement_ = out_.size();
    if (sentence_->paragraph != paragraph_) paragraph_ = sentence_->paragraph;
    sentence_source_.clear();
    read_sentence();
  }
  share_media();
  for (FoundStatement& f : out_) finish(f);
  return std::move(out_);
}

bool StatementFinder::is(const char* function, std::uint32_t i) const {
  return token(i).kind == TokenKind::word && (frames_.is(function, token(i).key) || frames_.is(function, word(i).name));
}

// إن, أن: alone, with an attached preposition or conjunction, or with a pronoun.
bool StatementFinder::is_that(std::uint32_t i) const {
  const Word& w = word(i);
  if (token(i).kind != TokenKind::word || inside_name(i)) return false;
  if (frames_.is("that", token(i).key)) return true;
  return w.pos == model::Pos::sconj && frames_.is("that", w.stem) && !w.has(language::kLike) && !w.has(language::kFor);
}

const Mention* StatementFinder::mention(std::uint32_t i) const {
  const std::uint32_t m = e_.mention_at[i];
  return m == kNoToken ? nullptr : &e_.mentions[m];
}

// `CNN` written out letter by letter ends in words that look like the opener of a clause.
bool StatementFinder::inside_name(std::uint32_t i) const {
  const Mention* m = mention(i);
  return m != nullptr && m->first < i;
}

void StatementFinder::read_sentence() {
  for (std::uint32_t i = first(); i < last(); ++i) {
    if (token(i).kind == TokenKind::punctuation && token(i).mark == U':') {
      headline(i);
      continue;
    }
    if (token(i).kind != TokenKind::word) continue;
    if (const auto match = frames_.source_at(a_, i, last()); match.frame != nullptr && !claimed_source(i)) {
      const std::uint32_t next = source(i, match);
      if (next > i) {
        i = next - 1;
        continue;
      }
    }
    const Word& w = word(i);
    if (mention(i) != nullptr || i < consumed_until_) continue;
    if (w.is(Category::verb)) verb(i);
    else if (w.pos == model::Pos::adp && i == first() && w.find(Category::verb) != nullptr && hidden_verb(i)) verb(i);
    else if (w.find(Category::participle) != nullptr) participle(i);
    else if (w.find(Category::masdar) != nullptr) verbal_noun(i);
  }
}

std::uint32_t StatementFinder::depth_of(std::uint32_t statement) const {
  std::uint32_t depth = 0;
  for (; statement != kNoToken && depth <= kDeepest; statement = out_[statement].parent) ++depth;
  return depth;
}

// Statement in whose content the token stands, innermost.
std::uint32_t StatementFinder::parent_of(std::uint32_t i) const {
  std::uint32_t best = kNoToken;
  for (std::uint32_t k = static_cast<std::uint32_t>(first_recent()); k < out_.size(); ++k) {
    const FoundStatement& f = out_[k];
    if (f.content_first <= i && i < f.content_last && f.cue != i &&
        (best == kNoToken || f.content_last - f.content_first <= out_[best].content_last - out_[best].content_first))
      best = k;
  }
  return best;
}

void StatementFinder::add_statements(std::uint32_t cue, std::uint32_t cue_last, const Frame& frame, const Opener& opener,
                                     const std::vector<Voice>& voices, std::uint32_t parent, std::uint32_t content_last) {
  // A source between cue and content: `قالت الصحيفة نقلا عن مسؤولين إن`.
  std::optional<Voice> origin;
  for (std::uint32_t j = cue + 1; j < opener.at; ++j) {
    const auto match = frames_.source_at(a_, j, last());
    if (match.frame == nullptr) continue;
    const SourceReading r = read_source(match);
    if (!r.voice || r.end > opener.at) continue;
    origin = r.voice;
    used_sources_.push_back(j);
    consumed_until_ = std::max(consumed_until_, r.end);
    if (no_link(origin->party)) origin.reset();
    break;
  }
  const auto medium = interview(clause_start(cue, parent), cue);
  const auto medium_after = interview(cue + 1, opener.at);
  speakers_first_ = speakers_last_ = 0;
  if (!voices.empty() && voices[0].first > cue && voices.back().last <= opener.at) {
    speakers_first_ = voices[0].first;
    speakers_last_ = voices.back().last;
  }
  for (const Voice& voice : voices) {
    Voice v = voice;
    for (const auto& m : {medium, medium_after})
      if (m && !same(m->party, v.party) && v.through.empty() && v.party.kind != PartyKind::media) v.through = {m->party};
    if (origin) {
      if (voice.party.kind == PartyKind::media || origin->party.kind != PartyKind::media) {
        std::vector<Party> through = voice.through;
        through.push_back(voice.party);
        v = *origin;
        v.through = std::move(through);
      } else {
        v.through = origin->through;
        v.through.push_back(origin->party);
      }
    }
    FoundStatement f = make(cue, cue_last, frame, opener, content_last, v, parent);
    push(std::move(f), v);
  }
}

FoundStatement StatementFinder::make(std::uint32_t cue, std::uint32_t cue_last, const Frame& frame, const Opener& opener,
                                     std::uint32_t content_last, const Voice& v, std::uint32_t parent) {
  FoundStatement f;
  f.cue = cue;
  f.sentence = token(cue).sentence;
  f.parent = parent;
  Statement& s = f.statement;
  s.act = frame.act;
  s.pattern = frame.name;
  f.affirms = frame.affirms;
  s.cue = cue_span(cue, cue_last);
  s.speaker = v.party;
  // The chain: the enclosing statement's, or how this voice was first heard, then the speaker.
  std::vector<Party> chain;
  if (parent != kNoToken) chain = out_[parent].statement.chain;
  else if (!sentence_source_.empty()) chain = sentence_source_;
  else chain = v.through;
  if (chain.empty() || !same(chain.back(), v.party)) {
    // Nobody stands twice in a chain.
    chain.erase(std::remove_if(chain.begin(), chain.end(), [&](const Party& p) { return same(p, v.party); }), chain.end());
    chain.push_back(v.party);
  }
  s.chain = std::move(chain);
  set_content(f, opener, content_last, cue);
  take_antecedent(f, opener);
  find_addressee(f, frame, opener, v);
  find_time(f, opener);
  return f;
}

// A date near the cue, outside the content, tells when it was said.
void StatementFinder::find_time(FoundStatement& f, const Opener& opener) {
  const std::uint32_t from = clause_start(f.cue, f.parent);
  for (const TimeMention& m : times_.mentions) {
    if (m.first < from) continue;
    if (m.first >= last()) break;
    const bool before = m.last <= f.cue, between = m.first > f.cue && m.last <= std::max(opener.at, f.cue + 1);
    if (!before && !between) continue;
    if (m.timex.type != TimexType::date && m.timex.type != TimexType::time) continue;
    f.statement.time = m.timex.value;
    if (between) return;
  }
  if (f.statement.time.empty() && word(f.cue).has(language::kWill)) f.statement.time = "FUTURE_REF";
}

void StatementFinder::push(FoundStatement f, Voice v) {
  // The same words under two cues (a verb and its auxiliary) are one statement.
  for (std::size_t k = first_recent(); k < out_.size(); ++k)
    if (out_[k].statement.content == f.statement.content && same(out_[k].statement.speaker, f.statement.speaker)) return;
  if (f.statement.content.empty() || depth_of(f.parent) > kDeepest) return;
  if (v.through.empty() && f.statement.chain.size() > 1 && f.parent == kNoToken)
    v.through = {f.statement.chain.begin(), f.statement.chain.end() - 1};
  // The verb before its subject shows how Arabic takes it.
  if (word(f.cue).is(Category::verb) && v.first == f.cue + 1) v.feminine = (word(f.cue).features & model::kFeminine) != 0;
  if (f.parent == kNoToken) reference_.heard(v);
  out_.push_back(std::move(f));
  speaker_of_.push_back(std::move(v));
}

// Where the cue is neutral, the content may plainly be a demand, a refusal, a denial …: marks in data/frames/content_acts.tsv.
void StatementFinder::finish(FoundStatement& f) const {
  for (std::uint32_t j = f.content_first; j < f.content_last && j < f.content_first + 2; ++j)
    f.names_claim = f.names_claim || frames_.is_claim(word(j).stem);
  // To refuse a claim is to deny it.
  if (f.statement.act == Act::refuse && f.names_claim) f.statement.act = Act::deny;
  if (f.statement.act != Act::say || f.content_last <= f.content_first) return;
  const std::uint32_t end = std::min(f.content_last, f.content_first + 12);
  std::uint32_t words = 0;
  for (std::uint32_t j = f.content_first; j < end && words < 10; ++j) {
    if (token(j).kind != TokenKind::word) continue;
    const auto act = frames_.content_act(a_, j, words, f.content_last);
    if (act) {
      f.statement.act = *act;
      return;
    }
    ++words;
  }
}

std::vector<FoundStatement> find_statements(const Analysis& analysis, const Entities& entities, const Times& times, const Frames& frames,
                                            const model::Lexicon& lexicon, std::uint32_t outlet) {
  return StatementFinder(analysis, entities, times, frames, lexicon, outlet).run();
}

}  // namespace isnad::extract
