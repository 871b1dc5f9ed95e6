// The places that an address asks for: `?t=com:76540&t=com:14118`, a bare commune code being enough, or the id of an
// ad-hoc perimeter. Nothing is lost in silence: what was done to a code is a note, what cannot be compared is a fault.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "http/http.hpp"
#include "perimeters/perimeters.hpp"
#include "territories/reader_place.hpp"
#include "territories/territories.hpp"
#include "web/i18n.hpp"

namespace catalyse::comparisons {

using territories::PlaceIndex;

inline constexpr std::size_t kPlacesLeast = 2, kPlacesMost = 5;

// A sentence for the reader with the values it names.
struct Remark {
  const web::Message* sentence = nullptr;
  std::vector<std::pair<std::string, std::string>> parameters;
};
[[nodiscard]] std::string said(core::Language language, const Remark& remark);
[[nodiscard]] core::Error as_error(const Remark& remark);  // kind invalid: 400

// A former code that leads to several places: the reader chooses.
struct Divided {
  std::string code;
  std::vector<PlaceIndex> successors;
};

using Perimeters = std::vector<std::shared_ptr<const perimeters::Perimeter>>;

struct Selection {
  std::vector<PlaceIndex> places;     // distinct, of one level, at most kPlacesMost, in the order asked
  Perimeters perimeters;              // distinct; they stand beside places of any level, after them
  std::optional<core::Level> level;   // of the places; of `niveau` when there are none
  std::vector<Remark> notes, faults;  // a fault makes the answer a 400
  std::vector<Divided> divided;

  [[nodiscard]] std::size_t size() const { return places.size() + perimeters.size(); }
};

// Where what is asked for is looked up. `perimeters` null: a perimeter is a fault.
struct Sources {
  const territories::Territories& territories;
  const perimeters::Perimeters* perimeters = nullptr;
};
// Reads every `t`, and `niveau` when there is one: it then decides the level, otherwise the first place does.
[[nodiscard]] Selection read_selection(const Sources& sources, const http::Query& query, core::Language language);

// `t=com:76540&t=com:14118`, for an address; empty for none.
[[nodiscard]] std::string query_of(const territories::Territories& territories, const std::vector<PlaceIndex>& places,
                                   const Perimeters& perimeters);

// Words typed to add a place: the place they name without doubt (one hit, or the only one of that very name), or what
// they may mean, best first.
struct Wanted {
  std::optional<PlaceIndex> certain;
  std::vector<territories::Hit> hits;
};
[[nodiscard]] Wanted find_place(const territories::Territories& territories, std::string_view words,
                                std::optional<core::Level> level);

}  // namespace catalyse::comparisons
