#include "ingest/agency.h"

#include <gtest/gtest.h>

#include "ingest/article_json.h"

namespace isnad::ingest {
namespace {

const std::string kText = "قال وزير الخارجية إن الوفدين عقدا جولة ثانية.";

std::string news_item(const std::string& content, const std::string& status = "stat:usable", const std::string& kind = "ninat:text") {
  return "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:newsml:example.org:1' version='2' standard='NewsML-G2'>"
         "<catalogRef href='http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml'/>"
         "<rightsInfo><copyrightHolder literal='حقوق'/></rightsInfo>"
         "<itemMeta><itemClass qcode='" +
         kind +
         "'/><provider qcode='nprov:EX'><name>وكالة المثال</name></provider>"
         "<versionCreated>2013-11-25T08:00:00Z</versionCreated><firstCreated>2013-11-24T08:00:00Z</firstCreated><pubStatus qcode='" +
         status +
         "'/></itemMeta>"
         "<contentMeta><contentCreated>2013-11-24T23:30:00+03:00</contentCreated><headline xml:lang='en'>Second round</headline>"
         "<headline xml:lang='ar'>جولة ثانية</headline><dateline>مسقط (المثال)</dateline></contentMeta>"
         "<contentSet>" +
         content + "</contentSet></newsItem>";
}

std::string xhtml(const std::string& text) {
  return "<inlineXML contenttype='application/xhtml+xml'><html "
         "xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><p>" +
         text + "</p><figure><figcaption>صورة</figcaption></figure><p>ثم <b>غادر</b>.</p></body></html></inlineXML>";
}

struct Got {
  std::vector<AgencyItem> items;
  std::vector<std::string> errors;
};

Got read(void (*read_items)(std::string_view, const std::string&, const std::function<bool(Result<AgencyItem>)>&), std::string bytes) {
  Got got;
  const std::size_t size = bytes.size();
  bytes.resize(size + ArticleParser::kPadding);
  read_items(std::string_view(bytes).substr(0, size), "f", [&](Result<AgencyItem> i) {
    if (i) got.items.push_back(std::move(*i));
    else got.errors.push_back(i.error().text());
    return true;
  });
  return got;
}
Got xml(const std::string& bytes) { return read(read_agency_xml, bytes); }
Got json(const std::string& bytes) { return read(read_ninjs, bytes); }

TEST(NewsMl, IsSeenFromItsFirstElement) {
  EXPECT_TRUE(is_agency_xml("<?xml version='1.0'?><!-- c --><newsItem guid=''>"));
  EXPECT_TRUE(is_agency_xml("<nar:newsMessage>"));
  EXPECT_TRUE(is_agency_xml("<nitf>"));
  EXPECT_FALSE(is_agency_xml("<rss>"));
  EXPECT_FALSE(is_agency_xml("<!-- <newsItem>"));
}

TEST(NewsMl, TakesTextAndWhatIsSaidOfIt) {
  const Got got = xml("<?xml version='1.0'?>" + news_item(xhtml(kText)));
  ASSERT_EQ(got.items.size(), 1u);
  const Document& d = got.items[0].document;
  EXPECT_EQ(d.title, "جولة ثانية");
  EXPECT_EQ(d.text, "مسقط (المثال) - " + kText + "\nثم غادر.");
  EXPECT_EQ(d.outlet, "وكالة المثال");
  EXPECT_EQ(d.id, "urn:newsml:example.org:1");
  EXPECT_EQ(d.published->to_string(), "2013-11-24");
  EXPECT_EQ(d.url, "");
}

TEST(NewsMl, ADatelineThatTheTextHasIsNotSaidTwice) {
  EXPECT_EQ(xml(news_item(xhtml("مسقط - " + kText))).items[0].document.text, "مسقط - " + kText + "\nثم غادر.");
}

TEST(NewsMl, TakesTheArabicOneOfSeveralContents) {
  EXPECT_EQ(
      xml(news_item("<inlineData contenttype='text/plain'>English</inlineData><inlineData contenttype='text/plain'>مسقط\nقال</inlineData>"))
          .items[0]
          .document.text,
      "مسقط\nقال");
}

TEST(NewsMl, ReadsNitfInsideAndAlone) {
  const std::string nitf =
      "<nitf><head><title>عنوان</title><docdata><doc-id id-string='n1'/><date.issue norm='20131124T100000+0300'/></docdata><pubdata "
      "name='وكالة'/></head>"
      "<body><body.head><hedline><hl1>جولة</hl1></hedline><dateline><location>مسقط</location></dateline></body.head>"
      "<body.content><media><media-caption>صورة</media-caption></media><p>" +
      kText + "</p></body.content></body></nitf>";
  const Document inside = xml(news_item("<inlineXML contenttype='application/nitf+xml'>" + nitf + "</inlineXML>")).items[0].document;
  EXPECT_EQ(inside.text, "مسقط (المثال) - " + kText);
  EXPECT_EQ(inside.title, "جولة ثانية");
  const Document alone = xml(nitf).items[0].document;
  EXPECT_EQ(alone.text, "مسقط - " + kText);
  EXPECT_EQ(alone.title, "جولة");
  EXPECT_EQ(alone.id, "n1");
  EXPECT_EQ(alone.outlet, "وكالة");
  EXPECT_EQ(alone.published->to_string(), "2013-11-24");
}

TEST(NewsMl, AMessageHasManyItems) {
  const Got got = xml("<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header/><itemSet>" + news_item(xhtml("أول")) +
                      news_item("", "stat:usable", "ninat:picture") + news_item("<remoteContent href='http://example.org/a'/>") +
                      news_item(xhtml("آخر"), "stat:canceled") + "<packageItem/></itemSet></newsMessage>");
  ASSERT_EQ(got.items.size(), 2u);
  EXPECT_EQ(got.items[0].withdrawn, "");
  EXPECT_EQ(got.items[1].withdrawn, "canceled");
  EXPECT_EQ(got.items[1].number, 4u);
  EXPECT_EQ(got.errors, (std::vector<std::string>{"f: item 3: NewsML: its text is in another file"}));
}

TEST(NewsMl, SaysWhatIsBroken) {
  EXPECT_EQ(xml("<newsMessage><header/></newsMessage>").errors, (std::vector<std::string>{"f: NewsML: no news item in it"}));
  const Got cut = xml("<newsMessage>" + news_item(xhtml(kText)) + "<newsItem><itemMeta>");
  EXPECT_EQ(cut.items.size(), 1u);
  ASSERT_EQ(cut.errors.size(), 1u);
  EXPECT_EQ(cut.errors[0].substr(0, 8), "f:1: XML");
}

TEST(NewsMl, ExpandsNoEntitiesAndFetchesNothing) {
  std::string bomb = "<!DOCTYPE newsItem [<!ENTITY a 'قققققققققق'>";
  for (char c = 'b'; c < 'l'; ++c) {
    bomb += std::string("<!ENTITY ") + c + " '";
    for (int i = 0; i < 10; ++i) bomb += std::string("&") + static_cast<char>(c - 1) + ";";
    bomb += "'>";
  }
  bomb += "<!ENTITY f2 SYSTEM 'file:///etc/passwd'>]>";
  const Got got = xml(bomb + news_item(xhtml("قال &k; &f2; ثم")));
  for (const AgencyItem& i : got.items) EXPECT_LT(i.document.text.size(), 200u);
  for (const AgencyItem& i : got.items) EXPECT_EQ(i.document.text.find("root"), std::string::npos);
}

TEST(NewsMl, DeepNestingIsAnError) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<p>";
  const Got got = xml(news_item(xhtml(deep)));
  EXPECT_EQ(got.items.size(), 0u);
  EXPECT_EQ(got.errors.size(), 1u);
}

TEST(Ninjs, IsSeenFromItsKeys) {
  EXPECT_TRUE(is_ninjs(R"({"uri": "x", "body_text": "y"})"));
  EXPECT_TRUE(is_ninjs(R"([{"versioncreated": "x", "bodies": []}])"));
  EXPECT_FALSE(is_ninjs(R"({"uri": "x", "text": "y", "body_text": ""})"));
  EXPECT_FALSE(is_ninjs(R"({"title": "x"})"));
}

TEST(Ninjs, TakesTheFirstAndTheLaterVersions) {
  const std::string one =
      R"({"uri":"http://example.org/1","type":"text","versioncreated":"2013-11-24T10:00:00Z","pubstatus":"usable","headline":"جولة","body_xhtml":"<p>قال</p><p>ثم</p>","copyrightholder":"وكالة"})";
  const std::string two =
      R"({"uri":"u2","versioncreated":"2013-11-25T10:00:00Z","contentcreated":"2013-11-24T10:00:00Z","headlines":[{"role":"x","value":"News"},{"value":"جولة"}],"bodies":[{"contenttype":"text/plain","value":"English"},{"contenttype":"text/html","value":"<p>قال</p>"}],"infosources":[{"name":"وكالة"}]})";
  const Got got = json(one + "\n" + two);
  ASSERT_EQ(got.items.size(), 2u);
  EXPECT_EQ(got.items[0].document.text, "قال\nثم");
  EXPECT_EQ(got.items[0].document.url, "http://example.org/1");
  for (const AgencyItem& i : got.items) {
    EXPECT_EQ(i.document.title, "جولة");
    EXPECT_EQ(i.document.outlet, "وكالة");
    EXPECT_EQ(i.document.published->to_string(), "2013-11-24");
  }
  EXPECT_EQ(got.items[1].document.text, "قال");
  EXPECT_EQ(got.items[1].document.id, "u2");
  EXPECT_EQ(json("[" + one + "," + two + "]").items.size(), 2u);
}

TEST(Ninjs, TellsWhatIsWithdrawnAndPassesOverPictures) {
  const Got got = json(R"([{"uri":"1","pubstatus":"canceled"},{"uri":"2","type":"picture"},{"uri":"3","type":"text"},5])");
  ASSERT_EQ(got.items.size(), 1u);
  EXPECT_EQ(got.items[0].withdrawn, "canceled");
  EXPECT_EQ(got.errors, (std::vector<std::string>{"f: item 3: ninjs: an item without text", "f: item 4: ninjs: expected an object"}));
}

TEST(Ninjs, SaysWhatIsBroken) {
  EXPECT_EQ(json(R"({"uri":"1","body_text":"قال")").errors.size(), 1u);
  const Got got = json(R"({"uri":"1","body_text":"قال"} {"uri":)");
  EXPECT_EQ(got.items.size(), 1u);
  EXPECT_EQ(got.errors.size(), 1u);
}

}  // namespace
}  // namespace isnad::ingest
