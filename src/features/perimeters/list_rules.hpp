// What a reader types, pastes or sends as a list of places, pure: codes of every level in any order and with any
// separators, names where they name one place, a table with a column of codes. Nothing is lost in silence: what was
// done to an item is told, and what cannot be taken is refused with its reason.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "territories/territories.hpp"

namespace catalyse::perimeters {

using territories::PlaceIndex;

inline constexpr std::size_t kItemsMost = 50'000;  // codes and names read of one list
inline constexpr std::size_t kNamesMost = 2'000;   // names looked up
inline constexpr std::size_t kToldMost = 100;      // kept of each kind of remark; all are counted
inline constexpr std::size_t kItemShown = 60;      // bytes of an item that are repeated

enum class Reason : std::uint8_t {
  unknown_code,    // no place, now or before
  unknown_name,    // no place of that name
  several_names,   // a name of several places: `places`
  several_levels,  // a département or a région: `places`
  uncertain,       // a former code that leads nowhere for sure: `places`
  collectivity,    // of a collectivité d'outre-mer: no figures
  arrondissement,  // a part of Paris, Lyon or Marseille, without all the others
};
struct Refused {
  std::string item;
  Reason reason = Reason::unknown_code;
  std::vector<PlaceIndex> places;
};
// An item that was taken as something else than it was written: a former code, a name, a code that had lost its zero.
struct Taken {
  std::string item;
  std::vector<PlaceIndex> as;
  bool part = false;  // a former commune that is only a part of what was taken
};
// A group of communes that was named as one.
struct Group {
  PlaceIndex place = 0;
  std::size_t communes = 0;
};

// Remarks of one kind: the first ones, and how many there are.
template <class T>
struct Told {
  std::vector<T> first;
  std::size_t count = 0;
  void add(T remark) {
    if (first.size() < kToldMost) first.push_back(std::move(remark));
    ++count;
  }
};

struct Understood {
  std::vector<PlaceIndex> communes;  // distinct, in the order of their indexes
  std::size_t items = 0;             // codes and names found in the list
  std::size_t named_communes = 0;    // communes named one by one
  std::size_t again = 0;             // communes met again, by a duplicate or an overlap of groups
  Told<Group> groups;
  Told<Taken> carried, by_name, repaired;
  Told<Refused> refused;
  Told<std::string> passed_over;  // cells beside a code, on the same line
  bool too_many = false;          // more items or names than are read: nothing after them was
  std::string column;             // of the table that was read; empty for a plain list
};

// `list` is UTF-8. Lines are cut at `;`, tabs, `|` and commas; a line whose cells are not all codes is read up to its
// first code, so that a table may be pasted whole; under a header that names a column of codes, only that column is
// read.
[[nodiscard]] Understood read_list(const territories::Territories& territories, std::string_view list);

// Bytes of a file as UTF-8: UTF-8 with or without its mark, UTF-16 with its mark, else Windows-1252. Empty for what is
// no text (a workbook, an image).
[[nodiscard]] std::optional<std::string> text_of_file(std::string_view bytes);

}  // namespace catalyse::perimeters
