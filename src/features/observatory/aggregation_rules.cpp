#include "aggregation_rules.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "method_rules.hpp"
#include "snapshot_layout.hpp"

namespace catalyse::observatory {
namespace {

using core::Level;

constexpr std::array kEstimates{
    Estimate{"unemployment-rate-census-2022", Weight::active, Level::commune},
    Estimate{"employment-rate-15-64-2022", Weight::aged_15_64, Level::commune},
    // Rounded or withheld in most communes: from the EPCI up.
    Estimate{"poverty-rate", Weight::population, Level::epci},
    Estimate{"below-baccalaureate-share", Weight::population, Level::commune},
    Estimate{"aged-75-plus-share", Weight::population, Level::commune},
    Estimate{"aged-65-plus-share", Weight::population, Level::commune},
    Estimate{"single-parent-households-share", Weight::main_residences, Level::commune},
    Estimate{"vacancy-rate", Weight::dwellings, Level::commune},
    Estimate{"overcrowding-rate", Weight::main_residences, Level::commune},
    Estimate{"overcrowding-rate-all-intensities", Weight::main_residences, Level::epci},
    Estimate{"second-homes-share", Weight::dwellings, Level::commune},
    Estimate{"owner-occupied-share", Weight::main_residences, Level::commune},
    Estimate{"far-from-everyday-services-share", Weight::population, Level::commune},
    Estimate{"far-from-intermediate-services-share", Weight::population, Level::commune},
    Estimate{"far-from-higher-services-share", Weight::population, Level::commune},
    Estimate{"impervious-surface-share", Weight::area, Level::commune},
    Estimate{"artificial-light-radiance", Weight::area, Level::commune},
    Estimate{"forest-cover", Weight::area, Level::commune},
    Estimate{"manual-workers-share", Weight::population, Level::commune},
    Estimate{"executives-share", Weight::population, Level::commune},
};

State state_at(const PartSeries& series, std::uint32_t row) {
  return static_cast<State>(series.state[row] & kStateBits);
}
bool estimated_at(const PartSeries& series, std::uint32_t row) { return (series.state[row] & kEstimatedBit) != 0; }

// What the parts hold together, and whether it is enough.
class Sum {
 public:
  explicit Sum(const Parts& parts) : parts_(parts) {}

  void add(std::size_t part, double numerator, double denominator) {
    numerator_ += numerator, denominator_ += denominator;
    cover(part);
  }
  void cover(std::size_t part) {
    ++known_;
    covered_ += parts_.population[part];
  }
  void mark_estimated() { estimated_ = true; }

  [[nodiscard]] bool enough() const { return parts_.whole > 0 && covered_ >= kMethod.coverage * parts_.whole; }
  [[nodiscard]] double numerator() const { return numerator_; }
  [[nodiscard]] double denominator() const { return denominator_; }
  [[nodiscard]] bool estimated() const { return estimated_; }
  [[nodiscard]] std::uint32_t known() const { return known_; }
  [[nodiscard]] Figure figure(Cell cell) const {
    return {cell, parts_.whole > 0 ? std::min(1.0, covered_ / parts_.whole) : 0, known_};
  }

 private:
  const Parts& parts_;
  double numerator_ = 0, denominator_ = 0, covered_ = 0;
  std::uint32_t known_ = 0;
  bool estimated_ = false;
};

Cell absent(State state) {
  Cell cell;
  cell.state = state;
  return cell;
}

Cell present(double value, bool estimated) {
  Cell cell;
  cell.state = State::present;
  cell.estimated = estimated;
  cell.value = value + 0.0;
  return cell;
}

// A part that adds nothing and lacks nothing.
bool lacks_nothing(const PartSeries& series, const Parts& parts, std::size_t part) {
  return parts.population[part] == 0 || state_at(series, parts.rows[part]) == State::na;
}

}  // namespace

std::span<const Estimate> estimates() { return kEstimates; }

const Estimate* estimate_of(std::string_view indicator) {
  const auto found = std::ranges::find(kEstimates, indicator, &Estimate::indicator);
  return found == kEstimates.end() ? nullptr : &*found;
}

Figure add_counts(const PartSeries& series, const Parts& parts, State blank) {
  Sum sum(parts);
  if (series.numerator.empty()) return sum.figure(absent(State::missing));
  for (std::size_t part = 0; part < parts.rows.size(); ++part) {
    const std::uint32_t row = parts.rows[part];
    const double numerator = series.numerator[row], denominator = series.denominator[row];
    if (std::isfinite(numerator) && std::isfinite(denominator)) {
      sum.add(part, numerator, denominator);
      if (estimated_at(series, row)) sum.mark_estimated();
    } else if (lacks_nothing(series, parts, part)) {
      sum.cover(part);
    }
  }
  if (!sum.enough()) return sum.figure(absent(State::missing));
  const double value = sum.denominator() == 0 ? std::nan("") : series.rate(sum.numerator(), sum.denominator());
  if (!std::isfinite(value)) return sum.figure(absent(blank));  // nothing to divide by: as in a commune alone
  Cell cell = present(value, sum.estimated());
  cell.numerator = sum.numerator(), cell.denominator = sum.denominator();
  return sum.figure(cell);
}

Figure add_quantities(const PartSeries& series, const Parts& parts) {
  Sum sum(parts);
  for (std::size_t part = 0; part < parts.rows.size(); ++part) {
    const std::uint32_t row = parts.rows[part];
    if (state_at(series, row) == State::present) {
      sum.add(part, series.value[row], 0);
      if (estimated_at(series, row)) sum.mark_estimated();
    } else if (lacks_nothing(series, parts, part)) {
      sum.cover(part);
    }
  }
  const bool all = sum.known() == parts.rows.size() && !parts.rows.empty();
  return sum.figure(all ? present(sum.numerator(), sum.estimated()) : absent(State::missing));
}

Figure weigh(const PartSeries& series, const Parts& parts, std::span<const double> weights) {
  Sum sum(parts);
  for (std::size_t part = 0; part < parts.rows.size(); ++part) {
    const std::uint32_t row = parts.rows[part];
    if (state_at(series, row) == State::present && std::isfinite(weights[part])) {
      sum.add(part, weights[part] * series.value[row], weights[part]);
    } else if (lacks_nothing(series, parts, part)) {
      sum.cover(part);
    }
  }
  if (!sum.enough() || !(sum.denominator() > 0)) return sum.figure(absent(State::missing));
  return sum.figure(present(sum.numerator() / sum.denominator(), true));
}

core::Level level_among(const Extent& extent) {
  if (extent.communes <= 1) return Level::commune;
  if (extent.whole_regions) return Level::region;
  return extent.holds_departement ? Level::departement : Level::epci;
}

}  // namespace catalyse::observatory
