// A throw-away database for tests. Needs no test library, so that the room builds without one.
#pragma once

#include <string>

#include "db/db.hpp"

namespace catalyse::db::testing {

// An empty database with its own address, removed at the end of the scope. Throws std::runtime_error when it cannot be
// made.
class FreshDatabase {
 public:
  explicit FreshDatabase(Backend backend);
  ~FreshDatabase();
  FreshDatabase(const FreshDatabase&) = delete;
  FreshDatabase& operator=(const FreshDatabase&) = delete;
  [[nodiscard]] const std::string& url() const { return url_; }
  // A folder of its own for copies and other files; removed with the rest.
  [[nodiscard]] const std::string& folder() const { return folder_; }

 private:
  Backend backend_;
  std::string url_, folder_, name_;
};

}  // namespace catalyse::db::testing
