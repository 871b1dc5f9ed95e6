#include "web/web.hpp"

#include "layouts.hpp"
#include "messages.hpp"
#include "templates.hpp"

namespace catalyse::web {
namespace {

std::string_view media_type(http::Form form) {
  switch (form) {
    case http::Form::html:
      return "text/html";
    case http::Form::json:
      return "application/json";
    case http::Form::csv:
      return "text/csv";
    case http::Form::geojson:
      return "application/geo+json";
    case http::Form::xml:
      return "application/xml";
    case http::Form::text:
      return "text/plain";
    case http::Form::yaml:
      return "application/yaml";
    case http::Form::svg:
      return "image/svg+xml";
    case http::Form::atom:
      return "application/atom+xml";
    case http::Form::ics:
      return "text/calendar";
  }
  return "text/html";
}

const Message& conformity_text(Conformity conformity) {
  switch (conformity) {
    case Conformity::none:
      return msg::footer_accessibility_none;
    case Conformity::partial:
      return msg::footer_accessibility_partial;
    case Conformity::full:
      return msg::footer_accessibility_full;
  }
  return msg::footer_accessibility_none;
}

Language other(Language language) { return language == Language::fr ? Language::en : Language::fr; }

// Inside a script element only `<` could end it (HTML Standard § 13.2.5.15); as \u003c it is the same JSON.
std::string json_ld_html(std::string_view json) {
  if (json.empty()) return {};
  std::string out;
  out.reserve(json.size() + 64);
  out += "<script type=\"application/ld+json\">";
  for (auto at = json.find('<'); at != std::string_view::npos; at = json.find('<')) {
    out.append(json.substr(0, at)).append("\\u003c");
    json.remove_prefix(at + 1);
  }
  out.append(json).append("</script>\n");
  return out;
}

std::string absolute(const Site& site, Language language, std::string_view path) {
  std::string address;
  address.reserve(site.base_url.size() + path.size() + 3);
  address.append(site.base_url).append(language == Language::fr ? "" : "/en");
  if (language == Language::fr || path != "/") address.append(path);
  return address;
}

CanonicalView canonical(const Site& site, const Page& page) {
  return {.address = absolute(site, page.language, page.path),
          .french = absolute(site, Language::fr, page.path),
          .english = absolute(site, Language::en, page.path),
          .locale = page.language == Language::fr ? "fr_FR" : "en_GB"};
}

bool lies_under(std::string_view page, std::string_view path) {
  return page == path || (page.starts_with(path) && page[path.size()] == '/');
}

WayView way(const NavLink& link, const Page& page) {
  const bool inside = lies_under(page.path, link.path) ||
                      std::ranges::any_of(link.within, [&](const auto& path) { return lies_under(page.path, path); });
  return {say(page.language, link.label), localised(page.language, link.path), inside};
}

void add_navigation(FrameView& view, const Site& site, const Page& page) {
  view.ways.reserve(site.ways.size());
  view.footer.reserve(site.footer.size());
  view.crumbs.reserve(page.crumbs.size());
  view.offers.reserve(page.offers.size());
  for (const auto& link : site.ways) view.ways.push_back(way(link, page));
  view.has_ways = !view.ways.empty();
  for (const auto& link : site.footer) view.footer.push_back(way(link, page));
  for (const auto& crumb : page.crumbs) view.crumbs.push_back({crumb.text, crumb.address, crumb.address.empty()});
  view.has_crumbs = !view.crumbs.empty();
  for (const auto& offer : page.offers) view.offers.push_back({offer.label, offer.address, media_type(offer.form)});
  view.accessibility = {say(page.language, conformity_text(site.conformity)),
                        localised(page.language, "/accessibilite"), false};
  view.other_address = localised(other(page.language), page.path.empty() ? "/" : page.path);
  if (!page.query.empty()) view.other_address += "?" + page.query;
}

FrameView frame(const Site& site, const Page& page) {
  FrameView view{.code = language_code(page.language),
                 .title = page.title,
                 .description = page.description,
                 .noindex = page.indexing == Indexing::noindex,
                 .canonical = {},
                 .offers = {},
                 .opensearch = localised(page.language, "/opensearch.xml"),
                 .style = site.style,
                 .icon = site.icon,
                 .script = site.script,
                 .scripts = page.scripts,
                 .json_ld_html = json_ld_html(page.json_ld),
                 .home = localised(page.language, "/"),
                 .at_home = page.path == "/",
                 .search = {},
                 .ways = {},
                 .crumbs = {},
                 .layout = layout_class(page.layout),
                 .body_html = {page},
                 .footer = {},
                 .accessibility = {},
                 .other_address = {},
                 .other_code = language_code(other(page.language)),
                 .other_name = page.language == Language::fr ? "English" : "Français",
                 .data = site.data(page.language),
                 .print_footer = page.print_footer};
  if (!page.path.empty()) view.canonical = canonical(site, page);
  if (page.search == SearchBox::in_header)
    view.search = SearchView{localised(page.language, "/recherche"), page.search_words};
  add_navigation(view, site, page);
  return view;
}

}  // namespace

void BodyView::operator()(rendering::Page& out) const {
  if (page.body) {
    page.body(out);
  } else {
    out.html(page.body_html);
  }
}

std::string localised(Language language, std::string_view path) {
  if (language == Language::fr) return std::string(path);
  return path == "/" ? "/en" : "/en" + std::string(path);
}

http::Response page_response(const Site& site, const Page& page) {
  http::Response response;
  response.body = templates::render_frame(frame(site, page), page.language);
  return response;
}

std::string search_form(Language language, std::string_view words) {
  return templates::render_search({localised(language, "/recherche"), words}, language);
}

}  // namespace catalyse::web
