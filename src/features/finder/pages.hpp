// The page of the search, and the same as data.
#pragma once

#include "asked.hpp"
#include "finder.hpp"
#include "http/http.hpp"
#include "views.hpp"

namespace catalyse::finder {

inline constexpr std::string_view kPath = "/recherche";

[[nodiscard]] core::Result<http::Response> search_page(const Context& context, const http::Request& request);
[[nodiscard]] core::Result<http::Response> search_json(const Context& context, const http::Request& request);
[[nodiscard]] core::Result<http::Response> search_csv(const Context& context, const http::Request& request);
[[nodiscard]] core::Result<http::Response> search_atom(const Context& context, const http::Request& request);

// A few titles that the words may lead to while they are typed.
[[nodiscard]] core::Result<http::Response> suggestions_json(const Context& context, const http::Request& request);

// The answer, with errors in this room's words.
[[nodiscard]] core::Result<search::Answer> ask(const search::Engine& engine, const search::Question& question);

// Words of a hit.
[[nodiscard]] std::string plain(const search::Marked& pieces);
[[nodiscard]] std::string kind_label(const search::Engine& engine, std::string_view kind, core::Language language);
[[nodiscard]] std::string day_text(std::chrono::year_month_day day, core::Language language);
// « Projet financé · Rouen · 2 juillet 2020 · Montant (€) : 12 000 · à 3 km »
[[nodiscard]] std::string meta_line(const search::Engine& engine, const search::Found& hit, core::Language language);
[[nodiscard]] std::string answer_json(const search::Question& question, const search::Answer& answer);

}  // namespace catalyse::finder
