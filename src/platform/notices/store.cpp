#include "store.hpp"

namespace catalyse::notices::store {
namespace {

using Text = std::string;
using Whole = std::int64_t;

constexpr std::string_view kAdd =
    "INSERT INTO notice (id, person, kind, notice_key, message, parameters, path, state, mail_key, told_at, changed_at)"
    " VALUES (:id, :person, :kind, :key, :message, :parameters, :path, 'pending', '', :at, :at)"
    " ON CONFLICT (notice_key) DO NOTHING";
constexpr std::string_view kFind =
    "SELECT id, person, kind, message, parameters, path, state, mail_key, told_at FROM notice WHERE id = :id";
constexpr std::string_view kPending =
    "SELECT id, person, kind, message, parameters, path, state, mail_key, told_at FROM notice"
    " WHERE person = :person AND state = 'pending' ORDER BY told_at, id LIMIT 200";
constexpr std::string_view kOfPerson =
    "SELECT id, person, kind, message, parameters, path, state, mail_key, told_at FROM notice"
    " WHERE person = :person ORDER BY told_at DESC, id LIMIT :most";
constexpr std::string_view kWaiting = "SELECT DISTINCT person FROM notice WHERE state = 'pending' ORDER BY person";
constexpr std::string_view kQueued =
    "SELECT DISTINCT mail_key FROM notice WHERE state = 'queued' AND changed_at < :before";
constexpr std::string_view kLeave =
    "UPDATE notice SET state = :state, mail_key = :mail, changed_at = :now WHERE id = :id AND state = 'pending'";
constexpr std::string_view kSettle =
    "UPDATE notice SET state = :state, changed_at = :now WHERE mail_key = :mail AND state = 'queued'";
constexpr std::string_view kPreference = "SELECT rhythm FROM notice_preference WHERE person = :person AND kind = :kind";
constexpr std::string_view kPrefer =
    "INSERT INTO notice_preference (person, kind, rhythm, changed_at) VALUES (:person, :kind, :rhythm, :now)"
    " ON CONFLICT (person, kind) DO UPDATE SET rhythm = excluded.rhythm, changed_at = excluded.changed_at";

Whole seconds(core::Instant at) { return at.time_since_epoch().count(); }

std::vector<Row> read(db::Transaction& tx, std::string_view sql, const std::vector<db::Value>& values) {
  std::vector<Row> all;
  tx.each<Text, Text, Text, Text, Text, Text, Text, Text, Whole>(
      sql, values,
      [&](auto id, auto person, auto kind, auto message, auto parameters, auto path, auto state, auto mail, auto at) {
        all.push_back({std::move(id), std::move(person), std::move(kind), std::move(message), std::move(parameters),
                       std::move(path), std::move(state), std::move(mail), core::Instant(std::chrono::seconds(at))});
      });
  return all;
}

std::vector<Text> texts(db::Transaction& tx, std::string_view sql, const std::vector<db::Value>& values) {
  std::vector<Text> all;
  tx.each<Text>(sql, values, [&](auto text) { all.push_back(std::move(text)); });
  return all;
}

}  // namespace

bool add(db::Transaction& tx, const Row& row, const Text& key) {
  return tx.execute(kAdd, {row.id, row.person, row.kind, key, row.message, row.parameters, row.path,
                           seconds(row.told_at)}) == 1;
}

std::optional<Row> find(db::Transaction& tx, const Text& id) {
  auto all = read(tx, kFind, {id});
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}

std::vector<Text> people_waiting(db::Transaction& tx) { return texts(tx, kWaiting, {}); }
std::vector<Row> pending_of(db::Transaction& tx, const Text& person) { return read(tx, kPending, {person}); }
std::vector<Row> of_person(db::Transaction& tx, const Text& person, Whole most) {
  return read(tx, kOfPerson, {person, most});
}
std::vector<Text> queued_mails(db::Transaction& tx, core::Instant before) {
  return texts(tx, kQueued, {seconds(before)});
}

bool leave_pending(db::Transaction& tx, const Text& id, const Change& change) {
  return tx.execute(kLeave, {Text(change.state), Text(change.mail_key), seconds(change.now), id}) == 1;
}
void settle(db::Transaction& tx, const Text& mail_key, std::string_view state, core::Instant now) {
  tx.execute(kSettle, {Text(state), seconds(now), mail_key});
}

std::optional<Text> preference(db::Transaction& tx, const Text& person, const Text& kind) {
  auto all = texts(tx, kPreference, {person, kind});
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}
void prefer(db::Transaction& tx, const Text& person, const Text& kind, const Change& change) {
  tx.execute(kPrefer, {person, kind, Text(change.state), seconds(change.now)});
}

}  // namespace catalyse::notices::store
