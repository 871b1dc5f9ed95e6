// Lines on a drawing, for the files of this room.
#pragma once

#include <vector>

#include "svg.hpp"

namespace catalyse::geo {

using Line = std::vector<Pixel>;

// Douglas and Peucker (1973). Keeps both ends; of a closed line also the point farthest from its start.
[[nodiscard]] Line simplified(const Line& line, double tolerance);

}  // namespace catalyse::geo
