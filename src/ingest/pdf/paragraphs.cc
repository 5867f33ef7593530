#include "ingest/pdf/paragraphs.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <vector>

#include "base/utf8.h"
#include "ingest/pdf/reading_order.h"

namespace isnad::ingest::pdf {
namespace {

// All in heights of a line, or shares.
constexpr double kSameHeight = 0.15;  // letters of one size
constexpr double kWiderPitch = 1.3;   // of the usual distance from line to line: a new paragraph
constexpr double kWidestPitch = 2.6;  // where nothing is usual
constexpr double kIndent = 0.8, kSpace = 0.25;
constexpr double kRunningHead = 0.5;  // on so many of the pages
constexpr double kSamePlace = 3;      // points

struct Row {
  const Line* line;
  std::u32string text;
  bool right_to_left = false;
};

// As reading_order() takes it: a line with any Arabic in it is read from the right.
bool right_to_left(std::u32string_view s) {
  const auto latin = [](char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  return std::any_of(s.begin(), s.end(), is_arabic) || std::none_of(s.begin(), s.end(), latin);
}

// With every digit the same: page numbers differ, and their running heads do not.
std::u32string without_digits(std::u32string_view s) {
  std::u32string out;
  for (const char32_t c : s) {
    const bool digit = (c >= '0' && c <= '9') || (c >= 0x0660 && c <= 0x0669) || (c >= 0x06F0 && c <= 0x06F9);
    if (!digit) out.push_back(c);
    else if (out.empty() || out.back() != '#') out.push_back('#');
  }
  return out;
}

bool only_a_number(std::u32string_view s) {
  const std::u32string rest = without_digits(s);
  return rest.find('#') != std::u32string::npos && rest.find_first_not_of(U"#-–—_|. /()[]") == std::u32string::npos;
}

std::vector<Row> without_running_heads(std::vector<Row> rows, std::size_t pages) {
  struct Place {
    std::vector<double> tops;
    std::vector<std::size_t> pages;
  };
  std::map<std::u32string, Place> seen;
  if (pages > 1)
    for (const Row& r : rows) {
      Place& p = seen[without_digits(r.text)];
      p.tops.push_back(r.line->box.top);
      p.pages.push_back(r.line->page);
    }
  // The first and the last lines of each page, by their place.
  constexpr std::size_t kEdge = 2;
  std::unordered_map<std::size_t, std::vector<double>> tops;
  for (const Row& r : rows) tops[r.line->page].push_back(r.line->box.top);
  for (auto& [page, t] : tops) std::sort(t.begin(), t.end());
  const auto needless = [&](const Row& r) {
    const std::vector<double>& t = tops[r.line->page];
    const double top = r.line->box.top;
    if (t.size() > 1 && (top <= t.front() || top >= t.back()) && only_a_number(r.text)) return true;
    if (pages < 2 || (t.size() > 2 * kEdge && top > t[kEdge - 1] && top < t[t.size() - kEdge])) return false;
    const Place& p = seen[without_digits(r.text)];
    std::vector<std::size_t> there;
    for (std::size_t i = 0; i < p.tops.size() && i < 10000; ++i)
      if (std::abs(p.tops[i] - r.line->box.top) < kSamePlace) there.push_back(p.pages[i]);
    std::sort(there.begin(), there.end());
    const auto on = static_cast<std::size_t>(std::unique(there.begin(), there.end()) - there.begin());
    return on > 1 && static_cast<double>(on) > kRunningHead * static_cast<double>(pages);
  };
  std::vector<Row> kept;
  std::vector<bool> drop;
  drop.reserve(rows.size());
  for (const Row& r : rows) drop.push_back(needless(r));
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!drop[i]) kept.push_back(std::move(rows[i]));
  return kept;
}

class Assembler {
 public:
  explicit Assembler(std::vector<Row> rows) : rows_(std::move(rows)) {}

  std::string run() {
    measure();
    std::string out;
    for (std::size_t begin = 0; begin < rows_.size();) {
      std::size_t end = begin + 1;
      while (end < rows_.size() && below(end - 1, end)) ++end;
      column(begin, end, out);
      begin = end;
    }
    return out;
  }

 private:
  std::vector<Row> rows_;
  std::map<long, double> pitch_;  // by the height of the letters, the usual distance from line to line
  // The last line of the column before, to go on after it.
  bool open_ = false, open_right_to_left_ = false;
  double open_height_ = 0;

  static bool same_size(const Line& a, const Line& b) {
    return std::abs(a.height - b.height) <= kSameHeight * std::max(a.height, b.height);
  }
  static long size_class(const Line& l) { return std::lround(l.height); }
  double pitch(std::size_t a, std::size_t b) const { return rows_[b].line->box.bottom - rows_[a].line->box.bottom; }

  // Whether a line is the next one of the same column.
  bool below(std::size_t a, std::size_t b) const {
    const Line &x = *rows_[a].line, &y = *rows_[b].line;
    if (x.page != y.page || pitch(a, b) <= 0 || !same_size(x, y)) return false;
    const double shared = std::min(x.box.right, y.box.right) - std::max(x.box.left, y.box.left);
    return shared >= 0.5 * std::min(x.box.width(), y.box.width()) && pitch(a, b) < kWidestPitch * 2 * x.height;
  }

  void measure() {
    std::map<long, std::vector<double>> all;
    for (std::size_t i = 1; i < rows_.size(); ++i)
      if (below(i - 1, i)) all[size_class(*rows_[i].line)].push_back(pitch(i - 1, i));
    for (auto& [size, pitches] : all) {
      const auto quarter = pitches.begin() + static_cast<std::ptrdiff_t>(pitches.size() / 4);
      std::nth_element(pitches.begin(), quarter, pitches.end());
      pitch_[size] = *quarter;
    }
  }

  double room_left(const Row& r, const Box& column) const {
    return r.right_to_left ? r.line->box.left - column.left : column.right - r.line->box.right;
  }
  static double first_word(const Row& r) { return (r.right_to_left ? r.line->words.back() : r.line->words.front()).box.width(); }
  double indent(const Row& r, const Box& column) const {
    return r.right_to_left ? column.right - r.line->box.right : r.line->box.left - column.left;
  }

  // A line that ends though the next one's first word had found room in it is the last of its paragraph. In the middle of a sentence
  // it must have been much room: programs that break lines reckon otherwise.
  bool ends_early(const Row& r, const Row& next, const Box& column) const {
    const double needed = first_word(next) + kSpace * r.line->height;
    return room_left(r, column) > (ends_sentence(r.text) ? needed : 2 * needed + r.line->height);
  }

  static bool ends_sentence(const std::u32string& s) {
    for (std::size_t i = s.size(); i > 0; --i) {
      const char32_t c = s[i - 1];
      if (c == ' ' || c == ')' || c == '"' || c == 0xBB || c == 0x201C || c == 0x201D) continue;
      return c == '.' || c == '!' || c == '?' || c == 0x061F || c == 0x06D4 || c == ':' || c == 0x2026;
    }
    return true;
  }

  void column(std::size_t begin, std::size_t end, std::string& out) {
    Box box = rows_[begin].line->box;
    for (std::size_t i = begin; i < end; ++i) {
      box.left = std::min(box.left, rows_[i].line->box.left);
      box.right = std::max(box.right, rows_[i].line->box.right);
    }
    const Row& first = rows_[begin];
    // A paragraph goes on in the next column or on the next page.
    const bool goes_on = open_ && first.right_to_left == open_right_to_left_ &&
                         std::abs(first.line->height - open_height_) <= kSameHeight * open_height_ &&
                         indent(first, box) < kIndent * first.line->height;
    if (!out.empty()) out += goes_on ? ' ' : '\n';
    for (std::size_t i = begin; i < end; ++i) {
      out += base::encode(rows_[i].text);
      if (i + 1 == end) break;
      const Row &r = rows_[i], &next = rows_[i + 1];
      const auto usual = pitch_.find(size_class(*next.line));
      const bool apart = usual != pitch_.end() && pitch(i, i + 1) > kWiderPitch * usual->second;
      const bool indented = indent(next, box) > kIndent * next.line->height && ends_sentence(r.text);
      if (apart || indented || r.right_to_left != next.right_to_left || ends_early(r, next, box)) out += '\n';
      else if (r.text.back() != '/') out += ' ';  // a line may be broken behind a slash
    }
    const Row& last = rows_[end - 1];
    // One line alone, a headline or a caption, tells nothing of its column.
    open_ = end - begin > 1 && !ends_sentence(last.text) && room_left(last, box) < 2 * last.line->height;
    open_right_to_left_ = last.right_to_left;
    open_height_ = last.line->height;
  }
};

}  // namespace

std::string paragraphs(const Layout& layout) {
  const Habits habits = habits_of(layout.lines);
  std::vector<Row> rows;
  for (const Line& line : layout.lines) {
    Row r{&line, reading_order(line, habits), false};
    r.right_to_left = right_to_left(r.text);
    rows.push_back(std::move(r));
  }
  return Assembler(without_running_heads(std::move(rows), layout.pages)).run();
}

}  // namespace isnad::ingest::pdf
