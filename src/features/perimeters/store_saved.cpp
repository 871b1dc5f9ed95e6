#include "store_saved.hpp"

#include <algorithm>

#include "messages.hpp"
#include "text/fold.hpp"

namespace catalyse::perimeters {
namespace {

constexpr std::string_view kAll =
    "SELECT perimeter, name, saved_at FROM saved_perimeter WHERE person = :person ORDER BY saved_at, perimeter";
constexpr std::string_view kSave =
    "INSERT INTO saved_perimeter (person, perimeter, name, saved_at) VALUES (:person, :perimeter, :name, :saved)"
    " ON CONFLICT (person, perimeter) DO UPDATE SET name = excluded.name";
constexpr std::string_view kForget = "DELETE FROM saved_perimeter WHERE person = :person AND perimeter = :perimeter";

}  // namespace

std::vector<Saved> saved_by(db::Transaction& tx, std::string_view person) {
  std::vector<Saved> all;
  tx.each<std::string, std::string, std::int64_t>(
      kAll, {std::string(person)}, [&](std::string perimeter, std::string name, std::int64_t saved) {
        all.push_back({std::move(perimeter), std::move(name), core::Instant(std::chrono::seconds(saved))});
      });
  std::ranges::stable_sort(all, {}, [](const Saved& one) { return text::fold(one.name); });
  return all;
}

std::optional<Saved> saved_by(db::Transaction& tx, std::string_view person, std::string_view perimeter) {
  for (auto& one : saved_by(tx, person))
    if (one.perimeter == perimeter) return std::move(one);
  return std::nullopt;
}

core::Result<void> save(db::Transaction& tx, std::string_view person, const Saved& saved) {
  const auto all = saved_by(tx, person);
  if (all.size() >= kSavedMost && std::ranges::find(all, saved.perimeter, &Saved::perimeter) == all.end())
    return core::fail(core::ErrorKind::conflict, msg::saved_full.key);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(saved.saved.time_since_epoch()).count();
  tx.execute(kSave, {std::string(person), saved.perimeter, saved.name, std::int64_t{seconds}});
  return {};
}

void forget(db::Transaction& tx, std::string_view person, std::string_view perimeter) {
  tx.execute(kForget, {std::string(person), std::string(perimeter)});
}

}  // namespace catalyse::perimeters
