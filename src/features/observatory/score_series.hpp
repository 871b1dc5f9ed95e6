// The score of each theme at each level as a series like those of indicators, for maps of all places at once: the same
// numbers as in the dossiers (method.md §3).
#pragma once

#include <memory>
#include <vector>

#include "read_model.hpp"

namespace catalyse::observatory {

class ScoreSeries {
 public:
  explicit ScoreSeries(const ReadModel& model);
  ~ScoreSeries();
  ScoreSeries(const ScoreSeries&) = delete;
  ScoreSeries& operator=(const ScoreSeries&) = delete;

  // Those of the model, then one for each objective theme that has a score at some level: `score-emploi`.
  [[nodiscard]] const std::vector<Indicator>& indicators() const { return indicators_; }
  // Those of the model, then one for each score and each level that it exists at, of the latest year it takes in.
  [[nodiscard]] const std::vector<Series>& series() const { return series_; }

  // `series`: an index in series() that the model does not have. Scored when it is first asked for, some 20 ms for all
  // communes; then 10 bytes a place. Any thread.
  [[nodiscard]] SeriesValues values(std::size_t series) const;

 private:
  struct Scored;
  void add_theme(std::uint16_t theme);
  void score(const Series& series, Scored& scored) const;

  const ReadModel& model_;
  std::vector<Indicator> indicators_;
  std::vector<Series> series_;
  std::vector<std::unique_ptr<Scored>> scored_;  // of series_ beyond those of the model
};

}  // namespace catalyse::observatory
