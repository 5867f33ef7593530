#include "link/linker.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "isnad/isnad.h"
#include "link/item_bytes.h"

namespace isnad::link {
namespace {

const model::Lexicon& lexicon() { return model::Lexicon::builtin(); }

Document report(std::string id, std::string outlet, std::string day, std::string text) {
  Document d;
  d.id = std::move(id), d.outlet = std::move(outlet), d.text = std::move(text);
  d.published = Date::parse(day);
  return d;
}

// Four reports of one meeting (two of them one agency text, cut), one of a meeting a year earlier, one of something else.
std::vector<Document> reports() {
  const std::string agency =
      "قالت وكالة رويترز إن وزير الخارجية السويدي توبياس بيلستروم التقى نظيره التركي هاكان فيدان في بروكسل يوم الخميس. وقال بيلستروم إن "
      "المحادثات "
      "كانت بناءة وإن الطرفين اتفقا على مواصلة العمل من أجل انضمام السويد إلى الحلف. وقال فيدان إن على ستوكهولم أن تفي بتعهداتها في مكافحة "
      "الإرهاب. "
      "وحضر اللقاء الأمين العام للحلف ينس ستولتنبرغ ومسؤولون من أجهزة الاستخبارات في البلدين.";
  return {
      report("a", "رويترز", "2023-07-06", agency),
      report("b", "جريدة أولى", "2023-07-06", agency + " ومن المقرر أن يعقد لقاء آخر الأسبوع المقبل."),
      report("c", "جريدة ثانية", "2023-07-07",
             "اجتمع وزير الخارجية السويدي توبياس بيلستروم مع نظيره التركي هاكان فيدان في بروكسل أمس الخميس لبحث انضمام السويد إلى الحلف. "
             "وقال بيلستروم إن المحادثات كانت "
             "بناءة وإن العمل مستمر من أجل انضمام السويد إلى الحلف."),
      report("d", "جريدة ثالثة", "2023-07-07",
             "نفى وزير الخارجية التركي هاكان فيدان أن تكون بلاده وافقت على انضمام السويد إلى الحلف خلال لقاء بروكسل مع نظيره السويدي "
             "توبياس بيلستروم."),
      report("e", "رويترز", "2022-06-28",
             "التقى وزير الخارجية التركي هاكان فيدان نظيره السويدي توبياس بيلستروم في بروكسل يوم الثلاثاء لبحث انضمام السويد إلى الحلف."),
      report("f", "جريدة أولى", "2023-07-06",
             "فاز المنتخب المغربي على نظيره الغاني بهدفين في مباراة ودية أقيمت مساء الخميس في مراكش أمام جمهور كبير."),
  };
}

std::vector<ReportItems> items_of(const std::vector<Document>& documents) {
  static const ItemMaker maker(lexicon());
  std::vector<ReportItems> out;
  for (const Document& d : documents) out.push_back(maker.of(read(d)));
  return out;
}

// Groups as sets of names, so that the order of reports does not show.
template <class Linked>
std::map<std::string, std::set<std::string>> named(const std::vector<Linked>& groups, const std::vector<ReportItems>& reports) {
  std::map<std::string, std::set<std::string>> out;
  for (const Linked& g : groups)
    for (const Mention& m : g.mentions) out[g.id].insert(reports[m.report].document.id + "/" + std::to_string(m.item));
  return out;
}

std::set<std::set<std::string>> named(const std::vector<std::vector<std::uint32_t>>& groups, const std::vector<ReportItems>& reports) {
  std::set<std::set<std::string>> out;
  for (const auto& g : groups) {
    std::set<std::string> ids;
    for (const std::uint32_t r : g) ids.insert(reports[r].document.id);
    out.insert(std::move(ids));
  }
  return out;
}

// The report's meeting that most reports have.
const LinkedContact* contact_of(const Links& links, std::uint32_t report) {
  const LinkedContact* best = nullptr;
  for (const LinkedContact& c : links.contacts)
    for (const Mention& m : c.mentions)
      if (m.report == report && c.kind == ContactKind::meeting && (best == nullptr || c.mentions.size() > best->mentions.size())) best = &c;
  return best;
}

TEST(Linker, FindsReprints) {
  const auto reports_here = items_of(reports());
  const Links links = link(reports_here);
  ASSERT_EQ(links.copies.size(), 1u);
  EXPECT_EQ(links.copies[0], (std::vector<std::uint32_t>{0, 1}));
}

TEST(Linker, GroupsReportsOfOneEvent) {
  const Links links = link(items_of(reports()));
  const auto story = std::find_if(links.stories.begin(), links.stories.end(), [](const auto& s) { return s.front() == 0; });
  ASSERT_NE(story, links.stories.end());
  EXPECT_EQ(*story, (std::vector<std::uint32_t>{0, 1, 2, 3}));
}

TEST(Linker, KeepsMeetingsOfTwoYearsApart) {
  const Links links = link(items_of(reports()));
  const LinkedContact *now = contact_of(links, 0), *then = contact_of(links, 4);
  ASSERT_NE(now, nullptr);
  ASSERT_NE(then, nullptr);
  EXPECT_NE(now->id, then->id);
  EXPECT_GE(now->mentions.size(), 3u);
}

TEST(Linker, CopiesAreOneSource) {
  auto documents = reports();
  documents.resize(2);
  for (Document& d : documents)
    d.text =
        "التقى وزير الخارجية السويدي توبياس بيلستروم نظيره التركي هاكان فيدان في بروكسل يوم الخميس، وبحثا انضمام السويد إلى الحلف ومكافحة "
        "الإرهاب وتسليم المطلوبين، وحضر اللقاء مسؤولون من أجهزة الاستخبارات في البلدين ومن قيادة الحلف.";
  const Links copies = link(items_of(documents));
  ASSERT_NE(contact_of(copies, 0), nullptr);
  EXPECT_EQ(contact_of(copies, 0)->mentions.size(), 2u);
  EXPECT_EQ(contact_of(copies, 0)->sources, 1u);
  documents[1].text =
      "في بروكسل اجتمع يوم الخميس وزير الخارجية التركي هاكان فيدان بنظيره السويدي توبياس بيلستروم لبحث انضمام السويد إلى الحلف.";
  const Links two = link(items_of(documents));
  ASSERT_NE(contact_of(two, 0), nullptr);
  EXPECT_EQ(contact_of(two, 0)->mentions.size(), 2u);
  EXPECT_EQ(contact_of(two, 0)->sources, 2u);
}

TEST(Linker, OneSpeakerIsOneSourceHoweverManyHeardHim) {
  const Links links = link(items_of(reports()));
  for (const LinkedClaim& c : links.claims)
    if (c.mentions.size() > 2) {
      EXPECT_EQ(c.sources, 1u) << c.speaker;
    }
}

TEST(Linker, WhoDeniesAContactNeedNotBeASideOfIt) {
  const Links links = link(items_of(
      {report("a", "جريدة أولى", "2024-11-15",
              "قالت وكالة رويترز نقلا عن مسؤولين إن رجل الأعمال إيلون ماسك التقى السفير الإيراني أمير سعيد إيرواني في نيويورك يوم الاثنين "
              "لبحث "
              "خفض التوتر بين إيران والولايات المتحدة."),
       report(
           "b", "جريدة ثانية", "2024-11-16",
           "نفى المتحدث باسم الخارجية إسماعيل بقائي أن يكون السفير الإيراني أمير سعيد إيرواني قد التقى رجل الأعمال إيلون ماسك في نيويورك "
           "يوم الاثنين لبحث خفض التوتر بين إيران والولايات المتحدة.")}));
  const LinkedContact* meeting = contact_of(links, 0);
  ASSERT_NE(meeting, nullptr);
  ASSERT_EQ(meeting->mentions.size(), 2u);
  EXPECT_EQ(meeting->status, LinkedStatus::disputed);
  ASSERT_EQ(meeting->denied_by.size(), 1u);
  EXPECT_EQ(links.claims[meeting->denied_by[0]].speaker, "إسماعيل بقائي");
}

RC_GTEST_PROP(LinkerProperty, OrderOfReportsDoesNotMatter, ()) {
  static const std::vector<ReportItems> kReports = items_of(reports());
  static const Links kLinks = link(kReports);
  std::vector<std::size_t> order(kReports.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = order.size(); i-- > 1;) std::swap(order[i], order[*rc::gen::inRange<std::size_t>(0, i + 1)]);
  std::vector<ReportItems> shuffled;
  for (const std::size_t i : order) shuffled.push_back(kReports[i]);
  const Links links = link(shuffled);
  RC_ASSERT(named(links.copies, shuffled) == named(kLinks.copies, kReports));
  RC_ASSERT(named(links.stories, shuffled) == named(kLinks.stories, kReports));
  RC_ASSERT(named(links.claims, shuffled) == named(kLinks.claims, kReports));
  RC_ASSERT(named(links.contacts, shuffled) == named(kLinks.contacts, kReports));
  for (std::size_t i = 0; i < links.contacts.size(); ++i) {
    RC_ASSERT(links.contacts[i].sources == kLinks.contacts[i].sources);
    RC_ASSERT(links.contacts[i].status == kLinks.contacts[i].status);
  }
}

TEST(ItemBytes, ComeBackAsTheyWere) {
  for (const ReportItems& r : items_of(reports())) {
    const std::string bytes = to_bytes(r);
    const auto back = items_from_bytes(bytes);
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(to_bytes(*back), bytes);
    const auto document = document_from_bytes(to_bytes(r.document));
    ASSERT_TRUE(document);
    EXPECT_EQ(to_bytes(*document), to_bytes(r.document));
  }
}

TEST(ItemBytes, CutOrChangedBytesAreRefusedOrRead) {
  const std::string bytes = to_bytes(items_of(reports())[0]);
  for (std::size_t n = 0; n < bytes.size(); n += 7) EXPECT_FALSE(items_from_bytes(std::string_view(bytes).substr(0, n)));
  EXPECT_FALSE(items_from_bytes(bytes + "x"));
}

RC_GTEST_PROP(ItemBytesProperty, AnyBytesAreSafe, (std::string bytes)) {
  std::string with_version = to_bytes(ReportItems{}).substr(0, 4) + bytes;
  if (const auto read = items_from_bytes(with_version)) RC_ASSERT(to_bytes(*read) == with_version);
}

}  // namespace
}  // namespace isnad::link
