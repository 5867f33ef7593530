#include "ingest/pdf/layout.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

#include "base/utf8.h"
#include "ingest/html/entities.h"
#include "ingest/html/page.h"
#include "ingest/pdf/columns.h"

namespace isnad::ingest::pdf {
namespace {

double number(std::string_view tag, std::string_view name) {
  const std::size_t at = tag.find(name);
  if (at == std::string_view::npos) return 0;
  const std::size_t begin = at + name.size();
  double value = 0;
  std::from_chars(tag.data() + begin, tag.data() + tag.size(), value);
  // Pages are a few thousand points wide; what a broken file says beyond that would only upset the sums.
  return std::isfinite(value) ? std::clamp(value, -1e6, 1e6) : 0;
}

Box box_of(std::string_view tag) {
  Box b{number(tag, "xMin=\""), number(tag, "yMin=\""), number(tag, "xMax=\""), number(tag, "yMax=\"")};
  if (b.right < b.left) std::swap(b.left, b.right);
  if (b.bottom < b.top) std::swap(b.top, b.bottom);
  return b;
}

bool only_marks(const Word& w) { return std::all_of(w.letters.begin(), w.letters.end(), is_mark); }

// About how wide a letter is beside the others of its word; `last`: it is the word's last one, and has its tail.
double width_of(char32_t c, bool last) {
  switch (c) {
    case 0x0627:
    case 0x0622:
    case 0x0623:
    case 0x0625:
    case 0x0644: return 0.8;  // alef, lam
    case 0x0633:
    case 0x0634:
    case 0x0635:
    case 0x0636: return 2.4;  // seen to dad
    case 0x0628:
    case 0x062A:
    case 0x062B:
    case 0x0641:
    case 0x064A:
    case 0x0649:
    case 0x0643: return last ? 2.4 : 1.1;
    default: return is_mark(c) ? 0 : 1.4;
  }
}

// Puts marks before the letter of the word that they stand above.
void put_above(Word& word, double at, const std::u32string& marks) {
  double all = 0, before = 0;
  for (std::size_t i = 0; i < word.letters.size(); ++i) all += width_of(word.letters[i], i == 0);
  const double share = word.box.width() <= 0 ? 0 : std::clamp((at - word.box.left) / word.box.width(), 0.0, 1.0);
  std::size_t i = 0;
  for (; i + 1 < word.letters.size(); ++i) {
    before += width_of(word.letters[i], i == 0);
    if (before >= share * all) break;
  }
  word.letters.insert(i, marks);
}

// Takes the words that are only marks out of the lines and gives them to the words below them.
void settle_marks(std::vector<Line>& lines) {
  // Of a mark's own line pdftotext writes nearby.
  constexpr std::ptrdiff_t kNear = 40;
  constexpr std::size_t kMostWork = 100'000'000;
  struct Mark {
    std::size_t line;
    Word word;
  };
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto& words = lines[i].words;
    for (const Word& w : words)
      if (only_marks(w)) marks.push_back({i, w});
    std::erase_if(words, only_marks);
  }
  std::size_t looked_at = 0;
  for (const Mark& m : marks) {
    if (looked_at > kMostWork) break;  // no page of letters
    Word* best = nullptr;
    double most = 0;
    const double at = (m.word.box.left + m.word.box.right) / 2;
    const auto here = static_cast<std::ptrdiff_t>(m.line), end = static_cast<std::ptrdiff_t>(lines.size());
    for (std::ptrdiff_t i = std::max<std::ptrdiff_t>(0, here - kNear); i < std::min(end, here + kNear); ++i) {
      Line& line = lines[static_cast<std::size_t>(i)];
      if (line.page != lines[m.line].page) continue;
      looked_at += line.words.size();
      for (Word& w : line.words) {
        const double shared = std::min(w.box.bottom, m.word.box.bottom) - std::max(w.box.top, m.word.box.top);
        if (at >= w.box.left - 0.3 && at <= w.box.right + 0.3 && shared > most && is_arabic(w.letters.front())) {
          most = shared;
          best = &w;
        }
      }
    }
    if (best != nullptr) put_above(*best, at, m.word.letters);
  }
  std::erase_if(lines, [](const Line& l) { return l.words.empty(); });
}

}  // namespace

bool is_mark(char32_t c) {
  return (c >= 0x0610 && c <= 0x061A) || (c >= 0x064B && c <= 0x065F) || c == 0x0670 ||
         (c >= 0x06D6 && c <= 0x06ED && c != 0x06DD && c != 0x06DE && c != 0x06E9);
}

bool is_arabic(char32_t c) {
  if (is_mark(c)) return true;
  return (c >= 0x0620 && c <= 0x064A) || (c >= 0x066E && c <= 0x06D5) || (c >= 0x06FA && c <= 0x06FF) || (c >= 0x0750 && c <= 0x077F) ||
         (c >= 0x08A0 && c <= 0x08C9) || (c >= 0xFB50 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC);
}

Layout parse_layout(std::string_view xml) {
  Layout out;
  Line line;
  const auto end_line = [&] {
    if (!line.words.empty()) out.lines.push_back(std::move(line));
    line = {};
  };
  while (!xml.empty()) {
    const std::size_t end = xml.find('\n');
    std::string_view row = xml.substr(0, end);
    xml.remove_prefix(end == std::string_view::npos ? xml.size() : end + 1);
    row.remove_prefix(std::min(row.find_first_not_of(" \t"), row.size()));
    if (row.starts_with("<page")) {
      end_line();
      ++out.pages;
    } else if (row.starts_with("<line") || row.starts_with("</line")) {
      end_line();
    } else if (row.starts_with("<title>") && out.title.empty()) {
      const std::string_view inside = row.substr(7, std::min(row.find("</title>"), row.size()) - 7);
      out.title = html::squeezed(html::decoded(base::encode(base::decode(inside))));  // the file's own words: any bytes
    } else if (row.starts_with("<word")) {
      const std::size_t open = row.find('>');
      if (open == std::string_view::npos) continue;
      const std::string_view inside = row.substr(open + 1, std::min(row.find("</word>", open), row.size()) - open - 1);
      Word word{box_of(row.substr(0, open)), base::decode(html::decoded(inside))};
      std::erase_if(word.letters, [](char32_t c) {
        return c < 0x20 || c == 0x7F || (c >= 0x80 && c < 0xA0) || c == 0xAD || c == 0x061C || (c >= 0x200B && c <= 0x200F) ||
               (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
      });
      if (word.letters.empty()) continue;
      line.page = std::max<std::size_t>(out.pages, 1) - 1;
      line.words.push_back(std::move(word));
    }
  }
  end_line();
  settle_marks(out.lines);
  std::vector<Line> ordered;
  for (std::size_t begin = 0, end = 0; begin < out.lines.size(); begin = end) {
    while (end < out.lines.size() && out.lines[end].page == out.lines[begin].page) ++end;
    std::vector<Line> page(std::make_move_iterator(out.lines.begin() + static_cast<std::ptrdiff_t>(begin)),
                           std::make_move_iterator(out.lines.begin() + static_cast<std::ptrdiff_t>(end)));
    for (Line& l : in_order(std::move(page))) ordered.push_back(std::move(l));
  }
  out.lines = std::move(ordered);
  return out;
}

}  // namespace isnad::ingest::pdf
