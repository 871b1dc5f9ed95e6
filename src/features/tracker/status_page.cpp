// A pilot sets the status of a measure: a form, dated today, signed with the pilot's name. The number of entries that
// the pilot saw goes with it, so that of two pilots at once the second reads again before anything is written.
#include <algorithm>

#include "accounts/accounts.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "status_page.hpp"
#include "store.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "typing.hpp"
#include "web/i18n.hpp"

namespace catalyse::tracker {
namespace {

using core::ErrorKind;
using web::localised;
using web::say;

// The horizon that is evaluated; 0 for none, nothing for one that the measure does not have.
std::optional<unsigned> asked_horizon(const Desk& desk, unsigned number) {
  const auto asked = desk.request.method == http::Method::get ? desk.request.query.first(kHorizon).value_or("")
                                                              : desk.request.field(kHorizon);
  if (asked.empty()) return 0;
  const auto months = whole_number(asked);
  const auto all = horizons(desk.programme(), number);
  return months && std::ranges::find(all, *months) != all.end() ? months : std::nullopt;
}

Change typed_change(const Desk& desk, unsigned number, Status status) {
  const auto& request = desk.request;
  return {number,
          desk.today,
          status,
          typed(request, "explication"),
          typed(request, "risques"),
          typed(request, "suite"),
          typed(request, "reussites"),
          std::string(kSigned) + request.actor.person,
          typed(request, "preuve"),
          asked_horizon(desk, number).value_or(0)};
}

Record record_of(const Change& change) {
  Record record{Kind::status, 0, {}};
  record[Field::number] = std::to_string(change.measure);
  record[Field::date] = text::iso_date(change.day);
  record[Field::status] = code_of(change.status);
  record[Field::explanation] = change.explanation;
  record[Field::risks] = change.risks;
  record[Field::next] = change.next;
  record[Field::success] = change.success;
  record[Field::author] = change.author;
  record[Field::evidence] = change.evidence;
  if (change.months != 0) record[Field::months] = std::to_string(change.months);
  return record;
}

void add_fault(core::Language language, const Change& change, ChangeFault fault, Faults& faults) {
  switch (fault) {
    case ChangeFault::unexplained:
      return faults.add("explication",
                        say(language, change.months == 0 ? msg::form_unexplained : msg::form_unevaluated));
    case ChangeFault::evidence:
      return faults.add("preuve", say(language, msg::form_evidence_fault));
    default:
      // Dated and signed by the server: what is left is a history that runs ahead of its clock.
      return faults.add("statut", say(language, msg::form_date_fault));
  }
}

web::Field area(core::Language language, std::string_view name, const web::Message& label, const web::Message& hint) {
  web::Field field;
  field.id = field.name = name;
  field.label = say(language, label);
  field.hint = say(language, hint);
  field.type = "textarea";
  return field;
}

web::Form status_form(const Desk& desk, unsigned number, const Faults& faults) {
  const auto language = desk.language();
  web::Form form;
  form.action = localised(language, desk.status_path(number));
  form.token = desk.request.actor.token;
  form.hidden = {{"version", std::to_string(desk.programme().changes.size())}};
  const auto months = asked_horizon(desk, number).value_or(0);
  if (months != 0) form.hidden.emplace_back(std::string(kHorizon), std::to_string(months));
  form.button = say(language, months == 0 ? msg::form_button : msg::form_evaluation_button);
  web::Field status;
  status.id = status.name = "statut";
  status.label = say(language, msg::col_status);
  status.type = "select";
  status.required = true;
  for (std::size_t i = 0; i < kStatuses; ++i)
    status.options.push_back({std::string(kStatusCodes[i]), status_text(language, static_cast<Status>(i))});
  form.fields.push_back(std::move(status));
  form.fields.push_back(area(language, "explication", msg::comment_explanation,
                             months == 0 ? msg::form_explanation_hint : msg::form_evaluation_hint));
  form.fields.push_back(area(language, "risques", msg::comment_risks, msg::form_optional));
  form.fields.push_back(area(language, "suite", msg::comment_next, msg::form_optional));
  form.fields.push_back(area(language, "reussites", msg::comment_success, msg::form_optional));
  web::Field evidence;
  evidence.id = evidence.name = "preuve";
  evidence.label = say(language, msg::form_evidence);
  evidence.hint = say(language, msg::form_evidence_hint);
  form.fields.push_back(std::move(evidence));
  for (auto& field : form.fields) {
    field.value = desk.request.field(field.name);
    field.error = faults.of(field.name);
  }
  return form;
}

http::Response form_page(const Desk& desk, unsigned number, const Faults& faults, std::string notice) {
  const auto language = desk.language();
  const auto& objective = desk.programme().objectives[number - 1];
  const auto place = standing(desk.programme().changes, desk.programme().objectives.size(), desk.today)[number - 1];
  StatusView view;
  const auto months = asked_horizon(desk, number).value_or(0);
  view.title = say(language, months == 0 ? msg::form_title : msg::form_evaluation_title,
                   {{"n", std::to_string(number)}, {"months", month_words(language, {months})}});
  view.lead = objective.label.in(language);
  view.notice = std::move(notice);
  view.status_html =
      status_html(language, place ? std::optional(desk.programme().changes[*place].status) : std::nullopt);
  view.note = say(language, msg::form_note, {{"date", day_text(desk, desk.today)}, {"name", signature(desk)}});
  view.form_html = web::post_form(language, status_form(desk, number, faults));
  Body body;
  body.title = view.title;
  body.path = desk.status_path(number);
  body.crumbs = {{desk.programme().label.in(language), localised(language, desk.path())},
                 {say(language, msg::measure_crumb, {{"n", std::to_string(number)}}),
                  localised(language, desk.measure_path(number))},
                 {view.title, {}}};
  body.html = templates::render_status(view, language);
  return framed(desk, std::move(body));
}

// The desk and the number, for somebody in charge of this very programme; to others nothing is there.
struct Charge {
  Desk desk;
  unsigned number = 0;
};
core::Result<Charge> in_charge(const Context& context, const http::Request& request) {
  auto desk = open_desk(context, request);
  if (!desk) return std::unexpected(desk.error());
  const auto number = measure_number(*desk);
  if (!number) return std::unexpected(number.error());
  if (!may_set_status(*desk) || !asked_horizon(*desk, *number))
    return core::fail(ErrorKind::not_found, "http.error.not_found");
  return Charge{std::move(*desk), *number};
}

Answer refused(const Desk& desk, unsigned number, const Faults& faults, ErrorKind kind) {
  auto page = form_page(desk, number, faults,
                        kind == ErrorKind::conflict ? say(desk.language(), msg::form_moved) : std::string());
  page.status = core::status_of(kind);
  return page;
}

}  // namespace

bool may_set_status(const Desk& desk) {
  const std::string object = "mesures:" + desk.programme().id;
  return accounts::may(desk.request.actor, kFollow, {.room = kRoom, .object = object});
}

Answer StatusForm::operator()(const http::Request& request) const {
  const auto charge = in_charge(context, request);
  if (!charge) return std::unexpected(charge.error());
  return form_page(charge->desk, charge->number, {}, {});
}

Answer StatusChange::operator()(const http::Request& request) const {
  const auto charge = in_charge(context, request);
  if (!charge) return std::unexpected(charge.error());
  const auto& desk = charge->desk;
  Faults found;
  const auto status = status_from(request.field("statut"));
  if (!status) {
    found.add("statut", say(request.language, msg::form_status_fault));
    return refused(desk, charge->number, found, ErrorKind::invalid);
  }
  const auto& changes = desk.programme().changes;
  if (request.field("version") != std::to_string(changes.size()))
    return refused(desk, charge->number, found, ErrorKind::conflict);
  const auto change = typed_change(desk, charge->number, *status);
  const auto latest = changes.empty() ? std::nullopt : std::optional(changes.back().day);
  for (const auto fault : faults(change, {desk.programme().objectives.size(), latest, desk.today,
                                          horizons(desk.programme(), change.measure)}))
    add_fault(request.language, change, fault, found);
  if (!found.by_field.empty()) return refused(desk, charge->number, found, ErrorKind::invalid);
  auto written = database.write([&](db::Transaction& tx) {
    return append(tx, {desk.programme().id, changes.size(), record_of(change)}, context.clock->now());
  });
  if (!written && written.error().kind == ErrorKind::conflict)
    return refused(desk, charge->number, found, ErrorKind::conflict);
  if (!written) return std::unexpected(written.error());
  return http::redirect(localised(request.language, desk.measure_path(charge->number)) + "#changement-" +
                            std::to_string(changes.size() + 1),
                        303);
}

std::vector<http::InputField> status_fields() {
  using enum http::Input;
  return {{"version", line, 10},   {kHorizon, line, 4},   {"statut", line, 40},      {"explication", text, 3000},
          {"risques", text, 3000}, {"suite", text, 3000}, {"reussites", text, 3000}, {"preuve", line, 2000}};
}

}  // namespace catalyse::tracker
