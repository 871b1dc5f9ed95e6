// `/comparer/nuage`: two indicators over all the places of a level, the chosen ones and their peers marked.
#include <algorithm>
#include <cmath>

#include "association_rules.hpp"
#include "column.hpp"
#include "density_rules.hpp"
#include "drawings.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "observatory/statistics_rules.hpp"
#include "observatory/wording.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"

namespace catalyse::comparisons {
namespace {

using web::say;

constexpr std::string_view kPath = "/comparer/nuage";
constexpr std::size_t kDotsMost = 400;  // places drawn one by one up to there, by a grid beyond
constexpr GridSize kGrid{60, 40};
constexpr std::size_t kSteps = 10;

std::string count(std::size_t n, core::Language language) {
  return text::number(static_cast<std::int64_t>(n), language);
}

std::string short_words(const Desk& desk, std::uint16_t indicator) {
  return std::string(observatory::short_label(desk.context.observatory->indicators()[indicator], desk.language()));
}

std::vector<double> seen(const Column& column, std::span<const PlaceIndex> chosen, std::span<const PlaceIndex> peers) {
  std::vector<double> values;
  for (const auto& list : {chosen, peers}) {
    for (const auto place : list)
      if (!std::isnan(column.at(place))) values.push_back(column.at(place));
  }
  return values;
}

std::vector<Tick> ticks(const Desk& desk, std::uint16_t indicator, const Scale& scale) {
  std::vector<Tick> all;
  const auto steps = std::llround((scale.high - scale.low) / scale.step);
  const auto every = std::max(1LL, (steps + 3) / 5);  // at most six numbers stand side by side on a phone
  for (long long i = 0; i <= steps; i += every) {
    const double value = scale.low + static_cast<double>(i) * scale.step;
    all.push_back({scale.at(value), tick_text(desk, indicator, value, scale.step)});
  }
  return all;
}

const web::Message& strength_words(const Association& association) {
  const bool up = association.rho > 0;
  switch (strength(association)) {
    case Strength::none:
      return msg::association_none;
    case Strength::weak:
      return up ? msg::association_weak_up : msg::association_weak_down;
    case Strength::moderate:
      return up ? msg::association_moderate_up : msg::association_moderate_down;
    case Strength::strong:
      return up ? msg::association_strong_up : msg::association_strong_down;
  }
  return msg::association_none;
}

std::string association_sentence(const Desk& desk, const Plot& plot) {
  const auto language = desk.language();
  const auto n = count(plot.points.size(), language);
  if (!plot.association) return say(language, msg::association_unknown, {{"n", n}});
  const auto& found = *plot.association;
  return say(language, msg::association_measured,
             {{"rho", text::signed_number(found.rho, 2, language)},
              {"low", text::signed_number(found.low, 2, language)},
              {"high", text::signed_number(found.high, 2, language)},
              {"n", n},
              {"levels", observatory::level_words(plot.level, language)},
              {"words", say(language, strength_words(found))}});
}

std::vector<Mark> marks(const Desk& desk, const Plot& plot, std::span<const PlaceIndex> places) {
  std::vector<Mark> all;
  for (const auto place : places) {
    const double x = plot.x.at(place), y = plot.y.at(place);
    if (std::isnan(x) || std::isnan(y)) continue;
    all.push_back({plot.x_scale.at(x), plot.y_scale.at(y), desk.name(place),
                   say(desk.language(), msg::scatter_mark,
                       {{"place", desk.name(place)},
                        {"x", value_words(desk, plot.x, place)},
                        {"y", value_words(desk, plot.y, place)}})});
  }
  return all;
}

std::string drawing(const Desk& desk, const Plot& plot, std::string sentence) {
  Cloud cloud;
  cloud.sentence = std::move(sentence);
  if (plot.points.size() > kDotsMost) {
    cloud.grid = plot.grid;
  } else {
    for (const auto& point : plot.points) cloud.points.push_back({plot.x_scale.at(point.x), plot.y_scale.at(point.y)});
  }
  cloud.chosen = marks(desk, plot, desk.selection.places);
  cloud.peers = marks(desk, plot, plot.peers);
  cloud.x = ticks(desk, plot.x.indicator, plot.x_scale);
  cloud.y = ticks(desk, plot.y.indicator, plot.y_scale);
  const auto middle = [](const std::vector<double>& sorted) { return observatory::quantile(sorted, 0.5); };
  cloud.median = {plot.x_scale.at(middle(plot.x_sorted)), plot.y_scale.at(middle(plot.y_sorted))};
  return cloud_svg(cloud);
}

std::string places_table(const Desk& desk, const Plot& plot) {
  const auto language = desk.language();
  web::Table table{.id = "c-places",
                   .caption = say(language, msg::scatter_places_caption),
                   .columns = {{.label = observatory::level_word(plot.level, language)},
                               {.label = short_words(desk, plot.x.indicator), .align = web::Align::number},
                               {.label = short_words(desk, plot.y.indicator), .align = web::Align::number}},
                   .fit = web::Fit::fit,
                   .css_class = "compare"};
  const auto add = [&](PlaceIndex place, web::Tone tone) {
    std::vector<web::Cell> row{{.text = desk.name(place),
                                .address = desk.dossier_href(place),
                                .note = within(*desk.context.territories, place)}};
    for (const auto* column : {&plot.x, &plot.y}) {
      const bool absent = std::isnan(column->at(place));
      row.push_back({.text = value_words(desk, *column, place), .tone = absent ? web::Tone::missing : tone});
    }
    table.rows.push_back(std::move(row));
  };
  for (const auto place : desk.selection.places) add(place, web::Tone::strong);
  // A long perimeter is whole in the files.
  for (const auto place : std::span(plot.peers).first(std::min(plot.peers.size(), kRowsMost)))
    add(place, web::Tone::plain);
  return table.rows.empty() ? std::string{} : web::table(table);
}

std::string quantiles_table(const Desk& desk, const Plot& plot) {
  const auto language = desk.language();
  web::Table table{.id = "c-reperes",
                   .caption = say(language, msg::scatter_quantiles_caption,
                                  {{"levels", observatory::level_words(plot.level, language)}}),
                   .columns = {{.label = say(language, msg::scatter_share)},
                               {.label = short_words(desk, plot.x.indicator), .align = web::Align::number},
                               {.label = short_words(desk, plot.y.indicator), .align = web::Align::number}},
                   .fit = web::Fit::fit,
                   .css_class = "compare"};
  const auto& indicators = desk.context.observatory->indicators();
  for (const auto& [part, words] :
       {std::pair{0.05, &msg::quantile_p5}, std::pair{0.25, &msg::quantile_p25}, std::pair{0.5, &msg::quantile_p50},
        std::pair{0.75, &msg::quantile_p75}, std::pair{0.95, &msg::quantile_p95}}) {
    table.rows.push_back({{.text = say(language, *words)},
                          {.text = observatory::value_text(indicators[plot.x.indicator],
                                                           observatory::quantile(plot.x_sorted, part), language)},
                          {.text = observatory::value_text(indicators[plot.y.indicator],
                                                           observatory::quantile(plot.y_sorted, part), language)}});
  }
  return web::table(table);
}

void fill_key(const Desk& desk, const Plot& plot, ScatterView& view) {
  const auto language = desk.language();
  if (plot.points.size() > kDotsMost) {
    for (std::size_t i = 0; i < std::size(kDensities); ++i) {
      const bool last = i + 1 == std::size(kDensities);
      const auto low = count(kDensities[i], language);
      view.key.push_back(
          {density_swatch(i + 1), last ? say(language, msg::scatter_from, {{"low", low}})
                                       : say(language, msg::scatter_between,
                                             {{"low", low}, {"high", count(kDensities[i + 1] - 1, language)}})});
    }
    view.key_title = say(language, msg::scatter_key, {{"levels", observatory::level_words(plot.level, language)}});
  }
  view.medians = say(language, plot.peers.empty() ? msg::scatter_medians : msg::scatter_medians_peers,
                     {{"group", marked_words(desk, plot.level)}});
}

std::string frame_note(const Desk& desk, const Plot& plot) {
  const auto language = desk.language();
  const auto levels = observatory::level_words(plot.level, language);
  auto words = say(language, msg::scatter_counted,
                   {{"n", count(plot.points.size(), language)},
                    {"total", count(plot.x.range.size(), language)},
                    {"levels", levels}});
  if (plot.grid.beyond > 0)
    words += " " + say(language, msg::scatter_beyond, {{"n", count(plot.grid.beyond, language)}});
  const Column* both[] = {&plot.x, &plot.y};
  return words + published_note(desk, both);
}

web::Link link_to(const Desk& desk, std::string_view path, std::vector<std::pair<std::string, std::string>> state,
                  std::string text) {
  Desk there{desk.context, desk.request, desk.selection, std::move(state)};
  return {std::move(text), there.address(path, desk.selection.places)};
}

void fill_plot(const Desk& desk, const Plot& plot, ScatterView& view) {
  const auto language = desk.language();
  const auto& indicators = desk.context.observatory->indicators();
  const auto x = full_label(desk, plot.x.indicator), y = full_label(desk, plot.y.indicator);
  view.association = association_sentence(desk, plot);
  view.x_label = say(language, msg::scatter_x, {{"label", x}, {"year", text::year(plot.x.year)}});
  view.y_label = say(language, msg::scatter_y, {{"label", y}, {"year", text::year(plot.y.year)}});
  view.plot_html = drawing(desk, plot, view.title + ". " + view.association);
  view.frame_note = frame_note(desk, plot);
  fill_key(desk, plot, view);
  view.places_html = places_table(desk, plot);
  view.quantiles_html = quantiles_table(desk, plot);
  const Column* both[] = {&plot.x, &plot.y};
  view.sources = source_line(desk, both);
  const std::string level(core::level_name(plot.level));
  const auto& x_id = indicators[plot.x.indicator].id;
  const auto& y_id = indicators[plot.y.indicator].id;
  const auto add = [&](const web::Link& link) { view.more.push_back({link.address, link.text}); };
  add(link_to(desk, kPath, {{"x", y_id}, {"y", x_id}, {"niveau", level}}, say(language, msg::scatter_swap)));
  for (const auto* column : both) {
    const auto& indicator = indicators[column->indicator];
    add(link_to(desk, "/comparer/distribution", {{"indicateur", indicator.id}, {"niveau", level}},
                say(language, msg::scatter_distribution, {{"label", short_words(desk, column->indicator)}})));
  }
  view.downloads_html = web::downloads(language, offers(desk, kPath));
}

Plot made(const Desk& desk, core::Level level, std::uint16_t x, std::uint16_t y) {
  Plot plot;
  plot.level = level;
  plot.x = column(desk.context, x, level);
  plot.y = column(desk.context, y, level);
  std::vector<double> xs, ys;
  for (std::size_t i = 0; i < plot.x.values.size(); ++i) {
    if (std::isnan(plot.x.values[i]) || std::isnan(plot.y.values[i])) continue;
    xs.push_back(plot.x.values[i]);
    ys.push_back(plot.y.values[i]);
    plot.points.push_back({xs.back(), ys.back()});
  }
  if (plot.points.empty()) return plot;
  plot.association = spearman(xs, ys);
  plot.peers = peers_of(desk);
  std::ranges::sort(xs);
  std::ranges::sort(ys);
  plot.x_scale = scale(xs, seen(plot.x, desk.selection.places, plot.peers), kSteps);
  plot.y_scale = scale(ys, seen(plot.y, desk.selection.places, plot.peers), kSteps);
  plot.grid = grid(plot.points, plot.x_scale, plot.y_scale, kGrid);
  plot.x_sorted = std::move(xs);
  plot.y_sorted = std::move(ys);
  return plot;
}

core::Result<http::Response> as_data(const Desk& desk, const Plot* plot) {
  if (!desk.selection.faults.empty()) return std::unexpected(as_error(desk.selection.faults[0]));
  if (plot == nullptr) return core::fail(core::ErrorKind::invalid, msg::fault_two_indicators.key);
  if (desk.request.form == http::Form::json) return http::answer(http::kJsonType, scatter_json(desk, *plot));
  const auto spoken = exporting::dialect_from(desk.request.query.first("dialecte"));
  if (!spoken) return std::unexpected(spoken.error());
  return http::attachment(http::kCsvType, scatter_csv(desk, *plot, *spoken), "nuage.csv");
}

PickerView chooser(const Desk& desk, core::Level level) {
  auto view = picker(desk, kPath);
  const auto language = desk.language();
  view.selects = {level_select(desk, level), indicator_select(desk, "x", say(language, msg::picker_x), level),
                  indicator_select(desk, "y", say(language, msg::picker_y), level)};
  if (desk.perimeter) view.hidden.push_back({"perimetre", desk.perimeter->id});
  view.button = say(language, msg::picker_button);
  if (!view.add_label.empty()) view.add_hint = say(language, msg::picker_hint_plot);
  view.title = say(language, msg::picker_title_scatter);
  return view;
}

}  // namespace

core::Result<http::Response> scatter(const Context& context, const http::Request& request) {
  Desk desk{context, request, read_selection({*context.territories}, request.query, request.language), {}};
  const auto language = request.language;
  const auto level = desk.selection.level.value_or(core::Level::commune);
  desk.selection.level = level;
  const auto x = read_indicator(desk, "x", level), y = read_indicator(desk, "y", level);
  const bool drawable = x && y && x != y;  // faults, if any, are about places
  if (x && x == y) desk.selection.faults.push_back({&msg::fault_same_indicator, {}});
  desk.state = {{"x", std::string(request.query.first("x").value_or(""))},
                {"y", std::string(request.query.first("y").value_or(""))},
                {"niveau", std::string(core::level_name(level))}};
  read_perimeter(desk, level);
  std::optional<Plot> plot;
  const bool faultless = desk.selection.faults.empty();
  if (drawable && faultless) plot = made(desk, level, *x, *y);
  if (plot && plot->points.empty()) {
    desk.selection.faults.push_back({&msg::fault_no_values, {{"levels", observatory::level_words(level, language)}}});
    plot.reset();
  }
  if (request.form != http::Form::html) return as_data(desk, plot ? &*plot : nullptr);
  if (auto there = certain_addition(desk, kPath); !there.empty()) return http::redirect(std::move(there), 303);
  ScatterView view;
  view.title = plot ? say(language, msg::scatter_title_of, {{"x", short_words(desk, *x)}, {"y", short_words(desk, *y)}})
                    : say(language, msg::scatter_title);
  view.lead = say(language, plot ? msg::scatter_cause : msg::scatter_lead);
  auto choice = chooser(desk, level);
  if (drawable && !faultless) offer_rest(desk, kPath, choice);
  view.picker_html = picker_html(desk, choice);
  Body body{view.title, say(language, msg::scatter_description), std::string(kPath), {}, {}};
  if (plot) {
    fill_plot(desk, *plot, view);
    body.offers = offers(desk, kPath);
  }
  body.html = templates::render_scatter(view, language);
  return framed(desk, std::move(body));
}

}  // namespace catalyse::comparisons
