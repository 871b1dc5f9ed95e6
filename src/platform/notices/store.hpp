// The tables of the room, in the transaction of the caller. Private.
#pragma once

#include "notices.hpp"

namespace catalyse::notices::store {

struct Row {
  std::string id, person, kind, message, parameters, path, state, mail_key;
  core::Instant told_at;
};

[[nodiscard]] bool add(db::Transaction& tx, const Row& row, const std::string& key);
[[nodiscard]] std::optional<Row> find(db::Transaction& tx, const std::string& id);
[[nodiscard]] std::vector<std::string> people_waiting(db::Transaction& tx);
[[nodiscard]] std::vector<Row> pending_of(db::Transaction& tx, const std::string& person);  // the oldest first
[[nodiscard]] std::vector<Row> of_person(db::Transaction& tx, const std::string& person, std::int64_t most);
[[nodiscard]] std::vector<std::string> queued_mails(db::Transaction& tx, core::Instant before);

struct Change {
  std::string_view state, mail_key;
  core::Instant now;
};
// Only from « pending »; false when it is that no more.
[[nodiscard]] bool leave_pending(db::Transaction& tx, const std::string& id, const Change& change);
void settle(db::Transaction& tx, const std::string& mail_key, std::string_view state, core::Instant now);

[[nodiscard]] std::optional<std::string> preference(db::Transaction& tx, const std::string& person,
                                                    const std::string& kind);
void prefer(db::Transaction& tx, const std::string& person, const std::string& kind, const Change& change);

}  // namespace catalyse::notices::store
