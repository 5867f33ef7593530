#include "ingest/article_json.h"

#include <simdjson.h>

#include <algorithm>

namespace isnad::ingest {
namespace {

namespace od = simdjson::ondemand;

const char* type_name(od::json_type type) {
  switch (type) {
    case od::json_type::array: return "an array";
    case od::json_type::object: return "an object";
    case od::json_type::number: return "a number";
    case od::json_type::string: return "a string";
    case od::json_type::boolean: return "a boolean";
    case od::json_type::null: return "null";
  }
  return "something else";
}

// What went wrong inside one object: of the JSON itself, or of a field.
struct Trouble {
  std::string message;
  bool syntax = false;
  const char* at = nullptr;  // the field's value, if it is known
};

Trouble syntax(simdjson::error_code code) {
  switch (code) {
    case simdjson::UTF8_ERROR: return {"broken JSON: invalid UTF-8", true, nullptr};
    case simdjson::UNCLOSED_STRING: return {"broken JSON: a string is not closed", true, nullptr};
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT: return {"broken JSON: an object or array is not closed", true, nullptr};
    case simdjson::EMPTY: return {"broken JSON: nothing there", true, nullptr};
    case simdjson::DEPTH_ERROR: return {"broken JSON: nested too deeply", true, nullptr};
    default: return {std::string("broken JSON: ") + simdjson::error_message(code), true, nullptr};
  }
}

Trouble wrong_type(const char* field, const char* expected, od::json_type found) {
  return {std::string("field \"") + field + "\": expected " + expected + ", found " + type_name(found)};
}

class ObjectReader {
 public:
  ObjectReader(Document& document, od::document& json) : document_(document), json_(json) {}

  // Reads all fields. The first mistake in a field is kept and the rest still consumed, so that an array can go on.
  Trouble read(od::object object) {
    for (auto entry : object) {
      std::string_view key;
      if (const auto e = entry.unescaped_key().get(key)) return syntax(e);
      const Field* field = std::find_if(std::begin(kFields), std::end(kFields), [&](const Field& f) { return key == f.name; });
      if (field == std::end(kFields)) continue;
      od::value value;
      if (const auto e = entry.value().get(value)) return syntax(e);
      const char* at = nullptr;
      if (json_.current_location().get(at) != simdjson::SUCCESS) at = nullptr;
      Trouble t = read_field(*field, value);
      t.at = at;
      if (t.syntax) return t;
      if (!t.message.empty() && trouble_.message.empty()) trouble_ = std::move(t);
    }
    if (trouble_.message.empty() && !has_text_)
      trouble_ = {"no field \"text\" (expected an article: an object with at least a \"text\")", false, nullptr};
    return std::move(trouble_);
  }

 private:
  enum class Which { id, title, text, published, source, url };
  struct Field {
    const char* name;
    Which which;
  };
  static constexpr Field kFields[] = {{"id", Which::id},         {"title", Which::title},
                                      {"text", Which::text},     {"published", Which::published},
                                      {"source", Which::source}, {"url", Which::url}};

  Trouble read_field(const Field& field, od::value value) {
    const bool is_date = field.which == Which::published;
    const char* expected = is_date ? "a string with an ISO date, or null" : "a string or null";
    od::json_type type;
    if (const auto e = value.type().get(type)) return syntax(e);
    if (field.which == Which::text) has_text_ = true;
    if (type == od::json_type::null) {
      bool null = false;
      if (const auto e = value.is_null().get(null)) return syntax(e);
      if (!null) return syntax(simdjson::N_ATOM_ERROR);
      if (is_date) document_.published.reset();
      else target(field.which).clear();
      return {};
    }
    if (type == od::json_type::number && field.which == Which::id) {
      std::int64_t number = 0;
      if (const auto e = value.get_int64().get(number); e == simdjson::SUCCESS) {
        document_.id = std::to_string(number);
        return {};
      }
      return wrong_type(field.name, "a string, a whole number or null", type);
    }
    if (type != od::json_type::string) return wrong_type(field.name, expected, type);
    std::string_view text;
    if (const auto e = value.get_string().get(text)) return syntax(e);
    if (!is_date) {
      target(field.which).assign(text);
      return {};
    }
    document_.published.reset();
    if (text.empty()) return {};
    const std::optional<Date> date = Date::parse(text);
    if (!date || date->day == 0)
      return {"field \"published\": \"" + std::string(text.substr(0, 40)) +
                  "\" is no ISO date (expected 2013-10-08 or 2013-10-08T12:30:00+03:00)",
              false, nullptr};
    document_.published = date;
    return {};
  }

  std::string& target(Which which) {
    switch (which) {
      case Which::id: return document_.id;
      case Which::title: return document_.title;
      case Which::source: return document_.outlet;
      case Which::url: return document_.url;
      default: return document_.text;
    }
  }

  Document& document_;
  od::document& json_;
  Trouble trouble_;
  bool has_text_ = false;
};

// The parser has no place to stand on after the last token.
bool more_follows(od::document& doc) { return doc.current_location().error() == simdjson::SUCCESS; }

std::string place(const std::string& path, std::size_t line) { return path + ":" + std::to_string(line); }

}  // namespace

struct ArticleParser::Impl {
  od::parser parser;

  // Line of a place in `bytes`, whose first line is `line`; without a place, of where the parser stands if it can tell.
  static std::size_t line_of(const char* at, od::document& doc, std::string_view bytes, std::size_t line) {
    if (at == nullptr && doc.current_location().get(at) != simdjson::SUCCESS) return line;
    if (at < bytes.data() || at > bytes.data() + bytes.size()) return line;
    return line + static_cast<std::size_t>(std::count(bytes.data(), at, '\n'));
  }
};

ArticleParser::ArticleParser() : impl_(std::make_unique<Impl>()) {}
ArticleParser::~ArticleParser() = default;

Result<Document> ArticleParser::parse(std::string_view bytes, const std::string& path, std::size_t line) {
  const auto broken = [&](const Trouble& t, std::size_t at) { return fail(place(path, at), t.message); };
  od::document doc;
  if (const auto e = impl_->parser.iterate(bytes.data(), bytes.size(), bytes.size() + kPadding).get(doc)) return broken(syntax(e), line);
  od::json_type type;
  if (const auto e = doc.type().get(type)) return broken(syntax(e), line);
  if (type != od::json_type::object) return fail(place(path, line), std::string("expected an object, found ") + type_name(type));
  od::object object;
  if (const auto e = doc.get_object().get(object)) return broken(syntax(e), line);
  Document document;
  document.path = path;
  const Trouble trouble = ObjectReader(document, doc).read(object);
  if (!trouble.message.empty())
    return broken(trouble, trouble.syntax || trouble.at != nullptr ? Impl::line_of(trouble.at, doc, bytes, line) : line);
  if (more_follows(doc))
    return broken({"broken JSON: more follows after the object", true, nullptr}, Impl::line_of(nullptr, doc, bytes, line));
  return document;
}

void ArticleParser::parse_array(std::string_view bytes, const std::string& path,
                                const std::function<bool(Result<Document>, std::size_t)>& each) {
  od::document doc;
  const auto broken = [&](simdjson::error_code e, std::size_t line) { each(fail(place(path, line), syntax(e).message), line); };
  if (const auto e = impl_->parser.iterate(bytes.data(), bytes.size(), bytes.size() + kPadding).get(doc)) return broken(e, 1);
  od::array array;
  if (const auto e = doc.get_array().get(array)) return broken(e, 1);
  for (auto element : array) {
    const std::size_t line = Impl::line_of(nullptr, doc, bytes, 1);
    od::value value;
    if (const auto e = element.get(value)) return broken(e, line);
    od::json_type type;
    if (const auto e = value.type().get(type)) return broken(e, line);
    if (type != od::json_type::object) {
      if (!each(fail(place(path, line), std::string("expected an object, found ") + type_name(type)), line)) return;
      continue;
    }
    od::object object;
    if (const auto e = value.get_object().get(object)) return broken(e, line);
    Document document;
    document.path = path;
    const Trouble trouble = ObjectReader(document, doc).read(object);
    if (trouble.message.empty()) {
      if (!each(std::move(document), line)) return;
      continue;
    }
    const std::size_t at = trouble.syntax || trouble.at != nullptr ? Impl::line_of(trouble.at, doc, bytes, 1) : line;
    if (!each(fail(place(path, at), trouble.message), line) || trouble.syntax) return;
  }
  if (more_follows(doc)) each(fail(place(path, Impl::line_of(nullptr, doc, bytes, 1)), "broken JSON: more follows after the array"), 1);
}

}  // namespace isnad::ingest
