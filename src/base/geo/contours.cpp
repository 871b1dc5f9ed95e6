#include "contours.hpp"

#include <algorithm>
#include <cmath>

#include "contours_state.hpp"
#include "files.hpp"

namespace catalyse::geo {

const PlaceRecord* Contours::State::find(const core::PlaceCode& place) const {
  const auto places = of_level(place.level());
  const auto at = std::ranges::lower_bound(places, place.code(), {}, &PlaceRecord::code_view);
  return at != places.end() && at->code_view() == place.code() ? &*at : nullptr;
}

std::span<const PlaceRecord> Contours::State::of_level(core::Level level) const {
  const auto found =
      std::ranges::equal_range(image->tables().places, static_cast<std::uint8_t>(level), {}, &PlaceRecord::level);
  return {found.begin(), found.end()};
}

Point Contours::State::at(std::size_t point) const {
  const auto& points = image->tables().points;
  const double per_degree =
      std::round(1 / image->header().step);  // dividing by a whole number gives 1.0999, multiplying 1.09990001
  return {points[2 * point] / per_degree, points[2 * point + 1] / per_degree};
}

Ring Contours::State::ring(std::size_t number) const {
  const ImageTables& t = image->tables();
  Ring ring;
  for (std::size_t i = t.ring_refs[number]; i < t.ring_refs[number + 1]; ++i) {
    const std::int32_t ref = t.refs[i];
    const auto arc = static_cast<std::size_t>(ref >= 0 ? ref : ~ref);
    const std::size_t first = t.arc_points[arc], count = t.arc_points[arc + 1] - first;
    for (std::size_t k = ring.empty() ? 0 : 1; k < count; ++k)
      ring.push_back(at(ref >= 0 ? first + k : first + count - 1 - k));
  }
  return ring;
}

bool Contours::State::holds(const PlaceRecord& place, const Point& point) const {
  const ImageTables& t = image->tables();
  bool inside = false;
  for (std::size_t r = t.polygon_rings[place.first_polygon]; r < t.polygon_rings[place.last_polygon]; ++r) {
    inside ^= contains({{ring(r)}}, point);
  }
  return inside;
}

Contours::Contours(std::unique_ptr<State> state) : state_(std::move(state)) {}
Contours::~Contours() = default;
Contours::Contours(Contours&&) noexcept = default;
Contours& Contours::operator=(Contours&&) noexcept = default;

core::Result<Contours> Contours::load(const std::filesystem::path& path, std::string_view source) {
  auto image = Image::map(path, source);
  if (!image) return std::unexpected(std::move(image.error()));
  auto state = std::make_unique<State>();
  state->image = std::move(*image);
  return Contours(std::move(state));
}

core::Result<void> Contours::save(const std::filesystem::path& path) const {
  return save_whole(path, state_->image->bytes());
}

bool Contours::has(const core::PlaceCode& place) const { return state_->find(place) != nullptr; }
std::size_t Contours::count(core::Level level) const { return state_->of_level(level).size(); }
double Contours::step() const { return state_->image->header().step; }
std::size_t Contours::bytes() const { return state_->image->bytes().size(); }
std::size_t Contours::points() const { return state_->image->header().points; }
std::size_t Contours::arc_count() const { return state_->image->header().arcs; }

std::string_view Contours::source() const {
  const auto& text = state_->image->header().source;
  return {text.begin(), std::ranges::find(text, '\0')};
}

std::vector<core::PlaceCode> Contours::places(core::Level level) const {
  std::vector<core::PlaceCode> codes;
  for (const PlaceRecord& place : state_->of_level(level))
    codes.push_back(*core::PlaceCode::make(level, place.code_view()));
  return codes;
}

std::optional<Box> Contours::box(const core::PlaceCode& place) const {
  const PlaceRecord* found = state_->find(place);
  if (found == nullptr) return std::nullopt;
  const double per_degree = std::round(1 / step());
  const auto& b = found->box;
  return Box{b[0] / per_degree, b[1] / per_degree, b[2] / per_degree, b[3] / per_degree};
}

std::optional<MultiPolygon> Contours::shape(const core::PlaceCode& place) const {
  const PlaceRecord* found = state_->find(place);
  if (found == nullptr) return std::nullopt;
  const auto& polygon_rings = state_->image->tables().polygon_rings;
  MultiPolygon shape;
  for (std::size_t p = found->first_polygon; p < found->last_polygon; ++p) {
    Polygon& polygon = shape.emplace_back();
    for (std::size_t r = polygon_rings[p]; r < polygon_rings[p + 1]; ++r) polygon.push_back(state_->ring(r));
  }
  return shape;
}

std::optional<core::PlaceCode> Contours::locate(core::Level level, const Point& point) const {
  const double per_degree = std::round(1 / step());
  const double x = point.longitude * per_degree, y = point.latitude * per_degree;
  for (const PlaceRecord& place : state_->of_level(level)) {
    const auto& b = place.box;
    if (x < b[0] || x > b[2] || y < b[1] || y > b[3] || !state_->holds(place, point)) continue;
    return core::PlaceCode::make(level, place.code_view());
  }
  return std::nullopt;
}

std::vector<std::vector<RingArcs>> Contours::arcs_of(const core::PlaceCode& place) const {
  std::vector<std::vector<RingArcs>> polygons;
  const PlaceRecord* found = state_->find(place);
  if (found == nullptr) return polygons;
  const ImageTables& t = state_->image->tables();
  for (std::size_t p = found->first_polygon; p < found->last_polygon; ++p) {
    auto& rings = polygons.emplace_back();
    for (std::size_t r = t.polygon_rings[p]; r < t.polygon_rings[p + 1]; ++r) {
      rings.push_back(t.refs.subspan(t.ring_refs[r], t.ring_refs[r + 1] - t.ring_refs[r]));
    }
  }
  return polygons;
}

ArcPoints Contours::arc(std::size_t number) const {
  const ImageTables& t = state_->image->tables();
  return t.points.subspan(std::size_t{2} * t.arc_points[number],
                          std::size_t{2} * (t.arc_points[number + 1] - t.arc_points[number]));
}

}  // namespace catalyse::geo
