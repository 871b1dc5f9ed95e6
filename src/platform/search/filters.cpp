#include "filters.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace catalyse::search {

namespace {

constexpr double kEarthRadius = 6371.0088;

std::int64_t days_of(std::chrono::year_month_day day) { return std::chrono::sys_days(day).time_since_epoch().count(); }

Bits within(const Shard& shard, const Around& around) {
  Bits set(shard.size);
  // A degree of latitude is never less than 110 km.
  const auto most = around.kilometres / 110.0;
  for (Row row = 0; row < shard.size; ++row) {
    const auto latitude = static_cast<double>(shard.latitudes[row]);
    if (!(std::abs(latitude - around.centre.latitude) <= most)) continue;
    if (kilometres_between({static_cast<double>(shard.longitudes[row]), latitude}, around.centre) <= around.kilometres)
      set.set(row);
  }
  return set;
}

Bits in_places(const Shard& shard, const std::vector<std::string>& places) {
  Bits set(shard.size);
  for (const auto& place : places) {
    const auto* facet = shard.facet(std::string_view(place).substr(0, place.find(':')));
    if (facet == nullptr) continue;
    if (const auto value = facet->find(place)) facet->add_to(set, *value);
  }
  return set;
}

Bits between_days(const Shard& shard, const Question& question) {
  Bits set(shard.size);
  const auto low = question.since ? days_of(*question.since) : kNoDay + 1;
  const auto high = question.until ? days_of(*question.until) : INT64_MAX;
  for (Row row = 0; row < shard.size; ++row) {
    if (shard.days[row] >= low && shard.days[row] <= high) set.set(row);
  }
  return set;
}

Bits between_numbers(const Shard& shard, const Bounds& bounds) {
  Bits set(shard.size);
  const auto* numbers = shard.number(bounds.measure);
  for (Row row = 0; numbers != nullptr && row < shard.size; ++row) {
    if (numbers->values[row] >= bounds.low && numbers->values[row] <= bounds.high) set.set(row);
  }
  return set;
}

}  // namespace

double kilometres_between(const GeoPoint& a, const GeoPoint& b) {
  constexpr auto kRadians = std::numbers::pi / 180;
  const auto half_latitude = std::sin((b.latitude - a.latitude) * kRadians / 2);
  const auto half_longitude = std::sin((b.longitude - a.longitude) * kRadians / 2);
  const auto h = half_latitude * half_latitude +
                 std::cos(a.latitude * kRadians) * std::cos(b.latitude * kRadians) * half_longitude * half_longitude;
  return 2 * kEarthRadius * std::asin(std::min(1.0, std::sqrt(h)));
}

Filters Filters::of(const Shard& shard, const Question& question) {
  Filters all;
  for (const auto& choice : question.choices) {
    auto found = std::ranges::find(all.facets, choice.facet, &OfFacet::facet);
    if (found == all.facets.end()) found = all.facets.insert(found, {choice.facet, Bits(shard.size)});
    if (const auto* facet = shard.facet(choice.facet)) {
      if (const auto value = facet->find(choice.value)) facet->add_to(found->set, *value);
    }
  }
  if (question.since || question.until) all.others.push_back(between_days(shard, question));
  for (const auto& bounds : question.bounds) all.others.push_back(between_numbers(shard, bounds));
  for (const auto* places : {&question.places, &question.alike, &question.within}) {
    if (!places->empty()) all.by_place.push_back(in_places(shard, *places));
  }
  if (question.around) all.by_place.push_back(within(shard, *question.around));
  return all;
}

void Filters::narrow(Bits& set, std::string_view but_facet) const {
  for (const auto& one : facets) {
    if (one.facet != but_facet) set &= one.set;
  }
  for (const auto& one : others) set &= one;
  for (const auto& one : by_place) set &= one;
}

void Filters::narrow_but_place(Bits& set) const {
  for (const auto& one : facets) set &= one.set;
  for (const auto& one : others) set &= one;
}

void count_facet(const FacetColumn& facet, const Bits& set, std::vector<std::uint32_t>& counts) {
  const auto documents = set.count();
  if (documents <= facet.cost_by_value) {
    set.each([&](Row row) {
      for (const auto value : facet.of(row)) ++counts[value];
    });
    return;
  }
  for (std::uint32_t value = 0; value < facet.values.size(); ++value) {
    if (facet.dense[value]) {
      counts[value] += static_cast<std::uint32_t>(set.count_with(*facet.dense[value]));
    } else {
      for (const auto row : facet.documents(value)) counts[value] += set.test(row) ? 1U : 0U;
    }
  }
}

}  // namespace catalyse::search
