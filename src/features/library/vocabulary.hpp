// The lists that a resource is described with. Levers and goals are of others: the shelf and the case base name them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/language.hpp"
#include "web/i18n.hpp"

namespace catalyse::library {

struct Term {
  std::string_view id;  // in contents, files and addresses; stable
  const web::Message* label = nullptr;
};

enum class List : std::uint8_t { kind, toolbox, access, depth, tongue };
[[nodiscard]] std::span<const Term> terms(List list);
[[nodiscard]] std::span<const std::string_view> ids(List list);
// The list that the values of a field come from; nothing for a field without one here.
[[nodiscard]] std::optional<List> list_of(std::string_view field);
// The label; the id itself for one that is not in the list.
[[nodiscard]] std::string term_label(List list, std::string_view id, core::Language language);

// Which of the three ways levers and paths are on: one learns with them. Resources say their own.
inline constexpr std::string_view kLearn = "former";

inline constexpr unsigned kLevers = 7, kGoals = 17;
[[nodiscard]] std::span<const std::string_view> lever_ids();
[[nodiscard]] std::span<const std::string_view> goal_ids();

}  // namespace catalyse::library
