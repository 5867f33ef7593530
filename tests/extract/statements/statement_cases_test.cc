// Who said what on whose word: the examples in data/frames/attribution.tsv and the cases in tests/cases/statements.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "isnad/isnad.h"

namespace isnad {
namespace {

const std::filesystem::path kCases = std::filesystem::path(ISNAD_SOURCE_DIR) / "tests/cases/statements";

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::vector<std::string> out;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

const char* name_of(Act act) {
  static const char* const names[] = {"say",   "confirm", "deny",   "accuse", "warn",    "threaten",  "demand",
                                      "offer", "promise", "refuse", "praise", "condemn", "no_comment"};
  return names[static_cast<std::size_t>(act)];
}

const char* name_of(Quotation quotation) {
  static const char* const names[] = {"direct", "indirect", "mixed"};
  return names[static_cast<std::size_t>(quotation)];
}

// --- cases ----------------------------------------------------------------------------------------------------------

using Fields = std::map<std::string, std::string>;

struct Case {
  std::string name, where;
  std::string text;
  std::optional<Date> published;
  bool none = false;
  std::vector<Fields> statements;
};

struct CaseFile {
  std::vector<Case> cases;
  std::set<std::string> examples;     // `example` lines
  std::vector<std::string> problems;  // what is not as the README there says
};

CaseFile read_cases(const std::filesystem::path& path) {
  CaseFile out;
  const std::vector<std::string> lines = lines_of(path);
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const std::string where = path.filename().string() + ":" + std::to_string(n + 1);
    const std::size_t begin = lines[n].find_first_not_of(' ');
    if (begin == std::string::npos || lines[n][begin] == '#') continue;
    const std::size_t space = std::min(lines[n].find(' ', begin), lines[n].size());
    const std::string key = lines[n].substr(begin, space - begin);
    const std::string value = space < lines[n].size() ? lines[n].substr(space + 1) : "";
    if (key == "==") {
      out.cases.push_back({});
      out.cases.back().name = value;
      out.cases.back().where = where;
      continue;
    }
    if (key == "example") {
      out.examples.insert(value);
      continue;
    }
    if (out.cases.empty()) {
      out.problems.push_back(where + ": a case opens with ==");
      continue;
    }
    Case& c = out.cases.back();
    if (key == "text") {
      c.text += value + "\n";
    } else if (key == "published") {
      c.published = Date::parse(value);
    } else if (key == "none") {
      c.none = true;
    } else if (key == "statement") {
      c.statements.push_back(
          {{"content", value}, {"act", "say"}, {"quotation", "indirect"}, {"chain", ""}, {"addressee", ""}, {"time", ""}});
    } else if (!c.statements.empty() && (key == "cue" || key == "speaker" || c.statements.back().count(key) != 0)) {
      c.statements.back()[key] = value;
    } else {
      out.problems.push_back(where + ": unknown or misplaced key \"" + key + "\"");
    }
  }
  for (const Case& c : out.cases) {
    if (c.none != c.statements.empty()) out.problems.push_back(c.where + ": either statements or none");
    for (const Fields& f : c.statements)
      if (f.count("speaker") == 0) out.problems.push_back(c.where + ": a statement without speaker");
  }
  return out;
}

// Whether the party goes by these words in the text: its name, or a mention of it without or with the words before (`وكالة`).
bool goes_by(const Record& record, const Party& party, const std::string& words) {
  const auto ends = [](const std::string& all, const std::string& end) {
    return all.size() >= end.size() && all.compare(all.size() - end.size(), end.size(), end) == 0 &&
           (all.size() == end.size() || all[all.size() - end.size() - 1] == ' ');
  };
  if (party.name == words) return true;
  if (!party.entity) return false;
  const std::vector<Span>& mentions = record.entities[*party.entity].mentions;
  return std::any_of(mentions.begin(), mentions.end(), [&](const Span& m) {
    const std::string mention = words_of(record, m);
    return ends(words, mention) || ends(mention, words);
  });
}

Fields fields_of(const Record& record, const Statement& s) {
  Fields out;
  out["content"] = words_of(record, s.content);
  out["cue"] = words_of(record, s.cue);
  out["act"] = name_of(s.act);
  out["quotation"] = name_of(s.quotation);
  out["speaker"] = s.speaker.name;
  std::string& chain = out["chain"];
  for (std::size_t i = 0; i + 1 < s.chain.size(); ++i) chain += (i == 0 ? "" : " > ") + s.chain[i].name;
  out["addressee"] = s.addressee ? s.addressee->name : "";
  out["time"] = s.time;
  return out;
}

bool fits(const Record& record, const Statement& s, const Fields& expected) {
  const Fields found = fields_of(record, s);
  for (const char* key : {"content", "cue", "act", "quotation", "time"})
    if (expected.count(key) != 0 && expected.at(key) != found.at(key)) return false;
  if (!goes_by(record, s.speaker, expected.at("speaker"))) return false;
  const std::string& addressee = expected.at("addressee");
  if (addressee.empty() ? s.addressee.has_value() : !s.addressee || !goes_by(record, *s.addressee, addressee)) return false;
  std::vector<std::string> links;
  for (std::string rest = expected.at("chain"); !rest.empty();) {
    const std::size_t end = rest.find(" > ");
    links.push_back(rest.substr(0, end));
    rest = end == std::string::npos ? "" : rest.substr(end + 3);
  }
  if (s.chain.size() != links.size() + 1) return false;
  for (std::size_t i = 0; i < links.size(); ++i)
    if (!goes_by(record, s.chain[i], links[i])) return false;
  return true;
}

std::string shown(const Fields& fields) {
  std::string out = fields.at("content");
  for (const auto& [key, value] : fields)
    if (key != "content" && !value.empty()) out += "\n        " + key + " " + value;
  return out;
}

// What is wrong with the reading of a case; empty if nothing is.
std::string complaint(const Case& c) {
  Document document;
  document.text = c.text;
  document.published = c.published;
  const Record record = read(document);
  std::vector<Statement> found = record.statements;
  std::string wrong;
  for (const Fields& expected : c.statements) {
    const auto it = std::find_if(found.begin(), found.end(), [&](const Statement& s) { return fits(record, s, expected); });
    if (it == found.end()) wrong += "\n  not found: " + shown(expected);
    else found.erase(it);
  }
  for (const Statement& s : found) wrong += "\n  instead:   " + shown(fields_of(record, s));
  return wrong;
}

// --- examples -------------------------------------------------------------------------------------------------------

struct Example {
  std::string text;
  std::string content, speaker;
};

// The {content} in braces and the [speaker] in brackets; one may stand inside the other.
Example parse_example(const std::string& marked) {
  Example e;
  std::size_t content = 0, speaker = 0;
  for (const char c : marked) {
    if (c == '{') content = e.text.size();
    else if (c == '[') speaker = e.text.size();
    else if (c == '}') e.content = e.text.substr(content);
    else if (c == ']') e.speaker = e.text.substr(speaker);
    else e.text += c;
  }
  return e;
}

std::string complaint(const Example& e) {
  Document document;
  document.text = e.text + ".\n";
  const Record record = read(document);
  std::string out = "\n  " + e.text;
  for (const Statement& s : record.statements) {
    if (words_of(record, s.content) == e.content && goes_by(record, s.speaker, e.speaker)) return {};
    out += "\n  found: " + words_of(record, s.content) + "\n         speaker " + s.speaker.name;
  }
  return out;
}

// --- tests ----------------------------------------------------------------------------------------------------------

TEST(StatementCases, ReadsTheExampleOfEveryFrame) {
  const CaseFile known = read_cases(kCases / "known_failures.case");
  const std::vector<std::string> lines = lines_of(std::filesystem::path(ISNAD_SOURCE_DIR) / "data/frames/attribution.tsv");
  std::size_t examples = 0, failed_as_known = 0;
  for (std::size_t n = 0; n < lines.size(); ++n) {
    if (lines[n].empty() || lines[n][0] == '#' || lines[n].rfind("cue\t", 0) == 0) continue;
    std::vector<std::string> cells;
    std::stringstream in(lines[n]);
    for (std::string cell; std::getline(in, cell, '\t');) cells.push_back(cell);
    const std::string where = "attribution.tsv:" + std::to_string(n + 1) + ": " + cells[0] + " " + cells[1];
    ASSERT_EQ(cells.size(), 6u) << where;
    const Example e = parse_example(cells[5]);
    EXPECT_FALSE(e.content.empty() || e.speaker.empty()) << where << ": an example shows {content} and [speaker]";
    const std::string wrong = complaint(e);
    if (known.examples.count(cells[0] + " " + cells[1]) == 0) {
      if (!wrong.empty()) ADD_FAILURE() << where << wrong;
    } else {
      EXPECT_FALSE(wrong.empty()) << where << ": is read now; take it from the known failures";
      ++failed_as_known;
    }
    ++examples;
  }
  EXPECT_GE(examples, 187u);
  EXPECT_EQ(failed_as_known, known.examples.size()) << "a known failure names no line of attribution.tsv";
}

TEST(StatementCases, ReadsTheCases) {
  std::set<std::string> names;
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kCases)) {
    if (entry.path().extension() != ".case" || entry.path().stem() == "known_failures") continue;
    const CaseFile file = read_cases(entry.path());
    for (const std::string& problem : file.problems) ADD_FAILURE() << problem;
    for (const Case& c : file.cases) {
      EXPECT_TRUE(names.insert(c.name).second) << c.where << ": two cases are called " << c.name;
      const std::string wrong = complaint(c);
      if (!wrong.empty()) ADD_FAILURE() << c.where << ": " << c.name << "\n  " << c.text << wrong;
      ++count;
    }
  }
  EXPECT_GE(count, 160u);
}

TEST(StatementCases, DoesNotReadTheKnownFailures) {
  const CaseFile file = read_cases(kCases / "known_failures.case");
  for (const std::string& problem : file.problems) ADD_FAILURE() << problem;
  for (const Case& c : file.cases) EXPECT_FALSE(complaint(c).empty()) << c.where << ": is read now: move it to its own file: " << c.name;
}

}  // namespace
}  // namespace isnad
