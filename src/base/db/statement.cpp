#include "statement.hpp"

#include <cmath>
#include <stdexcept>

#include "sql_text.hpp"

namespace catalyse::db {

void Statement::bind(const Value& value) {
  Slot& slot = uses_.emplace_back();
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    slot.integer = *integer;
    statement_.exchange(soci::use(slot.integer, slot.indicator));
  } else if (const auto* real = std::get_if<double>(&value)) {
    slot.real = *real;
    statement_.exchange(soci::use(slot.real, slot.indicator));
  } else {
    if (const auto* text = std::get_if<std::string>(&value)) {
      slot.text = *text;
    } else {
      slot.indicator = soci::i_null;
    }
    statement_.exchange(soci::use(slot.text, slot.indicator));
  }
}

void Statement::define(Type type) {
  Slot& slot = intos_.emplace_back();
  switch (type) {
    case Type::integer:
      statement_.exchange(soci::into(slot.integer, slot.indicator));
      break;
    case Type::real:
      statement_.exchange(soci::into(slot.real, slot.indicator));
      break;
    case Type::text:
      statement_.exchange(soci::into(slot.text, slot.indicator));
      break;
  }
}

void Statement::prepare(const std::string& sql) {
  statement_.alloc();
  statement_.prepare(sql, soci::details::st_one_time_query);
  statement_.define_and_bind();
}

std::int64_t Statement::execute() {
  statement_.execute(true);
  return statement_.get_affected_rows();
}

void Statement::take(std::span<const Type> types, std::span<Value> row) {
  for (std::size_t i = 0; i < types.size(); ++i) {
    Slot& slot = intos_[i];
    if (slot.indicator == soci::i_null) {
      row[i] = std::monostate{};
    } else if (types[i] == Type::integer) {
      row[i] = static_cast<std::int64_t>(slot.integer);
    } else if (types[i] == Type::real) {
      row[i] = slot.real;
    } else {
      row[i] = std::move(slot.text);
    }
  }
}

void require_parameters(std::string_view sql, const std::vector<Value>& parameters) {
  if (parameter_names(sql).size() != parameters.size()) {
    throw std::logic_error("the number of values does not match the parameters of: " + std::string(sql));
  }
  for (const auto& value : parameters) require_value(value);
}

void require_value(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) require_text(*text);
  // SQLite would store a NaN as NULL, PostgreSQL as NaN.
  const auto* real = std::get_if<double>(&value);
  if (real != nullptr && !std::isfinite(*real))
    throw std::invalid_argument("a real number for the database is not finite");
}

void wrong_type(std::size_t column, Type asked, std::string_view found) {
  static constexpr std::string_view names[] = {"an integer", "a real number", "text"};
  throw std::logic_error("column " + std::to_string(column + 1) + " was asked as " +
                         std::string(names[static_cast<std::size_t>(asked)]) + " and is " + std::string(found));
}

}  // namespace catalyse::db
