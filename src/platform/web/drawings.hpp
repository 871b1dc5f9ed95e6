// Drawings made by the server: SVG without script, readable in greyscale, the same image from 320 px to paper.
// Positions are percentages of the width and texts keep their size, so nothing is stretched. Every drawing has its
// sentence or stands beside its numbers. Pure functions; all texts are escaped here; a value that is not finite is left
// out.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "web/i18n.hpp"

namespace catalyse::web {

enum class Harm : std::uint8_t { high, low, none };  // which side of the scale is worse; it is drawn on the right

struct Bounds {
  double low = 0, high = 0;
};

// Quantiles of the peers: 5, 25, 50, 75 and 95 %.
struct Quantiles {
  double p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0;
};

struct Reference {
  double value = 0;
  std::string text{};  // « Seine-Maritime 13,0 % »
};

// One indicator: a tick per peer, band from first to third quartile with the median, the place as a disc with its
// value, its interval, département ◆, région ■, France ▲.
struct StripPlot {
  std::string title{};     // « Chômage au sens du recensement, Rouen et ses 20 communes comparables »
  std::string sentence{};  // all that the drawing shows, in words
  Harm harm = Harm::none;
  std::string unit{};  // beside the numbers of the axis: « % », « € »; may be empty
  std::optional<double> value{};
  std::string value_text{};  // « Rouen 15,7 % »
  std::optional<Bounds> interval{};
  std::vector<double> peers{};
  std::optional<Quantiles> spread{};
  std::string median_text{};  // « Médiane 15,2 % »
  std::optional<Reference> departement{}, region{}, france{};
};

// Where the place stands: its disc is coloured outside the middle half of its peers.
enum class Stance : std::uint8_t { within, worse, better };
[[nodiscard]] Stance stance(const StripPlot& plot);

// An <svg class="strip"> and the line that gives its references in numbers; empty when there is no finite value to
// draw. The frame holds the three symbols it uses.
[[nodiscard]] std::string strip_plot(Language language, const StripPlot& plot);
// The legend of a list of strip plots, as <ul class="key">.
[[nodiscard]] std::string strip_key(Language language, std::string_view place, std::string_view peers);

// Score of a theme on 0–100, as a disc (France) and a ring (peers). Decoration: the numbers stand in the cells beside
// it.
[[nodiscard]] std::string theme_dots(std::optional<double> france, std::optional<double> peers);
// The scale over a column of theme_dots.
[[nodiscard]] std::string theme_scale();

struct Part {
  std::string_view label{};
  double share = 0;  // ≥ 0, in the unit of `full`
};
// Stacked bar of the three largest parts and the rest together, over the whole width when they sum to `full` (the
// longest bar of the table), and the `named` largest in numbers, as shares of this bar: « cadres 66 %, population 25 %
// ».
[[nodiscard]] std::string contributions_bar(Language language, std::vector<Part> parts, double full,
                                            std::size_t named = 2);

struct TrendPoint {
  int year = 0;
  std::optional<double> value{};
  std::string text{};          // « 15,7 % », or in words why there is none
  bool breaks_before = false;  // the series was redefined: the line starts anew here
};
struct TrendLine {
  std::string id{};                  // unique in the page
  std::string title{};               // « Chômage au sens du recensement, Rouen »
  std::string sentence{};            // « De 14,2 % en 2013 à 15,7 % en 2022. »
  std::vector<TrendPoint> points{};  // by year
};
// A <figure class="trend">: the line with its first and last value, then the table of its years. Only the table when
// fewer than two values can be drawn.
[[nodiscard]] std::string trend(Language language, const TrendLine& line);

}  // namespace catalyse::web
