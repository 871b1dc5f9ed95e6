#include <algorithm>

#include "desk.hpp"
#include "messages.hpp"
#include "territories/reader_place.hpp"
#include "text/fold.hpp"
#include "text/numbers.hpp"
#include "text/query.hpp"
#include "web/i18n.hpp"

namespace catalyse::finder {

namespace {

using web::say;

constexpr std::size_t kNamed = 3;  // places before the results

std::optional<core::PlaceCode> in_force(const Asked& asked) {
  if (asked.comparables) return asked.comparables;
  return asked.around ? asked.around : asked.territory;
}

// « eau » begins Eaubonne, and does not mean it. A word with a typo begins nothing.
bool only_begins(std::string_view words, const territories::Hit& hit) {
  const auto name = text::fold(hit.matched);
  const auto of_name = text::words(name);
  return std::ranges::any_of(text::words(words), [&](std::string_view word) {
    return std::ranges::find(of_name, word) == of_name.end() &&
           std::ranges::any_of(of_name, [&](std::string_view one) { return one.starts_with(word); });
  });
}

// « Seine-Maritime », and the former name or the code that the words are.
std::string where(const territories::Territories& all, const territories::Hit& hit) {
  const auto& place = all.place(hit.place);
  const auto above = place.level < core::Level::departement ? place.departement : place.region;
  std::string words(above == territories::kNowhere ? std::string_view{} : all.place(above).name);
  if (text::fold(hit.matched) != text::fold(place.name)) (words += words.empty() ? "" : " · ") += hit.matched;
  return words;
}

// One word of a longer name, and by another spelling: « chaleur » is not Les Églisottes-et-Chalaures, as long as the
// word means something by itself. Articles make no name longer.
bool only_resembles(std::string_view words, const territories::Hit& hit, const search::Answer& answer) {
  constexpr std::size_t kShort = 3;
  if (answer.total == 0 || !answer.understood.corrections.empty()) return false;
  const auto name = text::fold(hit.matched);
  const auto of_name = text::words(name), asked = text::words(words);
  const auto longer = std::ranges::count_if(of_name, [](std::string_view word) { return word.size() > kShort; });
  return static_cast<std::size_t>(longer) > asked.size() && std::ranges::none_of(asked, [&](std::string_view word) {
           return std::ranges::find(of_name, word) != of_name.end();
         });
}

}  // namespace

void fill_place_filter(const Desk& desk, SearchView& view) {
  const auto language = desk.language();
  const auto& all = *desk.context.territories;
  const auto& asked = desk.asked;
  if (const auto code = in_force(asked)) view.place_words = territories::place_label(all, *all.find(*code));
  if (!asked.wanted.empty()) view.place_words = asked.wanted;
  const auto scope = asked.comparables ? kComparables : asked.around ? kAround : kWithin;
  const auto km = text::number(asked.question.around ? asked.question.around->kilometres : kUsualRadius, 0, language);
  view.scopes = {{std::string(kWithin), say(language, msg::scope_within), scope == kWithin},
                 {std::string(kAround), say(language, msg::scope_around, {{"km", km}}), scope == kAround},
                 {std::string(kComparables), say(language, msg::scope_comparables), scope == kComparables}};
  for (const auto& [name, value] : asked.state) {
    // A radius stays; what says nothing of another place does not.
    const bool stays = name == "rayon" || !of_place(name);
    if (stays && !(name == "tri" && value == "distance")) view.place_hidden.push_back({name, value});
  }
  if (asked.wanted.empty()) return;
  NoticeView notice{
      say(language, asked.meant.empty() ? msg::place_none : msg::place_several, {{"words", asked.wanted}}), {}};
  const auto parameter = desk.asked.scope;
  const auto name = parameter == kAround ? "autour" : parameter == kComparables ? "comparables" : "territoire";
  for (const auto place : asked.meant)
    notice.links.push_back(
        {asked.set(desk.path, name, territories::code_of(all.place(place))), territories::place_label(all, place)});
  view.notices.insert(view.notices.begin(), std::move(notice));
}

void fill_named_places(const Desk& desk, SearchView& view) {
  const auto& question = desk.asked.question;
  if (question.words.empty() || !question.cursor.empty() || desk.asked.filtered()) return;
  const auto language = desk.language();
  const auto& all = *desk.context.territories;
  const auto words = text::fold(question.words);
  std::size_t total = 0;
  for (const auto& hit : all.search(question.words, {.limit = kNamed, .level = {}}, &total)) {
    if (only_begins(words, hit) || only_resembles(words, hit, desk.answer)) continue;
    const auto& place = all.place(hit.place);
    const auto href = web::localised(language, territories::address(place));
    std::erase_if(view.hits, [&](const HitView& one) { return one.href == href; });
    view.places.push_back({href, std::string(place.name), where(all, hit)});
  }
  view.has_places = !view.places.empty();
  view.all_places_href = web::localised(language, "/territoires") + "?q=" + text::query_value(question.words);
  view.all_places = total > view.places.size()
                        ? web::say_count(language, static_cast<std::int64_t>(total), msg::hits_all_places)
                        : std::string{};
}

}  // namespace catalyse::finder
