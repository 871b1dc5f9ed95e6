#include "resolve.hpp"

#include <algorithm>
#include <array>

namespace catalyse::territories {
namespace {

using core::Level;

std::optional<Level> level_of(std::string_view word, std::string_view code) {
  if (word == "commune") return core::is_municipal_arrondissement(code) ? Level::arrondissement : Level::commune;
  if (word == "epci") return Level::epci;
  if (word == "departement") return Level::departement;
  if (word == "region") return Level::region;
  return std::nullopt;
}

}  // namespace

std::string_view level_path_word(Level level) {
  static constexpr std::array<std::string_view, core::kLevelCount> kWords{"commune", "commune", "epci", "departement",
                                                                          "region"};
  return kWords[static_cast<std::size_t>(level)];
}

core::Result<Resolution> resolve(const Territories& territories, std::string_view word, std::string_view segment) {
  // Corsican codes are written 2A004; a reader may type 2a004.
  std::string code(segment.substr(0, segment.find('-')));
  std::ranges::transform(code, code.begin(), [](char c) { return c == 'a' ? 'A' : c == 'b' ? 'B' : c; });
  const auto unknown = [&] {
    return core::fail(core::ErrorKind::not_found, "territories.unknown.code", {}, {{"code", code.substr(0, 40)}});
  };
  const auto level = level_of(word, code);
  const auto wanted = level ? core::PlaceCode::make(*level, code) : std::nullopt;
  if (!wanted) return unknown();
  if (const auto found = territories.find(*wanted)) {
    const bool exact = address(territories.place(*found)).ends_with("/" + std::string(segment));
    return exact ? Resolution{Found{*found}} : Resolution{Moved{*found}};
  }
  if (*level != Level::commune) return unknown();
  auto successors = territories.successors(code);
  if (successors.empty()) return unknown();
  if (successors.size() == 1) return Resolution{Moved{successors[0]}};
  return Resolution{Choice{code, std::move(successors)}};
}

}  // namespace catalyse::territories
