#include <cmath>

#include "read_model.hpp"

namespace catalyse::observatory {
namespace {

using core::ErrorKind;
using territories::kNowhere;

bool has_filter(const PeerOptions& options) {
  return options.same_region || options.other_region || options.same_density || options.population_min ||
         options.population_max || !options.perimeter.empty();
}

// The filters of one request, on places of the level.
struct Filter {
  const ReadModel& model;
  const LevelModel& level;
  const PeerOptions& options;
  PlaceIndex place;
  std::vector<PlaceIndex> perimeter;  // sorted

  Filter(const ReadModel& read, const LevelModel& at, const PeerOptions& asked, PlaceIndex of)
      : model(read), level(at), options(asked), place(of), perimeter(asked.perimeter) {
    std::ranges::sort(perimeter);
  }

  [[nodiscard]] bool inside(PlaceIndex other) const {
    const auto named = [this](PlaceIndex p) { return p != kNowhere && std::ranges::binary_search(perimeter, p); };
    return perimeter.empty() || named(other) || named(model.epci[other]) || named(model.departement[other]) ||
           named(model.region[other]);
  }
  [[nodiscard]] bool population_fits(PlaceIndex other) const {
    if (!options.population_min && !options.population_max) return true;
    const double population = model.population[other];
    if (std::isnan(population)) return false;
    return population >= static_cast<double>(options.population_min.value_or(0)) &&
           (!options.population_max || population <= static_cast<double>(*options.population_max));
  }
  bool operator()(std::uint32_t row) const {
    const PlaceIndex other = level.range.first + row;
    const bool same_region = model.region[other] == model.region[place] && model.region[other] != kNowhere;
    if (options.same_region && !same_region) return false;
    if (options.other_region && (same_region || model.region[other] == kNowhere)) return false;
    const std::uint8_t density = model.density_class[other];
    if (options.same_density && (density != model.density_class[place] || density == kNoClass)) return false;
    return population_fits(other) && inside(other);
  }
};

core::Result<void> check(const PeerOptions& options) {
  if (options.population_min && options.population_max && *options.population_min > *options.population_max) {
    return core::fail(ErrorKind::invalid, "observatory.population.range");
  }
  return {};
}

}  // namespace

core::Result<Peers> ReadModel::peers(PlaceIndex place, const PeerOptions& options) const {
  const LevelModel* level = level_of(place);
  if (level == nullptr) return core::fail(ErrorKind::not_found, "observatory.place.none");
  const bool overseas = static_cast<territories::Zone>(zone[place]) != territories::Zone::metropole;
  const bool reduced = overseas && has_reduced_set(level->level);
  const auto weights = weighing(level->level, reduced, options.weights);
  if (!weights) return std::unexpected(weights.error());
  const auto k = peer_count(options.k, level->size());
  if (!k) return std::unexpected(k.error());
  if (auto checked = check(options); !checked) return std::unexpected(checked.error());

  Peers result;
  result.reduced = reduced;
  result.k = *k;
  result.weights.assign(weights->weight.begin(), weights->weight.begin() + static_cast<std::ptrdiff_t>(weights->count));
  const std::uint32_t row = place - level->range.first;
  const double* own = level->index->row(row);
  for (std::uint16_t v = 0; v < weights->count; ++v) {
    if (weights->weight[v] > 0 && !std::isnan(own[v])) result.variables.push_back(v);
  }
  if (!has_enough_variables(own, *weights)) {
    result.reason_without = "observatory.peers.too_few_variables";
    return result;
  }
  std::vector<std::uint32_t> rows;
  if (options.weights.empty() && !has_filter(options) && *k <= level->default_k) {
    const auto kept =
        level->peers.subspan(row * static_cast<std::size_t>(level->default_k), static_cast<std::size_t>(*k));
    std::ranges::copy_if(kept, std::back_inserter(rows), [](std::uint32_t r) { return r != kNoRow; });
  } else {
    PeerQuery query{row, *k, {}};
    const Filter filter(*this, *level, options, place);
    if (has_filter(options)) query.allowed = std::cref(filter);
    for (const Neighbour& neighbour : level->index->nearest(query, *weights)) rows.push_back(neighbour.row);
  }
  result.list.reserve(rows.size());
  for (const std::uint32_t other : rows) __builtin_prefetch(level->index->row(other));
  for (const std::uint32_t other : rows) {
    auto [squared, parts] = compare(own, level->index->row(other), *weights);
    result.list.push_back({level->range.first + other, std::sqrt(squared), std::move(parts)});
  }
  if (result.list.empty())
    result.reason_without = *k == 0 ? "observatory.peers.level_too_small" : "observatory.peers.none_match";
  return result;
}

}  // namespace catalyse::observatory
