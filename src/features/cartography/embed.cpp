#include <algorithm>

#include "export/json.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "web/i18n.hpp"
#include "web/rendering.hpp"
#include "wording.hpp"

namespace catalyse::cartography {
namespace {

using core::ErrorKind;
using core::Result;
using http::Request;
using http::Response;
using web::say;

constexpr std::int64_t kWidth = 720, kHeight = 820, kLeast = 240, kMost = 2000;

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// RFC 3986; what is no escape stays as it is.
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
    out += escape ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return out;
}

std::string encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF", kPlain = "-._~/:";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kPlain.contains(c)) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

http::Query query_in(std::string_view text) {
  constexpr std::size_t kMostParameters = 64;
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!text.empty() && pairs.size() < kMostParameters) {
    const auto part = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    const auto equal = part.find('=');
    if (equal != std::string_view::npos)
      pairs.emplace_back(decoded(part.substr(0, equal)), decoded(part.substr(equal + 1)));
  }
  return http::Query(std::move(pairs));
}

// The part of an address of a map after `?`, and its language; empty when it is no map of this site. A path alone is
// one of this site.
struct Mapped {
  std::string_view query;
  core::Language language = core::Language::fr;
};
std::optional<Mapped> map_at(const Context& context, std::string_view address) {
  for (const auto language : {core::Language::fr, core::Language::en}) {
    auto start = web::localised(language, "/carte");
    if (!address.starts_with('/')) start.insert(0, context.site->base_url);
    if (!address.starts_with(start)) continue;
    const auto rest = address.substr(start.size(), address.find('#') - start.size());
    if (rest.empty() || rest.front() == '?')
      return Mapped{rest.substr(std::min<std::size_t>(1, rest.size())), language};
  }
  return std::nullopt;
}

std::int64_t at_most(const Request& request, std::string_view name, std::int64_t usual) {
  const auto typed = request.query.first(name);
  if (!typed || typed->empty() || typed->size() > 6 ||
      !std::ranges::all_of(*typed, [](char c) { return c >= '0' && c <= '9'; }))
    return usual;
  return std::clamp<std::int64_t>(std::stoll(std::string(*typed)), kLeast, std::min(usual, kMost));
}

std::string frame_html(const std::string& address, const std::string& title, std::int64_t width, std::int64_t height) {
  return "<iframe src=\"" + web::escaped(address) + "\" title=\"" + web::escaped(title) + "\" width=\"" +
         std::to_string(width) + "\" height=\"" + std::to_string(height) +
         "\" loading=\"lazy\" style=\"border:0;max-width:100%\"></iframe>";
}

Result<Response> oembed(const Context& context, const Request& request) {
  const auto format = request.query.first("format");
  if (format && !format->empty() && *format != "json")
    return std::unexpected(core::Error{ErrorKind::unsupported, std::string(msg::error_oembed_format.key), {}, {}});
  const auto address = request.query.first("url").value_or(std::string_view{});
  const auto mapped = map_at(context, address);
  if (!mapped) {
    return std::unexpected(core::Error{ErrorKind::not_found,
                                       std::string(msg::error_oembed.key),
                                       {{"address", context.site->base_url + "/carte"}},
                                       {}});
  }
  const auto asked = read_choice(context, query_in(mapped->query));
  if (asked.error) return std::unexpected(*asked.error);
  const auto title = title_of(context, asked.choice, mapped->language);
  const auto width = at_most(request, "maxwidth", kWidth), height = at_most(request, "maxheight", kHeight);
  // The one address of the state, never what was sent.
  const auto source = context.site->base_url + address_of(context, asked.choice, mapped->language) + "&integration=1";
  exporting::JsonWriter json;
  json.object([&] {
    json.field("version", "1.0");
    json.field("type", "rich");
    json.field("provider_name", "Catalyse");
    json.field("provider_url", context.site->base_url + "/");
    json.field("title", title);
    json.field("width", width);
    json.field("height", height);
    json.field("html", frame_html(source, title, width, height));
  });
  return http::answer(http::kJsonType, json.take());
}

}  // namespace

http::Response embedded_page(const Sheet& sheet) {
  const auto language = sheet.language;
  EmbedView view;
  view.code = language == core::Language::en ? "en" : "fr";
  view.title = title_of(sheet.context, sheet.choice, language);
  view.address = sheet.context.site->base_url + address_of(sheet.context, sheet.choice, language);
  view.style = sheet.context.site->style;
  view.icon = sheet.context.site->icon;
  // Links inside would open in the frame of the other site.
  view.drawing_html = drawing_svg(sheet.context, sheet.choice, sheet.picture, *sheet.ground, language, Use::alone);
  view.scale_note = scale_note(sheet);
  view.missing_note = missing_note(sheet);
  view.legend = legend_of(sheet.context, sheet.choice, sheet.picture, language);
  view.source = say(language, msg::file_source, {{"source", source_of(sheet.context, sheet.choice, language)}});
  http::Response response;
  response.body = templates::render_embed(view, language);
  response.framing = http::Framing::anyone;
  return response;
}

http::Route oembed_route(const Context& context) {
  auto route = http::declare("/oembed", "how to embed a map (oEmbed 1.0)",
                             [context](const Request& request) { return oembed(context, request); });
  route.forms = {http::Form::json};
  route.parameters = {{"url", "address of a map of this site", ""},
                      {"format", "json", "json"},
                      {"maxwidth", "largest width, in pixels", "600"},
                      {"maxheight", "largest height, in pixels", "600"}};
  route.example = "/oembed.json?url=/carte";
  return route;
}

std::pair<std::string, std::string> oembed_link(const Sheet& sheet) {
  const auto& site = *sheet.context.site;
  const auto address = site.base_url + address_of(sheet.context, sheet.choice, sheet.language);
  return {"Link", "<" + site.base_url + "/oembed.json?url=" + encoded(address) +
                      ">; rel=\"alternate\"; type=\"application/json+oembed\""};
}

}  // namespace catalyse::cartography
