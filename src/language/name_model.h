// The weights of the name tagger and the word clusters it knows, as they lie in data/models/names.bin. Read-only.
//
// The file: a NameModelHeader, then for the features a table of prints (16 bits of the hash that found the slot, 0: empty) and
// one of weights (a row of kRow per slot), then the same for what is known of words (prints, WordClasses), then the coarse
// cluster of each fine one.
// Everything is little endian. `isnad_train_names` writes it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace isnad::language {

/// What the tagger says of one token.
enum NameLabel : std::uint8_t {
  kOutside,
  kBeginPerson,
  kInPerson,
  kBeginOrganization,
  kInOrganization,
  kBeginLocation,
  kInLocation,
  kLabels
};

/// Whether `label` may follow `before`; kLabels stands for the beginning of a sentence.
constexpr bool follows(int before, int label) {
  if (label == kOutside || label % 2 == 1) return true;
  return before == label || before == label - 1;
}

struct NameModelHeader {
  static constexpr char kMagic[9] = "ISNADNE3";
  char magic[8];
  std::uint32_t feature_bits;  ///< log2 of the slots of the features
  std::uint32_t word_bits;     ///< log2 of the slots of the words
  std::uint32_t fine_clusters;
  std::uint32_t passes;            ///< 2: the text is read again with what was found the first time
  float scale;                     ///< what a weight of 1 stands for
  std::int16_t transitions[8][8];  ///< [before][label]; row 7 is the beginning of a sentence
};

/// What was learnt of a word from plain text.
struct WordClasses {
  static constexpr std::uint16_t kNone = 0xFFFF;
  std::uint16_t fine = kNone;  ///< cluster of words that stand in like contexts
  /// How often the word is part of a name: for persons, organizations and locations a level of 0…4 (three bits each), then how
  /// often it begins a person's name among its times in one (two bits).
  std::uint16_t tendency = kNone;
};

class NameModel {
 public:
  static constexpr std::uint32_t kRow = 8;          ///< kLabels weights and one to spare: a row is one load
  static constexpr std::uint32_t kMostProbes = 48;  ///< the writer leaves out what would lie further from its place

  /// Nothing if the bytes are not a whole model of this version. They must outlive the model, 2-aligned.
  static std::optional<NameModel> open(std::string_view bytes);

  const NameModelHeader& header() const { return header_; }
  /// Adds the weights of a feature, if it has any, to `sums`.
  void add(std::uint64_t feature, std::int16_t* sums) const {
    const std::uint32_t slot = find(prints_, feature);
    if (slot == kNone) return;
    const std::int8_t* row = weights_.data() + std::size_t{slot} * kRow;
    for (std::uint32_t k = 0; k < kRow; ++k) sums[k] = static_cast<std::int16_t>(sums[k] + row[k]);
  }
  /// Asks for the memory that add() will need.
  void prefetch(std::uint64_t feature) const { __builtin_prefetch(&prints_[place(feature, static_cast<std::uint32_t>(prints_.size()))]); }
  /// What was learnt of a word, by hash_key of its stem.
  WordClasses word(std::uint64_t stem) const {
    const std::uint32_t slot = find(word_prints_, spread(stem));
    return slot == kNone ? WordClasses{} : words_[slot];
  }
  /// The coarse cluster of a fine one; 0xFF for none.
  std::uint8_t coarse(std::uint16_t fine) const { return fine < coarse_.size() ? coarse_[fine] : 0xFF; }

  /// Where a hash belongs and what print it leaves: for the writer.
  static std::uint32_t place(std::uint64_t hash, std::uint32_t slots) { return static_cast<std::uint32_t>(hash >> 32) & (slots - 1); }
  static std::uint16_t print(std::uint64_t hash) {
    const auto p = static_cast<std::uint16_t>(hash);
    return p == 0 ? 1 : p;
  }
  /// FNV hashes of short words differ little in their high bits.
  static std::uint64_t spread(std::uint64_t hash) {
    hash *= 0x9E3779B97F4A7C15ull;
    return hash ^ hash >> 32;
  }

  /// Parts of the file, for a program that makes a new model with the same words.
  std::span<const std::uint16_t> word_prints() const { return word_prints_; }
  std::span<const WordClasses> words() const { return words_; }
  std::span<const std::uint8_t> coarse_clusters() const { return coarse_; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  NameModelHeader header_{};
  std::span<const std::uint16_t> prints_;
  std::span<const std::int8_t> weights_;
  std::span<const std::uint16_t> word_prints_;
  std::span<const WordClasses> words_;
  std::span<const std::uint8_t> coarse_;

  static std::uint32_t find(std::span<const std::uint16_t> prints, std::uint64_t hash) {
    const auto slots = static_cast<std::uint32_t>(prints.size());
    const std::uint16_t wanted = print(hash);
    std::uint32_t at = place(hash, slots);
    for (std::uint32_t n = 0; n < kMostProbes; ++n, at = (at + 1) & (slots - 1)) {
      if (prints[at] == wanted) return at;
      if (prints[at] == 0) return kNone;
    }
    return kNone;
  }
};

}  // namespace isnad::language
