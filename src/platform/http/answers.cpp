#include "answers.hpp"

namespace catalyse::http {

Response answer(std::string_view content_type, std::string body) {
  Response response;
  response.content_type = std::string(content_type);
  response.body = std::move(body);
  return response;
}

Response attachment(std::string_view content_type, std::string body, std::string_view file) {
  auto response = answer(content_type, std::move(body));
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + std::string(file) + "\"");
  return response;
}

std::string_view suffix_of(Form form) {
  switch (form) {
    case Form::html:
      return "";
    case Form::json:
      return ".json";
    case Form::csv:
      return ".csv";
    case Form::geojson:
      return ".geojson";
    case Form::xml:
      return ".xml";
    case Form::text:
      return ".txt";
    case Form::yaml:
      return ".yaml";
    case Form::svg:
      return ".svg";
    case Form::atom:
      return ".atom";
    case Form::ics:
      return ".ics";
  }
  return "";
}

Route declare(std::string pattern, std::string summary, Handler handler) {
  Route route;
  route.pattern = std::move(pattern);
  route.summary = std::move(summary);
  route.example = route.pattern;
  route.handler = std::move(handler);
  return route;
}

}  // namespace catalyse::http
