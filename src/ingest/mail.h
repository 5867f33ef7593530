// E-mail (RFC 5322 and MIME): what a message says, and what is attached to it. Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "isnad/document.h"
#include "isnad/result.h"

namespace isnad::ingest {

struct Attachment {
  std::string name;     ///< as the message gives it, else made of its number and kind; without folders
  std::string charset;  ///< as it is declared; empty if it is not
  std::string bytes;    ///< decoded
};

/// A message taken apart. The document's text is that of its plain part or of its HTML part, whichever has more words; the title its
/// subject, the day that of its date as it is written, the outlet the sender's name, the id its Message-ID, the address Archived-At.
struct Mail {
  Document document;
  bool has_text = false;  ///< false for a message of attachments alone
  /// Files that could hold an article, and messages inside; no pictures, sounds, signatures, calendars and cards.
  std::vector<Attachment> attachments;
  std::vector<std::string> troubles;  ///< parts that could not be read, in words for people
};

/// Whether a text begins with the header of a message: names and values, From, Date, Subject, … among them.
bool is_mail(std::string_view bytes);
/// Whether it is a mailbox: a message behind a line `From `.
bool is_mailbox(std::string_view bytes);

/// Takes a message apart. Any bytes give a mail. What is nested more than kDeepestPart deep, and parts beyond kMostParts, are passed over
/// with a trouble.
constexpr int kDeepestPart = 20;
constexpr std::size_t kMostParts = 1000;
Mail read_mail(std::string_view bytes);

/// The messages of a mailbox, without their `From ` lines.
std::vector<std::string_view> messages_of(std::string_view mailbox);

}  // namespace isnad::ingest
