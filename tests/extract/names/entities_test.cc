// Who and what a text names: one phenomenon a test. Sentences are written for these tests; persons that no gazetteer has are invented.
#include "extract/names/entities.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "isnad/isnad.h"

namespace isnad {
namespace {

const char* name_of(EntityType type) {
  switch (type) {
    case EntityType::person: return "person";
    case EntityType::organization: return "organization";
    case EntityType::media: return "media";
    case EntityType::country: return "country";
    case EntityType::place: return "place";
  }
  return "";
}

// All mentions as `type words`.
std::vector<std::string> mentions(const Record& r) {
  std::vector<std::string> out;
  for (const Entity& e : r.entities)
    for (const Span& s : e.mentions) out.push_back(std::string(name_of(e.type)) + " " + words_of(r, s));
  return out;
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& s : list) out += "\n  " + s;
  return out;
}

const Entity* entity(const Record& r, const std::string& mention) {
  for (const Entity& e : r.entities)
    for (const Span& s : e.mentions)
      if (words_of(r, s) == mention) return &e;
  return nullptr;
}

struct Case {
  const char* text;
  std::vector<std::string> has;
  std::vector<std::string> lacks = {};  // words that are in no mention just so
};

void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const Record r = read({.text = c.text});
    const std::vector<std::string> found = mentions(r);
    for (const std::string& m : c.has)
      EXPECT_NE(std::find(found.begin(), found.end(), m), found.end()) << c.text << "\nlacks " << m << joined(found);
    for (const std::string& m : c.lacks)
      EXPECT_EQ(std::find(found.begin(), found.end(), m), found.end()) << c.text << "\nhas " << m << joined(found);
  }
}

TEST(Entities, SpansLeaveAttachedParticlesOut) {
  check({
      {"سافر الوفد من بيروت ولندن إلى إيطاليا.", {"place بيروت", "place لندن", "country إيطاليا"}},
      {"قدمت النرويج مساعدة لليابان.", {"country النرويج", "country يابان"}},
      {"رحبت البرتغال بإسبانيا وفرنسا.", {"country إسبانيا", "country فرنسا"}},
  });
}

TEST(Entities, AFirstLetterThatLooksLikeAParticleBelongsToTheName) {
  check({
      {"التقى الرئيس الأميركي باراك أوباما ضيوفه.", {"person باراك أوباما"}, {"person اراك أوباما"}},
      {"تحدث الحاضرون عن كلينتون وباراك أوباما.", {"person باراك أوباما"}},
      {"رفضت بيونغ يانغ العرض.", {"country بيونغ يانغ"}, {"place يونغ يانغ"}},
  });
}

TEST(Entities, TitlesAreNoPartOfAName) {
  check({
      {"استقبل الملك سلمان بن عبد العزيز الضيف في قصره.", {"person سلمان بن عبد العزيز"}, {"person الملك سلمان بن عبد العزيز"}},
      {"قال الأمير ماجد بن طلال الهادي إن المشروع اكتمل.", {"person ماجد بن طلال الهادي"}},
      {"أفتى آية الله كاظم الحائري بجواز ذلك.", {"person كاظم الحائري"}, {"person الله كاظم الحائري"}},
      {"زار الشيخ تميم بن حمد آل ثاني المعرض.", {"person تميم بن حمد آل ثاني"}},
  });
}

TEST(Entities, NamesGoOnWithTheirParticles) {
  check({
      {"وصل الأمير خالد بن فيصل بن تركي إلى المطار.", {"person خالد بن فيصل بن تركي"}},
      {"قال السفير عمر بن عبد العزيز إن الزيارة ناجحة.", {"person عمر بن عبد العزيز"}},
  });
}

TEST(Entities, ASurnameAloneIsTheSamePerson) {
  const Record r = read({.text = "قال وزير المالية الدنماركي نيكولاي فامن إن الميزانية جاهزة. وأضاف فامن أن العجز تراجع."});
  const Entity* e = entity(r, "فامن");
  ASSERT_NE(e, nullptr) << joined(mentions(r));
  EXPECT_EQ(e->name, "نيكولاي فامن");
  EXPECT_EQ(e->country, "DK");
  EXPECT_EQ(e->role, "وزير المالية الدنماركي");
  EXPECT_EQ(e->mentions.size(), 2u);
}

TEST(Entities, ASecondHalfOfANameIsNotShortForIt) {
  check({
      {"شكر المدرب عبد الله لاعبيه. وقال إن ذلك من فضل الله.", {}, {"person الله"}},
      {"حيا ضيف الله السالمي الحضور ودعا إلى طاعة الله.", {}, {"person الله"}},
  });
}

TEST(Entities, ACounterpartHoldsTheSameOffice) {
  const Record r = read({.text = "بحث وزير الخارجية البريطاني وليام هيغ الملف مع نظيره الإيراني محمد جواد ظريف في جنيف."});
  const Entity* e = entity(r, "محمد جواد ظريف");
  ASSERT_NE(e, nullptr) << joined(mentions(r));
  EXPECT_EQ(e->role, "وزير الخارجية الإيراني");
  EXPECT_EQ(e->country, "IR");
}

TEST(Entities, ACounterpartOfNobodyKeepsTheWordsOfTheArticle) {
  const Record r = read({.text = "تحدث هاتفيا مع نظيره التركي مولود جاويش أوغلو."});
  const Entity* e = entity(r, "مولود جاويش أوغلو");
  ASSERT_NE(e, nullptr) << joined(mentions(r));
  EXPECT_EQ(e->role, "نظيره التركي");
}

TEST(Entities, TimesAreNoPersons) {
  check({
      {"انتخب الرجل رئيسا في يونيو بدلا من سلفه.", {}, {"person يونيو"}},
      {"وقع الهجوم على المقر في نوفمبر عام 2011.", {}, {"person نوفمبر"}},
      {"يبدأ البرنامج في 15 كانون الثاني المقبل.", {}, {"person الثاني"}},
  });
}

TEST(Entities, EverydayWordsAreNoPersons) {
  check({
      {"طالب الوزير بالأفعال وليس الكلام.", {}, {"person الكلام"}},
      {"انطلقت جولة جديدة من محادثات السلام.", {}, {"person السلام"}},
  });
}

TEST(Entities, TheAdjectiveOfATitleNamesNoBody) {
  check({
      {"قال وزير الخارجية الأميركي جون كيري إن الحوار مستمر.", {"person جون كيري"}, {"organization الخارجية الأميركي"}},
      {"أقيل وزير الدفاع الفرنسي.", {}, {"organization الدفاع الفرنسي"}},
      {"نفت الخارجية الأميركية النبأ.", {"organization الخارجية الأميركية"}},
      {"اجتمع البرلمان الأردني صباحا.", {"organization البرلمان الأردني"}},
  });
}

TEST(Entities, AnAdjectiveIsNoBody) {
  check({
      {"انتقد الكاتب السياسة الخارجية الأميركية.", {}, {"organization الخارجية الأميركية"}},
      {"تراجعت التجارة الداخلية الصينية.", {}, {"organization الداخلية الصينية"}},
  });
}

TEST(Entities, BodiesAreComposed) {
  check({
      {"أعلنت وزارة الدفاع الألمانية صفقة.", {"organization وزارة الدفاع الألمانية"}},
      {"ردت السفارة النرويجية على السؤال.", {"organization السفارة النرويجية"}},
      {"ألغى مجلس الشورى العماني الجلسة.", {"organization مجلس الشورى العماني"}},
      {"قالت وزارة الطاقة في بيان إن الإنتاج زاد.", {"organization وزارة الطاقة"}},
  });
}

TEST(Entities, AnEverydayHeadNeedsANameBehindIt) {
  check({
      {"رغبت العاصمة في تنظيم المؤتمر.", {}, {"organization تنظيم المؤتمر"}},
      {"تعلم الطلاب إدارة الوقت.", {}, {"organization إدارة الوقت"}},
      {"انهارت شبكة الكهرباء.", {}, {"organization شبكة الكهرباء"}},
  });
}

TEST(Entities, WhatABodyIsRecognisedByBelongsToIt) {
  check({
      {"دعت المنظمة الحكومة المعترف بها دوليا إلى الحوار.", {"organization الحكومة المعترف بها دوليا"}},
  });
}

TEST(Entities, AnAdministrationHoldsItsPerson) {
  const Record r = read({.text = "رفضت إدارة الرئيس الأميركي دونالد ترامب المقترح."});
  const std::vector<std::string> found = mentions(r);
  EXPECT_NE(std::find(found.begin(), found.end(), "organization إدارة الرئيس الأميركي دونالد ترامب"), found.end()) << joined(found);
  EXPECT_NE(std::find(found.begin(), found.end(), "person دونالد ترامب"), found.end()) << joined(found);
  const Entity* e = entity(r, "إدارة الرئيس الأميركي دونالد ترامب");
  ASSERT_NE(e, nullptr);
  EXPECT_EQ(e->country, "US");
}

TEST(Entities, AnEmbassyHoldsItsCountry) {
  check({
      {"احتج السكان أمام سفارة سويسرا.", {"organization سفارة سويسرا", "country سويسرا"}},
      {"أغلقت السفارة السعودية أبوابها.", {"organization السفارة السعودية"}, {"country السعودية"}},
  });
}

TEST(Entities, AHeadAloneStandsForTheBodyNamedInFull) {
  const Record r = read({.text = "أصدرت وزارة الزراعة الهولندية تقريرا. وقالت الوزارة إن المحصول جيد."});
  const Entity* e = entity(r, "الوزارة");
  ASSERT_NE(e, nullptr) << joined(mentions(r));
  EXPECT_EQ(e->name, "وزارة الزراعة الهولندية");
  check({
      {"افتتحت القنصلية الهندية مركزا. وفي المركز الأول قاعة تتبع القنصلية.", {"organization القنصلية"}},
      {"زار الفريق مركز الدراسات الآسيوية وفاز بالمركز الأول.", {}, {"organization المركز"}},
  });
}

TEST(Entities, WhoAnnouncesABodyIsNoPartOfIt) {
  check({
      {"اتفقت دول مجلس التعاون الخليجي على الموعد.", {"organization مجلس التعاون الخليجي"}, {"organization دول مجلس التعاون الخليجي"}},
      {"اجتمع وزراء دول مجلس التعاون لدول الخليج العربية.", {"organization مجلس التعاون لدول الخليج العربية"}},
  });
}

TEST(Entities, TwoBodiesJoinedAreTwo) {
  check({
      {"دعا المبعوث الحكومة والحوثيين إلى جولة جديدة.", {"organization الحوثيين"}, {"organization الحكومة والحوثيين"}},
  });
}

TEST(Entities, MediaAfterTheirKind) {
  check({
      {"ذكر موقع أكسيوس أن اللقاء تأجل.", {"media أكسيوس"}, {"media موقع أكسيوس"}},
      {"أفادت وكالة رويترز بوقوع انفجار.", {"media رويترز"}},
      {"كتبت صحيفة «لوموند» أن الأزمة انتهت.", {"media لوموند"}},
      {"نقلت قناة الجزيرة الخبر.", {"media الجزيرة"}},
      {"قال موقع نبض الخليج نت إن الطريق أغلق.", {}, {"media موقع نبض الخليج نت"}},
  });
}

TEST(Entities, AgenciesCalledAfterTheirTrade) {
  check({
      {"قالت وكالة الأنباء الكويتية إن الوفد عاد.", {"media وكالة الأنباء الكويتية"}},
      {"أعلنت وكالة أنباء الأناضول ذلك.", {"media وكالة أنباء الأناضول"}},
  });
}

TEST(Entities, AnAbbreviationInBracketsIsAMedium) {
  check({
      {"قالت وكالة الأنباء السورية (سانا) إن الجسر افتتح.", {"media سانا"}},
      {"أوردت وكالة الأنباء الإماراتية (وام) النبأ.", {"media وام"}},
  });
}

TEST(Entities, MediaWithoutANameCount) {
  check({
      {"ذكرت وسائل إعلام رسمية أن الوزير استقال.", {"media وسائل إعلام رسمية"}},
      {"قالت وسائل الإعلام اليابانية إن الزلزال قوي.", {"media وسائل الإعلام اليابانية"}},
      {"انتقدت الصحف البريطانية القرار.", {"media الصحف البريطانية"}},
      {"رفعوا الأعلام الفرنسية في الساحة.", {}, {"media الأعلام الفرنسية"}},
  });
}

TEST(Entities, APlatformIsABodyThoughItIsCalledASite) {
  check({
      {"نشر الوزير الصورة على موقع تويتر.", {"organization تويتر"}, {"organization موقع تويتر", "media تويتر"}},
      {"أعلن القرار عبر موقع «فيسبوك».", {"organization فيسبوك"}, {"media فيسبوك"}},
  });
}

TEST(Entities, AnOutletThatIsAnOrdinaryWordNeedsItsHeadOrQuotationMarks) {
  check({
      {"تصاعد التوتر في الشرق الأوسط.", {"place الشرق الأوسط"}, {"media الشرق الأوسط"}},
      {"قالت صحيفة الشرق الأوسط إن القمة تأجلت.", {"media الشرق الأوسط"}, {"place الشرق الأوسط"}},
      {"أخبر مصدر لـ«الحياة» أن العقد وقع.", {"media الحياة"}},
      {"تعود الحياة إلى المدينة.", {}, {"media الحياة"}},
      {"كشف دبلوماسي إيراني أن اللقاء سري.", {}, {"media دبلوماسي إيراني"}},
      {"تراجع الرأي العام عن موقفه.", {}, {"media الرأي العام"}},
      {"تفقد الوزير موقع إنشاء خط مترو جديد.", {}, {"media مترو"}},
  });
}

TEST(Entities, ACapitalStandsForItsStateWhereItActs) {
  check({
      {"رفضت طهران الاقتراح.", {"country طهران"}},
      {"توترت العلاقات بين واشنطن وموسكو.", {"country واشنطن", "country موسكو"}},
      {"وصل الوزير إلى طهران.", {"place طهران"}},
      {"عقد الاجتماع بباريس.", {"place باريس"}},
      {"تلقى المسلحون أسلحة بدعم من طهران.", {"country طهران"}},
      {"تأجل التصويت بطلب من موسكو.", {"country موسكو"}},
      {"زار وزير الخارجية البولندي موسكو.", {"place موسكو"}},
      {"شهدت القاهرة احتفالا كبيرا.", {"place القاهرة"}},
      {"تمسك الطرفان باتفاق الرياض.", {"place الرياض"}},
      {"انتهت محادثات الدوحة بلا نتيجة.", {"place الدوحة"}},
  });
}

TEST(Entities, AnnouncingNounsAreCutOffPlaces) {
  check({
      {"اجتمعوا في العاصمة العمانية مسقط.", {"place مسقط"}, {"place العاصمة العمانية مسقط"}},
      {"نزح السكان من مدينة حلب.", {"place حلب"}, {"place مدينة حلب"}},
      {"أقيم الحفل في منتجع كامب ديفيد.", {"place كامب ديفيد"}},
      {"أغلق مضيق هرمز أمام السفن.", {"place مضيق هرمز"}},
      {"زار الحجاج المدينة المنورة.", {"place المدينة المنورة"}, {"place المنورة"}},
  });
}

TEST(Entities, AHouseIsABodyForWhoWorksThereAndAPlaceForWhatHappensThere) {
  check({
      {"قال مسؤول في البيت الأبيض إن القرار قريب.", {"organization البيت الأبيض"}},
      {"أقيم عشاء رسمي في البيت الأبيض.", {"place البيت الأبيض"}},
      {"هدد البيت الأبيض بعقوبات جديدة.", {"country البيت الأبيض"}},
  });
}

TEST(Entities, ANounStandsForTheStateThatTheTextNames) {
  const Record jordan = read({.text = "أعلن الأردن خطة جديدة. وتستقبل المملكة آلاف السياح."});
  const Entity* e = entity(jordan, "المملكة");
  ASSERT_NE(e, nullptr) << joined(mentions(jordan));
  EXPECT_EQ(e->name, "الأردن");
  EXPECT_EQ(e->type, EntityType::country);
  const Record saudi = read({.text = "قالت السعودية إن الأمطار غزيرة في شمال المملكة."});
  e = entity(saudi, "المملكة");
  ASSERT_NE(e, nullptr) << joined(mentions(saudi));
  EXPECT_EQ(e->name, "السعودية");
}

TEST(Entities, DemonymsAndAdjectivesOfStatesAreNoMentions) {
  check({
      {"احتفل الإيطاليون بالعيد.", {}, {"country الإيطاليون", "person الإيطاليون", "place الإيطاليون"}},
      {"اشترى التاجر سيارة كورية.", {}, {"country كورية"}},
      {"تعود الترسانة إلى الكورية الشمالية.", {}, {"place الكورية الشمالية"}},
  });
}

TEST(Entities, AStateThatIsAnOrdinaryWordNeedsAWitness) {
  check({
      {"يحتاج المشروع إلى تمويل مالي كبير.", {}, {"country مالي"}},
      {"وصلت القوات إلى مالي.", {"country مالي"}},
      {"افتح الإعدادات وقم بتعطيل الخيار.", {}, {"place قم"}},
      {"احتشد الآلاف في قم.", {"place قم"}},
  });
}

TEST(Entities, AStateAndACapitalOfOneSpellingAreToldApart) {
  check({
      {"أعلن الأردن أن الوفد يصل إلى عمان غدا.", {"place عمان"}},
      {"زار الوفد سلطنة عمان.", {"country سلطنة عمان"}},
  });
}

TEST(Entities, AJoinedPlaceIsReadWithTheConjunction) {
  check({
      {"افتتحت فروع في الرياض وجدة والدمام.", {"place جدة"}, {"place وجدة"}},
  });
}

TEST(Entities, TheFullestMentionIsTheName) {
  const Record r = read({.text = "وصل كيري صباحا. وقال جون كيري إن الزيارة مهمة."});
  const Entity* e = entity(r, "كيري");
  ASSERT_NE(e, nullptr) << joined(mentions(r));
  EXPECT_EQ(e->name, "جون كيري");
  EXPECT_EQ(e->reference, "wikidata:Q22316");
}

TEST(Entities, WhatOnlyTheTitleNamesIsAMentionToo) {
  const Record r = read({.text = "كندا تعلن خطة جديدة\n\nقال رئيس الوزراء إن الخطة تشمل الضرائب."});
  EXPECT_NE(entity(r, "كندا"), nullptr) << joined(mentions(r));
}

TEST(Entities, MentionsDoNotOverlapAndLieInTheText) {
  const std::string text =
      "التقى وزير الخارجية المصري سامح شكري في سفارة دولة الإمارات العربية المتحدة بالقاهرة ممثلي جامعة الدول العربية، بحسب وكالة أنباء "
      "الشرق الأوسط ووزارة الخارجية المصرية وإدارة الرئيس عبد الفتاح السيسي.";
  const model::Lexicon& lexicon = Model::builtin().lexicon();
  const Document document{.text = text};
  const language::Analysis analysis = language::analyse(text::clean(document, lexicon), lexicon);
  const extract::Entities entities = extract::find_entities(analysis, document, lexicon);
  ASSERT_EQ(entities.row.size(), entities.entities.size());
  ASSERT_EQ(entities.mention_at.size(), analysis.tokens().size());
  std::uint32_t last = 0;
  for (const extract::Mention& m : entities.mentions) {
    EXPECT_LE(last, m.first);
    EXPECT_LT(m.first, m.last);
    EXPECT_LT(m.span.start, m.span.end);
    EXPECT_LT(m.entity, entities.entities.size());
    last = m.last;
  }
}

// Every step looks at what stands at a token, never at all names of the text.
TEST(Entities, TakesTimeByLength) {
  const model::Lexicon& lexicon = Model::builtin().lexicon();
  const auto seconds = [&](int sentences) {
    std::string text;
    for (int i = 0; i < sentences; ++i) {
      const char* letters[] = {"ا", "ب", "ت", "ث", "ج", "ح", "خ", "د", "ر", "س"};
      std::string name;
      for (int n = i + 10000; n > 0; n /= 10) name += letters[n % 10];
      text += "قال الوزير محمد " + name + " إن وزارة " + name + " في طهران ترفض. ";
    }
    const Document document{.text = text};
    const language::Analysis analysis = language::analyse(text::clean(document, lexicon), lexicon);
    const auto start = std::chrono::steady_clock::now();
    (void)extract::find_entities(analysis, document, lexicon);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  seconds(500);
  const double one = seconds(2000), eight = seconds(16000);
  EXPECT_LT(eight, one * 24 + 0.2);  // quadratic time would be sixty-four times as much
}

TEST(Entities, AnyTextGetsAnAnswer) {
  for (const char* text : {"",
                           "«",
                           "(",
                           "وال",
                           "لل",
                           "ب",
                           "من",
                           "الوزير",
                           "وزير الخارجية",
                           "«الحياة",
                           "(سانا",
                           "26 سبتمبر",
                           "و و و",
                           "بن بن بن",
                           "إدارة الرئيس،",
                           "العاصمة",
                           "مدينة",
                           "نظيره الإيراني",
                           "Reuters (",
                           "آية الله",
                           "\xEF\xB7\xBA",
                           "دول دول دول",
                           "وكالة أنباء"})
    (void)read({.text = text});
}

}  // namespace
}  // namespace isnad
