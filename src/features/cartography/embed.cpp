#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "web/embedded.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::cartography {
namespace {

using web::say;

constexpr std::int64_t kWidth = 720, kHeight = 820;

}  // namespace

http::Response embedded_page(const Sheet& sheet) {
  const auto language = sheet.language;
  const auto title = title_of(sheet.context, sheet.choice, language);
  const auto path = address_of(sheet.context, sheet.choice, language);
  EmbedView view;
  view.address = sheet.context.site->base_url + path;
  // Links inside would open in the frame of the other site.
  view.drawing_html = drawing_svg(sheet.context, sheet.choice, sheet.picture, *sheet.ground, language, Use::alone);
  view.scale_note = scale_note(sheet);
  view.missing_note = missing_note(sheet);
  view.legend = legend_of(sheet.context, sheet.choice, sheet.picture, language);
  view.source = say(language, msg::file_source, {{"source", source_of(sheet.context, sheet.choice, language)}});
  const auto body = templates::render_embed(view, language);
  return web::embedded_response(*sheet.context.site, {language, title, path, body});
}

plug::Embed embed(const Context& context) {
  return [context](core::Language language, std::string_view path,
                   const http::Query& query) -> std::optional<core::Result<plug::Embedded>> {
    if (path != "/carte") return std::nullopt;
    const auto asked = read_choice(context, query);
    if (asked.error) return std::unexpected(*asked.error);
    // The one address of the state, never what was sent.
    return plug::Embedded{title_of(context, asked.choice, language),
                          address_of(context, asked.choice, language) + "&integration=1", kWidth, kHeight};
  };
}

}  // namespace catalyse::cartography
