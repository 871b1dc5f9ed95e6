// Drawings of all the places of a level as SVG without script. Their number of elements does not grow with the number
// of places. Positions are parts of the drawing, so that texts keep their size from 320 px to paper.
#pragma once

#include <string>
#include <vector>

#include "density_rules.hpp"

namespace catalyse::comparisons {

struct Tick {
  double at = 0;  // 0 to 1
  std::string text;
};

// A place on the plane: `label` stands beside a chosen one, `title` shows on hover.
struct Mark {
  double x = 0, y = 0;  // 0 to 1, y upward
  std::string label, title;
};

struct Cloud {
  std::string sentence;       // what the drawing shows, for those who hear it
  Grid grid;                  // drawn when it has cells
  std::vector<Point> points;  // 0 to 1: drawn one by one when there is no grid
  std::vector<Mark> chosen, peers;
  std::vector<Tick> x, y;
  Point median;
};
[[nodiscard]] std::string cloud_svg(const Cloud& cloud);
// A square of the legend; 1 to 5.
[[nodiscard]] std::string density_swatch(std::size_t density);

struct Histogram {
  std::string sentence;
  std::vector<double> heights;  // 0 to 1, one a bin
  std::vector<Mark> chosen;     // by x
  std::vector<double> peers;    // 0 to 1
  std::vector<Tick> ticks;
  double median = 0;
};
[[nodiscard]] std::string histogram_svg(const Histogram& histogram);

}  // namespace catalyse::comparisons
