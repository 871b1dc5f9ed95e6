#include <xxhash.h>

#include "layout.hpp"

namespace catalyse::columns {

std::uint64_t checksum(const void* data, std::size_t size) { return XXH3_64bits(data, size); }

}  // namespace catalyse::columns
