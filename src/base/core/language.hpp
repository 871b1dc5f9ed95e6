// The two languages of the interface. French is the source.
#pragma once

#include <cstdint>

namespace catalyse::core {
enum class Language : std::uint8_t { fr, en };
}
