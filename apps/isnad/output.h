// Standard output, written at once and checked; and messages on standard error.
#pragma once

#include <string>
#include <string_view>

#include "isnad/result.h"

namespace isnad::cli {

class Output {
 public:
  /// Writes all of `bytes` to standard output, with nothing held back. False after a failure, also of an earlier call: a reader
  /// that has gone (`isnad read … | head`) ends the work quietly, everything else is reported once.
  bool write(std::string_view bytes);

  bool failed() const { return failed_; }  ///< for another reason than a reader that has gone

 private:
  bool closed_ = false, failed_ = false;
};

/// `isnad: WHERE: WHAT` as one line on standard error, without anything that could steer a terminal.
void report(const Error& error);

/// Whether standard output is a terminal; its width in columns (100 if it cannot be told).
bool on_terminal();
std::size_t terminal_width();

}  // namespace isnad::cli
