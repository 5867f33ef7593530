// The place in a text that shows a query's words best. What a word of a text may be the term of is asked of the analysis once for each
// spelling, and known for a while: a text is walked in the time of its length. Thread-safe; each thread knows what it has asked.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
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
  const model::Lexicon& lexicon_;
  link::TermModel terms_;

  /// Terms by their hashes.
  static constexpr std::size_t kTerms = 6;
  struct Known {
    std::uint64_t word = 0;  ///< hash; 0: nothing is known here
    std::array<std::uint32_t, kTerms> terms{};
  };
  void learn(std::string_view word, Known& known) const;
};

}  // namespace isnad::serve
