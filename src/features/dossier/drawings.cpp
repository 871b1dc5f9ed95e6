#include "drawings.hpp"

#include <algorithm>

#include "locators.hpp"
#include "messages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/drawings.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::dossier {
namespace {

using core::Level;
using observatory::State;
using territories::kNowhere;
using web::say;

// « Seine-Maritime 13,0 % »
std::string with_name(std::string_view name, std::string_view value) {
  std::string text;
  text.reserve(name.size() + 1 + value.size());
  text.append(name).append(" ").append(value);
  return text;
}

web::Harm harm(observatory::Direction direction) {
  switch (direction) {
    case observatory::Direction::higher_worse:
      return web::Harm::high;
    case observatory::Direction::lower_worse:
      return web::Harm::low;
    case observatory::Direction::neutral:
      return web::Harm::none;
  }
  return web::Harm::none;
}

void fill_references(const Subject& subject, const Spoken& spoken, web::StripPlot& plot) {
  const auto& reading = spoken.reading;
  const auto& place = subject.place();
  if (place.departement != kNowhere && !spoken.departement.empty())
    plot.departement = {*reading.departement_value,
                        with_name(subject.place(place.departement).name, spoken.departement)};
  if (!spoken.region.empty())
    plot.region = {*reading.region_value, with_name(subject.place(place.region).name, spoken.region)};
  if (!spoken.france.empty()) plot.france = {*reading.france_value, national_words(subject, spoken)};
}

std::optional<core::PlaceCode> code_of(const territories::Place& place) {
  return core::PlaceCode::make(place.level, place.code);
}

// The group on whose map the place is shown: its département; a région for a département and for a very large EPCI.
territories::PlaceIndex surroundings(const Subject& subject) {
  const auto& place = subject.place();
  if (place.level == Level::epci) return subject.context.locators->ground_of_epci(subject.index);
  return place.level < Level::departement    ? place.departement
         : place.level == Level::departement ? place.region
                                             : kNowhere;
}

std::string inset_name(const Subject& subject, const geo::Inset& inset) {
  const auto code = core::PlaceCode::make(Level::region, inset.region);
  const auto place = code ? subject.context.territories->find(*code) : std::nullopt;
  return place ? std::string(subject.place(*place).name) : inset.region;
}

std::string coordinate(double value) { return text::number(value, 1, core::Language::en); }

}  // namespace

std::string strip_html(const Subject& subject, const Spoken& spoken) {
  const auto& reading = spoken.reading;
  const auto& indicator = subject.indicator(reading.indicator);
  web::StripPlot plot;
  plot.title = say(subject.language, msg::plot_title,
                   {{"label", label(indicator, subject.language)},
                    {"place", subject.place().name},
                    {"n", text::number(static_cast<std::int64_t>(reading.peer_values.size()), subject.language)}});
  plot.sentence = full_sentence(subject, spoken);
  plot.harm = harm(indicator.direction);
  for (const std::string_view sign : {"%", "€"})
    if (indicator.unit_fr.starts_with(sign)) plot.unit = sign;
  if (reading.cell.state == State::present) {
    plot.value = reading.cell.value;
    plot.value_text = with_name(subject.place().name, spoken.value);
  }
  if (reading.interval) plot.interval = web::Bounds{reading.interval->low, reading.interval->high};
  plot.peers.assign(reading.peer_values.begin(), reading.peer_values.end());
  if (reading.peers_spread) {
    const auto& spread = *reading.peers_spread;
    plot.spread = web::Quantiles{spread.p5, spread.p25, spread.p50, spread.p75, spread.p95};
    plot.median_text = say(subject.language, msg::reference_median_short, {{"value", spoken.median}});
  }
  fill_references(subject, spoken, plot);
  return web::strip_plot(subject.language, plot);
}

std::string strip_key_html(const Subject& subject) {
  return web::strip_key(subject.language, subject.place().name, peers_words(subject.place().level, subject.language));
}

std::string theme_scale_html() { return web::theme_scale(); }

std::string dots_html(const Subject&, const observatory::ThemeScore& score) {
  return web::theme_dots(score.score, score.peers_score);
}

std::string parts_html(const Subject& subject, const observatory::Peer& peer, std::span<const std::string> names,
                       double reach) {
  std::vector<web::Part> parts;
  parts.reserve(peer.contributions.size());
  for (const auto& part : peer.contributions) parts.push_back({names[part.variable], part.share});
  return web::contributions_bar(subject.language, std::move(parts), reach);
}

std::string trend_html(const Subject& subject, const observatory::Trend& trend) {
  const auto& indicator = subject.indicator(trend.indicator);
  web::TrendLine line;
  line.id = "t-" + indicator.id;
  line.title = std::string(label(indicator, subject.language)) + ", " + std::string(subject.place().name);
  for (const auto& point : trend.points) {
    const bool present = point.cell.state == State::present;
    line.points.push_back({point.year, present ? std::optional(point.cell.value) : std::nullopt,
                           present ? value_text(indicator, point.cell.value, subject.language)
                                   : state_words(indicator, point.cell.state, subject.language),
                           false});
  }
  return web::trend(subject.language, line);
}

std::string locator_html(const Subject& subject) {
  const auto& place = subject.place();
  const auto& contours = *subject.context.contours;
  const auto within = surroundings(subject);
  const auto code = code_of(place);
  LocatorView view;
  view.place = place.name;
  if (!code || !contours.has(*code)) {
    view.none = say(subject.language, msg::locator_none);
    return templates::render_locator(view, subject.language);
  }
  const auto* ground = subject.context.locators->ground(within == kNowhere ? subject.index : within);
  if (ground == nullptr) return {};
  view.width = coordinate(ground->frame.size().width);
  view.height = coordinate(ground->frame.size().height);
  view.land = ground->land;
  if (within != kNowhere) {
    const bool own_map = place.level == Level::epci;
    if (place.epci != kNowhere && subject.context.locators->ground_of_epci(place.epci) == within)
      view.near = subject.context.locators->epci(place.epci);
    view.spot = own_map ? subject.context.locators->epci(subject.index) : geo::svg_path(contours, *code, ground->frame);
    const auto around = subject.language == core::Language::fr ? territories::with_article(subject.place(within))
                                                               : std::string(subject.place(within).name);
    const bool departement = place.level == Level::departement;
    view.title =
        say(subject.language, departement ? msg::locator_title_region : msg::locator_title,
            {{"place", view.place}, {"within", departement ? std::string(subject.place(within).name) : around}});
    view.caption = say(subject.language, msg::locator_caption, {{"where", view.title}});
  } else {
    view.title = std::string(view.place);
    view.caption = say(subject.language, msg::locator_caption, {{"where", view.place}});
  }
  return templates::render_locator(view, subject.language);
}

std::string inset_scales(const Subject& subject) {
  std::vector<std::string> names;
  for (const auto& inset : subject.context.france->insets())
    names.push_back(
        say(subject.language, msg::comparables_inset,
            {{"name", inset_name(subject, inset)}, {"scale", text::number(inset.enlargement, 1, subject.language)}}));
  return text::list(names, subject.language);
}

std::string peers_map_html(const Subject& subject, const observatory::Peers& peers) {
  const auto& map = *subject.context.france;
  PeersMapView view;
  view.width = coordinate(geo::OverviewMap::kSize.width);
  view.height = coordinate(geo::OverviewMap::kSize.height);
  view.land = map.land();
  view.title = say(subject.language, msg::comparables_map);
  const auto add = [&](territories::PlaceIndex index, std::vector<PointView>& to) {
    const auto& place = subject.place(index);
    if (!place.longitude || !place.latitude) return;
    const auto pixel = map.project({*place.longitude, *place.latitude});
    if (pixel) to.push_back({coordinate(pixel->x), coordinate(pixel->y), std::string(place.name)});
  };
  constexpr double kBaseline = 14;  // under the inset, in the band left free for its name
  for (const auto& inset : map.insets())
    view.insets.push_back(
        {coordinate(inset.x), coordinate(inset.y + inset.size.height + kBaseline), inset_name(subject, inset)});
  for (const auto& peer : peers.list) add(peer.place, view.peers);
  add(subject.index, view.place);
  return templates::render_peers_map(view, subject.language);
}

}  // namespace catalyse::dossier
