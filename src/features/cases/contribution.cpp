#include "cases.hpp"
#include "http/answers.hpp"
#include "kind.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "searchable.hpp"

namespace catalyse::cases {

using http::Form;

plug::Contribution contribution(const Context& context) {
  plug::Contribution all;
  auto list = http::declare("/cas", "the case base, with filters",
                            [context](const http::Request& request) { return list_page(context, request); });
  list.forms = {Form::html, Form::json, Form::csv};
  for (const auto& facet : facets())
    list.parameters.push_back({facet.parameter, "id of a term of the list", terms(facet.list).front().id});
  list.parameters.push_back({"territoire", "a place by code or name: cases of it, in it and around it", "dep:78"});
  list.parameters.push_back({"perimetre", "id of a perimeter: cases of its communes and of what they lie in", ""});
  list.parameters.push_back({"apres", "id of the last case of the page before", "1002"});
  list.parameters.push_back({"dialecte", "dialect of the CSV: standard or excel-fr", "excel-fr"});
  all.routes.push_back(std::move(list));
  if (!context.base->sheets().empty()) {
    auto one = http::declare("/cas/{cas}", "one case; with a place, its conditions of transfer judged there",
                             [context](const http::Request& request) { return case_page(context, request); });
    one.forms = {Form::html, Form::json};
    one.parameters = {{"territoire", "the reader's place, by code or name", "com:78440"},
                      {"integration", "1: the sheet alone, to stand in a frame of another site", "1"}};
    one.example = context.base->sheets().front().address();
    all.routes.push_back(std::move(one));
  }
  all.routes.push_back(http::declare("/api/v1/cas/schema", "JSON Schema of a case", [](const http::Request& request) {
    return http::answer("application/schema+json", json_schema(request.language));
  }));
  all.sections.push_back({"cas", [context](const core::PlaceCode& place, core::Language language) {
                            return place_section(context, place, language);
                          }});
  all.searchable.push_back(searchable(context.base, context.territories));
  all.sitemaps.push_back({"cas", [base = context.base](const plug::AddAddress& add) {
                            add("/cas");
                            for (const auto& sheet : base->sheets()) add(sheet.address());
                          }});
  return all;
}

}  // namespace catalyse::cases
