// From SQL to the read model: the snapshot of one version of the figures on one version of the territories.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "builder.hpp"
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

}  // namespace

ObservatoryInput gather(db::Transaction& tx, std::int64_t version, const Territories& territories) {
  ObservatoryInput input;
  std::vector<std::int64_t> ids;
  const Catalogue catalogue = read_catalogue(tx, version, ids);
  input.themes = catalogue.themes;
  for (std::size_t i = 0; i < catalogue.indicators.size(); ++i)
    input.indicators.push_back({catalogue.indicators[i].indicator, rate_of(catalogue, i)});
  const auto codes = positions(territories);
  for (std::size_t s = 0; s < ids.size(); ++s)
    input.series.push_back(fill(tx, ids[s], catalogue.series[s], codes[at(catalogue.series[s].series.level)]));
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
  std::string folder = "/dev/shm/catalyse-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return std::unexpected(std::move(why));
  const auto file = std::filesystem::path(folder) / "observatory.snapshot";
  core::Result<std::shared_ptr<const Observatory>> opened = std::unexpected(core::Error{});
  if (ObservatoryBuilder::write(input, file)) opened = open_snapshot(file, input.version);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  if (!opened) return std::unexpected(std::move(why));
  std::fprintf(stderr, "%s; the next start will be slower\n", why.note.c_str());
  return opened;
}

core::Result<std::shared_ptr<const Observatory>> load_found(const db::Database& database,
                                                            const Territories& territories,
                                                            const std::filesystem::path& folder,
                                                            const ingest::DataVersion& version) {
  const std::string digest =
      core::sha256(version.version + "\n" + std::string(territories.version()) + "\n" + std::string(kSnapshotRules));
  const auto file = folder / ("observatory-" + digest.substr(0, 16) + ".snapshot");
  if (auto there = open_snapshot(file, digest)) return there;
  ObservatoryInput input;
  database.read([&](db::Transaction& tx) { input = gather(tx, version.id, territories); });
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
  std::optional<ingest::DataVersion> found;
  database.read([&](db::Transaction& tx) { found = ingest::find_version(tx, version); });
  if (!found || found->set != kIndicatorSet)
    return core::fail(core::ErrorKind::not_found, "observatory.version.unknown",
                      "no version " + std::to_string(version) + " of the indicators");
  return load_found(database, territories, snapshot_folder, *found);
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
}

core::Result<std::shared_ptr<const Observatory>> load(const db::Database& database, const Territories& territories,
                                                      const std::filesystem::path& snapshot_folder) try {
  std::optional<std::int64_t> current;
  database.read(
      [&](db::Transaction& tx) { current = ingest::current_version(tx, kIndicatorSet).value_or(std::nullopt); });
  if (!current)
    return core::fail(core::ErrorKind::unavailable, "observatory.empty",
                      "no data set indicateurs is loaded: run `catalyse import`");
  return load_version(database, territories, snapshot_folder, *current);
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
}

}  // namespace catalyse::observatory
