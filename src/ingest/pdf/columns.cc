#include "ingest/pdf/columns.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace isnad::ingest::pdf {
namespace {

constexpr int kDeepest = 4;                // columns in columns
constexpr std::size_t kMostLines = 50000;  // on a page that is put in order; no page has more
constexpr std::size_t kNeighbours = 40;    // of a line, at its height
constexpr std::size_t kLeastRows = 3;      // that stand beside each other make columns
// Of the lower one's height, what pieces of one line share; and lines of two columns, which need not stand at the same heights.
constexpr double kSameLine = 0.6, kOverlap = 0.25, kWideRoom = 0.4, kFlush = 0.3;
constexpr double kHeadline = 1.25;  // of the page's usual height of letters: a headline goes across columns

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
  std::size_t row = 0;
  for (Line& l : lines) {
    measure(l);
    ++row;
    Line piece{l.page, row, {}, 0, {}};
    for (Word& w : l.words) {
      if (!piece.words.empty() && w.box.left - piece.words.back().box.right > kWideRoom * l.height) {
        out.push_back(std::move(piece));
        piece = {l.page, row, {}, 0, {}};
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
    const std::optional<Gutter> gutter = depth < kDeepest ? gutter_of(lines, depth) : std::nullopt;
    if (!gutter) {
      rows(std::move(lines));
      return;
    }
    const std::unordered_set<std::size_t> crossing = rows_across(lines, *gutter);
    std::vector<Line> left, right, across;
    const auto flush = [&] {
      if (right_first_) std::swap(left, right);
      if (!left.empty()) region(std::move(left), depth + 1);
      if (!right.empty()) region(std::move(right), depth + 1);
      left.clear();
      right.clear();
    };
    for (Line& l : lines) {
      if (crosses(l, gutter->at) || crossing.contains(l.row)) {
        flush();
        across.push_back(std::move(l));
      } else {
        if (!across.empty()) rows(std::move(across));
        across.clear();
        (l.box.left < gutter->at ? left : right).push_back(std::move(l));
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

  // A room between columns, and the edge at which the lines of one of them begin.
  struct Gutter {
    double at, edge;
  };

  bool at_edge(double from, double to, const Gutter& g, double height) const {
    return std::abs((right_first_ ? from : to) - g.edge) <= kFlush * height;
  }

  // Lines that are cut at the gutter but have a room there only by chance: no line of the left column begins at it.
  std::unordered_set<std::size_t> rows_across(const std::vector<Line>& lines, const Gutter& g) const {
    struct Sides {
      double from = -1e9, to = 1e9, height = 0;
    };
    std::unordered_map<std::size_t, Sides> all;
    for (const Line& l : lines) {
      Sides& s = all[l.row];
      s.height = l.height;
      if (l.box.right <= g.at) s.from = std::max(s.from, l.box.right);
      else s.to = std::min(s.to, l.box.left);
    }
    std::vector<double> heights;
    heights.reserve(lines.size());
    for (const Line& l : lines) heights.push_back(l.height);
    const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::nth_element(heights.begin(), middle, heights.end());
    std::unordered_set<std::size_t> out;
    for (const auto& [row, s] : all)
      if (s.from > -1e8 && s.to < 1e8 && (s.height > kHeadline * *middle || !at_edge(s.from, s.to, g, s.height))) out.insert(row);
    return out;
  }

  // Where most gaps between lines side by side meet.
  std::optional<Gutter> gutter_of(const std::vector<Line>& lines, int depth) const {
    struct Gap {
      double from, to, top, bottom, height;
      bool one_row;
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
                        std::max(lines[i].box.bottom, next->box.bottom), lines[i].height, lines[i].row == next->row});
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
    // And the lines of a column begin below each other.
    std::vector<double> begins;
    std::size_t two_rows = 0;
    for (const Gap& g : gaps)
      if (g.from < best && best < g.to) {
        begins.push_back(right_first_ ? g.from : g.to);
        two_rows += !g.one_row;
      }
    // Rooms in a few justified lines meet now and then. Columns that pdftotext has not seen are in most lines.
    std::unordered_set<std::size_t> all_rows;
    for (const Line& l : lines) all_rows.insert(l.row);
    const bool seen = two_rows >= kLeastRows;
    const double least = seen ? (depth == 0 ? 0 : 0.33) : (depth == 0 ? 0.33 : 0.67);
    if (static_cast<double>(begins.size()) < least * static_cast<double>(all_rows.size())) return std::nullopt;
    const auto middle = begins.begin() + static_cast<std::ptrdiff_t>(begins.size() / 2);
    std::nth_element(begins.begin(), middle, begins.end());
    const Gutter gutter{best, *middle};
    const auto flush = std::count_if(gaps.begin(), gaps.end(),
                                     [&](const Gap& g) { return g.from < best && best < g.to && at_edge(g.from, g.to, gutter, g.height); });
    if (static_cast<std::size_t>(flush) < kLeastRows || static_cast<std::size_t>(flush) * 2 < begins.size()) return std::nullopt;
    return gutter;
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
