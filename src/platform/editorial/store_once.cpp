#include "once.hpp"

#include "core/digest.hpp"
#include "ids.hpp"

namespace catalyse::editorial {
namespace {

// The row is there before the effect: of two at once, the second waits here for the first.
constexpr std::string_view kClaim =
    "INSERT INTO editorial_sending (digest, result, at) VALUES (:digest, '', :at) ON CONFLICT (digest) DO NOTHING";
constexpr std::string_view kKeep = "UPDATE editorial_sending SET result = :result WHERE digest = :digest";
constexpr std::string_view kFind = "SELECT result FROM editorial_sending WHERE digest = :digest";
constexpr std::string_view kForget = "DELETE FROM editorial_sending WHERE at < :before";

}  // namespace

std::string new_sending_key() { return new_id() + new_id(); }

core::Result<std::string> once(db::Transaction& tx, const Sending& sending, core::Instant now, const Effect& effect) {
  if (sending.key.empty()) return effect();
  std::string what(sending.act);
  what.append("\n").append(sending.person).append("\n").append(sending.key).append("\n").append(sending.said);
  const auto digest = core::sha256(what);
  const auto at = std::int64_t{now.time_since_epoch().count()};
  tx.execute(kForget, {at - std::chrono::seconds(kSendingKept).count()});
  if (tx.execute(kClaim, {digest, at}) == 0) {
    std::string first;
    tx.each<std::string>(kFind, {digest}, [&](std::string result) { first = std::move(result); });
    return first;
  }
  auto result = effect();
  if (result) tx.execute(kKeep, {*result, digest});
  return result;
}

}  // namespace catalyse::editorial
