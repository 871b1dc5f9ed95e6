#include "read_projects.hpp"

#include <charconv>
#include <cmath>
#include <unordered_set>

#include "identity_rules.hpp"

namespace catalyse::projects {
namespace {

constexpr std::size_t kTitleMost = 4000;
constexpr std::size_t kTold = 10;  // cells set aside that are told one by one; all are in SQL
constexpr double kMostEuros = 1e11;
constexpr int kFirstYear = 1990, kLastYear = 2100;

using Cells = std::span<const std::string_view>;

// The columns of a file, found once.
struct Columns {
  std::size_t id = 0, siren = 0, beneficiary = 0, insee = 0, departement = 0, title = 0, programme = 0, cost = 0,
              amount = 0, year = 0;
};

std::unexpected<core::Error> no_column(const ingest::Resource& file, std::string_view name) {
  return core::fail(core::ErrorKind::damaged, "projects.import.columns", file.path + ": no column " + std::string(name),
                    {{"file", file.path}, {"column", std::string(name)}});
}

template <class T>
std::optional<T> number(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

class FileReader {
 public:
  FileReader(const ingest::Resource& resource, const std::unordered_set<std::string>& programmes, Records& records,
             ingest::FileReport& file)
      : prefix_(resource.property("prefix")), programmes_(programmes), records_(records), file_(file) {
    file_.file = resource.path;
  }

  core::Result<void> read(const ingest::Resource& resource, std::string_view text) {
    ingest::CsvReader reader(text);
    Columns at;
    for (const auto& [name, column] : {std::pair{"id", &at.id},
                                       {"siren", &at.siren},
                                       {"beneficiary", &at.beneficiary},
                                       {"insee", &at.insee},
                                       {"departement", &at.departement},
                                       {"title", &at.title},
                                       {"programme", &at.programme},
                                       {"cost", &at.cost},
                                       {"amount", &at.amount},
                                       {"year", &at.year}}) {
      const auto found = reader.column(name);
      if (!found) return no_column(resource, name);
      *column = *found;
    }
    while (const auto cells = reader.next()) {
      ++file_.read;
      line_ = reader.line();
      if (!*cells) {
        file_.refuse(line_, "", "", cells->error().note);
      } else if (row(at, **cells)) {
        ++file_.kept;
      }
    }
    return {};
  }

 private:
  bool refuse(std::string_view column, std::string_view value, std::string_view reason) {
    file_.refuse(line_, column, value, reason);
    return false;
  }
  void set_aside(const ProjectRecord& row, std::string_view field, std::string_view value, std::string_view reason) {
    records_.refusals.push_back(
        {row.prefix, row.number, std::string(field), std::string(value.substr(0, 200)), std::string(reason)});
    file_.remark(line_, std::string(field) + " set aside, its row kept: " + std::string(reason));
    if (file_.bad.size() < kTold)
      file_.bad.push_back({file_.file, line_, std::string(field), std::string(value.substr(0, 200)),
                           std::string(reason) + "; the cell is set aside, the row kept"});
  }

  bool row(const Columns& at, Cells cells) {
    ProjectRecord row;
    row.prefix = prefix_;
    const auto id = cells[at.id];
    const auto own = id.starts_with(prefix_ + "n") ? number<std::int64_t>(id.substr(prefix_.size() + 1)) : std::nullopt;
    if (!own || *own <= last_) return refuse("id", id, "not the prefix of the file, n and a growing number");
    row.number = *own;
    row.beneficiary = cells[at.beneficiary];
    row.title = cells[at.title];
    if (row.beneficiary.empty() && row.title.empty()) return refuse("beneficiary", "", "neither beneficiary nor title");
    if (row.title.size() > kTitleMost) return refuse("title", row.title, "longer than 4000 bytes");
    row.programme = cells[at.programme];
    if (!programmes_.contains(row.programme)) return refuse("programme", row.programme, "not in programmes.csv");
    const auto amount = cents(cells[at.amount]);
    if (!amount) return refuse("amount", cells[at.amount], "not an amount in euros");
    row.amount = *amount;
    row.insee = cells[at.insee];
    row.departement = cells[at.departement];
    if (!row.insee.empty() && !core::CommuneCode::parse(row.insee)) {
      set_aside(row, "insee", row.insee, "not the code of a commune");
      row.insee.clear();
    }
    soft(at, cells, row);
    last_ = row.number;
    records_.projects.push_back(std::move(row));
    return true;
  }

  // What may be wrong without spoiling the row.
  void soft(const Columns& at, Cells cells, ProjectRecord& row) {
    auto identity = read_identity(cells[at.siren]);
    if (!identity.reason.empty()) set_aside(row, "siren", cells[at.siren], identity.reason);
    row.siren = std::move(identity.siren);
    if (!cells[at.cost].empty()) {
      row.cost = cents(cells[at.cost]);
      if (!row.cost) set_aside(row, "cost", cells[at.cost], "not an amount in euros");
    }
    if (cells[at.year].empty()) return;
    const auto year = number<int>(cells[at.year]);
    if (year && *year >= kFirstYear && *year <= kLastYear)
      row.year = *year;
    else
      set_aside(row, "year", cells[at.year], "not a year");
  }

  std::string prefix_;
  const std::unordered_set<std::string>& programmes_;
  Records& records_;
  ingest::FileReport& file_;
  std::uint64_t line_ = 0;
  std::int64_t last_ = 0;
};

core::Result<void> read_programmes(const ingest::Bundle& bundle, Records& records, ingest::Report& report) {
  const ingest::Resource* found = nullptr;
  for (const auto* resource : bundle.of_set(kSet)) {
    if (resource->path.starts_with("projects/programmes.csv")) found = resource;
  }
  if (found == nullptr)
    return core::fail(core::ErrorKind::damaged, "projects.import.missing", "no projects/programmes.csv",
                      {{"file", "projects/programmes.csv"}});
  const auto text = bundle.read(*found);
  if (!text) return std::unexpected(text.error());
  ingest::CsvReader reader(*text);
  std::vector<std::size_t> at;
  for (const auto* name : {"id", "short", "label", "funder", "funder_siren", "funder_departement"}) {
    const auto column = reader.column(name);
    if (!column) return no_column(*found, name);
    at.push_back(*column);
  }
  auto& file = report.files.emplace_back();
  file.file = found->path;
  while (const auto cells = reader.next()) {
    ++file.read;
    if (!*cells) {
      file.refuse(reader.line(), "", "", cells->error().note);
      continue;
    }
    const auto cell = [&](std::size_t i) { return std::string((**cells)[at[i]]); };
    if (cell(0).empty() || cell(2).empty()) {
      file.refuse(reader.line(), "id", cell(0), "a programme has an id and a label");
      continue;
    }
    records.programmes.push_back({cell(0), cell(1), cell(2), cell(3), cell(4), cell(5)});
    ++file.kept;
  }
  return {};
}

}  // namespace

std::optional<std::int64_t> cents(std::string_view text) {
  const auto euros = number<double>(text);
  if (!euros || !std::isfinite(*euros) || *euros < 0 || *euros > kMostEuros) return std::nullopt;
  return std::llround(*euros * 100);
}

core::Result<void> read_projects(const ingest::Bundle& bundle, const ingest::Progress& progress, Records& records,
                                 ingest::Report& report) {
  if (auto done = read_programmes(bundle, records, report); !done) return done;
  std::unordered_set<std::string> programmes;
  for (const auto& programme : records.programmes) programmes.insert(programme.id);
  const auto resources = bundle.of_set(kSet);
  double done = 0;
  for (const auto* resource : resources) {
    const auto prefix = resource->property("prefix");
    if (prefix.empty()) continue;
    const auto text = bundle.read(*resource);
    if (!text) return std::unexpected(text.error());
    const auto licence = resource->licences.empty() ? ingest::Licence{} : resource->licences.front();
    records.sources.push_back({std::string(prefix), resource->path, resource->title, resource->title_en,
                               resource->producer, resource->relay, resource->vintage, licence.title, licence.path,
                               resource->hash});
    ingest::FileReport file;
    FileReader reader(*resource, programmes, records, file);
    if (auto read = reader.read(*resource, *text); !read) return read;
    report.files.push_back(std::move(file));
    if (progress) progress(kSet, 0.8 * (done += 1) / static_cast<double>(resources.size()));
  }
  return {};
}

}  // namespace catalyse::projects
