#include "extract/statements.h"

#include <algorithm>
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
using model::Sense;
using text::kNoToken;
using text::Sentence;
using text::Token;
using text::TokenKind;

bool is_comma(const Token& t) { return t.kind == TokenKind::punctuation && (t.mark == 0x060C || t.mark == U',' || t.mark == 0x061B || t.mark == U';'); }
bool is_dash(const Token& t) { return t.kind == TokenKind::punctuation && (t.mark == U'-' || t.mark == 0x2013 || t.mark == 0x2014); }

// Where the content of a cue begins.
struct Opener {
  enum Kind { none, that, quote, preposition, object } kind = none;
  std::uint32_t at = 0;       // token that opens
  std::uint32_t first = 0;    // first token of the content
  std::uint32_t strip = 0;    // letters of an attached preposition to cut off the first token
};

class Finder {
 public:
  Finder(const Analysis& analysis, const Entities& entities, const Times& times, const Frames& frames, const model::Lexicon& lexicon,
         std::uint32_t outlet)
      : a_(analysis), e_(entities), times_(times), frames_(frames), lexicon_(lexicon), outlet_(outlet), reference_(analysis, entities, lexicon) {
    timex_at_.assign(a_.tokens().size(), kNoToken);
    for (std::uint32_t m = 0; m < times_.mentions.size(); ++m)
      for (std::uint32_t i = times_.mentions[m].first; i < times_.mentions[m].last; ++i) timex_at_[i] = m;
  }

  std::vector<FoundStatement> run() {
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

 private:
  const Analysis& a_;
  const Entities& e_;
  const Times& times_;
  const Frames& frames_;
  const model::Lexicon& lexicon_;
  std::uint32_t outlet_;
  Reference reference_;
  std::vector<std::uint32_t> timex_at_;
  std::vector<FoundStatement> out_;
  std::vector<Voice> speaker_of_;  // parallel to out_
  const Sentence* sentence_ = nullptr;
  std::uint32_t first_ = 0;            // of the sentence, behind a dateline
  std::uint32_t consumed_until_ = 0;   // tokens before this one are a source that was read already
  std::size_t sentence_first_statement_ = 0;
  std::uint32_t paragraph_ = kNoToken;
  std::uint32_t speakers_first_ = 0, speakers_last_ = 0;  // tokens of all who speak with the cue in hand
  std::vector<Party> sentence_source_;  // `According to X, ...` at the head of the sentence

  const Token& token(std::uint32_t i) const { return a_.tokens()[i]; }
  const Word& word(std::uint32_t i) const { return a_.words[i]; }
  std::uint32_t first() const { return first_; }
  std::uint32_t last() const { return sentence_->last; }

  bool is(const char* function, std::uint32_t i) const {
    return token(i).kind == TokenKind::word && (frames_.is(function, token(i).key) || frames_.is(function, word(i).name));
  }

  // إن, أن: alone, with an attached preposition or conjunction, or with a pronoun.
  bool is_that(std::uint32_t i) const {
    const Word& w = word(i);
    if (token(i).kind != TokenKind::word || inside_name(i)) return false;
    if (frames_.is("that", token(i).key)) return true;
    return w.pos == model::Pos::sconj && frames_.is("that", w.stem) && !w.has(language::kLike) && !w.has(language::kFor);
  }

  const Mention* mention(std::uint32_t i) const {
    const std::uint32_t m = e_.mention_at[i];
    return m == kNoToken ? nullptr : &e_.mentions[m];
  }

  // `CNN` written out letter by letter ends in words that look like the opener of a clause.
  bool inside_name(std::uint32_t i) const {
    const Mention* m = mention(i);
    return m != nullptr && m->first < i;
  }

  // `دبي، الإمارات (CNN) --`, `عواصم - وكالات:`: what stands before the dash or colon says where the text comes from.
  std::uint32_t after_dateline(const Sentence& s) const {
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

  // --- cues ---------------------------------------------------------------------------------------------------------

  void read_sentence() {
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

  std::vector<std::uint32_t> used_sources_;
  bool claimed_source(std::uint32_t i) const { return std::find(used_sources_.begin(), used_sources_.end(), i) != used_sources_.end(); }

  bool negated(std::uint32_t i) const {
    if (i <= first()) return false;
    const std::uint32_t p = i - 1;
    if (token(p).kind != TokenKind::word) return false;
    if (is("negation", p)) return true;
    return p > first() && is("negation", p - 1) && is_that(p);  // دون أن
  }

  // A verb that is written like a preposition (`وعبر الوزير عن …`): it opens its sentence, somebody who can speak follows, and the
  // preposition of its frame comes next.
  bool hidden_verb(std::uint32_t i) const {
    const Frame* f = frame_of(i);
    if (f == nullptr || i + 3 >= last()) return false;
    const Opener o = find_opener(i, *f);
    if (o.kind != Opener::preposition && o.kind != Opener::that) return false;
    const auto v = reference_.read(i + 1, o.at);
    const bool pronoun = token(i + 1).kind == TokenKind::word && word(i + 1).has(language::kFor) == false && word(i + 1).enclitic != Enclitic::none;
    if (!(v && v->human) && !pronoun) return false;
    const std::uint32_t end = v && v->human ? v->last : i + 2;
    return o.at >= end && o.at <= end + 1;
  }

  // The frame of a verb form. A written form may be a form of several verbs (`ترد`): the reading chosen in context first.
  const Frame* frame_of(std::uint32_t i) const {
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

  const Frame* silence_of(std::uint32_t i) const {
    const Word& w = word(i);
    if (const Frame* f = frames_.of_silence(w.sense->ref)) return f;
    for (const Sense& x : w.senses)
      if (x.category == Category::verb)
        if (const Frame* f = frames_.of_silence(x.ref)) return f;
    return nullptr;
  }

  // Words within words within words: nobody writes more of them, and each repeats the text of the rest of its sentence.
  static constexpr std::uint32_t kDeepest = 8;
  // How many statements back the same or an enclosing one is looked for: text without any full stop is one sentence.
  static constexpr std::size_t kRecent = 64;

  std::size_t first_recent() const { return std::max(sentence_first_statement_, out_.size() > kRecent ? out_.size() - kRecent : 0); }

  std::uint32_t depth_of(std::uint32_t statement) const {
    std::uint32_t depth = 0;
    for (; statement != kNoToken && depth <= kDeepest; statement = out_[statement].parent) ++depth;
    return depth;
  }

  // Statement in whose content the token stands, innermost.
  std::uint32_t parent_of(std::uint32_t i) const {
    std::uint32_t best = kNoToken;
    for (std::uint32_t k = static_cast<std::uint32_t>(first_recent()); k < out_.size(); ++k) {
      const FoundStatement& f = out_[k];
      if (f.content_first <= i && i < f.content_last && f.cue != i &&
          (best == kNoToken || f.content_last - f.content_first <= out_[best].content_last - out_[best].content_first))
        best = k;
    }
    return best;
  }

  void verb(std::uint32_t i) {
    const Word& w = word(i);
    const Frame* frame = frame_of(i);
    if (negated(i)) {
      if (const Frame* silence = silence_of(i)) return keep_silence(i, *silence);
      if (frame == nullptr || frame->act != Act::say || (w.features & model::kPresent) == 0 || is_past_negation(i)) return;
    }
    if (frame == nullptr) return;
    if (frame->act == Act::refuse && refuses_comment(i)) return;
    if (w.has(language::kFor)) return;  // a purpose
    if ((w.features & model::kDual) != 0 && (w.features & model::kPresent) == 0 && w.find(Category::masdar) != nullptr) return;  // ردا على سؤال
    if ((w.features & (model::kFirst | model::kSecond)) != 0) return;  // speech about oneself inside a quotation
    if ((w.features & model::kPassive) != 0) return;
    if (frames_.is("clause_end", token(i).key)) return;
    // `تصريحات أوردتها وكالة`: the pronoun is the content told elsewhere.
    if ((w.enclitic == Enclitic::him || w.enclitic == Enclitic::her) && !frame->description && !frame->addressee_object && frame->act != Act::deny &&
        frame->act != Act::refuse)
      return;
    const std::uint32_t parent = parent_of(i);
    if (depth_of(parent) > kDeepest) return;
    // A relative clause (`the plan that he announced`) narrates, unless content follows it openly.
    Opener opener = find_opener(i, *frame);
    std::vector<Voice> voices;
    if (auto v = antecedent(i)) voices.push_back(*v);
    else voices = subject(i, opener.kind == Opener::none ? last() : opener.at, parent, true);
    std::uint32_t content_last = 0;
    if (opener.kind == Opener::none) opener = object_opener(i, *frame, voices);
    if (opener.kind == Opener::none) {
      opener = quotation_before(i, *frame, voices);
      if (opener.kind != Opener::none) content_last = token(opener.first).partner + 1;
    }
    if (opener.kind == Opener::none) return;
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

  // The words before the cue: `«...»، قال فلان`. The speaker follows the cue.
  Opener quotation_before(std::uint32_t cue, const Frame& frame, const std::vector<Voice>& voices) const {
    if (!frame.quote || voices.empty() || voices[0].first < cue || cue < first() + 3) return {};
    std::uint32_t q = cue - 1;
    while (q > first() + 1 && (is_comma(token(q)) || is_dash(token(q)))) --q;
    const Token& t = token(q);
    if (t.kind != TokenKind::quote || t.opens || t.partner == kNoToken || t.partner < first() || q < t.partner + 3) return {};
    for (std::size_t k = first_recent(); k < out_.size(); ++k)
      if (out_[k].content_first <= t.partner + 1 && out_[k].content_last > t.partner) return {};
    return {Opener::quote, voices.back().last, t.partner, 0};
  }

  // A form that is only jussive (`يجب` of `أجاب`) does not stand without its particle.
  bool jussive_alone(std::uint32_t i) const {
    for (const Sense& x : word(i).senses)
      if (x.category == Category::verb && (x.features & model::kJussive) == 0 && x.ref == word(i).sense->ref) return false;
    return (word(i).features & model::kPlural) == 0 && !word(i).has(language::kFor);
  }

  bool is_past_negation(std::uint32_t i) const {
    return token(i - 1).key.size() == 2 && token(i - 1).key[0] == model::kLam && token(i - 1).key[1] == model::kMeem;
  }

  void participle(std::uint32_t i) {
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
  bool continues_noun(std::uint32_t i) const {
    return word(i).pos == model::Pos::adj && (word(i).features & model::kAccusative) == 0 && language::continues_phrase(a_, i - 1, i);
  }

  // A verbal noun as cue: `قوله إن`, `رفضهم تقديم …`, `إعلان ترامب انسحاب بلاده`. Its possessor speaks: a pronoun or a name.
  void verbal_noun(std::uint32_t i) {
    const Word& w = word(i);
    if (w.has(language::kThe) || w.has(language::kFor) || w.enclitic == Enclitic::me || w.enclitic == Enclitic::us || w.enclitic == Enclitic::you) return;
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
  void headline(std::uint32_t colon) {
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

  // --- content ------------------------------------------------------------------------------------------------------

  bool preposition_opens(std::uint32_t j, const Frame& frame, std::uint32_t& strip) const {
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
  bool name_quotation(std::uint32_t q) const {
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

  Opener find_opener(std::uint32_t cue, const Frame& frame) const {
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
        if (j > cue + 1 && word(j - 1).pos == model::Pos::adp && word(j - 1).enclitic == Enclitic::none && token(j - 1).kind == TokenKind::word) {
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
      // Another cue after a comma has content of its own.
      if (relative == 0 && j > cue + 2 && w.is(Category::verb) && frame_of(j) != nullptr &&
          (is_comma(token(j - 1)) || (is_comma(token(j - 2)) && frames_.is("discourse", token(j - 1).key))))
        return {};
      // A new clause joined by and, or a clause of the reporter, ends the search.
      if (w.is(Category::verb) && w.has(language::kAnd) && j > cue + 1 && relative == 0) return {};
      if (j > cue + 1 && joined_participle(j)) return {};
      if (frames_.is("clause_end", t.key) && !w.has(language::kBy)) return {};
    }
    return {};
  }

  // `نافيا وجود خلاف ومؤكدا أن`: a second cue of the same speaker.
  bool joined_participle(std::uint32_t j) const {
    const Word& w = word(j);
    if (!w.has(language::kAnd) || w.has(language::kThe) || (w.features & model::kAccusative) == 0) return false;
    if (w.find(Category::participle) == nullptr) return false;
    const Frame* f = frame_of(j);
    return f != nullptr && f->cls == FrameClass::verb;
  }

  // Whether the word before a that-clause is itself a verb that takes one (so the clause is its own).
  bool verb_expects_that(std::uint32_t i) const {
    const Word& w = word(i);
    if (!w.is(Category::verb)) return false;
    const Frame* f = frames_.of_verb(w.sense->ref);
    return f != nullptr && f->that;
  }

  bool later_that(std::uint32_t from) const {
    for (std::uint32_t j = from; j < last() && j < from + 10; ++j) {
      if (token(j).kind == TokenKind::quote || token(j).mark == U':') return false;
      if (is_comma(token(j))) continue;
      if (is_that(j)) return !(j > from && word(j - 1).pos == model::Pos::adp);
      if (word(j).is(Category::verb)) return false;
    }
    return false;
  }

  // The object of the cue as content: after the subject, or right after the cue if the subject is not there.
  Opener object_opener(std::uint32_t cue, const Frame& frame, const std::vector<Voice>& voices, bool possessed = false) const {
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
        j = language::phrase_end(a_, j);
        continue;
      }
      break;
    }
    if (j >= last() || token(j).kind == TokenKind::punctuation) return {};
    const Word& w = word(j);
    if (token(j).kind == TokenKind::word) {
      // A verbal noun may look like a verb (`عقد لقاء`).
      if (w.has(language::kAnd) || (language::is_verb(w) && w.find(Category::masdar) == nullptr)) return {};
      if (!language::is_nominal(w) && w.pos != model::Pos::det && w.find(Category::masdar) == nullptr) return {};
      // A person is not content.
      if (const Mention* m = mention(j); m != nullptr && !frame.description && m->last - m->first + 1 > 0 &&
                                         e_.entities[m->entity].type == EntityType::person && m->first == j)
        if (frame.act == Act::say) return {};
    }
    return {Opener::object, j, j, 0};
  }

  // End of the content that begins at token `from`: where the reporter's own words go on.
  std::uint32_t content_end(std::uint32_t from, std::uint32_t cue) const {
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
      if (frames_.is("clause_end", t.key) || (t.key.size() > 2 && t.key[0] == model::kWaw && after_comma && frames_.is("clause_end", t.key.substr(1)))) {
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
      if (after_comma && j + 1 < last() && frames_.is("discourse", t.key) && word(j + 1).is(Category::verb) && frames_.of_verb(word(j + 1).sense->ref) != nullptr) return j;
    }
    return j;
  }

  bool circumstantial_cue(std::uint32_t j) const {
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
  bool new_cue(std::uint32_t j, std::uint32_t cue, bool after_comma) const {
    const Word& w = word(j);
    const Frame* f = frame_of(j);
    if (f == nullptr || f->cls == FrameClass::silence) return false;
    if ((w.features & (model::kFirst | model::kSecond | model::kPassive)) != 0) return false;
    if (negated(j)) return false;
    (void)cue;
    const Opener o = find_opener(j, *f);
    if (o.kind == Opener::none && !f->object) return false;
    if (after_comma && w.has(language::kAnd)) return true;
    // Without a comma only what can be nothing else.
    return w.has(language::kAnd) && (o.kind == Opener::that || o.kind == Opener::quote) && o.at <= j + 12;
  }

  // Whether what follows a source phrase is a source.
  bool source_reads(std::uint32_t i) const {
    const auto m = frames_.source_at(a_, i, last());
    if (m.frame == nullptr) return false;
    const SourceReading r = read_source(m);
    return r.voice.has_value();
  }

  // --- speakers -----------------------------------------------------------------------------------------------------

  // The subject of a finite cue: after it (before `limit`), else before it in its clause.
  std::vector<Voice> subject(std::uint32_t cue, std::uint32_t limit, std::uint32_t parent, bool strict) const {
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
      if (!voices.empty() && voices[0].human && agrees(verb, voices[0])) return voices;
      if (!voices.empty() && limit < last() && voices[0].last <= limit && !voices[0].named && unmarked_subject(cue, voices[0])) return voices;
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
  std::optional<Voice> antecedent(std::uint32_t cue) const {
    if (cue < first() + 2 || token(cue - 1).kind != TokenKind::word) return std::nullopt;
    const Word& p = word(cue - 1);
    if (p.pos != model::Pos::pron || (p.features & model::kRelative) == 0 || p.has(language::kBy) || p.has(language::kFor)) return std::nullopt;
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
  std::vector<Voice> subject_before(std::uint32_t cue, std::uint32_t parent) const {
    std::uint32_t from = clause_start(cue, parent);
    if (from < cue && token(from).kind == TokenKind::word && word(from).is(Category::verb) && auxiliary(from)) ++from;
    if (from >= cue) return {};
    for (std::uint32_t i = from; i < cue; ++i)
      if (word(i).is(Category::verb) && (i == from || !relative_before(i, from))) return {};
    std::vector<Voice> voices = reference_.read_joined(from, cue);
    if (voices.empty() || !voices[0].human || !agrees(word(cue), voices[0])) return {};
    return voices;
  }

  bool auxiliary(std::uint32_t i) const {
    for (const Sense& x : word(i).senses)
      if (x.category == Category::verb && frames_.auxiliary(x.ref)) return true;
    return false;
  }

  // Whether a relative pronoun stands between: the verb belongs to a clause of the noun.
  bool relative_before(std::uint32_t i, std::uint32_t from) const {
    for (std::uint32_t j = i; j-- > from;)
      if (word(j).pos == model::Pos::pron && (word(j).features & model::kRelative) != 0) return true;
    return false;
  }

  // A noun right after the verb that is not known to be able to speak: a subject if the content has its own opener.
  bool unmarked_subject(std::uint32_t cue, const Voice& v) const {
    const Word& w = word(v.first);
    // A verbal noun speaks only where nothing but the clause can be the object: `أظهرت دراسة أن`.
    const bool object = w.is(Category::masdar) && (v.last >= last() || !is_that(v.last) || frame_of(v.first) != nullptr);
    const bool described = (w.is(Category::participle) || w.pos == model::Pos::adj) && !w.has(language::kThe);
    return v.first == cue + 1 && token(v.first).key.size() > 2 && !object && !described && !w.has(language::kBy) &&
           !w.has(language::kFor) && w.enclitic == Enclitic::none && (w.features & model::kAccusative) == 0 && w.pos != model::Pos::adv;
  }

  // Whether another finite verb opens the clause (then what stands before the cue is that verb's).
  bool verb_first(std::uint32_t from, std::uint32_t cue) const {
    for (std::uint32_t i = from; i < cue; ++i)
      if (token(i).kind == TokenKind::word && word(i).is(Category::verb) && i == from) return true;
    return false;
  }

  // A noun for a person that a pronoun makes somebody's (`محاميه`), not a form of address (`معاليه`).
  bool kin(std::uint32_t i) const {
    const Sense* t = word(i).find(Category::title);
    if (t == nullptr) return false;
    const model::Table& titles = lexicon_.table("lexicon/titles");
    return titles.cell(t->ref, titles.column("kind")) != "honorific";
  }

  // Gender agreement, where both sides show it: before its subject the verb is singular.
  static bool agrees(const Word& verb, const Voice& v) {
    const bool feminine_verb = (verb.features & model::kFeminine) != 0;
    if (v.party.kind == PartyKind::person) return true;
    if (v.party.kind == PartyKind::country) return true;
    if (v.plural) return true;
    if (v.named) return true;
    return feminine_verb == v.feminine || verb.is(Category::participle);
  }

  std::uint32_t clause_start(std::uint32_t i, std::uint32_t parent) const {
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
    }
    return from;
  }

  std::uint32_t enclosing(std::uint32_t i) const {
    const std::uint32_t p = parent_of(i);
    return p;
  }

  // Who speaks on in the sentence: the speaker of its last statement outside the given content.
  std::optional<Voice> same_sentence_speaker(std::uint32_t i, std::uint32_t parent) const {
    for (std::size_t k = out_.size(); k-- > first_recent();) {
      if (out_[k].cue > i) continue;
      if (parent != kNoToken && k == parent) return speaker_of_[k];
      if (out_[k].parent == parent) return speaker_of_[k];
    }
    return std::nullopt;
  }

  // The elided subject: whoever spoke last and agrees.
  std::optional<Voice> elided(std::uint32_t cue, std::uint32_t parent) const {
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

  // --- source phrases -----------------------------------------------------------------------------------------------

  struct SourceReading {
    std::optional<Voice> voice;
    std::uint32_t end = 0;       // token after the source
    std::uint32_t cue_last = 0;  // token after the cue words
  };

  SourceReading read_source(const Frames::Match& match) const {
    SourceReading r;
    std::uint32_t j = match.end;
    r.cue_last = j;
    if (j >= last()) return r;
    // `بحسب ما قال X`, `حسبما ذكرت X`, `وفقا لما نقلته X`: a verb stands between.
    const bool what = is("what", j) || (match.attached && token(j).key.size() == 3 && word(j).has(language::kFor) && frames_.is("what", word(j).stem)) ||
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
    auto v = reference_.read(j, last());
    if (!v) return r;
    const bool speech = token(j).kind == TokenKind::word && (word(j).features & model::kSpeech) != 0;
    if (speech && (!v->named || v->last == j + 1)) {
      // `وفق تصريحات نقلتها X`: the words themselves are no source, who spread them is.
      for (std::uint32_t k = v->last; k < last() && k < v->last + 4; ++k)
        if (word(k).is(Category::verb)) {
          if (const auto s = spreader(k, last())) {
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
  std::uint32_t source(std::uint32_t i, const Frames::Match& match) {
    const SourceReading r = read_source(match);
    if (!r.voice) return i;
    Voice v = *r.voice;
    if (no_link(v.party)) return r.end;
    const bool at_head = i == first() || (token(i - 1).kind == TokenKind::punctuation && (token(i - 1).mark == U'.' || token(i - 1).mark == 0x2026)) || (i == first() + 1 && token(first()).kind == TokenKind::word && word(first()).pos == model::Pos::cconj);
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
        if (token(k).kind == TokenKind::punctuation && (token(k).mark == U'.' || token(k).mark == 0x2026) && token(k).quotation == kNoToken) from = k + 1;
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
    if (!at_head && f.content_first == opener.first && (word(f.content_first).has(language::kAnd) || word(f.content_first).has(language::kThen)))
      ++f.statement.content.start;
    push(std::move(f), v);
    return r.end;
  }

  // Who never stands in a chain: the article's own outlet and the platforms on which people write.
  bool no_link(const Party& p) const {
    if (!p.entity) return false;
    if (*p.entity == outlet_) return true;
    if (p.kind != PartyKind::organization) return false;
    const std::uint32_t row = e_.row[*p.entity];
    const model::Table& t = lexicon_.table("gazetteer/organizations");
    return row < t.rows() && t.cell(row, t.column("kind")) == "platform";
  }

  // The medium to which the words were said or that spread them: `في مقابلة مع X`, `في تصريح لوكالة X`, `في بيان نقلته X`,
  // `قال لصحيفة X`, near the cue and outside the content.
  std::optional<Voice> interview(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t j = from; j + 1 < to; ++j) {
      if (token(j).kind != TokenKind::word) continue;
      const bool said_to = word(j).has(language::kFor) && (word(j).find(Category::head) != nullptr || mention(j) != nullptr || token(j).key.size() == 1);
      if (said_to) {
        const auto v = medium_at(token(j).key.size() == 1 ? j + 1 : j, to);
        if (v) return link(*v);
      }
      if (!frames_.is("interview", word(j).stem)) continue;
      for (std::uint32_t k = j + 1; k < to && k < j + 14; ++k) {
        if (const auto v = medium_at(k, to)) return link(*v);
        if (word(k).is(Category::verb) && word(k).enclitic != Enclitic::none)
          if (const auto v = spreader(k, to)) return link(*v);
      }
    }
    return std::nullopt;
  }

  std::optional<Voice> link(const Voice& v) const { return no_link(v.party) ? std::nullopt : std::optional<Voice>(v); }

  std::optional<Voice> medium_at(std::uint32_t k, std::uint32_t limit) const {
    const Mention* m = mention(k);
    const bool starts = m != nullptr && m->first == k && e_.entities[m->entity].type == EntityType::media;
    if (!starts && (k >= a_.words.size() || word(k).find(Category::head) == nullptr)) return std::nullopt;
    auto v = reference_.read(k, limit);
    return v && v->party.kind == PartyKind::media ? v : std::nullopt;
  }

  // `نقلته X`: who spread the words, the subject of a verb whose object is the words.
  std::optional<Voice> spreader(std::uint32_t verb, std::uint32_t limit) const {
    if (frame_of(verb) == nullptr) return std::nullopt;
    auto v = reference_.read(verb + 1, limit);
    return v && v->human ? v : std::nullopt;
  }

  // A medium named once as the source of a person's words is the source of that person's other words in the text, unless two
  // media are named for them or the words came another way.
  void share_media() {
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

  bool discourse_opening(std::uint32_t i) const { return token(i).kind == TokenKind::word && word(i).pos == model::Pos::cconj && word(i).stem.size() > 1; }

  bool sentence_has_cue(std::uint32_t from) const {
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

  void extend_family(std::uint32_t root, const Voice& source, bool relays) {
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

  static bool same(const Party& a, const Party& b) {
    if (a.entity && b.entity) return *a.entity == *b.entity;
    return a.name == b.name;
  }

  // --- passing on ---------------------------------------------------------------------------------------------------

  // `نقلت X عن Y قوله إن …`
  void pass_on(std::uint32_t cue, const Frame& frame, Opener opener, std::vector<Voice> voices, std::uint32_t parent) {
    std::optional<Voice> origin;
    for (std::uint32_t j = cue + 1; j < opener.at; ++j) {
      if (token(j).kind != TokenKind::word) continue;
      if ((frame.addressee.empty() ? frames_.is("about", token(j).key) : token(j).key == frame.addressee) && j + 1 < opener.at) {
        std::uint32_t end = j + 2;
        while (end < opener.at && !frames_.is("said", token(end).key)) ++end;
        origin = reference_.read(j + 1, end);
        break;
      }
      if (frames_.is("about", word(j).stem) && word(j).enclitic != Enclitic::none) {
        // `عنه`: the last whose words were told, no medium.
        for (std::size_t k = out_.size(); k-- > 0;)
          if (speaker_of_[k].party.kind == PartyKind::person || speaker_of_[k].party.kind == PartyKind::anonymous) {
            origin = speaker_of_[k];
            break;
          }
        // Nobody has spoken yet: the last person named.
        for (std::uint32_t k = cue; !origin && k-- > 0;)
          if (const Mention* m = mention(k); m != nullptr && e_.entities[m->entity].type == EntityType::person) origin = reference_.read(m->first, cue);
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

  // --- silence ------------------------------------------------------------------------------------------------------

  // `رفض التعليق`
  bool refuses_comment(std::uint32_t i) {
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

  static Frame silence_frame() {
    Frame f;
    f.cls = FrameClass::silence;
    f.act = Act::no_comment;
    f.name = "silence";
    return f;
  }

  // `لم يرد`, `لم تعلق`, `لم يصدر تعليق عن`
  void keep_silence(std::uint32_t i, const Frame& frame) {
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

  // --- making -------------------------------------------------------------------------------------------------------

  void add_statements(std::uint32_t cue, std::uint32_t cue_last, const Frame& frame, const Opener& opener, const std::vector<Voice>& voices,
                      std::uint32_t parent, std::uint32_t content_last = 0) {
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

  FoundStatement make(std::uint32_t cue, std::uint32_t cue_last, const Frame& frame, const Opener& opener, std::uint32_t content_last,
                      const Voice& v, std::uint32_t parent) {
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

  // `نفى ذلك`: content that is only a demonstrative is what was said before.
  void take_antecedent(FoundStatement& f, const Opener& opener) const {
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

  Span cue_span(std::uint32_t cue, std::uint32_t cue_last) const {
    Span span = a_.span(cue, cue_last);
    const Word& w = word(cue);
    if (w.has(language::kAnd) || w.has(language::kThen)) ++span.start;
    return span;
  }

  void set_content(FoundStatement& f, const Opener& opener, std::uint32_t content_last, std::uint32_t cue) {
    Statement& s = f.statement;
    std::uint32_t c = opener.first;
    while (c + 1 < last() && (is_comma(token(c)) || token(c).mark == U':' || (token(c).kind == TokenKind::punctuation && token(c).mark == U'.' ))) ++c;
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
  std::uint32_t noun_content_end(std::uint32_t from, std::uint32_t end) const {
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
      if (t.kind == TokenKind::word && (frames_.is("aside", t.key) || (word(j).find(Category::participle) != nullptr && circumstance(j)))) return j;
    }
    return end;
  }

  // `قائلا إن`: a participle of speech in the accusative with its own content.
  bool circumstance(std::uint32_t j) const {
    if ((word(j).features & model::kAccusative) == 0 || word(j).has(language::kThe)) return false;
    const Frame* f = frame_of(j);
    return f != nullptr && f->cls == FrameClass::verb && find_opener(j, *f).kind != Opener::none;
  }

  // Whether the reported clause goes on after a quotation that opened it.
  bool rest_goes_on(std::uint32_t from, std::uint32_t clause_end) const {
    if (from >= clause_end) return false;
    const Token& t = token(from);
    if (t.kind == TokenKind::punctuation) return false;
    if (t.kind != TokenKind::word && t.kind != TokenKind::number && t.kind != TokenKind::quote) return false;
    return clause_end > from + 1;
  }

  std::uint32_t trim_tokens(std::uint32_t from, std::uint32_t end) const {
    while (end > from + 1) {
      const Token& t = token(end - 1);
      const bool stop = t.kind == TokenKind::punctuation && t.mark != U')' && t.mark != U'%' && t.mark != 0x066A && t.mark != U'؟' && t.mark != U'!';
      const bool lone = t.kind == TokenKind::quote && (t.partner == kNoToken || t.partner < from);
      if (!stop && !lone) break;
      --end;
    }
    return end;
  }

  Span trimmed(std::uint32_t from, std::uint32_t end, bool) const {
    end = trim_tokens(from, std::max(end, from + 1));
    return a_.span(from, end);
  }

  void find_addressee(FoundStatement& f, const Frame& frame, const Opener& opener, const Voice& speaker) {
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

  // A date near the cue, outside the content, tells when it was said.
  void find_time(FoundStatement& f, const Opener& opener) {
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

  void push(FoundStatement f, Voice v) {
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
  void finish(FoundStatement& f) const {
    for (std::uint32_t j = f.content_first; j < f.content_last && j < f.content_first + 2; ++j) f.names_claim = f.names_claim || frames_.is_claim(word(j).stem);
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
};

}  // namespace

std::vector<FoundStatement> find_statements(const Analysis& analysis, const Entities& entities, const Times& times, const Frames& frames,
                                            const model::Lexicon& lexicon, std::uint32_t outlet) {
  return Finder(analysis, entities, times, frames, lexicon, outlet).run();
}

}  // namespace isnad::extract
