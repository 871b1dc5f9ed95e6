#include "fragility_rules.hpp"

#include <cmath>
#include <ranges>

#include "reliability_rules.hpp"
#include "standing_rules.hpp"
#include "statistics_rules.hpp"

namespace catalyse::observatory {
namespace {

bool trusted(const Reading& reading) {
  return reading.reliability == Reliability::good || reading.reliability == Reliability::medium;
}

// What the readings of one theme sum to.
struct ThemeSum {
  ScoreSum national, peers;

  void add(const Indicator& indicator, const Reading& reading) {
    const auto percentile = [](const std::optional<Standing>& standing) {
      return standing ? std::optional(standing->percentile) : std::nullopt;
    };
    national.add(indicator.weight, percentile(reading.in_france), reading.reliability);
    peers.add(indicator.weight, percentile(reading.among_peers), reading.reliability);
  }
  [[nodiscard]] ThemeScore score(std::uint16_t theme) const {
    return {theme, national.score(), peers.score(), national.reliability(), national.present(), national.expected()};
  }
};

struct Candidate {
  Finding finding;
  double gap = 0;
};

// Largest gap first, the first of each theme before the others, cut.
std::vector<Finding> one_per_theme_first(std::vector<Candidate> candidates, std::size_t most) {
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    return a.gap != b.gap ? a.gap > b.gap : a.finding.reading < b.finding.reading;
  });
  std::vector<std::uint16_t> themes;
  std::vector<Finding> list;
  std::vector<Finding> others;
  for (const Candidate& candidate : candidates) {
    const bool seen = std::ranges::find(themes, candidate.finding.theme) != themes.end();
    if (!seen) themes.push_back(candidate.finding.theme);
    (seen ? others : list).push_back(candidate.finding);
  }
  list.insert(list.end(), others.begin(), others.end());
  list.resize(std::min(list.size(), most));
  return list;
}

// Strictly outside the half of the peers between the quartiles: 1 on the harmful side, −1 on the favourable one, else
// 0.
int side_of_peers(const Reading& reading, Direction direction) {
  if (!reading.peers_spread || reading.peer_values.size() < kMethod.spread_min) return 0;
  const int upwards = reading.cell.value > reading.peers_spread->p75   ? 1
                      : reading.cell.value < reading.peers_spread->p25 ? -1
                                                                       : 0;
  return direction == Direction::lower_worse ? -upwards : upwards;
}

std::uint16_t most_marked(std::uint16_t theme, std::span<const Indicator> indicators,
                          std::span<const Reading> readings) {
  const auto rank = [](const Reading& reading) {
    return std::tuple(trusted(reading), reading.in_france->percentile,
                      reading.among_peers ? reading.among_peers->percentile : -1.0);
  };
  std::optional<std::size_t> best;
  for (std::size_t r = 0; r < readings.size(); ++r) {
    const Indicator& indicator = indicators[readings[r].indicator];
    if (indicator.theme != theme || !weighs(indicator) || !readings[r].in_france) continue;
    if (!best || rank(readings[r]) > rank(readings[*best])) best = r;
  }
  return static_cast<std::uint16_t>(best.value_or(0));
}

std::vector<Finding> shared_themes(std::span<const ThemeScore> scores, std::span<const Finding> distinguishes) {
  std::vector<ThemeScore> themes;
  for (const ThemeScore& score : scores) {
    if (!score.score || !score.peers_score || *score.score < kMethod.shared_score) continue;
    if (*score.peers_score >= kMethod.beyond_peers_score) continue;
    if (std::ranges::find(distinguishes, score.theme, &Finding::theme) == distinguishes.end()) themes.push_back(score);
  }
  std::ranges::sort(themes, [](const ThemeScore& a, const ThemeScore& b) {
    return *a.score != *b.score ? *a.score > *b.score : a.theme < b.theme;
  });
  std::vector<Finding> list;
  for (const ThemeScore& score : themes | std::views::take(kMethod.shared_max)) list.push_back({0, score.theme});
  return list;
}

}  // namespace

bool weighs(const Indicator& indicator) {
  return indicator.role == Role::fragility && indicator.direction != Direction::neutral && indicator.weight > 0;
}

void ScoreSum::add(double weight, std::optional<double> percentile, Reliability reliability) {
  ++expected_;
  expected_weight_ += weight;
  if (!percentile) return;
  ++present_;
  weight_ += weight;
  weighted_ += weight * *percentile;
  by_reliability_[static_cast<std::size_t>(reliability)] += weight;
}

std::optional<double> ScoreSum::score() const {
  if (!(weight_ > 0) || weight_ < kMethod.theme_weight * expected_weight_) return std::nullopt;
  return weighted_ / weight_;
}

Reliability ScoreSum::reliability() const {
  double reached = 0;
  for (std::size_t level = 0; level < by_reliability_.size(); ++level) {
    reached += by_reliability_[level];
    if (weight_ > 0 && reached >= 0.5 * weight_) return static_cast<Reliability>(level);
  }
  return Reliability::unknown;
}

double gap_to_peers(double value, std::span<const double> ascending_peers, double level_scale, Direction direction) {
  const auto scaling = robust_scaling(ascending_peers);
  if (!scaling) return 0;
  const double gap = robust_z(value, {scaling->centre, scaling->scale > 0 ? scaling->scale : level_scale});
  return harm(gap, direction);
}

std::vector<ThemeScore> theme_scores(std::span<const Theme> themes, std::span<const Indicator> indicators,
                                     std::span<const Reading> readings) {
  std::vector<ThemeSum> sums(themes.size());
  for (const Reading& reading : readings) {
    const Indicator& indicator = indicators[reading.indicator];
    if (weighs(indicator)) sums[indicator.theme].add(indicator, reading);
  }
  std::vector<ThemeScore> scores;
  scores.reserve(themes.size());
  for (std::size_t t = 0; t < themes.size(); ++t) {
    if (themes[t].objective) scores.push_back(sums[t].score(static_cast<std::uint16_t>(t)));
  }
  return scores;
}

Findings findings(std::span<const Indicator> indicators, std::span<const Reading> readings,
                  std::span<const ThemeScore> scores) {
  std::vector<Candidate> harmful;
  std::vector<Candidate> favourable;
  for (std::size_t r = 0; r < readings.size(); ++r) {
    const Reading& reading = readings[r];
    const Indicator& indicator = indicators[reading.indicator];
    if (!weighs(indicator) || reading.cell.state != State::present || !trusted(reading)) continue;
    const int side = side_of_peers(reading, indicator.direction);
    if (side == 0) continue;
    (side > 0 ? harmful : favourable)
        .push_back({{static_cast<std::uint16_t>(r), indicator.theme}, std::abs(reading.gap_z)});
  }
  Findings result;
  result.distinguishes = one_per_theme_first(std::move(harmful), kMethod.distinguishes_max);
  result.better = one_per_theme_first(std::move(favourable), kMethod.better_max);
  result.shared = shared_themes(scores, result.distinguishes);
  for (Finding& finding : result.shared) finding.reading = most_marked(finding.theme, indicators, readings);
  return result;
}

}  // namespace catalyse::observatory
