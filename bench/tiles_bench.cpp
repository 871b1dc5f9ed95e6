// Cuts the tiles of France from a TopoJSON file: tiles_bench TOPOJSON OUT ROUNDS. Writes the same contours to OUT, one
// GeoJSON feature a line, for the peer; then prints the seconds of each round, a JSON list, with the number of tiles
// and the bytes of the file.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "geo/tiles.hpp"

namespace {

using namespace catalyse;

void write_features(const geo::Contours& contours, const std::filesystem::path& folder) {
  for (const auto& [level, layer] : geo::kTileLevels) {
    std::ofstream out(folder / (std::string(layer) + ".geojsonl"));
    for (const auto& place : contours.places(level)) {
      out << R"({"type":"Feature","properties":{"code":")" << place.code() << R"("},"geometry":)"
          << geo::geojson(*contours.shape(place), 4) << "}\n";
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  std::ifstream in(argv[1], std::ios::binary);
  geo::ContoursBuilder builder;
  if (!builder.add(std::string(std::istreambuf_iterator<char>(in), {}))) return 1;
  const auto contours = std::move(builder).build("bench");
  if (!contours) return 1;
  const std::filesystem::path folder = argv[2];
  write_features(*contours, folder);
  std::size_t count = 0, bytes = 0;
  std::printf("{\"seconds\":[");
  for (int round = 0; round < std::atoi(argv[3]); ++round) {
    const auto began = std::chrono::steady_clock::now();
    const auto tiles = geo::Tiles::cut(*contours, std::max(1U, std::thread::hardware_concurrency()));
    if (!tiles || !tiles->save(folder / "tiles.img")) return 1;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::printf("%s%.3f", round == 0 ? "" : ",", took.count());
    count = tiles->count();
    bytes = tiles->bytes();
  }
  std::printf("],\"tiles\":%zu,\"bytes\":%zu}\n", count, bytes);
}
