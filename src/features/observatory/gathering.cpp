#include "gathering.hpp"

#include <algorithm>
#include <cmath>

namespace catalyse::observatory {
namespace {

using core::Level;
using territories::kNowhere;

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

double or_zero(double number) { return std::isnan(number) ? 0 : number; }

// The place that holds all of them, kNowhere when they are in several or one is in none.
PlaceIndex common(std::span<const PlaceIndex> communes, std::span<const std::uint32_t> above) {
  const PlaceIndex first = above[communes.front()];
  return std::ranges::all_of(communes, [&](PlaceIndex commune) { return above[commune] == first; }) ? first : kNowhere;
}

double count_at(std::span<const double> column, std::uint32_t row) { return column.empty() ? kAbsent : column[row]; }

}  // namespace

Gathering::Gathering(const ReadModel& model, std::span<const PlaceIndex> communes, Twin twin)
    : model_(model), communes_(communes) {
  departement_ = common(communes, model.departement);
  region_ = common(communes, model.region);
  overseas_ = std::ranges::none_of(communes, [&](PlaceIndex commune) {
    return static_cast<territories::Zone>(model.zone[commune]) == territories::Zone::metropole;
  });
  read_communes();
  add_level(Level::epci, model.epci);
  add_level(Level::departement, model.departement);
  add_level(Level::region, model.region);
  if (twin == Twin::published) find_twin();
}

const SeriesColumns* Gathering::latest(std::string_view indicator) const {
  const auto found = std::ranges::find(model_.indicators, indicator, &Indicator::id);
  if (found == model_.indicators.end()) return nullptr;
  const LevelModel& level = model_.at(Level::commune);
  const auto slot = level.slot_of[static_cast<std::size_t>(found - model_.indicators.begin())];
  return slot ? &model_.series_columns[level.series[*slot]] : nullptr;
}

// Populations and weights of each commune: the denominators that other indicators publish.
void Gathering::read_communes() {
  Gathering::Whole& own = at(core::Level::commune);
  const PlaceIndex first = model_.at(core::Level::commune).range.first;
  for (const PlaceIndex commune : communes_) own.rows.push_back(commune - first);
  for (const PlaceIndex commune : communes_) own.population.push_back(or_zero(model_.population[commune]));
  for (const double people : own.population) population_ += people;
  const SeriesColumns* density = latest("population-density");
  const SeriesColumns* employment = latest("employment-rate-15-64");
  const SeriesColumns* unemployment = latest("unemployment-rate-census");
  const SeriesColumns* social = latest("social-housing-share");
  const SeriesColumns* second = latest("second-homes-share");
  const SeriesColumns* vacant = latest("vacancy-rate");
  const auto weight = [&own](Weight which) -> std::vector<double>& {
    return own.weights[static_cast<std::size_t>(which)];
  };
  const auto denominator = [](const SeriesColumns* series, std::uint32_t row) {
    return series == nullptr ? kAbsent : count_at(series->denominator, row);
  };
  weight(Weight::population) = own.population;
  for (const std::uint32_t row : own.rows) {
    weight(Weight::area).push_back(denominator(density, row));
    weight(Weight::aged_15_64).push_back(denominator(employment, row));
    weight(Weight::active).push_back(denominator(unemployment, row));
    const double homes = denominator(social, row);
    weight(Weight::main_residences).push_back(homes);
    const double others = second == nullptr || vacant == nullptr ? kAbsent : second->value[row] + vacant->value[row];
    // Main residences are what second homes and vacant dwellings leave of all dwellings.
    weight(Weight::dwellings).push_back(others < 99 ? homes / (1 - others / 100) : kAbsent);
  }
  for (const double km2 : weight(Weight::area)) area_ += or_zero(km2);
}

// Whole places of a higher level, their weights being the sums of their communes'.
void Gathering::add_level(core::Level level, std::span<const std::uint32_t> above) {
  const LevelModel& of = model_.at(level);
  const Gathering::Whole& communes = at(core::Level::commune);
  std::vector<std::uint32_t> seen(of.size(), 0);
  for (const PlaceIndex commune : communes_)
    if (of.range.holds(above[commune])) ++seen[above[commune] - of.range.first];
  std::vector<std::uint32_t> position(of.size(), kNoRow);
  Gathering::Whole& made = at(level);
  for (std::uint32_t row = 0; row < of.size(); ++row) {
    if (seen[row] == 0 || seen[row] != model_.communes_of[of.range.first + row]) continue;
    position[row] = static_cast<std::uint32_t>(made.rows.size());
    made.rows.push_back(row);
  }
  made.population.assign(made.rows.size(), 0);
  for (auto& weights : made.weights) weights.assign(made.rows.size(), 0);
  if (made.rows.empty()) return;
  for (std::size_t i = 0; i < communes_.size(); ++i) {
    const PlaceIndex place = above[communes_[i]];
    if (!of.range.holds(place) || position[place - of.range.first] == kNoRow) continue;
    const std::uint32_t part = position[place - of.range.first];
    made.population[part] += communes.population[i];
    // A commune whose weight is not known is a small one: the whole keeps its own.
    for (std::size_t w = 0; w < kWeightCount; ++w) made.weights[w][part] += or_zero(communes.weights[w][i]);
  }
}

void Gathering::find_twin() {
  if (communes_.size() == 1) twin_ = communes_.front();
  for (const auto level : {core::Level::epci, core::Level::departement, core::Level::region}) {
    if (twin_ || at(level).rows.size() != 1) continue;
    const PlaceIndex place = model_.at(level).range.first + at(level).rows.front();
    if (model_.communes_of[place] == communes_.size()) twin_ = place;
  }
}

core::Level Gathering::among() const {
  if (twin_) return model_.level_of(*twin_)->level;
  std::size_t in_regions = 0;
  const auto& regions = at(core::Level::region).rows;
  for (const std::uint32_t row : regions)
    in_regions += model_.communes_of[model_.at(core::Level::region).range.first + row];
  const auto& departements = at(core::Level::departement).rows;
  // Overseas a région is one département: it is ranked among those.
  const bool whole_regions = in_regions == communes_.size() && departements.size() > regions.size();
  return level_among({communes_.size(), whole_regions, !departements.empty()});
}

bool Gathering::holds(PlaceIndex place) const {
  const LevelModel* level = model_.level_of(place);
  if (level == nullptr) return false;
  return std::ranges::binary_search(at(level->level).rows, place - level->range.first);
}

std::optional<std::uint32_t> Gathering::series_of(std::uint16_t indicator, core::Level level,
                                                  std::optional<int> year) const {
  const LevelModel& of = model_.at(level);
  const auto slot = of.slot_of[indicator];
  if (!slot) return std::nullopt;
  const std::uint32_t newest = of.series[*slot];
  if (!year || model_.series[newest].year == *year) return newest;
  for (std::uint32_t s = 0; s < model_.series.size(); ++s) {
    const Series& series = model_.series[s];
    if (series.indicator == indicator && series.level == level && series.year == *year) return s;
  }
  return newest;
}

PartSeries Gathering::part_series(std::uint32_t series) const {
  const SeriesColumns& columns = model_.series_columns[series];
  return {columns.value, columns.state, columns.numerator, columns.denominator, columns.rate};
}

// The figure of the place that has exactly these communes.
std::optional<GatheredFigure> Gathering::published(std::uint16_t indicator) const {
  if (!twin_) return std::nullopt;
  const LevelModel& level = *model_.level_of(*twin_);
  const auto slot = level.slot_of[indicator];
  if (!slot) return std::nullopt;
  GatheredFigure figure;
  figure.series = level.series[*slot];
  figure.cell = model_.latest_cell(level, *twin_ - level.range.first, *slot);
  const bool there = figure.cell.state == State::present;
  figure.basis = {there ? Made::published : Made::none, Without::nothing, level.level, there ? 1.0 : 0.0, 1, 0};
  return figure;
}

GatheredFigure Gathering::figure(std::uint16_t indicator, std::optional<int> year) const {
  if (auto own = published(indicator)) return *own;
  const Indicator& of = model_.indicators[indicator];
  GatheredFigure best;
  best.basis.without = Without::not_additive;
  best.series = kNoRow;
  const auto keep = [&](core::Level level, std::uint32_t series, const Figure& made, Basis basis) {
    basis.parts = level, basis.covered = made.covered, basis.known = made.known;
    const bool present = made.cell.state == State::present;
    // Of several that are not enough, the one that knows most is told.
    if (!present && best.series != kNoRow && made.covered <= best.basis.covered) return false;
    if (!present) basis.made = Made::none, basis.without = Without::too_little_known;
    best = {made.cell, basis, series};
    return present;
  };
  const bool additive = of.aggregation != Aggregation::not_aggregable;
  for (const auto level : {core::Level::commune, core::Level::epci, core::Level::departement}) {
    const auto series = series_of(indicator, level, year);
    const Parts parts = at(level).parts(population_);
    if (!series || !additive || parts.rows.empty()) continue;
    if (of.aggregation == Aggregation::sum) {
      if (level == core::Level::commune &&
          keep(level, *series, add_quantities(part_series(*series), parts), {Made::summed}))
        return best;
      continue;
    }
    // A producer that publishes its own figure of a département does not make it from its communes; its régions are the
    // sums of its départements.
    const bool countable = of.aggregation == Aggregation::sum_num_den || level == core::Level::departement;
    if (!countable || model_.series_columns[*series].numerator.empty()) continue;
    if (keep(level, *series, add_counts(part_series(*series), parts, of.blank), {Made::counted})) return best;
  }
  const Estimate* estimate = additive ? estimate_of(of.id) : nullptr;
  if (estimate == nullptr) return best;
  for (const auto level : {core::Level::commune, core::Level::epci, core::Level::departement}) {
    const auto series = series_of(indicator, level, year);
    const Parts parts = at(level).parts(population_);
    if (level < estimate->from || !series || parts.rows.empty()) continue;
    const auto& weights = at(level).weights[static_cast<std::size_t>(estimate->weight)];
    Basis basis{Made::weighted};
    basis.weight = static_cast<std::uint8_t>(estimate->weight);
    if (keep(level, *series, weigh(part_series(*series), parts, weights), basis)) return best;
  }
  return best;
}

double Gathering::share_of_largest() const {
  const auto& people = at(core::Level::commune).population;
  return population_ > 0 ? 100 * std::ranges::max(people) / population_ : kAbsent;
}

// INSEE density grid: the classes kept as 5 and 6 are « grands centres urbains » and « centres urbains intermédiaires
// ».
double Gathering::share_in_centres() const {
  double in = 0;
  const auto& people = at(core::Level::commune).population;
  for (std::size_t i = 0; i < communes_.size(); ++i) {
    const std::uint8_t density = model_.density_class[communes_[i]];
    if (density >= 5 && density != kNoClass) in += people[i];
  }
  return population_ > 0 ? 100 * in / population_ : kAbsent;
}

double Gathering::raw(const LevelModel& level, const VariableSpec& spec) const {
  switch (spec.source) {
    case VariableSource::population:
      return population_;
    case VariableSource::density:
      return area_ > 0 ? population_ / area_ : kAbsent;
    case VariableSource::communes:
      return static_cast<double>(communes_.size());
    case VariableSource::largest_share:
      return share_of_largest();
    case VariableSource::centres_share:
      return share_in_centres();
    case VariableSource::centrality:
    case VariableSource::urban_category:
      return kAbsent;  // of one commune only
    case VariableSource::indicator:
      break;
  }
  for (const std::string_view id : spec.indicators) {
    const auto found = std::ranges::find(model_.indicators, id, &Indicator::id);
    if (id.empty() || found == model_.indicators.end()) continue;
    const auto indicator = static_cast<std::uint16_t>(found - model_.indicators.begin());
    const auto slot = level.slot_of[indicator];
    if (!slot) continue;
    const auto figured = figure(indicator, model_.series[level.series[*slot]].year);
    return figured.cell.state == State::present ? figured.cell.value : kAbsent;
  }
  return kAbsent;
}

std::vector<double> Gathering::row(const LevelModel& level) const {
  const auto specs = variable_specs(level.level);
  if (twin_ && level.range.holds(*twin_)) {
    const double* own = level.index->row(*twin_ - level.range.first);
    return {own, own + specs.size()};
  }
  std::vector<double> row;
  for (std::size_t v = 0; v < specs.size(); ++v) {
    const Scaling scaling{level.variables[v].centre, level.variables[v].scale};
    row.push_back(standardised(specs[v].kind, coordinate(specs[v], raw(level, specs[v])), scaling));
  }
  return row;
}

}  // namespace catalyse::observatory
