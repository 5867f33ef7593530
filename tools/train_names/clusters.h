// Clusters of words that stand in like contexts, learnt from plain text.
#pragma once

#include <string>

#include "crf.h"
#include "isnad/result.h"

namespace isnad::training {

struct ClusterOptions {
  std::size_t words = 50000;     ///< most frequent stems that get a cluster
  std::size_t contexts = 1500;   ///< most frequent words that count as context, at each of four places
  std::size_t dimensions = 64;
  std::size_t fine = 512, coarse = 64;
  std::size_t rounds = 12;       ///< of k-means
};

/// Reads a document a line from `path`. Stems are described by the positive mutual information of their neighbours (two to
/// each side), reduced to a few dimensions (subspace iteration) and put into clusters (k-means on the sphere); the fine
/// clusters' centres once more into coarse ones. Fixed seeds: the same corpus gives the same clusters.
Result<ClusterTable> learn_clusters(const std::string& path, const model::Lexicon& lexicon, const ClusterOptions& options);

}  // namespace isnad::training
