#include "generated_world.hpp"

#include <cmath>
#include <random>

namespace catalyse::observatory::reference {
namespace {

using core::Level;
using territories::kNowhere;
using territories::Range;

constexpr std::uint16_t kThemes = 8;

class Maker {
 public:
  Maker(std::uint32_t seed, const WorldSize& size) : random_(seed), size_(size) {}

  ObservatoryInput make() {
    input_.version = "generated";
    make_ranges();
    make_places();
    for (std::size_t p = 0; p < input_.places.size(); ++p) latent_.push_back(normal());
    for (std::uint32_t i = 0; i < kThemes + 1; ++i) {  // the last objective theme has no indicator
      const std::string id = "theme-" + std::to_string(i);
      input_.themes.push_back({id, id, id, id, true});
    }
    input_.themes.push_back({"people", "population", "Population", "People", false});
    make_structure();
    for (std::uint32_t i = 0; i < size_.indicators; ++i) make_indicator(i);
    return std::move(input_);
  }

 private:
  [[nodiscard]] bool chance(double probability) { return uniform_(random_) < probability; }
  [[nodiscard]] double normal() { return normal_(random_); }
  [[nodiscard]] std::uint32_t below(std::uint32_t n) {
    return std::min(static_cast<std::uint32_t>(uniform_(random_) * n), n - 1);
  }
  [[nodiscard]] Range& range(Level level) { return input_.ranges[static_cast<std::size_t>(level)]; }

  void make_ranges() {
    PlaceIndex next = 0;
    const auto take = [&next](std::uint32_t n) {
      next += n;
      return Range{next - n, next};
    };
    range(Level::commune) = {0, size_.communes};
    next = size_.communes + size_.collectivities;
    range(Level::arrondissement) = take(size_.arrondissements);
    range(Level::epci) = take(size_.epci);
    range(Level::departement) = take(size_.departements);
    range(Level::region) = take(size_.regions);
    input_.places.resize(next);
  }

  // Communes lie in codes' order, so those of a département follow one another; the last département is overseas.
  void make_places() {
    const std::uint32_t last = size_.departements - 1;
    for (PlaceIndex p = 0; p < input_.places.size(); ++p) {
      PlaceFacts& f = input_.places[p];
      std::uint32_t departement = below(size_.departements);
      if (p < size_.communes)
        departement = static_cast<std::uint32_t>(std::uint64_t{p} * size_.departements / size_.communes);
      if (range(Level::arrondissement).holds(p)) departement = 0;
      if (range(Level::departement).holds(p)) departement = p - range(Level::departement).first;
      const bool region = range(Level::region).holds(p);
      if (!region && !range(Level::departement).holds(p)) f.departement = range(Level::departement).first + departement;
      if (!region) f.region = range(Level::region).first + departement % size_.regions;
      f.zone = departement == last && !region ? territories::Zone::drom : territories::Zone::metropole;
      if (p >= size_.communes && p < size_.communes + size_.collectivities) f.zone = territories::Zone::com;
      if (p < size_.communes && !chance(0.02)) f.epci = range(Level::epci).first + below(size_.epci);
      make_facts(f, p);
    }
  }

  void make_facts(PlaceFacts& f, PlaceIndex p) {
    f.population = std::floor(std::pow(10, 2.7 + 0.7 * normal()));
    if (chance(0.01)) f.population = 0;
    if (chance(0.01)) f.population.reset();
    if (!chance(0.01)) f.density = std::pow(10, 1.6 + 0.6 * normal());
    if (p < size_.communes) {
      f.density_class = static_cast<int>(below(7));
      constexpr std::array kCategories{11, 12, 13, 20, 30};
      if (!chance(0.01)) f.urban_category = kCategories[below(5)];
      if (f.zone == territories::Zone::metropole) f.centrality = chance(0.8) ? 0 : static_cast<int>(1 + below(4));
    }
    f.communes = 1 + below(60);
    f.largest_share = 10 + 80 * uniform_(random_);
    f.centres_share = chance(0.5) ? 0 : 70 * uniform_(random_);
  }

  void make_structure() {
    add_structure(
        "population-change-2015-2021", [this](double) { return std::round(100 * normal()) / 100; }, true);
    add_structure(
        "second-homes-share", [this](double) { return std::abs(10 * normal()); }, false);
    add_structure(
        "manual-workers-share", [this](double latent) { return std::round(10 * (14 + 6 * latent + normal())) / 10; },
        false);
    add_structure(
        "executives-share", [this](double latent) { return 12 - 4 * latent + normal(); }, false);
    add_structure(
        "far-from-intermediate-services-share", [this](double) { return chance(0.6) ? 100.0 : 0.0; }, false);
    add_structure(
        "far-from-higher-services-share", [this](double) { return chance(0.6) ? 100.0 : 0.0; }, false);
  }

  template <class Value>
  void add_structure(const char* id, Value value, bool overseas_too) {
    Indicator indicator;
    indicator.id = id;
    indicator.theme = kThemes + 1;
    indicator.role = Role::structure;
    const auto index = add(std::move(indicator), {});
    for (const Level level : core::kLevels) {
      SeriesInput series = blank(index, level, 2022);
      for (std::size_t i = 0; i < series.states.size(); ++i) {
        const bool overseas = input_.places[range(level).first + i].zone != territories::Zone::metropole;
        if ((overseas && !overseas_too) || chance(0.02)) continue;
        series.states[i] = State::present;
        series.values[i] = value(latent_[range(level).first + i]);
      }
      input_.series.push_back(std::move(series));
    }
  }

  std::uint16_t add(Indicator indicator, Rate rate) {
    input_.indicators.push_back({std::move(indicator), std::move(rate)});
    return static_cast<std::uint16_t>(input_.indicators.size() - 1);
  }

  SeriesInput blank(std::uint16_t indicator, Level level, int year) {
    SeriesInput series;
    series.series = {
        indicator, level, year, "millésime " + std::to_string(year), true, level >= Level::epci && chance(0.5), {}, {}};
    series.states.assign(range(level).size(), State::missing);
    series.values.assign(range(level).size(), 0);
    return series;
  }

  // Kinds of indicators, in turn: counted rate, rounded value, size-limited value, all equal, no value at all, wide
  // continuous value.
  void make_indicator(std::uint32_t i) {
    Indicator indicator;
    indicator.id = "indicator-" + std::to_string(i);
    indicator.theme = static_cast<std::uint16_t>(i % kThemes);
    indicator.role = i % 7 == 6 ? Role::context : Role::fragility;
    indicator.direction = i % 5 == 4     ? Direction::lower_worse
                          : i % 11 == 10 ? Direction::neutral
                                         : Direction::higher_worse;
    indicator.weight = indicator.role == Role::fragility ? 0.5 * (1 + i % 4) : 0;
    const std::uint32_t kind = (i + i / 8) % 8;
    const bool counted = kind == 0 || kind == 5;
    indicator.census = counted;
    indicator.wilson = counted;
    indicator.publication_limited = kind == 2;
    if (counted) indicator.aggregation = Aggregation::sum_num_den;
    if (kind == 6) indicator.best[0] = Reliability::low;
    if (kind == 1) indicator.min_population = {1000, Reliability::medium};
    if (kind == 5) indicator.min_denominator = {300, Reliability::low};
    if (i % 16 == 0) indicator.min_numerator = {40, Reliability::medium};
    Rate rate;
    if (counted) rate = [](double n, double d) { return 100 * n / d; };
    const auto index = add(std::move(indicator), std::move(rate));
    for (const Level level : core::kLevels) {
      if (level != Level::commune && i % 3 == 1 && chance(0.4)) continue;
      const int years = kind == 1 || kind == 5 ? static_cast<int>(size_.years) : 1;
      for (int year = 2022 - years + 1; year <= 2022; ++year) {
        SeriesInput series = blank(index, level, year);
        series.series.latest = year == 2022;
        fill(series, kind);
        input_.series.push_back(std::move(series));
      }
    }
  }

  void fill(SeriesInput& series, std::uint32_t kind) {
    const std::size_t n = series.states.size();
    const bool counted = kind == 0 || kind == 5;
    if (counted) {
      series.numerators.assign(n, std::nan(""));
      series.denominators.assign(n, std::nan(""));
    }
    if (chance(0.2)) series.estimated.assign(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
      const double population = input_.places[range(series.series.level).first + i].population.value_or(0);
      if (kind == 4 || chance(counted ? 0.02 : 0.05)) continue;
      if (kind == 2 && series.series.level == Level::commune && population < 1500) {
        series.states[i] = State::secret;
        continue;
      }
      if (kind == 3 && chance(0.1)) {
        series.states[i] = State::na;
        continue;
      }
      if (counted && population < 1) continue;
      series.states[i] = State::present;
      if (!series.estimated.empty() && chance(0.1)) series.estimated[i] = 1;
      const bool less_is_worse =
          input_.indicators[series.series.indicator].indicator.direction == Direction::lower_worse;
      const double latent = latent_[range(series.series.level).first + i];
      const double lean = 0.95 * (less_is_worse ? -latent : latent) + 0.3 * normal();
      series.values[i] = value(kind, lean);
      if (!counted) continue;
      series.denominators[i] = std::max(1.0, std::floor(0.5 * population));
      series.numerators[i] = std::floor(series.denominators[i] * std::clamp(0.15 + 0.1 * lean, 0.0, 1.0));
      series.values[i] = 100 * series.numerators[i] / series.denominators[i];
    }
  }

  double value(std::uint32_t kind, double lean) {
    if (kind == 1) return std::round(20 + 5 * lean);             // many ties
    if (kind == 3) return 7;                                     // all equal
    if (kind == 7) return chance(0.7) ? 0 : std::exp(2 * lean);  // most at nought
    return 50 + 20 * lean;
  }

  std::mt19937 random_;
  std::uniform_real_distribution<double> uniform_{0, 1};
  std::normal_distribution<double> normal_;
  WorldSize size_;
  std::vector<double>
      latent_;  // by place: what makes it fragile, and its structure with it, so that peers share fragilities
  ObservatoryInput input_;
};

}  // namespace

ObservatoryInput generated_world(std::uint32_t seed, const WorldSize& size) { return Maker(seed, size).make(); }

}  // namespace catalyse::observatory::reference
