// Reading of SQL text, enough to find parameters and words outside quotes and comments. No I/O.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db.hpp"

namespace catalyse::db {

// The names of the parameters `:name` in order of first appearance; a name that returns is one parameter.
[[nodiscard]] std::vector<std::string_view> parameter_names(std::string_view sql);

// The same statement for PostgreSQL: each `:name` gets its value's type, `CAST(:name AS type)`, and a NULL becomes the
// word NULL (an untyped parameter could not be resolved in `:x IS NULL`); comments are dropped, since SOCI would look
// for quotes in them. `kept` receives the value of each parameter that remains, place by place: SOCI numbers them so,
// also when a name returns.
[[nodiscard]] std::string with_typed_parameters(std::string_view sql, const std::vector<Value>& parameters,
                                                std::vector<const Value*>& kept);

// A portable migration in PostgreSQL's words: INTEGER → BIGINT, REAL → DOUBLE PRECISION, and the table options STRICT
// and WITHOUT ROWID removed. Nothing else is touched; text in quotes and comments stays as it is.
[[nodiscard]] std::string migration_for_postgresql(std::string_view sql);

// A table or column name we may write into a statement: lower-case letters, digits and underscores. Throws
// std::logic_error otherwise.
void require_identifier(std::string_view name);

// Text both engines store alike: valid UTF-8 without NUL. Throws std::invalid_argument otherwise.
void require_text(std::string_view text);

}  // namespace catalyse::db
