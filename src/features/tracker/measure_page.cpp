#include <algorithm>

#include "export/json.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "status_page.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"
#include "web/rendering.hpp"

namespace catalyse::tracker {
namespace {

using core::Language;
using web::localised;
using web::say;

struct Comment {
  std::string Change::*text;
  const web::Message& label;
};
constexpr std::array<Comment, 4> kComments{{{&Change::explanation, msg::comment_explanation},
                                            {&Change::risks, msg::comment_risks},
                                            {&Change::next, msg::comment_next},
                                            {&Change::success, msg::comment_success}}};

std::vector<PieceView> piece_views(std::string_view before, std::string_view after) {
  std::vector<PieceView> views;
  for (const auto& piece : diff(before, after)) {
    PieceView view;
    (piece.piece == Piece::removed ? view.removed : piece.piece == Piece::added ? view.added : view.same) = piece.text;
    views.push_back(std::move(view));
  }
  return views;
}

// The newest first, from the one asked for; so many that a page stays light, the older ones a link away.
void add_entries(const Desk& desk, unsigned number, MeasureView& view) {
  const auto changes = desk.changes();
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < changes.size(); ++i)
    if (changes[i].measure == number) places.push_back(i);
  const auto until = std::ranges::lower_bound(places, entries_before(desk));
  const auto last = static_cast<std::size_t>(until - places.begin()), first = last > kEntries ? last - kEntries : 0;
  for (auto i = last; i-- > first;)
    view.entries.push_back(entry_view(desk, places[i], i == 0 ? nullptr : &changes[places[i - 1]]));
  if (first == 0) return;
  auto query = desk.date_query();
  query += (query.empty() ? "?" : "&") + std::string(kBefore) + "=" + std::to_string(places[first] + 1);
  view.older = LinkView{localised(desk.language(), desk.measure_path(number)) + query + "#historique",
                        say(desk.language(), msg::history_older), false};
}

// Groups, horizons and the reviews that concern the measure.
std::string facts_html(const Desk& desk, unsigned number) {
  const auto language = desk.language();
  const auto& programme = desk.programme();
  std::vector<web::Row> rows;
  for (const auto group : programme.objectives[number - 1].groups) {
    const auto& shown = programme.groups[group];
    const auto& grouping = programme.groupings[shown.grouping];
    std::string text = shown.label.in(language);
    if (is_proposal(grouping.origin)) text += " (" + say(language, msg::origin_proposal) + ")";
    rows.push_back(
        {grouping.label.in(language),
         {{std::move(text), localised(language, desk.path()) + "?groupement=" + grouping.id + "#g-" + shown.id}},
         web::Tone::plain});
  }
  for (const auto& point : review_calendar(programme, desk.day)) {
    if (std::ranges::find(point.measures, number) == point.measures.end()) continue;
    const auto& words = point.state == ReviewState::held   ? msg::review_held
                        : point.state == ReviewState::late ? msg::review_late
                                                           : msg::review_due;
    rows.push_back({say(language, msg::measure_review, {{"months", month_words(language, {point.months})}}),
                    {{day_text(desk, point.due) + " · " + say(language, words), {}}},
                    web::Tone::plain});
  }
  return rows.empty() ? std::string() : web::definition_rows(rows);
}

// What was said at each horizon; for who is in charge, the way to say it.
std::string evaluations_html(const Desk& desk, unsigned number) {
  const auto language = desk.language();
  const auto all = evaluations(desk.programme(), number, desk.day);
  if (all.empty()) return {};
  web::Table table{.id = "evaluations", .caption = say(language, msg::evaluation_caption), .fit = web::Fit::fit};
  for (const auto* column : {&msg::col_horizon, &msg::col_status, &msg::col_evaluation})
    table.columns.push_back({say(language, *column)});
  const bool in_charge = may_set_status(desk) && !desk.replay;
  for (const auto& one : all) {
    std::vector<web::Cell> row(3);
    row[0] = {.text = month_words(language, {one.months}), .note = day_text(desk, one.due)};
    if (one.entry) {
      const auto& change = desk.programme().changes[*one.entry];
      row[1].html = status_html(language, change.status);
      row[2] = {.text = say(language, msg::evaluation_done, {{"date", day_text(desk, change.day)}}),
                .address = "#changement-" + std::to_string(*one.entry + 1),
                .note = say(language, msg::entry_author, {{"author", desk.author_of(change)}})};
    } else {
      row[1].html = status_html(language, std::nullopt);
      row[2].text = say(language, one.state == ReviewState::late ? msg::evaluation_late : msg::evaluation_due);
      if (one.state == ReviewState::late) row[2].tone = web::Tone::high;
    }
    if (in_charge) {
      row.push_back(
          {.text = say(language, msg::evaluation_link, {{"months", month_words(language, {one.months})}}),
           .address = localised(language, desk.status_path(number)) + "?echeance=" + std::to_string(one.months)});
    }
    table.rows.push_back(std::move(row));
  }
  if (in_charge) table.columns.push_back({say(language, msg::col_act)});
  return web::table(table);
}

// Which room an address of ours is of, in a word.
const web::Message& kind_of(std::string_view address) {
  struct Room {
    std::string_view start;
    const web::Message& label;
  };
  const std::array<Room, 9> rooms{{{"/cas", msg::link_case},
                                   {"/exemples", msg::link_case},
                                   {"/ressources", msg::link_resource},
                                   {"/leviers", msg::link_resource},
                                   {"/parcours", msg::link_resource},
                                   {"/projets", msg::link_project},
                                   {"/mesures", msg::link_programme},
                                   {"/territoires", msg::link_place},
                                   {"/perimetres", msg::link_place}}};
  for (const auto& room : rooms)
    if (address.starts_with(room.start)) return room.label;
  return is_link(address) ? msg::link_elsewhere : msg::link_here;
}

void add_links(const Desk& desk, unsigned number, MeasureView& view) {
  const auto language = desk.language();
  for (const auto& link : desk.programme().links) {
    if (link.measure != number) continue;
    const auto origin = origin_inline(desk, link.origin);
    view.links.push_back({is_link(link.address) ? link.address : localised(language, link.address),
                          link.label.in(language), say(language, kind_of(link.address)),
                          origin.empty() ? std::string() : " · " + web::inline_html(origin)});
  }
  view.has_links = !view.links.empty();
}

void add_related(const Desk& desk, unsigned number, MeasureView& view) {
  if (!desk.context.related || desk.entry != &desk.state->programmes.front()) return;
  const auto language = desk.language();
  for (auto& group : desk.context.related(number, language)) {
    RelatedView shown{localised(language, group.address), std::move(group.title), {}};
    for (auto& link : group.links)
      shown.links.push_back({localised(language, link.address), std::move(link.title), false});
    view.related.push_back(std::move(shown));
  }
  view.has_related = !view.related.empty();
}

std::vector<LinkView> siblings(const Desk& desk, unsigned number) {
  const auto language = desk.language();
  std::vector<LinkView> links;
  const auto add = [&](unsigned other, const web::Message& label) {
    if (other < 1 || other > desk.programme().objectives.size()) return;
    links.push_back({localised(language, desk.measure_path(other)) + desk.date_query(),
                     say(language, label, {{"n", std::to_string(other)}})});
  };
  add(number - 1, msg::measure_previous);
  add(number + 1, msg::measure_next);
  links.push_back({localised(language, desk.path()) + desk.date_query(), say(language, msg::measure_board)});
  links.push_back({localised(language, desk.measure_path(number)) + ".atom", say(language, msg::measure_feed)});
  return links;
}

MeasureView measure_view(const Desk& desk, unsigned number) {
  const auto language = desk.language();
  const auto& programme = desk.programme();
  const auto& objective = programme.objectives[number - 1];
  const auto place = standing(programme.changes, programme.objectives.size(), desk.day)[number - 1];
  MeasureView view;
  view.title =
      say(language, msg::measure_title, {{"n", std::to_string(number)}, {"label", objective.label.in(language)}});
  view.text = objective.note.in(language);
  view.replayed = replayed_text(desk);
  view.tampered = tampered_text(desk);
  view.replay = replay_view(desk, desk.measure_path(number));
  view.status_html = status_html(language, place ? std::optional(programme.changes[*place].status) : std::nullopt);
  if (place)
    view.since = say(language, msg::measure_since,
                     {{"date", day_text(desk, programme.changes[*place].day)},
                      {"author", desk.author_of(programme.changes[*place])}});
  else
    view.since = say(language, msg::measure_unknown);
  if (may_set_status(desk))
    view.change = LinkView{localised(language, desk.status_path(number)), say(language, msg::form_link), false};
  for (const auto& quote : programme.quotes) {
    if (quote.day <= desk.day)
      view.quotes.push_back(
          say(language, msg::measure_quote,
              {{"date", day_text(desk, quote.day)}, {"tally", tally_sentence(language, quote.counts, 0)}}));
  }
  view.facts_html = facts_html(desk, number);
  if (const auto origin = origin_inline(desk, objective.origin); !origin.empty()) view.source_html = web::note(origin);
  view.evaluations_html = evaluations_html(desk, number);
  add_links(desk, number, view);
  add_related(desk, number, view);
  add_entries(desk, number, view);
  if (view.entries.empty()) view.history_none = say(language, msg::measure_history_none);
  view.siblings = siblings(desk, number);
  view.downloads_html = web::downloads(language, offers(desk, desk.measure_path(number)));
  return view;
}

}  // namespace

EntryView entry_view(const Desk& desk, std::size_t place, const Change* before) {
  const auto language = desk.language();
  const auto& change = desk.programme().changes[place];
  EntryView view;
  view.id = "changement-" + std::to_string(place + 1);
  view.day = day_text(desk, change.day);
  if (change.months != 0)
    view.evaluation = say(language, msg::evaluation_at, {{"months", month_words(language, {change.months})}});
  view.status_html = status_html(language, change.status);
  if (before == nullptr)
    view.before = say(language, msg::entry_first);
  else if (before->status != change.status)
    view.before = say(language, msg::entry_before, {{"status", status_text(language, before->status)}});
  view.author = say(language, msg::entry_author, {{"author", desk.author_of(change)}});
  const Day recorded(std::chrono::floor<std::chrono::days>(desk.entry->recorded[place]));
  view.recorded = say(language, msg::entry_recorded, {{"date", day_text(desk, recorded)}});
  for (const auto& comment : kComments) {
    const auto& text = change.*comment.text;
    const auto& old = before == nullptr ? text : before->*comment.text;
    if (!text.empty() || !old.empty()) view.fields.push_back({say(language, comment.label), piece_views(old, text)});
  }
  view.evidence_html = evidence_html(desk, change.evidence);
  return view;
}

core::Result<unsigned> measure_number(const Desk& desk) {
  const auto text = desk.request.capture("n");
  const auto number = whole_number(text);
  if (number && *number >= 1 && *number <= desk.programme().objectives.size()) return *number;
  return core::fail(
      core::ErrorKind::not_found, msg::unknown_measure.key, {},
      {{"n", std::string(text.substr(0, 20))}, {"last", std::to_string(desk.programme().objectives.size())}});
}

namespace {

std::string proof_html(const Desk& desk, const web::Message& words, std::string_view evidence) {
  if (evidence.empty()) return {};
  return web::note({{say(desk.language(), words) + " ", {}},
                    {std::string(evidence), is_link(evidence) ? std::string(evidence) : std::string()}});
}

}  // namespace

std::string evidence_html(const Desk& desk, std::string_view evidence) {
  return proof_html(desk, msg::entry_evidence, evidence);
}

std::string minutes_html(const Desk& desk, std::string_view evidence) {
  return proof_html(desk, msg::review_minutes, evidence);
}

namespace {

// schema.org: the measure as a work of its programme, with its status since when.
std::string json_ld(const Desk& desk, unsigned number) {
  const auto language = desk.language();
  const auto& base = desk.context.site->base_url;
  const auto& objective = desk.programme().objectives[number - 1];
  const auto place = standing(desk.programme().changes, desk.programme().objectives.size(), desk.day)[number - 1];
  exporting::JsonWriter json;
  json.object([&] {
    json.field("@context", "https://schema.org");
    json.field("@type", "CreativeWork");
    json.field("name", objective.label.in(language));
    if (!objective.note.in(language).empty()) json.field("description", objective.note.in(language));
    json.field("url", base + localised(language, desk.measure_path(number)));
    json.field("position", number);
    if (place) {
      const auto& change = desk.programme().changes[*place];
      json.field("creativeWorkStatus", status_text(language, change.status));
      json.field("dateModified", text::iso_date(change.day));
    }
    json.object("isPartOf", [&] {
      json.field("@type", "Dataset");
      json.field("name", desk.programme().label.in(language));
      json.field("url", base + localised(language, desk.path()));
    });
  });
  return json.take();
}

}  // namespace

Answer measure_page(const Desk& desk, unsigned number) {
  const auto language = desk.language();
  const auto view = measure_view(desk, number);
  Body body;
  body.title = view.title;
  body.description = say(language, msg::measure_description,
                         {{"n", std::to_string(number)}, {"programme", desk.programme().label.in(language)}});
  body.path = desk.measure_path(number);
  body.crumbs = {{desk.programme().label.in(language), localised(language, desk.path()) + desk.date_query()},
                 {say(language, msg::measure_crumb, {{"n", std::to_string(number)}}), {}}};
  body.html = templates::render_measure(view, language);
  body.json_ld = json_ld(desk, number);
  body.offers = offers(desk, desk.measure_path(number));
  return framed(desk, std::move(body));
}

}  // namespace catalyse::tracker
