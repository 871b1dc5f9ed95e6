#include "choice.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "messages.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/i18n.hpp"

namespace catalyse::cartography {
namespace {

using core::ErrorKind;
using core::Level;

constexpr std::string_view kUsualIndicator = "unemployment-rate-census";
constexpr int kUsualClasses = 5;

std::string shortened(std::string_view typed) { return std::string(typed.substr(0, 60)); }

std::optional<int> whole(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

constexpr std::size_t kLongestNumber = 20;
constexpr double kDeepest = 16;

std::optional<double> decimal(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::string fixed(double number, int decimals) {
  std::array<char, 64> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed, decimals).ptr;
  return {text.data(), end};
}

// Places are parted from larger ones in this order; an EPCI may lie in several départements.
int rank_of(Level level) {
  const auto found = std::ranges::find(kLevelWords, level, &LevelWord::level);
  return static_cast<int>(found - kLevelWords.begin());
}

class Reader {
 public:
  Reader(const Context& context, const http::Query& query) : context_(context), query_(query) {}

  Asked read() {
    read_group();
    read_zone();
    read_perimeter();
    read_series();
    read_looks();
    read_zoning();
    read_beside();
    read_view();
    read_order();
    return std::move(asked_);
  }

 private:
  // An empty value is a field of the form left alone.
  [[nodiscard]] std::optional<std::string_view> value(std::string_view name) const {
    const auto found = query_.first(name);
    return found && !found->empty() ? found : std::nullopt;
  }

  void refuse(ErrorKind kind, const web::Message& message,
              std::vector<std::pair<std::string, std::string>> parameters) {
    if (!asked_.error) asked_.error = core::Error{kind, std::string(message.key), std::move(parameters), {}};
  }

  [[nodiscard]] std::optional<PlaceIndex> place(std::string_view text) const {
    const auto code = core::PlaceCode::parse(text);
    const auto found = code ? context_.territories->find(*code) : std::nullopt;
    if (!found || context_.territories->overseas_collectivities().holds(*found)) return std::nullopt;
    return found;
  }

  void read_group() {
    const auto typed = value("groupe");
    if (!typed) return;
    const auto found = place(*typed);
    if (!found || context_.territories->place(*found).level == Level::arrondissement)
      return refuse(ErrorKind::not_found, msg::error_group, {{"code", shortened(*typed)}});
    asked_.choice.group = *found;
  }

  void read_zone() {
    const auto typed = value("zone");
    if (!typed) return;
    const auto found = place(*typed);
    const auto level = found ? context_.territories->place(*found).level : Level::commune;
    if (level == Level::commune || level == Level::arrondissement)
      return refuse(ErrorKind::not_found, msg::error_zone, {{"code", shortened(*typed)}});
    asked_.choice.zone = *found;
  }

  // A map of a perimeter is that of the smallest zone around it whose places are of the level asked for.
  void read_perimeter() {
    const auto typed = value("perimetre");
    if (!typed) return;
    asked_.choice.perimeter = perimeters::find_asked(context_.perimeters, *typed);
    if (!asked_.choice.perimeter)
      return refuse(ErrorKind::not_found, msg::error_perimeter, {{"id", shortened(*typed)}});
    if (value("zone")) return;
    const auto asked = std::ranges::find(kLevelWords, value("niveau").value_or(""), &LevelWord::word);
    for (const auto& [level, around] : {std::pair(Level::departement, &territories::Place::departement),
                                        std::pair(Level::region, &territories::Place::region)}) {
      if (asked != kLevelWords.end() && rank_of(asked->level) <= rank_of(level)) continue;
      if (const auto zone = common(asked_.choice.perimeter->communes, around); zone != kNowhere) {
        asked_.choice.zone = zone;
        return;
      }
    }
  }

  // The place around all communes; kNowhere when they have several.
  [[nodiscard]] PlaceIndex common(const std::vector<PlaceIndex>& communes,
                                  PlaceIndex territories::Place::*around) const {
    const auto of = [&](PlaceIndex commune) { return context_.territories->place(commune).*around; };
    const auto first = of(communes.front());
    return std::ranges::all_of(communes, [&](PlaceIndex commune) { return of(commune) == first; }) ? first : kNowhere;
  }

  // Whether a map of the level fits the zone: its places are smaller.
  [[nodiscard]] bool fits(Level level) const {
    if (asked_.choice.zone == kNowhere) return true;
    return rank_of(level) > rank_of(context_.territories->place(asked_.choice.zone).level);
  }

  [[nodiscard]] std::optional<std::uint16_t> indicator(std::string_view id) const {
    const auto& all = context_.observatory->mapped_indicators();
    const auto found = std::ranges::find(all, id, &observatory::Indicator::id);
    if (found == all.end()) return std::nullopt;
    return static_cast<std::uint16_t>(found - all.begin());
  }

  [[nodiscard]] std::optional<std::size_t> latest(std::uint16_t indicator, Level level) const {
    const auto& all = context_.observatory->mapped_series();
    const auto found = std::ranges::find_if(
        all, [&](const auto& s) { return s.indicator == indicator && s.level == level && s.latest; });
    if (found == all.end()) return std::nullopt;
    return static_cast<std::size_t>(found - all.begin());
  }

  // The level shown when none is asked for: that of the group, else the one that tells the zone best.
  [[nodiscard]] Level usual_level() const {
    if (asked_.choice.group != kNowhere) return context_.territories->place(asked_.choice.group).level;
    if (asked_.choice.perimeter) return asked_.choice.zone == kNowhere ? Level::epci : Level::commune;
    if (asked_.choice.zone == kNowhere) return Level::departement;
    return context_.territories->place(asked_.choice.zone).level == Level::region ? Level::epci : Level::commune;
  }

  // The nearest level to `wished` that has values and fits, the zone given up if nothing does.
  std::optional<std::size_t> nearest(std::uint16_t indicator, Level wished) {
    if (fits(wished)) {
      if (const auto found = latest(indicator, wished)) return found;
    }
    for (const auto& [level, word] : kLevelWords) {
      if (!fits(level)) continue;
      if (const auto found = latest(indicator, level)) return found;
    }
    asked_.choice.zone = kNowhere;
    for (const auto& [level, word] : kLevelWords) {
      if (const auto found = latest(indicator, level)) return found;
    }
    return std::nullopt;
  }

  void read_series() {
    const auto usual = indicator(kUsualIndicator).value_or(0);
    std::uint16_t chosen = usual;
    if (const auto typed = value("indicateur")) {
      const auto found = indicator(*typed);
      if (!found) refuse(ErrorKind::not_found, msg::error_indicator, {{"indicator", shortened(*typed)}});
      chosen = found.value_or(usual);
    }
    const auto level = read_level();
    const auto series = nearest(chosen, level.value_or(usual_level()));
    if (!series) return refuse(ErrorKind::not_found, msg::error_indicator, {{"indicator", "-"}});
    asked_.choice.series = *series;
    const auto& shown = context_.observatory->mapped_series()[*series];
    if (level && shown.level != *level) refuse_level(chosen, *level);
    check_group(shown.level);
    read_year();
  }

  std::optional<Level> read_level() {
    const auto typed = value("niveau");
    if (!typed) return std::nullopt;
    const auto found = std::ranges::find(kLevelWords, *typed, &LevelWord::word);
    if (found != kLevelWords.end()) return found->level;
    refuse(ErrorKind::invalid, msg::error_level, {{"level", shortened(*typed)}});
    return std::nullopt;
  }

  void refuse_level(std::uint16_t indicator, Level level) {
    const std::string word(word_of(level));
    if (latest(indicator, level)) return refuse(ErrorKind::invalid, msg::error_level_zone, {{"level", word}});
    refuse(ErrorKind::not_found, msg::error_level_empty, {{"level", word}, {"levels", levels_of(indicator)}});
  }

  void check_group(Level level) {
    if (asked_.choice.group == kNowhere) return;
    const auto& place = context_.territories->place(asked_.choice.group);
    if (place.level == level) return;
    refuse(ErrorKind::invalid, msg::error_group_level,
           {{"place", std::string(place.name)}, {"level", std::string(word_of(place.level))}});
    asked_.choice.group = kNowhere;
  }

  void read_year() {
    const auto typed = value("annee");
    if (!typed) return;
    const auto year = whole(*typed);
    const auto& all = context_.observatory->mapped_series();
    const auto& shown = all[asked_.choice.series];
    for (std::size_t s = 0; s < all.size(); ++s) {
      if (all[s].indicator != shown.indicator || all[s].level != shown.level) continue;
      if (year && all[s].year == *year) {
        asked_.choice.series = s;
        asked_.choice.latest = all[s].latest;
        return;
      }
    }
    refuse(ErrorKind::not_found, msg::error_year,
           {{"year", shortened(*typed)}, {"years", years_of(shown.indicator, shown.level)}});
  }

  // One of a closed list of words; empty when nothing was typed.
  template <std::size_t N>
  std::optional<std::size_t> word(std::string_view name, const std::array<std::string_view, N>& words) {
    const auto typed = value(name);
    if (!typed) return std::nullopt;
    const auto found = std::ranges::find(words, *typed);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string known;
    for (const auto one : words) known += (known.empty() ? "" : ", ") + std::string(one);
    refuse(ErrorKind::invalid, msg::error_word,
           {{"name", std::string(name)}, {"value", shortened(*typed)}, {"known", known}});
    return std::nullopt;
  }

  void read_looks() {
    auto& choice = asked_.choice;
    if (const auto method = word("methode", kMethodWords)) choice.method = static_cast<Method>(*method);
    choice.palette = usual_palette(indicator_of(context_, choice));
    if (const auto scale = word("outre-mer", kOverseasWords)) choice.overseas = static_cast<geo::Overseas>(*scale);
    if (const auto palette = word("palette", kPaletteWords)) choice.palette = static_cast<Palette>(*palette);
    const auto typed = value("classes");
    if (!typed) return;
    const auto count = whole(*typed);
    if (!count || *count < kFewestClasses || *count > kMostClasses)
      return refuse(ErrorKind::invalid, msg::error_classes, {{"value", shortened(*typed)}});
    choice.classes = *count;
  }

  void read_zoning() {
    std::array<std::string_view, kZonings.size()> words;
    std::ranges::transform(kZonings, words.begin(), &Zoning::word);
    asked_.choice.zoning = word("zonage", words);
  }

  // `avec`: another indicator; `annee2`: another year of it, or of the first.
  void read_beside() {
    const auto id = value("avec"), typed = value("annee2");
    if (!id && !typed) return;
    const auto& all = context_.observatory->mapped_series();
    const auto& shown = all[asked_.choice.series];
    const auto other = id ? indicator(*id) : std::optional(shown.indicator);
    if (!other) return refuse(ErrorKind::not_found, msg::error_indicator, {{"indicator", shortened(*id)}});
    const auto newest = latest(*other, shown.level);
    if (!newest)
      return refuse(ErrorKind::not_found, msg::error_level_empty,
                    {{"level", std::string(word_of(shown.level))}, {"levels", levels_of(*other)}});
    if (!typed) {
      asked_.choice.beside = *newest;
      return;
    }
    const auto year = whole(*typed);
    for (std::size_t s = 0; s < all.size(); ++s) {
      if (all[s].indicator == *other && all[s].level == shown.level && year && all[s].year == *year)
        asked_.choice.beside = s;
    }
    if (!asked_.choice.beside)
      refuse(ErrorKind::not_found, msg::error_year,
             {{"year", shortened(*typed)}, {"years", years_of(*other, shown.level)}});
  }

  [[nodiscard]] std::string levels_of(std::uint16_t indicator) const {
    std::string known;
    for (const auto& [other, name] : kLevelWords) {
      if (latest(indicator, other)) known += (known.empty() ? "" : ", ") + std::string(name);
    }
    return known;
  }

  [[nodiscard]] std::string years_of(std::uint16_t indicator, Level level) const {
    std::vector<int> years;
    for (const auto& s : context_.observatory->mapped_series()) {
      if (s.indicator == indicator && s.level == level) years.push_back(s.year);
    }
    std::ranges::sort(years);
    std::string known;
    for (const int year : years) known += (known.empty() ? "" : ", ") + text::year(year);
    return known;
  }

  void read_view() {
    asked_.choice.interactive = word("vue", kModeWords).has_value();
    const auto centre = value("centre"), zoom = value("zoom");
    if (!centre && !zoom) return;
    const auto typed = centre.value_or("").substr(0, kLongestNumber * 2);
    const auto comma = typed.find(',');
    constexpr double kOutside = 1000;  // of every bound: what is no number
    const double longitude = decimal(typed.substr(0, comma)).value_or(kOutside);
    const double latitude =
        comma == std::string_view::npos ? kOutside : decimal(typed.substr(comma + 1)).value_or(kOutside);
    const double level = decimal(zoom.value_or("")).value_or(kOutside);
    const bool there = std::abs(longitude) <= 180 && std::abs(latitude) <= 85 && level >= 0 && level <= kDeepest;
    if (!there)
      return refuse(ErrorKind::invalid, msg::error_view,
                    {{"centre", shortened(centre.value_or(""))}, {"zoom", shortened(zoom.value_or(""))}});
    asked_.choice.view = View{longitude, latitude, level};
  }

  void read_order() {
    if (const auto order = word("tri", kOrderWords)) asked_.choice.order = static_cast<Order>(*order);
    const auto typed = value("page");
    if (!typed) return;
    const auto page = whole(*typed);
    if (!page || *page < 1) return refuse(ErrorKind::invalid, msg::error_page, {{"value", shortened(*typed)}});
    asked_.choice.page = *page;
  }

  const Context& context_;
  const http::Query& query_;
  Asked asked_;
};

}  // namespace

std::string_view word_of(core::Level level) {
  const auto found = std::ranges::find(kLevelWords, level, &LevelWord::level);
  return found == kLevelWords.end() ? std::string_view{} : found->word;
}

std::string code_text(const territories::Place& place) {
  return std::string(core::level_name(place.level)) + ":" + std::string(place.code);
}

Palette usual_palette(const observatory::Indicator& indicator) {
  return indicator.direction == observatory::Direction::neutral ? Palette::teal : Palette::diverging;
}

const observatory::Series& series_of(const Context& context, const Choice& choice) {
  return context.observatory->mapped_series()[choice.series];
}
const observatory::Indicator& indicator_of(const Context& context, const Choice& choice) {
  return context.observatory->mapped_indicators()[series_of(context, choice).indicator];
}

Asked read_choice(const Context& context, const http::Query& query) { return Reader(context, query).read(); }

Choice choice_beside(const Context& context, const Choice& choice) {
  auto other = choice;
  const bool own = choice.palette != usual_palette(indicator_of(context, choice));
  other.series = *choice.beside;
  other.latest = series_of(context, other).latest;
  other.beside.reset();
  other.group = kNowhere;
  other.page = 1;
  if (!own) other.palette = usual_palette(indicator_of(context, other));
  return other;
}

std::string query_of(const Context& context, const Choice& choice) {
  const auto& series = series_of(context, choice);
  const auto& indicator = indicator_of(context, choice);
  std::string query = "indicateur=" + indicator.id + "&niveau=" + std::string(word_of(series.level));
  const auto add = [&query](std::string_view name, std::string_view value) {
    query.append("&").append(name).append("=").append(value);
  };
  if (!choice.latest) add("annee", text::year(series.year));
  if (choice.zone != kNowhere) add("zone", code_text(context.territories->place(choice.zone)));
  if (choice.perimeter) add("perimetre", choice.perimeter->id);
  if (choice.classes != kUsualClasses) add("classes", std::to_string(choice.classes));
  if (choice.method != Method::quantile) add("methode", kMethodWords[static_cast<std::size_t>(choice.method)]);
  if (choice.palette != usual_palette(indicator))
    add("palette", kPaletteWords[static_cast<std::size_t>(choice.palette)]);
  if (choice.group != kNowhere) add("groupe", code_text(context.territories->place(choice.group)));
  if (choice.order != Order::highest) add("tri", kOrderWords[static_cast<std::size_t>(choice.order)]);
  if (choice.page != 1) add("page", std::to_string(choice.page));
  if (choice.zoning) add("zonage", kZonings[*choice.zoning].word);
  if (choice.overseas != geo::Overseas::same_scale && choice.zone == kNowhere)
    add("outre-mer", kOverseasWords[static_cast<std::size_t>(choice.overseas)]);
  if (choice.beside) {
    const auto& beside = context.observatory->mapped_series()[*choice.beside];
    if (beside.indicator != series.indicator)
      add("avec", context.observatory->mapped_indicators()[beside.indicator].id);
    if (beside.indicator == series.indicator || !beside.latest) add("annee2", text::year(beside.year));
  }
  if (choice.interactive) add("vue", kModeWords[0]);
  if (choice.view) {
    add("centre", fixed(choice.view->longitude, 4) + "," + fixed(choice.view->latitude, 4));
    add("zoom", fixed(choice.view->zoom, 2));
  }
  return query;
}

std::string address_of(const Context& context, const Choice& choice, core::Language language) {
  return web::localised(language, "/carte") + "?" + query_of(context, choice);
}

}  // namespace catalyse::cartography
