// What was learnt of words: how frequent each entry of the data is, which unknown stems there are, and what speaks for a reading.
//
// One file, data/models/words.bin, made by tools/train_words. The data compiler puts the entries' frequencies into the senses;
// the language stage asks for the rest.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "model/lexicon.h"

namespace isnad::model {

struct WordModelHeader {
  static constexpr char kMagic[8] = {'I', 'S', 'N', 'W', 'R', 'D', '0', '1'};
  char magic[8];
  std::uint32_t frequency_bits;  ///< 2^bits slots of prints, then of frequencies
  std::uint32_t weight_bits;     ///< 2^bits weights
};

/// A frequency is 256 + 8 * log2 of a share, at least 1; 0 says that nothing is known. So 255 is one word in 1.1, 1 one in 2^32.
constexpr std::uint8_t kUnseen = 48;  ///< what to suppose of an entry that the model does not know: one word in 2^26

/// Points into the bytes it was opened on. Immutable: any number of threads.
class WordModel {
 public:
  /// Fails (no value) if the bytes are not a model of this version.
  static std::optional<WordModel> open(std::string_view bytes) {
    WordModel out;
    WordModelHeader h;
    if (bytes.size() < sizeof h) return std::nullopt;
    std::memcpy(&h, bytes.data(), sizeof h);
    if (std::memcmp(h.magic, WordModelHeader::kMagic, sizeof h.magic) != 0 || h.frequency_bits > 22 || h.weight_bits > 20)
      return std::nullopt;
    const std::size_t slots = std::size_t{1} << h.frequency_bits, weights = std::size_t{1} << h.weight_bits;
    if (bytes.size() != sizeof h + weights * 4 + slots * 3) return std::nullopt;
    const char* at = bytes.data() + sizeof h;
    out.weights_ = {reinterpret_cast<const float*>(at), weights};
    out.prints_ = {reinterpret_cast<const std::uint16_t*>(at + weights * 4), slots};
    out.frequencies_ = {reinterpret_cast<const std::uint8_t*>(at + weights * 4 + slots * 2), slots};
    return out;
  }

  /// Frequency of what has this hash; 0 if it is not known.
  std::uint8_t frequency(std::uint64_t hash) const {
    const std::size_t mask = prints_.size() - 1;
    const std::uint16_t print = print_of(hash);
    for (std::size_t i = hash & mask, tries = 0; tries < 64; i = (i + 1) & mask, ++tries) {
      if (prints_[i] == print) return frequencies_[i];
      if (prints_[i] == 0) return 0;
    }
    return 0;
  }
  float weight(std::uint64_t feature) const { return weights_[feature & (weights_.size() - 1)]; }

  static std::uint16_t print_of(std::uint64_t hash) {
    const auto print = static_cast<std::uint16_t>(hash >> 48);
    return print == 0 ? std::uint16_t{1} : print;
  }

 private:
  std::span<const float> weights_;
  std::span<const std::uint16_t> prints_;
  std::span<const std::uint8_t> frequencies_;
};

/// Mixes the bits of a hash: FNV's low ones are poor.
constexpr std::uint64_t scramble(std::uint64_t h) {
  h ^= h >> 31;
  h *= 0x9E3779B97F4A7C15ull;
  h ^= h >> 29;
  h *= 0xBF58476D1CE4E5B9ull;
  return h ^ h >> 32;
}

/// Hash of a row of a data file as an entry of the frequencies: what it is and its first two cells, which the files' editors
/// seldom change; its number changes with every line that is put before it.
inline std::uint64_t entry_hash(Category category, std::string_view first, std::string_view second) {
  return scramble(hash_key(second, hash_key(first, 0x656E7472793Aull + static_cast<std::uint64_t>(category))));
}

}  // namespace isnad::model
