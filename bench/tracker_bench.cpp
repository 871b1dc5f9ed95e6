// The state of a programme on any day, over 10 000 changes of status: the fold of the history beside SQL that computes
// the same again, from the table as it is and with an index made for the question. In turns, on random days.
#include <filesystem>
#include <random>

#include "db/db.hpp"
#include "exchange.hpp"
#include "ingest/versions.hpp"
#include "measures.hpp"
#include "programme_file.hpp"
#include "register.hpp"
#include "status_rules.hpp"
#include "text/numbers.hpp"

namespace {

using namespace catalyse;
using namespace catalyse::bench;
using namespace catalyse::tracker;

constexpr std::size_t kChanges = 10'000, kMeasures = 21, kQuestions = 200;
constexpr int kRounds = 3;
constexpr std::uint32_t kSeed = 20201017;

// What a reader of the page is given: the status of each measure, and the tally.
struct Answer {
  std::vector<std::string> statuses = std::vector<std::string>(kMeasures);
  Tally tally;
  friend bool operator==(const Answer&, const Answer&) = default;
};

constexpr std::string_view kRecompute =
    "SELECT number, status FROM (SELECT number, status, ROW_NUMBER() OVER (PARTITION BY number ORDER BY position DESC)"
    " AS place FROM programme_change WHERE programme = 'essai' AND date <= :day) AS last WHERE place = 1";
constexpr std::string_view kIndex =
    "CREATE INDEX programme_change_by_measure ON programme_change (programme, number, date, position, status)";
constexpr std::string_view kByIndex =
    "SELECT o.number, (SELECT c.status FROM programme_change AS c WHERE c.programme = o.programme AND c.number ="
    " o.number AND c.date <= :day ORDER BY c.date DESC, c.position DESC LIMIT 1) FROM programme_objective AS o WHERE"
    " o.programme = 'essai'";

std::vector<Record> some_programme(std::mt19937& random) {
  std::vector<Record> all;
  const auto add = [&](Kind kind, std::initializer_list<std::pair<Field, std::string>> cells) {
    Record record{kind, 0, {}};
    for (const auto& [field, text] : cells) record[field] = text;
    all.push_back(std::move(record));
  };
  using enum Field;
  add(Kind::programme, {{id, "essai"}, {number, std::to_string(kMeasures)}, {date, "2000-01-01"}, {label_fr, "Essai"}});
  for (std::size_t n = 1; n <= kMeasures; ++n)
    add(Kind::objective, {{number, std::to_string(n)}, {label_fr, "Mesure"}});
  const auto start = std::chrono::sys_days(*parse_day("2000-01-01"));
  for (std::size_t i = 0; i < kChanges; ++i)
    add(Kind::status, {{number, std::to_string(1 + random() % kMeasures)},
                       {date, text::iso_date(Day(start + std::chrono::days(i * 9000 / kChanges)))},
                       {status, std::string(kStatusCodes[random() % kStatuses])},
                       {explanation, "Raison du changement, en une phrase ou deux."},
                       {author, "Une pilote"}});
  return all;
}

Answer folded(const Programme& programme, Day day) {
  Answer answer;
  const auto places = standing(programme.changes, kMeasures, day);
  answer.tally.unknown = 0;
  for (std::size_t i = 0; i < kMeasures; ++i) {
    if (!places[i]) {
      ++answer.tally.unknown;
      continue;
    }
    const auto status = programme.changes[*places[i]].status;
    answer.statuses[i] = code_of(status);
    ++answer.tally.counts[static_cast<std::size_t>(status)];
  }
  return answer;
}

Answer queried(const db::Database& database, std::string_view sql, const std::string& day) {
  Answer answer;
  answer.tally.unknown = kMeasures;
  database.read([&](db::Transaction& tx) {
    tx.each<std::string, std::optional<std::string>>(
        sql, {day}, [&](std::string number, std::optional<std::string> status) {
          if (!status) return;
          ++answer.tally.counts[static_cast<std::size_t>(*status_from(*status))];
          --answer.tally.unknown;
          answer.statuses[std::stoul(number) - 1] = std::move(*status);
        });
  });
  return answer;
}

struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("tracker_bench_" + std::to_string(std::random_device()()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

void compare(const Versus& versus, const Programme& programme, const db::Database& database, std::string_view sql) {
  std::mt19937 random(kSeed + 1);
  std::vector<Day> days;
  for (std::size_t i = 0; i < kQuestions; ++i)
    days.emplace_back(std::chrono::sys_days(programme.start) + std::chrono::days(random() % 9000));
  Times ours(kQuestions), theirs(kQuestions);
  for (int round = 0; round < kRounds; ++round) {
    ours.next_round();
    theirs.next_round();
    for (std::size_t i = 0; i < kQuestions; ++i) {
      const auto text = text::iso_date(days[i]);
      Answer own, other;
      ours.take(i, [&] { own = folded(programme, days[i]); });
      theirs.take(i, [&] { other = queried(database, sql, text); });
      if (own != other) throw std::runtime_error("the two do not give the same state of " + text);
    }
  }
  print(versus, ours, theirs);
}

}  // namespace

int main() {
  const Folder folder;
  auto database = db::Database::open("sqlite:" + (folder.path / "bench.db").string());
  std::vector<db::Migration> all(ingest::version_migrations().begin(), ingest::version_migrations().end());
  all.insert(all.end(), migrations().begin(), migrations().end());
  if (!database || !database->migrate(all)) return 1;
  std::mt19937 random(kSeed);
  const auto text = write_programme(some_programme(random), exporting::Dialect::standard);
  const auto imported = import_file({"bench.csv", text}, *database, core::SystemClock().now());
  if (!imported || imported->added != kChanges) return 1;
  const Register programmes(*database);
  const auto state = programmes.current();
  if (!state) return 1;
  const auto& programme = (*state)->programmes.front().programme;
  compare({"programme on any day, 10 000 changes, median", "SQLite, the last change of each measure by window", 0.5},
          programme, *database, kRecompute);
  compare({"programme on any day, 10 000 changes, p99", "SQLite, the last change of each measure by window", 0.99},
          programme, *database, kRecompute);
  if (!database->write([](db::Transaction& tx) -> core::Result<void> {
        tx.execute(kIndex);
        return {};
      }))
    return 1;
  compare({"programme on any day, 10 000 changes, median (indexed peer)", "SQLite, an index lookup a measure", 0.5},
          programme, *database, kByIndex);
}
