#include "wording.hpp"

#include <algorithm>

#include "messages.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/i18n.hpp"

namespace catalyse::cartography {
namespace {

using core::Language;
using core::Level;
using web::say;

constexpr int kMoreDecimals = 3;

// The indicator with as few more decimals as tell every start apart from the one before.
observatory::Indicator told_apart(observatory::Indicator indicator, const Classes& classes) {
  for (int more = 0; more < kMoreDecimals; ++more) {
    bool apart = true;
    for (std::size_t i = 1; i < classes.size() && apart; ++i) {
      apart = observatory::value_text(indicator, classes.starts[i - 1], Language::fr) !=
              observatory::value_text(indicator, classes.starts[i], Language::fr);
    }
    if (apart) break;
    ++indicator.decimals;
  }
  return indicator;
}

}  // namespace

std::string level_name(Level level, Language language) {
  return text::capitalised(observatory::level_words(level, language));
}

std::string level_count(Level level, std::size_t n, Language language) {
  static constexpr std::array kCounts{&msg::count_commune, &msg::count_commune, &msg::count_epci,
                                      &msg::count_departement, &msg::count_region};
  return web::say_count(language, static_cast<std::int64_t>(n), *kCounts[static_cast<std::size_t>(level)]);
}

std::string zone_name(const Context& context, PlaceIndex zone, Language language) {
  return zone == kNowhere ? say(language, msg::form_france) : std::string(context.territories->place(zone).name);
}

std::string title_of(const Context& context, const Choice& choice, Language language) {
  static constexpr std::array kBy{&msg::by_commune, &msg::by_commune, &msg::by_epci, &msg::by_departement,
                                  &msg::by_region};
  const auto level = series_of(context, choice).level;
  auto title = std::string(observatory::label(indicator_of(context, choice), language)) + ", " +
               say(language, *kBy[static_cast<std::size_t>(level)]);
  if (choice.zone != kNowhere) title += ", " + zone_name(context, choice.zone, language);
  return title;
}

std::string source_of(const Context& context, const Choice& choice, core::Language language) {
  return observatory::cited(indicator_of(context, choice).producer, series_of(context, choice).vintage, language);
}

std::vector<std::string> class_words(const observatory::Indicator& indicator, const Classes& classes,
                                     Language language) {
  const auto finer = told_apart(indicator, classes);
  const auto value = [&](double number) { return observatory::value_text(finer, number, language); };
  std::vector<std::string> words;
  for (std::size_t i = 0; i + 1 < classes.size(); ++i) {
    words.push_back(
        say(language, msg::legend_class, {{"low", value(classes.starts[i])}, {"high", value(classes.starts[i + 1])}}));
  }
  if (classes.size() == 0) return words;
  const auto low = value(classes.starts.back()), high = value(classes.last);
  words.push_back(low == high ? low : say(language, msg::legend_last, {{"low", low}, {"high", high}}));
  return words;
}

std::string method_words(const Choice& choice, const Picture& picture, Language language) {
  static constexpr std::array kWords{&msg::legend_quantile, &msg::legend_equal, &msg::legend_ckmeans};
  auto words = say(language, *kWords[static_cast<std::size_t>(choice.method)]);
  const auto made = picture.classes.size();
  if (made > 0 && made < static_cast<std::size_t>(choice.classes))
    words += " " + web::say_count(language, static_cast<std::int64_t>(made), msg::legend_fewer,
                                  {{"asked", text::number(std::int64_t{choice.classes}, language)}});
  return words;
}

}  // namespace catalyse::cartography
