#include <algorithm>

#include "layouts.hpp"
#include "messages.hpp"
#include "templates.hpp"
#include "web/assets.hpp"
#include "web/web.hpp"

namespace catalyse::web {
namespace {

// The bundled style sheet holds no `<`, so nothing in it can end the element (a test holds this).
std::string style_html() {
  const auto all = assets();
  const auto found = std::ranges::find(all, "catalyse.css", &http::Asset::name);
  return found == all.end() ? std::string() : "<style>" + std::string(found->bytes) + "</style>";
}

// `href="/…` as the site's whole address. In rendered HTML a quotation mark stands only around attributes: text has it
// as &quot;. `//` would be another site's address; safe_url lets none through.
std::string with_whole_addresses(std::string_view html, std::string_view base_url) {
  constexpr std::string_view kLink = " href=\"/";
  std::string out;
  out.reserve(html.size() + html.size() / 8);
  for (std::size_t from = 0;;) {
    const auto at = html.find(kLink, from);
    out += html.substr(from, at == std::string_view::npos ? at : at - from);
    if (at == std::string_view::npos) return out;
    ((out += " href=\"") += base_url) += '/';
    from = at + kLink.size();
  }
}

}  // namespace

http::Response standalone_response(const Site& site, const Page& page, const Copy& copy) {
  StandaloneView view;
  view.code = language_code(page.language);
  view.title = page.title;
  view.layout = layout_class(page.layout);
  view.made = copy.made;
  view.data = site.data(page.language);
  view.print_footer = page.print_footer;
  view.address = site.base_url + localised(page.language, page.path);
  view.home = site.base_url + localised(page.language, "/");
  view.style_html = style_html();
  view.body_html = with_whole_addresses(page.body_html, site.base_url);
  http::Response response;
  response.body = templates::render_standalone(view, page.language);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + copy.file + "\"");
  return response;
}

}  // namespace catalyse::web
