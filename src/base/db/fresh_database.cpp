#include "fresh_database.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace catalyse::db::testing {
namespace {

std::string cluster() {
  const char* url = std::getenv("CATALYSE_TEST_POSTGRESQL");
  if (url == nullptr)
    throw std::runtime_error("CATALYSE_TEST_POSTGRESQL is not set: run this under tools/with_postgresql.sh");
  return url;
}

void administer(const std::string& statement) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(cluster().c_str()), PQfinish);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), statement.c_str()), PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
}

// The cluster's address with another database: the path of the address is its last part.
std::string address_of(const std::string& name) {
  const auto url = cluster();
  return url.substr(0, url.rfind('/') + 1) + name;
}

std::string make_folder() {
  auto pattern = (std::filesystem::temp_directory_path() / "catalyse-db-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for the test's database");
  return pattern;
}

}  // namespace

FreshDatabase::FreshDatabase(Backend backend) : backend_(backend) {
  static std::atomic<int> count = 0;
  name_ = "catalyse_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
  if (backend == Backend::postgresql) {
    administer("CREATE DATABASE " + name_ + " TEMPLATE template0 ENCODING 'UTF8'");
    url_ = address_of(name_);
  }
  folder_ = make_folder();
  if (backend == Backend::sqlite) url_ = "sqlite:" + folder_ + "/test.db";
}

FreshDatabase::~FreshDatabase() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  try {
    if (backend_ == Backend::postgresql) administer("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  } catch (const std::runtime_error&) {  // the throw-away cluster goes anyway
  }
}

}  // namespace catalyse::db::testing
