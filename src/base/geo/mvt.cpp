#include "mvt.hpp"

#include <array>
#include <protozero/pbf_writer.hpp>

namespace catalyse::geo {
namespace {

// Field numbers of vector_tile.proto.
namespace tile {
constexpr protozero::pbf_tag_type kLayers = 3;
}
namespace layer {
constexpr protozero::pbf_tag_type kName = 1, kFeatures = 2, kKeys = 3, kValues = 4, kExtent = 5, kVersion = 15;
}
namespace feature {
constexpr protozero::pbf_tag_type kTags = 2, kType = 3, kGeometry = 4;
constexpr std::int32_t kPolygon = 3;
}  // namespace feature
constexpr protozero::pbf_tag_type kStringValue = 1;

constexpr std::uint32_t kMoveTo = 1, kLineTo = 2, kClosePath = 7;

std::uint32_t command(std::uint32_t id, std::size_t count) { return id | (static_cast<std::uint32_t>(count) << 3U); }

}  // namespace

LayerWriter::LayerWriter(std::string_view name, GridPoint origin, std::int32_t extent) : origin_(origin) {
  protozero::pbf_writer writer(layer_);
  writer.add_uint32(layer::kVersion, 2);
  writer.add_string(layer::kName, name.data(), name.size());
  writer.add_string(layer::kKeys, "code");
  writer.add_uint32(layer::kExtent, static_cast<std::uint32_t>(extent));
}

void LayerWriter::add(std::string_view code, const std::vector<GridPolygon>& polygons) {
  geometry_.clear();
  GridPoint at = origin_;
  const auto move = [&](GridPoint to) {
    geometry_.push_back(protozero::encode_zigzag32(to.x - at.x));
    geometry_.push_back(protozero::encode_zigzag32(to.y - at.y));
    at = to;
  };
  for (const auto& polygon : polygons) {
    for (const auto& ring : polygon) {
      geometry_.push_back(command(kMoveTo, 1));
      move(ring.front());
      geometry_.push_back(command(kLineTo, ring.size() - 1));
      for (std::size_t i = 1; i < ring.size(); ++i) move(ring[i]);
      geometry_.push_back(command(kClosePath, 1));
    }
  }
  protozero::pbf_writer layer_writer(layer_);
  protozero::pbf_writer writer(layer_writer, layer::kFeatures);
  const std::array<std::uint32_t, 2> tags{0, static_cast<std::uint32_t>(codes_.size())};
  writer.add_packed_uint32(feature::kTags, tags.begin(), tags.end());
  writer.add_enum(feature::kType, feature::kPolygon);
  writer.add_packed_uint32(feature::kGeometry, geometry_.begin(), geometry_.end());
  codes_.push_back(code);
}

std::string LayerWriter::finish() {
  for (const auto code : codes_) {
    protozero::pbf_writer layer_writer(layer_);
    protozero::pbf_writer value(layer_writer, layer::kValues);
    value.add_string(kStringValue, code.data(), code.size());
  }
  std::string bytes;
  protozero::pbf_writer(bytes).add_message(tile::kLayers, layer_);
  return bytes;
}

}  // namespace catalyse::geo
