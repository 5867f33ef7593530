#include "store/query.h"

#include <algorithm>

#include "export/names.h"
#include "language/analysis.h"
#include "link/terms.h"
#include "model/key.h"
#include "text/clean.h"

namespace isnad::store {
namespace {

constexpr std::string_view kFields = "speaker:, party:, outlet:, act:, after:, before:";

// Whether all words of the wanted name are words of this one.
bool named(const std::vector<std::string>& wanted, std::string_view name) {
  const std::vector<std::string> words = name_words(name);
  return !wanted.empty() && std::all_of(wanted.begin(), wanted.end(),
                                        [&](const std::string& w) { return std::find(words.begin(), words.end(), w) != words.end(); });
}

std::size_t column_of(std::string_view text, std::size_t byte) {
  return 1 + static_cast<std::size_t>(std::count_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte),
                                                    [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

class Parser {
 public:
  Parser(std::string_view text, const model::Lexicon& lexicon) : text_(text), lexicon_(lexicon), terms_(lexicon) {}

  Result<Query> run() {
    while (skip_spaces()) {
      const std::size_t begin = at_;
      if (text_[at_] == '"') {
        auto phrase = quoted();
        if (!phrase) return tl::unexpected(phrase.error());
        add_words(*phrase, true);
        continue;
      }
      std::size_t end = at_;
      while (end < text_.size() && text_[end] != ' ' && text_[end] != ':' && text_[end] != '"') ++end;
      if (end < text_.size() && text_[end] == ':') {
        const std::string_view field = text_.substr(begin, end - begin);
        at_ = end + 1;
        auto value = this->value();
        if (!value) return tl::unexpected(value.error());
        if (auto done = set(field, *value, begin); !done) return tl::unexpected(done.error());
        continue;
      }
      if (end == at_) return wrong(begin, "a mark that stands alone");
      add_words(std::string(text_.substr(at_, end - at_)), false);
      at_ = end;
    }
    return std::move(query_);
  }

 private:
  std::string_view text_;
  const model::Lexicon& lexicon_;
  link::TermModel terms_;
  std::size_t at_ = 0;
  Query query_;

  tl::unexpected<Error> wrong(std::size_t byte, const std::string& what) const {
    return fail("query, column " + std::to_string(column_of(text_, byte)), what);
  }

  bool skip_spaces() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    return at_ < text_.size();
  }

  Result<std::string> quoted() {
    const std::size_t begin = at_++, end = text_.find('"', at_);
    if (end == std::string_view::npos) return wrong(begin, "the quotation mark is not closed");
    std::string out(text_.substr(at_, end - at_));
    at_ = end + 1;
    return out;
  }

  Result<std::string> value() {
    if (at_ < text_.size() && text_[at_] == '"') return quoted();
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != ' ') ++at_;
    if (at_ == begin) return wrong(begin, "a field without a value (values with spaces stand in quotation marks)");
    return std::string(text_.substr(begin, at_ - begin));
  }

  Result<void> set(std::string_view field, const std::string& value, std::size_t begin) {
    if (field == "speaker") return add_name(query_.speakers, query_.text.speakers, value), Result<void>{};
    if (field == "party") return add_name(query_.parties, query_.text.parties, value), Result<void>{};
    if (field == "outlet") return query_.outlets.push_back(name_words(value)), Result<void>{};
    if (field == "act") {
      query_.act = parse_name<Act>(value);
      if (!query_.act)
        return wrong(begin,
                     "no act \"" + value +
                         "\": say, confirm, deny, accuse, warn, threaten, demand, offer, promise, refuse, praise, condemn, no_comment");
      return {};
    }
    if (field == "after" || field == "before") {
      const std::optional<Date> day = Date::parse(value);
      if (!day) return wrong(begin, "no date \"" + value + "\": 2015, 2015-08 or 2015-08-01");
      (field == "after" ? query_.after : query_.before) = day;
      return {};
    }
    return wrong(begin, "no field \"" + std::string(field) + ":\"; there are " + std::string(kFields));
  }

  static void add_name(std::vector<std::vector<std::string>>& names, std::vector<std::string>& terms, const std::string& value) {
    names.push_back(name_words(value));
    for (const std::string& w : names.back()) terms.push_back(model::key_to_utf8(w));
  }

  // The terms of words as one phrase, or each by itself. Words without content (particles) are left out.
  void add_words(const std::string& words, bool phrase) {
    Document document;
    document.text = words;
    const language::Analysis a = language::analyse(text::clean(document, lexicon_), lexicon_);
    constexpr std::size_t kMost = 32;  // alternatives of a phrase
    std::vector<std::vector<std::string>> readings{{}};
    for (std::size_t i = 0; i < a.words.size(); ++i) {
      if (phrase && terms_.name(a.words[i], a.tokens()[i]).empty()) continue;
      const std::vector<std::string> names = terms_.names(a.words[i], a.tokens()[i]);
      if (names.empty()) continue;
      std::vector<std::vector<std::string>> longer;
      for (const auto& r : readings)
        for (const std::string& n : names)
          if (longer.size() < kMost) longer.push_back(r), longer.back().push_back(n);
      readings = std::move(longer);
      if (!phrase) {
        query_.text.text.push_back(std::move(readings));
        readings = {{}};
      }
    }
    if (phrase && !readings.front().empty()) query_.text.text.push_back(std::move(readings));
  }
};

}  // namespace

std::vector<std::string> name_words(std::string_view name) {
  std::vector<std::string> out = model::split_keys(name);
  for (std::string& k : out)
    if (k.size() > 4 && k[0] == model::kAlef && k[1] == model::kLam) k.erase(0, 2);
  return out;
}

Result<Query> parse_query(std::string_view text, const model::Lexicon& lexicon) { return Parser(text, lexicon).run(); }

std::string passage(const Query& query, const Record& record, const model::Lexicon& lexicon) {
  constexpr std::size_t kBefore = 8, kWords = 24;
  std::vector<std::string> wanted;
  for (const auto& alternatives : query.text.text)
    for (const auto& phrase : alternatives) wanted.insert(wanted.end(), phrase.begin(), phrase.end());
  std::sort(wanted.begin(), wanted.end());
  Document document;
  document.text = record.text;
  const link::TermModel terms(lexicon);
  const language::Analysis a = language::analyse(text::clean(document, lexicon), lexicon);
  // The window of words with the most of them.
  std::vector<std::size_t> hits;
  for (std::size_t i = 0; i < a.words.size(); ++i)
    if (const std::string name = terms.name(a.words[i], a.tokens()[i]);
        !name.empty() && std::binary_search(wanted.begin(), wanted.end(), name))
      hits.push_back(i);
  std::size_t best = 0, most = 0;
  for (std::size_t h = 0, last = 0; h < hits.size(); ++h) {
    while (last < hits.size() && hits[last] < hits[h] + kWords) ++last;
    if (last - h > most) most = last - h, best = h;
  }
  if (most == 0) return {};
  const std::size_t first = hits[best] > kBefore ? hits[best] - kBefore : 0, last = std::min(first + kWords + kBefore, a.words.size());
  std::string out(a.text.words(a.span(static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last))));
  std::replace(out.begin(), out.end(), '\n', ' ');
  return (first > 0 ? "… " : "") + out + (last < a.words.size() ? " …" : "");
}

bool fits(const Query& query, const Record& record) {
  const auto said = [&](const std::vector<std::string>* speaker) {
    return std::any_of(record.statements.begin(), record.statements.end(), [&](const Statement& s) {
      return (!query.act || s.act == *query.act) && (speaker == nullptr || named(*speaker, s.speaker.name));
    });
  };
  for (const auto& speaker : query.speakers)
    if (!said(&speaker)) return false;
  if (query.act && query.speakers.empty() && !said(nullptr)) return false;
  for (const auto& party : query.parties)
    if (std::none_of(record.contacts.begin(), record.contacts.end(), [&](const Contact& c) {
          return std::any_of(c.parties.begin(), c.parties.end(), [&](const Party& p) { return named(party, p.name); });
        }))
      return false;
  return std::all_of(query.outlets.begin(), query.outlets.end(), [&](const auto& o) { return named(o, record.outlet); });
}

}  // namespace isnad::store
