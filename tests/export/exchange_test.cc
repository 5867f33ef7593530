#include "export/exchange/exchange.h"

#include <gtest/gtest.h>

#include <map>

#include "export/exchange/xml.h"
#include "isnad/isnad.h"
#include "isnad/model.h"
#include "link/linker.h"

namespace isnad::exchange {
namespace {

const model::Lexicon& lexicon() { return Model::builtin().lexicon(); }

// Reports in memory, linked.
struct Reports {
  std::vector<Record> records;
  link::LinkedReports linked;
  output::RecordSource source = [this](std::uint32_t n) -> const Record& { return records[n]; };

  explicit Reports(const std::vector<isnad::Document>& documents) {
    static const link::ItemMaker maker(lexicon());
    for (const isnad::Document& d : documents) {
      records.push_back(read(d));
      linked.reports.push_back(maker.of(records.back()));
    }
    linked.links = link::link(linked.reports);
  }
  Selection select(const output::Choice& choice = {}) const { return {linked, source, lexicon(), choice}; }
};

isnad::Document document(std::string text, std::string published = "2021-05-04", std::string title = "", std::string outlet = "") {
  isnad::Document d;
  d.text = std::move(text), d.title = std::move(title), d.outlet = std::move(outlet);
  d.published = Date::parse(published);
  return d;
}

std::string exported(const Selection& selection, const char* format, std::string_view table = "", Settings settings = {"isnad test"}) {
  std::string out;
  EXPECT_TRUE(find_format(format)->make(settings)->write(selection, table, [&](std::string_view bytes) {
    out += bytes;
    return true;
  }));
  return out;
}

const char* const kMeeting = "التقى وزير الخارجية العماني بدر البوسعيدي نظيره الإيراني محمد جواد ظريف في مسقط يوم الاثنين 3 مايو 2021.";
const char* const kDenial = "نفى مسؤول رفيع أن تكون طهران تلقت رسالة من واشنطن عبر سلطنة عمان.";
const char* const kWhiteHouse = "قال البيت الأبيض إن الولايات المتحدة لن تشارك في المحادثات. وأكد مسؤول رفيع أن طهران لن تشارك فيها أيضا.";

TEST(Exchange, EveryFormatEndsWhenNoMoreIsWanted) {
  const Reports reports({document(kMeeting), document(kDenial)});
  const Selection selection = reports.select();
  for (const Format& f : formats()) {
    const auto format = f.make({"isnad test"});
    std::vector<std::string_view> tables = format->tables();
    if (tables.empty()) tables.emplace_back();
    for (const std::string_view table : tables) {
      std::size_t pieces = 0;
      ASSERT_TRUE(format->write(selection, table, [&](std::string_view) { return ++pieces, true; })) << f.name << table;
      for (std::size_t stop = 1; stop <= pieces; ++stop) {
        std::size_t seen = 0;
        EXPECT_FALSE(format->write(selection, table, [&](std::string_view) { return ++seen < stop; })) << f.name << table << stop;
        EXPECT_EQ(seen, stop) << f.name << ' ' << table;
      }
    }
  }
}

TEST(Exchange, AnEmptyStoreIsAWholeFileInEveryFormat) {
  const Reports none({});
  const Selection selection = none.select();
  EXPECT_EQ(exported(selection, "jsonl"), "");
  EXPECT_EQ(exported(selection, "ftm"), "");
  EXPECT_TRUE(exported(selection, "csv", "contacts").starts_with("contact_id,kind,"));
  EXPECT_TRUE(exported(selection, "graphml").ends_with("</graphml>\n"));
  EXPECT_TRUE(exported(selection, "gexf").ends_with("</gexf>\n"));
  EXPECT_TRUE(exported(selection, "prov").ends_with("}}\n"));
  EXPECT_TRUE(exported(selection, "jsonld").ends_with("]}\n"));
  EXPECT_TRUE(exported(selection, "ics").ends_with("END:VCALENDAR\r\n"));
}

TEST(Exchange, AStateIsOneUnderAllItsNamesAndAnUnnamedSourceIsNot) {
  const Reports reports({document(kDenial), document(kWhiteHouse)});
  std::map<std::string, std::vector<Entity>> of;
  for (const Entity& e : reports.select().entities())
    of[e.kind == PartyKind::country ? e.country : e.kind == PartyKind::anonymous ? "unnamed" : "other"].push_back(e);
  ASSERT_EQ(of["US"].size(), 1u);
  EXPECT_GE(of["US"][0].names.size(), 2u);
  ASSERT_EQ(of["IR"].size(), 1u);
  EXPECT_EQ(of["IR"][0].documents, 2u);
  ASSERT_EQ(of["unnamed"].size(), 2u);
  EXPECT_EQ(of["unnamed"][0].name, of["unnamed"][1].name);
  // The id rests on who it is alone.
  const Reports one({document(kWhiteHouse)});
  for (const Entity& e : one.select().entities())
    if (e.kind == PartyKind::country && e.country == "US") {
      EXPECT_EQ(e.id, of["US"][0].id);
    }
}

TEST(Exchange, CellsThatWouldComputeAreText) {
  for (const char* const title : {"=1+1", "+1", "-1", "@SUM(A1)", "\uFF1D1", "  =1", "\t=1"}) {
    Reports reports({document(kMeeting)});
    reports.records[0].title = title;
    const std::string csv = exported(reports.select(), "csv", "documents");
    EXPECT_NE(csv.find(",'" + std::string(title) + ","), std::string::npos) << csv;
  }
  Reports reports({document(kMeeting)});
  reports.records[0].title = "a-b=c, \"d\"";
  EXPECT_NE(exported(reports.select(), "csv", "documents").find(",\"a-b=c, \"\"d\"\"\","), std::string::npos);
}

TEST(Exchange, ExcelGetsCellsThatItCanHold) {
  Reports reports({document(kMeeting)});
  reports.records[0].title.clear();
  for (int i = 0; i < 20'000; ++i) reports.records[0].title += "\U0001F600";  // two units of UTF-16 each
  Settings excel{"isnad test", true, ';'};
  const std::string csv = exported(reports.select(), "csv", "documents", excel);
  const std::size_t at = csv.find("\U0001F600");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(csv.find(';', at) - at, 16'383u * 4);
  EXPECT_GT(exported(reports.select(), "csv", "documents").find(',', at + 16'384u * 4), at + 16'384u * 4);
}

TEST(Exchange, XmlHoldsWhatXmlCan) {
  EXPECT_EQ(xml_text("<a b=\"&\">\n"), "&lt;a b=&quot;&amp;&quot;&gt;&#10;");
  EXPECT_EQ(xml_text(std::string_view("\x01\x00x", 3)), "\uFFFD\uFFFDx");
  EXPECT_EQ(xml_text("\uFFFEم"), "\uFFFDم");
  EXPECT_EQ(xml_text("\xFFم"), "\uFFFDم");
}

TEST(Exchange, AContactWithoutADayIsNotInTheCalendar) {
  const Reports reports({document(kMeeting), document(kDenial)});
  std::size_t dated = 0, all = 0;
  reports.select().contacts([&](const Contact& c) {
    dated += c.from.has_value();
    return ++all, true;
  });
  ASSERT_GT(dated, 0u);
  ASSERT_GT(all, dated);
  const std::string ics = exported(reports.select(), "ics");
  std::size_t events = 0;
  for (std::size_t at = 0; (at = ics.find("BEGIN:VEVENT", at)) != std::string::npos; ++at) ++events;
  EXPECT_EQ(events, dated);
  EXPECT_NE(ics.find("DTSTART;VALUE=DATE:20210503\r\nDTEND;VALUE=DATE:20210504\r\n"), std::string::npos);
}

TEST(Exchange, AChoiceTakesWithItWhatAnswersAndWhatIsAnswered) {
  const Reports reports(
      {document("قال وزير الخارجية العماني بدر البوسعيدي إن إيران وافقت على وقف تخصيب اليورانيوم في منشأة نطنز.", "2021-05-04", "",
                "جريدة أ"),
       document("نفى المتحدث باسم الخارجية الإيرانية سعيد خطيب زاده أن تكون إيران وافقت على وقف تخصيب اليورانيوم في منشأة نطنز.",
                "2021-05-05", "", "جريدة ب")});
  std::size_t denied = 0;
  for (const link::LinkedClaim& c : reports.linked.links.claims) denied += c.denied_by.size();
  ASSERT_GT(denied, 0u) << "the second report denies the first";
  output::Choice choice;
  choice.parties = {link::Identities(lexicon()).named("البوسعيدي")};
  std::size_t documents = 0, claims = 0;
  const Selection selection = reports.select(choice);
  selection.documents([&](const Document&) { return ++documents, true; });
  selection.claims([&](const Claim&) { return ++claims, true; });
  EXPECT_EQ(documents, 2u);
  EXPECT_EQ(claims, 2u);
  choice.parties = {link::Identities(lexicon()).named("ماكغورك")};
  EXPECT_TRUE(reports.select(choice).entities().empty());
}

}  // namespace
}  // namespace isnad::exchange
