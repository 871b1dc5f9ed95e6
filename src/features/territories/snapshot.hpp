// The columns of the read model in one file, mapped into memory at start. Derived from SQL: it may be deleted at any
// time.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "core/result.hpp"
#include "tables.hpp"

namespace catalyse::territories {

// Written beside its final name, flushed, then renamed: a reader sees all of it or nothing. Errors:
// territories.snapshot.write (unavailable).
[[nodiscard]] core::Result<void> write_snapshot(const std::filesystem::path& file, const Built& built);

struct Mapped {
  View view;
  std::shared_ptr<const void> mapping;  // the view is good while this lives
};

// Errors: territories.snapshot.missing (not_found), territories.snapshot.damaged: not of this program and this version
// of its format, cut, or one byte changed (SHA-256).
[[nodiscard]] core::Result<Mapped> map_snapshot(const std::filesystem::path& file);

}  // namespace catalyse::territories
