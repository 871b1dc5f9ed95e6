#include "store.hpp"

#include <array>

#include "core/digest.hpp"
#include "migrations.hpp"

namespace catalyse::jobs {
namespace {

using Text = std::string;
using Whole = std::int64_t;

constexpr std::string_view kAdd =
    "INSERT INTO job (id, kind, job_key, payload, state, tries, due_at, changed_at, problem)"
    " VALUES (:id, :kind, :key, :payload, 'pending', 0, :now, :now, '') ON CONFLICT (job_key) DO NOTHING";
constexpr std::string_view kList =
    "SELECT id, kind, job_key, payload, state, tries, due_at, problem FROM job WHERE kind = :kind"
    " ORDER BY changed_at DESC, id LIMIT :most";
constexpr std::string_view kFind =
    "SELECT id, kind, job_key, payload, state, tries, due_at, problem FROM job WHERE job_key = :key";
constexpr std::string_view kDue =
    "SELECT id, kind, job_key, payload, state, tries, due_at, problem FROM job"
    " WHERE state = 'pending' AND due_at <= :now ORDER BY due_at, id LIMIT 100";
constexpr std::string_view kTake =
    "UPDATE job SET state = 'running', tries = tries + 1, changed_at = :now WHERE id = :id AND state = 'pending'";
constexpr std::string_view kRecover =
    "UPDATE job SET state = 'pending', due_at = :now WHERE state = 'running' AND changed_at < :before";
constexpr std::string_view kDone =
    "UPDATE job SET state = 'done', payload = '', problem = '', changed_at = :now WHERE id = :id AND state = 'running'";
constexpr std::string_view kAgain =
    "UPDATE job SET state = 'pending', due_at = :due, problem = :problem, changed_at = :now"
    " WHERE id = :id AND state = 'running'";
constexpr std::string_view kFailed =
    "UPDATE job SET state = 'failed', problem = :problem, changed_at = :now WHERE id = :id AND state = 'running'";
constexpr std::string_view kCount = "SELECT state, count(*) FROM job GROUP BY state";
constexpr std::string_view kForget = "DELETE FROM job WHERE state IN ('done', 'failed') AND changed_at < :before";

Whole seconds(core::Instant at) { return at.time_since_epoch().count(); }

std::vector<Job> read(db::Transaction& tx, std::string_view sql, const std::vector<db::Value>& values) {
  std::vector<Job> all;
  tx.each<Text, Text, Text, Text, Text, Whole, Whole, Text>(
      sql, values, [&](auto id, auto kind, auto key, auto payload, auto state, auto tries, auto due, auto problem) {
        all.push_back({std::move(id), std::move(kind), std::move(key), std::move(payload), std::move(state), tries,
                       core::Instant(std::chrono::seconds(due)), std::move(problem)});
      });
  return all;
}

}  // namespace

bool add(db::Transaction& tx, const Order& order, core::Instant now) {
  return tx.execute(kAdd,
                    {core::sha256(order.key).substr(0, 32), order.kind, order.key, order.payload, seconds(now)}) == 1;
}

std::vector<Job> list(db::Transaction& tx, std::string_view kind, Whole most) {
  return read(tx, kList, {Text(kind), most});
}

std::optional<Job> find(db::Transaction& tx, std::string_view key) {
  auto all = read(tx, kFind, {Text(key)});
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}

Counts count(db::Transaction& tx) {
  Counts counts;
  tx.each<Text, Whole>(kCount, {}, [&](const Text& state, Whole n) {
    (state == "pending"   ? counts.pending
     : state == "running" ? counts.running
     : state == "done"    ? counts.done
                          : counts.failed) = n;
  });
  return counts;
}

void forget(db::Transaction& tx, core::Instant before) { tx.execute(kForget, {seconds(before)}); }

namespace store {

std::vector<Job> due(db::Transaction& tx, core::Instant now) { return read(tx, kDue, {seconds(now)}); }
bool take(db::Transaction& tx, const Text& id, core::Instant now) { return tx.execute(kTake, {seconds(now), id}) == 1; }
void recover(db::Transaction& tx, core::Instant before, core::Instant now) {
  tx.execute(kRecover, {seconds(now), seconds(before)});
}
void done(db::Transaction& tx, const Text& id, core::Instant now) { tx.execute(kDone, {seconds(now), id}); }
void again(db::Transaction& tx, const Job& job, core::Instant due, core::Instant now) {
  tx.execute(kAgain, {seconds(due), job.problem, seconds(now), job.id});
}
void failed(db::Transaction& tx, const Job& job, core::Instant now) {
  tx.execute(kFailed, {job.problem, seconds(now), job.id});
}

}  // namespace store
}  // namespace catalyse::jobs
