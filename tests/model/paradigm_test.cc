#include "model/compiler/paradigm.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/utf8.h"
#include "model/key.h"
#include "model/lexicon.h"

namespace isnad::model {
namespace {

// Forms are compared as the lexicon compares them: folded.
bool has(const std::vector<Form>& forms, std::string_view written, std::uint32_t features) {
  const std::string key = fold_utf8(written);
  return std::any_of(forms.begin(), forms.end(), [&](const Form& f) { return fold(f.text) == key && (f.features & features) == features; });
}

std::string all(const std::vector<Form>& forms) {
  std::string out;
  for (const Form& f : forms) out += base::encode(f.text) + " ";
  return out;
}

std::vector<Form> verb(std::string_view past, std::string_view present, bool passive = false) {
  return conjugate(base::decode(past), base::decode(present), passive);
}

struct Verb {
  const char *past, *present;
  const char *she, *they, *they_two, *we;            // past
  const char *she_present, *they_present, *jussive;  // present; jussive 3rd masculine singular
};

// clang-format off
// Every kind of root, by the forms that news uses.
constexpr Verb kVerbs[] = {
    // sound, all derived forms
    {"كتب", "يكتب", "كتبت", "كتبوا", "كتبا", "كتبنا", "تكتب", "يكتبون", "يكتب"},
    {"ذكر", "يذكر", "ذكرت", "ذكروا", "ذكرا", "ذكرنا", "تذكر", "يذكرون", "يذكر"},
    {"صرح", "يصرح", "صرحت", "صرحوا", "صرحا", "صرحنا", "تصرح", "يصرحون", "يصرح"},
    {"شارك", "يشارك", "شاركت", "شاركوا", "شاركا", "شاركنا", "تشارك", "يشاركون", "يشارك"},
    {"أعلن", "يعلن", "أعلنت", "أعلنوا", "أعلنا", "أعلنا", "تعلن", "يعلنون", "يعلن"},
    {"تحدث", "يتحدث", "تحدثت", "تحدثوا", "تحدثا", "تحدثنا", "تتحدث", "يتحدثون", "يتحدث"},
    {"تبادل", "يتبادل", "تبادلت", "تبادلوا", "تبادلا", "تبادلنا", "تتبادل", "يتبادلون", "يتبادل"},
    {"انسحب", "ينسحب", "انسحبت", "انسحبوا", "انسحبا", "انسحبنا", "تنسحب", "ينسحبون", "ينسحب"},
    {"اجتمع", "يجتمع", "اجتمعت", "اجتمعوا", "اجتمعا", "اجتمعنا", "تجتمع", "يجتمعون", "يجتمع"},
    {"استخدم", "يستخدم", "استخدمت", "استخدموا", "استخدما", "استخدمنا", "تستخدم", "يستخدمون", "يستخدم"},
    {"ترجم", "يترجم", "ترجمت", "ترجموا", "ترجما", "ترجمنا", "تترجم", "يترجمون", "يترجم"},
    // a last letter that meets the ending
    {"أعلن", "يعلن", "أعلنت", "أعلنوا", "أعلنا", "أعلنا", "تعلن", "يعلنون", "يعلن"},
    {"ثبت", "يثبت", "ثبتت", "ثبتوا", "ثبتا", "ثبتنا", "تثبت", "يثبتون", "يثبت"},
    // first letter weak
    {"وصل", "يصل", "وصلت", "وصلوا", "وصلا", "وصلنا", "تصل", "يصلون", "يصل"},
    {"وقع", "يوقع", "وقعت", "وقعوا", "وقعا", "وقعنا", "توقع", "يوقعون", "يوقع"},
    {"أوضح", "يوضح", "أوضحت", "أوضحوا", "أوضحا", "أوضحنا", "توضح", "يوضحون", "يوضح"},
    {"اتفق", "يتفق", "اتفقت", "اتفقوا", "اتفقا", "اتفقنا", "تتفق", "يتفقون", "يتفق"},
    // a hamza
    {"أخذ", "يأخذ", "أخذت", "أخذوا", "أخذا", "أخذنا", "تأخذ", "يأخذون", "يأخذ"},
    {"أكد", "يؤكد", "أكدت", "أكدوا", "أكدا", "أكدنا", "تؤكد", "يؤكدون", "يؤكد"},
    {"سأل", "يسأل", "سألت", "سألوا", "سألا", "سألنا", "تسأل", "يسألون", "يسأل"},
    {"تساءل", "يتساءل", "تساءلت", "تساءلوا", "تساءلا", "تساءلنا", "تتساءل", "يتساءلون", "يتساءل"},
    {"بدأ", "يبدأ", "بدأت", "بدؤوا", "بدآ", "بدأنا", "تبدأ", "يبدؤون", "يبدأ"},
    {"قرأ", "يقرأ", "قرأت", "قرأوا", "قرآ", "قرأنا", "تقرأ", "يقرأون", "يقرأ"},
    {"أنشأ", "ينشئ", "أنشأت", "أنشأوا", "أنشآ", "أنشأنا", "تنشئ", "ينشئون", "ينشئ"},
    // hollow
    {"قال", "يقول", "قالت", "قالوا", "قالا", "قلنا", "تقول", "يقولون", "يقل"},
    {"زار", "يزور", "زارت", "زاروا", "زارا", "زرنا", "تزور", "يزورون", "يزر"},
    {"باع", "يبيع", "باعت", "باعوا", "باعا", "بعنا", "تبيع", "يبيعون", "يبع"},
    {"خاف", "يخاف", "خافت", "خافوا", "خافا", "خفنا", "تخاف", "يخافون", "يخف"},
    {"أضاف", "يضيف", "أضافت", "أضافوا", "أضافا", "أضفنا", "تضيف", "يضيفون", "يضف"},
    {"أشار", "يشير", "أشارت", "أشاروا", "أشارا", "أشرنا", "تشير", "يشيرون", "يشر"},
    {"اختار", "يختار", "اختارت", "اختاروا", "اختارا", "اخترنا", "تختار", "يختارون", "يختر"},
    {"استطاع", "يستطيع", "استطاعت", "استطاعوا", "استطاعا", "استطعنا", "تستطيع", "يستطيعون", "يستطع"},
    {"جاء", "يجيء", "جاءت", "جاؤوا", "جاءا", "جئنا", "تجيء", "يجيئون", "يجئ"},
    // last letter weak
    {"دعا", "يدعو", "دعت", "دعوا", "دعوا", "دعونا", "تدعو", "يدعون", "يدع"},
    {"نفى", "ينفي", "نفت", "نفوا", "نفيا", "نفينا", "تنفي", "ينفون", "ينف"},
    {"سعى", "يسعى", "سعت", "سعوا", "سعيا", "سعينا", "تسعى", "يسعون", "يسع"},
    {"بقي", "يبقى", "بقيت", "بقوا", "بقيا", "بقينا", "تبقى", "يبقون", "يبق"},
    {"رأى", "يرى", "رأت", "رأوا", "رأيا", "رأينا", "ترى", "يرون", "ير"},
    {"أجرى", "يجري", "أجرت", "أجروا", "أجريا", "أجرينا", "تجري", "يجرون", "يجر"},
    {"التقى", "يلتقي", "التقت", "التقوا", "التقيا", "التقينا", "تلتقي", "يلتقون", "يلتق"},
    {"تلقى", "يتلقى", "تلقت", "تلقوا", "تلقيا", "تلقينا", "تتلقى", "يتلقون", "يتلق"},
    {"استدعى", "يستدعي", "استدعت", "استدعوا", "استدعيا", "استدعينا", "تستدعي", "يستدعون", "يستدع"},
    {"أحيا", "يحيي", "أحيت", "أحيوا", "أحييا", "أحيينا", "تحيي", "يحيون", "يحي"},
    {"وفى", "يفي", "وفت", "وفوا", "وفيا", "وفينا", "تفي", "يفون", "يف"},
    // doubled
    {"رد", "يرد", "ردت", "ردوا", "ردا", "رددنا", "ترد", "يردون", "يرد"},
    {"أصر", "يصر", "أصرت", "أصروا", "أصرا", nullptr, "تصر", "يصرون", "يصر"},
    {"استمر", "يستمر", "استمرت", "استمروا", "استمرا", nullptr, "تستمر", "يستمرون", "يستمر"},
};
// clang-format on

TEST(Conjugate, MakesTheFormsOfNews) {
  for (const Verb& v : kVerbs) {
    const std::vector<Form> forms = verb(v.past, v.present);
    const auto expect = [&](const char* written, std::uint32_t features) {
      if (written == nullptr) return;
      EXPECT_TRUE(has(forms, written, features)) << v.past << ": " << written << " is not among " << all(forms);
    };
    expect(v.past, kPast | kThird | kMasculine | kSingular);
    expect(v.she, kPast | kThird | kFeminine | kSingular);
    expect(v.they, kPast | kThird | kMasculine | kPlural);
    expect(v.they_two, kPast | kThird | kMasculine | kDual);
    expect(v.we, kPast | kFirst | kPlural);
    expect(v.present, kPresent | kThird | kMasculine | kSingular);
    expect(v.she_present, kPresent | kThird | kFeminine | kSingular);
    expect(v.they_present, kPresent | kThird | kMasculine | kPlural);
    if (fold_utf8(v.jussive) != fold_utf8(v.present)) expect(v.jussive, kPresent | kThird | kMasculine | kSingular | kJussive);
  }
}

TEST(Conjugate, WritesTheFirstPersonWithMadda) {
  EXPECT_TRUE(has(verb("أمل", "يأمل"), "آمل", kPresent | kFirst | kSingular));
  EXPECT_TRUE(has(verb("أكد", "يؤكد"), "أؤكد", kPresent | kFirst | kSingular));
  EXPECT_TRUE(has(verb("أخذ", "يأخذ"), "نأخذ", kPresent | kFirst | kPlural));
}

TEST(Conjugate, KnowsBothSpellingsOfAPluralAfterHamza) {
  for (const char* written : {"بدأوا", "بدؤوا"}) EXPECT_TRUE(has(verb("بدأ", "يبدأ"), written, kPast | kPlural)) << written;
  for (const char* written : {"يبدأون", "يبدؤون"}) EXPECT_TRUE(has(verb("بدأ", "يبدأ"), written, kPresent | kPlural)) << written;
}

TEST(Conjugate, DropsTheNoonOfTheFiveVerbs) {
  const std::vector<Form> forms = verb("كتب", "يكتب");
  EXPECT_TRUE(has(forms, "يكتبوا", kPlural | kJussive));
  EXPECT_TRUE(has(forms, "يكتبا", kDual | kJussive));
  EXPECT_TRUE(has(forms, "تكتبان", kDual | kFeminine));
  EXPECT_TRUE(has(forms, "يكتبن", kPlural | kFeminine));
}

TEST(Conjugate, MarksThePassive) {
  EXPECT_TRUE(has(verb("قيل", "يقال", true), "قيلت", kPast | kPassive));
  EXPECT_TRUE(has(verb("نفي", "ينفى", true), "نفيت", kPast | kPassive | kFeminine));
  EXPECT_TRUE(has(verb("أجري", "يجرى", true), "أجريت", kPast | kPassive | kFeminine));
  for (const Form& f : verb("قيل", "يقال", true)) EXPECT_TRUE(f.features & kPassive);
}

TEST(Conjugate, NeedsNoPresent) {
  const std::vector<Form> forms = verb("ليس", "");
  EXPECT_TRUE(has(forms, "ليست", kFeminine));
  EXPECT_TRUE(has(forms, "ليسوا", kPlural));
  for (const Form& f : forms) EXPECT_FALSE(f.features & kPresent);
}

TEST(Conjugate, MakesNoFormOfNothing) {
  for (const Verb& v : kVerbs)
    for (const Form& f : verb(v.past, v.present)) EXPECT_GE(f.text.size(), 2u) << v.past;
  EXPECT_TRUE(conjugate(U"", U"", false).empty());
}

TEST(Participle, InflectsSoundAndDefective) {
  const auto sound = participle_forms(U"مؤكد", false), weak = participle_forms(U"ناف", true);
  for (const char* written : {"مؤكد", "مؤكدا", "مؤكدة", "مؤكدون", "مؤكدين", "مؤكدات"}) EXPECT_TRUE(has(sound, written, 0)) << written;
  for (const char* written : {"ناف", "نافي", "نافيا", "نافية", "نافون", "نافين", "نافيان", "نافيات"})
    EXPECT_TRUE(has(weak, written, 0)) << written;
  EXPECT_TRUE(has(weak, "نافيا", kAccusative));
}

TEST(Noun, InflectsMasdarsNounsAndAdjectives) {
  const auto expect = [](const std::vector<Form>& forms, std::initializer_list<const char*> written) {
    for (const char* w : written) EXPECT_TRUE(has(forms, w, 0)) << w << " is not among " << all(forms);
  };
  expect(masdar_forms(U"محادثة"), {"محادثة", "محادثات", "محادثتان", "محادثتين"});
  expect(masdar_forms(U"تصريح"), {"تصريح", "تصريحا", "تصريحات", "تصريحان"});
  expect(masdar_forms(U"لقاء"), {"لقاء", "لقاءات", "لقاءان", "لقاءين"});
  expect(noun_forms(U"مسؤول"), {"مسؤول", "مسؤولا", "مسؤولان", "مسؤولين"});
  expect(noun_forms(U"دولة"), {"دولة", "دولتان", "دولتين"});
  expect(adjective_forms(U"أميركي"),
         {"أميركي", "أميركيا", "أميركية", "أميركيون", "أميركيين", "أميركيان", "أميركيات", "أميركيتان", "أميركيتين"});
}

TEST(Noun, PutsNoTanwinAlefWhereNoneIsWritten) {
  EXPECT_FALSE(has(noun_forms(U"دولة"), "دولةا", 0));
  EXPECT_FALSE(has(noun_forms(U"لقاء"), "لقاءا", kAccusative));
  EXPECT_TRUE(has(noun_forms(U"جزء"), "جزءا", kAccusative));
}

}  // namespace
}  // namespace isnad::model
