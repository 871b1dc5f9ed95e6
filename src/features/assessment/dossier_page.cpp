// `/diagnostic/dossier?cle=`: who answered, what comes out of it, what may help, and what is shared.
#include <algorithm>

#include "editorial/once.hpp"
#include "http/answers.hpp"
#include "library/advice.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "radar.hpp"
#include "store.hpp"
#include "tables.hpp"
#include "templates.hpp"
#include "territories/reader_place.hpp"
#include "territories/resolve.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "views.hpp"

namespace catalyse::assessment {
namespace {

using core::Language;
using web::localised;
using web::say;

constexpr std::string_view kPath = "/diagnostic/dossier";
constexpr std::size_t kWeakShown = 6, kName = 120;

std::string own_path(Language language, const Assessment& assessment) {
  return localised(language, kPath) + "?cle=" + assessment.key;
}

void add_respondents(const Held& held, Language language, DossierView& view) {
  const auto& questions = held.questionnaires.back();
  for (const auto& respondent : held.round().respondents) {
    std::size_t done = 0;
    for (unsigned lever = 1; lever <= kLevers; ++lever) done += answered(questions, respondent.sheet, lever);
    view.respondents.push_back(
        {respondent.name,
         say(language, msg::overview_state,
             {{"done", std::to_string(done)}, {"all", std::to_string(questions.questions.size())}}),
         localised(language, "/diagnostic/reponses") + "?cle=" + respondent.key});
  }
}

void add_divergences(const Held& held, Language language, DossierView& view) {
  for (const auto& one : held.summary().questions) {
    if (!one.diverges()) continue;
    std::vector<std::string> levels;
    for (const auto& respondent : held.round().respondents)
      if (const auto level = level_of(respondent.sheet, one.question->id))
        levels.push_back(
            say(language, msg::dossier_says, {{"name", respondent.name}, {"level", std::to_string(*level)}}));
    view.divergences.push_back({one.question->text.in(language), text::list(levels, language)});
  }
  if (view.divergences.empty())
    view.divergences_none =
        say(language, held.round().respondents.size() < 2 ? msg::dossier_alone : msg::dossier_agreed);
}

void add_weak(const Context& context, const Held& held, Language language, DossierView& view) {
  const auto weak = weakest(held.summary(), kWeakShown);
  std::vector<std::string_view> ids;
  for (const auto* one : weak) ids.emplace_back(one->question->id);
  const auto advice =
      library::advise(context.library, ids, {.most = 2, .place = held.assessment.place, .language = language});
  for (std::size_t i = 0; i < weak.size(); ++i) {
    const auto& one = *weak[i];
    WeakView shown{one.question->text.in(language),
                   say(language, msg::dossier_weak_reason, {{"mean", text::number(one.mean, 1, language)}}),
                   {},
                   {}};
    const auto levers = context.library.shelf->levers();
    const auto lever = std::ranges::find(levers, one.question->lever, &library::Lever::number);
    if (lever != levers.end())
      shown.lever_href = localised(language, lever->address()) +
                         (held.assessment.place.empty() ? "" : "?territoire=" + held.assessment.place);
    for (const auto& help : advice[i])
      shown.advice.push_back({localised(language, help.address), help.title, help.reason});
    view.weak.push_back(std::move(shown));
  }
  if (view.weak.empty())
    view.weak_none = say(language, held.summary().empty() ? msg::dossier_nothing : msg::dossier_strong);
}

web::Form form_of(const http::Request& request, const Held& held, std::string_view act, const web::Message& button) {
  web::Form form;
  form.action = localised(request.language, kPath);
  form.token = request.actor.token;
  form.hidden = {{"cle", held.assessment.key},
                 {"geste", std::string(act)},
                 {std::string(editorial::kSendingField), editorial::new_sending_key()}};
  form.button = say(request.language, button);
  form.css_class = "quiet";
  return form;
}

// What somebody typed that cannot be taken, by field.
struct Faults {
  std::string name, consent;
};

void add_forms(const http::Request& request, const Held& held, const Faults& faults, DossierView& view) {
  const auto language = request.language;
  auto add = form_of(request, held, "ajouter", msg::dossier_add);
  web::Field name;
  name.id = name.name = "nom";
  name.label = say(language, msg::dossier_add_name);
  name.hint = say(language, msg::dossier_add_hint);
  name.error = faults.name;
  name.value = faults.name.empty() ? std::string{} : std::string(request.field("nom"));
  name.autocomplete = "off";
  add.fields = {std::move(name)};
  view.add_html = web::post_form(language, add);
  auto share = form_of(request, held, "partage", msg::dossier_share);
  web::Field sharing;
  sharing.id = sharing.name = "partage";
  sharing.label = say(language, msg::dossier_sharing_label);
  sharing.hint = say(language, msg::dossier_sharing_hint);
  sharing.type = "select";
  sharing.value = held.assessment.sharing;
  sharing.options = {{"non", say(language, msg::sharing_non)},
                     {"comparaison", say(language, msg::sharing_comparaison)},
                     {"public", say(language, msg::sharing_public)}};
  share.fields = {std::move(sharing)};
  view.share_html = web::post_form(language, share);
  auto round = form_of(request, held, "tour", msg::dossier_round);
  view.round_html = web::post_form(language, round);
  auto erase = form_of(request, held, "effacer", msg::dossier_erase);
  web::Field sure;
  sure.id = sure.name = "confirmation";
  sure.label = say(language, msg::dossier_erase_sure);
  sure.type = "checkbox";
  sure.error = faults.consent;
  erase.fields = {std::move(sure)};
  view.erase_html = web::post_form(language, erase);
}

DossierView make_view(const Context& context, const http::Request& request, const Held& held,
                      const std::optional<Others>& others, const Faults& faults) {
  const auto language = request.language;
  const auto& assessment = held.assessment;
  DossierView view;
  view.title = assessment.name;
  view.about = say(language, msg::dossier_about,
                   {{"n", std::to_string(held.round().number)}, {"day", day_words(held.round().opened, language)}});
  view.keep = say(language, msg::dossier_keep);
  view.version = say(language, msg::version_note, {{"n", std::to_string(held.round().version)}});
  const auto& all = *context.library.territories;
  if (const auto place = territories::find_place(all, assessment.place))
    view.places.push_back(
        {localised(language, territories::address(all.place(*place))), territories::place_label(all, *place)});
  add_respondents(held, language, view);
  view.results_title = say(language, msg::dossier_results);
  const auto drawn = drawn_of(context, held, others, language);
  view.radar_html = drawn.radar;
  view.radar_note = drawn.note;
  view.table_html = drawn.table;
  if (held.summary().empty()) view.none = say(language, msg::dossier_nothing);
  if (assessment.kind == kKinds[0])
    view.others = others ? say(language, msg::dossier_others, {{"n", std::to_string(others->places)}})
                         : say(language, msg::dossier_others_few);
  add_divergences(held, language, view);
  add_weak(context, held, language, view);
  view.sharing = say(language, assessment.sharing == "public"        ? msg::shared_now_public
                               : assessment.sharing == "comparaison" ? msg::shared_now_comparison
                                                                     : msg::shared_now_private);
  if (assessment.sharing == "public")
    view.sharing_href = localised(language, "/diagnostic/partages") + "?de=" + assessment.id;
  add_forms(request, held, faults, view);
  return view;
}

http::Response page_of(const Context& context, const http::Request& request, const Held& held,
                       const std::optional<Others>& others, const Faults& faults) {
  const auto language = request.language;
  const auto query = "?cle=" + held.assessment.key;
  const std::vector<web::Offer> offers{
      {http::Form::csv, say(language, msg::download_csv), std::string(kPath) + ".csv" + query},
      {http::Form::csv, say(language, msg::download_excel), std::string(kPath) + ".csv" + query + "&dialecte=excel-fr"},
      {http::Form::json, say(language, msg::download_json), std::string(kPath) + ".json" + query}};
  auto view = make_view(context, request, held, others, faults);
  view.downloads_html = web::downloads(language, offers);
  return framed(context, request,
                {.title = view.title,
                 .path = std::string(kPath),
                 .query = request.method == http::Method::get ? request.raw_query : "cle=" + held.assessment.key,
                 .html = templates::render_dossier(view, language),
                 .crumbs = {},
                 .offers = {}});
}

// What a form of this page asks for. `erased`: the assessment is no more.
core::Result<bool> act(const Context& context, const http::Request& request, db::Transaction& tx,
                       const Assessment& assessment, Faults& faults) {
  const auto language = request.language;
  const auto what = request.field("geste");
  // What adds something; the second time nothing is added, and the page is shown as it is.
  const auto once = [&](const std::function<core::Result<void>()>& effect) {
    return editorial::once(tx, {what, assessment.id, request.field(editorial::kSendingField), request.field("nom")},
                           context.clock->now(), [&]() -> core::Result<std::string> {
                             if (auto added = effect(); !added) return std::unexpected(added.error());
                             return assessment.id;
                           });
  };
  if (what == "ajouter") {
    const auto name = line_of(request.field("nom"), kName);
    if (name.empty())
      faults.name = say(language, msg::dossier_name_missing);
    else if (auto added = once([&] { return add_respondent(tx, assessment, name); }); !added)
      return std::unexpected(added.error());
  } else if (what == "partage") {
    const auto sharing = request.field("partage");
    if (std::ranges::find(kSharings, sharing) == kSharings.end())
      return core::fail(core::ErrorKind::invalid, msg::error_act.key);
    set_sharing(tx, assessment.id, sharing);
  } else if (what == "tour") {
    const auto open = [&] { return open_round(tx, assessment, newest_version(tx), today(context)); };
    if (auto opened = once(open); !opened) return std::unexpected(opened.error());
  } else if (what == "effacer") {
    if (request.field("confirmation").empty())
      faults.consent = say(language, msg::dossier_erase_unsure);
    else
      erase(tx, assessment.id);
    return faults.consent.empty();
  } else {
    return core::fail(core::ErrorKind::invalid, msg::error_act.key);
  }
  return false;
}

}  // namespace

Answer dossier_page(const Context& context, const http::Request& request) {
  core::Result<Held> held = core::fail(core::ErrorKind::not_found, msg::error_absent.key);
  std::optional<Others> others;
  const auto key = request.query.first("cle").value_or("");
  // Without a key there is nothing to open; as data, the form of what there would be.
  if (key.empty() && request.form == http::Form::html)
    return http::redirect(localised(request.language, "/diagnostic"), 303);
  if (key.empty()) held = Held{};
  context.database->read([&](db::Transaction& tx) {
    if (!key.empty()) held = hold(tx, by_key(tx, key));
    if (held && request.form == http::Form::html) others = others_of(context, tx, held->assessment);
  });
  if (!held) return std::unexpected(held.error());
  if (request.form == http::Form::json) return http::answer(http::kJsonType, dossier_json(*held));
  if (request.form == http::Form::csv) {
    const auto dialect = exporting::dialect_from(request.query.first("dialecte"));
    if (!dialect) return std::unexpected(dialect.error());
    return http::attachment(http::kCsvType, dossier_csv(*held, *dialect), "diagnostic.csv");
  }
  return page_of(context, request, *held, others, {});
}

Answer dossier_post(const Context& context, const http::Request& request) {
  Faults faults;
  core::Result<Held> held = core::fail(core::ErrorKind::not_found, msg::error_absent.key);
  bool erased = false;
  auto written = context.database->write([&](db::Transaction& tx) -> core::Result<void> {
    held = hold(tx, by_key(tx, request.field("cle")));
    if (!held) return std::unexpected(held.error());
    const auto done = act(context, request, tx, held->assessment, faults);
    if (!done) return std::unexpected(done.error());
    erased = *done;
    return {};
  });
  if (!written) return std::unexpected(written.error());
  if (!faults.name.empty() || !faults.consent.empty()) {
    auto page = page_of(context, request, *held, std::nullopt, faults);
    page.status = core::status_of(core::ErrorKind::invalid);
    return page;
  }
  if (erased) return http::redirect(localised(request.language, "/diagnostic"), 303);
  return http::redirect(own_path(request.language, held->assessment), 303);
}

}  // namespace catalyse::assessment
