#include "store/record_json.h"

#include <simdjson.h>

#include <charconv>

#include "export/names.h"

namespace isnad::store {
namespace {

using simdjson::dom::element;

// Thrown inside this file only: a member that is not as the schema has it.
struct Wrong {
  std::string what;
};

element member(const element& object, const char* name) {
  element out;
  if (object[name].get(out) != simdjson::SUCCESS) throw Wrong{std::string("no \"") + name + "\""};
  return out;
}

std::string text(const element& object, const char* name) {
  const element e = member(object, name);
  if (e.is_null()) return {};
  std::string_view out;
  if (e.get(out) != simdjson::SUCCESS) throw Wrong{std::string("\"") + name + "\" is no text"};
  return std::string(out);
}

std::uint32_t number(const element& object, const char* name) {
  std::uint64_t out = 0;
  if (member(object, name).get(out) != simdjson::SUCCESS || out > 0xFFFFFFFFu) throw Wrong{std::string("\"") + name + "\" is no number"};
  return static_cast<std::uint32_t>(out);
}

template <class Enum>
Enum word(std::string_view value) {
  if (const auto out = parse_name<Enum>(value)) return *out;
  throw Wrong{"unknown word \"" + std::string(value) + "\""};
}

template <class T, class Each>
std::vector<T> list(const element& object, const char* name, Each each) {
  simdjson::dom::array array;
  if (member(object, name).get(array) != simdjson::SUCCESS) throw Wrong{std::string("\"") + name + "\" is no list"};
  std::vector<T> out;
  out.reserve(array.size());
  for (const element& e : array) out.push_back(each(e));
  return out;
}

std::optional<Date> date(const element& object, const char* name) {
  const std::string value = text(object, name);
  if (value.empty()) return std::nullopt;
  const std::optional<Date> out = Date::parse(value);
  if (!out) throw Wrong{"\"" + value + "\" is no date"};
  return out;
}

class Reader {
 public:
  Record record(const element& e) {
    if (number(e, "isnad") != 1) throw Wrong{"\"isnad\" is not 1"};
    Record r;
    r.id = text(e, "id");
    const element source = member(e, "source");
    r.path = text(source, "path"), r.source_id = text(source, "id"), r.url = text(source, "url"), r.outlet = text(source, "outlet");
    r.title = text(e, "title"), r.language = text(e, "language"), r.text = text(e, "text");
    for (const char c : r.text) length_ += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    const element p = member(e, "published");
    r.published.from = date(p, "from"), r.published.to = date(p, "to");
    r.published.basis = word<DateBasis>(text(p, "basis"));
    r.published.evidence = list<Evidence>(p, "evidence", [&](const element& x) { return Evidence{span(x), text(x, "clue")}; });
    r.times = list<Timex>(e, "times", [&](const element& x) { return Timex{span(x), word<TimexType>(text(x, "type")), text(x, "value")}; });
    r.entities = list<Entity>(e, "entities", [&](const element& x) { return entity(x); });
    entities_ = r.entities.size();
    r.statements = list<isnad::Statement>(e, "statements", [&](const element& x) { return statement(x); });
    statements_ = r.statements.size();
    r.contacts = list<Contact>(e, "contacts", [&](const element& x) { return contact(x); });
    r.conditions = list<Condition>(e, "conditions", [&](const element& x) {
      return Condition{party(member(x, "by")), span(member(x, "if")), span(member(x, "then")), id(x, "statement", statements_)};
    });
    r.relations = list<Relation>(e, "relations", [&](const element& x) {
      const auto from = id(x, "from", statements_), to = id(x, "to", statements_);
      if (!from || !to) throw Wrong{"a relation without ends"};
      return Relation{word<RelationType>(text(x, "type")), *from, *to};
    });
    return r;
  }

 private:
  std::size_t entities_ = 0, statements_ = 0, length_ = 0;  // what ids and spans may point to

  Span span(const element& e) const {
    const Span out{number(e, "start"), number(e, "end")};
    if (out.start > out.end || out.end > length_) throw Wrong{"a span that does not lie in the text"};
    return out;
  }

  // `s3` is the third: 2.
  static std::optional<std::uint32_t> id(const element& object, const char* name, std::size_t count) {
    const std::string value = text(object, name);
    if (value.empty()) return std::nullopt;
    std::uint32_t n = 0;
    const auto [end, error] = std::from_chars(value.data() + 1, value.data() + value.size(), n);
    if (error != std::errc() || end != value.data() + value.size() || n == 0 || n > count)
      throw Wrong{"\"" + value + "\" is none of the record's ids"};
    return n - 1;
  }

  Entity entity(const element& e) {
    Entity out;
    out.name = text(e, "name"), out.type = word<EntityType>(text(e, "type")), out.country = text(e, "country");
    out.role = text(e, "role"), out.reference = text(e, "reference");
    out.mentions = list<Span>(e, "mentions", [this](const element& m) { return span(m); });
    return out;
  }

  Party party(const element& e) {
    Party out;
    out.name = text(e, "name"), out.kind = word<PartyKind>(text(e, "kind")), out.entity = id(e, "entity", entities_);
    if (!member(e, "start").is_null()) out.span = span(e);
    return out;
  }
  std::optional<Party> party_or_null(const element& object, const char* name) {
    const element e = member(object, name);
    return e.is_null() ? std::nullopt : std::optional(party(e));
  }
  std::vector<Party> parties(const element& object, const char* name) {
    return list<Party>(object, name, [&](const element& e) { return party(e); });
  }

  isnad::Statement statement(const element& e) {
    isnad::Statement out;
    out.content = span(member(e, "content")), out.cue = span(member(e, "cue"));
    out.act = word<Act>(text(e, "act")), out.quotation = word<Quotation>(text(e, "quotation"));
    out.speaker = party(member(e, "speaker")), out.chain = parties(e, "chain"), out.addressee = party_or_null(e, "addressee");
    out.time = text(e, "time");
    return out;
  }

  Contact contact(const element& e) {
    Contact out;
    out.kind = word<ContactKind>(text(e, "kind"));
    out.parties = parties(e, "parties"), out.intermediary = parties(e, "intermediary"), out.venue = party_or_null(e, "venue");
    out.mode = list<ContactMode>(e, "mode", [](const element& m) {
      std::string_view value;
      if (m.get(value) != simdjson::SUCCESS) throw Wrong{"a mode that is no text"};
      return word<ContactMode>(value);
    });
    out.from = date(e, "from"), out.to = date(e, "to");
    out.status = word<ContactStatus>(text(e, "status")), out.according_to = parties(e, "according_to");
    out.statement = id(e, "statement", statements_), out.evidence = span(member(e, "evidence"));
    // Records of stores made before there were any.
    out.mentions = e["mentions"].error() == simdjson::SUCCESS ? list<Span>(e, "mentions", [this](const element& m) { return span(m); })
                                                              : std::vector<Span>{out.evidence};
    out.topics = list<Span>(e, "topics", [this](const element& m) { return span(m); });
    return out;
  }
};

}  // namespace

Result<Record> record_from_json(std::string_view json) {
  simdjson::dom::parser parser;
  element root;
  if (const auto error = parser.parse(json.data(), json.size()).get(root); error != simdjson::SUCCESS)
    return fail("record", simdjson::error_message(error));
  try {
    return Reader().record(root);
  } catch (const Wrong& wrong) {
    return fail("record", wrong.what);
  }
}

}  // namespace isnad::store
