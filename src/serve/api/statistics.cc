// /statistics
#include <array>
#include <map>

#include "export/names.h"
#include "serve/api/handlers.h"
#include "store/answers.h"

namespace isnad::serve::api {
namespace {

std::string month_of(const Date& d) { return Date{d.year, d.first_day().month, 0}.to_string(); }

}  // namespace

Response get_statistics(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  if (auto wrong = params.problem()) return std::move(*wrong);
  std::map<std::string_view, std::size_t> outlets;
  std::map<std::string, std::array<std::size_t, 2>> months;
  std::array<std::size_t, 16> acts{}, kinds{}, statuses{};
  std::size_t statements = 0;
  std::optional<Date> first, last;
  for (const auto& f : view.facts) {
    if (!f->outlet->text.empty()) ++outlets[f->outlet->text];
    statements += f->statements.size();
    if (f->from && (!first || f->from->first_day() < first->first_day())) first = f->from;
    if (f->to && (!last || f->to->last_day() > last->last_day())) last = f->to;
    // What is known no better than to the year is of no month.
    if (f->from && f->from->month != 0) ++months[month_of(*f->from)][0];
    for (const StatementFacts& s : f->statements) ++acts[static_cast<std::size_t>(s.act)];
  }
  for (std::size_t i = 0; i < view.contacts.size(); ++i) {
    if (const auto& from = view.contacts[i].from; from && from->month != 0) ++months[month_of(*from)][1];
    ++kinds[static_cast<std::size_t>(view.links.contacts[i].kind)], ++statuses[static_cast<std::size_t>(view.links.contacts[i].status)];
  }
  std::string out;
  Json j(out);
  j.open('{');
  j.member("version", view.version);
  for (const auto& [name, count] : store::counts(view.links, view.facts.size())) j.count(name, count);
  j.count("statements", statements), j.count("entities", view.entities.size());
  j.member("from", first), j.member("to", last);
  std::vector<std::pair<std::string_view, std::size_t>> sorted(outlets.begin(), outlets.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (sorted.size() > 50) sorted.resize(50);
  j.array("outlets", sorted, [&](const auto& o) { j.open('{'), j.member("outlet", o.first), j.count("count", o.second), j.close('}'); });
  j.array("months", std::vector<std::pair<std::string, std::array<std::size_t, 2>>>(months.begin(), months.end()), [&](const auto& m) {
    j.open('{'), j.member("month", m.first), j.count("documents", m.second[0]), j.count("contacts", m.second[1]), j.close('}');
  });
  const auto counted = [&](const char* name, const char* of, const std::vector<std::string_view>& words, const auto& counts) {
    std::vector<std::size_t> there;
    for (std::size_t i = 0; i < words.size(); ++i)
      if (counts[i] > 0) there.push_back(i);
    j.array(name, there, [&](std::size_t i) { j.open('{'), j.member(of, words[i]), j.count("count", counts[i]), j.close('}'); });
  };
  counted("acts", "act", act_words(), acts);
  counted("kinds", "kind", kind_words(), kinds);
  counted("statuses", "status", contact_status_words(), statuses);
  j.close('}');
  return json(std::move(out));
}

}  // namespace isnad::serve::api
