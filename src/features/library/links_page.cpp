// `/ressources/liens`: the last check of each link, for who reviews resources: those to look at first.
#include <algorithm>

#include "export/csv.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "store_links.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "web/components.hpp"

namespace catalyse::library {
namespace {

using core::Language;
using web::say;

struct Line {
  const Resource* resource = nullptr;
  std::optional<LinkCheck> check;
};

// Dead, silent, moved, barred, never checked, alive; then by title, as the shelf has them.
unsigned urgency(const Line& line) {
  if (!line.check) return 4;
  switch (line.check->state) {
    case LinkState::dead:
      return 0;
    case LinkState::silent:
      return 1;
    case LinkState::moved:
      return 2;
    case LinkState::barred:
      return 3;
    case LinkState::alive:
      break;
  }
  return 5;
}

std::vector<Line> lines_of(const Context& context) {
  std::vector<Line> lines;
  context.database->read([&](db::Transaction& tx) {
    const auto checks = link_checks(tx);
    for (const auto& resource : context.shelf->resources()) {
      if (resource.value("lien").empty()) continue;
      const auto found = checks.find(resource.value("lien"));
      lines.push_back({&resource, found == checks.end() ? std::nullopt : std::optional(found->second)});
    }
  });
  std::ranges::stable_sort(lines, {}, urgency);
  return lines;
}

std::string csv_of(const std::vector<Line>& lines, exporting::Dialect dialect) {
  exporting::CsvWriter csv(dialect);
  for (const auto* name : {"resource", "address", "state", "since", "checked", "status", "moved_to"}) csv.text(name);
  csv.end_row();
  for (const auto& [resource, check] : lines) {
    csv.text(resource->id).text(resource->value("lien"));
    csv.text(check ? code_of(check->state) : std::string_view{}).text(check ? iso_day(check->since) : std::string{});
    csv.text(check ? iso_day(check->checked) : std::string{});
    csv.text(check && check->status != 0 ? std::to_string(check->status) : std::string{});
    csv.text(check ? check->moved_to : std::string{}).end_row();
  }
  return csv.take();
}

// Two columns: the state must be seen on a phone too. The addresses stand on the sheets and in the CSV.
std::string table_of(const std::vector<Line>& lines, Language language) {
  web::Table table;
  table.id = "t-liens";
  table.caption = say(language, msg::links_caption);
  table.fit = web::Fit::fit;
  for (const auto* column : {&msg::links_resource, &msg::links_state})
    table.columns.push_back({say(language, *column)});
  for (const auto& line : lines) {
    std::vector<web::Cell> row(2);
    row[0] = {.text = line.resource->title.in(language), .address = web::localised(language, line.resource->address())};
    row[1].text = state_words(line.check, language);
    if (urgency(line) == 0) row[1].tone = web::Tone::high;
    if (line.check)
      row[1].note =
          say(language, msg::links_when,
              {{"since", day_words(line.check->since, language)}, {"day", day_words(line.check->checked, language)}});
    table.rows.push_back(std::move(row));
  }
  return web::table(table);
}

}  // namespace

std::string iso_day(core::Instant when) {
  return text::iso_date(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(when)));
}
std::string day_words(core::Instant when, Language language) {
  return text::date(std::chrono::floor<std::chrono::days>(when), language);
}

std::string state_words(const std::optional<LinkCheck>& check, Language language) {
  if (!check) return say(language, msg::link_state_never);
  using enum LinkState;
  return say(language, check->state == alive    ? msg::link_state_alive
                       : check->state == moved  ? msg::link_state_moved
                       : check->state == dead   ? msg::link_state_dead
                       : check->state == silent ? msg::link_state_silent
                                                : msg::link_state_barred);
}

Answer links_page(const Context& context, const http::Request& request) {
  const auto lines = lines_of(context);
  if (request.form == http::Form::csv) {
    const auto dialect = exporting::dialect_from(request.query.first("dialecte"));
    if (!dialect) return std::unexpected(dialect.error());
    return http::attachment(http::kCsvType, csv_of(lines, *dialect), "liens.csv");
  }
  const auto language = request.language;
  LinksView view;
  view.title = say(language, msg::links_title);
  view.lead = say(language, msg::links_lead);
  if (std::ranges::none_of(lines, [](const Line& line) { return line.check.has_value(); }))
    view.none = say(language, msg::links_never);
  view.table_html = table_of(lines, language);
  const std::vector<web::Offer> offers{
      {http::Form::csv, say(language, msg::download_csv), "/ressources/liens.csv"},
      {http::Form::csv, say(language, msg::download_excel), "/ressources/liens.csv?dialecte=excel-fr"}};
  view.downloads_html = web::downloads(language, offers);
  web::Page page;
  page.language = language;
  page.title = view.title;
  page.path = request.path;
  page.query = request.raw_query;
  page.layout = web::Layout::wide;
  page.indexing = web::Indexing::noindex;
  page.crumbs = {{say(language, msg::list_title), web::localised(language, "/ressources")}, {page.title, {}}};
  page.body_html = templates::render_links(view, language);
  return web::page_response(*context.site, page);
}

}  // namespace catalyse::library
