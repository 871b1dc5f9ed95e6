// Reviewing: the queue, an item beside what is public, and what is decided about it.
#include <algorithm>

#include "form.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "review.hpp"
#include "templates.hpp"
#include "text/phrases.hpp"

namespace catalyse::contributions {
namespace {

using core::ErrorKind;
using editorial::Act;
using editorial::Item;
using editorial::Work;

// Whether the last word on the item was this reader's request for changes.
bool asked_before(const Office& office, const Item& item) {
  const auto events = office.desk().history(office.actor(), item.id);
  return std::ranges::any_of(events, [&](const editorial::Event& event) {
    return event.act == Act::ask_changes && event.person == office.actor().person;
  });
}

// Reached by a grant for a territory or an object, not by one for everywhere.
bool is_near(const Office& office, const Item& item) {
  http::Actor near = office.actor();
  std::erase_if(near.grants, [](const http::Grant& grant) { return grant.scope.empty(); });
  return contributions::permissions(office.context.territories)(near, "review", item.kind, item);
}

struct Tab {
  std::string_view id;
  const web::Message& label;
  bool (*holds)(const Office&, const Item&);
};
const Tab kTabs[] = {{"", msg::tab_all, [](const Office&, const Item&) { return true; }},
                     {"territoires", msg::tab_near, is_near},
                     {"suivies", msg::tab_followed, asked_before}};

struct ReviewSheet {
  editorial::WorkInHand work;
  const plug::Contributed& kind;
  std::string fault{};
  unsigned status = 200;
};

core::Result<ReviewSheet> open(const Office& office) {
  if (!is_reviewer(office) && accounts::scopes_of(office.actor(), "withdraw", "cas").empty()) return absent();
  auto work = office.desk().work(office.actor(), office.request.capture("item"));
  if (!work) return absent();
  const auto* kind = office.kind(work->item.kind);
  if (kind == nullptr) return absent();
  return ReviewSheet{std::move(*work), *kind};
}

// What was typed as a remark about this field, when the page answers a refused decision.
std::string typed_remark(const Office& office, std::string_view field) {
  for (const auto& remark : remarks_of(office.request))
    if (remark.field == field) return remark.text;
  return {};
}

std::vector<FieldView> field_views(const Office& office, const ReviewSheet& sheet) {
  const auto versions = office.desk().versions(sheet.work.item.id);
  const auto* shown = versions.empty() || sheet.work.item.edition == 0 ? nullptr : &versions.front().content;
  std::vector<FieldView> all;
  for (const auto& field : sheet.kind.kind->fields) {
    FieldView view;
    view.name = field.name;
    view.id = "r-" + view.name;
    view.label = label_of(office, sheet.kind, field.name);
    const auto& now = values_of(sheet.work.content, field.name);
    view.after = value_texts(office, sheet.kind, field, now);
    if (shown != nullptr && values_of(*shown, field.name) != now) {
      view.changed = true;
      view.before = value_texts(office, sheet.kind, field, values_of(*shown, field.name));
    }
    if (view.after.empty() && !view.changed && !field.required) continue;
    view.remark = typed_remark(office, field.name);
    view.remark_label = office.say(msg::remark_on, {{"field", view.label}});
    all.push_back(std::move(view));
  }
  return all;
}

std::string reasoned_form(const Office& office, const Item& item, std::string_view gesture,
                          const web::Message& button) {
  web::Form form;
  form.action = office.at("/moderation/" + item.id);
  form.token = office.actor().token;
  form.hidden = {{std::string(kGesture), std::string(gesture)}, {std::string(kEdition), std::to_string(item.edition)}};
  web::Field reason;
  reason.name = kReason;
  reason.id = "f-motif-" + std::string(gesture);
  reason.label = office.say(msg::public_reason);
  reason.required = gesture == kWithdraw;
  reason.value = office.request.field(kGesture) == gesture ? office.request.field(kReason) : "";
  form.fields = {std::move(reason)};
  form.button = office.say(button);
  form.css_class = "quiet";
  return web::post_form(office.language(), form);
}

// An act that this reader may do now.
bool may_now(const Office& office, const ReviewSheet& sheet, Act act) {
  const auto& item = sheet.work.item;
  const auto allows = contributions::permissions(office.context.territories);
  const bool author = item.owner == office.actor().person;
  return editorial::after(item.state, act,
                          {.author = author,
                           .reviewer = allows(office.actor(), "review", item.kind, item),
                           .editor = allows(office.actor(), "withdraw", item.kind, item)})
      .has_value();
}

http::Response show(const Office& office, const ReviewSheet& sheet) {
  const auto& item = sheet.work.item;
  ReviewView view;
  view.title = title_of(office, item);
  view.notice = notice_of(office);
  view.fault = sheet.fault;
  view.about = office.say(msg::review_about, {{"kind", office.say(*sheet.kind.name)},
                                              {"person", person_text(office, item.owner)},
                                              {"state", text::capitalised(state_text(office, item.state))},
                                              {"day", day_text(office, item.since)}});
  view.fields = field_views(office, sheet);
  view.judged = may_now(office, sheet, Act::publish);
  if (!view.judged)
    for (auto& field : view.fields) field.remark_label.clear();
  view.lead = office.say(view.judged ? msg::review_lead : msg::review_lead_other);
  view.action = office.at("/moderation/" + item.id);
  view.token = office.actor().token;
  view.edition = std::to_string(item.edition);
  view.remark_label = office.say(msg::remark_whole);
  view.remark = typed_remark(office, {});
  if (item.version > 0) view.history_href = office.at("/historique/" + item.id);
  if (may_now(office, sheet, Act::withdraw))
    view.withdraw_html = reasoned_form(office, item, kWithdraw, msg::withdraw_button);
  if (may_now(office, sheet, Act::show_again))
    view.show_html = reasoned_form(office, item, kShowAgain, msg::show_again_button);
  Body body{view.title, templates::render_review(view, office.language())};
  body.crumbs = {{office.say(msg::queue_title), office.at("/moderation")}};
  auto response = framed(office, std::move(body));
  response.status = sheet.status;
  return response;
}

struct Decided {
  core::Result<void> result;
  std::string_view said;
};

Decided decide_as(const Office& office, std::string_view id, std::string_view gesture) {
  auto& desk = office.desk();
  const auto by = office.by();
  const auto reason = office.request.field(kReason);
  const auto seen = edition_seen(office.request).value_or(-1);  // none: not what was read
  if (gesture == kPublish) {
    // Remarks would be lost: what is published asks for nothing.
    if (!remarks_of(office.request).empty()) return {core::fail(ErrorKind::invalid, msg::error_remarks.key), {}};
    return {desk.publish(by, id, seen, reason), "publie"};
  }
  if (gesture == kWithdraw) return {desk.withdraw(by, id, reason), "retire"};
  if (gesture == kShowAgain) return {desk.show_again(by, id, reason), "retabli"};
  if (gesture == kAsk) {
    auto remarks = remarks_of(office.request);
    return {desk.ask_changes(by, id, seen, remarks), "demande"};
  }
  return {absent(), {}};
}

std::string reports_html(const Office& office) {
  const auto reports = office.context.reports->open(office.actor());
  if (reports.empty()) return {};
  web::Table table{
      .id = "signalements",
      .caption = web::say_count(office.language(), static_cast<std::int64_t>(reports.size()), msg::report_count)};
  table.columns = {{.label = office.say(msg::column_title)},
                   {.label = office.say(msg::report_motive)},
                   {.label = office.say(msg::column_since)}};
  for (const auto& report : reports)
    table.rows.push_back(
        {{.text = title_of(office, report.item), .address = office.at("/moderation/signalements/" + report.id)},
         {.text = motive_text(office, report.motive)},
         {.text = day_text(office, report.at)}});
  return web::table(table);
}

}  // namespace

std::vector<editorial::Remark> remarks_of(const http::Request& request) {
  std::vector<editorial::Remark> all;
  std::string_view field;
  for (const auto& [name, value] : request.fields.pairs()) {
    if (name == kRemarked) field = value;
    if (name != kRemark || value.find_first_not_of(" \n") == std::string::npos) continue;
    all.push_back({std::string(field), value});
  }
  return all;
}

Answer queue_page(const Office& office) {
  if (!is_reviewer(office)) return absent();
  const auto all = office.desk().queue(office.actor());
  const auto wanted = office.request.query.first("vue").value_or("");
  const auto* chosen = std::ranges::find(kTabs, wanted, &Tab::id);
  if (chosen == std::end(kTabs)) chosen = kTabs;
  QueueView view;
  view.title = office.say(msg::queue_title);
  view.lead = office.say(msg::queue_lead);
  view.notice = notice_of(office);
  std::vector<const Item*> shown;
  for (const auto& tab : kTabs) {
    std::int64_t n = 0;
    for (const auto& item : all) {
      if (!tab.holds(office, item)) continue;
      ++n;
      if (&tab == chosen) shown.push_back(&item);
    }
    view.tabs.push_back({office.at("/moderation") + (tab.id.empty() ? "" : "?vue=" + std::string(tab.id)),
                         office.say(tab.label, {{"n", std::to_string(n)}}), &tab == chosen});
  }
  web::Table table{.id = "file", .caption = office.say(msg::queue_caption)};
  table.columns = {{.label = office.say(msg::column_title)},
                   {.label = office.say(msg::column_kind)},
                   {.label = office.say(msg::column_author)},
                   {.label = office.say(msg::column_since)}};
  for (const auto* item : shown) {
    const auto* kind = office.kind(item->kind);
    web::Cell title{.text = title_of(office, *item), .address = office.at("/moderation/" + item->id)};
    if (item->version > 0) title.note = office.say(msg::is_revision, {{"n", std::to_string(item->version)}});
    table.rows.push_back({std::move(title),
                          {.text = kind == nullptr ? item->kind : office.say(*kind->name)},
                          {.text = person_text(office, item->owner)},
                          {.text = day_text(office, item->since)}});
  }
  if (shown.empty())
    view.none = office.say(msg::queue_none);
  else
    view.table_html = web::table(table);
  view.reports_html = reports_html(office);
  Body body{view.title, templates::render_queue(view, office.language()), {}, web::Layout::wide};
  body.crumbs = {{office.say(msg::account_crumb), office.at("/compte")}};
  return framed(office, std::move(body));
}

Answer review_page(const Office& office) {
  const auto sheet = open(office);
  if (!sheet) return std::unexpected(sheet.error());
  return show(office, *sheet);
}

Answer decide(const Office& office) {
  auto sheet = open(office);
  if (!sheet) return std::unexpected(sheet.error());
  const auto id = sheet->work.item.id;
  const auto decided = decide_as(office, id, office.request.field(kGesture));
  if (decided.result) {
    const bool stays = decided.said == "retire" || decided.said == "retabli";
    return done(office, stays ? "/moderation/" + id : "/moderation", decided.said);
  }
  const auto& error = decided.result.error();
  if (error.kind == ErrorKind::not_found) return absent();
  const auto* message = sentence_of(error.message_id);
  sheet->fault = office.say(error.message_id == "editorial.error.state" ? msg::review_moved
                            : message == nullptr                        ? msg::failed
                                                                        : *message);
  sheet->status = core::status_of(error.kind);
  return show(office, *sheet);
}

}  // namespace catalyse::contributions
