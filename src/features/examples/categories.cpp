#include "categories.hpp"

#include <algorithm>
#include <array>

#include "messages.hpp"

namespace catalyse::examples {
namespace {

constexpr std::array kCategories{Category{"artisans", &msg::category_artisans},
                                 Category{"projets", &msg::category_projets},
                                 Category{"territoires", &msg::category_territoires}};

}  // namespace

std::span<const Category> categories() { return kCategories; }

const Category* find_category(std::string_view id) {
  const auto* found = std::ranges::find(kCategories, id, &Category::id);
  return found == kCategories.end() ? nullptr : found;
}

}  // namespace catalyse::examples
