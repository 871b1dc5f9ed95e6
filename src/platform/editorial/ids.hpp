// Ids of what people write. Private to the room.
#pragma once

#include <string>

namespace catalyse::editorial {

// 13 letters and digits. Not a secret: it only has to be unlike the others.
[[nodiscard]] std::string new_id();

}  // namespace catalyse::editorial
