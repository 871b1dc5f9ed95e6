// Finding a place while one types, over all of France: 5 000 beginnings of real names, half of them with a typo, ours
// beside minisearch (npm) on the same places and queries, in turns. Also the start of the read model from its snapshot.
// usage: places_bench [--data DIR] [--bench DIR]      needs node and `npm ci` in bench/
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "ingest/versions.hpp"
#include "measures.hpp"
#include "territories/importers.hpp"

namespace {

using namespace catalyse;
using territories::PlaceIndex;
using territories::Territories;
using namespace catalyse::bench;
namespace json = boost::json;

constexpr int kQueries = 5000, kRounds = 3;
constexpr std::uint32_t kSeed = 20260101;

struct Query {
  std::string words;
  PlaceIndex place;
};

struct Asked {
  Times times{kQueries};
  std::int64_t found = 0;
  std::string version;
};

// Where characters of UTF-8 begin, and the end.
std::vector<std::size_t> characters(std::string_view text) {
  std::vector<std::size_t> at;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) at.push_back(i);
  }
  at.push_back(text.size());
  return at;
}

// One letter left out, put in, replaced, or swapped with the next; never the first, which people seldom get wrong.
std::string with_typo(const std::string& words, std::mt19937& random) {
  const auto at = characters(words);
  const auto count = at.size() - 1;
  if (count < 4) return words;
  const auto pick = 1 + random() % (count - 2);
  const auto piece = [&](std::size_t i) { return words.substr(at[i], at[i + 1] - at[i]); };
  const auto before = words.substr(0, at[pick]), after = words.substr(at[pick + 1]);
  const std::string letter(1, static_cast<char>('a' + random() % 26));
  switch (random() % 4) {
    case 0:
      return before + after;
    case 1:
      return before + letter + words.substr(at[pick]);
    case 2:
      return before + letter + after;
    default:
      return before + piece(pick + 1) + piece(pick) + words.substr(at[pick + 2]);
  }
}

std::vector<Query> make_queries(const Territories& model) {
  std::mt19937 random(kSeed);
  std::vector<Query> queries;
  while (queries.size() < kQueries) {
    const auto place = static_cast<PlaceIndex>(random() % model.size());
    const std::string name(model.place(place).name);
    const auto at = characters(name);
    const auto count = at.size() - 1;
    if (count < 3) continue;
    auto words = name.substr(0, at[3 + random() % (count - 2)]);
    if (queries.size() % 2 == 1) words = with_typo(words, random);
    queries.push_back({std::move(words), place});
  }
  return queries;
}

void write_for_peer(const Territories& model, const std::vector<Query>& queries, const std::filesystem::path& file) {
  json::array places, asked;
  for (PlaceIndex i = 0; i < model.size(); ++i) {
    std::string other, codes(model.place(i).code);
    for (const auto& former : model.former_communes(i)) other += std::string(former.name) + " ";
    for (const auto postcode : model.postcodes(i)) codes += " " + std::string(postcode);
    codes += " " + std::string(model.place(i).siren);
    places.push_back(json::array{model.place(i).name, other, codes});
  }
  for (const auto& query : queries) asked.push_back(json::array{query.words, query.place});
  std::ofstream(file) << json::serialize(json::object{{"places", std::move(places)}, {"queries", std::move(asked)}});
}

void ask_ours(const Territories& model, const std::vector<Query>& queries, Asked& asked) {
  asked.times.next_round();
  asked.found = 0;
  for (std::size_t q = 0; q < queries.size(); ++q) {
    std::vector<territories::Hit> hits;
    asked.times.take(q, [&] { hits = model.search(queries[q].words, {.limit = 10, .level = {}}); });
    asked.found += std::ranges::any_of(hits, [&](const auto& hit) { return hit.place == queries[q].place; });
  }
}

void ask_peer(const std::filesystem::path& script, const std::filesystem::path& file, Asked& asked) {
  const auto command = "node '" + script.string() + "' '" + file.string() + "'";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot start node");
  std::string answer;
  std::array<char, 65536> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) answer.append(buffer.data(), n);
  if (::pclose(pipe) != 0) throw std::runtime_error("the peer failed: " + command + " (npm ci in bench/ first)");
  const auto value = json::parse(answer);
  asked.times.next_round();
  const auto& times = value.at("times_ms").as_array();
  for (std::size_t q = 0; q < times.size(); ++q) asked.times.add(q, times[q].to_number<double>());
  asked.found = value.at("found").to_number<std::int64_t>();
  asked.version = value.at("version").as_string();
}

double resident_megabytes() {
  std::ifstream statm("/proc/self/statm");
  long all = 0, resident = 0;
  statm >> all >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

void print_alone(const std::string& name, double value, const std::string& unit) {
  print({{"name", name}, {"value", value}, {"unit", unit}});
}

template <class T>
T must(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().note);
  return *std::move(result);
}

db::Database imported(const std::filesystem::path& data, const std::filesystem::path& folder) {
  auto database = must(db::Database::open("sqlite:" + (folder / "bench.db").string()));
  std::vector<db::Migration> migrations;
  for (const auto& migration : ingest::version_migrations()) migrations.push_back(migration);
  for (const auto& migration : territories::migrations()) migrations.push_back(migration);
  if (const auto done = database.migrate(migrations); !done) throw std::runtime_error(done.error().note);
  const auto bundle = must(ingest::Bundle::open(data));
  for (const auto& importer : territories::importers()) (void)must(importer.run(bundle, database, {}));
  return database;
}

std::string option(int count, char** arguments, std::string_view name, std::string fallback) {
  for (int i = 1; i + 1 < count; ++i) {
    if (arguments[i] == name) return arguments[i + 1];
  }
  return fallback;
}

// The read model of places, from its snapshot.
std::shared_ptr<const Territories> started(db::Database& database, const std::filesystem::path& folder) {
  auto start = Clock::now();
  (void)must(territories::load(database, folder / "snapshots"));
  print_alone("places: make the snapshot", milliseconds(start), "ms");
  std::vector<double> starts, memory;
  std::shared_ptr<const Territories> model;
  for (int round = 0; round < kRounds; ++round) {
    model.reset();
    const auto before = resident_megabytes();
    start = Clock::now();
    model = must(territories::load(database, folder / "snapshots"));
    starts.push_back(milliseconds(start));
    memory.push_back(resident_megabytes() - before);
  }
  print_alone("places: start from the snapshot", quantile(starts, 0.5), "ms");
  print_alone("places: resident memory", quantile(memory, 1), "MB");
  return model;
}

void run(const std::filesystem::path& data, const std::filesystem::path& bench, const std::filesystem::path& folder) {
  auto database = imported(data, folder);
  const auto model = started(database, folder);
  const auto queries = make_queries(*model);
  write_for_peer(*model, queries, folder / "queries.json");
  Asked warming;
  ask_ours(*model, queries, warming);  // the peer warms up by itself
  Asked ours, peer;
  for (int round = 0; round < kRounds; ++round) {
    ask_ours(*model, queries, ours);
    ask_peer(bench / "minisearch_peer.mjs", folder / "queries.json", peer);
  }
  const auto name = "minisearch " + peer.version;
  print({"places: autocomplete, p50", name, 0.5}, ours.times, peer.times);
  print({"places: autocomplete, p99", name, 0.99}, ours.times, peer.times);
  const auto share = [](const Asked& asked) { return static_cast<double>(asked.found) / kQueries; };
  print({{"name", "places: found among the first ten"},
         {"value", share(ours)},
         {"unit", "share"},
         {"peer", name},
         {"peer_value", share(peer)},
         {"ratio", share(ours) / share(peer)}});
}

}  // namespace

int main(int count, char** arguments) try {
  std::string folder = std::filesystem::temp_directory_path() / "places-bench-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary folder");
  struct Removed {
    std::string folder;
    ~Removed() { std::filesystem::remove_all(folder); }
  } removed{folder};
  run(option(count, arguments, "--data", "data"), option(count, arguments, "--bench", "bench"), folder);
  return 0;
} catch (const std::exception& failure) {
  std::fprintf(stderr, "places_bench: %s\n", failure.what());
  return 1;
}
