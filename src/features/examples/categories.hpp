// The categories of the examples.
#pragma once

#include <span>
#include <string_view>

#include "web/i18n.hpp"

namespace catalyse::examples {

struct Category {
  std::string_view id;
  const web::Message* label = nullptr;
};
// The three of « L’alchimie du bien commun » (Le RAMEAU),
// https://www.leseditionsdunet.com/livre/lalchimie-du-bien-commun
[[nodiscard]] std::span<const Category> categories();
[[nodiscard]] const Category* find_category(std::string_view id);

}  // namespace catalyse::examples
