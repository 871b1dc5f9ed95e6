#include <algorithm>
#include <cmath>

#include "reference_method.hpp"
#include "reference_words.hpp"

namespace catalyse::observatory::reference {
namespace {

using core::Level;
using territories::kNowhere;

bool judged(const Indicator& indicator) {
  return indicator.role == Role::fragility && indicator.direction != Direction::neutral && indicator.weight > 0;
}

bool trusted(const Reading& reading) { return badness(reading.reliability) <= badness(Reliability::medium); }

}  // namespace

void ReferenceMethod::add_references(Reading& reading, PlaceIndex place, const SeriesInput& series) const {
  const auto same_year_value = [&](Level above, PlaceIndex member) -> std::optional<double> {
    if (member == kNowhere || above <= series.series.level) return std::nullopt;
    for (const SeriesInput& other : input_.series) {
      if (other.series.indicator != series.series.indicator || other.series.level != above ||
          other.series.year != series.series.year)
        continue;
      const Cell cell = cell_of(other, member - range(above).first);
      if (cell.state == State::present) return cell.value;
    }
    return std::nullopt;
  };
  reading.departement_value = same_year_value(Level::departement, input_.places[place].departement);
  reading.region_value = same_year_value(Level::region, input_.places[place].region);

  reading.france_value = national_.at(&series);
  reading.france_is_median = !reading.france_value;
  if (!reading.france_value && level_median_.contains(&series)) reading.france_value = level_median_.at(&series);
}

// Sum of numerators over sum of denominators, of the communes if those with counts hold 95 % of the inhabitants, else
// of the next level where they do.
std::optional<double> ReferenceMethod::national(const SeriesInput& series) const {
  const IndicatorInput& indicator = input_.indicators[series.series.indicator];
  if (!indicator.rate || indicator.indicator.aggregation != Aggregation::sum_num_den) return std::nullopt;
  for (const Level level : {Level::commune, Level::departement, Level::region, Level::epci}) {
    for (const SeriesInput& other : input_.series) {
      if (other.series.indicator != series.series.indicator || other.series.level != level ||
          other.series.year != series.series.year) {
        continue;
      }
      double numerators = 0;
      double denominators = 0;
      double inhabitants = 0;
      double told = 0;
      for (std::size_t i = 0; i < other.states.size(); ++i) {
        const Cell cell = cell_of(other, i);
        const double here = input_.places[range(level).first + i].population.value_or(0);
        inhabitants += here;
        const bool nothing_to_count = cell.state == State::na;
        if (nothing_to_count || (cell.state == State::present && cell.numerator && cell.denominator)) told += here;
        if (cell.state != State::present || !cell.numerator || !cell.denominator) continue;
        numerators += *cell.numerator;
        denominators += *cell.denominator;
      }
      if (denominators > 0 && told >= 0.95 * inhabitants) return indicator.rate(numerators, denominators);
    }
  }
  return std::nullopt;
}

// In the unit of the indicator; of a published value rounded more than its counts, it holds the value too.
std::optional<Interval> ReferenceMethod::interval(PlaceIndex place, const SeriesInput& series) const {
  const auto& [indicator, rate] = input_.indicators[series.series.indicator];
  const Cell cell = cell_of(series, place - range(series.series.level).first);
  if (!indicator.wilson || cell.state != State::present || !cell.numerator || !cell.denominator) return std::nullopt;
  const auto population = input_.places[place].population;
  const bool sampled = indicator.census && population && *population > 10000;
  const auto share = wilson(*cell.numerator, *cell.denominator, sampled ? 2.5 : 1);
  if (!share) return std::nullopt;
  return Interval{std::min(cell.value, share->low * rate(1, 1)), std::max(cell.value, share->high * rate(1, 1))};
}

Reading ReferenceMethod::reading(PlaceIndex place, const SeriesInput& series, const Peers& peers) const {
  const Level level = series.series.level;
  const Indicator& indicator = input_.indicators[series.series.indicator].indicator;
  const std::size_t own = place - range(level).first;
  const auto population = input_.places[place].population;
  Reading reading;
  reading.indicator = series.series.indicator;
  reading.year = series.series.year;
  reading.vintage = series.series.vintage;
  reading.summed = series.series.summed;
  reading.limited = indicator.publication_limited && withheld_.at(&series);
  reading.cell = cell_of(series, own);
  reading.reliability = reliability_of(indicator, level, population, reading.cell);
  add_references(reading, place, series);

  Ladder peers_ladder;
  for (const Peer& peer : peers.list) {
    const Cell theirs = cell_of(series, peer.place - range(level).first);
    if (theirs.state != State::present) continue;
    reading.peer_values.push_back(theirs.value);
    peers_ladder.add(harmful(theirs.value, indicator));
  }
  const std::vector<double> values(reading.peer_values.begin(), reading.peer_values.end());
  if (values.size() >= 4) {
    reading.peers_spread = Spread{quantile(values, 0.05), quantile(values, 0.25), quantile(values, 0.5),
                                  quantile(values, 0.75), quantile(values, 0.95)};
  }
  if (reading.cell.state != State::present) return reading;

  const double value = reading.cell.value;
  const double h = harmful(value, indicator);
  const Ladder& france = france_.at(&series);
  reading.in_france = stand(h, france, true);
  const Ladder* group = nullptr;
  const bool communal = level == Level::commune || level == Level::arrondissement;
  const PlaceIndex group_place = communal ? input_.places[place].departement : input_.places[place].region;
  if (level != Level::region && group_place != kNowhere) group = &groups_.at(&series).at(group_place);
  if (group != nullptr) reading.in_departement = stand(h, *group, true);
  if (!values.empty()) {
    reading.among_peers = stand(h, peers_ladder, false);
    double scale = robust_scale(values);
    if (scale == 0) scale = level_scale_.at(&series);
    const double gap = scale > 0 ? (value - quantile(values, 0.5)) / scale : 0;
    reading.gap_z = harmful(gap, indicator);
  }

  reading.interval = interval(place, series);
  if (reading.interval) {
    const double a = harmful(reading.interval->low, indicator);
    const double b = harmful(reading.interval->high, indicator);
    const auto set_ends = [&](std::optional<Standing>& standing, const Ladder& ladder, bool member) {
      if (!standing) return;
      standing->rank_low = rank_at(std::max(a, b), h, ladder, member);
      standing->rank_high = rank_at(std::min(a, b), h, ladder, member);
    };
    set_ends(reading.in_france, france, true);
    if (group != nullptr) set_ends(reading.in_departement, *group, true);
    set_ends(reading.among_peers, peers_ladder, false);
    for (const Peer& peer : peers.list) {
      const auto theirs = interval(peer.place, series);
      if (!theirs || theirs->high < reading.interval->low || theirs->low > reading.interval->high) continue;
      const double other = harmful(cell_of(series, peer.place - range(level).first).value, indicator);
      if (other < h) ++reading.close_less;
      if (other > h) ++reading.close_more;
    }
  }
  if (reading.limited) {
    for (auto* standing : {&reading.in_france, &reading.in_departement, &reading.among_peers}) {
      if (*standing) (*standing)->rank = (*standing)->rank_low = (*standing)->rank_high = 0;
    }
  }
  return reading;
}

std::vector<ThemeScore> ReferenceMethod::scores(const std::vector<Reading>& readings) const {
  std::vector<ThemeScore> list;
  for (std::size_t t = 0; t < input_.themes.size(); ++t) {
    if (!input_.themes[t].objective) continue;
    ThemeScore score;
    score.theme = static_cast<std::uint16_t>(t);
    double exists = 0;
    double present = 0;
    double national = 0;
    double with_peers = 0;
    double among = 0;
    std::vector<std::pair<int, double>> reliabilities;
    for (const Reading& reading : readings) {
      const Indicator& indicator = input_.indicators[reading.indicator].indicator;
      if (indicator.theme != t || !judged(indicator)) continue;
      ++score.expected;
      exists += indicator.weight;
      if (reading.among_peers) {
        with_peers += indicator.weight;
        among += indicator.weight * reading.among_peers->percentile;
      }
      if (!reading.in_france) continue;
      ++score.present;
      present += indicator.weight;
      national += indicator.weight * reading.in_france->percentile;
      reliabilities.emplace_back(badness(reading.reliability), indicator.weight);
    }
    if (present > 0 && present >= 0.5 * exists) score.score = national / present;
    if (with_peers > 0 && with_peers >= 0.5 * exists) score.peers_score = among / with_peers;
    for (const Reliability level : {Reliability::good, Reliability::medium, Reliability::low, Reliability::unknown}) {
      double reached = 0;
      for (const auto& [bad, weight] : reliabilities) reached += bad <= badness(level) ? weight : 0;
      score.reliability = level;
      if (present > 0 && reached >= 0.5 * present) break;
    }
    list.push_back(score);
  }
  return list;
}

void ReferenceMethod::add_findings(Dossier& dossier) const {
  const auto indicator_of = [&](std::size_t r) -> const Indicator& {
    return input_.indicators[dossier.readings[r].indicator].indicator;
  };
  // side 1: beyond the harmful quartile; side −1: beyond the favourable one.
  const auto outside = [&](int side, std::size_t most) {
    std::vector<std::size_t> rows;
    for (std::size_t r = 0; r < dossier.readings.size(); ++r) {
      const Reading& reading = dossier.readings[r];
      if (!judged(indicator_of(r)) || reading.cell.state != State::present || !trusted(reading) ||
          !reading.peers_spread)
        continue;
      const bool upwards = (indicator_of(r).direction == Direction::higher_worse) == (side == 1);
      const bool beyond =
          upwards ? reading.cell.value > reading.peers_spread->p75 : reading.cell.value < reading.peers_spread->p25;
      if (beyond) rows.push_back(r);
    }
    std::sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
      const double gap_a = side * dossier.readings[a].gap_z;
      const double gap_b = side * dossier.readings[b].gap_z;
      return gap_a != gap_b ? gap_a > gap_b : a < b;
    });
    std::vector<Finding> list;
    for (const bool firsts : {true, false}) {
      std::vector<std::uint16_t> themes;
      for (const std::size_t r : rows) {
        const std::uint16_t theme = indicator_of(r).theme;
        const bool first = std::find(themes.begin(), themes.end(), theme) == themes.end();
        if (first) themes.push_back(theme);
        if (first == firsts && list.size() < most) list.push_back({static_cast<std::uint16_t>(r), theme});
      }
    }
    return list;
  };
  dossier.distinguishes = outside(1, 5);
  dossier.better = outside(-1, 3);

  std::vector<ThemeScore> shared;
  for (const ThemeScore& score : dossier.themes) {
    const bool said = std::any_of(dossier.distinguishes.begin(), dossier.distinguishes.end(),
                                  [&](const Finding& f) { return f.theme == score.theme; });
    if (score.score && *score.score >= 75 && score.peers_score && *score.peers_score < 75 && !said)
      shared.push_back(score);
  }
  std::sort(shared.begin(), shared.end(), [](const ThemeScore& a, const ThemeScore& b) {
    return *a.score != *b.score ? *a.score > *b.score : a.theme < b.theme;
  });
  shared.resize(std::min<std::size_t>(shared.size(), 5));
  for (const ThemeScore& score : shared) {
    std::optional<std::size_t> best;
    for (std::size_t r = 0; r < dossier.readings.size(); ++r) {
      const Reading& reading = dossier.readings[r];
      if (indicator_of(r).theme != score.theme || !judged(indicator_of(r)) || !reading.in_france) continue;
      if (!best) best = r;
      const Reading& kept = dossier.readings[*best];
      const auto mark = [](const Reading& x) {
        return std::vector<double>{trusted(x) ? 1.0 : 0.0, x.in_france->percentile,
                                   x.among_peers ? x.among_peers->percentile : -1};
      };
      if (mark(reading) > mark(kept)) best = r;
    }
    dossier.shared.push_back({static_cast<std::uint16_t>(best.value_or(0)), score.theme});
  }
}

Dossier ReferenceMethod::dossier(PlaceIndex place, const PeerOptions& options) const {
  return dossier(place, peers(place, options));
}

Dossier ReferenceMethod::dossier(PlaceIndex place, Peers peers) const {
  Dossier result;
  result.place = place;
  result.peers = std::move(peers);
  for (const SeriesInput* series : shown_[static_cast<std::size_t>(level_of(place))]) {
    result.readings.push_back(reading(place, *series, result.peers));
  }
  result.themes = scores(result.readings);
  add_findings(result);
  return result;
}

std::vector<Trend> ReferenceMethod::trends(PlaceIndex place) const {
  const Level level = level_of(place);
  std::vector<Trend> list;
  for (const SeriesInput* shown : shown_[static_cast<std::size_t>(level)]) {
    std::map<int, Cell> by_year;
    for (const SeriesInput* series : history_.at(shown))
      by_year[series->series.year] = cell_of(*series, place - range(level).first);
    if (by_year.size() < 2) continue;
    list.push_back({shown->series.indicator, {}});
    for (const auto& [year, cell] : by_year) list.back().points.push_back({year, cell});
  }
  return list;
}

}  // namespace catalyse::observatory::reference
