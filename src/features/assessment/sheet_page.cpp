// `/diagnostic/reponses?cle=`: a respondent's own sheet, lever by lever. What the page showed comes back with what was
// typed, so that two tabs are joined and never overwrite each other.
#include <algorithm>

#include "messages.hpp"
#include "pages.hpp"
#include "store.hpp"
#include "templates.hpp"
#include "views.hpp"

namespace catalyse::assessment {
namespace {

using core::Language;
using web::localised;
using web::say;

constexpr std::string_view kPath = "/diagnostic/reponses";
constexpr std::size_t kComment = 1000;

// A sheet open before a respondent.
struct Open {
  Seat seat;
  std::string key, name;  // name: of the assessment
  Questionnaire questionnaire;
  Sheet sheet;
};

core::Result<Open> open(db::Transaction& tx, std::string_view key) {
  const auto found = key.empty() ? std::nullopt : seat(tx, key);
  auto assessment = found ? by_id(tx, found->assessment) : std::nullopt;
  if (!assessment) return core::fail(core::ErrorKind::not_found, msg::error_absent.key);
  const auto round = std::ranges::find(assessment->rounds, found->round, &Round::number);
  const auto who = std::ranges::find(round->respondents, found->respondent, &Respondent::number);
  auto asked = questionnaire(tx, round->version);
  if (!asked) return core::fail(core::ErrorKind::damaged, msg::error_absent.key, "a version of the questionnaire");
  return Open{*found, std::string(key), assessment->name, std::move(*asked), std::move(who->sheet)};
}

std::string own_path(Language language, const std::string& key, unsigned lever) {
  auto path = localised(language, kPath) + "?cle=" + key;
  if (lever > 0) path += "&levier=" + std::to_string(lever);
  return path;
}

unsigned lever_in(std::string_view text) {
  return text.size() == 1 && text[0] >= '1' && text[0] <= '7' ? static_cast<unsigned>(text[0] - '0') : 0;
}

std::string field(std::string_view prefix, std::size_t place) { return std::string(prefix) + std::to_string(place); }

// The level of an answer as a form has it: empty when there is none.
std::string level_text(const Sheet& sheet, const std::string& question) {
  const auto found = sheet.find(question);
  return found == sheet.end() || found->second.empty() ? std::string{} : found->second[0];
}

// What a page says about its questions beside what stands.
struct Said {
  const Sheet* shown = nullptr;  // in the controls
  const Sheet* seen = nullptr;   // what they were made from
  std::vector<std::string> clashes;
  std::vector<std::string> errors;  // parallel to the lever's questions; empty: none
  std::string notice;
};

QuestionView question_view(const Question& question, std::size_t place, const Said& said, const Open& open,
                           Language language) {
  QuestionView view;
  view.place = std::to_string(place);
  view.legend = question.text.in(language);
  const auto chosen = level_text(*said.shown, question.id);
  const auto choice = [&](const std::string& value, std::string label) {
    view.choices.push_back({field("n", place) + "-" + value, value, std::move(label), chosen == value});
  };
  for (unsigned level = 1; level <= kLevels; ++level)
    choice(std::to_string(level), std::to_string(level) + ". " + question.levels.at(level - 1).in(language));
  choice("0", say(language, msg::sheet_unknown));
  view.comment_id = view.comment_name = field("c", place);
  view.comment = comment_of(*said.shown, question.id);
  view.seen_level_name = field("vn", place);
  view.seen_level = level_text(*said.seen, question.id);
  view.seen_comment_name = field("vc", place);
  view.seen_comment = comment_of(*said.seen, question.id);
  if (place <= said.errors.size()) view.error = said.errors[place - 1];
  if (std::ranges::find(said.clashes, question.id) != said.clashes.end()) {
    const auto stands = level_text(open.sheet, question.id);
    view.error = say(language, msg::sheet_clash,
                     {{"level", stands.empty()  ? say(language, msg::sheet_no_answer)
                                : stands == "0" ? say(language, msg::sheet_unknown)
                                                : stands},
                      {"comment", comment_of(open.sheet, question.id)}});
  }
  return view;
}

http::Response lever_page(const Context& context, const http::Request& request, const Open& open, unsigned lever,
                          const Said& said) {
  const auto language = request.language;
  const auto questions = open.questionnaire.of_lever(lever);
  SheetView view;
  view.title = lever_title(context, lever, language);
  view.lead = say(language, msg::sheet_lead, {{"name", open.name}, {"respondent", open.seat.name}});
  view.token = request.actor.token;
  view.key = open.key;
  view.lever = std::to_string(lever);
  view.action = localised(language, kPath);
  view.notice = said.notice;
  view.version = say(language, msg::version_note, {{"n", std::to_string(open.questionnaire.version)}});
  view.progress = say(language, msg::sheet_progress, {{"n", std::to_string(lever)}, {"all", std::to_string(kLevers)}});
  view.button = say(language, lever < kLevers ? msg::sheet_next : msg::sheet_finish);
  view.back_href = own_path(language, open.key, 0);
  std::vector<web::Field> faults;
  for (std::size_t i = 0; i < std::min<std::size_t>(questions.size(), kPlaces); ++i) {
    view.questions.push_back(question_view(*questions[i], i + 1, said, open, language));
    web::Field fault;
    fault.id = view.questions.back().choices.front().id;
    fault.label = view.questions.back().legend;
    fault.error = view.questions.back().error;
    faults.push_back(std::move(fault));
  }
  view.summary_html = web::error_summary(language, faults);
  return framed(context, request,
                {.title = view.title,
                 .path = std::string(kPath),
                 .query = request.method == http::Method::get ? request.raw_query : std::string{},
                 .html = templates::render_sheet(view, language),
                 .crumbs = {{open.name, own_path(language, open.key, 0)}},
                 .offers = {}});
}

http::Response overview(const Context& context, const http::Request& request, const Open& open) {
  const auto language = request.language;
  OverviewView view;
  view.title = say(language, msg::overview_title, {{"name", open.name}});
  view.lead = say(language, msg::overview_lead, {{"respondent", open.seat.name}});
  view.keep = say(language, msg::overview_keep);
  view.version = say(language, msg::version_note, {{"n", std::to_string(open.questionnaire.version)}});
  for (unsigned lever = 1; lever <= kLevers; ++lever) {
    const auto all = open.questionnaire.of_lever(lever).size();
    if (all == 0) continue;
    const auto done = answered(open.questionnaire, open.sheet, lever);
    view.levers.push_back(
        {own_path(language, open.key, lever), lever_title(context, lever, language),
         say(language, msg::overview_state, {{"done", std::to_string(done)}, {"all", std::to_string(all)}})});
    if (done < all && view.next_href.empty()) {
      view.next_href = view.levers.back().href;
      view.next_label = say(language, open.sheet.empty() ? msg::overview_begin : msg::overview_resume);
    }
  }
  if (view.next_href.empty()) view.next_label = say(language, msg::overview_done);
  return framed(context, request,
                {.title = view.title,
                 .path = std::string(kPath),
                 .query = request.raw_query,
                 .html = templates::render_overview(view, language),
                 .crumbs = {},
                 .offers = {}});
}

// The answers of a page, from the fields of this prefix; a level that is none stands in `errors`.
Sheet answers(const http::Request& request, const std::vector<const Question*>& questions,
              std::string_view level_prefix, std::string_view comment_prefix, std::vector<std::string>* errors) {
  Sheet sheet;
  for (std::size_t i = 0; i < std::min<std::size_t>(questions.size(), kPlaces); ++i) {
    const auto level = std::string(request.field(field(level_prefix, i + 1)));
    const auto comment = std::string(request.field(field(comment_prefix, i + 1)));
    const bool sound = level.size() == 1 && level[0] >= '0' && level[0] <= '4';
    if (errors != nullptr) {
      errors->emplace_back();
      if (!level.empty() && !sound) errors->back() = say(request.language, msg::sheet_level_fault);
      if (level.empty() && !comment.empty()) errors->back() = say(request.language, msg::sheet_level_missing);
      // What was typed is given back: a comment alone stays in its box.
      if (level.empty() && !comment.empty()) sheet[questions[i]->id] = {"", comment};
    }
    if (sound) sheet[questions[i]->id] = {level, comment};
  }
  return sheet;
}

}  // namespace

Answer sheet_page(const Context& context, const http::Request& request) {
  if (request.query.first("cle").value_or("").empty())
    return http::redirect(localised(request.language, "/diagnostic"), 303);
  core::Result<Open> opened = core::fail(core::ErrorKind::not_found, msg::error_absent.key);
  context.database->read([&](db::Transaction& tx) { opened = open(tx, request.query.first("cle").value_or("")); });
  if (!opened) return std::unexpected(opened.error());
  const auto lever = lever_in(request.query.first("levier").value_or(""));
  if (lever == 0 || opened->questionnaire.of_lever(lever).empty()) return overview(context, request, *opened);
  return lever_page(context, request, *opened, lever, {&opened->sheet, &opened->sheet, {}, {}, {}});
}

Answer sheet_post(const Context& context, const http::Request& request) {
  const auto lever = lever_in(request.field("levier"));
  core::Result<Open> opened = core::fail(core::ErrorKind::not_found, msg::error_absent.key);
  Sheet mine, seen;
  std::vector<std::string> errors;
  editorial::Joining joining;
  auto written = context.database->write([&](db::Transaction& tx) -> core::Result<void> {
    opened = open(tx, request.field("cle"));
    if (!opened) return std::unexpected(opened.error());
    const auto questions = opened->questionnaire.of_lever(lever);
    if (questions.empty()) return core::fail(core::ErrorKind::invalid, msg::error_lever.key);
    mine = answers(request, questions, "n", "c", &errors);
    seen = answers(request, questions, "vn", "vc", nullptr);
    if (std::ranges::all_of(errors, &std::string::empty)) joining = save(tx, opened->seat, seen, mine);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  const bool faulty = !std::ranges::all_of(errors, &std::string::empty);
  if (!faulty && joining.clashes.empty())
    return http::redirect(own_path(request.language, opened->key, lever < kLevers ? lever + 1 : 0), 303);
  // After a clash the other tab's answers were seen: sending again keeps what is typed here.
  Said said{&mine, faulty ? &seen : &opened->sheet, joining.clashes, errors, {}};
  said.notice = say(request.language, faulty ? msg::sheet_faulty : msg::sheet_clashed);
  auto page = lever_page(context, request, *opened, lever, said);
  page.status = core::status_of(faulty ? core::ErrorKind::invalid : core::ErrorKind::conflict);
  return page;
}

}  // namespace catalyse::assessment
