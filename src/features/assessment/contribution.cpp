#include <array>

#include "editorial/once.hpp"
#include "http/answers.hpp"
#include "pages.hpp"

namespace catalyse::assessment {
namespace {

using http::Form;
using http::Request;

http::Route live(std::string pattern, std::string summary, http::Handler handler) {
  auto route = http::declare(std::move(pattern), std::move(summary), std::move(handler));
  // Private, or taken back at any time.
  route.cache = http::CacheClass::live;
  return route;
}

// A page of questions: nine places, each with its level, its comment and what the page showed of them.
std::vector<http::InputField> sheet_fields() {
  using enum http::Input;
  static constexpr std::array<std::array<std::string_view, 4>, kPlaces> kNames{{{"n1", "c1", "vn1", "vc1"},
                                                                                {"n2", "c2", "vn2", "vc2"},
                                                                                {"n3", "c3", "vn3", "vc3"},
                                                                                {"n4", "c4", "vn4", "vc4"},
                                                                                {"n5", "c5", "vn5", "vc5"},
                                                                                {"n6", "c6", "vn6", "vc6"},
                                                                                {"n7", "c7", "vn7", "vc7"},
                                                                                {"n8", "c8", "vn8", "vc8"},
                                                                                {"n9", "c9", "vn9", "vc9"}}};
  std::vector<http::InputField> fields{{"cle", line, 100}, {"levier", line, 10}};
  for (const auto& [level, comment, seen_level, seen_comment] : kNames) {
    fields.push_back({level, line, 10});
    fields.push_back({comment, text, 2000});
    fields.push_back({seen_level, line, 10});
    fields.push_back({seen_comment, text, 2000});
  }
  return fields;
}

const http::Parameter kKey{"cle", "the private address's key", ""};

void add_start(const Context& context, std::vector<http::Route>& routes) {
  auto start = live("/diagnostic", "self-assessment on the seven levers: what it is, and the form that begins one",
                    [context](const Request& request) { return start_page(context, request); });
  routes.push_back(start);
  start.method = http::Method::post;
  start.summary = "begins a self-assessment; leads to its private address";
  start.rate = http::RateClass::heavy;
  start.fields = {{"genre", http::Input::line, 40},
                  {"territoire", http::Input::line, 400},
                  {"nom", http::Input::line, 400},
                  {"repondant", http::Input::line, 400},
                  {editorial::kSendingField, http::Input::line, editorial::kSendingFieldMost}};
  start.handler = [context](const Request& request) { return start_post(context, request); };
  routes.push_back(std::move(start));
}

void add_sheet(const Context& context, std::vector<http::Route>& routes) {
  auto sheet = live("/diagnostic/reponses", "a respondent's own sheet, by its key; a page a lever",
                    [context](const Request& request) { return sheet_page(context, request); });
  sheet.parameters = {kKey, {"levier", "number of a lever, 1 to 7", "5"}};
  routes.push_back(sheet);
  sheet.method = http::Method::post;
  sheet.summary = "saves the answers of a page; joined with what another tab saved";
  sheet.parameters.clear();
  sheet.fields = sheet_fields();
  sheet.handler = [context](const Request& request) { return sheet_post(context, request); };
  routes.push_back(std::move(sheet));
}

void add_dossier(const Context& context, std::vector<http::Route>& routes) {
  auto dossier = live("/diagnostic/dossier", "an assessment by its key: results, respondents, what may help, sharing",
                      [context](const Request& request) { return dossier_page(context, request); });
  dossier.forms = {Form::html, Form::json, Form::csv};
  dossier.parameters = {kKey, {"dialecte", "dialect of the CSV: standard or excel-fr", "excel-fr"}};
  routes.push_back(dossier);
  dossier.method = http::Method::post;
  dossier.summary = "adds a respondent, begins a round, shares or erases";
  dossier.forms = {Form::html};
  dossier.parameters.clear();
  dossier.fields = {{"cle", http::Input::line, 100},
                    {"geste", http::Input::line, 20},
                    {"nom", http::Input::line, 400},
                    {"partage", http::Input::line, 40},
                    {"confirmation", http::Input::line, 10},
                    {editorial::kSendingField, http::Input::line, editorial::kSendingFieldMost}};
  dossier.handler = [context](const Request& request) { return dossier_post(context, request); };
  routes.push_back(std::move(dossier));
}

}  // namespace

plug::Contribution contribution(const Context& context) {
  plug::Contribution all;
  add_start(context, all.routes);
  add_sheet(context, all.routes);
  add_dossier(context, all.routes);
  auto shared = live("/diagnostic/partages", "assessments that are shared with everybody; means by lever of one",
                     [context](const Request& request) { return shared_page(context, request); });
  shared.parameters = {{"de", "id of an assessment that is shared", ""}};
  all.routes.push_back(std::move(shared));
  all.sitemaps.push_back({"diagnostic", [](const plug::AddAddress& add) { add("/diagnostic"); }});
  return all;
}

}  // namespace catalyse::assessment
