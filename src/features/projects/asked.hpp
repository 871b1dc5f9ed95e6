// What the address of a search asks for, and the addresses of its neighbours. Nothing is lost in silence: what is not
// understood is a fault, and the answer a 400.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/http.hpp"
#include "pages.hpp"
#include "projects.hpp"
#include "territories/reader_place.hpp"
#include "web/i18n.hpp"

namespace catalyse::projects {

// The places of a search around the one it names: itself with all it holds, the communes within some kilometres, or its
// comparable territories (itself left out).
enum class Scope : std::uint8_t { within, around, peers };

struct Remark {
  const web::Message* sentence = nullptr;
  std::vector<std::pair<std::string, std::string>> parameters{};
};

struct Asked {
  Search search;
  std::optional<PlaceIndex> place;
  std::shared_ptr<const perimeters::Perimeter> perimeter;  // instead of a place
  Scope scope = Scope::within;
  int kilometres = 20;
  Order order = Order::recent;
  RowIndex after = kNoRow;
  std::string words;                                       // as typed
  std::string wanted;                                      // the words of `ou`: a place to be found
  std::vector<std::pair<std::string, std::string>> state;  // the parameters in force, in one order; without `apres`
  std::optional<core::Error> fault;

  // The address at `path` with one parameter changed (empty: left out) and the first page.
  [[nodiscard]] std::string with(std::string_view path, std::string_view name, std::string_view value) const;
  [[nodiscard]] std::string address(std::string_view path) const { return with(path, "", ""); }
};

inline constexpr std::size_t kWordsMost = 12;
inline constexpr int kKilometresLeast = 1, kKilometresMost = 100;

// Errors that come as Asked::fault: projects.fault.* and those of the observatory for weights.
[[nodiscard]] Asked read_asked(const Context& context, const http::Query& query);

}  // namespace catalyse::projects
