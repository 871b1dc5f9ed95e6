// For the _dbtest files of all rooms: the same test on a fresh SQLite file and on a fresh PostgreSQL database.
// PostgreSQL's address comes from CATALYSE_TEST_POSTGRESQL (set by tools/with_postgresql.sh); without it the test
// fails, it is never skipped.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "db/db.hpp"
#include "db/fresh_database.hpp"

namespace catalyse::db::testing {

[[nodiscard]] inline std::string name_of(Backend backend) {
  return backend == Backend::sqlite ? "SQLite" : "PostgreSQL";
}

// Runs `test(FreshDatabase&)` once for each engine; the engine's name stands in the trace of a failure.
template <class F>
void each_fresh(F&& test) {
  for (const auto backend : {Backend::sqlite, Backend::postgresql}) {
    SCOPED_TRACE(name_of(backend));
    FreshDatabase fresh(backend);
    test(fresh);
  }
}

// Runs `test(Database&)` once for each engine, with the migrations given applied.
template <class F>
void each_database(std::span<const Migration> migrations, F&& test) {
  each_fresh([&](FreshDatabase& fresh) {
    auto database = Database::open(fresh.url());
    ASSERT_TRUE(database.has_value()) << database.error().note;
    const auto migrated = database->migrate(migrations);
    ASSERT_TRUE(migrated.has_value()) << migrated.error().note;
    test(*database);
  });
}

template <class F>
void each_database(F&& test) {
  each_database(std::span<const Migration>{}, std::forward<F>(test));
}

}  // namespace catalyse::db::testing
