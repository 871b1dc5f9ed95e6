#include "face_validity.hpp"
#include "messages.hpp"
#include "observatory/method_rules.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "verification_words.hpp"
#include "views.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"

namespace catalyse::catalogue {
namespace {

using core::Language;
using core::Level;
using observatory::kMethod;
using web::say;

std::string decimal(double value, int decimals, Language language) { return text::number(value, decimals, language); }
std::string whole(double value, Language language) { return text::number(value, 0, language); }
std::string share(double value, Language language) { return text::percent(100 * value, 0, language); }

std::string variables_table(const observatory::Observatory& observatory, Level level, Language language) {
  web::Table table;
  table.id = "c-" + std::string(core::level_name(level));
  table.caption = say(language, msg::comparables_table, {{"level", level_words(level, language)}});
  for (const auto* column : {&msg::col_variable, &msg::col_id, &msg::col_kind})
    table.columns.push_back({say(language, *column)});
  for (const auto* column : {&msg::col_weight, &msg::col_centre, &msg::col_scale})
    table.columns.push_back({say(language, *column), web::Align::number});
  for (const auto& variable : observatory.variables(level)) {
    const auto& kind = variable.category ? msg::kind_category : variable.log10 ? msg::kind_log : msg::kind_plain;
    const auto number = [&](double value, int decimals) {
      return variable.category ? web::Cell{"–"} : web::Cell{decimal(value, decimals, language)};
    };
    table.rows.push_back({{language == Language::fr ? variable.label_fr : variable.label_en},
                          {variable.id},
                          {say(language, kind)},
                          {decimal(variable.weight, variable.weight < 1 ? 1 : 0, language)},
                          number(variable.centre, 3),
                          number(variable.scale, 3)});
  }
  return web::table(table);
}

SectionView values_section(Language language) {
  return {"valeurs",
          say(language, msg::values_title),
          {say(language, msg::values_states),
           say(language, msg::values_levels, {{"share", share(kMethod.coverage, language)}}),
           say(language, msg::values_merge)},
          {}};
}

SectionView comparables_section(const observatory::Observatory& observatory, Language language) {
  SectionView section{"comparables", say(language, msg::comparables_title), {}, {}};
  section.paragraphs = {
      say(language, msg::comparables_idea),
      say(language, msg::comparables_standard,
          {{"mad", decimal(kMethod.mad_factor, 4, language)},
           {"iqr", decimal(kMethod.iqr_factor, 3, language)},
           {"clip", whole(kMethod.clip, language)}}),
      say(language, msg::comparables_distance),
      say(language, msg::comparables_common,
          {{"share", share(kMethod.common_weight, language)}, {"own", share(kMethod.own_weight, language)}}),
      say(language, msg::comparables_overseas),
      say(language, msg::comparables_k,
          {{"k", std::to_string(kMethod.k_default)},
           {"low", std::to_string(kMethod.k_min)},
           {"high", std::to_string(kMethod.k_max)}})};
  for (const auto level : core::kLevels) section.table_html += variables_table(observatory, level, language);
  return section;
}

SectionView fragilities_section(Language language) {
  return {"fragilites",
          say(language, msg::fragilities_title),
          {say(language, msg::fragilities_percentile),
           say(language, msg::fragilities_score, {{"share", share(kMethod.theme_weight, language)}}),
           say(language, msg::fragilities_distinguishes, {{"n", std::to_string(kMethod.distinguishes_max)}}),
           say(language, msg::fragilities_shared,
               {{"score", whole(kMethod.shared_score, language)}, {"n", std::to_string(kMethod.shared_max)}}),
           say(language, msg::fragilities_better, {{"n", std::to_string(kMethod.better_max)}}),
           say(language, msg::fragilities_rank)},
          {}};
}

SectionView reliability_section(Language language) {
  return {"fiabilite",
          say(language, msg::reliability_title),
          {say(language, msg::reliability_levels,
               {{"low", whole(kMethod.population_low, language)},
                {"medium", whole(kMethod.population_medium, language)},
                {"numerator", whole(kMethod.numerator_low, language)}}),
           say(language, msg::reliability_interval,
               {{"above", whole(kMethod.inflation_above, language)},
                {"inflation", decimal(kMethod.inflation, 1, language)}}),
           say(language, msg::reliability_ranks)},
          {}};
}

}  // namespace

std::vector<SectionView> method_sections(const Holdings& holdings, Language language) {
  return {{"lire", say(language, msg::reading_title), {say(language, msg::reading_text)}, {}},
          values_section(language),
          comparables_section(*holdings.observatory, language),
          fragilities_section(language),
          reliability_section(language),
          {"bon-sens",
           say(language, msg::validity_title),
           {say(language, msg::validity_text)},
           face_validity_table(holdings, language)},
          {"limites",
           say(language, msg::limits_title),
           {say(language, msg::limits_poverty), say(language, msg::limits_unemployment),
            say(language, msg::limits_overseas)},
           {}}};
}

http::Response method_page(const Holdings& holdings, const http::Request& request) {
  const auto language = request.language;
  MethodView view;
  view.data_href = web::localised(language, "/donnees");
  view.indicators_href = web::localised(language, "/donnees/indicateurs");
  view.sections = method_sections(holdings, language);
  return framed(holdings, request, msg::method_title, msg::method_description,
                templates::render_method(view, language));
}

}  // namespace catalyse::catalogue
