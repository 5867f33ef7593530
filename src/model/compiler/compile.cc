// isnad_compile_data DATA_DIR BLOB: checks every file under DATA_DIR and compiles them into one blob.
//
// Prints each mistake as file:line:column and exits 1 if there is any. The same data gives the same bytes.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "base/utf8.h"
#include "model/compiler/paradigm.h"
#include "model/compiler/references.h"
#include "model/compiler/schema.h"
#include "model/compiler/tsv.h"
#include "model/key.h"
#include "model/lexicon.h"
#include "model/word_model.h"

namespace isnad::model {
namespace {

namespace fs = std::filesystem;

class Compiler {
 public:
  explicit Compiler(std::vector<Error>& errors) : errors_(errors) {}

  void add(const TsvFile& file) {
    file_ = &file;
    tables_[file.name] = table_bytes(file);
    const std::string& n = file.name;
    if (n == "lexicon/verbs") verbs();
    else if (n == "lexicon/words") words();
    else if (n == "lexicon/titles") titles();
    else if (n == "lexicon/heads") heads();
    else if (n == "gazetteer/countries") countries();
    else if (n == "gazetteer/places") names(Category::place, false);
    else if (n == "gazetteer/outlets") names(Category::outlet, true);
    else if (n == "gazetteer/organizations") names(Category::organization, true);
    else if (n == "gazetteer/persons") names(Category::person, false);
    else if (n == "gazetteer/name_parts") name_parts();
  }

  void add_model(const std::string& name, std::string bytes) { tables_[name] = std::move(bytes); }

  std::string finish() {
    std::vector<Sense> senses;
    std::vector<blob::Slot> entries;
    const auto model = tables_.find("models/words");
    const auto frequencies = WordModel::open(model == tables_.end() ? std::string_view() : std::string_view(model->second));
    for (auto& [key, list] : words_) {
      sort_unique(list);
      if (frequencies)
        for (Sense& s : list) s.frequency = frequencies->frequency(entry_hashes_.at({s.category, std::uint32_t{s.ref}}));
      entries.push_back({hash_key(key), static_cast<std::uint32_t>(senses.size()), static_cast<std::uint32_t>(list.size())});
      senses.insert(senses.end(), list.begin(), list.end());
    }
    std::vector<blob::Node> nodes;
    for (auto& list : node_senses_) {
      sort_unique(list);
      nodes.push_back({static_cast<std::uint32_t>(senses.size()), static_cast<std::uint32_t>(list.size())});
      senses.insert(senses.end(), list.begin(), list.end());
    }
    std::vector<blob::Slot> edges;
    edges.reserve(edges_.size());
    for (const auto& [edge, to] : edges_) edges.push_back({hash_edge(edge.first, edge.second), to, 1});

    std::vector<std::pair<std::string, std::string>> sections;
    sections.emplace_back("words", bytes_of(hashed(entries)));
    sections.emplace_back("edges", bytes_of(hashed(edges)));
    sections.emplace_back("nodes", bytes_of(nodes));
    sections.emplace_back("senses", bytes_of(senses));
    for (const auto& [name, bytes] : tables_) sections.emplace_back(name, bytes);

    std::string out(sizeof(blob::Header) + sections.size() * sizeof(blob::Section), '\0');
    blob::Header header{};
    std::memcpy(header.magic, blob::kMagic, sizeof header.magic);
    header.sections = sections.size();
    std::memcpy(out.data(), &header, sizeof header);
    for (std::size_t i = 0; i < sections.size(); ++i) {
      out.resize((out.size() + 15) / 16 * 16);
      blob::Section s{};
      sections[i].first.copy(s.name, sizeof s.name - 1);
      s.offset = out.size();
      s.size = sections[i].second.size();
      std::memcpy(out.data() + sizeof header + i * sizeof s, &s, sizeof s);
      out += sections[i].second;
    }
    return out;
  }

 private:
  std::vector<Error>& errors_;
  const TsvFile* file_ = nullptr;
  std::map<std::string, std::vector<Sense>> words_;
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> edges_;
  std::vector<std::vector<Sense>> node_senses_{1};
  std::map<std::string, std::string> tables_;
  std::map<std::pair<Category, std::uint32_t>, std::uint64_t> entry_hashes_;  // of the rows that have words

  void note(Category category, std::uint32_t row) {
    const auto& cells = file_->rows[row].cells;
    entry_hashes_.try_emplace({category, row}, entry_hash(category, cells[0], cells.size() > 1 ? cells[1] : std::string()));
  }

  static void sort_unique(std::vector<Sense>& list) {
    const auto tuple = [](const Sense& s) { return std::tuple(s.category, s.ref, s.features, s.pos, s.spelling); };
    std::sort(list.begin(), list.end(), [&](const Sense& a, const Sense& b) { return tuple(a) < tuple(b); });
    list.erase(std::unique(list.begin(), list.end(), [&](const Sense& a, const Sense& b) { return tuple(a) == tuple(b); }), list.end());
  }

  template <class T>
  static std::string bytes_of(const std::vector<T>& items) {
    return {reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T)};
  }

  std::vector<blob::Slot> hashed(const std::vector<blob::Slot>& entries) {
    std::size_t size = 16;
    while (size < entries.size() * 2) size *= 2;
    std::vector<blob::Slot> slots(size, blob::Slot{});
    for (const blob::Slot& e : entries) {
      std::size_t i = (e.hash * 0x9E3779B97F4A7C15ull >> 20) & (size - 1);
      for (; slots[i].hash != 0; i = (i + 1) & (size - 1))
        if (slots[i].hash == e.hash) {
          errors_.push_back({"data", "two keys have one 64-bit hash; change the seed in src/model/lexicon.h"});
          break;
        }
      slots[i] = e;
    }
    return slots;
  }

  static std::string table_bytes(const TsvFile& file) {
    blob::TableHeader header{static_cast<std::uint32_t>(file.rows.size()), static_cast<std::uint32_t>(file.columns.size())};
    std::vector<blob::Cell> cells;
    std::string text;
    std::map<std::string, blob::Cell> known;  // equal cells share their text
    const auto put = [&](const std::string& s) {
      const auto [it, fresh] =
          known.try_emplace(s, blob::Cell{static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(s.size())});
      if (fresh) text += s;
      cells.push_back(it->second);
    };
    for (const std::string& c : file.columns) put(c);
    for (const TsvRow& row : file.rows)
      for (const std::string& c : row.cells) put(c);
    return std::string(reinterpret_cast<const char*>(&header), sizeof header) + bytes_of(cells) + text;
  }

  void word(const std::u32string& form, Category category, Pos pos, std::uint32_t features, std::uint32_t ref) {
    const std::string key = fold(form);
    if (key.empty()) return;
    words_[key].push_back({category, pos, spelling(form), features, ref});
    note(category, ref);
  }

  // A name of one or more words: into the trie, and if it is one word also into the words.
  void phrase(std::string_view utf8, Category category, std::uint32_t features, std::uint32_t ref) {
    const std::vector<std::string> keys = split_keys(utf8);
    if (keys.empty()) return;
    std::uint32_t node = 0;
    for (const std::string& key : keys) {
      const auto [it, fresh] = edges_.try_emplace({node, key}, static_cast<std::uint32_t>(node_senses_.size()));
      if (fresh) node_senses_.emplace_back();
      node = it->second;
    }
    const Sense sense{category, Pos::proper, spelling(base::decode(utf8)), features, ref};
    node_senses_[node].push_back(sense);
    if (keys.size() == 1) words_[keys[0]].push_back(sense);
    note(category, ref);
  }

  std::uint32_t rows() const { return static_cast<std::uint32_t>(file_->rows.size()); }
  const std::string& cell(std::uint32_t row, std::string_view column) const {
    const auto c = std::find(file_->columns.begin(), file_->columns.end(), column) - file_->columns.begin();
    return file_->rows[row].cells[static_cast<std::size_t>(c)];
  }

  void verbs() {
    for (std::uint32_t r = 0; r < rows(); ++r) {
      const std::u32string past = base::decode(cell(r, "past"));
      std::u32string present = base::decode(cell(r, "present"));
      if (present == U"-") present.clear();
      for (const Form& f : conjugate(past, present, false)) word(f.text, Category::verb, Pos::verb, f.features, r);
      if (const auto passive = values_or_slash(cell(r, "passive")); !passive.first.empty())
        for (const Form& f : conjugate(passive.first, passive.second, true)) word(f.text, Category::verb, Pos::verb, f.features, r);
      for (const std::string_view m : values(cell(r, "masdar")))
        for (const Form& f : masdar_forms(base::decode(m))) word(f.text, Category::masdar, Pos::noun, f.features, r);
      const char32_t weak = present.empty() ? 0 : present.back();
      const bool defective = weak == 0x064A || weak == 0x0648 || weak == 0x0649;  // yeh, waw, alef maksura
      for (const std::string_view p : values(cell(r, "participle")))
        for (const Form& f : participle_forms(base::decode(p), defective)) word(f.text, Category::participle, Pos::adj, f.features, r);
    }
  }

  static std::pair<std::u32string, std::u32string> values_or_slash(std::string_view cell) {
    if (cell == "-") return {};
    const std::size_t slash = cell.find('/');
    std::pair<std::u32string, std::u32string> out{base::decode(cell.substr(0, slash)), {}};
    if (slash != std::string_view::npos) out.second = base::decode(cell.substr(slash + 1));
    return out;
  }

  static Pos pos_of(std::string_view name) {
    static const std::map<std::string_view, Pos> all = {
        {"NOUN", Pos::noun}, {"ADJ", Pos::adj},   {"ADP", Pos::adp}, {"CCONJ", Pos::cconj}, {"SCONJ", Pos::sconj}, {"PRON", Pos::pron},
        {"DET", Pos::det},   {"PART", Pos::part}, {"ADV", Pos::adv}, {"NUM", Pos::num},     {"INTJ", Pos::intj}};
    const auto it = all.find(name);
    return it == all.end() ? Pos::unknown : it->second;
  }

  void words() {
    static const std::map<std::string_view, std::uint32_t> bits = {
        {"sg", kSingular},  {"pl", kPlural},  {"du", kDual},   {"f", kFeminine}, {"m", kMasculine},   {"rel", kRelative},
        {"neg", kNegative}, {"fut", kFuture}, {"hum", kHuman}, {"time", kTime},  {"speech", kSpeech}, {"clause", kClause}};
    for (std::uint32_t r = 0; r < rows(); ++r) {
      std::uint32_t features = 0;
      for (const std::string_view f : values(cell(r, "features")))
        if (const auto it = bits.find(f); it != bits.end()) features |= it->second;
      const Pos pos = pos_of(cell(r, "pos"));
      const std::u32string form = base::decode(cell(r, "form"));
      if (form.find(U' ') != std::u32string::npos) {
        phrase(cell(r, "form"), Category::word, features, r);
        continue;
      }
      std::vector<Form> forms = {{form, 0}};
      if (pos == Pos::noun && (features & (kPlural | kDual)) == 0) forms = noun_forms(form);
      else if (pos == Pos::noun) forms = {{form, 0}, {form + U'\x0627', kAccusative}};
      else if (pos == Pos::adj && (features & (kPlural | kFeminine)) == 0) forms = adjective_forms(form);
      for (const Form& f : forms) word(f.text, Category::word, pos, features | f.features, r);
    }
  }

  void titles() {
    for (std::uint32_t r = 0; r < rows(); ++r) {
      const std::uint32_t unnamed = kHuman | (cell(r, "speaker") == "unnamed" ? kUnnamed : 0u) | (cell(r, "kind") == "sole" ? kSole : 0u) |
                                    (cell(r, "kind") == "epithet" ? kEpithet : 0u);
      const auto put = [&](std::string_view utf8, std::uint32_t gender) {
        if (utf8 == "-") return;
        for (const std::string_view v : values(utf8)) {
          if (v.find(' ') != std::string_view::npos) {
            phrase(v, Category::title, unnamed | gender | kSingular, r);
            continue;
          }
          for (const Form& f : noun_forms(base::decode(v))) word(f.text, Category::title, Pos::noun, unnamed | gender | f.features, r);
        }
      };
      put(cell(r, "singular"), kMasculine);
      put(cell(r, "feminine"), kFeminine);
      for (const std::string_view v : values(cell(r, "plural"))) {
        word(base::decode(v), Category::title, Pos::noun, unnamed | kPlural, r);
        word(base::decode(v) + U'\x0627', Category::title, Pos::noun, unnamed | kPlural | kAccusative, r);
        // In construct state a sound plural drops its final noon.
        const std::u32string form = base::decode(v);
        if (form.size() > 4 && form.back() == 0x0646 && (form[form.size() - 2] == 0x0648 || form[form.size() - 2] == 0x064A))
          word(form.substr(0, form.size() - 1), Category::title, Pos::noun, unnamed | kPlural, r);
      }
    }
  }

  void heads() {
    for (std::uint32_t r = 0; r < rows(); ++r) word(base::decode(cell(r, "head")), Category::head, Pos::noun, 0, r);
  }

  void countries() {
    for (std::uint32_t r = 0; r < rows(); ++r) {
      phrase(cell(r, "name"), Category::country, 0, r);
      for (const std::string_view a : values(cell(r, "aliases"))) phrase(a, Category::country, kAlias, r);
      for (const std::string_view c : values(cell(r, "capital"))) phrase(c, Category::capital, 0, r);
      for (const std::string_view m : values(cell(r, "metonyms"))) phrase(m, Category::metonym, 0, r);
      for (const std::string_view g : values(cell(r, "gentilic"))) {
        if (g.find(' ') != std::string_view::npos) {
          phrase(g, Category::gentilic, 0, r);
          continue;
        }
        for (const Form& f : adjective_forms(base::decode(g))) word(f.text, Category::gentilic, Pos::adj, f.features, r);
      }
      for (const std::string_view p : values(cell(r, "people"))) word(base::decode(p), Category::gentilic, Pos::noun, kPlural, r);
    }
  }

  void names(Category category, bool has_ambiguous) {
    for (std::uint32_t r = 0; r < rows(); ++r) {
      const std::uint32_t ambiguous = has_ambiguous && cell(r, "ambiguous") == "yes" ? kAmbiguous : 0u;
      phrase(cell(r, "name"), category, ambiguous, r);
      for (const std::string_view a : values(cell(r, "aliases")))
        // An alias of several words is unmistakable even where the bare name is an ordinary word.
        phrase(a, category, kAlias | (a.find(' ') == std::string_view::npos ? ambiguous : 0u), r);
    }
  }

  void name_parts() {
    for (std::uint32_t r = 0; r < rows(); ++r)
      word(base::decode(cell(r, "form")), Category::name_part, Pos::proper, cell(r, "common") == "yes" ? kAmbiguous : 0u, r);
  }
};

int run(const fs::path& directory, const fs::path& output) {
  std::vector<Error> errors;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(directory))
    if (entry.is_regular_file() && (entry.path().extension() == ".tsv" || entry.path().extension() == ".bin"))
      paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  Compiler compiler(errors);
  std::vector<TsvFile> files;
  for (const fs::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    fs::path name = fs::relative(path, directory);
    name.replace_extension();
    if (path.extension() == ".bin") {  // a trained model, checked by the stage that uses it
      compiler.add_model(name.generic_string(), std::move(bytes));
      continue;
    }
    const std::size_t before = errors.size();
    TsvFile file = parse_tsv(name.generic_string(), path.string(), bytes, errors);
    if (errors.size() == before) check_schema(file, errors);
    if (errors.size() != before) continue;
    compiler.add(file);
    files.push_back(std::move(file));
  }
  check_references(files, errors);
  const std::string blob = compiler.finish();
  for (const Error& e : errors) std::fprintf(stderr, "%s\n", e.text().c_str());
  if (!errors.empty()) {
    std::fprintf(stderr, "%zu mistakes in the language data\n", errors.size());
    return 1;
  }
  std::ofstream out(output, std::ios::binary | std::ios::trunc);
  out.write(blob.data(), static_cast<std::streamsize>(blob.size()));
  out.close();
  if (!out) {
    std::fprintf(stderr, "%s: cannot be written\n", output.string().c_str());
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace isnad::model

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: isnad_compile_data DATA_DIR BLOB\n", stderr);
    return 2;
  }
  return isnad::model::run(argv[1], argv[2]);
}
