#include "ingest/pdf/reading_order.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_set>

#include "model/key.h"
#include "model/lexicon.h"

namespace isnad::ingest::pdf {
namespace {

constexpr char32_t kAlefLetter = 0x0627, kLamLetter = 0x0644, kTehMarbuta = 0x0629, kAlefMaksura = 0x0649, kTatweel = 0x0640;

// In heights of the line: what stands nearer is one word; a gap of this share of the line's usual one may be inside a word.
constexpr double kNoGap = 0.02, kSmallGap = 0.3, kHalfGap = 0.5, kNarrowGap = 0.6, kUsualGap = 0.95;

bool is_digit(char32_t c) { return (c >= '0' && c <= '9') || (c >= 0x0660 && c <= 0x0669) || (c >= 0x06F0 && c <= 0x06F9); }

bool is_left_to_right(char32_t c) { return !is_arabic(c) && u_charDirection(static_cast<UChar32>(c)) == U_LEFT_TO_RIGHT; }

// What may stand inside a number without cutting it in two.
bool joins_digits(char32_t c) { return c == '.' || c == ',' || c == ':' || c == '/' || c == 0x066B || c == 0x066C || c == 0x060C; }

// Words that God, ligatures and forms stand for, in the order of reading; the letter itself if it is no form.
std::u32string letters_of(char32_t c) {
  const bool form = (c >= 0xFB50 && c < 0xFDFA) || (c >= 0xFE70 && c <= 0xFEFC) || (c >= 0xFB00 && c <= 0xFB06);
  if (!form) return {c};
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* nfkc = unorm2_getNFKCInstance(&status);
  std::array<UChar, 32> to{};
  const std::int32_t n = U_FAILURE(status) ? 0 : unorm2_getDecomposition(nfkc, static_cast<UChar32>(c), to.data(), to.size(), &status);
  if (U_FAILURE(status) || n <= 0) return {c};
  std::u32string out;
  for (std::int32_t i = 0; i < n; ++i)
    if (to[static_cast<std::size_t>(i)] != ' ' && to[static_cast<std::size_t>(i)] != kTatweel)
      out.push_back(to[static_cast<std::size_t>(i)]);
  return out.empty() ? std::u32string{c} : out;
}

bool in_lexicon(const std::string& key) {
  // The names of months are not among the words.
  static const std::unordered_set<std::string> months = [] {
    std::unordered_set<std::string> out;
    const model::Table& table = model::Lexicon::builtin().table("time/months");
    for (std::uint32_t row = 0; row < table.rows(); ++row)
      for (const std::string_view name : model::values(table.cell(row, table.column("names"))))
        for (std::string& part : model::split_keys(name)) out.insert(std::move(part));
    return out;
  }();
  return key.size() > 1 && (!model::Lexicon::builtin().find(key).empty() || months.contains(key));
}

// Whether a word is known, with what is written together with it taken off.
bool known(std::u32string_view word) {
  using namespace model;
  const std::string key = fold(word);
  static const std::vector<std::string> before = [] {
    std::vector<std::string> out;
    for (const std::string& conjunction : {std::string(), std::string{kWaw}, std::string{kFeh}}) {
      for (const std::string& preposition : {std::string(), std::string{kBeh}, std::string{kKaf}, std::string{kLam}, std::string{kSeen}})
        for (const std::string& article : {std::string(), std::string{kAlef, kLam}})
          out.emplace_back(conjunction).append(preposition).append(article);
      out.push_back(conjunction + std::string{kLam, kLam});
    }
    return out;
  }();
  static const std::vector<std::string> behind{"",
                                               {kHeh},
                                               {kHeh, kAlef},
                                               {kHeh, kMeem},
                                               {kHeh, kMeem, kAlef},
                                               {kHeh, kNoon},
                                               {kKaf},
                                               {kKaf, kMeem},
                                               {kNoon, kAlef},
                                               {kNoon, kYeh},
                                               {kYeh},
                                               {kAlef}};
  for (const std::string& prefix : before) {
    if (!key.starts_with(prefix)) continue;
    for (const std::string& suffix : behind) {
      if (key.size() < prefix.size() + suffix.size() + 2 || !key.ends_with(suffix)) continue;
      std::string stem = key.substr(prefix.size(), key.size() - prefix.size() - suffix.size());
      if (in_lexicon(stem)) return true;
      // The heh of a feminine noun is a teh before a pronoun.
      if (!suffix.empty() && stem.back() == kTeh) {
        stem.back() = kHeh;
        if (in_lexicon(stem)) return true;
      }
    }
  }
  return false;
}

// The part of `letters` that is one Arabic word at its left or right end.
std::u32string_view word_at(std::u32string_view letters, bool right) {
  std::size_t n = 0;
  while (n < letters.size() && is_arabic(right ? letters[letters.size() - 1 - n] : letters[n])) ++n;
  return right ? letters.substr(letters.size() - n) : letters.substr(0, n);
}

class LineReader {
 public:
  LineReader(const Line& line, const Habits& habits) : line_(line), habits_(habits) {}

  std::u32string run() {
    join();
    if (habits_.backwards) return plain(visual_);
    const bool arabic = std::any_of(visual_.begin(), visual_.end(), is_arabic);
    const bool latin = std::any_of(visual_.begin(), visual_.end(), is_left_to_right);
    return !arabic && latin ? plain(visual_) : turned();
  }

 private:
  const Line& line_;
  const Habits& habits_;
  std::u32string visual_;

  static std::u32string plain(std::u32string_view s) {
    std::u32string out;
    for (const char32_t c : s) out += letters_of(c);
    return out;
  }

  double gap(std::size_t i) const { return line_.words[i].box.left - line_.words[i - 1].box.right; }

  // A mark is drawn over the middle of its letter; where it comes first, the word seems to begin there.
  static bool unsure_edge(const std::u32string& right) { return is_mark(right.front()); }

  void join() {
    std::vector<double> gaps;
    for (std::size_t i = 1; i < line_.words.size(); ++i)
      if (gap(i) > kNoGap * line_.height && !unsure_edge(line_.words[i].letters)) gaps.push_back(gap(i));
    double usual = 0;
    if (!gaps.empty()) {
      const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
      std::nth_element(gaps.begin(), middle, gaps.end());
      usual = *middle;
    }
    visual_ = line_.words.front().letters;
    for (std::size_t i = 1; i < line_.words.size(); ++i) {
      const std::u32string& right = line_.words[i].letters;
      if (!one_word(gap(i), usual, right)) visual_.push_back(' ');
      visual_ += right;
    }
  }

  bool one_word(double room, double usual, const std::u32string& right) const {
    const bool unsure = unsure_edge(right);
    const std::u32string_view left_word = word_at(visual_, true), right_word = word_at(right, false);
    // Tanwin ends a word, but for the alef that may stand behind it.
    if (unsure && right.front() >= 0x064B && right.front() <= 0x064D && !left_word.empty())
      return left_word == std::u32string_view(&kAlefLetter, 1);
    // The letter of a mark stands to the right of it.
    if (room <= kNoGap * line_.height || is_mark(visual_.back())) return true;
    if (left_word.empty() || right_word.empty())
      return unsure && (closes(visual_.back()) || (room < kUsualGap * usual && may_close(visual_.back())));
    if (unsure && room < kSmallGap * usual) return true;
    if (!unsure && room >= kUsualGap * usual) return false;
    std::u32string first(left_word), second(right_word);
    if (!habits_.backwards) {
      first.assign(right_word.rbegin(), right_word.rend());
      second.assign(left_word.rbegin(), left_word.rend());
    }
    const bool one = known(first), other = known(second), together = known(first + second), both = one && other;
    // A teh marbuta is nowhere but at the end.
    if (first.back() == kTehMarbuta) return false;
    if (room < kHalfGap * usual && together) return true;
    if (room >= (unsure ? kUsualGap : kNarrowGap) * usual) return together && !both;
    // A kaf reaches over what stands before it, so a word that is known may be one for all that the gap is narrow.
    return together || (unsure ? !both : !one && !other);
  }

  // No space stands before it.
  static bool closes(char32_t c) { return c == '.' || c == ',' || c == ':' || c == '!' || c == 0x060C || c == 0x061B || c == 0x061F; }
  static bool may_close(char32_t c) { return c == ')' || c == '(' || c == 0xBB || c == 0xAB || c == 0x201D || c == 0x201C || c == '"'; }

  char32_t mirrored(char32_t c) const { return habits_.shapes ? static_cast<char32_t>(u_charMirror(static_cast<UChar32>(c))) : c; }

  // From right to left; what is written from left to right inside stays so.
  std::u32string turned() const {
    std::u32string out;
    const std::u32string& v = visual_;
    for (std::size_t i = v.size(); i > 0;) {
      const char32_t c = v[i - 1];
      if (is_digit(c) || is_left_to_right(c)) {
        const std::size_t begin = left_to_right_from(i);
        out += v.substr(begin, i - begin);
        i = begin;
      } else {
        append(out, c);
        --i;
      }
    }
    return without_kashida(std::move(out));
  }

  // Where the words or the number begin whose last letter is v[end - 1].
  std::size_t left_to_right_from(std::size_t end) const {
    const std::u32string& v = visual_;
    std::size_t begin = end - 1;
    bool latin = is_left_to_right(v[begin]);
    for (std::size_t i = begin; i > 0; --i) {
      const char32_t c = v[i - 1];
      if (is_arabic(c) || is_mark(c)) break;
      const bool letter = is_left_to_right(c);
      if (!letter && !is_digit(c)) continue;
      // Two numbers with anything between them are read from the right one to the left one, unless they are part of Latin words.
      const std::size_t between = begin - i;
      if (!latin && !letter && between > 0 && !(between == 1 && joins_digits(v[i]))) break;
      latin |= letter;
      begin = i - 1;
    }
    return begin;
  }

  void append(std::u32string& out, char32_t c) const {
    std::u32string letters = letters_of(mirrored(c));
    // The name of God as one glyph, with the alef beside it or inside it.
    if (c == 0xFDF2 && !out.empty() && out.back() == kAlefLetter) letters.erase(0, 1);
    out += letters;
  }

  static std::u32string without_kashida(std::u32string s) {
    std::u32string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
      if (s[i] == kTatweel && !out.empty() && is_arabic(out.back())) {
        std::size_t next = i;
        while (next < s.size() && (s[next] == kTatweel || is_mark(s[next]))) ++next;
        if (next < s.size() && is_arabic(s[next])) continue;
      }
      out.push_back(s[i]);
    }
    return out;
  }
};

}  // namespace

Habits habits_of(const std::vector<Line>& lines) {
  Habits out;
  std::size_t ends = 0, starts = 0;
  long brackets = 0;
  for (const Line& line : lines)
    for (std::size_t w = 0; w < line.words.size(); ++w) {
      std::u32string v;
      for (const char32_t c : line.words[w].letters) v += letters_of(c).size() == 1 ? letters_of(c) : std::u32string{c};
      const std::u32string_view right = word_at(v, true), left = word_at(v, false);
      // A teh marbuta or an alef maksura ends words and begins none; the article begins them.
      const auto ending = [](char32_t c) { return c == kTehMarbuta || c == kAlefMaksura; };
      if (right.size() > 2 && left.size() == v.size()) {
        ends += ending(v.front()) || (v[v.size() - 1] == kAlefLetter && v[v.size() - 2] == kLamLetter);
        starts += ending(v.back()) || (v[0] == kAlefLetter && v[1] == kLamLetter);
      }
      // From the right: an opening bracket has a letter behind it, that is to its left.
      for (std::size_t i = 0; i < v.size(); ++i) {
        const bool opens = v[i] == '(' || v[i] == 0xAB || v[i] == '[', closes = v[i] == ')' || v[i] == 0xBB || v[i] == ']';
        if (!opens && !closes) continue;
        const bool letter_left = i > 0 && is_arabic(v[i - 1]), letter_right = i + 1 < v.size() && is_arabic(v[i + 1]);
        if (letter_left == letter_right) continue;
        brackets += (opens == letter_left) ? 1 : -1;
      }
    }
  out.backwards = starts > ends;
  out.shapes = brackets < 0;
  return out;
}

std::u32string reading_order(const Line& line, const Habits& habits) { return LineReader(line, habits).run(); }

}  // namespace isnad::ingest::pdf
