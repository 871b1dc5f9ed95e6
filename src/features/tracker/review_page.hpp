// The form by which a pilot records a review that was held, with its minutes.
#pragma once

#include <vector>

#include "db/db.hpp"
#include "pages.hpp"

namespace catalyse::tracker {

struct ReviewForm {
  Context context;
  Answer operator()(const http::Request& request) const;
};
// Refusals give the form back with what was typed: 400 for its faults, 409 when that review is already recorded.
struct ReviewHeld {
  Context context;
  db::Database& database;
  Answer operator()(const http::Request& request) const;
};
[[nodiscard]] std::vector<http::InputField> review_fields();

}  // namespace catalyse::tracker
