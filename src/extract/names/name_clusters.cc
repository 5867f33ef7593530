#include "extract/names/name_clusters.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "model/key.h"

namespace isnad::extract {
namespace {

using model::Category;
using text::kNoToken;

// How many earlier names with a word in common are compared with a new one: keeps long archives linear. Full names come first,
// so that the one meant is nearly always among them.
constexpr std::size_t kMostCompared = 64;

struct Cluster {
  EntityType type;
  Category category = Category::word;
  std::uint32_t row = kNoRow;
  std::vector<std::string> words;  // of the fullest name
  std::vector<std::uint32_t> members;
};

bool includes(const std::vector<std::string>& longer, const std::vector<std::string>& shorter) {
  return std::all_of(shorter.begin(), shorter.end(),
                     [&](const std::string& w) { return std::find(longer.begin(), longer.end(), w) != longer.end(); });
}

class Clusters {
 public:
  explicit Clusters(const FoundNames& names) : n_(names), a_(names.analysis()), cluster_of_(names.all().size()) {}

  Entities run() {
    const std::vector<FoundName>& found = n_.all();
    std::vector<std::uint32_t> order(found.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    // Full names first, so that short ones find them wherever they stand.
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) { return length(found[x]) > length(found[y]); });
    for (const std::uint32_t i : order) place(i);
    return entities();
  }

 private:
  const FoundNames& n_;
  const language::Analysis& a_;
  std::vector<std::uint32_t> cluster_of_;  // per name
  std::vector<Cluster> clusters_;
  std::unordered_map<std::string, std::uint32_t> by_row_, by_words_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_word_;  // clusters whose fullest name has the word

  static std::uint32_t length(const FoundName& f) { return f.same_as != kNoRow ? 0 : f.last - f.first; }

  // Words of a name for comparing: keys without articles and attached particles.
  std::vector<std::string> name_words(const FoundName& f) const {
    std::vector<std::string> out;
    for (std::uint32_t i = f.first; i < f.last; ++i) {
      std::string_view k = i == f.first ? n_.first_word(i, f.cut) : n_.token(i).key;
      if (k.size() > 4 && k[0] == model::kAlef && k[1] == model::kLam) k.remove_prefix(2);
      out.emplace_back(k);
    }
    return out;
  }

  static std::string row_key(const FoundName& f) {
    const bool country = f.type == EntityType::country;
    return std::string{static_cast<char>(f.type), country ? '-' : static_cast<char>(f.category)} + std::to_string(f.row);
  }
  static std::string words_key(EntityType type, const std::vector<std::string>& words) {
    std::string out(1, static_cast<char>(type));
    for (const std::string& w : words) (out += w) += ' ';
    return out;
  }
  static std::string word_key(EntityType type, const std::string& word) { return std::string(1, static_cast<char>(type)) + word; }

  void place(std::uint32_t i) {
    const FoundName& f = n_.all()[i];
    std::vector<std::string> words = name_words(f);
    std::uint32_t best = f.same_as != kNoRow ? cluster_of_[f.same_as] : same(f, words);
    if (best == kNoRow) {
      best = static_cast<std::uint32_t>(clusters_.size());
      by_words_.emplace(words_key(f.type, words), best);
      for (const std::string& w : words) {
        std::vector<std::uint32_t>& list = by_word_[word_key(f.type, w)];
        if (list.size() < kMostCompared && (list.empty() || list.back() != best)) list.push_back(best);
      }
      clusters_.push_back({f.type, f.category, f.row, std::move(words), {}});
    }
    Cluster& c = clusters_[best];
    if (c.row == kNoRow && f.row != kNoRow && f.same_as == kNoRow) {
      c.row = f.row;
      c.category = f.category;
    }
    if (f.row != kNoRow) by_row_.emplace(row_key(f), best);
    c.members.push_back(i);
    cluster_of_[i] = best;
  }

  std::uint32_t same(const FoundName& f, const std::vector<std::string>& words) const {
    if (f.row != kNoRow)
      if (const auto it = by_row_.find(row_key(f)); it != by_row_.end()) return it->second;
    if (f.type == EntityType::country) return kNoRow;
    const auto possible = [&](std::uint32_t c) { return clusters_[c].row == kNoRow || f.row == kNoRow; };
    if (const auto it = by_words_.find(words_key(f.type, words)); it != by_words_.end() && possible(it->second)) return it->second;
    if (f.type != EntityType::person && !(f.type == EntityType::organization && words.size() > 1)) return kNoRow;
    const auto list = by_word_.find(word_key(f.type, words.back()));
    if (list == by_word_.end()) return kNoRow;
    for (const std::uint32_t c : list->second) {
      const Cluster& k = clusters_[c];
      if (!possible(c) || words.size() >= k.words.size() || !includes(k.words, words)) continue;
      if (f.type == EntityType::organization || words.back() == k.words.back() || words.size() > 1) return c;
    }
    return kNoRow;
  }

  Entities entities() {
    const std::vector<FoundName>& found = n_.all();
    // In order of the first mention in the body; what only the title names comes behind.
    constexpr std::uint32_t kTitleOnly = 0x80000000;
    std::vector<std::uint32_t> first(clusters_.size(), kNoRow);
    for (std::uint32_t i = 0; i < found.size(); ++i) {
      const bool title = a_.sentences()[n_.token(found[i].first).sentence].title;
      first[cluster_of_[i]] = std::min(first[cluster_of_[i]], title ? i | kTitleOnly : i);
    }
    std::vector<std::uint32_t> sequence(clusters_.size());
    for (std::uint32_t c = 0; c < clusters_.size(); ++c) sequence[c] = c;
    std::sort(sequence.begin(), sequence.end(), [&](std::uint32_t x, std::uint32_t y) { return first[x] < first[y]; });
    std::vector<std::uint32_t> index(clusters_.size(), kNoRow);
    Entities out;
    for (const std::uint32_t c : sequence) {
      index[c] = static_cast<std::uint32_t>(out.entities.size());
      out.entities.push_back(entity(clusters_[c]));
      out.row.push_back(clusters_[c].row);
    }
    out.mention_at.assign(a_.tokens().size(), kNoToken);
    for (std::uint32_t i = 0; i < found.size(); ++i) {
      const FoundName& f = found[i];
      Mention m;
      m.first = f.first;
      m.last = f.last;
      m.span = f.span;
      m.entity = index[cluster_of_[i]];
      out.entities[m.entity].mentions.push_back(f.span);
      if (f.nested) continue;
      m.acts_as_state = f.state;
      m.phrase_first = f.role_first == kNoRow ? f.first : f.role_first;
      m.phrase_last = f.last;
      for (std::uint32_t t = f.first; t < f.last; ++t) out.mention_at[t] = static_cast<std::uint32_t>(out.mentions.size());
      out.mentions.push_back(m);
    }
    return out;
  }

  Entity entity(const Cluster& cluster) const {
    std::vector<std::uint32_t> members = cluster.members;
    std::sort(members.begin(), members.end());
    Entity e;
    e.type = cluster.type;
    // The fullest name: most words; for a state its usual name before its capital's.
    const FoundName* best = nullptr;
    const auto score = [&](const FoundName& f) {
      if (e.type == EntityType::country) return f.category == Category::country ? (is_main_name(f) ? 3 : is_name(f) ? 2 : 1) : 0;
      return static_cast<int>(f.last - f.first);
    };
    for (const std::uint32_t i : members) {
      const FoundName& f = n_.all()[i];
      if (best == nullptr || score(f) > score(*best)) best = &f;
      if (e.country.empty()) e.country = f.country;
      if (e.role.empty() && !f.role.empty()) e.role = f.role;
      if (e.role.empty() && f.role_first != kNoRow) e.role = std::string(a_.text.words(n_.span_of(f.role_first, f.role_last)));
    }
    e.name = std::string(a_.text.words(best->span));
    if (e.type == EntityType::country || e.type == EntityType::place) e.country.clear();
    const Category category = cluster.category;
    const char* table = category == Category::country || category == Category::capital || category == Category::metonym
                            ? "gazetteer/countries"
                        : category == Category::person ? "gazetteer/persons"
                                                       : nullptr;
    if (cluster.row != kNoRow && table != nullptr && e.type != EntityType::place && e.type != EntityType::organization) {
      const model::Table& t = n_.lexicon().table(table);
      const std::string_view q = t.cell(cluster.row, t.column("wikidata"));
      if (q != "-") e.reference = "wikidata:" + std::string(q);
    }
    return e;
  }

  // The words are the state's name in the gazetteer, or one of its names: not a noun that stands for it.
  bool is_main_name(const FoundName& f) const { return f.row != kNoRow && countries_name(f.row) == folded(f); }
  bool is_name(const FoundName& f) const {
    std::uint32_t node = model::Lexicon::kRoot;
    for (std::uint32_t i = f.first; i < f.last && node != model::Lexicon::kNowhere; ++i)
      node = n_.lexicon().step(node, i == f.first ? n_.first_key(i) : std::string(n_.token(i).key));
    if (node == model::Lexicon::kNowhere) return false;
    for (const model::Sense& s : n_.lexicon().senses_at(node))
      if (s.category == Category::country) return true;
    return false;
  }
  std::string folded(const FoundName& f) const { return model::fold_utf8(a_.text.words(f.span)); }
  std::string countries_name(std::uint32_t row) const { return model::fold_utf8(n_.lexicon().table("gazetteer/countries").cell(row, 1)); }
};

}  // namespace

Entities cluster_names(const FoundNames& names) { return Clusters(names).run(); }

}  // namespace isnad::extract
