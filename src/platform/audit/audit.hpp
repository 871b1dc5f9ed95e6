// The log of acts: append-only, each line chained to the one before by SHA-256 (ROOM.md).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"

namespace catalyse::audit {

struct Act {
  std::string person;  // public id; "command" for the command line
  std::string action;  // people.sign_in
  std::string object;  // person:k3f…; empty when there is none
  std::string detail;  // a few words or codes, no personal data
  std::string origin;  // address of the client; only its network is kept
};

struct Line {
  std::int64_t number = 0;
  core::Instant at;
  Act act;
  std::string digest;
};

[[nodiscard]] std::span<const db::Migration> migrations();

// Inside the transaction of the act. Throws db::Failure as statements do.
void append(db::Transaction& tx, const Act& act, core::Instant now);

struct Wanted {
  std::string person{};             // lines of this person only; empty: all
  std::string object{};             // lines about this object only; empty: all
  std::int64_t before = INT64_MAX;  // numbers below this one
  std::int64_t most = 50;
};
// The latest first.
[[nodiscard]] std::vector<Line> read(db::Transaction& tx, const Wanted& wanted);

// How many lines hold. Error audit.broken (damaged), its note naming the first line that does not.
[[nodiscard]] core::Result<std::int64_t> verify(db::Transaction& tx);

// 192.0.2.7 → 192.0.2.0, 2001:db8:1:2::3 → 2001:db8:1::, anything else → empty.
[[nodiscard]] std::string network_of(std::string_view address);

}  // namespace catalyse::audit
