#include "reference_method.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "reference_words.hpp"

namespace catalyse::observatory::reference {
namespace {

using core::Level;
using territories::kNowhere;

}  // namespace

ReferenceMethod::ReferenceMethod(const ObservatoryInput& input) : input_(input) {
  for (const Level level : core::kLevels) add_axes(level);
  for (const SeriesInput& series : input_.series) {
    if (!series.series.latest) continue;
    const Level level = series.series.level;
    const Indicator& indicator = input_.indicators[series.series.indicator].indicator;
    shown_[static_cast<std::size_t>(level)].push_back(&series);
    for (const SeriesInput& other : input_.series) {
      if (other.series.indicator == series.series.indicator && other.series.level == level)
        history_[&series].push_back(&other);
    }
    std::vector<double> values;
    Ladder& france = france_[&series];
    for (std::size_t i = 0; i < series.states.size(); ++i) {
      if (series.states[i] != State::present) continue;
      values.push_back(series.values[i]);
      const double h = harmful(series.values[i], indicator);
      const PlaceFacts& facts = input_.places[range(level).first + i];
      france.add(h);
      const bool communal = level == Level::commune || level == Level::arrondissement;
      const PlaceIndex group = communal ? facts.departement : level == Level::region ? kNowhere : facts.region;
      if (group != kNowhere) groups_[&series][group].add(h);
    }
    withheld_[&series] = std::any_of(series.states.begin(), series.states.end(), [level](State state) {
      return state == State::secret || (level == Level::commune && state == State::missing);
    });
    level_scale_[&series] = values.empty() ? 0 : robust_scale(values);
    if (!values.empty()) level_median_[&series] = quantile(values, 0.5);
    national_[&series] = national(series);
    for (auto& [place, group] : groups_[&series]) static_cast<void>(group.below(0));  // counted now: many threads read
    static_cast<void>(france.below(0));
  }
  for (auto& list : shown_) {
    std::sort(list.begin(), list.end(), [this](const SeriesInput* a, const SeriesInput* b) {
      const auto key = [this](const SeriesInput* s) {
        return std::pair(input_.indicators[s->series.indicator].indicator.theme, s->series.indicator);
      };
      return key(a) < key(b);
    });
  }
}

Level ReferenceMethod::level_of(PlaceIndex place) const {
  for (const Level level : core::kLevels) {
    if (range(level).holds(place)) return level;
  }
  return Level::commune;
}

const SeriesInput* ReferenceMethod::latest(Level level, const std::string& indicator) const {
  for (const SeriesInput& series : input_.series) {
    if (series.series.level != level || !series.series.latest) continue;
    if (input_.indicators[series.series.indicator].indicator.id == indicator) return &series;
  }
  return nullptr;
}

// Values of a variable of method.md §2 before standardisation: logarithms taken, flags and classes coded.
ReferenceMethod::Values ReferenceMethod::raw_values(Level level, const std::string& axis) const {
  static const std::map<std::string, std::string> kIndicatorOf{
      {"residences-secondaires", "second-homes-share"},
      {"ouvriers", "manual-workers-share"},
      {"cadres", "executives-share"},
      {"eloignement-intermediaire", "far-from-intermediate-services-share"},
      {"eloignement-superieur", "far-from-higher-services-share"}};
  const SeriesInput* series = nullptr;
  if (kIndicatorOf.contains(axis)) series = latest(level, kIndicatorOf.at(axis));
  if (axis == "evolution") series = latest(level, "population-change-2015-2021");
  if (axis == "evolution" && series == nullptr) series = latest(level, "population-change-2016-2022");
  Values values;
  for (std::size_t i = 0; i < range(level).size(); ++i) {
    const PlaceFacts& facts = input_.places[range(level).first + i];
    std::optional<double> x;
    if (series != nullptr && series->states[i] == State::present) x = series->values[i];
    if (axis == "population" && facts.population && *facts.population > 0) x = std::log10(*facts.population);
    if (axis == "densite" && facts.density && *facts.density > 0) x = std::log10(*facts.density);
    if (axis == "centralite" && facts.centrality) x = *facts.centrality;
    if (axis == "nombre-communes") x = facts.communes;
    if (axis == "part-ville-centre") x = facts.largest_share;
    if (axis == "part-centres-urbains") x = facts.centres_share;
    if (axis == "aire" && facts.urban_category) x = *facts.urban_category == 13 ? 12 : *facts.urban_category;
    if (axis.starts_with("eloignement") && x) x = *x >= 50 ? 1 : 0;
    values.push_back(x);
  }
  return values;
}

void ReferenceMethod::add_axes(Level level) {
  static const std::map<Level, std::vector<std::string>> kAxes{
      {Level::commune,
       {"population", "densite", "evolution", "residences-secondaires", "ouvriers", "cadres",
        "eloignement-intermediaire", "eloignement-superieur", "centralite", "aire"}},
      {Level::arrondissement, {"population", "densite", "evolution", "residences-secondaires", "ouvriers", "cadres"}},
      {Level::epci,
       {"population", "densite", "evolution", "residences-secondaires", "ouvriers", "cadres", "nombre-communes",
        "part-ville-centre"}},
      {Level::departement, {"population", "densite", "evolution", "part-centres-urbains", "residences-secondaires"}},
      {Level::region, {"population", "densite", "evolution"}}};
  static const std::set<std::string> kCategories{"aire", "eloignement-intermediaire", "eloignement-superieur"};
  static const std::set<std::string> kNotOverseas{
      "residences-secondaires", "ouvriers",  "cadres", "eloignement-intermediaire",
      "eloignement-superieur",  "centralite"};
  std::vector<Values> columns;
  for (const std::string& id : kAxes.at(level)) {
    Axis axis;
    axis.id = id;
    axis.weight = id == "population" || id == "aire" ? 2 : 1;
    axis.category = kCategories.contains(id);
    axis.overseas = !kNotOverseas.contains(id) || level == Level::departement;
    Values column = raw_values(level, id);
    std::vector<double> present;
    for (const auto& x : column) {
      if (x) present.push_back(*x);
    }
    if (!axis.category && !present.empty()) {
      const double median = quantile(present, 0.5);
      const double scale = robust_scale(present);
      const bool logarithm = id == "population" || id == "densite";
      for (auto& x : column) {
        if (x) x = scale > 0 ? (*x - median) / scale : 0;
        if (x && !logarithm) x = std::clamp(*x, -5.0, 5.0);
      }
    }
    axes_[static_cast<std::size_t>(level)].push_back(std::move(axis));
    columns.push_back(std::move(column));
    category_[static_cast<std::size_t>(level)].push_back(kCategories.contains(id) ? 1 : 0);
  }
  for (std::size_t row = 0; row < range(level).size(); ++row) {
    for (const Values& column : columns)
      z_[static_cast<std::size_t>(level)].push_back(column[row].value_or(std::nan("")));
  }
}

const double* ReferenceMethod::z_of(Level level, std::size_t row) const {
  const auto at = static_cast<std::size_t>(level);
  return z_[at].data() + row * axes_[at].size();
}

ReferenceMethod::Measure ReferenceMethod::measure(Level level, std::pair<std::size_t, std::size_t> rows,
                                                  const std::vector<double>& weights) const {
  const char* category = category_[static_cast<std::size_t>(level)].data();
  const double* a = z_of(level, rows.first);
  const double* b = z_of(level, rows.second);
  double sum = 0;
  for (std::size_t v = 0; v < weights.size(); ++v) {
    const double gap = a[v] - b[v];
    const double squared = category[v] == 0 ? gap * gap : gap == 0 ? 0 : 1;
    sum += std::isnan(gap) ? 0 : weights[v] * squared;
  }
  double present = 0;  // of the axes known of both
  for (std::size_t v = 0; v < weights.size(); ++v) present += std::isnan(a[v] - b[v]) ? 0 : weights[v];
  return {sum, present};
}

bool ReferenceMethod::passes(PlaceIndex place, PlaceIndex other, const PeerOptions& options) const {
  const PlaceFacts& own = input_.places[place];
  const PlaceFacts& facts = input_.places[other];
  if (options.same_region && (facts.region == kNowhere || facts.region != own.region)) return false;
  if (options.other_region && (facts.region == kNowhere || facts.region == own.region)) return false;
  if (options.same_density && (!facts.density_class || facts.density_class != own.density_class)) return false;
  if ((options.population_min || options.population_max) && !facts.population) return false;
  if (options.population_min && *facts.population < static_cast<double>(*options.population_min)) return false;
  if (options.population_max && *facts.population > static_cast<double>(*options.population_max)) return false;
  if (options.perimeter.empty()) return true;
  const std::set<PlaceIndex> perimeter(options.perimeter.begin(), options.perimeter.end());
  if (perimeter.contains(other)) return true;
  for (const PlaceIndex member : {facts.epci, facts.departement, facts.region}) {
    if (member != kNowhere && perimeter.contains(member)) return true;
  }
  return false;
}

Peers ReferenceMethod::peers(PlaceIndex place, const PeerOptions& options) const {
  const Level level = level_of(place);
  const auto& axes = axes_[static_cast<std::size_t>(level)];
  const std::size_t own = place - range(level).first;
  const bool overseas = input_.places[place].zone != territories::Zone::metropole;
  Peers result;
  result.reduced = overseas && (level == Level::commune || level == Level::arrondissement || level == Level::epci);
  result.k = std::min(options.k, range(level).size() == 0 ? 0 : static_cast<int>((range(level).size() - 1) / 3));
  double total = 0;
  for (const Axis& axis : axes) {
    double weight = axis.weight;
    for (const auto& [id, named] : options.weights) weight = id == axis.id ? named : weight;
    if (result.reduced && !axis.overseas) weight = 0;
    result.weights.push_back(weight);
    total += weight;
  }
  double carried = 0;
  for (std::size_t v = 0; v < axes.size(); ++v) {
    if (std::isnan(z_of(level, own)[v])) continue;
    carried += result.weights[v];
    if (result.weights[v] > 0) result.variables.push_back(static_cast<std::uint16_t>(v));
  }
  if (carried / total < 0.7 - 1e-9) {
    result.reason_without = "observatory.peers.too_few_variables";
    return result;
  }
  std::vector<std::pair<double, PlaceIndex>> nearest;  // the k so far, by distance, then by code
  double worst = 0;                                    // squared distance of the last of them, or a hair more
  for (std::size_t other = 0; other < range(level).size(); ++other) {
    const PlaceIndex candidate = range(level).first + static_cast<PlaceIndex>(other);
    if (other == own || !passes(place, candidate, options)) continue;
    const auto [sum, present] = measure(level, {own, other}, result.weights);
    if (present == 0 || present < (0.7 - 1e-9) * total || present < (0.95 - 1e-9) * carried) continue;
    const bool full = nearest.size() == static_cast<std::size_t>(result.k);
    if (full && !nearest.empty() && sum / present > worst) continue;
    const std::pair found{std::sqrt(sum / present), candidate};
    nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), found), found);
    if (nearest.size() > static_cast<std::size_t>(result.k)) nearest.pop_back();
    if (!nearest.empty()) worst = nearest.back().first * nearest.back().first * (1 + 1e-12);
  }
  for (const auto& [distance, peer] : nearest) {
    const std::size_t other = peer - range(level).first;
    const double* a = z_of(level, own);
    const double* b = z_of(level, other);
    result.list.push_back({peer, distance, {}});
    auto& parts = result.list.back().contributions;
    for (std::size_t v = 0; v < axes.size(); ++v) {
      if (std::isnan(a[v]) || std::isnan(b[v]) || result.weights[v] == 0) continue;
      const double squared = axes[v].category ? (a[v] == b[v] ? 0 : 1) : (a[v] - b[v]) * (a[v] - b[v]);
      const double present = measure(level, {own, other}, result.weights).present;
      parts.push_back({static_cast<std::uint16_t>(v), result.weights[v] * squared / present});
    }
    std::sort(parts.begin(), parts.end(), [](const Contribution& p, const Contribution& q) {
      return p.share != q.share ? p.share > q.share : p.variable < q.variable;
    });
  }
  if (result.list.empty()) {
    result.reason_without = result.k == 0 ? "observatory.peers.level_too_small" : "observatory.peers.none_match";
  }
  return result;
}

}  // namespace catalyse::observatory::reference
