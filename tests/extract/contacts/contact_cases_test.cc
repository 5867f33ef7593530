// Who met whom, as a careful reader sees it: the cases in tests/cases/contacts (its README tells how a case is written), and the
// examples in data/frames/contact.tsv.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "isnad/isnad.h"
#include "model/lexicon.h"

namespace isnad {
namespace {

const std::filesystem::path kCases = std::filesystem::path(ISNAD_SOURCE_DIR) / "tests/cases/contacts";
constexpr const char* kKinds[] = {"meeting", "talks", "call", "message", "visit", "agreement", "relations"};
constexpr const char* kStatuses[] = {"held", "planned", "proposed", "denied", "cancelled"};
constexpr const char* kModes[] = {"indirect", "secret", "direct"};

using Fields = std::map<std::string, std::string>;

struct Case {
  std::string name, where, text;
  std::optional<Date> published;
  std::vector<Fields> contacts;
};

struct CaseFile {
  std::vector<Case> cases;
  std::vector<std::string> problems;  ///< what is not as the README says
};

CaseFile read_cases(const std::filesystem::path& path) {
  static const std::set<std::string> kKeys = {"status", "venue", "mode", "from", "to", "via", "about", "on"};
  CaseFile out;
  std::ifstream in(path);
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    const std::string where = path.filename().string() + ":" + std::to_string(++number);
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string::npos || line[begin] == '#') continue;
    const std::size_t space = std::min(line.find(' ', begin), line.size());
    const std::string key = line.substr(begin, space - begin), value = space < line.size() ? line.substr(space + 1) : "";
    if (key == "==") {
      out.cases.push_back({});
      out.cases.back().name = value;
      out.cases.back().where = where;
    } else if (out.cases.empty()) {
      out.problems.push_back(where + ": a case opens with ==");
    } else if (Case& c = out.cases.back(); key == "text") {
      c.text += value + "\n";
    } else if (key == "published") {
      c.published = Date::parse(value);
    } else if (key == "contact" && value.find(' ') != std::string::npos) {
      c.contacts.push_back(
          {{"kind", value.substr(0, value.find(' '))}, {"parties", value.substr(value.find(' ') + 1)}, {"status", "held"}});
    } else if (!c.contacts.empty() && kKeys.contains(key)) {
      c.contacts.back()[key] = value;
    } else {
      out.problems.push_back(where + ": unknown or misplaced key \"" + key + "\"");
    }
  }
  return out;
}

std::vector<std::string> split(const std::string& all, const std::string& by) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= all.size();) {
    const std::size_t end = std::min(all.find(by, begin), all.size());
    out.push_back(all.substr(begin, end - begin));
    begin = end + by.size();
  }
  return out;
}

// A name goes by more or fewer words: `بلينكن`, `أنتوني بلينكن`.
bool goes_by(const std::string& name, const std::string& words) {
  return name.find(words) != std::string::npos || words.find(name) != std::string::npos;
}

bool same(const std::vector<Party>& parties, const std::string& expected, const std::string& by) {
  if (expected == "-") return parties.empty();
  const std::vector<std::string> names = split(expected, by);
  return parties.size() == names.size() && std::all_of(names.begin(), names.end(), [&](const std::string& n) {
           return std::any_of(parties.begin(), parties.end(), [&](const Party& p) { return goes_by(p.name, n); });
         });
}

std::string modes_of(const Contact& c) {
  std::string out;
  for (const ContactMode m : c.mode) out += (out.empty() ? "" : " ") + std::string(kModes[static_cast<std::size_t>(m)]);
  return out.empty() ? "-" : out;
}

bool fits(const Record& r, const Contact& c, const Fields& expected) {
  return std::all_of(expected.begin(), expected.end(), [&](const auto& field) {
    const auto& [key, value] = field;
    if (key == "kind") return value == kKinds[static_cast<std::size_t>(c.kind)];
    if (key == "parties") return same(c.parties, value, " + ");
    if (key == "status") return value == kStatuses[static_cast<std::size_t>(c.status)];
    if (key == "venue") return c.venue && goes_by(c.venue->name, value);
    if (key == "mode") return modes_of(c) == value;
    if (key == "from") return c.from && c.from->to_string() == value;
    if (key == "to") return c.to && c.to->to_string() == value;
    if (key == "via") return same(c.intermediary, value, " + ");
    if (key == "about") return std::any_of(c.topics.begin(), c.topics.end(), [&](Span t) { return goes_by(words_of(r, t), value); });
    return same(c.according_to, value, " > ");  // on
  });
}

std::string names_of(const std::vector<Party>& parties) {
  std::string out;
  for (const Party& p : parties) out += (out.empty() ? "" : " + ") + p.name;
  return out;
}

std::string shown(const Record& r) {
  std::string out;
  for (const Contact& c : r.contacts) {
    out += "\n  found: " + std::string(kKinds[static_cast<std::size_t>(c.kind)]) + " " + names_of(c.parties) + ", " +
           kStatuses[static_cast<std::size_t>(c.status)];
    if (c.venue) out += ", at " + c.venue->name;
    if (c.from) out += ", from " + c.from->to_string();
    if (!c.intermediary.empty()) out += ", via " + names_of(c.intermediary);
    out += ", mode " + modes_of(c);
    for (const Span t : c.topics) out += ", about " + words_of(r, t);
    if (!c.according_to.empty()) out += ", on " + names_of(c.according_to);
  }
  return out;
}

// What is wrong with the reading of a case; empty if nothing is.
std::string complaint(const Case& c) {
  Document document;
  document.text = c.text;
  document.published = c.published;
  const Record r = read(document);
  std::vector<bool> used(r.contacts.size());
  bool right = true;
  for (const Fields& f : c.contacts) {
    std::size_t i = 0;
    while (i < r.contacts.size() && (used[i] || !fits(r, r.contacts[i], f))) ++i;
    if (i == r.contacts.size()) right = false;
    else used[i] = true;
  }
  if (right && std::all_of(used.begin(), used.end(), [](bool b) { return b; })) return {};
  return "\n  " + c.text + shown(r);
}

TEST(ContactCases, ReadsTheCases) {
  std::set<std::string> names;
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kCases)) {
    if (entry.path().extension() != ".case" || entry.path().stem() == "known_failures") continue;
    const CaseFile file = read_cases(entry.path());
    for (const std::string& problem : file.problems) ADD_FAILURE() << problem;
    for (const Case& c : file.cases) {
      EXPECT_TRUE(names.insert(c.name).second) << c.where << ": two cases are called " << c.name;
      if (const std::string wrong = complaint(c); !wrong.empty()) ADD_FAILURE() << c.where << ": " << c.name << wrong;
      ++count;
    }
  }
  EXPECT_GE(count, 200u);
}

TEST(ContactCases, DoesNotReadTheKnownFailures) {
  const CaseFile file = read_cases(kCases / "known_failures.case");
  for (const std::string& problem : file.problems) ADD_FAILURE() << problem;
  for (const Case& c : file.cases) EXPECT_FALSE(complaint(c).empty()) << c.where << ": is read now: move it to its own file: " << c.name;
}

TEST(ContactFrames, EveryExampleIsReadAsItSays) {
  const model::Table& table = Model::builtin().lexicon().table("frames/contact");
  ASSERT_GT(table.rows(), 80u);
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    std::string example(table.cell(row, table.column("example")));
    std::vector<std::string> sides;
    for (std::size_t open; (open = example.find('[')) != std::string::npos;) {
      const std::size_t close = example.find(']', open);
      ASSERT_NE(close, std::string::npos) << example;
      sides.push_back(example.substr(open + 1, close - open - 1));
      example.erase(close, 1);
      example.erase(open, 1);
    }
    Document document;
    document.text = example + ".";
    const Record r = read(document);
    const bool found = std::any_of(r.contacts.begin(), r.contacts.end(), [&](const Contact& c) {
      return kKinds[static_cast<std::size_t>(c.kind)] == table.cell(row, table.column("kind")) &&
             std::all_of(sides.begin(), sides.end(), [&](const std::string& side) {
               return std::any_of(c.parties.begin(), c.parties.end(), [&](const Party& p) { return goes_by(p.name, side); });
             });
    });
    EXPECT_TRUE(found) << "contact.tsv, row " << row + 1 << ": " << example << shown(r);
  }
}

TEST(Contacts, EverySpanAndIndexIsOfTheRecord) {
  for (const auto& entry : std::filesystem::directory_iterator(kCases)) {
    if (entry.path().extension() != ".case") continue;
    for (const Case& c : read_cases(entry.path()).cases) {
      Document document;
      document.text = c.text;
      const Record r = read(document);
      for (const Contact& contact : r.contacts) {
        EXPECT_LT(contact.evidence.start, contact.evidence.end) << c.where;
        EXPECT_FALSE(words_of(r, contact.evidence).empty()) << c.where;
        EXPECT_FALSE(contact.pattern.empty()) << c.where;
        EXPECT_TRUE(!contact.statement || *contact.statement < r.statements.size()) << c.where;
        for (const Party& p : contact.parties) EXPECT_TRUE(!p.entity || *p.entity < r.entities.size()) << c.where;
        EXPECT_TRUE(!contact.from || !contact.to || contact.from->first_day() <= contact.to->last_day()) << c.where;
      }
    }
  }
}

}  // namespace
}  // namespace isnad
