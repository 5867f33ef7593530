#include "extract/entities.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "language/names.h"
#include "language/phrase.h"
#include "model/key.h"

namespace isnad::extract {
namespace {

using language::Analysis;
using language::Enclitic;
using language::Word;
using model::Category;
using model::Lexicon;
using model::Sense;
using text::kNoToken;
using text::Token;
using text::TokenKind;

constexpr std::uint32_t kNone = 0xFFFFFFFF;

// A name as found, before names are put together to entities.
struct Found {
  std::uint32_t first = 0, last = 0;  // tokens
  Span span;
  EntityType type = EntityType::person;
  Category category = Category::word;  // where it was found in the gazetteer; word: nowhere
  std::uint32_t row = kNone;
  bool state = false;                  // a capital or house that acts for its state
  int strength = 0;                    // which of two overlapping names stays
  std::string country;
  std::uint32_t role_first = kNone, role_last = kNone;  // title before a person's name
};

bool is_gazetteer(Category c) {
  switch (c) {
    case Category::country: case Category::capital: case Category::metonym: case Category::place: case Category::outlet:
    case Category::organization: case Category::person:
      return true;
    default: return false;
  }
}

EntityType type_of(Category c) {
  switch (c) {
    case Category::country: case Category::metonym: return EntityType::country;
    case Category::capital: case Category::place: return EntityType::place;
    case Category::outlet: return EntityType::media;
    case Category::organization: return EntityType::organization;
    default: return EntityType::person;
  }
}

// Which sense a name has when it has several.
int rank(Category c) {
  switch (c) {
    case Category::country: return 7;
    case Category::metonym: return 6;
    case Category::capital: return 5;
    case Category::person: return 4;
    case Category::organization: return 3;
    case Category::outlet: return 2;
    case Category::place: return 1;
    default: return 0;
  }
}

class Finder {
 public:
  Finder(const Analysis& analysis, const Lexicon& lexicon)
      : a_(analysis), lexicon_(lexicon), countries_(lexicon.table("gazetteer/countries")), heads_(lexicon.table("lexicon/heads")) {}

  Entities run() {
    mark_countries();
    for (const text::Sentence& s : a_.sentences()) gazetteer(s);
    tagged();
    for (const text::Sentence& s : a_.sentences()) {
      headed(s);
      titled(s);
      runs(s);
    }
    settle();
    surnames();
    settle();
    return cluster();
  }

 private:
  const Analysis& a_;
  const Lexicon& lexicon_;
  const model::Table& countries_;
  const model::Table& heads_;
  std::vector<Found> found_;
  std::vector<char> country_seen_;  // by row: its name or adjective stands somewhere

  const Token& token(std::uint32_t i) const { return a_.tokens()[i]; }
  const Word& word(std::uint32_t i) const { return a_.words[i]; }
  bool is_word(std::uint32_t i, const text::Sentence& s) const { return i < s.last && token(i).kind == TokenKind::word; }

  // The span of tokens [first, last) without particles attached to the first.
  Span span_of(std::uint32_t first, std::uint32_t last) const {
    const Token& t = token(first);
    const Word& w = word(first);
    std::size_t skip = static_cast<std::size_t>(w.name.data() - t.key.data());
    if (w.has(language::kFor) && w.has(language::kThe) && !w.name.empty() && w.name[0] == model::kLam) ++skip;
    std::uint32_t start = t.span.start;
    while (skip > 0 && start < t.span.end) {
      if (model::fold_char(a_.text.chars[start]) != 0) --skip;
      ++start;
    }
    // A diacritic left behind by the cut particle goes with it.
    while (start < t.span.end && model::fold_char(a_.text.chars[start]) == 0) ++start;
    std::uint32_t end = token(last - 1).span.end;
    if (word(last - 1).enclitic != Enclitic::none && last - 1 > first) {
      // keep: a pronoun at the end of a name's last word belongs to the words as printed
    }
    return {start, std::max(end, start)};
  }

  void add(std::uint32_t first, std::uint32_t last, EntityType type, int strength, Category category = Category::word,
           std::uint32_t row = kNone) {
    Found f;
    f.first = first;
    f.last = last;
    f.span = span_of(first, last);
    f.type = type;
    f.strength = strength;
    f.category = category;
    f.row = row;
    f.country = country_of(f);
    found_.push_back(std::move(f));
  }

  std::string iso(std::uint32_t row) const { return std::string(countries_.cell(row, 0)); }

  std::string country_of(const Found& f) const {
    if (f.row != kNone) {
      const char* table = f.category == Category::outlet ? "gazetteer/outlets" : f.category == Category::organization ? "gazetteer/organizations"
                          : f.category == Category::person ? "gazetteer/persons" : nullptr;
      if (table != nullptr) {
        const model::Table& t = lexicon_.table(table);
        const std::string_view c = t.cell(f.row, t.column("country"));
        return c == "-" ? "" : std::string(c);
      }
      if (f.category == Category::metonym) return iso(f.row);
      return "";
    }
    if (f.type == EntityType::place || f.type == EntityType::country) return "";
    return country_in(f.first, f.last);
  }

  // The state that an adjective or a name among the tokens points to.
  std::string country_in(std::uint32_t first, std::uint32_t last) const {
    std::string out;
    for (std::uint32_t i = first; i < last; ++i) {
      if (const Sense* s = gentilic(i)) out = iso(s->ref);
      else if (word(i).is(Category::country)) return iso(word(i).sense->ref);
    }
    return out;
  }

  const Sense* gentilic(std::uint32_t i) const {
    const Word& w = word(i);
    if (w.is(Category::gentilic)) return w.sense;
    if (w.is(Category::name_part) || w.pos == model::Pos::adj) return w.find(Category::gentilic);
    return nullptr;
  }

  void mark_countries() {
    country_seen_.assign(countries_.rows() + 1, 0);
    for (std::uint32_t i = 0; i < a_.words.size(); ++i) {
      const Word& w = word(i);
      if (w.is(Category::gentilic)) country_seen_[w.sense->ref] = 1;
      if (w.is(Category::country) && w.find(Category::capital) == nullptr) country_seen_[w.sense->ref] = 1;
    }
  }

  // --- names of the gazetteer ---------------------------------------------------------------------------------------

  // A key under which the first word of a name may stand in the trie.
  std::string first_key(std::uint32_t i) const {
    const Word& w = word(i);
    if (w.has(language::kFor) && w.has(language::kThe) && !w.name.empty() && w.name[0] == model::kLam && w.name.size() > w.stem.size())
      return std::string(1, model::kAlef) + std::string(w.name);
    return std::string(w.name);
  }

  void gazetteer(const text::Sentence& s) {
    for (std::uint32_t i = s.first; i < s.last;) {
      if (token(i).kind != TokenKind::word && token(i).kind != TokenKind::number) {
        ++i;
        continue;
      }
      std::uint32_t last = match(i, s, first_key(i), true);
      if (last <= i + 1 && word(i).name.size() != token(i).key.size()) {
        const std::uint32_t raw = match(i, s, std::string(token(i).key), false);
        last = std::max(last, raw);
      }
      i = std::max(last, i + 1);
    }
  }

  // Adds the longest name that begins at token i under `key`; returns its end, or i if there is none.
  std::uint32_t match(std::uint32_t i, const text::Sentence& s, const std::string& key, bool single) {
    std::uint32_t node = lexicon_.step(Lexicon::kRoot, key);
    std::uint32_t best_end = i;
    Sense best{};
    bool have = false;
    for (std::uint32_t j = i + 1; node != Lexicon::kNowhere; ++j) {
      const auto senses = lexicon_.senses_at(node);
      const Sense* pick = nullptr;
      if (j == i + 1) {
        if (single) pick = single_sense(i, senses);
      } else {
        for (const Sense& x : senses)
          if (is_gazetteer(x.category) && (pick == nullptr || rank(x.category) > rank(pick->category))) pick = &x;
      }
      if (pick != nullptr) {
        best = *pick;
        best_end = j;
        have = true;
      }
      if (j >= s.last) break;
      std::uint32_t next = lexicon_.step(node, token(j).key);
      if (next == Lexicon::kNowhere && token(j).kind == TokenKind::word && word(j).enclitic == Enclitic::none && j > i) break;
      node = next;
    }
    if (!have) return i;
    const bool long_name = best_end > i + 1;
    add(i, best_end, type_of(best.category), long_name ? 8 : 6, best.category, best.ref);
    found_.back().state = best.category == Category::metonym || (best.category == Category::capital && acts(i, best_end));
    if (best.category == Category::metonym && after_in(i)) {
      found_.back().type = EntityType::organization;
      found_.back().state = false;
    }
    if (found_.back().state) found_.back().type = EntityType::country;
    return best_end;
  }

  // A name of one word counts only where the word was read as that name.
  const Sense* single_sense(std::uint32_t i, std::span<const Sense> senses) const {
    const Word& w = word(i);
    if (w.enclitic != Enclitic::none) return nullptr;
    const Sense* country = nullptr;
    const Sense* capital = nullptr;
    const Sense* best = nullptr;
    for (const Sense& x : senses) {
      if (!is_gazetteer(x.category)) continue;
      if ((x.features & model::kAmbiguous) != 0) continue;  // needs a head word or quotation marks: headed()
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
    if (w.sense == nullptr || is_gazetteer(w.sense->category)) return best;
    return nullptr;
  }

  bool after_in(std::uint32_t i) const {
    if (word(i).has(language::kBy)) return true;
    if (i == 0 || token(i - 1).sentence != token(i).sentence) return false;
    const std::string_view k = token(i - 1).key;
    return locative(k);
  }

  // Prepositions and nouns before a city that make it a place. Read once from the data.
  bool locative(std::string_view key) const {
    static const std::set<std::string, std::less<>> keys = [&] {
      std::set<std::string, std::less<>> out;
      const model::Table& t = lexicon_.table("lexicon/locatives");
      for (std::uint32_t r = 0; r < t.rows(); ++r) out.insert(model::fold_utf8(t.cell(r, 0)));
      return out;
    }();
    const auto has = [&](std::string_view k) { return keys.find(k) != keys.end(); };
    if (has(key)) return true;
    return key.size() > 2 && key[0] == model::kWaw && has(key.substr(1));
  }

  // Whether a capital stands for its state here: not after a preposition of place, a dateline, or the words city and capital.
  bool acts(std::uint32_t first, std::uint32_t last) const {
    const Word& w = word(first);
    if (w.has(language::kBy)) return false;
    const bool at_start = first == 0 || token(first - 1).sentence != token(first).sentence;
    if (at_start) {
      // A dateline: followed by a dash, a bracket or a comma.
      if (last < a_.tokens().size() && token(last).kind == TokenKind::punctuation && token(last).mark != U':') return false;
      return last < a_.tokens().size() && token(last).sentence == token(first).sentence;
    }
    const Token& before = token(first - 1);
    if (before.kind == TokenKind::punctuation && (before.mark == U'(' || before.mark == U'-')) return false;
    if (last < a_.tokens().size() && (token(last).mark == U')' || token(last).mark == U'(')) return false;
    if (before.kind == TokenKind::word) {
      if (locative(before.key)) return false;
      if (const Sense* h = word(first - 1).find(Category::head); h != nullptr && heads_.cell(h->ref, 1) == "place") return false;
      // Second of two cities joined by and: as the first.
      if (w.has(language::kAnd))
        for (auto it = found_.rbegin(); it != found_.rend(); ++it)
          if (it->last == first) return it->state || it->type == EntityType::country || it->type == EntityType::organization;
      // Apposition: the capital of ..., named after its adjective.
      if (const Sense* g = word(first - 1).find(Category::gentilic); g != nullptr && g->ref == w_ref(first) && word(first - 1).has(language::kThe)) return false;
    }
    return true;
  }

  std::uint32_t w_ref(std::uint32_t i) const {
    const Sense* s = word(i).find(Category::capital);
    return s == nullptr ? kNone : s->ref;
  }

  // --- names of the tagger ------------------------------------------------------------------------------------------

  void tagged() {
    for (const language::TaggedName& n : language::tag_names(a_, lexicon_)) {
      const EntityType type = n.type == language::NameType::person         ? EntityType::person
                              : n.type == language::NameType::organization ? EntityType::organization
                                                                           : EntityType::place;
      add(n.first, n.last, type, 5);
    }
  }

  // --- names after a head noun --------------------------------------------------------------------------------------

  bool name_like(std::uint32_t i) const {
    const Word& w = word(i);
    const Token& t = token(i);
    if (t.kind != TokenKind::word) return false;
    if (t.latin) return true;
    if (w.enclitic != Enclitic::none) return false;
    if (w.sense == nullptr) return w.stem.size() >= 2;
    return w.is(Category::name_part) || w.is(Category::person);
  }

  bool plain_start(std::uint32_t i) const { return (word(i).proclitics & static_cast<std::uint8_t>(~language::kThe)) == 0; }

  void headed(const text::Sentence& s) {
    for (std::uint32_t i = s.first; i < s.last; ++i) {
      if (!is_word(i, s)) continue;
      const Word& w = word(i);
      if (w.sense == nullptr || language::is_verb(w)) continue;
      bool media = false, inside = false, alone = false, place_in = false, place_out = false;
      for (const Sense& h : lexicon_.find(w.stem)) head_kinds(h, media, inside, alone, place_in, place_out);
      for (const Sense& h : w.senses) head_kinds(h, media, inside, alone, place_in, place_out);
      if (w.has(language::kThe)) {
        const std::string with = std::string{model::kAlef, model::kLam} + std::string(w.stem);
        for (const Sense& h : lexicon_.find(with)) head_kinds(h, media, inside, alone, place_in, place_out);
      }
      if (media && media_name(i, s)) continue;
      if (place_out && place_name(i, s)) continue;
      if (place_in) place_with_head(i, s);
      if (inside || alone) body(i, s, inside, alone);
    }
  }

  void head_kinds(const Sense& h, bool& media, bool& inside, bool& alone, bool& place_in, bool& place_out) const {
    if (h.category != Category::head) return;
    const std::string_view type = heads_.cell(h.ref, 1), part = heads_.cell(h.ref, 2);
    if (type == "media") media = true;
    else if (type == "place") (part == "inside" ? place_in : place_out) = true;
    else if (part == "alone") alone = true;
    else inside = true;
  }

  // The name of a medium after its head noun: quoted, in the gazetteer, or unknown words.
  bool media_name(std::uint32_t i, const text::Sentence& s) {
    std::uint32_t j = i + 1;
    // Words that may stand between: news (agency), an adjective.
    while (is_word(j, s) && j < i + 3 && plain_start(j) && word(j).sense != nullptr &&
           (word(j).is(Category::word) || word(j).is(Category::gentilic) || word(j).is(Category::masdar) || word(j).is(Category::participle)) &&
           outlet_at(j, s) == j && (word(j).pos == model::Pos::noun || word(j).pos == model::Pos::adj))
      ++j;
    if (j < s.last && token(j).kind == TokenKind::quote && token(j).partner != kNoToken && token(j).opens) {
      const std::uint32_t end = token(j).partner;
      if (end > j + 1 && end - j <= 7) {
        const Sense* known = nullptr;
        (void)known;
        add(j + 1, end, EntityType::media, 9);
        adopt_outlet(found_.back());
        return true;
      }
    }
    if (!is_word(j, s)) return false;
    if (const std::uint32_t end = outlet_at(j, s); end > j) {
      add(j, end, EntityType::media, 9);
      adopt_outlet(found_.back());
      return true;
    }
    if (j != i + 1 && word(j - 1).is(Category::gentilic)) return false;
    std::uint32_t end = j;
    while (end < s.last && end < j + 4 && plain_start(end) && (token(end).latin || (word(end).sense == nullptr && token(end).kind == TokenKind::word))) ++end;
    if (end == j) return false;
    add(j, end, EntityType::media, 7);
    return true;
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

  void adopt_outlet(Found& f) {
    std::uint32_t node = Lexicon::kRoot;
    for (std::uint32_t k = f.first; k < f.last && node != Lexicon::kNowhere; ++k)
      node = lexicon_.step(node, k == f.first ? first_key(k) : std::string(token(k).key));
    if (node == Lexicon::kNowhere || node == Lexicon::kRoot) return;
    for (const Sense& x : lexicon_.senses_at(node))
      if (x.category == Category::outlet) {
        f.category = x.category;
        f.row = x.ref;
        f.country = country_of(f);
        return;
      }
  }

  bool place_name(std::uint32_t i, const text::Sentence& s) {
    std::uint32_t j = i + 1;
    if (is_word(j, s) && word(j).is(Category::gentilic)) ++j;  // the (French) city of
    if (!is_word(j, s) || !plain_start(j)) return false;
    for (const Found& f : found_)
      if (f.first == j) return f.type == EntityType::place;
    std::uint32_t end = j;
    while (end < s.last && end < j + 2 && token(end).kind == TokenKind::word && plain_start(end) && word(end).sense == nullptr) ++end;
    if (end == j) return false;
    add(j, end, EntityType::place, 7);
    return true;
  }

  void place_with_head(std::uint32_t i, const text::Sentence& s) {
    if (word(i).has(language::kThe)) {
      // The Red Sea, the (Arab) Gulf: in the gazetteer or not a name.
      return;
    }
    const std::uint32_t j = i + 1;
    if (!is_word(j, s) || !plain_start(j)) return;
    const bool name = word(j).sense == nullptr || is_gazetteer(word(j).sense->category) || word(j).is(Category::name_part);
    if (!name) return;
    std::uint32_t end = j + 1;
    for (const Found& f : found_)
      if (f.first == j) end = std::max(end, f.last);
    add(i, end, EntityType::place, 8);
  }

  // A body: its head with what follows of the noun phrase.
  void body(std::uint32_t i, const text::Sentence& s, bool inside, bool alone) {
    const Word& w = word(i);
    const bool the = w.has(language::kThe);
    std::uint32_t end = language::phrase_end(a_, i);
    end = std::min(end, s.last);
    std::uint32_t stop = i + 1;   // end of what surely belongs to the name
    bool state = false;
    for (std::uint32_t j = i + 1; j < end; ++j) {
      const Word& n = word(j);
      const bool adjective = n.pos == model::Pos::adj;
      if (const Sense* g = gentilic(j); g != nullptr && adjective) {
        stop = j + 1;
        state = true;
        break;
      }
      if (!the && !adjective) {
        if (n.is(Category::title)) break;
        stop = j + 1;  // construct state
        if (!n.has(language::kThe) && n.sense != nullptr && n.pos == model::Pos::noun) continue;
      } else if (adjective && n.has(language::kThe)) {
        stop = j + 1;
      } else {
        break;
      }
    }
    if (stop == i + 1) return administration(i, s);
    // Indefinite phrases (a committee of experts) are no names.
    bool definite = the;
    for (std::uint32_t j = i + 1; j < stop; ++j)
      definite = definite || word(j).has(language::kThe) || word(j).sense == nullptr || word(j).is(Category::country) || word(j).is(Category::name_part);
    if (!definite) return;
    if (the && !state) {
      // The Higher Council for ...: an adjective, then what it is for.
      if (!inside || stop >= s.last || !word(stop).has(language::kFor) || !word(stop).has(language::kThe)) return;
      const std::uint32_t complement = language::phrase_end(a_, stop);
      add(i, std::min(complement, s.last), EntityType::organization, 6);
      return;
    }
    (void)alone;
    add(i, stop, EntityType::organization, the ? 7 : 6);
  }

  // The administration of President X: a head, perhaps a title, and a person.
  void administration(std::uint32_t i, const text::Sentence& s) {
    if (word(i).has(language::kThe)) return;
    std::uint32_t j = i + 1;
    while (is_word(j, s) && j < i + 4 && (word(j).is(Category::title) || word(j).is(Category::gentilic)) && plain_start(j)) ++j;
    for (const Found& f : found_)
      if (f.first == j && f.type == EntityType::person) {
        const std::string country = f.country;  // add() moves what f refers to
        add(i, f.last, EntityType::organization, 4);
        found_.back().country = country;
        return;
      }
  }

  // --- persons ------------------------------------------------------------------------------------------------------

  // After a title and its complements: words that look like a name.
  void titled(const text::Sentence& s) {
    for (std::uint32_t i = s.first; i < s.last; ++i) {
      if (!is_word(i, s) || word(i).find(Category::title) == nullptr || language::is_verb(word(i))) continue;
      const std::uint32_t j = title_end(i, s);
      std::uint32_t name = j;
      // Apposition after a comma: the envoy of Britain, John Sawers,
      if (name + 1 < s.last && token(name).kind == TokenKind::punctuation && (token(name).mark == 0x060C || token(name).mark == U',')) ++name;
      if (name >= s.last) continue;
      bool known = false;
      for (Found& f : found_)
        if (f.first == name && f.type == EntityType::person) {
          attach_role(f, i, j);
          known = true;
        }
      if (known || name != j) continue;
      std::uint32_t end = name;
      while (is_word(end, s) && end < name + 4 && plain_start(end) && name_like(end) && !token(end).latin) ++end;
      if (end == name) continue;
      // One unknown word alone after a general noun is too little.
      if (end == name + 1 && word(name).sense == nullptr && word(i).has(language::kThe) == false && j == i + 1 && title_kind(i) != "rank" && title_kind(i) != "honorific") continue;
      add(name, end, EntityType::person, 5);
      attach_role(found_.back(), i, j);
    }
  }

  std::string_view title_kind(std::uint32_t i) const {
    const Sense* s = word(i).find(Category::title);
    const model::Table& t = lexicon_.table("lexicon/titles");
    return s == nullptr || t.rows() == 0 ? "" : t.cell(s->ref, t.column("kind"));
  }

  void attach_role(Found& f, std::uint32_t first, std::uint32_t last) {
    if (f.role_first != kNone && f.role_first <= first) return;
    f.role_first = first;
    f.role_last = last;
    if (f.country.empty() && f.row == kNone) f.country = country_in(first, last);
  }

  // End of a title with its complements (`وزير الخارجية الأمريكي`): where a name could begin.
  std::uint32_t title_end(std::uint32_t i, const text::Sentence& s) const {
    std::uint32_t j = i + 1;
    for (; j < s.last && j < i + 14; ++j) {
      if (!is_word(j, s)) {
        // An abbreviation or title in quotation marks is seldom; a quotation mark ends the title.
        break;
      }
      const Word& w = word(j);
      if (starts_person(j)) break;
      if (language::is_verb(w)) break;
      const bool attached = w.has(language::kBy) || w.has(language::kFor);
      if (w.pos == model::Pos::adp || attached || w.has(language::kAnd)) {
        // A preposition goes on with a title only towards a body, a state or a field of office.
        if (w.pos == model::Pos::adp && !(j + 1 < s.last && is_word(j + 1, s) && language::is_nominal(word(j + 1)))) break;
        continue;
      }
      if (w.sense == nullptr && !w.has(language::kThe)) break;  // unknown: a name begins
      if (!language::is_nominal(w)) break;
    }
    return j;
  }

  bool starts_person(std::uint32_t i) const {
    for (const Found& f : found_)
      if (f.first == i && f.type == EntityType::person) return true;
    const Word& w = word(i);
    return w.is(Category::name_part) && !w.has(language::kThe) && plain_start(i) && gentilic(i) == nullptr;
  }

  // Two or more name words in a row, the first a given name that is no ordinary word.
  void runs(const text::Sentence& s) {
    const model::Table& parts = lexicon_.table("gazetteer/name_parts");
    if (parts.rows() == 0) return;
    const std::uint32_t class_column = parts.column("class");
    for (std::uint32_t i = s.first; i < s.last; ++i) {
      if (!is_word(i, s) || !word(i).is(Category::name_part)) continue;
      const Sense& sense = *word(i).sense;
      if ((sense.features & model::kAmbiguous) != 0 || parts.cell(sense.ref, class_column) == "family") continue;
      std::uint32_t end = i + 1;
      while (is_word(end, s) && end < i + 4 && plain_start(end) && name_like(end) && !token(end).latin) ++end;
      if (end < i + 2) continue;
      add(i, end, EntityType::person, 4);
      i = end - 1;
    }
  }

  // The last name of a person found elsewhere, alone.
  void surnames() {
    std::unordered_map<std::string_view, const Found*> last_names;
    for (const Found& f : found_)
      if (f.type == EntityType::person && f.last > f.first + 1) {
        const std::string_view key = token(f.last - 1).key;
        if (key.size() >= 3) last_names.emplace(key, &f);
      }
    if (last_names.empty()) return;
    std::vector<char> covered(a_.tokens().size(), 0);
    for (const Found& f : found_)
      for (std::uint32_t i = f.first; i < f.last; ++i) covered[i] = 1;
    std::vector<Found> more;
    for (std::uint32_t i = 0; i < a_.tokens().size(); ++i) {
      if (covered[i] != 0 || token(i).kind != TokenKind::word || language::is_verb(word(i))) continue;
      const Word& w = word(i);
      auto it = last_names.find(w.name);
      if (it == last_names.end()) it = last_names.find(token(i).key);
      // A preposition that the analysis did not cut because the rest is unknown to the lexicon.
      std::size_t cut = 0;
      if (it == last_names.end() && token(i).key.size() > 3) {
        const char c = token(i).key[0];
        if (c == model::kWaw || c == model::kBeh || c == model::kLam || c == model::kKaf || c == model::kFeh) {
          it = last_names.find(token(i).key.substr(1));
          cut = 1;
        }
      }
      if (it == last_names.end()) continue;
      if (w.sense != nullptr && w.pos != model::Pos::proper && it->second->row == kNone && !w.is(Category::gentilic) &&
          (w.features & model::kAmbiguous) == 0 && w.is(Category::word))
        continue;
      Found f = *it->second;
      f.first = i;
      f.last = i + 1;
      f.span = span_of(i, i + 1);
      if (cut != 0 && f.span.start == token(i).span.start) ++f.span.start;
      f.role_first = f.role_last = kNone;
      f.strength = 5;
      more.push_back(f);
    }
    found_.insert(found_.end(), more.begin(), more.end());
  }

  // --- overlaps -----------------------------------------------------------------------------------------------------

  // Of overlapping names the stronger stays, then the longer, then the earlier. A tagged name that covers a gazetteer name and
  // more is a longer name of the same kind.
  void settle() {
    std::stable_sort(found_.begin(), found_.end(), [](const Found& x, const Found& y) {
      const auto weight = [](const Found& f) { return f.strength * 2 + static_cast<int>(std::min<std::uint32_t>(f.last - f.first, 6)) * 3; };
      if (weight(x) != weight(y)) return weight(x) > weight(y);
      return x.first < y.first;
    });
    std::vector<std::uint32_t> owner(a_.tokens().size(), kNone);
    std::vector<Found> kept;
    for (Found& f : found_) {
      bool free = true;
      for (std::uint32_t i = f.first; i < f.last && free; ++i) free = owner[i] == kNone;
      if (!free) {
        // The same words found twice: what the other way knew of them is kept.
        for (Found& k : kept)
          if (k.first == f.first && k.last == f.last) merge_knowledge(k, f);
        continue;
      }
      for (std::uint32_t i = f.first; i < f.last; ++i) owner[i] = static_cast<std::uint32_t>(kept.size());
      kept.push_back(std::move(f));
    }
    std::sort(kept.begin(), kept.end(), [](const Found& x, const Found& y) { return x.first < y.first; });
    found_ = std::move(kept);
  }

  static void merge_knowledge(Found& k, const Found& f) {
    if (k.row == kNone && f.row != kNone && k.type == f.type) {
      k.row = f.row;
      k.category = f.category;
    }
    if (k.country.empty()) k.country = f.country;
    if (k.role_first == kNone) {
      k.role_first = f.role_first;
      k.role_last = f.role_last;
    }
  }

  // --- entities -----------------------------------------------------------------------------------------------------

  // Words of a name for comparing: keys without articles and attached particles.
  std::vector<std::string> name_words(const Found& f) const {
    std::vector<std::string> out;
    for (std::uint32_t i = f.first; i < f.last; ++i) {
      std::string_view k = i == f.first ? word(i).name : token(i).key;
      if (k.size() > 4 && k[0] == model::kAlef && k[1] == model::kLam) k.remove_prefix(2);
      else if (i == f.first && word(i).has(language::kFor) && word(i).has(language::kThe)) k = word(i).stem;
      out.emplace_back(k);
    }
    return out;
  }

  static bool includes(const std::vector<std::string>& longer, const std::vector<std::string>& shorter) {
    return std::all_of(shorter.begin(), shorter.end(), [&](const std::string& w) { return std::find(longer.begin(), longer.end(), w) != longer.end(); });
  }

  Entities cluster() {
    struct Cluster {
      EntityType type;
      Category category = Category::word;
      std::uint32_t row = kNone;
      std::vector<std::string> words;  // of the fullest name
      std::vector<std::uint32_t> members;
    };
    std::vector<Cluster> clusters;
    std::vector<std::uint32_t> order(found_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    // Full names first, so that short ones find them wherever they stand.
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) {
      return found_[x].last - found_[x].first > found_[y].last - found_[y].first;
    });
    std::vector<std::uint32_t> cluster_of(found_.size());
    for (const std::uint32_t i : order) {
      const Found& f = found_[i];
      const std::vector<std::string> words = name_words(f);
      const bool country = f.type == EntityType::country;
      std::uint32_t best = kNone;
      for (std::uint32_t c = 0; c < clusters.size() && best == kNone; ++c) {
        const Cluster& k = clusters[c];
        if (k.type != f.type) continue;
        if (f.row != kNone && k.row == f.row && (k.category == f.category || country)) best = c;
      }
      if (best == kNone && !country)
        for (std::uint32_t c = 0; c < clusters.size() && best == kNone; ++c) {
          const Cluster& k = clusters[c];
          if (k.type != f.type || (k.row != kNone && f.row != kNone)) continue;
          if (k.words == words) best = c;
          else if (f.type == EntityType::person && words.size() < k.words.size() && includes(k.words, words) &&
                   (words.back() == k.words.back() || words.size() > 1)) best = c;
          else if (f.type == EntityType::organization && words.size() > 1 && words.size() < k.words.size() && includes(k.words, words)) best = c;
        }
      if (best == kNone) {
        best = static_cast<std::uint32_t>(clusters.size());
        clusters.push_back({f.type, f.category, f.row, words, {}});
      }
      if (clusters[best].row == kNone && f.row != kNone) {
        clusters[best].row = f.row;
        clusters[best].category = f.category;
      }
      clusters[best].members.push_back(i);
      cluster_of[i] = best;
    }
    // Entities in order of their first mention in the body.
    std::vector<std::uint32_t> first(clusters.size(), kNone);
    const bool has_body = a_.sentences().size() > 1 || (a_.sentences().size() == 1 && !a_.sentences()[0].title);
    for (std::uint32_t i = 0; i < found_.size(); ++i) {
      const bool title = a_.sentences()[token(found_[i].first).sentence].title;
      if (title && has_body) continue;
      first[cluster_of[i]] = std::min(first[cluster_of[i]], i);
    }
    std::vector<std::uint32_t> sequence;
    for (std::uint32_t c = 0; c < clusters.size(); ++c)
      if (first[c] != kNone) sequence.push_back(c);
    std::sort(sequence.begin(), sequence.end(), [&](std::uint32_t x, std::uint32_t y) { return first[x] < first[y]; });
    std::vector<std::uint32_t> index(clusters.size(), kNone);
    Entities out;
    for (const std::uint32_t c : sequence) {
      index[c] = static_cast<std::uint32_t>(out.entities.size());
      out.entities.push_back(entity(clusters[c].members, clusters[c].category, clusters[c].row));
      out.row.push_back(clusters[c].row);
    }
    out.mention_at.assign(a_.tokens().size(), kNoToken);
    for (std::uint32_t i = 0; i < found_.size(); ++i) {
      if (index[cluster_of[i]] == kNone) continue;
      const Found& f = found_[i];
      Mention m;
      m.first = f.first;
      m.last = f.last;
      m.span = f.span;
      m.entity = index[cluster_of[i]];
      m.acts_as_state = f.state;
      m.phrase_first = f.role_first == kNone ? f.first : f.role_first;
      m.phrase_last = f.last;
      for (std::uint32_t t = f.first; t < f.last; ++t) out.mention_at[t] = static_cast<std::uint32_t>(out.mentions.size());
      out.entities[m.entity].mentions.push_back(f.span);
      out.mentions.push_back(m);
    }
    return out;
  }

  Entity entity(std::vector<std::uint32_t> members, Category category, std::uint32_t row) const {
    std::sort(members.begin(), members.end());
    Entity e;
    e.type = found_[members[0]].type;
    // The fullest name: most words; for a state its usual name before its capital's.
    const Found* best = nullptr;
    const auto score = [&](const Found& f) {
      if (e.type == EntityType::country) return f.category == Category::country ? (is_main_name(f) ? 3 : 2) : 1;
      return static_cast<int>(f.last - f.first);
    };
    for (const std::uint32_t i : members) {
      const Found& f = found_[i];
      if (best == nullptr || score(f) > score(*best)) best = &f;
      if (e.country.empty()) e.country = f.country;
      if (e.role.empty() && f.role_first != kNone) e.role = std::string(a_.text.words(span_of(f.role_first, f.role_last)));
    }
    e.name = std::string(a_.text.words(best->span));
    if (e.type == EntityType::country || e.type == EntityType::place) e.country.clear();
    const char* table = category == Category::country || category == Category::capital || category == Category::metonym ? "gazetteer/countries"
                        : category == Category::person ? "gazetteer/persons" : nullptr;
    if (row != kNone && table != nullptr && e.type != EntityType::place) {
      const model::Table& t = lexicon_.table(table);
      const std::string_view q = t.cell(row, t.column("wikidata"));
      if (q != "-") e.reference = "wikidata:" + std::string(q);
    }
    return e;
  }

  bool is_main_name(const Found& f) const {
    return f.row != kNone && model::fold_utf8(countries_.cell(f.row, 1)) == model::fold_utf8(a_.text.words(f.span));
  }
};

}  // namespace

Entities find_entities(const Analysis& analysis, const Document&, const Lexicon& lexicon) {
  return Finder(analysis, lexicon).run();
}

}  // namespace isnad::extract
