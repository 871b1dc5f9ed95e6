// The places of a selection as the reader changes them: remove, add by name, other indicators; and the addresses that
// keep all the rest of a page's state.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "comparisons.hpp"
#include "core/result.hpp"
#include "http/http.hpp"
#include "selection.hpp"
#include "views.hpp"

namespace catalyse::comparisons {

// A page of this room being made: one language, one selection, one address.
struct Desk {
  const Context& context;
  const http::Request& request;
  Selection selection;
  // What the address holds beside the places, in order: x, y, indicateur, niveau.
  std::vector<std::pair<std::string, std::string>> state{};
  // A perimeter whose places are marked instead of the peers; null: none was asked.
  std::shared_ptr<const perimeters::Perimeter> perimeter{};

  [[nodiscard]] core::Language language() const { return request.language; }
  [[nodiscard]] const territories::Place& place(PlaceIndex index) const { return context.territories->place(index); }
  [[nodiscard]] std::string name(PlaceIndex index) const { return std::string(place(index).name); }
  [[nodiscard]] std::string dossier_href(PlaceIndex index) const;
  // Of what stands at a position, a place or, after them, a perimeter.
  [[nodiscard]] std::string name_at(std::size_t position) const;
  [[nodiscard]] std::string href_at(std::size_t position) const;
  // The page at `path` with these places, the perimeters and this page's state; with `suffix` (.csv) in another form.
  [[nodiscard]] std::string address(std::string_view path, const std::vector<PlaceIndex>& places,
                                    std::string_view suffix = {}) const;
  // « A », « B » beside the names, from three places on.
  [[nodiscard]] std::string mark(std::size_t position) const;
  [[nodiscard]] std::string marked_name(std::size_t position) const;
};

// Département and, for those, région: tells homonyms apart.
[[nodiscard]] std::string within(const territories::Territories& territories, PlaceIndex place);

// The picker without selects, filled with the selection, its notes and faults, and what `q` may mean.
[[nodiscard]] PickerView picker(const Desk& desk, std::string_view path);
// Out of faults about places only: the same page without them.
void offer_rest(const Desk& desk, std::string_view path, PickerView& view);
[[nodiscard]] std::string picker_html(const Desk& desk, const PickerView& view);

// `?q=` names one place without doubt: where the reader is led, with the place added. Empty otherwise.
[[nodiscard]] std::string certain_addition(const Desk& desk, std::string_view path);

}  // namespace catalyse::comparisons
