// One search over the funded projects of the bundle: words taken from their titles, five facets counted, the first
// twenty shown with their marks; beside SQLite FTS5 doing the same. Also while typing, and the making of the index.
// usage: search_bench [--data DIR]
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <set>

#include "measures.hpp"
#include "search/search.hpp"
#include "text/fold.hpp"
#include "text/french.hpp"

namespace {

using namespace catalyse;
using namespace catalyse::bench;
namespace fs = std::filesystem;

constexpr int kQuestions = 600, kRounds = 3;
constexpr std::uint32_t kSeed = 20261122;
constexpr std::array<std::string_view, 5> kFacets{"type", "programme", "annee", "dep", "fichier"};

struct Project {
  std::string id, beneficiary, departement, title, programme, year, file;
};

std::vector<std::string> cells(std::string_view line) {
  std::vector<std::string> all(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        all.back() += line[i++];
      } else {
        quoted = !quoted;
      }
    } else if (line[i] == ',' && !quoted) {
      all.emplace_back();
    } else {
      all.back() += line[i];
    }
  }
  return all;
}

std::vector<Project> load(const fs::path& data) {
  std::vector<Project> all;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(data / "projects")) {
    if (entry.path().string().ends_with(".csv.gz")) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const auto& file : files) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(("gzip -dc '" + file.string() + "'").c_str(), "r"),
                                                     &::pclose);
    char* line = nullptr;
    std::size_t room = 0;
    bool header = true;
    for (ssize_t n = 0; (n = ::getline(&line, &room, pipe.get())) > 0; header = false) {
      const auto row = cells({line, static_cast<std::size_t>(n) - 1});
      if (header || row.size() < 10) continue;
      all.push_back({row[0], row[2], row[4].empty() ? row[3].substr(0, 2) : row[4], row[5], row[6], row[9],
                     file.stem().stem().string()});
    }
    std::free(line);  // NOLINT: getline's own
  }
  return all;
}

// `times` copies of the projects, for the growth of the time to index.
search::Source source_of(const std::vector<Project>& projects, int times) {
  search::Source source;
  source.name = "projets";
  source.version = [times] { return std::to_string(times); };
  source.documents = [&projects, times](const search::AddDocument& add) {
    for (int copy = 0; copy < times; ++copy) {
      for (const auto& project : projects) {
        search::Document document;
        const auto id = std::to_string(copy) + project.id;
        const auto place = "dep:" + project.departement;
        document.id = id;
        document.kind = project.file == "associations_2010" ? "association" : "collectivite";
        document.title = project.title.empty() ? project.beneficiary : project.title;
        document.keywords = project.beneficiary;
        const std::array<search::FacetEntry, 2> facets{{{"programme", project.programme}, {"fichier", project.file}}};
        document.facets = facets;
        const std::array<std::string_view, 1> places{place};
        if (!project.departement.empty()) document.places = places;
        document.date = std::chrono::year(std::stoi(project.year)) / 1 / 1;
        add(document);
      }
    }
  };
  return source;
}

std::vector<std::string> questions(const std::vector<Project>& projects) {
  std::mt19937 random(kSeed);
  std::vector<std::string> all;
  while (all.size() < kQuestions) {
    std::vector<std::string> words;
    text::each_word(projects[random() % projects.size()].title, [&](const text::TextWord& word) {
      if (word.folded.size() >= 4 && !text::is_empty_word(word.folded, core::Language::fr))
        words.emplace_back(word.folded);
    });
    if (words.empty()) continue;
    const auto wanted = 1 + all.size() % 3;
    std::set<std::string> chosen;
    for (std::size_t i = 0; i < wanted; ++i) chosen.insert(words[random() % words.size()]);
    std::string question;
    for (const auto& word : chosen) question += (question.empty() ? "" : " ") + word;
    all.push_back(question);
  }
  return all;
}

class Fts5 {
 public:
  explicit Fts5(const std::vector<Project>& projects) {
    run("CREATE TABLE p(id INTEGER PRIMARY KEY, kind TEXT, programme TEXT, year TEXT, dep TEXT, file TEXT, title "
        "TEXT)");
    run("CREATE VIRTUAL TABLE f USING fts5(title, beneficiary, content='', tokenize='unicode61 remove_diacritics 2')");
    run("CREATE TEMP TABLE m(id INTEGER PRIMARY KEY)");
    run("BEGIN");
    auto* row = prepare("INSERT INTO p VALUES (?, ?, ?, ?, ?, ?, ?)");
    auto* words = prepare("INSERT INTO f(rowid, title, beneficiary) VALUES (?, ?, ?)");
    for (std::size_t i = 0; i < projects.size(); ++i) {
      const auto& p = projects[i];
      const std::string kind = p.file == "associations_2010" ? "association" : "collectivite";
      const auto& title = p.title.empty() ? p.beneficiary : p.title;
      for (auto* statement : {row, words}) sqlite3_bind_int64(statement, 1, static_cast<sqlite3_int64>(i) + 1);
      bind(row, {kind, p.programme, p.year, p.departement, p.file, title});
      bind(words, {title, p.beneficiary});
    }
    sqlite3_finalize(row);
    sqlite3_finalize(words);
    run("COMMIT");
    clear_ = prepare("DELETE FROM m");
    match_ = prepare("INSERT INTO m SELECT rowid FROM f WHERE f MATCH ?");
    best_ = prepare("SELECT p.title FROM f JOIN p ON p.id = f.rowid WHERE f MATCH ? ORDER BY rank LIMIT 20");
    for (const auto* column : {"kind", "programme", "year", "dep", "file"})
      counts_.push_back(prepare("SELECT " + std::string(column) +
                                ", count(*) FROM m JOIN p USING (id) GROUP BY 1 ORDER BY 2 DESC LIMIT 12"));
  }
  ~Fts5() {
    for (auto* statement : {clear_, match_, best_}) sqlite3_finalize(statement);
    for (auto* statement : counts_) sqlite3_finalize(statement);
    sqlite3_close(database_);
  }
  Fts5(const Fts5&) = delete;
  Fts5& operator=(const Fts5&) = delete;

  std::size_t ask(const std::string& question) {
    std::string match;
    for (const auto word : text::words(question)) match += "\"" + std::string(word) + "\" ";
    std::size_t rows = step(clear_);
    for (auto* statement : {match_, best_}) {
      sqlite3_bind_text(statement, 1, match.c_str(), -1, SQLITE_TRANSIENT);
      rows += step(statement);
    }
    for (auto* statement : counts_) rows += step(statement);
    return rows;
  }

 private:
  static sqlite3* opened() {
    sqlite3* database = nullptr;
    sqlite3_open(":memory:", &database);
    return database;
  }
  void run(const char* sql) { sqlite3_exec(database_, sql, nullptr, nullptr, nullptr); }
  sqlite3_stmt* prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(database_));
    return statement;
  }
  static void bind(sqlite3_stmt* statement, const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i)
      sqlite3_bind_text(statement, static_cast<int>(i) + 2, texts[i].c_str(), -1, SQLITE_TRANSIENT);
    step(statement);
  }
  static std::size_t step(sqlite3_stmt* statement) {
    std::size_t rows = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) ++rows;
    sqlite3_reset(statement);
    return rows;
  }
  sqlite3* database_ = opened();
  sqlite3_stmt *clear_ = nullptr, *match_ = nullptr, *best_ = nullptr;
  std::vector<sqlite3_stmt*> counts_;
};

search::Question question_of(const std::string& words, bool facets) {
  search::Question question;
  question.words = words;
  if (facets) question.facets.assign(kFacets.begin(), kFacets.end());
  return question;
}

double indexing(const fs::path& folder, const std::vector<Project>& projects, int times) {
  search::EngineOptions options;
  options.folder = folder;
  options.sources = {source_of(projects, times)};
  const auto engine = search::Engine::open(std::move(options));
  if (!engine) throw std::runtime_error(engine.error().note);
  return engine->report().at(0).seconds;
}

void measure(const fs::path& data, const fs::path& folder) {
  const auto projects = load(data);
  const auto once = indexing(folder / "once", projects, 1);
  print({{"name", "search: index " + std::to_string(projects.size()) + " projects"}, {"value", once}, {"unit", "s"}});
  search::EngineOptions options;
  options.folder = folder / "once";
  options.sources = {source_of(projects, 1)};
  const auto engine = search::Engine::open(std::move(options));
  if (!engine) throw std::runtime_error(engine.error().note);
  Fts5 fts5(projects);
  const auto asked = questions(projects);
  Times ours(asked.size()), theirs(asked.size()), typing(asked.size());
  std::size_t checked = 0;
  for (int round = 0; round < kRounds; ++round) {
    for (auto* times : {&ours, &theirs, &typing}) times->next_round();
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const auto question = question_of(asked[i], true);
      ours.take(i, [&] { checked += engine->ask(question)->total; });
      theirs.take(i, [&] { checked += fts5.ask(asked[i]); });
      const auto begun = question_of(asked[i].substr(0, asked[i].size() - 1) + "*", false);
      typing.take(i, [&] { checked += engine->ask(begun)->total; });
    }
  }
  if (checked == 0) throw std::runtime_error("nothing was found at all");
  const std::string peer = "SQLite FTS5, the same words and counts";
  print({"search: five facets, 1 to 3 words, median", peer, 0.5}, ours, theirs);
  print({"search: five facets, 1 to 3 words, p99", peer, 0.99}, ours, theirs);
  print({{"name", "search: while typing, p99"}, {"value", typing.at(0.99)}, {"unit", "ms"}});
  const auto fourfold = indexing(folder / "four", projects, 4);
  print({{"name", "search: growth of indexing, 4 times the projects"},
         {"value", fourfold / once / 4},
         {"unit", "× linear"}});
}

}  // namespace

int main(int argc, char** argv) {
  fs::path data = "data";
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::string_view(argv[i]) == "--data") data = argv[i + 1];
  }
  const auto folder = fs::temp_directory_path() / ("search_bench_" + std::to_string(::getpid()));
  int status = 0;
  try {
    measure(data, folder);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "search_bench: %s\n", error.what());
    status = 1;
  }
  fs::remove_all(folder);
  return status;
}
