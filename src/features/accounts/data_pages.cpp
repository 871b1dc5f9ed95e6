// One's own data: seeing, taking, allowing, erasing; the same for an administrator, and for who has no account.
#include "core/digest.hpp"
#include "erasure.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "text/numbers.hpp"

namespace catalyse::accounts {
namespace {

constexpr Crumb kOwn[] = {{msg::account_title, "/compte"}};
constexpr Crumb kPeople[] = {{msg::admin_title, "/admin"}, {msg::people_title, "/admin/personnes"}};

std::optional<Person> own_person(const Desk& desk) {
  std::optional<Person> person;
  desk.state.database.read([&](db::Transaction& tx) { person = store::find_by_id(tx, desk.request.actor.person); });
  return person;
}

std::unexpected<core::Error> nobody() { return core::fail(core::ErrorKind::not_found, "http.error.not_found"); }

// Two numbers at most, apart by a comma or a semicolon.
std::vector<std::string> phones_of(const Desk& desk) {
  std::vector<std::string> all;
  std::string rest(desk.request.field("telephone"));
  while (!rest.empty() && all.size() < 2) {
    const auto end = std::min(rest.find_first_of(",;"), rest.size());
    if (end > 0) all.push_back(rest.substr(0, end));
    rest.erase(0, std::min(end + 1, rest.size()));
  }
  return all;
}

web::Form form_to(const Desk& desk, std::string action, const web::Message& button) {
  web::Form form;
  form.action = std::move(action);
  form.token = desk.request.actor.token;
  form.button = desk.say(button);
  return form;
}

web::Field phone_field(const Desk& desk) {
  web::Field phone{.id = "telephone", .name = "telephone", .label = desk.say(msg::erase_phone)};
  phone.hint = desk.say(msg::erase_phone_hint);
  phone.value = desk.request.field("telephone");
  return phone;
}

std::string summary_html(const Desk& desk, std::span<const personal::Sheet> sheets) {
  web::Table table{.id = "conserve", .caption = desk.say(msg::data_summary), .fit = web::Fit::fit};
  table.columns = {{.label = desk.say(msg::data_column_what)},
                   {.label = desk.say(msg::data_column_rows), .align = web::Align::number},
                   {.label = desk.say(msg::data_column_long)}};
  for (const auto& sheet : sheets) {
    table.rows.push_back({{.text = desk.say(*sheet.holding->title)},
                          {.text = text::number(static_cast<std::int64_t>(sheet.rows.size()), desk.language())},
                          {.text = desk.say(*sheet.holding->retention)}});
  }
  return web::table(table);
}

std::string copy_html(const Desk& desk, const Person& person, const std::string& path) {
  std::vector<personal::Sheet> sheets;
  desk.state.database.read(
      [&](db::Transaction& tx) { sheets = personal::gather(tx, desk.state.settings.holdings, subject_of(person)); });
  const web::Offer offers[] = {{http::Form::json, desk.say(msg::data_json), desk.at(path) + ".json"},
                               {http::Form::csv, desk.say(msg::data_csv), desk.at(path) + ".csv"}};
  return summary_html(desk, sheets) + web::downloads(desk.language(), offers);
}

Answer copy(const Desk& desk, const Person& person) {
  const auto sheets = copy_person(desk.state, person, desk.by());
  if (!sheets) return std::unexpected(sheets.error());
  if (desk.request.form == http::Form::csv)
    return http::attachment(http::kCsvType, personal::to_csv(*sheets, desk.language()), "mes-donnees.csv");
  return http::attachment(http::kJsonType, personal::to_json(*sheets, subject_of(person), desk.state.now()),
                          "mes-donnees.json");
}

std::string consents_html(const Desk& desk, const std::vector<store::Consent>& answers) {
  std::string html;
  for (const auto& purpose : consent_purposes()) {
    const auto found = std::ranges::find(answers, purpose.name, &store::Consent::purpose);
    const bool given = found != answers.end() && found->given;
    std::string when = found == answers.end() ? desk.say(msg::consent_never)
                                              : desk.say(given ? msg::consent_given_at : msg::consent_taken_at,
                                                         {{"when", instant_text(desk, found->at)}});
    auto form = form_to(desk, desk.at("/compte/donnees/accord"), given ? msg::consent_take_back : msg::consent_give);
    form.hidden = {{"usage", std::string(purpose.name)}, {"accord", given ? "non" : "oui"}};
    form.css_class = "quiet";
    html += "<p>" + web::inline_html({{desk.say(*purpose.sentence), {}}}) + "</p>" +
            web::note({{std::move(when), {}}}) + web::post_form(desk.language(), form);
  }
  return html;
}

std::string erasure_html(const Desk& desk, const Person& person, std::string fault) {
  if (person.password.empty() && !desk.state.mails())
    return "<p>" + web::inline_html({{desk.say(msg::erase_no_mail), {}}}) + "</p>";
  if (person.password.empty()) {
    auto form = form_to(desk, desk.at("/compte/donnees/lien"), msg::erase_link_button);
    form.css_class = "quiet";
    return "<p>" + web::inline_html({{desk.say(msg::erase_by_link), {}}}) + "</p>" +
           web::post_form(desk.language(), form);
  }
  auto form = form_to(desk, desk.at("/compte/donnees/effacement"), msg::erase_button);
  web::Field password{
      .id = "mot-de-passe", .name = "mot_de_passe", .label = desk.say(msg::field_password), .type = "password"};
  password.hint = desk.say(msg::erase_password_hint);
  password.autocomplete = "current-password";
  password.required = true;
  password.error = std::move(fault);
  form.fields = {std::move(password), phone_field(desk)};
  form.css_class = "quiet";
  return web::post_form(desk.language(), form);
}

Answer show_own(const Desk& desk, std::string fault) {
  const auto person = own_person(desk);
  if (!person) return nobody();
  std::vector<store::Consent> answers;
  desk.state.database.read([&](db::Transaction& tx) { answers = store::consents(tx, person->id); });
  SheetView view;
  view.title = desk.say(msg::data_title);
  view.notice = notice_of(desk);
  view.lead = desk.say(msg::data_lead);
  const bool faulty = !fault.empty();
  view.sections.push_back({"copie",
                           desk.say(msg::data_copy),
                           desk.say(msg::data_copy_text),
                           {},
                           copy_html(desk, *person, "/compte/donnees")});
  view.sections.push_back(
      {"accords", desk.say(msg::data_consents), desk.say(msg::data_consents_text), {}, consents_html(desk, answers)});
  view.sections.push_back({"effacement",
                           desk.say(msg::erase_title),
                           desk.say(msg::erase_text),
                           {},
                           erasure_html(desk, *person, std::move(fault))});
  auto response = framed(desk, view, kOwn);
  if (faulty) response.status = 400;
  return response;
}

const web::Message& word_of(personal::Sought sought) {
  if (sought == personal::Sought::email) return msg::erase_what_email;
  return sought == personal::Sought::name ? msg::erase_what_name : msg::erase_what_phone;
}

std::vector<std::string> traces_of(const Desk& desk, const personal::Proof& proof, bool homonyms) {
  std::vector<std::string> lines;
  for (const auto& trace : proof.traces) {
    if (trace.homonym == homonyms)
      lines.push_back(desk.say(msg::erase_trace, {{"place", trace.place},
                                                  {"what", desk.say(word_of(trace.sought))},
                                                  {"n", text::number(trace.count, desk.language())}}));
  }
  return lines;
}

http::Response show_erased(const Desk& desk, const Erasure& erasure) {
  const auto number = [&](std::int64_t n) { return text::number(n, desk.language()); };
  const auto& proof = erasure.proof;
  SheetView view;
  view.title = desk.say(msg::erase_done);
  view.lead = desk.say(msg::erase_done_lead,
                       {{"removed", number(erasure.erased.removed)}, {"cleaned", number(erasure.erased.cleaned)}});
  view.sections.push_back({"preuve",
                           desk.say(msg::erase_proof),
                           desk.say(proof.clean() ? msg::erase_proof_clean : msg::erase_proof_left,
                                    {{"columns", number(proof.columns)},
                                     {"files", number(proof.files)},
                                     {"megabytes", number(proof.bytes / 1'000'000)}}),
                           traces_of(desk, proof, false),
                           {}});
  if (auto same = traces_of(desk, proof, true); !same.empty()) {
    auto& section = view.sections.back();
    section.body_html = "<p>" + web::inline_html({{desk.say(msg::erase_homonyms), {}}}) + "</p>";
    for (auto& line : same) section.body_html += "<p>" + web::inline_html({{std::move(line), {}}}) + "</p>";
  }
  return framed(desk, view);
}

std::string secret_from(const Desk& desk) {
  return std::string(desk.request.method == http::Method::post ? desk.request.field("secret")
                                                               : desk.request.query.first("secret").value_or(""));
}

http::Response with_fault(http::Response response) {
  response.status = 400;
  return response;
}

http::Response show_link(const Desk& desk, std::string fault) {
  auto form = form_to(desk, desk.at("/effacement"), msg::erase_button);
  form.hidden = {{"secret", secret_from(desk)}};
  form.fields = {phone_field(desk)};
  SheetView view;
  view.title = desk.say(msg::erase_link_title);
  view.fault = std::move(fault);
  view.lead = desk.say(msg::erase_link_lead);
  view.form_html = web::post_form(desk.language(), form);
  return framed(desk, view);
}

Answer show_other(const Desk& desk, const Person& person, std::string fault) {
  const auto here = "/admin/personnes/" + person.id;
  auto form = form_to(desk, desk.at(here + "/effacement"), msg::erase_others_button);
  web::Field email{.id = "courriel", .name = "courriel", .label = desk.say(msg::erase_confirm), .type = "email"};
  email.value = desk.request.field("courriel");
  email.required = true;
  email.error = fault;
  form.fields = {std::move(email), phone_field(desk)};
  form.css_class = "quiet";
  SheetView view;
  view.title = person.name;
  view.notice = notice_of(desk);
  view.sections.push_back(
      {"copie", desk.say(msg::data_copy_others), {}, {}, copy_html(desk, person, here + "/donnees")});
  view.sections.push_back({"effacement",
                           desk.say(msg::erase_others),
                           desk.say(msg::erase_others_text),
                           {},
                           web::post_form(desk.language(), form)});
  auto response = framed(desk, view, kPeople);
  return fault.empty() ? response : with_fault(std::move(response));
}

http::Response show_objection(const Desk& desk, std::string_view key, std::string fault) {
  SheetView view;
  view.title = desk.say(msg::objection_title);
  view.lead = desk.say(msg::objection_lead);
  view.fault = std::move(fault);
  auto form = form_to(desk, desk.at("/opposition"), msg::objection_button);
  form.hidden = {{"cle", std::string(key)}};
  if (view.fault.empty()) view.form_html = web::post_form(desk.language(), form);
  return framed(desk, view);
}

}  // namespace

Answer data_page(const Desk& desk) {
  if (desk.request.form == http::Form::html) return show_own(desk, {});
  const auto person = own_person(desk);
  return person ? copy(desk, *person) : Answer(nobody());
}

Answer answer_consent(const Desk& desk) {
  const auto asked = desk.request.field("usage");
  const auto purpose = std::ranges::find(consent_purposes(), asked, &ConsentPurpose::name);
  if (purpose == consent_purposes().end()) return desk.done("/compte/donnees");
  const bool given = desk.request.field("accord") == "oui";
  auto written = desk.state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    const auto wording = core::sha256(desk.say(*purpose->sentence));
    store::add_consent(tx, desk.request.actor.person, {std::string(asked), wording, given, desk.state.now()},
                       audit::network_of(desk.request.client));
    record(tx, desk.state, desk.request.actor.person,
           {given ? "people.consent_given" : "people.consent_taken_back", desk.request.actor.person, asked},
           desk.request.client);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return desk.done("/compte/donnees", "accord");
}

Answer erase_own(const Desk& desk) {
  const auto person = own_person(desk);
  if (!person) return nobody();
  const auto network = Throttle::network_of(desk.request.client);
  const auto wait = desk.state.throttle.wait(person->email, network, desk.state.now());
  if (wait.count() > 0) return show_own(desk, desk.say(msg::error_wait, {{"seconds", std::to_string(wait.count())}}));
  if (!desk.state.passwords.verify(desk.request.field("mot_de_passe"), person->password)) {
    desk.state.throttle.wrong(person->email, network, desk.state.now());
    return show_own(desk, desk.say(msg::fault_old_password));
  }
  const auto erased = erase_person(desk.state, *person, phones_of(desk), desk.by());
  if (!erased && is_refusal(erased.error())) return show_own(desk, sentence_of(desk, erased.error()));
  if (!erased) return std::unexpected(erased.error());
  auto response = show_erased(desk, *erased);
  response.headers.emplace_back("Set-Cookie", drop_cookie(desk.state));
  return response;
}

Answer ask_erasure_link(const Desk& desk) {
  const auto person = own_person(desk);
  if (!person) return nobody();
  if (!desk.state.mails()) return desk.done("/compte/donnees");
  const auto network = Throttle::network_of(desk.request.client);
  const auto asked = "erase " + person->email;
  if (const auto wait = desk.state.throttle.wait(asked, network, desk.state.now()); wait.count() > 0)
    return show_own(desk, desk.say(msg::error_wait, {{"seconds", std::to_string(wait.count())}}));
  desk.state.throttle.wrong(asked, network, desk.state.now());
  const auto sent = mail_erasure_link(desk.state, *person, desk.by());
  if (!sent) return std::unexpected(sent.error());
  SheetView view;
  view.title = desk.say(msg::erase_sent);
  view.lead = desk.say(msg::erase_sent_lead);
  return framed(desk, view, kOwn);
}

// By a button: programs that look at mails before people do ask for the page, and change nothing.
Answer erasure_link_page(const Desk& desk) { return show_link(desk, {}); }

Answer erase_by_link(const Desk& desk) {
  const auto person = take_erasure_link(desk.state, secret_from(desk));
  if (!person && is_refusal(person.error())) return with_fault(show_link(desk, sentence_of(desk, person.error())));
  if (!person) return std::unexpected(person.error());
  const auto erased = erase_person(desk.state, *person, phones_of(desk), {person->id, desk.request.client});
  if (!erased && is_refusal(erased.error())) return with_fault(show_link(desk, sentence_of(desk, erased.error())));
  if (!erased) return std::unexpected(erased.error());
  auto response = show_erased(desk, *erased);
  if (desk.request.actor.person == person->id) response.headers.emplace_back("Set-Cookie", drop_cookie(desk.state));
  return response;
}

Answer person_data_page(const Desk& desk) {
  const auto person = find_person_at(desk);
  if (!person) return std::unexpected(person.error());
  return desk.request.form == http::Form::html ? show_other(desk, *person, {}) : copy(desk, *person);
}

Answer erase_other(const Desk& desk) {
  const auto person = find_person_at(desk);
  if (!person) return std::unexpected(person.error());
  if (desk.request.field("courriel") != person->email) return show_other(desk, *person, desk.say(msg::fault_confirm));
  const auto erased = erase_person(desk.state, *person, phones_of(desk), desk.by());
  if (!erased && is_refusal(erased.error())) return show_other(desk, *person, sentence_of(desk, erased.error()));
  if (!erased) return std::unexpected(erased.error());
  return show_erased(desk, *erased);
}

Answer objection_page(const Desk& desk) {
  const auto key = desk.request.query.first("cle").value_or("");
  if (key.empty()) return explain(desk, msg::objection_title, msg::objection_no_key);
  if (is_objection_key(desk.state, key)) return show_objection(desk, key, {});
  return with_fault(show_objection(desk, {}, desk.say(msg::error_key)));
}

Answer object(const Desk& desk) {
  const auto done = object_by_key(desk.state, desk.request.field("cle"), desk.request.client);
  if (!done && is_refusal(done.error())) return with_fault(show_objection(desk, {}, sentence_of(desk, done.error())));
  if (!done) return std::unexpected(done.error());
  SheetView view;
  view.title = desk.say(msg::objection_done);
  view.lead = desk.say(msg::objection_done_lead);
  return framed(desk, view);
}

}  // namespace catalyse::accounts
