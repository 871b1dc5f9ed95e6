// Grants as others write them: `catalyse import --format scdl|360giving FILE`, `catalyse grants [FILE]`.
#include <cstdio>

#include "commands.hpp"
#include "import_report.hpp"
#include "projects/formats.hpp"
#include "world.hpp"

namespace catalyse::app {

int run_import_grants(const Config& config, const std::string& file, const std::string& format) {
  auto database = open_database(config);
  if (!database) return complain(database.error());
  const auto kind = format == "scdl" ? projects::FileFormat::scdl : projects::FileFormat::giving;
  const auto report = projects::import_file(*database, file, kind);
  if (!report) return complain(report.error());
  if (report->files[0].kept > 0) {
    print_report(*report);
    return 0;
  }
  print_files(*report);
  std::fprintf(stderr, "catalyse import: no row can be kept, nothing was changed\n");
  return 1;
}

int run_export_grants(const Config& config, const std::string& file) {
  auto database = open_database(config);
  if (!database) return complain(database.error());
  const auto models = load_models(config, *database);
  if (!models) return complain(models.error());
  auto* out = file.empty() ? stdout : std::fopen(file.c_str(), "wb");
  bool good = out != nullptr;
  projects::Written written;
  if (good) {
    written = projects::export_giving(*models->projects, *models->dossier.territories, [&](std::string_view piece) {
      good = good && std::fwrite(piece.data(), 1, piece.size(), out) == piece.size();
    });
    good = (out == stdout ? std::fflush(out) : std::fclose(out)) == 0 && good;
  }
  if (!good) {
    std::fprintf(stderr, "catalyse grants: cannot write %s\n", file.empty() ? "to standard output" : file.c_str());
    return 1;
  }
  std::fprintf(stderr, "%u grants written, %u left out for want of a date\n", written.grants, written.undated);
  return 0;
}

}  // namespace catalyse::app
