// `/exemples/jury`: every class with its nominations, for those who take part; classes are opened and led on here.
#include "cases/reading.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"

namespace catalyse::examples {
namespace {

bool takes_part(const Office& office) {
  for (const auto* action : {"contribute", "review", "decide", "conduct"})
    if (!accounts::scopes_of(office.actor(), action, kRoom).empty()) return true;
  return false;
}

// Voices stay among those who gave theirs, and those who lead the class, until it is published.
bool sees_voices(const Office& office, const Nomination& one) {
  return one.standing == Standing::chosen || one.standing == Standing::not_chosen || may(office.actor(), "conduct") ||
         hand_of(office.context, office.actor(), one).said;
}

std::string table_html(const Office& office, const Class& in, const std::vector<Nomination>& all) {
  web::Table table{.id = "t" + in.id, .caption = office.say(msg::jury_caption, {{"n", std::to_string(all.size())}})};
  table.columns = {{.label = office.say(msg::column_case)},
                   {.label = office.say(msg::column_category)},
                   {.label = office.say(msg::column_standing)},
                   {.label = office.say(msg::column_voices)}};
  for (const auto& one : all) {
    const auto found = cases::find_case(*office.context.cases, one.item);
    web::Cell title{.text = found ? std::string(found->title) : office.say(msg::case_gone)};
    if (may_open(office, one)) title.address = office.at("/exemples/jury/" + one.id);
    table.rows.push_back({std::move(title),
                          {.text = category_text(office, one.category)},
                          {.text = standing_text(office, one.standing)},
                          {.text = sees_voices(office, one) ? tally_text(office, tally_of(one)) : ""}});
  }
  return web::table(table);
}

std::string advance_html(const Office& office, const Class& in) {
  if (in.stage == Stage::published || !may(office.actor(), "conduct")) return {};
  web::Form form;
  form.action = office.at("/exemples/jury");
  form.token = office.actor().token;
  form.hidden = {{"geste", "suite"}, {"promotion", in.id}, {"etape", std::string(name_of(in.stage))}};
  form.button = office.say(in.stage == Stage::nominations ? msg::jury_to_jury : msg::jury_to_gallery);
  return web::post_form(office.language(), form);
}

std::string open_html(const Office& office) {
  web::Form form;
  form.action = office.at("/exemples/jury");
  form.token = office.actor().token;
  form.hidden = {{"geste", "ouvrir"}};
  web::Field id{.id = "f-promotion", .name = "promotion", .label = office.say(msg::jury_class_id)};
  id.hint = office.say(msg::jury_class_hint);
  id.value = office.request.field("geste") == "ouvrir" ? office.request.field("promotion") : "";
  id.required = true;
  form.fields = {std::move(id)};
  form.button = office.say(msg::jury_open);
  form.css_class = "quiet";
  return web::post_form(office.language(), form);
}

http::Response show(const Office& office, std::string fault, unsigned status) {
  JuryView view;
  view.title = office.say(msg::jury_title);
  view.lead = office.say(msg::jury_lead);
  view.notice = notice_of(office);
  view.fault = std::move(fault);
  if (may(office.actor(), "contribute")) view.nominate_href = office.at("/exemples/proposer");
  office.context.database->read([&](db::Transaction& tx) {
    for (const auto& in : classes(tx)) {
      const auto all = nominations(tx, in.id);
      BoardView board{"p" + in.id, class_text(office, in.id), stage_text(office, in.stage), {}, {}, {}};
      if (all.empty())
        board.none = office.say(msg::jury_none);
      else
        board.table_html = table_html(office, in, all);
      board.advance_html = advance_html(office, in);
      view.classes.push_back(std::move(board));
    }
  });
  if (may(office.actor(), "conduct")) view.open_html = open_html(office);
  return framed(office, {view.title, templates::render_jury(view, office.language()), status, {}});
}

}  // namespace

bool may_open(const Office& office, const Nomination& one) {
  const auto& actor = office.actor();
  return one.person == actor.person || may(actor, "review") || may(actor, "decide") || may(actor, "conduct");
}

Answer jury_page(const Office& office) {
  if (!takes_part(office)) return nothing_here();
  return show(office, {}, 200);
}

Answer jury_post(const Office& office) {
  const auto& request = office.request;
  const auto id = request.field("promotion"), gesture = request.field("geste");
  const auto seen = stage_named(request.field("etape"));
  core::Result<void> result = nothing_here();
  std::string_view said = "ouverte";
  if (gesture == "ouvrir") result = open_class(office.context, office.actor(), id);
  if (gesture == "suite") {
    said = seen == Stage::nominations ? "jury" : "publiee";
    result = advance(office.context, office.actor(), id, seen);
  }
  if (result) return done(office, "/exemples/jury", said);
  if (result.error().kind == core::ErrorKind::not_found) return nothing_here();
  return show(office, fault_text(office, result.error()), core::status_of(result.error().kind));
}

}  // namespace catalyse::examples
