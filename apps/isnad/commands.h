// The commands of the program, one file each: a command adds its options to the command line and its work as a callback.
#pragma once

namespace CLI {
class App;
}

namespace isnad::cli {

/// Exit statuses: all was done; something could not be read or written; the command line was wrong.
enum Status : int { kDone = 0, kTrouble = 1, kUsage = 2 };

/// `isnad read`. The callback stores the status.
void add_read(CLI::App& app, int& status);
/// `isnad date`, likewise.
void add_date(CLI::App& app, int& status);

}  // namespace isnad::cli
