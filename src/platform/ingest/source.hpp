// A table that somebody hands over: CSV in any usual dialect, XLSX, ODS. What it is made of is found and said, and may
// be told beforehand. Hostile, damaged or huge files are refused with a reason, in bounded time and memory: a
// spreadsheet is read in a child process that can neither open a file nor a connection (spreadsheet_process.hpp).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "ingest/dialect.hpp"
#include "ingest/encoding.hpp"
#include "ingest/ingest.hpp"

namespace catalyse::ingest {

// What a file may cost. The defaults are for a file that comes from a stranger; `large` is for an analyst at the
// command line who knows it.
struct SourceLimits {
  std::size_t bytes = 64U << 20U;     // of the file
  std::size_t unpacked = 50U << 20U;  // declared in a spreadsheet's directory, and read of it
  std::size_t output = 24U << 20U;    // of a sheet once it is text
  std::size_t memory = 48U << 20U;    // of the child process, besides what it shares
  std::uint64_t ratio = 100;          // of an entry of a spreadsheet to its compressed size
  std::uint64_t rows = 200'000;       // of a spreadsheet
  std::uint64_t columns = 2'000;
  std::uint64_t entries = 2'000;          // of a spreadsheet's archive
  std::chrono::milliseconds time{1'800};  // of the child process
  [[nodiscard]] static SourceLimits
  large();  // 1 GB, 2 GB unpacked, 1 GB of text and of memory, 1 048 576 rows, a minute
};

enum class Container : std::uint8_t { text, xlsx, ods };
[[nodiscard]] std::string_view container_name(Container container);  // CSV, XLSX, ODS

// What somebody said of a file; what is not said is found.
struct SourceHints {
  std::optional<Encoding> encoding;
  DialectHints dialect;
  std::string sheet;  // of a spreadsheet; empty: the first with a column of codes, else the first
};

// Why a file is no table, closed: the reader's sentence of each is in the room that shows it.
enum class SourceFault : std::uint8_t {
  empty,
  too_large,
  binary,
  archive,
  old_spreadsheet,
  encrypted,
  damaged,
  bomb,
  doctype,
  formula,
  too_many_columns,
  too_many_rows,
  too_slow,
  too_much_memory,
  no_sheet,
  no_header,
  unavailable
};
inline constexpr std::size_t kSourceFaults = static_cast<std::size_t>(SourceFault::unavailable) + 1;
[[nodiscard]] std::string_view fault_name(SourceFault fault);  // the last part of the error's id: ingest.source.bomb
[[nodiscard]] std::optional<SourceFault> fault_of(const core::Error& error);

class Source {
 public:
  // Errors: ingest.source.<fault>, kind invalid (too_large: too_large; unavailable: unavailable); parameter `detail`, a
  // word that says where (a cell, a sheet, a size), and a note in English.
  [[nodiscard]] static core::Result<Source> read(std::string bytes, const SourceHints& hints = {},
                                                 const SourceLimits& limits = {});
  // The same from a file; a name that ends in .gz is unpacked.
  [[nodiscard]] static core::Result<Source> open(const std::filesystem::path& file, const SourceHints& hints = {},
                                                 const SourceLimits& limits = {});

  [[nodiscard]] Container container() const { return container_; }
  [[nodiscard]] Encoding encoding() const { return encoding_; }
  [[nodiscard]] const Dialect& dialect() const { return dialect_; }
  [[nodiscard]] const std::string& sheet() const { return sheet_; }                 // empty for CSV
  [[nodiscard]] const std::vector<std::string>& sheets() const { return sheets_; }  // of a spreadsheet
  // SHA-256 of the file's bytes; that of a large file is found on another thread meanwhile, and waited for here.
  [[nodiscard]] const std::string& digest() const { return digest_.get(); }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
  // All of it from its first byte, in UTF-8; for those who keep views of its cells.
  [[nodiscard]] std::string_view text() const { return text_; }
  // Names cannot stand twice: a column without one is `column_7`, the second POP is `POP_2`. Lines are those of the
  // file, or rows of the sheet. The reader looks into this source, which must outlive it.
  [[nodiscard]] CsvReader rows() const;

 private:
  [[nodiscard]] core::Result<void> take_sheet(std::string_view bytes, const SourceHints& hints,
                                              const SourceLimits& limits);
  [[nodiscard]] core::Result<void> take_text(const std::shared_ptr<const std::string>& bytes, const SourceHints& hints);
  [[nodiscard]] core::Result<void> find_header(const DialectHints& hints);

  Container container_ = Container::text;
  Encoding encoding_ = Encoding::utf8;
  Dialect dialect_;
  std::shared_ptr<const std::string> kept_;  // what text_ looks into
  std::string_view text_;
  std::string sheet_;
  std::shared_future<std::string> digest_;
  std::vector<std::string> sheets_, header_;
  std::uint64_t bytes_ = 0;
};

}  // namespace catalyse::ingest
