#include "read_model.hpp"

#include <cmath>

namespace catalyse::observatory {
namespace {

// Reads columns one after the other and keeps the first error, so that a loader reads as a list.
class Reader {
 public:
  explicit Reader(const columns::File& file) : file_(file) {}

  template <class T>
  [[nodiscard]] std::span<const T> column(std::string_view name, std::size_t count = columns::File::kAnyCount) {
    auto found = file_.column<T>(name, count);
    if (found) return *found;
    keep(std::move(found.error()));
    return {};
  }
  [[nodiscard]] std::vector<std::string> texts(std::string_view name, std::size_t count = columns::File::kAnyCount) {
    auto found = file_.texts(name, count);
    if (!found) {
      keep(std::move(found.error()));
      return std::vector<std::string>(count == columns::File::kAnyCount ? 0 : count);
    }
    std::vector<std::string> list;
    for (std::size_t i = 0; i < found->size(); ++i) list.emplace_back((*found)[i]);
    return list;
  }
  // A rule between columns that the file's own checks cannot know.
  void require(bool holds, std::string_view what) {
    if (!holds) keep({core::ErrorKind::damaged, "observatory.snapshot.damaged", {}, std::string(what)});
  }
  [[nodiscard]] bool sound() const { return !error_; }
  [[nodiscard]] core::Error error() const { return *error_; }
  [[nodiscard]] bool has(std::string_view name) const { return file_.has(name); }

 private:
  void keep(core::Error error) {
    if (!error_) error_ = std::move(error);
  }
  const columns::File& file_;
  std::optional<core::Error> error_;
};

void load_themes(Reader& in, ReadModel& model) {
  auto ids = in.texts("theme.id");
  const std::size_t n = ids.size();
  const auto slugs = in.texts("theme.slug", n);
  const auto fr = in.texts("theme.label_fr", n);
  const auto en = in.texts("theme.label_en", n);
  const auto objective = in.column<std::uint8_t>("theme.objective", n);
  if (!in.sound()) return;
  for (std::size_t i = 0; i < n; ++i) model.themes.push_back({ids[i], slugs[i], fr[i], en[i], objective[i] != 0});
}

void load_indicator_texts(Reader& in, std::vector<Indicator>& list) {
  const auto fill = [&](std::string_view name, std::string Indicator::*member) {
    auto texts = in.texts(name, list.size());
    for (std::size_t i = 0; i < list.size(); ++i) list[i].*member = std::move(texts[i]);
  };
  fill("indicator.label_fr", &Indicator::label_fr);
  fill("indicator.label_en", &Indicator::label_en);
  fill("indicator.short_fr", &Indicator::short_fr);
  fill("indicator.unit_fr", &Indicator::unit_fr);
  fill("indicator.unit_en", &Indicator::unit_en);
  fill("indicator.producer", &Indicator::producer);
  fill("indicator.relay", &Indicator::relay);
  fill("indicator.limits_fr", &Indicator::limits_fr);
  fill("indicator.limits_en", &Indicator::limits_en);
  fill("indicator.blank_note_fr", &Indicator::blank_note_fr);
  fill("indicator.blank_note_en", &Indicator::blank_note_en);
  fill("indicator.reliability_note_fr", &Indicator::reliability_note_fr);
  fill("indicator.reliability_note_en", &Indicator::reliability_note_en);
}

void load_reliability(Reader& in, std::vector<Indicator>& list) {
  const auto best = in.column<std::uint8_t>("indicator.best", list.size() * core::kLevelCount);
  const auto under = in.column<double>("indicator.threshold", list.size() * kThresholds.size());
  const auto level = in.column<std::uint8_t>("indicator.threshold_level", list.size() * kThresholds.size());
  if (!in.sound()) return;
  const auto known = [&in](std::uint8_t reliability, const Indicator& indicator) {
    in.require(reliability <= static_cast<std::uint8_t>(Reliability::unknown), "reliability of " + indicator.id);
    return static_cast<Reliability>(reliability);
  };
  for (std::size_t i = 0; i < list.size(); ++i) {
    for (std::size_t l = 0; l < core::kLevelCount; ++l)
      list[i].best[l] = known(best[i * core::kLevelCount + l], list[i]);
    for (std::size_t t = 0; t < kThresholds.size(); ++t) {
      const std::size_t at = i * kThresholds.size() + t;
      list[i].*kThresholds[t] = {under[at], known(level[at], list[i])};
    }
  }
}

void load_indicators(Reader& in, ReadModel& model) {
  auto ids = in.texts("indicator.id");
  const std::size_t n = ids.size();
  std::vector<Indicator>& list = model.indicators;
  list.resize(n);
  load_indicator_texts(in, list);
  const auto byte = [&](std::string_view name) { return in.column<std::uint8_t>(name, n); };
  const auto theme = in.column<std::uint16_t>("indicator.theme", n);
  const auto role = byte("indicator.role"), direction = byte("indicator.direction"),
             aggregation = byte("indicator.aggregation"), blank = byte("indicator.blank"),
             decimals = byte("indicator.decimals"), flags = byte("indicator.flags");
  const auto weight = in.column<double>("indicator.weight", n);
  if (!in.sound()) return;
  for (std::size_t i = 0; i < n; ++i) {
    Indicator& indicator = list[i];
    in.require(
        theme[i] < model.themes.size() && role[i] <= 2 && direction[i] <= 2 && aggregation[i] <= 3 && blank[i] <= 3,
        "indicator " + ids[i]);
    indicator.id = std::move(ids[i]);
    indicator.theme = theme[i];
    indicator.role = static_cast<Role>(role[i]);
    indicator.direction = static_cast<Direction>(direction[i]);
    indicator.aggregation = static_cast<Aggregation>(aggregation[i]);
    indicator.blank = static_cast<State>(blank[i]);
    indicator.weight = weight[i];
    indicator.decimals = decimals[i];
    indicator.publication_limited = (flags[i] & kPublicationLimited) != 0;
    indicator.wilson = (flags[i] & kWilson) != 0;
    indicator.census = (flags[i] & kCensus) != 0;
  }
  load_reliability(in, list);
}

void load_places(Reader& in, ReadModel& model) {
  const auto ranges = in.column<std::uint32_t>("ranges", 2 * core::kLevelCount);
  model.population = in.column<double>("place.population");
  const std::size_t n = model.population.size();
  model.epci = in.column<std::uint32_t>("place.epci", n);
  model.departement = in.column<std::uint32_t>("place.departement", n);
  model.region = in.column<std::uint32_t>("place.region", n);
  model.zone = in.column<std::uint8_t>("place.zone", n);
  model.density_class = in.column<std::uint8_t>("place.density_class", n);
  if (!in.sound()) return;
  for (const core::Level level : core::kLevels) {
    const auto l = static_cast<std::size_t>(level);
    LevelModel& at = model.levels[l];
    at.level = level;
    at.range = {ranges[2 * l], ranges[2 * l + 1]};
    in.require(at.range.first <= at.range.last && at.range.last <= n, "range of a level");
  }
  model.communes_of.assign(n, 0);
  const territories::Range communes = model.at(core::Level::commune).range;
  for (PlaceIndex commune = communes.first; in.sound() && commune < communes.last; ++commune) {
    for (const auto& above : {model.epci, model.departement, model.region})
      if (above[commune] < n) ++model.communes_of[above[commune]];
  }
}

void load_series(Reader& in, ReadModel& model) {
  const auto indicator = in.column<std::uint16_t>("series.indicator");
  const std::size_t n = indicator.size();
  const auto level = in.column<std::uint8_t>("series.level", n), flags = in.column<std::uint8_t>("series.flags", n);
  const auto year = in.column<std::int64_t>("series.year", n);
  const auto factor = in.column<double>("series.factor", n), years = in.column<double>("series.growth_years", n);
  auto vintage = in.texts("series.vintage", n), caution_fr = in.texts("series.caution_fr", n),
       caution_en = in.texts("series.caution_en", n);
  for (std::size_t s = 0; s < n && in.sound(); ++s) {
    in.require(indicator[s] < model.indicators.size() && level[s] < core::kLevelCount, "series");
    if (!in.sound()) return;
    model.series.push_back({indicator[s], static_cast<core::Level>(level[s]), static_cast<int>(year[s]),
                            std::move(vintage[s]), (flags[s] & kLatest) != 0, (flags[s] & kSummed) != 0,
                            std::move(caution_fr[s]), std::move(caution_en[s])});
    const std::size_t size = model.levels[level[s]].size();
    SeriesColumns columns{in.column<double>(series_column(s, "value"), size),
                          in.column<std::uint8_t>(series_column(s, "state"), size),
                          {},
                          {},
                          {factor[s], years[s]}};
    if (in.has(series_column(s, "numerator"))) {
      columns.numerator = in.column<double>(series_column(s, "numerator"), size);
      columns.denominator = in.column<double>(series_column(s, "denominator"), size);
    }
    model.series_columns.push_back(columns);
  }
}

void load_cells(Reader& in, LevelModel& level) {
  const auto name = [&level](std::string_view what) { return level_column(level.level, what); };
  const std::size_t slots = level.slots();
  const std::size_t cells = level.size() * slots;
  level.value = in.column<double>(name("value"), cells);
  level.state = in.column<std::uint8_t>(name("state"), cells);
  level.less = in.column<std::uint32_t>(name("less"), cells);
  level.equal = in.column<std::uint32_t>(name("equal"), cells);
  level.group_less = in.column<std::uint16_t>(name("group_less"), cells);
  level.group_equal = in.column<std::uint16_t>(name("group_equal"), cells);
  level.group = in.column<std::uint32_t>(name("group"), level.size());
  level.group_size = in.column<std::uint32_t>(name("group_size"));
  level.slot_size = in.column<std::uint32_t>(name("slot_size"), slots);
  level.scale = in.column<double>(name("scale"), slots);
  level.france = in.column<double>(name("france"), slots);
  level.france_is_median = in.column<std::uint8_t>(name("france_is_median"), slots);
  level.limited = in.column<std::uint8_t>(name("limited"), slots);
  if (!in.sound()) return;
  for (std::uint32_t row = 0; row < level.size(); ++row) {
    const std::uint32_t group = level.group[row];
    if (group == kNoRow) continue;
    in.require((group + 1UL) * slots <= level.group_size.size(), "group of a place");
    if (!in.sound()) return;
  }
}

void load_intervals(Reader& in, LevelModel& level) {
  const auto slots = in.column<std::uint32_t>(level_column(level.level, "interval_slots"));
  if (!in.sound()) return;
  IntervalColumns& intervals = level.intervals;
  intervals.slots = slots.size();
  intervals.number.assign(level.slots(), kNoRow);
  for (std::uint32_t number = 0; number < slots.size(); ++number) {
    in.require(slots[number] < level.slots(), "slot of an interval");
    if (!in.sound()) return;
    intervals.number[slots[number]] = number;
  }
  const std::size_t ends = 2 * level.size() * slots.size();
  intervals.ends = in.column<double>(level_column(level.level, "interval"), ends);
  intervals.above = in.column<std::uint32_t>(level_column(level.level, "interval_above"), ends);
  intervals.group_above = in.column<std::uint16_t>(level_column(level.level, "interval_group_above"), ends);
}

void load_comparables(Reader& in, LevelModel& level) {
  const auto specs = variable_specs(level.level);
  const auto rows = in.column<double>(level_column(level.level, "rows"), level.size() * specs.size());
  const auto centre = in.column<double>(level_column(level.level, "centre"), specs.size());
  const auto scale = in.column<double>(level_column(level.level, "spread"), specs.size());
  level.default_k = std::min(kMethod.k_default, peer_count_max(level.size()));
  level.peers = in.column<std::uint32_t>(level_column(level.level, "peers"),
                                         level.size() * static_cast<std::size_t>(level.default_k));
  if (!in.sound()) return;
  in.require(std::ranges::all_of(level.peers, [&](std::uint32_t row) { return row == kNoRow || row < level.size(); }),
             "peers");
  for (std::size_t v = 0; v < specs.size(); ++v) {
    level.variables.push_back({std::string(specs[v].id), std::string(specs[v].label_fr), std::string(specs[v].label_en),
                               specs[v].weight, specs[v].kind == VariableKind::logarithm,
                               !is_standardised(specs[v].kind), centre[v], scale[v]});
    const bool category = specs[v].kind == VariableKind::category;
    for (std::size_t r = 0; category && r < level.size(); ++r) {
      const double z = rows[r * specs.size() + v];
      in.require(std::isnan(z) || z == 0 || z == 1 || z == 2 || z == 3, "category of a place");
    }
  }
  if (in.sound()) level.index = std::make_unique<PeerIndex>(level.level, rows);
}

// The series of the same indicator and year at the level of départements or régions, by slot.
std::vector<std::optional<std::uint32_t>> same_year(const ReadModel& model, const LevelModel& level,
                                                    core::Level above) {
  std::vector<std::optional<std::uint32_t>> list;
  for (const std::uint32_t own : level.series) {
    const auto found = std::ranges::find_if(model.series, [&](const Series& s) {
      return s.indicator == model.series[own].indicator && s.level == above && s.year == model.series[own].year;
    });
    const bool none = found == model.series.end() || above <= level.level;
    list.push_back(none ? std::nullopt : std::optional(static_cast<std::uint32_t>(found - model.series.begin())));
  }
  return list;
}

void load_level(Reader& in, ReadModel& model, LevelModel& level) {
  const auto series = in.column<std::uint32_t>(level_column(level.level, "series"));
  level.series.assign(series.begin(), series.end());
  level.slot_of.resize(model.indicators.size());
  for (std::uint32_t slot = 0; slot < level.series.size(); ++slot) {
    const std::uint32_t s = level.series[slot];
    in.require(s < model.series.size() && model.series[s].level == level.level, "series of a slot");
    if (!in.sound()) return;
    level.slot_of[model.series[s].indicator] = slot;
  }
  level.departement_series = same_year(model, level, core::Level::departement);
  level.region_series = same_year(model, level, core::Level::region);
  load_cells(in, level);
  if (in.sound()) load_intervals(in, level);
  if (in.sound()) load_comparables(in, level);
}

Cell cell_of(std::uint8_t state, double value) {
  Cell result;
  result.state = static_cast<State>(state & kStateBits);
  result.estimated = (state & kEstimatedBit) != 0;
  if (result.state == State::present) result.value = value;
  return result;
}

void add_counts(Cell& cell, const SeriesColumns& columns, std::size_t row) {
  if (columns.numerator.empty()) return;
  if (std::isfinite(columns.numerator[row])) cell.numerator = columns.numerator[row];
  if (std::isfinite(columns.denominator[row])) cell.denominator = columns.denominator[row];
}

}  // namespace

std::optional<Interval> IntervalColumns::of(std::size_t row, std::uint32_t slot) const {
  if (number[slot] == kNoRow || std::isnan(ends[at(row, slot)])) return std::nullopt;
  return Interval{ends[at(row, slot)], ends[at(row, slot) + 1]};
}

Cell SeriesColumns::cell(std::size_t row) const {
  Cell result = cell_of(state[row], value[row]);
  add_counts(result, *this, row);
  return result;
}

Cell ReadModel::latest_cell(const LevelModel& level, std::uint32_t row, std::uint32_t slot) const {
  const std::size_t at = row * level.slots() + slot;
  Cell result = cell_of(level.state[at], level.value[at]);
  add_counts(result, series_columns[level.series[slot]], row);
  return result;
}

void ReadModel::add_references(Reading& reading, const LevelModel& level, std::uint32_t slot, Above above) const {
  const auto value_of = [this](std::optional<std::uint32_t> of, PlaceIndex place,
                               core::Level above_level) -> std::optional<double> {
    const auto range = at(above_level).range;
    if (!of || !range.holds(place)) return std::nullopt;
    const double value = series_columns[*of].value[place - range.first];
    return std::isnan(value) ? std::nullopt : std::optional(value);
  };
  reading.departement_value = value_of(level.departement_series[slot], above.departement, core::Level::departement);
  reading.region_value = value_of(level.region_series[slot], above.region, core::Level::region);
  if (!std::isnan(level.france[slot])) reading.france_value = level.france[slot];
  reading.france_is_median = level.france_is_median[slot] != 0;
}

namespace {

// Every line of memory that holds one of `count` values from `first` on.
template <class T>
void prefetch_row(std::span<const T> column, std::size_t first, std::size_t count) {
  constexpr std::size_t kLine = 64 / sizeof(T);
  if (count == 0 || column.size() < first + count) return;
  for (std::size_t i = first; i < first + count; i += kLine) __builtin_prefetch(column.data() + i);
  __builtin_prefetch(column.data() + first + count - 1);
}

}  // namespace

void ReadModel::prefetch_peers(const LevelModel& level, std::uint32_t row) const {
  const std::size_t slots = level.slots();
  const std::size_t k = static_cast<std::size_t>(level.default_k);
  for (const std::uint32_t peer : level.peers.subspan(row * k, k)) {
    if (peer == kNoRow) break;
    __builtin_prefetch(level.index->row(peer));
    __builtin_prefetch(level.index->row(peer) + level.variables.size() - 1);
    prefetch_row(level.value, peer * slots, slots);
    prefetch_row(level.intervals.ends, 2 * peer * level.intervals.slots, 2 * level.intervals.slots);
  }
}

void ReadModel::prefetch(const LevelModel& level, std::uint32_t row) const {
  const std::size_t slots = level.slots();
  __builtin_prefetch(level.index->row(row));
  prefetch_row(level.value, row * slots, slots);
  prefetch_row(level.state, row * slots, slots);
  prefetch_row(level.less, row * slots, slots);
  prefetch_row(level.equal, row * slots, slots);
  prefetch_row(level.group_less, row * slots, slots);
  prefetch_row(level.group_equal, row * slots, slots);
  const std::size_t ends = 2 * level.intervals.slots;
  prefetch_row(level.intervals.ends, row * ends, ends);
  prefetch_row(level.intervals.above, row * ends, ends);
  prefetch_row(level.intervals.group_above, row * ends, ends);
  for (const std::uint32_t s : level.series) {
    const SeriesColumns& columns = series_columns[s];
    if (columns.numerator.empty()) continue;
    __builtin_prefetch(&columns.numerator[row]);
    __builtin_prefetch(&columns.denominator[row]);
  }
}

core::Result<std::unique_ptr<ReadModel>> ReadModel::load(columns::File file) {
  auto model = std::make_unique<ReadModel>(std::move(file));
  Reader in(model->file);
  auto version = in.texts("version", 1);
  model->version = std::move(version.front());
  load_themes(in, *model);
  if (in.sound()) load_indicators(in, *model);
  if (in.sound()) load_places(in, *model);
  if (in.sound()) load_series(in, *model);
  for (LevelModel& level : model->levels) {
    if (in.sound()) load_level(in, *model, level);
  }
  if (!in.sound()) return std::unexpected(in.error());
  return model;
}

const LevelModel* ReadModel::level_of(PlaceIndex place) const {
  const auto found =
      std::ranges::find_if(levels, [place](const LevelModel& level) { return level.range.holds(place); });
  return found == levels.end() ? nullptr : &*found;
}

std::optional<double> ReadModel::population_of(PlaceIndex place) const {
  return std::isnan(population[place]) ? std::nullopt : std::optional(population[place]);
}

}  // namespace catalyse::observatory
