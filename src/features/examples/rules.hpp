// What may be done to a class and to a nomination, by whom, and when one is chosen. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace catalyse::examples {

enum class Stage : std::uint8_t { nominations, jury, published };
enum class Standing : std::uint8_t { nominated, shortlisted, set_aside, chosen, not_chosen };
enum class Voice : std::uint8_t { yes, no, abstains, tied };
[[nodiscard]] std::string_view name_of(Stage stage);
[[nodiscard]] std::string_view name_of(Standing standing);
[[nodiscard]] std::string_view name_of(Voice voice);
// Of a word of ours; the first of them for any other.
[[nodiscard]] Stage stage_named(std::string_view name);
[[nodiscard]] Standing standing_named(std::string_view name);
[[nodiscard]] Voice voice_named(std::string_view name);

// 2026, 2026-2: a year of this century and the number of a class in it.
[[nodiscard]] bool is_class_id(std::string_view id);

// The stage that follows. Error: examples.error.stage (conflict) after the last.
[[nodiscard]] core::Result<Stage> next_stage(Stage stage);

// What somebody is to a nomination.
struct Hand {
  bool nominated = false, wrote = false, sorted = false;  // it, or the case
  bool said = false;                                      // their opinion, already
};
// May they shortlist it, or set it aside? Errors: examples.error.own (denied), examples.error.stage (conflict).
[[nodiscard]] core::Result<void> may_sort(Stage stage, Standing standing, const Hand& hand);
// May they give this opinion? Declaring a tie is open to those who have one. Errors: examples.error.own,
// examples.error.said (conflict), examples.error.stage.
[[nodiscard]] core::Result<void> may_judge(Stage stage, Standing standing, const Hand& hand, Voice voice);

struct Tally {
  int yes = 0, no = 0, abstains = 0, tied = 0;
  friend bool operator==(const Tally&, const Tally&) = default;
};
[[nodiscard]] Tally tally(std::span<const Voice> voices);
inline constexpr int kFewestVoices = 2;  // yes and no together, for a jury to have judged
[[nodiscard]] bool is_chosen(const Tally& tally);

}  // namespace catalyse::examples
