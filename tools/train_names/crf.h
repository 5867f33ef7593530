// A linear-chain conditional random field, trained by FTRL-proximal: follow the regularized leader with a learning rate of its
// own for each weight (McMahan et al., 2013), which leaves most weights at exactly 0. One thread, fixed order: deterministic.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "corpus.h"
#include "language/name_features.h"

namespace isnad::training {

/// Texts of one convention. The weights of a feature are the sum of shared ones and of the domain's own (Daumé, 2007).
struct Domain {
  std::string name;
  const std::vector<LabelledText>* texts = nullptr;
  double weight = 1;  ///< how much its sentences count
};

struct CrfOptions {
  int epochs = 20;
  double rate = 0.15;                 ///< alpha of FTRL
  double l1 = 1.0, l2 = 0.5;          ///< shared weights
  double own_l1 = 1.0, own_l2 = 1.0;  ///< weights of a domain
  double dropout = 0.3;               ///< share of a token's features that are hidden, others each time it is seen: context must do too
  double unknown = 0.3;               ///< every text is read once more with this share of its rare words and names made unknown
  double unknown_weight = 0.5;
  double boldness = 0.5;    ///< taken from the outside label at the end: training counts tokens, most of which are outside
  std::uint32_t folds = 4;  ///< of the taggers that make first passes over texts they were not trained on; 0: one pass only
  std::uint32_t least = 2;  ///< features seen less often are left out
  std::size_t target = 0;   ///< the domain whose own weights the model gets
  std::uint32_t feature_bits = 18;
};

/// What was learnt of words from plain text.
struct WordTable {
  std::map<std::uint64_t, language::WordClasses> words;  ///< by hash_key of the stem
  std::vector<std::uint8_t> coarse_of;                   ///< the coarse cluster of each fine one
};

/// Trains; gives the model as the bytes of its file. `words` is a model from which what is known of words is taken. `report` is
/// called after each epoch with what would be the model now.
std::string train(const std::vector<Domain>& domains, const model::Lexicon& lexicon, const language::NameModel& words,
                  const CrfOptions& options, const std::function<void(int epoch, double loss, const std::string& model)>& report);

/// A model without weights that knows words.
std::string word_model(const WordTable& words);

/// `bytes` (a model) as NameModel; asserts that it is one.
language::NameModel open_model(const std::string& bytes);

}  // namespace isnad::training
