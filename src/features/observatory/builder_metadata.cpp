#include <cmath>

#include "builder_parts.hpp"
#include "snapshot_layout.hpp"

namespace catalyse::observatory {
namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

// A column of one member of each element.
template <class T, class Range, class Member>
std::vector<T> gather(const Range& range, Member member) {
  std::vector<T> column;
  column.reserve(std::size(range));
  for (const auto& element : range) column.push_back(static_cast<T>(std::invoke(member, element)));
  return column;
}

void add_indicators(columns::Writer& out, const std::vector<IndicatorInput>& inputs) {
  const auto list = gather<Indicator>(inputs, &IndicatorInput::indicator);
  const auto text = [&](std::string_view name, auto member) { out.add(name, gather<std::string>(list, member)); };
  const auto byte = [&](std::string_view name, auto member) { out.add(name, gather<std::uint8_t>(list, member)); };
  text("indicator.id", &Indicator::id);
  text("indicator.label_fr", &Indicator::label_fr);
  text("indicator.label_en", &Indicator::label_en);
  text("indicator.short_fr", &Indicator::short_fr);
  text("indicator.unit_fr", &Indicator::unit_fr);
  text("indicator.unit_en", &Indicator::unit_en);
  text("indicator.producer", &Indicator::producer);
  text("indicator.relay", &Indicator::relay);
  text("indicator.limits_fr", &Indicator::limits_fr);
  text("indicator.limits_en", &Indicator::limits_en);
  text("indicator.blank_note_fr", &Indicator::blank_note_fr);
  text("indicator.blank_note_en", &Indicator::blank_note_en);
  text("indicator.reliability_note_fr", &Indicator::reliability_note_fr);
  text("indicator.reliability_note_en", &Indicator::reliability_note_en);
  out.add("indicator.theme", gather<std::uint16_t>(list, &Indicator::theme));
  byte("indicator.role", &Indicator::role);
  byte("indicator.direction", &Indicator::direction);
  byte("indicator.aggregation", &Indicator::aggregation);
  byte("indicator.blank", &Indicator::blank);
  byte("indicator.decimals", &Indicator::decimals);
  byte("indicator.flags", [](const Indicator& i) {
    return (i.publication_limited ? kPublicationLimited : 0) | (i.wilson ? kWilson : 0) | (i.census ? kCensus : 0);
  });
  out.add("indicator.weight", gather<double>(list, &Indicator::weight));
  std::vector<std::uint8_t> best;
  for (const Indicator& indicator : list) {
    for (const Reliability reliability : indicator.best) best.push_back(static_cast<std::uint8_t>(reliability));
  }
  out.add("indicator.best", best);
  std::vector<double> under;
  std::vector<std::uint8_t> level;
  for (const Indicator& indicator : list) {
    for (const auto threshold : kThresholds) {
      under.push_back((indicator.*threshold).under);
      level.push_back(static_cast<std::uint8_t>((indicator.*threshold).level));
    }
  }
  out.add("indicator.threshold", under);
  out.add("indicator.threshold_level", level);
}

}  // namespace

void add_metadata(columns::Writer& out, const ObservatoryInput& input) {
  out.add("version", std::vector<std::string>{input.version});
  out.add("theme.id", gather<std::string>(input.themes, &Theme::id));
  out.add("theme.slug", gather<std::string>(input.themes, &Theme::slug));
  out.add("theme.label_fr", gather<std::string>(input.themes, &Theme::label_fr));
  out.add("theme.label_en", gather<std::string>(input.themes, &Theme::label_en));
  out.add("theme.objective", gather<std::uint8_t>(input.themes, &Theme::objective));
  add_indicators(out, input.indicators);
}

void add_places(columns::Writer& out, const ObservatoryInput& input) {
  std::vector<std::uint32_t> ranges;
  for (const territories::Range range : input.ranges) ranges.insert(ranges.end(), {range.first, range.last});
  out.add("ranges", ranges);
  const auto& places = input.places;
  out.add("place.population",
          gather<double>(places, [](const PlaceFacts& f) { return f.population.value_or(kAbsent); }));
  out.add("place.epci", gather<std::uint32_t>(places, &PlaceFacts::epci));
  out.add("place.departement", gather<std::uint32_t>(places, &PlaceFacts::departement));
  out.add("place.region", gather<std::uint32_t>(places, &PlaceFacts::region));
  out.add("place.zone", gather<std::uint8_t>(places, &PlaceFacts::zone));
  out.add("place.density_class",
          gather<std::uint8_t>(places, [](const PlaceFacts& f) { return f.density_class.value_or(kNoClass); }));
}

// Every year of every indicator, place after place: trends, maps, references of other levels.
void add_series(columns::Writer& out, const ObservatoryInput& input) {
  const auto meta = gather<Series>(input.series, &SeriesInput::series);
  out.add("series.indicator", gather<std::uint16_t>(meta, &Series::indicator));
  out.add("series.level", gather<std::uint8_t>(meta, &Series::level));
  out.add("series.year", gather<std::int64_t>(meta, &Series::year));
  out.add("series.factor", gather<double>(input.series, [](const SeriesInput& s) { return s.rate.factor; }));
  out.add("series.growth_years", gather<double>(input.series, [](const SeriesInput& s) { return s.rate.years; }));
  out.add("series.vintage", gather<std::string>(meta, &Series::vintage));
  out.add("series.caution_fr", gather<std::string>(meta, &Series::caution_fr));
  out.add("series.caution_en", gather<std::string>(meta, &Series::caution_en));
  out.add("series.flags", gather<std::uint8_t>(meta, [](const Series& s) {
            return (s.latest ? kLatest : 0) | (s.summed ? kSummed : 0);
          }));
  for (std::size_t s = 0; s < input.series.size(); ++s) {
    const SeriesInput& series = input.series[s];
    std::vector<double> values(series.values.size(), kAbsent);
    std::vector<std::uint8_t> states(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (series.states[i] == State::present) values[i] = series.values[i] + 0.0;  // −0 is 0
      states[i] = static_cast<std::uint8_t>(series.states[i]);
      if (!series.estimated.empty() && series.estimated[i] != 0) states[i] |= kEstimatedBit;
    }
    out.add(series_column(s, "value"), values);
    out.add(series_column(s, "state"), states);
    if (series.numerators.empty()) continue;
    out.add(series_column(s, "numerator"), series.numerators);
    out.add(series_column(s, "denominator"), series.denominators);
  }
}

}  // namespace catalyse::observatory
