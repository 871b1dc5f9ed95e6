#include "selection.hpp"

#include <algorithm>

#include "messages.hpp"
#include "observatory/wording.hpp"
#include "territories/resolve.hpp"
#include "text/fold.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"

namespace catalyse::comparisons {
namespace {

using territories::Territories;

constexpr std::size_t kCodeShown = 40;  // bytes of a code that is repeated to the reader
constexpr std::size_t kHits = 12;

std::string shown(std::string_view code) { return std::string(code.substr(0, kCodeShown)); }

// Corsican codes are written 2A004; a reader may type 2a004.
std::string upper_corsica(std::string_view code) {
  std::string text(code);
  if (const auto two = text.find('2'); two != std::string::npos && two + 1 < text.size()) {
    char& letter = text[two + 1];
    letter = letter == 'a' ? 'A' : letter == 'b' ? 'B' : letter;
  }
  return text;
}

// « com », as in codes; or « commune », as in the addresses of dossiers and maps.
std::optional<core::Level> level_named(std::string_view word) {
  for (const auto level : {core::Level::commune, core::Level::epci, core::Level::departement, core::Level::region})
    if (territories::level_path_word(level) == word) return level;
  return core::level_from_name(word);
}

class Reader {
 public:
  Reader(const Sources& sources, core::Language language)
      : territories_(sources.territories), perimeters_(sources.perimeters), language_(language) {}

  void level(std::string_view word) {
    result_.level = level_named(word);
    if (!result_.level) fault(msg::fault_level, {{"value", shown(word)}});
  }

  void add(std::string_view asked) {
    if (perimeters::is_id(asked)) return add_perimeter(asked);
    const auto code = core::PlaceCode::parse(upper_corsica(asked));
    if (!code) return fault(msg::fault_code, {{"code", shown(asked)}});
    if (const auto found = territories_.find(*code)) return add_place(*found);
    const bool commune = code->level() == core::Level::commune;
    auto successors = commune ? territories_.successors(code->code()) : std::vector<PlaceIndex>{};
    if (successors.empty()) return fault(msg::fault_unknown, {{"code", std::string(code->code())}});
    if (successors.size() > 1) {
      fault(msg::fault_divided, {{"code", std::string(code->code())}});
      result_.divided.push_back({std::string(code->code()), std::move(successors)});
      return;
    }
    note(msg::note_carried,
         {{"code", std::string(code->code())}, {"place", std::string(territories_.place(successors[0]).name)}});
    add_place(successors[0]);
  }

  [[nodiscard]] Selection take() {
    if (too_many_ > 0) {
      fault(msg::fault_many, {{"n", text::number(static_cast<std::int64_t>(kPlacesMost + too_many_), language_)},
                              {"most", text::number(static_cast<std::int64_t>(kPlacesMost), language_)}});
    }
    return std::move(result_);
  }

 private:
  void add_place(PlaceIndex place) {
    const auto& found = territories_.place(place);
    const std::pair<std::string, std::string> name{"place", std::string(found.name)};
    if (territories_.overseas_collectivities().holds(place)) return fault(msg::fault_collectivity, {name});
    if (std::ranges::find(result_.places, place) != result_.places.end()) return note(msg::note_twice, {name});
    if (result_.level && *result_.level != found.level) {
      return fault(msg::fault_mixed, {name,
                                      {"level", observatory::level_word(found.level, language_)},
                                      {"wanted", observatory::level_words(*result_.level, language_)}});
    }
    result_.level = found.level;
    if (!has_room()) return;
    result_.places.push_back(place);
  }
  void add_perimeter(std::string_view id) {
    if (perimeters_ == nullptr) return fault(msg::fault_perimeter_here, {});
    const auto found = perimeters_->find(id);
    if (!found) return fault(msg::fault_perimeter, {{"name", shown(id)}});
    const auto& name = (*found)->name;
    if (std::ranges::find(result_.perimeters, (*found)->id, &perimeters::Perimeter::id) != result_.perimeters.end())
      return note(msg::note_twice, {{"place", name}});
    if (!has_room()) return;
    note(msg::note_gathered,
         {{"name", name}, {"n", text::number(static_cast<std::int64_t>((*found)->communes.size()), language_)}});
    result_.perimeters.push_back(*found);
  }
  bool has_room() {
    if (result_.size() < kPlacesMost) return true;
    ++too_many_;
    return false;
  }
  void note(const web::Message& sentence, std::vector<std::pair<std::string, std::string>> parameters) {
    result_.notes.push_back({&sentence, std::move(parameters)});
  }
  void fault(const web::Message& sentence, std::vector<std::pair<std::string, std::string>> parameters) {
    result_.faults.push_back({&sentence, std::move(parameters)});
  }

  const Territories& territories_;
  const perimeters::Perimeters* perimeters_;
  core::Language language_;
  Selection result_;
  std::size_t too_many_ = 0;
};

}  // namespace

std::string said(core::Language language, const Remark& remark) {
  return web::say(language, *remark.sentence, std::span(remark.parameters));
}

core::Error as_error(const Remark& remark) {
  return {core::ErrorKind::invalid, std::string(remark.sentence->key), remark.parameters, {}};
}

Selection read_selection(const Sources& sources, const http::Query& query, core::Language language) {
  Reader reader(sources, language);
  if (const auto level = query.first("niveau"); level && !level->empty()) reader.level(*level);
  for (const auto& [name, value] : query.pairs()) {
    if (name == "t" && !value.empty()) reader.add(value);
  }
  return reader.take();
}

std::string query_of(const Territories& territories, const std::vector<PlaceIndex>& places,
                     const Perimeters& perimeters) {
  std::string query;
  for (const auto place : places) query += (query.empty() ? "t=" : "&t=") + code_of(territories.place(place));
  for (const auto& perimeter : perimeters) query += (query.empty() ? "t=" : "&t=") + perimeter->id;
  return query;
}

Wanted find_place(const Territories& territories, std::string_view words, std::optional<core::Level> level) {
  Wanted wanted;
  std::size_t total = 0;
  wanted.hits = territories.search(words, {.limit = kHits, .level = level}, &total);
  std::erase_if(wanted.hits, [&](const auto& hit) { return territories.overseas_collectivities().holds(hit.place); });
  if (wanted.hits.empty()) return wanted;
  const auto folded = text::fold(words);
  const auto named = [&](const territories::Hit& hit) {
    const auto& place = territories.place(hit.place);
    return text::fold(place.name) == folded || place.code == words;
  };
  const auto same = std::ranges::count_if(wanted.hits, named);
  if (total == 1 || (same == 1 && named(wanted.hits.front()))) wanted.certain = wanted.hits.front().place;
  return wanted;
}

}  // namespace catalyse::comparisons
