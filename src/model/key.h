// Keys: the folded form in which words are compared and looked up.
//
// A key is a string of bytes, one a letter: ASCII for Latin letters (lower case) and digits, ISO 8859-6 for Arabic letters.
// Folding drops diacritics, tatweel and invisible controls, and makes the letters that real spelling confuses one: every
// alef with hamza, madda or wasla becomes alef, alef maksura becomes yeh, teh marbuta becomes heh, hamza on waw or yeh
// becomes hamza; Persian and presentation forms become their Arabic letters. What a careful reader must tell apart
// (alef maksura in a preposition, teh marbuta) is still there in the text itself.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace isnad::model {

/// Arabic letters as they occur in keys (ISO 8859-6); names as in Unicode.
enum Letter : char {
  kHamza = '\xC1',
  kAlef = '\xC7',
  kBeh = '\xC8',
  kTeh = '\xCA',
  kTheh = '\xCB',
  kJeem = '\xCC',
  kHah = '\xCD',
  kKhah = '\xCE',
  kDal = '\xCF',
  kThal = '\xD0',
  kReh = '\xD1',
  kZain = '\xD2',
  kSeen = '\xD3',
  kSheen = '\xD4',
  kSad = '\xD5',
  kDad = '\xD6',
  kTah = '\xD7',
  kZah = '\xD8',
  kAin = '\xD9',
  kGhain = '\xDA',
  kFeh = '\xE1',
  kQaf = '\xE2',
  kKaf = '\xE3',
  kLam = '\xE4',
  kMeem = '\xE5',
  kNoon = '\xE6',
  kHeh = '\xE7',
  kWaw = '\xE8',
  kYeh = '\xEA'
};

enum class CharClass : std::uint8_t {
  other,   ///< symbol or script that Isnad does not read
  arabic,  ///< Arabic letter
  latin,   ///< letter of another alphabet
  digit,   ///< of any kind
  mark,    ///< diacritic, tatweel, invisible control: belongs to the word, folds to nothing
  space,   ///< includes line breaks
  punctuation
};

CharClass char_class(char32_t c);

/// An apostrophe: between two Latin letters it belongs to the word and folds to nothing.
constexpr bool is_apostrophe(char32_t c) { return c == U'\'' || c == 0x2019; }

/// The key byte of a letter or digit; 0 for what folds to nothing, '?' for a letter of an alphabet without keys.
char fold_char(char32_t c);

/// A ligature of lam and an alef: the one character that has two key bytes, fold_char() and kAlef.
constexpr bool is_lam_alef(char32_t c) { return c >= 0xFEF5 && c <= 0xFEFC; }

/// Folds a whole text: letters and digits to their bytes, marks to nothing, every other character to itself if ASCII, else '?'.
std::string fold(std::u32string_view text);
std::string fold_utf8(std::string_view utf8);

/// What folding hides of a word: which alef it begins with (0 another letter, 1 bare, 2 hamza above, 3 hamza below, 4 madda),
/// which alefs the first and the second one inside it are (likewise; 0 if there is none), and whether it ends in (0 another
/// letter) 1 alef maksura, 2 yeh, 3 teh marbuta, 4 heh.
std::uint16_t spelling(std::u32string_view word);
constexpr int first_spelled(std::uint16_t s) { return s & 7; }
constexpr int inner_spelled(std::uint16_t s) { return s >> 4 & 7; }
constexpr int second_inner_spelled(std::uint16_t s) { return s >> 12 & 7; }
constexpr int last_spelled(std::uint16_t s) { return s >> 8 & 7; }
constexpr std::uint16_t kFirstSpelled = 0x0007, kLastSpelled = 0x0700;

/// A key as readable UTF-8 (folded letters stay folded).
std::string key_to_utf8(std::string_view key);

/// Keys of the words and punctuation marks of a name, split as the tokenizer splits text.
std::vector<std::string> split_keys(std::string_view utf8);

}  // namespace isnad::model
