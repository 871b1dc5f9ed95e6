#include "store_links.hpp"

namespace catalyse::library {
namespace {

constexpr std::string_view kAll = "SELECT address, state, since, checked, status, moved_to FROM resource_link";
constexpr std::string_view kOne =
    "SELECT address, state, since, checked, status, moved_to FROM resource_link WHERE address = :address";
constexpr std::string_view kKeep =
    "INSERT INTO resource_link (address, state, since, checked, status, moved_to) VALUES (:address, :state, :since,"
    " :checked, :status, :moved) ON CONFLICT (address) DO UPDATE SET state = excluded.state, since = excluded.since,"
    " checked = excluded.checked, status = excluded.status, moved_to = excluded.moved_to";
constexpr std::string_view kForget = "DELETE FROM resource_link WHERE address = :address";
constexpr std::string_view kUses =
    "SELECT CAST(COALESCE(SUM(uses), 0) AS BIGINT), COALESCE(MIN(day), '') FROM resource_use WHERE resource ="
    " :resource";
constexpr std::string_view kUse =
    "INSERT INTO resource_use (resource, day, uses) VALUES (:resource, :day, 1) ON CONFLICT (resource, day) DO UPDATE"
    " SET uses = resource_use.uses + 1 WHERE resource_use.uses < 20";

std::map<std::string, LinkCheck, std::less<>> read(db::Transaction& tx, std::string_view sql,
                                                   const std::vector<db::Value>& parameters) {
  std::map<std::string, LinkCheck, std::less<>> all;
  tx.each<std::string, std::string, std::int64_t, std::int64_t, std::int64_t, std::string>(
      sql, parameters,
      [&](std::string address, const std::string& state, std::int64_t since, std::int64_t checked, std::int64_t status,
          std::string moved) {
        all.emplace(
            std::move(address),
            LinkCheck{link_state(state).value_or(LinkState::silent), core::Instant(std::chrono::seconds(since)),
                      core::Instant(std::chrono::seconds(checked)), static_cast<unsigned>(status), std::move(moved)});
      });
  return all;
}

std::int64_t seconds(core::Instant when) {
  return std::chrono::duration_cast<std::chrono::seconds>(when.time_since_epoch()).count();
}

}  // namespace

std::optional<LinkCheck> link_check(db::Transaction& tx, std::string_view address) {
  auto found = read(tx, kOne, {std::string(address)});
  if (found.empty()) return std::nullopt;
  return std::move(found.begin()->second);
}

std::map<std::string, LinkCheck, std::less<>> link_checks(db::Transaction& tx) { return read(tx, kAll, {}); }

void keep_check(db::Transaction& tx, std::string_view address, const LinkCheck& check) {
  tx.execute(kKeep, {std::string(address), std::string(code_of(check.state)), seconds(check.since),
                     seconds(check.checked), std::int64_t{check.status}, check.moved_to});
}

void forget_check(db::Transaction& tx, std::string_view address) { tx.execute(kForget, {std::string(address)}); }

Uses uses_of(db::Transaction& tx, std::string_view resource) {
  Uses uses;
  tx.each<std::int64_t, std::string>(kUses, {std::string(resource)}, [&](std::int64_t count, std::string since) {
    uses = {count, std::move(since)};
  });
  return uses;
}

bool add_use(db::Transaction& tx, std::string_view resource, std::string_view day) {
  return tx.execute(kUse, {std::string(resource), std::string(day)}) == 1;
}

}  // namespace catalyse::library
