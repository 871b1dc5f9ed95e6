// A file of sheets, as the export of the kind gives it: judged, then kept as drafts and revisions of one's own.
#include <algorithm>

#include "editorial/exchange.hpp"
#include "editorial/once.hpp"
#include "form.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "territories/reader_place.hpp"
#include "text/numbers.hpp"
#include "text/utf8.hpp"

namespace catalyse::contributions {
namespace {

using core::ErrorKind;
using editorial::BadContent;
using editorial::NamedContent;
using editorial::ReadContents;
using editorial::Work;

constexpr std::string_view kKeep = "garder";
constexpr std::size_t kMostItems = 200, kMostFaults = 100;

enum class Fate : std::uint8_t { fresh, revision, same, mine, busy, denied };
const std::array kFateWords{&msg::file_fate_new,  &msg::file_fate_revision, &msg::file_fate_same,
                            &msg::file_fate_mine, &msg::file_fate_busy,     &msg::file_fate_denied};

// What became of an item, or would: with the address of the draft or of the public sheet, where there is one.
struct Outcome {
  Fate fate = Fate::fresh;
  std::string address{};
};

struct Sent {
  std::string text;
  bool keep = false;
};

Sent sent(const http::Request& request) {
  Sent all{std::string(request.field(kFileText)), request.field(kGesture) == kKeep};
  for (const auto& upload : request.uploads)
    if (!upload.bytes.empty()) all.text = upload.bytes;
  return all;
}

// Fits in a control again: a browser gives back a file that was sent only as text.
std::string written_back(std::string_view text) {
  std::string out;
  if (!text::is_valid_utf8(text)) return out;
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
  return out;
}

// A code that is well formed may be the code of nothing.
editorial::MoreFaults lost_places(const Office& office, const plug::Contributed& kind) {
  return [&](const editorial::Content& content) {
    std::vector<editorial::Fault> all;
    for (const auto& field : kind.kind->fields) {
      if (field.shape != editorial::Shape::places) continue;
      for (const auto& code : values_of(content, field.name))
        if (!territories::find_place(*office.context.territories, code))
          all.push_back({std::string(field.name), std::string(msg::place_unknown.key), {{"value", code}}});
    }
    return all;
  };
}

// One's own drafts of the kind, to know a file that is sent twice.
std::vector<std::pair<std::string, editorial::Content>> own_drafts(const Office& office, std::string_view kind) {
  std::vector<std::pair<std::string, editorial::Content>> all;
  for (const auto& item : office.desk().mine(office.actor())) {
    if (item.kind != kind || item.state.work == Work::none) continue;
    if (auto work = office.desk().work(office.actor(), item.id)) all.emplace_back(item.id, std::move(work->content));
  }
  return all;
}

class Keeping {
 public:
  Keeping(const Office& office, const plug::Contributed& kind, bool keep)
      : office_(office), kind_(kind), keep_(keep), drafts_(own_drafts(office, kind.kind->name)) {}

  Outcome outcome(const NamedContent& one) {
    const auto mine = std::ranges::find(drafts_, one.content, &std::pair<std::string, editorial::Content>::second);
    if (mine != drafts_.end()) return {Fate::mine, draft(mine->first)};
    const auto known = office_.desk().find_public(one.id);
    if (known && known->kind == kind_.kind->name && known->state.shown == editorial::Shown::published)
      return revised(one, *known);
    if (!keep_) return {Fate::fresh};
    std::string key(office_.request.field(editorial::kSendingField));
    if (!key.empty()) key += " " + one.id;
    const auto id = office_.desk().begin(office_.by(), kind_.kind->name, one.content, key);
    return id ? Outcome{Fate::fresh, draft(*id)} : Outcome{Fate::denied};
  }

 private:
  [[nodiscard]] std::string draft(const std::string& id) const { return office_.at("/contributions/" + id); }

  Outcome revised(const NamedContent& one, const editorial::Item& known) {
    const auto versions = office_.desk().versions(one.id);
    if (!versions.empty() && versions.front().content == one.content)
      return {Fate::same, office_.at(kind_.address(one.id))};
    if (known.state.work != Work::none) return {Fate::busy};
    if (!keep_) return {Fate::revision};
    const auto saved = office_.desk().save(office_.by(), one.id, 0, one.content);
    if (saved) return {Fate::revision, draft(one.id)};
    return {saved.error().kind == ErrorKind::conflict ? Fate::busy : Fate::denied};
  }

  const Office& office_;
  const plug::Contributed& kind_;
  bool keep_;
  std::vector<std::pair<std::string, editorial::Content>> drafts_;
};

std::string place_of(const Office& office, const BadContent& bad) {
  if (bad.line == 0) return bad.path.empty() ? office.say(msg::file_whole) : bad.path;
  const auto line = std::to_string(bad.line);
  return bad.path.empty() ? office.say(msg::file_line_only, {{"line", line}})
                          : office.say(msg::file_line, {{"line", line}, {"path", bad.path}});
}

void show_faults(const Office& office, const plug::Contributed& kind, const ReadContents& found, FileView& view) {
  if (found.bad.empty()) return;
  web::Table table{.id = "fautes-lues", .caption = office.say(msg::file_caption_faults)};
  table.columns = {{.label = office.say(msg::file_column_item)},
                   {.label = office.say(msg::file_column_where)},
                   {.label = office.say(msg::file_column_fault)}};
  for (const auto& bad : std::span(found.bad).first(std::min(found.bad.size(), kMostFaults))) {
    auto item =
        bad.number == 0 ? office.say(msg::file_whole) : office.say(msg::file_item, {{"n", std::to_string(bad.number)}});
    const bool known =
        std::ranges::any_of(kind.kind->fields, [&](const auto& one) { return one.name == bad.fault.field; });
    table.rows.push_back({{.text = std::move(item), .note = bad.id},
                          {.text = place_of(office, bad), .note = known ? label_of(office, kind, bad.fault.field) : ""},
                          {.text = fault_text(office.language(), bad.fault)}});
  }
  const auto n = static_cast<std::int64_t>(found.bad.size());
  view.faults = web::say_count(office.language(), n, msg::file_faults);
  view.faults_html = web::table(table);
  if (found.bad.size() > kMostFaults)
    view.more = web::say_count(office.language(), n - static_cast<std::int64_t>(kMostFaults), msg::file_more);
}

void show_items(const Office& office, const plug::Contributed& kind, const Sent& sent, const ReadContents& found,
                FileView& view) {
  Keeping keeping(office, kind, sent.keep);
  web::Table table{.id = "fiches-lues", .caption = office.say(msg::file_caption_items), .fit = web::Fit::fit};
  table.columns = {{.label = office.say(msg::file_column_item)}, {.label = office.say(msg::file_column_fate)}};
  std::int64_t kept = 0;
  for (const auto& one : found.items) {
    const auto outcome = keeping.outcome(one);
    kept += sent.keep && (outcome.fate == Fate::fresh || outcome.fate == Fate::revision) ? 1 : 0;
    const auto& title = values_of(one.content, kind.kind->title);
    table.rows.push_back({{.text = title.empty() ? one.id : title.front(), .address = outcome.address, .note = one.id},
                          {.text = office.say(*kFateWords[static_cast<std::size_t>(outcome.fate)])}});
  }
  if (!table.rows.empty()) view.items_html = web::table(table);
  view.read =
      web::say_count(office.language(), static_cast<std::int64_t>(found.read), msg::file_read,
                     {{"good", text::number(static_cast<std::int64_t>(found.items.size()), office.language())}});
  view.outcome = !sent.keep  ? office.say(msg::file_not_kept)
                 : kept == 0 ? office.say(msg::file_kept_none)
                             : web::say_count(office.language(), kept, msg::file_kept);
}

std::string form_html(const Office& office, const std::string& path, const std::string& text,
                      const std::string& error) {
  web::Form form;
  form.action = office.at(path);
  form.token = office.actor().token;
  form.hidden = {{std::string(editorial::kSendingField), editorial::new_sending_key()}};
  form.fields = {{.id = "fichier",
                  .name = std::string(kFile),
                  .label = office.say(msg::file_upload),
                  .type = "file",
                  .hint = office.say(msg::file_upload_hint, {{"n", std::to_string(kMostItems)}}),
                  .error = error},
                 {.id = "texte",
                  .name = std::string(kFileText),
                  .label = office.say(msg::file_text),
                  .type = "textarea",
                  .value = written_back(text)}};
  form.button = office.say(msg::file_check);
  form.others = {{std::string(kGesture), std::string(kKeep), office.say(msg::file_keep), "quiet"}};
  return web::post_form(office.language(), form);
}

http::Response page(const Office& office, const plug::Contributed& kind, FileView view) {
  view.title = office.say(msg::file_title, {{"kind", office.say(*kind.name)}});
  if (const auto given = office.context.exchanges.find(kind.kind->name); given != office.context.exchanges.end()) {
    const auto add = [&](const std::string& address, const web::Message& label) {
      if (!address.empty()) view.models.push_back({address, office.say(label)});
    };
    add(given->second.json, msg::file_model_json);
    add(given->second.csv, msg::file_model_csv);
    add(given->second.schema, msg::file_schema);
  }
  Body body{view.title,
            templates::render_file(view, office.language()),
            {{office.say(msg::own_title), office.at("/contributions")}}};
  return framed(office, std::move(body));
}

core::Result<const plug::Contributed*> kind_of(const Office& office) {
  const auto* kind = office.kind(office.request.capture("sorte"));
  if (kind == nullptr) return absent();
  if (accounts::scopes_of(office.actor(), "contribute", kind->kind->name).empty())
    return core::fail(ErrorKind::denied, msg::error_contribute.key);
  return kind;
}

std::string path_of(const plug::Contributed& kind) { return "/proposer/" + std::string(kind.kind->name) + "/fichier"; }

}  // namespace

Answer file_page(const Office& office) {
  const auto kind = kind_of(office);
  if (!kind) return std::unexpected(kind.error());
  FileView view;
  view.form_html = form_html(office, path_of(**kind), {}, {});
  return page(office, **kind, std::move(view));
}

Answer take_file(const Office& office) {
  const auto asked = kind_of(office);
  if (!asked) return std::unexpected(asked.error());
  const auto& kind = **asked;
  const auto given = sent(office.request);
  FileView view;
  const auto refused = [&](const std::string& error) {
    view.form_html = form_html(office, path_of(kind), given.text, error);
    auto response = page(office, kind, std::move(view));
    response.status = core::status_of(ErrorKind::invalid);
    return response;
  };
  if (given.text.empty()) return refused(office.say(msg::file_nothing));
  auto found = editorial::read_contents(*kind.kind, given.text, lost_places(office, kind));
  if (found.read > kMostItems)
    return refused(
        office.say(msg::file_too_many, {{"n", std::to_string(found.read)}, {"most", std::to_string(kMostItems)}}));
  show_items(office, kind, given, found, view);
  show_faults(office, kind, found, view);
  view.form_html = form_html(office, path_of(kind), given.keep ? std::string{} : given.text, {});
  auto response = page(office, kind, std::move(view));
  if (found.items.empty()) response.status = core::status_of(ErrorKind::invalid);
  return response;
}

}  // namespace catalyse::contributions
