#include "link/stance.h"

#include <gtest/gtest.h>

#include "isnad/isnad.h"
#include "text/clean.h"

namespace isnad::link {
namespace {

Stance stance(const char* a, const char* b) {
  static const model::Lexicon& lexicon = model::Lexicon::builtin();
  static const TermModel terms(lexicon);
  static const StanceJudge judge(lexicon, terms);
  const auto analysed = [&](const char* claim) {
    Document document;
    document.text = claim;
    return language::analyse(text::clean(document, lexicon), lexicon);
  };
  const Stance there = judge.of(analysed(a), analysed(b));
  EXPECT_EQ(judge.of(analysed(b), analysed(a)), there) << a << " / " << b;
  return there;
}

// clang-format off: a line a case

TEST(Stance, OppositesNegationsAndNumbersContradict) {
  EXPECT_EQ(stance("ارتفاع أسعار النفط في آسيا", "انخفاض أسعار النفط في آسيا"), Stance::disagree);
  EXPECT_EQ(stance("البرلمان العراقي يوافق على الموازنة", "البرلمان العراقي يرفض الموازنة"), Stance::disagree);
  EXPECT_EQ(stance("الوزير سيزور بغداد غدا", "الوزير لن يزور بغداد غدا"), Stance::disagree);
  EXPECT_EQ(stance("مقتل 12 شخصا في انفجار بكابل", "مقتل 40 شخصا في انفجار بكابل"), Stance::disagree);
}

TEST(Stance, TheSameInOtherWordsAgrees) {
  EXPECT_EQ(stance("البرلمان العراقي يوافق على الموازنة", "موافقة البرلمان العراقي على الموازنة"), Stance::agree);
  EXPECT_EQ(stance("مقتل 12 شخصا في انفجار بكابل", "انفجار في كابل يقتل 12 شخصا"), Stance::agree);
}

TEST(Stance, WithoutACommonMatterNeither) {
  EXPECT_EQ(stance("افتتاح معرض الكتاب في الدوحة", "علماء يكتشفون كوكبا بعيدا"), Stance::other);
}

// clang-format on

}  // namespace
}  // namespace isnad::link
