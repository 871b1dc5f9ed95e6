#include "observatory.hpp"

#include <mutex>

#include "read_model.hpp"
#include "reliability_rules.hpp"
#include "score_series.hpp"

namespace catalyse::observatory {

struct Observatory::Model {
  // What the cells of a series come to, judged when it is first asked for: two bytes a place.
  struct Judged {
    std::once_flag once;
    std::vector<State> state;
    std::vector<Reliability> reliability;
  };

  explicit Model(std::unique_ptr<ReadModel> opened)
      : read(std::move(opened)), judged(std::make_unique<Judged[]>(read->series.size())) {}

  const Judged& judge(std::size_t series) const;

  std::unique_ptr<ReadModel> read;
  std::unique_ptr<Judged[]> judged;  // by series
  ScoreSeries scores{*read};
};

const Observatory::Model::Judged& Observatory::Model::judge(std::size_t series) const {
  Judged& all = judged[series];
  std::call_once(all.once, [&] {
    const Series& asked = read->series[series];
    const SeriesColumns& columns = read->series_columns[series];
    const auto first = read->at(asked.level).range.first;
    all.state.reserve(columns.value.size());
    all.reliability.reserve(columns.value.size());
    for (std::size_t row = 0; row < columns.value.size(); ++row) {
      const Cell cell = columns.cell(row);
      const auto population = read->population_of(first + static_cast<PlaceIndex>(row));
      all.state.push_back(cell.state);
      all.reliability.push_back(reliability(read->indicators[asked.indicator], asked.level, population, cell));
    }
  });
  return all;
}

Observatory::Observatory(std::unique_ptr<Model> model) : model_(std::move(model)) {}
Observatory::~Observatory() = default;
Observatory::Observatory(Observatory&&) noexcept = default;
Observatory& Observatory::operator=(Observatory&&) noexcept = default;

bool PeerOptions::is_default() const {
  return weights.empty() && k == kMethod.k_default && !same_region && !other_region && !same_density &&
         !population_min && !population_max && perimeter.empty();
}

core::Result<Observatory> Observatory::open(const std::filesystem::path& snapshot) {
  auto file = columns::File::open(snapshot, kSnapshotKind);
  if (!file) return std::unexpected(std::move(file.error()));
  auto read = ReadModel::load(std::move(*file));
  if (!read) return std::unexpected(std::move(read.error()));
  return Observatory(std::make_unique<Model>(std::move(*read)));
}

const std::vector<Theme>& Observatory::themes() const { return model_->read->themes; }
const std::vector<Indicator>& Observatory::indicators() const { return model_->read->indicators; }
const std::vector<Series>& Observatory::series() const { return model_->read->series; }
const std::vector<Variable>& Observatory::variables(core::Level level) const {
  return model_->read->at(level).variables;
}
std::string_view Observatory::version() const { return model_->read->version; }
int Observatory::default_k(core::Level level) const { return model_->read->at(level).default_k; }

bool Observatory::exists(std::uint16_t indicator, core::Level level) const {
  return indicator < model_->read->indicators.size() && model_->read->at(level).slot_of[indicator].has_value();
}

Cell Observatory::cell(std::uint16_t indicator, PlaceIndex place) const {
  const LevelModel* level = model_->read->level_of(place);
  if (level == nullptr || !exists(indicator, level->level)) return {State::na, false, 0, {}, {}};
  const std::uint32_t series = level->series[*level->slot_of[indicator]];
  return model_->read->series_columns[series].cell(place - level->range.first);
}

SeriesValues Observatory::values(std::size_t series) const {
  const ReadModel& read = *model_->read;
  if (series >= read.series.size()) return model_->scores.values(series);
  const auto& judged = model_->judge(series);
  return {read.at(read.series[series].level).range, read.series_columns[series].value, judged.state,
          judged.reliability};
}

const std::vector<Indicator>& Observatory::mapped_indicators() const { return model_->scores.indicators(); }
const std::vector<Series>& Observatory::mapped_series() const { return model_->scores.series(); }

core::Result<Peers> Observatory::peers(PlaceIndex place, const PeerOptions& options) const {
  return model_->read->peers(place, options);
}

core::Result<Dossier> Observatory::dossier(PlaceIndex place, const PeerOptions& options) const {
  return model_->read->dossier(place, options);
}

core::Result<Gathered> Observatory::gathered(std::span<const PlaceIndex> communes, const GatherOptions& options) const {
  return model_->read->gathered(communes, options);
}

std::vector<Trend> Observatory::trends(PlaceIndex place) const {
  const ReadModel& read = *model_->read;
  const LevelModel* level = read.level_of(place);
  if (level == nullptr) return {};
  std::vector<Trend> list;
  for (const std::uint32_t latest : level->series) {
    Trend trend{read.series[latest].indicator, {}};
    for (std::size_t s = 0; s < read.series.size(); ++s) {
      if (read.series[s].indicator != trend.indicator || read.series[s].level != level->level) continue;
      trend.points.push_back({read.series[s].year, read.series_columns[s].cell(place - level->range.first)});
    }
    std::ranges::sort(trend.points, {}, &TrendPoint::year);
    if (trend.points.size() >= 2) list.push_back(std::move(trend));
  }
  return list;
}

}  // namespace catalyse::observatory
