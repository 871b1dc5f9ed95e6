#include "picker.hpp"

#include <algorithm>

#include "messages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/query.hpp"
#include "web/i18n.hpp"

namespace catalyse::comparisons {
namespace {

using territories::kNowhere;
using web::say;

constexpr std::size_t kWordsShown = 100;  // bytes of what was typed that are repeated in a sentence

std::vector<PlaceIndex> without(std::vector<PlaceIndex> places, PlaceIndex left_out) {
  std::erase(places, left_out);
  return places;
}

std::vector<PlaceIndex> with(std::vector<PlaceIndex> places, PlaceIndex more) {
  if (std::ranges::find(places, more) == places.end()) places.push_back(more);
  return places;
}

HitView hit(const Desk& desk, std::string_view path, PlaceIndex index) {
  const auto& place = desk.place(index);
  HitView view{desk.address(path, with(desk.selection.places, index)), desk.name(index),
               within(*desk.context.territories, index)};
  if (place.population) {
    const auto people = web::say_count(desk.language(), *place.population, msg::picker_population);
    view.detail += (view.detail.empty() ? "" : ", ") + people;
  }
  return view;
}

std::string_view asked_words(const Desk& desk) { return desk.request.query.first("q").value_or(""); }

void fill_hits(const Desk& desk, std::string_view path, PickerView& view) {
  const auto words = asked_words(desk);
  view.words = std::string(words);
  if (words.empty()) return;
  const auto wanted = find_place(*desk.context.territories, words, desk.selection.level);
  const auto shown = std::string(words.substr(0, kWordsShown));
  if (wanted.hits.empty()) {
    view.none = say(desk.language(), msg::picker_none, {{"words", shown}});
    return;
  }
  view.hits_title = say(desk.language(), msg::picker_hits, {{"words", shown}});
  for (const auto& found : wanted.hits) view.hits.push_back(hit(desk, path, found.place));
}

}  // namespace

std::string Desk::dossier_href(PlaceIndex index) const {
  return web::localised(language(), territories::address(place(index)));
}

std::string Desk::address(std::string_view path, const std::vector<PlaceIndex>& places, std::string_view suffix) const {
  std::string query;
  for (const auto& [name, value] : state) {
    if (!value.empty()) query += (query.empty() ? "" : "&") + name + "=" + text::query_value(value);
  }
  const auto chosen = query_of(*context.territories, places, selection.perimeters);
  if (!chosen.empty()) query += (query.empty() ? "" : "&") + chosen;
  auto href = web::localised(language(), path) + std::string(suffix);
  return query.empty() ? href : href + "?" + query;
}

std::string Desk::mark(std::size_t position) const {
  return selection.size() < 3 ? std::string{} : std::string(1, static_cast<char>('A' + position));
}

std::string Desk::marked_name(std::size_t position) const {
  const auto letter = mark(position);
  return letter.empty() ? name_at(position) : letter + " " + name_at(position);
}

std::string Desk::name_at(std::size_t position) const {
  const auto& places = selection.places;
  return position < places.size() ? name(places[position]) : selection.perimeters[position - places.size()]->name;
}

std::string Desk::href_at(std::size_t position) const {
  const auto& places = selection.places;
  if (position < places.size()) return dossier_href(places[position]);
  return web::localised(language(), perimeters::address(*selection.perimeters[position - places.size()]));
}

std::string within(const territories::Territories& territories, PlaceIndex index) {
  const auto& place = territories.place(index);
  const auto above = place.level < core::Level::departement ? place.departement : place.region;
  return above == kNowhere ? std::string{} : std::string(territories.place(above).name);
}

PickerView picker(const Desk& desk, std::string_view path) {
  const auto language = desk.language();
  const auto& selection = desk.selection;
  PickerView view;
  view.title = say(language, msg::picker_title);
  view.action = web::localised(language, path);
  for (const auto& note : selection.notes) view.notes.push_back(said(language, note));
  for (const auto& fault : selection.faults) view.faults.push_back(said(language, fault));
  view.any = selection.size() > 0;
  for (std::size_t i = 0; i < selection.places.size(); ++i) {
    const auto index = selection.places[i];
    view.places.push_back({desk.mark(i), desk.dossier_href(index), desk.name(index),
                           within(*desk.context.territories, index),
                           desk.address(path, without(selection.places, index))});
    view.hidden.push_back({"t", code_of(desk.place(index))});
  }
  for (std::size_t i = 0; i < selection.perimeters.size(); ++i) {
    auto others = desk;
    others.selection.perimeters.erase(others.selection.perimeters.begin() + static_cast<std::ptrdiff_t>(i));
    const auto position = selection.places.size() + i;
    view.places.push_back({desk.mark(position), desk.href_at(position), desk.name_at(position),
                           say(language, msg::picker_perimeter), others.address(path, selection.places)});
    view.hidden.push_back({"t", selection.perimeters[i]->id});
  }
  for (const auto& divided : selection.divided) {
    view.hits_title = say(language, msg::picker_divided, {{"code", divided.code}});
    for (const auto successor : divided.successors) view.hits.push_back(hit(desk, path, successor));
  }
  fill_hits(desk, path, view);
  if (selection.size() < kPlacesMost) {
    view.add_label = say(language, msg::picker_add);
    view.add_hint = say(language, msg::picker_hint);
    view.button = say(language, msg::picker_button);
  }
  return view;
}

void offer_rest(const Desk& desk, std::string_view path, PickerView& view) {
  view.way = LinkView{desk.address(path, desk.selection.places), say(desk.language(), msg::picker_rest)};
}

std::string picker_html(const Desk& desk, const PickerView& view) {
  return templates::render_picker(view, desk.language());
}

std::string certain_addition(const Desk& desk, std::string_view path) {
  const auto words = asked_words(desk);
  const auto& selection = desk.selection;
  if (words.empty() || !selection.faults.empty() || selection.size() >= kPlacesMost) return {};
  const auto wanted = find_place(*desk.context.territories, words, selection.level);
  return wanted.certain ? desk.address(path, with(selection.places, *wanted.certain)) : std::string{};
}

}  // namespace catalyse::comparisons
