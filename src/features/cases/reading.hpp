// What other rooms read of the case base: which cases say something, and the words for it. Pure over an immutable base.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/cases.hpp"
#include "core/language.hpp"

namespace catalyse::cases {

// A field of a case that says something (`value` empty), or this very value: « phase », « resultats » = « performance »
// (of an entry with columns, the first).
struct Saying {
  std::string field, value;
};
// Whether the field exists and may have the value; « phase=lune » says nothing of any case.
[[nodiscard]] bool is_sound(const Saying& saying);

struct Brief {
  std::string_view title, summary;  // of the base
  std::string address;
  bool near = false;  // of the place asked about, of one within it or of one around it
  std::string_view id{};
};
// The case of this id, or whose page is at this address.
[[nodiscard]] std::optional<Brief> find_case(const Base& base, std::string_view asked);
// At most `most` cases: near the place first (`place` is a code, com:76540, or empty), then those with most entries in
// the field, then by title.
[[nodiscard]] std::vector<Brief> which_say(const Base& base, const Saying& saying, std::string_view place,
                                           std::size_t most);
// Cases of the place, of those within it and of those around it.
[[nodiscard]] std::size_t count_near(const Base& base, std::string_view place);

// « Résultats », « Phase de l’innovation : Déploiement »
[[nodiscard]] std::string saying_label(const Saying& saying, core::Language language);
// A Sustainable Development Goal by its number: « Villes et communautés durables »; the number itself beyond 17.
[[nodiscard]] std::string goal_label(std::string_view number, core::Language language);

}  // namespace catalyse::cases
