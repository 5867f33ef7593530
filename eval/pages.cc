// How well the articles of web pages are found: words of the text as a bag, title and day. Beside it, in the same run, what a simple
// way gives: all `p` elements with a paragraph's worth of words.
#include <CLI/CLI.hpp>

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>

#include "commands.h"
#include "ingest/charset.h"
#include "ingest/html/article.h"
#include "ingest/html/page.h"

namespace isnad::eval {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string folder;
  bool json = false;
};

std::map<std::string, long> bag(std::string_view text) {
  std::map<std::string, long> out;
  std::istringstream in{std::string(text)};
  for (std::string word; in >> word;) ++out[word];
  return out;
}

double token_f1(std::string_view wanted, std::string_view found) {
  const auto a = bag(wanted), b = bag(found);
  long all = 0, both = 0;
  for (const auto& [word, n] : a) {
    all += n;
    if (const auto it = b.find(word); it != b.end()) both += std::min(n, it->second);
  }
  for (const auto& [word, n] : b) all += n;
  return all == 0 ? 0 : 2.0 * static_cast<double>(both) / static_cast<double>(all);
}

std::string paragraphs(std::string_view utf8) {
  std::string out;
  const auto page = ingest::html::Page::parse(utf8, "");
  if (!page) return out;
  constexpr std::size_t kParagraph = 120;  // bytes
  for (std::uint32_t i = 0; i < page->nodes().size(); ++i)
    if (page->nodes()[i].tag == ingest::html::Tag::p)
      if (const std::string text = page->text_of(i, 100'000); text.size() >= kParagraph) out += text + '\n';
  return out;
}

int run(const Options& options) {
  double ours = 0, simple = 0;
  std::size_t pages = 0, titles = 0, days = 0, dated = 0;
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(options.folder, error))
    if (entry.path().extension() == ".html") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    simdjson::dom::parser parser;
    simdjson::dom::element wanted;
    if (parser.load((fs::path(options.folder) / "expected" / (file.stem().string() + ".json")).string()).get(wanted) != simdjson::SUCCESS)
      continue;
    std::ifstream in(file, std::ios::binary);
    const auto utf8 = ingest::to_utf8(std::string{std::istreambuf_iterator<char>(in), {}}, file.string());
    if (!utf8) {
      fmt::print(stderr, "isnad_eval: pages: {}\n", utf8.error().text());
      return 1;
    }
    const auto text = [&](const char* name) {
      std::string_view s;
      return wanted[name].get(s) == simdjson::SUCCESS ? std::string(s) : std::string();
    };
    const auto found = ingest::html::article(*utf8, file.string());
    const Document d = found ? *found : Document{};
    if (!found) fmt::print("{}\n", found.error().text());
    const double f1 = token_f1(text("text"), d.text), by_paragraphs = token_f1(text("text"), paragraphs(*utf8));
    const std::string day = text("published").substr(0, 10);
    const bool title = d.title == text("title"), right_day = d.published && d.published->to_string() == day;
    ours += f1, simple += by_paragraphs, ++pages;
    titles += title, dated += !day.empty(), days += !day.empty() && right_day;
    fmt::print("{:<24} text {:.3f} (paragraphs alone {:.3f}), title {}, day {}\n", file.stem().string(), f1, by_paragraphs,
               title ? "right" : "wrong",
               day.empty() ? "not known"
               : right_day ? "right"
                           : "wrong");
  }
  if (pages == 0) {
    fmt::print(stderr, "isnad_eval: pages: {}: no page with its expected text in expected/\n", options.folder);
    return 1;
  }
  const auto share = [](std::size_t n, std::size_t of) { return of == 0 ? 0 : static_cast<double>(n) / static_cast<double>(of); };
  const double n = static_cast<double>(pages);
  fmt::print("pages {}\ntext, token F1 {:.3f}\nparagraphs alone {:.3f}\ntitle {:.3f}\nday {:.3f}\n", pages, ours / n, simple / n,
             share(titles, pages), share(days, dated));
  if (options.json)
    fmt::print("{{\"f1\": {:.4f}, \"baseline_f1\": {:.4f}, \"title\": {:.4f}, \"published\": {:.4f}}}\n", ours / n, simple / n,
               share(titles, pages), share(days, dated));
  return 0;
}

}  // namespace

void add_pages(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("pages", "How well the articles of web pages are found.");
  command->add_option("FOLDER", options->folder, "NAME.html, and for each expected/NAME.json: {\"title\", \"published\", \"text\"}")
      ->required();
  command->add_flag("--json", options->json, "figures as one JSON object on the last line");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::eval
