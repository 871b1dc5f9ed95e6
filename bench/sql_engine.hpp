// The databases that dossiers are measured beside, through their own C interfaces with prepared statements: no layer of
// ours slows them. Ranks::kept answers all that `Observatory::dossier` does, from tables made beforehand;
// Ranks::computed the same but for reliability, intervals, spreads, scores of themes and findings, which only ours
// gives.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace catalyse::bench {

using Row = std::vector<double>;  // NaN is NULL

struct Column {
  std::string_view name;
  std::string_view type;  // BIGINT or DOUBLE PRECISION: SQLite takes both words
};

struct Table {
  std::string_view name;
  std::vector<Column> columns;
  std::string_view key;
};

// Fills the row and returns true; false at the end.
using Next = std::function<bool(Row&)>;

// Ranks counted from the values at each question, or read, with all that follows from them, from tables that hold those
// of every commune.
enum class Ranks : std::uint8_t { computed, kept };

// The tables of the answers, row after row.
enum Part : std::uint8_t { kReadings, kPeers, kPeerValues, kAmongPeers, kThemes, kFindings, kParts };

// Columns of kReadings. After those that both have, Ranks::computed has tallies: size, less fragile, equally fragile
// and itself; Ranks::kept has the facts.
enum ReadingColumn : std::uint8_t {
  kIndicator,
  kState,
  kValue,
  kNumerator,
  kDenominator,
  kInDepartement,  // value of the département, then of the région and of France
  kInRegion,
  kInFrance,
  kFacts,
  kFranceTally = kFacts,
  kGroupTally = kFranceTally + 3,
  kComputedColumns = kGroupTally + 3
};
// Everything else of a reading, in the order of `facts` of sql_tables.cpp.
inline constexpr std::array<std::string_view, 35> kFactNames{
    "limited",     "close_less",   "close_more",  "year",        "reliability", "interval_low", "interval_high",
    "median",      "gap",          "france_size", "france_rank", "france_low",  "france_high",  "france_equal",
    "france_less", "france_share", "peers_size",  "peers_rank",  "peers_low",   "peers_high",   "peers_equal",
    "peers_less",  "peers_share",  "group_size",  "group_rank",  "group_low",   "group_high",   "group_equal",
    "group_less",  "group_share",  "p5",          "p25",         "p50",         "p75",          "p95"};
inline constexpr std::size_t kShares = 12;                // contributions of a peer, by variable
inline constexpr std::size_t kPeerColumns = 2 + kShares;  // kPeers: peer, distance, shares
inline constexpr std::size_t kTallyColumns = 4;           // kAmongPeers: indicator and tally
inline constexpr std::size_t kPeerValueColumns = 2;       // kPeerValues: indicator, value; nearest peer first
inline constexpr std::size_t kThemeColumns = 6;           // kThemes: the fields of a ThemeScore
inline constexpr std::size_t kFindingColumns = 3;         // kFindings: list, reading, theme

struct Answer {
  std::array<std::vector<double>, kParts> cells;
  void clear() {
    for (auto& part : cells) part.clear();
  }
};

struct Statement {
  Part part;
  std::string sql;  // one parameter, the place: $1
};
[[nodiscard]] const std::vector<Statement>& statements(Ranks ranks);
// Run once the tables are full.
[[nodiscard]] const std::vector<std::string_view>& indexes();

// Throws std::runtime_error with what the engine says.
class Engine {
 public:
  virtual ~Engine() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  virtual void load(const Table& table, const Next& next) = 0;
  virtual void prepare() = 0;  // indexes, statistics, statements
  virtual void ask(std::int64_t place, Ranks ranks, Answer& answer) = 0;
};

[[nodiscard]] std::unique_ptr<Engine> open_sqlite(const std::string& file);
[[nodiscard]] std::unique_ptr<Engine> open_postgresql(const std::string& url);

}  // namespace catalyse::bench
