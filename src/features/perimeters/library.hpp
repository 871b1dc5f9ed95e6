// Between content and perimeter: what is read of an address, and what an address is made of.
#pragma once

#include <string>
#include <string_view>

#include "address_rules.hpp"
#include "perimeters.hpp"

namespace catalyse::perimeters {

// The name as it is kept: one line, spaces single, at most kNameMost bytes; `otherwise` when nothing is left of it.
[[nodiscard]] std::string clean_name(std::string_view name, std::string_view otherwise);

// Where its own reader keeps it (`/compte/perimetres/…`), without language prefix.
[[nodiscard]] std::string save_address(const Perimeter& perimeter);

[[nodiscard]] std::int64_t people_of(const territories::Territories& territories, std::span<const PlaceIndex> communes);

[[nodiscard]] Content content_of(const territories::Territories& territories, std::string name,
                                 std::span<const PlaceIndex> communes);
// The communes in force of a content. Error: perimeters.unknown when there is none.
[[nodiscard]] core::Result<Perimeter> on_today(const territories::Territories& territories, std::string id,
                                               const Content& content);

}  // namespace catalyse::perimeters
