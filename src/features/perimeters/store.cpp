#include "store.hpp"

namespace catalyse::perimeters {
namespace {

constexpr std::string_view kFind = "SELECT content FROM perimeter WHERE id = :id";
constexpr std::string_view kCount = "SELECT COUNT(*) FROM perimeter";
constexpr std::string_view kAdd = "INSERT INTO perimeter (id, content, created) VALUES (:id, :content, :created)";

std::optional<std::string> find(db::Transaction& tx, std::string_view id) {
  std::optional<std::string> found;
  tx.each<std::string>(kFind, {std::string(id)}, [&](std::string content) { found = std::move(content); });
  return found;
}

}  // namespace

core::Result<void> keep(db::Database& database, std::string_view id, std::string_view writing, std::string_view now) {
  return database.write([&](db::Transaction& tx) -> core::Result<void> {
    if (const auto there = find(tx, id)) {
      if (*there == writing) return {};
      return core::fail(core::ErrorKind::conflict, "perimeters.unknown", "two writings with one digest");
    }
    std::int64_t count = 0;
    tx.each<std::int64_t>(kCount, {}, [&](std::int64_t n) { count = n; });
    if (count >= kStoredMost) return core::fail(core::ErrorKind::unavailable, "perimeters.full");
    tx.execute(kAdd, {std::string(id), std::string(writing), std::string(now)});
    return {};
  });
}

core::Result<std::optional<std::string>> kept(const db::Database& database, std::string_view id) {
  std::optional<std::string> found;
  try {
    database.read([&](db::Transaction& tx) { found = find(tx, id); });
  } catch (const db::Failure& failure) {
    return std::unexpected(failure.error());
  }
  return found;
}

}  // namespace catalyse::perimeters
