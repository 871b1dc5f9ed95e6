// `/oembed`: how to embed what stands at an address of ours (oEmbed 1.0, https://oembed.com). What can be embedded is
// what rooms give (plug::Embed).
#include <algorithm>
#include <charconv>

#include "export/json.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "web/i18n.hpp"
#include "web/rendering.hpp"

namespace catalyse::discover {
namespace {

using core::ErrorKind;
using core::Language;
using core::Result;
using http::Request;
using http::Response;

constexpr std::int64_t kLeast = 240, kMost = 2000;
constexpr std::size_t kMostParameters = 64;

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

http::Query query_in(std::string_view text) {
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

// An address of this site taken apart; a path alone is one of this site.
struct Own {
  std::string path;
  http::Query query;
  Language language = Language::fr;
};
std::optional<Own> own_address(const Surroundings& around, std::string_view address) {
  if (!address.starts_with('/')) {
    if (!address.starts_with(around.site->base_url)) return std::nullopt;
    address.remove_prefix(around.site->base_url.size());
    if (!address.starts_with('/')) return std::nullopt;
  }
  address = address.substr(0, address.find('#'));
  Own own;
  const auto question = std::min(address.find('?'), address.size());
  own.path = decoded(address.substr(0, question));
  own.query = query_in(address.substr(std::min(question + 1, address.size())));
  if (own.path == "/en" || own.path.starts_with("/en/")) {
    own.language = Language::en;
    own.path.erase(0, 3);
  }
  return own;
}

std::int64_t at_most(const Request& request, std::string_view name, std::int64_t usual) {
  const auto typed = request.query.first(name).value_or("");
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (typed.empty() || error != std::errc{} || end != typed.data() + typed.size() || number < 0) return usual;
  return std::clamp<std::int64_t>(number, kLeast, std::min(usual, kMost));
}

std::string frame_html(const std::string& address, const plug::Embedded& found) {
  return "<iframe src=\"" + web::escaped(address) + "\" title=\"" + web::escaped(found.title) + "\" width=\"" +
         std::to_string(found.width) + "\" height=\"" + std::to_string(found.height) +
         "\" loading=\"lazy\" style=\"border:0;max-width:100%\"></iframe>";
}

Result<plug::Embedded> found_at(const Surroundings& around, std::string_view address) {
  if (const auto own = own_address(around, address)) {
    for (const auto& embed : around.embeds)
      if (auto found = embed(own->language, own->path, own->query)) return std::move(*found);
  }
  return std::unexpected(core::Error{
      ErrorKind::not_found, std::string(msg::error_oembed.key), {{"address", around.site->base_url + "/carte"}}, {}});
}

Result<Response> oembed(const Surroundings& around, const Request& request) {
  const auto format = request.query.first("format").value_or("");
  if (!format.empty() && format != "json")
    return core::fail(ErrorKind::unsupported, std::string(msg::error_oembed_format.key));
  auto found = found_at(around, request.query.first("url").value_or(""));
  if (!found) return std::unexpected(found.error());
  found->width = at_most(request, "maxwidth", found->width);
  found->height = at_most(request, "maxheight", found->height);
  exporting::JsonWriter json;
  json.object([&] {
    json.field("version", "1.0");
    json.field("type", "rich");
    json.field("provider_name", "Catalyse");
    json.field("provider_url", around.site->base_url + "/");
    json.field("title", found->title);
    json.field("width", found->width);
    json.field("height", found->height);
    json.field("html", frame_html(around.site->base_url + found->address, *found));
  });
  return http::answer(http::kJsonType, json.take());
}

}  // namespace

http::Route oembed_route(std::shared_ptr<const Surroundings> around) {
  auto route = http::declare("/oembed", "how to embed a map or a case (oEmbed 1.0)",
                             [around = std::move(around)](const Request& request) { return oembed(*around, request); });
  route.forms = {http::Form::json};
  route.parameters = {{"url", "address of a map or of a case of this site", ""},
                      {"format", "json", "json"},
                      {"maxwidth", "largest width, in pixels", "600"},
                      {"maxheight", "largest height, in pixels", "600"}};
  route.example = "/oembed.json?url=/carte";
  return route;
}

}  // namespace catalyse::discover
