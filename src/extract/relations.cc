#include "extract/relations.h"

#include <algorithm>
#include <string>

#include "model/key.h"

namespace isnad::extract {
namespace {

using text::TokenKind;

// How far apart two statements may be held against each other.
constexpr std::uint32_t kReach = 40;

bool same_party(const Party& x, const Party& y) { return x.entity && y.entity ? *x.entity == *y.entity : x.name == y.name; }

class Finder {
 public:
  Finder(const language::Analysis& analysis, const std::vector<FoundStatement>& statements)
      : a_(analysis), s_(statements) {
    for (const FoundStatement& f : s_) words_.push_back(content_words(f));
  }

  std::vector<Relation> run() {
    const auto size = static_cast<std::uint32_t>(s_.size());
    for (std::uint32_t i = 0; i < size; ++i) {
      const Statement& s = s_[i].statement;
      if (s.act == Act::deny) denial(i);
      if (s.act == Act::confirm || s_[i].affirms) link(i, RelationType::confirms, s.act == Act::confirm ? 0.35 : 0.44);
      repetition(i);
    }
    return std::move(out_);
  }

 private:
  const language::Analysis& a_;
  const std::vector<FoundStatement>& s_;
  std::vector<std::vector<std::string>> words_;  // per statement: stems of its content, sorted, each once
  std::vector<Relation> out_;

  std::vector<std::string> content_words(const FoundStatement& f) const {
    std::vector<std::string> out;
    for (std::uint32_t i = f.content_first; i < f.content_last; ++i) {
      if (a_.tokens()[i].kind != TokenKind::word) continue;
      const language::Word& w = a_.words[i];
      switch (w.pos) {
        case model::Pos::adp: case model::Pos::cconj: case model::Pos::sconj: case model::Pos::pron: case model::Pos::det: case model::Pos::part: continue;
        default: break;
      }
      std::string_view stem = w.stem;
      if (stem.size() > 3 && (stem.back() == model::kHeh || stem.back() == model::kAlef || stem.back() == model::kYeh)) stem.remove_suffix(1);
      out.emplace_back(stem);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  // Share of the smaller content's words that stand in the other too.
  double overlap(std::uint32_t i, std::uint32_t j) const {
    const auto& x = words_[i];
    const auto& y = words_[j];
    if (x.empty() || y.empty()) return 0;
    std::size_t hit = 0;
    for (const std::string& w : x) hit += std::binary_search(y.begin(), y.end(), w);
    return static_cast<double>(hit) / static_cast<double>(std::min(x.size(), y.size()));
  }

  bool related(std::uint32_t i, std::uint32_t j) const { return !same_party(s_[i].statement.speaker, s_[j].statement.speaker); }

  // One stands in the other, or both are readings of the same words.
  bool overlapping(std::uint32_t i, std::uint32_t j) const {
    return s_[i].content_first < s_[j].content_last && s_[j].content_first < s_[i].content_last;
  }

  bool report(std::uint32_t j) const {
    const PartyKind kind = s_[j].statement.speaker.kind;
    if ((kind != PartyKind::media && kind != PartyKind::anonymous) || s_[j].affirms) return false;
    return std::none_of(s_.begin(), s_.end(), [&](const FoundStatement& f) { return f.parent == j && f.affirms; });
  }

  bool same_chain(std::uint32_t i, std::uint32_t j) const {
    const auto& x = s_[i].statement.chain;
    const auto& y = s_[j].statement.chain;
    return x.size() == y.size() && std::equal(x.begin(), x.end(), y.begin(), same_party);
  }

  void add(RelationType type, std::uint32_t from, std::uint32_t to) {
    for (const Relation& r : out_)
      if (r.from == from && r.to == to) return;
    out_.push_back({type, from, to});
  }

  void denial(std::uint32_t i) {
    if (s_[i].names_claim) {
      // The nearest earlier claim of another; of a claim by several, all.
      for (std::uint32_t j = i; j-- > 0 && i - j <= kReach;) {
        const Act act = s_[j].statement.act;
        if (!related(i, j) || act == Act::no_comment || act == Act::deny) continue;
        add(RelationType::denies, i, j);
        for (std::uint32_t k = j; k-- > 0 && s_[k].cue == s_[j].cue;) add(RelationType::denies, i, k);
        return;
      }
    }
    link(i, RelationType::denies, 0.4);
  }

  // The statement of another that shares most words, before or after.
  void link(std::uint32_t i, RelationType type, double floor) {
    double best = floor;
    std::uint32_t to = text::kNoToken;
    const std::uint32_t from = i > kReach ? i - kReach : 0, end = std::min<std::uint32_t>(static_cast<std::uint32_t>(s_.size()), i + kReach);
    for (std::uint32_t j = from; j < end; ++j) {
      if (j == i || !related(i, j) || overlapping(i, j)) continue;
      // What is affirmed is a report: a medium's or an unnamed source's, and not itself about somebody who affirms.
      if (type == RelationType::confirms && s_[i].statement.act != Act::confirm && !report(j)) continue;
      if (type == RelationType::confirms && j > i && s_[j].sentence > s_[i].sentence + 3) continue;
      const Act act = s_[j].statement.act;
      if (act == Act::no_comment || act == Act::deny || words_[i].size() < 3 || words_[j].size() < 3) continue;
      const double o = overlap(i, j) + (type == RelationType::denies && act == Act::accuse ? 0.1 : 0.0);
      if (o > best) {
        best = o;
        to = j;
      }
    }
    if (to != text::kNoToken) add(type, i, to);
  }

  // The same content again: by another, or by the same one elsewhere; not the same words by joint speakers.
  void repetition(std::uint32_t i) {
    if (words_[i].size() < 4) return;
    for (std::uint32_t j = i; j-- > 0 && i - j <= kReach;) {
      if (s_[j].cue == s_[i].cue || overlapping(i, j) || words_[j].size() < 4 || same_chain(i, j)) continue;
      if ((s_[i].statement.act == Act::deny) != (s_[j].statement.act == Act::deny)) continue;
      const std::size_t small = std::min(words_[i].size(), words_[j].size()), large = std::max(words_[i].size(), words_[j].size());
      if (small * 3 < large * 2 || overlap(i, j) < 0.7) continue;
      add(RelationType::repeats, i, j);
      return;
    }
  }
};

}  // namespace

std::vector<Relation> find_relations(const language::Analysis& analysis, const std::vector<FoundStatement>& statements) {
  return Finder(analysis, statements).run();
}

}  // namespace isnad::extract
