// The record of the projects in SQL. Statements throw db::Failure.
#pragma once

#include "db/db.hpp"
#include "records.hpp"

namespace catalyse::projects {

void write_projects(db::Transaction& tx, std::int64_t version, const Records& records);
[[nodiscard]] Records read_projects(db::Transaction& tx, std::int64_t version);

}  // namespace catalyse::projects
