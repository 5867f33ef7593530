#include "extract/time/times.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "extract/time/calendar.h"
#include "extract/time/dating.h"
#include "extract/time/time_words.h"
#include "extract/time/timex_grammar.h"
#include "extract/time/timex_value.h"

namespace isnad::extract {

struct TimeGrammar::Impl {
  explicit Impl(const model::Lexicon& l) : lexicon(l), words(l), dating(l) {}
  const model::Lexicon& lexicon;
  TimeWords words;
  DatingData dating;
};

TimeGrammar::TimeGrammar(const model::Lexicon& lexicon) : impl_(std::make_unique<Impl>(lexicon)) {}
TimeGrammar::~TimeGrammar() = default;

namespace {

// A text is often written the day before the day that its page or paper gives: then "today, Sunday" is the day before. The
// day to count from is the given one unless all such phrases agree on the day before.
Date reference_day(Date given, const std::vector<PhraseInText>& phrases) {
  int same = 0, before = 0;
  for (const PhraseInText& p : phrases) {
    const TimePoint& t = p.phrase->point;
    if (!t.day_offset || t.weekday == 0) continue;
    const Date named = add_days(given, *t.day_offset);
    same += named.weekday() == t.weekday;
    before += add_days(named, -1).weekday() == t.weekday;
  }
  return same == 0 && before > 0 ? add_days(given, -1) : given;
}

std::string digits_or_x(const std::string& a, const std::string& b) {
  // What two readings of one expression have in common, the rest as X: 2014-11-10 and 2015-11-10 are XXXX-11-10.
  if (a.size() != b.size()) return {};
  std::string out = a;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i]) {
      if (a[i] < '0' || a[i] > '9') return {};
      out[i] = 'X';
    }
  // A field is known or it is not.
  for (std::size_t i = 0; i < out.size();) {
    std::size_t end = i;
    bool unknown = false;
    for (; end < out.size() && (out[end] == 'X' || (out[end] >= '0' && out[end] <= '9')); ++end) unknown = unknown || out[end] == 'X';
    if (unknown) std::fill(out.begin() + static_cast<std::ptrdiff_t>(i), out.begin() + static_cast<std::ptrdiff_t>(end), 'X');
    i = end + 1;
  }
  return out;
}

// With an interval for the day of writing: what both its ends agree on.
Meaning agree(const Meaning& a, const Meaning& b, const Meaning& undated, bool narrow) {
  if (a.value == b.value || narrow) return a;
  Meaning out = undated;
  out.type = a.type;
  if (std::string common = digits_or_x(a.value, b.value);
      !common.empty() && common.substr(0, common.find('T')).find_first_of("0123456789") != std::string::npos &&
      undated.value.find_first_of("0123456789") == std::string::npos)
    out.value = common;
  if (a.from && b.to && *a.from <= *b.to) out.from = a.from, out.to = b.to;
  return out;
}

}  // namespace

namespace {

std::vector<PhraseInText> with_tense(const language::Analysis& analysis, const TimeReadings& readings,
                                     const std::vector<TimePhrase>& phrases) {
  std::vector<PhraseInText> out;
  out.reserve(phrases.size());
  for (const TimePhrase& p : phrases) out.push_back({&p, tense_at(analysis, readings, p.first, p.last)});
  return out;
}

}  // namespace

std::vector<Clue> find_clues(const language::Analysis& analysis, const Document& document, const TimeGrammar& grammar) {
  const TimeGrammar::Impl& impl = grammar.impl();
  const TimeReadings readings = impl.words.read(analysis);
  const std::vector<TimePhrase> phrases = find_time_phrases(analysis, readings, impl.words, impl.lexicon);
  return find_clues(analysis, document, readings, with_tense(analysis, readings, phrases), impl.words, impl.dating);
}

const DatingData& dating_data(const TimeGrammar& grammar) { return grammar.impl().dating; }

Times find_times(const language::Analysis& analysis, const Document& document, const TimeGrammar& grammar) {
  const TimeGrammar::Impl& impl = grammar.impl();
  const TimeReadings readings = impl.words.read(analysis);
  const std::vector<TimePhrase> phrases = find_time_phrases(analysis, readings, impl.words, impl.lexicon);
  const std::vector<PhraseInText> in_text = with_tense(analysis, readings, phrases);

  Times out;
  out.published = date_document(analysis, document, readings, in_text, impl.words, impl.dating);

  // The interval to count from. Wide ones are read at both ends.
  std::optional<Date> from = out.published.from, to = out.published.to;
  if (from) from = from->first_day();
  if (to) to = to->last_day();
  if (from && from == to) from = to = reference_day(*from, in_text);
  const bool open = !from || !to;
  constexpr long kNarrow = 10;  // days: within a week or so its middle is a good guess for the rest
  const bool narrow = !open && to->day_number() - from->day_number() <= kNarrow;

  if (narrow) from = to = add_days(*from, (to->day_number() - from->day_number()) / 2);
  TimeContext at_from, at_to, undated;
  if (!open) at_from.published = from, at_to.published = to;
  std::unordered_set<std::string> seen;
  out.mentions.reserve(phrases.size());
  for (const PhraseInText& p : in_text) {
    const bool quoted = analysis.tokens()[p.phrase->first].quotation != text::kNoToken;
    Meaning m = resolve(*p.phrase, p.tense, quoted, at_from, impl.words);
    remember(*p.phrase, m, at_from);
    if (!open && !narrow) {
      const Meaning late = resolve(*p.phrase, p.tense, quoted, at_to, impl.words);
      remember(*p.phrase, late, at_to);
      const Meaning none = resolve(*p.phrase, p.tense, quoted, undated, impl.words);
      remember(*p.phrase, none, undated);
      m = agree(m, late, none, false);
    }
    if (m.value.empty() && p.phrase->adjective_or_doubtful) continue;
    TimeMention mention;
    mention.timex = {p.phrase->span, m.type, m.value};
    mention.first = p.phrase->first;
    mention.last = p.phrase->last;
    mention.from = m.from;
    mention.to = m.to;
    std::string identity;
    for (std::uint32_t t = p.phrase->first; t < p.phrase->last; ++t) (identity += analysis.tokens()[t].key) += ' ';
    // Particles before the expression are not part of it.
    const std::uint32_t cut = p.phrase->span.start - analysis.tokens()[p.phrase->first].span.start;
    mention.repeated = !seen.insert(identity.substr(std::min<std::size_t>(cut, identity.size())) + '\n' + m.value).second;
    out.mentions.push_back(std::move(mention));
  }
  return out;
}

}  // namespace isnad::extract
