#include "rules.hpp"

#include <algorithm>
#include <array>

namespace catalyse::examples {
namespace {

constexpr std::array<std::string_view, 3> kStages{"nominations", "jury", "published"};
constexpr std::array<std::string_view, 5> kStandings{"nominated", "shortlisted", "set_aside", "chosen", "not_chosen"};
constexpr std::array<std::string_view, 4> kVoices{"yes", "no", "abstains", "tied"};

template <class T, std::size_t count>
T named(const std::array<std::string_view, count>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  return static_cast<T>(found == names.end() ? 0 : found - names.begin());
}

std::unexpected<core::Error> elsewhere() { return core::fail(core::ErrorKind::conflict, "examples.error.stage"); }
std::unexpected<core::Error> own() { return core::fail(core::ErrorKind::denied, "examples.error.own"); }

}  // namespace

std::string_view name_of(Stage stage) { return kStages[static_cast<std::size_t>(stage)]; }
std::string_view name_of(Standing standing) { return kStandings[static_cast<std::size_t>(standing)]; }
std::string_view name_of(Voice voice) { return kVoices[static_cast<std::size_t>(voice)]; }
Stage stage_named(std::string_view name) { return named<Stage>(kStages, name); }
Standing standing_named(std::string_view name) { return named<Standing>(kStandings, name); }
Voice voice_named(std::string_view name) { return named<Voice>(kVoices, name); }

bool is_class_id(std::string_view id) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto year = id.substr(0, 4);
  if (year.size() != 4 || !year.starts_with("20") || !std::ranges::all_of(year, digit)) return false;
  return id.size() == 4 || (id.size() == 6 && id[4] == '-' && id[5] >= '2' && id[5] <= '9');
}

core::Result<Stage> next_stage(Stage stage) {
  if (stage == Stage::published) return elsewhere();
  return stage == Stage::nominations ? Stage::jury : Stage::published;
}

core::Result<void> may_sort(Stage stage, Standing standing, const Hand& hand) {
  if (stage != Stage::nominations || standing == Standing::chosen || standing == Standing::not_chosen)
    return elsewhere();
  if (hand.nominated || hand.wrote) return own();
  return {};
}

core::Result<void> may_judge(Stage stage, Standing standing, const Hand& hand, Voice voice) {
  if (stage != Stage::jury || standing != Standing::shortlisted) return elsewhere();
  if (hand.said) return core::fail(core::ErrorKind::conflict, "examples.error.said");
  if (voice != Voice::tied && (hand.nominated || hand.wrote || hand.sorted)) return own();
  return {};
}

Tally tally(std::span<const Voice> voices) {
  Tally all;
  for (const auto voice : voices) {
    constexpr std::array<int Tally::*, 4> kCounted{&Tally::yes, &Tally::no, &Tally::abstains, &Tally::tied};
    ++(all.*kCounted[static_cast<std::size_t>(voice)]);
  }
  return all;
}

bool is_chosen(const Tally& tally) { return tally.yes > tally.no && tally.yes + tally.no >= kFewestVoices; }

}  // namespace catalyse::examples
