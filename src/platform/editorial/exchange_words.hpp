// What writing and reading contents as files share. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace catalyse::editorial {

inline constexpr std::string_view kIdColumn = "id", kContentKey = "content";

// The values of a field in one cell.
[[nodiscard]] inline std::string joined(const std::vector<std::string>& values) {
  std::string all;
  for (const auto& value : values) all += (all.empty() ? "" : "\n") + value;
  return all;
}

}  // namespace catalyse::editorial
