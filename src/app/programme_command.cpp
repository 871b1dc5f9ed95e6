// `catalyse programme list|export|import`: programmes as files (docs/data.md, « Programmes »).
#include <cstdio>
#include <fstream>
#include <iterator>

#include "commands.hpp"
#include "core/clock.hpp"
#include "tracker/exchange.hpp"

namespace catalyse::app {
namespace {

constexpr std::size_t kFileBytes = 16U << 20U;

core::Result<std::string> read_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (!in.is_open() || in.bad())
    return core::fail(core::ErrorKind::unavailable, "app.file", "the file " + file + " cannot be read");
  if (text.size() > kFileBytes)
    return core::fail(core::ErrorKind::too_large, "app.file", "the file " + file + " is larger than 16 MB");
  return text;
}

void print_bad_rows(const ingest::FileReport& report) {
  for (const auto& bad : report.bad)
    std::fprintf(stderr, "%s:%llu: column %s, value '%s': %s\n", bad.file.c_str(),
                 static_cast<unsigned long long>(bad.line), bad.column.c_str(), bad.value.c_str(), bad.reason.c_str());
}

}  // namespace

int run_programme_list(const Config& config) {
  const auto database = open_database(config);
  if (!database) return complain(database.error());
  const auto all = tracker::list_programmes(*database);
  if (!all) return complain(all.error());
  for (const auto& one : *all)
    std::printf("%s\t%zu measures\t%zu changes\t%s\n", one.id.c_str(), one.measures, one.changes, one.label.c_str());
  return 0;
}

int run_programme_export(const Config& config, const std::string& programme, const std::string& file) {
  const auto database = open_database(config);
  if (!database) return complain(database.error());
  const auto text = tracker::export_file(*database, programme);
  if (!text) return complain(text.error());
  if (file.empty()) return std::fwrite(text->data(), 1, text->size(), stdout) == text->size() ? 0 : 1;
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << *text;
  out.close();
  if (out.good()) return 0;
  return complain({core::ErrorKind::unavailable, "app.file", {}, "the file " + file + " cannot be written"});
}

int run_programme_import(const Config& config, const std::string& file) {
  const auto text = read_file(file);
  if (!text) return complain(text.error());
  auto database = open_database(config);
  if (!database) return complain(database.error());
  const auto imported = tracker::import_file({file, *text}, *database, core::SystemClock().now());
  if (!imported) return complain(imported.error());
  if (imported->report.refused > 0) {
    print_bad_rows(imported->report);
    return complain({core::ErrorKind::invalid,
                     "app.file",
                     {},
                     "the file " + file + " was refused, " + std::to_string(imported->report.refused) +
                         " faults; nothing was changed"});
  }
  std::printf("%s: %llu rows kept, %zu new changes of status\n", imported->programme.c_str(),
              static_cast<unsigned long long>(imported->report.kept), imported->added);
  if (imported->kept > 0) std::printf("%zu changes of the register are not in the file; they stay\n", imported->kept);
  if (imported->reviews > 0) std::printf("%zu reviews held are not in the file; they stay\n", imported->reviews);
  return 0;
}

}  // namespace catalyse::app
