// Names on their way to becoming mentions: every way of finding names adds to one list and asks it what stands where.
//
// Used by find_entities() only. A list belongs to one text and one thread. Nothing here walks all names to answer for one token.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "isnad/record.h"
#include "language/analysis.h"
#include "model/key.h"
#include "model/lexicon.h"

namespace isnad::extract {

constexpr std::uint32_t kNoRow = 0xFFFFFFFF;
constexpr int kAsAnalysed = -1;

struct FoundName {
  std::uint32_t first = 0, last = 0;  ///< tokens
  Span span;                          ///< without particles attached to the first word
  EntityType type = EntityType::person;
  model::Category category = model::Category::word;  ///< where it was found in the gazetteer; word: nowhere
  std::uint32_t row = kNoRow;
  int cut = kAsAnalysed;     ///< letters of the first word that are particles, if its analysis is wrong (`باراك` is no `أراك`)
  bool state = false;        ///< a capital or house that acts for its state
  bool holds_names = false;  ///< names inside it are mentions too (`إدارة ترامب`)
  bool nested = false;       ///< lies inside another name: printed, but covers no token of its own
  int strength = 0;          ///< which of two overlapping names stays
  float margin = 0;          ///< how sure the tagger was
  std::string country;
  std::uint32_t role_first = kNoRow, role_last = kNoRow;  ///< title before a person's name
  std::string role;                ///< an office that was put together from other words than these (`نظيره الإيراني`)
  std::uint32_t same_as = kNoRow;  ///< a name of which this is a short form, by position in the list; kept by settle()
  std::uint32_t next = kNoRow;     ///< the next name that begins at the same token
};

/// What a word can do before a name, as bits: the lines of lexicon/heads.
enum HeadKind : std::uint16_t {
  kBodyInside = 1,
  kBodyOutside = 2,
  kBodyAlone = 4,
  kMediaInside = 8,
  kMediaOutside = 16,
  kPlaceInside = 32,
  kPlaceOutside = 64,
  kBodyPortfolio = 256,  ///< beside kBodyAlone: behind the title of its holder it belongs to the title (`وزير الدفاع الفرنسي`)
  kBodyWeak = 128,       ///< beside kBodyInside: an everyday word too, so that a name must follow
};

bool is_gazetteer(model::Category category);
EntityType entity_type(model::Category category);
/// Which sense a name has when it has several.
int rank(model::Category category);

class FoundNames {
 public:
  FoundNames(const language::Analysis& analysis, const model::Lexicon& lexicon);

  const language::Analysis& analysis() const { return a_; }
  const model::Lexicon& lexicon() const { return lexicon_; }
  const text::Token& token(std::uint32_t i) const { return a_.tokens()[i]; }
  const language::Word& word(std::uint32_t i) const { return a_.words[i]; }
  bool is_word(std::uint32_t i, const text::Sentence& s) const { return i < s.last && token(i).kind == text::TokenKind::word; }
  /// Token i is a word without conjunction or preposition.
  bool plain_start(std::uint32_t i) const { return (word(i).proclitics & static_cast<std::uint8_t>(~language::kThe)) == 0; }
  /// Token i has the article, be it that the lexicon lists the word with it (`الخارجية`).
  bool the(std::uint32_t i) const {
    const language::Word& w = word(i);
    return w.has(language::kThe) || (w.stem.size() > 4 && w.stem[0] == model::kAlef && w.stem[1] == model::kLam);
  }
  /// Token i begins its sentence.
  bool at_start(std::uint32_t i) const { return i == 0 || token(i - 1).sentence != token(i).sentence; }

  /// Adds a name with its span and country. The reference holds until the next call.
  FoundName& add(std::uint32_t first, std::uint32_t last, EntityType type, int strength, model::Category category = model::Category::word,
                 std::uint32_t row = kNoRow, int cut = kAsAnalysed);
  std::vector<FoundName>& all() { return names_; }
  const std::vector<FoundName>& all() const { return names_; }

  /// The first name found that begins at token i, of any type or of one; null if there is none. Holds until the next add().
  FoundName* at(std::uint32_t i);
  FoundName* at(std::uint32_t i, EntityType type);
  const FoundName* at(std::uint32_t i) const { return const_cast<FoundNames*>(this)->at(i); }
  const FoundName* at(std::uint32_t i, EntityType type) const { return const_cast<FoundNames*>(this)->at(i, type); }
  /// The longest name of a type that begins at token i.
  const FoundName* longest_at(std::uint32_t i, EntityType type) const;
  /// The name found last that ends before token i, if it ends right there; for use while names are added in order.
  const FoundName* ending_at(std::uint32_t i) const;

  /// Of overlapping names the stronger stays, then the longer, then the earlier; what the others knew of the same words is kept.
  /// Sorts by position. Names inside one that holds names stay as nested ones, after it.
  void settle();

  /// The span of tokens [first, last) without particles attached to the first: those of the analysis, or its first `cut` letters.
  Span span_of(std::uint32_t first, std::uint32_t last, int cut = kAsAnalysed) const;
  /// The key of the first word of a name without particles.
  std::string_view first_word(std::uint32_t i, int cut) const;
  /// A key under which the first word of a name may stand in the trie.
  std::string first_key(std::uint32_t i) const;
  /// The state that an adjective or a name among the tokens points to; empty if none does.
  std::string country_in(std::uint32_t first, std::uint32_t last) const;
  std::string country_of(const FoundName& name) const;
  std::string iso(std::uint32_t country_row) const { return std::string(countries_.cell(country_row, 0)); }
  /// The sense of a word as adjective of a state, null if it is read otherwise.
  const model::Sense* gentilic(std::uint32_t i) const;

  std::uint16_t head_kinds(const language::Word& word) const;
  std::uint16_t head_kinds(std::uint32_t i) const { return head_kinds(word(i)); }
  /// The same for the word just as it stands: with the article only if it is listed with it (`العاصمة`, but not `المدينة`).
  std::uint16_t exact_head_kinds(std::uint32_t i) const;
  /// Whether the hamza that the word is written with speaks for or against its being a head (`الأعلام`, flags; `الإعلام`, media).
  bool spelled_as_head(std::uint32_t i) const;

 private:
  const language::Analysis& a_;
  const model::Lexicon& lexicon_;
  const model::Table& countries_;
  std::vector<std::uint16_t> head_kinds_;  ///< by row of lexicon/heads
  std::vector<FoundName> names_;
  std::vector<std::uint32_t> begins_;  ///< per token: the first name that begins there

  void index();
  std::uint16_t head_kinds(std::span<const model::Sense> senses) const;
};

}  // namespace isnad::extract
