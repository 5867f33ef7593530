// What plain text teaches of words: clusters of those that stand in like contexts, and how often each is part of a name.
#pragma once

#include <string>

#include "crf.h"
#include "isnad/result.h"

namespace isnad::training {

struct WordOptions {
  std::size_t words = 50000;    ///< most frequent stems that get a cluster
  std::size_t contexts = 1500;  ///< most frequent words that count as context, at each of four places
  std::size_t dimensions = 96;
  std::size_t fine = 1024, coarse = 128;
  std::size_t rounds = 12;         ///< of k-means
  std::size_t tendencies = 90000;  ///< most frequent stems whose tendency is kept
};

/// Reads a document a line from `path`. Stems are described by the positive mutual information of their neighbours (two to
/// each side), reduced to a few dimensions (subspace iteration) and put into clusters (k-means on the sphere); the fine
/// clusters' centres once more into coarse ones. Fixed seeds: the same corpus gives the same clusters.
Result<WordTable> learn_clusters(const std::string& path, const model::Lexicon& lexicon, const WordOptions& options);

/// Tags the text with a model and counts how often each stem is part of a name of each type. Gives the model's own words with
/// these tendencies.
Result<WordTable> learn_tendencies(const std::string& path, const model::Lexicon& lexicon, const language::NameModel& model,
                                   const WordOptions& options);

}  // namespace isnad::training
