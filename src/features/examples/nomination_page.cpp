// `/exemples/jury/{nomination}`: one nomination, and what the reader may do to it now.
#include <algorithm>

#include "cases/reading.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"

namespace catalyse::examples {
namespace {

struct Sheet {
  Class in;
  Nomination nomination;
  Hand hand;
  std::string fault{};
  unsigned status = 200;
};

// For those who take part; others find nothing.
std::optional<Sheet> open(const Office& office) {
  std::optional<Sheet> sheet;
  office.context.database->read([&](db::Transaction& tx) {
    auto nomination = find_nomination(tx, office.request.capture("nomination"));
    if (!nomination) return;
    auto in = find_class(tx, nomination->in_class);
    if (in) sheet = Sheet{std::move(*in), std::move(*nomination), {}};
  });
  if (!sheet) return std::nullopt;
  const auto& actor = office.actor();
  if (!may_open(office, sheet->nomination)) return std::nullopt;
  sheet->hand = hand_of(office.context, actor, sheet->nomination);
  return sheet;
}

std::string sort_html(const Office& office, const Sheet& sheet) {
  web::Form form;
  form.action = office.at("/exemples/jury/" + sheet.nomination.id);
  form.token = office.actor().token;
  web::Field why{.id = "f-motif", .name = "motif", .label = office.say(msg::sort_why)};
  why.type = "textarea";
  why.value = office.request.field("motif");
  why.required = true;
  form.fields = {std::move(why)};
  form.hidden = {{"geste", "tri"}};
  form.button = office.say(msg::sort_shortlist);
  form.others = {{"ecarter", "1", office.say(msg::sort_set_aside), "quiet"}};
  return web::post_form(office.language(), form);
}

std::string judge_html(const Office& office, const Sheet& sheet) {
  web::Form form;
  form.action = office.at("/exemples/jury/" + sheet.nomination.id);
  form.token = office.actor().token;
  form.hidden = {{"geste", "avis"}};
  web::Field voice{.id = "f-avis", .name = "avis", .label = office.say(msg::judge_voice)};
  voice.type = "select";
  voice.hint = office.say(msg::judge_voice_hint);
  voice.value = office.request.field("avis");
  const bool own = sheet.hand.nominated || sheet.hand.wrote || sheet.hand.sorted;
  if (!own)
    voice.options = {{"", office.say(msg::judge_choose)},
                     {"yes", office.say(msg::judge_yes)},
                     {"no", office.say(msg::judge_no)},
                     {"abstains", office.say(msg::judge_abstains)}};
  voice.options.push_back({"tied", office.say(msg::judge_tied)});
  web::Field words{.id = "f-mots", .name = "mots", .label = office.say(msg::judge_words)};
  words.type = "textarea";
  words.hint = office.say(msg::judge_words_hint);
  words.value = office.request.field("mots");
  words.required = true;
  form.fields = {std::move(voice), std::move(words)};
  form.button = office.say(msg::judge_button);
  return web::post_form(office.language(), form);
}

void fill_opinions(const Office& office, const Sheet& sheet, NominationView& view) {
  const auto& one = sheet.nomination;
  const bool over = one.standing == Standing::chosen || one.standing == Standing::not_chosen;
  if (one.standing == Standing::nominated || one.standing == Standing::set_aside) return;
  if (!over && !sheet.hand.said && !may(office.actor(), "conduct")) {
    view.opinions_note = office.say(msg::opinions_hidden);
    return;
  }
  view.opinions_note = tally_text(office, tally_of(one));
  static constexpr std::array kVoices{&msg::voice_yes, &msg::voice_no, &msg::voice_abstains, &msg::voice_tied};
  for (const auto& opinion : one.opinions)
    view.opinions.push_back(office.say(
        msg::opinion,
        {{"voice", office.say(*kVoices[static_cast<std::size_t>(opinion.voice)])}, {"words", opinion.words}}));
}

http::Response show(const Office& office, const Sheet& sheet) {
  const auto& one = sheet.nomination;
  NominationView view;
  const auto found = cases::find_case(*office.context.cases, one.item);
  view.title = found ? std::string(found->title) : office.say(msg::case_gone);
  if (found) view.summary = found->summary;
  if (found) view.case_href = office.at(found->address);
  view.about = office.say(msg::nomination_about, {{"class", class_text(office, one.in_class)},
                                                  {"category", category_text(office, one.category)},
                                                  {"person", person_text(office, one.person)},
                                                  {"day", day_text(office, one.at)}});
  view.notice = notice_of(office);
  view.fault = sheet.fault;
  view.reason = one.reason;
  view.standing = standing_text(office, one.standing);
  view.sorted = one.sorted_why;
  fill_opinions(office, sheet, view);
  const auto& actor = office.actor();
  if (may(actor, "review") && may_sort(sheet.in.stage, one.standing, sheet.hand))
    view.sort_html = sort_html(office, sheet);
  if (may(actor, "decide") && may_judge(sheet.in.stage, one.standing, sheet.hand, Voice::tied))
    view.judge_html = judge_html(office, sheet);
  if (sheet.hand.nominated || sheet.hand.wrote) view.bar = office.say(msg::nomination_own);
  return framed(office, {view.title,
                         templates::render_nomination(view, office.language()),
                         sheet.status,
                         {{office.say(msg::jury_title), office.at("/exemples/jury")}}});
}

core::Result<void> act(const Office& office, const Sheet& sheet) {
  const auto& request = office.request;
  const auto& id = sheet.nomination.id;
  if (request.field("geste") == "tri") {
    Nomination as;
    as.standing = request.field("ecarter").empty() ? Standing::shortlisted : Standing::set_aside;
    as.sorted_why = request.field("motif");
    return sort_out(office.context, office.actor(), id, as);
  }
  if (request.field("geste") != "avis") return nothing_here();
  const auto voice = request.field("avis");
  if (name_of(voice_named(voice)) != voice) return core::fail(core::ErrorKind::invalid, msg::error_voice.key);
  return judge(office.context, office.actor(), id, {{}, voice_named(voice), std::string(request.field("mots")), {}});
}

}  // namespace

Answer nomination_page(const Office& office) {
  const auto sheet = open(office);
  if (!sheet) return nothing_here();
  return show(office, *sheet);
}

Answer nomination_post(const Office& office) {
  auto sheet = open(office);
  if (!sheet) return nothing_here();
  const auto result = act(office, *sheet);
  if (result)
    return done(office, "/exemples/jury/" + sheet->nomination.id,
                office.request.field("geste") == "tri" ? "trie" : "avis");
  if (result.error().kind == core::ErrorKind::not_found) return nothing_here();
  sheet->fault = fault_text(office, result.error());
  sheet->status = core::status_of(result.error().kind);
  return show(office, *sheet);
}

}  // namespace catalyse::examples
