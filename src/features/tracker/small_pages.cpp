// What the pages share, the list of programmes, and the tally for other sites.
#include "drawings.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "web/embedded.hpp"
#include "web/i18n.hpp"

namespace catalyse::tracker {

using web::localised;
using web::say;

ReplayView replay_view(const Desk& desk, const std::string& path) {
  const auto language = desk.language();
  ReplayView view;
  view.action = localised(language, path);
  view.value = text::iso_date(desk.day);
  view.least = text::iso_date(desk.programme().start);
  view.most = text::iso_date(desk.today);
  view.label = say(language, msg::replay_label);
  view.button = say(language, msg::replay_button);
  if (desk.replay) view.today = LinkView{view.action, say(language, msg::replay_today), false};
  return view;
}

std::optional<std::string> replayed_text(const Desk& desk) {
  if (!desk.replay) return std::nullopt;
  return say(desk.language(), msg::replay_notice, {{"date", day_text(desk, desk.day)}});
}

std::optional<std::string> tampered_text(const Desk& desk) {
  if (desk.entry->intact) return std::nullopt;
  return say(desk.language(), msg::board_tampered);
}

std::vector<web::Offer> offers(const Desk& desk, const std::string& path) {
  const auto language = desk.language();
  const auto base = localised(language, path), query = desk.date_query();
  const auto excel = base + ".csv" + (query.empty() ? "?" : query + "&") + "dialecte=excel-fr";
  return {{http::Form::csv, say(language, msg::download_csv), base + ".csv" + query},
          {http::Form::csv, say(language, msg::download_excel), excel},
          {http::Form::json, say(language, msg::download_json), base + ".json" + query},
          {http::Form::atom, say(language, msg::download_atom), base + ".atom"}};
}

Answer programmes_page(const Desk& desk) {
  const auto language = desk.language();
  ProgrammesView view;
  for (const auto& entry : desk.state->programmes) {
    auto of = desk;
    of.entry = &entry;
    const auto counted = tally(entry.programme.changes, entry.programme.objectives.size(), desk.today);
    view.programmes.push_back({localised(language, of.path()), entry.programme.label.in(language),
                               entry.programme.text.in(language),
                               tally_sentence(language, counted.counts, counted.unknown)});
  }
  Body body;
  body.title = say(language, msg::programmes_title);
  body.description = say(language, msg::programmes_lead);
  body.path = "/mesures/programmes";
  body.html = templates::render_programmes(view, language);
  body.offers = {
      {http::Form::json, say(language, msg::download_json), localised(language, "/mesures/programmes.json")}};
  return framed(desk, std::move(body));
}

Answer tally_page(const Desk& desk) {
  const auto language = desk.language();
  const auto& programme = desk.programme();
  const auto counted = tally(programme.changes, programme.objectives.size(), desk.day);
  EmbedView view;
  view.sentence =
      say(language, msg::embed_sentence,
          {{"date", day_text(desk, desk.day)}, {"tally", tally_sentence(language, counted.counts, counted.unknown)}});
  view.bar_html = tally_bar(counted, view.sentence);
  if (!programme.quotes.empty() && programme.quotes.back().day <= desk.day)
    view.quote = say(language, msg::embed_quote,
                     {{"date", day_text(desk, programme.quotes.back().day)},
                      {"tally", tally_sentence(language, programme.quotes.back().counts, 0)}});
  view.href = desk.context.site->base_url + localised(language, desk.path());
  view.link = say(language, msg::embed_link);
  const auto body = templates::render_embed(view, language);
  const auto path = localised(language, desk.path()) + desk.date_query();
  return web::embedded_response(*desk.context.site, {language, programme.label.in(language), path, body});
}

}  // namespace catalyse::tracker
