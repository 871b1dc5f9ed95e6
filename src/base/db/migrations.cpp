// Schema migrations: what is applied is kept in schema_migration, in the database itself.
#include <algorithm>
#include <ctime>
#include <stdexcept>

#include "core/digest.hpp"
#include "sql_text.hpp"
#include "state.hpp"

namespace catalyse::db {
namespace {

constexpr std::string_view kTable =
    "CREATE TABLE schema_migration(room TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, checksum TEXT NOT "
    "NULL,"
    " applied_at TEXT NOT NULL, PRIMARY KEY(room, number)) STRICT";
constexpr std::string_view kApplied = "SELECT room, number, name, checksum FROM schema_migration ORDER BY room, number";
constexpr std::string_view kRecord =
    "INSERT INTO schema_migration(room, number, name, checksum, applied_at) VALUES(:room, :number, :name, :checksum, "
    ":applied_at)";

struct Applied {
  std::string room;
  std::int64_t number;
  std::string name, checksum;
};

std::string_view source(const Migration& migration, Backend backend) {
  return backend == Backend::postgresql && !migration.postgresql.empty() ? migration.postgresql : migration.sqlite;
}

std::string script(const Migration& migration, Backend backend) {
  const bool portable = backend == Backend::postgresql && migration.postgresql.empty();
  return portable ? migration_for_postgresql(migration.sqlite) : std::string(source(migration, backend));
}

std::string label(std::string_view room, std::int64_t number, std::string_view name) {
  return std::string(room) + "/" + std::to_string(number) + "_" + std::string(name);
}

std::string now_utc() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::vector<Applied> applied(Session& session) {
  std::vector<Applied> all;
  if (!session.has_table("schema_migration")) return all;
  session.each<std::string, std::int64_t, std::string, std::string>(
      kApplied, {}, [&](std::string room, std::int64_t number, std::string name, std::string checksum) {
        all.push_back({std::move(room), number, std::move(name), std::move(checksum)});
      });
  return all;
}

// Numbers of a room rise in the order given; anything else is a mistake of the program.
void require_order(std::span<const Migration> migrations) {
  for (std::size_t i = 0; i < migrations.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (migrations[k].room == migrations[i].room && migrations[k].number >= migrations[i].number) {
        throw std::logic_error("migrations out of order: " +
                               label(migrations[i].room, migrations[i].number, migrations[i].name));
      }
    }
  }
}

// The first migration not yet applied, nullptr when none is missing. Errors: db.newer, db.changed.
core::Result<const Migration*> first_missing(std::span<const Migration> migrations, Session& session) {
  const auto done = applied(session);
  for (const auto& row : done) {
    const auto known = std::ranges::find_if(
        migrations, [&](const Migration& m) { return m.room == row.room && m.number == row.number; });
    const auto name = label(row.room, row.number, row.name);
    if (known == migrations.end()) {
      return core::fail(core::ErrorKind::unavailable, "db.newer",
                        "the database has the migration " + name + ", which this program does not know",
                        {{"migration", name}});
    }
    if (core::sha256(source(*known, session.backend())) != row.checksum) {
      return core::fail(core::ErrorKind::damaged, "db.changed",
                        "the migration " + name + " was edited after it was applied", {{"migration", name}});
    }
  }
  const auto missing = std::ranges::find_if(migrations, [&](const Migration& m) {
    return std::ranges::none_of(done, [&](const Applied& row) { return row.room == m.room && row.number == m.number; });
  });
  return missing == migrations.end() ? nullptr : &*missing;
}

void apply(Session& session, const Migration& migration) {
  if (!session.has_table("schema_migration")) {
    session.script(session.backend() == Backend::postgresql ? migration_for_postgresql(kTable) : std::string(kTable));
  }
  session.script(script(migration, session.backend()));
  session.execute(kRecord, {std::string(migration.room), std::int64_t{migration.number}, std::string(migration.name),
                            core::sha256(source(migration, session.backend())), now_utc()});
}

core::Error failed(const Migration& migration, core::Error cause) {
  const auto name = label(migration.room, migration.number, migration.name);
  const auto kind = cause.kind == core::ErrorKind::unavailable ? cause.kind : core::ErrorKind::damaged;
  return {kind, "db.migration", {{"migration", name}}, name + ": " + cause.note};
}

}  // namespace

core::Result<void> Database::migrate(std::span<const Migration> migrations) {
  require_order(migrations);
  for (bool more = true; more;) {
    const Migration* current = nullptr;
    auto outcome = [&]() -> core::Result<void> {
      try {
        return state_->transact(&Session::begin_migration, [&](Session& session) -> core::Result<void> {
          const auto missing = first_missing(migrations, session);
          if (!missing) return std::unexpected(missing.error());
          more = *missing != nullptr;
          if (!more) return {};
          current = *missing;
          apply(session, *current);
          return {};
        });
      } catch (const std::logic_error& error) {  // wrong SQL in the migration
        return core::fail(core::ErrorKind::damaged, "db.migration", error.what());
      }
    }();
    if (!outcome) return current == nullptr ? outcome : std::unexpected(failed(*current, outcome.error()));
  }
  return {};
}

core::Result<bool> Database::up_to_date(std::span<const Migration> migrations) const {
  core::Result<bool> answer = false;
  try {
    read([&](Transaction& transaction) {
      const auto missing = first_missing(migrations, dynamic_cast<Session&>(transaction));
      if (missing) {
        answer = *missing == nullptr;
      } else if (missing.error().message_id != "db.newer") {
        answer = std::unexpected(missing.error());
      }
    });
  } catch (const Failure& failure) {
    return std::unexpected(failure.error());
  }
  return answer;
}

}  // namespace catalyse::db
