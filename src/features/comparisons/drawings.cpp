#include "drawings.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "web/rendering.hpp"

namespace catalyse::comparisons {
namespace {

// Where the plane lies in its drawing, in per cent of the height; below are the numbers of the axis.
constexpr double kTop = 3, kBottom = 91;
constexpr double kLabelGap = 4.5;    // least distance of two labels, in per cent of the height
constexpr double kLabelRow = 7;      // height of a label over a histogram
constexpr int kFine = 1000;          // steps of a coordinate inside the plane
constexpr double kLabelsLeft = 0.6;  // from there labels stand left of their mark

std::string percent(double value) {
  const auto tenths = std::llround(value * 10);
  std::string out = tenths < 0 ? "-" : "";
  const auto size = std::llabs(tenths);
  out += std::to_string(size / 10);
  if (size % 10 != 0) (out += '.') += std::to_string(size % 10);
  return out + "%";
}

double height_of(double y) { return kBottom - y * (kBottom - kTop); }

std::string plane(double top, int columns, int rows) {
  return "<svg y=\"" + percent(top) + "\" width=\"100%\" height=\"" + percent(kBottom - top) + "\" viewBox=\"0 0 " +
         std::to_string(columns) + " " + std::to_string(rows) + "\" preserveAspectRatio=\"none\">";
}

std::string opening(std::string_view css, std::string_view sentence) {
  return "<svg class=\"" + std::string(css) + "\" role=\"img\" aria-label=\"" + web::escaped(sentence) + "\">";
}

void add_text(std::string& out, const std::string& place, std::string_view css, std::string_view text) {
  out += "<text " + place + (css.empty() ? "" : " class=\"" + std::string(css) + "\"") + ">" + web::escaped(text) +
         "</text>";
}

// Cells of each density as one path; neighbours of a row as one rectangle.
void add_grid(std::string& out, const Grid& grid) {
  std::array<std::string, std::size(kDensities)> paths;
  for (std::size_t row = 0; row < grid.rows; ++row) {
    for (std::size_t first = 0; first < grid.columns;) {
      const auto density = density_class(grid.count[row * grid.columns + first]);
      auto last = first + 1;
      while (last < grid.columns && density_class(grid.count[row * grid.columns + last]) == density) ++last;
      if (density > 0) {
        const auto run = std::to_string(last - first);
        paths[density - 1] +=
            "M" + std::to_string(first) + " " + std::to_string(grid.rows - 1 - row) + "h" + run + "v1h-" + run + "z";
      }
      first = last;
    }
  }
  out += plane(kTop, static_cast<int>(grid.columns), static_cast<int>(grid.rows));
  for (std::size_t density = 1; density <= paths.size(); ++density) {
    if (!paths[density - 1].empty())
      out += "<path class=\"d" + std::to_string(density) + "\" d=\"" + paths[density - 1] + "\"/>";
  }
  out += "</svg>";
}

std::string fine(double part) { return std::to_string(std::llround(part * kFine)); }

// Every place as a dot of one path: a line of no length with a round end.
void add_points(std::string& out, const std::vector<Point>& points) {
  out += plane(kTop, kFine, kFine) + "<path class=\"points\" d=\"";
  for (const auto& point : points) out += "M" + fine(point.x) + " " + fine(1 - point.y) + "h0";
  out += "\"/></svg>";
}

void add_lines(std::string& out, const Cloud& cloud) {
  out += "<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"" + percent(kBottom) + "\" y2=\"" + percent(kBottom) + "\"/>";
  for (const auto& tick : cloud.y) {
    const auto y = percent(height_of(tick.at));
    out += "<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"" + y + "\" y2=\"" + y + "\"/>";
  }
}

// Over the grid, with a rim of paper.
void add_heights(std::string& out, const std::vector<Tick>& ticks) {
  for (const auto& tick : ticks)
    add_text(out, "x=\"0\" y=\"" + percent(height_of(tick.at)) + "\" dy=\"-4\"", {}, tick.text);
}

void add_ticks(std::string& out, const std::vector<Tick>& ticks) {
  for (const auto& tick : ticks) {
    const auto* anchor = tick.at < 0.04 ? "" : tick.at > 0.96 ? " text-anchor=\"end\"" : " text-anchor=\"middle\"";
    add_text(out, "x=\"" + percent(tick.at * 100) + "\" y=\"" + percent(kBottom) + "\" dy=\"18\"" + anchor, {},
             tick.text);
  }
}

void add_marks(std::string& out, const std::vector<Mark>& marks, std::string_view css, int radius) {
  for (const auto& mark : marks) {
    out += "<circle class=\"" + std::string(css) + "\" cx=\"" + percent(mark.x * 100) + "\" cy=\"" +
           percent(height_of(mark.y)) + "\" r=\"" + std::to_string(radius) + "\"><title>" + web::escaped(mark.title) +
           "</title></circle>";
  }
}

// Names beside their marks, pushed down where two would touch.
void add_labels(std::string& out, std::vector<Mark> marks) {
  std::ranges::sort(marks, std::greater{}, &Mark::y);
  double previous = -kLabelGap;
  for (const auto& mark : marks) {
    const double at = std::max(height_of(mark.y), previous + kLabelGap);
    previous = at;
    const bool left = mark.x > kLabelsLeft;
    add_text(out,
             "x=\"" + percent(mark.x * 100) + "\" y=\"" + percent(at) + "\" dx=\"" + (left ? "-10" : "10") +
                 "\" dy=\"4\"" + (left ? " text-anchor=\"end\"" : ""),
             "here", mark.label);
  }
}

}  // namespace

std::string cloud_svg(const Cloud& cloud) {
  auto out = opening("cloud", cloud.sentence);
  add_lines(out, cloud);
  if (!cloud.grid.count.empty())
    add_grid(out, cloud.grid);
  else
    add_points(out, cloud.points);
  const auto x = percent(cloud.median.x * 100), y = percent(height_of(cloud.median.y));
  out += "<line class=\"middle\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + percent(kTop) + "\" y2=\"" +
         percent(kBottom) + "\"/><line class=\"middle\" x1=\"0\" x2=\"100%\" y1=\"" + y + "\" y2=\"" + y + "\"/>";
  add_heights(out, cloud.y);
  add_ticks(out, cloud.x);
  add_marks(out, cloud.peers, "peer", 4);
  add_marks(out, cloud.chosen, "place", 6);
  add_labels(out, cloud.chosen);
  return out + "</svg>";
}

std::string density_swatch(std::size_t density) {
  return "<svg width=\"16\" height=\"16\" aria-hidden=\"true\"><rect class=\"d" + std::to_string(density) +
         "\" width=\"16\" height=\"16\"/></svg>";
}

std::string histogram_svg(const Histogram& histogram) {
  auto out = opening("histogram", histogram.sentence);
  const auto rows = static_cast<double>(histogram.chosen.size());
  const double top = kTop + rows * kLabelRow;
  const auto n = static_cast<int>(histogram.heights.size());
  out += plane(top, n, kFine) + "<path class=\"bars\" d=\"";
  for (int i = 0; i < n; ++i) {
    const auto tall = fine(histogram.heights[static_cast<std::size_t>(i)]);
    out += "M" + std::to_string(i) + " " + std::to_string(kFine) + "v-" + tall + "h1v" + tall + "z";
  }
  out += "\"/></svg>";
  const auto median = percent(histogram.median * 100);
  out += "<line class=\"middle\" x1=\"" + median + "\" x2=\"" + median + "\" y1=\"" + percent(top) + "\" y2=\"" +
         percent(kBottom) + "\"/><line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"" + percent(kBottom) + "\" y2=\"" +
         percent(kBottom) + "\"/>";
  out += plane(kTop, kFine, kFine) + "<path class=\"peer-ticks\" d=\"";
  for (const double peer : histogram.peers) out += "M" + fine(peer) + " " + std::to_string(kFine) + "v-40";
  out += "\"/></svg>";
  add_ticks(out, histogram.ticks);
  std::string labels;  // over all the lines
  for (std::size_t i = 0; i < histogram.chosen.size(); ++i) {
    const auto& mark = histogram.chosen[i];
    const auto x = percent(mark.x * 100), y = percent(kTop + (static_cast<double>(i) + 0.6) * kLabelRow);
    out += "<line class=\"here-line\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + y + "\" y2=\"" + percent(kBottom) +
           "\"/>";
    const bool left = mark.x > kLabelsLeft;
    add_text(labels,
             "x=\"" + x + "\" y=\"" + y + "\" dx=\"" + (left ? "-6" : "6") + "\" dy=\"4\"" +
                 (left ? " text-anchor=\"end\"" : ""),
             "here", mark.label);
  }
  return out + labels + "</svg>";
}

}  // namespace catalyse::comparisons
