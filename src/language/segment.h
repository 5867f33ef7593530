// Every way to cut the attached particles and pronouns off a written word.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "language/analysis.h"

namespace isnad::language {

/// One cut of a key. Where Arabic spells the stem otherwise when something is attached (teh marbuta becomes teh, alef maksura
/// alef, plural waw loses its alef), `restored` is the letter that stands at the stem's end in the dictionary.
struct Segmentation {
  std::uint8_t proclitics = 0;
  Enclitic enclitic = Enclitic::none;
  std::uint8_t begin = 0, end = 0;  ///< stem in the key, without article
  std::uint8_t name_begin = 0;      ///< where the stem with its article begins
  char restored = 0;                ///< letter put at the end of the stem
  bool replaces = false;            ///< the restored letter replaces the last one (else it is added)
  bool article_in_stem = false;     ///< the article is kept for the look-up (names that have it)
  bool article_from_lam = false;    ///< written lam-lam: the article's alef is not in the text
  char buffer[64];                  ///< the stem as looked up
  std::uint8_t length = 0;

  std::string_view stem_key() const { return {buffer, length}; }
  std::string_view in_text(std::string_view key) const { return key.substr(begin, end - begin); }
  std::string_view name_in(std::string_view key) const { return key.substr(name_begin, end - name_begin); }
};

/// Appends all cuts of `key` to `out`; the uncut word comes first. Words of more than 40 letters are not cut.
void segment(std::string_view key, std::vector<Segmentation>& out);

}  // namespace isnad::language
