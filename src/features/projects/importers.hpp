// What the application wires: the importer of « projets » and the loading of the read model.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "core/result.hpp"
#include "db/db.hpp"
#include "plug/plug.hpp"
#include "projects/projects.hpp"

namespace catalyse::projects {

[[nodiscard]] std::span<const db::Migration> migrations();

// The set is taken whole or not at all; the same files twice change nothing. A bad amount refuses its row; a bad SIREN,
// year or cost is set aside, told, and its row is kept. Errors: projects.import.refused (too many bad rows), .missing,
// .columns, those of ingest and of db.
[[nodiscard]] std::vector<plug::Importer> importers();

// The read model of the current version: mapped from its snapshot in `folder`, else built from SQL and written there.
// An installation that has imported no projects has an empty model. Errors: columns.* and those of db.
[[nodiscard]] core::Result<std::shared_ptr<const Projects>> load(db::Database& database,
                                                                 std::shared_ptr<const territories::Territories> places,
                                                                 const std::filesystem::path& folder);

}  // namespace catalyse::projects
