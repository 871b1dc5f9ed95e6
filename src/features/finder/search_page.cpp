#include <algorithm>

#include "desk.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/query.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"

namespace catalyse::finder {
namespace {

using core::Language;
using web::say;

std::string shown(std::string_view words) { return std::string(text::cut_utf8(words, kWordsShown)); }

std::vector<PieceView> pieces(const search::Marked& marked) {
  std::vector<PieceView> all;
  for (const auto& piece : marked) all.push_back({piece.text, piece.marked});
  return all;
}

std::string facet_title(Language language, const search::FacetResult& facet) {
  if (!facet.label.empty()) return facet.label;
  for (const auto& [id, message] : {std::pair{"type", &msg::facets_type}, std::pair{"annee", &msg::facets_annee},
                                    std::pair{"reg", &msg::facets_reg}, std::pair{"dep", &msg::facets_dep},
                                    std::pair{"epci", &msg::facets_epci}, std::pair{"com", &msg::facets_com}}) {
    if (facet.id == id) return say(language, *message);
  }
  return facet.id;
}

bool of_places(std::string_view id) { return id == "reg" || id == "dep" || id == "epci" || id == "com"; }

void fill_facets(const Desk& desk, SearchView& view) {
  for (const auto& facet : desk.answer.facets) {
    FacetView shown{facet.id, facet_title(desk.language(), facet), {}, {}, {}, {}};
    for (const auto& value : facet.values) {
      // What is chosen stays open, wherever it stands.
      auto& list = shown.values.size() < kOpenValues || value.chosen ? shown.values : shown.rest;
      const auto count = text::number(static_cast<std::int64_t>(value.count), desk.language());
      const auto href = of_places(facet.id) ? desk.asked.set(desk.path, "territoire", value.value)
                        : value.chosen      ? desk.asked.without(desk.path, facet.id, value.value)
                                            : desk.asked.with(desk.path, facet.id, value.value);
      list.push_back({href, value.label, count, value.chosen});
    }
    if (!shown.rest.empty())
      shown.rest_title =
          web::say_count(desk.language(), static_cast<std::int64_t>(shown.rest.size()), msg::facets_more);
    if (facet.more > 0)
      shown.more = web::say_count(desk.language(), static_cast<std::int64_t>(facet.more), msg::facets_more);
    // A facet of one value narrows nothing, unless it is chosen.
    const bool chosen = std::ranges::any_of(shown.values, &ValueView::chosen);
    if (shown.values.size() > 1 || chosen) view.facets.push_back(std::move(shown));
  }
  view.has_facets = !view.facets.empty();
}

std::string value_label(const Desk& desk, std::string_view facet, const std::string& value) {
  for (const auto& one : desk.answer.facets) {
    if (one.id != facet) continue;
    for (const auto& counted : one.values) {
      if (counted.value == value) return counted.label;
    }
  }
  return value;
}

const web::Message* measure_named(const search::Engine& engine, std::string_view name) {
  for (const auto& source : engine.sources()) {
    for (const auto& measure : source.measures) {
      if (measure.id == name) return measure.label;
    }
  }
  return nullptr;
}

// Each filter in force, with the way to remove it.
void fill_chosen(const Desk& desk, SearchView& view) {
  const auto language = desk.language();
  for (const auto& [name, value] : desk.asked.state) {
    std::string label;
    if (name == "q" || name == "tri" || name == "exact" || name == "rayon" || name == "poids") continue;
    if (name == "territoire") {
      label = place_label(*desk.context.territories, value);
    } else if (name == "perimetre") {
      label = say(language, msg::chosen_perimeter, {{"name", desk.asked.perimeter->name}});
    } else if (name == "comparables") {
      label = say(language, msg::chosen_comparables, {{"place", desk.place(*desk.asked.comparables)}});
    } else if (name == "autour") {
      label = say(language, msg::chosen_around,
                  {{"place", desk.place(*desk.asked.around)},
                   {"km", text::number(desk.asked.question.around->kilometres, 0, language)}});
    } else if (name == "depuis" || name == "jusqu") {
      const auto day = name == "depuis" ? *desk.asked.question.since : *desk.asked.question.until;
      label =
          say(language, name == "depuis" ? msg::chosen_since : msg::chosen_until, {{"day", text::date(day, language)}});
    } else if (const auto* measure = measure_named(*desk.context.engine, name)) {
      label = say(language, msg::chosen_bounds, {{"measure", say(language, *measure)}, {"bounds", value}});
    } else {
      label = value_label(desk, name, value);
    }
    view.chosen.push_back(
        {desk.asked.without(desk.path, name, value), say(language, msg::chosen_remove, {{"label", label}})});
  }
  view.has_chosen = !view.chosen.empty();
  view.all_href =
      desk.path + (desk.asked.question.words.empty() ? "" : "?q=" + text::query_value(desk.asked.question.words));
}

void fill_notices(const Desk& desk, SearchView& view) {
  const auto language = desk.language();
  const auto& understood = desk.answer.understood;
  if (const auto& perimeter = desk.asked.perimeter)
    view.notices.push_back(
        {web::say_count(language, static_cast<std::int64_t>(perimeter->communes.size()), msg::note_perimeter,
                        {{"name", perimeter->name}}),
         {{web::localised(language, perimeters::address(*perimeter)), say(language, msg::note_perimeter_link)}}});
  const auto to = [&](const std::string& words) { return desk.asked.set(desk.path, "q", words); };
  for (const auto& [written, used] : understood.corrections) {
    view.notices.push_back({say(language, msg::note_corrected, {{"written", written}, {"used", used}}),
                            {{desk.asked.set(desk.path, "exact", "oui"), say(language, msg::note_exact)}}});
  }
  if (understood.corrections.empty() && !understood.suggestion.empty()) {
    view.notices.push_back({say(language, msg::note_try), {{to(understood.suggestion), shown(understood.suggestion)}}});
  }
  for (const auto& word : understood.absent)
    view.notices.push_back({say(language, msg::note_absent, {{"words", shown(word)}}), {}});
  if (understood.some_words_only && desk.answer.total > 0 && understood.absent.empty())
    view.notices.push_back({say(language, msg::note_some), {}});
  if (understood.moved)
    view.notices.push_back(
        {say(language, msg::note_moved), {{desk.asked.address(desk.path), say(language, msg::note_moved_link)}}});
  if (understood.words_left_out) view.notices.push_back({say(language, msg::note_left_out), {}});
  for (const auto& prefix : understood.prefixes_left_out)
    view.notices.push_back({say(language, msg::note_prefixes, {{"words", shown(prefix)}}), {}});
  if (understood.nothing_to_search)
    view.notices.push_back({say(language, msg::note_nothing, {{"words", desk.words()}}), {}});
  if (desk.answer.without_place > 0) {
    view.notices.push_back(
        {web::say_count(language, static_cast<std::int64_t>(desk.answer.without_place), msg::note_without_place), {}});
  }
}

void fill_orders(const Desk& desk, SearchView& view) {
  const auto language = desk.language();
  const auto sort = desk.asked.question.sort;
  const auto add = [&](search::Sort order, const web::Message& label, std::string_view value) {
    view.orders.push_back(
        {order == sort ? std::string{} : desk.asked.set(desk.path, "tri", value), say(language, label)});
  };
  add(search::Sort::relevance, msg::order_relevance, "");
  add(search::Sort::date, msg::order_date, "date");
  if (desk.asked.question.around) add(search::Sort::distance, msg::order_distance, "distance");
  view.has_orders = desk.answer.total > 1;
}

void fill_hits(const Desk& desk, SearchView& view) {
  for (const auto& hit : desk.answer.hits) {
    HitView shown;
    shown.href = web::localised(desk.language(), hit.address);
    shown.title = pieces(hit.title);
    shown.snippet = pieces(hit.snippet);
    shown.has_snippet = !shown.snippet.empty();
    shown.meta = meta_line(*desk.context.engine, hit, desk.language());
    view.hits.push_back(std::move(shown));
  }
  if (desk.answer.hits.empty()) view.none = say(desk.language(), msg::hits_none);
  if (!desk.answer.next.empty() || !desk.asked.question.cursor.empty()) {
    const auto number = [&](std::size_t n) { return text::number(static_cast<std::int64_t>(n), desk.language()); };
    web::Paging paging{say(desk.language(), msg::count_shown,
                           {{"shown", number(desk.answer.hits.size())}, {"total", number(desk.answer.total)}}),
                       {},
                       {}};
    if (!desk.asked.question.cursor.empty()) paging.previous = desk.asked.address(desk.path);
    if (!desk.answer.next.empty()) paging.next = desk.asked.with(desk.path, "apres", desk.answer.next);
    view.paging_html = web::paging(desk.language(), paging);
  }
}

std::string count_line(const Desk& desk) {
  const auto n = static_cast<std::int64_t>(desk.answer.total);
  if (desk.asked.question.words.empty()) return web::say_count(desk.language(), n, msg::count_all);
  return web::say_count(desk.language(), n, msg::count_of, {{"words", desk.words()}});
}

SearchView view_of(const Desk& desk) {
  const auto language = desk.language();
  SearchView view;
  view.title = desk.asked.question.words.empty() ? say(language, msg::page_title)
                                                 : say(language, msg::page_title_of, {{"words", desk.words()}});
  view.action = desk.path;
  view.words = desk.asked.question.words;
  for (const auto& [name, value] : desk.asked.state) {
    if (name != "q" && name != "exact") view.hidden.push_back({name, value});
  }
  view.count = count_line(desk);
  fill_notices(desk, view);
  fill_chosen(desk, view);
  fill_orders(desk, view);
  fill_facets(desk, view);
  fill_hits(desk, view);
  fill_place_filter(desk, view);
  fill_named_places(desk, view);
  return view;
}

std::vector<web::Offer> offers(const Desk& desk) {
  const auto language = desk.language();
  const auto at = [&](std::string_view suffix) { return desk.asked.address(desk.path + std::string(suffix)); };
  return {{http::Form::csv, say(language, msg::download_csv), at(".csv")},
          {http::Form::csv, say(language, msg::download_excel),
           desk.asked.with(desk.path + ".csv", "dialecte", "excel-fr")},
          {http::Form::json, say(language, msg::download_json), at(".json")},
          {http::Form::atom, say(language, msg::download_atom), at(".atom")}};
}

}  // namespace

core::Result<http::Response> search_page(const Context& context, const http::Request& request) {
  auto asked = read_asked(context, request);
  if (!asked) return std::unexpected(asked.error());
  const auto answer = ask(*context.engine, asked->question);
  if (!answer) return std::unexpected(answer.error());
  const Desk desk{context, request, *asked, *answer, web::localised(request.language, kPath)};
  auto view = view_of(desk);
  web::Page page;
  page.language = request.language;
  page.title = view.title;
  page.description = say(request.language, msg::page_description);
  page.path = std::string(kPath);
  page.query = request.raw_query;
  page.layout = web::Layout::wide;
  page.search = web::SearchBox::in_content;
  if (!request.raw_query.empty()) page.indexing = web::Indexing::noindex;
  page.offers = offers(desk);
  view.downloads_html = web::downloads(request.language, page.offers);
  page.body_html = templates::render_search(view, request.language);
  return web::page_response(*context.site, page);
}

}  // namespace catalyse::finder
