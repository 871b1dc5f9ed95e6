// The lists of the field that a case is described with (data/cases/README.md says where each comes from). An entry that
// no source attests is the project's own proposal, and pages say so.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"
#include "web/i18n.hpp"

namespace catalyse::cases {

enum class Origin : std::uint8_t { attested, proposal };

struct Term {
  std::string_view id;  // in contents, files and addresses; stable
  const web::Message* label = nullptr;
  Origin origin = Origin::attested;
  std::string_view parent{};  // of a model: its category
};

enum class List : std::uint8_t {
  fragility,
  goal,
  category,
  model,
  form,
  contract,
  phase,
  axis,
  profile,
  level,
  target
};
[[nodiscard]] std::span<const Term> terms(List list);
[[nodiscard]] const Term* find_term(List list, std::string_view id);
[[nodiscard]] std::span<const std::string_view> ids(List list);  // as editorial::Field::choices wants them
// The label; the id itself for one that is not in the list.
[[nodiscard]] std::string term_label(List list, std::string_view id, core::Language language);
// The same, behind its number where the list is known by numbers: « 17. Partenariats… », « 17.17. Encourager… ».
[[nodiscard]] std::string numbered_label(List list, std::string_view id, core::Language language);

// The 169 targets of the goals, in the words of the United Nations (targets.tsv); the parent of each is its goal.
[[nodiscard]] std::span<const Term> targets();
[[nodiscard]] std::span<const std::string_view> target_ids();

// The fragilities of cases that a theme of the observatory measures; our own bringing together of two lists.
struct Bridge {
  std::string_view theme, fragility;
};
[[nodiscard]] std::span<const Bridge> bridges();

}  // namespace catalyse::cases
