// The form by which a pilot sets the status of a measure.
#pragma once

#include <string_view>
#include <vector>

#include "db/db.hpp"
#include "pages.hpp"

namespace catalyse::tracker {

// The action and the room of the table of permissions (room accounts). A grant may be for one programme:
// `mesures:alliances-strategiques`.
inline constexpr std::string_view kFollow = "follow", kRoom = "mesures";

// The horizon that the form evaluates, in months; without it the form sets the status and evaluates none.
inline constexpr std::string_view kHorizon = "echeance";

[[nodiscard]] bool may_set_status(const Desk& desk);

struct StatusForm {
  Context context;
  Answer operator()(const http::Request& request) const;
};
// Refusals give the form back with what was typed: 400 for its faults, 409 when somebody was quicker.
struct StatusChange {
  Context context;
  db::Database& database;
  Answer operator()(const http::Request& request) const;
};
[[nodiscard]] std::vector<http::InputField> status_fields();

}  // namespace catalyse::tracker
