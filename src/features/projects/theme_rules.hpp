// The theme of a project, by its words and its programme. The themes are the fragilities of the field where one fits
// and groups of this project's own elsewhere; either way the classing is ours, says how sure it is, and is never shown
// as official. The rules are the two tables of theme_rules.cpp; the reader sees them on /projets/methode.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace catalyse::projects {

enum class Confidence : std::uint8_t { none, low, medium, high };

struct Theme {
  std::string_view id;  // in addresses
  std::string_view label_fr, label_en;
  bool own = false;        // no fragility of the field: a group of ours
  std::string_view words;  // beginnings of folded words, separated by spaces; a sign + marks those that decide alone
};

// Index 0 is « non classé ».
[[nodiscard]] std::span<const Theme> themes();

struct ProgrammeTheme {
  std::string_view programme;  // id
  std::string_view theme;      // id
};
[[nodiscard]] std::span<const ProgrammeTheme> programme_themes();

struct Classed {
  std::uint8_t theme = 0;  // index in themes()
  Confidence confidence = Confidence::none;
};

// `folded_words` is text::fold of the title and the beneficiary's name where the source gives no title. Rules: a word
// that begins with a deciding beginning counts 3, with another 1, each beginning once; the programme counts 2. The
// theme with most wins; equal, the one that is first in the table. High: at least 3 and twice the next. Medium: at
// least 3, or the programme alone. Low: the rest. Independent of the order of the words.
[[nodiscard]] Classed classify(std::string_view folded_words, std::string_view programme);

}  // namespace catalyse::projects
