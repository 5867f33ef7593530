#include "serve/correction.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include "serve/json.h"

namespace isnad::serve {
namespace {

using simdjson::dom::element;

constexpr std::array<std::string_view, 5> kKinds{"merge", "split", "speaker", "date", "note"};
constexpr std::array<std::string_view, 6> kTypes{"document", "statement", "claim", "contact", "story", "entity"};
constexpr std::size_t kLongestNote = 10'000, kLongestName = 200, kMostIds = 500;

template <class Enum, std::size_t N>
std::optional<Enum> among(const std::array<std::string_view, N>& words, std::string_view word) {
  const auto it = std::find(words.begin(), words.end(), word);
  if (it == words.end()) return std::nullopt;
  return static_cast<Enum>(it - words.begin());
}

// The members of an object one after the other: what is there has to be of the right type.
class Reader {
 public:
  explicit Reader(element object) : object_(object) {}

  std::string text(const char* name, std::size_t longest = 100'000) {
    element value;
    if (object_[name].get(value) != simdjson::SUCCESS || value.is_null()) return {};
    std::string_view out;
    if (value.get(out) != simdjson::SUCCESS) wrong(name, "has to be a string");
    else if (out.size() > longest) wrong(name, "is longer than " + std::to_string(longest) + " bytes");
    return std::string(out.substr(0, longest));
  }
  std::optional<Date> date(const char* name) {
    const std::string value = text(name, 10);
    if (value.empty()) return std::nullopt;
    const auto out = Date::parse(value);
    if (!out) wrong(name, "no date: 2015, 2015-08 or 2015-08-01");
    return out;
  }
  std::vector<std::string> texts(const char* name) {
    std::vector<std::string> out;
    element value;
    if (object_[name].get(value) != simdjson::SUCCESS || value.is_null()) return out;
    simdjson::dom::array items;
    if (value.get(items) != simdjson::SUCCESS) return wrong(name, "has to be a list of strings"), out;
    for (const element item : items) {
      std::string_view one;
      if (item.get(one) != simdjson::SUCCESS || one.empty()) return wrong(name, "has to be a list of strings"), out;
      if (out.size() >= kMostIds) return wrong(name, "has at most " + std::to_string(kMostIds)), out;
      out.emplace_back(one);
    }
    return out;
  }
  std::optional<Reader> object(const char* name) {
    element value;
    if (object_[name].get(value) != simdjson::SUCCESS || value.is_null()) return std::nullopt;
    if (!value.is_object()) return wrong(name, "has to be an object"), std::nullopt;
    return Reader(value);
  }
  void only(std::initializer_list<std::string_view> known) {
    simdjson::dom::object members;
    if (object_.get(members) != simdjson::SUCCESS) return;
    for (const auto member : members)
      if (std::find(known.begin(), known.end(), member.key) == known.end()) wrong(std::string(member.key), "there is no such member");
  }
  void wrong(const std::string& name, const std::string& what) {
    if (!error_) error_ = Error{name, what};
  }
  std::optional<Error> error() const { return error_; }

 private:
  element object_;
  std::optional<Error> error_;
};

// Both of a request and of what is kept.
std::optional<Error> read_common(Reader& r, Correction& out) {
  const auto kind = among<CorrectionKind>(kKinds, r.text("kind"));
  if (!kind) r.wrong("kind", "has to be merge, split, speaker, date or note");
  auto target = r.object("target");
  if (!target) return r.error() ? r.error() : Error{"target", "is missing: {\"type\", \"id\"}"};
  const auto type = among<TargetType>(kTypes, target->text("type"));
  if (!type) r.wrong("target.type", "has to be document, statement, claim, contact, story or entity");
  out.target = target->text("id", kLongestName);
  if (out.target.empty()) r.wrong("target.id", "is missing");
  if (r.error()) return r.error();
  out.kind = *kind, out.type = *type;
  out.with = r.texts("with"), out.mentions = r.texts("mentions");
  if (auto value = r.object("value")) {
    out.speaker = value->text("speaker", kLongestName);
    out.from = value->date("from"), out.to = value->date("to");
    if (value->error()) return Error{"value." + value->error()->where, value->error()->message};
  }
  out.note = r.text("note", kLongestNote);
  out.who = r.text("who", kLongestName);
  return r.error();
}

std::optional<Error> check(const Correction& c) {
  const auto of = [&](std::initializer_list<TargetType> types) { return std::find(types.begin(), types.end(), c.type) != types.end(); };
  switch (c.kind) {
    case CorrectionKind::merge:
      if (!of({TargetType::claim, TargetType::contact, TargetType::story, TargetType::entity}))
        return Error{"target.type", "claims, contacts, stories and entities can be merged"};
      if (c.with.empty()) return Error{"with", "ids of those that are the same as the target"};
      break;
    case CorrectionKind::split:
      if (!of({TargetType::claim, TargetType::contact})) return Error{"target.type", "claims and contacts can be split"};
      if (c.mentions.empty()) return Error{"mentions", "those that are something else, as DOCUMENT:s1 or DOCUMENT:c1"};
      break;
    case CorrectionKind::speaker:
      if (!of({TargetType::claim, TargetType::statement})) return Error{"target.type", "claims and statements have speakers"};
      if (c.speaker.empty()) return Error{"value.speaker", "is missing"};
      break;
    case CorrectionKind::date:
      if (!of({TargetType::document, TargetType::contact})) return Error{"target.type", "documents and contacts have dates"};
      if (!c.from && !c.to) return Error{"value.from", "is missing"};
      if (c.from && c.to && c.to->last_day() < c.from->first_day()) return Error{"value.to", "lies before value.from"};
      break;
    case CorrectionKind::note:
      if (c.note.empty()) return Error{"note", "is missing"};
      break;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(CorrectionKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view to_string(TargetType type) { return kTypes[static_cast<std::size_t>(type)]; }

Result<Correction> correction_from_request(std::string_view json) {
  simdjson::dom::parser parser;
  element root;
  const simdjson::padded_string padded(json);
  if (const auto error = parser.parse(padded).get(root)) return fail("body", std::string("no JSON: ") + simdjson::error_message(error));
  if (!root.is_object()) return fail("body", "has to be an object");
  Reader reader(root);
  Correction out;
  reader.only({"kind", "target", "with", "mentions", "value", "note", "who"});
  if (reader.error()) return tl::unexpected(*reader.error());
  if (const auto error = read_common(reader, out)) return tl::unexpected(*error);
  if (const auto error = check(out)) return tl::unexpected(*error);
  return out;
}

Result<Correction> correction_from_json(std::string_view json) {
  simdjson::dom::parser parser;
  element root;
  const simdjson::padded_string padded(json);
  if (parser.parse(padded).get(root) != simdjson::SUCCESS || !root.is_object()) return fail("correction", "damaged");
  Reader reader(root);
  Correction out;
  if (const auto error = read_common(reader, out)) return tl::unexpected(*error);
  out.id = reader.text("id"), out.at = reader.text("at");
  if (auto undone = reader.object("undone")) out.undone_by = undone->text("who"), out.undone_at = undone->text("at");
  simdjson::dom::array anchors;
  if (root["anchors"].get(anchors) == simdjson::SUCCESS)
    for (const element one : anchors) {
      Reader a(one);
      out.anchors.push_back({a.text("of"), a.text("document"), a.text("item"), a.text("text")});
    }
  if (reader.error()) return tl::unexpected(*reader.error());
  return out;
}

std::string to_json(const Correction& c, bool applied) {
  std::string out;
  Json j(out);
  j.open('{');
  j.member("id", c.id);
  j.member("kind", to_string(c.kind));
  j.key("target"), j.open('{'), j.member("type", to_string(c.type)), j.member("id", c.target), j.close('}');
  j.texts("with", c.with), j.texts("mentions", c.mentions);
  j.key("value");
  if (c.speaker.empty() && !c.from && !c.to) j.null();
  else j.open('{'), j.member_or_null("speaker", c.speaker), j.member("from", c.from), j.member("to", c.to), j.close('}');
  j.member_or_null("note", c.note);
  j.member("who", c.who), j.member("at", c.at);
  j.key("undone");
  if (!c.undone()) j.null();
  else j.open('{'), j.member("who", c.undone_by), j.member("at", c.undone_at), j.close('}');
  j.flag("applied", applied);
  j.array("anchors", c.anchors, [&](const Anchor& a) {
    j.open('{');
    j.member("of", a.of), j.member("document", a.document), j.member_or_null("item", a.item), j.member("text", a.text);
    j.close('}');
  });
  j.close('}');
  return out;
}

}  // namespace isnad::serve
