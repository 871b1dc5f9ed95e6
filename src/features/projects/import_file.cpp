#include <fstream>
#include <sstream>

#include "core/clock.hpp"
#include "core/digest.hpp"
#include "foreign.hpp"
#include "formats.hpp"
#include "ingest/versions.hpp"
#include "read_projects.hpp"
#include "store.hpp"

namespace catalyse::projects {
namespace {

constexpr std::uintmax_t kMostBytes = 512U << 20U;

core::Result<std::string> read_whole(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (error || size > kMostBytes || !in || !(text << in.rdbuf())) {
    return core::fail(core::ErrorKind::invalid, "projects.file.unreadable",
                      file.string() + " cannot be read, is empty, or is over 512 MB",
                      {{"file", file.filename().string()}});
  }
  return std::move(text).str();
}

}  // namespace

core::Result<ingest::Report> import_file(db::Database& database, const std::filesystem::path& file,
                                         FileFormat format) try {
  const auto name = file.filename().string();
  const auto text = read_whole(file);
  if (!text) return std::unexpected(text.error());
  // Ids must not meet those of another file: a part of the name's digest, without the « n » that ends a prefix.
  const auto prefix = "x" + core::sha256(name).substr(0, 6);
  auto read = format == FileFormat::scdl ? read_scdl(*text, prefix, name) : read_giving(*text, prefix, name);
  if (!read) return std::unexpected(read.error());
  ingest::Report report;
  report.set = std::string(kForeignSets) + prefix;
  report.version = core::sha256(*text);
  report.files.push_back(read->report);
  if (read->records.projects.empty()) return report;  // nothing to keep, and the report says why
  const auto kind = format == FileFormat::scdl ? "SCDL subventions" : "360Giving";
  read->records.sources.push_back(
      {prefix, name, name, name, read->records.programmes.front().funder, kind, "", "", "", report.version});
  auto written = database.load([&](db::Transaction& tx) -> core::Result<void> {
    const auto begun = ingest::begin_version(tx, report.set, report.version, core::SystemClock().now());
    report.unchanged = begun.already;
    if (begun.already) {
      ingest::make_current(tx, begun.id);
      return {};
    }
    write_projects(tx, begun.id, read->records);
    ingest::finish_version(tx, begun.id, name, report);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return report;
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
}

}  // namespace catalyse::projects
