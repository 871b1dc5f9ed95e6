// SQL over the tables that the declarations name. Private to the room.
#pragma once

#include "personal.hpp"

namespace catalyse::personal::store {

// Throws std::logic_error for a name that is no identifier: a bug in a declaration.
[[nodiscard]] std::vector<std::vector<std::string>> rows(db::Transaction& tx, const Holding& holding,
                                                         std::span<const Column* const> columns,
                                                         const Subject& subject);
[[nodiscard]] std::int64_t remove(db::Transaction& tx, const Holding& holding, const Subject& subject);
[[nodiscard]] std::int64_t remove_before(db::Transaction& tx, const Holding& holding, core::Instant before);

struct Place {
  std::string table, column;
};
[[nodiscard]] std::vector<Place> text_columns(db::Transaction& tx);
// The values of the column that one of the patterns of LIKE (escape !) finds in lower case of ASCII, each with how many
// rows have it.
[[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> find(db::Transaction& tx, const Place& place,
                                                                     std::span<const std::string> patterns);
[[nodiscard]] std::int64_t replace(db::Transaction& tx, const Place& place, const std::string& was,
                                   const std::string& now);

}  // namespace catalyse::personal::store
