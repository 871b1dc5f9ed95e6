#include "set_import.hpp"

#include <algorithm>

#include "versions.hpp"

namespace catalyse::ingest {
namespace {

constexpr std::size_t kBadRowsTold = 3;

std::unexpected<core::Error> refused(const Report& report) {
  const auto count = std::to_string(report.refused());
  std::string note = "the data set " + report.set + " was refused, " + count + " bad rows; nothing was changed";
  std::size_t told = 0;
  for (const auto& file : report.files) {
    for (const auto& bad : file.bad) {
      if (++told > kBadRowsTold) break;
      note +=
          "; " + bad.file + ":" + std::to_string(bad.line) + ": " + bad.column + " '" + bad.value + "': " + bad.reason;
    }
  }
  return core::fail(core::ErrorKind::invalid, "ingest.import.refused", std::move(note),
                    {{"set", report.set}, {"count", count}});
}

std::optional<DataVersion> known_version(const SetImport& asked) {
  std::vector<DataVersion> all;
  asked.database.read([&](db::Transaction& tx) { all = versions(tx, asked.set); });
  const auto found = std::ranges::find(all, asked.version, &DataVersion::version);
  return found == all.end() ? std::nullopt : std::optional(std::move(*found));
}

// True when this very version is loaded already; it is then the current one.
core::Result<bool> bring_back(const SetImport& asked) {
  const auto found = known_version(asked);
  if (!found || found->current) return found.has_value();
  const auto written = asked.database.write([&](db::Transaction& tx) -> core::Result<void> {
    make_current(tx, found->id);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return true;
}

}  // namespace

core::Result<Report> import_set(const SetImport& asked) try {
  Report report{.set = asked.set, .version = asked.version, .unchanged = false, .files = {}};
  const auto known = bring_back(asked);
  if (!known) return std::unexpected(known.error());
  report.unchanged = *known;
  if (report.unchanged) return report;
  if (auto read = asked.read(report); !read) return std::unexpected(read.error());
  if (too_many_bad_rows(report, asked.bad_rows == BadRows::none)) return refused(report);
  const auto written = asked.database.load([&](db::Transaction& tx) -> core::Result<void> {
    const auto begun = begin_version(tx, asked.set, report.version, asked.clock.now());
    if (!begun.already)  // else another program has just loaded it
      if (auto done = asked.write(tx, begun.id); !done) return done;
    finish_version(tx, begun.id, asked.title, report);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  if (asked.progress) asked.progress(asked.set, 1);
  return report;
} catch (const db::Failure& failure) {
  return std::unexpected(failure.error());
}

std::string vintage_of(const Bundle& bundle, std::string_view set) {
  for (const auto* resource : bundle.of_set(set))
    if (!resource->vintage.empty()) return resource->vintage;
  return std::string(set);
}

}  // namespace catalyse::ingest
