// From the record to the columns of the read model.
#pragma once

#include <filesystem>

#include "core/result.hpp"
#include "records.hpp"
#include "territories/territories.hpp"

namespace catalyse::projects {

// Error: columns.write (unavailable).
[[nodiscard]] core::Result<void> write_snapshot(const std::filesystem::path& file, const Records& records,
                                                const territories::Territories& territories, std::string_view version);

}  // namespace catalyse::projects
