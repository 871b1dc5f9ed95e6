// `/diagnostic/partages?de=`: what somebody chose to show to everybody: means by lever, no answer, no name of a
// respondent.
#include "messages.hpp"
#include "pages.hpp"
#include "store.hpp"
#include "tables.hpp"
#include "templates.hpp"
#include "territories/reader_place.hpp"
#include "territories/resolve.hpp"
#include "text/numbers.hpp"
#include "views.hpp"

namespace catalyse::assessment {

using web::localised;
using web::say;

namespace {

constexpr std::string_view kPath = "/diagnostic/partages";

http::Response list_page(const Context& context, const http::Request& request) {
  const auto language = request.language;
  SharedListView view;
  view.title = say(language, msg::shared_list_title);
  view.lead = say(language, msg::shared_list_lead);
  context.database->read([&](db::Transaction& tx) {
    for (const auto& [id, name] : public_ones(tx))
      view.shared.push_back({localised(language, kPath) + "?de=" + id, name});
  });
  if (view.shared.empty()) view.none = say(language, msg::shared_list_none);
  return framed(context, request,
                {.title = view.title,
                 .path = std::string(kPath),
                 .query = {},
                 .html = templates::render_shared_list(view, language),
                 .crumbs = {},
                 .offers = {}});
}

}  // namespace

Answer shared_page(const Context& context, const http::Request& request) {
  const auto asked = request.query.first("de").value_or("");
  if (asked.empty()) return list_page(context, request);
  core::Result<Held> held = core::fail(core::ErrorKind::not_found, msg::error_absent.key);
  context.database->read([&](db::Transaction& tx) {
    auto found = by_id(tx, asked);
    if (found && found->sharing != "public") found.reset();
    held = hold(tx, std::move(found));
  });
  if (!held) return std::unexpected(held.error());
  const auto language = request.language;
  SharedView view;
  view.title = held->assessment.name;
  view.about = say(language, msg::shared_about, {{"day", day_words(held->round().opened, language)}});
  view.version = say(language, msg::version_note, {{"n", std::to_string(held->round().version)}});
  const auto& all = *context.library.territories;
  if (const auto place = territories::find_place(all, held->assessment.place))
    view.places.push_back(
        {localised(language, territories::address(all.place(*place))), territories::place_label(all, *place)});
  const auto drawn = drawn_of(context, *held, std::nullopt, language);
  view.radar_html = drawn.radar;
  view.radar_note = drawn.note;
  view.table_html = drawn.table;
  return framed(context, request,
                {.title = view.title,
                 .path = std::string(kPath),
                 .query = request.raw_query,
                 .html = templates::render_shared(view, language),
                 .crumbs = {{say(language, msg::shared_list_title), localised(language, kPath)}},
                 .offers = {}});
}

library::Standing standing(const db::Database& database) {
  return [&database](const core::PlaceCode& place, unsigned lever, core::Language language) {
    std::string sentence;
    database.read([&](db::Transaction& tx) {
      for (auto& one : shared_of(tx, place.text())) {
        if (one.sharing != "public") continue;
        const auto held = hold(tx, std::move(one));
        if (!held || !held->summary().levers.at(lever - 1).mean) continue;
        sentence = say(language, msg::standing,
                       {{"mean", mean_text(held->summary().levers.at(lever - 1).mean, language)},
                        {"day", day_words(held->round().opened, language)},
                        {"name", held->assessment.name}});
        return;
      }
    });
    return sentence;
  };
}

library::OwnStandings own_standings(const db::Database& database) {
  constexpr std::size_t kMost = 5;
  return [&database](std::string_view person, unsigned lever, core::Language language) {
    std::vector<library::OwnStanding> all;
    database.read([&](db::Transaction& tx) {
      for (const auto& [name, key] : owned(tx, person)) {
        if (all.size() == kMost) return;
        const auto held = hold(tx, by_key(tx, key));
        if (!held) continue;
        const auto& mean = held->summary().levers.at(lever - 1).mean;
        all.push_back(
            {name, std::string("/diagnostic/dossier?cle=") + key,
             mean ? say(language, msg::standing_own,
                        {{"mean", mean_text(mean, language)}, {"day", day_words(held->round().opened, language)}})
                  : say(language, msg::standing_own_none)});
      }
    });
    return all;
  };
}

}  // namespace catalyse::assessment
