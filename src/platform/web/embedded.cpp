#include "web/embedded.hpp"

#include "templates.hpp"

namespace catalyse::web {

http::Response embedded_response(const Site& site, const Embedded& embedded) {
  EmbeddedView view;
  view.code = language_code(embedded.language);
  view.title = embedded.title;
  view.address = site.base_url + std::string(embedded.path);
  view.style = site.style;
  view.icon = site.icon;
  view.body_html = embedded.body_html;
  http::Response response;
  response.body = templates::render_embedded(view, embedded.language);
  response.framing = http::Framing::anyone;
  return response;
}

}  // namespace catalyse::web
