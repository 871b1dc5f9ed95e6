// The way of an item from draft to publication: which act leads where, and for whom. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/result.hpp"

namespace catalyse::editorial {

// Where the work in hand stands, and what the public sees, are two questions.
enum class Work : std::uint8_t { none, draft, submitted, changes_asked };
enum class Shown : std::uint8_t { never, published, withdrawn };
struct State {
  Work work = Work::draft;
  Shown shown = Shown::never;
  friend bool operator==(const State&, const State&) = default;
};
enum class Act : std::uint8_t { save, submit, take_back, ask_changes, publish, withdraw, show_again };
// What the one who acts is to the item.
struct Standing {
  bool author = false;    // owns it, or wrote in the work in hand
  bool reviewer = false;  // may review in the item's scope
  bool editor = false;    // may take what is public away, there
};
// The state after an act. Errors: editorial.error.denied (denied) for one who may not, editorial.error.state (conflict)
// when the item is elsewhere on its way.
[[nodiscard]] core::Result<State> after(State state, Act act, Standing standing);

[[nodiscard]] std::string_view name_of(Work work);    // none, draft, submitted, changes_asked
[[nodiscard]] std::string_view name_of(Shown shown);  // never, published, withdrawn
[[nodiscard]] std::string_view name_of(Act act);

}  // namespace catalyse::editorial
