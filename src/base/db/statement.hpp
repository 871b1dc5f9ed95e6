// Statements over SOCI with typed variables only: its dynamic `row` reads a 64-bit integer of a STRICT table as 32
// bits.
#pragma once

#include <soci/soci.h>

#include <deque>

#include "db.hpp"

namespace catalyse::db {

// Storage that outlives the statement it is bound to; SOCI keeps pointers into it.
struct Slot {
  long long integer = 0;
  double real = 0;
  std::string text;
  soci::indicator indicator = soci::i_ok;
};

class Statement {
 public:
  explicit Statement(soci::session& session) : statement_(session) {}
  void bind(const Value& value);
  void define(Type type);
  void prepare(const std::string& sql);
  std::int64_t execute();
  void start() { statement_.execute(false); }
  [[nodiscard]] bool fetch() { return statement_.fetch(); }
  void take(std::span<const Type> types, std::span<Value> row);
  [[nodiscard]] soci::details::statement_backend* backend() { return statement_.get_backend(); }

 private:
  std::deque<Slot> uses_, intos_;  // before statement_, so that they are destroyed after it; a deque keeps addresses
  soci::statement statement_;
};

// Throws std::logic_error unless `sql` names as many parameters as are given and every text can be stored.
void require_parameters(std::string_view sql, const std::vector<Value>& parameters);

// One value both engines store alike: text is UTF-8 without NUL, a number is finite. Throws std::invalid_argument
// otherwise.
void require_value(const Value& value);

// A column holds something else than asked: a bug in the query, with its place.
[[noreturn]] void wrong_type(std::size_t column, Type asked, std::string_view found);

}  // namespace catalyse::db
