#include "picture.hpp"

#include <algorithm>
#include <numeric>

namespace catalyse::cartography {
namespace {

using core::Level;
using observatory::State;
using territories::Territories;

bool lies_in(const Territories& territories, PlaceIndex index, PlaceIndex zone) {
  const auto& place = territories.place(index);
  if (place.level != Level::epci) return place.epci == zone || place.departement == zone || place.region == zone;
  // An EPCI counts in every département, and région, where it has communes.
  return std::ranges::any_of(territories.departements_of(index), [&](PlaceIndex departement) {
    return departement == zone || territories.place(departement).region == zone;
  });
}

Entry entry_of(const observatory::SeriesValues& values, PlaceIndex place) {
  const std::size_t row = place - values.range.first;
  const bool present = values.state[row] == State::present;
  return {place, values.state[row], values.reliability[row], kNoClass, present ? values.value[row] : 0};
}

std::vector<Entry> entries_of(const Context& context, const Choice& choice) {
  const auto values = context.observatory->values(choice.series);
  std::vector<Entry> entries;
  if (choice.zone == kNowhere) {
    entries.resize(values.range.size());
    for (std::size_t row = 0; row < entries.size(); ++row)
      entries[row] = entry_of(values, values.range.first + static_cast<PlaceIndex>(row));
    return entries;
  }
  for (const auto place : places_of(*context.territories, series_of(context, choice).level, choice.zone))
    entries.push_back(entry_of(values, place));
  return entries;
}

void classify(const Choice& choice, Picture& picture) {
  std::vector<double> values;
  values.reserve(picture.entries.size());
  for (const auto& entry : picture.entries) {
    if (entry.state == State::present) values.push_back(entry.value);
  }
  picture.classes = make_classes(std::move(values), choice.method, choice.classes);
  picture.counts.assign(picture.classes.size(), 0);
  for (auto& entry : picture.entries) {
    ++picture.states[static_cast<std::size_t>(entry.state)];
    if (entry.state != State::present) continue;
    entry.in = static_cast<std::uint8_t>(picture.classes.of(entry.value));
    ++picture.counts[entry.in];
    if (entry.reliability == observatory::Reliability::low) ++picture.low;
  }
}

// By value, those without one at the end; equal ones by name, then by code.
void sort_rows(const Territories& territories, Order order, Picture& picture) {
  const auto by_name = [&](std::uint32_t a, std::uint32_t b) {
    const auto &one = territories.place(picture.entries[a].place), &other = territories.place(picture.entries[b].place);
    return one.slug != other.slug ? one.slug < other.slug : a < b;
  };
  std::ranges::sort(picture.rows, [&](std::uint32_t a, std::uint32_t b) {
    const auto &one = picture.entries[a], &other = picture.entries[b];
    const bool has = one.state == State::present, has_other = other.state == State::present;
    if (order == Order::name) return by_name(a, b);
    if (has != has_other) return has;
    if (!has || one.value == other.value) return by_name(a, b);
    return order == Order::highest ? one.value > other.value : one.value < other.value;
  });
}

}  // namespace

std::vector<PlaceIndex> places_of(const Territories& territories, Level level, PlaceIndex zone) {
  const auto range = territories.range(level);
  std::vector<PlaceIndex> all;
  for (auto place = range.first; place < range.last; ++place) {
    if (zone == kNowhere || lies_in(territories, place, zone)) all.push_back(place);
  }
  return all;
}

Picture classified(const Context& context, const Choice& choice) {
  Picture picture;
  picture.entries = entries_of(context, choice);
  classify(choice, picture);
  return picture;
}

std::vector<PlaceIndex> places_of_perimeter(const Context& context, const Choice& choice) {
  if (!choice.perimeter || choice.group != kNowhere) return {};
  return perimeters::places_within(*context.territories, *choice.perimeter, series_of(context, choice).level);
}

core::Result<Picture> make_picture(const Context& context, const Choice& choice) {
  auto picture = classified(context, choice);
  if (choice.group != kNowhere) {
    const auto peers = context.observatory->peers(choice.group);
    if (!peers) return std::unexpected(peers.error());
    picture.group.push_back(choice.group);
    for (const auto& peer : peers->list) picture.group.push_back(peer.place);
  }
  const auto within = places_of_perimeter(context, choice);
  for (std::uint32_t i = 0; i < picture.entries.size(); ++i) {
    const auto place = picture.entries[i].place;
    const bool grouped = picture.group.empty() || std::ranges::find(picture.group, place) != picture.group.end();
    if (grouped && (within.empty() || std::ranges::binary_search(within, place))) picture.rows.push_back(i);
  }
  sort_rows(*context.territories, choice.order, picture);
  return picture;
}

Strong strong_end(const observatory::Indicator& indicator) {
  return indicator.direction == observatory::Direction::lower_worse ? Strong::low : Strong::high;
}

}  // namespace catalyse::cartography
