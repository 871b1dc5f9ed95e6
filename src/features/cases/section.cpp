// « Des cas dont s’inspirer »: the section of a place's dossier. From what the place is fragile in to cases that worked
// on it, then to cases of the place and of its comparable places. The same about one theme, on the theme's page.
#include <algorithm>
#include <ranges>

#include "kind.hpp"
#include "messages.hpp"
#include "observatory/wording.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"

namespace catalyse::cases {
namespace {

using core::Language;
using territories::PlaceIndex;
using web::say;

constexpr std::size_t kShown = 3;

LinkView link_to(const Sheet& sheet, Language language) {
  return {web::localised(language, sheet.address()), sheet.title};
}

// The fragilities that the dossier says the place has, each with how many cases worked on it.
std::vector<LinkView> fragilities(const Context& context, const observatory::Dossier& dossier, Language language) {
  std::vector<LinkView> all;
  for (const auto& finding : dossier.distinguishes) {
    const auto& theme = context.observatory->themes()[finding.theme].id;
    for (const auto& bridge : bridges()) {
      if (bridge.theme != theme) continue;
      Filter filter;
      filter.fragility = bridge.fragility;
      const auto n = context.base->select(filter).size();
      const auto href = web::localised(language, "/cas?fragilite=" + filter.fragility);
      const bool known = std::ranges::find(all, href, &LinkView::href) != all.end();
      if (n == 0 || known) continue;
      all.push_back({href, say(language, msg::section_fragility,
                               {{"label", term_label(List::fragility, bridge.fragility, language)},
                                {"n", text::number(static_cast<std::int64_t>(n), language)}})});
    }
  }
  return all;
}

// Cases of the places that the dossier compares this one with, and of what lies in them; none twice.
std::vector<const Sheet*> of_peers(const Context& context, const observatory::Dossier& dossier,
                                   const std::vector<const Sheet*>& own) {
  std::vector<const Sheet*> all;
  for (const auto& peer : dossier.peers.list) {
    Filter filter;
    filter.place = code_of(context.territories->place(peer.place));
    for (const auto* sheet : context.base->select(filter)) {
      const auto is_exact = std::ranges::find(sheet->places, filter.place) != sheet->places.end();
      const auto has = [&](const std::vector<const Sheet*>& list) {
        return std::ranges::find(list, sheet) != list.end();
      };
      if (is_exact && !has(all) && !has(own)) all.push_back(sheet);
    }
  }
  return all;
}

// The first of both lists, and where to add one.
SectionView view_of(const std::vector<const Sheet*>& own, const std::vector<const Sheet*>& near,
                    const std::string& place, Language language) {
  SectionView view;
  for (const auto* sheet : own | std::views::take(kShown)) view.own.push_back(link_to(*sheet, language));
  for (const auto* sheet : near | std::views::take(kShown)) view.near.push_back(link_to(*sheet, language));
  if (!near.empty()) view.near_title = say_count(language, static_cast<std::int64_t>(near.size()), msg::section_near);
  view.submit_href = web::localised(language, "/proposer/cas") + "?territoire=" + place;
  return view;
}

bool is_about(const Sheet& sheet, std::string_view theme) {
  return std::ranges::any_of(bridges(), [&](const Bridge& bridge) {
    const auto values = sheet.values("fragilites");
    return bridge.theme == theme && std::ranges::find(values, bridge.fragility) != values.end();
  });
}

// The fragilities of the theme, each with how many cases worked on it anywhere.
std::vector<LinkView> anywhere(const Context& context, std::string_view theme, Language language) {
  std::vector<LinkView> all;
  for (const auto& bridge : bridges()) {
    if (bridge.theme != theme) continue;
    Filter filter;
    filter.fragility = bridge.fragility;
    const auto n = static_cast<std::int64_t>(context.base->select(filter).size());
    if (n == 0) continue;
    all.push_back({web::localised(language, "/cas?fragilite=" + filter.fragility),
                   web::say_count(language, n, msg::theme_link,
                                  {{"label", term_label(List::fragility, bridge.fragility, language)}})});
  }
  return all;
}

std::string about_theme(const Context& context, const core::PlaceCode& code, std::string_view theme,
                        Language language) {
  const auto place = context.territories->find(code);
  if (!place || std::ranges::find(bridges(), theme, &Bridge::theme) == bridges().end()) return {};
  const auto dossier = context.observatory->dossier(*place);
  if (!dossier) return {};
  Filter filter;
  filter.place = code.text();
  auto own = context.base->select(filter);
  auto near = of_peers(context, *dossier, own);
  const auto elsewhere = [&](const Sheet* sheet) { return !is_about(*sheet, theme); };
  std::erase_if(own, elsewhere);
  std::erase_if(near, elsewhere);
  SectionView view = view_of(own, near, filter.place, language);
  view.title = say(language, msg::theme_title);
  view.sentence = own.empty() ? say(language, near.empty() ? msg::theme_none : msg::theme_none_here)
                              : web::say_count(language, static_cast<std::int64_t>(own.size()), msg::theme_own);
  view.fragilities = anywhere(context, theme, language);
  if (!view.fragilities.empty()) view.fragilities_title = say(language, msg::theme_anywhere);
  view.list_href = web::localised(language, "/cas");
  return templates::render_section(view, language);
}

}  // namespace

plug::ThemeSection theme_section(const Context& context) {
  return {"cas", [context](const core::PlaceCode& place, std::string_view theme, Language language) {
            return about_theme(context, place, theme, language);
          }};
}

std::string place_section(const Context& context, const core::PlaceCode& code, Language language) {
  const auto place = context.territories->find(code);
  if (!place) return {};
  const auto dossier = context.observatory->dossier(*place);
  if (!dossier) return {};
  Filter filter;
  filter.place = code.text();
  const auto own = context.base->select(filter);
  const auto near = of_peers(context, *dossier, own);
  SectionView view = view_of(own, near, filter.place, language);
  view.title = say(language, msg::section_title);
  view.fragilities = fragilities(context, *dossier, language);
  view.sentence = own.empty() ? say(language, msg::section_none)
                              : say_count(language, static_cast<std::int64_t>(own.size()), msg::section_own);
  if (!view.fragilities.empty()) view.fragilities_title = say(language, msg::section_fragilities);
  view.list_href = web::localised(language, "/cas") + (own.empty() ? "" : "?territoire=" + filter.place);
  return templates::render_section(view, language);
}

}  // namespace catalyse::cases
