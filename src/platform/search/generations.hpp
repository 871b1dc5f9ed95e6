// The folders of the index: one a source and version, made beside and put in place in one step. A kill at any moment
// leaves the former one, or a working folder that the next start removes.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "search/search.hpp"
#include "shard.hpp"

namespace catalyse::search {

using Log = std::function<void(std::string_view line)>;

struct Generation {
  std::shared_ptr<const Shard> shard;
  std::string version;
  double seconds = 0;  // to make; 0 when it stood
};

enum class Make : std::uint8_t { when_needed, always };

// The index of `source` as it is now. Other versions of it are removed once this one stands. With `when_needed`, what
// the disk has no room for is made in memory. Error: search.unavailable.
[[nodiscard]] core::Result<Generation> open_or_make(const std::filesystem::path& folder, const Source& source,
                                                    Make make, const Log& log);
// Removes working folders that a killed process left.
void remove_leftovers(const std::filesystem::path& folder);

}  // namespace catalyse::search
