#include "drawing.hpp"

#include <algorithm>
#include <cmath>

#include "messages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::cartography {
namespace {

using core::Language;
using observatory::Reliability;
using observatory::State;
using web::say;

constexpr std::array kAbsent{State::secret, State::missing, State::na};
constexpr std::string_view kLow = "url(#p-low)";
constexpr std::string_view kInk = "#1b1f24";
constexpr std::string_view kOwn = "#d0006f";  // the place of the group; no palette holds it

std::string_view fill_of(State state) {
  return state == State::secret ? "url(#p-secret)" : state == State::missing ? "url(#p-missing)" : "url(#p-na)";
}

std::string whole(double value) { return std::to_string(std::lround(value)); }

// One drawing being made.
class Drawing {
 public:
  Drawing(const Context& context, const Choice& choice, const Picture& picture, const Ground& ground)
      : context_(context),
        choice_(choice),
        picture_(picture),
        ground_(ground),
        indicator_(indicator_of(context, choice)),
        strong_(strong_end(indicator_)) {}

  DrawingView view(Language language, Use use) {
    language_ = language;
    view_.width = whole(ground_.size.width);
    view_.height = whole(ground_.size.height);
    view_.id = use == Use::beside ? "m2" : "m";
    add_perimeter();
    view_.box = box();
    add_zoning();
    view_.title = title_of(context_, choice_, language);
    view_.description = say(language, msg::map_description, {{"classes", description()}});
    const bool linked = use != Use::alone && is_linked(picture_);
    view_.role = linked ? "group" : "img";
    view_.land = merged([](const Entry&) { return true; });
    if (is_linked(picture_))
      add_places();
    else
      add_layers();
    if (use == Use::alone) {
      for (auto& place : view_.places) view_.layers.push_back({std::move(place.fill), std::move(place.d)});
      view_.places.clear();
    }
    add_low();
    view_.borders = ground_.borders;
    add_group();
    add_labels();
    return std::move(view_);
  }

 private:
  // What a map of 800 pixels shows at the zoom asked for, never beyond the drawing.
  [[nodiscard]] std::string box() const {
    double left = 0, top = 0, share = 1;
    if (!choice_.view && extent_) {
      constexpr double kAround = 1.25, kLeast = 0.1;
      const auto& [west, north, east, south] = *extent_;
      share = std::max((east - west) / ground_.size.width, (south - north) / ground_.size.height);
      share = std::clamp(share * kAround, kLeast, 1.0);
      left = std::clamp((west + east - share * ground_.size.width) / 2, 0.0, (1 - share) * ground_.size.width);
      top = std::clamp((north + south - share * ground_.size.height) / 2, 0.0, (1 - share) * ground_.size.height);
    }
    if (choice_.view) {
      constexpr double kStep = 0.01, kPixels = 800, kWorld = 512;
      const auto [longitude, latitude, zoom] = *choice_.view;
      const auto centre = ground_.project({longitude, latitude}),
                 beside = ground_.project({longitude + kStep, latitude});
      if (centre && beside) {
        const double degree = std::hypot(beside->x - centre->x, beside->y - centre->y) / kStep;
        share = std::clamp(kPixels * 360 / (kWorld * std::exp2(zoom)) * degree / ground_.size.width, 0.01, 1.0);
        left = std::clamp(centre->x - share * ground_.size.width / 2, 0.0, (1 - share) * ground_.size.width);
        top = std::clamp(centre->y - share * ground_.size.height / 2, 0.0, (1 - share) * ground_.size.height);
      }
    }
    return whole(left) + " " + whole(top) + " " + whole(share * ground_.size.width) + " " +
           whole(share * ground_.size.height);
  }

  template <class Test>
  std::string merged(const Test& test) const {
    std::vector<bool> group(picture_.entries.size());
    bool any = false;
    for (std::size_t i = 0; i < group.size(); ++i) any |= group[i] = test(picture_.entries[i]);
    return any ? ground_.tiles.merged(group) : std::string{};
  }

  [[nodiscard]] std::string colour_of(std::size_t index) const {
    return std::string(colour(choice_.palette, strong_, index, picture_.classes.size()));
  }

  // Each class is drawn with all those above it, and these over it: a border between two classes is then one line, with
  // no light between.
  void add_layers() {
    for (std::size_t c = 0; c < picture_.classes.size(); ++c) {
      auto d = merged([c](const Entry& entry) { return entry.in != kNoClass && entry.in >= c; });
      if (!d.empty()) view_.layers.push_back({colour_of(c), std::move(d)});
    }
    for (const auto state : kAbsent) {
      if (picture_.states[static_cast<std::size_t>(state)] == 0) continue;
      auto d = merged([state](const Entry& entry) { return entry.state == state; });
      if (!d.empty()) view_.layers.push_back({std::string(fill_of(state)), std::move(d)});
    }
  }

  void add_places() {
    for (std::size_t i = 0; i < picture_.entries.size(); ++i) {
      const auto& entry = picture_.entries[i];
      auto d = ground_.tiles.path(i);
      if (d.empty()) continue;
      const auto& place = context_.territories->place(entry.place);
      view_.places.push_back({web::localised(language_, territories::address(place)),
                              say(language_, msg::map_place, {{"place", place.name}, {"value", words_of(entry)}}),
                              entry.in == kNoClass ? std::string(fill_of(entry.state)) : colour_of(entry.in),
                              std::move(d)});
    }
  }

  [[nodiscard]] std::string words_of(const Entry& entry) const {
    if (entry.state != State::present) return observatory::state_words(indicator_, entry.state, language_);
    auto words = observatory::value_text(indicator_, entry.value, language_);
    if (entry.reliability == Reliability::low) words += ", " + say(language_, msg::legend_low);
    return words;
  }

  void add_low() {
    if (picture_.low == 0) return;
    auto d = merged(
        [](const Entry& entry) { return entry.state == State::present && entry.reliability == Reliability::low; });
    if (!d.empty()) view_.marks.push_back({std::string(kLow), std::move(d)});
  }

  // Its outline and what it takes of the drawing.
  void add_perimeter() {
    if (!choice_.perimeter) return;
    std::vector<core::PlaceCode> codes;
    for (const auto place : choice_.perimeter->communes) {
      const auto code = core::PlaceCode::make(core::Level::commune, context_.territories->place(place).code);
      if (!code) continue;
      codes.push_back(*code);
      const auto box = context_.contours->box(*code);
      if (!box) continue;
      for (const auto& corner : {geo::Point{box->west, box->south}, geo::Point{box->west, box->north},
                                 geo::Point{box->east, box->south}, geo::Point{box->east, box->north}}) {
        if (const auto at = ground_.project(corner)) widen(*at);
      }
    }
    const geo::Mosaic communes(*context_.contours, codes, ground_.project, 1);
    view_.perimeter = communes.merged(std::vector<bool>(codes.size(), true));
  }

  void widen(const geo::Pixel& at) {
    if (!extent_) extent_ = {at.x, at.y, at.x, at.y};
    auto& [west, north, east, south] = *extent_;
    west = std::min(west, at.x), north = std::min(north, at.y);
    east = std::max(east, at.x), south = std::max(south, at.y);
  }

  void add_zoning() {
    if (!choice_.zoning) return;
    const auto& territories = *context_.territories;
    const auto zoned = communes_in(territories, *choice_.zoning);
    const auto is_zoned = [&](PlaceIndex place) { return std::ranges::binary_search(zoned, place); };
    if (series_of(context_, choice_).level == core::Level::commune) {
      view_.zoning = merged([&](const Entry& entry) { return is_zoned(entry.place); });
      return;
    }
    std::vector<core::PlaceCode> codes;
    for (const auto place : places_of(territories, core::Level::commune, choice_.zone)) {
      if (const auto code = core::PlaceCode::make(core::Level::commune, territories.place(place).code);
          code && is_zoned(place))
        codes.push_back(*code);
    }
    const geo::Mosaic communes(*context_.contours, codes, ground_.project, 1);
    if (!codes.empty()) view_.zoning = communes.merged(std::vector<bool>(codes.size(), true));
  }

  void add_group() {
    for (std::size_t i = 0; i < picture_.group.size(); ++i) {
      const auto found = std::ranges::lower_bound(picture_.entries, picture_.group[i], {}, &Entry::place);
      if (found == picture_.entries.end() || found->place != picture_.group[i]) continue;
      const auto tile = static_cast<std::size_t>(found - picture_.entries.begin());
      view_.outlines.push_back({std::string(i == 0 ? kOwn : kInk), ground_.tiles.path(tile)});
      const auto& place = context_.territories->place(picture_.group[i]);
      if (is_linked(picture_) || !place.longitude || !place.latitude) continue;
      if (const auto at = ground_.project({*place.longitude, *place.latitude}))
        view_.spots.push_back(
            {whole(at->x), whole(at->y), std::string(i == 0 ? kOwn : "#ffffff"), std::string(place.name)});
    }
    // The place itself over its comparables.
    std::ranges::reverse(view_.outlines);
    std::ranges::reverse(view_.spots);
  }

  void add_labels() {
    if (!ground_.france) return;
    constexpr double kBaseline = 16;  // under the inset, in units of OverviewMap
    for (const auto& inset : ground_.france->insets()) {
      const auto code = core::PlaceCode::make(core::Level::region, inset.region);
      const auto place = code ? context_.territories->find(*code) : std::nullopt;
      if (!place) continue;
      view_.labels.push_back({whole((inset.x + 2) * kEnlarged),
                              whole((inset.y + inset.size.height + kBaseline) * kEnlarged),
                              std::string(context_.territories->place(*place).name)});
    }
  }

  [[nodiscard]] std::string description() const {
    const auto words = class_words(indicator_, picture_.classes, language_);
    std::vector<std::string> parts;
    for (std::size_t c = 0; c < words.size(); ++c)
      parts.push_back(words[c] + say(language_, msg::map_colon) +
                      text::number(static_cast<std::int64_t>(picture_.counts[c]), language_));
    return text::list(parts, language_);
  }

  const Context& context_;
  const Choice& choice_;
  const Picture& picture_;
  const Ground& ground_;
  const observatory::Indicator& indicator_;
  Strong strong_;
  Language language_ = Language::fr;
  std::optional<std::array<double, 4>> extent_;  // of the perimeter on the drawing: left, top, right, bottom
  DrawingView view_;
};

}  // namespace

bool is_linked(const Picture& picture) { return picture.entries.size() <= kLinkedPlaces; }

std::string drawing_svg(const Context& context, const Choice& choice, const Picture& picture, const Ground& ground,
                        Language language, Use use) {
  return templates::render_drawing(Drawing(context, choice, picture, ground).view(language, use), language);
}

LegendView legend_of(const Context& context, const Choice& choice, const Picture& picture, Language language) {
  const auto& series = series_of(context, choice);
  const auto& indicator = indicator_of(context, choice);
  const auto count = [&](std::size_t n) { return level_count(series.level, n, language); };
  LegendView view;
  view.title = say(
      language, msg::legend_title,
      {{"unit", language == Language::fr ? indicator.unit_fr : indicator.unit_en}, {"year", text::year(series.year)}});
  view.lead = method_words(choice, picture, language);
  const auto words = class_words(indicator, picture.classes, language);
  for (std::size_t c = words.size(); c-- > 0;) {
    view.swatches.push_back({std::string(colour(choice.palette, strong_end(indicator), c, picture.classes.size())), "",
                             words[c], count(picture.counts[c])});
  }
  for (const auto state : kAbsent) {
    const auto n = picture.states[static_cast<std::size_t>(state)];
    if (n > 0)
      view.swatches.push_back({std::string(fill_of(state)), "",
                               text::capitalised(observatory::state_words(indicator, state, language)), count(n)});
  }
  if (picture.low > 0)
    view.swatches.push_back({"#ffffff", std::string(kLow), say(language, msg::legend_low_over), count(picture.low)});
  if (choice.zoning)
    view.swatches.push_back({"#ffffff", "url(#p-zoning)", say(language, zoning_name(*choice.zoning)), ""});
  if (indicator.direction != observatory::Direction::neutral)
    view.note = say(language, strong_end(indicator) == Strong::high ? msg::legend_harm_high : msg::legend_harm_low);
  return view;
}

}  // namespace catalyse::cartography
