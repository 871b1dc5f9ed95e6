// Every tile of France, walked: what the specification asks, what a map needs, and that nothing was lost.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "test_world.hpp"
#include "tile_reading.hpp"
#include "tiles.hpp"

namespace catalyse::geo {
namespace {

struct France {
  Contours contours = built({bundled("light.topojson.gz")}, "france");
  Tiles tiles = *Tiles::cut(contours, 2);
};
const France& france() {
  static const France all;
  return all;
}

struct Edge {
  GridPoint from, to;
  friend auto operator<=>(const Edge&, const Edge&) = default;
  [[nodiscard]] Edge turned() const { return {to, from}; }
  // Between two points of the contours: not cut, nor along the window.
  [[nodiscard]] bool whole() const { return ((from.x | from.y | to.x | to.y) & 1) == 0; }
};

// Points in units of the world.
std::vector<Edge> edges_of(const ReadLayer& layer, GridPoint origin) {
  std::vector<Edge> edges;
  const auto placed = [origin](GridPoint p) { return GridPoint{p.x + origin.x, p.y + origin.y}; };
  for (const auto& feature : layer.features) {
    for (const auto& ring : feature.rings) {
      for (std::size_t i = 0; i < ring.size(); ++i)
        edges.push_back({placed(ring[i]), placed(ring[(i + 1) % ring.size()])});
    }
  }
  return edges;
}

GridPoint origin_of(const TileName& name) {
  return {static_cast<std::int32_t>(name.x) * tile_side(name.zoom),
          static_cast<std::int32_t>(name.y) * tile_side(name.zoom)};
}

ReadLayer only_layer(const TileBytes& bytes) {
  auto layers = read_tile(bytes.identity);
  if (layers.size() != 1) throw std::runtime_error("not one layer");
  return std::move(layers[0]);
}

bool touch_only_at_ends(const Edge& one, const Edge& other) {
  const auto [a, b] = one;
  const auto [c, d] = other;
  const auto sign = [](std::int64_t v) { return v > 0 ? 1 : v < 0 ? -1 : 0; };
  const int at_c = sign(turn(a, b, c)), at_d = sign(turn(a, b, d)), at_a = sign(turn(c, d, a)),
            at_b = sign(turn(c, d, b));
  const auto within = [](GridPoint p, GridPoint m, GridPoint n) {
    return p.x >= std::min(m.x, n.x) && p.x <= std::max(m.x, n.x) && p.y >= std::min(m.y, n.y) &&
           p.y <= std::max(m.y, n.y);
  };
  if (at_c * at_d < 0 && at_a * at_b < 0) return false;
  // An end that lies on the other edge must be an end of it.
  return !(at_c == 0 && within(c, a, b) && c != a && c != b) && !(at_d == 0 && within(d, a, b) && d != a && d != b) &&
         !(at_a == 0 && within(a, c, d) && a != c && a != d) && !(at_b == 0 && within(b, c, d) && b != c && b != d);
}

// The first two edges of the list that cross, overlap or touch elsewhere than at their ends.
std::optional<std::pair<Edge, Edge>> crossing(std::vector<Edge> edges) {
  for (auto& edge : edges) edge = std::min(edge, edge.turned());
  std::ranges::sort(edges);
  edges.erase(std::ranges::unique(edges).begin(), edges.end());
  const auto right = [](const Edge& edge) { return std::max(edge.from.x, edge.to.x); };
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const auto low = std::min(edges[i].from.y, edges[i].to.y), high = std::max(edges[i].from.y, edges[i].to.y);
    for (std::size_t j = i + 1; j < edges.size() && edges[j].from.x <= right(edges[i]); ++j) {
      if (std::min(edges[j].from.y, edges[j].to.y) > high || std::max(edges[j].from.y, edges[j].to.y) < low) continue;
      if (!touch_only_at_ends(edges[i], edges[j])) return std::pair(edges[i], edges[j]);
    }
  }
  return std::nullopt;
}

std::string said(const TileName& name) {
  return std::string(core::level_name(name.level)) + " " + std::to_string(name.zoom) + "/" + std::to_string(name.x) +
         "/" + std::to_string(name.y);
}

TEST(TilesOfFrance, HaveTheFormThatTheSpecificationAsks) {
  france().tiles.for_each([](const TileName& name, const TileBytes& bytes) {
    const auto layer = only_layer(bytes);
    ASSERT_EQ(layer.version, 2U);
    ASSERT_EQ(layer.extent, static_cast<std::uint32_t>(tile_side(name.zoom))) << said(name);
    ASSERT_EQ(layer.name, std::ranges::find(kTileLevels, name.level, &TileLevel::level)->layer);
    std::set<std::string> codes;
    for (const auto& feature : layer.features) {
      ASSERT_TRUE(codes.insert(feature.code).second) << said(name);
      ASSERT_FALSE(feature.rings.empty()) << said(name);
      ASSERT_GT(twice_area(feature.rings.front()), 0) << said(name) << " begins with a hole";
      for (const auto& ring : feature.rings) {
        ASSERT_GE(ring.size(), 3U);
        ASSERT_NE(twice_area(ring), 0) << said(name) << " " << feature.code;
        // No point twice in a ring: it does not touch itself.
        std::set<GridPoint> points(ring.begin(), ring.end());
        ASSERT_EQ(points.size(), ring.size()) << said(name) << " " << feature.code;
      }
    }
  });
}

// No two edges of a tile cross, and each is on one side of a place only: so every polygon is valid and no two overlap.
TEST(TilesOfFrance, HaveValidPolygonsThatDoNotOverlap) {
  france().tiles.for_each([](const TileName& name, const TileBytes& bytes) {
    auto edges = edges_of(only_layer(bytes), origin_of(name));
    const auto met = crossing(edges);
    ASSERT_FALSE(met) << said(name) << ": " << met->first.from.x << "," << met->first.from.y;
    std::ranges::sort(edges);
    ASSERT_EQ(std::ranges::adjacent_find(edges), edges.end()) << said(name) << ": two places on one side of an edge";
  });
}

TEST(TilesOfFrance, HaveHolesInsideTheirOutline) {
  france().tiles.for_each([](const TileName& name, const TileBytes& bytes) {
    for (const auto& feature : only_layer(bytes).features) {
      const GridRing* outline = nullptr;
      for (const auto& ring : feature.rings) {
        if (twice_area(ring) > 0) {
          outline = &ring;
          continue;
        }
        const auto own =
            std::ranges::find_if(ring, [&](GridPoint p) { return std::ranges::find(*outline, p) == outline->end(); });
        ASSERT_TRUE(own != ring.end() && encloses(*outline, *own)) << said(name) << " " << feature.code;
      }
    }
  });
}

// An edge with a place on one side only is the coast or the border of France: it bounds a région too. Else it is a gap.
TEST(TilesOfFrance, HaveNoGapBetweenNeighbours) {
  const auto& tiles = france().tiles;
  const auto single = [](const TileName& name, const TileBytes& bytes) {
    const auto all = edges_of(only_layer(bytes), origin_of(name));
    const std::set<Edge> edges(all.begin(), all.end());
    std::set<Edge> found;
    for (const auto& edge : edges) {
      if (edge.whole() && !edges.contains(edge.turned())) found.insert(edge);
    }
    return found;
  };
  tiles.for_each([&](const TileName& name, const TileBytes& bytes) {
    if (name.level != core::Level::commune && name.level != core::Level::departement) return;
    auto above = name;
    above.level = core::Level::region;
    const auto over = tiles.find(above);
    ASSERT_TRUE(over) << said(name);
    const auto border = single(above, *over);
    // Cut a little wider where a window had to be: what lies in both.
    const std::int32_t margin = 8 * tile_pixel(name.zoom), side = tile_side(name.zoom);
    const auto origin = origin_of(name);
    const Window both{{origin.x - margin, origin.y - margin}, {origin.x + side + margin, origin.y + side + margin}};
    for (const auto& edge : single(name, bytes)) {
      if (!both.holds(edge.from) || !both.holds(edge.to)) continue;
      ASSERT_TRUE(border.contains(edge)) << said(name) << ": " << edge.from.x << "," << edge.from.y;
    }
  });
}

TEST(TilesOfFrance, HoldEveryPlaceAtEveryZoom) {
  std::map<std::pair<core::Level, int>, std::set<std::string>> seen;
  france().tiles.for_each([&](const TileName& name, const TileBytes& bytes) {
    for (auto& feature : only_layer(bytes).features) seen[{name.level, name.zoom}].insert(std::move(feature.code));
  });
  for (const auto& [level, layer] : kTileLevels) {
    std::set<std::string> known;
    for (const auto& place : france().contours.places(level)) known.emplace(place.code());
    for (int zoom = kFirstTileZoom; zoom <= kLastTileZoom; ++zoom)
      ASSERT_EQ((seen[{level, zoom}]), known) << layer << zoom;
  }
}

// All of France in sight is some megabyte before any encoding but ours; it grew by half when points stood anywhere.
TEST(TilesOfFrance, AreLightWhereAllOfItIsInSight) {
  std::map<int, std::size_t> bytes;
  france().tiles.for_each([&](const TileName& name, const TileBytes& tile) {
    if (name.level == core::Level::commune && name.zoom <= 6) bytes[name.zoom] += tile.brotli.size();
  });
  EXPECT_LT(bytes[4], 700'000U);
  EXPECT_LT(bytes[5], 800'000U);
  EXPECT_LT(bytes[6], 1'250'000U);
}

// What two tiles side by side both hold is the same line.
TEST(TilesOfFrance, ContinueOneAnother) {
  for (int zoom = kFirstTileZoom; zoom <= kLastTileZoom; ++zoom) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::set<Edge>> by_tile;
    france().tiles.for_each([&](const TileName& name, const TileBytes& bytes) {
      if (name.level != core::Level::commune || name.zoom != zoom) return;
      for (const auto& edge : edges_of(only_layer(bytes), origin_of(name))) {
        if (edge.whole()) by_tile[{name.x, name.y}].insert(edge);
      }
    });
    const std::int32_t margin = 8 * tile_pixel(zoom), side = tile_side(zoom);
    for (const auto& [at, edges] : by_tile) {
      for (const auto& [dx, dy] : {std::pair(1, 0), std::pair(-1, 0), std::pair(0, 1), std::pair(0, -1)}) {
        const std::pair beside(at.first + static_cast<std::uint32_t>(dx), at.second + static_cast<std::uint32_t>(dy));
        const GridPoint origin{static_cast<std::int32_t>(beside.first) * side,
                               static_cast<std::int32_t>(beside.second) * side};
        const Window window{{origin.x - margin, origin.y - margin},
                            {origin.x + side + margin, origin.y + side + margin}};
        for (const auto& edge : edges) {
          if (!window.holds(edge.from) || !window.holds(edge.to)) continue;
          ASSERT_TRUE(by_tile.contains(beside) && by_tile[beside].contains(edge)) << zoom;
        }
      }
    }
  }
}

TEST(TilesOfFrance, PutAPointOfACommuneIntoThatCommune) {
  const auto& [contours, tiles] = france();
  std::size_t asked = 0;
  for (const auto& place : contours.places(core::Level::commune)) {
    const auto inner = inner_point(*contours.shape(place));
    ASSERT_TRUE(inner) << place.code();
    const auto on = on_grid(*inner);
    const TileName name{core::Level::commune, kLastTileZoom,
                        static_cast<std::uint32_t>(on.x / tile_side(kLastTileZoom)),
                        static_cast<std::uint32_t>(on.y / tile_side(kLastTileZoom))};
    const auto bytes = tiles.find(name);
    ASSERT_TRUE(bytes) << place.code();
    const auto origin = origin_of(name);
    bool inside = false;
    for (const auto& feature : only_layer(*bytes).features) {
      if (feature.code != place.code()) continue;
      for (const auto& ring : feature.rings) inside ^= encloses(ring, {on.x - origin.x, on.y - origin.y});
    }
    ASSERT_TRUE(inside) << place.code();
    if (++asked == 5000) break;
  }
}

}  // namespace
}  // namespace catalyse::geo
