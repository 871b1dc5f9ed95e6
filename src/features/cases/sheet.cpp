#include "sheet.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "text/fold.hpp"

namespace catalyse::cases {
namespace {

std::string part(const std::vector<std::string>& all, std::size_t i) { return i < all.size() ? all[i] : std::string{}; }

}  // namespace

std::optional<std::chrono::year_month_day> read_day(std::string_view iso) {
  int year = 0;
  unsigned month = 0, number = 0;
  const char* end = iso.data() + iso.size();
  if (iso.size() != 10 || std::from_chars(iso.data(), end, year).ec != std::errc{} ||
      std::from_chars(iso.data() + 5, end, month).ec != std::errc{} ||
      std::from_chars(iso.data() + 8, end, number).ec != std::errc{})
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(number)};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::string_view Sheet::value(std::string_view field) const {
  const auto& all = values(field);
  return all.empty() ? std::string_view{} : std::string_view(all.front());
}

const std::vector<std::string>& Sheet::values(std::string_view field) const {
  static const std::vector<std::string> kNone;
  const auto found = content.find(field);
  return found == content.end() ? kNone : found->second;
}

Sheet make_sheet(std::string id, std::int64_t version, core::Instant published, editorial::Content content) {
  Sheet sheet;
  sheet.id = std::move(id);
  sheet.version = version;
  sheet.published = published;
  sheet.content = std::move(content);
  sheet.title = sheet.value("titre");
  sheet.summary = sheet.value("resume");
  sheet.slug = text::slug(sheet.title);
  sheet.places = sheet.values("lieux");
  for (const auto& entry : sheet.values("partenaires")) {
    const auto p = parts(entry);
    sheet.partners.push_back({part(p, 0), part(p, 1), part(p, 2)});
  }
  for (const auto& entry : sheet.values("resultats")) {
    const auto p = parts(entry);
    sheet.outcomes.push_back({part(p, 0), part(p, 1), part(p, 2)});
  }
  for (const auto& entry : sheet.values("conditions")) sheet.conditions.push_back(parse_condition(entry));
  for (const auto& entry : sheet.values("dates")) {
    const auto p = parts(entry);
    sheet.dates.push_back({part(p, 0), part(p, 1)});
  }
  std::ranges::stable_sort(sheet.dates, {}, &KeyDate::when);
  for (const auto& entry : sheet.values("sources")) {
    const auto p = parts(entry);
    sheet.sources.push_back({part(p, 0), part(p, 1)});
  }
  sheet.checked = read_day(sheet.value("verifie"));
  return sheet;
}

Freshness freshness(const Sheet& sheet, std::chrono::year_month_day today) {
  if (!sheet.checked) return Freshness::unknown;
  if (*sheet.checked + std::chrono::years(1) > today) return Freshness::fresh;
  return *sheet.checked + std::chrono::years(2) > today ? Freshness::ageing : Freshness::old;
}

Completeness completeness(const Sheet& sheet) {
  constexpr std::array<std::string_view, 20> kExpected{
      "titre",     "resume",    "niveau",     "initiateur", "partenaires", "fragilites",    "odd",
      "categorie", "forme",     "phase",      "contexte",   "action",      "enseignements", "modele_economique",
      "moyens",    "resultats", "conditions", "dates",      "sources",     "verifie"};
  Completeness all{.filled = 0, .all = kExpected.size(), .missing = {}};
  for (const auto field : kExpected) {
    if (sheet.values(field).empty())
      all.missing.push_back(field);
    else
      ++all.filled;
  }
  return all;
}

}  // namespace catalyse::cases
