// Sources that stand beside the clause: according to X, in an interview with X, (X).
#include "extract/statements/statement_finder.h"

namespace isnad::extract {

// Words of a medium's name in quotation marks.
constexpr std::uint32_t kLongestMedium = 3;

// `دبي، الإمارات (CNN) --`, `عواصم - وكالات:`: what stands before the dash or colon says where the text comes from.
std::uint32_t StatementFinder::after_dateline(const Sentence& s) const {
  const std::uint32_t end = std::min(s.last, s.first + 14);
  for (std::uint32_t j = s.first + 1; j < end; ++j) {
    const Token& t = token(j);
    if (t.kind == TokenKind::word && (word(j).is(Category::verb) || is_that(j))) return s.first;
    const bool dash = is_dash(t);
    const bool colon = t.mark == U':' && token(j - 1).mark == U')';
    if (!dash && !colon) continue;
    const bool after_bracket = token(j - 1).mark == U')' || colon;
    const Mention* m = mention(s.first);
    const bool place = m != nullptr && m->first == s.first && j <= s.first + 6;
    if (!after_bracket && !place) continue;
    std::uint32_t k = j;
    while (k < s.last && (is_dash(token(k)) || token(k).mark == U':')) ++k;
    // Perhaps the agency follows the dash: `الرياض - واس:`.
    if (k < s.last && token(k).mark == U'(') {
      std::uint32_t c = k;
      while (c < s.last && c < k + 6 && token(c).mark != U')') ++c;
      if (c + 1 < s.last && token(c).mark == U')') {
        k = c + 1;
        while (k < s.last && (is_dash(token(k)) || token(k).mark == U':')) ++k;
      }
    }
    return k < s.last ? k : s.first;
  }
  return s.first;
}

// Whether what follows a source phrase is a source.
bool StatementFinder::source_reads(std::uint32_t i) const {
  const auto m = frames_.source_at(a_, i, last());
  if (m.frame == nullptr) return false;
  const SourceReading r = read_source(m);
  return r.voice.has_value() || r.own;
}

StatementFinder::SourceReading StatementFinder::read_source(const Frames::Match& match) const {
  SourceReading r;
  std::uint32_t j = match.end;
  r.cue_last = j;
  if (j >= last()) return r;
  // `بحسب ما قال X`, `حسبما ذكرت X`, `وفقا لما نقلته X`: a verb stands between.
  const bool what = is("what", j) ||
                    (match.attached && token(j).key.size() == 3 && word(j).has(language::kFor) && frames_.is("what", word(j).stem)) ||
                    (match.attached && token(j).key.size() == 3 && frames_.is("what", token(j).key.substr(1)));
  if (what) ++j;
  if (j < last() && word(j).is(Category::verb)) {
    const Frame* f = frames_.of_verb(word(j).sense->ref);
    const bool speaks = f != nullptr || what;
    if (!speaks) return r;
    ++j;
    r.cue_last = j;
    std::vector<Voice> voices = subject(j - 1, last(), kNoToken, false);
    if (!voices.empty() && voices[0].first >= j) {
      r.voice = voices[0];
      r.end = voices[0].last;
    }
    return r;
  }
  if (what) return r;
  // `حسب تعبيره`, `على حد قوله`: the one who speaks is no further source.
  if (token(j).kind == TokenKind::word && word(j).enclitic != Enclitic::none &&
      (word(j).find(Category::masdar) != nullptr || (word(j).features & model::kSpeech) != 0) && word(j).find(Category::title) == nullptr &&
      mention(j) == nullptr) {
    r.own = true;
    r.end = j + 1;
    return r;
  }
  // `حسب تعبير الكاتب`, `بحسب قول الوزير`: whose words they are.
  if (token(j).kind == TokenKind::word && frames_.is("utterance", word(j).stem) && !word(j).has(language::kThe) && j + 1 < last() &&
      mention(j) == nullptr)
    if (auto owner = reference_.read(j + 1, last()); owner && owner->human) {
      r.voice = std::move(owner);
      r.end = r.voice->last;
      return r;
    }
  auto v = reference_.read(j, last());
  // `بحسب "مهر"`: a name in quotation marks that nothing else tells is a medium's.
  if (!v && token(j).kind == TokenKind::quote && token(j).opens && token(j).partner != kNoToken && token(j).partner > j + 1 &&
      token(j).partner <= j + kLongestMedium + 2) {
    const std::uint32_t close = token(j).partner;
    std::uint32_t end = close;
    while (end > j + 2 && token(end - 1).kind == TokenKind::punctuation) --end;
    bool name = true;
    for (std::uint32_t k = j + 1; k < end; ++k) name = name && token(k).kind == TokenKind::word && !word(k).is(Category::verb);
    if (name) {
      r.voice.emplace();
      r.voice->first = j;
      r.voice->last = r.end = std::min(close + 1, last());
      r.voice->party.kind = PartyKind::media;
      r.voice->party.span = a_.span(j + 1, end);
      r.voice->party.name = std::string(a_.text.words(*r.voice->party.span));
      r.voice->named = r.voice->human = true;
    }
    return r;
  }
  if (!v) return r;
  const bool speech = token(j).kind == TokenKind::word && (word(j).features & model::kSpeech) != 0;
  if (speech && (!v->named || v->last == j + 1)) {
    // `وفق تصريحات نقلتها X`: the words themselves are no source, who spread them is.
    for (std::uint32_t k = v->last; k < last() && k < v->last + 4; ++k)
      if (word(k).is(Category::verb)) {
        // `تقرير أعدته X`: whose words they are.
        const bool back = word(k).enclitic == Enclitic::him || word(k).enclitic == Enclitic::her;
        auto s = spreader(k, last());
        if (!s && back && k == v->last) s = reference_.read(k + 1, last());
        if (s && s->human) {
          r.voice = s;
          r.end = s->last;
          return r;
        }
        break;
      }
  }
  if (v->human || speech) {
    r.voice = v;
    r.end = v->last;
  }
  return r;
}

// Handles a source phrase at token i; returns the token after it, or i if it is none.
std::uint32_t StatementFinder::source(std::uint32_t i, const Frames::Match& match) {
  const SourceReading r = read_source(match);
  if (!r.voice) return r.own ? r.end : i;
  Voice v = *r.voice;
  if (no_link(v.party)) return r.end;
  const bool at_head = i == first() ||
                       (token(i - 1).kind == TokenKind::punctuation && (token(i - 1).mark == U'.' || token(i - 1).mark == 0x2026)) ||
                       (i == first() + 1 && token(first()).kind == TokenKind::word && word(first()).pos == model::Pos::cconj);
  // After a statement of this sentence: its words came through this source.
  for (std::size_t k = out_.size(); k-- > first_recent();) {
    FoundStatement& f = out_[k];
    if (f.parent != kNoToken || f.content_last > i) continue;
    if (same(f.statement.speaker, v.party)) return r.end;
    for (const Party& p : f.statement.chain)
      if (same(p, v.party)) return r.end;
    const bool relays = f.statement.speaker.kind == PartyKind::media && v.party.kind != PartyKind::media;
    if (relays) {
      f.statement.chain.push_back(v.party);
      f.statement.speaker = v.party;
      v.through = {f.statement.chain.begin(), f.statement.chain.end() - 1};
      speaker_of_[k] = v;
      reference_.heard(v);
    } else {
      std::vector<Party> chain = v.through;
      chain.push_back(v.party);
      chain.insert(chain.end(), f.statement.chain.begin(), f.statement.chain.end());
      f.statement.chain = std::move(chain);
      speaker_of_[k].through = {f.statement.chain.begin(), f.statement.chain.end() - 1};
      reference_.heard(speaker_of_[k]);
    }
    // Statements nested in it and joined ones share its source.
    extend_family(static_cast<std::uint32_t>(k), v, relays);
    return r.end;
  }
  // A sentence that is only a source belongs to the statement before it.
  std::uint32_t rest = r.end;
  while (rest < last() && token(rest).kind != TokenKind::word) ++rest;
  if (at_head && rest == last()) {
    for (std::size_t k = out_.size(); k-- > 0;) {
      if (out_[k].parent != kNoToken) continue;
      if (a_.sentences()[out_[k].sentence].paragraph != sentence_->paragraph && out_[k].sentence + 1 != token(i).sentence) break;
      std::vector<Party>& chain = out_[k].statement.chain;
      if (!std::any_of(chain.begin(), chain.end(), [&](const Party& p) { return same(p, v.party); })) {
        chain.insert(chain.begin(), v.party);
        extend_family(static_cast<std::uint32_t>(k), v, false);
        speaker_of_[k].through = {chain.begin(), chain.end() - 1};
        reference_.heard(speaker_of_[k]);
      }
      break;
    }
    return r.end;
  }
  Opener opener;
  std::uint32_t content_last = 0;
  if (at_head) {
    std::uint32_t c = r.end;
    // To whom it was said: `وفق ما أكده مصدر أمني لمراسل الإذاعة`.
    if (c < last() && token(c).kind == TokenKind::word && word(c).has(language::kFor) && word(c).find(Category::title) != nullptr)
      c = std::min(language::phrase_end(a_, c), last());
    while (c < last() && (is_comma(token(c)) || token(c).kind == TokenKind::quote)) ++c;
    if (c < last() && token(c).kind == TokenKind::word && frames_.is("filler", token(c).key)) ++c;
    if (c + 2 >= last()) return r.end;
    opener = {Opener::that, i, c, 0};
    // A cue of its own in the sentence: the source stands before its chain.
    if (sentence_has_cue(c)) {
      sentence_source_ = v.through;
      sentence_source_.push_back(v.party);
      return r.end;
    }
    content_last = content_end(c, i);
  } else {
    std::uint32_t from = first();
    for (std::uint32_t k = first(); k < i; ++k)
      if (token(k).kind == TokenKind::punctuation && (token(k).mark == U'.' || token(k).mark == 0x2026) && token(k).quotation == kNoToken)
        from = k + 1;
    while (from < i && (is_comma(token(from)) || discourse_opening(from))) ++from;
    std::uint32_t end = i;
    while (end > from && (is_comma(token(end - 1)) || is_dash(token(end - 1)))) --end;
    if (end < from + 3) return r.end;
    const std::uint32_t parent = parent_of(i);
    if (parent != kNoToken) from = std::max(from, out_[parent].content_first);
    opener = {Opener::that, i, from, 0};
    content_last = end;
  }
  Frame frame = *match.frame;
  frame.act = Act::say;
  FoundStatement f = make(i, r.cue_last, frame, opener, content_last, v, kNoToken);
  // A conjunction that joins the sentence to the one before is no content.
  if (!at_head && f.content_first == opener.first &&
      (word(f.content_first).has(language::kAnd) || word(f.content_first).has(language::kThen)))
    ++f.statement.content.start;
  push(std::move(f), v);
  return r.end;
}

// Who never stands in a chain: the article's own outlet and the platforms on which people write.
bool StatementFinder::no_link(const Party& p) const {
  if (!p.entity) return false;
  if (*p.entity == outlet_) return true;
  if (p.kind != PartyKind::organization) return false;
  const std::uint32_t row = e_.row[*p.entity];
  const model::Table& t = lexicon_.table("gazetteer/organizations");
  return row < t.rows() && t.cell(row, t.column("kind")) == "platform";
}

// The medium to which the words were said or that spread them: `في مقابلة مع X`, `في تصريح لوكالة X`, `في بيان نقلته X`,
// `قال لصحيفة X`, near the cue and outside the content.
std::optional<Voice> StatementFinder::interview(std::uint32_t from, std::uint32_t to) const {
  for (std::uint32_t j = from; j + 1 < to; ++j) {
    if (token(j).kind != TokenKind::word) continue;
    const bool said_to =
        word(j).has(language::kFor) && (word(j).find(Category::head) != nullptr || mention(j) != nullptr || token(j).key.size() == 1);
    if (said_to) {
      const auto v = medium_at(token(j).key.size() == 1 ? j + 1 : j, to);
      if (v) return link(*v);
    }
    if (!frames_.is("interview", word(j).stem)) continue;
    for (std::uint32_t k = j + 1; k < to && k < j + 14; ++k) {
      if (const auto v = medium_at(k, to)) return link(*v);
      if (word(k).find(Category::verb) != nullptr && (word(k).enclitic == Enclitic::him || word(k).enclitic == Enclitic::her))
        if (const auto v = spreader(k, to)) return link(*v);
    }
  }
  return std::nullopt;
}

std::optional<Voice> StatementFinder::medium_at(std::uint32_t k, std::uint32_t limit) const {
  const Mention* m = mention(k);
  const bool starts = m != nullptr && m->first == k && e_.entities[m->entity].type == EntityType::media;
  if (!starts && (k >= a_.words.size() || word(k).find(Category::head) == nullptr)) return std::nullopt;
  auto v = reference_.read(k, limit);
  return v && v->party.kind == PartyKind::media ? v : std::nullopt;
}

// `نقلته X`: who spread the words, the subject of a verb whose object is the words.
std::optional<Voice> StatementFinder::spreader(std::uint32_t verb, std::uint32_t limit) const {
  if (frame_of(verb) == nullptr) return std::nullopt;
  auto v = reference_.read(verb + 1, limit);
  if (!v || !v->human) return std::nullopt;
  // `التلفزيون الرسمي`
  if (v->party.kind == PartyKind::anonymous && reference_.is_media(word(v->first))) v->party.kind = PartyKind::media;
  return v;
}

// A medium named once as the source of a person's words is the source of that person's other words in the text, unless two
// media are named for them or the words came another way.
void StatementFinder::share_media() {
  struct Source {
    std::vector<Party> front;
    bool several = false;
  };
  std::vector<std::pair<std::uint32_t, Source>> sources;
  for (const FoundStatement& f : out_) {
    const std::vector<Party>& chain = f.statement.chain;
    if (f.parent != kNoToken || chain.size() < 2 || !chain[1].entity || chain[0].kind != PartyKind::media) continue;
    if (chain[1].kind != PartyKind::person) continue;
    const std::uint32_t who = *chain[1].entity;
    auto it = std::find_if(sources.begin(), sources.end(), [&](const auto& s) { return s.first == who; });
    if (it == sources.end()) sources.push_back({who, {{chain[0]}, false}});
    else if (!same(it->second.front[0], chain[0])) it->second.several = true;
  }
  for (FoundStatement& f : out_) {
    std::vector<Party>& chain = f.statement.chain;
    if (chain.empty() || !chain[0].entity || chain[0].kind != PartyKind::person) continue;
    for (const auto& [who, source] : sources)
      if (who == *chain[0].entity && !source.several) {
        chain.insert(chain.begin(), source.front.begin(), source.front.end());
        break;
      }
  }
}

void StatementFinder::extend_family(std::uint32_t root, const Voice& source, bool relays) {
  for (std::uint32_t k = root + 1; k < out_.size(); ++k) {
    std::uint32_t p = out_[k].parent;
    while (p != kNoToken && p != root) p = out_[p].parent;
    if (p != root) continue;
    std::vector<Party>& chain = out_[k].statement.chain;
    if (relays) continue;
    std::vector<Party> front = source.through;
    front.push_back(source.party);
    chain.insert(chain.begin(), front.begin(), front.end());
  }
}

bool StatementFinder::same(const Party& a, const Party& b) {
  if (a.entity && b.entity) return *a.entity == *b.entity;
  return a.name == b.name;
}

}  // namespace isnad::extract
