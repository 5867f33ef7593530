#include "ingest/pdf/pdf.h"

#include <algorithm>

#include "ingest/admit.h"
#include "ingest/pdf/child_process.h"
#include "ingest/pdf/glyph_order.h"
#include "ingest/pdf/layout.h"
#include "ingest/pdf/paragraphs.h"
#include "ingest/plain.h"
#include "model/key.h"

namespace isnad::ingest::pdf {
namespace {

// How far into the text the title that the file names must come.
constexpr std::size_t kTitleWithin = 4000;

std::string letters_only(std::string_view utf8) {
  std::string key = model::fold_utf8(utf8);
  std::erase_if(key, [](char c) { return c == ' ' || c == '\n' || c == '?'; });
  return key;
}

// The line that tells most of what pdftotext complained of.
std::string reason(const std::string& errors) {
  if (errors.find("ncorrect password") != std::string::npos) return "encrypted with a password";
  std::string last;
  for (std::size_t at = 0; at < errors.size();) {
    const std::size_t end = std::min(errors.find('\n', at), errors.size());
    if (end > at) last = errors.substr(at, end - at);
    at = end + 1;
  }
  return last.empty() ? "cannot be read" : last;
}

}  // namespace

bool is_pdf(std::string_view bytes) {
  bytes = bytes.substr(0, 64);
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes.substr(first).starts_with("%PDF-");
}

Document document_of_layout(std::string_view xml) {
  const Layout layout = parse_layout(xml);
  Document d = plain_document(paragraphs(layout), {});
  // Programs write there what the first version of the file, or of another one, was called.
  const std::string title = letters_only(layout.title);
  if (title.size() > 5 && letters_only(d.text.substr(0, kTitleWithin)).find(title) != std::string::npos) d.title = layout.title;
  return d;
}

Result<Document> document(std::string bytes, const std::string& where) {
  turn_glyphs(bytes);
  std::vector<std::string> command{"pdftotext", "-enc", "UTF-8", "-bbox-layout", "-", "-", "-q"};
  auto child = run_child(command, bytes, where + ": PDF");
  if (!child) {
    if (child.error().message.ends_with("is not installed")) child.error().message += " (Debian's package poppler-utils)";
    return tl::unexpected<Error>(child.error());
  }
  if (child->status != 0) {
    // Without -q it says why; with it, a broken file cannot fill memory with complaints.
    command.pop_back();
    child = run_child(command, bytes, where + ": PDF");
    return fail(where, "PDF: " + reason(child ? child->errors : ""));
  }
  Document d = document_of_layout(child->output);
  if (d.text.find_first_not_of(" \n") == std::string::npos) return fail(where, "PDF: no text in it (scanned pages are not read)");
  return d;
}

}  // namespace isnad::ingest::pdf
