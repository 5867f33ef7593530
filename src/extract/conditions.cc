#include "extract/conditions.h"

#include <algorithm>
#include <string>

#include "extract/reference.h"
#include "language/phrase.h"
#include "model/key.h"

namespace isnad::extract {
namespace {

using language::Analysis;
using language::Word;
using text::kNoToken;
using text::Sentence;
using text::Token;
using text::TokenKind;

enum class MarkerClass : std::uint8_t { condition, unless, trade, depends };

struct Marker {
  std::vector<std::string> keys;
  MarkerClass cls = MarkerClass::condition;
  bool attached = false;  // the last key is a preposition written on the next word
};

bool is_comma(const Token& t) { return t.kind == TokenKind::punctuation && (t.mark == 0x060C || t.mark == U',' || t.mark == 0x061B); }

class Finder {
 public:
  Finder(const Analysis& analysis, const Entities& entities, const std::vector<FoundStatement>& statements, const model::Lexicon& lexicon)
      : a_(analysis), statements_(statements), reference_(analysis, entities, lexicon) {
    const model::Table& table = lexicon.table("frames/conditions");
    for (std::uint32_t r = 0; r < table.rows(); ++r) {
      Marker m;
      m.keys = model::split_keys(table.cell(r, 0));
      const std::string_view cls = table.cell(r, 1);
      m.cls = cls == "trade" ? MarkerClass::trade : cls == "depends" ? MarkerClass::depends : cls == "unless" ? MarkerClass::unless : MarkerClass::condition;
      m.attached = m.keys.size() > 1 && m.keys.back().size() == 1;
      markers_.push_back(std::move(m));
    }
    std::stable_sort(markers_.begin(), markers_.end(), [](const Marker& x, const Marker& y) { return x.keys.size() > y.keys.size(); });
  }

  std::vector<Condition> run() {
    for (const Sentence& s : a_.sentences()) {
      if (s.title) continue;
      sentence_ = &s;
      for (std::uint32_t i = s.first; i < s.last;) {
        std::uint32_t end = i;
        const Marker* m = match(i, end);
        if (m != nullptr) condition(i, end, *m);
        i = std::max(end, i + 1);
      }
    }
    return std::move(out_);
  }

 private:
  const Analysis& a_;
  const std::vector<FoundStatement>& statements_;
  Reference reference_;
  std::vector<Marker> markers_;
  const Sentence* sentence_ = nullptr;
  std::vector<Condition> out_;

  const Token& token(std::uint32_t i) const { return a_.tokens()[i]; }
  const Word& word(std::uint32_t i) const { return a_.words[i]; }
  std::uint32_t first() const { return sentence_->first; }
  std::uint32_t last() const { return sentence_->last; }

  const Marker* match(std::uint32_t i, std::uint32_t& end) const {
    if (token(i).kind != TokenKind::word) return nullptr;
    for (const Marker& m : markers_) {
      std::uint32_t j = i;
      bool ok = true;
      for (std::size_t k = 0; k < m.keys.size() && ok; ++k) {
        if (j >= last() || token(j).kind != TokenKind::word) ok = false;
        else if (m.attached && k + 1 == m.keys.size()) ok = token(j).key.size() > 1 && token(j).key[0] == m.keys[k][0];
        else {
          const std::string_view key = token(j).key;
          ok = key == m.keys[k] || (k == 0 && key.size() > 1 && (key[0] == model::kWaw || key[0] == model::kFeh) && key.substr(1) == m.keys[k]);
          ++j;
        }
      }
      if (ok && j < last()) {
        end = j;
        return &m;
      }
    }
    return nullptr;
  }

  bool joins_that(std::uint32_t i) const { return word(i).pos == model::Pos::sconj && word(i).stem.size() == 2; }

  // Where the clause before token i begins: after that, a colon, an opened quotation, a clause comma.
  std::uint32_t begin_before(std::uint32_t i) const {
    for (std::uint32_t j = i; j-- > first();) {
      const Token& t = token(j);
      if (t.kind == TokenKind::quote && t.opens && t.partner != kNoToken && t.partner > i) return j + 1;
      if (t.kind == TokenKind::punctuation && (t.mark == U':' || t.mark == U'.' || t.mark == 0x061B)) return j + 1;
      if (is_comma(t) && i - j > 3) return j + 1;
      if (t.kind == TokenKind::word && joins_that(j)) return j + 1;
    }
    return first();
  }

  std::uint32_t end_after(std::uint32_t i) const {
    for (std::uint32_t j = i; j < last(); ++j) {
      const Token& t = token(j);
      if (t.kind == TokenKind::quote && t.opens && t.partner != kNoToken && t.partner < last()) {
        j = t.partner;
        continue;
      }
      if (t.kind == TokenKind::quote && !t.opens && t.partner != kNoToken && t.partner < i) return j;
      if (t.kind == TokenKind::punctuation && t.mark != U'(' && t.mark != U')' && t.mark != U'%' && t.mark != U'-') return j;
      if (j > i && t.kind == TokenKind::word && word(j).pos == model::Pos::cconj && word(j).stem.size() > 2) return j;
    }
    return last();
  }

  void condition(std::uint32_t at, std::uint32_t end, const Marker& m) {
    // `ما إذا` asks whether, it sets no condition.
    if (m.keys.size() == 1 && at > first() && token(at - 1).kind == TokenKind::word && word(at - 1).pos != model::Pos::noun &&
        token(at - 1).key.size() == 2 && token(at - 1).key[0] == model::kMeem && token(at - 1).key[1] == model::kAlef)
      return;
    std::uint32_t if_first = end, if_last = end_after(end);
    if (if_first >= if_last || if_last - if_first > 40) return;
    std::uint32_t then_first = begin_before(at), then_last = at;
    const bool opens = m.cls != MarkerClass::trade && m.cls != MarkerClass::depends && at <= then_first + 1;
    if (opens) {
      // The condition comes first: its consequence stands behind the comma.
      std::uint32_t c = if_last;
      while (c < last() && (is_comma(token(c)) || token(c).kind == TokenKind::quote)) ++c;
      if (c >= last() || token(c).kind == TokenKind::punctuation) return;
      then_first = c;
      then_last = end_after(c);
    } else {
      if (m.cls == MarkerClass::trade) {
        // What is given begins behind its verb or preposition.
        std::uint32_t from = then_first;
        for (std::uint32_t j = then_first; j < at; ++j)
          if (token(j).kind == TokenKind::word && word(j).is(model::Category::verb) && j + 1 < at) from = j + 1;
        if (at - from > 14) from = at - 14;
        while (from + 1 < at && word(from).pos == model::Pos::adp) ++from;
        then_first = from;
        if (if_last - if_first > 16) if_last = if_first + 16;
      }
      while (then_last > then_first && (is_comma(token(then_last - 1)) || token(then_last - 1).kind == TokenKind::quote)) --then_last;
    }
    if (then_first >= then_last) return;
    // By whom: who would do it, else who says it.
    Condition c;
    std::optional<Voice> by = reference_.read(then_first, then_last);
    if (!by || !by->human) by = reference_.read_back(then_last, then_first);
    c.statement = statement_at(at);
    if (by && by->human && by->named) c.by = by->party;
    else if (c.statement) c.by = statements_[*c.statement].statement.speaker;
    else if (by && by->human) c.by = by->party;
    else return;
    // `لن … إلا إذا`: what would be done, without the negation.
    while (m.cls == MarkerClass::unless && then_first + 1 < then_last && word(then_first).pos == model::Pos::part) ++then_first;
    c.if_span = a_.span(if_first, trim(if_first, if_last));
    c.then_span = a_.span(then_first, trim(then_first, then_last));
    if (m.attached) ++c.if_span.start;
    for (const Condition& o : out_)
      if (o.if_span == c.if_span || o.then_span == c.then_span) return;
    out_.push_back(std::move(c));
  }

  std::uint32_t trim(std::uint32_t from, std::uint32_t end) const {
    while (end > from + 1 && (token(end - 1).kind == TokenKind::punctuation || (token(end - 1).kind == TokenKind::quote && token(end - 1).partner < from))) --end;
    return end;
  }

  std::optional<std::uint32_t> statement_at(std::uint32_t i) const {
    std::optional<std::uint32_t> best;
    for (std::uint32_t k = 0; k < statements_.size(); ++k) {
      const FoundStatement& s = statements_[k];
      if (s.content_first <= i && i < s.content_last &&
          (!best || s.content_last - s.content_first < statements_[*best].content_last - statements_[*best].content_first))
        best = k;
    }
    return best;
  }
};

}  // namespace

std::vector<Condition> find_conditions(const Analysis& analysis, const Entities& entities, const std::vector<FoundStatement>& statements,
                                       const model::Lexicon& lexicon) {
  return Finder(analysis, entities, statements, lexicon).run();
}

}  // namespace isnad::extract
