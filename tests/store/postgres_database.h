// A database of its own for a test, on the server of tests/support/postgres_server.py.
#pragma once

#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string>

#include "store/postgres/connection.h"

namespace isnad::store {

class Database {
 public:
  Database() {
    const char* const server = std::getenv("ISNAD_TEST_POSTGRES");
    if (server == nullptr)
      throw std::runtime_error("ISNAD_TEST_POSTGRES names no server: run this as tests/support/postgres_server.py PROGRAM, as ctest does");
    server_ = server;
    run("CREATE DATABASE " + name_);
  }
  ~Database() { run("DROP DATABASE " + name_ + " WITH (FORCE)"); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& name() const { return name_; }
  std::string address() const { return address_of(name_); }
  /// A connection of the superuser.
  postgres::Connection connect(const std::string& database) const {
    return postgres::Connection::open(postgres::Address::parse(address_of(database)).value(), false).value();
  }
  postgres::Connection connect() const { return connect(name_); }
  /// On the server, outside this database.
  void run(const std::string& sql) const {
    if (auto done = connect("postgres").run(sql); !done) throw std::runtime_error(done.error().text());
  }

 private:
  std::string server_, name_ = "test_" + std::to_string(std::random_device{}());

  std::string address_of(const std::string& database) const {
    std::string out = server_;
    return out.replace(out.find("/postgres?"), 9, "/" + database);
  }
};

}  // namespace isnad::store
