// What a person is told by mail and how often, and how they end it.
#include "messages.hpp"
#include "pages.hpp"

namespace catalyse::accounts {
namespace {

using notices::Rhythm;
constexpr Crumb kHere[] = {{msg::account_title, "/compte"}};
constexpr std::int64_t kRecent = 20;

constexpr std::array kRhythmTexts{&msg::notices_at_once, &msg::notices_daily, &msg::notices_weekly,
                                  &msg::notices_never};

std::string state_text(const Desk& desk, std::string_view state) {
  if (state == "sent") return desk.say(msg::notices_sent);
  if (state == "failed") return desk.say(msg::notices_failed);
  if (state == "dropped") return desk.say(msg::notices_dropped);
  return desk.say(state == "queued" ? msg::notices_queued : msg::notices_pending);
}

std::string preference_html(const Desk& desk, const notices::Kind& kind, Rhythm rhythm) {
  web::Form form;
  form.action = desk.at("/compte/notifications");
  form.token = desk.request.actor.token;
  form.hidden = {{"sorte", std::string(kind.name)}};
  web::Field choice{.id = "rythme-" + std::string(kind.name), .name = "rythme", .label = desk.say(*kind.label)};
  choice.type = "select";
  for (std::size_t i = 0; i < notices::kRhythms.size(); ++i)
    choice.options.push_back({std::string(notices::kRhythms[i]), desk.say(*kRhythmTexts[i])});
  choice.value = notices::kRhythms[static_cast<std::size_t>(rhythm)];
  form.fields = {std::move(choice)};
  form.button = desk.say(msg::save_button);
  form.css_class = "quiet";
  return web::post_form(desk.language(), form);
}

std::string recent_html(const Desk& desk, const std::vector<notices::Told>& told) {
  web::Table table{.id = "envois", .caption = desk.say(msg::notices_recent_caption), .fit = web::Fit::fit};
  table.columns = {{.label = desk.say(msg::notices_column_what)},
                   {.label = desk.say(msg::column_instant)},
                   {.label = desk.say(msg::column_state)}};
  for (const auto& one : told) {
    web::Cell what{.text = one.sentence};
    if (!one.path.empty()) what.address = desk.at(one.path);
    table.rows.push_back(
        {std::move(what), {.text = instant_text(desk, one.at)}, {.text = state_text(desk, one.state)}});
  }
  return web::table(table);
}

std::string kind_text(const Desk& desk, std::string_view name) {
  const auto& kinds = desk.state.settings.notices;
  const auto found = std::ranges::find(kinds, name, &notices::Kind::name);
  return desk.say(found == kinds.end() ? msg::unsubscribe_all : *found->label);
}

std::optional<notices::Unsubscribed> read_key(const Desk& desk) {
  return notices::read_key(desk.state.notices, desk.request.query.first("cle").value_or(""));
}

http::Response refuse_key(const Desk& desk) {
  SheetView view;
  view.title = desk.say(msg::unsubscribe_title);
  view.fault = desk.say(msg::error_key);
  auto response = framed(desk, view);
  response.status = 400;
  return response;
}

}  // namespace

Answer notices_page(const Desk& desk) {
  const auto& kinds = desk.state.settings.notices;
  std::string preferences;
  std::vector<notices::Told> told;
  desk.state.database.read([&](db::Transaction& tx) {
    for (const auto& kind : kinds)
      preferences +=
          preference_html(desk, kind, notices::rhythm_of(tx, desk.state.notices, desk.request.actor.person, kind.name));
    told = notices::told(tx, desk.request.actor.person, desk.language(), kRecent);
  });
  SheetView view;
  view.title = desk.say(msg::notices_title);
  view.notice = notice_of(desk);
  view.lead = desk.say(msg::notices_lead);
  view.sections.push_back({"preferences",
                           desk.say(msg::notices_preferences),
                           kinds.empty() ? desk.say(msg::notices_none) : std::string(),
                           {},
                           std::move(preferences)});
  view.sections.push_back({"envois-recents",
                           desk.say(msg::notices_recent),
                           told.empty() ? desk.say(msg::notices_recent_none) : std::string(),
                           {},
                           told.empty() ? std::string() : recent_html(desk, told)});
  return framed(desk, view, kHere);
}

Answer change_notices(const Desk& desk) {
  const auto kind = desk.request.field("sorte");
  const auto rhythm = std::ranges::find(notices::kRhythms, desk.request.field("rythme"));
  const auto& kinds = desk.state.settings.notices;
  if (rhythm == notices::kRhythms.end() || std::ranges::find(kinds, kind, &notices::Kind::name) == kinds.end())
    return desk.done("/compte/notifications");
  auto written = desk.state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    notices::set_rhythm(tx, desk.request.actor.person, kind, static_cast<Rhythm>(rhythm - notices::kRhythms.begin()),
                        desk.state.now());
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return desk.done("/compte/notifications", "notifications");
}

// For who follows the link; a mailbox sends the POST by itself.
Answer unsubscribe_page(const Desk& desk) {
  if (desk.request.query.first("cle").value_or("").empty())
    return explain(desk, msg::unsubscribe_title, msg::unsubscribe_no_key);
  const auto said = read_key(desk);
  if (!said) return refuse_key(desk);
  web::Form form;
  form.action = desk.at("/desinscription") + "?" + desk.request.raw_query;
  form.hidden = {{"List-Unsubscribe", "One-Click"}};
  form.button = desk.say(msg::unsubscribe_button);
  SheetView view;
  view.title = desk.say(msg::unsubscribe_title);
  view.lead = desk.say(msg::unsubscribe_lead, {{"kind", kind_text(desk, said->kind)}});
  view.form_html = web::post_form(desk.language(), form);
  return framed(desk, view);
}

Answer unsubscribe(const Desk& desk) {
  const auto said = read_key(desk);
  if (!said || desk.request.field("List-Unsubscribe") != "One-Click") return refuse_key(desk);
  auto written = desk.state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    // Somebody erased since then has no preferences, and needs none.
    if (store::find_by_id(tx, said->person)) notices::stop(tx, desk.state.notices, *said, desk.state.now());
    return {};
  });
  if (!written) return std::unexpected(written.error());
  SheetView view;
  view.title = desk.say(msg::unsubscribe_done);
  view.lead = desk.say(msg::unsubscribe_done_lead, {{"kind", kind_text(desk, said->kind)}});
  return framed(desk, view);
}

}  // namespace catalyse::accounts
