// The programmes as pages read them: one immutable state in memory, made anew when the database says that a programme
// changed (a revision of each, asked at every reading), so that a status imported or set a moment ago is shown at once,
// without a restart.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "model.hpp"
#include "records.hpp"

namespace catalyse::tracker {

struct Entry {
  Programme programme;
  std::vector<Record> records;  // as exported
  std::vector<core::Instant> recorded;
  std::string digest;
  bool intact = true;
};

struct State {
  std::vector<Entry> programmes;  // the first is the one of /mesures
  std::string version;            // changes whenever a programme does
  [[nodiscard]] const Entry* find(std::string_view id) const;
};

// Thread-safe. `database` must outlive it.
class Register {
 public:
  explicit Register(const db::Database& database);
  ~Register();
  // The state now. While the database cannot be read, the last one that was; errors of db before any was.
  [[nodiscard]] core::Result<std::shared_ptr<const State>> current() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace catalyse::tracker
