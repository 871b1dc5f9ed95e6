#include "sql_tables.hpp"

#include <cmath>
#include <map>

#include "standing_rules.hpp"

namespace catalyse::bench {
namespace {

using observatory::LevelModel;
using observatory::Reading;
using observatory::Standing;
using observatory::State;
using territories::PlaceIndex;

constexpr double kNull = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view kWhole = "BIGINT", kReal = "DOUBLE PRECISION";

double or_null(const std::optional<double>& value) { return value.value_or(kNull); }
double or_null(PlaceIndex place) { return place == territories::kNowhere ? kNull : static_cast<double>(place); }

const LevelModel& communes(const Source& source) { return source.model.at(core::Level::commune); }

observatory::Dossier dossier_of(const Source& source, PlaceIndex place) {
  auto dossier = source.observatory.dossier(place);
  if (!dossier) throw std::runtime_error("no dossier: " + dossier.error().message_id);
  return std::move(*dossier);
}

// Rows of each commune in turn: `rows_of` gives those of one.
Next by_commune(const Source& source, std::function<std::vector<Row>(PlaceIndex)> rows_of) {
  struct Cursor {
    PlaceIndex next;
    std::vector<Row> rows;
    std::size_t at = 0;
  };
  const auto range = communes(source).range;
  return [state = Cursor{range.first, {}, 0}, range, rows_of = std::move(rows_of)](Row& row) mutable {
    while (state.at == state.rows.size()) {
      if (state.next == range.last) return false;
      state.rows = rows_of(state.next++);
      state.at = 0;
    }
    row = state.rows[state.at++];
    return true;
  };
}

Next in_turn(std::vector<Row> rows) {
  return [rows = std::move(rows), at = std::size_t{0}](Row& row) mutable {
    if (at == rows.size()) return false;
    row = rows[at++];
    return true;
  };
}

void fill_figures(Engine& engine, const Source& source) {
  const auto& level = communes(source);
  const Table table{"figure",
                    {{"place", kWhole},
                     {"indicator", kWhole},
                     {"departement", kWhole},
                     {"region", kWhole},
                     {"state", kWhole},
                     {"value", kReal},
                     {"numerator", kReal},
                     {"denominator", kReal},
                     {"harm", kReal}},
                    "place, indicator"};
  engine.load(
      table, by_commune(source, [&](PlaceIndex place) {
        std::vector<Row> rows;
        for (const auto s : level.series) {
          const auto& series = source.model.series[s];
          const auto cell = source.model.series_columns[s].cell(place - level.range.first);
          const bool present = cell.state == State::present;
          const auto direction = source.model.indicators[series.indicator].direction;
          rows.push_back({static_cast<double>(place), static_cast<double>(series.indicator),
                          or_null(source.model.departement[place]), or_null(source.model.region[place]),
                          static_cast<double>(cell.state), present ? cell.value : kNull, or_null(cell.numerator),
                          or_null(cell.denominator), present ? observatory::harm(cell.value, direction) : kNull});
        }
        return rows;
      }));
}

void add_standing(Row& row, const std::optional<Standing>& standing) {
  if (!standing) {
    row.insert(row.end(), 7, kNull);
    return;
  }
  for (const auto count : {standing->size, standing->rank, standing->rank_low, standing->rank_high, standing->equal,
                           standing->more_fragile_than}) {
    row.push_back(count);
  }
  row.push_back(standing->percentile);
}

// In the order of kFactNames.
Row facts(const Reading& reading) {
  Row row{reading.limited ? 1.0 : 0.0,
          static_cast<double>(reading.close_less),
          static_cast<double>(reading.close_more),
          static_cast<double>(reading.year),
          static_cast<double>(reading.reliability),
          reading.interval ? reading.interval->low : kNull,
          reading.interval ? reading.interval->high : kNull,
          reading.france_is_median ? 1.0 : 0.0,
          reading.gap_z};
  for (const auto* standing : {&reading.in_france, &reading.among_peers, &reading.in_departement})
    add_standing(row, *standing);
  if (const auto& spread = reading.peers_spread) {
    row.insert(row.end(), {spread->p5, spread->p25, spread->p50, spread->p75, spread->p95});
  } else {
    row.insert(row.end(), 5, kNull);
  }
  return row;
}

void fill_standings(Engine& engine, const Source& source) {
  Table table{"standing", {{"place", kWhole}, {"indicator", kWhole}}, "place, indicator"};
  for (const auto name : kFactNames) table.columns.push_back({name, kReal});
  engine.load(table, by_commune(source, [&](PlaceIndex place) {
                std::vector<Row> rows;
                for (const auto& reading : dossier_of(source, place).readings) {
                  Row row{static_cast<double>(place), static_cast<double>(reading.indicator)};
                  const auto all = facts(reading);
                  row.insert(row.end(), all.begin(), all.end());
                  rows.push_back(std::move(row));
                }
                return rows;
              }));
}

Row theme_row(const observatory::ThemeScore& score) {
  return {static_cast<double>(score.theme),   or_null(score.score),
          or_null(score.peers_score),         static_cast<double>(score.reliability),
          static_cast<double>(score.present), static_cast<double>(score.expected)};
}

// The three lists, one after the other.
std::vector<Row> finding_rows(const observatory::Dossier& dossier) {
  std::vector<Row> rows;
  double list = 0;
  for (const auto* findings : {&dossier.distinguishes, &dossier.shared, &dossier.better}) {
    for (const auto& finding : *findings)
      rows.push_back({list, static_cast<double>(finding.reading), static_cast<double>(finding.theme)});
    ++list;
  }
  return rows;
}

void fill_themes(Engine& engine, const Source& source) {
  engine.load({"theme_score",
               {{"place", kWhole},
                {"theme", kWhole},
                {"score", kReal},
                {"peers_score", kReal},
                {"reliability", kWhole},
                {"present", kWhole},
                {"expected", kWhole}},
               "place, theme"},
              by_commune(source, [&](PlaceIndex place) {
                std::vector<Row> rows;
                for (const auto& score : dossier_of(source, place).themes) {
                  rows.push_back(theme_row(score));
                  rows.back().insert(rows.back().begin(), static_cast<double>(place));
                }
                return rows;
              }));
}

void fill_findings(Engine& engine, const Source& source) {
  engine.load({"finding",
               {{"place", kWhole}, {"list", kWhole}, {"position", kWhole}, {"reading", kWhole}, {"theme", kWhole}},
               "place, list, position"},
              by_commune(source, [&](PlaceIndex place) {
                auto rows = finding_rows(dossier_of(source, place));
                for (std::size_t i = 0; i < rows.size(); ++i) {
                  rows[i].insert(rows[i].begin() + 1, static_cast<double>(i));
                  rows[i].insert(rows[i].begin(), static_cast<double>(place));
                }
                return rows;
              }));
}

void fill_peers(Engine& engine, const Source& source) {
  static constexpr std::array<std::string_view, kShares> kNames{"share_0", "share_1", "share_2",  "share_3",
                                                                "share_4", "share_5", "share_6",  "share_7",
                                                                "share_8", "share_9", "share_10", "share_11"};
  Table table{
      "peer", {{"place", kWhole}, {"position", kWhole}, {"peer", kWhole}, {"distance", kReal}}, "place, position"};
  for (const auto name : kNames) table.columns.push_back({name, kReal});
  engine.load(table, by_commune(source, [&](PlaceIndex place) {
                std::vector<Row> rows;
                const auto peers = source.observatory.peers(place);
                if (!peers) throw std::runtime_error("no peers: " + peers.error().message_id);
                for (const auto& peer : peers->list) {
                  Row row{static_cast<double>(place), static_cast<double>(rows.size()), static_cast<double>(peer.place),
                          peer.distance};
                  row.resize(row.size() + kShares, kNull);
                  for (const auto& part : peer.contributions) row.at(4 + part.variable) = part.share;
                  rows.push_back(std::move(row));
                }
                return rows;
              }));
}

// References of the levels above and sizes of the groups: small, and the same for all communes of a group.
void fill_groups(Engine& engine, const Source& source) {
  std::map<std::pair<double, std::uint16_t>, double> references, sizes;
  const auto keep = [](auto& map, double place, std::uint16_t indicator, const std::optional<double>& value) {
    if (value && !std::isnan(place)) map[{place, indicator}] = *value;
  };
  for (PlaceIndex place = communes(source).range.first; place < communes(source).range.last; ++place) {
    for (const auto& reading : dossier_of(source, place).readings) {
      const double departement = or_null(source.model.departement[place]);
      keep(references, departement, reading.indicator, reading.departement_value);
      keep(references, or_null(source.model.region[place]), reading.indicator, reading.region_value);
      keep(references, -1, reading.indicator, reading.france_value);
      if (reading.in_france) keep(sizes, -1, reading.indicator, reading.in_france->size);
      if (reading.in_departement) keep(sizes, departement, reading.indicator, reading.in_departement->size);
    }
  }
  const auto rows = [](const auto& map) {
    std::vector<Row> all;
    for (const auto& [key, value] : map) all.push_back({key.first, static_cast<double>(key.second), value});
    return in_turn(std::move(all));
  };
  engine.load({"reference", {{"place", kWhole}, {"indicator", kWhole}, {"value", kReal}}, "place, indicator"},
              rows(references));
  engine.load(
      {"tally_size", {{"departement", kWhole}, {"indicator", kWhole}, {"size", kWhole}}, "departement, indicator"},
      rows(sizes));
}

bool same(double a, double b) { return std::isnan(a) ? std::isnan(b) : a == b; }

bool same_tally(const double* cells, const std::optional<Standing>& standing, double itself) {
  if (!standing) return true;
  return cells[0] == standing->size && cells[1] == standing->more_fragile_than && cells[2] == standing->equal + itself;
}

bool same_rows(std::span<const double> cells, const std::vector<Row>& rows) {
  std::size_t at = 0;
  for (const auto& row : rows) {
    if (cells.size() - at < row.size()) return false;
    for (const double value : row) {
      if (!same(cells[at++], value)) return false;
    }
  }
  return at == cells.size();
}

std::string reading_difference(const double* cells, Ranks ranks, const Reading& reading) {
  const bool present = reading.cell.state == State::present;
  if (cells[kIndicator] != reading.indicator || cells[kState] != static_cast<double>(reading.cell.state))
    return "state";
  if (present && !same(cells[kValue], reading.cell.value)) return "value";
  if (!same(cells[kNumerator], or_null(reading.cell.numerator)) ||
      !same(cells[kDenominator], or_null(reading.cell.denominator)))
    return "counts";
  if (!same(cells[kInDepartement], or_null(reading.departement_value)) ||
      !same(cells[kInRegion], or_null(reading.region_value)) ||
      !same(cells[kInFrance], or_null(reading.france_value))) {
    return "references";
  }
  if (ranks == Ranks::kept)
    return same_rows({cells + kFacts, kFactNames.size()}, {facts(reading)}) ? std::string{} : "ranks and the rest";
  if (!same_tally(cells + kFranceTally, reading.in_france, 1)) return "tally in France";
  if (!same_tally(cells + kGroupTally, reading.in_departement, 1)) return "tally in the département";
  return {};
}

std::string peers_difference(const Answer& answer, const observatory::Dossier& dossier) {
  const auto& cells = answer.cells[kPeers];
  if (cells.size() != dossier.peers.list.size() * kPeerColumns) return "number of peers";
  for (std::size_t i = 0; i < dossier.peers.list.size(); ++i) {
    const auto& peer = dossier.peers.list[i];
    const double* row = cells.data() + i * kPeerColumns;
    if (row[0] != peer.place || row[1] != peer.distance) return "peers";
    for (const auto& part : peer.contributions) {
      if (row[2 + part.variable] != part.share) return "contributions";
    }
  }
  return {};
}

}  // namespace

void fill(Engine& engine, const Source& source) {
  fill_figures(engine, source);
  fill_peers(engine, source);
  fill_groups(engine, source);
  fill_standings(engine, source);
  fill_themes(engine, source);
  fill_findings(engine, source);
}

std::string difference(const Answer& answer, Ranks ranks, const observatory::Dossier& dossier) {
  const std::size_t width = ranks == Ranks::kept ? kFacts + kFactNames.size() : std::size_t{kComputedColumns};
  const auto& cells = answer.cells[kReadings];
  if (cells.size() != dossier.readings.size() * width) return "number of readings";
  std::map<double, std::vector<double>> peer_values;
  for (std::size_t i = 0; i < answer.cells[kPeerValues].size(); i += kPeerValueColumns) {
    peer_values[answer.cells[kPeerValues][i]].push_back(answer.cells[kPeerValues][i + 1]);
  }
  std::map<double, const double*> among;
  for (std::size_t i = 0; i < answer.cells[kAmongPeers].size(); i += kTallyColumns) {
    among[answer.cells[kAmongPeers][i]] = &answer.cells[kAmongPeers][i + 1];
  }
  // Ours come by theme, theirs by indicator.
  std::map<double, const double*> by_indicator;
  for (std::size_t i = 0; i < cells.size(); i += width) by_indicator[cells[i]] = &cells[i];
  for (const auto& reading : dossier.readings) {
    const auto found = by_indicator.find(reading.indicator);
    if (found == by_indicator.end()) return "an indicator is absent";
    if (auto what = reading_difference(found->second, ranks, reading); !what.empty()) return what;
    if (ranks == Ranks::computed && reading.among_peers &&
        (!among.contains(reading.indicator) || !same_tally(among[reading.indicator], reading.among_peers, 0)))
      return "tally among the peers";
    if (!std::ranges::equal(peer_values[reading.indicator], reading.peer_values)) return "values of the peers";
  }
  if (ranks == Ranks::kept) {
    std::vector<Row> themes;
    for (const auto& score : dossier.themes) themes.push_back(theme_row(score));
    if (!same_rows(answer.cells[kThemes], themes)) return "scores of themes";
    if (!same_rows(answer.cells[kFindings], finding_rows(dossier))) return "findings";
  }
  return peers_difference(answer, dossier);
}

}  // namespace catalyse::bench
