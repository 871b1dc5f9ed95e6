// A declared file judged: from its rows to the figures of each series, without a database.
#include <cmath>
#include <set>

#include "file_ground.hpp"
#include "file_tables.hpp"

namespace catalyse::observatory {
namespace {

using core::Level;

constexpr double kLargest = 1e15;  // of a figure: builder_check.cpp refuses a larger one

// The levels of one table: its own, arrondissements when some stand in it, those its counts are summed to.
std::vector<std::pair<Level, std::optional<Level>>> levels_of(const FilePlan& plan, const ingest::Mapping& mapping,
                                                              const FileTables& tables) {
  std::vector<std::pair<Level, std::optional<Level>>> levels{{mapping.level, std::nullopt}};
  if (tables.arrondissements) levels.emplace_back(Level::arrondissement, std::nullopt);
  if (!plan.rolls_up) return levels;
  for (const Level level : {Level::epci, Level::departement, Level::region}) levels.emplace_back(level, Level::commune);
  return levels;
}

FileSeries counted(const std::string& indicator, const CatalogueSeries& row, const std::vector<Observation>& values) {
  FileSeries series{indicator, row.series.level, row.series.year, row.series.summed};
  for (const Observation& o : values) {
    series.present += o.state == State::present ? 1U : 0U;
    series.estimated += o.estimated && o.state == State::present ? 1U : 0U;
    series.secret += o.state == State::secret ? 1U : 0U;
    series.na += o.state == State::na ? 1U : 0U;
    series.missing += o.state == State::missing ? 1U : 0U;
  }
  return series;
}

class Judgement {
 public:
  Judgement(const FileGround::State& ground, const ingest::Mapping& mapping, std::string_view file)
      : ground_(ground), mapping_(mapping), file_(file) {}

  core::Result<FileFigures> run(const ingest::Source& source) {
    auto plans = read_plans(mapping_, file_, ground_.themes);
    if (!plans) return std::unexpected(plans.error());
    for (const auto& plan : *plans)
      if (ground_.indicators.contains(plan.plan.indicator))
        return core::fail(core::ErrorKind::conflict, "observatory.file.taken",
                          "the indicator " + plan.plan.indicator + " is already one of the bundle's",
                          {{"name", plan.plan.indicator}});
    auto& report = figures_.outcome.report.files.emplace_back();
    report.file = file_;
    const auto tables = read_tables(source, mapping_, *plans, ground_.ground, report);
    if (!tables) return std::unexpected(tables.error());
    figures_.outcome.cog = tables->cog;
    figures_.catalogue.themes = ground_.themes;
    for (const auto& plan : *plans) figures_.catalogue.indicators.push_back(plan.indicator);
    for (const auto& [key, table] : tables->tables) {
      const Alignment alignment(table, ground_.ground, tables->cog);
      for (std::size_t i = 0; i < plans->size(); ++i)
        if ((*plans)[i].where == key.first) add(i, (*plans)[i], key.second, alignment, *tables);
    }
    mark_latest();
    if (auto sound = check_sizes(); !sound) return std::unexpected(sound.error());
    return std::move(figures_);
  }

 private:
  void add(std::size_t indicator, const FilePlan& plan, int year, const Alignment& alignment,
           const FileTables& tables) {
    for (const auto& [level, from] : levels_of(plan, mapping_, tables)) {
      CatalogueSeries row;
      row.indicator = indicator;
      row.plan = plan.plan;
      row.plan.level = level;
      row.plan.from = from;
      row.plan.cog = tables.cog;
      row.table = file_;
      row.series = {static_cast<std::uint16_t>(indicator),
                    level,
                    year,
                    mapping_.provenance.vintage,
                    false,
                    from.has_value(),
                    plan.caution_fr,
                    plan.caution_en};
      // What was refused at the level of the file is not told again for each sum.
      ingest::FileReport told_already;
      auto& report = from ? told_already : figures_.outcome.report.files.front();
      auto values = compute(row.plan, plan.indicator.rule, alignment, report);
      if (std::ranges::all_of(values, [](const Observation& o) { return o.state == State::missing; })) continue;
      figures_.outcome.series.push_back(counted(plan.plan.indicator, row, values));
      figures_.catalogue.series.push_back(std::move(row));
      figures_.values.push_back({0, level, std::move(values)});
    }
  }
  void mark_latest() {
    std::map<std::pair<std::size_t, Level>, CatalogueSeries*> last;
    for (auto& row : figures_.catalogue.series) {
      auto& found = last[{row.indicator, row.series.level}];
      if (found == nullptr || found->series.year < row.series.year) found = &row;
    }
    for (auto& [key, row] : last) row->series.latest = true;
  }
  core::Result<void> check_sizes() const {
    std::set<std::size_t> filled;
    for (const auto& row : figures_.catalogue.series) filled.insert(row.indicator);
    for (std::size_t i = 0; i < figures_.catalogue.indicators.size(); ++i)
      if (!filled.contains(i))
        return ingest::mapping_error(
            file_, 1, "no value of the file reaches the indicator " + figures_.catalogue.indicators[i].indicator.id);
    for (const auto& series : figures_.values)
      for (const Observation& o : series.values)
        if (o.state == State::present && !(std::abs(o.value) <= kLargest))
          return ingest::mapping_error(file_, 1, "a sum of values is beyond 10^15");
    return {};
  }

  const FileGround::State& ground_;
  const ingest::Mapping& mapping_;
  std::string file_;
  FileFigures figures_;
};

}  // namespace

FileGround::FileGround(std::unique_ptr<State> state) : state_(std::move(state)) {}
FileGround::~FileGround() = default;
FileGround::FileGround(FileGround&&) noexcept = default;
FileGround& FileGround::operator=(FileGround&&) noexcept = default;
const std::vector<Theme>& FileGround::themes() const { return state_->themes; }

core::Result<FileGround> FileGround::read(const ingest::Bundle& bundle) {
  auto state = std::make_unique<State>();
  auto ground = Ground::read(bundle);
  if (!ground) return std::unexpected(ground.error());
  ingest::Report unread;
  const auto catalogue = Catalogue::read(bundle, unread);
  if (!catalogue) return std::unexpected(catalogue.error());
  state->bundle = bundle;
  state->ground = std::move(*ground);
  state->themes = catalogue->themes;
  for (const auto& row : catalogue->indicators) state->indicators.insert(row.indicator.id);
  state->territories = bundle.set_version("territoires");
  for (const auto& resource : bundle.resources()) state->sets.insert(resource.set);
  return FileGround(std::move(state));
}

core::Result<FileFigures> judge(const FileGround::State& ground, const ingest::Source& source,
                                const ingest::Mapping& mapping, std::string_view file) {
  auto figures = Judgement(ground, mapping, file).run(source);
  if (figures) figures->outcome.report.set = mapping.provenance.set;
  return figures;
}

core::Result<FileOutcome> FileGround::check(const ingest::Source& source, const ingest::Mapping& mapping,
                                            std::string_view file) const {
  auto figures = judge(*state_, source, mapping, file);
  if (!figures) return std::unexpected(figures.error());
  figures->outcome.acceptable = !ingest::too_many_bad_rows(figures->outcome.report, false);
  return std::move(figures->outcome);
}

}  // namespace catalyse::observatory
