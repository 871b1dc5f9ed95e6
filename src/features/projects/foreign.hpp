// What a foreign file gives: rows like those of the bundle, and a report. Pure.
#pragma once

#include "core/result.hpp"
#include "ingest/ingest.hpp"
#include "records.hpp"

namespace catalyse::projects {

struct Foreign {
  Records records;  // one source, its programmes, its projects
  ingest::FileReport report;
};

// `prefix` begins the ids; `file` is its name for the report. Errors: as import_file.
[[nodiscard]] core::Result<Foreign> read_scdl(std::string_view text, std::string_view prefix, std::string_view file);
[[nodiscard]] core::Result<Foreign> read_giving(std::string_view text, std::string_view prefix, std::string_view file);

// A day that exists, YYYY-MM-DD (ISO 8601), from 1990 to 2100; its year.
[[nodiscard]] std::optional<int> year_of_day(std::string_view text);
// A civility before a name: natural persons are not kept.
[[nodiscard]] bool names_a_person(std::string_view beneficiary);

// The bad cells of one row; it counts once.
class RowFaults {
 public:
  RowFaults(ingest::FileReport& report, std::uint64_t line) : report_(report), line_(line) {}
  void add(std::string_view column, std::string_view value, std::string_view reason);
  [[nodiscard]] bool any() const { return any_; }

 private:
  ingest::FileReport& report_;
  std::uint64_t line_;
  bool any_ = false;
};

}  // namespace catalyse::projects
