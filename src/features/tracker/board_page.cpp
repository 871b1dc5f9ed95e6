#include <algorithm>
#include <set>

#include "drawings.hpp"
#include "export/json.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "status_page.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "web/i18n.hpp"
#include "web/rendering.hpp"

namespace catalyse::tracker {
namespace {

using core::Language;
using web::localised;
using web::say;

constexpr std::size_t kRowsMost = 24;  // of the table of the curve

std::string note_html(web::Inline pieces) { return pieces.empty() ? std::string() : web::note(pieces); }

// A tally quoted by the day shown.
std::vector<const Quote*> known_quotes(const Desk& desk) {
  std::vector<const Quote*> known;
  for (const auto& quote : desk.programme().quotes) {
    if (quote.day <= desk.day) known.push_back(&quote);
  }
  return known;
}

QuoteView quote_view(const Desk& desk, const Quote& quote) {
  const auto language = desk.language();
  QuoteView view;
  view.title = say(language, msg::quote_title, {{"date", day_text(desk, quote.day)}});
  view.text = quote.text.in(language);
  view.sentence = tally_sentence(language, quote.counts, 0);
  view.bar_html = tally_bar({quote.counts, 0}, view.sentence);
  view.warning = say(language, msg::quote_warning);
  view.source_html = note_html(origin_inline(desk, quote.origin));
  return view;
}

std::vector<web::Cell> measure_row(const Desk& desk, unsigned number, const std::optional<std::size_t>& place) {
  const auto language = desk.language();
  const auto& changes = desk.programme().changes;
  const auto& objective = desk.programme().objectives[number - 1];
  std::vector<web::Cell> row(2);
  row[0].text = std::to_string(number) + ". " + objective.label.in(language);
  row[0].address = localised(language, desk.measure_path(number)) + desk.date_query();
  const auto status = place ? std::optional(changes[*place].status) : std::nullopt;
  row[1].html = status_html(language, status);
  if (place)
    row[1].html += " <small>" +
                   web::escaped(say(language, msg::board_since, {{"date", day_text(desk, changes[*place].day)}})) +
                   "</small>";
  return row;
}

using Standing = std::vector<std::optional<std::size_t>>;

std::string measures_table(const Desk& desk, const Standing& standing, const GroupView& group,
                           const std::vector<unsigned>& numbers) {
  const auto language = desk.language();
  web::Table table;
  table.id = "t-" + group.id;
  table.caption = say(language, msg::board_measures_caption, {{"numbers", number_words(language, numbers)}});
  table.columns = {{say(language, msg::col_measure)}, {say(language, msg::col_status)}};
  table.fit = web::Fit::fit;
  table.css_class = "measures";
  for (const auto number : numbers) table.rows.push_back(measure_row(desk, number, standing[number - 1]));
  return web::table(table);
}

std::size_t chosen_grouping(const Desk& desk) {
  const auto asked = desk.request.query.first("groupement").value_or("");
  const auto& groupings = desk.programme().groupings;
  const auto found = std::ranges::find(groupings, asked, &Grouping::id);
  return found == groupings.end() ? 0 : static_cast<std::size_t>(found - groupings.begin());
}

std::string grouping_address(const Desk& desk, const std::string& id) {
  auto query = desk.date_query();
  query += (query.empty() ? "?groupement=" : "&groupement=") + id;
  return localised(desk.language(), desk.path()) + query + "#mesures";
}

std::vector<unsigned> all_numbers(const Programme& programme) {
  std::vector<unsigned> all;
  for (unsigned number = 1; number <= programme.objectives.size(); ++number) all.push_back(number);
  return all;
}

void add_groups(const Desk& desk, const Standing& standing, BoardView& view) {
  const auto language = desk.language();
  const auto& programme = desk.programme();
  if (programme.groupings.empty()) {
    GroupView group{.id = "toutes", .title = {}, .horizon = {}, .note = {}, .table_html = {}};
    group.table_html = measures_table(desk, standing, group, all_numbers(programme));
    group.id.clear();
    view.groups.push_back(std::move(group));
    return;
  }
  const auto chosen = chosen_grouping(desk);
  for (std::size_t i = 0; i < programme.groupings.size(); ++i)
    view.groupings.push_back(
        {grouping_address(desk, programme.groupings[i].id), programme.groupings[i].label.in(language), i == chosen});
  const auto& grouping = programme.groupings[chosen];
  view.grouping_note = grouping.note.in(language);
  if (is_proposal(grouping.origin)) view.grouping_note += " " + say(language, msg::board_own_grouping);
  for (std::size_t g = 0; g < programme.groups.size(); ++g) {
    const auto& group = programme.groups[g];
    if (group.grouping != chosen) continue;
    std::vector<unsigned> numbers;
    for (unsigned number = 1; number <= programme.objectives.size(); ++number) {
      if (std::ranges::find(programme.objectives[number - 1].groups, g) !=
          programme.objectives[number - 1].groups.end())
        numbers.push_back(number);
    }
    GroupView shown{
        "g-" + group.id, group.label.in(language), month_words(language, group.months), group.note.in(language), {}};
    shown.table_html = measures_table(desk, standing, shown, numbers);
    view.groups.push_back(std::move(shown));
  }
}

Course course_of(const Desk& desk, const std::vector<TallyPoint>& points, const std::vector<const Quote*>& quotes) {
  Course drawn;
  drawn.from = desk.programme().start;
  if (!points.empty()) drawn.from = std::min(drawn.from, points.front().day);
  drawn.until = std::max(desk.day, Day(std::chrono::sys_days(drawn.from) + std::chrono::days(1)));
  drawn.from_text = day_text(desk, drawn.from);
  drawn.until_text = day_text(desk, drawn.until);
  drawn.measures = static_cast<unsigned>(desk.programme().objectives.size());
  drawn.points = points;
  for (const auto* quote : quotes)
    drawn.quotes.push_back(
        {quote->day, quote->counts, say(desk.language(), msg::course_quoted, {{"date", day_text(desk, quote->day)}})});
  return drawn;
}

std::vector<web::Cell> course_row(const Desk& desk, Day day, const Tally& tally, const Quote* quote) {
  const auto language = desk.language();
  std::vector<web::Cell> row;
  row.push_back({.text = day_text(desk, day),
                 .note = say(language, quote == nullptr ? msg::course_row_computed : msg::course_row_quoted)});
  for (const auto count : tally.counts) row.push_back({.text = std::to_string(count)});
  row.push_back({.text = quote == nullptr ? std::to_string(tally.unknown) : "–"});
  return row;
}

std::string course_table(const Desk& desk, const std::vector<TallyPoint>& points,
                         const std::vector<const Quote*>& quotes) {
  const auto language = desk.language();
  web::Table table;
  table.id = "t-evolution";
  table.caption = say(language, points.size() > kRowsMost ? msg::course_caption_cut : msg::course_caption,
                      {{"n", std::to_string(kRowsMost)}});
  table.columns = {{say(language, msg::col_date)}};
  for (std::size_t i = 0; i < kStatuses; ++i)
    table.columns.push_back({.align = web::Align::number, .label_html = status_html(language, static_cast<Status>(i))});
  table.columns.push_back({.align = web::Align::number, .label_html = status_html(language, std::nullopt)});
  std::vector<std::pair<Day, std::vector<web::Cell>>> rows;
  for (std::size_t i = points.size() > kRowsMost ? points.size() - kRowsMost : 0; i < points.size(); ++i)
    rows.emplace_back(points[i].day, course_row(desk, points[i].day, points[i].tally, nullptr));
  for (const auto* quote : quotes)
    rows.emplace_back(quote->day, course_row(desk, quote->day, {quote->counts, 0}, quote));
  std::ranges::stable_sort(rows, std::greater(), &std::pair<Day, std::vector<web::Cell>>::first);
  for (auto& [day, row] : rows) table.rows.push_back(std::move(row));
  return table.rows.empty() ? std::string() : web::table(table);
}

void add_course(const Desk& desk, const std::vector<const Quote*>& quotes, BoardView& view) {
  const auto language = desk.language();
  view.history_href = localised(language, desk.history_path()) + desk.date_query();
  const auto points = course(desk.changes(), desk.programme().objectives.size());
  const auto days = static_cast<std::int64_t>(points.size());
  view.course_sentence = points.empty() ? say(language, msg::course_none)
                                        : web::say_count(language, days, msg::course_days,
                                                         {{"from", day_text(desk, points.front().day)},
                                                          {"until", day_text(desk, points.back().day)}});
  if (!quotes.empty()) view.course_sentence += " " + say(language, msg::course_quotes_apart);
  if (points.empty() && quotes.empty()) return;
  auto drawn = course_of(desk, points, quotes);
  drawn.sentence = view.course_sentence;
  view.course_html = course_svg(drawn);
  view.course_table_html = course_table(desk, points, quotes);
}

const web::Message& state_words(ReviewState state) {
  return state == ReviewState::held   ? msg::review_held
         : state == ReviewState::late ? msg::review_late
                                      : msg::review_due;
}

std::vector<web::Cell> review_row(const Desk& desk, const ReviewPoint& point) {
  const auto language = desk.language();
  std::vector<web::Cell> row(4);
  row[0] = {.text = month_words(language, {point.months}), .note = day_text(desk, point.due)};
  row[1].text = number_words(language, point.measures);
  row[2].text = say(language, state_words(point.state));
  if (point.state == ReviewState::late) row[2].tone = web::Tone::high;
  const auto done = evaluated(desk.programme(), point, desk.day).size();
  row[1].note = say(language, msg::review_evaluated,
                    {{"n", std::to_string(done)}, {"all", std::to_string(point.measures.size())}});
  if (!point.held) return row;
  const auto& review = desk.programme().reviews[*point.held];
  row[2].note = day_text(desk, review.day);
  row[3] = {.text = review.label.in(language),
            .address = "#" + review_anchor(text::iso_date(review.day), review.months)};
  return row;
}

void add_held(const Desk& desk, BoardView& view) {
  const auto language = desk.language();
  for (const auto& review : desk.programme().reviews) {
    if (review.day > desk.day) continue;
    ReviewView shown;
    shown.id = review_anchor(text::iso_date(review.day), review.months);
    shown.title = review.label.in(language);
    shown.about = say(language, msg::review_held_on, {{"date", day_text(desk, review.day)}});
    if (review.months != 0)
      shown.about +=
          " " + say(language, msg::measure_review, {{"months", month_words(language, {review.months})}}) + ".";
    if (!review.author.empty())
      shown.about +=
          " " + say(language, msg::entry_author, {{"author", desk.signed_as(review.author, desk.language())}});
    shown.text = review.text.in(language);
    shown.evidence_html = minutes_html(desk, review.evidence);
    shown.source_html = note_html(origin_inline(desk, review.origin));
    view.held.push_back(std::move(shown));
  }
  std::ranges::sort(view.held, std::greater(), &ReviewView::id);
  view.has_held = !view.held.empty();
}

void add_reviews(const Desk& desk, BoardView& view) {
  const auto language = desk.language();
  const auto points = review_calendar(desk.programme(), desk.day);
  const bool in_charge = may_set_status(desk) && !desk.replay;
  add_held(desk, view);
  view.has_reviews = !points.empty() || view.has_held || in_charge;
  if (in_charge) view.hold = LinkView{localised(language, desk.review_path()), say(language, msg::review_link_free)};
  if (points.empty()) return;
  view.reviews_note = say(language, msg::review_note, {{"date", day_text(desk, desk.programme().start)}});
  view.calendar_href = localised(language, desk.path()) + "/calendrier.ics";
  web::Table table;
  table.id = "t-revues";
  table.caption = say(language, msg::review_caption);
  for (const auto* column : {&msg::col_horizon, &msg::col_measures, &msg::col_review, &msg::col_minutes})
    table.columns.push_back({say(language, *column)});
  for (const auto& point : points) {
    auto row = review_row(desk, point);
    if (in_charge)
      row.push_back({.text = say(language, msg::review_link, {{"months", month_words(language, {point.months})}}),
                     .address = localised(language, desk.review_path()) + "?echeance=" + std::to_string(point.months)});
    table.rows.push_back(std::move(row));
  }
  if (in_charge) table.columns.push_back({say(language, msg::col_act)});
  table.css_class = "reviews";
  view.reviews_table_html = web::table(table);
}

void add_levers(const Desk& desk, BoardView& view) {
  const auto language = desk.language();
  for (const auto& lever : desk.programme().levers) {
    LeverView shown{lever.label.in(language), {}, {}};
    for (const auto& state : lever.states) {
      if (is_known(desk, state.date))
        shown.states.push_back({date_text(language, state.date), state.text.in(language),
                                web::inline_html(origin_inline(desk, state.origin))});
    }
    if (shown.states.empty()) shown.none = say(language, msg::lever_unknown);
    view.levers.push_back(std::move(shown));
  }
  view.has_levers = !view.levers.empty();
}

void add_outputs(const Desk& desk, BoardView& view) {
  const auto language = desk.language();
  for (const auto& output : desk.programme().outputs)
    view.outputs.push_back({date_text(language, output.date), output.label.in(language),
                            web::inline_html(origin_inline(desk, output.origin))});
  view.has_outputs = !view.outputs.empty();
}

void add_sources(const Desk& desk, BoardView& view) {
  const auto language = desk.language();
  for (const auto& source : desk.programme().sources)
    view.sources.push_back({"source-" + std::to_string(view.sources.size() + 1), source.label.in(language),
                            source.address, date_text(language, source.date)});
  view.has_sources = !view.sources.empty();
}

void add_more(const Desk& desk, BoardView& view) {
  const auto language = desk.language();
  const auto base = localised(language, desk.path());
  if (desk.state->programmes.size() > 1)
    view.more.push_back({localised(language, "/mesures/programmes"), say(language, msg::programmes_title)});
  view.more.push_back({base + ".atom", say(language, msg::board_feed)});
  view.more.push_back({base + "/bilan", say(language, msg::board_embed)});
  for (const auto* quote : known_quotes(desk)) {
    if (quote->day != desk.day)
      view.more.push_back({base + "?date=" + text::iso_date(quote->day),
                           say(language, msg::board_replay_quote, {{"date", day_text(desk, quote->day)}})});
  }
}

// schema.org: the programme as a project, its measures as a list, the register as a data set.
std::string json_ld(const Desk& desk) {
  const auto language = desk.language();
  const auto& base = desk.context.site->base_url;
  exporting::JsonWriter json;
  json.object([&] {
    json.field("@context", "https://schema.org");
    json.field("@type", "Dataset");
    json.field("name", desk.programme().label.in(language));
    json.field("description", desk.programme().text.in(language));
    json.field("url", base + localised(language, desk.path()));
    json.field("license", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/");
    json.field("isAccessibleForFree", true);
    json.array("distribution", [&] {
      for (const auto& [suffix, type] : {std::pair{".csv", "text/csv"}, std::pair{".json", "application/json"},
                                         std::pair{".atom", "application/atom+xml"}})
        json.object([&] {
          json.field("@type", "DataDownload");
          json.field("contentUrl", base + desk.path() + suffix);
          json.field("encodingFormat", type);
        });
    });
    json.object("about", [&] {
      json.field("@type", "ItemList");
      json.field("numberOfItems", desk.programme().objectives.size());
      json.array("itemListElement", [&] {
        for (unsigned number = 1; number <= desk.programme().objectives.size(); ++number)
          json.object([&] {
            json.field("@type", "ListItem");
            json.field("position", number);
            json.field("name", desk.programme().objectives[number - 1].label.in(language));
            json.field("url", base + localised(language, desk.measure_path(number)));
          });
      });
    });
  });
  return json.take();
}

BoardView board_view(const Desk& desk) {
  const auto language = desk.language();
  const auto& programme = desk.programme();
  const auto place = standing(programme.changes, programme.objectives.size(), desk.day);
  const auto counted = tally(programme.changes, programme.objectives.size(), desk.day);
  BoardView view;
  view.title = programme.label.in(language);
  view.lead = programme.text.in(language);
  if (is_link(programme.address)) view.address_html = web::note({{programme.address, programme.address}});
  view.source_html = note_html(origin_inline(desk, programme.origin));
  view.replayed = replayed_text(desk);
  view.tampered = tampered_text(desk);
  view.replay = replay_view(desk, desk.path());
  if (const auto chosen = desk.request.query.first("groupement"); chosen && !programme.groupings.empty())
    view.replay.hidden.push_back({"groupement", programme.groupings[chosen_grouping(desk)].id});
  view.tally_title = say(language, msg::tally_title, {{"date", day_text(desk, desk.day)}});
  view.tally_sentence = tally_sentence(language, counted.counts, counted.unknown);
  view.tally_bar_html = tally_bar(counted, view.tally_sentence);
  view.tally_note = say(language, msg::tally_note);
  const auto quotes = known_quotes(desk);
  for (const auto* quote : quotes) view.quotes.push_back(quote_view(desk, *quote));
  add_groups(desk, place, view);
  add_course(desk, quotes, view);
  add_reviews(desk, view);
  add_levers(desk, view);
  add_outputs(desk, view);
  add_more(desk, view);
  add_sources(desk, view);
  view.downloads_html = web::downloads(language, offers(desk, desk.path()));
  return view;
}

}  // namespace

Answer board_page(const Desk& desk) {
  const auto language = desk.language();
  Body body;
  body.title = desk.programme().label.in(language);
  body.description = say(language, msg::board_description,
                         {{"n", std::to_string(desk.programme().objectives.size())}, {"programme", body.title}});
  body.path = desk.path();
  if (desk.path() != "/mesures")
    body.crumbs = {{say(language, msg::programmes_title), localised(language, "/mesures/programmes")},
                   {body.title, {}}};
  body.html = templates::render_board(board_view(desk), language);
  body.json_ld = json_ld(desk);
  body.offers = offers(desk, desk.path());
  return framed(desk, std::move(body));
}

}  // namespace catalyse::tracker
