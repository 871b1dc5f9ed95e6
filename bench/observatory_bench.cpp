// Comparable territories over all of France: the 20 nearest of every commune, and one search under other weights,
// beside FAISS IndexFlatL2 on the same matrix with the same threads, in turns; the same peers are asked of both. Also
// opening the snapshot. usage: observatory_bench SNAPSHOT
#include <faiss/IndexFlat.h>
#include <omp.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <random>
#include <thread>

#include "measures.hpp"
#include "read_model.hpp"

namespace {

using namespace catalyse;
using namespace catalyse::bench;
using namespace catalyse::observatory;

constexpr int kRounds = 5;
constexpr int kNearest = 20;
constexpr std::size_t kSingles = 500;
constexpr std::uint32_t kSeed = 20260101;

unsigned threads() { return std::max(1U, std::thread::hardware_concurrency()); }

// Communes that have every variable: FAISS knows no absent value. Coordinates are scaled so that its squared distance
// is ours.
struct Matrix {
  std::vector<std::uint32_t> rows;
  std::vector<float> values;
  std::size_t dims = 0;

  Matrix(const PeerIndex& index, const Weighing& weighing) {
    const auto specs = variable_specs(core::Level::commune);
    for (std::uint32_t r = 0; r < index.size(); ++r) {
      const double* z = index.row(r);
      if (std::any_of(z, z + specs.size(), [](double x) { return std::isnan(x); })) continue;
      rows.push_back(r);
      for (std::size_t v = 0; v < specs.size(); ++v) {
        const double scale = std::sqrt(weighing.weight[v] / weighing.total);
        if (specs[v].kind != VariableKind::category) {
          values.push_back(static_cast<float>(scale * z[v]));
          continue;
        }
        for (int c = 0; c < 4; ++c) values.push_back(static_cast<float>(z[v] == c ? scale * std::sqrt(0.5) : 0));
      }
    }
    dims = values.size() / std::max<std::size_t>(1, rows.size());
  }
};

using Lists = std::vector<std::vector<Neighbour>>;

// The 20 nearest of every place of the matrix; places that lie near each other are asked for one after the other.
void search_all(const PeerIndex& index, const Matrix& matrix, const Weighing& weighing, Lists& out) {
  constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> position(index.size(), kNone);
  for (std::uint32_t i = 0; i < matrix.rows.size(); ++i) position[matrix.rows[i]] = i;
  out.assign(matrix.rows.size(), {});
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    constexpr std::size_t kChunk = 256;
    for (std::size_t first = next.fetch_add(kChunk); first < index.size(); first = next.fetch_add(kChunk)) {
      for (std::size_t i = first; i < std::min(first + kChunk, index.size()); ++i) {
        const std::uint32_t row = index.order()[i];
        if (position[row] != kNone) out[position[row]] = index.nearest({row, kNearest, {}}, weighing);
      }
    }
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads(); ++t) others.emplace_back(run);
  run();
}

class Flat {
 public:
  explicit Flat(const Matrix& matrix)
      : matrix_(matrix),
        index_(static_cast<faiss::Index::idx_t>(matrix.dims)),
        distances_(matrix.rows.size() * kFound) {
    index_.add(static_cast<faiss::Index::idx_t>(matrix.rows.size()), matrix.values.data());
    labels_.resize(distances_.size());
  }
  // The nearest of `count` places of the matrix from `first`, themselves included.
  void search(std::size_t first, std::size_t count) {
    index_.search(static_cast<faiss::Index::idx_t>(count), matrix_.values.data() + first * matrix_.dims, kFound,
                  distances_.data() + first * kFound, labels_.data() + first * kFound);
  }
  [[nodiscard]] double distance(std::size_t place, std::size_t nth) const {
    return distances_[place * kFound + nth + 1];
  }

 private:
  static constexpr std::size_t kFound = kNearest + 1;
  const Matrix& matrix_;
  faiss::IndexFlatL2 index_;
  std::vector<float> distances_;
  std::vector<faiss::Index::idx_t> labels_;
};

// Ours may also find places that lack a variable, which FAISS does not hold: so ours is never farther, and as far when
// all are complete. FAISS expands |a − b|² in single precision.
void check(const Lists& ours, const Flat& theirs) {
  constexpr double kSinglePrecision = 1e-3;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    if (ours[i].size() != kNearest) throw std::runtime_error("fewer than 20 peers");
    for (std::size_t n = 0; n < kNearest; ++n) {
      if (ours[i][n].squared > theirs.distance(i, n) + kSinglePrecision)
        throw std::runtime_error("a peer is farther than the one FAISS finds");
    }
  }
}

void nearest_of_all(const PeerIndex& index, const Matrix& matrix, const Weighing& weighing, Flat& flat) {
  Times ours(1), theirs(1);
  Lists lists;
  for (int round = 0; round < kRounds; ++round) {
    ours.next_round();
    theirs.next_round();
    ours.take(0, [&] { search_all(index, matrix, weighing, lists); });
    theirs.take(0, [&] { flat.search(0, matrix.rows.size()); });
  }
  check(lists, flat);
  print({"20 nearest of all " + std::to_string(matrix.rows.size()) +
             " communes that have every variable, default weights",
         "FAISS IndexFlatL2, batch, same matrix, " + std::to_string(threads()) + " threads", 0.5},
        ours, theirs);
}

// Weights that a reader asks for; the matrix of FAISS would have to be made again for them, which is not counted.
void nearest_of_one(const PeerIndex& index, const Matrix& matrix, Flat& flat) {
  const std::vector<std::pair<std::string, double>> asked{{"population", 1}, {"densite", 0}, {"cadres", 4}};
  const auto weights = weighing(core::Level::commune, false, asked);
  if (!weights) throw std::runtime_error(weights.error().message_id);
  Times ours(kSingles), theirs(kSingles);
  for (int round = 0; round < kRounds; ++round) {
    ours.next_round();
    theirs.next_round();
    std::mt19937 random(kSeed);
    for (std::size_t q = 0; q < kSingles; ++q) {
      const std::size_t place = random() % matrix.rows.size();
      ours.take(q, [&] {
        if (index.nearest({matrix.rows[place], kNearest, {}}, *weights).empty()) throw std::runtime_error("no peer");
      });
      theirs.take(q, [&] { flat.search(place, 1); });
    }
  }
  const std::string peer = "FAISS IndexFlatL2, one query, weights already in its matrix";
  print({"20 nearest of one commune, other weights, p50", peer, 0.5}, ours, theirs);
  print({"20 nearest of one commune, other weights, p99", peer, 0.99}, ours, theirs);
}

void run(const std::filesystem::path& snapshot) {
  Times opens(1);
  for (int round = 0; round < kRounds; ++round) {
    opens.next_round();
    opens.take(0, [&] {
      if (!Observatory::open(snapshot)) throw std::runtime_error("the snapshot cannot be read");
    });
  }
  const auto megabytes = std::to_string(std::filesystem::file_size(snapshot) >> 20U);
  print({{"name", "open and verify the snapshot of " + megabytes + " MiB"}, {"value", opens.at(0.5)}, {"unit", "ms"}});

  auto file = columns::File::open(snapshot, kSnapshotKind);
  if (!file) throw std::runtime_error(file.error().note);
  const auto model = ReadModel::load(std::move(*file));
  if (!model) throw std::runtime_error(model.error().note);
  const auto& index = *(*model)->at(core::Level::commune).index;
  const auto weights = weighing(core::Level::commune, false, {});
  if (!weights) throw std::runtime_error(weights.error().message_id);
  omp_set_num_threads(static_cast<int>(threads()));
  const Matrix matrix(index, *weights);
  Flat flat(matrix);
  nearest_of_all(index, matrix, *weights, flat);
  nearest_of_one(index, matrix, flat);
}

}  // namespace

int main(int count, char** arguments) try {
  if (count != 2) {
    std::fprintf(stderr, "usage: observatory_bench SNAPSHOT\n");
    return 2;
  }
  run(arguments[1]);
  return 0;
} catch (const std::exception& failure) {
  std::fprintf(stderr, "observatory_bench: %s\n", failure.what());
  return 1;
}
