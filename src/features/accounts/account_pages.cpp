#include "messages.hpp"
#include "pages.hpp"

namespace catalyse::accounts {
namespace {

std::string profile_form(const Desk& desk, const Person& person, std::string fault) {
  web::Form form;
  form.action = desk.at("/compte");
  form.token = desk.request.actor.token;
  web::Field name{.id = "nom", .name = "nom", .label = desk.say(msg::field_name)};
  name.value = person.name;
  name.hint = desk.say(msg::field_name_hint);
  name.autocomplete = "name";
  name.required = true;
  name.error = std::move(fault);
  web::Field language{.id = "langue", .name = "langue", .label = desk.say(msg::field_language), .type = "select"};
  language.options = {{"fr", "Français"}, {"en", "English"}};
  language.value = person.language == core::Language::en ? "en" : "fr";
  form.fields = {std::move(name), std::move(language)};
  form.button = desk.say(msg::save_button);
  return web::post_form(desk.language(), form);
}

std::string roles_html(const Desk& desk, const std::vector<Granted>& grants, const Person& person) {
  web::Table table{.id = "roles", .caption = desk.say(msg::roles_caption), .fit = web::Fit::fit};
  table.columns = {{.label = desk.say(msg::column_role)},
                   {.label = desk.say(msg::column_scope)},
                   {.label = desk.say(msg::column_state)}};
  for (const auto& one : grants) {
    const auto role = role_named(one.role);
    const bool waits = role && needs_second_factor(*role) && !person.has_second_factor();
    table.rows.push_back({{.text = role_text(desk.language(), one.role)},
                          {.text = scope_text(desk.language(), one.scope)},
                          {.text = desk.say(waits ? msg::role_waits : msg::role_in_force)}});
  }
  return web::table(table);
}

Answer show(const Desk& desk, std::string fault, std::optional<std::string> typed) {
  std::optional<Person> person;
  std::vector<Granted> grants;
  desk.state.database.read([&](db::Transaction& tx) {
    person = store::find_by_id(tx, desk.request.actor.person);
    if (person) grants = store::grants(tx, person->id);
  });
  if (!person) return core::fail(core::ErrorKind::not_found, "http.error.not_found");
  if (typed) person->name = *typed;
  SheetView view;
  view.title = desk.say(msg::account_title);
  view.notice = notice_of(desk);
  view.lead = desk.say(msg::account_lead, {{"name", desk.request.actor.name}, {"email", person->email}});
  const bool faulty = !fault.empty();
  view.sections.push_back(
      {"profil", desk.say(msg::account_profile), {}, {}, profile_form(desk, *person, std::move(fault))});
  view.sections.push_back({"roles",
                           desk.say(msg::account_roles),
                           desk.say(grants.empty() ? msg::roles_none : msg::roles_text),
                           {},
                           grants.empty() ? std::string() : roles_html(desk, grants, *person)});
  std::string links;
  const auto link = [&](const web::Message& label, std::string_view path) {
    links += "<li>" + web::inline_html({{desk.say(label), desk.at(path)}}) + "</li>";
  };
  link(msg::nav_security, "/compte/securite");
  link(msg::nav_own_journal, "/compte/journal");
  link(msg::nav_notices, "/compte/notifications");
  link(msg::nav_data, "/compte/donnees");
  for (const auto& page : desk.site.own) link(page.label, page.path);
  if (may(desk.request.actor, "manage", {.room = "people"}) || may(desk.request.actor, "read", {.room = "audit"}))
    link(msg::nav_admin, "/admin");
  web::Form out;
  out.action = desk.at("/deconnexion");
  out.token = desk.request.actor.token;
  out.button = desk.say(msg::sign_out_button);
  out.css_class = "quiet";
  view.sections.push_back({"acces",
                           desk.say(msg::account_access),
                           {},
                           {},
                           "<ul class=\"inline\">" + links + "</ul>" + web::post_form(desk.language(), out)});
  auto response = framed(desk, view);
  if (faulty) response.status = 400;
  return response;
}

}  // namespace

Answer account_page(const Desk& desk) { return show(desk, {}, {}); }

Answer change_profile(const Desk& desk) {
  const std::string name(desk.request.field("nom"));
  if (name.find_first_not_of(' ') == std::string::npos) return show(desk, desk.say(msg::fault_name), name);
  const auto language = desk.request.field("langue") == "en" ? core::Language::en : core::Language::fr;
  auto written = desk.state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    store::set_profile(tx, desk.request.actor.person, name, language);
    record(tx, desk.state, desk.request.actor.person, {"people.profile_changed", desk.request.actor.person},
           desk.request.client);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return desk.done("/compte", "profil");
}

}  // namespace catalyse::accounts
