#include "extract/time/time_words.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <utility>

#include "model/key.h"

namespace isnad::extract {
namespace {

using model::Table;
using text::Token;
using text::TokenKind;

constexpr std::string_view kArticle{"\xC7\xE4", 2};  // alef, lam

int to_int(std::string_view text) {
  int out = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

std::uint64_t edge_hash(std::uint32_t node, std::string_view key) {
  const std::uint64_t h = model::hash_key(key, 0xcbf29ce484222325ull ^ (std::uint64_t{node} * 0x9E3779B97F4A7C15ull));
  return h == 0 ? 1 : h;
}

template <class Value, std::size_t N>
Value named(const std::pair<std::string_view, Value> (&names)[N], std::string_view name) {
  for (const auto& [text, value] : names)
    if (text == name) return value;
  assert(false && "time tables are checked by tests/extract/times_test.cc");
  return names[0].second;
}

constexpr std::pair<std::string_view, TimeUnit> kUnits[] = {
    {"second", TimeUnit::second}, {"minute", TimeUnit::minute},  {"hour", TimeUnit::hour},   {"day", TimeUnit::day},
    {"night", TimeUnit::night},   {"week", TimeUnit::week},      {"month", TimeUnit::month}, {"year", TimeUnit::year},
    {"decade", TimeUnit::decade}, {"century", TimeUnit::century}};
constexpr std::pair<std::string_view, NumberClass> kClasses[] = {{"unit", NumberClass::unit},         {"teen", NumberClass::teen},
                                                                 {"ten", NumberClass::ten},           {"hundred", NumberClass::hundred},
                                                                 {"thousand", NumberClass::thousand}, {"vague", NumberClass::vague}};
constexpr std::pair<std::string_view, Which> kWhich[] = {
    {"last", Which::last}, {"next", Which::next},           {"this", Which::current},       {"recent", Which::recent},
    {"same", Which::same}, {"following", Which::following}, {"preceding", Which::preceding}};
constexpr std::pair<std::string_view, int> kEdges[] = {{"start", 0}, {"mid", 1}, {"end", 2}};
constexpr std::pair<std::string_view, TimeKind> kPeriodKinds[] = {
    {"season", TimeKind::season}, {"part", TimeKind::part}, {"decade", TimeKind::decade}};
constexpr std::pair<std::string_view, TimeWords::FeastCalendar> kFeastCalendars[] = {{"gregorian", TimeWords::FeastCalendar::gregorian},
                                                                                     {"hijri", TimeWords::FeastCalendar::hijri},
                                                                                     {"easter", TimeWords::FeastCalendar::easter},
                                                                                     {"orthodox", TimeWords::FeastCalendar::orthodox}};
constexpr std::pair<std::string_view, TimeKind> kRoles[] = {{"since", TimeKind::since},
                                                            {"after", TimeKind::after},
                                                            {"before", TimeKind::before},
                                                            {"during", TimeKind::during},
                                                            {"in", TimeKind::in},
                                                            {"of", TimeKind::of},
                                                            {"to", TimeKind::to},
                                                            {"from", TimeKind::from},
                                                            {"between", TimeKind::between},
                                                            {"approx", TimeKind::approx},
                                                            {"this", TimeKind::determiner_this},
                                                            {"that", TimeKind::determiner_that},
                                                            {"same", TimeKind::same},
                                                            {"every", TimeKind::every},
                                                            {"half", TimeKind::half},
                                                            {"quarter", TimeKind::quarter},
                                                            {"third", TimeKind::third},
                                                            {"less_quarter", TimeKind::less_quarter},
                                                            {"durational", TimeKind::durational},
                                                            {"ago", TimeKind::ago},
                                                            {"corresponding", TimeKind::corresponding},
                                                            {"ce", TimeKind::common_era},
                                                            {"ah", TimeKind::hijri_era},
                                                            {"clock", TimeKind::clock},
                                                            {"minute_of", TimeKind::minute_of},
                                                            {"counted", TimeKind::counted},
                                                            {"numbered", TimeKind::numbered},
                                                            {"holder", TimeKind::holder},
                                                            {"future", TimeKind::future},
                                                            {"past", TimeKind::past},
                                                            {"first", TimeKind::first},
                                                            {"first_words", TimeKind::first_words},
                                                            {"zone_head", TimeKind::zone_head},
                                                            {"before_christ", TimeKind::before_christ},
                                                            {"past_cue", TimeKind::past_cue},
                                                            {"irrealis", TimeKind::irrealis},
                                                            {"former", TimeKind::former},
                                                            {"deputy", TimeKind::deputy}};

std::vector<std::string> keys_of(std::string_view cell) {
  std::vector<std::string> out;
  for (const std::string_view v : model::values(cell)) out.push_back(model::fold_utf8(v));
  return out;
}

}  // namespace

TimeWords::TimeWords(const model::Lexicon& lexicon) {
  const auto forms = [](const Table& t, std::uint32_t row, std::string_view column) {
    return model::values(t.cell(row, t.column(column)));
  };
  {
    const Table& t = lexicon.table("time/months");
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      const bool hijri = t.cell(r, t.column("calendar")) == "hijri";
      TimeReading reading{.kind = hijri ? TimeKind::hijri_month : TimeKind::month};
      reading.value = static_cast<std::int16_t>(to_int(t.cell(r, t.column("number"))));
      for (const auto f : forms(t, r, "names")) add(f, reading);
      reading.weak = true;
      for (const auto f : forms(t, r, "weak")) add(f, reading);
    }
  }
  {
    const Table& t = lexicon.table("time/weekdays");
    weekdays_blocked.resize(8);
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      TimeReading reading{.kind = TimeKind::weekday};
      reading.value = static_cast<std::int16_t>(to_int(t.cell(r, t.column("number"))));
      reading.definite = true;
      for (const auto f : forms(t, r, "names")) add(f, reading);
      reading.definite = false;
      reading.bare = true;
      for (const auto f : forms(t, r, "bare")) add(f, reading);
      if (reading.value >= 1 && reading.value <= 7)
        weekdays_blocked[static_cast<std::size_t>(reading.value)] = keys_of(t.cell(r, t.column("blocked")));
    }
  }
  {
    const Table& t = lexicon.table("time/units");
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      TimeReading reading{.kind = TimeKind::unit};
      reading.value = static_cast<std::int16_t>(named(kUnits, t.cell(r, t.column("unit"))));
      const std::vector<std::string> weak = keys_of(t.cell(r, t.column("weak")));
      constexpr std::pair<const char*, UnitNumber> kColumns[] = {
          {"singular", UnitNumber::singular}, {"dual", UnitNumber::dual}, {"plural", UnitNumber::plural}};
      for (const auto& [column, number] : kColumns) {
        reading.number = static_cast<std::uint8_t>(number);
        for (const auto f : forms(t, r, column)) {
          reading.weak = std::ranges::find(weak, model::fold_utf8(f)) != weak.end();
          add(f, reading, true);
        }
      }
    }
  }
  for (const auto& [name, kind] : {std::pair{"time/numbers", TimeKind::number}, {"time/ordinals", TimeKind::ordinal}}) {
    const Table& t = lexicon.table(name);
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      TimeReading reading{.kind = kind};
      reading.value = static_cast<std::int16_t>(to_int(t.cell(r, t.column("value"))));
      reading.number = static_cast<std::uint8_t>(named(kClasses, t.cell(r, t.column("class"))));
      for (const auto f : forms(t, r, "forms")) add(f, reading, true);
    }
  }
  const auto simple = [&](const char* name, const char* column, TimeKind kind, auto value) {
    const Table& t = lexicon.table(name);
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      TimeReading reading{.kind = kind};
      reading.value = static_cast<std::int16_t>(value(t.cell(r, t.column(column))));
      for (const auto f : forms(t, r, "forms")) add(f, reading);
    }
  };
  simple("time/modifiers", "meaning", TimeKind::modifier, [](std::string_view v) { return static_cast<int>(named(kWhich, v)); });
  simple("time/edges", "edge", TimeKind::edge, [](std::string_view v) { return named(kEdges, v); });
  {
    const Table& t = lexicon.table("time/words");
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      TimeReading reading{.kind = TimeKind::word};
      reading.row = static_cast<std::uint16_t>(r);
      words.push_back(
          {std::string(t.cell(r, t.column("value"))), keys_of(t.cell(r, t.column("after"))), keys_of(t.cell(r, t.column("not_before")))});
      for (const auto f : forms(t, r, "forms")) add(f, reading);
    }
  }
  {
    const Table& t = lexicon.table("time/dayparts");
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      dayparts.push_back({std::string(t.cell(r, t.column("code"))), t.cell(r, t.column("hour")) == "12"});
      TimeReading reading{.kind = TimeKind::daypart};
      reading.row = static_cast<std::uint16_t>(r);
      for (const auto f : forms(t, r, "forms")) add(f, reading);
      reading.kind = TimeKind::daypart_adverb;
      for (const auto f : forms(t, r, "adverbs")) add(f, reading);
    }
  }
  {
    const Table& t = lexicon.table("time/periods");
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      periods.push_back({std::string(t.cell(r, t.column("value")))});
      TimeReading reading{.kind = named(kPeriodKinds, t.cell(r, t.column("kind")))};
      reading.row = static_cast<std::uint16_t>(r);
      for (const auto f : forms(t, r, "forms")) add(f, reading);
    }
  }
  {
    const Table& t = lexicon.table("time/feasts");
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      feasts.push_back({named(kFeastCalendars, t.cell(r, t.column("calendar"))), to_int(t.cell(r, t.column("month"))),
                        to_int(t.cell(r, t.column("day")))});
      TimeReading reading{.kind = TimeKind::feast};
      reading.row = static_cast<std::uint16_t>(r);
      for (const auto f : forms(t, r, "forms")) add(f, reading);
    }
  }
  {
    const Table& t = lexicon.table("time/zones");
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      const std::string_view offset = t.cell(r, t.column("offset"));
      zones.push_back({offset == "L", to_int(offset)});
      TimeReading reading{.kind = TimeKind::zone};
      reading.row = static_cast<std::uint16_t>(r);
      for (const auto f : forms(t, r, "forms")) add(f, reading);
    }
  }
  {
    const Table& t = lexicon.table("time/particles");
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      const TimeReading reading{.kind = named(kRoles, t.cell(r, t.column("role")))};
      for (const auto f : forms(t, r, "forms")) add(f, reading);
    }
  }
  index(static_cast<std::uint32_t>(building_.size()));
}

std::uint32_t TimeWords::make_step(std::uint32_t node, std::string_view key) {
  const auto [at, added] = building_.try_emplace(edge_hash(node, key), static_cast<std::uint32_t>(first_entry_.size()));
  if (added) first_entry_.push_back(0);
  return at->second;
}

void TimeWords::add(std::string_view form, TimeReading reading, bool with_article) {
  const std::vector<std::string> keys = model::split_keys(form);
  if (keys.empty()) return;
  const auto insert = [&](std::string_view head, const TimeReading& r) {
    std::uint32_t node = make_step(0, head);
    for (std::size_t i = 1; i < keys.size(); ++i) node = make_step(node, keys[i]);
    for (std::uint32_t e = first_entry_[node]; e != 0; e = entries_[e].next) {
      const TimeReading& have = entries_[e].reading;
      if (have.kind == r.kind && have.value == r.value && have.row == r.row && have.number == r.number && have.definite == r.definite)
        return;
    }
    entries_.push_back({r, first_entry_[node]});
    entries_.back().reading.tokens = static_cast<std::uint8_t>(keys.size());
    first_entry_[node] = static_cast<std::uint32_t>(entries_.size() - 1);
  };
  insert(keys[0], reading);
  if (with_article) {
    reading.definite = true;
    insert(std::string(kArticle) + keys[0], reading);
  }
}

void TimeWords::index(std::uint32_t size) {
  std::size_t capacity = 64;
  while (capacity < size * 3) capacity *= 2;
  slots_.assign(capacity, {});
  for (const auto& [hash, node] : building_) {
    std::size_t i = hash & (capacity - 1);
    while (slots_[i].hash != 0) i = (i + 1) & (capacity - 1);
    slots_[i] = {hash, node};
  }
  building_.clear();
}

std::uint32_t TimeWords::step(std::uint32_t node, std::string_view key) const {
  const std::uint64_t hash = edge_hash(node, key);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    if (slots_[i].hash == hash) return slots_[i].node;
    if (slots_[i].hash == 0) return 0;
  }
}

TimeReadings TimeWords::read(const language::Analysis& analysis) const {
  const std::vector<Token>& tokens = analysis.tokens();
  const auto n = static_cast<std::uint32_t>(tokens.size());
  TimeReadings out;
  out.begin_.reserve(n + 2);
  out.pool_.reserve(n / 4 + 16);
  char buffer[48];
  for (std::uint32_t i = 0; i < n; ++i) {
    out.begin_.push_back(static_cast<std::uint32_t>(out.pool_.size()));
    const Token& t = tokens[i];
    if (t.kind != TokenKind::word || t.key.size() > 24) continue;
    const std::size_t first = out.pool_.size();
    // Follows the phrase that begins with `head` through the next tokens and keeps what ends on the way.
    const auto follow = [&](std::string_view head, std::uint8_t cut, bool conjoined, bool preposition) {
      std::uint32_t node = step(0, head);
      for (std::uint32_t j = i; node != 0;) {
        for (std::uint32_t e = first_entry_[node]; e != 0; e = entries_[e].next) {
          TimeReading r = entries_[e].reading;
          r.cut = cut;
          r.conjoined = conjoined;
          r.preposition = preposition;
          r.tokens = static_cast<std::uint8_t>(j - i + 1);
          out.pool_.push_back(r);
        }
        if (++j >= n || tokens[j].sentence != t.sentence) break;
        const TokenKind k = tokens[j].kind;
        if (k == TokenKind::quote) break;
        node = step(node, tokens[j].key);
      }
    };
    std::string_view key = t.key;
    follow(key, 0, false, false);
    const auto particles = [&](std::string_view k, std::uint8_t cut, bool conjoined) {
      if (k.size() < 3) return;
      if (k[0] == model::kLam && k[1] == model::kLam && k.size() >= 4) {  // for- and the article, written as two lams
        buffer[0] = model::kAlef;
        std::copy(k.begin() + 1, k.end(), buffer + 1);
        follow({buffer, k.size()}, cut, conjoined, true);
      } else if (k[0] == model::kBeh || k[0] == model::kLam || k[0] == model::kKaf) {
        follow(k.substr(1), static_cast<std::uint8_t>(cut + 1), conjoined, true);
      }
    };
    particles(key, 0, false);
    if (key.size() >= 3 && (key[0] == model::kWaw || key[0] == model::kFeh)) {
      follow(key.substr(1), 1, true, false);
      particles(key.substr(1), 1, true);
    }
    std::stable_sort(out.pool_.begin() + static_cast<std::ptrdiff_t>(first), out.pool_.end(),
                     [](const TimeReading& a, const TimeReading& b) { return a.tokens > b.tokens; });
  }
  out.begin_.push_back(static_cast<std::uint32_t>(out.pool_.size()));
  return out;
}

}  // namespace isnad::extract
