// `/comparer/distribution`: how one indicator spreads over all the places of a level, the chosen ones marked.
#include <algorithm>
#include <cmath>

#include "column.hpp"
#include "density_rules.hpp"
#include "drawings.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "observatory/statistics_rules.hpp"
#include "observatory/wording.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "territories/resolve.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"

namespace catalyse::comparisons {
namespace {

using web::say;

constexpr std::string_view kPath = "/comparer/distribution";
constexpr std::size_t kNumbers = 5;  // of the axis, beside its end

std::string count(std::size_t n, core::Language language) {
  return text::number(static_cast<std::int64_t>(n), language);
}

const observatory::Indicator& about(const Desk& desk, const Spread& spread) {
  return desk.context.observatory->indicators()[spread.column.indicator];
}

double part_of(const Spread& spread, double value) {
  const double low = spread.bins.front().low, high = spread.bins.back().high;
  return std::clamp((value - low) / (high - low), 0.0, 1.0);
}

std::string edge_text(const Desk& desk, const Spread& spread, double edge) {
  return tick_text(desk, spread.column.indicator, edge, spread.bins.front().high - spread.bins.front().low);
}

std::string bin_text(const Desk& desk, const Spread& spread, const Bin& bin) {
  const auto language = desk.language();
  const auto low = edge_text(desk, spread, bin.low), high = edge_text(desk, spread, bin.high);
  if (bin.open_low && bin.open_high) return say(language, msg::bin_all);
  if (bin.open_low) return say(language, msg::bin_under, {{"high", high}});
  if (bin.open_high) return say(language, msg::bin_from, {{"low", low}});
  return say(language, msg::bin_between, {{"low", low}, {"high", high}});
}

std::string drawing(const Desk& desk, const Spread& spread, std::string sentence) {
  Histogram picture;
  picture.sentence = std::move(sentence);
  const auto tallest = std::ranges::max(spread.bins, {}, &Bin::count).count;
  for (const auto& bin : spread.bins)
    picture.heights.push_back(static_cast<double>(bin.count) / static_cast<double>(std::max(tallest, 1U)));
  const auto every = std::max<std::size_t>(1, (spread.bins.size() + kNumbers - 1) / kNumbers);
  for (std::size_t i = 0; i <= spread.bins.size(); i += every) {
    const double edge = i < spread.bins.size() ? spread.bins[i].low : spread.bins.back().high;
    picture.ticks.push_back({part_of(spread, edge), edge_text(desk, spread, edge)});
  }
  picture.median = part_of(spread, observatory::quantile(spread.sorted, 0.5));
  for (const auto place : desk.selection.places) {
    const double value = spread.column.at(place);
    if (std::isnan(value)) continue;
    picture.chosen.push_back(
        {part_of(spread, value), 0, desk.name(place) + " " + value_words(desk, spread.column, place), {}});
  }
  for (const auto place : spread.peers) {
    if (!std::isnan(spread.column.at(place))) picture.peers.push_back(part_of(spread, spread.column.at(place)));
  }
  return histogram_svg(picture);
}

std::string percentile_text(const Desk& desk, const observatory::Reading& reading) {
  if (!reading.in_france || reading.limited) return say(desk.language(), msg::compare_none);
  return text::number(reading.in_france->percentile, 0, desk.language());
}

// The chosen places with all that the observatory knows of the value.
std::string places_table(const Desk& desk, const Spread& spread) {
  const auto language = desk.language();
  const auto& indicator = about(desk, spread);
  web::Table table{.id = "c-places",
                   .caption = say(language, msg::distribution_places_caption),
                   .columns = {{.label = observatory::level_word(spread.level, language)},
                               {.label = say(language, msg::distribution_value), .align = web::Align::number},
                               {.label = say(language, msg::distribution_interval), .align = web::Align::number},
                               {.label = say(language, msg::distribution_percentile), .align = web::Align::number},
                               {.label = say(language, msg::distribution_reliability)}},
                   .fit = web::Fit::fit,
                   .css_class = "compare"};
  for (const auto place : desk.selection.places) {
    const auto dossier = desk.context.observatory->dossier(place);
    if (!dossier) continue;
    const auto found = std::ranges::find(dossier->readings, spread.column.indicator, &observatory::Reading::indicator);
    if (found == dossier->readings.end()) continue;
    const auto interval = found->interval
                              ? say(language, msg::compare_interval,
                                    {{"low", text::number(found->interval->low, indicator.decimals, language)},
                                     {"high", text::number(found->interval->high, indicator.decimals, language)}})
                              : say(language, msg::compare_none);
    const bool absent = std::isnan(spread.column.at(place));
    table.rows.push_back(
        {{.text = desk.name(place), .address = desk.dossier_href(place)},
         {.text = value_words(desk, spread.column, place), .tone = absent ? web::Tone::missing : web::Tone::strong},
         {.text = interval},
         {.text = percentile_text(desk, *found)},
         {.text = observatory::reliability_word(found->reliability, language)}});
  }
  return table.rows.empty() ? std::string{} : web::table(table);
}

std::string bins_table(const Desk& desk, const Spread& spread) {
  const auto language = desk.language();
  web::Table table{.id = "c-tranches",
                   .caption = say(language, msg::distribution_bins_caption),
                   .columns = {{.label = say(language, msg::distribution_bin)},
                               {.label = text::capitalised(observatory::level_words(spread.level, language)),
                                .align = web::Align::number},
                               {.label = say(language, msg::distribution_share), .align = web::Align::number},
                               {.label = say(language, msg::distribution_chosen)}},
                   .fit = web::Fit::fit,
                   .css_class = "compare"};
  for (std::size_t i = 0; i < spread.bins.size(); ++i) {
    const auto& bin = spread.bins[i];
    std::vector<std::string> names;
    for (const auto place : desk.selection.places) {
      const double value = spread.column.at(place);
      if (!std::isnan(value) && bin_of(spread.bins, value) == i) names.push_back(desk.name(place));
    }
    const double share = 100.0 * bin.count / static_cast<double>(spread.sorted.size());
    table.rows.push_back({{.text = bin_text(desk, spread, bin)},
                          {.text = count(bin.count, language)},
                          {.text = text::percent(share, 1, language)},
                          {.text = text::list(names, language)}});
  }
  return web::table(table);
}

std::string summary(const Desk& desk, const Spread& spread) {
  const auto language = desk.language();
  const auto value = [&](double part) {
    return observatory::value_text(about(desk, spread), observatory::quantile(spread.sorted, part), language);
  };
  return say(language, msg::distribution_summary,
             {{"n", count(spread.sorted.size(), language)},
              {"total", count(spread.column.range.size(), language)},
              {"levels", observatory::level_words(spread.level, language)},
              {"median", value(0.5)},
              {"low", value(0.25)},
              {"high", value(0.75)}});
}

const web::Message& direction_words(observatory::Direction direction) {
  switch (direction) {
    case observatory::Direction::higher_worse:
      return msg::distribution_higher;
    case observatory::Direction::lower_worse:
      return msg::distribution_lower;
    case observatory::Direction::neutral:
      return msg::distribution_neutral;
  }
  return msg::distribution_neutral;
}

void fill_distribution(const Desk& desk, const Spread& spread, DistributionView& view) {
  const auto language = desk.language();
  const auto& indicator = about(desk, spread);
  const Column* one[] = {&spread.column};
  view.lead = summary(desk, spread) + published_note(desk, one);
  view.direction = say(language, direction_words(indicator.direction));
  view.limits = language == core::Language::fr ? indicator.limits_fr : indicator.limits_en;
  view.x_label = say(language, msg::scatter_x,
                     {{"label", full_label(desk, spread.column.indicator)}, {"year", text::year(spread.column.year)}});
  view.plot_html = drawing(desk, spread, view.title + ". " + view.lead);
  view.key = say(language, spread.peers.empty() ? msg::distribution_key : msg::distribution_key_peers,
                 {{"group", marked_words(desk, spread.level)}});
  view.places_html = places_table(desk, spread);
  view.bins_html = bins_table(desk, spread);
  view.sources = source_line(desk, one);
  if (spread.level != core::Level::arrondissement) {  // maps have no such level
    view.more.push_back({web::localised(language, "/carte") + "?indicateur=" + indicator.id +
                             "&niveau=" + std::string(territories::level_path_word(spread.level)),
                         say(language, msg::distribution_map)});
  }
  Desk there{desk.context, desk.request, desk.selection, {}};
  there.state = {{"x", indicator.id}, {"niveau", std::string(core::level_name(spread.level))}};
  view.more.push_back(
      {there.address("/comparer/nuage", desk.selection.places), say(language, msg::distribution_scatter)});
  if (desk.selection.places.size() >= kPlacesLeast) {
    there.state.clear();
    view.more.push_back({there.address("/comparer", desk.selection.places), say(language, msg::distribution_compare)});
  }
  view.downloads_html = web::downloads(language, offers(desk, kPath));
}

core::Result<http::Response> as_data(const Desk& desk, const Spread* spread) {
  if (!desk.selection.faults.empty()) return std::unexpected(as_error(desk.selection.faults[0]));
  if (spread == nullptr) return core::fail(core::ErrorKind::invalid, msg::fault_one_indicator.key);
  if (desk.request.form == http::Form::json) return http::answer(http::kJsonType, distribution_json(desk, *spread));
  const auto spoken = exporting::dialect_from(desk.request.query.first("dialecte"));
  if (!spoken) return std::unexpected(spoken.error());
  return http::attachment(http::kCsvType, distribution_csv(desk, *spread, *spoken), "distribution.csv");
}

PickerView chooser(const Desk& desk, core::Level level) {
  auto view = picker(desk, kPath);
  const auto language = desk.language();
  view.selects = {level_select(desk, level),
                  indicator_select(desk, "indicateur", say(language, msg::compare_indicator), level)};
  if (desk.perimeter) view.hidden.push_back({"perimetre", desk.perimeter->id});
  view.button = say(language, msg::picker_button);
  if (!view.add_label.empty()) view.add_hint = say(language, msg::picker_hint_plot);
  view.title = say(language, msg::picker_title_distribution);
  return view;
}

}  // namespace

core::Result<http::Response> distribution(const Context& context, const http::Request& request) {
  Desk desk{context, request, read_selection({*context.territories}, request.query, request.language), {}};
  const auto language = request.language;
  const auto level = desk.selection.level.value_or(core::Level::commune);
  desk.selection.level = level;
  const auto indicator = read_indicator(desk, "indicateur", level);
  desk.state = {{"indicateur", std::string(request.query.first("indicateur").value_or(""))},
                {"niveau", std::string(core::level_name(level))}};
  read_perimeter(desk, level);
  std::optional<Spread> spread;
  const bool faultless = desk.selection.faults.empty();
  if (indicator && faultless) {
    spread.emplace();
    spread->level = level;
    spread->column = column(context, *indicator, level);
    spread->sorted = spread->column.sorted();
    if (spread->sorted.empty())
      desk.selection.faults.push_back({&msg::fault_no_values, {{"levels", observatory::level_words(level, language)}}});
  }
  if (!desk.selection.faults.empty()) spread.reset();
  if (spread) {
    spread->peers = peers_of(desk);
    std::vector<double> seen;
    for (const auto place : desk.selection.places)
      if (!std::isnan(spread->column.at(place))) seen.push_back(spread->column.at(place));
    spread->bins = histogram(spread->sorted, seen);
  }
  if (request.form != http::Form::html) return as_data(desk, spread ? &*spread : nullptr);
  if (auto there = certain_addition(desk, kPath); !there.empty()) return http::redirect(std::move(there), 303);
  DistributionView view;
  view.title =
      spread ? say(language, msg::distribution_title_of,
                   {{"label", full_label(desk, *indicator)}, {"levels", observatory::level_words(level, language)}})
             : say(language, msg::distribution_title);
  view.lead = say(language, msg::distribution_lead);
  auto choice = chooser(desk, level);
  if (indicator && !faultless) offer_rest(desk, kPath, choice);
  view.picker_html = picker_html(desk, choice);
  Body body{view.title, say(language, msg::distribution_description), std::string(kPath), {}, {}};
  if (spread) {
    fill_distribution(desk, *spread, view);
    body.offers = offers(desk, kPath);
  }
  body.html = templates::render_distribution(view, language);
  return framed(desk, std::move(body));
}

}  // namespace catalyse::comparisons
