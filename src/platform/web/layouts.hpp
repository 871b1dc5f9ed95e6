// The class of <main> in catalyse.css for each layout.
#pragma once

#include <array>
#include <string_view>

#include "web/web.hpp"

namespace catalyse::web {

[[nodiscard]] constexpr std::string_view layout_class(Layout layout) {
  constexpr std::array<std::string_view, 4> kClasses{"text", "wide", "dossier", "home"};
  return kClasses[static_cast<std::size_t>(layout)];
}

}  // namespace catalyse::web
