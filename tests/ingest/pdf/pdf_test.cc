#include "ingest/pdf/pdf.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "ingest/pdf/layout.h"
#include "ingest/pdf/reading_order.h"

namespace isnad::ingest::pdf {
namespace {

constexpr double kEm = 10;

// What pdftotext writes of a page. Lines are given in the order of reading, and written as they stand: from left to right.
class Page {
 public:
  explicit Page(double right = 500) : right_(right) {}

  Page& line(const std::string& reading, double indent = 0, double height = kEm) {
    double right = right_ - indent;
    out_ += "<line>\n";
    std::u32string word;
    const std::u32string letters = base::decode(reading + " ");
    for (const char32_t c : letters) {
      if (c != ' ') {
        word.push_back(c);
        continue;
      }
      const double width = static_cast<double>(word.size()) * height / 2;
      std::u32string visual(word.rbegin(), word.rend());
      if (word[0] < 0x80) visual = word;
      add(right - width, right, base::encode(visual), height);
      right -= width + height / 4;
      word.clear();
    }
    out_ += "</line>\n";
    top_ += height * 1.2;
    return *this;
  }
  Page& down(double points) {
    top_ += points;
    return *this;
  }
  Page& next_page() {
    out_ += "</page>\n<page width=\"600\" height=\"800\">\n";
    top_ = 0;
    return *this;
  }
  std::string text() const { return document_of_layout("<title>" + title + "</title>\n<page width=\"600\" height=\"800\">\n" + out_).text; }
  Document document() const { return document_of_layout("<title>" + title + "</title>\n<page width=\"600\" height=\"800\">\n" + out_); }

  std::string title;

 private:
  void add(double left, double right, const std::string& visual, double height) {
    out_ += "  <word xMin=\"" + std::to_string(left) + "\" yMin=\"" + std::to_string(top_) + "\" xMax=\"" + std::to_string(right) +
            "\" yMax=\"" + std::to_string(top_ + height) + "\">" + visual + "</word>\n";
  }
  double right_, top_ = 0;
  std::string out_;
};

// One line of words as they stand from left to right, a usual space apart.
std::string read(const std::vector<std::string>& visual) {
  Page page;
  double left = 100;
  std::string words;
  Line line;
  for (const std::string& v : visual) {
    Word w{{left, 0, left + static_cast<double>(base::decode(v).size()) * 5, kEm}, base::decode(v)};
    left = w.box.right + 2.5;
    line.words.push_back(std::move(w));
  }
  line.height = kEm;
  return base::encode(reading_order(line, habits_of({line})));
}

TEST(PdfReadingOrder, GoesFromTheRight) { EXPECT_EQ(read({"طقسم", "يف", "دفولا", "لصو"}), "وصل الوفد في مسقط"); }

TEST(PdfReadingOrder, KeepsNumbersAndLatinWords) {
  EXPECT_EQ(read({"،2013", "ربمفون", "24", "موي"}), "يوم 24 نوفمبر 2013،");
  EXPECT_EQ(read({"ءابنألل", "Reuters", "News", "ةلاكو"}), "وكالة Reuters News للأنباء");
  EXPECT_EQ(read({"%60.5", "ةبسن"}), "نسبة 60.5%");
  EXPECT_EQ(read({"24/11/2013", "خيرات"}), "تاريخ 24/11/2013");
  EXPECT_EQ(read({"2014", "-", "2013", "نيب"}), "بين 2013 - 2014");
  EXPECT_EQ(read({"٢٠١٣", "ماع"}), "عام ٢٠١٣");
}

TEST(PdfReadingOrder, KeepsALineWithoutArabic) { EXPECT_EQ(read({"Reuters", "(2013)."}), "Reuters (2013)."); }

TEST(PdfReadingOrder, SeesHowBracketsAreWritten) {
  EXPECT_EQ(read({")ناريإ(", "ةلود"}), "دولة (إيران)");  // by what they do
  EXPECT_EQ(read({"(ناريإ)", "ةلود"}), "دولة (إيران)");  // by their shape
  EXPECT_EQ(read({"«ةءانب»", "تناك"}), "كانت «بناءة»");
}

TEST(PdfReadingOrder, MakesLettersOfPresentationForms) {
  // Forms of "wazir", lam with alef as one, the name of God with the alef beside it and inside it.
  EXPECT_EQ(read({"\uFEAE\uFEF3\uFEAF\uFEED"}), "وزير");
  EXPECT_EQ(read({"\uFED1\uFEFC\uFEA7"}), "خلاف");
  EXPECT_EQ(read({"\uFDF2ا"}), "الله");
  EXPECT_EQ(read({"\uFDF2"}), "الله");
  EXPECT_EQ(read({"\uFDFA", "دمحم"}), "محمد \uFDFA");
}

TEST(PdfReadingOrder, LeavesTextThatRunsTheOtherWay) { EXPECT_EQ(read({"وصلت", "بعثة", "إلى", "المدينة"}), "وصلت بعثة إلى المدينة"); }

TEST(PdfReadingOrder, DropsKashidasThatFillTheLine) {
  EXPECT_EQ(read({"ماـــــعلا", "مالسلا"}), "السلام العام");
  EXPECT_EQ(read({"ـه", "1435", "ماع"}), "عام 1435 هـ");
}

Line gaps(const std::vector<std::pair<double, std::string>>& words) {
  Line line;
  double left = 0;
  for (const auto& [room, v] : words) {
    const double width = static_cast<double>(base::decode(v).size()) * 5;
    line.words.push_back({{left + room, 0, left + room + width, kEm}, base::decode(v)});
    left += room + width;
  }
  line.height = kEm;
  return line;
}
std::string read_gaps(const std::vector<std::pair<double, std::string>>& words) {
  const Line line = gaps(words);
  return base::encode(reading_order(line, habits_of({line})));
}

TEST(PdfSpaces, AreSeenFromTheGaps) {
  // "qala" in three pieces without room; "alaqwal" in two with little; its neighbours a space apart.
  EXPECT_EQ(read_gaps({{0, "ل"}, {0, "ا"}, {0, "ق"}}), "قال");
  EXPECT_EQ(read_gaps({{0, "يف"}, {3, "لاو"}, {1.2, "قألا"}, {3, "هذه"}, {3, "نإ"}}), "إن هذه الأقوال في");
}

TEST(PdfSpaces, NarrowOnesBetweenKnownWordsStay) {
  EXPECT_EQ(read_gaps({{0, "يف"}, {3, "ريزولا"}, {1.5, "لاق"}, {3, "مث"}, {3, "نم"}}), "من ثم قال الوزير في");
}

TEST(PdfSpaces, AMarkAtTheEdgeMakesNone) {
  // The shadda stands over the middle of its letter, so its word seems to begin there.
  EXPECT_EQ(read_gaps({{0, "نأ"}, {3, "ل"}, {2.8, "ّجسو"}, {3, "يف"}, {3, "نم"}}), "من في وسجّل أن");
  EXPECT_EQ(read_gaps({{0, "نأ"}, {3, "لّ"}, {1.6, "جسو"}, {3, "يف"}}), "في وسجّل أن");
}

TEST(PdfSpaces, TanwinEndsAWord) {
  // The mark over the alef reaches to the left of it.
  EXPECT_EQ(read_gaps({{0, "نع"}, {0, "ًالضف"}, {3, "لاق"}, {3, "مث"}}), "ثم قال فضلاً عن");
  EXPECT_EQ(read_gaps({{0, "نع"}, {3, "ا"}, {1, "ًددجم"}, {3, "لاق"}}), "قال مجددًا عن");
  EXPECT_EQ(read_gaps({{0, "لاق"}, {3, "،"}, {1, "ًاوضع"}, {3, "نم"}}), "من عضواً، قال");
}

TEST(PdfSpaces, AMonthInTwoPiecesIsOne) {
  EXPECT_EQ(read_gaps({{0, "نم"}, {3, "لي"}, {1.2, "ربأ"}, {3, "يف"}, {3, "نأ"}}), "أن في أبريل من");
}

TEST(PdfSpaces, ANarrowOneBehindATehMarbutaStays) {
  EXPECT_EQ(read_gaps({{0, "اضيأ"}, {3, "كلذك"}, {1.2, "ةمقلا"}, {3, "نأ"}}), "أن القمة كذلك أيضا");
}

TEST(PdfLayout, PutsMarksThatStandApartOverTheirLetters) {
  // "waakkada": the mark over the kaf has its own line.
  const Layout layout = parse_layout(
      "<page>\n<line>\n<word xMin=\"100\" yMin=\"10\" xMax=\"120\" yMax=\"20\">دكأو</word>\n</line>\n<line>\n"
      "<word xMin=\"107\" yMin=\"8\" xMax=\"107\" yMax=\"18\">ّ</word>\n</line>\n");
  ASSERT_EQ(layout.lines.size(), 1u);
  EXPECT_EQ(base::encode(reading_order(layout.lines[0], habits_of(layout.lines))), "وأكّد");
}

TEST(PdfParagraphs, JoinsLinesThatTheColumnBroke) {
  EXPECT_EQ(Page()
                .line("قال وزير الخارجية إن الوفدين عقدا جولة ثانية")
                .line("من المحادثات في مسقط.")
                .line("وأضاف أن الأجواء كانت بناءة وأن")
                .line("اللقاء سيعقد.")
                .text(),
            "قال وزير الخارجية إن الوفدين عقدا جولة ثانية من المحادثات في مسقط.\nوأضاف أن الأجواء كانت بناءة وأن اللقاء سيعقد.");
}

TEST(PdfParagraphs, BreakAtRoomAboveIndentsAndSizes) {
  const std::string full = "قال وزير الخارجية إن الوفدين عقدا جولة.";
  EXPECT_EQ(Page().line(full).down(8).line(full).line(full, 15).text(), full + "\n" + full + "\n" + full);
  EXPECT_EQ(Page().line("جولة ثانية من المحادثات في مسقط اليوم", 0, 20).line(full).text(),
            "جولة ثانية من المحادثات في مسقط اليوم\n" + full);
}

TEST(PdfParagraphs, GoOnOnTheNextPageWithoutHeadsAndNumbers) {
  Page page;
  const std::vector<std::string> first{"", "الأولى", "التالية", "الأخيرة"}, second{"", "اجتماعا", "مجلساهم", "مؤتمرين"};
  for (std::size_t i = 1; i <= 3; ++i) {
    if (i > 1) page.next_page();
    page.line("صحيفة المثال العدد " + std::to_string(i));
    page.down(30).line("قال وزير الخارجية إن الوفدين عقدا الجولة " + first[i]).line("من المحادثات التي استمرت يومين وقال إن " + second[i]);
    page.down(30).line(std::to_string(i));
  }
  EXPECT_EQ(page.text(),
            "قال وزير الخارجية إن الوفدين عقدا الجولة الأولى من المحادثات التي استمرت يومين وقال إن اجتماعا "
            "قال وزير الخارجية إن الوفدين عقدا الجولة التالية من المحادثات التي استمرت يومين وقال إن مجلساهم "
            "قال وزير الخارجية إن الوفدين عقدا الجولة الأخيرة من المحادثات التي استمرت يومين وقال إن مؤتمرين");
}

TEST(PdfColumns, TheRightOneComesFirst) {
  std::string layout = "<page>\n";
  const auto line = [&](double left, double top, const std::string& visual) {
    layout += "<line>\n<word xMin=\"" + std::to_string(left) + "\" yMin=\"" + std::to_string(top) + "\" xMax=\"" +
              std::to_string(left + 200) + "\" yMax=\"" + std::to_string(top + 10) + "\">" + visual + "</word>\n</line>\n";
  };
  for (int i = 0; i < 3; ++i) {
    line(50, 20 + 12 * i, i < 2 ? "راسي" : ".راسي");   // "yasar": left
    line(300, 25 + 12 * i, i < 2 ? "نيمي" : ".نيمي");  // "yamin": right
  }
  EXPECT_EQ(document_of_layout(layout).text, "يمين يمين يمين.\nيسار يسار يسار.");
}

// Lines of pdftotext, each its height and the words in it as {left, right, letters}.
struct Placed {
  double left, right;
  std::string visual;
};
std::string lines_of(const std::vector<std::pair<double, std::vector<Placed>>>& lines, double height = 10) {
  std::string out;
  for (const auto& [top, words] : lines) {
    out += "<line>\n";
    for (const Placed& w : words)
      out += "<word xMin=\"" + std::to_string(w.left) + "\" yMin=\"" + std::to_string(top) + "\" xMax=\"" + std::to_string(w.right) +
             "\" yMax=\"" + std::to_string(top + height) + "\">" + w.visual + "</word>\n";
    out += "</line>\n";
  }
  return out;
}

TEST(PdfColumns, AreSeenWherePdftotextTookThemForOne) {
  // The room between them is that of an em, and a headline in large letters has a room there too.
  std::vector<std::pair<double, std::vector<Placed>>> body;
  for (int i = 0; i < 4; ++i) body.push_back({60.0 + 12 * i, {{50, 200, i < 3 ? "راسي" : ".راسي"}, {212, 360, i < 3 ? "نيمي" : ".نيمي"}}});
  EXPECT_EQ(document_of_layout("<page>\n" + lines_of({{20, {{100, 200, "يناث"}, {212, 300, "لوأ"}}}}, 20) + lines_of(body)).text,
            "أول ثاني\nيمين يمين يمين يمين.\nيسار يسار يسار يسار.");
}

TEST(PdfColumns, RoomsThatMeetInAFewLinesAreNone) {
  std::vector<std::pair<double, std::vector<Placed>>> body;
  for (int i = 0; i < 12; ++i) {
    if (i < 3) body.push_back({20.0 + 12 * i, {{50, 200, "ب"}, {212, 360, "أ"}}});
    else body.push_back({20.0 + 12 * i, {{50, 360, "ج"}}});
  }
  EXPECT_EQ(document_of_layout("<page>\n" + lines_of(body)).text.substr(0, 17), "أ ب أ ب أ ب");
}

TEST(Pdf, TakesATitleThatTheTextHasToo) {
  Page page;
  page.line("جولة ثانية من المحادثات", 0, 20).line("قال وزير الخارجية إن الوفدين عقدا جولة ثانية.");
  page.title = "Microsoft Word - news.doc";
  EXPECT_EQ(page.document().title, "جولة ثانية من المحادثات");  // the first line
  page.title = "جولة ثانية من المحادثات";
  EXPECT_EQ(page.document().title, page.title);
}

TEST(Pdf, AnyLayoutIsADocument) {
  EXPECT_EQ(document_of_layout("").text, "");
  EXPECT_EQ(document_of_layout("<word xMin=\"nan\" xMax=\"1e300\">لصو").text, "وصل");
  EXPECT_EQ(document_of_layout("<page\n<line\n<word>\n<word></word>\n<word xMin=\"-\">ل&#xD;").text, "ل");
}

TEST(Pdf, IsSeenFromItsFirstBytes) {
  EXPECT_TRUE(is_pdf("%PDF-1.4\n"));
  EXPECT_TRUE(is_pdf("\xEF\xBB\xBF\n%PDF-1.4"));
  EXPECT_FALSE(is_pdf("a %PDF-1.4"));
}

}  // namespace
}  // namespace isnad::ingest::pdf
