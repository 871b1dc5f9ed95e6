// What an address of the search asks for, and the address that asks for it with one thing changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "finder.hpp"
#include "http/http.hpp"

namespace catalyse::finder {

// Of the values of a facet the page holds so many, and shows the first of them open.
inline constexpr std::size_t kPageHits = 20, kPageValues = 40, kOpenValues = 8, kMostApiHits = 100, kFeedHits = 50;

struct Asked {
  search::Question question;
  std::vector<std::pair<std::string, std::string>> state;  // of the address, in one order, without the cursor
  std::optional<core::PlaceCode> territory;                // the one place filtered by, when there is one
  std::optional<core::PlaceCode> comparables, around;
  std::shared_ptr<const perimeters::Perimeter> perimeter;  // filtered by, when there is one
  // Words for a place (`ou`) that name none, or more than one, and what they narrow to; the likeliest.
  std::string wanted, scope;
  std::vector<territories::PlaceIndex> meant;

  // The address with a value of `name` more or less, or with `name` set (empty: left out); always from the first page.
  [[nodiscard]] std::string with(std::string_view path, std::string_view name, std::string_view value) const;
  [[nodiscard]] std::string without(std::string_view path, std::string_view name, std::string_view value) const;
  [[nodiscard]] std::string set(std::string_view path, std::string_view name, std::string_view value) const;
  [[nodiscard]] std::string address(std::string_view path) const { return set(path, {}, {}); }
  [[nodiscard]] bool filtered() const;  // by anything but words
};

// What a place narrows to: itself, its surroundings, the places comparable to it. As `perimetre` says it, which may
// also hold the id of a perimeter.
inline constexpr double kUsualRadius = 20;  // kilometres
inline constexpr std::string_view kWithin = "lieu", kAround = "autour", kComparables = "comparables";
[[nodiscard]] bool of_place(std::string_view name);  // whether a parameter narrows by place

// Errors: finder.error.* (invalid) naming what cannot be understood.
[[nodiscard]] core::Result<Asked> read_asked(const Context& context, const http::Request& request);

// Parameters of the routes: the fixed ones, then one for each facet and measure of the sources.
[[nodiscard]] std::vector<http::Parameter> parameters(const search::Engine& engine);
// Ids of the facets shown, in order: type, places of the level under the one chosen, the sources' own, annee.
[[nodiscard]] std::vector<std::string> facets_for(const search::Engine& engine,
                                                  const std::optional<core::PlaceCode>& territory);

}  // namespace catalyse::finder
