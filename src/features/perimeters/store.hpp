// Perimeters too long for an address, in SQL. The only file of the room with SQL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "db/db.hpp"

namespace catalyse::perimeters {

// How many may be kept: anybody may add one, and what everybody may fill needs an end. Some 12 KB each.
inline constexpr std::int64_t kStoredMost = 5'000;

// Keeps a writing under its id; once is enough. Errors: perimeters.full (unavailable) when there is no room;
// perimeters.unknown (conflict) when the id is another's; those of the database.
[[nodiscard]] core::Result<void> keep(db::Database& database, std::string_view id, std::string_view writing,
                                      std::string_view now);
// Empty when there is none. Errors: those of the database.
[[nodiscard]] core::Result<std::optional<std::string>> kept(const db::Database& database, std::string_view id);

}  // namespace catalyse::perimeters
