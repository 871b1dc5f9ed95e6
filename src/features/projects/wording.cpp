#include "wording.hpp"

#include "messages.hpp"
#include "territories/territories.hpp"
#include "text/fold.hpp"
#include "text/numbers.hpp"
#include "text/utf8.hpp"
#include "theme_rules.hpp"
#include "web/i18n.hpp"

namespace catalyse::projects {
namespace {

using core::Language;
using territories::kNowhere;
using web::say;

constexpr std::size_t kSlugMost = 60, kTitleShown = 220;

// The beginning of a text that ends at a space.
std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  auto cut = text::cut_utf8(text, most);
  if (const auto space = cut.rfind(' '); space != std::string_view::npos && space > most / 2)
    cut = cut.substr(0, space);
  return std::string(cut) + " …";
}

}  // namespace

std::string address(const Project& project) {
  auto slug = text::slug(project.title.empty() ? project.beneficiary : project.title);
  if (slug.size() > kSlugMost) {
    slug.resize(kSlugMost);
    if (const auto hyphen = slug.rfind('-'); hyphen != std::string::npos) slug.resize(hyphen);
  }
  return "/projets/" + project.id + (slug.empty() ? "" : "-" + slug);
}

std::string money(std::int64_t cents, Language language) {
  return text::euros(static_cast<double>(cents) / 100, 0, language);
}

std::string title_of(const Context&, const Project& project, Language language) {
  if (!project.title.empty()) return shortened(project.title, kTitleShown);
  return say(language, msg::row_untitled, {{"beneficiary", std::string(project.beneficiary)}});
}

std::string place_words(const Context& context, const Project& project, Language language) {
  if (project.place == kNowhere) return say(language, msg::row_nowhere);
  const auto& place = context.territories->place(project.place);
  const auto above = place.level < core::Level::departement ? place.departement : kNowhere;
  if (above == kNowhere) return std::string(place.name);
  return say(language, msg::row_within,
             {{"place", place.name}, {"departement", context.territories->place(above).name}});
}

std::string_view family_label(const Family& family, Language language) {
  return language == Language::fr ? family.label_fr : family.label_en;
}

std::string_view theme_label(std::uint8_t theme, Language language) {
  return language == Language::fr ? themes()[theme].label_fr : themes()[theme].label_en;
}

std::string programme_words(const Programme& programme) {
  const auto& family = families()[programme.family];
  if (family.id == "detr" || family.id == "dsil" || family.id == "dpv" || family.id == "dsid")
    return programme.short_name;
  if (family.id == "fonds-vert") return programme.short_name + " · " + programme.label;
  return programme.funder + " · " + programme.label;
}

std::string band_words(std::size_t band, Language language) {
  const auto euros = [&](std::int64_t value) { return text::euros(static_cast<double>(value), 0, language); };
  if (band == 0) return say(language, msg::band_under, {{"high", euros(kBands.front())}});
  if (band == kBands.size()) return say(language, msg::band_over, {{"low", euros(kBands.back())}});
  return say(language, msg::band_between, {{"low", euros(kBands[band - 1])}, {"high", euros(kBands[band])}});
}

std::string year_words(int year, Language language) {
  return year == 0 ? say(language, msg::row_no_year) : text::year(year);
}

std::string confidence_words(std::uint8_t confidence, Language language) {
  switch (static_cast<Confidence>(confidence)) {
    case Confidence::high:
      return say(language, msg::confidence_high);
    case Confidence::medium:
      return say(language, msg::confidence_medium);
    case Confidence::low:
      return say(language, msg::confidence_low);
    case Confidence::none:
      break;
  }
  return say(language, msg::confidence_none);
}

std::string_view confidence_name(std::uint8_t confidence) {
  static constexpr std::array<std::string_view, 4> kNames{"none", "low", "medium", "high"};
  return kNames[confidence & 3U];
}

std::string siting_words(Siting siting, Language language) {
  switch (siting) {
    case Siting::code:
      return say(language, msg::siting_code);
    case Siting::siren:
      return say(language, msg::siting_siren);
    case Siting::name:
      return say(language, msg::siting_name);
    case Siting::departement:
      return say(language, msg::siting_departement);
    case Siting::funder:
      return say(language, msg::siting_funder);
    case Siting::none:
      break;
  }
  return say(language, msg::siting_none);
}

std::string_view siting_name(Siting siting) {
  static constexpr std::array<std::string_view, kSitings> kNames{"code",        "siren",  "name",
                                                                 "departement", "funder", "none"};
  return kNames[static_cast<std::size_t>(siting)];
}

RowView row_view(const Context& context, RowIndex row, Language language) {
  const auto project = context.projects->project(row);
  RowView view;
  view.href = web::localised(language, address(project));
  view.title = title_of(context, project, language);
  view.amount = money(project.amount, language);
  // Lines of the DSID give the number of a département for its name: the place says it.
  const bool named = project.beneficiary.size() > 3;
  view.detail = project.title.empty() || !named ? std::string{} : std::string(project.beneficiary) + " · ";
  view.detail += place_words(context, project, language) + " · " +
                 programme_words(context.projects->programmes()[project.programme]) + " · " +
                 year_words(project.year, language);
  if (project.duplicate) view.note = say(language, msg::row_duplicate);
  return view;
}

}  // namespace catalyse::projects
