// From a notice to its mail, and what became of it: the work of the job queue.
#include <algorithm>

#include "store.hpp"
#include "text/numbers.hpp"
#include "words.hpp"

namespace catalyse::notices {
namespace {

using core::Result;
constexpr auto kHourOfDigests = std::chrono::hours(6);
constexpr auto kForgotten = std::chrono::hours(1);  // its own job should long have seen to it

class Sending {
 public:
  Sending(db::Database& database, const core::Clock& clock, const Setting& setting)
      : database_(database), clock_(clock), setting_(setting) {}

  // A job « notice »: its payload names it.
  [[nodiscard]] Result<void> one(const jobs::Job& job) const {
    return database_.write([&](db::Transaction& tx) -> Result<void> {
      const auto row = store::find(tx, job.payload);
      if (!row || row->state != "pending") return {};
      const auto rhythm = rhythm_of(tx, setting_, row->person, row->kind);
      if (rhythm == Rhythm::daily || rhythm == Rhythm::weekly) return {};
      return rhythm == Rhythm::never ? drop(tx, *row) : send(tx, std::span(&*row, 1));
    });
  }

  // A job « digest ».
  [[nodiscard]] Result<void> digests() const {
    if (auto ordered = order_next(); !ordered) return ordered;
    if (auto settled = settle_forgotten(); !settled) return settled;
    const std::chrono::weekday today(std::chrono::floor<std::chrono::days>(clock_.now()));
    std::vector<std::string> people;
    database_.read([&](db::Transaction& tx) { people = store::people_waiting(tx); });
    for (const auto& person : people) {
      auto done = database_.write([&](db::Transaction& tx) { return digest_of(tx, person, today); });
      if (!done) return done;
    }
    return {};
  }

  [[nodiscard]] Result<void> order_next() const {
    const auto now = clock_.now();
    auto day = std::chrono::floor<std::chrono::days>(now);
    if (now - day >= kHourOfDigests) day += std::chrono::days(1);
    return database_.write([&](db::Transaction& tx) -> Result<void> {
      jobs::add(tx, {"digest", "digest:" + text::iso_date(day), text::iso_date(day)}, day + kHourOfDigests);
      return {};
    });
  }

  // What became of a mail: told by the handler that sends.
  void settle(const std::string& key, std::string_view state) const {
    // When it cannot be written now, the next digest looks at the job itself.
    (void)database_.write([&](db::Transaction& tx) -> Result<void> {
      store::settle(tx, key, state, clock_.now());
      return {};
    });
  }

 private:
  [[nodiscard]] Result<void> digest_of(db::Transaction& tx, const std::string& person,
                                       std::chrono::weekday today) const {
    std::vector<store::Row> rows;
    for (auto& row : store::pending_of(tx, person)) {
      const auto rhythm = rhythm_of(tx, setting_, person, row.kind);
      if (rhythm == Rhythm::never) {
        if (auto dropped = drop(tx, row); !dropped) return dropped;
      } else if (rhythm == Rhythm::daily || (rhythm == Rhythm::weekly && today == std::chrono::Monday) ||
                 (rhythm == Rhythm::at_once && row.told_at < clock_.now() - kForgotten)) {
        rows.push_back(std::move(row));
      }
    }
    return rows.empty() ? Result<void>() : send(tx, rows);
  }

  [[nodiscard]] Result<void> drop(db::Transaction& tx, const store::Row& row) const {
    (void)store::leave_pending(tx, row.id, {"dropped", {}, clock_.now()});
    return {};
  }

  // One mail of all these, or their end; in one transaction with their change of state. The key of the mail is made of
  // the first notice, which stands in no other mail.
  [[nodiscard]] Result<void> send(db::Transaction& tx, std::span<const store::Row> rows) const {
    const auto now = clock_.now();
    const auto recipient = setting_.recipient(tx, rows.front().person);
    const auto key = recipient ? "told:" + rows.front().id : std::string();
    for (const auto& row : rows) {
      const store::Change change{recipient ? "queued" : "dropped", key, now};
      if (!store::leave_pending(tx, row.id, change))
        return core::fail(core::ErrorKind::unavailable, "notices.raced", "another program has this notice");
    }
    if (!recipient) return {};
    const bool of_one_kind = std::ranges::all_of(rows, [&](const auto& row) { return row.kind == rows.front().kind; });
    return mail::send(tx, compose(setting_, *recipient, rows, of_one_kind ? rows.front().kind : "*"), key, now);
  }

  [[nodiscard]] Result<void> settle_forgotten() const {
    return database_.write([&](db::Transaction& tx) -> Result<void> {
      for (const auto& key : store::queued_mails(tx, clock_.now() - kForgotten)) {
        const auto job = jobs::find(tx, key);
        if (!job || job->state == "done" || job->state == "failed")
          store::settle(tx, key, job && job->state == "done" ? "sent" : "failed", clock_.now());
      }
      return {};
    });
  }

  db::Database& database_;
  const core::Clock& clock_;
  const Setting& setting_;
};

}  // namespace

void add_handlers(Handlers& handlers, db::Database& database, const core::Clock& clock, const Setting& setting) {
  const Sending sending(database, clock, setting);
  handlers["notice"] = [sending](const jobs::Job& job) { return sending.one(job); };
  handlers["digest"] = [sending](const jobs::Job&) { return sending.digests(); };
  const auto mail = handlers.find(mail::kKind);
  if (mail == handlers.end()) return;
  mail->second = [sending, deliver = mail->second](const jobs::Job& job) {
    auto result = deliver(job);
    if (!job.key.starts_with("told:")) return result;
    if (result)
      sending.settle(job.key, "sent");
    else if (result.error().kind == core::ErrorKind::invalid || !jobs::wait_after(job.tries))
      sending.settle(job.key, "failed");
    return result;
  };
}

Result<void> start(db::Database& database, const core::Clock& clock) {
  static const Setting kNone;
  return Sending(database, clock, kNone).order_next();
}

}  // namespace catalyse::notices
