// The place in a text that shows a query's words best. What a word of a text may be the term of is asked of the analysis once for each
// spelling: a text is walked in the time of its length. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "link/terms.h"
#include "model/lexicon.h"
#include "store/query.h"

namespace isnad::serve {

struct Piece {
  std::string text;
  bool hit = false;
};

class Passages {
 public:
  explicit Passages(const model::Lexicon& lexicon) : lexicon_(lexicon), terms_(lexicon) {}
  /// About two lines, cut between words, in pieces; the beginning of the text if none of the words is in it.
  std::vector<Piece> of(const store::Query& query, std::string_view text);

 private:
  using Terms = std::shared_ptr<const std::vector<std::string>>;
  const model::Lexicon& lexicon_;
  link::TermModel terms_;
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Terms> known;
  };
  std::array<Shard, 16> shards_;

  Terms terms_of(std::string_view word);
};

}  // namespace isnad::serve
