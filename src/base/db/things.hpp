// The small world of this room's tests: two tables, one row at a time.
#pragma once

#include "db/testing.hpp"

namespace catalyse::db::things {

using Text = std::string;
using Integer = std::int64_t;

inline constexpr Migration kMigrations[] = {
    {"test", 1, "things",
     "CREATE TABLE thing(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER, weight REAL) STRICT;\n"
     "CREATE TABLE part(id INTEGER PRIMARY KEY, thing INTEGER NOT NULL REFERENCES thing(id) DEFERRABLE INITIALLY "
     "DEFERRED,"
     " label TEXT CHECK(label <> '')) STRICT;\n",
     ""}};

inline constexpr std::string_view kAdd = "INSERT INTO thing(id, name, size, weight) VALUES(:id, :name, :size, :weight)";

inline core::Result<void> add(Database& db, Integer id, const Text& name, const Value& size = {},
                              const Value& weight = {}) {
  return db.write([&](Transaction& t) -> core::Result<void> {
    t.execute(kAdd, {id, name, size, weight});
    return {};
  });
}

// Runs one statement as a write of its own.
inline core::Result<void> run(Database& db, std::string_view sql, const std::vector<Value>& parameters = {}) {
  return db.write([&](Transaction& t) -> core::Result<void> {
    t.execute(sql, parameters);
    return {};
  });
}

inline Integer count(const Database& db, const Text& table = "thing") {
  Integer found = -1;
  db.read([&](Transaction& t) { found = std::get<0>(t.rows<Integer>("SELECT count(*) FROM " + table).at(0)); });
  return found;
}

using Row = std::tuple<Integer, Text, std::optional<Integer>, std::optional<double>>;
inline std::vector<Row> all(const Database& db) {
  std::vector<Row> found;
  db.read([&](Transaction& t) {
    found = t.rows<Integer, Text, std::optional<Integer>, std::optional<double>>(
        "SELECT id, name, size, weight FROM thing ORDER BY id");
  });
  return found;
}

// The result is this error; its note must tell the operator something.
inline void expect_error(const core::Result<void>& result, core::ErrorKind kind, std::string_view message_id) {
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().message_id, message_id) << result.error().note;
  EXPECT_EQ(result.error().kind, kind);
  EXPECT_FALSE(result.error().note.empty());
}

}  // namespace catalyse::db::things
