#include "language/morphemes.h"

#include <algorithm>

#include "base/utf8.h"
#include "model/key.h"

namespace isnad::language {
namespace {

using namespace model;  // letter names, features

constexpr std::uint32_t kGenders = kMasculine | kFeminine;
constexpr std::uint32_t kNumbers = kDual | kPlural;

// What the end of a form's dictionary spelling hides in the key: model::last_spelled().
enum End { kOtherEnd, kAlefMaksuraEnd, kYehEnd, kTehMarbutaEnd, kHehEnd };
int end_of(std::uint16_t spelling) { return last_spelled(spelling); }

// lexicon/lemmas.tsv is in order of its first column (the data compiler sees to it).
struct Irregular {
  std::string_view pieces, lemma;  // "-" if there is none
};

std::string_view name_of(Pos pos) {
  switch (pos) {
    case Pos::noun: return "NOUN";
    case Pos::adj: return "ADJ";
    case Pos::adp: return "ADP";
    case Pos::cconj: return "CCONJ";
    case Pos::sconj: return "SCONJ";
    case Pos::pron: return "PRON";
    case Pos::det: return "DET";
    case Pos::part: return "PART";
    case Pos::adv: return "ADV";
    case Pos::num: return "NUM";
    case Pos::intj: return "INTJ";
    default: return "";
  }
}

Irregular irregular(const Lexicon& lexicon, std::string_view form, Pos pos) {
  const Table& table = lexicon.table("lexicon/lemmas");
  std::uint32_t low = 0, high = table.rows();
  while (low < high) {
    const std::uint32_t middle = (low + high) / 2;
    if (table.cell(middle, 0) < form) low = middle + 1;
    else high = middle;
  }
  for (; low < table.rows() && table.cell(low, 0) == form; ++low)
    if (const std::string_view p = table.cell(low, 1); p == "-" || p == name_of(pos)) return {table.cell(low, 2), table.cell(low, 3)};
  return {"-", "-"};
}

std::string encode(std::u32string_view text) { return base::encode(std::u32string(text)); }

bool ends(std::string_view key, std::initializer_list<char> letters) {
  return key.size() >= letters.size() &&
         std::equal(letters.begin(), letters.end(), key.end() - static_cast<std::ptrdiff_t>(letters.size()));
}

// The letters of a token as written, without diacritics and tatweel: parallel to its key unless it holds ligatures.
std::u32string letters_of(const Analysis& a, const text::Token& t) {
  std::u32string out;
  for (std::uint32_t i = t.span.start; i < t.span.end; ++i)
    if (fold_char(a.text.chars[i]) != 0) {
      const char32_t c = a.text.chars[i];
      out += c == 0x06CC ? char32_t{0x064A} : c;
    }
  return out;
}

class Taken {
 public:
  Taken(const Analysis& a, std::uint32_t token, const Lexicon& lexicon)
      : a_(a), t_(a.tokens()[token]), w_(a.words[token]), lexicon_(lexicon), key_(t_.key), letters_(letters_of(a, t_)) {
    if (letters_.size() != key_.size()) letters_ = base::decode(key_to_utf8(key_));
    arabic_ = t_.kind == text::TokenKind::word && !t_.latin && key_.size() <= 250;
    if (!arabic_) return;
    begin_ = static_cast<std::size_t>(w_.stem.data() - key_.data());
    end_ = begin_ + w_.stem.size();
  }

  std::vector<Morpheme> pieces() {
    if (!arabic_) return {{MorphemeKind::stem, 0, static_cast<std::uint8_t>(std::min<std::size_t>(key_.size(), 255))}};
    std::size_t at = 0;
    const auto put = [&](MorphemeKind kind, std::size_t length) {
      if (length == 0) return;
      out_.push_back({kind, static_cast<std::uint8_t>(at), static_cast<std::uint8_t>(at + length)});
      at += length;
    };
    if (w_.has(kAnd) || w_.has(kThen)) put(MorphemeKind::conjunction, 1);
    if (w_.has(kBy) || w_.has(kFor) || w_.has(kLike)) put(MorphemeKind::preposition, 1);
    if (w_.has(kWill)) put(MorphemeKind::future, 1);
    if (w_.has(kThe) && at == begin_) out_.push_back({MorphemeKind::article, static_cast<std::uint8_t>(at), static_cast<std::uint8_t>(at)});
    if (w_.has(kThe) && at < begin_) put(MorphemeKind::article, begin_ - at);
    if (at != begin_) {  // cannot be; keep the promise that the pieces are the key
      out_.clear();
      at = 0;
    }
    // A name that the lexicon has with its article, after nothing or a lam that took the article's alef.
    if (!w_.has(kThe) && with_article()) put(MorphemeKind::article, 2);
    const Irregular known = irregular(lexicon_, dictionary_form(), w_.pos);
    if (known.pieces != "-" && fold_utf8(joined(known.pieces)) == w_.stem) {
      for (const std::string_view piece : split(known.pieces)) put(kind_of(piece, at), fold_utf8(piece).size());
    } else {
      const std::size_t cut = ending();
      put(MorphemeKind::stem, end_ - at - cut);
      // The feminine teh before the dual's ending is one of its own.
      const bool feminine = cut == 3;
      if (feminine) put(MorphemeKind::ending, 1);
      put(MorphemeKind::ending, feminine ? cut - 1 : cut);
    }
    put(MorphemeKind::pronoun, key_.size() - at);
    // A preposition on a pronoun is what the pronoun is on.
    const auto stem = [](const Morpheme& m) { return m.kind == MorphemeKind::stem; };
    if (std::none_of(out_.begin(), out_.end(), stem))
      for (Morpheme& m : out_)
        if (m.kind == MorphemeKind::preposition) m.kind = MorphemeKind::stem;
    return std::move(out_);
  }

  std::string dictionary() {
    if (!arabic_) return std::string(a_.text.words(t_.span));
    if (w_.sense == nullptr) return unknown();
    const Sense& s = *w_.sense;
    switch (s.category) {
      case Category::verb: return std::string(lexicon_.table("lexicon/verbs").cell(s.ref, column("lexicon/verbs", "past")));
      case Category::masdar: return of_verb("masdar");
      case Category::participle: return participle();
      case Category::title: return title();
      case Category::gentilic: return gentilic();
      case Category::word:
      case Category::head: return word(dictionary_form());
      default: return name();
    }
  }

 private:
  const Analysis& a_;
  const text::Token& t_;
  const Word& w_;
  const Lexicon& lexicon_;
  std::string_view key_;
  std::u32string letters_;
  std::vector<Morpheme> out_;
  std::size_t begin_ = 0, end_ = 0;
  bool arabic_ = false;

  std::uint32_t column(std::string_view table, std::string_view name) const { return lexicon_.table(table).column(name); }

  bool with_article() const {
    if (w_.sense == nullptr || w_.stem.size() < 4 || w_.stem[0] != kAlef || w_.stem[1] != kLam) return false;
    const Pos p = w_.sense->pos;
    return (p == Pos::proper || p == Pos::noun || p == Pos::adv) && first_spelled(w_.sense->spelling) == 1 && letters_[begin_] == 0x0627;
  }

  // The form in the words table that the reading comes from.
  std::string dictionary_form() const {
    if (w_.sense == nullptr) return {};
    if (w_.sense->category == Category::word) return std::string(lexicon_.table("lexicon/words").cell(w_.sense->ref, 0));
    if (w_.sense->category == Category::head) return std::string(lexicon_.table("lexicon/heads").cell(w_.sense->ref, 0));
    return {};
  }

  static std::vector<std::string_view> split(std::string_view pieces) {
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at <= pieces.size();) {
      const std::size_t plus = std::min(pieces.find('+', at), pieces.size());
      out.push_back(pieces.substr(at, plus - at));
      at = plus + 1;
    }
    return out;
  }
  static std::string joined(std::string_view pieces) {
    std::string out(pieces);
    std::erase(out, '+');
    return out;
  }
  MorphemeKind kind_of(std::string_view piece, std::size_t at) const {
    const std::string key = fold_utf8(piece);
    static constexpr std::string_view kPronouns[] = {"\xE7",     "\xE7\xC7", "\xE7\xE5", "\xE7\xE5\xC7", "\xE7\xE6",
                                                     "\xE6\xC7", "\xEA",     "\xE3",     "\xE3\xE5"};
    if (at > begin_ && at + key.size() == end_ && std::find(std::begin(kPronouns), std::end(kPronouns), key) != std::end(kPronouns))
      return MorphemeKind::pronoun;
    if (at == begin_ && key.size() == 1 && (key[0] == kBeh || key[0] == kLam || key[0] == kKaf)) return MorphemeKind::preposition;
    if ((key.size() == 2 && key[0] == kAlef && key[1] == kLam) || (at == begin_ + 1 && key.size() == 1 && key[0] == kLam))
      return MorphemeKind::article;
    if (at > begin_ && key.size() == 1 && key[0] == kAlef && at + 1 == end_) return MorphemeKind::ending;
    return MorphemeKind::stem;
  }

  // Letters at the stem's end that are inflection.
  std::size_t ending() const {
    const std::string_view stem = w_.stem;
    if (stem.size() < 3) return 0;
    const bool suffixed = w_.enclitic != Enclitic::none;
    const bool last_in_text = end_ == key_.size();
    const int written = last_in_text ? end_of(spelling(letters_)) : kOtherEnd;
    if (w_.sense == nullptr) {
      if (written == kTehMarbutaEnd) return 1;
      if (stem.size() >= 5 && ends(stem, {kAlef, kTeh})) return 2;
      if (stem.size() >= 5 && w_.has(kThe) && (ends(stem, {kYeh, kNoon}) || ends(stem, {kWaw, kNoon}))) return 2;
      if (stem.size() >= 5 && !w_.has(kThe) && ends(stem, {kWaw, kAlef})) return 2;
      return 0;
    }
    const Sense& s = *w_.sense;
    const std::uint32_t f = w_.features;
    if (s.category == Category::verb) return verb_ending(f, stem, suffixed);
    if (s.category == Category::head && stem.size() >= 5 && ends(stem, {kAlef, kTeh})) return 2;
    if (s.pos == Pos::num && written != kTehMarbutaEnd) return number_ending(stem);
    if (s.pos == Pos::part && irregular(lexicon_, dictionary_form(), s.pos).lemma != "-" &&
        irregular(lexicon_, dictionary_form(), s.pos).pieces == "-")
      return ends(stem, {kWaw, kAlef}) || ends(stem, {kNoon, kAlef}) ? 2 : ends(stem, {kTeh}) ? 1 : 0;  // persons of the verb that negates
    const bool nominal = s.pos == Pos::noun || s.pos == Pos::adj || s.pos == Pos::num || s.pos == Pos::proper;
    if (written == kTehMarbutaEnd) return 1;
    if (s.pos == Pos::adv) return ends(stem, {kAlef}) && irregular(lexicon_, dictionary_form(), s.pos).lemma == "-" ? 1 : 0;
    if (!nominal) return 0;
    if (suffixed && ends(stem, {kTeh}) && end_of(s.spelling) == kTehMarbutaEnd) return 1;
    if (!suffixed && last_in_text && ends(stem, {kHeh}) && end_of(s.spelling) == kTehMarbutaEnd) return 1;
    if ((f & kNumbers) != 0) {
      if (s.category == Category::word && (f & kDual) == 0 && broken(dictionary_form(), s.pos)) {
        if ((f & kAccusative) != 0 && ends(stem, {kAlef})) return 1;
        return 0;
      }
      if ((f & kDual) != 0 && stem.size() >= 5 && stem[stem.size() - 3] == kTeh &&
          (ends(stem, {kYeh, kNoon}) || ends(stem, {kAlef, kNoon})) && feminine_dual())
        return 3;
      for (const auto& two : {std::pair{kAlef, kTeh}, {kWaw, kNoon}, {kYeh, kNoon}, {kAlef, kNoon}})
        if (stem.size() >= 4 && ends(stem, {two.first, two.second})) return 2;
      if ((f & kPlural) != 0 && (ends(stem, {kWaw}) || ends(stem, {kYeh}))) return 1;
      if ((f & kDual) != 0 && (ends(stem, {kAlef}) || ends(stem, {kYeh}))) return 1;
      if ((f & kAccusative) != 0 && ends(stem, {kAlef})) return 1;
      return 0;
    }
    if ((f & kAccusative) != 0 && ends(stem, {kAlef})) return 1;
    return 0;
  }

  // Whether a dual's teh is its singular's teh marbuta.
  bool feminine_dual() const {
    if ((w_.features & kFeminine) != 0) return true;
    std::string singular(w_.stem.substr(0, w_.stem.size() - 3));
    singular += kHeh;
    const auto senses = lexicon_.find(singular);
    return std::any_of(senses.begin(), senses.end(), [](const Sense& s) { return end_of(s.spelling) == kTehMarbutaEnd; });
  }

  // Tens, duals and plurals of numbers, tanwin.
  std::size_t number_ending(std::string_view stem) const {
    const std::string form = dictionary_form();
    const bool two = ends(stem, {kYeh, kNoon}) || ends(stem, {kWaw, kNoon}) || ends(stem, {kAlef, kNoon});
    if (stem.size() >= 4 && two) return form.empty() || broken(form, Pos::num) || !ten_or_dual(form) ? 0 : 2;
    if (stem.size() >= 4 && ends(stem, {kAlef, kTeh})) return 2;
    if (stem.size() >= 4 && ends(stem, {kAlef})) return 1;
    return 0;
  }
  // Tens are their own lemma in the nominative: thirty, not a dual of three.
  bool ten_or_dual(const std::string& form) const {
    return irregular(lexicon_, form, Pos::num).lemma != "-" || fold_utf8(form).ends_with("\xE8\xE6");
  }

  // A plural that has its singular in lexicon/lemmas.tsv, and no sound ending either: the last letter is the singular's own.
  bool broken(const std::string& form, Pos pos) const {
    const Irregular known = irregular(lexicon_, form, pos);
    if (known.lemma == "-") return false;
    const std::string key = fold_utf8(form), singular = fold_utf8(known.lemma);
    if (ends(key, {kAlef, kTeh})) return ends(singular, {kTeh});
    if (ends(key, {kYeh, kNoon}) || ends(key, {kWaw, kNoon})) {
      const bool other_case = singular.size() == key.size() && ends(singular, {kWaw, kNoon}) &&
                              singular.compare(0, key.size() - 2, key, 0, key.size() - 2) == 0;
      return ends(singular, {kNoon}) && !other_case;
    }
    return true;
  }

  static std::size_t verb_ending(std::uint32_t f, std::string_view stem, bool suffixed) {
    if ((f & kPast) != 0) {
      if ((f & kDual) != 0) return (f & kFeminine) != 0 && ends(stem, {kTeh, kAlef}) ? 2 : ends(stem, {kAlef}) ? 1 : 0;
      if ((f & kThird) != 0 && (f & kFeminine) != 0) return ends(stem, {(f & kPlural) != 0 ? kNoon : kTeh}) ? 1 : 0;
      if ((f & kThird) != 0 && (f & kPlural) != 0) return ends(stem, {kWaw, kAlef}) ? 2 : ends(stem, {kWaw}) ? 1 : 0;
      if ((f & kFirst) != 0 && (f & kPlural) != 0) return ends(stem, {kNoon, kAlef}) ? 2 : 0;
      if ((f & kFirst) != 0) return ends(stem, {kTeh}) ? 1 : 0;
      if ((f & kSecond) != 0) return ends(stem, {kTeh, kMeem}) ? 2 : 0;
      return 0;
    }
    if ((f & kDual) != 0) return ends(stem, {kAlef, kNoon}) ? 2 : ends(stem, {kAlef}) ? 1 : 0;
    if ((f & kPlural) == 0 || (f & kFirst) != 0) return 0;
    if ((f & kFeminine) != 0) return ends(stem, {kNoon}) ? 1 : 0;
    if (ends(stem, {kWaw, kNoon}) || ends(stem, {kWaw, kAlef})) return 2;
    return suffixed && ends(stem, {kWaw}) ? 1 : 0;
  }

  // ---- lemmas ----

  // Of the values of a verb's cell, the one whose key the stem begins with; the longest, else the first.
  std::string_view value_in(std::string_view cell) const {
    std::string_view best;
    std::size_t length = 0;
    for (const std::string_view v : values(cell)) {
      std::string key = fold_utf8(v);
      if (!key.empty() && key.back() == kHeh && w_.stem != key) key.pop_back();
      if (best.empty() || (w_.stem.substr(0, key.size()) == key && key.size() > length)) {
        if (w_.stem.substr(0, key.size()) == key) length = key.size();
        best = v;
      }
    }
    // Of a defective verb's noun, the spelling with its yeh.
    for (const std::string_view v : values(cell))
      if (v.size() == best.size() + 2 && v.starts_with(best) && v.ends_with("\xD9\x8A")) return v;
    return best;
  }
  std::string of_verb(std::string_view name) const {
    return std::string(value_in(lexicon_.table("lexicon/verbs").cell(w_.sense->ref, column("lexicon/verbs", name))));
  }

  std::string participle() const {
    std::u32string p = base::decode(of_verb("participle"));
    // The dictionary's form of a defective participle has its yeh.
    const std::u32string present = base::decode(lexicon_.table("lexicon/verbs").cell(w_.sense->ref, column("lexicon/verbs", "present")));
    const char32_t weak = present.empty() ? 0 : present.back();
    if ((weak == 0x064A || weak == 0x0648 || weak == 0x0649) && !p.empty() && p.back() != 0x064A) p += char32_t{0x064A};
    return encode(p);
  }

  std::string title() const {
    const Table& table = lexicon_.table("lexicon/titles");
    const auto has = [&](std::string_view name) {
      std::string_view best;
      for (const std::string_view v : values(table.cell(w_.sense->ref, table.column(name)))) {
        const std::string key = fold_utf8(v);
        const std::string_view base = std::string_view(key).substr(0, key.size() - (key.size() > 3 && key.back() == kHeh ? 1 : 0));
        if (w_.stem.starts_with(base) && best.empty()) best = v;
      }
      return best;
    };
    if ((w_.features & kPlural) == 0)
      if (const auto v = has("singular"); !v.empty()) return word(std::string(v));
    return word(std::string(values(table.cell(w_.sense->ref, table.column("singular")))[0]));
  }

  std::string gentilic() const {
    const Table& table = lexicon_.table("gazetteer/countries");
    const std::string_view cell = table.cell(w_.sense->ref, table.column("gentilic"));
    std::string_view first;
    for (const std::string_view v : values(cell)) {
      if (v.find(' ') != std::string_view::npos) continue;
      if (first.empty()) first = v;
      if (w_.stem.starts_with(fold_utf8(v))) return std::string(v);
    }
    return first.empty() ? name() : std::string(first);
  }

  std::string name() const {
    std::u32string text = letters_.substr(begin_, end_ - begin_);
    if (with_article()) text.erase(0, 2);
    return restored(text);
  }

  // Where the dictionary's spelling of the word is known to end otherwise than what stands in the text.
  std::string restored(std::u32string text) const {
    if (w_.sense == nullptr || text.empty()) return encode(text);
    switch (end_of(w_.sense->spelling)) {
      case kTehMarbutaEnd: text.back() = 0x0629; break;
      case kAlefMaksuraEnd: text.back() = 0x0649; break;
      default: break;
    }
    switch (first_spelled(w_.sense->spelling)) {
      case 2:
        if (text[0] == 0x0627) text[0] = 0x0623;
        break;
      case 3:
        if (text[0] == 0x0627) text[0] = 0x0625;
        break;
      case 4:
        if (text[0] == 0x0627) text[0] = 0x0622;
        break;
      default: break;
    }
    return encode(text);
  }

  // The lemma of a form of the words table.
  std::string word(const std::string& form) const {
    if (const Irregular known = irregular(lexicon_, form, w_.pos); known.lemma != "-") return std::string(known.lemma);
    if (w_.sense == nullptr || w_.sense->category != Category::word)
      return form.starts_with("\xD8\xA7\xD9\x84") && w_.is(Category::head) ? form.substr(4) : form;
    const auto& table = lexicon_.table("lexicon/words");
    const std::vector<std::string_view> features = values(table.cell(w_.sense->ref, table.column("features")));
    const auto has = [&](std::string_view f) { return std::find(features.begin(), features.end(), f) != features.end(); };
    std::u32string text = base::decode(form);
    if (text.size() > 3 && text[0] == 0x0627 && text[1] == 0x0644 && w_.pos != Pos::pron && w_.pos != Pos::adj) text.erase(0, 2);
    if (w_.pos == Pos::adv && text.size() >= 3 && text.back() == 0x0627) text.pop_back();
    if (w_.pos == Pos::adj && text.size() >= 4 && text.back() == 0x0629) text.pop_back();
    if (!has("pl") && !has("du")) return encode(text);
    if (has("sg")) return encode(text);
    const auto tail = [&](char32_t a, char32_t b) { return text.size() >= 4 && text[text.size() - 2] == a && text.back() == b; };
    if (tail(0x0627, 0x062A)) {
      text.resize(text.size() - 2);
      const auto feminine = lexicon_.find(fold(text + U'\x0629'));
      const bool known = std::any_of(feminine.begin(), feminine.end(),
                                     [](const Sense& s) { return end_of(s.spelling) == kTehMarbutaEnd && s.pos == Pos::noun; });
      if (has("f") && (known || !has("m"))) text += char32_t{0x0629};
    } else if (tail(0x0648, 0x0646) || tail(0x064A, 0x0646) || tail(0x0627, 0x0646)) {
      const bool dual = has("du");
      text.resize(text.size() - 2);
      if (dual && text.back() == 0x062A) text.back() = 0x0629;
    } else if (text.size() >= 4 && (text.back() == 0x0648 || text.back() == 0x064A || (has("du") && text.back() == 0x0627))) {
      const bool dual = has("du");
      text.pop_back();
      if (dual && text.back() == 0x062A) text.back() = 0x0629;
    }
    return encode(text);
  }

  std::string unknown() const {
    std::u32string text = letters_.substr(begin_, end_ - begin_);
    const std::size_t n = text.size();
    if (n < 4) return encode(text);
    const auto tail = [&](char32_t a, char32_t b) { return text[n - 2] == a && text[n - 1] == b; };
    if (w_.enclitic == Enclitic::none && tail(0x064A, 0x0629)) return encode(text.substr(0, n - 1));
    if (n >= 5 && tail(0x0627, 0x062A)) return encode(text.substr(0, n - 2));
    if (n >= 5 && w_.has(kThe) && (tail(0x064A, 0x0646) || tail(0x0648, 0x0646))) return encode(text.substr(0, n - 2));
    return encode(text);
  }
};

}  // namespace

std::vector<Morpheme> morphemes(const Analysis& analysis, std::uint32_t token, const Lexicon& lexicon) {
  return Taken(analysis, token, lexicon).pieces();
}

std::string lemma(const Analysis& analysis, std::uint32_t token, const Lexicon& lexicon) {
  return Taken(analysis, token, lexicon).dictionary();
}

}  // namespace isnad::language
