#include "model/compiler/schema.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

#include "isnad/date.h"
#include "model/lexicon.h"

namespace isnad::model {
namespace {

using Check = std::optional<std::string> (*)(std::string_view cell);  // the complaint, or nothing

struct Column {
  const char* name;
  Check check;
};

struct Schema {
  const char* file;
  std::vector<Column> columns;
  std::vector<std::size_t> key = {0};  // no two rows have the same cells in these columns
  bool sorted = false;                 // by the first column, in the order of its bytes: looked up by halving
};

std::optional<std::string> any(std::string_view) { return std::nullopt; }

std::optional<std::string> present(std::string_view cell) {
  if (cell == "-") return "a value is needed here";
  return std::nullopt;
}

std::optional<std::string> number(std::string_view cell) {
  if (!cell.empty() && cell.size() < 4 && std::all_of(cell.begin(), cell.end(), [](unsigned char c) { return std::isdigit(c); }))
    return std::nullopt;
  return "\"" + std::string(cell) + "\" is no number";
}

bool is_iso(std::string_view s) {
  return s.size() == 2 && std::isupper(static_cast<unsigned char>(s[0])) && std::isupper(static_cast<unsigned char>(s[1]));
}

std::optional<std::string> iso(std::string_view cell) {
  if (is_iso(cell)) return std::nullopt;
  return "\"" + std::string(cell) + "\" is no ISO 3166 alpha-2 code";
}

std::optional<std::string> iso_or_none(std::string_view cell) { return cell == "-" ? std::nullopt : iso(cell); }

std::optional<std::string> wikidata(std::string_view cell) {
  if (cell == "-") return std::nullopt;
  if (cell.size() > 1 && cell[0] == 'Q' && std::all_of(cell.begin() + 1, cell.end(), [](unsigned char c) { return std::isdigit(c); }))
    return std::nullopt;
  return "\"" + std::string(cell) + "\" is no Wikidata id (expected Q and digits, or -)";
}

template <const char* const* Names>
std::optional<std::string> one_of(std::string_view cell) {
  std::string all;
  for (const char* const* n = Names; *n != nullptr; ++n) {
    if (cell == *n) return std::nullopt;
    all += (all.empty() ? "" : ", ") + std::string(*n);
  }
  return "unknown value \"" + std::string(cell) + "\" (expected " + all + ")";
}

template <const char* const* Names>
std::optional<std::string> some_of(std::string_view cell) {
  for (const std::string_view v : values(cell))
    if (auto complaint = one_of<Names>(v)) return complaint;
  return std::nullopt;
}

std::optional<std::string> offices(std::string_view cell) {
  for (const std::string_view v : values(cell)) {
    const std::size_t at = v.rfind('@');
    const std::size_t dots = at == std::string_view::npos ? at : v.find("..", at);
    if (dots == std::string_view::npos) return "an office is written office@from..to";
    const std::string_view from = v.substr(at + 1, dots - at - 1), to = v.substr(dots + 2);
    for (const std::string_view d : {from, to})
      if (!d.empty() && !Date::parse(d)) return "\"" + std::string(d) + "\" is no date (expected YYYY, YYYY-MM or YYYY-MM-DD)";
    if (!from.empty() && !to.empty() && Date::parse(to)->last_day() < Date::parse(from)->first_day())
      return "the office ends before it begins: " + std::string(v);
  }
  return std::nullopt;
}

constexpr const char* kYesNo[] = {"yes", "no", nullptr};
constexpr const char* kPageHolds[] = {"text", "other", nullptr};
constexpr const char* kNamed[] = {"yes", "no", "envoy", nullptr};
constexpr const char* kPlaceTypes[] = {"city", "region", "water", "island", "mountain", "site", nullptr};
constexpr const char* kOutletKinds[] = {"agency", "newspaper", "magazine", "channel", "radio", "site", nullptr};
constexpr const char* kBodyKinds[] = {"international", "bloc", "state",    "armed",    "party",
                                      "company",       "ngo",  "platform", "research", nullptr};
constexpr const char* kNameClasses[] = {"given", "family", "both", "particle", "second", nullptr};
constexpr const char* kTitleKinds[] = {"office", "sole", "envoy", "epithet", "rank", "honorific", "profession", "role", nullptr};
constexpr const char* kSpeakers[] = {"named", "unnamed", nullptr};
constexpr const char* kPos[] = {"NOUN", "ADJ", "ADP", "CCONJ", "SCONJ", "PRON", "DET", "PART", "ADV", "NUM", "INTJ", nullptr};
constexpr const char* kPosOrAny[] = {"-", "NOUN", "ADJ", "ADP", "CCONJ", "SCONJ", "PRON", "DET", "PART", "ADV", "NUM", "INTJ", nullptr};
constexpr const char* kWordFeatures[] = {"sg", "pl", "du", "f", "m", "rel", "neg", "fut", "hum", "time", "speech", "clause", nullptr};
constexpr const char* kHeadTypes[] = {"organization", "media", "place", nullptr};
constexpr const char* kHeadParts[] = {"inside", "weak", "outside", "alone", "portfolio", nullptr};
constexpr const char* kShows[] = {"place", "state", nullptr};
constexpr const char* kActs[] = {"say",     "confirm", "deny",   "accuse",  "warn",       "threaten", "demand", "offer",
                                 "promise", "refuse",  "praise", "condemn", "no_comment", "pass_on",  nullptr};
constexpr const char* kConditionClasses[] = {"if", "unless", "trade", "depends", "want", "wait", nullptr};
constexpr const char* kConditionNeeds[] = {"verb", "act", "comma", "opens", "deed", "alef", "future", "keep", nullptr};
constexpr const char* kConditionWords[] = {"no_condition", "whether", "idiom",  "modal",    "negation", "future",      "clause_end",
                                           "ready",        "payment", "before", "question", "must",     "thing_after", nullptr};
constexpr const char* kRelationWords[] = {"contrast", "same", "dismissal", "negation", nullptr};
constexpr const char* kContactClasses[] = {"verb", "noun", "change", "tour", nullptr};
constexpr const char* kContactKinds[] = {"meeting", "talks", "call", "message", "visit", "agreement", "relations", nullptr};
constexpr const char* kContactWords[] = {
    "light",    "gather",   "host",    "carry",      "sponsor", "represent", "interests", "change", "planned", "proposed", "cancelled",
    "denied",   "held",     "since",   "before",     "may",     "reach",     "clause",    "lasts",  "secret",  "indirect", "direct",
    "negation", "mediator", "through", "between",    "both",    "leaders",   "delegates", "inner",  "invite",  "round",    "margin",
    "venue",    "head",     "town",    "next",       "done",    "other",     "sport",     "about",  "arrange", "from",     "phone",
    "shared",   "covers",   "receive", "invitation", "effort",  "homeland",  "interview", "sort",   "attend",  nullptr};
constexpr const char* kFrameClasses[] = {"verb", "only", "pass", "source", "silence", nullptr};

// clang-format off: a line a file
const std::vector<Schema>& schemas() {
  static const std::vector<Schema> all = {
      {"gazetteer/countries", {{"iso", iso}, {"name", present}, {"aliases", any}, {"gentilic", any}, {"people", any},
                               {"capital", any}, {"metonyms", any}, {"wikidata", wikidata}}},
      {"gazetteer/places", {{"name", present}, {"aliases", any}, {"type", one_of<kPlaceTypes>}, {"country", iso_or_none}}, {0, 2}},
      {"gazetteer/outlets", {{"name", present}, {"aliases", any}, {"kind", one_of<kOutletKinds>}, {"country", iso_or_none},
                             {"domains", any}, {"ambiguous", one_of<kYesNo>}}, {0, 3}},
      {"gazetteer/organizations", {{"name", present}, {"aliases", any}, {"kind", one_of<kBodyKinds>}, {"country", iso_or_none},
                                   {"ambiguous", one_of<kYesNo>}}},
      {"gazetteer/persons", {{"name", present}, {"aliases", any}, {"country", iso_or_none}, {"offices", offices},
                             {"wikidata", wikidata}}},
      {"gazetteer/name_parts", {{"form", present}, {"class", one_of<kNameClasses>}, {"common", one_of<kYesNo>}}},
      {"lexicon/titles", {{"singular", present}, {"feminine", any}, {"plural", any}, {"kind", one_of<kTitleKinds>},
                          {"speaker", one_of<kSpeakers>}}},
      {"lexicon/verbs", {{"past", present}, {"present", any}, {"masdar", any}, {"participle", any}, {"passive", any}, {"gloss", present}},
       {0, 1}},
      {"lexicon/words", {{"form", present}, {"pos", one_of<kPos>}, {"features", some_of<kWordFeatures>}, {"gloss", any}}, {0, 1}},
      {"frames/conditions", {{"marker", present}, {"class", one_of<kConditionClasses>}, {"needs", some_of<kConditionNeeds>}, {"example", any}}},
      {"frames/condition_words", {{"function", one_of<kConditionWords>}, {"word", present}}, {0, 1}},
      {"ingest/page_words", {{"holds", one_of<kPageHolds>}, {"word", present}}, {0, 1}},
      {"link/tentative", {{"word", present}}},
      {"link/opposites", {{"one", present}, {"other", present}}, {0, 1}},
      {"frames/relations", {{"noun", present}}},
      {"frames/relation_words", {{"function", one_of<kRelationWords>}, {"word", present}}, {0, 1}},
      {"frames/contact", {{"trigger", present}, {"class", one_of<kContactClasses>}, {"kind", one_of<kContactKinds>}, {"other", any}, {"example", present}}, {0, 1}},
      {"frames/contact_words", {{"function", one_of<kContactWords>}, {"word", present}}, {0, 1}},
      {"frames/content_acts", {{"act", one_of<kActs>}, {"within", number}, {"mark", present}}, {2}},
      {"frames/words", {{"function", present}, {"word", present}}, {0, 1}},
      {"lexicon/lemmas", {{"form", present}, {"pos", one_of<kPosOrAny>}, {"pieces", any}, {"lemma", any}}, {0, 1}, true},
      {"lexicon/collectives", {{"word", present}}},
      {"lexicon/complements", {{"word", present}, {"named", one_of<kNamed>}}},
      {"lexicon/counterparts", {{"word", present}}},
      {"lexicon/locatives", {{"word", present}, {"shows", one_of<kShows>}}, {0}},
      {"lexicon/states", {{"words", present}, {"countries", present}}, {0}},
      {"lexicon/heads", {{"head", present}, {"type", one_of<kHeadTypes>}, {"part", one_of<kHeadParts>}}, {0, 1}},
      {"export/labels", {{"key", present}, {"ar", present}}},
      {"frames/attribution", {{"cue", present}, {"class", one_of<kFrameClasses>}, {"act", one_of<kActs>}, {"content", present},
                              {"addressee", any}, {"example", any}}, {0, 1}},
  };
  return all;
}
// clang-format on

}  // namespace

void check_schema(const TsvFile& file, std::vector<Error>& errors) {
  const auto schema = std::find_if(schemas().begin(), schemas().end(), [&](const Schema& s) { return file.name == s.file; });
  if (schema == schemas().end()) {
    // Tables that a stage reads row by row check their cells in that stage's tests.
    if (!file.name.starts_with("time/") && !file.name.starts_with("normalization/") && !file.name.starts_with("frames/"))
      errors.push_back({file.path, "no schema for this file (add it to src/model/compiler/schema.cc)"});
    return;
  }
  std::vector<std::string> expected;
  for (const Column& c : schema->columns) expected.emplace_back(c.name);
  if (file.columns != expected) {
    std::string names;
    for (const std::string& n : expected) names += (names.empty() ? "" : " ") + n;
    errors.push_back({file.path, "the header line must name the columns: " + names});
    return;
  }
  std::set<std::vector<std::string_view>> seen;
  for (const TsvRow& row : file.rows) {
    for (std::size_t c = 0; c < row.cells.size(); ++c)
      if (const auto complaint = schema->columns[c].check(row.cells[c])) errors.push_back({place(file, row, c), *complaint});
    std::vector<std::string_view> key;
    for (const std::size_t c : schema->key) key.push_back(row.cells[c]);
    if (!seen.insert(key).second)
      errors.push_back({place(file, row, schema->key[0]), "\"" + row.cells[schema->key[0]] + "\" stands here twice"});
  }
}

}  // namespace isnad::model
