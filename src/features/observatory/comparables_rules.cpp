#include "comparables_rules.hpp"

#include <limits>

namespace catalyse::observatory {
namespace {

using Kind = VariableKind;
using Source = VariableSource;

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();
// 70 % of the weight, whatever the rounding of sums of weights such as 0.1.
constexpr double kWeightSlack = 1e-9;

constexpr VariableSpec kPopulation{"population",
                                   "Population (logarithme)",
                                   "Population (logarithm)",
                                   2,
                                   Kind::logarithm,
                                   Source::population,
                                   true,
                                   {}};
constexpr VariableSpec kDensity{
    "densite", "Densité (logarithme)", "Density (logarithm)", 1, Kind::logarithm, Source::density, true, {}};
constexpr VariableSpec kChange{"evolution",
                               "Évolution annuelle de la population",
                               "Yearly change of the population",
                               1,
                               Kind::number,
                               Source::indicator,
                               true,
                               {"population-change-2015-2021", "population-change-2016-2022"}};
constexpr VariableSpec kSecondHomes{"residences-secondaires",
                                    "Part des résidences secondaires",
                                    "Share of second homes",
                                    1,
                                    Kind::number,
                                    Source::indicator,
                                    false,
                                    {"second-homes-share", {}}};
constexpr VariableSpec kWorkers{"ouvriers",
                                "Part des ouvriers parmi les 15 ans ou plus",
                                "Share of manual workers among residents aged 15+",
                                1,
                                Kind::number,
                                Source::indicator,
                                false,
                                {"manual-workers-share", {}}};
constexpr VariableSpec kExecutives{"cadres",
                                   "Part des cadres parmi les 15 ans ou plus",
                                   "Share of executives among residents aged 15+",
                                   1,
                                   Kind::number,
                                   Source::indicator,
                                   false,
                                   {"executives-share", {}}};
constexpr VariableSpec kFarIntermediate{"eloignement-intermediaire",
                                        "Éloignée des équipements intermédiaires",
                                        "Far from intermediate services",
                                        1,
                                        Kind::far,
                                        Source::indicator,
                                        false,
                                        {"far-from-intermediate-services-share", {}}};
constexpr VariableSpec kFarHigher{"eloignement-superieur",
                                  "Éloignée des équipements supérieurs",
                                  "Far from higher services",
                                  1,
                                  Kind::far,
                                  Source::indicator,
                                  false,
                                  {"far-from-higher-services-share", {}}};
constexpr VariableSpec kCentrality{
    "centralite", "Niveau de centralité", "Centrality level", 1, Kind::number, Source::centrality, false, {}};
constexpr VariableSpec kUrbanArea{"aire",
                                  "Place dans l’aire d’attraction des villes",
                                  "Place in the functional urban area",
                                  2,
                                  Kind::category,
                                  Source::urban_category,
                                  true,
                                  {}};
constexpr VariableSpec kCommunes{
    "nombre-communes", "Nombre de communes", "Number of communes", 1, Kind::number, Source::communes, true, {}};
constexpr VariableSpec kLargest{"part-ville-centre",
                                "Part de la commune la plus peuplée",
                                "Share of the largest commune",
                                1,
                                Kind::number,
                                Source::largest_share,
                                true,
                                {}};
constexpr VariableSpec kCentres{"part-centres-urbains",
                                "Part de la population en centre urbain",
                                "Share of the population in urban centres",
                                1,
                                Kind::number,
                                Source::centres_share,
                                true,
                                {}};

constexpr std::array kOfCommunes{kPopulation, kDensity,         kChange,    kSecondHomes, kWorkers,
                                 kExecutives, kFarIntermediate, kFarHigher, kCentrality,  kUrbanArea};
constexpr std::array kOfArrondissements{kPopulation, kDensity, kChange, kSecondHomes, kWorkers, kExecutives};
constexpr std::array kOfEpci{kPopulation, kDensity, kChange, kSecondHomes, kWorkers, kExecutives, kCommunes, kLargest};
// Overseas départements lack second homes only: five sixths of the weight are there, the full set serves.
constexpr VariableSpec full(VariableSpec spec) {
  spec.reduced = true;
  return spec;
}
constexpr std::array kOfDepartements{kPopulation, kDensity, kChange, kCentres, full(kSecondHomes)};
constexpr std::array kOfRegions{kPopulation, kDensity, kChange};
static_assert(kOfCommunes.size() <= kVariablesMax && kOfEpci.size() <= kVariablesMax);

bool same_set(const VariableSpec& spec, bool reduced) { return !reduced || spec.reduced; }

double squared_gap(double a, double b, bool category) {
  if (category) return a == b ? 0 : 1;
  return (a - b) * (a - b);
}

}  // namespace

std::span<const VariableSpec> variable_specs(core::Level level) {
  switch (level) {
    case core::Level::commune:
      return kOfCommunes;
    case core::Level::arrondissement:
      return kOfArrondissements;
    case core::Level::epci:
      return kOfEpci;
    case core::Level::departement:
      return kOfDepartements;
    case core::Level::region:
      return kOfRegions;
  }
  return {};
}

bool has_reduced_set(core::Level level) {
  return std::ranges::any_of(variable_specs(level), [](const VariableSpec& spec) { return !spec.reduced; });
}

double coordinate(const VariableSpec& spec, double raw) {
  if (!std::isfinite(raw)) return kAbsent;
  switch (spec.kind) {
    case Kind::logarithm:
      return raw > 0 ? std::log10(raw) : kAbsent;
    case Kind::far:
      return raw >= kMethod.far_from_share ? 1 : 0;
    case Kind::number:
      return raw;
    case Kind::category:
      break;
  }
  if (raw == 11) return 0;
  if (raw == 12 || raw == 13) return 1;
  if (raw == 20) return 2;
  if (raw == 30) return 3;
  return kAbsent;
}

bool is_standardised(VariableKind kind) { return kind == Kind::number || kind == Kind::logarithm; }

double standardised(VariableKind kind, double coordinate, const Scaling& scaling) {
  if (std::isnan(coordinate) || !is_standardised(kind)) return coordinate;
  const double z = robust_z(coordinate, scaling);
  return kind == Kind::logarithm ? z : std::clamp(z, -kMethod.clip, kMethod.clip);
}

bool carries_enough(double present, double total) {
  return present > 0 && present + kWeightSlack * total >= kMethod.common_weight * total;
}

double known_weight(const double* row, const Weighing& weighing) {
  double known = 0;
  for (std::size_t v = 0; v < weighing.count; ++v) {
    if (!std::isnan(row[v])) known += weighing.weight[v];
  }
  return known;
}

bool comparable(double present, double own, double total) {
  return carries_enough(present, total) && present + kWeightSlack * total >= kMethod.own_weight * own;
}

double squared_distance(const double* a, const double* b, const Weighing& weighing) {
  double sum = 0;
  double present = 0;
  for (std::size_t v = 0; v < weighing.count; ++v) {
    if (std::isnan(a[v]) || std::isnan(b[v])) continue;
    sum += weighing.weight[v] * squared_gap(a[v], b[v], weighing.category[v]);
    present += weighing.weight[v];
  }
  return comparable(present, known_weight(a, weighing), weighing.total) ? sum / present : kAbsent;
}

Comparison compare(const double* a, const double* b, const Weighing& weighing) {
  Comparison result{kAbsent, {}};
  core::ShortList<Contribution, kVariablesMax> parts;
  double sum = 0, present = 0, known = 0;
  for (std::size_t v = 0; v < weighing.count; ++v) {
    const double weight = weighing.weight[v];
    if (weight == 0 || std::isnan(a[v])) continue;
    known += weight;
    if (std::isnan(b[v])) continue;
    const double share = weight * squared_gap(a[v], b[v], weighing.category[v]);
    parts.push_back({static_cast<std::uint16_t>(v), share});
    sum += share;
    present += weight;
  }
  if (!comparable(present, known, weighing.total)) return {kAbsent, {}};
  result.squared = sum / present;
  for (Contribution& part : parts) part.share /= present;
  // Each goes after those that are larger and the equal ones before it. Comparing every pair without a branch is
  // quicker than sorting so few parts, which the processor foresees badly.
  std::array<std::size_t, kVariablesMax> at{};
  const Contribution* part = parts.data();
  for (std::size_t second = 1; second < parts.size(); ++second) {
    for (std::size_t first = 0; first < second; ++first) {
      const std::size_t in_order = part[first].share >= part[second].share ? 1U : 0U;
      at[second] += in_order;
      at[first] += 1 - in_order;
    }
  }
  result.contributions.resize_for_overwrite(parts.size());
  for (std::size_t p = 0; p < parts.size(); ++p) result.contributions[at[p]] = part[p];
  return result;
}

bool has_enough_variables(const double* row, const Weighing& weighing) {
  return carries_enough(known_weight(row, weighing), weighing.total);
}

core::Result<Weighing> weighing(core::Level level, bool reduced,
                                std::span<const std::pair<std::string, double>> named) {
  const auto specs = variable_specs(level);
  Weighing result;
  result.count = specs.size();
  std::array<bool, kVariablesMax> seen{};
  for (std::size_t v = 0; v < specs.size(); ++v) {
    result.weight[v] = specs[v].weight;
    result.category[v] = !is_standardised(specs[v].kind);
  }
  for (const auto& [id, weight] : named) {
    const auto spec = std::ranges::find(specs, std::string_view(id), &VariableSpec::id);
    if (spec == specs.end())
      return core::fail(core::ErrorKind::invalid, "observatory.weights.unknown", {}, {{"variable", id}});
    const auto v = static_cast<std::size_t>(spec - specs.begin());
    if (seen[v])
      return core::fail(core::ErrorKind::invalid, "observatory.weights.syntax", "named twice", {{"text", id}});
    if (!(weight >= kMethod.weight_min && weight <= kMethod.weight_max)) {
      return core::fail(core::ErrorKind::invalid, "observatory.weights.range", {}, {{"variable", id}});
    }
    seen[v] = true;
    result.weight[v] = weight;
  }
  for (std::size_t v = 0; v < specs.size(); ++v) {
    if (!same_set(specs[v], reduced)) result.weight[v] = 0;
    result.total += result.weight[v];
  }
  if (!(result.total > 0)) return core::fail(core::ErrorKind::invalid, "observatory.weights.zero");
  return result;
}

int peer_count_max(std::size_t level_size) {
  if (level_size == 0) return 0;
  const auto third = (level_size - 1) / static_cast<std::size_t>(kMethod.k_level_divisor);
  return static_cast<int>(std::min(third, static_cast<std::size_t>(kMethod.k_max)));
}

core::Result<int> peer_count(int asked, std::size_t level_size) {
  if (asked < kMethod.k_min || asked > kMethod.k_max) {
    return core::fail(core::ErrorKind::invalid, "observatory.k.range", {}, {{"k", std::to_string(asked)}});
  }
  return std::min(asked, peer_count_max(level_size));
}

}  // namespace catalyse::observatory
