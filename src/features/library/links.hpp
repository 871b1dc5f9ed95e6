// Checks the addresses of resources: a durable job, a few at a time, and the same as a command. Only where the
// administrator turned it on (`link_checks`).
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "jobs/jobs.hpp"
#include "net/net.hpp"

namespace catalyse::library {

struct LinkChecking {
  net::Asking asking;
  std::chrono::milliseconds pause{1'000};  // before each address, so that nobody's site is hurried
  std::size_t most = 4;                    // addresses a round: other jobs wait behind it
  std::chrono::hours again{24 * 7};        // an address is asked again after so long
};

// What a round did. `left`: others are due.
struct LinkRound {
  struct One {
    std::string address;
    std::string_view state;  // alive, moved, dead, silent, barred
    unsigned status = 0;
  };
  std::vector<One> checked;
  bool left = false;
};
// The addresses that are due, the longest unchecked first: HEAD, then GET where HEAD says too little. What was found at
// addresses that no published resource has any more is forgotten. Errors: those of db.
[[nodiscard]] core::Result<LinkRound> check_links(db::Database& database, core::Instant now,
                                                  const LinkChecking& checking);

// The daily job « links » among the handlers, which orders the next round; `start` orders the first one. Both outlive
// the runner.
void add_handlers(std::map<std::string, jobs::Handler, std::less<>>& handlers, db::Database& database,
                  const core::Clock& clock, LinkChecking checking);
[[nodiscard]] core::Result<void> start(db::Database& database, const core::Clock& clock);

}  // namespace catalyse::library
