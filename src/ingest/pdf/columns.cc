#include "ingest/pdf/columns.h"

#include <algorithm>
#include <optional>

namespace isnad::ingest::pdf {
namespace {

constexpr int kDeepest = 4;                // columns in columns
constexpr std::size_t kMostLines = 50000;  // on a page that is put in order; no page has more
constexpr std::size_t kNeighbours = 40;    // of a line, at its height
constexpr std::size_t kLeastRows = 3;      // that stand beside each other make columns
// Of the lower one's height, what pieces of one line share; and lines of two columns, which need not stand at the same heights.
constexpr double kSameLine = 0.6, kOverlap = 0.25, kWideRoom = 0.4;

Box around(const Box& a, const Box& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right), std::max(a.bottom, b.bottom)};
}

bool beside(const Line& a, const Line& b, double share) {
  const double shared = std::min(a.box.bottom, b.box.bottom) - std::max(a.box.top, b.box.top);
  return shared >= share * std::min(a.height, b.height);
}

// Lines cut at their wide rooms, for pdftotext takes two columns for one where the room between them is that of an em. What belongs
// together is put together again.
std::vector<Line> pieces(std::vector<Line> lines) {
  std::vector<Line> out;
  for (Line& l : lines) {
    measure(l);
    Line piece{l.page, {}, 0, {}};
    for (Word& w : l.words) {
      if (!piece.words.empty() && w.box.left - piece.words.back().box.right > kWideRoom * l.height) {
        out.push_back(std::move(piece));
        piece = {l.page, {}, 0, {}};
      }
      piece.words.push_back(std::move(w));
    }
    out.push_back(std::move(piece));
  }
  return out;
}

class Page {
 public:
  explicit Page(bool right_first) : right_first_(right_first) {}

  void region(std::vector<Line> lines, int depth) {
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.box.top < b.box.top; });
    const std::optional<double> gutter = depth < kDeepest ? gutter_of(lines) : std::nullopt;
    if (!gutter) {
      rows(std::move(lines));
      return;
    }
    std::vector<Line> left, right, across;
    const auto flush = [&] {
      if (right_first_) std::swap(left, right);
      if (!left.empty()) region(std::move(left), depth + 1);
      if (!right.empty()) region(std::move(right), depth + 1);
      left.clear();
      right.clear();
    };
    for (Line& l : lines) {
      if (crosses(l, *gutter)) {
        flush();
        across.push_back(std::move(l));
      } else {
        if (!across.empty()) rows(std::move(across));
        across.clear();
        (l.box.left < *gutter ? left : right).push_back(std::move(l));
      }
    }
    rows(std::move(across));
    flush();
  }

  std::vector<Line> take() { return std::move(out_); }

 private:
  bool right_first_;
  std::vector<Line> out_;

  static bool crosses(const Line& l, double x) { return l.box.left < x && l.box.right > x; }

  // Where most gaps between lines side by side meet.
  static std::optional<double> gutter_of(const std::vector<Line>& lines) {
    struct Gap {
      double from, to, top, bottom;
    };
    std::vector<Gap> gaps;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      // To the next line on its right: the rooms between the words of a line with wide ones would add up otherwise.
      const Line* next = nullptr;
      for (std::size_t j = i - std::min(i, kNeighbours); j < lines.size() && j < i + kNeighbours; ++j)
        if (j != i && beside(lines[i], lines[j], kOverlap) && lines[j].box.left >= lines[i].box.right &&
            (next == nullptr || lines[j].box.left < next->box.left))
          next = &lines[j];
      if (next != nullptr && next->box.left > lines[i].box.right)
        gaps.push_back({lines[i].box.right, next->box.left, std::min(lines[i].box.top, next->box.top),
                        std::max(lines[i].box.bottom, next->box.bottom)});
    }
    std::vector<std::pair<double, int>> edges;
    for (const Gap& g : gaps) {
      edges.emplace_back(g.from, 1);
      edges.emplace_back(g.to, -1);
    }
    std::sort(edges.begin(), edges.end());  // at the same place one ends before another begins
    std::size_t open = 0, most = 0;
    double best = 0;
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (edges[i].second < 0) --open;
      else if (++open > most && i + 1 < edges.size()) most = open, best = (edges[i].first + edges[i + 1].first) / 2;
    }
    if (most < kLeastRows) return std::nullopt;
    // Rooms that meet in a few lines of many are chance: hardly a line may cross from the first of them to the last.
    double top = 1e9, bottom = -1e9;
    for (const Gap& g : gaps)
      if (g.from < best && best < g.to) top = std::min(top, g.top), bottom = std::max(bottom, g.bottom);
    const auto across = std::count_if(lines.begin(), lines.end(),
                                      [&](const Line& l) { return crosses(l, best) && l.box.top >= top && l.box.bottom <= bottom; });
    if (static_cast<std::size_t>(across) * 3 > most) return std::nullopt;
    return best;
  }

  void rows(std::vector<Line> lines) {
    for (std::size_t i = 0; i < lines.size();) {
      Line row = std::move(lines[i]);
      std::size_t j = i + 1;
      for (; j < lines.size() && beside(row, lines[j], kSameLine); ++j) {
        row.words.insert(row.words.end(), lines[j].words.begin(), lines[j].words.end());
        row.box = around(row.box, lines[j].box);
      }
      measure(row);
      out_.push_back(std::move(row));
      i = j;
    }
  }
};

}  // namespace

void measure(Line& line) {
  std::stable_sort(line.words.begin(), line.words.end(), [](const Word& a, const Word& b) { return a.box.left < b.box.left; });
  std::vector<double> heights;
  line.box = line.words.front().box;
  for (const Word& w : line.words) {
    line.box = around(line.box, w.box);
    heights.push_back(w.box.height());
  }
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  line.height = std::max(*middle, 0.1);
}

std::vector<Line> in_order(std::vector<Line> page) {
  page = pieces(std::move(page));
  for (Line& l : page) measure(l);
  if (page.size() > kMostLines) return page;
  std::size_t arabic = 0, letters = 0;
  for (const Line& l : page)
    for (const Word& w : l.words) {
      letters += w.letters.size();
      arabic += static_cast<std::size_t>(std::count_if(w.letters.begin(), w.letters.end(), is_arabic));
    }
  Page p(arabic * 3 > letters);
  p.region(std::move(page), 0);
  return p.take();
}

}  // namespace isnad::ingest::pdf
