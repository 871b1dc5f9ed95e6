// method.md once more, as plainly as it reads: no snapshot, no index, no precomputed rank, none of the rules it is
// compared with. For tests only. Slow on purpose: one dossier reads every place.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "builder.hpp"
#include "reference_words.hpp"

namespace catalyse::observatory::reference {

class ReferenceMethod {
 public:
  // `input` must outlive it.
  explicit ReferenceMethod(const ObservatoryInput& input);

  // As Observatory's, for a place of a level and options that are valid.
  [[nodiscard]] Peers peers(PlaceIndex place, const PeerOptions& options = {}) const;
  [[nodiscard]] Dossier dossier(PlaceIndex place, const PeerOptions& options = {}) const;
  // The same with peers already known, so that a comparison over a whole country does not search them twice.
  [[nodiscard]] Dossier dossier(PlaceIndex place, Peers peers) const;
  [[nodiscard]] std::vector<Trend> trends(PlaceIndex place) const;

 private:
  using Values = std::vector<std::optional<double>>;
  struct Axis {
    std::string id;
    double weight = 1;
    bool category = false;
    bool overseas = true;  // exists overseas
  };
  // Sum of the weighed squares over the axes known of both places, and the weight of these axes.
  struct Measure {
    double sum = 0, present = 0;
  };
  void add_axes(core::Level level);
  [[nodiscard]] const double* z_of(core::Level level, std::size_t row) const;
  [[nodiscard]] Measure measure(core::Level level, std::pair<std::size_t, std::size_t> rows,
                                const std::vector<double>& weights) const;
  [[nodiscard]] Values raw_values(core::Level level, const std::string& axis) const;
  [[nodiscard]] const SeriesInput* latest(core::Level level, const std::string& indicator) const;
  [[nodiscard]] core::Level level_of(PlaceIndex place) const;
  [[nodiscard]] territories::Range range(core::Level level) const {
    return input_.ranges[static_cast<std::size_t>(level)];
  }
  [[nodiscard]] bool passes(PlaceIndex place, PlaceIndex other, const PeerOptions& options) const;
  [[nodiscard]] std::optional<double> national(const SeriesInput& series) const;
  [[nodiscard]] std::optional<Interval> interval(PlaceIndex place, const SeriesInput& series) const;
  [[nodiscard]] Reading reading(PlaceIndex place, const SeriesInput& series, const Peers& peers) const;
  void add_references(Reading& reading, PlaceIndex place, const SeriesInput& series) const;
  [[nodiscard]] std::vector<ThemeScore> scores(const std::vector<Reading>& readings) const;
  void add_findings(Dossier& dossier) const;

  const ObservatoryInput& input_;
  std::array<std::vector<Axis>, core::kLevelCount> axes_;
  std::array<std::vector<char>, core::kLevelCount> category_;  // by axis: Axis::category, read 10^10 times
  std::array<std::vector<double>, core::kLevelCount> z_;       // by place of the level, then axis; NaN where not known
  std::array<std::vector<const SeriesInput*>, core::kLevelCount> shown_;   // the latest series, in the dossier's order
  std::map<const SeriesInput*, std::vector<const SeriesInput*>> history_;  // every year of a shown series
  // By series: every place of the level, and the places of each département or région, in the harmful direction.
  std::map<const SeriesInput*, Ladder> france_;
  std::map<const SeriesInput*, std::map<PlaceIndex, Ladder>> groups_;
  std::map<const SeriesInput*, double> level_scale_;
  std::map<const SeriesInput*, bool> withheld_;  // some places are secret, or some communes not delivered
  std::map<const SeriesInput*, std::optional<double>> level_median_, national_;
};

}  // namespace catalyse::observatory::reference
