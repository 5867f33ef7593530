// How statements are found: sentence by sentence, cue by cue. Only for the files that implement find_statements():
// statements.cc       sentences, and what becomes of a cue
// statement_cues.cc   verbs, participles, verbal nouns, headlines, passing on, silence
// statement_content.cc   where reported words begin and end
// statement_speakers.cc  who speaks: subjects, antecedents, elided subjects, addressees
// statement_sources.cc   sources beside the clause (according to …), interviews, media, datelines
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "extract/reference.h"
#include "extract/statements/statements.h"
#include "language/phrase.h"
#include "model/key.h"

namespace isnad::extract {

using language::Analysis;
using language::Enclitic;
using language::Word;
using model::Category;
using model::Sense;
using text::kNoToken;
using text::Sentence;
using text::Token;
using text::TokenKind;

inline bool is_comma(const Token& t) {
  return t.kind == TokenKind::punctuation && (t.mark == 0x060C || t.mark == U',' || t.mark == 0x061B || t.mark == U';');
}
inline bool is_dash(const Token& t) { return t.kind == TokenKind::punctuation && (t.mark == U'-' || t.mark == 0x2013 || t.mark == 0x2014); }

// Where the content of a cue begins.
struct Opener {
  enum Kind { none, that, quote, preposition, object } kind = none;
  std::uint32_t at = 0;     // token that opens
  std::uint32_t first = 0;  // first token of the content
  std::uint32_t strip = 0;  // letters of an attached preposition to cut off the first token
};

class StatementFinder {
 public:
  StatementFinder(const Analysis& analysis, const Entities& entities, const Times& times, const Frames& frames,
                  const model::Lexicon& lexicon, std::uint32_t outlet);
  std::vector<FoundStatement> run();

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
  std::uint32_t first_ = 0;           // of the sentence, behind a dateline
  std::uint32_t consumed_until_ = 0;  // tokens before this one are a source that was read already
  std::size_t sentence_first_statement_ = 0;
  std::uint32_t paragraph_ = kNoToken;
  std::uint32_t speakers_first_ = 0, speakers_last_ = 0;  // tokens of all who speak with the cue in hand
  std::vector<Party> sentence_source_;                    // `According to X, ...` at the head of the sentence
  const Token& token(std::uint32_t i) const { return a_.tokens()[i]; }
  const Word& word(std::uint32_t i) const { return a_.words[i]; }
  std::uint32_t first() const { return first_; }
  std::uint32_t last() const { return sentence_->last; }
  bool is(const char* function, std::uint32_t i) const;
  bool is_that(std::uint32_t i) const;
  const Mention* mention(std::uint32_t i) const;
  bool inside_name(std::uint32_t i) const;
  std::uint32_t after_dateline(const Sentence& s) const;
  // --- cues ---------------------------------------------------------------------------------------------------------

  void read_sentence();
  std::vector<std::uint32_t> used_sources_;
  bool claimed_source(std::uint32_t i) const { return std::find(used_sources_.begin(), used_sources_.end(), i) != used_sources_.end(); }
  bool negated(std::uint32_t i) const;
  bool hidden_verb(std::uint32_t i) const;
  const Frame* frame_of(std::uint32_t i) const;
  const Frame* silence_of(std::uint32_t i) const;
  // Words within words within words: nobody writes more of them, and each repeats the text of the rest of its sentence.
  static constexpr std::uint32_t kDeepest = 8;
  // How many statements back the same or an enclosing one is looked for: text without any full stop is one sentence.
  static constexpr std::size_t kRecent = 64;
  std::size_t first_recent() const { return std::max(sentence_first_statement_, out_.size() > kRecent ? out_.size() - kRecent : 0); }
  std::uint32_t depth_of(std::uint32_t statement) const;
  std::uint32_t parent_of(std::uint32_t i) const;
  void verb(std::uint32_t i);
  Opener quotation_before(std::uint32_t cue, const Frame& frame, const std::vector<Voice>& voices) const;
  bool jussive_alone(std::uint32_t i) const;
  bool is_past_negation(std::uint32_t i) const;
  void participle(std::uint32_t i);
  bool continues_noun(std::uint32_t i) const;
  void verbal_noun(std::uint32_t i);
  void headline(std::uint32_t colon);
  // --- content ------------------------------------------------------------------------------------------------------

  bool preposition_opens(std::uint32_t j, const Frame& frame, std::uint32_t& strip) const;
  bool name_quotation(std::uint32_t q) const;
  Opener find_opener(std::uint32_t cue, const Frame& frame) const;
  bool joined_participle(std::uint32_t j) const;
  bool verb_expects_that(std::uint32_t i) const;
  bool later_that(std::uint32_t from) const;
  Opener object_opener(std::uint32_t cue, const Frame& frame, const std::vector<Voice>& voices, bool possessed = false) const;
  std::uint32_t resumed_by(std::uint32_t j) const;
  std::uint32_t content_end(std::uint32_t from, std::uint32_t cue) const;
  bool circumstantial_cue(std::uint32_t j) const;
  bool new_cue(std::uint32_t j, std::uint32_t cue, bool after_comma) const;
  bool source_reads(std::uint32_t i) const;
  // --- speakers -----------------------------------------------------------------------------------------------------

  std::vector<Voice> subject(std::uint32_t cue, std::uint32_t limit, std::uint32_t parent, bool strict) const;
  std::optional<Voice> antecedent(std::uint32_t cue) const;
  std::vector<Voice> subject_before(std::uint32_t cue, std::uint32_t parent) const;
  bool auxiliary(std::uint32_t i) const;
  bool relative_before(std::uint32_t i, std::uint32_t from) const;
  bool unmarked_subject(std::uint32_t cue, const Voice& v) const;
  bool verb_first(std::uint32_t from, std::uint32_t cue) const;
  bool kin(std::uint32_t i) const;
  static bool agrees(const Word& verb, const Voice& v);
  bool contrast(std::uint32_t i) const;
  std::uint32_t clause_start(std::uint32_t i, std::uint32_t parent) const;
  std::uint32_t enclosing(std::uint32_t i) const;
  std::optional<Voice> same_sentence_speaker(std::uint32_t i, std::uint32_t parent) const;
  std::optional<Voice> elided(std::uint32_t cue, std::uint32_t parent) const;
  struct OwnedWords {
    std::uint32_t noun = 0;  ///< what the words are: `تصريحات`
    Voice owner;             ///< whose they are, through whoever passes them on
  };
  std::optional<OwnedWords> owned_words(std::uint32_t cue) const;
  // --- source phrases -----------------------------------------------------------------------------------------------

  struct SourceReading {
    std::optional<Voice> voice;
    std::uint32_t end = 0;       // token after the source
    std::uint32_t cue_last = 0;  // token after the cue words
    bool own = false;            // as the speaker put it: no source
  };

  bool blames(std::uint32_t i) const;
  SourceReading read_source(const Frames::Match& match) const;
  std::uint32_t source(std::uint32_t i, const Frames::Match& match);
  bool no_link(const Party& p) const;
  std::optional<Voice> interview(std::uint32_t from, std::uint32_t to) const;
  std::optional<Voice> link(const Voice& v) const { return no_link(v.party) ? std::nullopt : std::optional<Voice>(v); }
  std::optional<Voice> medium_at(std::uint32_t k, std::uint32_t limit) const;
  std::optional<Voice> spreader(std::uint32_t verb, std::uint32_t limit) const;
  void share_media();
  bool discourse_opening(std::uint32_t i) const {
    return token(i).kind == TokenKind::word && word(i).pos == model::Pos::cconj && word(i).stem.size() > 1;
  }
  bool sentence_has_cue(std::uint32_t from) const;
  void extend_family(std::uint32_t root, const Voice& source, bool relays);
  static bool same(const Party& a, const Party& b);
  // --- passing on ---------------------------------------------------------------------------------------------------

  void pass_on(std::uint32_t cue, const Frame& frame, Opener opener, std::vector<Voice> voices, std::uint32_t parent);
  // --- silence ------------------------------------------------------------------------------------------------------

  bool refuses_comment(std::uint32_t i);
  bool asks_anonymity(std::uint32_t i) const;
  void take_up(std::uint32_t i, const Frame& frame);
  static Frame silence_frame();
  void keep_silence(std::uint32_t i, const Frame& frame);
  // --- making -------------------------------------------------------------------------------------------------------

  void add_statements(std::uint32_t cue, std::uint32_t cue_last, const Frame& frame, const Opener& opener, const std::vector<Voice>& voices,
                      std::uint32_t parent, std::uint32_t content_last = 0);
  FoundStatement make(std::uint32_t cue, std::uint32_t cue_last, const Frame& frame, const Opener& opener, std::uint32_t content_last,
                      const Voice& v, std::uint32_t parent);
  void take_antecedent(FoundStatement& f, const Opener& opener) const;
  Span cue_span(std::uint32_t cue, std::uint32_t cue_last) const;
  void set_content(FoundStatement& f, const Opener& opener, std::uint32_t content_last, std::uint32_t cue);
  std::uint32_t noun_content_end(std::uint32_t from, std::uint32_t end) const;
  bool circumstance(std::uint32_t j) const;
  bool rest_goes_on(std::uint32_t from, std::uint32_t clause_end) const;
  std::uint32_t trim_tokens(std::uint32_t from, std::uint32_t end) const;
  Span trimmed(std::uint32_t from, std::uint32_t end, bool) const;
  void find_addressee(FoundStatement& f, const Frame& frame, const Opener& opener, const Voice& speaker);
  void find_time(FoundStatement& f, const Opener& opener);
  void push(FoundStatement f, Voice v);
  void finish(FoundStatement& f) const;
};

}  // namespace isnad::extract
