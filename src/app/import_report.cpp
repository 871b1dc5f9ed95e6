#include "import_report.hpp"

#include <cstdio>

namespace catalyse::app {

void print_files(const ingest::Report& report) {
  for (const auto& file : report.files) {
    std::printf("  %-48s %9llu read %9llu kept %7llu refused\n", file.file.c_str(),
                static_cast<unsigned long long>(file.read), static_cast<unsigned long long>(file.kept),
                static_cast<unsigned long long>(file.refused));
    for (const auto& remark : file.remarks)
      std::printf("    %llu times, first at line %llu: %s\n", static_cast<unsigned long long>(remark.count),
                  static_cast<unsigned long long>(remark.first_line), remark.what.c_str());
    for (const auto& bad : file.bad) {
      std::printf("    %s:%llu: column %s, value '%s': %s\n", bad.file.c_str(),
                  static_cast<unsigned long long>(bad.line), bad.column.c_str(), bad.value.c_str(), bad.reason.c_str());
    }
  }
}

void print_report(const ingest::Report& report) {
  if (report.unchanged) {
    std::printf("%s: version %.12s already loaded\n", report.set.c_str(), report.version.c_str());
    return;
  }
  std::printf("%s: version %.12s loaded\n", report.set.c_str(), report.version.c_str());
  print_files(report);
}

}  // namespace catalyse::app
