// The values of one indicator at every place of a level, and how the reader chooses it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "picker.hpp"

namespace catalyse::comparisons {

struct Column {
  std::uint16_t indicator = 0;
  int year = 0;
  std::string_view vintage;
  territories::Range range;
  std::vector<double> values;  // by place of the range; NaN unless present
  std::vector<observatory::State> states;

  [[nodiscard]] double at(PlaceIndex place) const { return values[place - range.first]; }
  [[nodiscard]] observatory::State state(PlaceIndex place) const { return states[place - range.first]; }
  [[nodiscard]] std::vector<double> sorted() const;  // those present, ascending
};
// `indicator` exists at the level.
[[nodiscard]] Column column(const Context& context, std::uint16_t indicator, core::Level level);

// The indicator that `parameter` names, when it exists at the level; a fault otherwise, or nothing when nothing was
// asked.
[[nodiscard]] std::optional<std::uint16_t> read_indicator(Desk& desk, std::string_view parameter, core::Level level);

// Lists of a form: indicators of the level by theme, levels.
[[nodiscard]] SelectView indicator_select(const Desk& desk, std::string_view name, std::string label,
                                          core::Level level);
[[nodiscard]] SelectView level_select(const Desk& desk, core::Level level);

// The default peers of the chosen places that are not chosen themselves, each once, the nearest of the first place
// first.
inline constexpr std::size_t kMarkedMost = 1'000;  // places of a perimeter on a drawing
inline constexpr std::size_t kRowsMost = 50;       // of them in the table beside it; all are in the files

// Reads `?perimetre=` into the desk and its state: a note when it is marked, a fault when it cannot be.
void read_perimeter(Desk& desk, core::Level level);
// « communes comparables », or « communes de « Pays de Caux » »: what is marked beside the chosen places.
[[nodiscard]] std::string marked_words(const Desk& desk, core::Level level);
// The places marked beside the chosen ones: those of the perimeter, else the peers.
[[nodiscard]] std::vector<PlaceIndex> peers_of(const Desk& desk);

// What is shown of an indicator here: « Pauvreté, % » (label and what of the unit is not said), and of a value.
[[nodiscard]] std::string full_label(const Desk& desk, std::uint16_t indicator);
[[nodiscard]] std::string value_words(const Desk& desk, const Column& column, PlaceIndex place);
// An end of a scale: as many decimals as its step needs.
[[nodiscard]] std::string tick_text(const Desk& desk, std::uint16_t indicator, double value, double step);
// Said where which places have a value depends on their size (method.md §3): the picture is of those published.
[[nodiscard]] std::string published_note(const Desk& desk, std::span<const Column* const> columns);
[[nodiscard]] std::string source_line(const Desk& desk, std::span<const Column* const> columns);

}  // namespace catalyse::comparisons
