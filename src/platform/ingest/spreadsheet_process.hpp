// Reads an XLSX or an ODS in a child process that has no more than a stated memory, processor time and one pipe: no
// file can be opened in it, no connection made (setrlimit, seccomp). Linux only, as the program is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "source.hpp"

namespace catalyse::ingest {

struct Sheet {
  Container container = Container::xlsx;
  std::string name;
  std::vector<std::string> names;  // of all the sheets
  std::string csv;                 // a comma between cells, a line for each row of the sheet, the empty ones too
};

// Errors: those of Source::read.
[[nodiscard]] core::Result<Sheet> read_spreadsheet(std::string_view bytes, std::string_view sheet,
                                                   const SourceLimits& limits);

}  // namespace catalyse::ingest
