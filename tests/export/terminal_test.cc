#include "export/terminal.h"

#include <gtest/gtest.h>

#include <sstream>

#include "export/sample.h"

namespace isnad::output {
namespace {

std::string printed(const Record& record, TerminalStyle style = {}) {
  std::string out;
  append_terminal(out, record, style);
  return out;
}

TEST(Terminal, ShowsWhatWasFound) {
  EXPECT_EQ(printed(sample_record(), {.width = 200}),
            "لقاء في مسقط\n"
            "  جريدة المثال · folder/a \"b\".json · https://example.org/a?b=1&c=<2>\n"
            "published 2024-05-04 – 2024-05-06 (inferred)\n"
            "statements (2)\n"
            "  s1  صحيفة المثال ← مصادر say mixed نقلت\n"
            "      \"الوفدين التقيا سرا في مسقط\" يوم 3 مايو\n"
            "  s2  سامي الكامل deny indirect ونفى to صحيفة المثال 2024-05-04\n"
            "      أن يكون ذلك حدث\n"
            "contacts (1)\n"
            "  c1  مسقط ↔ صحيفة المثال secret indirect meeting held through مصادر at مسقط 2024-05 –\n"
            "      about القيود\n"
            "      according to صحيفة المثال ← مصادر (s1)\n"
            "      الوفدين التقيا سرا في مسقط\n"
            "conditions (1)\n"
            "  سامي الكامل if رُفعت القيود then بلاده ستعود (s2)\n"
            "relations (1)\n"
            "  s2 denies s1\n"
            "entities (3)\n"
            "  person سامي الكامل المتحدث (OM)\n"
            "  media صحيفة المثال\n"
            "  place مسقط\n\n");
}

TEST(Terminal, ExplainsPatternsAndClues) {
  const std::string plain = printed(sample_record()), explained = printed(sample_record(), {.explain = true});
  for (const char* part : {"pattern pass_on", "pattern met_at", "3 مايو day and month"}) {
    EXPECT_EQ(plain.find(part), std::string::npos) << part;
    EXPECT_NE(explained.find(part), std::string::npos) << part;
  }
}

TEST(Terminal, WrapsBetweenWords) {
  Record r = sample_record();
  for (const std::size_t width : {40u, 60u, 80u}) {
    std::istringstream lines(printed(r, {.width = width}));
    for (std::string line; std::getline(lines, line);) {
      if (line.find("https://") != std::string::npos) continue;  // a word longer than the line
      EXPECT_LE(display_width(line), width) << line;
    }
  }
}

TEST(Terminal, ColorsAndIsolatesAreBalanced) {
  const std::string text = printed(sample_record(), {.color = true, .isolate = true, .explain = true, .width = 40});
  const auto count = [&](std::string_view part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
    return n;
  };
  EXPECT_EQ(count("\x1b["), 2 * count("\x1b[0m"));
  EXPECT_EQ(count("\u2067") + count("\u2068"), count("\u2069"));
  EXPECT_GT(count("\u2067"), 0u);
  EXPECT_NE(text.find("\u2067صحيفة المثال ← مصادر\u2069"), std::string::npos);
  EXPECT_EQ(printed(sample_record()).find('\x1b'), std::string::npos);
}

TEST(Terminal, LetsNothingSteerTheTerminal) {
  Record r = sample_record();
  r.outlet = "\x1b[31mred\x07\xE2\x80\xAE\n";
  const std::string text = printed(r);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(Terminal, MeasuresColumns) {
  EXPECT_EQ(display_width("مُحمّد"), 4u);
  EXPECT_EQ(display_width("日本"), 4u);
  EXPECT_EQ(display_width("abc \u2068x\u2069"), 5u);
}

}  // namespace
}  // namespace isnad::output
