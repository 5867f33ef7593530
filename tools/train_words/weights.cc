#include <algorithm>
#include <cmath>
#include <cstdio>

#include "language/morphemes.h"
#include "language/read_words.h"
#include "training.h"
#include "word_corpus.h"

namespace isnad::training {
namespace {

using language::Candidate;
using language::Context;

struct Example {
  WordCorpus corpus;
  std::vector<std::uint32_t> word_of;            // by token
  std::vector<std::vector<std::uint8_t>> right;  // by token, then reading; empty: not learnt from
  bool held_out = false;
};

constexpr std::uint32_t kNone = 0xFFFFFFFF;

bool is_verb_tag(const GoldWord& w) { return std::find(w.tags.begin(), w.tags.end(), "V") != w.tags.end(); }

}  // namespace

std::string WordTables::with_weights(std::string_view model, const std::vector<float>& weights) {
  std::string out(model);
  std::copy_n(reinterpret_cast<const char*>(weights.data()), weights.size() * sizeof(float), out.begin() + sizeof(model::WordModelHeader));
  return out;
}

Result<std::string> learn_weights(std::string_view bytes, const std::vector<std::string>& paths, const model::Lexicon& lexicon,
                                  const WeightOptions& options) {
  const auto model = model::WordModel::open(bytes);
  if (!model) return fail("model", "not a model of words");
  std::vector<Example> examples;
  for (const std::string& path : paths) {
    auto corpora = read_word_corpora(path, lexicon);
    if (!corpora) return tl::make_unexpected(corpora.error());
    for (WordCorpus& c : *corpora) {
      Example e;
      e.held_out = !options.leave_out.empty() && c.path.find(options.leave_out) != std::string::npos;
      e.corpus = std::move(c);
      e.word_of.assign(e.corpus.analysis.words.size(), kNone);
      for (std::uint32_t w = 0; w < e.corpus.words.size(); ++w)
        if (e.corpus.words[w].last == e.corpus.words[w].first + 1) e.word_of[e.corpus.words[w].first] = w;
      e.right.resize(e.word_of.size());
      examples.push_back(std::move(e));
    }
  }
  std::vector<float> weights(std::size_t{1} << WordTables::kWeightBits), start;
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = model->weight(i);
  start = weights;
  std::vector<float> squares(weights.size(), 1e-3F);
  std::vector<double> average(weights.size());
  double averaged = 0;
  struct Active {
    std::uint32_t feature;
    float value;
  };
  std::vector<std::vector<Active>> active;
  std::vector<double> score, expected;

  for (int epoch = 0; epoch <= options.epochs + 1; ++epoch) {
    const bool measure = epoch == 0 || epoch == options.epochs + 1;
    if (epoch == options.epochs + 1)
      for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = static_cast<float>(average[i] / averaged);
    std::size_t words = 0, wrong = 0, lost = 0;
    double loss = 0;
    for (Example& e : examples) {
      language::Analysis& a = e.corpus.analysis;
      std::fill(a.words.begin(), a.words.end(), language::Word{});
      language::read_words(
          a, lexicon, &*model, [&](std::uint32_t token, std::span<const Candidate> all, const Context& context) -> const Candidate* {
            if (all.empty()) return nullptr;
            active.resize(std::max(active.size(), all.size()));
            score.assign(all.size(), 0);
            for (std::size_t i = 0; i < all.size(); ++i) {
              active[i].clear();
              language::features(all[i], context, true, [&](std::uint64_t feature, double value) {
                const auto index = static_cast<std::uint32_t>(feature & (weights.size() - 1));
                active[i].push_back({index, static_cast<float>(value)});
                score[i] += value * static_cast<double>(weights[index]);
              });
            }
            const std::size_t best = static_cast<std::size_t>(std::max_element(score.begin(), score.end()) - score.begin());
            const std::uint32_t w = e.word_of[token];
            if (w == kNone) return &all[best];
            std::vector<std::uint8_t>& right = e.right[token];
            const GoldWord& gold = e.corpus.words[w];
            if (right.empty()) {  // the first time: which readings are right
              std::vector<int> merit(all.size());
              int most = 0;
              for (std::size_t i = 0; i < all.size(); ++i) {
                language::take(all[i], a.tokens()[token].key, a.words[token]);
                if (!same(gold_pieces(gold, false), our_pieces(gold, a, lexicon, false))) continue;
                merit[i] = 1;
                if (same(gold_pieces(gold, true), our_pieces(gold, a, lexicon, true))) merit[i] += 8;
                if (is_verb_tag(gold) == (all[i].sense != nullptr && all[i].sense->category == model::Category::verb)) merit[i] += 4;
                if (bare(gold.lemma) == our_lemma(gold, a, lexicon)) merit[i] += 2;
                most = std::max(most, merit[i]);
              }
              right.assign(all.size(), 0);
              for (std::size_t i = 0; i < all.size(); ++i) right[i] = most > 0 && merit[i] == most ? 1 : 0;
            }
            if (std::find(right.begin(), right.end(), 1) == right.end()) {
              ++lost;
              return &all[best];
            }
            if (!measure || e.held_out || options.leave_out.empty()) {
              ++words;
              if (right[best] == 0) ++wrong;
            }
            if (measure || e.held_out) return &all[best];
            double sum = 0, sum_right = 0;
            const double highest = score[best];
            expected.assign(all.size(), 0);
            for (std::size_t i = 0; i < all.size(); ++i) {
              expected[i] = std::exp(score[i] - highest);
              sum += expected[i];
              if (right[i] != 0) sum_right += expected[i];
            }
            loss -= std::log(std::max(sum_right / sum, 1e-12));
            for (std::size_t i = 0; i < all.size(); ++i) {
              const double error = (right[i] != 0 ? expected[i] / std::max(sum_right, 1e-12) : 0.0) - expected[i] / sum;
              if (std::abs(error) < 1e-4) continue;
              for (std::size_t k = options.fixed; k < active[i].size(); ++k) {
                const Active& f = active[i][k];
                const double gradient =
                    error * static_cast<double>(f.value) - options.decay * static_cast<double>(weights[f.feature] - start[f.feature]) * 0.1;
                squares[f.feature] += static_cast<float>(gradient * gradient);
                weights[f.feature] += static_cast<float>(options.rate * gradient / std::sqrt(static_cast<double>(squares[f.feature])));
              }
            }
            return &all[best];
          });
    }
    if (epoch * 2 >= options.epochs && !measure) {
      for (std::size_t i = 0; i < weights.size(); ++i) average[i] += static_cast<double>(weights[i]);
      ++averaged;
    }
    std::fprintf(stderr, "epoch %d: %zu of %zu words wrong, %zu without a right reading, loss %.4f\n", epoch, wrong, words, lost,
                 words ? loss / static_cast<double>(words) : 0);
    if (epoch == options.epochs + 1 && !options.leave_out.empty()) {
      std::size_t n = 0, all = 0, clitics = 0, lemmas = 0;
      for (const Example& e : examples)
        if (e.held_out)
          for (const GoldWord& g : e.corpus.words) {
            ++n;
            all += same(gold_pieces(g, true), our_pieces(g, e.corpus.analysis, lexicon, true)) ? 1 : 0;
            clitics += same(gold_pieces(g, false), our_pieces(g, e.corpus.analysis, lexicon, false)) ? 1 : 0;
            lemmas += bare(g.lemma) == our_lemma(g, e.corpus.analysis, lexicon) ? 1 : 0;
          }
      std::printf("%s words %zu pieces %zu clitics %zu lemmas %zu\n", options.leave_out.c_str(), n, all, clitics, lemmas);
    }
  }
  return WordTables::with_weights(bytes, weights);
}

}  // namespace isnad::training
