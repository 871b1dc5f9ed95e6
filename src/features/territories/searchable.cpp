#include "searchable.hpp"

#include <algorithm>
#include <cmath>

#include "messages.hpp"

namespace catalyse::territories {
namespace {

using core::Level;

constexpr std::array<std::string_view, core::kLevelCount> kKinds{"commune", "arrondissement", "epci", "departement",
                                                                 "region"};
constexpr double kLargest = 8;  // decimal logarithm of a population that no place exceeds

std::string code_of(const Place& place) {
  return std::string(core::level_name(place.level)) + ":" + std::string(place.code);
}

// Former names, postcodes and codes: what a reader may know it by.
std::string other_names(const Territories& territories, PlaceIndex index) {
  const auto& place = territories.place(index);
  std::string all(place.code);
  const auto add = [&](std::string_view word) {
    if (!word.empty()) (all += ' ') += word;
  };
  if (place.siren != place.code) add(place.siren);
  if (place.level != Level::commune) return all;
  for (const auto postcode : territories.postcodes(index)) add(postcode);
  for (const auto& former : territories.former_communes(index)) add(former.name);
  return all;
}

struct Around {
  std::vector<std::string> codes;
  std::string where;  // « Seine-Maritime, Normandie »
};

// The place itself, then what it belongs to, upwards.
Around around(const Territories& territories, const Place& place) {
  Around all;
  all.codes.push_back(code_of(place));
  const auto add = [&](PlaceIndex index) {
    if (index != kNowhere) all.codes.push_back(code_of(territories.place(index)));
  };
  add(place.commune);
  add(place.epci);
  add(place.departement);
  add(place.region);
  for (const auto index : {place.departement, place.region}) {
    if (index == kNowhere) continue;
    all.where += (all.where.empty() ? "" : ", ") + std::string(territories.place(index).name);
  }
  return all;
}

void add_place(const Territories& territories, PlaceIndex index, const search::AddDocument& add) {
  const auto& place = territories.place(index);
  const auto names = other_names(territories, index);
  const auto [codes, where] = around(territories, place);
  const std::vector<std::string_view> places(codes.begin(), codes.end());
  const auto there = address(place);
  search::Document document;
  document.id = codes.front();
  document.kind = kKinds[static_cast<std::size_t>(place.level)];
  document.title = place.name;
  document.keywords = names;
  document.where = where;
  document.address = there;
  document.places = places;
  if (place.longitude && place.latitude) document.point = search::GeoPoint{*place.longitude, *place.latitude};
  const auto people = static_cast<double>(std::max<std::int64_t>(1, place.population.value_or(1)));
  document.prominence = static_cast<float>(std::log10(people) / kLargest);
  add(document);
}

}  // namespace

search::Source searchable(std::shared_ptr<const Territories> territories) {
  search::Source source;
  source.name = "territoires";
  source.kinds = {{"commune", msg::kind_commune},
                  {"arrondissement", msg::kind_arrondissement},
                  {"epci", msg::kind_epci},
                  {"departement", msg::kind_departement},
                  {"region", msg::kind_region}};
  source.version = [territories] { return std::string(territories->version()); };
  source.documents = [territories](const search::AddDocument& add) {
    for (PlaceIndex index = 0; index < territories->size(); ++index) add_place(*territories, index, add);
  };
  return source;
}

}  // namespace catalyse::territories
