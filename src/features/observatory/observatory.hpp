// The territorial dossier: indicators, values with their state, references, ranks, reliability, comparable territories,
// what stands out. Every rule is that of docs/method.md (published at /methode). `Observatory` is an immutable read
// model over memory-mapped columns.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/language.hpp"
#include "core/result.hpp"
#include "core/short_list.hpp"
#include "core/territory.hpp"
#include "territories/territories.hpp"

namespace catalyse::observatory {

using territories::PlaceIndex;

inline constexpr std::size_t kPeersMax = 50;      // peers that may be asked for (method.md §2)
inline constexpr std::size_t kVariablesMax = 12;  // variables of structure at a level

enum class State : std::uint8_t { present, secret, na, missing };  // method.md §1; never turned into 0
enum class Direction : std::uint8_t { higher_worse, lower_worse, neutral };
enum class Role : std::uint8_t { fragility, context, structure };
enum class Reliability : std::uint8_t { good, medium, low, unknown };
enum class Aggregation : std::uint8_t { sum_num_den, producer_value_only, sum, not_aggregable };

struct Theme {
  std::string id, slug, label_fr, label_en;
  bool objective = true;  // one of the nine; false for context groups
};

// A threshold of size of an indicator's own: under it, its values are of this reliability at best. 0: no threshold.
struct SizeThreshold {
  double under = 0;
  Reliability level = Reliability::low;
};

struct Indicator {
  std::string id;
  std::uint16_t theme = 0;  // index in themes()
  Role role = Role::context;
  Direction direction = Direction::neutral;
  Aggregation aggregation = Aggregation::producer_value_only;
  double weight = 0;
  int decimals = 1;
  // Published only above or below a size: no rank is given at a level where values are withheld (method.md §3).
  bool publication_limited = false;
  bool wilson = false;  // a Wilson interval makes sense for its numerator and denominator
  bool census = false;  // a census estimate: thresholds of population and the wider interval apply (method.md §4)
  // The best reliability it can have at each level, as its curators judged (« low for a commune alone »): by
  // core::Level.
  std::array<Reliability, core::kLevelCount> best{Reliability::good, Reliability::good, Reliability::good,
                                                  Reliability::good, Reliability::good};
  // Its own thresholds, besides those of the method (`min-population`, `min-denominator`, `min-numerator` of its rule).
  SizeThreshold min_population, min_denominator, min_numerator;
  State blank = State::missing;  // what an absent value means
  std::string label_fr, label_en, short_fr, unit_fr, unit_en, producer, relay, limits_fr, limits_en, blank_note_fr,
      blank_note_en, reliability_note_fr, reliability_note_en;
};

// One year of one indicator at one level.
struct Series {
  std::uint16_t indicator = 0;
  core::Level level = core::Level::commune;
  int year = 0;
  std::string vintage;  // "RP 2022 (2020-2024)"
  bool latest = false;
  bool summed = false;  // made by summing members' numerators and denominators, not the producer's own value
  std::string caution_fr, caution_en;  // of this year or level alone; often empty
};

struct Cell {
  State state = State::missing;
  bool estimated = false;  // carried over a split by population shares (method.md §1)
  double value = 0;        // in the indicator's unit, when present
  std::optional<double> numerator, denominator;
};

struct Interval {
  double low = 0, high = 0;
};

// Where a value stands in a group. Percentile is mid-rank in the harmful direction, 100 = most fragile (neutral: higher
// = 100). The group holds the place itself, except among its peers: there `size` counts the peers only and `rank` is 1
// + peers more fragile.
struct Standing {
  std::uint32_t size = 0;                     // places of the group that have a value
  std::uint32_t rank = 0;                     // 1 = most fragile; 0 when no rank may be given
  std::uint32_t rank_low = 0, rank_high = 0;  // ranks at the two ends of the interval; equal to rank without one
  std::uint32_t equal = 0;                    // others with exactly the same value
  std::uint32_t more_fragile_than = 0;        // places of the group strictly less fragile
  double percentile = 0;
};

struct Spread {
  double p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0;
};

// One row of the dossier: an indicator at this place with everything needed to draw and to say it.
struct Reading {
  std::uint16_t indicator = 0;
  std::uint16_t series = 0;  // index in series()
  int year = 0;
  std::string_view vintage;
  bool summed = false;   // made by summing members' counts, not the producer's own value (Series::summed)
  bool limited = false;  // no rank may be given at this level: which places have a value depends on their size
  Cell cell;
  Reliability reliability = Reliability::unknown;
  std::optional<Interval> interval;
  // Third reference: the département for communes and municipal arrondissements, the région for EPCI and départements,
  // none for régions.
  std::optional<Standing> in_france, among_peers, in_departement;
  // « proche de »: peers strictly less, and strictly more, fragile whose interval overlaps this one's (method.md §4).
  // They are not called different. 0 without an interval.
  std::uint32_t close_less = 0, close_more = 0;
  std::optional<Spread> peers_spread;
  core::ShortList<double, kPeersMax> peer_values;  // of the peers that have a value, in the peers' order
  // Of the same year, from that level's own cell; never computed from this level's values.
  std::optional<double> departement_value, region_value, france_value;
  bool france_is_median = false;  // france_value is the median of the level when no national figure can be computed
  double gap_z = 0;               // (value − peers' median) / robust spread of the peers, harmful direction positive
};

struct ThemeScore {
  std::uint16_t theme = 0;
  std::optional<double> score;        // weighted mean of national percentiles; empty: « données insuffisantes »
  std::optional<double> peers_score;  // the same among the peers
  Reliability reliability = Reliability::unknown;
  std::uint16_t present = 0, expected = 0;  // indicators with a value / that exist at this level
};

// Variables of structure used to compare (method.md §2). `id` is the name in the address: population, densite,
// evolution…
struct Variable {
  std::string id, label_fr, label_en;
  double weight = 1;
  bool log10 = false;
  bool category = false;         // distance 0 or 1 (scaled like one z-unit)
  double centre = 0, scale = 1;  // published parameters of the standardisation
};

struct Contribution {
  std::uint16_t variable = 0;  // index in variables(level)
  double share = 0;            // part of d², same unit; contributions sum to distance² (1e-9)
};

struct Peer {
  PlaceIndex place = 0;
  double distance = 0;
  core::ShortList<Contribution, kVariablesMax> contributions;  // largest first
};

struct PeerOptions {
  std::vector<std::pair<std::string, double>> weights;  // by variable id; those not named keep the default; 0 to 10
  int k = 20;                                           // 5 to 50, never more than a third of the level
  bool same_region = false;
  bool other_region = false;
  bool same_density = false;
  std::optional<std::int64_t> population_min, population_max;
  // Ad-hoc perimeter: only these places of the same level, and those whose EPCI, département or région is named; empty:
  // no perimeter.
  std::vector<PlaceIndex> perimeter;
  [[nodiscard]] bool is_default() const;
};

struct Peers {
  bool reduced = false;                  // « comparaison réduite » (overseas)
  std::string_view reason_without;       // message id when there is none (too few variables, no dossier)
  std::vector<Peer> list;                // nearest first, ties by code
  std::vector<std::uint16_t> variables;  // those used
  std::vector<double> weights;           // in force, parallel to variables(level)
  int k = 20;
};

struct Finding {
  std::uint16_t reading = 0;  // index in Dossier::readings (for `shared` findings: the theme's most marked indicator)
  std::uint16_t theme = 0;
};

struct Dossier {
  PlaceIndex place = 0;
  Peers peers;
  std::vector<Reading> readings;  // every indicator that exists at this level, in the order of themes then list
  std::vector<ThemeScore> themes;
  std::vector<Finding> distinguishes, shared, better;  // method.md §3
};

struct TrendPoint {
  int year = 0;
  Cell cell;
};
struct Trend {
  std::uint16_t indicator = 0;
  std::vector<TrendPoint> points;
};

// How the figure of several communes together came to be (method.md §1).
enum class Made : std::uint8_t {
  none,       // it cannot be made: see `Basis::without`
  published,  // the producer's own, of a place with exactly these communes
  counted,    // from the sums of the parts' numerators and denominators
  summed,     // the sum of the parts' quantities
  weighted,   // estimated: the parts' values weighted by what stands for their denominator (aggregation_rules.hpp)
};
enum class Without : std::uint8_t { nothing, not_additive, too_little_known };

struct Basis {
  Made made = Made::none;
  Without without = Without::nothing;
  core::Level parts = core::Level::commune;  // the level of the places put together
  double covered = 0;                        // part of the population that lives in places with a figure, 0 to 1
  std::uint32_t known = 0;                   // of the parts: how many have a figure, or lack none
  std::uint8_t weight = 0;                   // of `weighted`: a Weight of aggregation_rules.hpp
};

struct GatherOptions {
  std::optional<core::Level> among;  // places to rank and compare with; empty: by the extent of the communes
  PeerOptions peers;                 // weights and k; filters are of places and are not read
};

// Communes taken together as one place. `dossier.place` is kNowhere; its readings are those of the level `among`, in
// its order, then those of indicators that communes have and that level has not, which stand alone.
struct Gathered {
  Dossier dossier;
  std::vector<Basis> basis;  // parallel to dossier.readings
  core::Level among = core::Level::epci;
  std::optional<PlaceIndex> twin;  // the place that has exactly these communes
  double population = 0, area_km2 = 0;
  PlaceIndex departement = territories::kNowhere, region = territories::kNowhere;  // the one that holds them all
};

// One series at every place of its level, in the order of their indexes: what a map or a distribution is made of.
struct SeriesValues {
  territories::Range range;
  std::span<const double> value;             // NaN unless present
  std::span<const State> state;              // parallel to value
  std::span<const Reliability> reliability;  // the same; unknown unless present
};

// Immutable and safe to share between threads. References, spans and views it gives live as long as it does.
class Observatory {
 public:
  // Maps a snapshot written by ObservatoryBuilder. Errors: columns.* (kind damaged or unavailable),
  // observatory.snapshot.damaged.
  [[nodiscard]] static core::Result<Observatory> open(const std::filesystem::path& snapshot);
  ~Observatory();
  Observatory(Observatory&&) noexcept;
  Observatory& operator=(Observatory&&) noexcept;

  [[nodiscard]] const std::vector<Theme>& themes() const;
  [[nodiscard]] const std::vector<Indicator>& indicators() const;
  [[nodiscard]] const std::vector<Series>& series() const;
  [[nodiscard]] const std::vector<Variable>& variables(core::Level level) const;
  [[nodiscard]] std::string_view version() const;

  [[nodiscard]] bool exists(std::uint16_t indicator, core::Level level) const;
  [[nodiscard]] Cell cell(std::uint16_t indicator, PlaceIndex place) const;  // latest year
  // `series` is an index in series().
  [[nodiscard]] SeriesValues values(std::size_t series) const;

  // What a map may be of: indicators() and series(), then the score of each objective theme at the levels it exists at,
  // as `score-emploi`. `values` takes an index in either list of series.
  [[nodiscard]] const std::vector<Indicator>& mapped_indicators() const;
  [[nodiscard]] const std::vector<Series>& mapped_series() const;
  // The default number of peers at a level, k ≤ ⌊(n−1)/3⌋ included (method.md §2).
  [[nodiscard]] int default_k(core::Level level) const;
  // Errors: observatory.weights.unknown, observatory.weights.range, observatory.weights.zero,
  // observatory.weights.syntax, observatory.k.range, observatory.population.range (kind invalid);
  // observatory.place.none (kind not_found: COM, out of range).
  [[nodiscard]] core::Result<Peers> peers(PlaceIndex place, const PeerOptions& options = {}) const;
  [[nodiscard]] core::Result<Dossier> dossier(PlaceIndex place, const PeerOptions& options = {}) const;
  [[nodiscard]] std::vector<Trend> trends(PlaceIndex place) const;  // indicators with at least two years
  // An ad-hoc perimeter. `communes` are distinct, in the order of their indexes. No place that lies whole in it is
  // among its peers. Errors: those of `peers` about weights and k; observatory.place.none (not_found) when there is no
  // commune, or one of the COM.
  [[nodiscard]] core::Result<Gathered> gathered(std::span<const PlaceIndex> communes,
                                                const GatherOptions& options = {}) const;

 private:
  friend struct ObservatoryBuilder;
  struct Model;
  explicit Observatory(std::unique_ptr<Model> model);
  std::unique_ptr<Model> model_;
};

}  // namespace catalyse::observatory
