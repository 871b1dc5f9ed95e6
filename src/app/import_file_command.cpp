// A file of somebody's at the command line: looked at, judged, or kept as a set of indicators.
#include <cstdio>
#include <fstream>
#include <iterator>

#include "commands.hpp"
#include "import_report.hpp"
#include "ingest/inspect.hpp"
#include "ingest/proposal.hpp"
#include "observatory/files.hpp"
#include "world.hpp"

namespace catalyse::app {
namespace {

using Run = FileCommand::Run;

const char* kind_word(ingest::ColumnKind kind) {
  static constexpr std::array kWords{"empty", "codes", "years", "numbers", "text"};
  return kWords[static_cast<std::size_t>(kind)];
}

void print_source(const ingest::Source& source, const ingest::Inspection& found) {
  const auto& dialect = source.dialect();
  const auto container = ingest::container_name(source.container());
  const auto encoding = ingest::encoding_name(source.encoding());
  std::printf("%.*s", static_cast<int>(container.size()), container.data());
  if (source.container() == ingest::Container::text)
    std::printf(", %.*s, separator %s, decimal '%c'", static_cast<int>(encoding.size()), encoding.data(),
                dialect.delimiter == '\t' ? "tab" : std::string{'\'', dialect.delimiter, '\''}.c_str(),
                dialect.decimal);
  else
    std::printf(", sheet '%s'", source.sheet().c_str());
  std::printf(", header at line %llu, %llu rows, %zu columns\n", static_cast<unsigned long long>(dialect.header_line),
              static_cast<unsigned long long>(found.rows), found.columns.size());
}

void print_columns(const ingest::Inspection& found) {
  for (std::size_t i = 0; i < found.columns.size(); ++i) {
    const auto& column = found.columns[i];
    std::printf("  %-28s %-8s", column.name.c_str(), kind_word(column.kind));
    if (column.kind == ingest::ColumnKind::code) std::printf(" %s", std::string(core::level_name(found.level)).c_str());
    if (column.kind == ingest::ColumnKind::number) std::printf(" %.15g to %.15g", column.low, column.high);
    if (column.blank != 0) std::printf(", %llu blank", static_cast<unsigned long long>(column.blank));
    for (std::size_t a = 0; a < column.absences.size(); ++a)
      if (column.absences[a] != 0)
        std::printf(", %llu %s", static_cast<unsigned long long>(column.absences[a]),
                    std::string(ingest::absence_name(static_cast<ingest::Absence>(a))).c_str());
    if (!column.label.empty()) std::printf("  (%s)", column.label.c_str());
    std::printf("\n");
  }
}

void print_problem(std::uint64_t count, std::uint64_t line, const std::string& cell, const char* what) {
  if (count == 0) return;
  std::printf("  %llu %s, first at line %llu: '%s'\n", static_cast<unsigned long long>(count), what,
              static_cast<unsigned long long>(line), cell.c_str());
}

void print_problems(const ingest::Inspection& found) {
  if (!found.code) std::printf("  no column of codes is recognised\n");
  print_problem(found.malformed, found.malformed_line, found.malformed_why, "rows cannot be cut into cells");
  print_problem(found.repaired, found.repaired_line, found.repaired_cell, "codes read as numbers, their zero put back");
  print_problem(found.unread, found.unread_line, found.unread_cell, "cells of the column of codes are not codes");
  print_problem(found.repeated, found.repeated_line, found.repeated_cell, "codes stand twice");
  for (const auto& column : found.columns)
    if (column.kind == ingest::ColumnKind::number && column.others != 0)
      print_problem(column.others, column.wrong_line, column.wrong,
                    ("cells of " + column.name + " are no numbers").c_str());
}

core::Result<void> preview(const ingest::Source& source, const FileCommand& command,
                           const ingest::SourceLimits& limits) {
  auto found = ingest::inspect(source);
  if (!command.dictionary.empty()) {
    const auto dictionary = ingest::Source::open(command.dictionary, {}, limits);
    if (!dictionary) return std::unexpected(dictionary.error());
    ingest::label_columns(*dictionary, found);
  }
  print_source(source, found);
  print_columns(found);
  std::printf("problems:\n");
  print_problems(found);
  std::printf("\n# a mapping to start from: fill in what is empty, keep the indicators you want\n%s",
              ingest::mapping_text(ingest::propose(source, found)).c_str());
  return {};
}

void print_outcome(const observatory::FileOutcome& outcome) {
  for (const auto& series : outcome.series)
    std::printf("  %s %s %d: %llu values, %llu estimated, %llu secret, %llu without object, %llu missing%s\n",
                series.indicator.c_str(), std::string(core::level_name(series.level)).c_str(), series.year,
                static_cast<unsigned long long>(series.present), static_cast<unsigned long long>(series.estimated),
                static_cast<unsigned long long>(series.secret), static_cast<unsigned long long>(series.na),
                static_cast<unsigned long long>(series.missing), series.summed ? " (summed)" : "");
  if (outcome.cog != 0) std::printf("  codes of the COG of %d\n", outcome.cog);
}

core::Result<ingest::Mapping> read_mapping(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return ingest::mapping_error(file, 1, "the file cannot be read");
  const std::string text(std::istreambuf_iterator<char>(in), {});
  return ingest::Mapping::parse(text, file);
}

core::Result<void> judge(const Config& config, const FileCommand& command, const ingest::Source& source,
                         const ingest::Mapping& mapping) {
  const auto bundle = ingest::Bundle::open(config.data);
  if (!bundle) return std::unexpected(bundle.error());
  const auto ground = observatory::FileGround::read(*bundle);
  if (!ground) return std::unexpected(ground.error());
  const auto name = std::filesystem::path(command.file).filename().string();
  if (command.run == Run::dry) {
    const auto outcome = ground->check(source, mapping, name);
    if (!outcome) return std::unexpected(outcome.error());
    print_files(outcome->report);
    print_outcome(*outcome);
    const bool fine = outcome->acceptable && !(command.strict && outcome->report.refused() > 0);
    std::printf(fine ? "this file would be kept; nothing was\n" : "this file would be refused: too many bad rows\n");
    return {};
  }
  auto database = open_database(config);
  if (!database) return std::unexpected(database.error());
  observatory::FileImportOptions options;
  options.file = name;
  options.strict = command.strict;
  const auto outcome = observatory::import_file(*ground, *database, source, mapping, options);
  if (!outcome) return std::unexpected(outcome.error());
  print_report(outcome->report);
  if (!outcome->report.unchanged) print_outcome(*outcome);
  // The derived files are made here, so that the next start of the server is as quick as the others.
  if (const auto models = load_models(config, *database); !models) return std::unexpected(models.error());
  return {};
}

}  // namespace

int run_import_file(const Config& config, const FileCommand& command) {
  const auto limits = command.large ? ingest::SourceLimits::large() : ingest::SourceLimits{};
  ingest::Mapping mapping;
  if (command.run != Run::preview) {
    auto read = read_mapping(command.mapping);
    if (!read) return complain(read.error());
    mapping = std::move(*read);
  }
  const auto source = ingest::Source::open(command.file, mapping.hints, limits);
  if (!source) return complain(source.error());
  const auto done =
      command.run == Run::preview ? preview(*source, command, limits) : judge(config, command, *source, mapping);
  return done ? 0 : complain(done.error());
}

int run_withdraw(const Config& config, const std::string& set) {
  auto database = open_database(config);
  if (!database) return complain(database.error());
  if (const auto done = observatory::withdraw_file(*database, set); !done) return complain(done.error());
  std::printf("%s is withdrawn: it is shown no longer once the server starts again, and its versions stay\n",
              set.c_str());
  if (const auto models = load_models(config, *database); !models) return complain(models.error());
  return 0;
}

}  // namespace catalyse::app
