#include "locators.hpp"

namespace catalyse::dossier {
namespace {

using core::Level;
using territories::PlaceIndex;
using territories::Territories;

constexpr double kMargin = 4;

std::optional<core::PlaceCode> code_of(const Territories& territories, PlaceIndex index) {
  const auto& place = territories.place(index);
  return core::PlaceCode::make(place.level, place.code);
}

std::optional<Locators::Ground> make_ground(const Territories& territories, const geo::Contours& contours,
                                            PlaceIndex index) {
  const auto code = code_of(territories, index);
  const auto box = code ? contours.box(*code) : std::nullopt;
  if (!box) return std::nullopt;
  const auto frame = geo::Frame::fit_width(*box, kLocatorWidth, kMargin);
  return Locators::Ground{frame, geo::svg_path(contours, *code, frame)};
}

PlaceIndex widest(const Territories& territories, const geo::Contours& contours, PlaceIndex epci) {
  const auto& place = territories.place(epci);
  if (place.departement == territories::kNowhere) return place.region;
  const auto own = code_of(territories, epci), around = code_of(territories, place.departement);
  const auto box = own ? contours.box(*own) : std::nullopt, whole = around ? contours.box(*around) : std::nullopt;
  return box && whole && box->holds(*whole) ? place.region : place.departement;
}

}  // namespace

Locators::Locators(const Territories& territories, const geo::Contours& contours)
    : epci_(territories.range(Level::epci)),
      departements_(territories.range(Level::departement)),
      regions_(territories.range(Level::region)) {
  for (auto i = departements_.first; i < departements_.last; ++i)
    grounds_.push_back(make_ground(territories, contours, i));
  for (auto i = regions_.first; i < regions_.last; ++i) grounds_.push_back(make_ground(territories, contours, i));
  for (auto i = epci_.first; i < epci_.last; ++i) {
    const auto code = code_of(territories, i);
    epci_grounds_.push_back(widest(territories, contours, i));
    const auto* where = ground(epci_grounds_.back());
    epci_paths_.push_back(where != nullptr && code ? geo::svg_path(contours, *code, where->frame) : std::string{});
  }
}

const Locators::Ground* Locators::ground(PlaceIndex place) const {
  std::size_t index = 0;
  if (departements_.holds(place))
    index = place - departements_.first;
  else if (regions_.holds(place))
    index = departements_.size() + (place - regions_.first);
  else
    return nullptr;
  return grounds_[index] ? &*grounds_[index] : nullptr;
}

PlaceIndex Locators::ground_of_epci(PlaceIndex place) const {
  return epci_.holds(place) ? epci_grounds_[place - epci_.first] : territories::kNowhere;
}

const std::string& Locators::epci(PlaceIndex place) const {
  static const std::string kNone;
  return epci_.holds(place) ? epci_paths_[place - epci_.first] : kNone;
}

std::shared_ptr<const Locators> prepare_locators(const Territories& territories, const geo::Contours& contours) {
  return std::make_shared<const Locators>(territories, contours);
}

}  // namespace catalyse::dossier
