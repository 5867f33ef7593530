// Another program, given bytes and asked for bytes, in narrow limits: for parsers that are kept outside this process. Thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "isnad/result.h"

namespace isnad::ingest {

struct ChildLimits {
  std::chrono::seconds time{60};                ///< by the clock and of the processor
  std::size_t memory = std::size_t{1} << 30;    ///< bytes of address space
  std::size_t output = std::size_t{128} << 20;  ///< bytes on standard output
};

struct ChildResult {
  std::string output;  ///< standard output
  std::string errors;  ///< the first few kilobytes of standard error
  int status = 0;      ///< its exit status
};

/// Runs `arguments` (the first is the program, looked for in PATH) with `input` on standard input and waits for it; no shell.
/// Fails if it cannot be started, is ended by a signal, or goes beyond a limit; it is then ended. `where` is the error's place.
Result<ChildResult> run_child(const std::vector<std::string>& arguments, std::string_view input, const std::string& where,
                              const ChildLimits& limits = {});

}  // namespace isnad::ingest
