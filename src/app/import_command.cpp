#include <unistd.h>

#include <cstdio>

#include "commands.hpp"
#include "import_report.hpp"
#include "world.hpp"

namespace catalyse::app {
namespace {

constexpr int kBarWidth = 30;

// One line that is drawn over on a terminal; nothing elsewhere, so that a log stays readable.
void draw_bar(std::string_view what, double share) {
  if (::isatty(STDERR_FILENO) == 0) return;
  const int full = static_cast<int>(share * kBarWidth);
  std::fprintf(stderr, "\r%-24.*s [%.*s%*s] %3d %%", static_cast<int>(what.size()), what.data(), full,
               "##############################", kBarWidth - full, "", static_cast<int>(share * 100));
  if (share >= 1) std::fputc('\n', stderr);
}

}  // namespace

int run_import(const Config& config, bool strict) {
  auto database = open_database(config);
  if (!database) return complain(database.error());
  const auto bundle = ingest::Bundle::open(config.data);
  if (!bundle) return complain(bundle.error());
  const plug::ImportOptions options{strict, draw_bar};
  for (const auto& feature : features()) {
    for (const auto& importer : feature.importers) {
      const auto report = importer.run(*bundle, *database, options);
      if (!report) return complain(report.error());
      print_report(*report);
    }
  }
  // The derived files are made here, so that the first start of the server is as quick as the others.
  if (const auto world = build_world(config, *database, {}); !world) return complain(world.error());
  return 0;
}

}  // namespace catalyse::app
