// Rows of a sheet written as CSV as they come. Private to the room.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "source.hpp"
#include "spreadsheet_archive.hpp"

namespace catalyse::ingest {

// Where the bytes go.
using Output = std::function<void(std::string_view)>;

class SheetRows {
 public:
  SheetRows(Output output, const SourceLimits& limits) : output_(std::move(output)), limits_(limits) {}

  // A row by its number from 1; numbers go up, those passed over are empty lines. Throws ArchiveFault beyond the
  // limits.
  void start(std::uint64_t number);
  // A cell of it by its column from 0.
  void cell(std::uint64_t column, std::string_view text);
  // Writes the row `times` times: ODS says once what stands in a thousand rows. A row without cells is written only
  // when another follows.
  void end(std::uint64_t times = 1);
  [[nodiscard]] std::uint64_t next() const { return number_ + 1; }  // number of the row after the last one
  [[nodiscard]] bool has_code_names() const { return named_; }  // some cell of the first hundred rows is CODGEO or such

 private:
  void write(std::string_view text);

  Output output_;
  SourceLimits limits_;
  std::vector<std::string> cells_;
  std::uint64_t number_ = 0, written_ = 0;  // rows
  std::size_t bytes_ = 0;
  bool named_ = false;
};

// Both read every sheet's name, choose one (the one named, else the first that names a column of codes, else the first)
// and give its rows to `output`. `tell` gets the names and the chosen one before. Throw ArchiveFault.
struct SheetReader {
  const Archive& archive;
  std::string_view wanted;
  const SourceLimits& limits;
  Output output;
  std::function<void(const std::vector<std::string>& names, std::string_view chosen)> tell;
};
void read_xlsx(const SheetReader& reader);
void read_ods(const SheetReader& reader);

}  // namespace catalyse::ingest
