#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "axis.hpp"
#include "markup.hpp"
#include "messages.hpp"
#include "web/drawings.hpp"

namespace catalyse::web {
namespace {

// Heights in pixels: the label of the place, the axis, the symbols on up to three lines, the ends of the scale.
constexpr int kLabel = 14, kAxis = 32, kSymbols = 48, kSymbolLine = 11, kEnds = 86;

struct Symbol {
  std::string_view id, mark;
  const Reference* reference;
};

std::vector<Symbol> symbols(const StripPlot& plot) {
  std::vector<Symbol> found;
  const auto add = [&](std::string_view id, std::string_view mark, const std::optional<Reference>& reference) {
    if (reference && std::isfinite(reference->value)) found.push_back({id, mark, &*reference});
  };
  add("d", "◆", plot.departement);
  add("r", "■", plot.region);
  add("f", "▲", plot.france);
  return found;
}

bool is_finite(const std::optional<double>& value) { return value && std::isfinite(*value); }

bool is_finite(const std::optional<Quantiles>& spread) {
  return spread && std::isfinite(spread->p5 + spread->p25 + spread->p50 + spread->p75 + spread->p95);
}

bool is_finite(const std::optional<Bounds>& bounds) { return bounds && std::isfinite(bounds->low + bounds->high); }

std::vector<double> finite(const std::vector<double>& values) {
  std::vector<double> kept;
  kept.reserve(values.size() + 8);  // and the marks of the place
  std::ranges::copy_if(values, std::back_inserter(kept), [](double value) { return std::isfinite(value); });
  return kept;
}

std::vector<double> everything(const StripPlot& plot, const std::vector<Symbol>& marks) {
  std::vector<double> all = finite(plot.peers);
  if (is_finite(plot.value)) all.push_back(*plot.value);
  if (is_finite(plot.interval)) all.insert(all.end(), {plot.interval->low, plot.interval->high});
  if (is_finite(plot.spread)) all.insert(all.end(), {plot.spread->p5, plot.spread->p95});
  for (const auto& mark : marks) all.push_back(mark.reference->value);
  return all;
}

std::string& append_point(std::string& path, char step, long at) {
  std::array<char, 24> text{};
  text[0] = step;
  return path.append(text.data(), std::to_chars(text.data() + 1, text.data() + text.size(), at).ptr);
}

// Ticks of peers with equal values stand side by side around their place, so that they can be counted.
std::string ticks(const Axis& axis, const std::vector<double>& peers) {
  std::vector<int> at;
  at.reserve(peers.size());
  for (const double value : peers) at.push_back(static_cast<int>(std::lround(axis.at(value) * 10)));
  std::ranges::sort(at);
  std::string path;
  path.reserve(at.size() * 12 + 32);  // and the reach of the peers
  for (std::size_t first = 0; first < at.size();) {
    std::size_t last = first;
    while (last < at.size() && at[last] == at[first]) ++last;
    const auto equal = static_cast<int>(last - first);
    const int gap = equal < 2 ? 0 : std::min(7, 60 / (equal - 1));
    for (int i = 0; i < equal; ++i) append_point(path, 'M', at[first] + (2 * i - equal + 1) * gap / 2).append(" 0v16");
    first = last;
  }
  return path;
}

void add_line(Markup& svg, std::string_view css_class, std::pair<double, double> x, std::pair<int, int> y) {
  svg.raw("<line class=\"").raw(css_class).raw("\" x1=\"").percent(std::min(x.first, x.second)).raw("\" x2=\"");
  svg.percent(std::max(x.first, x.second)).raw("\" y1=\"").whole(y.first).raw("\" y2=\"").whole(y.second).raw("\"/>");
}

// Ticks and reach are one path: a page holds many drawings, and every element of it costs the reader's machine.
std::string peers_path(const Axis& axis, const StripPlot& plot) {
  auto path = ticks(axis, finite(plot.peers));
  if (!is_finite(plot.spread)) return path;
  const auto at = [&](double value) { return std::lround(axis.at(value) * 10); };
  append_point(path, 'M', at(plot.spread->p5)).append(" 8");
  append_point(path, 'H', at(plot.spread->p95));
  return path;
}

void add_peers(Markup& svg, const Axis& axis, const StripPlot& plot) {
  if (is_finite(plot.spread)) {
    const double a = axis.at(plot.spread->p25), b = axis.at(plot.spread->p75);
    svg.raw("<rect class=\"band\" x=\"")
        .percent(std::min(a, b))
        .raw("\" width=\"")
        .percent(std::abs(b - a))
        .raw("\" y=\"23\" height=\"18\"/>");
  }
  if (const auto path = peers_path(axis, plot); !path.empty())
    svg.raw(
           "<svg viewBox=\"0 0 1000 16\" preserveAspectRatio=\"none\" x=\"0\" y=\"24\" width=\"100%\" height=\"16\" "
           "overflow=\"visible\">"
           "<path class=\"tick\" vector-effect=\"non-scaling-stroke\" d=\"")
        .raw(path)
        .raw("\"/></svg>");
  if (is_finite(plot.spread)) add_line(svg, "median", {axis.at(plot.spread->p50), axis.at(plot.spread->p50)}, {21, 43});
}

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// The label is centred on the disc where a narrow screen leaves it room, otherwise it grows inward or leans on an end.
void add_label(Markup& svg, double at, std::string_view text) {
  const double half = static_cast<double>(letters(text)) * 7.2 / 2 / 300 * 100;  // of a picture 300 px wide
  std::string_view anchor = "middle", shift = "0";
  double x = at;
  if (at < half && at < 50) {
    anchor = "start", shift = "-6";
    if (at + 2 * half > 100) x = 0, shift = "0";
  } else if (at > 100 - half) {
    anchor = "end", shift = "6";
    if (at - 2 * half < 0) x = 100, shift = "0";
  }
  svg.raw("<text class=\"here\" x=\"")
      .percent(x)
      .raw("\" y=\"")
      .whole(kLabel)
      .raw("\" dx=\"")
      .raw(shift)
      .raw("\" text-anchor=\"")
      .raw(anchor);
  svg.raw("\">").text(text).raw("</text>");
}

void add_place(Markup& svg, const Axis& axis, const StripPlot& plot) {
  if (!is_finite(plot.value)) return;
  constexpr std::array<std::string_view, 3> kClasses{"place", "place worse", "place better"};
  const double at = axis.at(*plot.value);
  if (is_finite(plot.interval))
    add_line(svg, "interval", {axis.at(plot.interval->low), axis.at(plot.interval->high)}, {kAxis, kAxis});
  svg.raw("<circle class=\"")
      .raw(kClasses[static_cast<std::size_t>(stance(plot))])
      .raw("\" cx=\"")
      .percent(at)
      .raw("\" cy=\"32\" r=\"7\"/>");
  add_label(svg, at, plot.value_text);
}

// Each symbol on the first line where none is nearer than its width.
void add_symbols(Markup& svg, const Axis& axis, const std::vector<Symbol>& marks) {
  std::vector<std::pair<double, int>> placed;
  for (const auto& mark : marks) {
    const double at = axis.at(mark.reference->value);
    int line = 0;
    while (line < 2 && std::ranges::any_of(placed, [&](const auto& other) {
             return other.second == line && std::abs(other.first - at) < 4.5;
           }))
      ++line;
    placed.emplace_back(at, line);
    svg.raw("<use href=\"#")
        .raw(mark.id)
        .raw("\" class=\"ref\" x=\"")
        .percent(at)
        .raw("\" y=\"")
        .whole(kSymbols + line * kSymbolLine)
        .raw("\"/>");
  }
}

void add_ends(Markup& svg, const Axis& axis, const StripPlot& plot, Language language) {
  const std::string right = axis.right(language, plot.unit);
  svg.raw("<text y=\"")
      .whole(kEnds)
      .raw("\">")
      .text(axis.left(language, plot.unit))
      .raw("</text><text x=\"100%\" y=\"")
      .whole(kEnds);
  svg.raw("\" text-anchor=\"end\">")
      .text(plot.harm == Harm::none ? right : say(language, msg::strip_harm, {{"end", right}}))
      .raw("</text>");
}

// Whether a line must not break at the space in `text[at]`: numbers keep together, with their unit and with the name
// before them.
bool binds(std::string_view text, std::size_t at) {
  const auto is_digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  const auto after = text.substr(at + 1);
  return is_digit(at + 1) || (at > 0 && is_digit(at - 1)) || after.starts_with('%') || after.starts_with("€") ||
         after.starts_with("−");
}

// One paragraph without elements inside, since a page holds many: a line breaks between references, rarely within one.
std::string references(const StripPlot& plot, const std::vector<Symbol>& marks) {
  std::string line;
  const auto add = [&line](std::string_view mark, std::string_view text) {
    line.append(line.empty() ? "" : "\u2003").append(mark).append("\u00A0");
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == ' ' && binds(text, i))
        line += "\u00A0";
      else if (text[i] == '-')
        line += "\u2011";
      else
        line += text[i];
    }
  };
  if (!plot.median_text.empty() && is_finite(plot.spread)) add("┃", plot.median_text);
  for (const auto& mark : marks) add(mark.mark, mark.reference->text);
  return line.empty() ? line : "<p class=\"refs\">" + escaped(line) + "</p>";
}

}  // namespace

Stance stance(const StripPlot& plot) {
  if (plot.harm == Harm::none || !is_finite(plot.value) || !is_finite(plot.spread)) return Stance::within;
  const bool above = *plot.value > plot.spread->p75, below = *plot.value < plot.spread->p25;
  if (!above && !below) return Stance::within;
  return above == (plot.harm == Harm::high) ? Stance::worse : Stance::better;
}

std::string strip_plot(Language language, const StripPlot& plot) {
  const auto marks = symbols(plot);
  const auto all = everything(plot, marks);
  if (all.empty()) return {};
  const Axis axis(all, plot.harm);
  Markup svg(2048);
  // The axis itself is a background of the style sheet: one node less a drawing.
  svg.raw("<svg class=\"strip\" role=\"img\"><title>").text(plot.title).raw(". ").text(plot.sentence).raw("</title>");
  add_peers(svg, axis, plot);
  add_place(svg, axis, plot);
  add_symbols(svg, axis, marks);
  add_ends(svg, axis, plot, language);
  return svg.raw("</svg>").raw(references(plot, marks)).take();
}

std::string strip_key(Language language, std::string_view place, std::string_view peers) {
  Markup list(1024);
  list.raw(
      "<ul class=\"key\"><li><svg width=\"16\" height=\"16\" aria-hidden=\"true\"><path class=\"tick\" d=\"M4 0v16M8 "
      "0v16M12 0v16\"/></svg>");
  list.text(peers).raw(
      "</li><li><svg width=\"26\" height=\"16\" aria-hidden=\"true\"><path class=\"band\" d=\"M0 1h26v14H0z\"/>");
  list.raw("<path class=\"median\" d=\"M13-1v18\"/></svg>")
      .text(say(language, msg::strip_half))
      .raw("</li><li><svg width=\"26\" height=\"16\" ");
  list.raw("aria-hidden=\"true\"><path class=\"reach\" d=\"M0 8h26\"/></svg>")
      .text(say(language, msg::strip_reach))
      .raw("</li><li><svg width=\"16\" ");
  list.raw("height=\"16\" aria-hidden=\"true\"><circle class=\"place worse\" cx=\"8\" cy=\"8\" r=\"7\"/></svg>");
  return list.text(say(language, msg::strip_place, {{"place", place}})).raw("</li></ul>").take();
}

}  // namespace catalyse::web
