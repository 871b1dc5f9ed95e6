// `/exemples`: what juries chose, by class and category; the same as JSON and CSV.
#include <algorithm>

#include "cases/reading.hpp"
#include "export/csv.hpp"
#include "export/json.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"

namespace catalyse::examples {
namespace {

struct Example {
  Nomination nomination;
  cases::Brief brief;
};
struct Shown {
  Class in;
  std::vector<Example> examples;
};

// Classes that are published, the latest first, with what was chosen and is still in the base.
std::vector<Shown> read_gallery(const Office& office, std::string_view category) {
  std::vector<Shown> all;
  office.context.database->read([&](db::Transaction& tx) {
    for (auto& one : classes(tx)) {
      if (one.stage != Stage::published) continue;
      Shown shown{one, {}};
      for (auto& nomination : nominations(tx, one.id)) {
        if (nomination.standing != Standing::chosen || (!category.empty() && nomination.category != category)) continue;
        const auto brief = cases::find_case(*office.context.cases, nomination.item);
        if (brief) shown.examples.push_back({std::move(nomination), *brief});
      }
      if (!shown.examples.empty()) all.push_back(std::move(shown));
    }
  });
  return all;
}

std::string as_json(const std::vector<Shown>& all) {
  exporting::JsonWriter json;
  json.object([&] {
    json.array("classes", [&] {
      for (const auto& shown : all) {
        json.object([&] {
          json.field("class", shown.in.id);
          json.array("examples", [&] {
            for (const auto& [nomination, brief] : shown.examples) {
              const auto voices = tally_of(nomination);
              json.object([&] {
                json.field("case", nomination.item);
                json.field("title", brief.title);
                json.field("address", brief.address);
                json.field("category", nomination.category);
                json.field("reason", nomination.reason);
                json.field("yes", voices.yes);
                json.field("no", voices.no);
                json.field("abstains", voices.abstains);
                json.field("tied", voices.tied);
              });
            }
          });
        });
      }
    });
  });
  return json.take();
}

std::string as_csv(const std::vector<Shown>& all, exporting::Dialect dialect) {
  exporting::CsvWriter csv(dialect);
  for (const auto* name :
       {"promotion", "cas", "titre", "adresse", "categorie", "raison", "pour", "contre", "abstentions", "deports"})
    csv.text(name);
  csv.end_row();
  for (const auto& shown : all) {
    for (const auto& [nomination, brief] : shown.examples) {
      const auto voices = tally_of(nomination);
      csv.code(shown.in.id);
      csv.code(nomination.item);
      for (const auto text : {brief.title, std::string_view(brief.address), std::string_view(nomination.category),
                              std::string_view(nomination.reason)})
        csv.text(text);
      for (const auto n : {voices.yes, voices.no, voices.abstains, voices.tied}) csv.code(std::to_string(n));
      csv.end_row();
    }
  }
  return csv.take();
}

GalleryView view_of(const Office& office, const std::vector<Shown>& all, std::string_view category) {
  GalleryView view;
  view.title = office.say(msg::gallery_title);
  view.lead = office.say(msg::gallery_lead);
  view.filters.push_back({office.at("/exemples"), office.say(msg::gallery_all), category.empty()});
  for (const auto& one : categories())
    view.filters.push_back(
        {office.at("/exemples") + "?categorie=" + std::string(one.id), office.say(*one.label), category == one.id});
  if (all.empty()) view.none = office.say(category.empty() ? msg::gallery_none : msg::gallery_none_here);
  for (const auto& shown : all) {
    ClassView one{"p" + shown.in.id,
                  class_text(office, shown.in.id),
                  office.say(msg::class_published, {{"day", day_text(office, shown.in.published)}}),
                  {}};
    for (const auto& [nomination, brief] : shown.examples)
      one.examples.push_back({office.at(brief.address), std::string(brief.title), std::string(brief.summary),
                              category_text(office, nomination.category), nomination.reason,
                              tally_text(office, tally_of(nomination))});
    view.classes.push_back(std::move(one));
  }
  view.history = office.say(msg::gallery_history);
  view.history_href = "https://www.lerameau.fr/odd17-15-exemples-inspirants/";
  view.nominate_href = office.at("/exemples/proposer");
  view.jury_href = office.at("/exemples/jury");
  return view;
}

}  // namespace

Answer gallery_page(const Office& office) {
  const auto& request = office.request;
  const auto category = request.query.first("categorie").value_or("");
  if (!category.empty() && find_category(category) == nullptr)
    return core::fail(core::ErrorKind::invalid, msg::error_category.key);
  const auto all = read_gallery(office, category);
  if (request.form == http::Form::json) return http::answer(http::kJsonType, as_json(all));
  if (request.form == http::Form::csv) {
    const auto dialect = exporting::dialect_from(request.query.first("dialecte"));
    if (!dialect) return std::unexpected(dialect.error());
    return http::attachment(http::kCsvType, as_csv(all, *dialect), "exemples.csv");
  }
  const auto query = category.empty() ? std::string{} : "?categorie=" + std::string(category);
  const std::vector<web::Offer> offers{{http::Form::csv, office.say(msg::download_csv), "/exemples.csv" + query},
                                       {http::Form::json, office.say(msg::download_json), "/exemples.json" + query}};
  auto view = view_of(office, all, category);
  view.downloads_html = web::downloads(office.language(), offers);
  web::Page page;
  page.language = office.language();
  page.title = view.title;
  page.description = view.lead;
  page.path = request.path;
  page.query = request.raw_query;
  page.crumbs = {{office.say(msg::crumb_cases), office.at("/cas")}, {view.title, {}}};
  if (!request.raw_query.empty()) page.indexing = web::Indexing::noindex;
  page.offers = offers;
  page.body_html = templates::render_gallery(view, office.language());
  return web::page_response(*office.context.site, page);
}

}  // namespace catalyse::examples
