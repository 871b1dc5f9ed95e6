// One search over everything (`/recherche`).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/territory.hpp"
#include "perimeters/perimeters.hpp"
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
  // Codes of the places comparable to one under these weights (as an address has them; empty: the usual ones), the
  // place itself first; none when it has no comparable. Errors: those of the observatory about weights.
  std::function<core::Result<std::vector<std::string>>(const core::PlaceCode&, std::string_view weights)> comparables;
  std::shared_ptr<const perimeters::Perimeters> perimeters{};  // of `?perimetre=`; null: there are none
};

[[nodiscard]] plug::Contribution contribution(const Context& context);
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();  // the room's sentences, for web::register_messages

// « Rouen » of com:76540; empty when there is no such place. For search::EngineOptions::place_label.
[[nodiscard]] std::string place_label(const territories::Territories& territories, std::string_view code);

// Keeps the index in step while the program serves: asks the live sources once a second, on a thread of its own. What
// is published through `editorial` needs none of this: the router is made again, with its index (ADR 18). A failure is
// logged when it begins, and tried again.
class Renewal {
 public:
  using Log = std::function<void(std::string_view line)>;
  using Current = std::function<std::shared_ptr<search::Engine>()>;  // the engine that pages ask now
  explicit Renewal(Current engine, Log log, std::chrono::milliseconds period = std::chrono::seconds(1));
  ~Renewal();
  Renewal(const Renewal&) = delete;
  Renewal& operator=(const Renewal&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

enum class Format : std::uint8_t { text, json };
// The first answers, for the terminal. Errors: those of the search.
[[nodiscard]] core::Result<std::string> search_for_terminal(const search::Engine& engine, std::string words,
                                                            Format format);

}  // namespace catalyse::finder
