// The language data that reading needs, compiled from data/ and embedded in the program.
#pragma once

namespace isnad {

namespace model {
class Lexicon;
}

/// Read-only after construction: any number of threads may share one.
class Model {
 public:
  /// The data that this program was built with. Constructed on first use.
  static const Model& builtin();

  const model::Lexicon& lexicon() const { return *lexicon_; }

 private:
  explicit Model(const model::Lexicon& lexicon) : lexicon_(&lexicon) {}
  const model::Lexicon* lexicon_;
};

}  // namespace isnad
