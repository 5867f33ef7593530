// Attribution frames: how a cue takes its speaker, content and addressee. Built once from data/frames/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "isnad/record.h"
#include "language/analysis.h"

namespace isnad::extract {

enum class FrameClass : std::uint8_t { verb, only, pass, source, silence };

struct Frame {
  FrameClass cls = FrameClass::verb;
  Act act = Act::say;
  bool pass_on = false;
  bool that = false, quote = false, object = false, description = false;
  bool blame = false;                     ///< only with a word of blame behind it: `حمله المسؤولية`
  std::vector<std::string> prepositions;  ///< keys of prepositions that open the content
  bool addressee_object = false;
  std::string addressee;  ///< key of the addressee's preposition, empty if none
  bool affirms = false;   ///< confirms, where another said the same before
  std::string name;       ///< the cue and class, as in the data: for `--explain`
};

class Frames {
 public:
  explicit Frames(const model::Lexicon& lexicon);

  /// Frame of a verb by its row in lexicon/verbs; null if the verb is no cue. Silence frames apart.
  const Frame* of_verb(std::uint32_t row) const;
  const Frame* of_silence(std::uint32_t row) const;

  /// Whether the verb only helps another (`كان قد أكد`).
  bool auxiliary(std::uint32_t row) const { return auxiliaries_.contains(row); }

  /// Whether the verb without a subject tells what is thought in general (`يتوقع أن`).
  bool impersonal(std::uint32_t row) const { return impersonals_.contains(row); }

  /// The longest source phrase that begins at token i: its frame and the token after it; null if none begins there. The last
  /// word of a phrase may be a preposition attached to the next word (`وفقا لـ`): `attached` tells.
  struct Match {
    const Frame* frame = nullptr;
    std::uint32_t end = 0;
    bool attached = false;
  };
  Match source_at(const language::Analysis& analysis, std::uint32_t i, std::uint32_t limit) const;

  /// Whether the stem is a noun for words said before (`مزاعم`): frames/relations.
  bool is_claim(std::string_view stem) const { return claims_.contains(std::string(stem)); }

  /// The act that a mark in the content shows, if one begins at token i, the `position`th word of the content (from 0).
  std::optional<Act> content_act(const language::Analysis& analysis, std::uint32_t i, std::uint32_t position, std::uint32_t limit) const;

  /// Keys of words with a given function, from data/frames/words.tsv: `that`, `clause_end`, `comment`, `condition` …
  bool is(const char* function, std::string_view key) const;

 private:
  std::vector<Frame> frames_;
  std::unordered_map<std::uint32_t, std::uint32_t> verbs_, silences_;
  std::unordered_set<std::uint32_t> auxiliaries_, impersonals_;
  struct Source {
    std::vector<std::string> keys;
    bool attached = false;
    std::uint32_t frame = 0;
  };
  std::unordered_map<std::string, std::vector<Source>> sources_;  // by first key
  std::unordered_map<std::string, std::vector<std::string>> functions_;
  std::unordered_set<std::string> claims_;
  struct Mark {
    std::vector<std::string> keys;
    std::uint32_t within = 0;  // among the first words
    Act act = Act::say;
  };
  std::vector<Mark> marks_;
};

}  // namespace isnad::extract
