#include "text/clean.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/utf8.h"
#include "model/key.h"

namespace isnad::text {
namespace {

// ---- characters ----------------------------------------------------------------------------------------------------

enum CharFlag : std::uint8_t {
  kKeep = 0,
  kDrop = 1,   // control, bidi mark, zero-width character
  kSpace = 2,  // becomes a plain space
  kBreak = 3,  // becomes a line break
  kWhat = 3,   // mask of the above
  kNfcNo = 4,  // NFC may change it or what stands before it
  kMark = 8,   // combining: canonical order may have to be restored
};

std::uint8_t classify(char32_t c) {
  if (c == ' ' || c == '\t') return kSpace;
  // U+001A comes from conversions that met a line or paragraph separator; no text means it as a letter.
  if ((c >= 0x0A && c <= 0x0D) || c == 0x1A || c == 0x85 || c == 0x2028 || c == 0x2029) return kBreak;
  if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return kDrop;
  if (c == 0xAD || c == 0x061C || c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
      (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
      (c >= 0xE0000 && c <= 0xE0FFF))
    return kDrop;
  const auto u = static_cast<UChar32>(c);
  if (u_charType(u) == U_SPACE_SEPARATOR) return kSpace;
  std::uint8_t flags = kKeep;
  if (u_getIntPropertyValue(u, UCHAR_NFC_QUICK_CHECK) != UNORM_YES) flags |= kNfcNo;
  if (u_getCombiningClass(u) != 0) flags |= kMark;
  return flags;
}

// What occurs in running text is in the table: the letters of Europe and Arabia, general punctuation, symbols.
constexpr char32_t kTableSize = 0x2800;

const std::array<std::uint8_t, kTableSize>& char_table() {
  static const auto table = [] {
    std::array<std::uint8_t, kTableSize> t{};
    for (char32_t c = 0; c < kTableSize; ++c) t[c] = classify(c);
    return t;
  }();
  return table;
}

// Drops, maps and collapses in place. Returns whether NFC has to be looked at.
bool normalize_characters(std::u32string& text) {
  const auto& table = char_table();
  bool nfc = false, mark_before = false;
  std::size_t out = 0;
  char32_t before = '\n';  // as if a line had just ended: nothing at the start of the text is kept but text
  for (const char32_t c : text) {
    const std::uint8_t flags = c < kTableSize ? table[c] : classify(c);
    if (flags == kKeep) {
      text[out++] = before = c;
      mark_before = false;
      continue;
    }
    switch (flags & kWhat) {
      case kDrop: continue;
      case kSpace:
        if (before != ' ' && before != '\n') text[out++] = before = ' ';
        mark_before = false;
        break;
      case kBreak:
        if (before == ' ') --out;
        if (before != '\n') {
          text[out++] = '\n';
          before = '\n';
        }
        mark_before = false;
        break;
      default:
        if ((flags & kNfcNo) != 0 || (mark_before && (flags & kMark) != 0)) nfc = true;
        mark_before = (flags & kMark) != 0;
        text[out++] = before = c;
    }
  }
  while (out > 0 && (text[out - 1] == ' ' || text[out - 1] == '\n')) --out;
  text.resize(out);
  return nfc;
}

// Returns whether the text changed.
bool compose(std::u32string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* nfc = unorm2_getNFCInstance(&status);
  if (U_FAILURE(status)) return false;
  std::u16string utf16;
  utf16.reserve(text.size() + 16);
  for (const char32_t c : text) {
    if (c < 0x10000) {
      utf16.push_back(static_cast<char16_t>(c));
    } else {
      utf16.push_back(U16_LEAD(c));
      utf16.push_back(U16_TRAIL(c));
    }
  }
  const auto length = static_cast<std::int32_t>(utf16.size());
  const std::int32_t good = unorm2_spanQuickCheckYes(nfc, utf16.data(), length, &status);
  if (U_FAILURE(status) || good == length) return false;
  std::u16string composed(utf16.size() + utf16.size() / 4 + 16, u'\0');
  auto capacity = static_cast<std::int32_t>(composed.size());
  std::int32_t needed = unorm2_normalize(nfc, utf16.data(), length, composed.data(), capacity, &status);
  if (status == U_BUFFER_OVERFLOW_ERROR) {
    status = U_ZERO_ERROR;
    composed.resize(static_cast<std::size_t>(needed));
    needed = unorm2_normalize(nfc, utf16.data(), length, composed.data(), needed, &status);
  }
  if (U_FAILURE(status)) return false;
  composed.resize(static_cast<std::size_t>(needed));
  if (composed == utf16) return false;
  text.clear();
  for (std::size_t i = 0; i < composed.size(); ++i) {
    const char16_t unit = composed[i];
    if (U16_IS_LEAD(unit) && i + 1 < composed.size()) text.push_back(static_cast<char32_t>(U16_GET_SUPPLEMENTARY(unit, composed[++i])));
    else text.push_back(unit);
  }
  return true;
}

// ---- residue -------------------------------------------------------------------------------------------------------

// Folded words, each followed by a space: "bytes of word "… Punctuation and marks only separate.
std::string word_keys(std::u32string_view line) {
  std::string keys;
  bool inside = false;
  for (const char32_t c : line) {
    const model::CharClass cls = model::char_class(c);
    if (cls == model::CharClass::mark) continue;
    if (cls == model::CharClass::arabic || cls == model::CharClass::latin || cls == model::CharClass::digit) {
      if (const char k = model::fold_char(c)) {
        keys.push_back(k);
        inside = true;
      }
    } else if (inside) {
      keys.push_back(' ');
      inside = false;
    }
  }
  if (inside) keys.push_back(' ');
  return keys;
}

// The table normalization/residue, made ready for matching. See its legend for the kinds.
class Residue {
 public:
  explicit Residue(const model::Table& table) {
    const std::uint32_t kind = table.column("kind"), text = table.column("text"), becomes = table.column("becomes"),
                        longest = table.column("longest");
    for (std::uint32_t row = 0; row < table.rows(); ++row)
      add(table.cell(row, kind), table.cell(row, text), table.cell(row, becomes), table.cell(row, longest));
  }

  /// Cuts inline residue out. Returns whether the text changed. Nothing that is left contains a pattern: every pattern is
  /// looked for when its last character is appended, and what replaces it is appended the same way.
  bool cut_inline(std::u32string& text) const {
    if (text.find_first_of(U"]>;") == std::u32string::npos) return false;
    bool changed = false;
    std::u32string out;
    out.reserve(text.size());
    for (const char32_t c : text) append(out, c, changed, 0);
    if (changed) text.swap(out);
    return changed;
  }

  /// Removes lines and line ends that are residue. Returns whether the text changed.
  bool cut_lines(std::u32string& text) const {
    std::vector<std::u32string_view> kept;
    bool changed = false;
    std::size_t form_at = std::u32string::npos;  // index in `kept` of the line that opens a form
    const std::u32string_view all = text;
    for (std::size_t begin = 0; begin < all.size();) {
      std::size_t end = all.find(U'\n', begin);
      if (end == std::u32string_view::npos) end = all.size();
      std::u32string_view line = all.substr(begin, end - begin);
      begin = end + 1;
      if (cut_ends(line)) changed = true;
      const Verdict verdict = judge(line);
      if (verdict == Verdict::remove) {
        changed = true;
        continue;
      }
      if (form_at != std::u32string::npos && line.size() > kLongestFormLine) form_at = std::u32string::npos;
      if (verdict == Verdict::form && form_at == std::u32string::npos && !kept.empty()) form_at = kept.size();
      kept.push_back(line);
    }
    if (form_at != std::u32string::npos) {
      kept.resize(form_at);
      changed = true;
    }
    if (!changed) return false;
    std::u32string out;
    out.reserve(text.size());
    for (const std::u32string_view line : kept) {
      if (!out.empty()) out.push_back('\n');
      out.append(line);
    }
    text.swap(out);
    return true;
  }

 private:
  enum class Verdict : std::uint8_t { keep, remove, form };
  enum class Kind : std::uint8_t { line, begins, form };
  struct LineRule {
    Kind kind;
    bool colon;        // a colon must follow the words
    std::string keys;  // as word_keys() gives them
    std::size_t words;
    std::size_t longest;
  };
  struct InlineRule {
    std::u32string head, tail;  // tail empty: no wildcard
    std::u32string becomes;
  };

  // Lines of a comment form (name, e-mail, a sentence on privacy) are short; a paragraph after one means it was none.
  static constexpr std::size_t kLongestFormLine = 160;
  static constexpr std::size_t kLongestWildcard = 300;

  void add(std::string_view kind, std::string_view text, std::string_view becomes, std::string_view longest) {
    const std::u32string chars = base::decode(text);
    if (kind == "inline") {
      InlineRule rule;
      const std::size_t star = chars.find(U'*');
      rule.head = chars.substr(0, star);
      if (star != std::u32string::npos) rule.tail = chars.substr(star + 1);
      rule.becomes = becomes == "space" ? U" " : becomes == "break" ? U"\n" : base::decode(becomes);
      (chars.back() == U']' ? brackets_ : chars.back() == U'>' ? tags_ : entities_).push_back(std::move(rule));
    } else if (kind == "start") {
      starts_.push_back(chars);
    } else if (kind == "end") {
      ends_.push_back(chars);
    } else if (kind == "share") {
      share_.insert(word_keys(chars));
    } else {
      LineRule rule;
      rule.kind = kind == "line" ? Kind::line : kind == "begins" ? Kind::begins : Kind::form;
      rule.colon = chars.back() == U':';
      rule.keys = word_keys(chars);
      rule.words = static_cast<std::size_t>(std::count(rule.keys.begin(), rule.keys.end(), ' '));
      rule.longest = longest == "-" ? std::u32string::npos : std::stoul(std::string(longest));
      lines_[rule.keys.substr(0, rule.keys.find(' ') + 1)].push_back(std::move(rule));
    }
  }

  // An entity becomes what may end another pattern; the depth bounds what no text has.
  void append(std::u32string& out, char32_t c, bool& changed, int depth) const {
    out.push_back(c);
    if (c != U']' && c != U'>' && c != U';') return;
    for (const InlineRule& rule : c == U']' ? brackets_ : c == U'>' ? tags_ : entities_) {
      const std::size_t at = match_end(out, rule);
      if (at == std::u32string::npos) continue;
      out.resize(at);
      changed = true;
      for (const char32_t b : rule.becomes) {
        if (depth < 8) append(out, b, changed, depth + 1);
        else out.push_back(b);
      }
      return;
    }
  }

  // Where the pattern begins that ends where `out` ends; npos if none does.
  static std::size_t match_end(const std::u32string& out, const InlineRule& rule) {
    const std::u32string_view view = out;
    if (rule.tail.empty()) return view.ends_with(rule.head) ? view.size() - rule.head.size() : std::u32string::npos;
    if (!view.ends_with(rule.tail) || view.size() < rule.head.size() + rule.tail.size()) return std::u32string::npos;
    const char32_t opener = rule.head.front();
    const std::size_t floor = view.size() > kLongestWildcard ? view.size() - kLongestWildcard : 0;
    for (std::size_t i = view.size() - rule.tail.size(); i-- > floor;) {
      if (view[i] == U'\n') break;
      if (view[i] != opener) continue;
      if (i + rule.head.size() + rule.tail.size() <= view.size() && view.substr(i).starts_with(rule.head)) return i;
      break;
    }
    return std::u32string::npos;
  }

  static void trim(std::u32string_view& line) {
    while (!line.empty() && line.front() == U' ') line.remove_prefix(1);
    while (!line.empty() && line.back() == U' ') line.remove_suffix(1);
  }

  bool cut_ends(std::u32string_view& line) const {
    bool changed = false;
    for (bool again = true; again;) {
      again = false;
      for (const std::u32string& start : starts_)
        if (!line.empty() && line.front() == start.front() && line.starts_with(start)) {
          line.remove_prefix(start.size());
          again = true;
        }
      for (const std::u32string& end : ends_)
        if (!line.empty() && line.back() == end.back() && line.ends_with(end)) {
          line.remove_suffix(end.size());
          again = true;
        }
      if (again) {
        trim(line);
        changed = true;
      }
    }
    return changed;
  }

  // Most lines are decided by their first word, so only that is folded for all.
  Verdict judge(std::u32string_view line) const {
    std::string first;
    std::size_t i = 0;
    for (; i < line.size(); ++i) {
      const model::CharClass cls = model::char_class(line[i]);
      if (cls == model::CharClass::mark) continue;
      if (cls == model::CharClass::arabic || cls == model::CharClass::latin || cls == model::CharClass::digit) {
        if (const char k = model::fold_char(line[i])) first.push_back(k);
      } else if (!first.empty()) {
        break;
      }
    }
    if (first.empty()) return Verdict::remove;  // no letter and no digit: a rule of dashes or stars
    first.push_back(' ');
    const auto rules = lines_.find(first);
    const bool share = share_.contains(first);
    if (rules == lines_.end() && !share) return Verdict::keep;

    // Longest rule: well under kLongestRule characters. A share bar is short too.
    constexpr std::size_t kLongestRule = 400;
    const std::string keys = word_keys(line.substr(0, kLongestRule));
    if (rules != lines_.end()) {
      for (const LineRule& rule : rules->second) {
        if (rule.longest < line.size() || !keys.starts_with(rule.keys)) continue;
        if (rule.kind == Kind::begins) {
          if (!rule.colon || follows_colon(line, rule.words)) return Verdict::remove;
        } else if (keys.size() == rule.keys.size() && line.size() < kLongestRule) {
          return rule.kind == Kind::form ? Verdict::form : Verdict::remove;
        }
      }
    }
    if (share && line.size() < kLongestRule) {
      std::size_t words = 0;
      for (std::size_t at = 0; at < keys.size(); ++words) {
        const std::size_t end = keys.find(' ', at) + 1;
        if (!share_.contains(keys.substr(at, end - at))) return Verdict::keep;
        at = end;
      }
      if (words >= 2) return Verdict::remove;
    }
    return Verdict::keep;
  }

  // Whether a colon stands after the first `words` words.
  static bool follows_colon(std::u32string_view line, std::size_t words) {
    bool inside = false;
    for (const char32_t c : line) {
      const model::CharClass cls = model::char_class(c);
      if (cls == model::CharClass::mark) continue;
      const bool letter = cls == model::CharClass::arabic || cls == model::CharClass::latin || cls == model::CharClass::digit;
      if (words == 0 && (letter || c != U' ')) return c == U':';
      if (inside && !letter && --words == 0 && c != U' ') return c == U':';
      inside = letter;
    }
    return false;
  }

  std::unordered_map<std::string, std::vector<LineRule>> lines_;  // by first word
  std::unordered_set<std::string> share_;
  std::vector<std::u32string> starts_, ends_;
  std::vector<InlineRule> brackets_, tags_, entities_;
};

// The prepared table of a lexicon. A lexicon only points into its blob, so the blob's address tells one from another.
const Residue& residue_of(const model::Lexicon& lexicon) {
  static std::mutex mutex;
  static std::vector<std::pair<const char*, std::unique_ptr<const Residue>>> known;
  const model::Table& table = lexicon.table("normalization/residue");
  const char* const place = table.rows() > 0 ? table.cell(0, 0).data() : nullptr;
  const std::lock_guard lock(mutex);
  for (const auto& [where, residue] : known)
    if (where == place) return *residue;
  known.emplace_back(place, std::make_unique<const Residue>(table));
  return *known.back().second;
}

// ---- the whole -----------------------------------------------------------------------------------------------------

// Removes the markup that crawlers leave in a text: `<a href="…">`, `</p>`, `<!-- … -->`. Tags of blocks end the line. Only what
// has the form of a tag is one: `5 < 6` stays.
bool strip_markup(std::u32string& text) {
  constexpr std::size_t kLongestTag = 4000;
  if (text.find(U'<') == std::u32string::npos) return false;
  const auto letter = [](char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); };
  std::u32string out;
  out.reserve(text.size());
  bool changed = false;
  std::size_t comment_end = 0;  // the next one from where it was last looked for, so that openings without end cost nothing
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == U'<' && i + 2 < text.size()) {
      const std::size_t name = text[i + 1] == U'/' ? i + 2 : i + 1;
      const bool comment = text.compare(i, 4, U"<!--") == 0;
      if (comment || (name < text.size() && letter(text[name]))) {
        if (comment && comment_end < i) comment_end = text.find(U"-->", i);
        const std::size_t end = comment ? comment_end : text.find_first_of(U"<>", i + 1);
        if (end != std::u32string::npos && end - i <= kLongestTag && (comment || text[end] == U'>')) {
          std::u32string tag;
          for (std::size_t k = name; k < end && tag.size() < 12 && (letter(text[k]) || (text[k] >= U'0' && text[k] <= U'9')); ++k)
            tag.push_back(text[k] | 0x20);
          const bool block = tag == U"p" || tag == U"br" || tag == U"div" || tag == U"li" || tag == U"ul" || tag == U"ol" || tag == U"tr" ||
                             tag == U"table" || tag == U"blockquote" || (tag.size() == 2 && tag[0] == U'h');
          if (block) out.push_back(U'\n');
          i = end + (comment ? 3 : 1);
          changed = true;
          continue;
        }
      }
    }
    out.push_back(text[i++]);
  }
  if (changed) text = std::move(out);
  return changed;
}

// Cleans until nothing changes: what one step takes away can show another step something new.
void settle(std::u32string& text, const Residue& residue) {
  // News settles in two rounds. Text made to nest residue in residue may take more; after these it is left as it is.
  constexpr int kRounds = 32;
  if (normalize_characters(text)) compose(text);  // first, for an invisible character can hide a tag
  for (int round = 0; round < kRounds; ++round) {
    bool changed = strip_markup(text);
    changed = (normalize_characters(text) && compose(text)) || changed;
    changed = residue.cut_inline(text) || changed;
    if (changed) normalize_characters(text);
    changed = residue.cut_lines(text) || changed;
    if (!changed) return;
  }
}

std::u32string_view first_line(std::u32string_view text) { return text.substr(0, text.find(U'\n')); }

}  // namespace

CleanText clean(const Document& document, const model::Lexicon& lexicon) {
  const Residue& residue = residue_of(lexicon);
  CleanText result;

  std::u32string body = base::decode(document.text);
  settle(body, residue);
  if (!document.title.empty()) {
    std::u32string title = base::decode(document.title);
    settle(title, residue);
    // A title is one line, whatever mark-up it came with.
    if (title.find(U'\n') != std::u32string::npos) {
      std::replace(title.begin(), title.end(), U'\n', U' ');
      settle(title, residue);
    }
    if (!title.empty()) {
      if (word_keys(first_line(body)) == word_keys(title)) body.erase(0, first_line(body).size() + 1);
      body.insert(0, body.empty() ? title : title + U'\n');
      settle(body, residue);
      if (first_line(body) == title) result.title_end = static_cast<std::uint32_t>(title.size());
    }
  }

  result.chars = std::move(body);
  result.utf8.reserve(result.chars.size() * 2);
  result.byte_of.resize(result.chars.size() + 1);
  std::uint32_t* offset = result.byte_of.data();
  for (const char32_t c : result.chars) {
    *offset++ = static_cast<std::uint32_t>(result.utf8.size());
    base::append_utf8(result.utf8, c);
  }
  *offset = static_cast<std::uint32_t>(result.utf8.size());
  return result;
}

}  // namespace isnad::text
