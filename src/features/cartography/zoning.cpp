#include "zoning.hpp"

#include <algorithm>

#include "messages.hpp"

namespace catalyse::cartography {

std::vector<territories::PlaceIndex> communes_in(const territories::Territories& territories, std::size_t zoning) {
  const auto has = [&](territories::PlaceIndex place) {
    return place != territories::kNowhere && std::ranges::any_of(territories.memberships(place), [&](const auto& one) {
             return one.kind == kZonings[zoning].kind;
           });
  };
  std::vector<territories::PlaceIndex> communes;
  const auto range = territories.range(core::Level::commune);
  for (auto place = range.first; place < range.last; ++place) {
    if (has(place) || has(territories.place(place).epci)) communes.push_back(place);
  }
  return communes;
}

const web::Message& zoning_name(std::size_t zoning) {
  static constexpr std::array kNames{&msg::zoning_qpv, &msg::zoning_acv, &msg::zoning_pvd, &msg::zoning_industry,
                                     &msg::zoning_mountain};
  static_assert(kNames.size() == kZonings.size());
  return *kNames[zoning];
}

}  // namespace catalyse::cartography
