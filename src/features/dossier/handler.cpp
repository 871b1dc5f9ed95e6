#include "handler.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>

#include "exports.hpp"
#include "frame.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "tables.hpp"
#include "territories/pages.hpp"
#include "territories/resolve.hpp"
#include "text/fold.hpp"
#include "text/numbers.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::dossier {
namespace {

using core::ErrorKind;
using core::Result;
using http::Form;
using http::Request;
using http::Response;
using web::say;

std::string behind_path(Behind behind, const Request& request) {
  switch (behind) {
    case Behind::summary:
      return {};
    case Behind::theme:
      return "/theme/" + std::string(request.capture("theme"));
    case Behind::comparables:
      return "/comparables";
    case Behind::evolution:
      return "/evolution";
    case Behind::take_away:
      return "/emporter";
  }
  return {};
}

struct Handler {
  Context context;
  std::string_view word;
  Behind behind;

  Result<Response> operator()(const Request& request) const {
    const auto resolved = territories::resolve(*context.territories, word, request.capture("place"));
    if (!resolved) return std::unexpected(resolved.error());
    if (const auto* choice = std::get_if<territories::Choice>(&*resolved)) {
      return territories::choice_page(*context.territories, *context.site, request, *choice);
    }
    if (const auto* moved = std::get_if<territories::Moved>(&*resolved)) return move(request, moved->place);
    const auto place = std::get<territories::Found>(*resolved).place;
    if (context.territories->overseas_collectivities().holds(place)) return identity(request, place);
    const Subject subject{context, place, request.language};
    switch (behind) {
      case Behind::summary:
        return summary(subject, request);
      case Behind::theme:
        return theme(subject, request);
      case Behind::comparables:
        return comparables(subject, request);
      case Behind::evolution:
        return evolution(subject, request);
      case Behind::take_away:
        return take_away(subject, request);
    }
    return core::fail(ErrorKind::not_found, "territories.unknown.code");
  }

  Response move(const Request& request, territories::PlaceIndex place) const {
    auto target = web::localised(request.language, territories::address(context.territories->place(place))) +
                  behind_path(behind, request) + std::string(http::suffix_of(request.form));
    if (!request.raw_query.empty()) target += "?" + request.raw_query;
    return http::redirect(std::move(target));
  }

  Result<Response> identity(const Request& request, territories::PlaceIndex place) const {
    if (behind == Behind::summary && request.form == Form::html)
      return territories::identity_page(*context.territories, *context.site, request, place);
    const auto code = std::string(context.territories->place(place).code);
    return core::fail(ErrorKind::not_found, "territories.unknown.code", "no figures for a COM", {{"code", code}});
  }

  Result<Response> summary(const Subject& subject, const Request& request) const {
    const auto view = request.query.first("vue").value_or("");
    if (!view.empty() && view != "complete") {
      return core::fail(ErrorKind::invalid, msg::unknown_view.key, {}, {{"view", std::string(view.substr(0, 40))}});
    }
    if (request.form == Form::geojson) {
      auto body = place_geojson(subject);
      if (!body) return std::unexpected(body.error());
      return http::answer(http::kGeojsonType, std::move(*body));
    }
    const auto dossier = context.observatory->dossier(subject.index);
    if (!dossier) return std::unexpected(dossier.error());
    if (request.form == Form::json) return http::answer(http::kJsonType, dossier_json(subject, *dossier));
    if (request.form == Form::csv) {
      std::vector<std::uint16_t> all(dossier->readings.size());
      std::iota(all.begin(), all.end(), std::uint16_t{0});
      return export_csv(subject, request, *dossier, all, "");
    }
    auto page = frame(subject, request, {});
    page.json_ld = json_ld(subject);
    offer(page, subject, "");
    page.offers.push_back({Form::geojson, say(subject.language, msg::summary_geojson), subject.href() + ".geojson"});
    page.layout = web::Layout::dossier;
    if (view != "complete") return summary_response(subject, *dossier, std::move(page));
    page.body_html = summary_body(subject, *dossier);
    complete(subject, *dossier, page);
    return web::page_response(*context.site, page);
  }

  Result<Response> take_away(const Subject& subject, const Request& request) const {
    const auto dossier = context.observatory->dossier(subject.index);
    if (!dossier) return std::unexpected(dossier.error());
    auto page = frame(subject, request, {});
    page.body_html = summary_body(subject, *dossier);
    complete(subject, *dossier, page);
    const auto today = std::chrono::floor<std::chrono::days>(context.clock->now());
    page.print_footer += " · " + text::date(today, subject.language);
    return web::standalone_response(
        *context.site, page,
        {text::slug(subject.place().name) + "-" + text::iso_date(today) + ".html",
         say(subject.language, msg::take_away_made, {{"date", text::date(today, subject.language)}})});
  }

  void complete(const Subject& subject, const observatory::Dossier& dossier, web::Page& page) const {
    page.layout = web::Layout::wide;
    page.indexing = web::Indexing::noindex;
    page.body_html = "<div class=\"dossier\">" + page.body_html + "</div>";
    const auto& themes = context.observatory->themes();
    for (std::uint16_t theme = 0; theme < themes.size(); ++theme)
      page.body_html += theme_body(subject, dossier, theme, Part::section);
    page.body_html += comparables_body(subject, dossier.peers, Criteria{}, Part::section);
    page.body_html += evolution_body(subject, Part::section);
  }

  Result<Response> export_csv(const Subject& subject, const Request& request, const observatory::Dossier& dossier,
                              std::span<const std::uint16_t> readings, std::string_view part) const {
    const auto spoken = exporting::dialect_from(request.query.first("dialecte"));
    if (!spoken) return std::unexpected(spoken.error());
    return http::attachment(http::kCsvType, dossier_csv(subject, dossier, readings, *spoken),
                            std::string(subject.place().code) + std::string(part) + ".csv");
  }

  Result<Response> theme(const Subject& subject, const Request& request) const {
    const auto& themes = context.observatory->themes();
    const auto found = std::ranges::find(themes, request.capture("theme"), &observatory::Theme::slug);
    if (found == themes.end()) {
      return core::fail(ErrorKind::not_found, msg::unknown_theme.key, {},
                        {{"theme", std::string(request.capture("theme").substr(0, 60))}});
    }
    const auto index = static_cast<std::uint16_t>(found - themes.begin());
    const auto dossier = context.observatory->dossier(subject.index);
    if (!dossier) return std::unexpected(dossier.error());
    if (request.form != Form::html) {
      auto part = *dossier;
      std::erase_if(part.readings,
                    [&](const Reading& reading) { return subject.indicator(reading.indicator).theme != index; });
      std::erase_if(part.themes, [&](const auto& score) { return score.theme != index; });
      part.distinguishes.clear(), part.shared.clear(), part.better.clear();
      if (request.form == Form::json) return http::answer(http::kJsonType, dossier_json(subject, part));
      std::vector<std::uint16_t> all(part.readings.size());
      std::iota(all.begin(), all.end(), std::uint16_t{0});
      return export_csv(subject, request, part, all, "-" + found->slug);
    }
    const std::string label(theme_label(*found, subject.language));
    auto page = frame(subject, request, label);
    page.title = label + ", " + page.title;
    page.description =
        say(subject.language, msg::theme_description, {{"theme", label}, {"place", std::string(subject.place().name)}});
    page.path += "/theme/" + found->slug;
    offer(page, subject, "/theme/" + found->slug);
    page.body_html = theme_body(subject, *dossier, index, Part::page);
    return web::page_response(*context.site, page);
  }

  Result<Response> comparables(const Subject& subject, const Request& request) const {
    const auto criteria = read_criteria(subject, request.query);
    if (!criteria) return std::unexpected(criteria.error());
    const auto peers = context.observatory->peers(subject.index, criteria->options);
    if (!peers) return std::unexpected(peers.error());
    if (request.form == Form::json) return http::answer(http::kJsonType, peers_json(subject, *peers));
    if (request.form == Form::csv) {
      const auto spoken = exporting::dialect_from(request.query.first("dialecte"));
      if (!spoken) return std::unexpected(spoken.error());
      return http::attachment(http::kCsvType, peers_csv(subject, *peers, *spoken),
                              std::string(subject.place().code) + "-comparables" + ".csv");
    }
    auto page = frame(subject, request, peers_title(subject.place().level, subject.language));
    page.title = say(subject.language, msg::comparables_title, {{"place", std::string(subject.place().name)}});
    page.description =
        say(subject.language, msg::comparables_description, {{"place", std::string(subject.place().name)}});
    page.path += "/comparables";
    if (!criteria->query.empty()) page.indexing = web::Indexing::noindex;
    offer(page, subject, "/comparables");
    page.body_html = comparables_body(subject, *peers, *criteria, Part::page);
    return web::page_response(*context.site, page);
  }

  Result<Response> evolution(const Subject& subject, const Request& request) const {
    if (request.form == Form::json) return http::answer(http::kJsonType, trends_json(subject));
    if (request.form == Form::csv) {
      const auto spoken = exporting::dialect_from(request.query.first("dialecte"));
      if (!spoken) return std::unexpected(spoken.error());
      return http::attachment(http::kCsvType, trends_csv(subject, *spoken),
                              std::string(subject.place().code) + "-evolution" + ".csv");
    }
    auto page = frame(subject, request, say(subject.language, msg::summary_evolution));
    page.title = say(subject.language, msg::evolution_title, {{"place", std::string(subject.place().name)}});
    page.description =
        say(subject.language, msg::evolution_description, {{"place", std::string(subject.place().name)}});
    page.path += "/evolution";
    offer(page, subject, "/evolution");
    page.body_html = evolution_body(subject, Part::page);
    return web::page_response(*context.site, page);
  }
};

}  // namespace

http::Handler handler(const Context& context, std::string_view word, Behind behind) {
  return Handler{context, word, behind};
}

}  // namespace catalyse::dossier
