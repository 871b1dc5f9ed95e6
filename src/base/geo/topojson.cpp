// From TopoJSON (https://github.com/topojson/topojson-specification) to the tables of an image. Every number that later
// serves as an index is checked here.
#include <boost/json.hpp>
#include <cmath>
#include <limits>
#include <set>

#include "contours_state.hpp"
#include "image.hpp"

namespace catalyse::geo {
namespace {

namespace json = boost::json;
using core::ErrorKind;
using core::Level;

constexpr std::size_t kDepth = 16;
constexpr std::size_t kMostNumbers = std::numeric_limits<std::int32_t>::max();

struct Named {
  std::string_view object;
  Level level;
};
constexpr std::array kObjects{Named{"communes", Level::commune},
                              Named{"arrondissements_municipaux", Level::arrondissement}, Named{"epci", Level::epci},
                              Named{"departements", Level::departement}, Named{"regions", Level::region}};

std::unexpected<core::Error> malformed(std::string note) {
  return core::fail(ErrorKind::damaged, "geo.topojson.malformed", std::move(note));
}

// A member of an object, empty when the value is no object or has no such member.
const json::value* member(const json::value& value, std::string_view name) {
  const json::object* object = value.if_object();
  return object == nullptr ? nullptr : object->if_contains(name);
}

const json::array* array_in(const json::value& value, std::string_view name) {
  const json::value* found = member(value, name);
  return found == nullptr ? nullptr : found->if_array();
}

std::string_view text_in(const json::value& value, std::string_view name) {
  const json::value* found = member(value, name);
  const json::string* text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::string_view{} : std::string_view(*text);
}

bool is_number(const json::value& value, double expected) {
  return value.is_number() && value.to_number<double>() == expected;
}

// The scale of a transform with one positive scale for both axes and no translation.
std::optional<double> grid_step(const json::value& topology) {
  const json::value* transform = member(topology, "transform");
  const json::array* scale = transform == nullptr ? nullptr : array_in(*transform, "scale");
  const json::array* translate = transform == nullptr ? nullptr : array_in(*transform, "translate");
  if (scale == nullptr || translate == nullptr || scale->size() != 2 || translate->size() != 2) return std::nullopt;
  if (!is_number((*translate)[0], 0) || !is_number((*translate)[1], 0) || !(*scale)[0].is_number()) return std::nullopt;
  const double step = (*scale)[0].to_number<double>();
  if (!is_number((*scale)[1], step) || !(step >= 1e-7 && step <= 1))
    return std::nullopt;  // 180° / 1e-7 still fits 32 bits
  if (const double per_degree = 1 / step; std::abs(per_degree - std::round(per_degree)) > per_degree * 1e-12)
    return std::nullopt;
  return step;
}

}  // namespace

struct ContoursBuilder::State {
  ImageParts parts;
  std::set<std::pair<Level, std::string>> seen;
  std::size_t first_arc = 0;  // of the text being read

  core::Result<void> read(const json::value& topology);
  core::Result<void> read_arc(const json::value& arc);
  core::Result<void> read_object(const json::value& object, Level level);
  core::Result<void> read_geometry(const json::value& geometry, Level level);
  core::Result<void> read_polygon(const json::array& rings);
  core::Result<void> read_ring(const json::array& refs);
  [[nodiscard]] std::array<std::int32_t, 4> box_since(std::size_t ref) const;
  [[nodiscard]] std::pair<std::size_t, std::size_t> ends(std::int32_t ref) const;
  [[nodiscard]] bool same_point(std::size_t a, std::size_t b) const;
};

core::Result<void> ContoursBuilder::State::read(const json::value& topology) {
  if (text_in(topology, "type") != "Topology") return malformed("not a topology");
  const auto step = grid_step(topology);
  if (!step) return malformed("transform is not an absolute grid");
  if (parts.step != 0 && parts.step != *step) return malformed("another grid than the text before");
  parts.step = *step;
  const json::array* arcs = array_in(topology, "arcs");
  const json::value* objects = member(topology, "objects");
  if (arcs == nullptr || objects == nullptr || !objects->is_object()) return malformed("no arcs or no objects");
  first_arc = parts.arc_points.size() - 1;
  for (const json::value& arc : *arcs) {
    if (auto read = read_arc(arc); !read) return read;
  }
  for (const auto& entry : objects->get_object()) {
    const auto named = std::ranges::find(kObjects, std::string_view(entry.key()), &Named::object);
    if (named == kObjects.end()) return malformed("unknown object " + std::string(entry.key()).substr(0, 80));
    if (auto read = read_object(entry.value(), named->level); !read) return read;
  }
  return {};
}

core::Result<void> ContoursBuilder::State::read_arc(const json::value& arc) {
  const std::string where = "arc " + std::to_string(parts.arc_points.size() - 1 - first_arc);
  const json::array* deltas = arc.if_array();
  if (deltas == nullptr || deltas->size() < 2) return malformed(where + " has fewer than two points");
  if (parts.points.size() / 2 + deltas->size() > kMostNumbers) return malformed("too many points");
  const std::array<double, 2> most{180 / parts.step, 90 / parts.step};
  std::array<std::int64_t, 2> at{};
  for (const json::value& delta : *deltas) {
    const json::array* pair = delta.if_array();
    if (pair == nullptr || pair->size() != 2) return malformed(where + " has a point that is not a pair");
    for (std::size_t axis = 0; axis < 2; ++axis) {
      const std::int64_t* step = (*pair)[axis].if_int64();
      if (step == nullptr || std::abs(static_cast<double>(*step)) > 2 * most[axis])
        return malformed(where + " has a step off the grid");
      at[axis] += *step;
      if (std::abs(static_cast<double>(at[axis])) > most[axis]) return malformed(where + " leaves the globe");
      parts.points.push_back(static_cast<std::int32_t>(at[axis]));
    }
  }
  parts.arc_points.push_back(static_cast<std::uint32_t>(parts.points.size() / 2));
  return {};
}

core::Result<void> ContoursBuilder::State::read_object(const json::value& object, Level level) {
  const json::array* geometries = array_in(object, "geometries");
  if (geometries == nullptr || text_in(object, "type") != "GeometryCollection")
    return malformed("an object is not a collection");
  for (const json::value& geometry : *geometries) {
    if (auto read = read_geometry(geometry, level); !read) return read;
  }
  return {};
}

core::Result<void> ContoursBuilder::State::read_geometry(const json::value& geometry, Level level) {
  const std::string_view code = text_in(geometry, "id");
  const std::string shown(code.substr(0, 20));
  if (!core::PlaceCode::make(level, code))
    return malformed("« " + shown + " » is not a code of " + std::string(core::level_name(level)));
  if (!seen.emplace(level, code).second) return malformed(shown + " is given twice");
  const json::array* arcs = array_in(geometry, "arcs");
  const bool multi = text_in(geometry, "type") == "MultiPolygon";
  if (arcs == nullptr || arcs->empty() || (!multi && text_in(geometry, "type") != "Polygon"))
    return malformed(shown + " is not a polygon");
  PlaceRecord place;
  std::ranges::copy(code, place.code.begin());
  place.code_size = static_cast<std::uint8_t>(code.size());
  place.level = static_cast<std::uint8_t>(level);
  place.first_polygon = static_cast<std::uint32_t>(parts.polygon_rings.size() - 1);
  const std::size_t first_ref = parts.refs.size();
  const auto read_one = [&](const json::value& polygon) -> core::Result<void> {
    const json::array* rings = polygon.if_array();
    if (rings == nullptr) return malformed("a polygon is not a list of rings");
    return read_polygon(*rings);
  };
  core::Result<void> read;
  if (!multi) read = read_polygon(*arcs);
  for (std::size_t i = 0; multi && read && i < arcs->size(); ++i) read = read_one((*arcs)[i]);
  if (!read) return malformed(shown + ": " + read.error().note);
  place.last_polygon = static_cast<std::uint32_t>(parts.polygon_rings.size() - 1);
  place.box = box_since(first_ref);
  parts.places.push_back(place);
  return {};
}

core::Result<void> ContoursBuilder::State::read_polygon(const json::array& rings) {
  if (rings.empty()) return malformed("a polygon has no ring");
  for (const json::value& ring : rings) {
    const json::array* refs = ring.if_array();
    if (refs == nullptr || refs->empty()) return malformed("a ring has no arc");
    if (auto read = read_ring(*refs); !read) return read;
  }
  parts.polygon_rings.push_back(static_cast<std::uint32_t>(parts.ring_refs.size() - 1));
  return {};
}

core::Result<void> ContoursBuilder::State::read_ring(const json::array& refs) {
  if (parts.refs.size() + refs.size() > kMostNumbers) return malformed("too many arcs");
  const auto arcs = static_cast<std::int64_t>(parts.arc_points.size() - 1 - first_arc);
  const std::size_t first = parts.refs.size();
  std::size_t points = 1;
  for (const json::value& value : refs) {
    const std::int64_t* given = value.if_int64();
    if (given == nullptr || *given < -arcs || *given >= arcs) return malformed("a ring has an arc that does not exist");
    const auto offset = static_cast<std::int64_t>(first_arc);
    const auto ref = static_cast<std::int32_t>(*given >= 0 ? *given + offset : *given - offset);
    if (parts.refs.size() > first && !same_point(ends(parts.refs.back()).second, ends(ref).first))
      return malformed("arcs do not meet");
    parts.refs.push_back(ref);
    const auto [from, to] = ends(ref);
    points += std::max(from, to) - std::min(from, to);
  }
  if (points < 4 || !same_point(ends(parts.refs.back()).second, ends(parts.refs[first]).first))
    return malformed("a ring is not closed");
  parts.ring_refs.push_back(static_cast<std::uint32_t>(parts.refs.size()));
  return {};
}

// Numbers of the first and last point in the direction of the reference.
std::pair<std::size_t, std::size_t> ContoursBuilder::State::ends(std::int32_t ref) const {
  const auto arc = static_cast<std::size_t>(ref >= 0 ? ref : ~ref);
  const std::size_t first = parts.arc_points[arc], last = parts.arc_points[arc + 1] - 1;
  return ref >= 0 ? std::pair(first, last) : std::pair(last, first);
}

bool ContoursBuilder::State::same_point(std::size_t a, std::size_t b) const {
  return parts.points[2 * a] == parts.points[2 * b] && parts.points[2 * a + 1] == parts.points[2 * b + 1];
}

std::array<std::int32_t, 4> ContoursBuilder::State::box_since(std::size_t ref) const {
  constexpr auto kLeast = std::numeric_limits<std::int32_t>::min(), kMost = std::numeric_limits<std::int32_t>::max();
  std::array<std::int32_t, 4> box{kMost, kMost, kLeast, kLeast};
  for (; ref < parts.refs.size(); ++ref) {
    auto [from, to] = ends(parts.refs[ref]);
    if (from > to) std::swap(from, to);
    for (std::size_t p = from; p <= to; ++p) {
      for (std::size_t axis = 0; axis < 2; ++axis) {
        box[axis] = std::min(box[axis], parts.points[2 * p + axis]);
        box[axis + 2] = std::max(box[axis + 2], parts.points[2 * p + axis]);
      }
    }
  }
  return box;
}

ContoursBuilder::ContoursBuilder() : state_(std::make_unique<State>()) {}
ContoursBuilder::~ContoursBuilder() = default;
ContoursBuilder::ContoursBuilder(ContoursBuilder&&) noexcept = default;

core::Result<void> ContoursBuilder::add(std::string_view topojson) {
  json::monotonic_resource memory;  // the document is dropped whole
  json::parse_options options;
  options.max_depth = kDepth;
  json::error_code error;
  const json::value topology = json::parse(topojson, error, &memory, options);
  if (error) return malformed("not JSON: " + error.message());
  return state_->read(topology);
}

core::Result<Contours> ContoursBuilder::build(std::string_view source) && {
  if (state_->parts.places.empty()) return malformed("no place");
  auto state = std::make_unique<Contours::State>();
  state->image = Image::make(std::move(state_->parts), source);
  return Contours(std::move(state));
}

}  // namespace catalyse::geo
