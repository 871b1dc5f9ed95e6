// What an address asks the map for, and the one address of each state. Reading never fails as a whole: what cannot be
// understood keeps its default and is reported, so that the page can show the map nearest to what was asked, and say.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cartography.hpp"
#include "classes_rules.hpp"
#include "http/http.hpp"
#include "palette_rules.hpp"
#include "zoning.hpp"

namespace catalyse::cartography {

using territories::kNowhere;
using territories::PlaceIndex;

// From the highest value, from the lowest, by name.
enum class Order : std::uint8_t { highest, lowest, name };

// What part of the map is in sight: its middle, and the zoom of the web (0: the world on 512 pixels).
struct View {
  double longitude = 0, latitude = 0, zoom = 0;
};

struct Choice {
  std::size_t series = 0;      // in Observatory::series()
  bool latest = true;          // the year was not asked for
  PlaceIndex zone = kNowhere;  // of a higher level than the series; kNowhere: the whole of France
  Method method = Method::quantile;
  int classes = 5;
  Palette palette = Palette::diverging;
  Order order = Order::highest;
  int page = 1;
  std::optional<std::size_t> zoning;  // of kZonings, laid over the map
  std::optional<std::size_t> beside;  // a second map, of another indicator or year at the same level: its series
  geo::Overseas overseas = geo::Overseas::same_scale;  // of a map of the whole of France
  bool interactive = false;  // moved in, with a script; asked for, since it weighs ten times the drawing
  std::optional<View> view;  // the whole zone without it
  std::shared_ptr<const perimeters::Perimeter> perimeter;  // outlined, its places alone in the table; null: none
  PlaceIndex group = kNowhere;  // the place whose comparables are shown, of the level of the series
};

// Levels a map may be of, from the largest places, and the words of the address.
struct LevelWord {
  core::Level level;
  std::string_view word;
};
inline constexpr std::array kLevelWords{
    LevelWord{core::Level::region, "region"}, LevelWord{core::Level::departement, "departement"},
    LevelWord{core::Level::epci, "epci"}, LevelWord{core::Level::commune, "commune"}};
[[nodiscard]] std::string_view word_of(core::Level level);

inline constexpr std::array<std::string_view, 3> kMethodWords{"quantile", "egal", "ckmeans"};
inline constexpr std::array<std::string_view, 4> kPaletteWords{"divergente", "sarcelle", "viridis", "cividis"};
inline constexpr std::array<std::string_view, 1> kModeWords{"interactive"};
inline constexpr std::array<std::string_view, 2> kOverseasWords{"propre-echelle", "meme-echelle"};
inline constexpr std::array<std::string_view, 3> kOrderWords{"valeur", "valeur-croissante", "nom"};

struct Asked {
  Choice choice;
  std::optional<core::Error> error;  // the first thing that was not understood
};
[[nodiscard]] Asked read_choice(const Context& context, const http::Query& query);

// The same map of the series beside: its own colours unless some were asked for; no table, no group.
[[nodiscard]] Choice choice_beside(const Context& context, const Choice& choice);

// The parameters, always in the same order, without those at their default: `indicateur=…&niveau=…`.
[[nodiscard]] std::string query_of(const Context& context, const Choice& choice);
// The address of the page, in a language.
[[nodiscard]] std::string address_of(const Context& context, const Choice& choice, core::Language language);

// The palette used when none is asked for: diverging where one side is harmful, one colour where none is.
[[nodiscard]] Palette usual_palette(const observatory::Indicator& indicator);
[[nodiscard]] const observatory::Series& series_of(const Context& context, const Choice& choice);
[[nodiscard]] const observatory::Indicator& indicator_of(const Context& context, const Choice& choice);
// `com:76540`
[[nodiscard]] std::string code_text(const territories::Place& place);

}  // namespace catalyse::cartography
