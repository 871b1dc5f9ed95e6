// `/historique/{item}`: every version of what is public, who made it, and what it changed.
#include <algorithm>
#include <charconv>

#include "export/json.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"

namespace catalyse::contributions {
namespace {

using editorial::Version;

std::vector<ChangeView> changes(const Office& office, const plug::Contributed& kind, const Version& older,
                                const Version& newer) {
  std::vector<ChangeView> all;
  for (const auto& field : kind.kind->fields) {
    const auto& before = values_of(older.content, field.name);
    const auto& after = values_of(newer.content, field.name);
    if (before == after) continue;
    all.push_back({label_of(office, kind, field.name), value_texts(office, kind, field, before),
                   value_texts(office, kind, field, after)});
  }
  return all;
}

std::string as_json(const Office& office, const editorial::Item& item, const std::vector<Version>& versions) {
  exporting::JsonWriter json;
  json.object([&] {
    json.field("id", item.id);
    json.field("kind", item.kind);
    json.field("withdrawn", item.state.shown == editorial::Shown::withdrawn);
    json.array("versions", [&] {
      for (const auto& version : versions)
        json.object([&] {
          json.field("version", version.number);
          json.field("date", text::iso_date(std::chrono::floor<std::chrono::days>(version.at)));
          json.field("author", public_text(office, version.author));
          if (!version.reviewer.empty()) json.field("reviewer", public_text(office, version.reviewer));
          json.field("reason", version.reason);
          json.key("content");
          json.raw(editorial::to_json(version.content));
        });
    });
  });
  return json.take();
}

void show_asked(const Office& office, const plug::Contributed& kind, const std::vector<Version>& versions,
                HistoryView& view) {
  const auto text = office.request.query.first("version").value_or("");
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  const auto found = std::ranges::find(versions, number, &Version::number);
  if (found == versions.end()) return;
  view.shown_title = office.say(msg::version_whole, {{"n", std::to_string(number)}});
  view.shown_html = content_html(office, kind, found->content);
}

}  // namespace

Answer history_page(const Office& office) {
  const auto item = office.desk().find_public(office.request.capture("item"));
  const auto* kind = item ? office.kind(item->kind) : nullptr;
  if (kind == nullptr) return absent();
  const auto versions = office.desk().versions(item->id);
  if (office.request.form == http::Form::json) return http::answer(http::kJsonType, as_json(office, *item, versions));
  HistoryView view;
  view.title = office.say(msg::history_title, {{"title", title_of(office, *item)}});
  const auto path = "/historique/" + item->id;
  if (item->state.shown == editorial::Shown::withdrawn) {
    view.withdrawn = office.say(msg::history_withdrawn, {{"day", day_text(office, item->since)}});
  } else {
    view.lead = office.say(msg::history_lead);
    view.public_href = office.at(kind->address(item->id));
    view.revise_href = office.at("/contributions/" + item->id);
    view.report_href = office.at("/signaler/" + item->id);
  }
  show_asked(office, *kind, versions, view);
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const auto& version = versions[i];
    const auto number = std::to_string(version.number);
    VersionView one{.id = "v" + number,
                    .title = office.say(msg::version_title, {{"n", number}, {"day", day_text(office, version.at)}}),
                    .by = office.say(version.reviewer.empty() ? msg::version_imported : msg::version_by,
                                     {{"author", public_text(office, version.author)},
                                      {"reviewer", public_text(office, version.reviewer)}}),
                    .reason = version.reason,
                    .first = {},
                    .href = office.at(path) + "?version=" + number + "#version",
                    .changes = {}};
    if (i + 1 < versions.size())
      one.changes = changes(office, *kind, versions[i + 1], version);
    else
      one.first = office.say(msg::version_first);
    view.versions.push_back(std::move(one));
  }
  const web::Offer file{http::Form::json, "JSON", path + ".json"};
  view.downloads_html = web::downloads(office.language(), std::span(&file, 1));
  Body body{view.title, templates::render_history(view, office.language())};
  body.crumbs = {{office.say(*kind->list_name), office.at(kind->list)}};
  if (!view.public_href.empty()) body.crumbs.push_back({title_of(office, *item), view.public_href});
  return framed(office, std::move(body));
}

}  // namespace catalyse::contributions
