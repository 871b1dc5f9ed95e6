#include "set_words.hpp"

#include <algorithm>
#include <chrono>

#include "observatory/importers.hpp"
#include "sets.hpp"
#include "text/numbers.hpp"
#include "web/i18n.hpp"

namespace catalyse::catalogue {
namespace {

using core::Language;
using web::say;

constexpr std::size_t kDigits = 12;

std::chrono::year_month_day day_of(const ingest::DataVersion& version) {
  return std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(version.imported_at)};
}

// « INSEE ; DGCL »: each once.
void add_names(std::string_view names, std::vector<std::string>& all) {
  constexpr std::string_view kBetween = " ; ";
  while (!names.empty()) {
    const auto end = std::min(names.find(kBetween), names.size());
    const std::string name(names.substr(0, end));
    if (!name.empty() && std::ranges::find(all, name) == all.end()) all.push_back(name);
    names.remove_prefix(std::min(names.size(), end + kBetween.size()));
  }
}

// BibTeX reads braces and backslashes.
std::string braced(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != '{' && c != '}' && c != '\\') out += c;
  return "{" + out + "}";
}

}  // namespace

std::string short_version(std::string_view version) { return std::string(version.substr(0, kDigits)); }

std::string set_address(Language language, std::string_view set) {
  // The list of indicators stands at the address that their set would have.
  const bool taken = set == observatory::kIndicatorSet;
  return web::localised(language, "/donnees/" + std::string(set) + (taken ? "/derniere" : ""));
}

std::string version_address(Language language, const ingest::DataVersion& version) {
  return web::localised(language, "/donnees/" + version.set + "/" + short_version(version.version));
}

std::string dump_address(const Holdings& holdings, std::string_view set) {
  const auto all = versions_of(holdings, set);
  const bool listed = std::ranges::find(holdings.lists, set, &WholeList::set) != holdings.lists.end();
  const bool rows = set == observatory::kIndicatorSet || set == "territoires" || set == "zonages" ||
                    (!all.empty() && all.front()->deposit);
  return listed || (rows && holdings.observatory) ? "/donnees/" + std::string(set) + ".csv.gz" : std::string();
}

std::string title_of(const Holdings& holdings, std::string_view set, Language language) {
  for (const auto& known : kSets)
    if (known.id == set) return say(language, known.title);
  for (const auto* version : versions_of(holdings, set)) {
    if (!version->deposit) continue;
    const auto& from = version->deposit->provenance;
    return language == Language::en && !from.title_en.empty() ? from.title_en : from.title_fr;
  }
  return {};
}

std::vector<const SetVersion*> versions_of(const Holdings& holdings, std::string_view set) {
  std::vector<const SetVersion*> all;
  for (const auto& one : holdings.versions)
    if (one.version.set == set) all.push_back(&one);
  return all;
}

std::vector<const SetVersion*> deposited(const Holdings& holdings) {
  std::vector<const SetVersion*> all;
  for (const auto& one : holdings.versions)
    if (one.deposit && one.version.current) all.push_back(&one);
  return all;
}

std::string producers_of(const Holdings& holdings, const SetVersion& version) {
  std::vector<std::string> names;
  if (version.deposit) {
    add_names(version.deposit->provenance.producer, names);
  } else {
    for (const auto* resource : holdings.bundle->of_set(version.version.set)) add_names(resource->producer, names);
  }
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : " ; ") + name;
  return all;
}

Citation cite(const Holdings& holdings, const SetVersion& version, Language language) {
  const auto day = day_of(version.version);
  const auto year = text::year(static_cast<int>(day.year()));
  const auto title = title_of(holdings, version.version.set, language);
  const auto number = short_version(version.version.version);
  const auto publisher = holdings.publisher.empty() ? std::string("Catalyse") : holdings.publisher;
  const auto address = holdings.site->base_url + version_address(language, version.version);
  const auto producers = producers_of(holdings, version);
  Citation citation;
  citation.apa = say(language, msg::cite_apa,
                     {{"producers", producers},
                      {"year", year},
                      {"title", title},
                      {"version", number},
                      {"publisher", publisher},
                      {"address", address}});
  citation.bibtex = "@misc{catalyse-" + version.version.set + "-" + number + ",\n  author = " + "{" +
                    braced(producers) + "}" + ",\n  title = " + braced(title) + ",\n  year = " + braced(year) +
                    ",\n  version = " + braced(number) + ",\n  publisher = " + braced(publisher) +
                    ",\n  url = " + braced(address) + ",\n  note = " + braced(text::iso_date(day)) + "\n}";
  return citation;
}

bool belongs(const Holdings& holdings, std::string_view indicator, std::string_view set) {
  for (const auto* one : deposited(holdings))
    if (std::ranges::find(one->deposit->indicators, indicator) != one->deposit->indicators.end())
      return one->version.set == set;
  return set == observatory::kIndicatorSet;
}

}  // namespace catalyse::catalogue
