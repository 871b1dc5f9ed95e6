// What was found at the addresses of resources, and how often readers said that a resource served them, in SQL.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "db/db.hpp"
#include "link_rules.hpp"

namespace catalyse::library {

[[nodiscard]] std::optional<LinkCheck> link_check(db::Transaction& tx, std::string_view address);
[[nodiscard]] std::map<std::string, LinkCheck, std::less<>> link_checks(db::Transaction& tx);  // by address
void keep_check(db::Transaction& tx, std::string_view address, const LinkCheck& check);
void forget_check(db::Transaction& tx, std::string_view address);

struct Uses {
  std::int64_t count = 0;
  std::string since;  // day of the first; empty without any
};
[[nodiscard]] Uses uses_of(db::Transaction& tx, std::string_view resource);
// One more on that day. False: as many as are counted in a day (20), nothing was written.
[[nodiscard]] bool add_use(db::Transaction& tx, std::string_view resource, std::string_view day);

}  // namespace catalyse::library
