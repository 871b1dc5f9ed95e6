// The history of a whole programme, the newest first: who, when, why, and what changed.
#include <algorithm>

#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "web/i18n.hpp"

namespace catalyse::tracker {
namespace {

using web::localised;
using web::say;

// The change of the same measure before this one.
const Change* before(std::span<const Change> changes, std::size_t place) {
  for (std::size_t i = place; i-- > 0;)
    if (changes[i].measure == changes[place].measure) return &changes[i];
  return nullptr;
}

std::string address(const Desk& desk, std::size_t until) {
  auto query = desk.date_query();
  if (until != 0) query += (query.empty() ? "?" : "&") + std::string(kBefore) + "=" + std::to_string(until);
  return localised(desk.language(), desk.history_path()) + query;
}

void add_entries(const Desk& desk, std::size_t last, HistoryView& view) {
  const auto language = desk.language();
  const auto changes = desk.changes();
  const auto first = last > kEntries ? last - kEntries : 0;
  for (auto i = last; i-- > first;) {
    auto shown = entry_view(desk, i, before(changes, i));
    shown.measure = say(language, msg::measure_title,
                        {{"n", std::to_string(changes[i].measure)},
                         {"label", desk.programme().objectives[changes[i].measure - 1].label.in(language)}});
    shown.href = localised(language, desk.measure_path(changes[i].measure)) + desk.date_query() + "#" + shown.id;
    view.entries.push_back(std::move(shown));
  }
  if (first > 0) view.older = LinkView{address(desk, first + 1), say(language, msg::history_older), false};
  if (last < changes.size()) {
    const auto up = std::min(last + kEntries, changes.size());
    view.newer = LinkView{address(desk, up == changes.size() ? 0 : up + 1), say(language, msg::history_newer), false};
  }
}

}  // namespace

std::size_t entries_before(const Desk& desk) {
  const auto all = desk.changes().size();
  const auto asked = desk.request.query.first(kBefore).value_or("");
  if (asked.empty() || asked.size() > 9 || asked.find_first_not_of("0123456789") != std::string_view::npos) return all;
  return std::clamp<std::size_t>(std::stoul(std::string(asked)), 1, all + 1) - 1;
}

Answer history_page(const Desk& desk) {
  const auto language = desk.language();
  const auto changes = desk.changes();
  HistoryView view;
  view.title = say(language, msg::history_title, {{"programme", desk.programme().label.in(language)}});
  view.lead = say(language, msg::history_lead);
  view.replayed = replayed_text(desk);
  view.tampered = tampered_text(desk);
  view.replay = replay_view(desk, desk.history_path());
  view.count = changes.empty()
                   ? say(language, msg::history_none)
                   : web::say_count(language, static_cast<std::int64_t>(changes.size()), msg::history_count);
  add_entries(desk, entries_before(desk), view);
  view.board_href = localised(language, desk.path()) + desk.date_query();
  const auto all = offers(desk, desk.path());
  view.downloads_html = web::downloads(language, all);
  Body body;
  body.title = view.title;
  body.description = view.lead;
  body.path = desk.history_path();
  body.crumbs = {{desk.programme().label.in(language), view.board_href}, {say(language, msg::measure_history), {}}};
  body.html = templates::render_history(view, language);
  return framed(desk, std::move(body));
}

}  // namespace catalyse::tracker
