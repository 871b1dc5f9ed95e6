// Projects in words, alike on every page and in every file.
#pragma once

#include <string>
#include <string_view>

#include "pages.hpp"
#include "views.hpp"

namespace catalyse::projects {

[[nodiscard]] std::string money(std::int64_t cents, core::Language language);  // whole euros
[[nodiscard]] std::string title_of(const Context& context, const Project& project, core::Language language);
[[nodiscard]] std::string place_words(const Context& context, const Project& project, core::Language language);
[[nodiscard]] std::string_view family_label(const Family& family, core::Language language);
[[nodiscard]] std::string_view theme_label(std::uint8_t theme, core::Language language);
[[nodiscard]] std::string programme_words(const Programme& programme);  // « DETR », « Fonds vert · Ingénierie »
[[nodiscard]] std::string band_words(std::size_t band, core::Language language);
[[nodiscard]] std::string year_words(int year, core::Language language);  // « année inconnue » for 0
[[nodiscard]] std::string confidence_words(std::uint8_t confidence, core::Language language);
[[nodiscard]] std::string siting_words(Siting siting, core::Language language);  // how the place was found
[[nodiscard]] std::string_view siting_name(Siting siting);                       // in files: code, siren…
[[nodiscard]] std::string_view confidence_name(std::uint8_t confidence);         // in files: high, medium, low, none
// One line of a list.
[[nodiscard]] RowView row_view(const Context& context, RowIndex row, core::Language language);

}  // namespace catalyse::projects
