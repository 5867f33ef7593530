// The tokens of a text as the grammar of time sees them: which words they can be, and the numbers they spell.
//
// Base of the recogniser in timex_grammar.cc, which reads lengths and points in time from them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/time/time_words.h"
#include "language/analysis.h"
#include "model/key.h"

namespace isnad::extract {

inline constexpr std::string_view kArticle{"\xC7\xE4", 2};  // alef, lam: "the" before digits is a token of its own

inline bool all_digits(std::string_view key) {
  return !key.empty() && std::ranges::all_of(key, [](char c) { return c >= '0' && c <= '9'; });
}

inline int digits(std::string_view key) {
  int out = 0;
  for (const char c : key) out = out > 100000 ? out : out * 10 + (c - '0');
  return out;
}

struct Number {
  std::uint32_t next = 0;  ///< 0: none
  double value = 0;
  bool vague = false;
  bool definite = false;
};

class TimeTokens {
 public:
  TimeTokens(const language::Analysis& a, const TimeReadings& r, const TimeWords& w, const model::Lexicon& lexicon)
      : a_(a), tokens_(a.tokens()), r_(r), w_(w), lexicon_(lexicon), n_(static_cast<std::uint32_t>(tokens_.size())) {
    find_names();
  }

 protected:
  using Category = model::Category;
  using Token = text::Token;
  using TokenKind = text::TokenKind;

  const language::Analysis& a_;
  const std::vector<Token>& tokens_;
  const TimeReadings& r_;
  const TimeWords& w_;
  const model::Lexicon& lexicon_;
  std::uint32_t n_;
  std::vector<bool> name_;   ///< tokens inside a name of several words (a newspaper called Today)
  std::uint32_t start_ = 0;  ///< first token of the expression being read: only it may carry attached particles

  // --- tokens

  bool blocked(std::uint32_t i) const { return !name_.empty() && name_[i]; }
  bool same_sentence(std::uint32_t i, std::uint32_t j) const { return j < n_ && tokens_[i].sentence == tokens_[j].sentence; }
  bool alive(std::uint32_t i) const { return i < n_ && tokens_[i].sentence == tokens_[start_].sentence && !blocked(i); }
  bool mark(std::uint32_t i, char32_t c) const { return alive(i) && tokens_[i].kind == TokenKind::punctuation && tokens_[i].mark == c; }
  bool comma(std::uint32_t i) const { return mark(i, U',') || mark(i, 0x060C); }
  bool is_article(std::uint32_t i) const {
    return i + 1 < n_ && tokens_[i].kind == TokenKind::word && tokens_[i + 1].kind == TokenKind::number && tokens_[i + 1].glued &&
           tokens_[i].key.ends_with(kArticle) && tokens_[i].key.size() <= 4;
  }

  /// A reading of a kind. Inside an expression nothing may be attached to a word but where `attached` says so.
  const TimeReading* is(std::uint32_t i, TimeKind kind, bool attached = false) const {
    if (!alive(i)) return nullptr;
    for (const TimeReading& r : r_.at(i)) {
      if (r.kind != kind) continue;
      if (r.cut != 0 || r.preposition) {
        if (i != start_ && !attached) continue;
      }
      bool in_name = false;
      for (std::uint32_t k = i; k < i + r.tokens; ++k) in_name = in_name || !alive(k);
      if (!in_name) return &r;
    }
    return nullptr;
  }
  const TimeReading* is_unit(std::uint32_t i, UnitNumber number, bool attached = false) const {
    if (!alive(i)) return nullptr;
    for (const TimeReading& r : r_.at(i)) {
      if (r.kind != TimeKind::unit || r.number != static_cast<std::uint8_t>(number)) continue;
      if ((r.cut != 0 || r.preposition) && i != start_ && !attached) continue;
      return &r;
    }
    return nullptr;
  }
  const TimeReading* is_unit(std::uint32_t i, TimeUnit unit, UnitNumber number) const {
    if (!alive(i)) return nullptr;
    for (const TimeReading& r : r_.at(i))
      if (r.kind == TimeKind::unit && r.number == static_cast<std::uint8_t>(number) && r.value == static_cast<std::int16_t>(unit) &&
          ((r.cut == 0 && !r.preposition) || i == start_))
        return &r;
    return nullptr;
  }
  /// Whether the token before the expression has a reading (whatever is attached to it).
  bool before_is(std::uint32_t i, TimeKind kind) const {
    if (i == 0 || tokens_[i - 1].sentence != tokens_[i].sentence) return false;
    for (const TimeReading& r : r_.at(i - 1))
      if (r.kind == kind && r.tokens == 1) return true;
    if (i >= 2 && tokens_[i - 2].sentence == tokens_[i].sentence)
      for (const TimeReading& r : r_.at(i - 2))
        if (r.kind == kind && r.tokens == 2) return true;
    return false;
  }
  bool for_attached(std::uint32_t i) const {  // for-: "for a week"; by- before a unit means other things
    const std::string_view k = tokens_[i].key;
    return prepositional(i) && !k.empty() && (k[0] == model::kLam || (k.size() > 1 && k[1] == model::kLam));
  }
  bool prepositional(std::uint32_t i) const {  // by-, for- attached to the token itself
    for (const TimeReading& r : r_.at(i))
      if (r.preposition) return true;
    return false;
  }

  /// Whether the token is attached to "and": a word with the particle cut off, or digits after it.
  bool is_and(std::uint32_t i) const {
    return alive(i) && tokens_[i].kind == TokenKind::word && tokens_[i].key.size() == 1 && tokens_[i].key[0] == model::kWaw;
  }

  // Names of several words that contain words of time.
  void find_names() {
    const auto end = n_;
    for (std::uint32_t i = 0; i < end; ++i) {
      if (!r_.any(i)) continue;
      const std::uint32_t from = i >= 3 ? i - 3 : 0;
      for (std::uint32_t s = from; s <= i; ++s) {
        if (tokens_[s].kind != TokenKind::word || tokens_[s].sentence != tokens_[i].sentence) continue;
        const std::string_view first = a_.words.size() == n_ && !a_.words[s].name.empty() ? a_.words[s].name : tokens_[s].key;
        std::uint32_t node = lexicon_.step(model::Lexicon::kRoot, first);
        std::uint32_t longest = 0;
        bool other = false;  // has a word that is none of time: The Egyptian Today
        for (std::uint32_t j = s; node != model::Lexicon::kNowhere;) {
          other = other || !r_.any(j);
          // A name made of words of time only (the newspaper The Next Day) needs the word for newspaper before it.
          const bool announced = s > 0 && a_.words.size() == n_ && a_.words[s - 1].is(Category::head);
          for (const model::Sense& sense : lexicon_.senses_at(node))
            if (j > s && (other || announced) && (sense.features & model::kAmbiguous) == 0 &&
                (sense.category == Category::outlet || sense.category == Category::organization || sense.category == Category::person ||
                 sense.category == Category::place || sense.category == Category::country))
              longest = j + 1;
          if (++j >= n_ || tokens_[j].sentence != tokens_[s].sentence) break;
          node = lexicon_.step(node, tokens_[j].key);
        }
        if (longest > i) {
          if (name_.empty()) name_.assign(n_, false);
          for (std::uint32_t j = s; j < longest; ++j) name_[j] = true;
        }
      }
    }
  }

  // --- numbers

  Number number(std::uint32_t i, bool attached = false) const {
    Number out;
    if (!alive(i)) return out;
    if (is_article(i)) {
      out = digit_number(i + 1);
      out.definite = out.next != 0;
      return out;
    }
    // A particle alone before digits: b-10, l-3.
    if (tokens_[i].kind == TokenKind::word && tokens_[i].key.size() <= 2 && alive(i + 1) && tokens_[i + 1].kind == TokenKind::number &&
        tokens_[i + 1].glued && i == start_)
      return digit_number(i + 1);
    if (tokens_[i].kind == TokenKind::number) return digit_number(i);
    return word_number(i, attached);
  }

  Number digit_number(std::uint32_t i) const {
    Number out;
    if (!alive(i) || tokens_[i].kind != TokenKind::number) return out;
    const std::string_view key = tokens_[i].key;
    double value = 0, scale = 0;
    for (const char c : key) {
      if (c == '.') {
        if (scale != 0) return out;
        scale = 1;
      } else {
        value = value * 10 + (c - '0');
        scale *= 10;
      }
    }
    if (value > 1e9) return out;
    out.value = scale > 1 ? value / scale : value;
    out.next = i + 1;
    return out;
  }

  const TimeReading* numeral(std::uint32_t i, NumberClass c, bool attached) const {
    if (!alive(i)) return nullptr;
    for (const TimeReading& r : r_.at(i))
      if (r.kind == TimeKind::number && r.number == static_cast<std::uint8_t>(c) && (r.cut == 0 || attached || i == start_)) return &r;
    return nullptr;
  }
  // "and thirty": the particle is attached to the word or stands before digits.
  const TimeReading* and_numeral(std::uint32_t i, NumberClass c) const {
    const TimeReading* r = numeral(i, c, true);
    return r != nullptr && r->conjoined && !r->preposition ? r : nullptr;
  }

  Number below_hundred(std::uint32_t i, bool attached) const {
    Number out;
    if (const TimeReading* u = numeral(i, NumberClass::unit, attached)) {
      out.definite = u->definite;
      if (const TimeReading* t = numeral(i + 1, NumberClass::teen, false)) {
        out.value = u->value + t->value;
        out.next = i + 2;
      } else if (const TimeReading* ten = and_numeral(i + 1, NumberClass::ten)) {
        out.value = u->value + ten->value;
        out.next = i + 2;
      } else {
        out.value = u->value;
        out.next = i + 1;
      }
    } else if (const TimeReading* t = numeral(i, NumberClass::ten, attached)) {
      out.value = t->value;
      out.next = i + 1;
      out.definite = t->definite;
    } else if (const TimeReading* teen = numeral(i, NumberClass::teen, attached)) {
      out.value = teen->value;
      out.next = i + 1;
      out.definite = teen->definite;
    }
    return out;
  }

  Number below_thousand(std::uint32_t i, bool attached) const {
    if (const TimeReading* h = numeral(i, NumberClass::hundred, attached)) {
      Number out{.next = i + 1, .value = static_cast<double>(h->value), .vague = false, .definite = h->definite};
      add_rest(out);
      return out;
    }
    Number u = below_hundred(i, attached);
    if (u.next == i + 1 && u.value >= 3 && u.value <= 9) {
      if (const TimeReading* h = numeral(i + 1, NumberClass::hundred, false); h != nullptr && h->value == 100) {
        Number out{.next = i + 2, .value = u.value * 100, .vague = false, .definite = u.definite};
        add_rest(out);
        return out;
      }
    }
    return u;
  }

  void add_rest(Number& out) const {  // "and twenty-five" after hundreds and thousands
    if (!alive(out.next)) return;
    const TimeReading* any = nullptr;
    for (const NumberClass c : {NumberClass::unit, NumberClass::ten, NumberClass::teen, NumberClass::hundred})
      if (any == nullptr) any = and_numeral(out.next, c);
    if (any == nullptr) return;
    const Number rest =
        static_cast<NumberClass>(any->number) == NumberClass::hundred ? below_thousand(out.next, true) : below_hundred(out.next, true);
    if (rest.next == 0 || rest.value >= out.value) return;
    out.value += rest.value;
    out.next = rest.next;
  }

  Number word_number(std::uint32_t i, bool attached) const {
    if (const TimeReading* v = numeral(i, NumberClass::vague, attached))
      return {.next = i + v->tokens, .value = 0, .vague = true, .definite = false};
    if (const TimeReading* t = numeral(i, NumberClass::thousand, attached)) {
      Number out{.next = i + 1, .value = static_cast<double>(t->value), .vague = false, .definite = t->definite};
      add_rest(out);
      return out;
    }
    Number out = below_thousand(i, attached);
    if (out.next == 0) return out;
    if (const TimeReading* t = numeral(out.next, NumberClass::thousand, false); t != nullptr && t->value == 1000) {
      out.value *= 1000;
      ++out.next;
      add_rest(out);
    }
    return out;
  }

  /// An ordinal (the third, the twenty-fifth), with the article.
  Number ordinal(std::uint32_t i, bool attached = false) const {
    Number out;
    if (!alive(i)) return out;
    const auto find = [&](std::uint32_t j, NumberClass c, bool conjoined) -> const TimeReading* {
      if (!alive(j)) return nullptr;
      for (const TimeReading& r : r_.at(j))
        if (r.kind == TimeKind::ordinal && r.number == static_cast<std::uint8_t>(c) && r.definite &&
            (conjoined ? r.conjoined && !r.preposition : r.cut == 0 || attached || j == start_))
          return &r;
      return nullptr;
    };
    if (const TimeReading* u = find(i, NumberClass::unit, false)) {
      out.value = u->value;
      out.next = i + 1;
      if (const TimeReading* ten = find(i + 1, NumberClass::ten, true)) {
        out.value += ten->value;
        out.next = i + 2;
      } else if (const TimeReading* teen = numeral(i + 1, NumberClass::teen, false); teen != nullptr && u->value < 10) {
        out.value += 10;
        out.next = i + 2;
      }
    } else if (const TimeReading* ten = find(i, NumberClass::ten, false)) {
      out.value = ten->value;
      out.next = i + 1;
    }
    out.definite = true;
    return out;
  }
};

}  // namespace isnad::extract
