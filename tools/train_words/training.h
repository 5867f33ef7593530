// The two steps that make data/models/words.bin.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "isnad/result.h"
#include "model/word_model.h"

namespace isnad::training {

/// The model while it is made.
struct WordTables {
  static constexpr std::uint32_t kWeightBits = 17, kFrequencyBits = 18;
  std::vector<float> weights = std::vector<float>(std::size_t{1} << kWeightBits);
  std::unordered_map<std::uint64_t, std::uint8_t> frequencies;  // by hash of entry or unknown stem

  float& weight(std::uint64_t feature) { return weights[feature & (weights.size() - 1)]; }
  std::string bytes() const;
  /// Takes weights over from a model; its frequencies stay as bytes.
  static std::string with_weights(std::string_view model, const std::vector<float>& weights);
};

/// Reads plain news, a document a line, and learns by expectation and maximization how frequent entries, inflections and
/// clitics are: every reading of a written form has a share of its count.
Result<WordTables> learn_frequencies(const std::string& corpus, const model::Lexicon& lexicon, int rounds);

struct WeightOptions {
  int epochs = 16;
  double rate = 0.04, decay = 0.02;
  std::size_t fixed = 2;  ///< so many of a reading's first features keep their weight: the frequency and the hand-written prior
  std::string leave_out;  ///< a part of the files' names that are not learnt from but measured on
};

/// Fits the weights of all features to corpora of words taken apart, beginning from the model's own.
Result<std::string> learn_weights(std::string_view model, const std::vector<std::string>& corpora, const model::Lexicon& lexicon,
                                  const WeightOptions& options);

}  // namespace isnad::training
