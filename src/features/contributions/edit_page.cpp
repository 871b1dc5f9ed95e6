// Writing: a new item, a draft, a revision of what is public.
#include <algorithm>

#include "editorial/once.hpp"
#include "export/json.hpp"
#include "form.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"

namespace catalyse::contributions {
namespace {

using core::ErrorKind;
using editorial::Content;
using editorial::Fault;
using editorial::Strictness;
using editorial::Work;
using editorial::WorkInHand;

constexpr std::string_view kSubmit = "soumettre", kAuto = "auto", kScript = "brouillon.js";

// What a page of writing is about, and what came of what was sent.
struct Sheet {
  const plug::Contributed& kind;
  std::string action;
  editorial::Item item{};  // without an id: one that is not yet begun
  Content content{};
  std::vector<editorial::Remark> remarks{};
  std::vector<Fault> faults{};
  std::vector<std::string> clashes{};
  Content theirs{};
  std::string fault{};  // a sentence about the whole
  unsigned status = 200;
};

std::string progress_text(const Office& office, const Sheet& sheet) {
  const auto filled = std::ranges::count_if(sheet.kind.kind->fields, [&](const editorial::Field& field) {
    return !values_of(sheet.content, field.name).empty();
  });
  return web::say_count(office.language(), filled, msg::progress,
                        {{"all", std::to_string(sheet.kind.kind->fields.size())}});
}

std::string writing_form(const Office& office, const Sheet& sheet) {
  web::Form form;
  form.id = "brouillon";
  form.action = office.at(sheet.action);
  form.token = office.actor().token;
  form.hidden = {{std::string(kEdition), std::to_string(sheet.item.edition)}};
  if (sheet.item.id.empty()) form.hidden.emplace_back(editorial::kSendingField, editorial::new_sending_key());
  form.fields = controls(office, sheet.kind, {sheet.content, sheet.faults, sheet.remarks});
  for (auto& field : form.fields)
    if (std::ranges::find(sheet.clashes, field.name) != sheet.clashes.end()) field.error = office.say(msg::clash_here);
  web::Field reason;
  reason.name = kReason;
  reason.id = "f-motif";
  reason.label = office.say(msg::reason_label);
  reason.hint = office.say(msg::reason_hint);
  reason.value = office.request.field(kReason);
  form.fields.push_back(std::move(reason));
  form.button = office.say(msg::save_button);
  form.others = {{std::string(kGesture), std::string(kSubmit), office.say(msg::submit_button), "quiet"}};
  return web::post_form(office.language(), form);
}

void show_remarks(const Office& office, const Sheet& sheet, EditView& view) {
  for (const auto& remark : sheet.remarks)
    view.asked.push_back(remark.field.empty() ? AskedView{{}, office.say(msg::remark_whole), remark.text}
                                              : AskedView{"#f-" + remark.field,
                                                          label_of(office, sheet.kind, remark.field), remark.text});
  if (!view.asked.empty()) view.asked_title = office.say(msg::asked_title);
  if (!sheet.clashes.empty()) view.theirs_title = office.say(msg::theirs_title);
  for (const auto& field : sheet.kind.kind->fields) {
    if (std::ranges::find(sheet.clashes, field.name) == sheet.clashes.end()) continue;
    std::string text;
    for (const auto& line : value_texts(office, sheet.kind, field, values_of(sheet.theirs, field.name)))
      text += (text.empty() ? "" : "\n") + line;
    view.theirs.push_back({"#f-" + std::string(field.name), label_of(office, sheet.kind, field.name),
                           text.empty() ? office.say(msg::clash_emptied) : text});
  }
}

http::Response writing_page(const Office& office, const Sheet& sheet) {
  EditView view;
  const bool begun = !sheet.item.id.empty();
  view.title =
      begun ? office.say(msg::edit_title, {{"title", title_of(office, sheet.item)}}) : propose_text(office, sheet.kind);
  view.lead = office.say(*sheet.kind.invitation);
  view.notice = notice_of(office);
  view.fault = sheet.fault;
  if (begun) view.state = office.say(msg::state_line, {{"state", state_text(office, sheet.item.state)}});
  view.progress = progress_text(office, sheet);
  view.saved_text = office.say(msg::auto_saved, {{"time", "{time}"}});  // the script knows the hour
  show_remarks(office, sheet, view);
  view.form_html = writing_form(office, sheet);
  Body body{view.title, templates::render_edit(view, office.language())};
  body.crumbs = {{office.say(msg::own_title), office.at("/contributions")}};
  body.script = kScript;
  auto response = framed(office, std::move(body));
  response.status = sheet.status;
  return response;
}

// What waits for a reviewer is read, or taken back to be written again.
http::Response waiting_page(const Office& office, const Sheet& sheet) {
  EditView view;
  view.title = title_of(office, sheet.item);
  view.notice = notice_of(office);
  view.state = office.say(msg::waiting_line, {{"day", day_text(office, sheet.item.since)}});
  view.form_html = content_html(office, sheet.kind, sheet.content);
  web::Form back;
  back.action = office.at("/contributions/" + sheet.item.id + "/reprendre");
  back.token = office.actor().token;
  back.button = office.say(msg::take_back_button);
  back.css_class = "quiet";
  view.take_back_html = web::post_form(office.language(), back);
  Body body{view.title, templates::render_edit(view, office.language())};
  body.crumbs = {{office.say(msg::own_title), office.at("/contributions")}};
  body.script = kScript;
  return framed(office, std::move(body));
}

std::string refusal_text(const Office& office, const core::Error& error) {
  if (error.message_id == "editorial.error.state") return office.say(msg::moved);
  const auto* message = sentence_of(error.message_id);
  return message == nullptr ? office.say(msg::failed) : office.say(*message);
}

http::Response as_json(const Office& office, const Sheet& sheet, const editorial::Saved& saved) {
  const bool begun = !office.request.capture("sorte").empty();
  exporting::JsonWriter json;
  json.object([&] {
    json.field("edition", saved.edition);
    if (begun) json.field("address", office.at("/contributions/" + sheet.item.id));
    json.object("taken", [&] {
      if (!saved.joined) return;
      for (const auto& field : sheet.kind.kind->fields)
        if (values_of(saved.mine, field.name) != values_of(sheet.content, field.name))
          json.array(field.name, [&] {
            if (field.shape == editorial::Shape::choices)
              for (const auto& value : values_of(saved.mine, field.name)) json.value(value);
            else
              json.value(control_text(office, field, values_of(saved.mine, field.name)));
          });
    });
  });
  return http::answer(http::kJsonType, json.take());
}

http::Response refusal_as_json(const Office& office, const Sheet& sheet) {
  exporting::JsonWriter json;
  json.object([&] {
    json.field("message", sheet.clashes.empty() ? (sheet.fault.empty() ? office.say(msg::auto_faults) : sheet.fault)
                                                : office.say(msg::auto_clash));
  });
  auto response = http::answer(http::kJsonType, json.take());
  response.status = sheet.status;
  return response;
}

bool is_auto(const Office& office) { return office.request.field(kGesture) == kAuto; }

http::Response refused(const Office& office, Sheet& sheet, ErrorKind kind) {
  sheet.status = core::status_of(kind);
  return is_auto(office) ? refusal_as_json(office, sheet) : writing_page(office, sheet);
}

// After a save that holds: on to the reviewers where that was asked, or back to the form.
Answer go_on(const Office& office, Sheet& sheet, const editorial::Saved& saved) {
  if (is_auto(office)) return as_json(office, sheet, saved);
  if (saved.joined) sheet.content = saved.mine;
  const auto path = "/contributions/" + sheet.item.id;
  if (office.request.field(kGesture) != kSubmit) return done(office, path, saved.joined ? "joint" : "enregistre");
  sheet.item.edition = saved.edition;
  const auto sent = office.desk().submit(office.by(), sheet.item.id, office.request.field(kReason));
  if (sent) return done(office, path, "soumis");
  if (sent.error().message_id == "editorial.error.faults") {
    sheet.faults = editorial::faults(*sheet.kind.kind, sheet.content, Strictness::to_submit);
    sheet.fault = office.say(msg::saved_not_sent);
    sheet.action = path;
    return refused(office, sheet, ErrorKind::invalid);
  }
  if (sent.error().kind != ErrorKind::conflict) return std::unexpected(sent.error());
  sheet.fault = refusal_text(office, sent.error());
  return refused(office, sheet, ErrorKind::conflict);
}

// Saves what was typed over the edition that its writer had read.
Answer store(const Office& office, Sheet& sheet, std::int64_t seen) {
  const auto saved = office.desk().save(office.by(), sheet.item.id, seen, sheet.content);
  if (!saved) {
    if (saved.error().kind != ErrorKind::conflict && saved.error().kind != ErrorKind::denied)
      return std::unexpected(saved.error());
    sheet.fault = refusal_text(office, saved.error());
    return refused(office, sheet, saved.error().kind);
  }
  if (!saved->clashes.empty()) {
    sheet.clashes = saved->clashes;
    sheet.theirs = saved->theirs;
    sheet.content = saved->mine;
    sheet.item.edition = saved->edition;
    sheet.fault = office.say(msg::clash);
    return refused(office, sheet, ErrorKind::conflict);
  }
  return go_on(office, sheet, *saved);
}

core::Result<Sheet> open(const Office& office) {
  const auto id = office.request.capture("item");
  auto work = office.desk().work(office.actor(), id);
  if (!work) return absent();
  const auto* kind = office.kind(work->item.kind);
  if (kind == nullptr) return absent();
  Sheet sheet{.kind = *kind, .action = "/contributions/" + work->item.id};
  sheet.item = std::move(work->item);
  sheet.content = std::move(work->content);
  sheet.remarks = std::move(work->remarks);
  return sheet;
}

core::Result<Sheet> open_new(const Office& office) {
  const auto* kind = office.kind(office.request.capture("sorte"));
  if (kind == nullptr) return absent();
  if (accounts::scopes_of(office.actor(), "contribute", kind->kind->name).empty())
    return core::fail(ErrorKind::denied, msg::error_contribute.key);
  return Sheet{.kind = *kind, .action = "/proposer/" + std::string(kind->kind->name)};
}

}  // namespace

Answer propose_page(const Office& office) {
  auto sheet = open_new(office);
  if (!sheet) return std::unexpected(sheet.error());
  const auto& kind = *sheet->kind.kind;
  if (const auto place = office.request.query.first("territoire"); place && !kind.places.empty())
    sheet->content[std::string(kind.places)] = {std::string(*place)};
  return writing_page(office, *sheet);
}

Answer propose(const Office& office) {
  auto sheet = open_new(office);
  if (!sheet) return std::unexpected(sheet.error());
  auto typed_in = typed(office, sheet->kind);
  sheet->content = std::move(typed_in.content);
  sheet->faults = std::move(typed_in.faults);
  if (sheet->faults.empty()) sheet->faults = editorial::faults(*sheet->kind.kind, sheet->content, Strictness::draft);
  if (!sheet->faults.empty()) return refused(office, *sheet, ErrorKind::invalid);
  const auto id = office.desk().begin(office.by(), sheet->kind.kind->name, sheet->content,
                                      office.request.field(editorial::kSendingField));
  if (!id && id.error().message_id == "editorial.error.denied") {
    sheet->fault = office.say(msg::out_of_scope);
    return refused(office, *sheet, ErrorKind::denied);
  }
  if (!id) return std::unexpected(id.error());
  sheet->item.id = *id;
  // Sent again from the same page: it was begun by then, and may have come further.
  const auto work = office.desk().work(office.actor(), *id);
  if (work && work->item.state.work == Work::submitted && office.request.field(kGesture) == kSubmit)
    return done(office, "/contributions/" + *id, "soumis");
  if (work && (work->item.edition != 1 || work->content != sheet->content)) {
    sheet->action = "/contributions/" + *id;
    return store(office, *sheet, 1);
  }
  return go_on(office, *sheet, {.edition = 1, .clashes = {}, .theirs = {}, .mine = {}, .joined = false});
}

Answer edit_page(const Office& office) {
  auto sheet = open(office);
  if (!sheet) return std::unexpected(sheet.error());
  return sheet->item.state.work == Work::submitted ? waiting_page(office, *sheet) : writing_page(office, *sheet);
}

Answer save(const Office& office) {
  auto sheet = open(office);
  if (!sheet) return std::unexpected(sheet.error());
  auto typed_in = typed(office, sheet->kind);
  sheet->content = std::move(typed_in.content);
  sheet->faults = std::move(typed_in.faults);
  if (sheet->faults.empty()) sheet->faults = editorial::faults(*sheet->kind.kind, sheet->content, Strictness::draft);
  if (!sheet->faults.empty()) {
    sheet->item.edition = edition_seen(office.request).value_or(0);
    return refused(office, *sheet, ErrorKind::invalid);
  }
  return store(office, *sheet, edition_seen(office.request).value_or(0));
}

Answer take_back(const Office& office) {
  const std::string id(office.request.capture("item"));
  const auto back = office.desk().take_back(office.by(), id);
  if (back) return done(office, "/contributions/" + id, "repris");
  if (back.error().kind == ErrorKind::conflict) return done(office, "/contributions/" + id, {});
  return absent();
}

}  // namespace catalyse::contributions
