// The case base (`/cas`): what people did together in a place, and what it takes to do it elsewhere.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "editorial/desk.hpp"
#include "observatory/observatory.hpp"
#include "perimeters/perimeters.hpp"
#include "plug/embed.hpp"
#include "plug/plug.hpp"
#include "plug/themes.hpp"
#include "territories/territories.hpp"
#include "web/web.hpp"

namespace catalyse::cases {

class Base;

// How a case is contributed; lives as long as the program.
[[nodiscard]] const editorial::Kind& kind();
[[nodiscard]] plug::Contributed contributed();
// The published cases as they are now: immutable, shared by the handlers of one version of the content.
[[nodiscard]] std::shared_ptr<const Base> load_base(const db::Database& database,
                                                    std::shared_ptr<const territories::Territories> territories);

// Changes when any published case does: part of what a page is made from.
[[nodiscard]] std::string content_version(const Base& base);

struct Context {
  std::shared_ptr<const Base> base;
  std::shared_ptr<const territories::Territories> territories;
  std::shared_ptr<const observatory::Observatory> observatory;
  std::shared_ptr<const web::Site> site;
  std::shared_ptr<const core::Clock> clock;
  std::shared_ptr<const perimeters::Perimeters> perimeters{};  // of `?perimetre=`; null: there are none
};

[[nodiscard]] plug::Contribution contribution(const Context& context);
// Of the page of a theme in the dossier of a place: cases that worked on it there, in comparable places, anywhere.
[[nodiscard]] plug::ThemeSection theme_section(const Context& context);
[[nodiscard]] plug::Embed embed(const Context& context);  // a case, `?integration=1`
[[nodiscard]] std::vector<plug::Importer> importers();
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();

}  // namespace catalyse::cases
