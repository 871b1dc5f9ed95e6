#include <algorithm>
#include <array>
#include <cmath>

#include "markup.hpp"
#include "messages.hpp"
#include "web/drawings.hpp"

namespace catalyse::web {
namespace {

// Pixels from the top: the line lies between, the years below.
constexpr double kTop = 22, kBottom = 56;
constexpr int kYears = 92;

struct Dot {
  double x = 0, y = 0;  // per cent, pixels
  const TrendPoint* point = nullptr;
  bool starts = false;  // no line from the one before
};

bool has_value(const TrendPoint& point) { return point.value && std::isfinite(*point.value); }

// Places every point that has a value; a year without one, or a break, interrupts the line.
std::vector<Dot> dots(const std::vector<TrendPoint>& points) {
  double low = INFINITY, high = -INFINITY;
  for (const auto& point : points)
    if (has_value(point)) low = std::min(low, *point.value), high = std::max(high, *point.value);
  const double years = points.empty() ? 0 : points.back().year - points.front().year;
  std::vector<Dot> out;
  bool starts = true;
  for (const auto& point : points) {
    starts = starts || point.breaks_before || !has_value(point);
    if (!has_value(point)) continue;
    const double share = high > low ? (*point.value - low) / (high - low) : 0.5;
    const double x = years > 0 ? 2 + (point.year - points.front().year) / years * 96 : 50;
    out.push_back({x, kBottom - share * (kBottom - kTop), &point, starts});
    starts = false;
  }
  return out;
}

std::string path(const std::vector<Dot>& all) {
  std::string d;
  for (const auto& dot : all) {
    const bool alone = dot.starts;
    d += (alone ? 'M' : 'L') + std::to_string(std::lround(dot.x * 10)) + ' ' + std::to_string(std::lround(dot.y));
  }
  return d;
}

// The value of an end stands on the side that the line leaves free; `beside` is the neighbour in the line.
void add_end(Markup& svg, const Dot& dot, const Dot& beside, std::string_view anchor) {
  const double side = anchor == "end" ? 100 : 0;
  const long y = std::lround(dot.y) + (beside.y < dot.y ? 17 : -9);
  svg.raw("<circle class=\"plain\" cx=\"")
      .percent(dot.x)
      .raw("\" cy=\"")
      .whole(std::lround(dot.y))
      .raw("\" r=\"4\"/><text class=\"here\" x=\"");
  svg.percent(side).raw("\" y=\"").whole(y).raw("\" text-anchor=\"").raw(anchor).raw("\">").text(dot.point->text);
  svg.raw("</text><text x=\"")
      .percent(side)
      .raw("\" y=\"")
      .whole(kYears)
      .raw("\" text-anchor=\"")
      .raw(anchor)
      .raw("\">");
  svg.whole(dot.point->year).raw("</text>");
}

std::string drawing(const TrendLine& line, const std::vector<Dot>& all) {
  Markup svg(1024);
  svg.raw("<svg class=\"line\" role=\"img\" aria-labelledby=\"")
      .text(line.id)
      .raw("t ")
      .text(line.id)
      .raw("d\"><title id=\"")
      .text(line.id);
  svg.raw("t\">")
      .text(line.title)
      .raw("</title><desc id=\"")
      .text(line.id)
      .raw("d\">")
      .text(line.sentence)
      .raw("</desc>");
  svg.raw(
         "<line class=\"axis\" x2=\"100%\" y1=\"78\" y2=\"78\"/><svg viewBox=\"0 0 1000 100\" "
         "preserveAspectRatio=\"none\" width=\"100%\" height=\"100\" "
         "overflow=\"visible\"><path class=\"course\" vector-effect=\"non-scaling-stroke\" d=\"")
      .raw(path(all))
      .raw("\"/></svg>");
  for (const auto& dot : all) {
    if (dot.point->breaks_before)
      svg.raw("<line class=\"break\" x1=\"")
          .percent(dot.x)
          .raw("\" x2=\"")
          .percent(dot.x)
          .raw("\" y1=\"12\" y2=\"78\"/>");
    if (&dot != &all.front() && &dot != &all.back())
      svg.raw("<circle class=\"plain\" cx=\"")
          .percent(dot.x)
          .raw("\" cy=\"")
          .whole(std::lround(dot.y))
          .raw("\" r=\"2\"/>");
  }
  add_end(svg, all.front(), all[1], "start");
  add_end(svg, all.back(), all[all.size() - 2], "end");
  return svg.raw("</svg>").take();
}

std::string years_table(Language language, const TrendLine& line) {
  Markup out(1024);
  out.raw("<div class=\"scroll fit\" role=\"region\" aria-labelledby=\"")
      .text(line.id)
      .raw("c\" tabindex=\"0\"><table><caption id=\"")
      .text(line.id);
  out.raw("c\">")
      .text(line.title)
      .raw("</caption><thead><tr><th scope=\"row\">")
      .text(say(language, msg::trend_year))
      .raw("</th>");
  for (const auto& point : line.points) {
    out.raw("<th scope=\"col\" class=\"num\">").whole(point.year);
    if (point.breaks_before) out.raw(" <small>").text(say(language, msg::trend_break)).raw("</small>");
    out.raw("</th>");
  }
  out.raw("</tr></thead><tbody><tr><th scope=\"row\">").text(say(language, msg::trend_value)).raw("</th>");
  for (const auto& point : line.points)
    out.raw(has_value(point) ? "<td class=\"num\">" : "<td class=\"num missing\">").text(point.text).raw("</td>");
  return out.raw("</tr></tbody></table></div>").take();
}

}  // namespace

std::string trend(Language language, const TrendLine& line) {
  if (line.points.empty()) return {};
  const auto all = dots(line.points);
  return "<figure class=\"trend\">" + (all.size() > 1 ? drawing(line, all) : std::string()) +
         years_table(language, line) + "</figure>";
}

}  // namespace catalyse::web
