#include "migrations.hpp"
#include "versions.hpp"

namespace catalyse::ingest {
namespace {

constexpr std::string_view kCurrent = "SELECT id FROM data_version WHERE data_set = :set AND is_current = 1";
constexpr std::string_view kSame = "SELECT id FROM data_version WHERE data_set = :set AND version = :version";
constexpr std::string_view kNextId = "SELECT COALESCE(MAX(id), 0) + 1 FROM data_version";
constexpr std::string_view kAdd =
    "INSERT INTO data_version (id, data_set, version, title, imported_at, is_current, report)"
    " VALUES (:id, :set, :version, '', :now, 0, '{}')";
constexpr std::string_view kRetire =
    "UPDATE data_version SET is_current = 0 WHERE is_current = 1 AND id <> :id"
    " AND data_set = (SELECT data_set FROM data_version WHERE id = :id)";
constexpr std::string_view kPromote = "UPDATE data_version SET is_current = 1 WHERE id = :id";
constexpr std::string_view kWithdraw =
    "UPDATE data_version SET is_current = 0 WHERE is_current = 1 AND data_set = :set";
constexpr std::string_view kDescribe = "UPDATE data_version SET title = :title, report = :report WHERE id = :id";
constexpr std::string_view kList =
    "SELECT id, data_set, version, title, imported_at, is_current, report FROM data_version"
    " WHERE (:set = '' OR data_set = :set) AND (:id = 0 OR id = :id) ORDER BY id DESC";

std::vector<DataVersion> list(db::Transaction& tx, std::string_view set, std::int64_t id) {
  std::vector<DataVersion> all;
  tx.each<std::int64_t, std::string, std::string, std::string, std::int64_t, std::int64_t, std::string>(
      kList, {std::string(set), id},
      [&](auto row, auto of, auto version, auto title, auto at, auto current, auto report) {
        all.push_back({row, std::move(of), std::move(version), std::move(title),
                       core::Instant(std::chrono::seconds(at)), current == 1, std::move(report)});
      });
  return all;
}

}  // namespace

std::span<const db::Migration> version_migrations() { return migrations(); }

core::Result<std::optional<std::int64_t>> current_version(db::Transaction& tx, std::string_view set) {
  std::optional<std::int64_t> id;
  tx.each<std::int64_t>(kCurrent, {std::string(set)}, [&](std::int64_t found) { id = found; });
  return id;
}

Begun begin_version(db::Transaction& tx, std::string_view set, std::string_view version, core::Instant now) {
  Begun begun;
  tx.each<std::int64_t>(kSame, {std::string(set), std::string(version)}, [&](std::int64_t id) { begun = {id, true}; });
  if (begun.already) return begun;
  tx.each<std::int64_t>(kNextId, {}, [&](std::int64_t id) { begun.id = id; });
  tx.execute(kAdd, {begun.id, std::string(set), std::string(version), std::int64_t{now.time_since_epoch().count()}});
  return begun;
}

void make_current(db::Transaction& tx, std::int64_t id) {
  tx.execute(kRetire, {id});
  tx.execute(kPromote, {id});
}

void finish_version(db::Transaction& tx, std::int64_t id, std::string_view title, const Report& report) {
  tx.execute(kDescribe, {std::string(title), report.json(), id});
  make_current(tx, id);
}

bool withdraw(db::Transaction& tx, std::string_view set) { return tx.execute(kWithdraw, {std::string(set)}) > 0; }

std::vector<DataVersion> versions(db::Transaction& tx, std::string_view set) { return list(tx, set, 0); }

std::optional<DataVersion> find_version(db::Transaction& tx, std::int64_t id) {
  auto found = list(tx, {}, id);
  if (id == 0 || found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace catalyse::ingest
