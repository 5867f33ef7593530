// What tells of a contact: triggers with where their sides stand, and the words with a function around them. Built once from
// data/frames/contact.tsv and data/frames/contact_words.tsv.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "isnad/record.h"
#include "language/analysis.h"

namespace isnad::extract {

/// How a trigger takes its sides (legend of data/frames/contact.tsv).
enum class TriggerClass : std::uint8_t { verb, noun, change, tour };

struct Trigger {
  TriggerClass cls = TriggerClass::noun;
  ContactKind kind = ContactKind::meeting;
  bool object = false;                    ///< the other side is the object
  bool joint = false;                     ///< a subject of several is all its sides
  bool phone = false;                     ///< only beside a word of telephoning
  bool body = false;                      ///< the other side is a body or a state
  bool send = false;                      ///< the object is the visitor
  bool person = false;                    ///< its subject is no body
  bool goal = false;                      ///< what is visited may be its object, behind a subject
  bool third = false;                     ///< who does it stands between the sides, which are behind `بين`
  std::vector<std::string> prepositions;  ///< keys of those that bring the other side
  std::vector<std::string> rest;          ///< keys of the words that have to follow
  std::string name;                       ///< trigger and class as in the data: for `--explain`
};

/// Functions of words around a trigger (legend of data/frames/contact_words.tsv).
enum class ContactWord : std::uint8_t {
  light,
  change,
  planned,
  proposed,
  cancelled,
  denied,
  secret,
  indirect,
  direct,
  mediator,
  between,
  other,
  both,
  negation,
  about,
  round,
  gather,
  host,
  carry,
  represent,
  interests,
  sponsor,
  clause,
  held,
  venue,
  sport,
  head,
  leaders,
  next,
  done,
  town,
  may,
  reach,
  before,
  lasts,
  through,
  inner,
  invite,
  margin,
  since,
  arrange,
  from,
  delegates,
  phone,
  shared,
  covers,
  receive,
  invitation,
  effort,
  homeland,
  interview,
  sort,
  attend
};

class ContactFrames {
 public:
  explicit ContactFrames(const model::Lexicon& lexicon);

  /// The trigger that a word is in its chosen reading; null if it is none.
  const Trigger* of_verb(const language::Word& word) const;
  /// The trigger that a word may be as a verb, whatever reading was chosen.
  const Trigger* of_verb_reading(const language::Word& word) const;
  const Trigger* of_noun(const language::Word& word) const;
  /// The noun as that of a tour; null if it is none.
  const Trigger* of_tour(const language::Word& word) const;
  /// The verb that a verbal noun is of, if that is a trigger.
  const Trigger* of_masdar(const language::Word& word) const;

  /// The functions of a word, as bits `1 << ContactWord`.
  std::uint64_t functions(std::string_view key, const language::Word& word) const;

 private:
  std::unordered_map<std::uint32_t, Trigger> verbs_;         // by row of lexicon/verbs
  std::unordered_map<std::string, Trigger> nouns_, tours_;   // by stem
  std::unordered_map<std::string, std::uint64_t> words_;     // functions by key
  std::unordered_map<std::uint32_t, std::uint64_t> lemmas_;  // functions by row of lexicon/verbs
};

}  // namespace isnad::extract
