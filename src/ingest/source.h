// Where documents come from: files, folders and standard input, as a stream of documents.
//
// Memory is bounded whatever the input's size: a file of articles one a line is read line by line; what has to be read
// whole (plain text, one JSON object, an array) and a single line may have kLargest bytes.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "isnad/document.h"
#include "isnad/result.h"

namespace isnad::ingest {

constexpr std::size_t kLargest = std::size_t{64} << 20;

struct Sink {
  /// Receives every document, in the order of the input. False stops the reading.
  std::function<bool(Document)> document;
  /// Receives every input, line or document that cannot be read; the reading goes on.
  std::function<void(Error)> error;
  /// Receives what was mended in a document that still goes to `document`: nobody asks for it if it is empty.
  std::function<void(Error)> note = {};
  /// A document of plain text a line, ` ¶ ` standing for line breaks (how corpora are kept), instead of articles.
  bool plain_lines = false;
};

/// Reads `-` (standard input), files, and folders with all below them, each folder's entries in order of their names.
/// Text and article JSON, web pages, feeds (RSS, Atom, JSON Feed), agency items (NewsML-G2, NITF, ninjs), web archives (WARC, WACZ), Word
/// documents, PDF, e-mail, and all of these in zip, gzip and zstd, are told apart (docs/formats/article.md). In folders, hidden files and
/// files named README… or LICENSE… are passed over. What a file holds is seen from its content, not its name. Documents that are empty or
/// not in Arabic script (admit.h) are errors. Uses the calling thread.
void read_paths(const std::vector<std::string>& paths, const Sink& sink);

/// The same for bytes that are in memory; `name` is their path in documents and errors, `charset` what is said of them outside
/// (charset_parameter() of HTTP's Content-Type).
void read_bytes(std::string bytes, const std::string& name, const Sink& sink, const std::string& charset = {});

/// The files that read_paths() reads in and below a folder, in its order; what cannot be looked into is given to `error`.
std::vector<std::string> files_below(const std::string& folder, const std::function<void(Error)>& error);

}  // namespace isnad::ingest
