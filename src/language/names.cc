#include "language/names.h"

#include <algorithm>
#include <array>
#include <limits>

#include "language/name_features.h"
#include "language/name_model.h"

namespace isnad::language {
namespace {

constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::min() / 4;

NameType type_of(int label) {
  switch (label) {
    case kBeginPerson:
    case kInPerson: return NameType::person;
    case kBeginOrganization:
    case kInOrganization: return NameType::organization;
    default: return NameType::location;
  }
}

// Best sequences of labels of one sentence. Integers only: the same answer on every machine.
class Decoder {
 public:
  explicit Decoder(const NameModel& model) : model_(model) {
    for (int before = 0; before < 8; ++before)
      for (int label = 0; label < kLabels; ++label)
        step_[before][label] = follows(before, label) ? model.header().transitions[before][label] : kNever;
  }

  /// What each label of each token is worth; in a second pass, what is added to that of the first.
  void weigh(const NameFeatures& features, const std::vector<text::Sentence>& sentences, std::size_t tokens, bool again) {
    sums_.resize(tokens);
    NameFeatures::Row row;
    for (const text::Sentence& s : sentences)
      for (std::uint32_t i = s.first; i < s.last; ++i) {
        const std::size_t count = again ? features.again(i, s, row) : features.at(i, s, row);
        for (std::size_t k = 0; k < count; ++k) model_.prefetch(row[k]);
        for (std::size_t k = 0; k < count; ++k) model_.add(row[k], sums_[i].data());
      }
  }

  void tag(const text::Sentence& s, std::vector<TaggedName>& out) {
    const std::uint32_t n = s.last - s.first;
    if (scores_.size() < n) {
      scores_.resize(n);
      best_.resize(n);
      back_.resize(n);
    }
    bool any = false;
    for (std::uint32_t i = 0; i < n; ++i) {
      std::copy_n(sums_[s.first + i].begin(), std::size_t{kLabels}, scores_[i].begin());
      for (int label = 0; label < kLabels; ++label) {
        std::int32_t best = kNever;
        std::uint8_t from = kLabels;
        if (i == 0) {
          best = step_[kLabels][label];
        } else {
          for (std::uint8_t before = 0; before < kLabels; ++before) {
            const std::int32_t score = best_[i - 1][before] + step_[before][label];
            if (score > best) {
              best = score;
              from = before;
            }
          }
        }
        best_[i][label] = std::max(best, kNever) + scores_[i][label];
        back_[i][label] = from == kLabels ? std::uint8_t{kOutside} : from;
      }
    }
    labels_.resize(n);
    std::uint8_t last = kOutside;
    for (std::uint8_t label = 1; label < kLabels; ++label)
      if (best_[n - 1][label] > best_[n - 1][last]) last = label;
    const std::int32_t top = best_[n - 1][last];
    for (std::uint32_t i = n; i-- > 0;) {
      labels_[i] = last;
      any = any || last != kOutside;
      last = back_[i][last];
    }
    if (!any) return;
    look_back(n);
    for (std::uint32_t i = 0; i < n;) {
      if (labels_[i] == kOutside) {
        ++i;
        continue;
      }
      std::uint32_t end = i + 1;
      while (end < n && labels_[end] != kOutside && labels_[end] % 2 == 0) ++end;
      // The best reading without this name differs from it in one of its words, or makes it longer.
      std::int32_t other = kNever;
      for (std::uint32_t k = i; k < end; ++k)
        for (int label = 0; label < kLabels; ++label)
          if (label != labels_[k]) other = std::max(other, best_[k][label] + rest_[k][label]);
      if (end < n) {
        const int longer = labels_[i] + 1;
        other = std::max(other, best_[end][longer] + rest_[end][longer]);
      }
      const float margin = static_cast<float>(top - std::max(other, kNever)) * model_.header().scale;
      out.push_back({s.first + i, s.first + end, type_of(labels_[i]), std::clamp(margin, 1e-3f, 100.0f)});
      i = end;
    }
  }

 private:
  using Row = std::array<std::int32_t, kLabels>;
  const NameModel& model_;
  std::int32_t step_[8][kLabels];
  std::vector<std::array<std::int16_t, NameModel::kRow>> sums_;  // of the whole text
  std::vector<Row> scores_, best_, rest_;
  std::vector<std::array<std::uint8_t, kLabels>> back_;
  std::vector<std::uint8_t> labels_;

  // Best scores of what follows each label.
  void look_back(std::uint32_t n) {
    if (rest_.size() < n) rest_.resize(n);
    rest_[n - 1].fill(0);
    for (std::uint32_t i = n - 1; i-- > 0;)
      for (int label = 0; label < kLabels; ++label) {
        std::int32_t best = kNever;
        for (int next = 0; next < kLabels; ++next) best = std::max(best, step_[label][next] + scores_[i + 1][next] + rest_[i + 1][next]);
        rest_[i][label] = std::max(best, kNever);
      }
  }
};

}  // namespace

std::vector<TaggedName> tag_names(const Analysis& analysis, const model::Lexicon& lexicon) {
  std::vector<TaggedName> out;
  const std::optional<NameModel> model = NameModel::open(lexicon.model("names"));
  if (!model) return out;
  tag_names(analysis, lexicon, *model, out);
  return out;
}

void tag_names(const Analysis& analysis, const model::Lexicon& lexicon, const NameModel& model, std::vector<TaggedName>& out) {
  NameFeatures features(analysis, lexicon, model);
  Decoder decoder(model);
  const auto pass = [&](bool again, std::vector<TaggedName>& names) {
    decoder.weigh(features, analysis.sentences(), analysis.tokens().size(), again);
    for (const text::Sentence& s : analysis.sentences())
      if (s.last > s.first) decoder.tag(s, names);
  };
  const bool twice = model.header().passes > 1;
  std::vector<TaggedName> first;
  pass(false, twice ? first : out);
  if (!twice) return;
  // What one sentence shows clearly helps to read the others.
  features.remember(first);
  pass(true, out);
}

}  // namespace isnad::language
