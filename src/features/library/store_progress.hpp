// How far people are on the paths, in SQL, as far as they asked to keep it. The only statements of the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "db/db.hpp"

namespace catalyse::library {

struct Progress {
  std::string path, done;  // done: « 1.3 »
  core::Instant saved;
};

[[nodiscard]] std::vector<Progress> kept(db::Transaction& tx, std::string_view person);  // the latest first
[[nodiscard]] std::optional<Progress> kept(db::Transaction& tx, std::string_view person, std::string_view path);
// In place of what was kept of this path.
void keep(db::Transaction& tx, std::string_view person, const Progress& progress);
void forget(db::Transaction& tx, std::string_view person, std::string_view path);

}  // namespace catalyse::library
