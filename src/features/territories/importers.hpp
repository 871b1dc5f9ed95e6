// What the application wires: the importers of « territoires » and « zonages » and the loading of the read model.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "db/db.hpp"
#include "plug/plug.hpp"
#include "territories/territories.hpp"

namespace catalyse::territories {

[[nodiscard]] std::span<const db::Migration> migrations();

// In this order: « zonages » names places of « territoires ». A set is taken whole or not at all; the same files twice
// change nothing. Errors: ingest.import.refused (too many bad rows; the note has the first), .missing, .columns,
// .edition, those of ingest and of db.
[[nodiscard]] std::vector<plug::Importer> importers();

using Note = std::function<void(std::string_view line)>;

// The read model of the current versions: mapped from its snapshot in `folder`, else built from SQL and written there
// for the next start. A snapshot that is damaged or of another program is set aside with a line to `note` (standard
// error when empty), as is a folder that cannot be written. Errors: territories.none (unavailable) when nothing was
// imported.
[[nodiscard]] core::Result<std::shared_ptr<const Territories>> load(db::Database& database,
                                                                    const std::filesystem::path& folder,
                                                                    const Note& note = {});
// The same for older versions, by their ids in the table of data versions; `zonings` may be absent.
[[nodiscard]] core::Result<std::shared_ptr<const Territories>> load_versions(db::Database& database,
                                                                             const std::filesystem::path& folder,
                                                                             std::int64_t territories,
                                                                             std::optional<std::int64_t> zonings,
                                                                             const Note& note = {});

}  // namespace catalyse::territories
