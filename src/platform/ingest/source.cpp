#include "source.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include "core/digest.hpp"
#include "gunzip.hpp"
#include "source_fault.hpp"
#include "spreadsheet_process.hpp"

namespace catalyse::ingest {
namespace {

constexpr std::array<std::string_view, kSourceFaults> kFaults{
    "empty",    "too_large", "binary",     "archive",          "old_spreadsheet", "encrypted", "damaged",
    "bomb",     "doctype",   "formula",    "too_many_columns", "too_many_rows",   "too_slow",  "too_much_memory",
    "no_sheet", "no_header", "unavailable"};
constexpr std::string_view kPrefix = "ingest.source.";
constexpr std::string_view kMark = "\xEF\xBB\xBF";  // of byte order, that some programs write before UTF-8

std::shared_future<std::string> digest_of(const std::shared_ptr<const std::string>& bytes) {
  constexpr std::size_t kLarge = 1U << 20U;  // the digest of less costs less than a thread
  const auto when = bytes->size() < kLarge ? std::launch::deferred : std::launch::async | std::launch::deferred;
  return std::async(when, [bytes] { return core::sha256(*bytes); }).share();
}

bool has_zero(std::string_view bytes) { return bytes.find('\0') != std::string_view::npos; }

}  // namespace

SourceLimits SourceLimits::large() {
  SourceLimits limits;
  limits.bytes = 1U << 30U;
  limits.unpacked = 2U << 30U;
  limits.output = 1U << 30U;
  limits.memory = 1U << 30U;
  limits.ratio = 1'000;
  limits.rows = 1'048'576;
  limits.columns = 2'000;
  limits.time = std::chrono::minutes(1);
  return limits;
}

std::string_view container_name(Container container) {
  constexpr std::array<std::string_view, 3> kNames{"CSV", "XLSX", "ODS"};
  return kNames[static_cast<std::size_t>(container)];
}

std::string_view fault_name(SourceFault fault) { return kFaults[static_cast<std::size_t>(fault)]; }

std::optional<SourceFault> fault_of(const core::Error& error) {
  if (!error.message_id.starts_with(kPrefix)) return std::nullopt;
  const auto found = std::ranges::find(kFaults, std::string_view(error.message_id).substr(kPrefix.size()));
  if (found == kFaults.end()) return std::nullopt;
  return static_cast<SourceFault>(found - kFaults.begin());
}

std::unexpected<core::Error> refuse_source(SourceFault fault, std::string note, std::string detail) {
  const auto kind = fault == SourceFault::too_large     ? core::ErrorKind::too_large
                    : fault == SourceFault::unavailable ? core::ErrorKind::unavailable
                                                        : core::ErrorKind::invalid;
  return core::fail(kind, std::string(kPrefix) + std::string(fault_name(fault)), std::move(note),
                    {{"detail", std::move(detail)}});
}

core::Result<Source> Source::read(std::string bytes, const SourceHints& hints, const SourceLimits& limits) {
  if (bytes.empty()) return refuse_source(SourceFault::empty, "the file is empty");
  if (bytes.size() > limits.bytes)
    return refuse_source(SourceFault::too_large, "the file has more than " + std::to_string(limits.bytes) + " bytes",
                         std::to_string(limits.bytes >> 20U));
  Source source;
  source.bytes_ = bytes.size();
  const auto whole = std::make_shared<const std::string>(std::move(bytes));
  source.digest_ = digest_of(whole);
  const std::string_view view = *whole;
  if (view.starts_with("PK")) {
    if (auto taken = source.take_sheet(view, hints, limits); !taken) return std::unexpected(taken.error());
    return source;
  }
  if (view.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
    return refuse_source(SourceFault::old_spreadsheet,
                         "an old .xls or an encrypted spreadsheet: save it as .xlsx or .csv");
  for (const std::string_view magic : {"\x1F\x8B", "%PDF", "7z\xBC\xAF", "Rar!", "\x89PNG", "BZh", "SQLite format 3"})
    if (view.starts_with(magic)) return refuse_source(SourceFault::binary, "not a table but another kind of file");
  if (auto taken = source.take_text(whole, hints); !taken) return std::unexpected(taken.error());
  return source;
}

core::Result<void> Source::take_sheet(std::string_view bytes, const SourceHints& hints, const SourceLimits& limits) {
  auto sheet = read_spreadsheet(bytes, hints.sheet, limits);
  if (!sheet) return std::unexpected(std::move(sheet.error()));
  container_ = sheet->container;
  sheet_ = std::move(sheet->name);
  sheets_ = std::move(sheet->names);
  kept_ = std::make_shared<const std::string>(std::move(sheet->csv));
  text_ = *kept_;
  if (text_.find_first_not_of("\n") == std::string_view::npos)
    return refuse_source(SourceFault::empty, "an empty sheet");
  auto dialect = hints.dialect;
  dialect.delimiter = ',';
  dialect.decimal = '.';  // a number of a spreadsheet is stored with a point whatever is shown
  return find_header(dialect);
}

core::Result<void> Source::take_text(const std::shared_ptr<const std::string>& bytes, const SourceHints& hints) {
  encoding_ = hints.encoding ? *hints.encoding : detect_encoding(*bytes);
  const bool as_it_is = encoding_ == Encoding::utf8 || encoding_ == Encoding::utf8_bom;
  kept_ = as_it_is ? bytes : std::make_shared<const std::string>(to_utf8(*bytes, encoding_));
  text_ = *kept_;
  if (text_.starts_with(kMark)) text_.remove_prefix(kMark.size());
  if (has_zero(text_.substr(0, 64U << 10U))) return refuse_source(SourceFault::binary, "zero bytes: not a text");
  const auto first = text_.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return refuse_source(SourceFault::empty, "the file holds nothing but spaces");
  // A page or a feed under the name of a table, as some portals give.
  if (text_[first] == '<') return refuse_source(SourceFault::binary, "HTML or XML, not a delimited text");
  return find_header(hints.dialect);
}

core::Result<void> Source::find_header(const DialectHints& hints) {
  dialect_ = detect_dialect(text_, hints);
  header_ = rows().header();
  if (header_.empty())
    return refuse_source(SourceFault::no_header,
                         "line " + std::to_string(dialect_.header_line) + " cannot be read as a header",
                         std::to_string(dialect_.header_line));
  return {};
}

core::Result<Source> Source::open(const std::filesystem::path& file, const SourceHints& hints,
                                  const SourceLimits& limits) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error || !std::filesystem::is_regular_file(file))
    return core::fail(core::ErrorKind::not_found, "ingest.file.missing",
                      file.string() + " is not a file that can be read", {{"file", file.string()}});
  if (size > limits.bytes)
    return refuse_source(SourceFault::too_large,
                         file.string() + " has more than " + std::to_string(limits.bytes) + " bytes",
                         std::to_string(limits.bytes >> 20U));
  std::string bytes;
  std::ifstream in(file, std::ios::binary);
  bytes.resize_and_overwrite(size, [&in](char* to, std::size_t room) {
    in.read(to, static_cast<std::streamsize>(room));
    return static_cast<std::size_t>(in.gcount());
  });
  if (bytes.size() != size)
    return core::fail(core::ErrorKind::unavailable, "ingest.file.missing", "cannot read " + file.string(),
                      {{"file", file.string()}});
  if (bytes.starts_with("\x1F\x8B")) {
    std::string unpacked;
    const auto done = gunzip(bytes, limits.bytes, unpacked);
    if (done == Gunzip::too_large)
      return refuse_source(SourceFault::too_large,
                           file.string() + " unpacks to more than " + std::to_string(limits.bytes) + " bytes",
                           std::to_string(limits.bytes >> 20U));
    if (done == Gunzip::damaged)
      return refuse_source(SourceFault::damaged, file.string() + " is not a whole gzip file");
    bytes = std::move(unpacked);
  }
  return read(std::move(bytes), hints, limits);
}

CsvReader Source::rows() const {
  CsvOptions options;
  options.delimiter = dialect_.delimiter;
  options.names = CsvOptions::Names::made_unique;
  if (container_ != Container::text) options.width = CsvOptions::Width::padded;
  options.first_line = dialect_.header_line;
  return {text_.substr(dialect_.header_at), options};
}

}  // namespace catalyse::ingest
