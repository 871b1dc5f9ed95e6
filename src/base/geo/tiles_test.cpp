// Tiles of a small world: what is kept of a file, what is refused, and cutting by random windows.
#include "tiles.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>
#include <random>

#include "test_world.hpp"
#include "tile_reading.hpp"

namespace catalyse::geo {
namespace {

struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("tiles_test_" + std::to_string(std::random_device{}()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Tiles, AreTheSameOnceSavedAndMapped) {
  const auto contours = built({kTwoCommunes}, "first");
  const auto tiles = *Tiles::cut(contours);
  const Folder folder;
  ASSERT_TRUE(tiles.save(folder.path / "tiles.img"));
  const auto mapped = Tiles::load(folder.path / "tiles.img", "first");
  ASSERT_TRUE(mapped) << mapped.error().note;
  EXPECT_EQ(mapped->digest(), tiles.digest());
  EXPECT_EQ(mapped->count(), tiles.count());
  tiles.for_each([&](const TileName& name, const TileBytes& bytes) {
    const auto found = mapped->find(name);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->identity, bytes.identity);
    EXPECT_EQ(found->gzip, bytes.gzip);
    EXPECT_EQ(found->brotli, bytes.brotli);
  });
}

TEST(Tiles, OfOtherContoursOrDamagedAreRefused) {
  const Folder folder;
  const auto path = folder.path / "tiles.img";
  EXPECT_EQ(Tiles::load(path, "first").error().message_id, "geo.image.missing");
  ASSERT_TRUE(Tiles::cut(built({kTwoCommunes}, "first"))->save(path));
  EXPECT_EQ(Tiles::load(path, "second").error().message_id, "geo.image.outdated");
  const auto whole = bytes_of(path);
  for (const std::size_t at : {std::size_t{200}, whole.size() / 2, whole.size() - 1}) {
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    std::ofstream(path, std::ios::binary) << changed;
    EXPECT_EQ(Tiles::load(path, "first").error().message_id, "geo.image.damaged") << at;
  }
  std::ofstream(path, std::ios::binary) << whole.substr(0, whole.size() - 9);
  EXPECT_EQ(Tiles::load(path, "first").error().message_id, "geo.image.damaged");
  std::ofstream(path, std::ios::binary) << "CATTIL";
  EXPECT_EQ(Tiles::load(path, "first").error().message_id, "geo.image.damaged");
}

TEST(Tiles, HoldOnlyWhatIsThere) {
  const auto tiles = *Tiles::cut(built({kTwoCommunes}));
  EXPECT_FALSE(tiles.find({core::Level::commune, 4, 0, 0}));
  EXPECT_FALSE(tiles.find({core::Level::commune, 3, 4, 2}));
  EXPECT_FALSE(tiles.find({core::Level::arrondissement, 5, 16, 11}));
  const auto found = tiles.find({core::Level::commune, 5, 16, 11});
  ASSERT_TRUE(found);
  const auto layers = read_tile(found->identity);
  ASSERT_EQ(layers.size(), 1U);
  ASSERT_EQ(layers[0].features.size(), 2U);
  EXPECT_EQ(layers[0].features[0].code, "01001");
  EXPECT_EQ(layers[0].features[1].rings.size(), 2U) << "its hole";
}

TEST(Tiles, OfSeveralLevelsSetEndToEndAreOneTile) {
  const auto tiles = *Tiles::cut(built({kTwoCommunes}));
  std::string all;
  for (const auto level : {core::Level::commune, core::Level::epci}) all += tiles.find({level, 5, 16, 11})->identity;
  const auto layers = read_tile(all);
  ASSERT_EQ(layers.size(), 2U);
  EXPECT_EQ(layers[0].name, "commune");
  EXPECT_EQ(layers[1].name, "epci");
}

// A star with as many spikes as it likes, never crossing itself, and a hole around its middle.
GridPolygon star(std::mt19937& random, std::int32_t size) {
  std::uniform_int_distribution<int> count(3, 40), reach(size / 4, size);
  GridPolygon polygon(2);
  const int points = count(random);
  for (int i = 0; i < points; ++i) {
    const double angle = 2 * std::numbers::pi * i / points, far = reach(random);
    polygon[0].push_back(
        {2 * static_cast<std::int32_t>(far * std::cos(angle)), 2 * static_cast<std::int32_t>(far * std::sin(angle))});
  }
  const std::int32_t inner = size / 40;
  polygon[1] = {{-2 * inner, -2 * inner}, {-2 * inner, 2 * inner}, {2 * inner, 2 * inner}, {2 * inner, -2 * inner}};
  return polygon;
}

TEST(TileCutter, LosesNothingBetweenWindowsSideBySide) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    const auto polygon = star(random, 4000);
    std::vector<PointIndex::Placed> points;
    for (const auto& ring : polygon) {
      for (const auto point : ring) points.push_back({point, {point, static_cast<std::uint32_t>(points.size())}});
    }
    const PointIndex index(points, 8);
    const std::int32_t x = 2 * std::uniform_int_distribution<int>(-3000, 3000)(random) + 1;
    const std::int32_t y = 2 * std::uniform_int_distribution<int>(-3000, 3000)(random) + 1;
    std::int64_t whole = 0, sum = 0;
    for (const auto& ring : polygon) whole += twice_area(ring);
    bool clean = true;
    for (const auto& [low, high] :
         {std::pair(GridPoint{-9999, -9999}, GridPoint{x, y}), std::pair(GridPoint{x, -9999}, GridPoint{9999, y}),
          std::pair(GridPoint{-9999, y}, GridPoint{x, 9999}), std::pair(GridPoint{x, y}, GridPoint{9999, 9999})}) {
      TileCutter cutter({low, high}, index);
      std::vector<GridPolygon> parts;
      clean &= cutter.cut(polygon, parts);
      for (const auto& part : parts) {
        EXPECT_GT(twice_area(part.front()), 0);
        for (const auto& ring : part) sum += twice_area(ring);
      }
    }
    // Rounding moves an edge by half a unit at most.
    if (!clean) continue;
    EXPECT_NEAR(static_cast<double>(sum), static_cast<double>(whole), 1e-3 * static_cast<double>(whole)) << round;
  }
}

}  // namespace
}  // namespace catalyse::geo
