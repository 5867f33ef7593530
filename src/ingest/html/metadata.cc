#include "ingest/html/metadata.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_map>

#include "base/utf8.h"
#include "model/key.h"
#include "model/lexicon.h"

namespace isnad::ingest::html {
namespace {

using simdjson::dom::element;

constexpr int kFirstYear = 1995, kLastYear = 2100;  // pages of news
constexpr std::size_t kLongestDate = 120;           // bytes of text in which a day is sought

bool digit(char c) { return c >= '0' && c <= '9'; }

std::optional<Date> checked(int year, int month, int day) {
  const Date d{year, month, day};
  if (year < kFirstYear || year > kLastYear || month < 1 || day < 1 || !d.valid()) return std::nullopt;
  return d;
}

std::string lower(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// Names of months in Arabic (data/time/months) and English, by key.
const std::unordered_map<std::string, int>& months() {
  static const std::unordered_map<std::string, int> all = [] {
    std::unordered_map<std::string, int> out;
    const model::Table& table = model::Lexicon::builtin().table("time/months");
    for (std::uint32_t r = 0; r < table.rows(); ++r) {
      if (table.cell(r, 0) != "gregorian") continue;
      const int number = std::stoi(std::string(table.cell(r, 1)));
      for (const char* column : {"names", "weak"})
        for (const std::string_view name : model::values(table.cell(r, table.column(column)))) {
          const std::vector<std::string> keys = model::split_keys(name);
          std::string joined;
          for (const std::string& k : keys) joined += (joined.empty() ? "" : " ") + k;
          out.emplace(std::move(joined), number);
        }
    }
    constexpr std::array<const char*, 12> kEnglish = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    for (std::size_t i = 0; i < kEnglish.size(); ++i) out.emplace(kEnglish[i], static_cast<int>(i) + 1);
    return out;
  }();
  return all;
}

// The text in pieces: numbers (Arabic digits too) and words.
struct Piece {
  int number = -1;
  std::size_t digits = 0;
  std::string key;    // of a word
  char32_t mark = 0;  // what stands right before it
};

std::vector<Piece> pieces(std::string_view text) {
  std::vector<Piece> out;
  const std::u32string s = base::decode(text.substr(0, kLongestDate * 2));
  char32_t mark = 0;
  for (std::size_t i = 0; i < s.size();) {
    const auto value = [](char32_t c) -> int {
      if (c >= U'0' && c <= U'9') return static_cast<int>(c - U'0');
      if (c >= 0x660 && c <= 0x669) return static_cast<int>(c - 0x660);
      if (c >= 0x6F0 && c <= 0x6F9) return static_cast<int>(c - 0x6F0);
      return -1;
    };
    const auto letter = [](char32_t c) { return (c >= 0x620 && c <= 0x652) || ((c | 0x20) >= U'a' && (c | 0x20) <= U'z'); };
    Piece p;
    p.mark = mark;
    if (value(s[i]) >= 0) {
      p.number = 0;
      for (; i < s.size() && value(s[i]) >= 0; ++i, ++p.digits)
        if (p.digits < 9) p.number = p.number * 10 + value(s[i]);
    } else if (letter(s[i])) {
      std::u32string word;
      for (; i < s.size() && letter(s[i]); ++i) word += s[i];
      const std::string utf8 = base::encode(word);
      p.key = word[0] < 0x80 ? lower(utf8).substr(0, 3) : model::fold_utf8(utf8);
    } else {
      mark = s[i++];
      continue;
    }
    mark = 0;
    out.push_back(std::move(p));
  }
  return out;
}

// The month whose name begins at piece i, one or two words; 0 if none. `next`: behind it.
int month_at(const std::vector<Piece>& p, std::size_t i, std::size_t& next) {
  if (i >= p.size() || p[i].key.empty()) return 0;
  if (i + 1 < p.size() && !p[i + 1].key.empty())
    if (const auto it = months().find(p[i].key + " " + p[i + 1].key); it != months().end()) return next = i + 2, it->second;
  const auto it = months().find(p[i].key);
  return it == months().end() ? 0 : (next = i + 1, it->second);
}

bool same_text(std::string_view a, std::string_view b) { return lower(a) == b; }

class Gatherer {
 public:
  explicit Gatherer(const Page& page) : page_(page) {}

  Metadata run() {
    const auto& nodes = page_.nodes();
    for (std::uint32_t i = 1; i < nodes.size(); ++i) {
      switch (nodes[i].tag) {
        case Tag::meta: meta(i); break;
        case Tag::link:
          if (same_text(page_.raw_attribute(i, "rel"), "canonical")) set(out_.url, page_.attribute(i, "href"));
          break;
        case Tag::script:
          if (lower(page_.raw_attribute(i, "type")).starts_with("application/ld+json") && i + 1 < nodes[i].end)
            linked_data(nodes[i + 1].raw);
          break;
        case Tag::title:
          if (title_.empty()) title_ = page_.text_of(i);
          break;
        case Tag::time:
          if (const auto d = day_in(page_.attribute(i, "datetime")); d && !time_) time_ = d;
          break;
        default: break;
      }
      if (!item_ && same_text(page_.raw_attribute(i, "itemprop"), "datepublished")) {
        item_ = day_in(page_.attribute(i, "content"));
        if (!item_) item_ = day_in(page_.attribute(i, "datetime"));
      }
    }
    for (const std::string* t : {&og_title_, &headline_, &title_})
      if (!t->empty()) out_.titles.push_back(*t);
    if (out_.url.empty()) out_.url = og_url_;
    if (out_.outlet.empty() || out_.outlet.find("://") != std::string::npos) out_.outlet = publisher_;
    for (const std::optional<Date>* d : {&property_, &linked_, &item_, &named_, &time_})
      if (!out_.published && *d) out_.published = *d;
    if (!out_.published) out_.published = day_of_address(out_.url);
    return std::move(out_);
  }

 private:
  const Page& page_;
  Metadata out_;
  std::string title_, og_title_, headline_, og_url_, publisher_;
  std::optional<Date> property_, linked_, item_, named_, time_;  // by where they stand, the surest first

  static void set(std::string& to, std::string value) {
    if (to.empty()) to = squeezed(value);
  }

  void meta(std::uint32_t i) {
    std::string name = lower(page_.attribute(i, "property"));
    if (name.empty()) name = lower(page_.attribute(i, "name"));
    if (name.empty()) return;
    std::string content = page_.attribute(i, "content");
    if (name == "og:title") set(og_title_, std::move(content));
    else if (name == "og:site_name") set(out_.outlet, std::move(content));
    else if (name == "og:url") set(og_url_, std::move(content));
    else if (name == "article:published_time" || name == "og:article:published_time") {
      if (!property_) property_ = day_in(content);
    } else if (name == "date" || name == "pubdate" || name == "publish-date" || name == "publishdate" || name == "publication_date" ||
               name == "dc.date" || name == "dc.date.issued" || name == "dcterms.created" || name == "dcterms.date" ||
               name == "sailthru.date" || name == "parsely-pub-date" || name == "article.published" || name == "datepublished") {
      if (!named_) named_ = day_in(content);
    }
  }

  void linked_data(std::string_view json) {
    simdjson::dom::parser parser;
    element root;
    if (parser.parse(std::string(json)).get(root) == simdjson::SUCCESS) object(root, 0);
  }

  static bool is_article(const element& e) {
    const auto named = [](const element& type) {
      std::string_view s;
      return type.get(s) == simdjson::SUCCESS &&
             (s.find("Article") != s.npos || s == "BlogPosting" || s == "Report" || s == "LiveBlogPosting");
    };
    element type;
    if (e["@type"].get(type) != simdjson::SUCCESS) return false;
    simdjson::dom::array several;
    if (type.get(several) != simdjson::SUCCESS) return named(type);
    return std::any_of(several.begin(), several.end(), named);
  }

  static std::string text(const element& e, const char* name) {
    std::string_view s;
    return e[name].get(s) == simdjson::SUCCESS ? std::string(s) : std::string();
  }

  void object(const element& e, int depth) {
    constexpr int kDeep = 6;
    if (depth > kDeep) return;
    simdjson::dom::array list;
    if (e.get(list) == simdjson::SUCCESS) {
      for (const element& each : list) object(each, depth + 1);
      return;
    }
    simdjson::dom::object members;
    if (e.get(members) != simdjson::SUCCESS) return;
    if (is_article(e)) {
      set(headline_, text(e, "headline"));
      if (!linked_) linked_ = day_in(text(e, "datePublished"));
      if (out_.body.empty()) out_.body = text(e, "articleBody");
      element publisher;
      if (e["publisher"].get(publisher) == simdjson::SUCCESS) set(publisher_, text(publisher, "name"));
    }
    element graph;
    if (e["@graph"].get(graph) == simdjson::SUCCESS) object(graph, depth + 1);
  }

  // `/2020/11/09/`, `/2020-06-03-`, `/2013/middle_east/8/3/`.
  static std::optional<Date> day_of_address(std::string_view url) {
    std::vector<std::pair<int, std::size_t>> numbers;  // value, digits; -1 for a part that is no number
    for (std::size_t i = 0; i < url.size();) {
      if (url[i] == '/' || url[i] == '-' || url[i] == '_' || url[i] == '.') {
        ++i;
        continue;
      }
      const std::size_t first = i;
      while (i < url.size() && url[i] != '/' && url[i] != '-' && url[i] != '_' && url[i] != '.') ++i;
      const std::string_view part = url.substr(first, i - first);
      const bool number = part.size() <= 8 && std::all_of(part.begin(), part.end(), digit);
      numbers.emplace_back(number ? std::stoi(std::string(part)) : -1, part.size());
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i].second == 8 && numbers[i].first > 0)
        if (const auto d = checked(numbers[i].first / 10000, numbers[i].first / 100 % 100, numbers[i].first % 100)) return d;
      if (numbers[i].second != 4) continue;
      std::size_t j = i + 1;
      while (j < numbers.size() && j < i + 4 && numbers[j].first < 0) ++j;
      if (j + 1 < numbers.size() && numbers[j].second <= 2 && numbers[j + 1].second <= 2)
        if (const auto d = checked(numbers[i].first, numbers[j].first, numbers[j + 1].first)) return d;
    }
    return std::nullopt;
  }
};

}  // namespace

std::optional<Date> day_in(std::string_view text) {
  const std::vector<Piece> p = pieces(text);
  const auto small = [&](std::size_t i) { return i < p.size() && p[i].number > 0 && p[i].digits <= 2; };
  const auto year = [&](std::size_t i) { return i < p.size() && p[i].digits == 4; };
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i].number >= 0) {
      if (p[i].digits == 8)
        if (const auto d = checked(p[i].number / 10000, p[i].number / 100 % 100, p[i].number % 100)) return d;
      if (year(i) && small(i + 1) && small(i + 2) && p[i + 1].mark != U':')
        if (const auto d = checked(p[i].number, p[i + 1].number, p[i + 2].number)) return d;
      if (small(i) && small(i + 1) && year(i + 2) && p[i + 1].mark != U':')
        if (const auto d = checked(p[i + 2].number, p[i + 1].number, p[i].number)) return d;
      // 24 نيسان / أبريل 2020
      std::size_t next = i;
      if (const int month = small(i) ? month_at(p, i + 1, next) : 0; month != 0) {
        std::size_t again = next;
        if (month_at(p, next, again) == month) next = again;
        if (year(next))
          if (const auto d = checked(p[next].number, month, p[i].number)) return d;
      }
    } else {
      std::size_t next = i;  // نوفمبر 24, 2020
      if (const int month = month_at(p, i, next); month != 0 && small(next) && year(next + 1))
        if (const auto d = checked(p[next + 1].number, month, p[next].number)) return d;
    }
  }
  return std::nullopt;
}

Metadata metadata(const Page& page) { return Gatherer(page).run(); }

}  // namespace isnad::ingest::html
