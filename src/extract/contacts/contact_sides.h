// The sides of a contact: whom a noun phrase, an adjective, a pronoun or the subject of a verb stands for.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "extract/contacts/contact_text.h"
#include "extract/reference.h"

namespace isnad::extract {

/// Reads sides. Officials of a state that are not named stand for the state; persons, bodies and states for themselves.
/// Keeps the states named so far, so read the text in order (reach()).
class ContactSides {
 public:
  explicit ContactSides(const ContactText& text);

  /// Takes note of the states named up to token i (exclusive).
  void reach(std::uint32_t i);
  /// Takes note of the two sides of a contact, so that `the two sides` finds them.
  void met(const std::vector<Party>& parties, std::uint32_t trigger);
  /// The sentence of the last contact.
  std::uint32_t met_in() const { return met_in_; }

  /// Adds a side unless it is there.
  static void add(std::vector<Party>& parties, Party p);

  /// The sides that the phrase at token `at` names, joined ones too. Returns the token after them (`at` if there is none).
  /// `places`: a place stands for its state (the goal of a visit).
  std::uint32_t read(std::uint32_t at, std::uint32_t limit, std::vector<Party>& parties, bool places = false) const;
  /// The same where the phrase can act: a person, body or state, no thing.
  std::uint32_t read_actor(std::uint32_t at, std::uint32_t limit, std::vector<Party>& parties) const;

  /// States by the adjectives right behind token i (`المحادثات الأميركية الإيرانية`). Returns the token after them.
  std::uint32_t adjectives(std::uint32_t i, std::uint32_t limit, std::vector<Party>& parties) const;

  /// The subject of the verb at token i: behind it, before it in its clause, the head of a relative clause, the speaker whose
  /// words it is in, or who acted last. `end`: the token after a subject that stands behind the verb.
  struct Subject {
    std::vector<Party> parties;
    std::uint32_t end = 0;
    bool before = false;  ///< stands before the verb, or is left out
  };
  Subject subject(std::uint32_t i, std::uint32_t limit) const;
  /// Whom a verb without a subject means: a pronoun on its conjunction, or the subject of the verb before it in its sentence.
  std::vector<Party> left_out(std::uint32_t i) const;

  /// Whom a pronoun on the word at token i means. Several for `them two`.
  std::vector<Party> pronoun(std::uint32_t i) const;

  /// Whom `the two countries`, `the two sides`, `the two ministers` at token i mean: the sides met last, else the states or
  /// persons named last.
  std::vector<Party> pair(std::uint32_t i) const;
  /// The two states named last, without the given ones.
  std::vector<Party> states_without(const std::vector<Party>& others) const;

  Party state(std::uint32_t row) const;
  /// The state that a place lies in.
  const Party* state_of_place(const Mention& m, Party& out) const;
  /// The state whose official a person is; null if that is not known.
  const Party* state_of_person(const Party& p, Party& out) const;
  Party party_of_mention(const Mention& m) const { return reference_.party_of_mention(m); }
  const Reference& reference() const { return reference_; }

  /// Skips what may stand between a verb and its subject or object: times, adverbs, an aside between commas.
  std::uint32_t skip(std::uint32_t i, std::uint32_t limit) const;

 private:
  const ContactText& x_;
  const model::Table& countries_;
  Reference reference_;
  std::unordered_map<std::uint32_t, std::uint32_t> entity_of_row_;  // row of gazetteer/countries -> entity
  std::vector<std::uint32_t> states_;                               // rows of the states named so far, newest last
  std::uint32_t reached_ = 0;
  std::vector<Party> met_;
  std::uint32_t met_in_ = 0;

  std::uint32_t delegates(std::uint32_t at, std::uint32_t limit, std::vector<Party>& parties) const;
  std::uint32_t homeland(std::uint32_t at, std::vector<Party>& parties) const;
  std::uint32_t each_named(std::uint32_t at, std::uint32_t limit, std::vector<Party>& parties) const;
  bool office(std::uint32_t i) const;
  bool one(const Voice& v, std::vector<Party>& parties, bool places) const;
  std::uint32_t row_of_iso(std::string_view iso) const;
  std::uint32_t row_of_place(std::uint32_t from, std::uint32_t to) const;
};

}  // namespace isnad::extract
