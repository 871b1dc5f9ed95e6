// What goes with somebody who leaves: the work in hand that nobody else was ever shown or has judged.
#pragma once

#include <cstdint>
#include <string_view>

#include "db/db.hpp"

namespace catalyse::editorial {

// In the transaction of an erasure. Drafts that were never public go as a whole, revisions leave what is public as it
// stands. What waits for a review, what a reviewer has answered and what others wrote in stays. How many rows went.
std::int64_t drop_private_drafts(db::Transaction& tx, std::string_view person);

}  // namespace catalyse::editorial
