#include "corpus.h"

#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/utf8.h"
#include "ingest/source.h"
#include "model/key.h"

namespace isnad::training {
namespace {

namespace fs = std::filesystem;
using language::Analysis;
using language::NameType;
using language::Word;
using text::Token;
using text::TokenKind;

constexpr const char* type_names[] = {"person", "organization", "location"};

std::optional<NameType> type_of(std::string_view tag) {
  if (tag == "PERS" || tag == "PER" || tag == "person") return NameType::person;
  if (tag == "ORG" || tag == "organization" || tag == "media") return NameType::organization;
  if (tag == "LOC" || tag == "GPE" || tag == "FAC" || tag == "country" || tag == "place") return NameType::location;
  return std::nullopt;
}

std::uint8_t begin_label(NameType t) { return static_cast<std::uint8_t>(1 + 2 * static_cast<int>(t)); }

void label(std::vector<std::uint8_t>& labels, std::size_t first, std::size_t last, NameType type) {
  for (std::size_t i = first; i < last; ++i) labels[i] = static_cast<std::uint8_t>(begin_label(type) + (i == first ? 0 : 1));
}

// One token of a corpus with its tags.
struct Unit {
  std::string token;
  std::vector<std::string> tags;
};

// The outermost names that count, from all columns of tags.
void names_of(const std::vector<Unit>& sentence, std::uint32_t offset, std::vector<GoldName>& out) {
  std::vector<GoldName> all;
  std::map<std::string, std::pair<std::size_t, std::size_t>> open;  // by kind of tag: where it began, where it ends so far
  const auto close = [&](const std::string& kind, std::pair<std::size_t, std::size_t> range) {
    if (const auto type = type_of(kind))
      all.push_back({static_cast<std::uint32_t>(range.first), static_cast<std::uint32_t>(range.second), *type});
  };
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    for (const std::string& tag : sentence[i].tags) {
      if (tag.size() < 3 || tag[1] != '-') continue;
      const std::string kind = tag.substr(2);
      const auto it = open.find(kind);
      if (tag[0] == 'I' && it != open.end() && it->second.second == i) {
        it->second.second = i + 1;
      } else {
        if (it != open.end()) close(kind, it->second);
        open[kind] = {i, i + 1};
      }
    }
  }
  for (const auto& [kind, range] : open) close(kind, range);
  std::sort(all.begin(), all.end(), [](const GoldName& a, const GoldName& b) {
    return a.last - a.first != b.last - b.first ? a.last - a.first > b.last - b.first : a < b;
  });
  std::vector<char> taken(sentence.size());
  std::vector<GoldName> kept;
  for (const GoldName& n : all) {
    if (std::any_of(taken.begin() + n.first, taken.begin() + n.last, [](char c) { return c != 0; })) continue;
    std::fill(taken.begin() + n.first, taken.begin() + n.last, 1);
    kept.push_back({n.first + offset, n.last + offset, n.type});
  }
  std::sort(kept.begin(), kept.end());
  out.insert(out.end(), kept.begin(), kept.end());
}

LabelledText make_text(const std::vector<std::vector<Unit>>& sentences, const model::Lexicon& lexicon) {
  LabelledText out;
  text::CleanText clean;
  std::vector<std::uint32_t> unit_of_char;
  std::uint32_t unit = 0;
  for (const auto& sentence : sentences) {
    names_of(sentence, unit, out.names);
    for (const Unit& u : sentence) {
      clean.chars += base::decode(u.token);
      unit_of_char.resize(clean.chars.size(), unit);
      clean.chars += U' ';
      unit_of_char.push_back(unit++);
    }
    if (!clean.chars.empty()) clean.chars.back() = U'\n';
  }
  for (const char32_t c : clean.chars) {
    clean.byte_of.push_back(static_cast<std::uint32_t>(clean.utf8.size()));
    clean.utf8 += base::encode(std::u32string(1, c));
  }
  clean.byte_of.push_back(static_cast<std::uint32_t>(clean.utf8.size()));
  out.analysis = language::analyse(std::move(clean), lexicon);
  const auto& tokens = out.analysis.tokens();
  for (const Token& t : tokens) out.unit.push_back(unit_of_char[t.span.start]);
  out.labels.assign(tokens.size(), language::kOutside);
  for (const GoldName& n : out.names) {
    const auto first = std::lower_bound(out.unit.begin(), out.unit.end(), n.first) - out.unit.begin();
    const auto last = std::lower_bound(out.unit.begin(), out.unit.end(), n.last) - out.unit.begin();
    label(out.labels, static_cast<std::size_t>(first), static_cast<std::size_t>(last), n.type);
  }
  // A sentence of ours that begins inside a name begins a name.
  for (const text::Sentence& s : out.analysis.sentences())
    if (s.first < s.last && out.labels[s.first] != language::kOutside && out.labels[s.first] % 2 == 0) --out.labels[s.first];
  return out;
}

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> out;
  std::size_t at = 0;
  while (at < line.size()) {
    const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
    if (end > at) out.emplace_back(line.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// The words of a name as found in a text, without what is attached to the first.
std::string folded(const Analysis& a, std::uint32_t first, std::uint32_t last) {
  const Word& w = a.words[first];
  std::string out;
  if (w.has(language::kFor) && w.has(language::kThe) && !w.name.empty() && w.name[0] == model::kLam) {
    out = w.stem;
  } else {
    out = w.name;
  }
  for (std::uint32_t i = first + 1; i < last; ++i) {
    out += ' ';
    out += a.tokens()[i].key;
  }
  return out;
}

std::string joined(const std::vector<std::string>& keys) {
  std::string out;
  for (const std::string& k : keys) out += (out.empty() ? "" : " ") + k;
  return out;
}

// Whether token i can be the first word `key` of a mention, with something attached to it.
bool begins(const Analysis& a, std::uint32_t i, std::string_view key) {
  const Token& t = a.tokens()[i];
  const Word& w = a.words[i];
  if (t.key == key || w.name == key) return true;
  if (w.has(language::kFor) && w.has(language::kThe) &&
      (w.stem == key || (key.size() > 2 && key.substr(0, 2) == std::string_view("\xC7\xE4") && w.stem == key.substr(2))))
    return true;
  if (key.size() < 4 || t.key.size() <= key.size() || t.key.size() > key.size() + 2 || !t.key.ends_with(key)) return false;
  const std::string_view attached = t.key.substr(0, t.key.size() - key.size());
  return std::all_of(attached.begin(), attached.end(), [](char c) {
    return c == model::kWaw || c == model::kFeh || c == model::kBeh || c == model::kLam || c == model::kKaf;
  });
}

}  // namespace

Result<std::vector<LabelledText>> read_columns(const std::string& path, const model::Lexicon& lexicon, std::size_t sentences_a_text) {
  std::ifstream in(path);
  if (!in) return fail(path, "cannot be read");
  std::vector<LabelledText> out;
  std::vector<std::vector<Unit>> sentences(1);
  const auto end_text = [&] {
    if (sentences.back().empty()) sentences.pop_back();
    if (!sentences.empty()) out.push_back(make_text(sentences, lexicon));
    sentences.assign(1, {});
  };
  std::string line;
  while (std::getline(in, line)) {
    std::vector<std::string> cells = split(line);
    if (cells.empty()) {
      if (!sentences.back().empty()) sentences.emplace_back();
      if (sentences.size() > sentences_a_text) end_text();
      continue;
    }
    if (line.starts_with("# doc")) {
      end_text();
      continue;
    }
    Unit u{cells[0], {}};
    u.tags.assign(cells.begin() + 1, cells.end());
    sentences.back().push_back(std::move(u));
  }
  end_text();
  return out;
}

Result<std::vector<LabelledText>> read_articles(const std::string& gold, const std::string& texts, const std::set<std::string>& except,
                                                const model::Lexicon& lexicon) {
  std::vector<fs::path> paths;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(gold, code))
    if (entry.path().extension() == ".json" && !except.contains(entry.path().stem().string())) paths.push_back(entry.path());
  if (code) return fail(gold, code.message());
  std::sort(paths.begin(), paths.end());
  std::vector<LabelledText> out;
  simdjson::dom::parser parser;
  for (const fs::path& path : paths) {
    simdjson::dom::element root;
    if (parser.load(path.string()).get(root) != simdjson::SUCCESS) return fail(path.string(), "is no JSON");
    LabelledText item;
    item.id = path.stem().string();
    fs::path source = fs::path(texts) / (item.id + ".json");
    if (!fs::exists(source)) source.replace_extension(".txt");
    bool read = false;
    ingest::Sink sink;
    sink.document = [&](const Document& doc) {
      item.analysis = language::analyse(text::clean(doc, lexicon), lexicon);
      read = true;
      return false;
    };
    sink.error = [](const Error&) {};
    ingest::read_paths({source.string()}, sink);
    if (!read) return fail(source.string(), "cannot be read");

    struct Name {
      std::vector<std::string> keys;
      NameType type;
    };
    std::vector<Name> names;
    simdjson::dom::array entities;
    if (root["entities"].get(entities) != simdjson::SUCCESS) return fail(path.string(), "has no list \"entities\"");
    for (const simdjson::dom::element entity : entities) {
      std::string_view kind, name;
      if (entity["type"].get(kind) != simdjson::SUCCESS || entity["name"].get(name) != simdjson::SUCCESS)
        return fail(path.string(), "has an entity without type or name");
      const auto type = type_of(kind);
      if (!type) continue;
      const auto add = [&](std::string_view words) {
        Name n{model::split_keys(words), *type};
        if (n.keys.empty()) return;
        item.mentions.emplace(joined(n.keys), *type);
        names.push_back(std::move(n));
      };
      add(name);
      simdjson::dom::array mentions;
      if (entity["mentions"].get(mentions) == simdjson::SUCCESS)
        for (const simdjson::dom::element m : mentions)
          if (std::string_view words; m.get(words) == simdjson::SUCCESS) add(words);
    }
    std::stable_sort(names.begin(), names.end(), [](const Name& x, const Name& y) { return x.keys.size() > y.keys.size(); });
    const auto& tokens = item.analysis.tokens();
    item.labels.assign(tokens.size(), language::kOutside);
    for (const Name& n : names)
      for (const text::Sentence& s : item.analysis.sentences())
        for (std::uint32_t i = s.first; i + n.keys.size() <= s.last; ++i) {
          if (!begins(item.analysis, i, n.keys[0])) continue;
          bool same = item.labels[i] == language::kOutside;
          for (std::size_t k = 1; k < n.keys.size() && same; ++k)
            same = tokens[i + k].key == n.keys[k] && item.labels[i + k] == language::kOutside;
          if (same) label(item.labels, i, i + n.keys.size(), n.type);
        }
    out.push_back(std::move(item));
  }
  return out;
}

void Figures::add(NameType type, std::size_t right, std::size_t found, std::size_t wanted) {
  for (Row* r : {&rows[static_cast<std::size_t>(type)], &rows[3]}) {
    r->right += right;
    r->found += found;
    r->wanted += wanted;
  }
}

Figures measure_spans(const std::vector<LabelledText>& texts, const model::Lexicon& lexicon, const language::NameModel& model,
                      std::ostream* errors) {
  Figures out;
  for (const LabelledText& text : texts) {
    std::vector<language::TaggedName> tagged;
    language::tag_names(text.analysis, lexicon, model, tagged);
    const std::set<GoldName> wanted(text.names.begin(), text.names.end());
    std::set<GoldName> found;
    for (const language::TaggedName& t : tagged) found.insert({text.unit[t.first], text.unit[t.last - 1] + 1, t.type});
    for (const GoldName& n : wanted) out.add(n.type, found.contains(n) ? 1 : 0, 0, 1);
    for (const GoldName& n : found) out.add(n.type, 0, 1, 0);
    if (errors == nullptr) continue;
    const auto show = [&](const char* what, const GoldName& n) {
      const auto first = static_cast<std::uint32_t>(std::lower_bound(text.unit.begin(), text.unit.end(), n.first) - text.unit.begin());
      const auto last = static_cast<std::uint32_t>(std::lower_bound(text.unit.begin(), text.unit.end(), n.last) - text.unit.begin());
      const std::uint32_t before = first < 6 ? 0 : first - 6,
                          after = std::min<std::uint32_t>(last + 5, static_cast<std::uint32_t>(text.unit.size()));
      const auto words = [&](std::uint32_t a, std::uint32_t b) {
        return a < b ? std::string(text.analysis.text.words(text.analysis.span(a, b))) : std::string();
      };
      std::string line = words(before, first) + " [[" + words(first, last) + "]] " + words(last, after);
      std::replace(line.begin(), line.end(), '\n', ' ');
      *errors << what << '\t' << type_names[static_cast<int>(n.type)] << '\t' << line << '\n';
    };
    for (const GoldName& n : wanted)
      if (!found.contains(n)) show("missed", n);
    for (const GoldName& n : found)
      if (!wanted.contains(n)) show("invented", n);
  }
  return out;
}

Figures measure_mentions(const std::vector<LabelledText>& texts, const model::Lexicon& lexicon, const language::NameModel& model,
                         std::ostream* errors) {
  Figures out;
  for (const LabelledText& text : texts) {
    std::vector<language::TaggedName> tagged;
    language::tag_names(text.analysis, lexicon, model, tagged);
    std::set<std::pair<std::string, NameType>> found;
    for (const language::TaggedName& t : tagged) found.emplace(folded(text.analysis, t.first, t.last), t.type);
    for (const auto& m : text.mentions) out.add(m.second, found.contains(m) ? 1 : 0, 0, 1);
    for (const auto& m : found) out.add(m.second, 0, 1, 0);
    if (errors == nullptr) continue;
    const auto show = [&](const char* what, const std::pair<std::string, NameType>& m) {
      *errors << what << '\t' << type_names[static_cast<int>(m.second)] << '\t' << model::key_to_utf8(m.first) << '\t' << text.id << '\n';
    };
    for (const auto& m : text.mentions)
      if (!found.contains(m)) show("missed", m);
    for (const auto& m : found)
      if (!text.mentions.contains(m)) show("invented", m);
  }
  return out;
}

}  // namespace isnad::training
