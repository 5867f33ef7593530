#include "export/html.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "export/sample.h"

namespace isnad::output {
namespace {

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST(Html, IsOneWholePageFromRightToLeft) {
  const std::string page = to_html({sample_record()});
  EXPECT_TRUE(page.starts_with("<!DOCTYPE html>\n<html lang=\"ar\" dir=\"rtl\">"));
  EXPECT_TRUE(page.ends_with("</html>\n"));
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("src="), std::string::npos);
  for (const char* element : {"mark", "p", "li", "ul", "bdi", "span", "article", "aside", "div"})
    EXPECT_EQ(count(page, "<" + std::string(element) + ">") + count(page, "<" + std::string(element) + " "),
              count(page, "</" + std::string(element) + ">"))
        << element;
}

TEST(Html, KnowsTheWordForEverything) {
  const std::string page = to_html({sample_record()});
  // A label that the data lacks shows its key.
  for (const char* group :
       {">act.", ">field.", ">basis.", ">quotation.", ">contact.", ">status.", ">mode.", ">relation.", ">entity.", ">kind.", ">page."})
    EXPECT_EQ(page.find(group), std::string::npos) << group;
}

TEST(Html, DrawsTheChainFromTheOutermostToTheSpeaker) {
  EXPECT_NE(to_html({sample_record()})
                .find("<bdi class=\"media\">صحيفة المثال</bdi><span class=\"arrow\">&larr;</span><bdi class=\"anonymous\">مصادر</bdi>"),
            std::string::npos);
}

TEST(Html, NestsMarksAndCutsThemWhereTheyCross) {
  Record r;
  r.text = "واحد اثنان ثلاثة\nأربعة";
  r.statements.resize(1);
  r.statements[0].content = span_of(r, "واحد اثنان");
  r.contacts.resize(1);
  r.contacts[0].evidence = span_of(r, "اثنان ثلاثة\nأربعة");
  r.times = {{span_of(r, "اثنان"), TimexType::date, "2"}};
  const std::string page = to_html({r});
  std::string marks = page.substr(page.find("<div class=\"text\">"));
  marks = marks.substr(0, marks.find("</div>"));
  // Only the structure: attributes other than the class are cut out.
  for (const char* attribute : {" title=\"", " id=\""})
    for (std::size_t at = marks.find(attribute); at != std::string::npos; at = marks.find(attribute))
      marks.erase(at, marks.find('"', at + std::string_view(attribute).size()) + 1 - at);
  EXPECT_EQ(marks,
            "<div class=\"text\">\n<p><mark class=\"content\">واحد <mark class=\"contact\"><mark class=\"time\">اثنان</mark></mark></mark>"
            "<mark class=\"contact\"> ثلاثة</mark></p>\n<p><mark class=\"contact\">أربعة</mark></p>\n");
}

TEST(Html, EscapesEverythingThatIsNotItsOwn) {
  const std::string evil = "<script>alert(1)</script>\"'&\xE2\x80\xAE";
  Record r = sample_record();
  for (std::string* field : {&r.title, &r.outlet, &r.path, &r.url, &r.id, &r.source_id}) *field = evil;
  r.text = evil + "\n" + evil;
  r.published.evidence[0].clue = evil;
  r.times[0].value = evil;
  for (Entity& e : r.entities) e.name = e.role = e.country = evil;
  for (Statement& s : r.statements) s.speaker.name = s.chain[0].name = s.time = s.pattern = evil;
  for (Contact& c : r.contacts) c.parties[0].name = c.venue->name = evil;
  r.conditions[0].by.name = evil;
  const std::string page = to_html({r});
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_NE(page.find("[U+202E]"), std::string::npos);
  EXPECT_EQ(page.find("href=\"<"), std::string::npos);
}

TEST(Html, LinksOnlyToTheWeb) {
  Record r;
  r.url = "javascript:alert(1)";
  EXPECT_EQ(to_html({r}).find("javascript"), std::string::npos);
  r.url = "https://example.org/\"x";
  EXPECT_NE(to_html({r}).find("href=\"https://example.org/&quot;x\""), std::string::npos);
}

TEST(Html, TakesSpansBeyondTheTextForNothing) {
  Record r;
  r.text = "نص";
  r.times = {{{1, 90}, TimexType::date, "2"}, {{90, 91}, TimexType::date, "2"}};
  EXPECT_NE(to_html({r}).find("<p>نص</p>"), std::string::npos);
}

}  // namespace
}  // namespace isnad::output
