#include "column.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "messages.hpp"
#include "observatory/wording.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/i18n.hpp"

namespace catalyse::comparisons {
namespace {

using observatory::State;
using web::say;

constexpr std::size_t kIdShown = 60;  // bytes of an id that is repeated to the reader

const observatory::Series* latest(const observatory::Observatory& observatory, std::uint16_t indicator,
                                  core::Level level) {
  const auto& all = observatory.series();
  const auto found = std::ranges::find_if(
      all, [&](const auto& series) { return series.indicator == indicator && series.level == level && series.latest; });
  return found == all.end() ? nullptr : &*found;
}

std::string levels_with(const Desk& desk, std::uint16_t indicator) {
  std::vector<std::string> names;
  for (const auto level : core::kLevels) {
    if (desk.context.observatory->exists(indicator, level))
      names.push_back(observatory::level_words(level, desk.language()));
  }
  return text::list(names, desk.language());
}

std::string_view asked(const Desk& desk, std::string_view parameter) {
  return desk.request.query.first(parameter).value_or("");
}

}  // namespace

std::vector<double> Column::sorted() const {
  std::vector<double> all;
  std::ranges::copy_if(values, std::back_inserter(all), [](double v) { return !std::isnan(v); });
  std::ranges::sort(all);
  return all;
}

Column column(const Context& context, std::uint16_t indicator, core::Level level) {
  Column result;
  result.indicator = indicator;
  if (const auto* series = latest(*context.observatory, indicator, level)) {
    result.year = series->year;
    result.vintage = series->vintage;
  }
  result.range = context.territories->range(level);
  result.values.reserve(result.range.size());
  result.states.reserve(result.range.size());
  for (auto place = result.range.first; place < result.range.last; ++place) {
    const auto cell = context.observatory->cell(indicator, place);
    const bool there = cell.state == State::present && std::isfinite(cell.value);
    result.values.push_back(there ? cell.value : std::numeric_limits<double>::quiet_NaN());
    result.states.push_back(cell.state);
  }
  return result;
}

std::optional<std::uint16_t> read_indicator(Desk& desk, std::string_view parameter, core::Level level) {
  const auto id = asked(desk, parameter);
  if (id.empty()) return std::nullopt;
  const auto& all = desk.context.observatory->indicators();
  const auto found = std::ranges::find(all, id, &observatory::Indicator::id);
  if (found == all.end()) {
    desk.selection.faults.push_back({&msg::fault_indicator, {{"id", std::string(id.substr(0, kIdShown))}}});
    return std::nullopt;
  }
  const auto index = static_cast<std::uint16_t>(found - all.begin());
  if (desk.context.observatory->exists(index, level)) return index;
  desk.selection.faults.push_back({&msg::fault_no_level,
                                   {{"label", std::string(observatory::label(*found, desk.language()))},
                                    {"level", observatory::level_words(level, desk.language())},
                                    {"levels", levels_with(desk, index)}}});
  return std::nullopt;
}

SelectView indicator_select(const Desk& desk, std::string_view name, std::string label, core::Level level) {
  const auto& observatory = *desk.context.observatory;
  SelectView view{std::string(name), std::string(name), std::move(label), {}, {}};
  view.plain.push_back({"", say(desk.language(), msg::picker_choose), asked(desk, name).empty()});
  for (std::uint16_t theme = 0; theme < observatory.themes().size(); ++theme) {
    OptionGroupView group{std::string(observatory::theme_label(observatory.themes()[theme], desk.language())), {}};
    for (std::uint16_t i = 0; i < observatory.indicators().size(); ++i) {
      const auto& indicator = observatory.indicators()[i];
      if (indicator.theme != theme || !observatory.exists(i, level)) continue;
      group.options.push_back({indicator.id, std::string(observatory::short_label(indicator, desk.language())),
                               asked(desk, name) == indicator.id});
    }
    if (!group.options.empty()) view.groups.push_back(std::move(group));
  }
  return view;
}

SelectView level_select(const Desk& desk, core::Level level) {
  SelectView view{"niveau", "niveau", say(desk.language(), msg::picker_level), {}, {}};
  for (const auto each : core::kLevels) {
    view.plain.push_back({std::string(core::level_name(each)),
                          text::capitalised(observatory::level_words(each, desk.language())), each == level});
  }
  return view;
}

void read_perimeter(Desk& desk, core::Level level) {
  const auto asked = desk.request.query.first("perimetre");
  if (!asked || asked->empty() || !desk.context.perimeters) return;
  const auto fault = [&](const web::Message& sentence, std::string name, std::size_t n) {
    desk.selection.faults.push_back({&sentence,
                                     {{"name", std::move(name)},
                                      {"levels", observatory::level_words(level, desk.language())},
                                      {"n", text::number(static_cast<std::int64_t>(n), desk.language())},
                                      {"most", text::number(std::int64_t{kMarkedMost}, desk.language())}}});
  };
  const auto found = desk.context.perimeters->find(*asked);
  if (!found) return fault(msg::fault_perimeter, std::string(asked->substr(0, 40)), 0);
  const auto n = perimeters::places_within(*desk.context.territories, **found, level).size();
  if (n == 0) return fault(msg::fault_perimeter_empty, (*found)->name, n);
  if (n > kMarkedMost) return fault(msg::fault_perimeter_large, (*found)->name, n);
  desk.perimeter = *found;
  desk.state.emplace_back("perimetre", (*found)->id);
  desk.selection.notes.push_back({&msg::note_perimeter,
                                  {{"name", (*found)->name},
                                   {"levels", observatory::level_words(level, desk.language())},
                                   {"n", text::number(static_cast<std::int64_t>(n), desk.language())}}});
}

std::string marked_words(const Desk& desk, core::Level level) {
  if (!desk.perimeter) return observatory::peers_words(level, desk.language());
  return say(desk.language(), msg::perimeter_group,
             {{"levels", observatory::level_words(level, desk.language())}, {"name", desk.perimeter->name}});
}

std::vector<PlaceIndex> peers_of(const Desk& desk) {
  std::vector<PlaceIndex> all;
  const auto& chosen = desk.selection.places;
  const auto is_in = [](const std::vector<PlaceIndex>& list, PlaceIndex place) {
    return std::ranges::find(list, place) != list.end();
  };
  if (desk.perimeter) {
    all = perimeters::places_within(*desk.context.territories, *desk.perimeter, *desk.selection.level);
    std::erase_if(all, [&](PlaceIndex place) { return is_in(chosen, place); });
    return all;
  }
  for (const auto place : chosen) {
    const auto peers = desk.context.observatory->peers(place);
    if (!peers) continue;
    for (const auto& peer : peers->list) {
      if (!is_in(chosen, peer.place) && !is_in(all, peer.place)) all.push_back(peer.place);
    }
  }
  return all;
}

std::string full_label(const Desk& desk, std::uint16_t indicator) {
  const auto& about = desk.context.observatory->indicators()[indicator];
  const auto label = observatory::label(about, desk.language());
  const auto unit = observatory::unit_note(about, desk.language(), label);
  return std::string(label) + (unit.empty() ? "" : ", " + unit);
}

std::string value_words(const Desk& desk, const Column& column, PlaceIndex place) {
  const auto& indicator = desk.context.observatory->indicators()[column.indicator];
  const double value = column.at(place);
  return std::isnan(value) ? observatory::state_words(indicator, column.state(place), desk.language())
                           : observatory::value_text(indicator, value, desk.language());
}

std::string tick_text(const Desk& desk, std::uint16_t indicator, double value, double step) {
  auto about = desk.context.observatory->indicators()[indicator];
  about.decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
  return observatory::value_text(about, value, desk.language());
}

std::string published_note(const Desk& desk, std::span<const Column* const> columns) {
  const bool limited = std::ranges::any_of(columns, [&](const Column* column) {
    const bool some_absent = std::ranges::any_of(column->values, [](double v) { return std::isnan(v); });
    return some_absent && desk.context.observatory->indicators()[column->indicator].publication_limited;
  });
  return limited ? " " + say(desk.language(), msg::published_only) : std::string{};
}

std::string source_line(const Desk& desk, std::span<const Column* const> columns) {
  std::string sources;
  for (const auto* column : columns) {
    const auto& indicator = desk.context.observatory->indicators()[column->indicator];
    const auto source = observatory::cited(indicator.producer, column->vintage, desk.language());
    if (sources.find(source) == std::string::npos) sources += (sources.empty() ? "" : " ; ") + source;
  }
  return say(desk.language(), msg::compare_sources, {{"sources", sources}});
}

}  // namespace catalyse::comparisons
