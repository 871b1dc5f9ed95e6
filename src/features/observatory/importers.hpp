// The data sets that the observatory loads, and the read model made of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "observatory.hpp"
#include "plug/plug.hpp"
#include "territories/territories.hpp"

namespace catalyse::observatory {

inline constexpr std::string_view kIndicatorSet = "indicateurs";

// Needs ingest::version_migrations() before it.
[[nodiscard]] std::span<const db::Migration> migrations();

// One importer, of the set « indicateurs »: themes, indicators, series and their tables, carried to the COG in force
// and summed to the higher levels (series_values.hpp). Its version is a digest of the set, of the set « territoires »
// and of the rules' number: figures are made again when any of them changes. All or nothing. Errors: those of Bundle;
// observatory.import.catalogue, .table, .territories (kind damaged: the note names file and column);
// ingest.import.refused (kind invalid) when too many rows are bad: the note lists the first ones; those of
// Database::write.
[[nodiscard]] std::vector<plug::Importer> importers(
    std::shared_ptr<const core::Clock> clock = std::make_shared<core::SystemClock>());

// The observatory of the current version of the set « indicateurs » and of every set that came from a file (files.hpp).
// Opens its snapshot in `snapshot_folder`, or makes it from SQL when it is not
// there or damaged (a few seconds). Errors: observatory.empty (kind unavailable) when nothing was imported; those of
// ObservatoryBuilder::write, of Observatory::open and of the database.
[[nodiscard]] core::Result<std::shared_ptr<const Observatory>> load(const db::Database& database,
                                                                    const territories::Territories& territories,
                                                                    const std::filesystem::path& snapshot_folder);
// The same for an older version of one of those sets (ingest::versions). Error besides: observatory.version.unknown
// (kind not_found).
[[nodiscard]] core::Result<std::shared_ptr<const Observatory>> load_version(
    const db::Database& database, const territories::Territories& territories,
    const std::filesystem::path& snapshot_folder, std::int64_t version);

}  // namespace catalyse::observatory
