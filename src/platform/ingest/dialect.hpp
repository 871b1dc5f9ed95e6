// How a delimited text is written: its separator, its decimal mark, the line where its header stands. Found from its
// beginning. Pure, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace catalyse::ingest {

struct Dialect {
  char delimiter = ',';
  char decimal = '.';
  std::uint64_t header_line = 1;  // lines above it are titles
  std::size_t header_at = 0;      // its first byte
};

// What somebody said of it; what is not said is found.
struct DialectHints {
  std::optional<char> delimiter, decimal;
  std::uint64_t header_line = 0;  // 0: to be found
};

// Separator: `;`, `,`, tab or `|`, the one that cuts the most lines into the same number of cells, quotations apart.
// Header: the first line, among the first hundred, that names a column of codes as INSEE does (CODGEO, GEO,
// code_insee…), else the first line with as many cells as most. Decimal mark: the one with which more cells of the
// beginning read as numbers; when both do as well, the comma beside `;` and tab, the point beside `,`.
[[nodiscard]] Dialect detect_dialect(std::string_view text, const DialectHints& hints = {});

// True for the usual names of a column of codes: CODGEO, GEO, code_commune, INSEE_COM, SIREN_EPCI…
[[nodiscard]] bool names_codes(std::string_view column);

}  // namespace catalyse::ingest
