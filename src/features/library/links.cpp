#include "library/links.hpp"

#include <algorithm>
#include <set>
#include <thread>

#include "library/shelf.hpp"
#include "store_links.hpp"
#include "text/numbers.hpp"

namespace catalyse::library {
namespace {

using core::Result;

constexpr std::string_view kJob = "links";
constexpr auto kHour = std::chrono::hours(3);  // of the day, in UTC: when sites have little to do
constexpr auto kSoon = std::chrono::minutes(1);

using Checks = std::map<std::string, LinkCheck, std::less<>>;

// Addresses of resources that were not asked since `before`, the longest unchecked first.
std::vector<std::string> due(const Shelf& shelf, const Checks& known, core::Instant before) {
  std::set<std::pair<core::Instant, std::string>> all;
  for (const auto& resource : shelf.resources()) {
    const std::string address(resource.value("lien"));
    if (address.empty()) continue;
    const auto found = known.find(address);
    const auto checked = found == known.end() ? core::Instant() : found->second.checked;
    if (found == known.end() || checked <= before) all.emplace(checked, address);
  }
  std::vector<std::string> addresses;
  for (const auto& [checked, address] : all) addresses.push_back(address);
  return addresses;
}

net::Reply ask(const std::string& address, const LinkChecking& checking) {
  std::this_thread::sleep_for(checking.pause);
  auto reply = net::ask(net::Verb::head, address, checking.asking);
  return is_enough(reply) ? reply : net::ask(net::Verb::get, address, checking.asking);
}

void forget_others(db::Transaction& tx, const Shelf& shelf, const Checks& known) {
  for (const auto& [address, check] : known)
    if (std::ranges::none_of(shelf.resources(),
                             [&](const Resource& resource) { return resource.value("lien") == address; }))
      forget_check(tx, address);
}

core::Instant next_day(core::Instant now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  return now < day + kHour ? day + kHour : day + std::chrono::days(1) + kHour;
}

Result<void> order(db::Database& database, core::Instant when) {
  return database.write([&](db::Transaction& tx) -> Result<void> {
    jobs::add(tx, {std::string(kJob), std::string(kJob) + ":" + std::to_string(when.time_since_epoch().count()), {}},
              when);
    return {};
  });
}

}  // namespace

Result<LinkRound> check_links(db::Database& database, core::Instant now, const LinkChecking& checking) try {
  const auto shelf = load_shelf(database);
  Checks known;
  database.read([&](db::Transaction& tx) { known = link_checks(tx); });
  const auto all = due(*shelf, known, now - checking.again);
  LinkRound round;
  round.left = all.size() > checking.most;
  for (std::size_t i = 0; i < std::min(all.size(), checking.most); ++i) {
    const auto reply = ask(all[i], checking);
    const auto found = known.find(all[i]);
    const auto check = after(found == known.end() ? std::nullopt : std::optional(found->second), reply, now);
    // One by one: what was asked is kept, whatever happens to the rest.
    auto kept = database.write([&](db::Transaction& tx) -> Result<void> {
      keep_check(tx, all[i], check);
      return {};
    });
    if (!kept) return std::unexpected(kept.error());
    round.checked.push_back({all[i], code_of(check.state), check.status});
  }
  auto forgotten = database.write([&](db::Transaction& tx) -> Result<void> {
    forget_others(tx, *shelf, known);
    return {};
  });
  if (!forgotten) return std::unexpected(forgotten.error());
  return round;
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
}

void add_handlers(std::map<std::string, jobs::Handler, std::less<>>& handlers, db::Database& database,
                  const core::Clock& clock, LinkChecking checking) {
  handlers[std::string(kJob)] = [&database, &clock, checking = std::move(checking)](const jobs::Job&) -> Result<void> {
    if (auto ordered = order(database, next_day(clock.now())); !ordered) return ordered;
    const auto round = check_links(database, clock.now(), checking);
    if (!round) return std::unexpected(round.error());
    return round->left ? order(database, clock.now() + kSoon) : Result<void>();
  };
}

Result<void> start(db::Database& database, const core::Clock& clock) { return order(database, next_day(clock.now())); }

}  // namespace catalyse::library
