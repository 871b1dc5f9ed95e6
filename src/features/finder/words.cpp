#include "messages.hpp"
#include "pages.hpp"
#include "text/numbers.hpp"
#include "web/i18n.hpp"

namespace catalyse::finder {

using web::say;

core::Result<search::Answer> ask(const search::Engine& engine, const search::Question& question) {
  auto answer = engine.ask(question);
  if (answer) return answer;
  auto error = answer.error();
  error.message_id = error.message_id == "search.cursor" ? msg::error_cursor.key : msg::error_unavailable.key;
  return std::unexpected(error);
}

std::string plain(const search::Marked& pieces) {
  std::string all;
  for (const auto& piece : pieces) all += piece.text;
  return all;
}

std::string kind_label(const search::Engine& engine, std::string_view kind, core::Language language) {
  for (const auto& source : engine.sources()) {
    for (const auto& one : source.kinds) {
      if (one.id == kind) return web::say_count(language, 1, one.label);
    }
  }
  return std::string(kind);
}

std::string day_text(std::chrono::year_month_day day, core::Language language) {
  // A thing known by its year is dated the first of January.
  if (day.month() == std::chrono::January && day.day() == std::chrono::day(1))
    return text::year(static_cast<int>(day.year()));
  return text::date(day, language);
}

std::string meta_line(const search::Engine& engine, const search::Found& hit, core::Language language) {
  std::string line = kind_label(engine, hit.kind, language);
  const auto add = [&](const std::string& part) {
    if (!part.empty()) line += " · " + part;
  };
  add(hit.where);
  if (hit.date) add(day_text(*hit.date, language));
  for (const auto& number : hit.numbers) {
    for (const auto& source : engine.sources()) {
      for (const auto& measure : source.measures) {
        if (source.name != hit.source || measure.id != number.measure || measure.label == nullptr) continue;
        add(say(language, msg::hits_number,
                {{"measure", say(language, *measure.label)}, {"value", text::number(number.value, 0, language)}}));
      }
    }
  }
  if (hit.kilometres) add(say(language, msg::hits_kilometres, {{"km", text::number(*hit.kilometres, 0, language)}}));
  return line;
}

std::string place_label(const territories::Territories& territories, std::string_view code) {
  const auto parsed = core::PlaceCode::parse(code);
  const auto place = parsed ? territories.find(*parsed) : std::nullopt;
  return place ? std::string(territories.place(*place).name) : std::string{};
}

}  // namespace catalyse::finder
