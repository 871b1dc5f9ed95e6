#include "messages.hpp"
#include "pages.hpp"
#include "web/rendering.hpp"

namespace catalyse::accounts {
namespace {

constexpr std::int64_t kOnAPage = 50;
constexpr Crumb kHere[] = {{msg::admin_title, "/admin"}};
constexpr Crumb kBelow[] = {{msg::admin_title, "/admin"}, {msg::people_title, "/admin/personnes"}};

std::string address_of(const Desk& desk, const Person& person) { return desk.at("/admin/personnes/" + person.id); }

const web::Message& state_text(std::string_view state) {
  if (state == "active") return msg::state_active;
  return state == "invited" ? msg::state_invited : msg::state_disabled;
}

web::Field role_field(const Desk& desk, std::string_view chosen) {
  web::Field role{.id = "role", .name = "role", .label = desk.say(msg::column_role), .type = "select"};
  for (const auto name : kRoleNames) role.options.push_back({std::string(name), role_text(desk.language(), name)});
  role.value = chosen.empty() ? name_of(Role::contributor) : chosen;
  return role;
}

web::Field scope_field(const Desk& desk, std::string_view value) {
  web::Field scope{.id = "portee", .name = "portee", .label = desk.say(msg::column_scope)};
  scope.hint = desk.say(msg::scope_hint);
  scope.value = value;
  return scope;
}

std::string invitation_form(const Desk& desk, std::string fault) {
  const auto& request = desk.request;
  web::Form form;
  form.action = desk.at("/admin/personnes");
  form.token = request.actor.token;
  web::Field email{.id = "courriel", .name = "courriel", .label = desk.say(msg::field_email), .type = "email"};
  email.value = request.field("courriel");
  email.required = true;
  email.error = std::move(fault);
  web::Field name{.id = "nom", .name = "nom", .label = desk.say(msg::field_name)};
  name.value = request.field("nom");
  form.fields = {std::move(email), std::move(name), role_field(desk, request.field("role")),
                 scope_field(desk, request.field("portee"))};
  form.button = desk.say(msg::invite_button);
  return web::post_form(desk.language(), form);
}

std::string list_html(const Desk& desk, const std::vector<Person>& people, std::string_view count) {
  web::Table table{.id = "personnes", .caption = std::string(count)};
  table.columns = {{.label = desk.say(msg::field_email)},
                   {.label = desk.say(msg::field_name)},
                   {.label = desk.say(msg::column_state)},
                   {.label = desk.say(msg::column_last)}};
  for (const auto& one : people) {
    table.rows.push_back({{.text = one.email, .address = address_of(desk, one)},
                          {.text = one.name},
                          {.text = desk.say(state_text(one.state))},
                          {.text = one.signed_in_at ? instant_text(desk, *one.signed_in_at) : desk.say(msg::never)}});
  }
  return web::table(table);
}

Answer show_people(const Desk& desk, std::string fault) {
  const std::string words(desk.request.query.first("q").value_or(""));
  const std::string after(desk.request.query.first("apres").value_or(""));
  std::vector<Person> people;
  std::int64_t count = 0;
  desk.state.database.read([&](db::Transaction& tx) {
    people = store::list(tx, words, after, kOnAPage + 1);
    count = store::count(tx, words);
  });
  web::Paging paging;
  paging.count = web::say_count(desk.language(), count, msg::people_count);
  if (people.size() > kOnAPage) {
    people.pop_back();
    paging.next = desk.at("/admin/personnes") + "?apres=" + people.back().email + (words.empty() ? "" : "&q=" + words);
  }
  SheetView view;
  view.title = desk.say(msg::people_title);
  view.notice = notice_of(desk);
  const bool faulty = !fault.empty();
  view.sections.push_back({"liste",
                           desk.say(msg::people_list),
                           {},
                           {},
                           list_html(desk, people, paging.count) +
                               (paging.next.empty() ? std::string() : web::paging(desk.language(), paging))});
  view.sections.push_back({"invitation",
                           desk.say(msg::invite_title),
                           desk.say(msg::invite_text),
                           {},
                           invitation_form(desk, std::move(fault))});
  auto response = framed(desk, view, kHere, web::Layout::wide);
  if (faulty) response.status = 400;
  return response;
}

http::Response show_link(const Desk& desk, std::string_view email, std::string address) {
  SheetView view;
  view.title = desk.say(msg::invited_title);
  if (desk.state.mails()) {
    view.lead = desk.say(msg::invited_sent, {{"email", email}});
    return framed(desk, view, kBelow);
  }
  view.lead = desk.say(msg::invited_lead, {{"email", email}});
  view.sections.push_back({"lien", desk.say(msg::invited_link), desk.say(msg::invited_text), {std::move(address)}, {}});
  return framed(desk, view, kBelow);
}

web::Form person_form(const Desk& desk, const Person& person, std::string_view below, const web::Message& button) {
  web::Form form;
  form.action = address_of(desk, person) + std::string(below);
  form.token = desk.request.actor.token;
  form.button = desk.say(button);
  form.css_class = "quiet";
  return form;
}

std::string held_html(const Desk& desk, const Person& person, const std::vector<Granted>& grants) {
  web::Table table{.id = "roles", .caption = desk.say(msg::roles_caption), .fit = web::Fit::fit};
  table.columns = {{.label = desk.say(msg::column_role)},
                   {.label = desk.say(msg::column_scope)},
                   {.label = desk.say(msg::column_act)}};
  for (const auto& one : grants) {
    auto form = person_form(desk, person, "/roles", msg::role_revoke);
    form.hidden = {{"geste", "retirer"}, {"role", one.role}, {"portee", one.scope}};
    table.rows.push_back({{.text = role_text(desk.language(), one.role)},
                          {.text = scope_text(desk.language(), one.scope)},
                          {.html = web::post_form(desk.language(), form)}});
  }
  return web::table(table);
}

Answer show_person(const Desk& desk, const Person& person, const std::string& fault) {
  std::vector<Granted> grants;
  desk.state.database.read([&](db::Transaction& tx) { grants = store::grants(tx, person.id); });
  auto grant = person_form(desk, person, "/roles", msg::role_grant);
  grant.hidden = {{"geste", "ajouter"}};
  grant.fields = {role_field(desk, desk.request.field("role")), scope_field(desk, desk.request.field("portee"))};
  grant.css_class.clear();
  const bool disabled = person.state == "disabled";
  auto admission = person_form(desk, person, "/etat", disabled ? msg::enable_button : msg::disable_button);
  admission.hidden = {{"etat", disabled ? "actif" : "desactive"}};
  SheetView view;
  view.title = person.name;
  view.notice = notice_of(desk);
  view.fault = fault;
  view.lead = desk.say(msg::person_lead, {{"email", person.email}, {"state", desk.say(state_text(person.state))}});
  view.sections.push_back(
      {"roles",
       desk.say(msg::account_roles),
       desk.say(msg::person_roles_text),
       {},
       (grants.empty() ? std::string() : held_html(desk, person, grants)) + web::post_form(desk.language(), grant)});
  auto again = person_form(desk, person, "/invitation", msg::invite_again);
  view.sections.push_back({"acces",
                           desk.say(msg::person_access),
                           desk.say(msg::person_access_text),
                           {},
                           (disabled ? std::string() : web::post_form(desk.language(), again)) +
                               web::post_form(desk.language(), admission)});
  view.sections.push_back(
      {"donnees",
       desk.say(msg::data_copy_others),
       {},
       {},
       "<p>" + web::inline_html({{desk.say(msg::erase_open), address_of(desk, person) + "/donnees"}}) + "</p>"});
  auto response = framed(desk, view, kBelow);
  if (!fault.empty()) response.status = 400;
  return response;
}

}  // namespace

// Read by the id in the address; what the actor may do to people does not depend on which one.
core::Result<Person> find_person_at(const Desk& desk) {
  std::optional<Person> person;
  desk.state.database.read(
      [&](db::Transaction& tx) { person = store::find_by_id(tx, std::string(desk.request.capture("person"))); });
  if (!person) return core::fail(core::ErrorKind::not_found, "http.error.not_found");
  return std::move(*person);
}

Answer admin_page(const Desk& desk) {
  SheetView view;
  view.title = desk.say(msg::admin_title);
  const auto& actor = desk.request.actor;
  const auto link = [&](const web::Message& text, std::string_view path) {
    return "<p>" + web::inline_html({{desk.say(text), desk.at(path)}}) + "</p>";
  };
  if (may(actor, "manage", {.room = "people"}))
    view.sections.push_back({"personnes",
                             desk.say(msg::people_title),
                             desk.say(msg::admin_people),
                             {},
                             link(msg::people_list, "/admin/personnes")});
  view.sections.push_back({"journal",
                           desk.say(msg::journal_title),
                           desk.say(msg::admin_journal),
                           {},
                           link(msg::journal_open, "/admin/journal")});
  return framed(desk, view);
}

Answer people_page(const Desk& desk) { return show_people(desk, {}); }

Answer invite_from_page(const Desk& desk) {
  const auto& request = desk.request;
  const Invited invited{std::string(request.field("courriel")), std::string(request.field("nom")),
                        std::string(request.field("role")), std::string(request.field("portee")), core::Language::fr};
  auto address = invite_person(desk.state, invited, desk.by());
  if (address) return show_link(desk, invited.email, std::move(*address));
  if (!is_refusal(address.error())) return std::unexpected(address.error());
  return show_people(desk, sentence_of(desk, address.error()));
}

Answer person_page(const Desk& desk) {
  const auto person = find_person_at(desk);
  if (!person) return std::unexpected(person.error());
  return show_person(desk, *person, {});
}

Answer change_roles(const Desk& desk) {
  const auto person = find_person_at(desk);
  if (!person) return std::unexpected(person.error());
  const auto change = desk.request.field("geste") == "retirer" ? Change::revoke : Change::grant;
  const Held held{desk.request.field("role"), desk.request.field("portee")};
  const auto changed = change_role_of(desk.state, *person, held, change, desk.by());
  if (changed) return desk.done("/admin/personnes/" + person->id, "role");
  if (!is_refusal(changed.error())) return std::unexpected(changed.error());
  return show_person(desk, *person, sentence_of(desk, changed.error()));
}

Answer change_admission(const Desk& desk) {
  const auto person = find_person_at(desk);
  if (!person) return std::unexpected(person.error());
  const bool back = desk.request.field("etat") == "actif";
  const auto changed =
      set_admission_of(desk.state, *person, back ? Admission::allowed : Admission::disabled, desk.by());
  if (changed) return desk.done("/admin/personnes/" + person->id, back ? "reactive" : "desactive");
  if (!is_refusal(changed.error())) return std::unexpected(changed.error());
  return show_person(desk, *person, sentence_of(desk, changed.error()));
}

Answer invite_anew(const Desk& desk) {
  const auto person = find_person_at(desk);
  if (!person) return std::unexpected(person.error());
  auto address = renew_invitation(desk.state, *person, desk.by());
  if (!address) return show_person(desk, *person, sentence_of(desk, address.error()));
  return show_link(desk, person->email, std::move(*address));
}

}  // namespace catalyse::accounts
