#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

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

// Those of a plot that have a finite value.
class Symbols {
 public:
  explicit Symbols(const StripPlot& plot) {
    add("d", "◆", plot.departement);
    add("r", "■", plot.region);
    add("f", "▲", plot.france);
  }
  [[nodiscard]] const Symbol* begin() const { return all_.data(); }
  [[nodiscard]] const Symbol* end() const { return all_.data() + count_; }

 private:
  void add(std::string_view id, std::string_view mark, const std::optional<Reference>& reference) {
    if (reference && std::isfinite(reference->value)) all_[count_++] = {id, mark, &*reference};
  }
  std::array<Symbol, 3> all_{};
  std::size_t count_ = 0;
};

bool is_finite(const std::optional<double>& value) { return value && std::isfinite(*value); }

bool is_finite(const std::optional<Quantiles>& spread) {
  return spread && std::isfinite(spread->p5 + spread->p25 + spread->p50 + spread->p75 + spread->p95);
}

bool is_finite(const std::optional<Bounds>& bounds) { return bounds && std::isfinite(bounds->low + bounds->high); }

// The least and the most of all that is drawn; nothing when that is nothing.
std::optional<Bounds> reach(const StripPlot& plot, const Symbols& marks) {
  Bounds all{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  const auto take = [&all](double value) {
    if (!std::isfinite(value)) return;
    all.low = std::min(all.low, value);
    all.high = std::max(all.high, value);
  };
  for (const double value : plot.peers) take(value);
  if (plot.value) take(*plot.value);
  if (is_finite(plot.interval)) take(plot.interval->low), take(plot.interval->high);
  if (is_finite(plot.spread)) take(plot.spread->p5), take(plot.spread->p95);
  for (const auto& mark : marks) take(mark.reference->value);
  return all.low <= all.high ? std::optional(all) : std::nullopt;
}

// Where the ticks of the peers are, in thousandths of the width, in order.
std::vector<int> tick_places(const Axis& axis, const std::vector<double>& peers) {
  std::vector<int> at;
  at.reserve(peers.size());
  for (const double value : peers)
    if (std::isfinite(value)) at.push_back(static_cast<int>(std::lround(axis.at(value) * 10)));
  std::ranges::sort(at);
  return at;
}

// Ticks of peers with equal values stand side by side around their place, so that they can be counted.
void add_ticks(Markup& path, const std::vector<int>& at) {
  for (std::size_t first = 0; first < at.size();) {
    std::size_t last = first;
    while (last < at.size() && at[last] == at[first]) ++last;
    const auto equal = static_cast<int>(last - first);
    const int gap = equal < 2 ? 0 : std::min(7, 60 / (equal - 1));
    for (int i = 0; i < equal; ++i) path.raw("M").whole(at[first] + (2 * i - equal + 1) * gap / 2).raw(" 0v16");
    first = last;
  }
}

void add_line(Markup& svg, std::string_view css_class, std::pair<double, double> x, std::pair<int, int> y) {
  svg.raw("<line class=\"").raw(css_class).raw("\" x1=\"").percent(std::min(x.first, x.second)).raw("\" x2=\"");
  svg.percent(std::max(x.first, x.second)).raw("\" y1=\"").whole(y.first).raw("\" y2=\"").whole(y.second).raw("\"/>");
}

// Ticks and reach are one path: a page holds many drawings, and every element of it costs the reader's machine.
void add_peers_path(Markup& svg, const Axis& axis, const StripPlot& plot) {
  const auto places = tick_places(axis, plot.peers);
  const bool spread = is_finite(plot.spread);
  if (places.empty() && !spread) return;
  svg.raw(
      "<svg viewBox=\"0 0 1000 16\" preserveAspectRatio=\"none\" x=\"0\" y=\"24\" width=\"100%\" height=\"16\" "
      "overflow=\"visible\">"
      "<path class=\"tick\" vector-effect=\"non-scaling-stroke\" d=\"");
  add_ticks(svg, places);
  if (spread) {
    svg.raw("M").whole(std::lround(axis.at(plot.spread->p5) * 10)).raw(" 8");
    svg.raw("H").whole(std::lround(axis.at(plot.spread->p95) * 10));
  }
  svg.raw("\"/></svg>");
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
  add_peers_path(svg, axis, plot);
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
void add_symbols(Markup& svg, const Axis& axis, const Symbols& marks) {
  std::array<std::pair<double, int>, 3> all_placed;
  std::size_t count = 0;
  for (const auto& mark : marks) {
    const double at = axis.at(mark.reference->value);
    const auto placed = std::span(all_placed).first(count);
    int line = 0;
    while (line < 2 && std::ranges::any_of(placed, [&](const auto& other) {
             return other.second == line && std::abs(other.first - at) < 4.5;
           }))
      ++line;
    all_placed[count++] = {at, line};
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

// Spaces that bind and hyphens as the characters at which no line breaks.
void add_bound(Markup& out, std::string_view text) {
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool space = text[i] == ' ' && binds(text, i);
    if (!space && text[i] != '-') continue;
    out.text(text.substr(done, i - done)).raw(space ? std::string_view("\u00A0") : "\u2011");
    done = i + 1;
  }
  out.text(text.substr(done));
}

// One paragraph without elements inside, since a page holds many: a line breaks between references, rarely within one.
void add_references(Markup& out, const StripPlot& plot, const Symbols& marks) {
  bool any = false;
  const auto add = [&](std::string_view mark, std::string_view text) {
    out.raw(any ? std::string_view("\u2003") : "<p class=\"refs\">").raw(mark).raw("\u00A0");
    add_bound(out, text);
    any = true;
  };
  if (!plot.median_text.empty() && is_finite(plot.spread)) add("┃", plot.median_text);
  for (const auto& mark : marks) add(mark.mark, mark.reference->text);
  if (any) out.raw("</p>");
}

}  // namespace

Stance stance(const StripPlot& plot) {
  if (plot.harm == Harm::none || !is_finite(plot.value) || !is_finite(plot.spread)) return Stance::within;
  const bool above = *plot.value > plot.spread->p75, below = *plot.value < plot.spread->p25;
  if (!above && !below) return Stance::within;
  return above == (plot.harm == Harm::high) ? Stance::worse : Stance::better;
}

std::string strip_plot(Language language, const StripPlot& plot) {
  const Symbols marks(plot);
  const auto drawn = reach(plot, marks);
  if (!drawn) return {};
  const Axis axis(*drawn, plot.harm);
  Markup svg(2048 + plot.title.size() + plot.sentence.size());
  // The axis itself is a background of the style sheet: one node less a drawing.
  svg.raw("<svg class=\"strip\" role=\"img\"><title>").text(plot.title).raw(". ").text(plot.sentence).raw("</title>");
  add_peers(svg, axis, plot);
  add_place(svg, axis, plot);
  add_symbols(svg, axis, marks);
  add_ends(svg, axis, plot, language);
  svg.raw("</svg>");
  add_references(svg, plot, marks);
  return svg.take();
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
