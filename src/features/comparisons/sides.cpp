// Places and perimeters side by side, with their figures.
#include "observatory/observatory.hpp"
#include "pages.hpp"

namespace catalyse::comparisons {
namespace {

using territories::kNowhere;

Side side_of(const Desk& desk, PlaceIndex index, observatory::Dossier dossier) {
  const auto& place = desk.place(index);
  return {std::string(core::level_name(place.level)),
          std::string(place.code),
          territories::address(place),
          std::string(place.name),
          place.population,
          place.area_km2,
          place.epci,
          place.departement,
          place.region,
          std::move(dossier)};
}

Side side_of(const perimeters::Perimeter& perimeter, observatory::Gathered gathered) {
  return {"perimetre",
          perimeter.id,
          perimeters::address(perimeter),
          perimeter.name,
          static_cast<std::int64_t>(gathered.population),
          gathered.area_km2 > 0 ? std::optional(gathered.area_km2) : std::nullopt,
          kNowhere,
          gathered.departement,
          gathered.region,
          std::move(gathered.dossier)};
}

}  // namespace

std::vector<const observatory::Reading*> Compared::row(std::size_t reading) const {
  std::vector<const observatory::Reading*> all;
  for (const auto& side : sides) all.push_back(&side.dossier.readings[reading]);
  return all;
}

core::Result<Compared> compared(const Desk& desk) {
  Compared all{desk, {}};
  for (const auto place : desk.selection.places) {
    auto dossier = desk.context.observatory->dossier(place);
    if (!dossier) return std::unexpected(dossier.error());
    all.sides.push_back(side_of(desk, place, std::move(*dossier)));
  }
  for (const auto& perimeter : desk.selection.perimeters) {
    auto gathered =
        desk.context.observatory->gathered(perimeter->communes, {.among = desk.selection.level, .peers = {}});
    if (!gathered) return std::unexpected(gathered.error());
    all.sides.push_back(side_of(*perimeter, std::move(*gathered)));
  }
  return all;
}

// Perimeters alone are compared among the places that suit the first of them.
core::Result<void> choose_level(const Context& context, Selection& selection) {
  if (selection.level || selection.perimeters.empty()) return {};
  const auto gathered = context.observatory->gathered(selection.perimeters[0]->communes);
  if (!gathered) return std::unexpected(gathered.error());
  selection.level = gathered->among;
  return {};
}

}  // namespace catalyse::comparisons
