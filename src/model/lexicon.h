// The compiled language data: words, phrases and tables, read-only.
//
// Everything lives in one blob of bytes that `isnad_compile_data` made from data/; a Lexicon only points into it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "isnad/result.h"
#include "model/blob.h"

namespace isnad::model {

/// Coarse parts of speech (Universal Dependencies).
enum class Pos : std::uint8_t { unknown, noun, proper, verb, adj, adp, cconj, sconj, pron, det, part, adv, num, intj, punct };

/// What a sense is a sense of; for all but `word` and the verb categories, `ref` is a row of the table of that name.
enum class Category : std::uint8_t {
  verb,          ///< finite verb form; ref: row of lexicon/verbs
  masdar,        ///< verbal noun; ref: row of lexicon/verbs
  participle,    ///< active participle; ref: row of lexicon/verbs
  word,          ///< lexicon/words
  title,         ///< lexicon/titles
  country,       ///< gazetteer/countries, a name of the state
  gentilic,      ///< gazetteer/countries, its adjective or people
  capital,       ///< gazetteer/countries
  metonym,       ///< gazetteer/countries
  place,         ///< gazetteer/places
  outlet,        ///< gazetteer/outlets
  organization,  ///< gazetteer/organizations
  person,        ///< gazetteer/persons
  name_part,     ///< gazetteer/name_parts
  head,          ///< lexicon/heads: begins or announces the name of a body, medium or place
};

enum Feature : std::uint32_t {
  kSingular = 1u << 0,
  kDual = 1u << 1,
  kPlural = 1u << 2,
  kMasculine = 1u << 3,
  kFeminine = 1u << 4,
  kFirst = 1u << 5,
  kSecond = 1u << 6,
  kThird = 1u << 7,
  kPast = 1u << 8,
  kPresent = 1u << 9,
  kJussive = 1u << 10,
  kPassive = 1u << 11,
  kAccusative = 1u << 12,  ///< written with the alef of tanwin
  kRelative = 1u << 13,
  kNegative = 1u << 14,
  kHuman = 1u << 15,
  kTime = 1u << 16,
  kSpeech = 1u << 17,
  kClause = 1u << 18,
  kAmbiguous = 1u << 19,  ///< a name that is an ordinary word too
  kAlias = 1u << 20,      ///< a name that is not the entry's main name
  kUnnamed = 1u << 21,    ///< a title that stands for an unnamed source
  kFuture = 1u << 22,
  kSole = 1u << 23,     ///< a title whose holder bears no other office
  kEpithet = 1u << 24,  ///< a title that another one of the same person follows
};

struct Sense {
  Category category;
  Pos pos;
  std::uint16_t spelling;  ///< spelling() of the form as the data file writes it
  std::uint32_t features;
  std::uint32_t ref : 24;
  std::uint32_t frequency : 8 = 0;  ///< of the entry in news (model/word_model.h); 0 if nothing is known
};

/// A data file as compiled: rows of UTF-8 cells in the order of the file.
class Table {
 public:
  std::uint32_t rows() const { return rows_; }
  std::string_view cell(std::uint32_t row, std::uint32_t column) const;
  /// Column number of a name; asserts that it exists (the compiler checked the file against its schema).
  std::uint32_t column(std::string_view name) const;

 private:
  friend class Lexicon;
  std::uint32_t rows_ = 0, columns_ = 0;
  const blob::Cell* cells_ = nullptr;  // the columns' names, then the rows
  std::string_view text_;
};

/// Values of a `|` separated cell; none for `-`.
std::vector<std::string_view> values(std::string_view cell);

class Lexicon {
 public:
  /// The data embedded in this program.
  static const Lexicon& builtin();
  /// A blob as the compiler writes it. Fails if it is not one of this version. `bytes` must outlive the lexicon, 8-aligned.
  static Result<Lexicon> open(std::string_view bytes);

  /// All senses of a one-word key. Empty if it is unknown.
  std::span<const Sense> find(std::string_view key) const;

  /// Names and fixed phrases of several words as a trie over keys: start at kRoot, step word by word.
  static constexpr std::uint32_t kRoot = 0;
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;
  std::uint32_t step(std::uint32_t node, std::string_view key) const;
  /// Senses of the phrase that ends at the node. Empty if none ends there. One-word names are in the trie too.
  std::span<const Sense> senses_at(std::uint32_t node) const;

  /// The table of a data file, by its path without ending: `gazetteer/countries`. Without rows if there is no such file.
  const Table& table(std::string_view name) const;
  /// The bytes of a trained model, data/models/NAME.bin, 16-aligned. Empty if there is none.
  std::string_view model(std::string_view name) const;

  /// All tables' names, for tests and tools.
  std::vector<std::string_view> table_names() const;

 private:
  std::span<const blob::Slot> words_;  // by hash of the key; value: first sense
  std::span<const blob::Slot> edges_;  // by hash of node and key; value: next node
  std::span<const blob::Node> nodes_;
  std::span<const Sense> senses_;
  std::vector<std::pair<std::string_view, Table>> tables_;
  std::vector<std::pair<std::string_view, std::string_view>> models_;
};

/// FNV-1a: what the compiler and the lexicon agree on.
constexpr std::uint64_t hash_key(std::string_view key, std::uint64_t seed = 0xcbf29ce484222325ull) {
  std::uint64_t h = seed;
  for (const char c : key) {
    h ^= static_cast<unsigned char>(c);
    h *= 0x100000001b3ull;
  }
  return h == 0 ? 1 : h;
}

/// Hash of the edge that leaves trie node `node` by the word `key`.
constexpr std::uint64_t hash_edge(std::uint32_t node, std::string_view key) {
  return hash_key(key, 0xcbf29ce484222325ull ^ (static_cast<std::uint64_t>(node) * 0x9E3779B97F4A7C15ull));
}

}  // namespace isnad::model
