// What readers report: the form for anyone, and the decision for those who review.
#include <algorithm>
#include <array>

#include "accounts/open_forms.hpp"
#include "audit/audit.hpp"
#include "editorial/once.hpp"
#include "form.hpp"
#include "mail/mail.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "review.hpp"
#include "templates.hpp"

namespace catalyse::contributions {
namespace {

using core::ErrorKind;
using editorial::Report;
using editorial::Verdict;

const web::Message& motive_message(std::string_view motive) {
  static const std::array kWords{&msg::motive_error, &msg::motive_link, &msg::motive_rights, &msg::motive_personal,
                                 &msg::motive_else};
  const auto found = std::ranges::find(editorial::kMotives, motive);
  return found == editorial::kMotives.end() ? msg::motive_else
                                            : *kWords[static_cast<std::size_t>(found - editorial::kMotives.begin())];
}

struct Faults {
  std::string text, email, whole;
  [[nodiscard]] bool any() const { return !text.empty() || !email.empty() || !whole.empty(); }
};

std::string form_name(const editorial::Item& item) { return "signaler " + item.id; }

// The page's own, as long as it holds: who corrects a fault is not slowed down again.
std::string stamp_for(const Office& office, const editorial::Item& item) {
  const auto sent = office.request.field(accounts::kStampField);
  const auto age = accounts::age_of_stamp(*office.context.accounts, form_name(item), sent);
  return age && *age < accounts::kPageHolds ? std::string(sent)
                                            : accounts::form_stamp(*office.context.accounts, form_name(item));
}

accounts::Sender sender_of(const Office& office, const editorial::Item& item) {
  const auto& request = office.request;
  return accounts::judge_sender(
      request.field(accounts::kTrapField),
      accounts::age_of_stamp(*office.context.accounts, form_name(item), request.field(accounts::kStampField)));
}

web::Form report_form(const Office& office, const editorial::Item& item, const Faults& faults) {
  const auto& request = office.request;
  web::Field motive{
      .id = "f-motif", .name = std::string(kReason), .label = office.say(msg::report_motive), .type = "select"};
  for (const auto one : editorial::kMotives)
    motive.options.push_back({std::string(one), office.say(motive_message(one))});
  motive.value = request.field(kReason);
  web::Field text{.id = "f-texte", .name = "texte", .label = office.say(msg::report_text), .type = "textarea"};
  text.value = request.field("texte");
  text.error = faults.text;
  text.required = true;
  web::Field email{.id = "f-courriel", .name = "courriel", .label = office.say(msg::report_email), .type = "email"};
  email.hint = office.say(msg::report_email_hint);
  email.autocomplete = "email";
  email.value = request.field("courriel");
  email.error = faults.email;
  web::Form form;
  form.action = office.at("/signaler/" + item.id);
  form.token = office.actor().token;
  form.hidden = {{std::string(accounts::kStampField), stamp_for(office, item)},
                 {std::string(editorial::kSendingField), editorial::new_sending_key()}};
  form.fields = {std::move(motive), std::move(text), std::move(email)};
  form.fields.push_back({.id = "f-site-web",
                         .name = std::string(accounts::kTrapField),
                         .label = office.say(msg::report_trap),
                         .type = "trap"});
  form.button = office.say(msg::report_button);
  return form;
}

http::Response show(const Office& office, const editorial::Item& item, const Faults& faults) {
  const auto* kind = office.kind(item.kind);
  EditView view;
  view.title = office.say(msg::report_title, {{"title", title_of(office, item)}});
  view.lead = office.say(msg::report_lead);
  view.notice = notice_of(office);
  view.fault = faults.whole;
  view.form_html = web::post_form(office.language(), report_form(office, item, faults));
  Body body{view.title, templates::render_edit(view, office.language())};
  if (kind != nullptr)
    body.crumbs = {{office.say(*kind->list_name), office.at(kind->list)},
                   {title_of(office, item), office.at(kind->address(item.id))}};
  auto response = framed(office, std::move(body));
  if (faults.any()) response.status = faults.whole.empty() ? 400 : 409;
  return response;
}

core::Result<editorial::Item> reported(const Office& office) {
  auto item = office.desk().find_public(office.request.capture("item"));
  if (!item || item->state.shown != editorial::Shown::published || office.kind(item->kind) == nullptr) return absent();
  return std::move(*item);
}

core::Result<Report> waiting(const Office& office) {
  for (auto& one : office.context.reports->open(office.actor()))
    if (one.id == office.request.capture("signalement")) return std::move(one);
  return absent();
}

http::Response show_waiting(const Office& office, const Report& report, std::string fault) {
  const auto* kind = office.kind(report.item.kind);
  EditView view;
  view.title = office.say(msg::report_review_title, {{"title", title_of(office, report.item)}});
  view.state = office.say(msg::report_about, {{"motive", office.say(motive_message(report.motive))},
                                              {"day", day_text(office, report.at)},
                                              {"n", std::to_string(report.version)}});
  view.lead = report.text;
  view.asked_title = office.say(msg::report_act);
  const auto link = [&](std::string_view path, const web::Message& label) {
    view.asked.push_back({office.at(path), office.say(label), {}});
  };
  if (kind != nullptr) link(kind->address(report.item.id), msg::history_public);
  link("/contributions/" + report.item.id, msg::history_revise);
  link("/moderation/" + report.item.id, msg::review_withdraw);
  web::Form form;
  form.action = office.at("/moderation/signalements/" + report.id);
  form.token = office.actor().token;
  web::Field answer{.id = "f-texte", .name = "texte", .label = office.say(msg::report_answer), .type = "textarea"};
  answer.hint = office.say(report.email.empty() ? msg::report_answer_kept : msg::report_answer_sent);
  answer.value = office.request.field("texte");
  answer.error = std::move(fault);
  answer.required = true;
  form.fields = {std::move(answer)};
  form.button = office.say(msg::report_uphold);
  form.others = {{std::string(kGesture), std::string(kDismiss), office.say(msg::report_dismiss), "quiet"}};
  view.form_html = web::post_form(office.language(), form);
  Body body{view.title, templates::render_edit(view, office.language())};
  body.crumbs = {{office.say(msg::queue_title), office.at("/moderation")}};
  return framed(office, std::move(body));
}

}  // namespace

std::string motive_text(const Office& office, std::string_view motive) { return office.say(motive_message(motive)); }

Answer report_page(const Office& office) {
  const auto item = reported(office);
  if (!item) return std::unexpected(item.error());
  return show(office, *item, {});
}

Answer report(const Office& office) {
  const auto item = reported(office);
  if (!item) return std::unexpected(item.error());
  const auto& request = office.request;
  const auto email = request.field("courriel");
  Faults faults;
  if (!email.empty() && !mail::is_address(email)) faults.email = office.say(msg::report_email_fault);
  if (faults.any()) return show(office, *item, faults);
  const auto sender = sender_of(office, *item);
  if (sender == accounts::Sender::program) return done(office, "/signaler/" + item->id, "signale");
  if (sender == accounts::Sender::hasty) {
    auto again = show(office, *item, {.whole = office.say(msg::report_again)});
    again.status = 400;
    return again;
  }
  const auto done_id =
      office.context.reports->report(item->id, {request.field(kReason), request.field("texte"), email,
                                                office.language(), request.field(editorial::kSendingField)});
  if (done_id) return done(office, "/signaler/" + item->id, "signale");
  const auto& error = done_id.error();
  if (error.kind == ErrorKind::invalid)
    faults.text = office.say(error.message_id == "editorial.error.reason" ? msg::report_empty : msg::report_long);
  if (error.kind == ErrorKind::conflict) faults.whole = office.say(msg::report_enough);
  if (!faults.any()) return std::unexpected(error);
  return show(office, *item, faults);
}

Answer report_review_page(const Office& office) {
  const auto one = waiting(office);
  if (!one) return std::unexpected(one.error());
  return show_waiting(office, *one, {});
}

Answer decide_report(const Office& office) {
  const auto one = waiting(office);
  if (!one) return std::unexpected(one.error());
  const auto verdict = office.request.field(kGesture) == kDismiss ? Verdict::dismissed : Verdict::upheld;
  const auto decided = office.context.reports->decide(office.by(), one->id, verdict, office.request.field("texte"));
  if (decided) return done(office, "/moderation", "signalement");
  if (decided.error().kind != ErrorKind::invalid) return std::unexpected(decided.error());
  auto response = show_waiting(
      office, *one,
      office.say(decided.error().message_id == "editorial.error.reason" ? msg::report_empty : msg::report_long));
  response.status = 400;
  return response;
}

// The decision by mail, in the language of the report.
editorial::Answered answers_by_mail(std::string base_url, const core::Clock& clock) {
  return [base_url = std::move(base_url), &clock](db::Transaction& tx, const editorial::Decision& decision) {
    const auto& report = decision.report;
    const bool upheld = decision.verdict == Verdict::upheld;
    audit::append(tx,
                  {.person = decision.by.actor.person,
                   .action = std::string(upheld ? msg::act_uphold.key : msg::act_dismiss.key),
                   .object = report.item.kind + ":" + report.item.id,
                   .detail = {},
                   .origin = std::string(decision.by.origin)},
                  clock.now());
    if (report.email.empty()) return;
    const auto page = base_url + web::localised(report.language, "/historique/" + report.item.id);
    // Checked when it came; an address that is refused now is not written to.
    (void)mail::send(tx,
                     {report.email, web::say(report.language, msg::mail_subject),
                      web::say(report.language, upheld ? msg::mail_upheld : msg::mail_dismissed,
                               {{"title", report.item.title}, {"answer", decision.answer}, {"page", page}})},
                     "report:" + report.id, clock.now());
  };
}

}  // namespace catalyse::contributions
