#include "extract/relations.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "model/key.h"

namespace isnad::extract {
namespace {

using model::Category;
using text::kNoToken;
using text::TokenKind;

// How far apart two statements may be held against each other.
constexpr std::uint32_t kReach = 40;
// How many words of a content are compared: contents may nest.
constexpr std::uint32_t kWords = 200;
// How much two contents must share (0…1); found on the part of the gold that was looked at.
constexpr double kDenied = 0.45, kConfirmed = 0.4, kReported = 0.36, kRepeated = 0.58, kContrasted = 0.15, kSetAgainst = 0.15;
// A denial before what it denies (a lead) must say nearly the same.
constexpr double kDeniedLater = 0.55;
// What speaks for a denial besides shared words.
constexpr double kAccusation = 0.12, kAccused = 0.25, kByReport = 0.12, kNextTo = 0.08;

constexpr char kName = '@';  // begins the lemma of a name

bool same_party(const Party& x, const Party& y) { return x.entity && y.entity ? *x.entity == *y.entity : x.name == y.name; }

class Finder {
 public:
  Finder(const language::Analysis& analysis, const Entities& entities, const std::vector<FoundStatement>& statements, const Frames& frames,
         const model::Lexicon& lexicon)
      : a_(analysis), e_(entities), s_(statements), frames_(frames), countries_(lexicon.table("gazetteer/countries")) {
    const model::Table& words = lexicon.table("frames/relation_words");
    for (std::uint32_t r = 0; r < words.rows(); ++r) {
      if (words.cell(r, 0) == "contrast") contrasts_.push_back(model::split_keys(words.cell(r, 1)));
      else if (words.cell(r, 0) == "dismissal") dismissals_.push_back(model::split_keys(words.cell(r, 1)));
      else if (words.cell(r, 0) == "negation") negations_.insert(model::fold_utf8(words.cell(r, 1)));
      else
        for (const std::string_view v : model::values(words.cell(r, 1))) same_[model::fold_utf8(v)] = "s" + std::to_string(r);
    }
    find_lemmas();
    affirmed_.assign(s_.size(), false);
    for (const FoundStatement& f : s_) {
      accused_.push_back(accused_by(f));
      cues_.insert(f.cue);
      if (f.affirms && f.parent < affirmed_.size()) affirmed_[f.parent] = true;
    }
  }

  std::vector<Relation> run() {
    const auto size = static_cast<std::uint32_t>(s_.size());
    for (std::uint32_t i = 0; i < size; ++i) {
      const Statement& s = s_[i].statement;
      if (s.act == Act::deny) denial(i);
      else if (s.act != Act::no_comment && s.act != Act::praise) defence(i);
      if (s.act == Act::confirm || s_[i].affirms) confirmation(i);
      repetition(i);
    }
    return std::move(out_);
  }

 private:
  const language::Analysis& a_;
  const Entities& e_;
  const std::vector<FoundStatement>& s_;
  const Frames& frames_;
  const model::Table& countries_;
  std::unordered_set<std::string> negations_;
  std::vector<std::vector<std::string>> contrasts_, dismissals_;
  std::unordered_map<std::string, std::string> same_;  // stem → its group of words that say the same
  std::vector<std::vector<std::uint32_t>> lemmas_;     // per statement: ids of its content's lemmas, sorted, each once
  std::vector<bool> named_;                            // per lemma: a name; who is spoken of says less than what is said
  std::vector<double> weight_;                         // per lemma
  std::vector<double> total_;                          // per statement
  struct Accused {
    std::string state;
    std::uint32_t entity = kNoToken;
  };
  std::vector<Accused> accused_;  // per statement: who is spoken of first, in an accusation who is accused
  std::vector<bool> affirmed_;    // per statement: it tells that somebody affirms
  std::unordered_set<std::uint32_t> cues_;
  std::vector<Relation> out_;

  // --- contents

  // A word's lemma: its verb where it has one, its state for a state's names and adjectives, else its stem.
  std::string lemma(std::uint32_t i) const {
    const language::Word& w = a_.words[i];
    if (const std::uint32_t m = i < e_.mention_at.size() ? e_.mention_at[i] : kNoToken; m != kNoToken && !e_.mentions[m].nominal) {
      const std::string state =
          e_.entities[e_.mentions[m].entity].type == EntityType::country ? state_of_entity(e_.mentions[m].entity) : std::string();
      return kName + (state.empty() ? std::to_string(e_.mentions[m].entity) : state);
    }
    switch (w.pos) {
      case model::Pos::adp:
      case model::Pos::cconj:
      case model::Pos::sconj:
      case model::Pos::pron:
      case model::Pos::det:
      case model::Pos::part: return {};
      default: break;
    }
    if (const auto it = same_.find(std::string(w.stem)); it != same_.end()) return it->second;
    const model::Sense* sense = w.sense;
    if (sense != nullptr && sense->category == Category::word)
      for (const Category c : {Category::masdar, Category::participle, Category::verb})
        if (const model::Sense* act = w.find(c); act != nullptr && sense->category == Category::word) sense = act;
    if (sense != nullptr) switch (sense->category) {
        case Category::verb:
        case Category::masdar:
        case Category::participle: return frames_.auxiliary(sense->ref) ? std::string() : "v" + std::to_string(sense->ref);
        case Category::country:
        case Category::gentilic:
        case Category::capital:
        case Category::metonym: return sense->ref < countries_.rows() ? kName + std::string(countries_.cell(sense->ref, 0)) : std::string();
        default: break;
      }
    std::string_view stem = w.stem;
    if (stem.size() > 3 && (stem.back() == model::kHeh || stem.back() == model::kAlef || stem.back() == model::kYeh)) stem.remove_suffix(1);
    return std::string(stem);
  }

  void find_lemmas() {
    std::unordered_map<std::string, std::uint32_t> ids;
    std::vector<std::uint32_t> count;
    // Nested contents share their words: each token's lemma is found once.
    std::vector<std::uint32_t> of_token(a_.tokens().size(), kNoToken - 1);
    for (const FoundStatement& f : s_) {
      std::vector<std::uint32_t> found;
      for (std::uint32_t i = f.content_first; i < std::min(f.content_last, f.content_first + kWords); ++i) {
        std::uint32_t& id = of_token[i];
        if (id == kNoToken - 1) {
          const std::string l = a_.tokens()[i].kind == TokenKind::word ? lemma(i) : std::string();
          id = l.empty() ? kNoToken : ids.try_emplace(l, static_cast<std::uint32_t>(ids.size())).first->second;
          if (id != kNoToken && id == named_.size()) named_.push_back(l[0] == kName);
        }
        if (id != kNoToken) found.push_back(id);
      }
      std::sort(found.begin(), found.end());
      found.erase(std::unique(found.begin(), found.end()), found.end());
      count.resize(ids.size(), 0);
      for (const std::uint32_t id : found) ++count[id];
      lemmas_.push_back(std::move(found));
    }
    count.resize(ids.size(), 0);
    for (std::uint32_t id = 0; id < count.size(); ++id)
      weight_.push_back((named_[id] ? 0.5 : 1.0) * (1.0 + 0.5 * std::log(static_cast<double>(s_.size() + 1) / std::max(1u, count[id]))));
    for (const auto& list : lemmas_) {
      double sum = 0;
      for (const std::uint32_t id : list) sum += weight_[id];
      total_.push_back(sum);
    }
  }

  struct Shared {
    double weight = 0;
    std::size_t words = 0;  ///< that are no names
    std::size_t names = 0;
    bool enough() const { return words >= 3 || (words >= 2 && names >= 2); }
  };
  Shared shared(std::uint32_t i, std::uint32_t j) const {
    Shared out;
    auto x = lemmas_[i].begin(), y = lemmas_[j].begin();
    while (x != lemmas_[i].end() && y != lemmas_[j].end()) {
      if (*x < *y) ++x;
      else if (*y < *x) ++y;
      else {
        out.weight += weight_[*x];
        ++(named_[*x] ? out.names : out.words);
        ++x;
        ++y;
      }
    }
    return out;
  }

  // Share of the lighter content that stands in the other too; of contents of one or two words no more than they show.
  double overlap(std::uint32_t i, std::uint32_t j) const {
    const Shared s = shared(i, j);
    const double small = std::min(total_[i], total_[j]);
    if (small <= 0) return 0;
    return s.weight / small * std::min(1.0, static_cast<double>(s.words + s.names) / 3.0);
  }

  // Share of both together.
  double likeness(std::uint32_t i, std::uint32_t j) const {
    const double both = total_[i] + total_[j];
    return both <= 0 ? 0 : 2 * shared(i, j).weight / both;
  }

  bool overlapping(std::uint32_t i, std::uint32_t j) const {
    return s_[i].content_first < s_[j].content_last && s_[j].content_first < s_[i].content_last;
  }
  bool same_content(std::uint32_t i, std::uint32_t j) const {
    return s_[i].content_first == s_[j].content_first && s_[i].content_last == s_[j].content_last;
  }
  // One is told inside the other.
  bool nested(std::uint32_t i, std::uint32_t j) const {
    const auto inside = [](const FoundStatement& x, const FoundStatement& y) { return y.content_first <= x.cue && x.cue < y.content_last; };
    return inside(s_[i], s_[j]) || inside(s_[j], s_[i]);
  }

  // --- speakers

  std::string state_of_entity(std::uint32_t entity) const {
    const Entity& e = e_.entities[entity];
    if (e.type == EntityType::country && entity < e_.row.size() && e_.row[entity] < countries_.rows())
      return std::string(countries_.cell(e_.row[entity], 0));
    return e.country;
  }
  std::string state_of(const Party& p) const {
    if (p.entity) return state_of_entity(*p.entity);
    // `an Iranian official`: the state named in the phrase.
    if (p.span)
      for (std::uint32_t i = token_at(p.span->start); i < a_.tokens().size() && a_.tokens()[i].span.start < p.span->end; ++i)
        if (const model::Sense* s = a_.words[i].sense;
            s != nullptr && (s->category == Category::gentilic || s->category == Category::country || s->category == Category::capital))
          return s->ref < countries_.rows() ? std::string(countries_.cell(s->ref, 0)) : std::string();
    return {};
  }
  std::uint32_t token_at(std::uint32_t offset) const {
    const auto& tokens = a_.tokens();
    return static_cast<std::uint32_t>(
        std::lower_bound(tokens.begin(), tokens.end(), offset, [](const text::Token& t, std::uint32_t o) { return t.span.end <= o; }) -
        tokens.begin());
  }

  // Whether statement j is about the state that speaks in i, or the speaker itself.
  bool about(std::uint32_t j, std::uint32_t i, const std::string& own) const {
    const Accused& x = accused_[j];
    return (!own.empty() && x.state == own) || (x.entity != kNoToken && s_[i].statement.speaker.entity == x.entity);
  }

  // The state whose name, or whose body's or man's, comes first in what is said or, in an accusation, before it.
  Accused accused_by(const FoundStatement& f) const {
    const std::string own = state_of(f.statement.speaker);
    const bool accusation = f.statement.act == Act::accuse && f.cue < f.content_first && f.content_first - f.cue < 15;
    for (std::uint32_t i = accusation ? f.cue : f.content_first; i < std::min(f.content_last, f.content_first + kWords); ++i) {
      if (const model::Sense* s = a_.words[i].sense;
          s != nullptr && s->category == Category::gentilic && s->ref < countries_.rows() && i >= f.content_first) {
        const std::string state(countries_.cell(s->ref, 0));
        if (state != own) return {state, kNoToken};
      }
      const std::uint32_t m = i < e_.mention_at.size() ? e_.mention_at[i] : kNoToken;
      if (m == kNoToken) continue;
      const std::uint32_t entity = e_.mentions[m].entity;
      const std::string state = state_of_entity(entity);
      if (f.statement.speaker.entity == entity || e_.entities[entity].type == EntityType::place) continue;
      if (state.empty() || state != own) return {state, entity};
    }
    return {};
  }

  // Not the same one, nor one whose name is a part of the other's (`the government`).
  bool other(std::uint32_t i, std::uint32_t j) const {
    const Party &p = s_[i].statement.speaker, &q = s_[j].statement.speaker;
    if (same_party(p, q)) return false;
    return (p.entity && q.entity) || (p.name.find(q.name) == std::string::npos && q.name.find(p.name) == std::string::npos);
  }
  bool same_side(std::uint32_t i, std::uint32_t j) const {
    if (!other(i, j)) return true;
    const std::string x = state_of(s_[i].statement.speaker);
    return !x.empty() && x == state_of(s_[j].statement.speaker);
  }

  // A statement that can be denied or confirmed.
  bool claim(std::uint32_t j) const {
    switch (s_[j].statement.act) {
      case Act::deny:
      case Act::no_comment:
      case Act::praise:
      case Act::refuse: return false;
      default: return !names_claim(j);
    }
  }
  bool by_report(std::uint32_t j) const {
    const PartyKind kind = s_[j].statement.speaker.kind;
    if ((kind != PartyKind::media && kind != PartyKind::anonymous) || s_[j].affirms) return false;
    return !affirmed_[j];
  }

  // The content is only a noun for earlier words, perhaps behind a demonstrative. Some of these nouns are names of newspapers too.
  bool names_claim(std::uint32_t i) const {
    const FoundStatement& f = s_[i];
    if (f.names_claim) return true;
    for (std::uint32_t k = f.content_first; k < f.content_last && k < f.content_first + 2; ++k) {
      std::string_view stem = a_.words[k].stem;
      if (frames_.is_claim(stem)) return true;
      if (stem.size() > 4 && stem[0] == model::kAlef && stem[1] == model::kLam && frames_.is_claim(stem.substr(2))) return true;
    }
    return false;
  }

  void add(RelationType type, std::uint32_t from, std::uint32_t to) {
    for (auto r = out_.rbegin(); r != out_.rend() && r->from == from; ++r)
      if (r->to == to) return;
    out_.push_back({type, from, to});
  }

  // --- relations

  void denial(std::uint32_t i) {
    const std::string own = state_of(s_[i].statement.speaker);
    const std::uint32_t from = i > kReach ? i - kReach : 0,
                        end = std::min<std::uint32_t>(static_cast<std::uint32_t>(s_.size()), i + kReach);
    std::vector<std::pair<double, std::uint32_t>> found;
    for (std::uint32_t j = from; j < end; ++j) {
      if (j == i || !other(i, j) || !claim(j) || nested(i, j) || s_[i].cue == s_[j].cue) continue;
      if (overlapping(i, j) && !same_content(i, j)) continue;
      double score = same_content(i, j) ? 1.0 : overlap(i, j);
      const bool accusation = s_[j].statement.act == Act::accuse;
      const bool accused = accusation && about(j, i, own);
      if (accusation) score += kAccusation;
      if (accused) score += kAccused;
      if (j < i && by_report(j)) score += kByReport;
      if (j < i && i - j <= 2) score += kNextTo;
      // `He denied the accusations`: those made against him before; `these reports`: what was reported just before.
      if (names_claim(i) && j < i && s_[i].content_last - s_[i].content_first <= 12) score += accused ? 0.3 : accusation ? 0.15 : 0.0;
      if (score >= (j < i ? kDenied : kDeniedLater)) found.emplace_back(score, j);
    }
    if (found.empty()) {
      if (names_claim(i)) nearest_claim(i, RelationType::denies);
      return;
    }
    const double best = std::max_element(found.begin(), found.end())->first;
    for (const auto& [score, j] : found)
      if (score >= best * 0.8) add(RelationType::denies, i, j);
  }

  // The nearest earlier claim of the other side; of a claim by several, all.
  void nearest_claim(std::uint32_t i, RelationType type) {
    for (std::uint32_t j = i; j-- > 0 && i - j <= kReach;) {
      if (!claim(j) || nested(i, j) || (type == RelationType::denies && !other(i, j)) ||
          (type == RelationType::denies && same_side(i, j)) || s_[j].cue == s_[i].cue)
        continue;
      if (s_[i].sentence > s_[j].sentence + 3) return;
      add(type, i, j);
      for (std::uint32_t k = j; k-- > 0 && s_[k].cue == s_[j].cue;) add(type, i, k);
      return;
    }
  }

  // `X accuses Y of it, but Y says …`, `X says it is so, while Y says …`: set against it in the same sentence. A content that was
  // read too far may hold the other's words: being told inside it does not count.
  void defence(std::uint32_t i) {
    if (i == 0) return;
    const std::string own = state_of(s_[i].statement.speaker);
    if (dismisses(i) || (!own.empty() && clears(i, own))) answer(i, own);
    if (!contrasted(i)) return;
    for (std::uint32_t j = i; j-- > 0 && i - j <= 3;) {
      if (s_[i].sentence != s_[j].sentence || !other(i, j) || !claim(j) || s_[j].cue == s_[i].cue) continue;
      const bool accused = about(j, i, own);
      // Two sides on one thing: a single shared word shows it, where the contrast is said.
      const Shared both = shared(i, j);
      const bool set_against =
          !overlapping(i, j) && !same_side(i, j) && both.words > 0 && both.weight >= kSetAgainst * std::min(total_[i], total_[j]);
      if (s_[j].statement.act == Act::accuse ? accused : (accused && overlap(i, j) >= kContrasted) || set_against)
        add(RelationType::denies, i, j);
      return;
    }
  }

  // The nearest accusation against the speaker's state, a few statements before.
  void answer(std::uint32_t i, const std::string& own) {
    double best = -1;
    std::uint32_t to = kNoToken;
    for (std::uint32_t j = i; j-- > 0 && i - j <= 8;) {
      if (s_[j].statement.act != Act::accuse || !other(i, j) || nested(i, j) || overlapping(i, j)) continue;
      if (!about(j, i, own) && (!own.empty() || i - j > 2)) continue;
      if (const double o = overlap(i, j) - 0.02 * (i - j); o > best) {
        best = o;
        to = j;
      }
    }
    if (to != kNoToken) add(RelationType::denies, i, to);
  }

  // A short content that only dismisses what was said (`baseless`).
  bool dismisses(std::uint32_t i) const {
    const FoundStatement& f = s_[i];
    if (f.content_last - f.content_first > 12) return false;
    for (std::uint32_t k = f.content_first; k < f.content_last; ++k)
      for (const auto& keys : dismissals_) {
        std::size_t n = 0;
        while (n < keys.size() && k + n < f.content_last && (a_.words[k + n].stem == keys[n] || a_.tokens()[k + n].key == keys[n])) ++n;
        if (n == keys.size()) return true;
      }
    return false;
  }

  // A content that says of the speaker's own state what it did not do: its name near the beginning, a negation behind it.
  bool clears(std::uint32_t i, const std::string& own) const {
    const FoundStatement& f = s_[i];
    const std::uint32_t end = std::min(f.content_last, f.content_first + 14);
    for (std::uint32_t k = f.content_first; k < end; ++k) {
      if (cues_.contains(k)) return false;  // told by another
      const std::uint32_t m = k < e_.mention_at.size() ? e_.mention_at[k] : kNoToken;
      if (m == kNoToken || state_of_entity(e_.mentions[m].entity) != own) continue;
      for (std::uint32_t n = k + 1; n < std::min(f.content_last, k + 3); ++n)
        if (negations_.contains(std::string(a_.tokens()[n].key))) return true;
    }
    return false;
  }

  // A word of contrast among the few before the cue, in its clause.
  bool contrasted(std::uint32_t i) const {
    const std::uint32_t cue = s_[i].cue;
    for (std::uint32_t k = 0; k < 5 && k <= cue; ++k) {
      const text::Token& t = a_.tokens()[cue - k];
      if (t.sentence != s_[i].sentence) return false;
      if (t.kind != TokenKind::word) {
        if (k > 0) return false;
        continue;
      }
      if (const auto& speaker = s_[i].statement.speaker.span; k > 0 && speaker && a_.words[cue - k].has(language::kAnd) &&
                                                              (a_.words[cue].features & model::kPresent) != 0 &&
                                                              t.span.start <= speaker->start && speaker->start < t.span.end)
        return true;
      for (const auto& keys : contrasts_) {
        std::size_t n = 0;
        while (n < keys.size() && n <= k && key_is(cue - k + static_cast<std::uint32_t>(n), keys[n], n == 0)) ++n;
        if (n == keys.size()) return true;
      }
    }
    return false;
  }

  // Whether the token has the key; the first of a phrase may have `and` before it, others a pronoun behind (`except that she`).
  bool key_is(std::uint32_t i, std::string_view key, bool begins) const {
    const std::string_view k = a_.tokens()[i].key;
    return k == key || (begins ? k.size() > 2 && k[0] == model::kWaw && k.substr(1) == key : a_.words[i].stem == key || k.starts_with(key));
  }

  void confirmation(std::uint32_t i) {
    if (names_claim(i) && (s_[i].affirms || s_[i].statement.act == Act::confirm)) return nearest_claim(i, RelationType::confirms);
    const bool plain = s_[i].statement.act == Act::confirm;
    double best = plain ? kConfirmed : kReported;
    std::uint32_t to = kNoToken;
    const std::uint32_t from = i > kReach ? i - kReach : 0,
                        end = std::min<std::uint32_t>(static_cast<std::uint32_t>(s_.size()), i + kReach);
    for (std::uint32_t j = from; j < end; ++j) {
      if (j == i || !other(i, j) || overlapping(i, j) || nested(i, j) || !claim(j) || s_[i].cue == s_[j].cue) continue;
      // What is affirmed is a report: a medium's or an unnamed source's, and not itself about somebody who affirms.
      if (!plain && !by_report(j)) continue;
      if (j > i && s_[j].sentence > s_[i].sentence + 3) continue;
      if (!shared(i, j).enough()) continue;
      if (const double o = overlap(i, j); o > best) {
        best = o;
        to = j;
      }
    }
    if (to != kNoToken) add(RelationType::confirms, i, to);
  }

  // Whether two chains are different ways, as far as the text tells: not the same man once by his name, once by his office.
  bool other_way(std::uint32_t i, std::uint32_t j) const {
    const auto& x = s_[i].statement.chain;
    const auto& y = s_[j].statement.chain;
    if (x.size() != y.size()) return true;
    for (std::size_t k = 0; k < x.size(); ++k) {
      if (x[k].entity && y[k].entity) {
        if (*x[k].entity != *y[k].entity) return true;
      } else if (!x[k].entity && !y[k].entity && x[k].name.find(y[k].name) == std::string::npos &&
                 y[k].name.find(x[k].name) == std::string::npos) {
        return true;
      }
    }
    return false;
  }
  bool inside_denial(std::uint32_t i) const { return s_[i].parent < s_.size() && s_[s_[i].parent].statement.act == Act::deny; }

  // The same content by another chain; not the same words by joint speakers.
  void repetition(std::uint32_t i) {
    if (inside_denial(i)) return;
    double best = kRepeated;
    std::uint32_t to = kNoToken;
    for (std::uint32_t j = i; j-- > 0 && i - j <= kReach;) {
      if (s_[j].cue == s_[i].cue || overlapping(i, j) || nested(i, j) || inside_denial(j) || !other_way(i, j) || !same_side(i, j)) continue;
      if (s_[i].statement.act != s_[j].statement.act && !(neutral(i) && neutral(j))) continue;
      const bool claims = names_claim(i) && names_claim(j) && s_[i].statement.act == Act::deny;
      const double o = claims ? 1.0 : !alike_enough(i, j) ? 0.0 : neutral(i) ? (overlap(i, j) + likeness(i, j)) / 2 : overlap(i, j);
      if (o > best) {
        best = o;
        to = j;
      }
    }
    if (to != kNoToken) add(RelationType::repeats, i, to);
  }
  // Two threats or accusations of one side against one need to share less than two plain statements.
  bool alike_enough(std::uint32_t i, std::uint32_t j) const {
    const Shared s = shared(i, j);
    return s.enough() || (!neutral(i) && s.words >= 2);
  }
  bool neutral(std::uint32_t i) const { return s_[i].statement.act == Act::say || s_[i].statement.act == Act::confirm; }
};

}  // namespace

std::vector<Relation> find_relations(const language::Analysis& analysis, const Entities& entities,
                                     const std::vector<FoundStatement>& statements, const Frames& frames, const model::Lexicon& lexicon) {
  return Finder(analysis, entities, statements, frames, lexicon).run();
}

}  // namespace isnad::extract
