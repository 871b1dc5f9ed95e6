// `/projets/methode`: how lines of files become projects with a place and a theme, with the tables in force.
#include "desk.hpp"
#include "messages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "theme_rules.hpp"
#include "web/components.hpp"

namespace catalyse::projects {
namespace {

using core::Language;
using web::say;

// « +ecole » is a word that decides.
std::string shown_words(std::string_view words) {
  std::string all;
  while (!words.empty()) {
    auto word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    if (word.empty()) continue;
    const bool decides = word.starts_with('+');
    if (decides) word.remove_prefix(1);
    all += (all.empty() ? "" : ", ") + std::string(word) + (decides ? "*" : "");
  }
  return all;
}

std::string sources_table(const Context& context, Language language) {
  web::Table table;
  table.id = "c-sources";
  table.caption = say(language, msg::method_sources);
  table.columns = {{say(language, msg::method_file)},
                   {say(language, msg::method_producer)},
                   {say(language, msg::method_licence)},
                   {say(language, msg::method_rows), web::Align::number}};
  std::vector<std::int64_t> rows(context.projects->sources().size());
  for (RowIndex row = 0; row < context.projects->size(); ++row) ++rows[context.projects->project(row).source];
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& source = context.projects->sources()[i];
    table.rows.push_back({{language == Language::fr ? source.title : source.title_en, "", source.path},
                          {source.producer, "", source.relay},
                          {source.licence, source.licence_address},
                          {text::number(rows[i], language)}});
  }
  return web::table(table);
}

}  // namespace

core::Result<http::Response> method_page(const Context& context, const http::Request& request) {
  const auto language = request.language;
  MethodView view;
  view.sources_html = sources_table(context, language);
  for (std::size_t t = 1; t < themes().size(); ++t) {
    const auto& theme = themes()[t];
    view.rules.push_back({std::string(theme_label(static_cast<std::uint8_t>(t), language)),
                          say(language, theme.own ? msg::method_own : msg::method_fragility),
                          shown_words(theme.words)});
  }
  web::Page page;
  page.language = language;
  page.title = say(language, msg::method_title);
  page.description = say(language, msg::method_description);
  page.path = "/projets/methode";
  page.crumbs = {{say(language, msg::search_title), web::localised(language, kPath)}, {page.title, ""}};
  page.body_html = templates::render_method(view, language);
  return web::page_response(*context.site, page);
}

}  // namespace catalyse::projects
