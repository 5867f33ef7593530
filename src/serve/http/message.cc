#include "serve/http/message.h"

#include "export/json_writer.h"

namespace isnad::serve {
namespace {

class ProblemWriter : output::JsonWriter {
 public:
  explicit ProblemWriter(std::string& out) : JsonWriter(out) {}
  void write(int status, std::string_view detail, std::string_view parameter, std::size_t column) {
    open('{');
    key("type"), text("about:blank");
    key("title"), text(status_words(status));
    key("status"), number(static_cast<std::uint32_t>(status));
    key("detail"), text(detail);
    if (!parameter.empty()) key("parameter"), text(parameter);
    if (column > 0) key("column"), number(static_cast<std::uint32_t>(column));
    close('}');
  }
};

}  // namespace

std::string_view Request::header(std::string_view name) const {
  for (const auto& [n, value] : headers)
    if (n == name) return value;
  return {};
}

std::string_view status_words(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    default: return "Error";
  }
}

Response problem(int status, std::string_view detail, std::string_view parameter, std::size_t column) {
  Response out;
  out.status = status;
  out.type = "application/problem+json";
  ProblemWriter(out.body).write(status, detail, parameter, column);
  return out;
}

}  // namespace isnad::serve
