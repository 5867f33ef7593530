#include "ingest/warc.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "ingest/bytes.h"

namespace isnad::ingest {
namespace {

constexpr std::size_t kLargestBody = std::size_t{16} << 20;  // what html::Page takes

std::string lower(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

std::string value(const Headers& h, const char* name) {
  const auto it = h.find(name);
  return it == h.end() ? std::string() : it->second;
}

// `4\r\nwords\r\n0\r\n`. False if it is not made so.
bool dechunked(std::string_view in, std::string& out) {
  while (true) {
    const std::size_t end = in.find("\r\n");
    if (end == std::string_view::npos) return false;
    std::size_t size = 0;
    const auto [at, error] = std::from_chars(in.data(), in.data() + end, size, 16);
    if (error != std::errc() || at == in.data()) return false;
    in.remove_prefix(end + 2);
    if (size == 0) return true;
    if (size > in.size()) return false;
    out.append(in.substr(0, size));
    in.remove_prefix(size);
    if (!in.starts_with("\r\n")) return false;
    in.remove_prefix(2);
  }
}

}  // namespace

Headers parse_headers(std::string_view lines) {
  Headers out;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = trimmed(lines.substr(0, end));
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) out.emplace(lower(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1))));
  }
  return out;
}

Result<std::optional<WarcRecord>> warc_record(const Headers& header, std::string_view block, const std::string& where) {
  const std::string type = value(header, "warc-type");
  WarcRecord out;
  out.url = value(header, "warc-target-uri");
  if (out.url.size() > 1 && out.url.front() == '<' && out.url.back() == '>') out.url = out.url.substr(1, out.url.size() - 2);
  out.id = value(header, "warc-record-id");
  out.content_type = lower(value(header, "content-type"));
  const auto readable = [](const std::string& t) {
    return t.empty() || t.find("html") != t.npos || t.find("text/plain") != t.npos || t.find("xml") != t.npos || t.find("json") != t.npos;
  };
  if (type == "resource" || type == "conversion") {
    if (!readable(out.content_type)) return std::nullopt;
    out.body = std::string(block);
    return out;
  }
  if (type != "response" || !out.content_type.starts_with("application/http")) return std::nullopt;
  // HTTP/1.1 200 OK
  const std::size_t first = block.find('\n');
  if (first == std::string_view::npos || !block.starts_with("HTTP/")) return fail(where, "WARC: a response without HTTP");
  const std::size_t space = block.find(' ');
  if (space == std::string_view::npos || space > first || block.substr(space + 1, 1) != "2") return std::nullopt;
  std::size_t end = block.find("\r\n\r\n"), length = 4;
  if (const std::size_t bare = block.find("\n\n"); end == std::string_view::npos || bare < end) end = bare, length = 2;
  if (end == std::string_view::npos) return std::nullopt;
  const Headers http = parse_headers(block.substr(first + 1, end - first));
  out.content_type = lower(value(http, "content-type"));
  if (!readable(out.content_type)) return std::nullopt;
  std::string_view body = block.substr(end + length);
  std::string plain;
  // Archives often keep the header of chunks that they have already put together.
  if (lower(value(http, "transfer-encoding")).find("chunked") != std::string::npos && dechunked(body, plain)) body = plain;
  const std::string encoding = lower(value(http, "content-encoding"));
  // Archives often keep the name of a compression that they have already undone, too.
  const bool gzip = body.starts_with("\x1F\x8B") || (encoding == "deflate" && body.starts_with('\x78'));
  const bool zstd = body.starts_with("\x28\xB5\x2F\xFD"), brotli = encoding == "br" && !body.starts_with('<') && !body.starts_with('{');
  if (gzip || zstd || brotli) {
    auto memory = memory_source(std::string(body));
    const auto source = gzip ? gzip_source(std::move(memory)) : zstd ? zstd_source(std::move(memory)) : brotli_source(std::move(memory));
    char buffer[1 << 16];
    while (out.body.size() <= kLargestBody) {
      const std::size_t got = source->read(buffer, sizeof buffer);
      if (got == 0) break;
      out.body.append(buffer, got);
    }
    if (!source->error().empty() && out.body.empty()) return fail(where, source->error());
    return out;
  }
  out.body = std::string(body);
  return out;
}

}  // namespace isnad::ingest
