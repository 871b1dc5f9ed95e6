// From the files of the bundle to records, with the reason of every cell that is not taken.
#pragma once

#include "core/result.hpp"
#include "core/territory.hpp"
#include "ingest/ingest.hpp"
#include "records.hpp"

namespace catalyse::projects {

inline constexpr std::string_view kSet = "projets";
inline constexpr std::string_view kForeignSets = "projets:";  // then a prefix: files added by import_file

// Errors: projects.import.missing, projects.import.columns, those of Bundle::read.
[[nodiscard]] core::Result<void> read_projects(const ingest::Bundle& bundle, const ingest::Progress& progress,
                                               Records& records, ingest::Report& report);

// Euros as text (« 25318427.626026 ») in cents, rounded half up; empty when it is no amount from 0 to a hundred
// billion.
[[nodiscard]] std::optional<std::int64_t> cents(std::string_view text);

}  // namespace catalyse::projects
