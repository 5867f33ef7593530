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

/// The commands on a store, likewise.
void add_add(CLI::App& app, int& status);
void add_search(CLI::App& app, int& status);
void add_timeline(CLI::App& app, int& status);
void add_who(CLI::App& app, int& status);
void add_trace(CLI::App& app, int& status);
void add_stories(CLI::App& app, int& status);
void add_claims(CLI::App& app, int& status);
void add_contacts(CLI::App& app, int& status);
void add_status(CLI::App& app, int& status);
void add_relink(CLI::App& app, int& status);
void add_export(CLI::App& app, int& status);
void add_watch(CLI::App& app, int& status);
void add_serve(CLI::App& app, int& status);

}  // namespace isnad::cli
