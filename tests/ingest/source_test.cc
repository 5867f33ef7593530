#include "ingest/source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "ingest/admit.h"
#include "ingest/plain.h"

namespace isnad::ingest {
namespace {

namespace fs = std::filesystem;

class Source : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() /
              ("isnad_source_test_" + std::to_string(::getpid()) + "_" + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& bytes) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }

  // What comes out: texts of documents and `! ` with errors, without the folder's own path.
  std::vector<std::string> read(const std::vector<std::string>& paths, bool plain_lines = false) {
    std::vector<std::string> got;
    Sink sink;
    sink.plain_lines = plain_lines;
    sink.document = [&](Document d) {
      got.push_back(d.text);
      documents_.push_back(std::move(d));
      return true;
    };
    sink.error = [&](const Error& e) { got.push_back("! " + relative(e.text())); };
    read_paths(paths, sink);
    return got;
  }

  std::string relative(std::string s) const {
    const std::string prefix = folder_.string() + "/";
    for (std::size_t at = s.find(prefix); at != std::string::npos; at = s.find(prefix)) s.erase(at, prefix.size());
    return s;
  }

  fs::path folder_;
  std::vector<Document> documents_;
};

using Lines = std::vector<std::string>;

TEST_F(Source, ReadsPlainTextWhole) {
  EXPECT_EQ(read({write("a.txt", "وصل الوفد.\nوغادر.\n")}), (Lines{"وصل الوفد.\nوغادر.\n"}));
  EXPECT_EQ(documents_[0].path, (folder_ / "a.txt").string());
  EXPECT_EQ(documents_[0].title, "");
}

TEST_F(Source, SeesFromTheContentWhatAFileIs) {
  EXPECT_EQ(read({write("object.txt", "{\n  \"text\": \"وصل\"\n}\n")}), (Lines{"وصل"}));
  EXPECT_EQ(read({write("lines.json", "{\"text\": \"وصل\"}\n\n{\"text\": \"غادر\"}")}), (Lines{"وصل", "غادر"}));
  EXPECT_EQ(read({write("array", " [\n{\"text\": \"وصل\"}, {\"text\": \"غادر\"}]")}), (Lines{"وصل", "غادر"}));
  EXPECT_EQ(read({write("short.json", "[ad_1]\nوصل الوفد")}), (Lines{"[ad_1]\nوصل الوفد"}));
}

TEST_F(Source, OneBrokenLineIsOneError) {
  EXPECT_EQ(read({write("a.jsonl", "{\"text\": \"وصل\"}\n{\"text\": \"مقطو\n{\"text\": 5}\n{\"text\": \"غادر\"}\n")}),
            (Lines{"وصل", "! a.jsonl:2: broken JSON: a string is not closed",
                   "! a.jsonl:3: field \"text\": expected a string or null, found a number", "غادر"}));
  EXPECT_EQ(read({write("b.jsonl", "{\"text\": \"مقطو\n{\"text\": \"غادر\"}\n")}),
            (Lines{"! b.jsonl:1: broken JSON: a string is not closed", "غادر"}));
}

TEST_F(Source, WalksFoldersInOrderAndPassesOverWhatIsNoArticle) {
  write("b/2.txt", "ثان");
  write("b/1.txt", "أول");
  write("a.txt", "صفر");
  write(".hidden/x.txt", "مخفي");
  write("b/.x.txt", "مخفي");
  write("README.md", "About these files");
  write("c.json", "{\"name\": \"index\"}");
  EXPECT_EQ(read({folder_.string()}),
            (Lines{"صفر", "أول", "ثان", "! c.json:1: no field \"text\" (expected an article: an object with at least a \"text\")"}));
}

TEST_F(Source, NamesWhatCannotBeRead) {
  const Lines got =
      read({(folder_ / "none").string(), write("empty", " \n"), write("bin", std::string("ab\0c", 4)), write("en.txt", "All in English."),
            write("digits", "1 2 3"), write("page", "<!DOCTYPE html><p>وصل"), write("ok", "وصل"), write("empty.json", "{\"text\": \"\"}")});
  EXPECT_EQ(got, (Lines{"! none: no such file or folder", "! empty: empty", "! bin: binary data (NUL bytes), not text",
                        "! en.txt: not Arabic text (0 % Arabic letters)", "! digits: not Arabic text (0 % Arabic letters)",
                        "! page: a web page without an article (fewer than 120 letters of running text)", "وصل", "! empty.json:1: empty"}));
}

TEST_F(Source, ReadsOtherCharacterSets) {
  // "wasala alwafd" in Windows-1256
  EXPECT_EQ(read({write("w.txt", "\xE6\xD5\xE1 \xC7\xE1\xE6\xDD\xCF")}), (Lines{"وصل الوفد"}));
  EXPECT_EQ(read({write("u.json", "\xEF\xBB\xBF{\"text\": \"وصل\"}")}), (Lines{"وصل"}));
}

TEST_F(Source, ConvertsLinesOneByOne) {
  // "wasala alwafd ila almadina" in Windows-1256, and a line of UTF-8 with one broken byte.
  const std::string windows = "{\"text\": \"\xE6\xD5\xE1 \xC7\xE1\xE6\xDD\xCF \xC5\xE1\xEC \xC7\xE1\xE3\xCF\xED\xE4\xC9\"}\n";
  EXPECT_EQ(read({write("w.jsonl", windows + windows)}), (Lines{"وصل الوفد إلى المدينة", "وصل الوفد إلى المدينة"}));
  const std::string long_text = "وصل الوفد إلى المدينة مساء اليوم";
  EXPECT_EQ(read({write("b.jsonl", "{\"text\": \"" + long_text + "\xFF\"}\n{\"text\": \"وصل\"}\n")}),
            (Lines{long_text + "\xEF\xBF\xBD", "وصل"}));
}

TEST_F(Source, ReadsLongLinesAndManyLines) {
  std::string jsonl, sentence;
  for (int i = 0; i < 40000; ++i) sentence += "وصل الوفد. ";
  const int lines = 300;
  for (int i = 0; i < lines; ++i) jsonl += "{\"text\": \"" + (i % 100 == 0 ? sentence : "وصل " + std::to_string(i)) + "\"}\n";
  const Lines got = read({write("long.jsonl", jsonl)});
  ASSERT_EQ(got.size(), static_cast<std::size_t>(lines));
  EXPECT_EQ(got[100], sentence);
  EXPECT_EQ(got[299], "وصل 299");
}

TEST_F(Source, RefusesWhatIsTooLargeAndGoesOn) {
  std::string large;
  while (large.size() <= kLargest) large += "وصل الوفد إلى المدينة. ";
  const std::string plain = write("large.txt", large);
  const std::string lines = write("large.jsonl", "{\"text\": \"أول\"}\n{\"text\": \"" + large + "\"}\n{\"text\": \"ثان\"}\n");
  EXPECT_EQ(read({plain, lines}), (Lines{"! large.txt: larger than 64 MB (split it, or give articles one a line)", "أول",
                                         "! large.jsonl:2: a line longer than 64 MB", "ثان"}));
}

TEST_F(Source, ReadsDocumentsOfOneLine) {
  EXPECT_EQ(read({write("corpus.txt", "عنوان ¶ نص أول.\n\nعنوان ثان ¶ نص.\n")}, true), (Lines{"عنوان\nنص أول.", "عنوان ثان\nنص."}));
  EXPECT_EQ(documents_[0].title, "عنوان");
}

TEST_F(Source, StopsWhenTheSinkHasEnough) {
  int seen = 0;
  Sink sink;
  sink.document = [&](Document) { return ++seen < 2; };
  sink.error = [](const Error&) {};
  read_paths({write("a.jsonl", "{\"text\": \"وصل\"}\n{\"text\": \"وصل\"}\n{\"text\": \"وصل\"}\n"), write("b", "وصل")}, sink);
  EXPECT_EQ(seen, 2);
}

TEST(Plain, TakesAShortFirstLineAsTitle) {
  EXPECT_EQ(plain_document("\n عنوان الخبر \n\nوصل الوفد.", "f").title, "عنوان الخبر");
  EXPECT_EQ(plain_document("وصل الوفد.\nوغادر.", "f").title, "");
  EXPECT_EQ(plain_document("سطر وحيد", "f").title, "");
  EXPECT_EQ(plain_document("سطر وحيد\n \n", "f").title, "");
  EXPECT_EQ(plain_document("المدينة، البلد (وكالة)--\nوصل الوفد.", "f").title, "");
  std::string long_line;
  for (int i = 0; i < 40; ++i) long_line += "كلمة ";
  EXPECT_EQ(plain_document(long_line + "\nوصل الوفد.", "f").title, "");
}

TEST(Admit, CountsLettersOnly) {
  EXPECT_DOUBLE_EQ(arabic_share("وصل"), 1.0);
  EXPECT_DOUBLE_EQ(arabic_share("وصل abc، 12345 ... ـــ"), 0.5);
  EXPECT_DOUBLE_EQ(arabic_share("123"), 0.0);
  EXPECT_DOUBLE_EQ(arabic_share("\xEF\xBB\xB2\xEF\xBA\x8D"), 1.0);  // presentation forms
}

TEST(Admit, WantsAFifthOfTheLettersArabic) {
  Document document;
  document.text = "وصل الوفد the delegation";
  EXPECT_TRUE(admit(document, "f"));
  document.text = "وصل the whole delegation";
  EXPECT_EQ(admit(document, "f").error().text(), "f: not Arabic text (14 % Arabic letters)");
  document.text = " \n";
  EXPECT_EQ(admit(document, "f").error().message, "empty");
  document.title = "وصل الوفد";
  EXPECT_TRUE(admit(document, "f"));
}

}  // namespace
}  // namespace isnad::ingest
