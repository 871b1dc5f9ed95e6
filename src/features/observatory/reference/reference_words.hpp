// The words of method.md as functions, written a second time for the reference: quantile, robust scale, rank, interval,
// reliability.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "builder.hpp"

namespace catalyse::observatory::reference {

// The values of a group, each with how many places have it and how many are strictly below it.
class Ladder {
 public:
  void add(double value);
  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] int below(double value) const;
  [[nodiscard]] int at(double value) const;

 private:
  struct Rung {
    int below = 0;
    int at = 0;
  };
  mutable std::map<double, Rung> rungs_;
  mutable bool climbed_ = true;  // `below` is up to date
  int size_ = 0;
  void climb() const;
};

[[nodiscard]] double quantile(std::vector<double> values, double p);
[[nodiscard]] double robust_scale(const std::vector<double>& values);
[[nodiscard]] double harmful(double value, const Indicator& indicator);
[[nodiscard]] Cell cell_of(const SeriesInput& series, std::size_t i);
[[nodiscard]] Standing stand(double own, const Ladder& group, bool member);
[[nodiscard]] std::uint32_t rank_at(double end, double own, const Ladder& group, bool member);
[[nodiscard]] std::optional<Interval> wilson(double count, double n, double inflation);
[[nodiscard]] int badness(Reliability reliability);
[[nodiscard]] Reliability reliability_of(const Indicator& indicator, core::Level level,
                                         std::optional<double> population, const Cell& cell);

}  // namespace catalyse::observatory::reference
