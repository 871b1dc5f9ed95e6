// Tiles read back, for tests: a reader of its own, written from the specification and not from the writer.
#pragma once

#include <array>
#include <cstdint>
#include <protozero/pbf_reader.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tile_clip.hpp"

namespace catalyse::geo {

struct ReadFeature {
  std::string code;
  std::vector<GridRing> rings;  // in units of the tile
};

struct ReadLayer {
  std::string name;
  std::uint32_t version = 0, extent = 0;
  std::vector<ReadFeature> features;
};

inline std::vector<GridRing> read_rings(
    protozero::iterator_range<protozero::pbf_reader::const_uint32_iterator> numbers) {
  std::vector<GridRing> rings;
  GridPoint at;
  bool open = false;
  for (auto i = numbers.begin(); i != numbers.end();) {
    const std::uint32_t command = *i & 7U, count = *i >> 3U;
    ++i;
    if (command == 7) {
      if (count != 1 || !open) throw std::runtime_error("a ring is closed twice");
      open = false;
      continue;
    }
    if ((command == 1) == open || (command == 1 && count != 1) || (command != 1 && command != 2))
      throw std::runtime_error("commands out of order");
    if (command == 1) rings.emplace_back();
    open = true;
    for (std::uint32_t n = 0; n < count; ++n) {
      at.x += protozero::decode_zigzag32(*i++);
      at.y += protozero::decode_zigzag32(*i++);
      rings.back().push_back(at);
    }
  }
  if (open) throw std::runtime_error("a ring is left open");
  return rings;
}

inline ReadLayer read_layer(protozero::pbf_reader layer) {
  ReadLayer read;
  std::vector<std::string> keys, values;
  std::vector<std::array<std::uint32_t, 2>> tags;
  while (layer.next()) {
    switch (layer.tag()) {
      case 15:
        read.version = layer.get_uint32();
        break;
      case 1:
        read.name = layer.get_string();
        break;
      case 5:
        read.extent = layer.get_uint32();
        break;
      case 3:
        keys.push_back(layer.get_string());
        break;
      case 4: {
        auto value = layer.get_message();
        while (value.next(1)) values.push_back(value.get_string());
        break;
      }
      case 2: {
        auto feature = layer.get_message();
        auto& made = read.features.emplace_back();
        while (feature.next()) {
          if (feature.tag() == 2) {
            const auto pair = feature.get_packed_uint32();
            if (pair.size() != 2) throw std::runtime_error("a place has other properties than its code");
            tags.push_back({*pair.begin(), *std::next(pair.begin())});
          } else if (feature.tag() == 3) {
            if (feature.get_enum() != 3) throw std::runtime_error("a place is no polygon");
          } else if (feature.tag() == 4) {
            made.rings = read_rings(feature.get_packed_uint32());
          } else {
            feature.skip();
          }
        }
        break;
      }
      default:
        throw std::runtime_error("a field that no layer has");
    }
  }
  if (keys != std::vector<std::string>{"code"} || tags.size() != read.features.size())
    throw std::runtime_error("places without a code");
  for (std::size_t i = 0; i < tags.size(); ++i) read.features[i].code = values.at(tags[i][1]);
  return read;
}

inline std::vector<ReadLayer> read_tile(std::string_view bytes) {
  std::vector<ReadLayer> layers;
  protozero::pbf_reader tile(bytes.data(), bytes.size());
  while (tile.next(3)) layers.push_back(read_layer(tile.get_message()));
  return layers;
}

}  // namespace catalyse::geo
