#include "radar.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "export/xml.hpp"

namespace catalyse::assessment {
namespace {

constexpr double kCentreX = 150, kCentreY = 132, kRadius = 104;

struct Point {
  double x = 0, y = 0;
};

// The first branch points up, the others follow the clock.
Point at(std::size_t branch, double level) {
  const auto angle = 2 * std::numbers::pi * static_cast<double>(branch) / kLevers - std::numbers::pi / 2;
  const auto radius = kRadius * level / kLevels;
  return {kCentreX + radius * std::cos(angle), kCentreY + radius * std::sin(angle)};
}

std::string number(double value) { return std::to_string(static_cast<int>(std::lround(value))); }

std::string points(const Means& means) {
  std::string all;
  for (std::size_t i = 0; i < kLevers; ++i) {
    if (!means.at(i)) continue;
    const auto point = at(i, *means.at(i));
    all += (all.empty() ? "" : " ") + number(point.x) + "," + number(point.y);
  }
  return all;
}

std::string grid() {
  std::string out;
  for (unsigned level = 1; level <= kLevels; ++level) {
    Means ring;
    ring.fill(level);
    out += R"(<polygon points=")" + points(ring) + R"(" fill="none" stroke="currentColor" stroke-opacity=".25"/>)";
  }
  for (std::size_t i = 0; i < kLevers; ++i) {
    const auto end = at(i, kLevels), label = at(i, kLevels + 0.5);
    out += R"(<line x1="150" y1="132" x2=")" + number(end.x) + R"(" y2=")" + number(end.y) +
           R"(" stroke="currentColor" stroke-opacity=".25"/><text x=")" + number(label.x) + R"(" y=")" +
           number(label.y + 5) + R"(" text-anchor="middle" font-size="14" fill="currentColor">)" +
           std::to_string(i + 1) + "</text>";
  }
  return out;
}

}  // namespace

std::string radar_svg(const Radar& radar) {
  const auto now = points(radar.now);
  if (now.empty()) return {};
  std::string out =
      R"(<svg viewBox="0 0 300 268" width="300" height="268" role="img" aria-labelledby="radar-t radar-d">)";
  out += "<title id=\"radar-t\">" + exporting::xml_text(radar.title) + "</title><desc id=\"radar-d\">" +
         exporting::xml_text(radar.sentence) + "</desc>" + grid();
  if (radar.before)
    out += R"(<polygon points=")" + points(*radar.before) +
           R"(" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="5 4" stroke-opacity=".6"/>)";
  out +=
      R"(<polygon points=")" + now +
      R"(" fill="currentColor" fill-opacity=".12" stroke="currentColor" stroke-width="2.5" stroke-linejoin="round"/>)";
  for (std::size_t i = 0; i < kLevers; ++i) {
    if (!radar.now.at(i)) continue;
    const auto point = at(i, *radar.now.at(i));
    out += R"(<circle cx=")" + number(point.x) + R"(" cy=")" + number(point.y) + R"(" r="4" fill="currentColor"/>)";
  }
  return out + "</svg>";
}

}  // namespace catalyse::assessment
