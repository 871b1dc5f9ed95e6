// A file with the schema of the RNA (répertoire national des associations), one row in a hundred of it bad, loaded with
// every row judged and reported, beside `sqlite3 .import` into the same table without any judgement:
// import_rows_bench [ROWS [FOLDER]]. The file is left in FOLDER as rna.csv.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "db/db.hpp"
#include "ingest/cells.hpp"
#include "ingest/row_loading.hpp"
#include "measures.hpp"

using namespace catalyse;

namespace {

constexpr std::string_view kHeader =
    "id;id_ex;siret;rup_mi;gestion;date_creat;date_decla;date_publi;date_disso;nature;groupement;titre;titre_court;"
    "objet;objet_social1;"
    "objet_social2;adrs_complement;adrs_numvoie;adrs_repetition;adrs_typevoie;adrs_libvoie;adrs_distrib;adrs_codeinsee;"
    "adrs_codepostal;"
    "adrs_libcommune;adrg_declarant;adrg_complemid;adrg_complemgeo;adrg_libvoie;adrg_distrib;adrg_codepostal;adrg_"
    "achemine;adrg_pays;"
    "dir_civilite;siteweb;publiweb;observation;position;maj_time";
enum Column : std::size_t {
  id = 0,
  siret = 2,
  created = 5,
  declared = 6,
  published = 7,
  dissolved = 8,
  title = 11,
  insee = 22,
  position = 37
};

std::vector<std::string_view> names() {
  std::vector<std::string_view> all;
  for (std::size_t at = 0; at <= kHeader.size();) {
    const auto end = std::min(kHeader.find(';', at), kHeader.size());
    all.push_back(kHeader.substr(at, end - at));
    at = end + 1;
  }
  return all;
}

// Generated: the shape and the widths of the real file, no real association.
void generate(const std::filesystem::path& file, std::size_t rows) {
  std::ofstream out(file, std::ios::binary);
  out << kHeader << '\n';
  std::minstd_rand random(1);
  const auto digits = [&](unsigned least, unsigned most) {
    return std::to_string(least + random() % (most - least + 1));
  };
  for (std::size_t i = 0; i < rows; ++i) {
    const bool bad = i % 100 == 50;
    const auto number = std::to_string(1'000'000'000 + i).substr(1);
    const auto commune = std::to_string(10'000 + random() % 80'000);
    out << (bad && i % 200 == 50 ? "X" : "W") << number << ";;;"
        << ""
        << ";" << digits(1000, 9999) << "P;"
        << "19" << digits(50, 99) << "-0" << digits(1, 9) << "-1" << digits(0, 9) << ";2015-06-1" << digits(0, 9)
        << ";2015-07-04;0001-01-01;D;S;\"ASSOCIATION \"\"LES AMIS DU LAC\"\" " << i << "\";AMIS DU LAC " << i
        << ";organiser des rencontres, des fêtes et des sorties pour les habitants du quartier et des environs;0"
        << digits(10000, 99999) << ";000000;;" << digits(1, 200) << ";;RUE;de la République;;"
        << (bad && i % 200 == 150 ? "9" : "") << commune << ';' << commune << ";Saint-Germain;;;;" << digits(1, 200)
        << " rue de la République;;" << commune << ";SAINT GERMAIN;FRANCE;PM;;0;;A;2024-05-02 08:12:33\n";
  }
}

bool is_day(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  return text.size() == 10 && text[4] == '-' && text[7] == '-' && digit(0) && digit(1) && digit(2) && digit(3) &&
         digit(5) && digit(6) && digit(8) && digit(9);
}

std::optional<ingest::CellRefusal> judge(std::span<const std::string_view> cells) {
  const auto plain = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
  if (cells[id].size() != 10 || cells[id][0] != 'W' || !std::ranges::all_of(cells[id], plain))
    return ingest::CellRefusal{id, "not a number of the RNA"};
  if (!cells[siret].empty() && cells[siret].size() != 14) return ingest::CellRefusal{siret, "not a SIRET"};
  for (const auto day : {created, declared, published, dissolved})
    if (!is_day(cells[day])) return ingest::CellRefusal{day, "not a day"};
  if (ingest::trimmed(cells[title]).empty()) return ingest::CellRefusal{title, "no title"};
  if (!core::CommuneCode::parse(cells[insee])) return ingest::CellRefusal{insee, "not a code of a commune"};
  if (cells[position] != "A" && cells[position] != "D" && cells[position] != "S")
    return ingest::CellRefusal{position, "not a position"};
  return std::nullopt;
}

std::string create_table() {
  std::string sql = "CREATE TABLE rna (";
  for (const auto name : names()) sql += (sql.ends_with('(') ? "" : ", ") + std::string(name) + " TEXT NOT NULL";
  return sql + ")";
}

double ours(const std::filesystem::path& file, const std::filesystem::path& folder, ingest::FileReport& report) {
  const auto path = folder / "ours.db";
  for (const auto* end : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + end);
  auto database = db::Database::open("sqlite:" + path.string());
  const std::string sql = create_table();
  const std::vector<db::Migration> tables{{"bench", 1, "rna", sql, {}}};
  if (!database || !database->migrate(tables)) throw std::runtime_error("no database");
  const auto columns = names();
  const auto start = bench::Clock::now();
  auto limits = ingest::SourceLimits::large();
  limits.bytes = 4ULL << 30U;
  const auto source = ingest::Source::open(file, {}, limits);
  if (!source) throw std::runtime_error(source.error().note);
  const auto done = database->load([&](db::Transaction& tx) -> core::Result<void> {
    ingest::load_rows(tx, *source, {"rna", columns, judge}, report);
    return {};
  });
  if (!done) throw std::runtime_error(done.error().note);
  return bench::milliseconds(start) / 1000;
}

// As the program that comes with SQLite does it, in one transaction of its own.
double peer(const std::filesystem::path& file, const std::filesystem::path& folder) {
  const auto path = folder / "peer.db";
  for (const auto* end : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + end);
  const auto script = folder / "peer.sql";
  std::ofstream(script) << create_table() << ";\n.mode csv\n.separator ;\n.import --skip 1 '" << file.string()
                        << "' rna\n";
  const auto start = bench::Clock::now();
  if (std::system(("sqlite3 '" + path.string() + "' < '" + script.string() + "'").c_str()) != 0)
    throw std::runtime_error("sqlite3 failed");
  return bench::milliseconds(start) / 1000;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t rows = argc > 1 ? static_cast<std::size_t>(std::strtoull(argv[1], nullptr, 10)) : 2'000'000;
  std::string name = (std::filesystem::temp_directory_path() / "catalyse-rna-XXXXXX").string();
  if (argc <= 2 && ::mkdtemp(name.data()) == nullptr) return 1;
  const std::filesystem::path folder = argc > 2 ? argv[2] : name;
  const auto file = folder / "rna.csv";
  generate(file, rows);
  std::vector<double> mine, theirs, ratios;
  ingest::FileReport report;
  for (int round = 0; round < 3; ++round) {
    report = {};
    report.file = "rna.csv";
    const bool first = round % 2 == 0;
    if (first) mine.push_back(ours(file, folder, report));
    theirs.push_back(peer(file, folder));
    if (!first) mine.push_back(ours(file, folder, report));
    ratios.push_back(theirs.back() / mine.back());
  }
  for (const auto* end : {"ours.db", "ours.db-wal", "ours.db-shm", "peer.db", "peer.sql"})
    std::filesystem::remove(folder / end);
  if (argc <= 2) std::filesystem::remove_all(folder);
  if (report.read != rows || report.refused != rows / 100 || report.kept + report.refused != rows) {
    std::fprintf(stderr, "the report is wrong: %llu read, %llu refused\n", static_cast<unsigned long long>(report.read),
                 static_cast<unsigned long long>(report.refused));
    return 1;
  }
  const auto n = static_cast<double>(rows);
  bench::print({{"name", "import of " + std::to_string(rows) + " rows of the RNA schema, 1 % bad, judged and reported"},
                {"value", n / bench::quantile(mine, 0.5)},
                {"unit", "rows/s"},
                {"peer", "sqlite3 .import into the same table, nothing judged"},
                {"peer_value", n / bench::quantile(theirs, 0.5)},
                {"ratio", bench::quantile(ratios, 0.5)},
                {"spread", {*std::ranges::min_element(ratios), *std::ranges::max_element(ratios)}}});
  return 0;
}
