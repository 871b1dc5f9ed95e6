// The dossier of a territory: its pages and exports for one data version, and the same in a terminal.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "core/clock.hpp"
#include "core/language.hpp"
#include "core/result.hpp"
#include "core/territory.hpp"
#include "geo/contours.hpp"
#include "geo/overview.hpp"
#include "observatory/observatory.hpp"
#include "perimeters/perimeters.hpp"
#include "plug/plug.hpp"
#include "plug/themes.hpp"
#include "territories/territories.hpp"
#include "web/web.hpp"

namespace catalyse::dossier {

// Outlines of départements, régions and EPCI as they stand on every locator map, drawn once.
class Locators;
[[nodiscard]] std::shared_ptr<const Locators> prepare_locators(const territories::Territories& territories,
                                                               const geo::Contours& contours);

// Words that every dossier of a data version shares, put together once.
class Lexicon;
[[nodiscard]] std::shared_ptr<const Lexicon> prepare_lexicon(const territories::Territories& territories,
                                                             const observatory::Observatory& observatory);

// The read models of one data version: immutable, shared by all handlers.
struct Context {
  std::shared_ptr<const territories::Territories> territories;
  std::shared_ptr<const observatory::Observatory> observatory;
  std::shared_ptr<const geo::Contours> contours;  // every level, light: locator maps
  std::shared_ptr<const geo::Contours> fine;      // communes, detailed: the outline that is downloaded
  std::shared_ptr<const geo::OverviewMap> france;
  std::shared_ptr<const Locators> locators;  // made by prepare_locators from the contours
  std::shared_ptr<const Lexicon> lexicon;    // made by prepare_lexicon from the observatory
  std::shared_ptr<const web::Site> site;
  std::shared_ptr<const core::Clock> clock;                  // the date of a file to take away
  std::shared_ptr<const perimeters::Perimeters> perimeters;  // of `?perimetre=`; null: only codes are understood
  std::vector<plug::PlaceSection> sections;                  // what other rooms add to the dossier of a place
  std::vector<plug::ThemeSection> theme_sections;            // and to the page of each objective theme
};

[[nodiscard]] plug::Contribution contribution(const Context& context);
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();  // the room's sentences, for web::register_messages

enum class Format : std::uint8_t { text, json };
// For the command `catalyse dossier`. Errors: territories.unknown.code.
[[nodiscard]] core::Result<std::string> dossier_for_terminal(const Context& context, const core::PlaceCode& place,
                                                             Format format);

}  // namespace catalyse::dossier
