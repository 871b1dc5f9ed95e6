#include "territories/reader_place.hpp"

#include <algorithm>

#include "core/territory.hpp"
#include "text/fold.hpp"

namespace catalyse::territories {

std::optional<PlaceIndex> find_place(const Territories& territories, std::string_view code) {
  const auto parsed = core::PlaceCode::parse(code);
  if (!parsed) return std::nullopt;
  return territories.find(*parsed);
}

std::string code_of(const Place& place) {
  return std::string(core::level_name(place.level)) + ":" + std::string(place.code);
}

std::string place_label(const Territories& territories, PlaceIndex index) {
  const auto& place = territories.place(index);
  const auto within = place.level < core::Level::departement ? place.departement : place.region;
  std::string label(place.name);
  if (within != kNowhere) label += " (" + std::string(territories.place(within).name) + ")";
  return label;
}

Named read_place(const Territories& territories, std::string_view words) {
  constexpr std::size_t kChoices = 6, kLongest = 100;
  Named named{.words = std::string(words.substr(0, kLongest)), .place = {}, .choices = {}};
  if (words.empty()) return named;
  named.place = find_place(territories, words);
  if (named.place) {
    named.words = place_label(territories, *named.place);
    return named;
  }
  const auto folded = text::fold(words);
  std::size_t total = 0;
  for (const auto& hit : territories.search(words, {.limit = kChoices, .level = {}}, &total))
    named.choices.push_back(hit.place);
  const auto is_the_name = [&](PlaceIndex place) {
    return text::fold(territories.place(place).name) == folded || text::fold(place_label(territories, place)) == folded;
  };
  const auto exact = std::ranges::count_if(named.choices, is_the_name);
  if (total == 1 || (exact == 1 && is_the_name(named.choices.front()))) named.place = named.choices.front();
  return named;
}

std::vector<std::string> codes_around(const Territories& territories, PlaceIndex index) {
  const auto& place = territories.place(index);
  std::vector<std::string> codes{code_of(place)};
  for (const auto holder : {place.commune, place.epci, place.departement, place.region})
    if (holder != kNowhere && holder != index) codes.push_back(code_of(territories.place(holder)));
  return codes;
}

bool related(const Territories& territories, PlaceIndex a, PlaceIndex b) {
  if (a == b) return true;
  const auto inside = [&](PlaceIndex small, PlaceIndex large) {
    const auto& place = territories.place(small);
    return place.commune == large || place.epci == large || place.departement == large || place.region == large;
  };
  return inside(a, b) || inside(b, a);
}

}  // namespace catalyse::territories
