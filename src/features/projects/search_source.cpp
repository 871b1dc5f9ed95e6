// The projects as documents of the full-text search.
#include "desk.hpp"
#include "messages.hpp"
#include "territories/reader_place.hpp"
#include "text/numbers.hpp"
#include "theme_rules.hpp"

namespace catalyse::projects {
namespace {

using core::Language;
using territories::kNowhere;

void add_document(const Context& context, RowIndex row, const search::AddDocument& add) {
  const auto project = context.projects->project(row);
  if (project.duplicate) return;
  const auto& programme = context.projects->programmes()[project.programme];
  const auto title = title_of(context, project, Language::fr);
  const auto page = address(project);
  const auto codes =
      project.place == kNowhere ? std::vector<std::string>{} : codes_around(*context.territories, project.place);
  const std::vector<std::string_view> places(codes.begin(), codes.end());
  const auto where = project.place == kNowhere ? std::string{} : place_words(context, project, Language::fr);
  // Amount, year and place stand beside the title already.
  const auto summary = std::string(project.beneficiary) + ", " + programme_words(programme);
  const std::array<search::FacetEntry, 2> facets{
      {{"programme", families()[programme.family].id}, {"theme", themes()[project.theme].id}}};
  const std::array<search::NumberEntry, 1> numbers{{{"montant", static_cast<double>(project.amount) / 100}}};
  search::Document document;
  document.id = project.id;
  document.kind = "projet";
  document.title = title;
  document.summary = summary;
  if (project.title.size() > title.size()) document.body = project.title;
  document.category = theme_label(project.theme, Language::fr);
  document.keywords = programme.label;
  document.address = page;
  document.where = where;
  document.places = places;
  document.facets = facets;
  document.numbers = numbers;
  if (project.year != 0)
    document.date =
        std::chrono::year_month_day{std::chrono::year(project.year), std::chrono::January, std::chrono::day(1)};
  if (project.place != kNowhere) {
    const auto& place = context.territories->place(project.place);
    if (place.longitude && place.latitude) document.point = search::GeoPoint{*place.longitude, *place.latitude};
  }
  add(document);
}

}  // namespace

search::Source search_source(const Context& context) {
  search::Source source;
  source.name = "projets";
  source.kinds = {{"projet", msg::kind}};
  source.facets = {{"programme", &msg::facet_programme,
                    [](std::string_view value, Language language) {
                      for (const auto& family : families())
                        if (family.id == value) return std::string(family_label(family, language));
                      return std::string(value);
                    }},
                   {"theme", &msg::facet_theme, [](std::string_view value, Language language) {
                      for (std::size_t t = 0; t < themes().size(); ++t)
                        if (themes()[t].id == value)
                          return std::string(theme_label(static_cast<std::uint8_t>(t), language));
                      return std::string(value);
                    }}};
  source.measures = {{"montant", &msg::measure_amount}};
  source.version = [context] { return std::string(context.projects->version()); };
  source.documents = [context](const search::AddDocument& add) {
    for (RowIndex row = 0; row < context.projects->size(); ++row) add_document(context, row, add);
  };
  return source;
}

}  // namespace catalyse::projects
