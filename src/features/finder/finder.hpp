// One search over everything (`/recherche`).
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/territory.hpp"
#include "plug/plug.hpp"
#include "search/search.hpp"
#include "territories/territories.hpp"
#include "web/web.hpp"

namespace catalyse::finder {

// Shared by all handlers; the engine may renew its index meanwhile.
struct Context {
  std::shared_ptr<const search::Engine> engine;
  std::shared_ptr<const territories::Territories> territories;
  std::shared_ptr<const web::Site> site;
  // Codes of the places comparable to one, the place itself first; empty when it has none.
  std::function<std::vector<std::string>(const core::PlaceCode&)> comparables;
};

[[nodiscard]] plug::Contribution contribution(const Context& context);
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();  // the room's sentences, for web::register_messages

// « Rouen » of com:76540; empty when there is no such place. For search::EngineOptions::place_label.
[[nodiscard]] std::string place_label(const territories::Territories& territories, std::string_view code);

enum class Format : std::uint8_t { text, json };
// The first answers, for the terminal. Errors: those of the search.
[[nodiscard]] core::Result<std::string> search_for_terminal(const search::Engine& engine, std::string words,
                                                            Format format);

}  // namespace catalyse::finder
