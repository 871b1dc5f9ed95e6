#include <unistd.h>

#include <cstdio>

#include "commands.hpp"
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

void print_report(const ingest::Report& report) {
  if (report.unchanged) {
    std::printf("%s: version %.12s already loaded\n", report.set.c_str(), report.version.c_str());
    return;
  }
  std::printf("%s: version %.12s loaded\n", report.set.c_str(), report.version.c_str());
  for (const auto& file : report.files) {
    std::printf("  %-48s %9llu read %9llu kept %7llu refused\n", file.file.c_str(),
                static_cast<unsigned long long>(file.read), static_cast<unsigned long long>(file.kept),
                static_cast<unsigned long long>(file.refused));
    for (const auto& bad : file.bad) {
      std::printf("    %s:%llu: column %s, value '%s': %s\n", bad.file.c_str(),
                  static_cast<unsigned long long>(bad.line), bad.column.c_str(), bad.value.c_str(), bad.reason.c_str());
    }
  }
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
  if (const auto models = load_models(config, *database); !models) return complain(models.error());
  return 0;
}

}  // namespace catalyse::app
