// The permanent pages of the data sets: a set with its versions, and one version of it.
#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>

#include "dump.hpp"
#include "messages.hpp"
#include "observatory/importers.hpp"
#include "observatory/wording.hpp"
#include "pages.hpp"
#include "set_words.hpp"
#include "sets.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "verification_words.hpp"
#include "views.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"

namespace catalyse::catalogue {
namespace {

using core::Language;
using core::Result;
using http::Request;
using http::Response;
using web::say;

constexpr std::string_view kDump = ".csv.gz";
constexpr std::string_view kLatest = "derniere";
constexpr std::size_t kNamesShown = 20;

std::string day_text(const ingest::DataVersion& version, Language language) {
  return text::date(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(version.imported_at)}, language);
}

std::string count(std::uint64_t number, Language language) {
  return text::number(static_cast<std::int64_t>(number), language);
}

PartView citation_part(const Holdings& holdings, const SetVersion& version, Language language) {
  const auto citation = cite(holdings, version, language);
  return {"citer", say(language, msg::cite_title), citation.apa, {}, citation.bibtex};
}

std::string versions_table(const std::vector<const SetVersion*>& versions, Language language) {
  web::Table table;
  table.id = "c-versions";
  table.caption = say(language, msg::set_versions);
  for (const auto* column : {&msg::version_number, &msg::version_imported, &msg::version_state})
    table.columns.push_back({say(language, *column)});
  table.fit = web::Fit::fit;
  for (const auto* one : versions)
    table.rows.push_back({{short_version(one->version.version), version_address(language, one->version)},
                          {day_text(one->version, language)},
                          {say(language, one->version.current ? msg::version_current : msg::version_earlier)}});
  return web::table(table);
}

std::string facts(const Holdings& holdings, const SetVersion& version, Language language) {
  std::vector<web::Row> rows;
  const auto add = [&](const web::Message& term, std::string text, std::string address = {}) {
    if (!text.empty()) rows.push_back({say(language, term), {{std::move(text), std::move(address)}}, web::Tone::plain});
  };
  add(msg::version_state, say(language, version.version.current ? msg::version_current : msg::version_earlier));
  add(msg::version_imported, day_text(version.version, language));
  add(msg::version_digest, version.version.version);
  if (version.deposit || version.version.current) add(msg::version_producer, producers_of(holdings, version));
  if (!version.deposit) return web::definition_rows(rows);
  const auto& from = version.deposit->provenance;
  add(msg::version_relay, from.relay);
  add(msg::version_vintage, from.vintage);
  add(msg::version_licence, from.licence, from.licence_url);
  add(msg::version_source, from.source, from.source.starts_with("http") ? from.source : std::string());
  add(msg::version_file, version.deposit->file);
  add(msg::version_file_digest, version.deposit->digest);
  if (version.deposit->cog != 0) add(msg::version_cog, text::year(version.deposit->cog));
  return web::definition_rows(rows);
}

// The files of the bundle, which are those of the current version.
std::string files_table(const Holdings& holdings, std::string_view set, Language language) {
  web::Table table;
  table.id = "c-fichiers";
  table.caption = say(language, msg::version_files_caption);
  for (const auto* column :
       {&msg::version_file, &msg::version_producer, &msg::version_vintage, &msg::version_licence, &msg::version_digest})
    table.columns.push_back({say(language, *column)});
  for (const auto* resource : holdings.bundle->of_set(set)) {
    const bool english = language == Language::en && !resource->title_en.empty();
    web::Cell name{english ? resource->title_en : resource->title, "/donnees/fichiers/" + resource->name};
    name.note = say(language, msg::data_kilobytes,
                    {{"n", count(std::max<std::uint64_t>(1, resource->bytes / 1000), language)}});
    web::Cell licence;
    if (!resource->licences.empty()) {
      licence.text = resource->licences[0].title.empty() ? resource->licences[0].name : resource->licences[0].title;
      licence.address = resource->licences[0].path;
    }
    table.rows.push_back({std::move(name),
                          {resource->producer},
                          {resource->vintage},
                          std::move(licence),
                          {resource->hash.substr(resource->hash.find(':') + 1, 12)}});
  }
  return table.rows.empty() ? std::string() : web::table(table);
}

// Versions never change, so what changed between two of them is asked for once.
Result<observatory::VersionChanges> remembered(const Holdings& holdings, const SetVersion& older,
                                               const SetVersion& newer) {
  static std::mutex mutex;
  static std::map<std::pair<std::string, std::string>, observatory::VersionChanges> known;
  const std::pair key{older.version.version, newer.version.version};
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(key); found != known.end()) return found->second;
  auto changes = holdings.changes(newer.version.set, older.version.id, newer.version.id);
  if (changes) known.emplace(key, *changes);
  return changes;
}

std::string named(const std::vector<std::string>& names, Language language) {
  std::string all;
  for (std::size_t i = 0; i < std::min(names.size(), kNamesShown); ++i) all += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kNamesShown)
    all += " " + say(language, msg::changes_more, {{"n", count(names.size() - kNamesShown, language)}});
  return all;
}

std::string indicator_name(const Holdings& holdings, const std::string& id, Language language) {
  if (holdings.observatory == nullptr) return id;
  const auto& indicators = holdings.observatory->indicators();
  const auto found = std::ranges::find(indicators, id, &observatory::Indicator::id);
  return found == indicators.end() ? id : std::string(observatory::label(*found, language));
}

// Where the values changed: a row for each indicator, level and year.
std::string changed_series(const Holdings& holdings, const observatory::VersionChanges& changes, Language language) {
  if (changes.series.empty()) return {};
  web::Table table;
  table.id = "c-changements";
  table.caption = say(language, msg::changes_series);
  for (const auto* column : {&msg::changes_indicator, &msg::changes_level, &msg::changes_year, &msg::changes_changed,
                             &msg::changes_added, &msg::changes_removed})
    table.columns.push_back({say(language, *column)});
  for (const auto& one : changes.series)
    table.rows.push_back({{indicator_name(holdings, one.indicator, language)},
                          {level_words(one.level, language)},
                          {text::year(one.year)},
                          {count(one.count.changed, language)},
                          {count(one.count.added, language)},
                          {count(one.count.removed, language)}});
  return web::table(table);
}

PartView changes_part(const Holdings& holdings, const SetVersion& version, Language language) {
  PartView part{"changements", say(language, msg::changes_title), {}, {}, {}};
  const auto all = versions_of(holdings, version.version.set);
  const auto here = std::ranges::find(all, &version);
  if (here + 1 == all.end()) {
    part.text = say(language, msg::changes_first);
    return part;
  }
  const auto changes = holdings.changes ? remembered(holdings, **(here + 1), version)
                                        : Result<observatory::VersionChanges>(std::unexpected(core::Error{}));
  if (!changes) {
    part.text = say(language, msg::changes_unknown);
    return part;
  }
  part.text = say(language, msg::changes_since, {{"version", short_version((*(here + 1))->version.version)}});
  std::vector<web::Row> rows;
  const auto add = [&](const web::Message& term, std::string text) {
    rows.push_back({say(language, term), {{std::move(text), {}}}, web::Tone::plain});
  };
  if (const auto& all = changes->count; all.same + all.changed + all.added + all.removed != 0) {
    add(msg::changes_changed, count(all.changed, language));
    add(msg::changes_added, count(all.added, language));
    add(msg::changes_removed, count(all.removed, language));
    add(msg::changes_same, count(all.same, language));
  }
  for (const auto& [term, names] : {std::pair{&msg::changes_indicators_added, &changes->indicators_added},
                                    std::pair{&msg::changes_indicators_removed, &changes->indicators_removed},
                                    std::pair{&msg::changes_places_added, &changes->places_added},
                                    std::pair{&msg::changes_places_removed, &changes->places_removed}})
    if (!names->empty()) add(*term, count(names->size(), language) + " (" + named(*names, language) + ")");
  if (rows.empty()) part.text += " " + say(language, msg::changes_none);
  part.body_html = web::definition_rows(rows) + changed_series(holdings, *changes, language);
  return part;
}

PartView versions_part(const Holdings& holdings, std::string_view set, Language language) {
  PartView part{"versions", say(language, msg::set_versions_title), say(language, msg::set_versions_text), {}, {}};
  part.body_html = versions_table(versions_of(holdings, set), language);
  return part;
}

std::string downloads(const Holdings& holdings, std::string_view set, Language language) {
  const auto address = dump_address(holdings, set);
  if (address.empty()) return {};
  // Only figures may be left out row by row.
  const bool figures = std::ranges::none_of(kSets, [&](const DataSet& one) { return one.id == set; }) ||
                       set == observatory::kIndicatorSet;
  web::Inline words{{say(language, msg::set_dump), address}};
  if (figures) words.push_back({" " + say(language, msg::set_dump_text), {}});
  return web::note(words);
}

core::Error unknown(const web::Message& message, std::string_view what) {
  return {core::ErrorKind::not_found, std::string(message.key), {{"name", std::string(what.substr(0, 80))}}, {}};
}

Response page_of(const Holdings& holdings, const Request& request, const SetVersion& version) {
  const auto language = request.language;
  const auto& set = version.version.set;
  PartsView view;
  view.title = say(language, msg::version_title,
                   {{"set", title_of(holdings, set, language)}, {"version", short_version(version.version.version)}});
  view.lead = say(language, version.version.current ? msg::version_lead : msg::version_lead_earlier);
  view.parts.push_back({"identite", say(language, msg::version_facts), {}, facts(holdings, version, language), {}});
  if (version.version.current) {
    auto files = files_table(holdings, set, language) + downloads(holdings, set, language);
    if (!files.empty()) view.parts.push_back({"fichiers", say(language, msg::version_files), {}, std::move(files), {}});
  }
  view.parts.push_back(changes_part(holdings, version, language));
  view.parts.push_back(citation_part(holdings, version, language));
  if (version.deposit)
    view.parts.push_back({"declaration",
                          say(language, msg::version_mapping),
                          say(language, msg::version_mapping_text),
                          {},
                          version.deposit->mapping});
  view.parts.push_back(versions_part(holdings, set, language));
  auto title = view.title;
  return framed(holdings, request, std::move(title), templates::render_parts(view, language));
}

// A set that is served as its files are, and stands in no database: each file has its own digest.
Response files_page(const Holdings& holdings, const Request& request, std::string_view set) {
  const auto language = request.language;
  PartsView view;
  view.title = title_of(holdings, set, language);
  if (view.title.empty()) view.title = std::string(set);
  view.lead = say(language, msg::set_lead_files);
  view.parts.push_back({"fichiers", say(language, msg::version_files), {}, files_table(holdings, set, language), {}});
  auto title = view.title;
  return framed(holdings, request, std::move(title), templates::render_parts(view, language));
}

}  // namespace

Result<Response> set_page(const Holdings& holdings, const Request& request) {
  const auto language = request.language;
  auto set = request.capture("jeu");
  if (set.ends_with(kDump)) {
    set.remove_suffix(kDump.size());
    if (auto file = dump(holdings, set)) return std::move(*file);
    return std::unexpected(unknown(msg::unknown_dump, set));
  }
  const auto versions = versions_of(holdings, set);
  if (versions.empty() && holdings.bundle->of_set(set).empty()) return std::unexpected(unknown(msg::unknown_set, set));
  if (versions.empty()) return files_page(holdings, request, set);
  const auto current = std::ranges::find_if(versions, [](const auto* one) { return one->version.current; });
  PartsView view;
  view.title = title_of(holdings, set, language);
  if (view.title.empty()) view.title = std::string(set);
  view.lead = say(language, current == versions.end() ? msg::set_withdrawn : msg::set_lead);
  view.form_html = downloads(holdings, set, language);
  view.parts.push_back(versions_part(holdings, set, language));
  if (current != versions.end()) view.parts.push_back(citation_part(holdings, **current, language));
  auto title = view.title;
  return framed(holdings, request, std::move(title), templates::render_parts(view, language));
}

Result<Response> version_page(const Holdings& holdings, const Request& request) {
  const auto set = request.capture("jeu"), asked = request.capture("version");
  for (const auto* version : versions_of(holdings, set)) {
    const bool latest = asked == kLatest && version->version.current;
    if (latest || asked == short_version(version->version.version) || asked == version->version.version)
      return page_of(holdings, request, *version);
  }
  return std::unexpected(unknown(msg::unknown_version, asked));
}

}  // namespace catalyse::catalogue
