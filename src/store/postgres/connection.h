// A connection to PostgreSQL: over libpq, with Results for its codes. A password is in nothing that this prints or gives back.
// For one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "isnad/result.h"
#include "store/postgres/wire.h"

struct pg_conn;
struct pg_result;

namespace isnad::store::postgres {

/// Where a database is: postgresql://USER:PASSWORD@HOST:PORT/DATABASE?OPTION=VALUE, everything but the first word optional.
class Address {
 public:
  /// Fails without naming any part of a location that it cannot tell the password from.
  static Result<Address> parse(const std::string& location);
  /// Without the password.
  const std::string& shown() const { return shown_; }
  /// As libpq wants them.
  const std::vector<std::pair<std::string, std::string>>& options() const { return options_; }

 private:
  std::string shown_;
  std::vector<std::pair<std::string, std::string>> options_;
};

/// Rows that were asked for.
class Answer {
 public:
  explicit Answer(pg_result* result) : result_(result, clear) {}
  int rows() const;
  bool null(int row, int column) const;
  std::string_view bytes(int row, int column) const;  ///< of text and bytea; lasts as long as the answer
  std::int64_t integer(int row, int column) const;    ///< of smallint, integer and bigint
  bool truth(int row, int column) const { return bytes(row, column) == std::string_view("\1", 1); }
  std::string_view done() const;  ///< what was done, as the server names it: COMMIT, INSERT 0 1

 private:
  static void clear(pg_result* result);
  std::unique_ptr<pg_result, void (*)(pg_result*)> result_;
};

class Connection {
 public:
  /// How long it waits for a server that starts, or that was there and went away.
  static constexpr std::chrono::seconds kPatience{60};

  /// A server that is not there is an error at once; one that says it is starting is waited for.
  static Result<Connection> open(Address address, bool read_only, std::chrono::milliseconds patience = kPatience);

  /// Parsed and planned once.
  Result<Answer> ask(const char* sql, const Values& values = {});
  /// Parsed and planned for this once.
  Result<Answer> ask_once(const std::string& sql, const Values& values = {});
  /// One or several statements without values.
  Result<void> run(const std::string& sql);
  /// `sql` is COPY … FROM STDIN (FORMAT binary).
  Result<void> copy(const char* sql, const Rows& rows);

  /// Whether the last failure was the connection's, or one of those that the server asks to begin anew after.
  bool lost() const { return lost_; }
  /// Whether a question can be asked at all, as far as is known.
  bool connected() const;
  /// Waits until the server is back.
  Result<void> connect_again();

  /// The address, without the password.
  const std::string& shown() const { return address_.shown(); }
  tl::unexpected<Error> wrong(std::string what) const { return fail(shown(), std::move(what)); }

 private:
  Connection(Address address, bool read_only, std::chrono::milliseconds patience)
      : address_(std::move(address)), read_only_(read_only), patience_(patience), connection_(nullptr, finish) {}

  static void finish(pg_conn* connection);
  Result<void> connect();  // and sees to it that the server is one that can be used
  bool server_is_starting() const;
  Result<Answer> checked(pg_result* result);

  Address address_;
  bool read_only_;
  std::chrono::milliseconds patience_;
  std::unique_ptr<pg_conn, void (*)(pg_conn*)> connection_;
  std::unordered_map<const char*, std::string> prepared_;  // name of the statement, by its SQL
  bool reached_ = false;                                   // a server, ever
  bool lost_ = false;
};

}  // namespace isnad::store::postgres
