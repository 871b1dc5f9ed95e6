// Perimeters that people keep in their accounts, in SQL. Nobody but the person reads them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"

namespace catalyse::perimeters {

inline constexpr std::size_t kSavedMost = 200;  // by one person

struct Saved {
  std::string perimeter, name;  // perimeter: its id, without slug
  core::Instant saved;
};

[[nodiscard]] std::vector<Saved> saved_by(db::Transaction& tx, std::string_view person);  // by name
[[nodiscard]] std::optional<Saved> saved_by(db::Transaction& tx, std::string_view person, std::string_view perimeter);
// Under a new name when it is kept already, with its first day. Error: perimeters.saved.full (conflict).
[[nodiscard]] core::Result<void> save(db::Transaction& tx, std::string_view person, const Saved& saved);
void forget(db::Transaction& tx, std::string_view person, std::string_view perimeter);

}  // namespace catalyse::perimeters
