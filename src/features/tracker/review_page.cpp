// A pilot records a review: the day it was held, what came out of it, where its minutes are. Signed with the pilot's
// name, shown at once, never taken away.
#include "review_page.hpp"

#include "messages.hpp"
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

// The horizon that is answered: 0 for a review outside of the calendar, nothing for one that the programme has not.
std::optional<unsigned> asked_point(const Desk& desk) {
  const auto asked = desk.request.method == http::Method::get ? desk.request.query.first(kHorizon).value_or("")
                                                              : desk.request.field(kHorizon);
  if (asked.empty()) return 0;
  const auto months = whole_number(asked);
  for (const auto& point : review_calendar(desk.programme(), desk.today))
    if (months == point.months) return months;
  return std::nullopt;
}

Record record_of(const Desk& desk, unsigned months) {
  const auto& request = desk.request;
  Record record{Kind::review, 0, {}};
  record[Field::date] = std::string(request.field("jour"));
  record[Field::months] = months == 0 ? std::string() : std::to_string(months);
  record[Field::label_fr] = typed(request, "titre");
  record[Field::text_fr] = typed(request, "compte_rendu");
  record[Field::evidence] = typed(request, "preuve");
  record[Field::author] = std::string(kSigned) + request.actor.person;
  return record;
}

Faults faults_of(const Desk& desk, const Record& record) {
  const auto language = desk.language();
  Faults found;
  const auto day = parse_day(record[Field::date]);
  if (!day || *day > desk.today || *day < desk.programme().start)
    found.add("jour", say(language, msg::review_form_day_fault, {{"start", day_text(desk, desk.programme().start)}}));
  if (record[Field::label_fr].empty()) found.add("titre", say(language, msg::review_form_title_fault));
  if (record[Field::text_fr].empty() && record[Field::evidence].empty())
    found.add("compte_rendu", say(language, msg::review_form_minutes_fault));
  if (!is_evidence(record[Field::evidence])) found.add("preuve", say(language, msg::form_evidence_fault));
  return found;
}

web::Form review_form(const Desk& desk, unsigned months, const Faults& faults) {
  const auto language = desk.language();
  web::Form form;
  form.action = localised(language, desk.review_path());
  form.token = desk.request.actor.token;
  if (months != 0) form.hidden.emplace_back(std::string(kHorizon), std::to_string(months));
  form.button = say(language, msg::review_form_button);
  const auto add = [&](std::string_view name, const web::Message& label, const web::Message* hint,
                       std::string_view type) -> web::Field& {
    auto& field = form.fields.emplace_back();
    field.id = field.name = name;
    field.label = say(language, label);
    if (hint != nullptr) field.hint = say(language, *hint);
    field.type = type;
    field.value = desk.request.field(name);
    field.error = faults.of(name);
    return field;
  };
  auto& day = add("jour", msg::review_form_day, nullptr, "date");
  day.required = true;
  day.minimum = text::iso_date(desk.programme().start);
  day.maximum = text::iso_date(desk.today);
  auto& title = add("titre", msg::review_form_name, &msg::review_form_name_hint, "text");
  title.required = true;
  if (title.value.empty() && months != 0 && desk.request.method == http::Method::get)
    title.value = say(language, msg::measure_review, {{"months", month_words(language, {months})}});
  add("compte_rendu", msg::review_form_minutes, &msg::review_form_minutes_hint, "textarea");
  add("preuve", msg::review_form_document, &msg::form_evidence_hint, "text");
  return form;
}

http::Response form_page(const Desk& desk, unsigned months, const Faults& faults, std::string notice) {
  const auto language = desk.language();
  StatusView view;
  view.title = months == 0 ? say(language, msg::review_form_title_free)
                           : say(language, msg::review_form_title, {{"months", month_words(language, {months})}});
  view.lead = desk.programme().label.in(language);
  view.notice = std::move(notice);
  view.note = say(language, msg::review_form_note, {{"name", signature(desk)}});
  view.form_html = web::post_form(language, review_form(desk, months, faults));
  Body body;
  body.title = view.title;
  body.path = desk.review_path();
  body.crumbs = {{desk.programme().label.in(language), localised(language, desk.path())}, {view.title, {}}};
  body.html = templates::render_status(view, language);
  return framed(desk, std::move(body));
}

struct Charge {
  Desk desk;
  unsigned months = 0;
};
// For somebody in charge of this very programme; to others nothing is there.
core::Result<Charge> in_charge(const Context& context, const http::Request& request) {
  auto desk = open_desk(context, request);
  if (!desk) return std::unexpected(desk.error());
  const auto months = asked_point(*desk);
  if (!may_set_status(*desk) || !months) return core::fail(ErrorKind::not_found, "http.error.not_found");
  return Charge{std::move(*desk), *months};
}

}  // namespace

Answer ReviewForm::operator()(const http::Request& request) const {
  const auto charge = in_charge(context, request);
  if (!charge) return std::unexpected(charge.error());
  return form_page(charge->desk, charge->months, {}, {});
}

Answer ReviewHeld::operator()(const http::Request& request) const {
  const auto charge = in_charge(context, request);
  if (!charge) return std::unexpected(charge.error());
  const auto& desk = charge->desk;
  const auto refused = [&](const Faults& faults, ErrorKind kind, std::string notice) -> Answer {
    auto page = form_page(desk, charge->months, faults, std::move(notice));
    page.status = core::status_of(kind);
    return page;
  };
  const auto record = record_of(desk, charge->months);
  if (const auto found = faults_of(desk, record); !found.by_field.empty())
    return refused(found, ErrorKind::invalid, {});
  auto written = database.write(
      [&](db::Transaction& tx) -> core::Result<void> { return append_review(tx, desk.programme().id, record); });
  if (!written && written.error().kind == ErrorKind::conflict)
    return refused({}, ErrorKind::conflict, say(request.language, msg::review_form_twice));
  if (!written) return std::unexpected(written.error());
  return http::redirect(
      localised(request.language, desk.path()) + "#" + review_anchor(record[Field::date], charge->months), 303);
}

std::vector<http::InputField> review_fields() {
  using enum http::Input;
  return {{kHorizon, line, 4},
          {"jour", line, 10},
          {"titre", line, 300},
          {"compte_rendu", text, 3500},
          {"preuve", line, 2000}};
}

}  // namespace catalyse::tracker
