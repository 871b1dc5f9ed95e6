// `/perimetres`: a list is typed, pasted or sent; the page says what was understood of it and leads to the perimeter.
#include <algorithm>
#include <chrono>

#include "core/clock.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "observatory/wording.hpp"
#include "pages.hpp"
#include "store.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "views.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::perimeters {
namespace {

using core::Language;
using web::say;
using web::say_count;

constexpr std::string_view kPath = "/perimetres";
constexpr std::size_t kItemsShown = 40;

// What the reader gave, wherever it came from.
struct Given {
  std::string name, list;
  const web::Message* fault = nullptr;  // of the file
  bool any = false;                     // a list was given, even an empty one
};

Given given(const Context& context, const http::Request& request) {
  Given all;
  if (request.method == http::Method::post) {
    all.name = request.field("nom");
    all.list = request.field("codes");
    all.any = true;
    for (const auto& upload : request.uploads) {
      if (upload.bytes.empty()) continue;
      const auto text = text_of_file(upload.bytes);
      if (!text) {
        all.fault = &msg::fault_file;
        continue;
      }
      all.list += (all.list.empty() ? "" : "\n") + *text;
    }
    return all;
  }
  all.name = request.query.first("nom").value_or("");
  if (const auto codes = request.query.first("codes")) all.list = *codes, all.any = true;
  // An existing perimeter as the beginning of another.
  if (const auto id = request.query.first("de"); id && !all.any) {
    if (const auto perimeter = context.perimeters->find(*id)) {
      if (all.name.empty()) all.name = (*perimeter)->name;
      for (const PlaceIndex commune : (*perimeter)->communes)
        all.list += std::string(context.territories->place(commune).code) + "\n";
    } else {
      all.fault = &msg::unknown;
    }
  }
  return all;
}

// What is written back into the form: what is clean text, so that it can be sent again.
std::string written_back(std::string_view list) {
  std::string out;
  for (const char c : list) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 || c == '\n' || c == '\t') out += c;
  }
  return out;
}

std::string form_html(const http::Request& request, const Given& all, const std::string& error) {
  const auto language = request.language;
  web::Form form;
  form.action = web::localised(language, kPath);
  form.token = request.actor.token;
  form.button = say(language, msg::form_button);
  form.fields = {{.id = "nom",
                  .name = "nom",
                  .label = say(language, msg::form_name),
                  .value = all.name,
                  .hint = say(language, msg::form_name_hint),
                  .autocomplete = "off"},
                 {.id = "codes",
                  .name = "codes",
                  .label = say(language, msg::form_codes),
                  .type = "textarea",
                  .value = written_back(all.list),
                  .hint = say(language, msg::form_codes_hint),
                  .error = error},
                 {.id = "fichier",
                  .name = "fichier",
                  .label = say(language, msg::form_file),
                  .type = "file",
                  .hint = say(language, msg::form_file_hint)}};
  return web::post_form(language, form);
}

std::string named(const Context& context, PlaceIndex index, Language language) {
  const auto& place = context.territories->place(index);
  return std::string(place.name) + " (" + observatory::level_word(place.level, language) + " " +
         std::string(place.code) + ")";
}

std::string names_of(const Context& context, std::span<const PlaceIndex> places, Language language) {
  std::vector<std::string> names;
  for (const PlaceIndex place : places.first(std::min<std::size_t>(places.size(), 6)))
    names.push_back(named(context, place, language));
  return text::list(names, language);
}

template <class T, class Words>
void add_change(FormPageView& view, Language language, const Told<T>& told, const web::Plural& lead, Words words) {
  if (told.count == 0) return;
  RemarkView remark{say_count(language, static_cast<std::int64_t>(told.count), lead), {}, {}};
  for (std::size_t i = 0; i < std::min(told.first.size(), kItemsShown); ++i)
    remark.items.push_back(words(told.first[i]));
  if (told.count > remark.items.size())
    remark.more = say_count(language, static_cast<std::int64_t>(told.count - remark.items.size()), msg::form_more);
  view.changes.push_back(std::move(remark));
}

const web::Message& reason_words(Reason reason) {
  switch (reason) {
    case Reason::unknown_code:
      return msg::refused_unknown_code;
    case Reason::unknown_name:
      return msg::refused_unknown_name;
    case Reason::several_names:
      return msg::refused_several_names;
    case Reason::several_levels:
      return msg::refused_several_levels;
    case Reason::uncertain:
      return msg::refused_uncertain;
    case Reason::collectivity:
      return msg::refused_collectivity;
    case Reason::arrondissement:
      return msg::refused_arrondissement;
  }
  return msg::refused_unknown_code;
}

void fill_refused(const Context& context, Language language, const Understood& understood, FormPageView& view) {
  const auto& refused = understood.refused;
  if (refused.count == 0) return;
  view.refused_title = say_count(language, static_cast<std::int64_t>(refused.count), msg::refused_title);
  for (std::size_t i = 0; i < std::min(refused.first.size(), kItemsShown); ++i) {
    const Refused& one = refused.first[i];
    RefusedView row{one.item, say(language, reason_words(one.reason)), {}};
    for (const PlaceIndex place : one.places) {
      const auto& found = context.territories->place(place);
      row.choices.push_back({web::localised(language, territories::address(found)),
                             std::string(found.name) + " (" + std::string(core::level_name(found.level)) + ":" +
                                 std::string(found.code) + ")"});
    }
    view.refused.push_back(std::move(row));
  }
  if (refused.count > view.refused.size())
    view.refused_more =
        say_count(language, static_cast<std::int64_t>(refused.count - view.refused.size()), msg::form_more);
}

void fill_changes(const Context& context, Language language, const Understood& understood, FormPageView& view) {
  add_change(view, language, understood.carried, msg::changed_carried, [&](const Taken& taken) {
    const auto& words = taken.as.size() > 1 ? msg::changed_split
                        : taken.part        ? msg::changed_merged
                                            : msg::changed_renamed;
    return say(language, words, {{"item", taken.item}, {"places", names_of(context, taken.as, language)}});
  });
  add_change(view, language, understood.groups, msg::changed_groups, [&](const Group& group) {
    return named(context, group.place, language) + " · " +
           say_count(language, static_cast<std::int64_t>(group.communes), msg::changed_group);
  });
  add_change(view, language, understood.by_name, msg::changed_named, [&](const Taken& taken) {
    return say(language, msg::changed_renamed,
               {{"item", taken.item}, {"places", names_of(context, taken.as, language)}});
  });
  add_change(view, language, understood.repaired, msg::changed_repaired,
             [&](const Taken& taken) { return taken.item + " → 0" + taken.item; });
  add_change(view, language, understood.passed_over, msg::changed_passed, [](const std::string& cell) { return cell; });
  if (understood.again > 0)
    view.plain.push_back(say_count(language, static_cast<std::int64_t>(understood.again), msg::changed_again));
  if (!view.changes.empty() || !view.plain.empty()) view.changes_title = say(language, msg::changed_title);
}

std::string result_words(const Context& context, Language language, const Understood& understood) {
  const auto people = people_of(*context.territories, understood.communes);
  auto words =
      say_count(language, static_cast<std::int64_t>(understood.communes.size()), msg::result_communes,
                {{"people", text::number(people, language)}, {"items", count_text(understood.items, language)}});
  if (!understood.column.empty()) words += " " + say(language, msg::result_column, {{"column", understood.column}});
  if (understood.too_many)
    words += " " + say(language, msg::result_cut,
                       {{"items", count_text(kItemsMost, language)}, {"names", count_text(kNamesMost, language)}});
  return words;
}

// Where the perimeter is, or the button that keeps one too long for an address.
void fill_way(const Context& context, const http::Request& request, const Content& content, FormPageView& view) {
  const auto writing = write(content);
  const auto id = id_of(writing);
  if (!is_stored(id)) {
    const Perimeter perimeter{id, content.name, {}, {}};
    view.open_href = web::localised(request.language, address(perimeter));
    view.open_label = say(request.language, msg::form_open, {{"name", content.name}});
    view.kept_note = say(request.language, msg::form_not_kept);
    if (context.database != nullptr) view.save_href = web::localised(request.language, save_address(perimeter));
    return;
  }
  if (context.database == nullptr) return;
  view.kept_note = say(request.language, msg::form_kept);
  web::Form form;
  form.action = web::localised(request.language, kPath);
  form.token = request.actor.token;
  form.hidden = {{"contenu", writing}};
  form.button = say(request.language, msg::form_keep);
  view.keep_html = web::post_form(request.language, form);
}

core::Result<http::Response> keep_and_lead(const Context& context, const http::Request& request) {
  const auto writing = std::string(request.field("contenu"));
  const auto content = read(writing);
  if (!content) return core::fail(core::ErrorKind::invalid, msg::unknown.key);
  const auto id = id_of(writing);
  auto perimeter = on_today(*context.territories, id, *content);
  if (!perimeter) return std::unexpected(perimeter.error());
  if (is_stored(id)) {
    if (context.database == nullptr) return core::fail(core::ErrorKind::unavailable, msg::full.key);
    const auto now = std::chrono::floor<std::chrono::days>(core::SystemClock().now());
    if (auto stored = keep(*context.database, id, writing, text::iso_date(now)); !stored)
      return std::unexpected(stored.error());
  }
  return http::redirect(web::localised(request.language, address(*perimeter)), 303);
}

}  // namespace

core::Result<http::Response> form_page(const Context& context, const http::Request& request) {
  if (!request.field("contenu").empty()) return keep_and_lead(context, request);
  const auto language = request.language;
  const auto all = given(context, request);
  FormPageView view;
  view.title = say(language, msg::form_page);
  view.lead = say(language, msg::form_lead);
  for (const auto* help :
       {&msg::form_help_levels, &msg::form_help_table, &msg::form_help_old, &msg::form_help_use, &msg::form_help_words})
    view.helps.push_back(say(language, *help));
  if (all.fault != nullptr) view.fault = say(language, *all.fault);
  std::string error;
  bool refused = all.fault != nullptr;
  if (all.any && all.fault == nullptr) {
    const auto understood = read_list(*context.territories, all.list);
    fill_refused(context, language, understood, view);
    fill_changes(context, language, understood, view);
    if (understood.communes.empty()) {
      refused = true;
      error = say(language, understood.items == 0 ? msg::fault_empty : msg::fault_nothing);
      if (understood.items > 0) view.result = error;
    } else {
      const auto otherwise =
          say_count(language, static_cast<std::int64_t>(understood.communes.size()), msg::name_default);
      view.result = result_words(context, language, understood);
      fill_way(context, request, content_of(*context.territories, clean_name(all.name, otherwise), understood.communes),
               view);
    }
  }
  view.map_href = web::localised(language, "/carte") + "?niveau=commune&vue=interactive";
  view.form_html = form_html(request, all, error);
  if (request.actor.signed_in()) view.saved_href = web::localised(language, kSavedPath);
  web::Page page;
  page.language = language;
  page.title = view.title;
  page.description = say(language, msg::form_description);
  page.path = std::string(kPath);
  page.query = request.raw_query;
  page.layout = web::Layout::wide;
  page.crumbs = {{say(language, msg::crumb_france), web::localised(language, "/territoires")}, {view.title, {}}};
  if (all.any || all.fault != nullptr || !request.raw_query.empty()) page.indexing = web::Indexing::noindex;
  page.body_html = templates::render_form_page(view, language);
  auto response = web::page_response(*context.site, page);
  if (refused) response.status = core::status_of(core::ErrorKind::invalid);
  return response;
}

}  // namespace catalyse::perimeters
