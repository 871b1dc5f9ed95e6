// Communes taken together, before they are ranked: what they are parts of, and the figure of each indicator. Private to
// the room; made for one request from the mapped columns.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "aggregation_rules.hpp"
#include "read_model.hpp"

namespace catalyse::observatory {

// A figure with the series it was made from: its year is that of the series asked for where the parts have it.
struct GatheredFigure {
  Cell cell;
  Basis basis;
  std::uint32_t series = 0;
};

// A perimeter with exactly the communes of a place has that place's published figures. A test may want it made of its
// communes all the same.
enum class Twin : std::uint8_t { published, ignored };

class Gathering {
 public:
  // `communes` are distinct, ordered, and of the level of communes.
  Gathering(const ReadModel& model, std::span<const PlaceIndex> communes, Twin twin = Twin::published);

  [[nodiscard]] double population() const { return population_; }
  [[nodiscard]] double area_km2() const { return area_; }
  [[nodiscard]] std::optional<PlaceIndex> twin() const { return twin_; }
  [[nodiscard]] PlaceIndex departement() const { return departement_; }
  [[nodiscard]] PlaceIndex region() const { return region_; }
  [[nodiscard]] core::Level among() const;
  // Every commune of the place is in the perimeter.
  [[nodiscard]] bool holds(PlaceIndex place) const;
  // All of them are overseas.
  [[nodiscard]] bool overseas() const { return overseas_; }

  // Of the year of `series` when the parts have that year, otherwise of their latest.
  [[nodiscard]] GatheredFigure figure(std::uint16_t indicator, std::optional<int> year) const;
  // The coordinates of the variables of a level, NaN where one has no meaning here or is not known.
  [[nodiscard]] std::vector<double> row(const LevelModel& level) const;

 private:
  // The whole places of one level that lie in the perimeter.
  struct Whole {
    std::vector<std::uint32_t> rows;
    std::vector<double> population;
    std::array<std::vector<double>, kWeightCount> weights;
    [[nodiscard]] Parts parts(double whole) const { return {rows, population, whole}; }
  };

  void read_communes();
  void add_level(core::Level level, std::span<const std::uint32_t> above);
  void find_twin();
  [[nodiscard]] const SeriesColumns* latest(std::string_view indicator) const;
  [[nodiscard]] std::optional<std::uint32_t> series_of(std::uint16_t indicator, core::Level level,
                                                       std::optional<int> year) const;
  [[nodiscard]] PartSeries part_series(std::uint32_t series) const;
  [[nodiscard]] std::optional<GatheredFigure> published(std::uint16_t indicator) const;
  [[nodiscard]] double raw(const LevelModel& level, const VariableSpec& spec) const;
  [[nodiscard]] double share_of_largest() const;
  [[nodiscard]] double share_in_centres() const;
  [[nodiscard]] const Whole& at(core::Level level) const { return levels_[static_cast<std::size_t>(level)]; }
  [[nodiscard]] Whole& at(core::Level level) { return levels_[static_cast<std::size_t>(level)]; }

  const ReadModel& model_;
  std::span<const PlaceIndex> communes_;
  std::array<Whole, core::kLevelCount> levels_;  // those of arrondissements stay empty
  double population_ = 0, area_ = 0;
  std::optional<PlaceIndex> twin_;
  PlaceIndex departement_ = territories::kNowhere, region_ = territories::kNowhere;
  bool overseas_ = false;
};

}  // namespace catalyse::observatory
