#include "territories.hpp"

#include <cmath>

#include "build.hpp"
#include "state.hpp"

namespace catalyse::territories {

namespace {

using core::Level;

std::optional<double> known(double value) { return std::isnan(value) ? std::nullopt : std::optional(value); }

Place written_out(const View& view, const PlaceRow& row) {
  Place place;
  place.level = static_cast<Level>(row.level);
  place.zone = static_cast<Zone>(row.zone);
  place.code = view.text(row.code);
  place.name = view.text(row.name);
  place.slug = view.text(row.slug);
  place.siren = view.text(row.siren);
  place.liaison = row.liaison;
  if (row.population >= 0) place.population = row.population;
  place.area_km2 = known(row.area_km2);
  place.longitude = known(row.longitude);
  place.latitude = known(row.latitude);
  place.commune = row.commune;
  place.epci = row.epci;
  place.departement = row.departement;
  place.region = row.region;
  return place;
}

template <class T>
std::span<const T> list_of(std::span<const std::uint32_t> at, std::span<const T> items, std::size_t index) {
  return items.subspan(at[index], at[index + 1] - at[index]);
}

std::string_view name_of(PassageKind kind) {
  switch (kind) {
    case PassageKind::merge:
      return "merge";
    case PassageKind::split:
      return "split";
    case PassageKind::change:
      return "change";
    case PassageKind::delegated:
      return "delegated";
    case PassageKind::associated:
      return "associated";
    case PassageKind::uncertain:
      return "uncertain";
  }
  return "merge";
}

}  // namespace

Territories::Territories(std::unique_ptr<State> state) : state_(std::move(state)) {
  auto& s = *state_;
  PlaceIndex at = 0;
  const auto next = [&](std::size_t i) {
    const Range range{at, at + s.view.header[i]};
    at = range.last;
    return range;
  };
  s.communes = next(1);
  s.overseas = next(2);
  s.ranges = {s.communes, next(3), next(4), next(5), next(6)};
  s.places.reserve(s.view.places.size());
  for (const auto& row : s.view.places) s.places.push_back(written_out(s.view, row));
  s.search = std::make_unique<PlaceSearch>(s.view);
}

Territories::~Territories() = default;
Territories::Territories(Territories&&) noexcept = default;

std::shared_ptr<const Territories> TerritoriesBuilder::of(Built built) {
  auto state = std::make_unique<Territories::State>();
  state->built = std::move(built);
  state->view = view_of(state->built);
  return std::shared_ptr<const Territories>(new Territories(std::move(state)));
}

std::shared_ptr<const Territories> TerritoriesBuilder::of(const View& view, std::shared_ptr<const void> mapping) {
  auto state = std::make_unique<Territories::State>();
  state->mapping = std::move(mapping);
  state->view = view;
  return std::shared_ptr<const Territories>(new Territories(std::move(state)));
}

std::shared_ptr<const Territories> build(const Records& records) {
  return TerritoriesBuilder::of(build_tables(records));
}

std::size_t Territories::size() const { return state_->places.size(); }
Range Territories::range(Level level) const { return state_->ranges[static_cast<std::size_t>(level)]; }
Range Territories::overseas_collectivities() const { return state_->overseas; }
const Place& Territories::place(PlaceIndex index) const { return state_->places.at(index); }
int Territories::population_year() const { return static_cast<int>(state_->view.header[0]); }
std::string_view Territories::version() const { return state_->view.text(state_->view.version[0]); }

std::optional<PlaceIndex> Territories::find(const core::PlaceCode& code) const {
  const auto in = [&](Range range) -> std::optional<PlaceIndex> {
    const auto first = state_->places.begin() + range.first, last = state_->places.begin() + range.last;
    const auto found =
        std::lower_bound(first, last, code.code(), [](const Place& p, std::string_view c) { return p.code < c; });
    if (found == last || found->code != code.code()) return std::nullopt;
    return static_cast<PlaceIndex>(found - state_->places.begin());
  };
  const auto found = in(range(code.level()));
  return found || code.level() != Level::commune ? found : in(state_->overseas);
}

std::span<const PlaceIndex> Territories::members(PlaceIndex place) const {
  return list_of(state_->view.members_at, state_->view.members, place);
}

std::vector<PlaceIndex> Territories::departements_of(PlaceIndex epci) const {
  const auto list = list_of(state_->view.departements_at, state_->view.departements, epci);
  return {list.begin(), list.end()};
}

std::vector<Membership> Territories::memberships(PlaceIndex place) const {
  std::vector<Membership> all;
  for (const auto& row : list_of(state_->view.memberships_at, state_->view.memberships, place)) {
    all.push_back({state_->view.text(row.kind), state_->view.text(row.code), state_->view.text(row.label)});
  }
  return all;
}

std::vector<FormerCommune> Territories::former_communes(PlaceIndex commune) const {
  std::vector<FormerCommune> all;
  for (const auto& row : list_of(state_->view.former_at, state_->view.former, commune)) {
    all.push_back(
        {state_->view.text(row.code), state_->view.text(row.name), name_of(static_cast<PassageKind>(row.kind))});
  }
  return all;
}

std::vector<std::string_view> Territories::postcodes(PlaceIndex commune) const {
  std::vector<std::string_view> all;
  for (const auto ref : list_of(state_->view.postcodes_at, state_->view.postcodes, commune))
    all.push_back(state_->view.text(ref));
  return all;
}

std::span<const Carry> Territories::carry(std::string_view former_code) const {
  const auto& codes = state_->view.passage_codes;
  const auto found = std::ranges::lower_bound(codes, former_code, {}, [&](Ref ref) { return state_->view.text(ref); });
  if (found == codes.end() || state_->view.text(*found) != former_code) return {};
  return list_of(state_->view.passage_at, state_->view.passage, static_cast<std::size_t>(found - codes.begin()));
}

std::vector<PlaceIndex> Territories::successors(std::string_view former_code) const {
  std::vector<PlaceIndex> all;
  for (const auto& step : carry(former_code)) all.push_back(step.place);
  return all;
}

std::span<const Restoration> Territories::restorations() const { return state_->view.restorations; }

std::optional<int> Territories::density_class(PlaceIndex place) const {
  const int value = state_->view.places[place].density;
  return value == 0 ? std::nullopt : std::optional(value);
}

std::optional<int> Territories::centrality(PlaceIndex place) const {
  const int value = state_->view.places[place].centrality;
  return value < 0 ? std::nullopt : std::optional(value);
}

std::optional<int> Territories::urban_category(PlaceIndex place) const {
  const int value = state_->view.places[place].urban_category;
  return value == 0 ? std::nullopt : std::optional(value);
}

PlaceIndex Territories::seat(PlaceIndex place) const { return state_->view.places[place].seat; }

std::vector<Hit> Territories::search(std::string_view words, const SearchOptions& options, std::size_t* total) const {
  return state_->search->find(words, options, total);
}

}  // namespace catalyse::territories
