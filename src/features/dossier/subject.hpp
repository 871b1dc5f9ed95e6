// The place in hand: what every part of a dossier is made from.
#pragma once

#include <string>
#include <string_view>

#include "core/language.hpp"
#include "dossier.hpp"
#include "lexicon.hpp"

namespace catalyse::dossier {

// One place, in one language, for the length of a request.
struct Subject {
  const Context& context;
  territories::PlaceIndex index = 0;
  core::Language language = core::Language::fr;
  std::string address = href_of(index);  // of the dossier, in the language of the page

  [[nodiscard]] const territories::Place& place() const { return context.territories->place(index); }
  [[nodiscard]] const territories::Place& place(territories::PlaceIndex other) const {
    return context.territories->place(other);
  }
  [[nodiscard]] const observatory::Indicator& indicator(std::uint16_t id) const {
    return context.observatory->indicators()[id];
  }
  [[nodiscard]] const Lexicon& lexicon() const { return *context.lexicon; }
  // Address of the dossier in the language of the page, and of the pages behind it: href("/theme/", slug).
  [[nodiscard]] std::string href(std::string_view behind = {}, std::string_view more = {}) const;
  [[nodiscard]] std::string href_of(territories::PlaceIndex other) const;
};

}  // namespace catalyse::dossier
