#include "extract/names/tagged_names.h"

#include <set>

#include "extract/names/name_edges.h"
#include "language/names.h"
#include "language/phrase.h"
#include "model/key.h"

namespace isnad::extract {

using language::Word;
using model::Category;
using model::Sense;

namespace {

// Below this margin the tagger is as often wrong as right about a word alone that no gazetteer knows; above the second it is right
// about words of the language too (counted on the articles that it was not trained on).
constexpr float kDoubtful = 1.2f;
constexpr float kSure = 4.0f;

class Tagged {
 public:
  explicit Tagged(FoundNames& names) : n_(names), a_(names.analysis()) {
    for (const char* file : {"time/months", "time/weekdays"}) {
      const model::Table& t = n_.lexicon().table(file);
      for (std::uint32_t r = 0; r < t.rows(); ++r)
        for (const std::string_view v : model::values(t.cell(r, t.column("names")))) times_.insert(model::fold_utf8(v));
    }
  }

  void run() {
    for (const language::TaggedName& name : language::tag_names(a_, n_.lexicon())) one(name);
  }

 private:
  FoundNames& n_;
  const language::Analysis& a_;
  std::set<std::string, std::less<>> times_;

  const Word& word(std::uint32_t i) const { return n_.word(i); }
  bool time(std::uint32_t i) const {
    return times_.find(word(i).stem) != times_.end() || times_.find(word(i).name) != times_.end() ||
           times_.find(n_.token(i).key) != times_.end();
  }

  // The second word of a month's name: `كانون الثاني`.
  bool ends_time(std::uint32_t i) const {
    if (n_.at_start(i)) return false;
    return times_.find(std::string(n_.first_word(i - 1, kAsAnalysed)) + ' ' + std::string(n_.token(i).key)) != times_.end();
  }

  void one(const language::TaggedName& name) {
    std::uint32_t first = name.first;
    const std::uint32_t last = name.last;
    if (last == first + 1 && (time(first) || ends_time(first) || n_.token(first).key.size() < 3) && !n_.token(first).latin) return;
    switch (name.type) {
      case language::NameType::person: return person(first, last, name.score);
      case language::NameType::organization: return body(first, last, name.score);
      case language::NameType::location: return place(first, last, name.score);
    }
  }

  FoundName& put(std::uint32_t first, std::uint32_t last, EntityType type, float margin, int cut = kAsAnalysed) {
    FoundName& f = n_.add(first, last, type, 5, Category::word, kNoRow, cut);
    f.margin = margin;
    return f;
  }

  // --- persons ------------------------------------------------------------------------------------------------------

  void person(std::uint32_t first, const std::uint32_t last, float margin) {
    // `زيغمار غابرييل وفابيوس`: two persons, the second known by a family name alone.
    for (std::uint32_t i = first + 1; i < last; ++i)
      if (word(i).has(language::kAnd) && !begins_person(n_.token(i).key)) {
        person(first, i, margin);
        return person(i, last, margin);
      }
    const std::uint32_t begin = first;
    first = person_start(n_, first, last);
    if (last == first + 1 && !possible_person(first, margin)) return;
    FoundName& f = put(first, last, EntityType::person, margin, person_cut(first));
    if (first > begin) {
      f.role_first = begin;
      f.role_last = first;
      if (f.country.empty()) f.country = n_.country_in(begin, first);
    }
  }

  // A preposition that is the first letter of a name: `باراك`, `باولو`. How many letters are particles indeed.
  int person_cut(std::uint32_t i) const {
    const Word& w = word(i);
    const std::string_view key = n_.token(i).key;
    if (w.name.size() == key.size()) return kAsAnalysed;
    if (begins_person(key)) return 0;
    if (w.has(language::kAnd) && (w.proclitics & (language::kBy | language::kFor | language::kLike)) != 0 && begins_person(key.substr(1)))
      return 1;
    return kAsAnalysed;
  }

  bool begins_person(std::string_view key) const {
    for (const Sense& s : n_.lexicon().find(key))
      if (s.category == Category::name_part || s.category == Category::person) return true;
    return false;
  }

  // One word alone that every reading makes a word of the language is hardly a person.
  bool possible_person(std::uint32_t i, float margin) const {
    const Word& w = word(i);
    if (n_.token(i).latin) return true;
    if (w.enclitic != language::Enclitic::none) return false;
    // Only the second half of names (`عبد الله`).
    const model::Table& parts = n_.lexicon().table("gazetteer/name_parts");
    if (const Sense* s = w.find(Category::name_part); s != nullptr && parts.cell(s->ref, parts.column("class")) == "second") return false;
    if (w.sense == nullptr || w.is(Category::name_part)) return margin > kDoubtful;
    for (const Sense& s : w.senses)
      if (s.category == Category::name_part || s.category == Category::person || s.category == Category::gentilic) return true;
    return margin > kSure;
  }

  // --- bodies and media ---------------------------------------------------------------------------------------------

  void body(std::uint32_t first, std::uint32_t last, float margin) {
    last = body_end(first, last);
    // `دول مجلس التعاون`: who announces a body is not part of it, if what is left is one.
    if (last > first + 1 && (n_.head_kinds(first) & kBodyOutside) != 0 && (n_.head_kinds(first + 1) & kBodyInside) != 0) ++first;
    const std::uint16_t kinds = n_.head_kinds(first);
    if ((kinds & kMediaInside) != 0) {
      if (!n_.spelled_as_head(first)) return;
      put(first, last, EntityType::media, margin);
      return;
    }
    if ((kinds & kMediaOutside) != 0 && last > first + 1) {
      const std::uint16_t next = n_.head_kinds(first + 1);
      if ((next & kMediaInside) != 0) {
        put(first, last, EntityType::media, margin).strength = 6;  // `وكالة الأنباء السورية`
        return;
      }
      if (kinds == kMediaOutside && !word(first).has(language::kThe)) ++first;  // `موقع تويتر`
    }
    if ((kinds & kBodyAlone) != 0 && adjective_of_noun(n_, first)) return;
    if ((kinds & kBodyPortfolio) != 0 && last > first + 1 && !n_.at_start(first) && word(first - 1).find(Category::title) != nullptr &&
        !n_.the(first - 1) && agrees(word(first - 1), word(first + 1)))
      return;
    // The adjective of a title: `وزير الخارجية الأميركي`.
    if (n_.the(first) && last > first + 1 && word(first + 1).pos == model::Pos::adj && !agrees(word(first), word(first + 1))) {
      if (n_.at_start(first) || word(first - 1).find(Category::title) != nullptr || (kinds & kBodyAlone) == 0) return;
      last = first + 1;
    }
    if (last == first + 1 && !possible_body(first, margin)) return;
    put(first, last, EntityType::organization, margin);
  }

  // Where a body's name ends: before what another name or clause begins with.
  std::uint32_t body_end(std::uint32_t first, std::uint32_t last) const {
    for (std::uint32_t i = first + 1; i < last; ++i) {
      const Word& w = word(i);
      // `الحكومة والحوثيين`: the second of two is a body or people of its own.
      if (w.has(language::kAnd) &&
          ((n_.head_kinds(i) & (kBodyInside | kBodyAlone | kMediaInside)) != 0 || w.find(Category::organization) != nullptr ||
           w.find(Category::country) != nullptr || (n_.gentilic(i) != nullptr && (w.features & model::kPlural) != 0)))
        return i;
      // `الحكومة البريطانية العرض`: closed by the adjective of a state, unless a purpose follows.
      if (n_.the(first) && i == first + 1 && n_.gentilic(i) != nullptr && w.pos == model::Pos::adj && agrees(word(first), w) &&
          i + 1 < last && !word(i + 1).has(language::kFor) && word(i + 1).pos != model::Pos::adj)
        return i + 1;
      if (w.pos == model::Pos::adv && i + 1 == last) return i;
    }
    return last;
  }

  bool possible_body(std::uint32_t i, float margin) const {
    const Word& w = word(i);
    if (w.sense == nullptr || n_.token(i).latin || w.has(language::kThe) || w.pos == model::Pos::proper) return true;
    for (const Sense& s : w.senses)
      if (is_gazetteer(s.category) || s.category == Category::name_part) return true;
    return margin > kSure && w.enclitic == language::Enclitic::none;
  }

  // --- places -------------------------------------------------------------------------------------------------------

  void place(std::uint32_t first, std::uint32_t last, float margin) {
    first = place_start(n_, first, last);
    // Adjectives of a state alone are no names: `الكورية الشمالية`.
    if (n_.gentilic(first) != nullptr && word(first).pos == model::Pos::adj && word(first).find(Category::country) == nullptr) return;
    if (last == first + 1) {
      const Word& w = word(first);
      // Two letters are for the gazetteer to tell (`قم`, a city, and stand up).
      if (w.enclitic != language::Enclitic::none || (w.stem.size() <= 2 && !n_.token(first).latin)) return;
      if ((w.sense == nullptr || w.is(Category::name_part)) && !n_.token(first).latin && margin < kDoubtful) return;
      bool name = w.sense == nullptr || n_.token(first).latin;
      for (const Sense& s : w.senses) name = name || is_gazetteer(s.category) || s.category == Category::name_part;
      if (!name && margin < kSure) return;
    }
    put(first, last, EntityType::place, margin);
  }
};

}  // namespace

void add_tagged_names(FoundNames& names) { Tagged(names).run(); }

}  // namespace isnad::extract
