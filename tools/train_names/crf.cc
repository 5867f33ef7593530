#include "crf.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <numeric>
#include <random>

namespace isnad::training {
namespace {

using language::follows;
using language::kLabels;
using language::NameFeatures;
using language::NameModel;
using language::NameModelHeader;

constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::size_t kRow = 8;

// Seven weights with what FTRL remembers of them.
struct Weights {
  float w[kRow] = {}, z[kRow] = {}, n[kRow] = {};
};

struct Sentence {
  std::uint32_t domain = 0;
  float weight = 1;
  std::vector<std::uint32_t> first;  // first feature of each token, and the end
  std::vector<std::uint8_t> labels;
};

std::uint32_t bits_for(std::size_t entries, double load) {
  std::uint32_t bits = 1;
  while (static_cast<double>(std::size_t{1} << bits) * load < static_cast<double>(entries)) ++bits;
  return bits;
}

std::string encode(const NameModelHeader& header, const std::vector<std::uint16_t>& prints, const std::vector<std::int8_t>& weights,
                   std::span<const std::uint16_t> word_prints, std::span<const language::WordClasses> words,
                   std::span<const std::uint8_t> coarse) {
  std::string out(reinterpret_cast<const char*>(&header), sizeof header);
  const auto append = [&](const auto& part) { out.append(reinterpret_cast<const char*>(part.data()), part.size() * sizeof(part[0])); };
  append(prints);
  append(weights);
  append(word_prints);
  append(words);
  append(coarse);
  return out;
}

class Trainer {
 public:
  /// Leaves out the texts of a fold, if one is given; `first` are the names that a first pass found in each text of each domain.
  using FirstPass = std::vector<std::vector<std::vector<language::TaggedName>>>;
  Trainer(const std::vector<Domain>& domains, const model::Lexicon& lexicon, const NameModel& words, const CrfOptions& options,
          std::uint32_t fold = kNone, const FirstPass* first = nullptr)
      : domains_(domains), lexicon_(lexicon), words_(words), options_(options), fold_(fold), first_(first) {
    read();
  }

  std::string run(const std::function<void(int, double, const std::string&)>& report) {
    std::vector<std::uint32_t> order(sentences_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::string model;
    for (int epoch = 1; epoch <= options_.epochs; ++epoch) {
      // std::shuffle is not the same everywhere; this is.
      for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random_() % i]);
      double loss = 0;
      for (const std::uint32_t s : order) loss += learn(sentences_[s]);
      model = write();
      report(epoch, loss / static_cast<double>(sentences_.size()), model);
    }
    return model;
  }

  /// The names of the texts that were left out, each read in its own convention.
  void tag_left_out(FirstPass& out) const {
    for (std::size_t d = 0; d < domains_.size(); ++d) {
      const std::string bytes = write(d);
      const NameModel model = open_model(bytes);
      const std::vector<LabelledText>& texts = *domains_[d].texts;
      for (std::size_t at = fold_; at < texts.size(); at += options_.folds)
        language::tag_names(texts[at].analysis, lexicon_, model, out[d][at]);
    }
  }

 private:
  const std::vector<Domain>& domains_;
  const model::Lexicon& lexicon_;
  const NameModel& words_;
  const CrfOptions& options_;
  std::uint32_t fold_;
  const FirstPass* first_;
  std::mt19937_64 random_{1};
  std::vector<Sentence> sentences_;
  std::vector<std::uint32_t> features_;  // of all tokens, one after the other
  std::vector<std::uint64_t> hash_of_;   // feature → its hash
  std::vector<Weights> shared_;
  std::vector<std::vector<std::uint32_t>> own_of_;  // domain, feature → row of own_
  std::vector<Weights> own_;
  Weights transitions_[8];
  // of the sentence at work
  std::vector<char> hidden_;
  std::vector<std::array<double, kRow>> score_, forward_, backward_;

  bool adapts() const { return domains_.size() > 1; }

  void read() {
    std::vector<std::uint64_t> hashes;
    NameFeatures::Row row;
    std::vector<char> unknown;
    // As they are; with words hidden; and with what a first pass found.
    enum { kPlain, kHiding, kAgain };
    for (const int way : {kPlain, kHiding, kAgain})
      for (std::uint32_t d = 0; d < domains_.size(); ++d)
        for (std::size_t at = 0; at < domains_[d].texts->size(); ++at) {
          const LabelledText& text = (*domains_[d].texts)[at];
          const bool hiding = way == kHiding;
          if (hiding && options_.unknown <= 0) continue;
          if (way == kAgain && first_ == nullptr) continue;
          if (fold_ != kNone && at % options_.folds == fold_) continue;
          unknown.assign(text.analysis.tokens().size(), 0);
          if (hiding)
            for (std::size_t i = 0; i < unknown.size(); ++i) {
              const language::Word& w = text.analysis.words[i];
              if (text.analysis.tokens()[i].kind != text::TokenKind::word || (w.sense != nullptr && w.pos != model::Pos::proper)) continue;
              unknown[i] = static_cast<double>(random_() >> 11) / 9007199254740992.0 < options_.unknown ? 1 : 0;
            }
          NameFeatures look(text.analysis, lexicon_, words_, hiding ? &unknown : nullptr);
          if (way == kAgain) look.remember((*first_)[d][at]);
          for (const text::Sentence& s : text.analysis.sentences()) {
            if (s.last == s.first) continue;
            if (hiding && std::find(unknown.begin() + s.first, unknown.begin() + s.last, 1) == unknown.begin() + s.last) continue;
            Sentence out;
            out.domain = d;
            out.weight = static_cast<float>(domains_[d].weight * (hiding ? options_.unknown_weight : 1));
            for (std::uint32_t i = s.first; i < s.last; ++i) {
              out.first.push_back(static_cast<std::uint32_t>(hashes.size()));
              const std::size_t count = look.at(i, s, row);
              hashes.insert(hashes.end(), row.begin(), row.begin() + static_cast<std::ptrdiff_t>(count));
              if (way == kAgain) {
                const std::size_t more = look.again(i, s, row);
                hashes.insert(hashes.end(), row.begin(), row.begin() + static_cast<std::ptrdiff_t>(more));
              }
              std::uint8_t label = text.labels[i];
              if (i == s.first && label != 0 && label % 2 == 0) --label;
              out.labels.push_back(label);
            }
            out.first.push_back(static_cast<std::uint32_t>(hashes.size()));
            sentences_.push_back(std::move(out));
          }
        }
    std::vector<std::uint64_t> sorted = hashes;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < sorted.size();) {
      std::size_t end = i;
      while (end < sorted.size() && sorted[end] == sorted[i]) ++end;
      if (end - i >= options_.least) hash_of_.push_back(sorted[i]);
      i = end;
    }
    features_.resize(hashes.size());
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      const auto it = std::lower_bound(hash_of_.begin(), hash_of_.end(), hashes[i]);
      features_[i] = it == hash_of_.end() || *it != hashes[i] ? kNone : static_cast<std::uint32_t>(it - hash_of_.begin());
    }
    // Rare features take no room in the sentences.
    std::size_t to = 0;
    for (Sentence& s : sentences_) {
      std::uint32_t from = s.first[0];
      for (std::size_t t = 0; t + 1 < s.first.size(); ++t) {
        const std::uint32_t end = s.first[t + 1];
        s.first[t] = static_cast<std::uint32_t>(to);
        for (; from < end; ++from)
          if (features_[from] != kNone) features_[to++] = features_[from];
      }
      s.first.back() = static_cast<std::uint32_t>(to);
    }
    features_.resize(to);
    shared_.resize(hash_of_.size());
    if (!adapts()) return;
    own_of_.assign(domains_.size(), std::vector<std::uint32_t>(hash_of_.size(), kNone));
    std::uint32_t rows = 0;
    for (const Sentence& s : sentences_)
      for (std::uint32_t f = s.first.front(); f < s.first.back(); ++f) {
        std::uint32_t& own = own_of_[s.domain][features_[f]];
        if (own == kNone) own = rows++;
      }
    own_.resize(rows);
  }

  void update(Weights& x, const float* gradient, double l1, double l2) const {
    const float alpha = static_cast<float>(options_.rate), fl1 = static_cast<float>(l1), fl2 = static_cast<float>(l2);
    for (std::size_t k = 0; k < kRow; ++k) {
      const float g = gradient[k];
      const float n = x.n[k] + g * g;
      const float root = std::sqrt(n);
      x.z[k] += g - (root - std::sqrt(x.n[k])) / alpha * x.w[k];
      x.n[k] = n;
      const float over = std::fabs(x.z[k]) - fl1;
      x.w[k] = over <= 0 ? 0 : -std::copysign(over, x.z[k]) / ((1.0f + root) / alpha + fl2);
    }
  }

  double learn(const Sentence& s) {
    const std::size_t n = s.labels.size();
    score_.resize(std::max(score_.size(), n));
    forward_.resize(score_.size());
    backward_.resize(score_.size());
    const std::vector<std::uint32_t>* own = adapts() ? &own_of_[s.domain] : nullptr;
    hidden_.resize(s.first.back() - s.first.front());
    const auto threshold = static_cast<std::uint32_t>(options_.dropout * 4294967295.0);
    for (char& h : hidden_) h = static_cast<std::uint32_t>(random_() >> 32) < threshold;
    const auto hidden = [&](std::uint32_t f) { return hidden_[f - s.first.front()] != 0; };
    for (std::size_t t = 0; t < n; ++t) {
      float sums[kRow] = {};
      for (std::uint32_t f = s.first[t]; f < s.first[t + 1]; ++f) {
        if (hidden(f)) continue;
        const Weights& a = shared_[features_[f]];
        for (std::size_t k = 0; k < kRow; ++k) sums[k] += a.w[k];
        if (own != nullptr) {
          const Weights& b = own_[(*own)[features_[f]]];
          for (std::size_t k = 0; k < kRow; ++k) sums[k] += b.w[k];
        }
      }
      for (std::size_t k = 0; k < kRow; ++k) score_[t][k] = sums[k];
    }
    // Forward and backward in probabilities, each token scaled to sum 1.
    double step[8][kRow];
    for (int b = 0; b < 8; ++b)
      for (int l = 0; l < kLabels; ++l) step[b][l] = follows(b, l) ? std::exp(static_cast<double>(transitions_[b].w[l])) : 0;
    std::vector<std::array<double, kRow>> local(n);
    double log_z = 0;
    for (std::size_t t = 0; t < n; ++t) {
      const double top = *std::max_element(score_[t].begin(), score_[t].begin() + kLabels);
      double sum = 0;
      for (int l = 0; l < kLabels; ++l) {
        local[t][l] = std::exp(score_[t][l] - top);
        double in = 0;
        if (t == 0) in = step[kLabels][l];
        else
          for (int b = 0; b < kLabels; ++b) in += forward_[t - 1][b] * step[b][l];
        forward_[t][l] = in * local[t][l];
        sum += forward_[t][l];
      }
      for (int l = 0; l < kLabels; ++l) forward_[t][l] /= sum;
      log_z += top + std::log(sum);
    }
    for (int l = 0; l < kLabels; ++l) backward_[n - 1][l] = 1;
    for (std::size_t t = n - 1; t-- > 0;) {
      double sum = 0;
      for (int b = 0; b < kLabels; ++b) {
        double out = 0;
        for (int l = 0; l < kLabels; ++l) out += step[b][l] * local[t + 1][l] * backward_[t + 1][l];
        backward_[t][b] = out;
        sum += out;
      }
      for (int b = 0; b < kLabels; ++b) backward_[t][b] /= sum;
    }
    double gold = 0;
    float step_gradient[8][kRow] = {};
    const float weight = s.weight;
    for (std::size_t t = 0; t < n; ++t) {
      const int y = s.labels[t], before = t == 0 ? static_cast<int>(kLabels) : s.labels[t - 1];
      gold += score_[t][y] + transitions_[before].w[y];
      if (t > 0) {
        double sum = 0;
        double joint[kLabels][kLabels];
        for (int b = 0; b < kLabels; ++b)
          for (int l = 0; l < kLabels; ++l) {
            joint[b][l] = forward_[t - 1][b] * step[b][l] * local[t][l] * backward_[t][l];
            sum += joint[b][l];
          }
        for (int b = 0; b < kLabels; ++b)
          for (int l = 0; l < kLabels; ++l) step_gradient[b][l] += static_cast<float>(joint[b][l] / sum);
      }
      step_gradient[before][y] -= 1;
      float gradient[kRow] = {};
      double sum = 0;
      for (int l = 0; l < kLabels; ++l) sum += forward_[t][l] * backward_[t][l];
      float largest = 0;
      for (int l = 0; l < kLabels; ++l) {
        const auto p = static_cast<float>(forward_[t][l] * backward_[t][l] / sum);
        if (t == 0) step_gradient[kLabels][l] += p;
        gradient[l] = (p - (l == y ? 1.0f : 0.0f)) * weight;
        largest = std::max(largest, std::fabs(gradient[l]));
      }
      if (largest < 1e-3f) continue;  // learnt: nothing to gain
      for (std::uint32_t f = s.first[t]; f < s.first[t + 1]; ++f) {
        if (hidden(f)) continue;
        update(shared_[features_[f]], gradient, options_.l1, options_.l2);
        if (own != nullptr) update(own_[(*own)[features_[f]]], gradient, options_.own_l1, options_.own_l2);
      }
    }
    for (int b = 0; b < 8; ++b) {
      for (std::size_t l = 0; l < kRow; ++l) step_gradient[b][l] *= weight;
      update(transitions_[b], step_gradient[b], 0, options_.l2);
    }
    return log_z - gold;
  }

  std::string write() const { return write(options_.target); }

  std::string write(std::size_t target) const {
    // What the model gets: shared weights and those of the target; the heaviest first.
    struct Kept {
      std::uint64_t hash;
      float weight;
      std::array<float, kRow> w;
    };
    std::vector<Kept> kept;
    float largest = 0;
    for (std::size_t f = 0; f < shared_.size(); ++f) {
      Kept k{hash_of_[f], 0, {}};
      const std::uint32_t own = adapts() ? own_of_[target][f] : kNone;
      for (std::size_t l = 0; l < kLabels; ++l) {
        k.w[l] = (shared_[f].w[l] + (own == kNone ? 0 : own_[own].w[l])) * static_cast<float>(1 - options_.dropout);
        k.weight = std::max(k.weight, std::fabs(k.w[l]));
      }
      if (k.weight < 0.02f) continue;
      largest = std::max(largest, k.weight);
      kept.push_back(k);
    }
    std::sort(kept.begin(), kept.end(),
              [](const Kept& x, const Kept& y) { return x.weight != y.weight ? x.weight > y.weight : x.hash < y.hash; });
    std::uint32_t bits = std::min(bits_for(kept.size() + 1, 0.8), options_.feature_bits);
    const std::size_t slots = std::size_t{1} << bits;
    kept.resize(std::min(kept.size(), slots * 4 / 5));

    NameModelHeader h = words_.header();
    h.passes = first_ != nullptr ? 2 : 1;
    h.feature_bits = bits;
    for (const Weights& t : transitions_)
      for (int l = 0; l < kLabels; ++l) largest = std::max(largest, std::fabs(t.w[l]) / 8);  // transitions have 16 bits
    h.scale = std::max(largest, 1.0f) / 127;
    std::memset(h.transitions, 0, sizeof h.transitions);
    for (int b = 0; b < 8; ++b)
      for (int l = 0; l < kLabels; ++l)
        h.transitions[b][l] = static_cast<std::int16_t>(std::lround((transitions_[b].w[l] - (l == 0 ? options_.boldness : 0)) / h.scale));
    std::vector<std::uint16_t> prints(slots);
    std::vector<std::int8_t> weights(slots * kRow);
    for (const Kept& k : kept) {
      auto at = NameModel::place(k.hash, static_cast<std::uint32_t>(slots));
      std::uint32_t probes = 0;
      // A slot with the same print on the way would be taken for this one.
      while (probes < NameModel::kMostProbes && prints[at] != 0 && prints[at] != NameModel::print(k.hash)) {
        at = (at + 1) & static_cast<std::uint32_t>(slots - 1);
        ++probes;
      }
      if (probes == NameModel::kMostProbes || prints[at] != 0) continue;
      prints[at] = NameModel::print(k.hash);
      for (std::size_t l = 0; l < kLabels; ++l)
        weights[at * kRow + l] = static_cast<std::int8_t>(std::clamp(std::lround(k.w[l] / h.scale), -127l, 127l));
    }
    return encode(h, prints, weights, words_.word_prints(), words_.words(), words_.coarse_clusters());
  }
};

}  // namespace

std::string train(const std::vector<Domain>& domains, const model::Lexicon& lexicon, const NameModel& words, const CrfOptions& options,
                  const std::function<void(int, double, const std::string&)>& report) {
  if (options.folds < 2) return Trainer(domains, lexicon, words, options).run(report);
  Trainer::FirstPass first;
  for (const Domain& d : domains) first.emplace_back(d.texts->size());
  for (std::uint32_t fold = 0; fold < options.folds; ++fold) {
    Trainer trainer(domains, lexicon, words, options, fold);
    trainer.run([](int, double, const std::string&) {});
    trainer.tag_left_out(first);
  }
  return Trainer(domains, lexicon, words, options, kNone, &first).run(report);
}

std::string word_model(const WordTable& words) {
  NameModelHeader h{};
  std::memcpy(h.magic, NameModelHeader::kMagic, sizeof h.magic);
  h.feature_bits = 0;
  h.scale = 0.01f;
  h.word_bits = bits_for(words.words.size() + 1, 0.85);
  h.fine_clusters = static_cast<std::uint32_t>(words.coarse_of.size());
  const std::size_t slots = std::size_t{1} << h.word_bits;
  std::vector<std::uint16_t> prints(slots);
  std::vector<language::WordClasses> classes(slots);
  for (const auto& [stem, known] : words.words) {
    const std::uint64_t hash = NameModel::spread(stem);
    auto at = NameModel::place(hash, static_cast<std::uint32_t>(slots));
    std::uint32_t probes = 0;
    while (probes < NameModel::kMostProbes && prints[at] != 0 && prints[at] != NameModel::print(hash)) {
      at = (at + 1) & static_cast<std::uint32_t>(slots - 1);
      ++probes;
    }
    if (probes == NameModel::kMostProbes || prints[at] != 0) continue;
    prints[at] = NameModel::print(hash);
    classes[at] = known;
  }
  return encode(h, std::vector<std::uint16_t>(1), std::vector<std::int8_t>(kRow), prints, classes, words.coarse_of);
}

NameModel open_model(const std::string& bytes) {
  auto model = NameModel::open(bytes);
  assert(model);
  return *model;
}

}  // namespace isnad::training
