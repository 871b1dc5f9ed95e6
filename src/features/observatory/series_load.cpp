// From SQL to the read model: the snapshot of one version of the figures on one version of the territories.
#include <cmath>
#include <cstdio>
#include <limits>
#include <set>

#include "builder.hpp"
#include "columns/memory_folder.hpp"
#include "core/digest.hpp"
#include "importers.hpp"
#include "ingest/versions.hpp"
#include "series_load.hpp"
#include "store.hpp"

namespace catalyse::observatory {
namespace {

using core::Level;
using territories::Territories;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
// Raise it when the snapshot holds other things for the same figures.
constexpr std::string_view kSnapshotRules = "4-formulas";

std::size_t at(Level level) { return static_cast<std::size_t>(level); }

// Positions inside each level's range by code, so that millions of rows need one look-up each.
std::array<CodeIndex, core::kLevelCount> positions(const Territories& territories) {
  std::array<CodeIndex, core::kLevelCount> all;
  for (const Level level : core::kLevels) {
    const auto range = territories.range(level);
    for (PlaceIndex place = range.first; place < range.last; ++place)
      all[at(level)].emplace(territories.place(place).code, place - range.first);
  }
  return all;
}

double share(double part, double whole) { return 100 * part / whole; }

// What the méthode's variables of an EPCI and of a département take from its communes.
void add_members(const Territories& territories, PlaceIndex index, PlaceFacts& facts) {
  double people = 0, largest = 0, in_centres = 0;
  for (const PlaceIndex member : territories.members(index)) {
    const auto population = static_cast<double>(territories.place(member).population.value_or(0));
    people += population;
    largest = std::max(largest, population);
    // INSEE density grid: 1 « grands centres urbains », 2 « centres urbains intermédiaires ».
    if (territories.density_class(member).value_or(7) <= 2) in_centres += population;
  }
  if (people == 0) return;
  if (territories.place(index).level == Level::departement) facts.centres_share = share(in_centres, people);
  if (territories.place(index).level != Level::epci) return;
  facts.communes = static_cast<double>(territories.members(index).size());
  facts.largest_share = share(largest, people);
}

PlaceFacts facts_of(const Territories& territories, PlaceIndex index) {
  const auto& place = territories.place(index);
  PlaceFacts facts;
  if (place.population) facts.population = static_cast<double>(*place.population);
  if (facts.population && place.area_km2 && *place.area_km2 > 0) facts.density = *facts.population / *place.area_km2;
  facts.epci = place.epci, facts.departement = place.departement, facts.region = place.region, facts.zone = place.zone;
  if (const auto grid = territories.density_class(index))
    facts.density_class = 7 - *grid;  // the builder counts from the sparsest
  facts.centrality = territories.centrality(index);
  facts.urban_category = territories.urban_category(index);
  add_members(territories, index, facts);
  return facts;
}

// The formula of an indicator's counts, when all its series with counts share it.
Rate rate_of(const Catalogue& catalogue, std::size_t indicator) {
  const RateFormula* formula = nullptr;
  for (const CatalogueSeries& row : catalogue.series) {
    if (row.indicator != indicator) continue;
    if (formula != nullptr && !(*formula == row.plan.rate)) return {};
    formula = &row.plan.rate;
  }
  const bool counted = catalogue.indicators[indicator].indicator.aggregation == Aggregation::sum_num_den;
  return formula != nullptr && counted ? Rate(*formula) : Rate{};
}

SeriesInput fill(db::Transaction& tx, std::int64_t id, const CatalogueSeries& row, const CodeIndex& codes) {
  SeriesInput input;
  input.series = row.series;
  input.rate = row.plan.rate;
  input.states.resize(codes.size(), State::missing);
  input.values.resize(codes.size(), kNone);
  std::vector<double> numerators(codes.size(), kNone), denominators(codes.size(), kNone);
  std::vector<std::uint8_t> estimated(codes.size(), 0);
  bool any_counts = false, any_estimated = false;
  each_observation(tx, id, [&](std::string_view code, const Observation& o) {
    const auto found = codes.find(code);
    if (found == codes.end()) return;  // a place of another edition of the territories
    const std::uint32_t i = found->second;
    input.states[i] = o.state, input.values[i] = o.value;
    numerators[i] = o.numerator, denominators[i] = o.denominator, estimated[i] = o.estimated ? 1 : 0;
    any_counts = any_counts || !std::isnan(o.numerator);
    any_estimated = any_estimated || o.estimated;
  });
  if (any_counts) input.numerators = std::move(numerators), input.denominators = std::move(denominators);
  if (any_estimated) input.estimated = std::move(estimated);
  return input;
}

// Adds the indicators and the figures of one version. The themes are those of the first.
void add_version(db::Transaction& tx, std::int64_t version, const std::array<CodeIndex, core::kLevelCount>& codes,
                 ObservatoryInput& input) {
  std::vector<std::int64_t> ids;
  Catalogue catalogue = read_catalogue(tx, version, ids);
  if (input.themes.empty()) input.themes = catalogue.themes;
  std::vector<std::optional<std::uint16_t>> placed;
  for (std::size_t i = 0; i < catalogue.indicators.size(); ++i) {
    Indicator& indicator = catalogue.indicators[i].indicator;
    const auto theme = std::ranges::find(input.themes, catalogue.themes[indicator.theme].id, &Theme::id);
    const bool known = std::ranges::any_of(input.indicators,
                                           [&](const IndicatorInput& one) { return one.indicator.id == indicator.id; });
    placed.emplace_back();
    if (theme == input.themes.end() || known) continue;
    placed.back() = static_cast<std::uint16_t>(input.indicators.size());
    indicator.theme = static_cast<std::uint16_t>(theme - input.themes.begin());
    input.indicators.push_back({indicator, rate_of(catalogue, i)});
  }
  for (std::size_t s = 0; s < ids.size(); ++s) {
    CatalogueSeries& row = catalogue.series[s];
    if (!placed[row.series.indicator]) continue;
    row.series.indicator = *placed[row.series.indicator];
    input.series.push_back(fill(tx, ids[s], row, codes[at(row.series.level)]));
  }
}

// Indicators in the order of the dossier: by theme, then as they were added; series by indicator, level and year.
void order_by_theme(ObservatoryInput& input) {
  const auto theme = [](const IndicatorInput& one) { return one.indicator.theme; };
  if (std::ranges::is_sorted(input.indicators, {}, theme)) return;
  std::vector<std::uint16_t> order(input.indicators.size()), now(input.indicators.size());
  for (std::uint16_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::uint16_t i) { return theme(input.indicators[i]); });
  std::vector<IndicatorInput> sorted;
  for (std::uint16_t i = 0; i < order.size(); ++i) {
    now[order[i]] = i;
    sorted.push_back(std::move(input.indicators[order[i]]));
  }
  input.indicators = std::move(sorted);
  for (auto& series : input.series) series.series.indicator = now[series.series.indicator];
  std::ranges::stable_sort(input.series, {}, [](const SeriesInput& one) {
    return std::tuple(one.series.indicator, one.series.level, one.series.year);
  });
}

}  // namespace

ObservatoryInput gather(db::Transaction& tx, std::span<const std::int64_t> versions, const Territories& territories) {
  ObservatoryInput input;
  const auto codes = positions(territories);
  for (const std::int64_t version : versions) add_version(tx, version, codes, input);
  order_by_theme(input);
  for (const Level level : core::kLevels) input.ranges[at(level)] = territories.range(level);
  for (PlaceIndex place = 0; place < territories.size(); ++place) input.places.push_back(facts_of(territories, place));
  return input;
}

namespace {

core::Result<std::shared_ptr<const Observatory>> open_snapshot(const std::filesystem::path& file,
                                                               std::string_view digest) {
  auto opened = Observatory::open(file);
  if (!opened) return std::unexpected(opened.error());
  if (opened->version() != digest)
    return core::fail(core::ErrorKind::damaged, "observatory.snapshot.damaged", file.string() + ": of other data");
  return std::make_shared<const Observatory>(std::move(*opened));
}

// Without room on the disk, reading goes on: the snapshot stands in memory, under no name, as long as it is mapped.
core::Result<std::shared_ptr<const Observatory>> open_in_memory(const ObservatoryInput& input, core::Error why) {
  const columns::MemoryFolder folder;
  if (folder.path().empty()) return std::unexpected(std::move(why));
  const auto file = folder.path() / "observatory.snapshot";
  core::Result<std::shared_ptr<const Observatory>> opened = std::unexpected(core::Error{});
  if (ObservatoryBuilder::write(input, file)) opened = open_snapshot(file, input.version);
  if (!opened) return std::unexpected(std::move(why));
  std::fprintf(stderr, "%s; the next start will be slower\n", why.note.c_str());
  return opened;
}

// The versions that are read together: one of the set « indicateurs », one of each set that came from a file.
struct Edition {
  std::vector<std::int64_t> ids;
  std::string names;  // of the versions, for the digest
};

// `chosen`, of one of those sets, and the current ones of the others; nothing chosen: all current.
core::Result<Edition> edition(db::Transaction& tx, std::optional<std::int64_t> chosen) {
  Edition all;
  std::optional<ingest::DataVersion> wanted;
  if (chosen) {
    wanted = ingest::find_version(tx, *chosen);
    const auto unknown = [&] {
      return core::fail(core::ErrorKind::not_found, "observatory.version.unknown",
                        "no version " + std::to_string(*chosen) + " of the indicators");
    };
    if (!wanted) return unknown();
  }
  std::set<std::string, std::less<>> sets{std::string(kIndicatorSet)};
  for (const auto& deposit : deposited_sets(tx)) sets.insert(deposit.provenance.set);
  if (wanted && !sets.contains(wanted->set))
    return core::fail(core::ErrorKind::not_found, "observatory.version.unknown",
                      "the version " + std::to_string(*chosen) + " is not of indicators");
  const auto add = [&](const std::string& set) {
    for (const auto& one : ingest::versions(tx, set)) {
      if (wanted && wanted->set == set ? one.id != wanted->id : !one.current) continue;
      all.ids.push_back(one.id);
      all.names += one.version + "\n";
    }
  };
  add(std::string(kIndicatorSet));
  // An older edition of the bundle's indicators is read alone: the files deposited since were not there.
  if (wanted && wanted->set == kIndicatorSet && !wanted->current) return all;
  sets.erase(std::string(kIndicatorSet));
  for (const auto& set : sets) add(set);
  return all;
}

core::Result<std::shared_ptr<const Observatory>> load_edition(const db::Database& database,
                                                              const Territories& territories,
                                                              const std::filesystem::path& folder,
                                                              std::optional<std::int64_t> chosen) {
  core::Result<Edition> read = Edition{};
  database.read([&](db::Transaction& tx) { read = edition(tx, chosen); });
  if (!read) return std::unexpected(read.error());
  if (read->ids.empty())
    return core::fail(core::ErrorKind::unavailable, "observatory.empty",
                      "no data set indicateurs is loaded: run `catalyse import`");
  const std::string digest =
      core::sha256(read->names + std::string(territories.version()) + "\n" + std::string(kSnapshotRules));
  const auto file = folder / ("observatory-" + digest.substr(0, 16) + ".snapshot");
  if (auto there = open_snapshot(file, digest)) return there;
  ObservatoryInput input;
  database.read([&](db::Transaction& tx) { input = gather(tx, read->ids, territories); });
  input.version = digest;
  std::error_code ignored;  // the writer says what is wrong with the folder
  std::filesystem::create_directories(folder, ignored);
  if (auto written = ObservatoryBuilder::write(input, file); !written) return open_in_memory(input, written.error());
  return open_snapshot(file, digest);
}

}  // namespace

core::Result<std::shared_ptr<const Observatory>> load_version(const db::Database& database,
                                                              const Territories& territories,
                                                              const std::filesystem::path& snapshot_folder,
                                                              std::int64_t version) try {
  return load_edition(database, territories, snapshot_folder, version);
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
}

core::Result<std::shared_ptr<const Observatory>> load(const db::Database& database, const Territories& territories,
                                                      const std::filesystem::path& snapshot_folder) try {
  return load_edition(database, territories, snapshot_folder, std::nullopt);
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
}

}  // namespace catalyse::observatory
