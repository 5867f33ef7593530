#include "extract/names/person_names.h"

#include <algorithm>
#include <unordered_map>

#include "extract/names/name_edges.h"
#include "language/phrase.h"
#include "model/key.h"

namespace isnad::extract {
namespace {

using language::Enclitic;
using language::Word;
using model::Category;
using model::Sense;
using text::Token;
using text::TokenKind;

// The first half of a name like Abd al-Aziz.
constexpr char kServant[] = {model::kAin, model::kBeh, model::kDal};
bool servant(const Word& w) { return w.stem == std::string_view(kServant, sizeof kServant); }

// How many tokens before a counterpart the other one is looked for.
constexpr std::uint32_t kFarBack = 60;

bool is_comma(const Token& t) { return t.kind == TokenKind::punctuation && (t.mark == 0x060C || t.mark == U','); }

class Persons {
 public:
  explicit Persons(FoundNames& names)
      : n_(names),
        a_(names.analysis()),
        titles_(names.lexicon().table("lexicon/titles")),
        parts_(names.lexicon().table("gazetteer/name_parts")) {
    if (titles_.rows() > 0) kind_column_ = titles_.column("kind");
    if (parts_.rows() > 0) class_column_ = parts_.column("class");
  }

  void run() {
    lengthen();
    for (const text::Sentence& s : a_.sentences()) {
      titled(s);
      runs(s);
    }
  }

 private:
  FoundNames& n_;
  const language::Analysis& a_;
  const model::Table& titles_;
  const model::Table& parts_;
  std::uint32_t kind_column_ = 0, class_column_ = 0;

  const Token& token(std::uint32_t i) const { return n_.token(i); }
  const Word& word(std::uint32_t i) const { return n_.word(i); }

  bool name_like(std::uint32_t i) const {
    const Word& w = word(i);
    const Token& t = token(i);
    if (t.kind != TokenKind::word) return false;
    if (t.latin) return true;
    if (w.enclitic != Enclitic::none) return false;
    if (w.sense == nullptr) return w.stem.size() >= 2;
    return w.is(Category::name_part) || w.is(Category::person);
  }

  // A name word that is an everyday word as well.
  bool everyday(std::uint32_t i) const {
    if (word(i).sense == nullptr) return false;
    for (const Sense& s : word(i).senses)
      if (s.category == Category::word || s.category == Category::masdar || s.category == Category::participle ||
          s.category == Category::verb)
        return true;
    return (word(i).features & model::kAmbiguous) != 0 && word(i).has(language::kThe);
  }

  bool particle(std::uint32_t i) const {
    const Sense* s = word(i).find(Category::name_part);
    return s != nullptr && parts_.cell(s->ref, class_column_) == "particle" && n_.plain_start(i);
  }

  // `خالد بن بندر` goes on with `بن سلطان`, whoever found it.
  void lengthen() {
    const auto count = static_cast<std::uint32_t>(n_.all().size());
    for (std::uint32_t k = 0; k < count; ++k) {
      FoundName& f = n_.all()[k];
      if (f.type != EntityType::person || f.last >= a_.tokens().size()) continue;
      std::uint32_t end = f.last;
      const text::Sentence& s = a_.sentences()[token(f.first).sentence];
      while (end + 1 < s.last && end < f.first + 8 && n_.is_word(end, s) && particle(end) && n_.is_word(end + 1, s) &&
             n_.plain_start(end + 1) && !language::is_verb(word(end + 1)) && language::is_nominal(word(end + 1))) {
        end += 2;
        // `بن عبد العزيز`
        if (end < s.last && word(end - 1).stem.size() == 3 && n_.is_word(end, s) && word(end).has(language::kThe) && servant(word(end - 1)))
          ++end;
      }
      // `مون جي-إن`
      while (end >= f.first + 2 && end + 1 < s.last && token(end).mark == U'-' && token(end).glued && token(end + 1).glued &&
             n_.is_word(end + 1, s) && n_.plain_start(end + 1) && end < f.first + 6)
        end += 2;
      if (end == f.last) continue;
      f.last = end;
      f.span.end = token(end - 1).span.end;
    }
  }

  // After a title and its complements: words that look like a name.
  void titled(const text::Sentence& s) {
    for (std::uint32_t i = s.first; i < s.last; ++i) {
      if (!n_.is_word(i, s) || word(i).find(Category::title) == nullptr || language::is_verb(word(i))) continue;
      const std::uint32_t j = title_end(i, s);
      std::uint32_t name = j;
      // Apposition after a comma: the envoy of Britain, John Sawers,
      if (name + 1 < s.last && is_comma(token(name))) ++name;
      if (name >= s.last) continue;
      bool known = false;
      for (std::uint32_t k = n_.at(name) == nullptr ? kNoRow : static_cast<std::uint32_t>(n_.at(name) - n_.all().data()); k != kNoRow;
           k = n_.all()[k].next)
        if (n_.all()[k].type == EntityType::person) {
          attach_role(n_.all()[k], i, j);
          known = true;
        }
      // `رئيسا في يونيو`: what a preposition governs is no bearer of the title.
      // `ضيف الله`: the name has begun with what looks like a title.
      if (const Sense* part = word(name).find(Category::name_part); part != nullptr && parts_.cell(part->ref, class_column_) == "second")
        continue;
      if (known || name != j || (j > i + 1 && word(j - 1).pos == model::Pos::adp)) continue;
      std::uint32_t end = name;
      while (n_.is_word(end, s) && end < name + 4 && n_.plain_start(end) && name_like(end) && !token(end).latin) ++end;
      if (end == name) continue;
      if (end == name + 1 && everyday(name)) continue;
      // One unknown word alone after a general noun is too little.
      if (end == name + 1 && word(name).sense == nullptr && !word(i).has(language::kThe) && j == i + 1 && title_kind(i) != "rank" &&
          title_kind(i) != "honorific")
        continue;
      attach_role(n_.add(name, end, EntityType::person, 5), i, j);
    }
  }

  std::string_view title_kind(std::uint32_t i) const {
    const Sense* s = word(i).find(Category::title);
    return s == nullptr || titles_.rows() == 0 ? "" : titles_.cell(s->ref, kind_column_);
  }

  void attach_role(FoundName& f, std::uint32_t first, std::uint32_t last) {
    if (f.role_first != kNoRow && f.role_first <= first) return;
    f.role_first = first;
    f.role_last = last;
    if (f.country.empty() && f.row == kNoRow) f.country = n_.country_in(first, last);
    if (counterpart(first)) f.role = office_of_counterpart(first, last);
  }

  // --- counterparts -------------------------------------------------------------------------------------------------

  // `نظيره`: a title that only means the same office on the other side.
  bool counterpart(std::uint32_t i) const {
    const Sense* s = word(i).find(Category::title);
    // Folded, `نظيره` is the feminine `نظيرة` too, and is read as that.
    return s != nullptr && !n_.the(i) && titles_.cell(s->ref, 0) == counterpart_cell();
  }
  std::string_view counterpart_cell() const {
    const model::Table& t = n_.lexicon().table("lexicon/counterparts");
    return t.rows() == 0 ? std::string_view("-") : t.cell(0, 0);
  }

  // The office of the person before it, with the state of this one instead.
  std::string office_of_counterpart(std::uint32_t first, std::uint32_t last) const {
    const FoundName* with_role = nullptr;
    for (std::uint32_t i = first; i > (first < kFarBack ? 0 : first - kFarBack) && with_role == nullptr; --i) {
      const FoundName* f = n_.at(i - 1, EntityType::person);
      if (f == nullptr || f->role_first == kNoRow || f->role_last > first) continue;
      with_role = f;
    }
    if (with_role == nullptr) return "";
    std::uint32_t a = with_role->role_first, b = with_role->role_last;
    if (!with_role->role.empty() || b <= a) return "";
    while (b > a + 1 && n_.gentilic(b - 1) != nullptr) --b;
    if (n_.gentilic(b - 1) != nullptr) return "";
    std::string out(a_.text.words(n_.span_of(a, b)));
    for (std::uint32_t i = first + 1; i < last; ++i)
      if (n_.gentilic(i) != nullptr) {
        out += ' ';
        out += a_.text.words(n_.span_of(i, i + 1));
      }
    return out;
  }

  // --- titles -------------------------------------------------------------------------------------------------------

  // End of a title with its complements (`وزير الخارجية الأمريكي`): where a name could begin.
  std::uint32_t title_end(std::uint32_t i, const text::Sentence& s) const {
    std::uint32_t j = i + 1;
    for (; j < s.last && j < i + 14; ++j) {
      if (!n_.is_word(j, s)) break;
      const Word& w = word(j);
      // A second title, several words long: `المرشد آية الله`.
      if (const std::uint32_t more = title_words(n_, j, s.last); more > j + 1) {
        j = more - 1;
        continue;
      }
      if (starts_person(j) || language::is_verb(w) || language::opens_title(a_, j)) break;
      // An indefinite phrase that an adjective closes: `التقى مسؤولون أوروبيون الوزير فلان`.
      if (const Word& before = word(j - 1); w.has(language::kThe) && w.pos != model::Pos::adj && j > i + 1 &&
                                            before.pos == model::Pos::adj && !before.has(language::kThe) &&
                                            (w.proclitics & ~language::kThe) == 0 && !language::continues_phrase(a_, j - 1, j))
        break;
      const bool attached = w.has(language::kBy) || w.has(language::kFor);
      if (w.has(language::kAnd) && !language::is_nominal(w)) break;
      if (w.pos == model::Pos::adp || attached || w.has(language::kAnd)) {
        // A preposition goes on with a title only towards a body, a state or a field of office.
        if (w.pos == model::Pos::adp && !(j + 1 < s.last && n_.is_word(j + 1, s) && language::is_nominal(word(j + 1)))) break;
        continue;
      }
      if (w.sense == nullptr && !w.has(language::kThe)) break;  // unknown: a name begins
      if (!language::is_nominal(w)) break;
    }
    return j;
  }

  bool starts_person(std::uint32_t i) const {
    if (n_.at(i, EntityType::person) != nullptr) return true;
    const Word& w = word(i);
    return w.is(Category::name_part) && !w.has(language::kThe) && n_.plain_start(i) && n_.gentilic(i) == nullptr;
  }

  // Two or more name words in a row, the first a given name that is no ordinary word.
  void runs(const text::Sentence& s) {
    if (parts_.rows() == 0) return;
    for (std::uint32_t i = s.first; i < s.last; ++i) {
      if (!n_.is_word(i, s) || !word(i).is(Category::name_part)) continue;
      const Sense& sense = *word(i).sense;
      if ((sense.features & model::kAmbiguous) != 0 || parts_.cell(sense.ref, class_column_) == "family") continue;
      std::uint32_t end = i + 1;
      while (n_.is_word(end, s) && end < i + 4 && n_.plain_start(end) && name_like(end) && !token(end).latin) ++end;
      if (end < i + 2) continue;
      n_.add(i, end, EntityType::person, 4);
      i = end - 1;
    }
  }
};

}  // namespace

void add_titled_names(FoundNames& names) { Persons(names).run(); }

void add_surnames(FoundNames& names) {
  const language::Analysis& a = names.analysis();
  const model::Table& parts = names.lexicon().table("gazetteer/name_parts");
  std::unordered_map<std::string_view, std::uint32_t> last_names;  // to the position of the full name
  const auto count = static_cast<std::uint32_t>(names.all().size());
  for (std::uint32_t k = 0; k < count; ++k) {
    const FoundName& f = names.all()[k];
    if (f.type != EntityType::person || f.last <= f.first + 1) continue;
    const std::string_view key = a.tokens()[f.last - 1].key;
    // `عبد الله` is not called `الله` for short.
    if (const Sense* s = a.words[f.last - 1].find(Category::name_part);
        servant(a.words[f.last - 2]) || (s != nullptr && parts.cell(s->ref, parts.column("class")) == "second"))
      continue;
    if (key.size() >= 3) last_names.emplace(key, k);
  }
  if (last_names.empty()) return;
  std::vector<std::uint32_t> cover(a.tokens().size(), kNoRow);
  for (std::uint32_t k = 0; k < count; ++k)
    for (std::uint32_t i = names.all()[k].first; i < names.all()[k].last; ++i) cover[i] = k;
  for (std::uint32_t i = 0; i < a.tokens().size(); ++i) {
    const Token& t = a.tokens()[i];
    const Word& w = a.words[i];
    if (t.kind != TokenKind::word) continue;
    if (language::is_verb(w)) {
      // `أضاف فامن`: a verb behind a verb, cut out of what a full name ends in.
      const bool behind_verb = i > 0 && language::is_verb(a.words[i - 1]);
      if (!behind_verb || w.name.size() == t.key.size() || last_names.find(t.key) == last_names.end()) continue;
    }
    bool over = false;
    if (cover[i] != kNoRow) {
      // `فالكه` is no `الكه` with a conjunction, if a full name ends in it.
      FoundName& found = names.all()[cover[i]];
      if (found.type == EntityType::person && found.last == found.first + 1 && found.row == kNoRow && found.cut == kAsAnalysed &&
          w.name.size() != t.key.size() && last_names.find(t.key) != last_names.end() && last_names.find(w.name) == last_names.end()) {
        found.cut = 0;
        found.span = names.span_of(found.first, found.last, 0);
      }
      // The name of a state or place that is a person's here (`روبرت مالي`, then `مالي`): if nothing says that it is a place.
      const FoundName& f = names.all()[cover[i]];
      if (f.last != f.first + 1 || f.type == EntityType::person || f.nested || w.proclitics != 0) continue;
      if (f.type == EntityType::organization || f.type == EntityType::media) continue;
      over = true;
    }
    auto it = last_names.find(w.name);
    if (it == last_names.end()) it = last_names.find(t.key);
    // A preposition that the analysis did not cut because the rest is unknown to the lexicon.
    int cut = 0;
    if (it == last_names.end() && t.key.size() > 3) {
      const char c = t.key[0];
      if (c == model::kWaw || c == model::kBeh || c == model::kLam || c == model::kKaf || c == model::kFeh) {
        it = last_names.find(t.key.substr(1));
        cut = 1;
      }
    }
    if (it == last_names.end() || adjective_of_noun(names, i)) continue;  // `الأمن القومي العربي`
    const FoundName full = names.all()[it->second];
    if (over) {
      if (full.first >= i || names.at_start(i) || a.words[i - 1].pos == model::Pos::adp || !language::is_verb(a.words[i - 1])) continue;
    }
    if (w.sense != nullptr && w.pos != model::Pos::proper && full.row == kNoRow && !w.is(Category::gentilic) &&
        (w.features & model::kAmbiguous) == 0 && w.is(Category::word))
      continue;
    const bool other = t.key == it->first && w.name.size() != t.key.size();
    FoundName& f = names.add(i, i + 1, EntityType::person, over ? 8 : 5, full.category, full.row, cut != 0 ? 1 : other ? 0 : kAsAnalysed);
    f.country = full.country;
  }
}

}  // namespace isnad::extract
