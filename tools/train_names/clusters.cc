#include "clusters.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <limits>
#include <random>
#include <unordered_map>

#include "ingest/source.h"

namespace isnad::training {
namespace {

using Matrix = std::vector<float>;  // rows one after the other

struct Cell {
  std::uint32_t row, column;
  float value;
};

// Orthonormal columns, by modified Gram-Schmidt.
void orthonormalize(Matrix& m, std::size_t rows, std::size_t columns) {
  std::vector<std::vector<double>> c(columns, std::vector<double>(rows));
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t k = 0; k < columns; ++k) c[k][r] = m[r * columns + k];
  for (std::size_t k = 0; k < columns; ++k) {
    for (std::size_t j = 0; j < k; ++j) {
      double dot = 0;
      for (std::size_t r = 0; r < rows; ++r) dot += c[k][r] * c[j][r];
      for (std::size_t r = 0; r < rows; ++r) c[k][r] -= dot * c[j][r];
    }
    double norm = 0;
    for (const double v : c[k]) norm += v * v;
    norm = norm > 0 ? 1 / std::sqrt(norm) : 0;
    for (double& v : c[k]) v *= norm;
  }
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t k = 0; k < columns; ++k) m[r * columns + k] = static_cast<float>(c[k][r]);
}

void normalize_rows(Matrix& m, std::size_t columns) {
  for (std::size_t r = 0; r < m.size(); r += columns) {
    double norm = 0;
    for (std::size_t k = 0; k < columns; ++k) norm += static_cast<double>(m[r + k]) * m[r + k];
    const auto f = static_cast<float>(norm > 0 ? 1 / std::sqrt(norm) : 0);
    for (std::size_t k = 0; k < columns; ++k) m[r + k] *= f;
  }
}

// Spherical k-means; the first centres are rows spread evenly over the list (which is by frequency).
std::vector<std::uint32_t> k_means(const Matrix& points, std::size_t columns, std::size_t count, std::size_t rounds, Matrix& centres) {
  const std::size_t rows = points.size() / columns;
  count = std::min(count, rows);
  std::mt19937_64 random(3);
  centres.assign(count * columns, 0);
  // Frequent words first among the candidates: a quarter of the list holds nearly all tokens.
  std::vector<std::size_t> pick(std::max(count, rows / 4));
  for (std::size_t i = 0; i < pick.size(); ++i) pick[i] = i;
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(pick[i], pick[i + random() % (pick.size() - i)]);
    std::copy_n(points.begin() + static_cast<std::ptrdiff_t>(pick[i] * columns), columns,
                centres.begin() + static_cast<std::ptrdiff_t>(i * columns));
  }
  std::vector<std::uint32_t> of(rows);
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t r = 0; r < rows; ++r) {
      float best = -2;
      const float* x = &points[r * columns];
      for (std::size_t c = 0; c < count; ++c) {
        const float* y = &centres[c * columns];
        float lanes[8] = {};
        for (std::size_t k = 0; k < columns; k += 8)
          for (std::size_t l = 0; l < 8; ++l) lanes[l] += x[k + l] * y[k + l];
        float dot = 0;
        for (const float l : lanes) dot += l;
        if (dot > best) {
          best = dot;
          of[r] = static_cast<std::uint32_t>(c);
        }
      }
    }
    std::fill(centres.begin(), centres.end(), 0.0f);
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t k = 0; k < columns; ++k) centres[of[r] * columns + k] += points[r * columns + k];
    normalize_rows(centres, columns);
  }
  return of;
}

}  // namespace

Result<WordTable> learn_clusters(const std::string& path, const model::Lexicon& lexicon, const WordOptions& options) {
  // Every word as a number: its stem for what it is, its whole key for what it is to its neighbours.
  std::unordered_map<std::uint64_t, std::uint32_t> stem_ids, key_ids;
  std::vector<std::uint64_t> stem_hash;
  std::vector<std::uint32_t> stem_count, key_count;
  struct Token {
    std::uint32_t stem, key;
  };
  std::vector<Token> tokens;
  constexpr std::uint32_t kBoundary = 0;  // key 0, stem 0: the end of a sentence
  stem_hash.push_back(0);
  stem_count.push_back(0);
  key_count.push_back(0);
  tokens.push_back({kBoundary, kBoundary});
  ingest::Sink sink;
  sink.plain_lines = true;
  sink.error = [](const Error&) {};
  std::size_t documents = 0;
  sink.document = [&](const Document& doc) {
    const language::Analysis a = language::analyse(text::clean(doc, lexicon), lexicon);
    for (const text::Sentence& s : a.sentences()) {
      for (std::uint32_t i = s.first; i < s.last; ++i) {
        const text::Token& t = a.tokens()[i];
        const bool word = t.kind == text::TokenKind::word;
        const std::uint64_t key = model::hash_key(t.kind == text::TokenKind::number ? std::string_view("0") : t.key);
        const std::uint64_t stem = word ? model::hash_key(a.words[i].stem) : key;
        const auto k = key_ids.try_emplace(key, static_cast<std::uint32_t>(key_count.size()));
        if (k.second) key_count.push_back(0);
        ++key_count[k.first->second];
        const auto m = stem_ids.try_emplace(stem, static_cast<std::uint32_t>(stem_count.size()));
        if (m.second) {
          stem_count.push_back(0);
          stem_hash.push_back(stem);
        }
        if (word) ++stem_count[m.first->second];
        tokens.push_back({m.first->second, k.first->second});
      }
      tokens.push_back({kBoundary, kBoundary});
    }
    if (++documents % 10000 == 0) std::cerr << documents << " documents\n";
    return true;
  };
  ingest::read_paths({path}, sink);
  if (documents == 0) return fail(path, "holds no documents");

  const auto most_frequent = [](const std::vector<std::uint32_t>& count, std::size_t most) {
    std::vector<std::uint32_t> ids;
    for (std::uint32_t i = 1; i < count.size(); ++i)
      if (count[i] >= 5) ids.push_back(i);
    std::sort(ids.begin(), ids.end(), [&](std::uint32_t x, std::uint32_t y) { return count[x] != count[y] ? count[x] > count[y] : x < y; });
    if (ids.size() > most) ids.resize(most);
    return ids;
  };
  constexpr std::uint32_t kNone = 0xFFFFFFFF;
  const std::vector<std::uint32_t> words = most_frequent(stem_count, options.words);
  const std::vector<std::uint32_t> frequent = most_frequent(key_count, options.contexts - 1);
  std::vector<std::uint32_t> row_of(stem_count.size(), kNone), context_of(key_count.size(), kNone);
  for (std::uint32_t i = 0; i < words.size(); ++i) row_of[words[i]] = i;
  context_of[kBoundary] = 0;
  for (std::uint32_t i = 0; i < frequent.size(); ++i) context_of[frequent[i]] = i + 1;
  const std::size_t contexts = frequent.size() + 1, columns = contexts * 4, rows = words.size();
  std::cerr << tokens.size() << " tokens, " << stem_count.size() << " stems, " << rows << " with a cluster (least "
            << stem_count[words.back()] << " times)\n";

  std::vector<std::uint64_t> pairs;
  constexpr int kPlaces[4] = {-2, -1, 1, 2};
  for (std::size_t i = 2; i + 2 < tokens.size(); ++i) {
    const std::uint32_t row = row_of[tokens[i].stem];
    if (row == kNone || tokens[i].stem == kBoundary) continue;
    for (std::size_t p = 0; p < 4; ++p) {
      // Nothing is seen beyond the end of a sentence.
      if (kPlaces[p] == -2 && tokens[i - 1].key == kBoundary) continue;
      if (kPlaces[p] == 2 && tokens[i + 1].key == kBoundary) continue;
      const std::uint32_t c = context_of[tokens[static_cast<std::size_t>(static_cast<std::ptrdiff_t>(i) + kPlaces[p])].key];
      if (c != kNone) pairs.push_back(static_cast<std::uint64_t>(row) << 32 | (p * contexts + c));
    }
  }
  tokens.clear();
  tokens.shrink_to_fit();
  std::sort(pairs.begin(), pairs.end());
  std::vector<Cell> cells;
  std::vector<double> row_sum(rows), column_sum(columns);
  double total = 0;
  for (std::size_t i = 0; i < pairs.size();) {
    std::size_t end = i;
    while (end < pairs.size() && pairs[end] == pairs[i]) ++end;
    const Cell c{static_cast<std::uint32_t>(pairs[i] >> 32), static_cast<std::uint32_t>(pairs[i]), static_cast<float>(end - i)};
    cells.push_back(c);
    row_sum[c.row] += c.value;
    column_sum[c.column] += c.value;
    total += c.value;
    i = end;
  }
  pairs.clear();
  pairs.shrink_to_fit();
  for (Cell& c : cells) c.value = static_cast<float>(std::max(0.0, std::log(c.value * total / (row_sum[c.row] * column_sum[c.column]))));
  cells.erase(std::remove_if(cells.begin(), cells.end(), [](const Cell& c) { return c.value <= 0; }), cells.end());
  std::cerr << cells.size() << " cells\n";

  const std::size_t d = (options.dimensions + 7) / 8 * 8;
  std::mt19937_64 random(2);
  Matrix right(columns * d), left(rows * d);
  for (float& v : right) v = static_cast<float>(static_cast<double>(random() >> 11) / 9007199254740992.0 - 0.5);
  orthonormalize(right, columns, d);
  for (int round = 0;; ++round) {
    std::fill(left.begin(), left.end(), 0.0f);
    for (const Cell& c : cells)
      for (std::size_t k = 0; k < d; ++k) left[c.row * d + k] += c.value * right[c.column * d + k];
    if (round == 3) break;
    std::fill(right.begin(), right.end(), 0.0f);
    for (const Cell& c : cells)
      for (std::size_t k = 0; k < d; ++k) right[c.column * d + k] += c.value * left[c.row * d + k];
    orthonormalize(right, columns, d);
  }
  // Singular values to the power one half: the first dimensions would drown the others.
  std::vector<double> norm(d);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t k = 0; k < d; ++k) norm[k] += static_cast<double>(left[r * d + k]) * left[r * d + k];
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t k = 0; k < d; ++k) left[r * d + k] *= static_cast<float>(1 / std::sqrt(std::sqrt(norm[k] + 1e-9)));
  normalize_rows(left, d);

  Matrix centres, coarse_centres;
  const std::vector<std::uint32_t> fine = k_means(left, d, options.fine, options.rounds, centres);
  const std::vector<std::uint32_t> coarse = k_means(centres, d, options.coarse, options.rounds * 3, coarse_centres);
  WordTable out;
  for (std::size_t r = 0; r < rows; ++r) out.words[stem_hash[words[r]]].fine = static_cast<std::uint16_t>(fine[r]);
  for (const std::uint32_t c : coarse) out.coarse_of.push_back(static_cast<std::uint8_t>(c));
  return out;
}

Result<WordTable> learn_tendencies(const std::string& path, const model::Lexicon& lexicon, const language::NameModel& model,
                                   const WordOptions& options) {
  struct Count {
    std::uint32_t all = 0, begins = 0;
    std::uint32_t in[3] = {};
  };
  std::unordered_map<std::uint64_t, Count> counts;
  ingest::Sink sink;
  sink.plain_lines = true;
  sink.error = [](const Error&) {};
  std::size_t documents = 0;
  std::vector<language::TaggedName> names;
  sink.document = [&](const Document& doc) {
    const language::Analysis a = language::analyse(text::clean(doc, lexicon), lexicon);
    names.clear();
    language::tag_names(a, lexicon, model, names);
    const auto stem = [&](std::uint32_t i) { return model::hash_key(a.words[i].stem); };
    for (std::uint32_t i = 0; i < a.tokens().size(); ++i)
      if (a.tokens()[i].kind == text::TokenKind::word) ++counts[stem(i)].all;
    for (const language::TaggedName& n : names)
      for (std::uint32_t i = n.first; i < n.last; ++i) {
        if (a.tokens()[i].kind != text::TokenKind::word) continue;
        Count& c = counts[stem(i)];
        ++c.in[static_cast<std::size_t>(n.type)];
        if (i == n.first && n.last > n.first + 1 && n.type == language::NameType::person) ++c.begins;
      }
    if (++documents % 10000 == 0) std::cerr << documents << " documents\n";
    return true;
  };
  ingest::read_paths({path}, sink);
  if (documents == 0) return fail(path, "holds no documents");

  std::vector<std::pair<std::uint64_t, Count>> sorted(counts.begin(), counts.end());
  std::erase_if(sorted, [](const auto& x) { return x.second.all < 2; });
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& x, const auto& y) { return x.second.all != y.second.all ? x.second.all > y.second.all : x.first < y.first; });
  WordTable out;
  out.coarse_of.assign(model.coarse_clusters().begin(), model.coarse_clusters().end());
  for (const auto& [stem, c] : sorted)
    if (const std::uint16_t fine = model.word(stem).fine; fine != language::WordClasses::kNone) out.words[stem].fine = fine;
  if (sorted.size() > options.tendencies) sorted.resize(options.tendencies);
  for (const auto& [stem, c] : sorted) {
    const auto level = [&](std::uint32_t part, std::uint32_t of) -> std::uint16_t {
      const double share = (part + 0.02) / (of + 0.5);
      return share < 0.02 ? 0 : share < 0.1 ? 1 : share < 0.3 ? 2 : share < 0.65 ? 3 : 4;
    };
    std::uint16_t code = 0;
    for (unsigned k = 0; k < 3; ++k) code |= static_cast<std::uint16_t>(level(c.in[k], c.all) << (3 * k));
    if (c.in[0] > 0) {
      const double share = static_cast<double>(c.begins) / c.in[0];
      code |= static_cast<std::uint16_t>((share < 0.15 ? 0 : share < 0.5 ? 1 : share < 0.85 ? 2 : 3) << 9);
    }
    out.words[stem].tendency = code;
  }
  return out;
}

}  // namespace isnad::training
