// `/projets`: the projects that answer a search, with the counts that narrow it.
#include <algorithm>
#include <numeric>

#include "desk.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "templates.hpp"
#include "text/fold.hpp"
#include "text/numbers.hpp"
#include "theme_rules.hpp"
#include "web/components.hpp"

namespace catalyse::projects {
namespace {

using core::Language;
using core::Level;
using territories::kNowhere;
using web::say;

constexpr std::size_t kRowsShown = 25;
constexpr std::size_t kHits = 8;
constexpr std::size_t kFacetMost = 24;

std::string count(std::int64_t n, Language language) { return text::number(n, language); }

void add_option(std::vector<OptionView>& options, std::string value, std::string label, std::string_view chosen) {
  const bool is_chosen = value == chosen;
  options.push_back({std::move(value), std::move(label), is_chosen});
}

std::string_view in_force(const Desk& desk, std::string_view name) {
  for (const auto& [key, value] : desk.asked.state) {
    if (key == name) return value;
  }
  return {};
}

void fill_form(const Desk& desk, SearchView& view) {
  const auto language = desk.language();
  const auto& projects = *desk.context.projects;
  view.action = web::localised(language, kPath);
  view.words = desk.asked.words;
  view.place_hint = say(language, msg::form_place_hint);
  if (desk.asked.place) {
    view.place_name = desk.name(*desk.asked.place);
    view.hidden.push_back({"lieu", std::string(in_force(desk, "lieu"))});
    view.any_scope = true;
    const auto scope = in_force(desk, "perimetre");
    add_option(view.scopes, "", say(language, msg::scope_within, {{"place", view.place_name}}), scope);
    const auto km = desk.asked.kilometres;
    add_option(view.scopes, "autour", say(language, msg::scope_around, {{"km", std::to_string(km)}}), scope);
    add_option(view.scopes, "comparables", say(language, msg::scope_peers), scope);
    for (const auto* name : {"km", "poids"}) {
      if (const auto value = in_force(desk, name); !value.empty()) view.hidden.push_back({name, std::string(value)});
    }
  }
  if (desk.asked.perimeter) view.hidden.push_back({"perimetre", desk.asked.perimeter->id});
  if (const auto band = in_force(desk, "tranche"); !band.empty()) view.hidden.push_back({"tranche", std::string(band)});
  add_option(view.programmes, "", say(language, msg::form_any_programme), in_force(desk, "programme"));
  for (const auto& family : families())
    add_option(view.programmes, std::string(family.id), std::string(family_label(family, language)),
               in_force(desk, "programme"));
  if (desk.asked.search.programme) {
    const auto& programme = projects.programmes()[*desk.asked.search.programme];
    add_option(view.programmes, programme.id, programme_words(programme), programme.id);
  }
  add_option(view.years, "", say(language, msg::form_any_year), in_force(desk, "annee"));
  for (int year = projects.last_year(); year >= projects.first_year(); --year)
    add_option(view.years, std::to_string(year), std::to_string(year), in_force(desk, "annee"));
  add_option(view.years, "inconnue", say(language, msg::row_no_year), in_force(desk, "annee"));
  add_option(view.themes, "", say(language, msg::form_any_theme), in_force(desk, "theme"));
  for (std::size_t t = 0; t < themes().size(); ++t)
    add_option(view.themes, std::string(themes()[t].id),
               std::string(theme_label(static_cast<std::uint8_t>(t), language)), in_force(desk, "theme"));
  add_option(view.orders, "", say(language, msg::form_recent), in_force(desk, "tri"));
  add_option(view.orders, "montant", say(language, msg::form_largest), in_force(desk, "tri"));
  view.minimum = std::string(in_force(desk, "montant-min"));
  view.maximum = std::string(in_force(desk, "montant-max"));
  for (const auto* name : {"programme", "annee", "theme", "montant-min", "montant-max", "tri"})
    view.open = view.open || !in_force(desk, name).empty();
}

void fill_chosen(const Desk& desk, SearchView& view) {
  const auto language = desk.language();
  const auto add = [&](std::string_view name, std::string label) {
    view.chosen.push_back({std::move(label), desk.href(kPath, name, "")});
  };
  const auto& search = desk.asked.search;
  if (!desk.asked.words.empty()) add("q", say(language, msg::chosen_words, {{"words", desk.asked.words}}));
  if (desk.asked.place) add("lieu", scope_words(desk));
  if (desk.asked.perimeter) add("perimetre", scope_words(desk));
  if (search.family) add("programme", std::string(family_label(families()[*search.family], language)));
  if (search.programme) add("programme", programme_words(desk.context.projects->programmes()[*search.programme]));
  if (search.year) add("annee", year_words(*search.year, language));
  if (search.theme) add("theme", std::string(theme_label(*search.theme, language)));
  if (search.band) add("tranche", band_words(*search.band, language));
  if (search.least) add("montant-min", say(language, msg::chosen_least, {{"amount", money(*search.least, language)}}));
  if (search.most) add("montant-max", say(language, msg::chosen_most, {{"amount", money(*search.most, language)}}));
  view.any_chosen = !view.chosen.empty();
  view.reset_href = web::localised(language, kPath);
}

struct Value {
  std::string value, label;
  std::uint32_t count = 0;
};

// The values of a facet that would narrow the search, largest first unless their order says something.
void add_facet(const Desk& desk, SearchView& view, std::string_view parameter, const web::Message& title,
               std::vector<Value> values) {
  std::erase_if(values, [](const Value& one) { return one.count == 0; });
  if (values.size() < 2) return;
  if (values.size() > kFacetMost) values.resize(kFacetMost);
  FacetView facet;
  facet.id = "f-" + std::string(parameter);
  facet.title = say(desk.language(), title);
  for (auto& one : values)
    facet.values.push_back(
        {desk.href(kPath, parameter, one.value), std::move(one.label), count(one.count, desk.language())});
  view.facets.push_back(std::move(facet));
}

std::vector<Value> by_count(std::vector<Value> values) {
  std::ranges::stable_sort(values, std::greater{}, &Value::count);
  return values;
}

void fill_place_facet(const Desk& desk, const Facets& facets, SearchView& view) {
  const auto& all = *desk.context.territories;
  const auto list = [&](Level level, const std::vector<std::uint32_t>& counts) {
    std::vector<Value> values;
    const auto range = all.range(level);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const auto& place = all.place(range.first + static_cast<PlaceIndex>(i));
      values.push_back({code_of(place), std::string(place.name), counts[i]});
    }
    return by_count(std::move(values));
  };
  const bool region = desk.asked.place && all.place(*desk.asked.place).level == Level::region;
  if (!desk.asked.place && !desk.asked.perimeter)
    add_facet(desk, view, "lieu", msg::facet_region, list(Level::region, facets.regions));
  else if (region)
    add_facet(desk, view, "lieu", msg::facet_departement, list(Level::departement, facets.departements));
}

void fill_facets(const Desk& desk, const Facets& facets, SearchView& view) {
  const auto language = desk.language();
  const auto& projects = *desk.context.projects;
  const auto& search = desk.asked.search;
  if (!search.programme) {
    std::vector<Value> values;
    if (!search.family) {
      for (std::size_t i = 0; i < families().size(); ++i)
        values.push_back(
            {std::string(families()[i].id), std::string(family_label(families()[i], language)), facets.families[i]});
    } else {
      for (std::size_t i = 0; i < projects.programmes().size(); ++i) {
        const auto& one = projects.programmes()[i];
        values.push_back({one.id, programme_words(one), one.family == *search.family ? facets.programmes[i] : 0});
      }
    }
    add_facet(desk, view, "programme", msg::facet_programme, by_count(std::move(values)));
  }
  if (!search.theme) {
    std::vector<Value> values;
    for (std::size_t t = 0; t < facets.themes.size(); ++t)
      values.push_back({std::string(themes()[t].id), std::string(theme_label(static_cast<std::uint8_t>(t), language)),
                        facets.themes[t]});
    add_facet(desk, view, "theme", msg::facet_theme, by_count(std::move(values)));
  }
  fill_place_facet(desk, facets, view);
  if (!search.year) {
    std::vector<Value> values;
    for (int year = projects.last_year(); year >= projects.first_year(); --year)
      values.push_back({std::to_string(year), std::to_string(year),
                        facets.years[static_cast<std::size_t>(year - projects.first_year())]});
    values.push_back({"inconnue", say(language, msg::row_no_year), facets.years.back()});
    add_facet(desk, view, "annee", msg::facet_year, std::move(values));
  }
  if (!search.band) {
    std::vector<Value> values;
    for (std::size_t b = 0; b < kBandCount; ++b)
      values.push_back({std::to_string(b + 1), band_words(b, language), facets.bands[b]});
    add_facet(desk, view, "tranche", msg::facet_amount, std::move(values));
  }
}

void fill_totals(const Desk& desk, const Facets& facets, SearchView& view) {
  const auto language = desk.language();
  view.total =
      say_count(language, facets.all.projects, msg::total_sum, {{"amount", money(facets.all.cents, language)}});
  std::int64_t people = 0;
  bool known = desk.asked.place && desk.asked.scope == Scope::within;
  if (known) {
    const auto& place = desk.context.territories->place(*desk.asked.place);
    known = place.population.has_value() && *place.population > 0;
    people = place.population.value_or(0);
  }
  if (desk.asked.perimeter) {
    for (const auto commune : desk.asked.perimeter->communes)
      people += desk.context.territories->place(commune).population.value_or(0);
    known = people > 0;
  }
  if (known)
    view.total +=
        " " + say(language, msg::total_inhabitant,
                  {{"amount", text::euros(static_cast<double>(facets.all.cents) / 100 / static_cast<double>(people), 0,
                                          language)},
                   {"people", count(people, language)},
                   {"year", std::to_string(desk.context.territories->population_year())}});
  if (facets.duplicates > 0) view.duplicates = say_count(language, facets.duplicates, msg::total_duplicates);
}

// What a filter by place leaves out, in numbers.
void fill_left_out(const Desk& desk, const Facets& facets, SearchView& view) {
  const auto language = desk.language();
  if (!desk.asked.search.places) {
    if (facets.unplaced > 0) view.left_out = say_count(language, facets.unplaced, msg::left_unplaced_among);
    return;
  }
  auto anywhere = desk.asked.search;
  anywhere.places.reset();
  const auto all = desk.context.projects->select(anywhere);
  if (const auto n = desk.context.projects->unplaced(all); n > 0)
    view.left_out = say_count(language, n, msg::left_unplaced);
  if (const auto n = desk.context.projects->only_larger(all, *desk.asked.search.places); n > 0)
    view.larger = say_count(language, n, msg::left_larger);
}

void fill_rows(const Desk& desk, const Selection& selection, SearchView& view) {
  const auto language = desk.language();
  const auto slice = desk.context.projects->slice(selection, desk.asked.order, desk.asked.after, kRowsShown);
  for (const auto row : slice.rows) view.rows.push_back(row_view(desk.context, row, language));
  if (selection.count == 0) {
    view.empty = say(language, msg::search_empty);
    return;
  }
  web::Paging paging;
  paging.count = say(language, msg::search_range,
                     {{"first", count(slice.before + (slice.rows.empty() ? 0 : 1), language)},
                      {"last", count(static_cast<std::int64_t>(slice.before + slice.rows.size()), language)},
                      {"n", count(selection.count, language)}});
  if (desk.asked.after != kNoRow) paging.previous = desk.href(kPath);
  if (slice.more) paging.next = desk.href(kPath, "apres", desk.context.projects->project(slice.rows.back()).id);
  view.paging_html = web::paging(language, paging);
}

// Words of `ou`: the place they name without doubt, or what they may mean.
std::optional<PlaceIndex> find_wanted(const Desk& desk, SearchView& view) {
  if (desk.asked.wanted.empty()) return std::nullopt;
  std::size_t total = 0;
  const auto& all = *desk.context.territories;
  const auto hits = all.search(desk.asked.wanted, {.limit = kHits, .level = {}}, &total);
  const auto folded = text::fold(desk.asked.wanted);
  const auto named = [&](const territories::Hit& hit) { return text::fold(all.place(hit.place).name) == folded; };
  if (total == 1 || (!hits.empty() && std::ranges::count_if(hits, named) == 1 && named(hits.front())))
    return hits.front().place;
  view.wanted = desk.asked.wanted.substr(0, 100);
  if (hits.empty()) {
    view.none_found = say(desk.language(), msg::form_no_place, {{"words", view.wanted}});
    return std::nullopt;
  }
  view.hits_title = say(desk.language(), msg::form_which_place, {{"words", view.wanted}});
  for (const auto& hit : hits) {
    const auto& place = all.place(hit.place);
    const auto above = place.level < Level::departement ? place.departement : place.region;
    std::string label(place.name);
    if (above != kNowhere)
      label = say(desk.language(), msg::row_within, {{"place", label}, {"departement", all.place(above).name}});
    view.hits.push_back({desk.href(kPath, "lieu", code_of(place)), label});
  }
  return std::nullopt;
}

http::Response framed(const Desk& desk, const SearchView& view) {
  web::Page page;
  page.language = desk.language();
  page.title = view.title;
  page.description = say(desk.language(), msg::search_description);
  page.path = kPath;
  page.query = desk.request.raw_query;
  page.layout = web::Layout::wide;
  if (!desk.request.raw_query.empty()) page.indexing = web::Indexing::noindex;
  page.offers = offers(desk);
  page.body_html = templates::render_search(view, desk.language());
  auto response = web::page_response(*desk.context.site, page);
  if (desk.asked.fault) response.status = core::status_of(desk.asked.fault->kind);
  return response;
}

}  // namespace

std::string scope_words(const Desk& desk) {
  if (desk.asked.perimeter)
    return web::say_count(desk.language(), static_cast<std::int64_t>(desk.asked.perimeter->communes.size()),
                          msg::chosen_perimeter, {{"name", desk.asked.perimeter->name}});
  const auto name = desk.name(*desk.asked.place);
  switch (desk.asked.scope) {
    case Scope::around:
      return say(desk.language(), msg::chosen_around, {{"place", name}, {"km", std::to_string(desk.asked.kilometres)}});
    case Scope::peers:
      return say(desk.language(), msg::chosen_peers,
                 {{"place", name}, {"n", std::to_string(desk.asked.search.places->size())}});
    case Scope::within:
      break;
  }
  return name;
}

std::vector<web::Offer> offers(const Desk& desk) {
  const auto language = desk.language();
  const auto csv = std::string(kPath) + ".csv";
  return {{http::Form::csv, say(language, msg::download_csv), desk.href(csv)},
          {http::Form::csv, say(language, msg::download_excel), desk.href(csv, "dialecte", "excel-fr")},
          {http::Form::json, say(language, msg::download_json), desk.href(std::string(kPath) + ".json")}};
}

core::Result<http::Response> search_page(const Context& context, const http::Request& request) {
  Desk desk{context, request, read_asked(context, request.query)};
  if (request.form != http::Form::html) {
    if (desk.asked.fault) return std::unexpected(*desk.asked.fault);
    if (request.form == http::Form::json) return stream_json(context, desk.asked, desk.language());
    const auto dialect = exporting::dialect_from(request.query.first("dialecte"));
    if (!dialect) return std::unexpected(dialect.error());
    return stream_csv(context, desk.asked, *dialect, desk.language());
  }
  SearchView view;
  if (const auto place = find_wanted(desk, view)) {
    return http::redirect(desk.href(kPath, "lieu", code_of(context.territories->place(*place))), 303);
  }
  const auto language = desk.language();
  if (desk.asked.fault) {
    const auto* sentence = web::find_message(desk.asked.fault->message_id);
    if (sentence != nullptr) view.fault = say(language, *sentence, std::span(desk.asked.fault->parameters));
  }
  view.title = say(language, msg::search_title);
  if (desk.asked.place || desk.asked.perimeter)
    view.title = say(language, msg::search_title_of, {{"place", scope_words(desk)}});
  view.lead = say(language, msg::search_lead,
                  {{"n", count(context.projects->size(), language)},
                   {"first", std::to_string(context.projects->first_year())},
                   {"last", std::to_string(context.projects->last_year())}});
  fill_form(desk, view);
  fill_chosen(desk, view);
  const auto selection = context.projects->select(desk.asked.search);
  const auto facets = context.projects->facets(selection);
  view.results_title = say_count(language, selection.count, msg::search_results);
  fill_totals(desk, facets, view);
  fill_left_out(desk, facets, view);
  fill_rows(desk, selection, view);
  fill_facets(desk, facets, view);
  view.map_href = desk.href(kMapPath);
  if (desk.asked.perimeter) view.perimeter_href = web::localised(language, perimeters::address(*desk.asked.perimeter));
  view.method_href = web::localised(language, "/projets/methode");
  view.sources = say(language, msg::search_sources);
  view.downloads_html = web::downloads(language, offers(desk));
  return framed(desk, view);
}

}  // namespace catalyse::projects
