// How a job moves; the table is this file's alone.
#pragma once

#include "jobs.hpp"

namespace catalyse::jobs::store {

[[nodiscard]] std::vector<Job> due(db::Transaction& tx, core::Instant now);
[[nodiscard]] bool take(db::Transaction& tx, const std::string& id, core::Instant now);  // false: another has it
void recover(db::Transaction& tx, core::Instant before, core::Instant now);  // left running since before then
void done(db::Transaction& tx, const std::string& id, core::Instant now);
void again(db::Transaction& tx, const Job& job, core::Instant due, core::Instant now);
void failed(db::Transaction& tx, const Job& job, core::Instant now);

}  // namespace catalyse::jobs::store
