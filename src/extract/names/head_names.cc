#include "extract/names/head_names.h"

#include <algorithm>
#include <map>

#include "extract/names/name_edges.h"
#include "language/phrase.h"
#include "model/key.h"

namespace isnad::extract {
namespace {

using language::Enclitic;
using language::Word;
using model::Category;
using model::Lexicon;
using model::Sense;
using text::kNoToken;
using text::Token;
using text::TokenKind;

// A body's name is not longer: keeps the time for a text without full stops linear.
constexpr std::uint32_t kLongestName = 12;

class Heads {
 public:
  explicit Heads(FoundNames& names) : n_(names), a_(names.analysis()), lexicon_(names.lexicon()) {}

  void run() {
    for (const text::Sentence& s : a_.sentences())
      for (std::uint32_t i = s.first; i < s.last; ++i) {
        if (!n_.is_word(i, s)) continue;
        const Word& w = word(i);
        if (w.sense == nullptr || language::is_verb(w)) continue;
        const std::uint16_t kinds = n_.head_kinds(i);
        if (kinds == 0) continue;
        if ((kinds & (kMediaOutside | kBodyInside)) != 0 && agency(i, s)) continue;
        if ((kinds & kMediaInside) != 0) unnamed_media(i, s);
        if ((kinds & kMediaOutside) != 0 && medium(i, s)) continue;
        if ((kinds & kPlaceOutside) != 0 && place_after(i, s)) continue;
        if ((kinds & kPlaceInside) != 0) place_with_head(i, s);
        if ((kinds & (kBodyInside | kBodyAlone)) != 0) body(i, s, kinds);
      }
  }

 private:
  FoundNames& n_;
  const language::Analysis& a_;
  const Lexicon& lexicon_;

  const Token& token(std::uint32_t i) const { return n_.token(i); }
  const Word& word(std::uint32_t i) const { return n_.word(i); }

  // --- media --------------------------------------------------------------------------------------------------------

  // The name of a medium after its head noun: quoted, in the gazetteer, or unknown words.
  bool medium(std::uint32_t i, const text::Sentence& s) {
    std::uint32_t j = i + 1;
    if (word(i).enclitic != Enclitic::none) return false;
    // Words that may stand between: news (agency), an adjective.
    while (n_.is_word(j, s) && j < i + 3 && n_.plain_start(j) && word(j).sense != nullptr && outlet_at(j, s) == j &&
           ((n_.head_kinds(j) & kMediaInside) != 0 || (word(j).pos == model::Pos::adj && !word(j).is(Category::participle))))
      ++j;
    if (j < s.last && token(j).kind == TokenKind::quote && token(j).partner != kNoToken && token(j).opens) {
      const std::uint32_t end = token(j).partner;
      if (end > j + 1 && end - j <= 7 && end < s.last) {
        FoundName& f = n_.add(j + 1, end, EntityType::media, 9, Category::word, kNoRow, 0);
        adopt(f);
        return true;
      }
    }
    if (!n_.is_word(j, s)) return false;
    if (const std::uint32_t end = outlet_at(j, s); end > j) {
      adopt(n_.add(j, end, EntityType::media, 9, Category::word, kNoRow, n_.plain_start(j) ? kAsAnalysed : 0));
      return true;
    }
    // A platform is called a site, and is a body.
    if (const FoundName* f = n_.at(j, EntityType::organization); f != nullptr && f->row != kNoRow) return false;
    if (j != i + 1 && word(j - 1).is(Category::gentilic)) return false;
    if (n_.the(i) && n_.the(j)) return false;  // `الصحيفة الإنجليزية`
    std::uint32_t end = j;
    while (end < s.last && end < j + 4 && n_.plain_start(end) &&
           (token(end).latin || (word(end).sense == nullptr && token(end).kind == TokenKind::word)))
      ++end;
    if (end == j) return false;
    n_.add(j, end, EntityType::media, 7);
    return true;
  }

  // `وكالة الأنباء السورية`, `هيئة الإذاعة البريطانية`: a medium that is called after its trade.
  bool agency(std::uint32_t i, const text::Sentence& s) {
    if (n_.the(i) || !n_.is_word(i + 1, s) || (n_.head_kinds(i + 1) & kMediaInside) == 0 || !n_.plain_start(i + 1)) return false;
    const std::uint32_t limit = std::min(s.last, i + kLongestName);
    std::uint32_t end = i + 2;
    bool definite = n_.the(i + 1), state = false;
    while (end < limit && language::continues_phrase(a_, end - 1, end) && word(end).enclitic == Enclitic::none) {
      const bool adjective = word(end).pos == model::Pos::adj || n_.gentilic(end) != nullptr;
      if (state && (!adjective || word(end).is(Category::gentilic))) break;
      if (adjective && !n_.the(end)) break;
      if (const FoundName* f = n_.longest_at(end, EntityType::country)) {
        end = f->last;
        definite = state = true;
        continue;
      }
      if (!adjective && definite && word(end).has(language::kThe) && n_.the(end - 1)) break;
      definite = definite || n_.the(end) || word(end).sense == nullptr;
      state = state || n_.gentilic(end) != nullptr;
      ++end;
    }
    if (!definite || end == i + 2) return false;
    FoundName& f = n_.add(i, end, EntityType::media, 8);
    f.holds_names = true;
    adopt(f);
    return true;
  }

  // `وسائل إعلام رسمية`, `الإعلام الأمريكي`: media without a name.
  void unnamed_media(std::uint32_t i, const text::Sentence& s) {
    if (word(i).enclitic != Enclitic::none || !n_.spelled_as_head(i)) return;
    const std::uint32_t limit = std::min(s.last, i + kLongestName);
    std::uint32_t end = i + 1;
    while (end < limit && language::continues_phrase(a_, end - 1, end) && word(end).enclitic == Enclitic::none) {
      const bool adjective = word(end).pos == model::Pos::adj || n_.gentilic(end) != nullptr;
      if (adjective && !(word(end).is(Category::participle) && end > i + 2)) ++end;
      // A construct: of the news, of the media.
      else if (!adjective && end == i + 1 && (n_.head_kinds(end) & kMediaInside) != 0) ++end;
      else break;
    }
    // With nothing behind it, it is a name only where it speaks for itself: the tagger decides.
    if (end == i + 1) {
      const FoundName* f = n_.at(i);
      if (f == nullptr || f->margin <= 0) return;
    }
    // Second part of a construct (`مواقع الإعلام`) is no source of its own.
    if (!n_.at_start(i) && (n_.head_kinds(i - 1) & (kMediaInside | kMediaOutside)) != 0 && n_.at(i - 1) != nullptr) return;
    n_.add(i, end, EntityType::media, 6);
  }

  // End of an outlet's name of the gazetteer that begins at token j, ambiguous ones included; j if there is none.
  std::uint32_t outlet_at(std::uint32_t j, const text::Sentence& s) const {
    std::uint32_t node = lexicon_.step(Lexicon::kRoot, token(j).key), end = j;
    for (std::uint32_t k = j + 1; node != Lexicon::kNowhere; ++k) {
      for (const Sense& x : lexicon_.senses_at(node))
        if (x.category == Category::outlet) end = k;
      if (k >= s.last) break;
      node = lexicon_.step(node, token(k).key);
    }
    return end;
  }

  // What the gazetteer knows of the words; a platform is a body.
  void adopt(FoundName& f) {
    std::uint32_t node = Lexicon::kRoot;
    for (std::uint32_t k = f.first; k < f.last && node != Lexicon::kNowhere; ++k)
      node = lexicon_.step(node, k == f.first && f.cut < 0 ? n_.first_key(k) : std::string(token(k).key));
    if (node == Lexicon::kNowhere || node == Lexicon::kRoot) return;
    const Sense* best = nullptr;
    for (const Sense& x : lexicon_.senses_at(node)) {
      if (x.category == Category::outlet && best == nullptr) best = &x;
      if (x.category == Category::organization && platform(x.ref)) best = &x;
    }
    if (best == nullptr) return;
    f.type = entity_type(best->category);
    f.category = best->category;
    f.row = best->ref;
    f.country = n_.country_of(f);
  }

  bool platform(std::uint32_t row) const {
    const model::Table& t = lexicon_.table("gazetteer/organizations");
    return t.cell(row, t.column("kind")) == "platform";
  }

  // --- places -------------------------------------------------------------------------------------------------------

  bool place_after(std::uint32_t i, const text::Sentence& s) {
    std::uint32_t j = i + 1;
    if (n_.is_word(j, s) && word(j).is(Category::gentilic)) ++j;  // the (French) city of
    if (!n_.is_word(j, s) || !n_.plain_start(j)) return false;
    if (const FoundName* f = n_.at(j); f != nullptr && f->row != kNoRow) return f->type == EntityType::place;
    std::uint32_t end = j;
    while (end < s.last && end < j + 2 && token(end).kind == TokenKind::word && n_.plain_start(end) && word(end).sense == nullptr) ++end;
    if (end == j) return n_.at(j, EntityType::place) != nullptr;
    n_.add(j, end, EntityType::place, 7);
    return true;
  }

  void place_with_head(std::uint32_t i, const text::Sentence& s) {
    // The Red Sea, the (Arab) Gulf: in the gazetteer or not a name.
    if (word(i).has(language::kThe) || word(i).enclitic != Enclitic::none) return;
    const std::uint32_t j = i + 1;
    if (!n_.is_word(j, s) || !n_.plain_start(j)) return;
    const FoundName* named = n_.longest_at(j, EntityType::place);
    const bool name =
        named != nullptr || word(j).sense == nullptr || is_gazetteer(word(j).sense->category) || word(j).is(Category::name_part);
    if (!name) return;
    std::uint32_t end = j + 1;
    for (const EntityType type : {EntityType::person, EntityType::organization, EntityType::media, EntityType::country, EntityType::place})
      if (const FoundName* f = n_.longest_at(j, type)) end = std::max(end, f->last);
    n_.add(i, end, EntityType::place, 8);
  }

  // --- bodies -------------------------------------------------------------------------------------------------------

  // A body: its head with what follows of the noun phrase.
  void body(std::uint32_t i, const text::Sentence& s, std::uint16_t kinds) {
    const Word& w = word(i);
    if (w.enclitic != Enclitic::none) return;
    const bool the = n_.the(i);
    if (the && adjective_of_noun(n_, i)) return;
    if ((kinds & kBodyPortfolio) != 0 && !n_.at_start(i) && of_its_holder(i, s)) return;
    if (!the && n_.is_word(i + 1, s) && n_.plain_start(i + 1) && n_.longest_at(i + 1, EntityType::person) != nullptr &&
        (kinds & kPlaceInside) == 0)
      return administration(i, s);
    const std::uint32_t limit = std::min(s.last, i + kLongestName);
    std::uint32_t end = i + 1;
    while (end < limit && language::continues_phrase(a_, end - 1, end)) ++end;
    std::uint32_t stop = i + 1;  // end of what surely belongs to the name
    bool state = false;          // closed by the adjective of a state
    bool proper = false;         // a name or an unknown word is in it
    for (std::uint32_t j = i + 1; j < end; ++j) {
      const Word& n = word(j);
      const Sense* g = n_.gentilic(j);
      const bool adjective = n.pos == model::Pos::adj;
      if (the && recognition(j, s)) break;
      if (adjective && (g != nullptr || n.has(language::kThe))) {
        bool fits = agrees(w, n);
        for (std::uint32_t k = i + 1; k < j && !fits && !the; ++k) fits = agrees(word(k), n);
        // A participle with its complement tells about the body: `وزارة الخارجية المرتبطة بإيران`.
        if (fits && g == nullptr && n.is(Category::participle) && j + 1 < s.last && language::is_preposition(word(j + 1)))
          fits = the && j == i + 1;
        if (!fits) {
          if (the) return;  // the adjective of a title before it: no body is meant by itself
          break;
        }
        stop = j + 1;
        if (g != nullptr) {
          state = true;
          break;
        }
        continue;
      }
      if (the || adjective) break;
      if (n.is(Category::title) || (n.features & model::kTime) != 0) break;  // `وزارة الخارجية اليوم`
      stop = j + 1;                                                          // construct state
      proper = proper || n.sense == nullptr || is_gazetteer(n.sense->category) || n.is(Category::name_part);
      if (!n.has(language::kThe) && n.sense != nullptr && n.pos == model::Pos::noun) continue;
    }
    const bool recognised = the && recognition(stop, s);
    if (recognised) {
      stop += 2;
      if (n_.is_word(stop, s) && word(stop).pos == model::Pos::adv) ++stop;
    }
    if (stop == i + 1) return administration(i, s);
    // Indefinite phrases (a committee of experts) are no names.
    bool definite = the || proper;
    for (std::uint32_t j = i + 1; j < stop; ++j) definite = definite || word(j).has(language::kThe);
    if (!definite) return;
    // An everyday word (`تنظيم المؤتمر`, `إدارة الأزمة`) needs a name behind it, or the tagger's word.
    if ((kinds & kBodyWeak) != 0 && !state && !proper && !the) {
      const FoundName* f = n_.at(i, EntityType::organization);
      if (f == nullptr || f->margin <= 0) return;
    }
    if (the && !state && !recognised) {
      // The Higher Council for ...: an adjective, then what it is for.
      if ((kinds & kBodyInside) == 0 || stop >= s.last || !n_.is_word(stop, s) || !word(stop).has(language::kFor) ||
          !word(stop).has(language::kThe))
        return;
      std::uint32_t complement = stop + 1;
      while (complement < limit && language::continues_phrase(a_, complement - 1, complement)) ++complement;
      n_.add(i, complement, EntityType::organization, 6);
      return;
    }
    FoundName& f = n_.add(i, stop, EntityType::organization, the ? 7 : 6);
    f.holds_names = true;
  }

  // `وزير الدفاع الفرنسي`: a minister, not a ministry, is French.
  bool of_its_holder(std::uint32_t i, const text::Sentence& s) const {
    const Word& before = word(i - 1);
    if (!n_.is_word(i - 1, s) || before.find(Category::title) == nullptr || n_.the(i - 1) || before.enclitic != Enclitic::none)
      return false;
    return n_.is_word(i + 1, s) && word(i + 1).pos == model::Pos::adj && agrees(before, word(i + 1));
  }

  // `المعترف بها دوليا`: a participle whose preposition points back to the body is part of what it is called.
  bool recognition(std::uint32_t j, const text::Sentence& s) const {
    if (!n_.is_word(j, s) || !n_.is_word(j + 1, s) || !word(j).has(language::kThe) || word(j).pos == model::Pos::verb) return false;
    const Word& back = word(j + 1);
    return token(j + 1).key.size() <= 4 && back.enclitic != Enclitic::none && (back.pos == model::Pos::adp || back.has(language::kBy));
  }

  // The administration of President X: a head, perhaps a title, and a person.
  void administration(std::uint32_t i, const text::Sentence& s) {
    if (n_.the(i)) return;
    std::uint32_t j = i + 1;
    while (n_.is_word(j, s) && j < i + 5 &&
           (word(j).is(Category::title) || word(j).is(Category::gentilic) || word(j).pos == model::Pos::adj) && n_.plain_start(j))
      ++j;
    // A comma stands before the name sometimes.
    if (j > i + 1 && j + 1 < s.last && (token(j).mark == 0x060C || token(j).mark == U',')) ++j;
    if (j >= s.last) return;
    const FoundName* person = n_.longest_at(j, EntityType::person);
    if (person == nullptr) return;
    const std::uint32_t end = person->last;
    const std::string country = person->country;  // add() moves what person refers to
    FoundName& f = n_.add(i, end, EntityType::organization, 9);
    f.country = country;
    f.holds_names = true;
  }
};

}  // namespace

void add_head_names(FoundNames& names) { Heads(names).run(); }

void add_short_bodies(FoundNames& names) {
  // Heads that stand alone, in order of the text, each with the key of its noun.
  struct Short {
    std::uint32_t token;
    std::string_view head;
  };
  std::vector<Short> shorts;
  std::vector<std::uint32_t> cover(names.analysis().tokens().size(), kNoRow);
  for (std::uint32_t n = 0; n < names.all().size(); ++n)
    for (std::uint32_t i = names.all()[n].first; i < names.all()[n].last; ++i) cover[i] = n;
  for (const text::Sentence& s : names.analysis().sentences())
    for (std::uint32_t i = s.first; i < s.last; ++i) {
      if (!names.is_word(i, s)) continue;
      if (cover[i] != kNoRow) {
        // What the tagger found alone is joined with its full name as well.
        const FoundName& f = names.all()[cover[i]];
        if (f.last != f.first + 1 || f.row != kNoRow || (f.type != EntityType::organization && f.type != EntityType::media)) continue;
      }
      const Word& w = names.word(i);
      if (!w.has(language::kThe) || w.stem.size() < 3 || language::is_verb(w)) continue;
      if ((names.head_kinds(i) & (kBodyInside | kBodyAlone)) == 0 || (names.head_kinds(i) & kPlaceInside) != 0) continue;
      // An adjective or a complement makes it another one; a demonstrative before it or a relative behind it does not.
      if (names.is_word(i + 1, s)) {
        const Word& next = names.word(i + 1);
        if (next.has(language::kThe) && next.pos == model::Pos::num) continue;  // `المركز الأول`
        if (next.has(language::kThe) && (next.pos == model::Pos::adj || names.gentilic(i + 1) != nullptr) && agrees(w, next)) continue;
      }
      // Second part of a construct whose first is no title is often something else (`مبنى الإدارة`), but as often this body.
      shorts.push_back({i, w.stem});
    }
  if (shorts.empty()) return;
  // The last body of each head before a token, else the first one in the text.
  std::map<std::string_view, std::uint32_t> latest, earliest;
  const auto body = [](const FoundName& f) {
    return (f.type == EntityType::organization || f.type == EntityType::media) && f.last > f.first + 1 && !f.nested;
  };
  const std::size_t count = names.all().size();
  for (std::uint32_t n = static_cast<std::uint32_t>(count); n-- > 0;) {
    const FoundName& f = names.all()[n];
    if (body(f)) earliest[names.word(f.first).stem] = n;
  }
  std::uint32_t n = 0;
  for (const Short& x : shorts) {
    for (; n < count && names.all()[n].first < x.token; ++n) {
      const FoundName& f = names.all()[n];
      if (body(f)) latest[names.word(f.first).stem] = n;
    }
    auto it = latest.find(x.head);
    if (it == latest.end()) {
      it = earliest.find(x.head);
      if (it == earliest.end()) continue;
    }
    const std::uint32_t whole = it->second;
    const std::uint32_t known = cover[x.token];
    FoundName& f = known != kNoRow ? names.all()[known] : names.add(x.token, x.token + 1, names.all()[whole].type, 4);
    f.same_as = whole;
    f.type = names.all()[whole].type;
    f.country = names.all()[whole].country;
  }
}

}  // namespace isnad::extract
