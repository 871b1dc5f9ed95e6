// The same error as a page or as problem+json.
#include <algorithm>
#include <charconv>

#include "export/json.hpp"
#include "http/server.hpp"
#include "messages.hpp"
#include "templates.hpp"
#include "web/web.hpp"

namespace catalyse::web {
namespace {

struct KindText {
  const Message& heading;
  const Message& sentence;
};

KindText text_of(const core::Error& error) {
  if (error.message_id == http::kTooManyForms) return {msg::error_rate_heading, msg::http_error_rate};
  switch (error.kind) {
    case core::ErrorKind::invalid:
      return {msg::error_invalid_heading, msg::error_invalid_sentence};
    case core::ErrorKind::denied:
      return {msg::error_denied_heading, msg::error_denied_sentence};
    case core::ErrorKind::not_found:
      return {msg::error_not_found_heading, msg::error_not_found_sentence};
    case core::ErrorKind::conflict:
      return {msg::error_conflict_heading, msg::error_conflict_sentence};
    case core::ErrorKind::too_large:
      return {msg::error_too_large_heading, msg::error_too_large_sentence};
    case core::ErrorKind::unsupported:
      return {msg::error_unsupported_heading, msg::error_unsupported_sentence};
    case core::ErrorKind::unavailable:
      return {msg::error_unavailable_heading, msg::error_unavailable_sentence};
    case core::ErrorKind::damaged:
      break;
  }
  return {msg::error_damaged_heading, msg::error_damaged_sentence};
}

// What went wrong inside is ours alone: the sentences of damaged files and full disks are for the terminal.
bool is_for_the_reader(core::ErrorKind kind) {
  return kind != core::ErrorKind::damaged && kind != core::ErrorKind::unavailable;
}

std::string sentence_of(Language language, const core::Error& error) {
  if (is_for_the_reader(error.kind)) {
    const Message* message = find_message(error.message_id);
    if (message == nullptr) message = find_message("web." + error.message_id);
    if (message != nullptr) return say(language, *message, std::span(error.parameters));
  }
  return say(language, text_of(error).sentence);
}

// What the reader was probably looking for: the words searched, or the name in the address (« 99999-rouen » gives «
// rouen »).
std::string words_of(const http::Request& request) {
  for (const auto& [name, value] : request.query.pairs())
    if (name == "q") return value;
  std::string last = request.path.substr(std::min(request.path.rfind('/') + 1, request.path.size()));
  if (const auto dash = last.find('-'); dash != std::string::npos && dash + 1 < last.size()) last.erase(0, dash + 1);
  std::ranges::replace(last, '-', ' ');
  return last.size() > 200 ? std::string() : last;
}

// The room http answers some errors of one kind with a finer status (405, 414…) and gives it as a parameter.
unsigned status_of(const core::Error& error) {
  for (const auto& [name, value] : error.parameters) {
    unsigned status = 0;
    if (name == "status" && std::from_chars(value.data(), value.data() + value.size(), status).ec == std::errc{})
      return status;
  }
  return core::status_of(error.kind);
}

http::Response problem(const http::Request& request, const core::Error& error) {
  exporting::JsonWriter json;
  json.object([&] {
    json.field("type", "about:blank");
    json.field("title", say(request.language, text_of(error).heading));
    json.field("status", status_of(error));
    json.field("detail", sentence_of(request.language, error));
    json.field("code", error.message_id);
  });
  http::Response response;
  response.content_type = "application/problem+json";
  response.body = json.take();
  return response;
}

http::Response page(const Site& site, const http::Request& request, const core::Error& error) {
  const KindText text = text_of(error);
  const bool can_search = is_for_the_reader(error.kind);
  const std::string words = can_search ? words_of(request) : std::string();
  const ErrorView view{.heading = say(request.language, text.heading),
                       .sentence = sentence_of(request.language, error),
                       .advice = can_search ? say(request.language, msg::error_advice) : std::string(),
                       .search = {localised(request.language, "/recherche"), words},
                       .home = localised(request.language, "/")};
  Page page;
  page.language = request.language;
  page.title = view.heading;
  page.body_html = templates::render_error(view, request.language);
  page.search = SearchBox::in_content;
  page.indexing = Indexing::noindex;
  return page_response(site, page);
}

}  // namespace

http::ErrorPage error_page(const Site& site) {
  register_messages(messages());
  return [&site](const http::Request& request, const core::Error& error) {
    const bool machine = request.form != http::Form::html || request.path.starts_with("/api/");
    http::Response response = machine ? problem(request, error) : page(site, request, error);
    response.status = status_of(error);
    return response;
  };
}

}  // namespace catalyse::web
