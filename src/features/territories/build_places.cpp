#include <cmath>
#include <limits>

#include "build.hpp"
#include "text/fold.hpp"

namespace catalyse::territories {

namespace {

using core::Level;

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

template <class T, class Code>
std::vector<const T*> by_code(const std::vector<T>& all, Code code) {
  std::vector<const T*> sorted;
  for (const auto& one : all) sorted.push_back(&one);
  std::ranges::sort(sorted, {}, [&](const T* one) -> std::string_view { return code(*one); });
  return sorted;
}

PlaceRow row(Draft& d, Level level, std::string_view code, std::string_view name) {
  PlaceRow place;
  place.level = static_cast<std::uint8_t>(level);
  place.code = d.pool.add(code);
  place.name = d.pool.add(name);
  place.slug = d.pool.add(text::slug(name));
  place.area_km2 = place.longitude = place.latitude = kUnknown;
  return place;
}

Zone zone_of(const std::string& zone) { return zone == "drom" ? Zone::drom : Zone::metropole; }

std::uint8_t liaison_of(std::int64_t liaison) {
  return static_cast<std::uint8_t>(std::clamp<std::int64_t>(liaison, 0, 8));
}

// Communes of one kind. Those of a COM have no département in our sense: the collectivity is a membership.
void add_communes(Draft& d, const std::vector<const CommuneRecord*>& sorted, std::string_view kind) {
  for (const auto* commune : sorted) {
    if (commune->kind != kind) continue;
    auto place = row(d, kind == "arrondissement-municipal" ? Level::arrondissement : Level::commune, commune->code,
                     commune->name);
    place.siren = d.pool.add(commune->siren);
    place.liaison = liaison_of(commune->liaison);
    place.population = commune->population.value_or(-1);
    place.area_km2 = commune->area_km2.value_or(kUnknown);
    place.longitude = commune->longitude.value_or(kUnknown);
    place.latitude = commune->latitude.value_or(kUnknown);
    if (kind == "com") place.zone = static_cast<std::uint8_t>(Zone::com);
    d.communes.emplace(commune->code, static_cast<PlaceIndex>(d.out.places.size()));
    d.out.places.push_back(place);
  }
}

void add_epci(Draft& d) {
  for (const auto* grouping :
       by_code(d.records.epci, [](const GroupingRecord& g) -> std::string_view { return g.siren; })) {
    d.epci.emplace(grouping->siren, static_cast<PlaceIndex>(d.out.places.size()));
    auto place = row(d, Level::epci, grouping->siren, grouping->name);
    place.siren = place.code;
    d.out.places.push_back(place);
  }
}

void add_divisions(Draft& d, Level level, const std::vector<DivisionRecord>& divisions,
                   std::unordered_map<std::string, PlaceIndex>& known) {
  for (const auto* division : by_code(divisions, [](const DivisionRecord& x) -> std::string_view { return x.code; })) {
    known.emplace(division->code, static_cast<PlaceIndex>(d.out.places.size()));
    auto place = row(d, level, division->code, division->name);
    place.liaison = liaison_of(division->liaison);
    place.zone = static_cast<std::uint8_t>(zone_of(division->zone));
    place.seat = Draft::find(d.communes, division->chef_lieu);
    if (level == Level::departement) place.region = Draft::find(d.regions, division->parent);
    d.out.places.push_back(place);
  }
}

// The place of each commune in the larger ones. Returns the members of each place.
Lists<PlaceIndex> join(Draft& d) {
  Lists<PlaceIndex> members(d.out.places.size());
  for (const auto& commune : d.records.communes) {
    const auto index = Draft::find(d.communes, commune.code);
    if (index == kNowhere) continue;
    auto& place = d.out.places[index];
    place.epci = Draft::find(d.epci, commune.epci);
    place.departement = Draft::find(d.departements, commune.departement);
    place.region = Draft::find(d.regions, commune.region);
    if (place.departement != kNowhere) place.zone = d.out.places[place.departement].zone;
    if (commune.kind == "arrondissement-municipal") {
      place.commune = Draft::find(d.communes, commune.parent);
      if (place.commune != kNowhere) members.add(place.commune, index);
      continue;
    }
    for (const auto group : {place.epci, place.departement, place.region}) {
      if (group != kNowhere) members.add(group, index);
    }
  }
  for (PlaceIndex place = 0; place < d.out.places.size(); ++place) std::ranges::sort(members.of(place));  // by code
  return members;
}

// Population and area of a larger place are those of its communes; unknown as soon as one is. Its point is its
// chef-lieu's, for an EPCI (whose seat no source gives) that of its most populated commune.
void sum_up(Draft& d, PlaceIndex index, const std::vector<PlaceIndex>& members) {
  auto& place = d.out.places[index];
  place.population = members.empty() ? -1 : 0;
  place.area_km2 = members.empty() ? kUnknown : 0;
  PlaceIndex largest = kNowhere;
  for (const auto member : members) {
    const auto& commune = d.out.places[member];
    place.population = commune.population < 0 || place.population < 0 ? -1 : place.population + commune.population;
    place.area_km2 += commune.area_km2;
    if (largest == kNowhere || commune.population > d.out.places[largest].population) largest = member;
  }
  place.area_km2 = std::round(place.area_km2 * 100) / 100;  // communes are published to the hectare
  const auto centre = place.seat != kNowhere ? place.seat : largest;
  if (centre == kNowhere) return;
  place.longitude = d.out.places[centre].longitude;
  place.latitude = d.out.places[centre].latitude;
}

// The départements of an EPCI, most populated share first; the first gives its région and zone too.
void spread_epci(Draft& d, PlaceIndex index, const std::vector<PlaceIndex>& members, Lists<PlaceIndex>& departements) {
  std::map<PlaceIndex, std::int64_t> population;
  for (const auto member : members) {
    const auto& commune = d.out.places[member];
    if (commune.departement != kNowhere)
      population[commune.departement] += std::max<std::int64_t>(commune.population, 0);
  }
  auto& list = departements.of(index);
  for (const auto& [departement, people] : population) list.push_back(departement);
  std::ranges::sort(list, {}, [&](PlaceIndex departement) { return std::pair(-population[departement], departement); });
  if (list.empty()) return;
  auto& place = d.out.places[index];
  place.departement = list.front();
  place.region = d.out.places[list.front()].region;
  place.zone = d.out.places[list.front()].zone;
}

}  // namespace

void build_places(Draft& d) {
  auto& out = d.out;
  const auto sorted = by_code(d.records.communes, [](const CommuneRecord& c) -> std::string_view { return c.code; });
  out.header.push_back(static_cast<std::uint32_t>(d.records.population_year));
  std::size_t last = 0;
  const auto close = [&] {
    out.header.push_back(static_cast<std::uint32_t>(out.places.size() - last));
    last = out.places.size();
  };
  add_communes(d, sorted, "commune"), close();
  add_communes(d, sorted, "com"), close();
  add_communes(d, sorted, "arrondissement-municipal"), close();
  add_epci(d), close();
  // Départements name their région, which comes after them.
  PlaceIndex next = static_cast<PlaceIndex>(out.places.size() + d.records.departements.size());
  for (const auto* region :
       by_code(d.records.regions, [](const DivisionRecord& x) -> std::string_view { return x.code; })) {
    d.regions.emplace(region->code, next++);
  }
  add_divisions(d, Level::departement, d.records.departements, d.departements), close();
  add_divisions(d, Level::region, d.records.regions, d.regions), close();

  auto members = join(d);
  Lists<PlaceIndex> departements(out.places.size());
  for (PlaceIndex index = 0; index < out.places.size(); ++index) {
    const auto level = static_cast<Level>(out.places[index].level);
    if (level == Level::epci) spread_epci(d, index, members.of(index), departements);
    if (level != Level::commune && level != Level::arrondissement) sum_up(d, index, members.of(index));
  }
  members.lay(out.members_at, out.members);
  departements.lay(out.departements_at, out.departements);
}

}  // namespace catalyse::territories
