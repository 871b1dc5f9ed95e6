// A form that is sent twice does what it says once: pressed twice, or sent again by a browser or a network, and its
// sender is led where the first led. Also for rooms whose forms make something else than an item. Thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"

namespace catalyse::editorial {

inline constexpr std::string_view kSendingField = "_envoi";  // of a form: the key of the page that it stands on
inline constexpr std::size_t kSendingFieldMost = 64;
inline constexpr auto kSendingKept = std::chrono::hours(24 * 7);

// A key for one rendering of a form.
[[nodiscard]] std::string new_sending_key();

// What is sent. Another act, person, page or text is another sending. Without a key each is the first.
struct Sending {
  std::string_view act;     // « draft », « report »: of the room that asks, and unlike any other's
  std::string_view person;  // public id; empty: nobody
  std::string_view key;
  std::string_view said{};  // what was typed, where somebody who goes back to the page may mean something else by it
};

// In the transaction of the effect: does it and keeps the id it gives, or gives the id of the first time. An error of
// `effect` is to end the transaction, so that the corrected form can be sent from the same page.
using Effect = std::function<core::Result<std::string>()>;
[[nodiscard]] core::Result<std::string> once(db::Transaction& tx, const Sending& sending, core::Instant now,
                                             const Effect& effect);

}  // namespace catalyse::editorial
