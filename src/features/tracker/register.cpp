#include "register.hpp"

#include <algorithm>
#include <mutex>

#include "store.hpp"

namespace catalyse::tracker {
namespace {

std::string version_of(const std::vector<ProgrammeRow>& rows) {
  std::string version;
  for (const auto& row : rows) version += row.id + ":" + std::to_string(row.revision) + " ";
  return version;
}

std::shared_ptr<const State> load(db::Transaction& tx, const std::vector<ProgrammeRow>& rows) {
  auto state = std::make_shared<State>();
  state->version = version_of(rows);
  for (const auto& row : rows) {
    Entry entry;
    entry.records = read_records(tx, row.id);
    entry.programme = programme_of(entry.records);
    auto ledger = read_ledger(tx, row.id, entry.records);
    entry.recorded = std::move(ledger.recorded);
    entry.digest = std::move(ledger.digest);
    entry.intact = ledger.intact;
    state->programmes.push_back(std::move(entry));
  }
  return state;
}

}  // namespace

const Entry* State::find(std::string_view id) const {
  const auto found = std::ranges::find_if(programmes, [&](const Entry& entry) { return entry.programme.id == id; });
  return found == programmes.end() ? nullptr : &*found;
}

struct Register::Inside {
  const db::Database& database;
  std::mutex mutex{};
  std::shared_ptr<const State> last{};
};

Register::Register(const db::Database& database) : inside_(std::make_unique<Inside>(database)) {}
Register::~Register() = default;

core::Result<std::shared_ptr<const State>> Register::current() const {
  std::shared_ptr<const State> last;
  {
    const std::scoped_lock lock(inside_->mutex);
    last = inside_->last;
  }
  try {
    inside_->database.read([&](db::Transaction& tx) {
      const auto rows = programme_rows(tx);
      if (!last || last->version != version_of(rows)) last = load(tx, rows);
    });
  } catch (const db::Failure& failure) {
    if (!last) return std::unexpected(failure.error());
  }
  const std::scoped_lock lock(inside_->mutex);
  inside_->last = last;
  return last;
}

}  // namespace catalyse::tracker
