// The published cases, as pages read them: immutable, made anew when something is published.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases.hpp"
#include "sheet.hpp"
#include "territories/reader_place.hpp"
#include "vocabulary.hpp"

namespace catalyse::cases {

using territories::find_place;

// What a reader asks of the list. An empty text asks nothing.
struct Filter {
  std::string fragility, goal, category, form, phase, level;
  std::string place;  // com:76540…: cases of the place, of what lies in it, and of the places it lies in
  std::shared_ptr<const perimeters::Perimeter> perimeter{};  // cases of its communes and of the places they lie in
};

// The filters that have a list, with the field of the content they look at.
struct Facet {
  List list;
  std::string_view parameter;  // in addresses
  std::string_view field;
  std::string Filter::*chosen;
};
[[nodiscard]] std::span<const Facet> facets();

class Base {
 public:
  Base(std::vector<Sheet> sheets, std::shared_ptr<const territories::Territories> territories);

  [[nodiscard]] std::span<const Sheet> sheets() const { return sheets_; }  // by title
  [[nodiscard]] const Sheet* find(std::string_view id) const;
  [[nodiscard]] std::vector<const Sheet*> select(const Filter& filter) const;
  // Whether a case is of this place, of one within it or of one around it.
  [[nodiscard]] bool is_of(const Sheet& sheet, std::string_view place) const;
  // The same of a list of communes.
  [[nodiscard]] bool is_of(const Sheet& sheet, const perimeters::Perimeter& perimeter) const;
  // Cases left when the facet is set to `id`, the rest of the filter as it is.
  [[nodiscard]] std::size_t count(const Filter& filter, const Facet& facet, std::string_view id) const;

 private:
  [[nodiscard]] bool fits(const Sheet& sheet, const Filter& filter) const;

  std::vector<Sheet> sheets_;
  std::shared_ptr<const territories::Territories> territories_;
};

// The case at an address without its beginning: 1002-les-mureaux…, or its id alone.
[[nodiscard]] const Sheet* sheet_at(const Base& base, std::string_view asked);

// Cases that share most with one, and what they share: fields with the values in common. Only those that share
// something; the strongest first.
struct Likeness {
  const Sheet* sheet = nullptr;
  double strength = 0;
  std::vector<std::pair<std::string_view, std::string>> shared;  // field, value
};
[[nodiscard]] std::vector<Likeness> like(const Base& base, const Sheet& sheet, std::size_t most);

}  // namespace catalyse::cases
