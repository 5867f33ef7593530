// A record made by hand, with everything a record can hold. For the tests of export.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "isnad/record.h"

namespace isnad {

inline Span span_of(const Record& record, std::string_view words) {
  const std::u32string text = base::decode(record.text), part = base::decode(words);
  const std::size_t at = text.find(part);
  if (at == std::u32string::npos) return {};
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + part.size())};
}

inline Record sample_record() {
  Record r;
  r.id = "0123456789abcdef";
  r.path = "folder/a \"b\".json";
  r.source_id = "x-1";
  r.url = "https://example.org/a?b=1&c=<2>";
  r.outlet = "جريدة المثال";
  r.title = "لقاء في مسقط";
  r.text =
      "لقاء في مسقط\nنقلت صحيفة المثال عن مصادر أن \"الوفدين التقيا سرا في مسقط\" يوم 3 مايو.\nونفى المتحدث سامي الكامل أن يكون ذلك حدث، "
      "وقال "
      "إن بلاده ستعود إذا رُفعت القيود.";
  const auto span = [&](std::string_view words) { return span_of(r, words); };
  r.published = {
      Date{2024, 5, 4}, Date{2024, 5, 6}, DateBasis::inferred, {{span("3 مايو"), "day and month <near> \"it\""}, {{}, "metadata"}}};
  r.times = {{span("يوم 3 مايو"), TimexType::date, "2024-05-03"}, {span("ذلك"), TimexType::set, ""}};
  r.entities = {{"سامي الكامل", EntityType::person, "OM", "المتحدث", "wikidata:Q1", {span("سامي الكامل")}},
                {"صحيفة المثال", EntityType::media, "", "", "", {span("صحيفة المثال")}},
                {"مسقط", EntityType::place, "", "", "", {span("مسقط")}}};
  const Party paper{"صحيفة المثال", PartyKind::media, 1, span("صحيفة المثال")};
  const Party sources{"مصادر", PartyKind::anonymous, std::nullopt, span("مصادر")};
  const Party speaker{"سامي الكامل", PartyKind::person, 0, std::nullopt};
  const Party venue{"مسقط", PartyKind::place, 2, span("مسقط")};
  r.statements = {
      {span("\"الوفدين التقيا سرا في مسقط\" يوم 3 مايو"),
       span("نقلت"),
       Act::say,
       Quotation::mixed,
       sources,
       {paper, sources},
       std::nullopt,
       "",
       "pass_on"},
      {span("أن يكون ذلك حدث"), span("ونفى"), Act::deny, Quotation::indirect, speaker, {speaker}, paper, "2024-05-04", "deny_that"}};
  r.contacts = {{ContactKind::meeting,
                 {venue, paper},
                 {sources},
                 venue,
                 {ContactMode::secret, ContactMode::indirect},
                 Date{2024, 5, 0},
                 std::nullopt,
                 ContactStatus::held,
                 {paper, sources},
                 0,
                 span("الوفدين التقيا سرا في مسقط"),
                 {span("الوفدين التقيا سرا في مسقط")},
                 {span("القيود")},
                 "met_at"}};
  r.conditions = {{speaker, span("رُفعت القيود"), span("بلاده ستعود"), 1}};
  r.relations = {{RelationType::denies, 1, 0}};
  return r;
}

}  // namespace isnad
