// What growth costs: a generated country of the size of France, the same with four times the indicators, and with ten
// times the places. Each is made, opened and asked in a process of its own, so that its memory is its own. The peer is
// the smallest of the three, its cost multiplied by what has grown: a ratio of 1 is linear growth, above 1 is better.
// usage: growth_bench FOLDER
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <random>

#include "builder.hpp"
#include "generated_world.hpp"
#include "measures.hpp"

namespace {

using namespace catalyse;
using namespace catalyse::bench;
using observatory::Observatory;
using observatory::reference::WorldSize;

constexpr std::size_t kPlaces = 400;  // asked in each world
constexpr int kRounds = 3;
constexpr std::uint32_t kSeed = 20260101;

// Of one world. Plain numbers: they come back from a child process by a pipe.
struct Cost {
  double build = 0, megabytes = 0;            // ms, of the snapshot
  double open = 0;                            // ms, with its checksums
  double memory = 0;                          // MB resident after the questions
  double dossier = 0, peers = 0, column = 0;  // ms at p50
};

double resident_megabytes() {
  std::ifstream status("/proc/self/statm");
  double all = 0, resident = 0;
  status >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

template <class Ask>
double median_time(std::size_t questions, const Ask& ask) {
  Times times(questions);
  for (int round = 0; round < kRounds; ++round) {
    times.next_round();
    for (std::size_t q = 0; q < questions; ++q) times.take(q, [&] { ask(q); });
  }
  return times.at(0.5);
}

void make(const WorldSize& size, const std::filesystem::path& snapshot, Cost& cost) {
  const auto input = observatory::reference::generated_world(kSeed, size);
  const auto start = Clock::now();
  if (const auto written = observatory::ObservatoryBuilder::write(input, snapshot); !written)
    throw std::runtime_error(written.error().note);
  cost.build = milliseconds(start);
  cost.megabytes = static_cast<double>(std::filesystem::file_size(snapshot)) / (1 << 20);
}

void ask(const WorldSize& size, const std::filesystem::path& snapshot, Cost& cost) {
  const double before = resident_megabytes();
  const auto start = Clock::now();
  const auto model = Observatory::open(snapshot);
  if (!model) throw std::runtime_error(model.error().note);
  cost.open = milliseconds(start);
  std::mt19937 random(kSeed);
  std::vector<observatory::PlaceIndex> places(kPlaces);
  for (auto& place : places) place = static_cast<observatory::PlaceIndex>(random() % size.communes);
  cost.dossier = median_time(kPlaces, [&](std::size_t q) {
    if (!model->dossier(places[q])) throw std::runtime_error("no dossier");
  });
  observatory::PeerOptions options;
  options.weights = {{"population", 1}, {"densite", 0}, {"cadres", 4}};
  cost.peers = median_time(kPlaces, [&](std::size_t q) {
    if (!model->peers(places[q], options)) throw std::runtime_error("no peers");
  });
  std::vector<std::size_t> columns;
  for (std::size_t s = 0; s < model->series().size() && columns.size() < 12; ++s)
    if (model->series()[s].latest && model->series()[s].level == core::Level::commune) columns.push_back(s);
  cost.column = median_time(columns.size(), [&](std::size_t q) {
    if (model->values(columns[q]).state.empty()) throw std::runtime_error("no column");
  });
  cost.memory = resident_megabytes() - before;
}

// `work` in a child process, which fills `cost`.
template <class Work>
Cost apart(Cost cost, const Work& work) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  const auto child = ::fork();
  if (child == 0) {
    int status = 1;
    try {
      work(cost);
      status = ::write(ends[1], &cost, sizeof cost) == sizeof cost ? 0 : 1;
    } catch (const std::exception& failure) {
      std::fprintf(stderr, "growth_bench: %s\n", failure.what());
    }
    ::_exit(status);
  }
  ::close(ends[1]);
  const auto got = ::read(ends[0], &cost, sizeof cost);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (got != sizeof cost || status != 0) throw std::runtime_error("a world could not be measured");
  return cost;
}

Cost measure_world(const WorldSize& size, const std::filesystem::path& folder) {
  const auto snapshot = folder / "growth.snapshot";
  auto cost = apart({}, [&](Cost& made) { make(size, snapshot, made); });
  cost = apart(cost, [&](Cost& asked) { ask(size, snapshot, asked); });
  std::filesystem::remove(snapshot);
  return cost;
}

struct Part {
  const char* name;
  const char* unit;
  double Cost::*of;
  double with_indicators, with_places;  // what linear growth multiplies it by
};

// A dossier shows every indicator of one place; the search of peers and a column go over all places.
constexpr std::array kParts{Part{"make the snapshot", "ms", &Cost::build, 4, 10},
                            Part{"size of the snapshot", "MB", &Cost::megabytes, 4, 10},
                            Part{"open and verify it", "ms", &Cost::open, 4, 10},
                            Part{"resident memory after 400 dossiers and searches", "MB", &Cost::memory, 4, 10},
                            Part{"dossier data of one commune, p50", "ms", &Cost::dossier, 4, 1},
                            Part{"20 nearest of one commune, other weights, p50", "ms", &Cost::peers, 1, 10},
                            Part{"column of one indicator, p50", "ms", &Cost::column, 1, 10}};

void report(const char* growth, const Cost& base, const Cost& grown, double Part::*times) {
  for (const auto& part : kParts) {
    const double value = grown.*part.of, linear = base.*part.of * (part.*times);
    print({{"name", std::string("growth, ") + growth + ": " + part.name},
           {"value", value},
           {"unit", part.unit},
           {"peer", "the same country before, × " + std::to_string(static_cast<int>(part.*times))},
           {"peer_value", linear},
           {"ratio", linear / value}});
  }
}

void run(const std::filesystem::path& folder) {
  const auto size = observatory::reference::kFrance;
  auto indicators = size, places = size;
  indicators.indicators *= 4;
  places.communes *= 10;
  places.epci *= 10;
  const Cost base = measure_world(size, folder);
  report("4 times the indicators", base, measure_world(indicators, folder), &Part::with_indicators);
  report("10 times the places", base, measure_world(places, folder), &Part::with_places);
}

}  // namespace

int main(int count, char** arguments) try {
  if (count != 2) {
    std::fprintf(stderr, "usage: growth_bench FOLDER\n");
    return 2;
  }
  run(arguments[1]);
  return 0;
} catch (const std::exception& failure) {
  std::fprintf(stderr, "growth_bench: %s\n", failure.what());
  return 1;
}
