// Other people's files of grants, checked cell by cell: SCDL « Subventions » (CSV, schema.data.gouv.fr
// scdl/subventions, its sixteen older columns or its forty newer ones) and 360Giving (JSON, schema 1.4). A row with a
// bad cell is refused, every bad cell told by line, column, value and reason; the other rows are kept.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "db/db.hpp"
#include "ingest/ingest.hpp"
#include "projects/projects.hpp"
#include "territories/territories.hpp"

namespace catalyse::projects {

enum class FileFormat : std::uint8_t { scdl, giving };

// Reads the file and keeps its good rows as one more source of projects, in place of an earlier file of the same name.
// The same bytes again change nothing. The read model has them at its next load. Errors: projects.file.unreadable,
// projects.file.columns (a column lacks: {column}), projects.file.malformed; those of db. When no
// row is good the report says so and nothing is written.
[[nodiscard]] core::Result<ingest::Report> import_file(db::Database& database, const std::filesystem::path& file,
                                                       FileFormat format);

struct Written {
  std::uint32_t grants = 0, undated = 0;  // undated: left out, the standard wants a date
};
// All projects but duplicates as a 360Giving package, in pieces. Only the year of an award is known: its first of
// January stands for it, and `awardDatePrecision` says so. Organisations are FR-INSEE-{SIREN} where one is known.
[[nodiscard]] Written export_giving(const Projects& projects, const territories::Territories& territories,
                                    const std::function<void(std::string_view)>& write);

}  // namespace catalyse::projects
