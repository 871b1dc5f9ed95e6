// Reading data files: a Data Package (Frictionless v1) with checksums, delimited tables plain or gzipped, and a report
// of what was kept and refused, with file, line, column, value and reason.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"

namespace catalyse::ingest {

struct Licence {
  std::string name, title, path;
};

struct Resource {
  std::string name, path, set, title, title_en, description, producer, relay, vintage, cog_vintage, hash, format,
      mediatype;
  std::vector<Licence> licences;
  std::vector<std::string> sources;
  std::vector<std::string> fields;  // names of the schema's fields, in order; empty when the resource is not a table
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;
  std::vector<std::pair<std::string, std::string>>
      extra;  // other scalar properties, in order: {"population_year", "2023"}
  // Value of an extra property; empty when there is none.
  [[nodiscard]] std::string_view property(std::string_view key) const;
};

// The descriptor `datapackage.json` of a folder. Nothing outside the folder is ever read.
class Bundle {
 public:
  // Errors: ingest.bundle.missing, ingest.bundle.malformed (kind damaged; note says what).
  [[nodiscard]] static core::Result<Bundle> open(const std::filesystem::path& folder);
  // The same from the descriptor's text. Each resource must have a name and a path of its own, a set, its size and a
  // `sha256:` hash; a path is relative, in ASCII, below the folder, with no hidden part. Unknown properties are
  // allowed, as the specification says.
  [[nodiscard]] static core::Result<Bundle> parse(const std::filesystem::path& folder, std::string_view descriptor);
  [[nodiscard]] const std::vector<Resource>& resources() const { return resources_; }
  [[nodiscard]] std::vector<const Resource*> of_set(std::string_view set) const;  // in order of path
  [[nodiscard]] const Resource* find(std::string_view path_or_name) const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] const std::string& version() const { return version_; }
  // SHA-256 over the hashes of the resources of a set, in order of path: the version of that data set.
  [[nodiscard]] std::string set_version(std::string_view set) const;
  // The whole file, gunzipped when its name ends in .gz, its checksum and size verified first. At most `limit` bytes
  // once unpacked. Errors: ingest.file.missing, ingest.file.damaged, ingest.file.too_large; parameter `file`.
  [[nodiscard]] core::Result<std::string> read(const Resource& resource, std::size_t limit = 512U << 20U) const;

 private:
  std::filesystem::path folder_;
  std::string version_;
  std::vector<Resource> resources_;
};

// What a reader of delimited text is told of it. `first_line` is the number of its first line in the file it was cut
// from.
struct CsvOptions {
  enum class Names : std::uint8_t {
    unique,      // a name that stands twice makes the header malformed
    made_unique  // a column without name is called `column_7`, the second POP `POP_2`
  };
  enum class Width : std::uint8_t {
    exact,  // a row with more or fewer cells than the header is malformed
    padded  // a spreadsheet does not write the empty cells at the end of a row: they are added, or left out
  };
  char delimiter = ',';
  Names names = Names::unique;
  Width width = Width::exact;
  std::uint64_t first_line = 1;
};

// Reads a delimited text (RFC 4180, UTF-8 with or without BOM, LF or CRLF, header line) row by row, over a text that
// outlives it. Fields are views, valid until the next call. Bounded: 2 000 columns, 1 MB a field.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text, char delimiter = ',');
  CsvReader(std::string_view text, const CsvOptions& options);
  ~CsvReader();
  CsvReader(CsvReader&&) noexcept;
  // Empty when the header line is missing or malformed; then `next` gives one error, ingest.csv.header, and the end.
  [[nodiscard]] const std::vector<std::string>& header() const;
  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
  // The next row, as many cells as the header has; empty at the end. A malformed row is an error of kind invalid
  // (ingest.csv.row, its note says why) with its line, and reading goes on after it. Blank lines are passed over.
  [[nodiscard]] std::optional<core::Result<std::span<const std::string_view>>> next();
  [[nodiscard]] std::uint64_t line() const;  // 1-based line where the row last returned begins

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct BadRow {
  std::string file;
  std::uint64_t line = 0;
  std::string column, value, reason;  // reason: English sentence for the terminal
};

// Something that was put right or passed over many times in a file, told once: « the zero of a code put back », 312
// times, first at line 2.
struct Remark {
  std::string what;  // English, for the terminal
  std::uint64_t count = 0, first_line = 0;
};

// What one file gave. The first hundred bad rows are kept in full (values cut at 200 bytes), all are counted.
struct FileReport {
  std::string file;
  std::uint64_t read = 0, kept = 0, refused = 0;
  std::vector<BadRow> bad;
  std::vector<Remark> remarks{};
  void refuse(std::uint64_t line, std::string_view column, std::string_view value, std::string_view reason);
  void remark(std::uint64_t line, std::string_view what);
};

struct Report {
  std::string set, version;
  bool unchanged = false;  // this version was already loaded
  std::vector<FileReport> files;
  [[nodiscard]] std::uint64_t refused() const;
  // {"set":…,"version":…,"files":[{"file":…,"read":…,"kept":…,"refused":…,"bad":[…]}]}, as kept beside the data
  // version; `remarks` too where there are some.
  [[nodiscard]] std::string json() const;
};

// A data set is refused when this holds: any bad row under `strict`, else a file with more than three bad rows and more
// than one in a hundred of its rows.
[[nodiscard]] bool too_many_bad_rows(const Report& report, bool strict);

// Called with what is being read and how far it is, 0 to 1.
using Progress = std::function<void(std::string_view what, double share)>;

}  // namespace catalyse::ingest
