#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>

#include "base/utf8.h"
#include "language/candidates.h"
#include "model/key.h"
#include "training.h"

namespace isnad::training {
namespace {

using language::Candidate;
using model::Category;
using model::Sense;

// A written form of the corpus, letters only, with its number of occurrences.
using Forms = std::map<std::u32string, std::uint32_t>;

Result<Forms> count_forms(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(path, "cannot be read");
  std::unordered_map<std::string, std::uint32_t> counts;
  std::string line;
  while (std::getline(in, line)) {
    const std::u32string text = base::decode(line);
    std::u32string word;
    const auto end = [&] {
      if (!word.empty() && word.size() <= 24) ++counts[base::encode(word)];
      word.clear();
    };
    for (const char32_t c : text) {
      const auto kind = model::char_class(c);
      if (kind == model::CharClass::arabic) word += c;
      else if (kind != model::CharClass::mark) end();
    }
    end();
  }
  Forms out;
  for (const auto& [form, n] : counts) out.emplace(base::decode(form), n);
  return out;
}

std::string_view table_of(Category c) {
  switch (c) {
    case Category::verb:
    case Category::masdar:
    case Category::participle: return "lexicon/verbs";
    case Category::word: return "lexicon/words";
    case Category::title: return "lexicon/titles";
    case Category::country:
    case Category::gentilic:
    case Category::capital:
    case Category::metonym: return "gazetteer/countries";
    case Category::place: return "gazetteer/places";
    case Category::outlet: return "gazetteer/outlets";
    case Category::organization: return "gazetteer/organizations";
    case Category::person: return "gazetteer/persons";
    case Category::name_part: return "gazetteer/name_parts";
    case Category::head: return "lexicon/heads";
  }
  return "";
}

// A multinomial by group: shares of what was seen of the group, with a little for what was not.
struct Shares {
  std::unordered_map<std::uint64_t, double> counts;
  std::unordered_map<std::uint32_t, double> sums;
  void add(std::uint32_t group, std::uint64_t what, double n) {
    counts[what] += n;
    sums[group] += n;
  }
  double log(std::uint32_t group, std::uint64_t what) const {
    const auto c = counts.find(what);
    const auto s = sums.find(group);
    return std::log(((c == counts.end() ? 0 : c->second) + 0.05) / ((s == sums.end() ? 0 : s->second) + 20));
  }
};

}  // namespace

std::string WordTables::bytes() const {
  model::WordModelHeader h{};
  std::copy(std::begin(model::WordModelHeader::kMagic), std::end(model::WordModelHeader::kMagic), h.magic);
  h.frequency_bits = kFrequencyBits;
  h.weight_bits = kWeightBits;
  const std::size_t slots = std::size_t{1} << kFrequencyBits;
  std::vector<std::uint16_t> prints(slots);
  std::vector<std::uint8_t> values(slots);
  std::vector<std::pair<std::uint64_t, std::uint8_t>> sorted(frequencies.begin(), frequencies.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; });
  if (sorted.size() > slots / 5 * 3) sorted.resize(slots / 5 * 3);  // the rarest are as good as unseen
  for (const auto& [hash, value] : sorted) {
    const std::uint16_t print = model::WordModel::print_of(hash);
    std::size_t i = hash & (slots - 1);
    while (prints[i] != 0 && prints[i] != print) i = (i + 1) & (slots - 1);
    if (prints[i] == print) continue;
    prints[i] = print;
    values[i] = value;
  }
  std::string out(reinterpret_cast<const char*>(&h), sizeof h);
  out.append(reinterpret_cast<const char*>(weights.data()), weights.size() * sizeof(float));
  out.append(reinterpret_cast<const char*>(prints.data()), slots * 2);
  out.append(reinterpret_cast<const char*>(values.data()), slots);
  return out;
}

Result<WordTables> learn_frequencies(const std::string& corpus, const model::Lexicon& lexicon, int rounds) {
  const auto forms = count_forms(corpus);
  if (!forms) return tl::make_unexpected(forms.error());
  WordTables out;
  const std::string blank = out.bytes();
  const auto model = model::WordModel::open(blank);

  // Every reading: its entry, and the three multinomials it is drawn from, as their feature hashes in the model.
  struct Reading {
    std::uint32_t entry;
    std::uint64_t features[3];
    std::uint32_t kind, group;
    float fixed;
  };
  std::vector<Reading> readings;
  struct Form {
    std::uint32_t count, first, last;
  };
  std::vector<Form> list;
  std::unordered_map<std::uint64_t, std::uint32_t> entry_of;
  std::vector<std::uint64_t> hashes;
  std::vector<bool> unknown;  // stems, not entries
  std::vector<language::Segmentation> segmentations;
  std::vector<Candidate> candidates;
  double total = 0;
  for (const auto& [form, n] : *forms) {
    if (n < 2) continue;  // slips of the pen
    const std::string key = model::fold(form);
    if (key.empty()) continue;
    language::candidates(key, form, lexicon, &*model, segmentations, candidates);
    if (candidates.empty()) continue;
    Form f{n, static_cast<std::uint32_t>(readings.size()), 0};
    for (const Candidate& c : candidates) {
      Reading r{};
      std::uint64_t hash;
      if (c.sense == nullptr) {
        hash = language::unknown_hash(c.segmentation->stem_key());
        r.kind = 63;
      } else {
        const model::Table& t = lexicon.table(table_of(c.sense->category));
        hash = model::entry_hash(c.sense->category, t.cell(c.sense->ref, 0), t.cell(c.sense->ref, 1));
        r.kind = c.sense->category == Category::word ? 16 + static_cast<std::uint32_t>(c.sense->pos)
                                                     : static_cast<std::uint32_t>(c.sense->category);
      }
      r.group = language::group(c.sense);
      int k = 0, at = 0;
      language::features(c, {}, false, [&](std::uint64_t feature, double) {
        const int doubtful = c.sense != nullptr && (c.sense->features & model::kAmbiguous) != 0 ? 1 : 0;
        if (at == 3 || at == 4 + doubtful || at == 5 + doubtful) r.features[k++] = feature;  // inflection, proclitics, enclitic
        ++at;
      });
      // A name that is an ordinary word too is that word where nothing is known; it would explain its one form too well.
      const double doubt = c.sense != nullptr && (c.sense->features & model::kAmbiguous) != 0 ? -4 : 0;
      r.fixed =
          static_cast<float>(doubt + 0.5 * language::prior(c) +
                             (c.sense == nullptr ? (c.rivals ? -8.0 : 0.0) : 3 * language::spelling_score(c.shown, c.sense->spelling)));
      const auto [it, fresh] = entry_of.try_emplace(hash, static_cast<std::uint32_t>(hashes.size()));
      if (fresh) {
        hashes.push_back(hash);
        unknown.push_back(c.sense == nullptr);
      }
      r.entry = it->second;
      readings.push_back(r);
    }
    f.last = static_cast<std::uint32_t>(readings.size());
    list.push_back(f);
    total += n;
  }
  std::vector<double> entries(hashes.size(), 1.0);
  Shares shares[3];
  std::vector<double> p;
  for (int round = 0; round <= rounds; ++round) {
    std::vector<double> next(hashes.size());
    Shares fresh[3];
    double likelihood = 0;
    for (const Form& f : list) {
      p.assign(f.last - f.first, 0);
      double highest = -1e30;
      for (std::uint32_t i = f.first; i < f.last; ++i) {
        const Reading& r = readings[i];
        double score = r.fixed;
        if (round > 0) {
          // A count loses half: entries that explain one form only do not grow at the cost of those that explain many.
          score += std::log(std::max(entries[r.entry] - 0.5, 0.02) / total);
          for (int k = 0; k < 3; ++k) score += shares[k].log(k == 0 ? r.kind : r.group, r.features[k]);
        }
        p[i - f.first] = score;
        highest = std::max(highest, score);
      }
      double sum = 0;
      for (double& x : p) sum += x = std::exp(x - highest);
      likelihood += f.count * (highest + std::log(sum));
      for (std::uint32_t i = f.first; i < f.last; ++i) {
        const double n = f.count * p[i - f.first] / sum;
        if (n < 1e-6) continue;
        const Reading& r = readings[i];
        next[r.entry] += n;
        for (int k = 0; k < 3; ++k) fresh[k].add(k == 0 ? r.kind : r.group, r.features[k], n);
      }
    }
    entries.swap(next);
    for (int k = 0; k < 3; ++k) shares[k] = std::move(fresh[k]);
    std::fprintf(stderr, "round %d: %.4f a word\n", round, likelihood / total);
  }
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (unknown[i] && entries[i] < 0.75) continue;
    const double value = 256 + 8 * std::log2(std::max(entries[i], 0.01) / total);
    out.frequencies[hashes[i]] = static_cast<std::uint8_t>(std::clamp(value, 1.0, 255.0));
  }
  for (int k = 0; k < 3; ++k)
    for (const Reading& r : readings)
      out.weight(r.features[k]) = static_cast<float>(shares[k].log(k == 0 ? r.kind : r.group, r.features[k]));
  // What is not learnt here: numbers that weigh as they are.
  int at = 0;
  segmentations.assign(1, {});
  segmentations[0].length = 1;
  const Sense word{Category::word, model::Pos::noun, 0, 0, 0};
  const Candidate any{segmentations.data(), &word, {}, 0, 1, false};
  const Sense doubtful{Category::name_part, model::Pos::proper, 0, model::kAmbiguous, 0};
  const Candidate name{segmentations.data(), &doubtful, {}, 0, 1, false};
  int number = 0;
  language::features(name, {}, false, [&](std::uint64_t feature, double) {
    if (number++ == 4) out.weight(feature) = -2.5F;
  });
  const Candidate unknown_stem{segmentations.data(), nullptr, {}, 0, 1, false};
  bool first = true;
  language::features(unknown_stem, {}, false, [&](std::uint64_t feature, double) {
    if (first) out.weight(feature) = 0.8F;
    first = false;
  });
  language::features(any, {}, true, [&](std::uint64_t feature, double) {
    if (at == 6 || at == 7) out.weight(feature) = 1;  // spelling, context
    if (at == 0) out.weight(feature) = 0.8F;
    if (at == 1) out.weight(feature) = 0.5F;  // prior
    ++at;
  });
  return out;
}

}  // namespace isnad::training
