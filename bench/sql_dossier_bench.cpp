// The data of one commune's dossier from the snapshot, beside the same answers by SQL: SQLite and PostgreSQL, ranks
// counted at each question or everything kept in tables. The databases are made from the snapshot, and every answer is
// compared with ours before anything is timed. usage: sql_dossier_bench SNAPSHOT SQLITE_FILE POSTGRESQL_URL
#include <random>

#include "measures.hpp"
#include "sql_tables.hpp"

namespace {

using namespace catalyse;
using namespace catalyse::bench;
using territories::PlaceIndex;

constexpr int kRounds = 5;
constexpr std::size_t kPlaces = 1000, kComputedPlaces = 40, kChecked = 100;
constexpr std::size_t kTurn = 250;  // places that one side answers before the next has its turn
constexpr std::uint32_t kSeed = 20260101;

struct Side {
  std::string name;
  std::function<void(PlaceIndex)> ask;
  Times times;
};

std::vector<PlaceIndex> some_communes(const observatory::ReadModel& model) {
  const auto range = model.at(core::Level::commune).range;
  std::vector<PlaceIndex> places;
  for (PlaceIndex p = range.first; p < range.last; ++p) places.push_back(p);
  std::mt19937 random(kSeed);
  std::ranges::shuffle(places, random);
  places.resize(std::min(kPlaces, places.size()));
  return places;
}

void check(Engine& engine, Ranks ranks, const observatory::Observatory& ours, std::span<const PlaceIndex> places) {
  Answer answer;
  for (const auto place : places) {
    answer.clear();
    engine.ask(place, ranks, answer);
    const auto dossier = ours.dossier(place);
    if (!dossier) throw std::runtime_error(dossier.error().message_id);
    const auto what = difference(answer, ranks, *dossier);
    if (!what.empty())
      throw std::runtime_error(engine.name() + " answers otherwise for place " + std::to_string(place) + ": " + what);
  }
}

Side ours_over(const observatory::Observatory& ours, std::size_t places) {
  return {"ours",
          [&ours](PlaceIndex place) {
            if (ours.dossier(place)->readings.empty()) throw std::runtime_error("no reading in a dossier");
          },
          Times(places)};
}

Side peer(Engine& engine, Ranks ranks, std::size_t places) {
  const auto how = ranks == Ranks::computed ? ", ranks computed" : ", all precomputed in tables";
  return {engine.name() + how,
          [&engine, ranks, answer = Answer{}](PlaceIndex place) mutable {
            answer.clear();
            engine.ask(place, ranks, answer);
          },
          Times(places)};
}

// Rounds of all places, some by each side in turn, the first to begin changing each time.
void compare(std::vector<Side> sides, std::span<const PlaceIndex> places) {
  for (int round = 0; round < kRounds; ++round) {
    for (auto& side : sides) side.times.next_round();
    for (std::size_t first = 0; first < places.size(); first += kTurn) {
      for (std::size_t s = 0; s < sides.size(); ++s) {
        auto& side = sides[(s + first / kTurn) % sides.size()];
        for (std::size_t i = first; i < std::min(first + kTurn, places.size()); ++i)
          side.times.take(i, [&] { side.ask(places[i]); });
      }
    }
  }
  for (const auto& side : std::span(sides).subspan(1)) {
    print({"dossier data of one commune, p50", side.name, 0.5}, sides[0].times, side.times);
    print({"dossier data of one commune, p99", side.name, 0.99}, sides[0].times, side.times);
  }
}

void run(const char* snapshot, const char* sqlite_file, const char* postgresql_url) {
  auto file = columns::File::open(snapshot, observatory::kSnapshotKind);
  if (!file) throw std::runtime_error(file.error().note);
  const auto model = observatory::ReadModel::load(std::move(*file));
  const auto ours = observatory::Observatory::open(snapshot);
  if (!model || !ours) throw std::runtime_error("the snapshot cannot be read");
  const auto places = some_communes(**model);

  const auto sqlite = open_sqlite(sqlite_file);
  const auto postgresql = open_postgresql(postgresql_url);
  for (auto* engine : {sqlite.get(), postgresql.get()}) {
    fill(*engine, {*ours, **model});
    engine->prepare();
    for (const auto ranks : {Ranks::computed, Ranks::kept})
      check(*engine, ranks, *ours, std::span(places).first(std::min(kChecked, places.size())));
  }
  for (const auto& [ranks, count] : {std::pair{Ranks::kept, kPlaces}, std::pair{Ranks::computed, kComputedPlaces}}) {
    const auto asked = std::span(places).first(std::min(count, places.size()));
    std::vector<Side> sides;
    sides.push_back(ours_over(*ours, asked.size()));
    sides.push_back(peer(*sqlite, ranks, asked.size()));
    sides.push_back(peer(*postgresql, ranks, asked.size()));
    compare(std::move(sides), asked);
  }
}

}  // namespace

int main(int count, char** arguments) try {
  if (count != 4) {
    std::fprintf(stderr, "usage: sql_dossier_bench SNAPSHOT SQLITE_FILE POSTGRESQL_URL\n");
    return 2;
  }
  run(arguments[1], arguments[2], arguments[3]);
  return 0;
} catch (const std::exception& failure) {
  std::fprintf(stderr, "sql_dossier_bench: %s\n", failure.what());
  return 1;
}
