// Where reported words begin and end.
#include "extract/statements/statement_finder.h"

namespace isnad::extract {

// The words before the cue: `«...»، قال فلان`. The speaker follows the cue.
Opener StatementFinder::quotation_before(std::uint32_t cue, const Frame& frame, const std::vector<Voice>& voices) const {
  if (!frame.quote || voices.empty() || voices[0].first < cue || cue < first() + 3) return {};
  std::uint32_t q = cue - 1;
  while (q > first() + 1 && (is_comma(token(q)) || is_dash(token(q)))) --q;
  const Token& t = token(q);
  if (t.kind != TokenKind::quote || t.opens || t.partner == kNoToken || t.partner < first() || q < t.partner + 3) return {};
  for (std::size_t k = first_recent(); k < out_.size(); ++k)
    if (out_[k].content_first <= t.partner + 1 && out_[k].content_last > t.partner) return {};
  return {Opener::quote, voices.back().last, t.partner, 0};
}

bool StatementFinder::preposition_opens(std::uint32_t j, const Frame& frame, std::uint32_t& strip) const {
  strip = 0;
  if (token(j).kind != TokenKind::word) return false;
  const Word& w = word(j);
  for (const std::string& p : frame.prepositions) {
    if (p.size() > 1) {
      if (token(j).key == p) return true;
      continue;
    }
    const bool by = p[0] == model::kBeh && w.has(language::kBy);
    const bool to = p[0] == model::kLam && w.has(language::kFor) && mention(j) == nullptr;
    if ((by || to) && token(j).key.size() > 1 && token(j).key[0] == p[0] && w.stem.size() > 1) {
      strip = 1;
      return true;
    }
    // Written apart before a quotation mark or a number: ب"...".
    if (token(j).key == p) return true;
  }
  return false;
}

// A quotation that is a name or a short term inside the region before the content.
bool StatementFinder::name_quotation(std::uint32_t q) const {
  const std::uint32_t end = token(q).partner;
  if (end == kNoToken) return false;
  if (const Mention* m = mention(q + 1); m != nullptr && m->first == q + 1 && m->last == end) return true;
  if (end - q > 9) return false;
  // Something else opens the content soon after it.
  for (std::uint32_t j = end + 1; j < last() && j < end + 22; ++j) {
    if (is_that(j) || (token(j).kind == TokenKind::punctuation && token(j).mark == U':')) return true;
    if (token(j).kind == TokenKind::quote && token(j).opens && token(j).partner != kNoToken && mention(j + 1) != nullptr &&
        mention(j + 1)->last == token(j).partner) {
      j = token(j).partner;
      continue;
    }
    if (token(j).kind == TokenKind::quote) return false;
    if (token(j).kind == TokenKind::punctuation && !is_comma(token(j))) return false;
    if (word(j).is(Category::verb) && word(j).has(language::kAnd)) return false;
  }
  return false;
}

Opener StatementFinder::find_opener(std::uint32_t cue, const Frame& frame) const {
  std::uint32_t depth = 0;
  const std::uint32_t inside = token(cue).quotation;
  std::uint32_t relative = 0;  // inside a relative clause of the subject
  for (std::uint32_t j = cue + 1; j < last() && j < cue + 48; ++j) {
    const Token& t = token(j);
    if (t.kind == TokenKind::punctuation) {
      if (t.mark == U'(') ++depth;
      if (t.mark == U')' && depth > 0) --depth;
      if (depth > 0) continue;
      if (t.mark == U':' && frame.quote) {
        std::uint32_t c = j + 1;
        return c < last() ? Opener{Opener::quote, j, c, 0} : Opener{};
      }
      continue;
    }
    if (depth > 0) continue;
    if (t.kind == TokenKind::quote) {
      if (!t.opens && t.partner != kNoToken) {
        if (t.partner == inside) return {};  // the quotation that the cue stands in ends
        continue;
      }
      if (t.partner != kNoToken && name_quotation(j)) {
        j = t.partner;
        continue;
      }
      if (frame.quote) return {Opener::quote, j, j, 0};
      if (t.partner != kNoToken) j = t.partner;
      continue;
    }
    if (t.kind != TokenKind::word) continue;
    // A source phrase on the way is passed over with its source.
    if (const auto match = frames_.source_at(a_, j, last()); match.frame != nullptr) {
      const SourceReading r = read_source(match);
      if (r.voice && r.end > j) {
        j = r.end - 1;
        continue;
      }
    }
    const Word& w = word(j);
    std::uint32_t strip = 0;
    if (is_that(j)) {
      // بعد أن, قبل أن, دون أن, منذ أن: not content, unless the preposition is the frame's own.
      if (j > cue + 1 && word(j - 1).pos == model::Pos::adp && word(j - 1).enclitic == Enclitic::none &&
          token(j - 1).kind == TokenKind::word) {
        bool own = false;
        for (const std::string& p : frame.prepositions) own = own || token(j - 1).key == p;
        if (!own) continue;
      }
      if (relative > 0 && !is_comma(token(j - 1)) && verb_expects_that(j - 1)) continue;
      if (frame.that || (w.has(language::kBy) && !frame.prepositions.empty())) {
        if (j + 1 < last()) return {Opener::that, j, j + 1, 0};
        return {};
      }
      return {};
    }
    if (preposition_opens(j, frame, strip)) {
      const bool apart = strip == 0;
      std::uint32_t c = apart ? j + 1 : j;
      if (c >= last()) return {};
      if (apart && is_that(c)) return c + 1 < last() ? Opener{Opener::that, j, c + 1, 0} : Opener{};
      // The preposition may belong to the subject or to a later that-clause; what follows decides for verbs with that.
      if (frame.that && later_that(c)) continue;
      if (apart && word(c).enclitic != Enclitic::none && !language::is_nominal(word(c))) continue;
      if (!apart && mention(j) != nullptr && frame.addressee.empty() && false) continue;
      if (timex_at_[c] != kNoToken) continue;
      return {Opener::preposition, j, c, strip};
    }
    if ((w.features & model::kRelative) != 0 && w.pos == model::Pos::pron) relative = 1;
    // Another cue after a comma has content of its own, unless it only tells who spread the words: `في حوار، نشرته صحيفة X`.
    if (relative == 0 && j > cue + 2 && w.is(Category::verb) && w.enclitic != Enclitic::him && w.enclitic != Enclitic::her &&
        frame_of(j) != nullptr && (is_comma(token(j - 1)) || (is_comma(token(j - 2)) && frames_.is("discourse", token(j - 1).key))))
      return {};
    // A new clause joined by and, or a clause of the reporter, ends the search.
    if (w.is(Category::verb) && w.has(language::kAnd) && j > cue + 1 && relative == 0) return {};
    if (j > cue + 1 && joined_participle(j)) return {};
    if (frames_.is("clause_end", t.key) && !w.has(language::kBy)) return {};
    if (j > cue + 1 && is_comma(token(j - 1)) && contrast(j)) return {};
  }
  return {};
}

// `نافيا وجود خلاف ومؤكدا أن`: a second cue of the same speaker.
bool StatementFinder::joined_participle(std::uint32_t j) const {
  const Word& w = word(j);
  if (!w.has(language::kAnd) || w.has(language::kThe) || (w.features & model::kAccusative) == 0) return false;
  if (w.find(Category::participle) == nullptr) return false;
  const Frame* f = frame_of(j);
  return f != nullptr && f->cls == FrameClass::verb;
}

// Whether the word before a that-clause is itself a verb that takes one (so the clause is its own).
bool StatementFinder::verb_expects_that(std::uint32_t i) const {
  const Word& w = word(i);
  if (!w.is(Category::verb)) return false;
  const Frame* f = frames_.of_verb(w.sense->ref);
  return f != nullptr && f->that;
}

bool StatementFinder::later_that(std::uint32_t from) const {
  for (std::uint32_t j = from; j < last() && j < from + 10; ++j) {
    if (token(j).kind == TokenKind::quote || token(j).mark == U':') return false;
    if (is_comma(token(j))) continue;
    if (is_that(j)) return !(j > from && word(j - 1).pos == model::Pos::adp);
    if (word(j).is(Category::verb)) return false;
  }
  return false;
}

// The object of the cue as content: after the subject, or right after the cue if the subject is not there.
Opener StatementFinder::object_opener(std::uint32_t cue, const Frame& frame, const std::vector<Voice>& voices, bool possessed) const {
  if (!frame.object && !frame.description) return {};
  std::uint32_t j = cue + 1;
  for (const Voice& v : voices)
    if (v.first > cue) j = std::max(j, v.last);
  if (frame.description && word(cue).enclitic != Enclitic::none) {
    // `وصفه بـ`: what he is called.
    for (; j < last() && j < cue + 14; ++j) {
      if (is_comma(token(j))) break;
      if (word(j).has(language::kBy) && is_that(j) && j + 1 < last()) return {Opener::that, j, j + 1, 0};
      if (token(j).kind == TokenKind::word && word(j).has(language::kBy)) return {Opener::preposition, j, j, 1};
      if (token(j).kind == TokenKind::word && token(j).key.size() == 1 && j + 1 < last() && token(j + 1).kind == TokenKind::quote)
        return {Opener::quote, j, j + 1, 0};
      if (token(j).kind == TokenKind::quote && token(j).opens) return {Opener::quote, j, j, 0};
    }
    return {};
  }
  if (word(cue).enclitic != Enclitic::none && !word(cue).is(Category::participle) && !possessed) return {};
  // An apposition between commas goes with the subject: `فلان، وزير الخارجية، وجود …`.
  if (!voices.empty() && j + 2 < last() && is_comma(token(j)) && voices.back().last == j && word(j + 1).find(Category::title) != nullptr)
    for (std::uint32_t k = j + 2; k < last() && k < j + 14; ++k) {
      if (word(k).is(Category::verb)) break;
      if (is_comma(token(k))) {
        j = k + 1;
        break;
      }
    }
  // Times, adverbs and prepositional phrases may stand between.
  for (int guard = 0; j < last() && guard < 12; ++guard) {
    if (timex_at_[j] != kNoToken) {
      j = times_.mentions[timex_at_[j]].last;
      continue;
    }
    const Token& t = token(j);
    if (is_comma(t) || is_dash(t)) {
      ++j;
      continue;
    }
    if (t.kind == TokenKind::quote && t.opens) return frame.quote ? Opener{Opener::quote, j, j, 0} : Opener{Opener::object, j, j, 0};
    if (t.kind != TokenKind::word) return {};
    const Word& w = word(j);
    if (w.pos == model::Pos::adv || w.pos == model::Pos::part) {
      ++j;
      continue;
    }
    const bool preposition = w.pos == model::Pos::adp;
    if (preposition) {
      if (w.enclitic != Enclitic::none) {
        ++j;
        continue;
      }
      if (j + 1 >= last()) return {};
      j = timex_at_[j + 1] != kNoToken ? times_.mentions[timex_at_[j + 1]].last : std::max(j + 1, language::phrase_end(a_, j + 1));
      continue;
    }
    if (w.has(language::kBy) || w.has(language::kFor)) {
      j = frames_.is("manner", t.key) ? j + 1 : language::phrase_end(a_, j);
      continue;
    }
    break;
  }
  if (j >= last() || token(j).kind == TokenKind::punctuation) return {};
  const Word& w = word(j);
  if (token(j).kind == TokenKind::word) {
    // A verbal noun may look like a verb (`عقد لقاء`).
    if (w.has(language::kAnd) || (language::is_verb(w) && w.find(Category::masdar) == nullptr)) return {};
    // `نفى ما نشرته الصحيفة`
    const bool what = (frame.act == Act::deny || frame.act == Act::confirm) && frames_.is("what", token(j).key);
    if (!language::is_nominal(w) && w.pos != model::Pos::det && w.find(Category::masdar) == nullptr && !what) return {};
    // A person is not content.
    if (const Mention* m = mention(j); m != nullptr && !frame.description && m->last - m->first + 1 > 0 &&
                                       e_.entities[m->entity].type == EntityType::person && m->first == j)
      if (frame.act == Act::say) return {};
  }
  return {Opener::object, j, j, 0};
}

// `وهو ما نفته روسيا`, `الأمر الذي أكده فلان`: the cue that takes up the clause before, if such words begin at token j.
std::uint32_t StatementFinder::resumed_by(std::uint32_t j) const {
  if (token(j).kind != TokenKind::word || !frames_.is("resumes", word(j).name) || j + 2 >= last()) return kNoToken;
  if (word(j + 1).pos != model::Pos::pron || word(j + 2).enclitic != Enclitic::him || word(j + 2).find(Category::verb) == nullptr)
    return kNoToken;
  const Frame* f = frame_of(j + 2);
  return f != nullptr && (f->act == Act::deny || f->act == Act::confirm || f->that) ? j + 2 : kNoToken;
}

// End of the content that begins at token `from`: where the reporter's own words go on.
std::uint32_t StatementFinder::content_end(std::uint32_t from, std::uint32_t cue) const {
  const std::uint32_t inside = token(from).quotation;
  std::uint32_t j = from;
  std::uint32_t depth = 0;
  for (; j < last(); ++j) {
    const Token& t = token(j);
    if (inside != kNoToken && j == token(inside).partner) return j;  // the quotation around ends
    if (t.kind == TokenKind::quote) {
      if (t.opens && t.partner != kNoToken && t.partner < last()) {
        j = t.partner;
        continue;
      }
      continue;
    }
    if (t.kind == TokenKind::punctuation) {
      if (t.mark == U'(') ++depth;
      if (t.mark == U')') {
        if (depth == 0) return j;
        --depth;
      }
      if (depth > 0) continue;
      // Inside a quotation of several sentences the clause ends with its own.
      if (inside != kNoToken && j > from && (t.mark == U'.' || t.mark == U'!' || t.mark == 0x061F)) return j;
      // A dash after a space opens the reporter's aside only if another closes it; left to the reader.
      continue;
    }
    if (depth > 0 || j == from) continue;
    const bool after_comma = is_comma(token(j - 1)) || token(j - 1).kind == TokenKind::quote;
    const Word& w = word(j);
    if (after_comma && resumed_by(j) != kNoToken) return j;
    if (frames_.is("clause_end", t.key) ||
        (t.key.size() > 2 && t.key[0] == model::kWaw && after_comma && frames_.is("clause_end", t.key.substr(1)))) {
      // `حين` ends only as `في حين`.
      const bool in_hin = token(j - 1).kind == TokenKind::word && word(j - 1).pos == model::Pos::adp;
      if (after_comma || in_hin) {
        std::uint32_t end = in_hin ? j - 1 : j;
        if (in_hin && !(end > from && (is_comma(token(end - 1)) || token(end - 1).kind == TokenKind::quote))) continue;
        return end;
      }
    }
    if (frames_.source_at(a_, j, last()).frame != nullptr && source_reads(j)) return j;
    if (!after_comma && !(w.has(language::kAnd))) continue;
    if (w.find(Category::participle) != nullptr && circumstantial_cue(j)) return j;
    if (w.is(Category::verb) && (w.has(language::kAnd) || after_comma) && new_cue(j, cue, after_comma)) return j;
    // كما أكد, فيما قال
    if (after_comma && j + 1 < last() && frames_.is("discourse", t.key) && word(j + 1).is(Category::verb) &&
        frames_.of_verb(word(j + 1).sense->ref) != nullptr)
      return j;
  }
  return j;
}

// `نفى ذلك`: content that is only a demonstrative is what was said before.
void StatementFinder::take_antecedent(FoundStatement& f, const Opener& opener) const {
  if (opener.kind != Opener::object || f.content_last != f.content_first + 1) return;
  const Word& w = word(f.content_first);
  if (w.pos != model::Pos::det && w.pos != model::Pos::pron) return;
  for (std::size_t k = out_.size(); k-- > 0;) {
    if (out_[k].parent != kNoToken || same(out_[k].statement.speaker, f.statement.speaker)) continue;
    if (out_[k].statement.act == Act::no_comment) continue;
    Span said = out_[k].statement.content;
    // Told inside those very words (`that it was so, but the capital denies this`): what stands before the last comma.
    std::uint32_t end = f.cue;
    if (out_[k].content_first <= f.cue && f.cue < out_[k].content_last) {
      while (end > out_[k].content_first + 1 && !is_comma(token(end))) --end;
      if (!is_comma(token(end))) return;
      said.end = token(end - 1).span.end;
    }
    f.statement.content = said;
    f.statement.quotation = Quotation::indirect;
    return;
  }
}

void StatementFinder::set_content(FoundStatement& f, const Opener& opener, std::uint32_t content_last, std::uint32_t cue) {
  Statement& s = f.statement;
  std::uint32_t c = opener.first;
  while (c + 1 < last() &&
         (is_comma(token(c)) || token(c).mark == U':' || (token(c).kind == TokenKind::punctuation && token(c).mark == U'.')))
    ++c;
  // A quotation right at the opening.
  if (token(c).kind == TokenKind::quote) {
    const Token& q = token(c);
    if (q.partner != kNoToken && q.opens) {
      std::uint32_t end = q.partner;
      const std::uint32_t clause = content_last != 0 ? content_last : content_end(c, cue);
      const bool goes_on = rest_goes_on(end + 1, clause);
      if (!goes_on) {
        f.content_first = c + 1;
        f.content_last = std::max(end, c + 1);
        s.quotation = Quotation::direct;
        s.content = trimmed(f.content_first, f.content_last, false);
        return;
      }
      f.content_first = c;
      f.content_last = trim_tokens(c, clause);
      s.quotation = Quotation::mixed;
      s.content = {token(c).span.start, token(f.content_last - 1).span.end};
      return;
    }
    if (q.partner == kNoToken) {
      // Opened and never closed: to the end of the paragraph's sentence.
      f.content_first = c + 1;
      f.content_last = trim_tokens(c + 1, last());
      s.quotation = Quotation::direct;
      s.content = trimmed(f.content_first, f.content_last, false);
      return;
    }
  }
  std::uint32_t end = content_last != 0 ? content_last : content_end(c, cue);
  if (content_last == 0 && (opener.kind == Opener::object || opener.kind == Opener::preposition)) end = noun_content_end(c, end);
  f.content_first = c;
  f.content_last = trim_tokens(c, std::max(end, c + 1));
  s.quotation = Quotation::indirect;
  for (std::uint32_t j = c; j < f.content_last; ++j) {
    const Token& t = token(j);
    if (t.kind == TokenKind::quote && t.opens && t.partner != kNoToken && t.partner < f.content_last) {
      const Mention* m = mention(j + 1);
      const bool name = m != nullptr && m->first == j + 1 && m->last == t.partner;
      if (!name) s.quotation = Quotation::mixed;
    }
  }
  // Everything in quotation marks that is left of the clause: direct after all.
  s.content = trimmed(f.content_first, f.content_last, true);
  if (c == cue && opener.kind == Opener::object && (word(c).has(language::kAnd) || word(c).has(language::kThen))) ++s.content.start;
  if (opener.strip > 0 && c == opener.first) {
    std::uint32_t start = s.content.start;
    std::uint32_t letters = opener.strip + (word(c).has(language::kAnd) ? 1 : 0);
    if (word(c).has(language::kFor) && word(c).has(language::kThe)) ++letters;  // after لل the article cannot be copied
    while (letters > 0 && start + 1 < s.content.end) {
      if (model::fold_char(a_.text.chars[start]) != 0) --letters;
      ++start;
    }
    s.content.start = start;
  }
}

// Content that is a noun phrase ends where the reporter adds when and after what it was said.
std::uint32_t StatementFinder::noun_content_end(std::uint32_t from, std::uint32_t end) const {
  for (std::uint32_t j = from + 1; j < end; ++j) {
    const Token& t = token(j);
    if (t.kind == TokenKind::quote && t.opens && t.partner != kNoToken && t.partner < end) {
      j = t.partner;
      continue;
    }
    if (is_comma(t) && j > from + 1) {
      // An enumeration or a clause of the same kind goes on: `and` with a noun, `also`.
      if (j + 1 < end && token(j + 1).kind == TokenKind::word && word(j + 1).has(language::kAnd) && !word(j + 1).is(Category::verb) &&
          language::is_nominal(word(j + 1)))
        continue;
      return j;
    }
    if (t.kind == TokenKind::word && (frames_.is("aside", t.key) || (word(j).find(Category::participle) != nullptr && circumstance(j))))
      return j;
  }
  return end;
}

// `قائلا إن`: a participle of speech in the accusative with its own content.
bool StatementFinder::circumstance(std::uint32_t j) const {
  if ((word(j).features & model::kAccusative) == 0 || word(j).has(language::kThe)) return false;
  const Frame* f = frame_of(j);
  return f != nullptr && f->cls == FrameClass::verb && find_opener(j, *f).kind != Opener::none;
}

// Whether the reported clause goes on after a quotation that opened it.
bool StatementFinder::rest_goes_on(std::uint32_t from, std::uint32_t clause_end) const {
  if (from >= clause_end) return false;
  const Token& t = token(from);
  if (t.kind == TokenKind::punctuation) return false;
  if (t.kind != TokenKind::word && t.kind != TokenKind::number && t.kind != TokenKind::quote) return false;
  return clause_end > from + 1;
}

std::uint32_t StatementFinder::trim_tokens(std::uint32_t from, std::uint32_t end) const {
  while (end > from + 1) {
    const Token& t = token(end - 1);
    const bool stop =
        t.kind == TokenKind::punctuation && t.mark != U')' && t.mark != U'%' && t.mark != 0x066A && t.mark != U'؟' && t.mark != U'!';
    const bool lone = t.kind == TokenKind::quote && (t.partner == kNoToken || t.partner < from);
    if (!stop && !lone) break;
    --end;
  }
  return end;
}

Span StatementFinder::trimmed(std::uint32_t from, std::uint32_t end, bool) const {
  end = trim_tokens(from, std::max(end, from + 1));
  return a_.span(from, end);
}

}  // namespace isnad::extract
