#include "ingest/html/article.h"

#include <gtest/gtest.h>

#include "ingest/html/fragment.h"
#include "ingest/html/metadata.h"
#include "ingest/html/page.h"

namespace isnad::ingest::html {
namespace {

const std::string kFirst =
    "قال وزير الخارجية العماني بدر البوسعيدي إن الوفدين عقدا جولة ثانية من المحادثات في مسقط أمس، وإن الأجواء كانت بناءة.";
const std::string kSecond = "وأضاف الوزير أن الجانبين اتفقا على اللقاء مجددا الأسبوع المقبل، وأن بلاده تواصل جهودها لتقريب وجهات النظر.";

std::string page(const std::string& head, const std::string& body) {
  return "<!DOCTYPE html><html lang=\"ar\"><head>" + head + "</head><body>" + body + "</body></html>";
}

Document read(const std::string& html) {
  auto d = article(html, "page");
  EXPECT_TRUE(d) << (d ? "" : d.error().text());
  return d ? *d : Document{};
}

TEST(Article, IsTheParagraphsWithoutWhatStandsBesideThem) {
  const Document d = read(
      page("<title>جولة ثانية في مسقط | صحيفة المثال</title>",
           "<nav><ul><li><a href=\"/1\">سياسة</a></li><li><a href=\"/2\">اقتصاد</a></li></ul></nav>"
           "<div class=\"page\"><h1>جولة ثانية في مسقط</h1><div class=\"byline\">كتب: فلان</div>"
           "<div class=\"story-text\"><p>" +
               kFirst +
               "</p><figure><img src=\"a.jpg\"><figcaption>الوفدان في مسقط قبل الجلسة الأولى التي عقدت أمس في القصر</figcaption></figure>"
               "<p>" +
               kSecond +
               "</p><div class=\"related\"><a href=\"/3\">اقرأ أيضا: خبر آخر طويل العنوان لا علاقة له بما كتب هنا في الصفحة</a></div></div>"
               "<div class=\"comments\"><p>تعليق طويل من قارئ لا يوافق على ما جاء في المقال ويكتب كلاما كثيرا جدا لا يعني أحدا "
               "غيره.</p></div></div>"
               "<footer>جميع الحقوق محفوظة لصحيفة المثال وكل ما فيها من أخبار وصور ومقالات وتحليلات</footer>"));
  EXPECT_EQ(d.title, "جولة ثانية في مسقط");
  EXPECT_EQ(d.text, kFirst + "\n" + kSecond);
}

TEST(Article, KeepsLineBreaksAsParagraphs) {
  EXPECT_EQ(read(page("", "<div id=\"article\">" + kFirst + "<br><br/>" + kSecond + "</div>")).text, kFirst + "\n" + kSecond);
}

TEST(Article, TakesWhatTheHeadSays) {
  const Document d =
      read(page("<meta property=\"og:title\" content=\"عنوان &quot;الخبر&quot;\"><meta property=\"og:site_name\" content=\"صحيفة المثال\">"
                "<link rel=\"canonical\" href=\"https://example.org/a?b=1&amp;c=2\">"
                "<meta property=\"article:published_time\" content=\"2024-05-02T23:30:00+04:00\">",
                "<p>" + kFirst + "</p><p>" + kSecond + "</p>"));
  EXPECT_EQ(d.title, "عنوان \"الخبر\"");
  EXPECT_EQ(d.outlet, "صحيفة المثال");
  EXPECT_EQ(d.url, "https://example.org/a?b=1&c=2");
  EXPECT_EQ(d.published, (Date{2024, 5, 2}));
}

TEST(Article, TakesStructuredData) {
  const Document d = read(page(
      R"(<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},)"
      R"({"@type":["NewsArticle"],"headline":"خبر اليوم","datePublished":"2023-11-09","publisher":{"name":"وكالة المثال"}}]}</script>)",
      "<p>" + kFirst + "</p><p>" + kSecond + "</p>"));
  EXPECT_EQ(d.title, "خبر اليوم");
  EXPECT_EQ(d.outlet, "وكالة المثال");
  EXPECT_EQ(d.published, (Date{2023, 11, 9}));
}

TEST(Article, FallsBackToTheBodyOfStructuredData) {
  EXPECT_EQ(read(page("<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"articleBody\":\"" + kFirst + " " + kSecond +
                          "\"}</script>",
                      "<div id=\"root\"></div>"))
                .text,
            kFirst + " " + kSecond);
}

TEST(Article, TakesTheDayFromTheAddressOrThePage) {
  const std::string text = "<p>" + kFirst + "</p><p>" + kSecond + "</p>";
  EXPECT_EQ(read(page("<link rel=\"canonical\" href=\"https://example.org/2020/11/09/news\">", text)).published, (Date{2020, 11, 9}));
  EXPECT_EQ(read(page("", "<div>الجمعة 24 نيسان / أبريل 2020</div>" + text)).published, (Date{2020, 4, 24}));
  EXPECT_FALSE(read(page("", text)).published);
}

TEST(Article, RefusesAPageWithoutOne) {
  const auto d = article(page("<title>الصفحة الأولى</title>", "<ul><li><a href=\"/1\">خبر</a></li></ul>"), "front.html");
  ASSERT_FALSE(d);
  EXPECT_EQ(d.error().text(), "front.html: a web page without an article (fewer than 120 letters of running text)");
}

TEST(Article, ShowsNothingHidden) {
  const Document d = read(page("", "<article><p>" + kFirst + "</p><p style=\"display: none\">" + kFirst + "</p><p>" + kSecond +
                                       "</p><p hidden>" + kFirst + kFirst + "</p></article>"));
  EXPECT_EQ(d.text, kFirst + "\n" + kSecond);
}

TEST(DayIn, ReadsTheWaysOfPages) {
  for (const auto& [text, day] : std::vector<std::pair<const char*, Date>>{{"2020-06-03T03:01+0400", {2020, 6, 3}},
                                                                           {"Thu, 20 Mar 2025 18:53:43 +0000", {2025, 3, 20}},
                                                                           {"March 20, 2025", {2025, 3, 20}},
                                                                           {"03/06/2020", {2020, 6, 3}},
                                                                           {"20200603", {2020, 6, 3}},
                                                                           {"الأربعاء، 07 أكتوبر 2020 - 12:09 م", {2020, 10, 7}},
                                                                           {"٢٤ كانون الثاني ٢٠٢١", {2021, 1, 24}},
                                                                           {"24 نيسان / أبريل 2020", {2020, 4, 24}}})
    EXPECT_EQ(day_in(text), day) << text;
  for (const char* none : {"", "12:30", "2020", "31/02/2020", "قبل ساعتين", "99999999"}) EXPECT_FALSE(day_in(none)) << none;
}

TEST(PlainText, IsTheWordsOfAFragment) {
  EXPECT_EQ(plain_text("<p>أول &amp; ثان</p><p>ثا<b>لث</b></p>رابع<script>x</script>"), "أول & ثان\nثالث\nرابع");
  EXPECT_EQ(plain_text("سطر\nوسطر"), "سطر\nوسطر");
  EXPECT_EQ(plain_text(""), "");
}

TEST(Page, HoldsAnyBytes) {
  for (const std::string& s :
       {std::string("<"), std::string("</"), std::string("<a"), std::string("<a b"), std::string("<a b='"), std::string("<!--"),
        std::string("<script>"), std::string("<p><div></p></div>"), std::string("&#x;&#99999999;&amp")}) {
    const auto p = Page::parse(s, "x");
    ASSERT_TRUE(p) << s;
    for (std::uint32_t i = 0; i < p->nodes().size(); ++i) EXPECT_LE(p->nodes()[i].end, p->nodes().size());
  }
}

TEST(Page, StaysFlatHoweverDeep) {
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<div>";
  deep += "كلام";
  const auto p = Page::parse(deep, "x");
  ASSERT_TRUE(p);
  EXPECT_EQ(p->nodes().back().raw, "كلام");
}

TEST(Page, RefusesWhatIsTooLarge) {
  const auto p = Page::parse(std::string(Page::kLargest + 1, ' '), "big.html");
  ASSERT_FALSE(p);
  EXPECT_EQ(p.error().text(), "big.html: a web page larger than 16 MB");
}

}  // namespace
}  // namespace isnad::ingest::html
