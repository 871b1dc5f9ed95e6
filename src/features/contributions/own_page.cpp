// `/contributions`: what the reader wrote, and what can be written.
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"

namespace catalyse::contributions {

Answer own_page(const Office& office) {
  OwnView view;
  view.title = office.say(msg::own_title);
  view.lead = office.say(msg::own_lead);
  view.notice = notice_of(office);
  const auto items = office.desk().mine(office.actor());
  if (items.empty()) view.none = office.say(msg::own_none);
  web::Table table{.id = "miennes", .caption = office.say(msg::own_caption), .fit = web::Fit::fit};
  table.columns = {{.label = office.say(msg::column_title)},
                   {.label = office.say(msg::column_state)},
                   {.label = office.say(msg::column_since)}};
  for (const auto& item : items)
    table.rows.push_back({{.text = title_of(office, item), .address = office.at("/contributions/" + item.id)},
                          {.text = state_text(office, item.state)},
                          {.text = day_text(office, item.since)}});
  if (!items.empty()) view.table_html = web::table(table);
  for (const auto& kind : office.context.kinds) {
    if (accounts::scopes_of(office.actor(), "contribute", kind.kind->name).empty()) continue;
    view.kinds.push_back({office.at("/proposer/" + std::string(kind.kind->name)), propose_text(office, kind),
                          office.say(*kind.invitation), office.at(kind.list),
                          office.at("/proposer/" + std::string(kind.kind->name) + "/fichier")});
  }
  if (is_reviewer(office)) {
    view.queue_href = office.at("/moderation");
    view.queue = web::say_count(
        office.language(), static_cast<std::int64_t>(office.desk().queue(office.actor()).size()), msg::queue_count);
  }
  Body body{view.title, templates::render_own(view, office.language())};
  body.crumbs = {{office.say(msg::account_crumb), office.at("/compte")}};
  return framed(office, std::move(body));
}

}  // namespace catalyse::contributions
