#include "drawings.hpp"

#include <algorithm>
#include <cmath>

#include "web/rendering.hpp"

namespace catalyse::tracker {
namespace {

// A drawing of many changes has the shape of a few hundred.
constexpr std::size_t kPointsMost = 240;
constexpr int kWide = 10000, kHigh = 1000;           // steps of the plane
constexpr double kTop = 12, kBottom = 88;            // of the plane in the drawing, in per cent
constexpr double kQuoteWidth = 2.2, kQuoteEnd = 97;  // in per cent

std::string percent(double value) {
  const auto tenths = std::llround(value * 10);
  std::string out = std::to_string(tenths / 10);
  if (tenths % 10 != 0) (out += '.') += std::to_string(tenths % 10);
  return out + "%";
}

std::string svg_class(std::size_t level) { return "l" + std::to_string(level); }

double days(Day day) { return static_cast<double>(std::chrono::sys_days(day).time_since_epoch().count()); }

double share_of(const Course& course, Day day) {
  return std::clamp((days(day) - days(course.from)) / (days(course.until) - days(course.from)), 0.0, 1.0);
}

std::vector<TallyPoint> thinned(const std::vector<TallyPoint>& points) {
  if (points.size() <= kPointsMost) return points;
  std::vector<TallyPoint> kept;
  for (std::size_t i = 0; i < kPointsMost; ++i) kept.push_back(points[i * (points.size() - 1) / (kPointsMost - 1)]);
  return kept;
}

// Measures in the first levels of the scale, up to `level`.
unsigned heaped(const std::array<unsigned, kStatuses>& counts, std::size_t level) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < level; ++i) sum += counts[i];
  return sum;
}

long height(const Course& course, unsigned count) {
  return std::lround(kHigh - static_cast<double>(count) / course.measures * kHigh);
}

// A level as steps: it stays what it is until the day it changes.
std::string area(const Course& course, const std::vector<TallyPoint>& points, std::size_t level) {
  std::string upper, lower;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto x = std::to_string(std::lround(share_of(course, points[i].day) * kWide));
    const auto next = i + 1 < points.size() ? share_of(course, points[i + 1].day) : 1.0;
    const auto end = std::to_string(std::lround(next * kWide));
    const auto high = std::to_string(height(course, heaped(points[i].tally.counts, level + 1)));
    const auto low = std::to_string(height(course, heaped(points[i].tally.counts, level)));
    upper += (upper.empty() ? "M" : "L") + x + " " + high + "H" + end;
    lower = "L" + end + " " + low + "H" + x + lower;
  }
  return upper + lower + "z";
}

void add_quote(std::string& out, const Course& course, const CourseQuote& quote) {
  const double x = std::min(share_of(course, quote.day) * 100, kQuoteEnd);
  const double span = kBottom - kTop;
  double y = kBottom;
  out += "<g class=\"quote\">";
  for (std::size_t level = 0; level < kStatuses; ++level) {
    if (quote.counts[level] == 0) continue;
    const double part = static_cast<double>(quote.counts[level]) / course.measures * span;
    y -= part;
    out += "<rect class=\"" + svg_class(level + 1) + "\" x=\"" + percent(x) + "\" y=\"" + percent(y) + "\" width=\"" +
           percent(kQuoteWidth) + "\" height=\"" + percent(part) + "\"/>";
  }
  const bool left = x > 60;
  out += "<text x=\"" + percent(left ? x + kQuoteWidth : x) + "\" y=\"" + percent(kTop - 4) + "\"" +
         (left ? " text-anchor=\"end\"" : "") + ">" + web::escaped(quote.label) + "</text></g>";
}

}  // namespace

std::string tally_bar(const Tally& tally, std::string_view sentence) {
  const double total = std::max(1U, tally.total());
  std::string out = "<svg class=\"tally\" role=\"img\" aria-label=\"" + web::escaped(sentence) + "\">";
  double x = 0;
  for (std::size_t i = 0; i <= kStatuses; ++i) {
    const unsigned count = i < kStatuses ? tally.counts[i] : tally.unknown;
    if (count == 0) continue;
    const double width = count / total * 100;
    out += "<rect class=\"" + svg_class(i < kStatuses ? i + 1 : 0) + "\" x=\"" + percent(x) + "\" width=\"" +
           percent(width) + "\" height=\"100%\"/><text x=\"" + percent(x + width / 2) + "\" y=\"50%\" class=\"" +
           (i < kStatuses ? "n" + std::to_string(i + 1) : "n0") + "\">" + std::to_string(count) + "</text>";
    x += width;
  }
  return out + "</svg>";
}

std::string course_svg(const Course& course) {
  std::string out = "<svg class=\"course-of-tally\" role=\"img\" aria-label=\"" + web::escaped(course.sentence) + "\">";
  out +=
      "<rect class=\"ground\" y=\"" + percent(kTop) + "\" width=\"100%\" height=\"" + percent(kBottom - kTop) + "\"/>";
  const auto points = thinned(course.points);
  if (!points.empty()) {
    out += "<svg y=\"" + percent(kTop) + "\" width=\"100%\" height=\"" + percent(kBottom - kTop) + "\" viewBox=\"0 0 " +
           std::to_string(kWide) + " " + std::to_string(kHigh) + "\" preserveAspectRatio=\"none\">";
    for (std::size_t level = 0; level < kStatuses; ++level)
      out += "<path class=\"" + svg_class(level + 1) + "\" d=\"" + area(course, points, level) + "\"/>";
    out += "</svg>";
  }
  for (const auto& quote : course.quotes) add_quote(out, course, quote);
  out += "<text x=\"0\" y=\"99%\">" + web::escaped(course.from_text) +
         "</text><text x=\"100%\" y=\"99%\" text-anchor=\"end\">" + web::escaped(course.until_text) + "</text>";
  return out + "</svg>";
}

}  // namespace catalyse::tracker
