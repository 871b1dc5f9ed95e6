#include "audit.hpp"
#include "core/digest.hpp"
#include "migrations.hpp"

namespace catalyse::audit {
namespace {

constexpr std::string_view kLock = "UPDATE audit_head SET number = number + 1 WHERE id = 1";
constexpr std::string_view kHead = "SELECT number, digest FROM audit_head WHERE id = 1";
constexpr std::string_view kAdd =
    "INSERT INTO audit_line (number, at, person, action, object, detail, origin, digest)"
    " VALUES (:number, :at, :person, :action, :object, :detail, :origin, :digest)";
constexpr std::string_view kMove = "UPDATE audit_head SET digest = :digest WHERE id = 1";
constexpr std::string_view kRead =
    "SELECT number, at, person, action, object, detail, origin, digest FROM audit_line"
    " WHERE (:person = '' OR person = :person) AND (:object = '' OR object = :object) AND number < :before"
    " ORDER BY number DESC LIMIT :most";
constexpr std::string_view kPart =
    "SELECT number, at, person, action, object, detail, origin, digest FROM audit_line"
    " WHERE number > :after ORDER BY number LIMIT 1000";

// Each field with its length before it, so that no two lines give the same bytes.
std::string digest_of(std::string_view before, const Line& line) {
  core::Sha256 sum;
  const auto add = [&](std::string_view field) {
    sum.add(std::to_string(field.size()));
    sum.add(":");
    sum.add(field);
  };
  add(before);
  add(std::to_string(line.number));
  add(std::to_string(line.at.time_since_epoch().count()));
  for (const auto* field : {&line.act.person, &line.act.action, &line.act.object, &line.act.detail, &line.act.origin})
    add(*field);
  return sum.finish();
}

std::vector<Line> lines(db::Transaction& tx, std::string_view sql, const std::vector<db::Value>& values) {
  std::vector<Line> all;
  using Text = std::string;
  tx.each<std::int64_t, std::int64_t, Text, Text, Text, Text, Text, Text>(
      sql, values,
      [&](auto number, auto at, auto person, auto action, auto object, auto detail, auto origin, auto digest) {
        all.push_back(
            {number, core::Instant(std::chrono::seconds(at)),
             Act{std::move(person), std::move(action), std::move(object), std::move(detail), std::move(origin)},
             std::move(digest)});
      });
  return all;
}

struct Head {
  std::int64_t number = 0;
  std::string digest;
};

Head head(db::Transaction& tx) {
  Head found;
  tx.each<std::int64_t, std::string>(kHead, {}, [&](auto number, auto digest) { found = {number, std::move(digest)}; });
  return found;
}

core::Result<std::int64_t> broken(std::int64_t number) {
  return core::fail(core::ErrorKind::damaged, "audit.broken",
                    "the log of acts is not what was written: line " + std::to_string(number) + " or the one before");
}

}  // namespace

void append(db::Transaction& tx, const Act& act, core::Instant now) {
  tx.execute(kLock);
  const auto last = head(tx);
  Line line{last.number, now, act, {}};
  line.act.origin = network_of(act.origin);
  line.digest = digest_of(last.digest, line);
  tx.execute(kAdd, {line.number, std::int64_t{now.time_since_epoch().count()}, line.act.person, line.act.action,
                    line.act.object, line.act.detail, line.act.origin, line.digest});
  tx.execute(kMove, {line.digest});
}

std::vector<Line> read(db::Transaction& tx, const Wanted& wanted) {
  return lines(tx, kRead, {wanted.person, wanted.object, wanted.before, wanted.most});
}

core::Result<std::int64_t> verify(db::Transaction& tx) {
  std::int64_t number = 0;
  std::string digest;
  while (true) {
    const auto part = lines(tx, kPart, {number});
    if (part.empty()) break;
    for (const auto& line : part) {
      if (line.number != number + 1 || line.digest != digest_of(digest, line)) return broken(line.number);
      number = line.number;
      digest = line.digest;
    }
  }
  const auto last = head(tx);
  if (last.number != number || last.digest != digest) return broken(number + 1);
  return number;
}

}  // namespace catalyse::audit
