#include "store_progress.hpp"

namespace catalyse::library {
namespace {

constexpr std::string_view kKept =
    "SELECT path, done, saved_at FROM path_progress WHERE person = :person ORDER BY saved_at DESC, path";
constexpr std::string_view kKeep =
    "INSERT INTO path_progress (person, path, done, saved_at) VALUES (:person, :path, :done, :saved)"
    " ON CONFLICT (person, path) DO UPDATE SET done = excluded.done, saved_at = excluded.saved_at";
constexpr std::string_view kForget = "DELETE FROM path_progress WHERE person = :person AND path = :path";

}  // namespace

std::vector<Progress> kept(db::Transaction& tx, std::string_view person) {
  std::vector<Progress> all;
  tx.each<std::string, std::string, std::int64_t>(
      kKept, {std::string(person)}, [&](std::string path, std::string done, std::int64_t saved) {
        all.push_back({std::move(path), std::move(done), core::Instant(std::chrono::seconds(saved))});
      });
  return all;
}

std::optional<Progress> kept(db::Transaction& tx, std::string_view person, std::string_view path) {
  for (auto& one : kept(tx, person))
    if (one.path == path) return std::move(one);
  return std::nullopt;
}

void keep(db::Transaction& tx, std::string_view person, const Progress& progress) {
  tx.execute(
      kKeep,
      {std::string(person), progress.path, progress.done,
       std::int64_t{std::chrono::duration_cast<std::chrono::seconds>(progress.saved.time_since_epoch()).count()}});
}

void forget(db::Transaction& tx, std::string_view person, std::string_view path) {
  tx.execute(kForget, {std::string(person), std::string(path)});
}

}  // namespace catalyse::library
