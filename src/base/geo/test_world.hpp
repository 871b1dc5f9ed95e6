// A small topology and the real files, for the tests of this room.
#pragma once

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "contours.hpp"

namespace catalyse::geo {

// Two communes side by side, 0.2° wide and 0.1° high, west 01001 and east 01002, on a grid of 0.01°; between them arc
// 0, northward. 01002 has a hole (arc 3); the EPCI 200000172 is both.
inline const std::string kTwoCommunes = R"({"type":"Topology","transform":{"scale":[0.01,0.01],"translate":[0,0]},
"objects":{"communes":{"type":"GeometryCollection","geometries":[
{"type":"Polygon","id":"01001","arcs":[[0,1]]},
{"type":"MultiPolygon","id":"01002","arcs":[[[-1,2],[3]]]}]},
"epci":{"type":"GeometryCollection","geometries":[{"type":"Polygon","id":"200000172","arcs":[[1,2],[3]]}]}},
"arcs":[[[520,4600],[1,5],[-1,5]],[[520,4610],[-20,0],[0,-10],[20,0]],[[520,4600],[20,0],[0,10],[-20,0]],
[[530,4604],[2,0],[0,2],[-2,0],[0,-2]]]})";

inline Contours built(const std::vector<std::string>& texts, std::string_view source = "test") {
  ContoursBuilder builder;
  for (const std::string& text : texts) {
    if (auto added = builder.add(text); !added) throw std::runtime_error(added.error().note);
  }
  auto contours = std::move(builder).build(source);
  if (!contours) throw std::runtime_error(contours.error().note);
  return std::move(*contours);
}

inline core::PlaceCode place(std::string_view text) { return core::PlaceCode::parse(text).value(); }

// A file of data/geo, unzipped.
inline std::string bundled(const std::string& file) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(("gzip -dc data/geo/" + file).c_str(), "r"), &::pclose);
  std::string text;
  std::array<char, 65536> block{};
  for (std::size_t n = 0; (n = std::fread(block.data(), 1, block.size(), pipe.get())) > 0;)
    text.append(block.data(), n);
  if (text.empty()) throw std::runtime_error("data/geo/" + file + " cannot be read");
  return text;
}

// All fine files.
inline const Contours& fine() {
  static const Contours contours = [] {
    std::vector<std::string> texts;
    for (const auto& entry : std::filesystem::directory_iterator("data/geo")) {
      const std::string name = entry.path().filename();
      if (name.starts_with("fine-")) texts.push_back(bundled(name));
    }
    return built(texts);
  }();
  return contours;
}

inline const Contours& light() {
  static const Contours contours = built({bundled("light.topojson.gz")});
  return contours;
}

inline const Contours& overview() {
  static const Contours contours = built({bundled("overview.topojson.gz")});
  return contours;
}

}  // namespace catalyse::geo
