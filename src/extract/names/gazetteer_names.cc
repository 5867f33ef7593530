#include "extract/names/gazetteer_names.h"

#include <algorithm>
#include <map>
#include <set>

#include "extract/names/name_edges.h"
#include "model/key.h"

namespace isnad::extract {
namespace {

using language::Enclitic;
using language::Word;
using model::Category;
using model::Lexicon;
using model::Sense;
using text::Token;
using text::TokenKind;

class Gazetteer {
 public:
  explicit Gazetteer(FoundNames& names) : n_(names), a_(names.analysis()), lexicon_(names.lexicon()) {
    const model::Table& countries = lexicon_.table("gazetteer/countries");
    country_seen_.assign(countries.rows() + 1, 0);
    for (std::uint32_t i = 0; i < a_.words.size(); ++i) {
      const Word& w = word(i);
      if (w.is(Category::gentilic)) country_seen_[w.sense->ref] = 1;
      if (w.is(Category::country) && w.find(Category::capital) == nullptr) country_seen_[w.sense->ref] = 1;
    }
    const model::Table& locatives = lexicon_.table("lexicon/locatives");
    for (std::uint32_t r = 0; r < locatives.rows(); ++r)
      (locatives.cell(r, 1) == "state" ? state_words_ : place_words_).insert(model::fold_utf8(locatives.cell(r, 0)));
  }

  void run() {
    for (const text::Sentence& s : a_.sentences()) {
      for (std::uint32_t i = s.first; i < s.last;) {
        const Token& t = token(i);
        if (t.kind == TokenKind::quote || t.mark == U'(' || t.mark == U'[') enclosed(i, s);
        if (t.kind != TokenKind::word && t.kind != TokenKind::number) {
          ++i;
          continue;
        }
        // `دول مجلس التعاون`: who announces a body is not part of its name.
        if (n_.head_kinds(i) & kBodyOutside && n_.is_word(i + 1, s) && body_at(i + 1, s)) {
          ++i;
          continue;
        }
        std::uint32_t last = joined(i, s);
        if (last > i) {
          i = last;
          continue;
        }
        last = match(i, s, n_.first_key(i), true, kAsAnalysed);
        // Where the analysis cut a particle off that belongs to the name: all of them, or all but the conjunction.
        if (word(i).name.size() != t.key.size()) {
          std::uint32_t raw = match(i, s, std::string(t.key), last <= i, 0);
          if (raw <= i && t.key.size() > 3 && word(i).has(language::kAnd) &&
              (word(i).proclitics & (language::kBy | language::kFor | language::kLike)) != 0)
            raw = match(i, s, std::string(t.key.substr(1)), last <= i, 1);
          last = std::max(last, raw);
        }
        i = std::max(last, i + 1);
      }
    }
  }

 private:
  FoundNames& n_;
  const language::Analysis& a_;
  const Lexicon& lexicon_;
  std::vector<char> country_seen_;  // by row: its name or adjective stands somewhere
  std::set<std::string, std::less<>> place_words_, state_words_;

  const Token& token(std::uint32_t i) const { return n_.token(i); }
  const Word& word(std::uint32_t i) const { return n_.word(i); }

  // An ambiguous outlet or body is no name without a head word or quotation marks; aliases that bring their own head word
  // are not marked (src/model/compiler/compile.cc).
  static bool doubtful(const Sense& s) { return (s.features & model::kAmbiguous) != 0; }

  // `الرياض وجدة`: after a place, a word that is a place without its first letter, and (Oujda) with it, too.
  std::uint32_t joined(std::uint32_t i, const text::Sentence& s) {
    const std::string_view key = token(i).key;
    if (key.size() < 4 || key[0] != model::kWaw || word(i).has(language::kAnd) || n_.at_start(i)) return i;
    const FoundName* before = n_.ending_at(i);
    if (before == nullptr || (before->type != EntityType::place && before->type != EntityType::country)) return i;
    bool place = false;
    for (const Sense& x : lexicon_.find(key.substr(1)))
      place = place || x.category == Category::place || x.category == Category::capital || x.category == Category::country;
    return place ? match(i, s, std::string(key.substr(1)), true, 1) : i;
  }

  // A name of the gazetteer of several words for a body begins at token i.
  bool body_at(std::uint32_t i, const text::Sentence& s) const {
    std::uint32_t node = lexicon_.step(Lexicon::kRoot, n_.first_key(i));
    for (std::uint32_t j = i + 1; node != Lexicon::kNowhere; ++j) {
      if (j > i + 1)
        for (const Sense& x : lexicon_.senses_at(node))
          if (x.category == Category::organization && !doubtful(x)) return true;
      if (j >= s.last) return false;
      node = lexicon_.step(node, token(j).key);
    }
    return false;
  }

  // Adds the longest name that begins at token i under `key`; returns its end, or i if there is none.
  std::uint32_t match(std::uint32_t i, const text::Sentence& s, const std::string& key, bool single, int cut) {
    std::uint32_t node = lexicon_.step(Lexicon::kRoot, key);
    std::uint32_t best_end = i;
    Sense best{};
    for (std::uint32_t j = i + 1; node != Lexicon::kNowhere; ++j) {
      const auto senses = lexicon_.senses_at(node);
      const Sense* pick = nullptr;
      if (j == i + 1) {
        if (single) pick = single_sense(i, senses, cut);
      } else {
        for (const Sense& x : senses)
          if (is_gazetteer(x.category) && !doubtful(x) && (pick == nullptr || rank(x.category) > rank(pick->category))) pick = &x;
      }
      if (pick != nullptr) {
        best = *pick;
        best_end = j;
      }
      if (j >= s.last) break;
      node = lexicon_.step(node, token(j).key);
    }
    if (best_end == i) return i;
    const EntityType type = entity_type(best.category);
    // Aliases bring titles and announcing nouns along (`الملك سلمان`, `مدينة الباب`).
    const std::uint32_t start = type == EntityType::person                    ? person_start(n_, i, best_end)
                                : best.category == Category::place            ? place_start(n_, i, best_end)
                                : type == EntityType::media || platform(best) ? medium_start(n_, i, best_end)
                                                                              : i;
    FoundName& f = n_.add(start, best_end, type, best_end > i + 1 ? 8 : 6, best.category, best.ref, start == i ? cut : kAsAnalysed);
    if (type == EntityType::person && start > i) {
      f.role_first = i;
      f.role_last = start;
    }
    if (best.category == Category::capital) f.state = acts(i, best_end, cut);
    if (best.category == Category::metonym) house(f);
    if (f.state) f.type = EntityType::country;
    return best_end;
  }

  bool platform(const Sense& s) const {
    if (s.category != Category::organization) return false;
    const model::Table& t = lexicon_.table("gazetteer/organizations");
    return t.cell(s.ref, t.column("kind")) == "platform";
  }

  // A name of one word counts only where the word was read as that name.
  const Sense* single_sense(std::uint32_t i, std::span<const Sense> senses, int cut) const {
    const Word& w = word(i);
    if (w.enclitic != Enclitic::none && cut < 0) return nullptr;
    const Sense* country = nullptr;
    const Sense* capital = nullptr;
    const Sense* best = nullptr;
    for (const Sense& x : senses) {
      if (!is_gazetteer(x.category) || doubtful(x)) continue;
      if (x.category == Category::country) country = &x;
      if (x.category == Category::capital) capital = &x;
      if (best == nullptr || rank(x.category) > rank(best->category)) best = &x;
    }
    if (best == nullptr) return nullptr;
    // The same written word is a state and the capital of another (Oman, Amman): what else the text names decides.
    if (country != nullptr && capital != nullptr && country->ref != capital->ref) {
      const bool other = country_seen_[capital->ref] != 0, own = country_seen_[country->ref] != 0;
      best = other && !own ? capital : country;
    }
    if (cut >= 0) return tagged(i) ? best : nullptr;
    if (w.sense != nullptr && !is_gazetteer(w.sense->category)) return nullptr;
    // A word of the language that is a name too (`مالي`, `القاعدة`), and a word of two letters, needs a witness: the tagger or a
    // preposition of place.
    if ((ordinary(w) || w.stem.size() <= 2) && !tagged(i) && !(best->category != Category::person && after_place_word(i))) return nullptr;
    return best;
  }

  // The lexicon knows the word, as it is written here, as something else than a name.
  static bool ordinary(const Word& w) {
    for (const Sense& s : w.senses) switch (s.category) {
        case Category::word:
        case Category::verb:
        case Category::masdar:
        case Category::participle:
        case Category::title: return true;
        default: break;
      }
    return false;
  }

  bool tagged(std::uint32_t i) const {
    const FoundName* f = n_.at(i);
    return f != nullptr && f->margin > 0;
  }

  // --- names in quotation marks and brackets ------------------------------------------------------------------------

  void enclosed(std::uint32_t open, const text::Sentence& s) {
    std::uint32_t end = kNoRow;
    const bool quote = token(open).kind == TokenKind::quote;
    if (quote) {
      if (token(open).opens) end = token(open).partner;
    } else {
      for (std::uint32_t j = open + 1; j < s.last && j < open + 7 && end == kNoRow; ++j)
        if (token(j).mark == U')' || token(j).mark == U']') end = j;
    }
    if (end == kNoRow || end < open + 2 || end > open + 7 || end >= s.last) return;
    std::uint32_t node = lexicon_.step(Lexicon::kRoot, token(open + 1).key);
    for (std::uint32_t j = open + 2; j < end && node != Lexicon::kNowhere; ++j) node = lexicon_.step(node, token(j).key);
    if (node == Lexicon::kNowhere) return;
    for (const Sense& x : lexicon_.senses_at(node))
      if ((x.category == Category::outlet || x.category == Category::organization) && (!doubtful(x) || announced(open, end, s))) {
        n_.add(open + 1, end, entity_type(x.category), 8, x.category, x.ref, 0);
        return;
      }
  }

  // Quotation marks stand around more than names: something must tell that a source or a body comes. A name before it that ends
  // right there, a preposition that passes words on, or an adjective of a state behind it.
  bool announced(std::uint32_t open, std::uint32_t end, const text::Sentence& s) const {
    if (end + 1 < s.last && token(end + 1).kind == TokenKind::word && n_.gentilic(end + 1) != nullptr) return true;
    if (open == s.first) return end + 1 < s.last && language_says(end + 1);
    const std::uint32_t before = open - 1;
    if (token(before).kind != TokenKind::word) return false;
    if (n_.head_kinds(before) != 0) return true;
    const Word& w = word(before);
    if (w.stem.size() <= 1) return true;  // `لـ «الحياة»`
    if (w.pos == model::Pos::adp) return true;
    if (n_.gentilic(before) != nullptr && before > s.first && n_.head_kinds(before - 1) != 0) return true;
    return w.is(Category::verb) || w.is(Category::masdar);
  }

  bool language_says(std::uint32_t i) const { return token(i).kind == TokenKind::word && word(i).is(Category::verb); }

  // --- places or the states they stand for --------------------------------------------------------------------------

  bool in(const std::set<std::string, std::less<>>& set, std::uint32_t i) const {
    if (token(i).kind != TokenKind::word) return false;
    if (word(i).enclitic != Enclitic::none && word(i).pos == model::Pos::adp) return false;  // `فيه`
    const std::string_view key = token(i).key;
    // A preposition that the lexicon lists the word with (`باتفاق`).
    if (key.size() > 3 && (key[0] == model::kBeh || key[0] == model::kLam || key[0] == model::kWaw) && set.find(key.substr(1)) != set.end())
      return true;
    return set.find(key) != set.end() || set.find(word(i).stem) != set.end() || set.find(word(i).name) != set.end();
  }

  // Whether the word before shows a place, and no word before that shows the state (`بطلب من موسكو`).
  bool after_place_word(std::uint32_t i, int cut = kAsAnalysed) const {
    if (word(i).has(language::kBy) && cut < 0) return true;
    if (n_.at_start(i)) return false;
    if (!in(place_words_, i - 1)) return false;
    if (n_.at_start(i - 1)) return true;
    return !in(state_words_, i - 2) || word(i - 1).pos != model::Pos::adp;
  }

  // Whether a capital stands for its state here: not after a preposition of place, in a dateline, or after the words city and
  // capital.
  bool acts(std::uint32_t first, std::uint32_t last, int cut) const {
    const Word& w = word(first);
    if (w.has(language::kBy) && cut < 0) return false;
    if (n_.at_start(first)) {
      // A dateline: followed by a dash, a bracket or a comma.
      if (last < a_.tokens().size() && token(last).kind == TokenKind::punctuation && token(last).mark != U':') return false;
      return last < a_.tokens().size() && token(last).sentence == token(first).sentence;
    }
    const Token& before = token(first - 1);
    if (before.kind == TokenKind::punctuation && (before.mark == U'(' || before.mark == U'-')) return false;
    if (last < a_.tokens().size() && (token(last).mark == U')' || token(last).mark == U'(')) return false;
    if (before.kind == TokenKind::punctuation && first >= 2 && token(first - 2).sentence == token(first).sentence &&
        (before.mark == 0x060C || before.mark == U',') && capital_adjective(first - 2, first))
      return false;
    // `اتفاقية «فيينا»`
    if (before.kind == TokenKind::quote && before.opens && first >= s_first(first) + 2 && in(place_words_, first - 2)) return false;
    if (before.kind != TokenKind::word) return true;
    if (after_place_word(first, cut)) return false;
    if ((n_.head_kinds(first - 1) & (kPlaceInside | kPlaceOutside)) != 0) return false;
    // Second of two cities joined by and: as the first.
    if (w.has(language::kAnd))
      if (const FoundName* f = n_.ending_at(first); f != nullptr && f->category != Category::person)
        return f->state || f->type == EntityType::country || f->type == EntityType::organization;
    // Apposition: the capital of ..., named after its adjective.
    if (capital_adjective(first - 1, first)) return false;
    return !reached(first);
  }

  // `زار الوزير طهران`: the object of a verb of coming, behind its subject.
  bool reached(std::uint32_t first) const {
    const std::uint32_t from = std::max(s_first(first), first < 8 ? 0 : first - 8);
    for (std::uint32_t next = first; next > from; --next) {
      const std::uint32_t j = next - 1;
      if (token(j).kind != TokenKind::word) return false;
      if (word(j).is(Category::verb)) return in(place_words_, j);
      if (word(j).pos == model::Pos::adp || (word(j).proclitics & (language::kBy | language::kFor)) != 0) return false;
    }
    return false;
  }

  std::uint32_t s_first(std::uint32_t i) const { return a_.sentences()[token(i).sentence].first; }

  // Token i is the definite adjective of the state whose capital begins at `first`.
  bool capital_adjective(std::uint32_t i, std::uint32_t first) const {
    const Sense* g = word(i).find(Category::gentilic);
    const Sense* c = word(first).find(Category::capital);
    return g != nullptr && c != nullptr && g->ref == c->ref && word(i).has(language::kThe);
  }

  // A house that acts for its state (`البيت الأبيض`): a body where somebody belongs to it, a place where something happens in it.
  void house(FoundName& f) const {
    const std::uint32_t i = f.first;
    f.state = false;
    if (!after_place_word(i)) {
      // `المتحدث باسم البيت الأبيض`, `مستشار البيت الأبيض`: second part of a construct.
      if (!n_.at_start(i) && token(i - 1).kind == TokenKind::word && !word(i).has(language::kAnd) && word(i - 1).pos == model::Pos::noun &&
          !word(i - 1).is(Category::masdar)) {
        f.type = EntityType::organization;
        return;
      }
      f.state = !reached(i);
      if (!f.state) f.type = EntityType::place;
      return;
    }
    f.type = EntityType::place;
    // Back over the words of a title without a name: `مسؤول رفيع في البيت الأبيض`.
    const std::uint32_t from = std::max(s_first(i), i < 6 ? 0 : i - 6);
    for (std::uint32_t next = i - (word(i).has(language::kBy) ? 0 : 1); next > from; --next) {
      const std::uint32_t j = next - 1;
      if (token(j).kind != TokenKind::word) return;
      if (word(j).is(Category::title)) {
        f.type = EntityType::organization;
        return;
      }
      if (word(j).pos != model::Pos::adj && !word(j).is(Category::gentilic) && word(j).pos != model::Pos::noun) return;
    }
  }
};

}  // namespace

void add_gazetteer_names(FoundNames& names) { Gazetteer(names).run(); }

void add_state_nouns(FoundNames& names) {
  const model::Lexicon& lexicon = names.lexicon();
  const model::Table& table = lexicon.table("lexicon/states");
  if (table.rows() == 0) return;
  const model::Table& countries = lexicon.table("gazetteer/countries");
  std::map<std::string, std::uint32_t, std::less<>> rows;  // of countries, by ISO
  for (std::uint32_t r = 0; r < countries.rows(); ++r) rows.emplace(countries.cell(r, 0), r);
  struct StateNoun {
    std::vector<std::string> rest;  // keys of the words behind the first
    std::vector<std::uint32_t> countries;
    bool sole = false;  // only one state is so called: it need not be named elsewhere
  };
  std::multimap<std::string, StateNoun, std::less<>> nouns;
  for (std::uint32_t r = 0; r < table.rows(); ++r) {
    std::vector<std::string> keys = model::split_keys(table.cell(r, 0));
    StateNoun noun;
    for (const std::string_view iso : model::values(table.cell(r, 1)))
      if (const auto it = rows.find(iso); it != rows.end()) noun.countries.push_back(it->second);
    if (keys.empty() || noun.countries.empty()) continue;
    noun.sole = noun.countries.size() == 1;
    noun.rest.assign(keys.begin() + 1, keys.end());
    nouns.emplace(keys[0], std::move(noun));
  }
  std::vector<std::uint32_t> seen(countries.rows(), 0);
  for (std::uint32_t i = 0; i < names.analysis().words.size(); ++i) {
    if (const Sense* g = names.gentilic(i)) ++seen[g->ref];
    else if (names.word(i).is(Category::country)) ++seen[names.word(i).sense->ref];
  }
  for (const FoundName& f : names.all())
    if (f.category == Category::country || f.category == Category::capital) seen[f.row] += 2;
  std::vector<char> covered(names.analysis().tokens().size(), 0);
  for (const FoundName& f : names.all()) {
    // What the tagger took for a place or a body is no hindrance; a name of the gazetteer is.
    if (f.row == kNoRow && f.last == f.first + 1) continue;
    for (std::uint32_t i = f.first; i < f.last; ++i) covered[i] = 1;
  }
  for (const text::Sentence& s : names.analysis().sentences())
    for (std::uint32_t i = s.first; i < s.last; ++i) {
      if (names.token(i).kind != TokenKind::word || covered[i] != 0) continue;
      const auto [begin, end] = nouns.equal_range(names.first_key(i));
      const StateNoun* best = nullptr;
      for (auto it = begin; it != end; ++it) {
        const StateNoun& noun = it->second;
        const std::uint32_t last = i + 1 + static_cast<std::uint32_t>(noun.rest.size());
        if (last > s.last || (best != nullptr && best->rest.size() > noun.rest.size())) continue;
        bool fits = true;
        for (std::uint32_t j = i + 1; j < last && fits; ++j) fits = covered[j] == 0 && names.token(j).key == noun.rest[j - i - 1];
        if (fits) best = &noun;
      }
      if (best == nullptr) continue;
      const std::uint32_t last = i + 1 + static_cast<std::uint32_t>(best->rest.size());
      // An adjective behind it makes it another kingdom.
      if (last < s.last && names.token(last).kind == TokenKind::word && names.gentilic(last) != nullptr &&
          names.word(last).has(language::kThe))
        continue;
      std::uint32_t row = best->countries[0];
      for (const std::uint32_t c : best->countries)
        if (seen[c] > seen[row]) row = c;
      if (seen[row] == 0 && !best->sole && !(names.at(i, EntityType::place) != nullptr && names.at(i, EntityType::place)->margin > 0))
        continue;
      names.add(i, last, EntityType::country, 9, Category::country, row);
    }
}

}  // namespace isnad::extract
