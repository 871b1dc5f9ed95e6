// One search over the funded projects and the cases of the bundle: words taken from their titles, five facets counted,
// the first twenty shown with their marks; beside SQLite FTS5 and PostgreSQL doing the same. Also while typing, and the
// making of the index.
// usage: search_bench --data DIR POSTGRESQL_URL
#include <unistd.h>

#include <array>
#include <filesystem>
#include <memory>
#include <numeric>
#include <random>
#include <set>
#include <utility>

#include "measures.hpp"
#include "search/search.hpp"
#include "search_peers.hpp"
#include "text/fold.hpp"
#include "text/french.hpp"

namespace {

using namespace catalyse;
using namespace catalyse::bench;
namespace fs = std::filesystem;

constexpr int kQuestions = 600, kRounds = 5;
constexpr std::uint32_t kSeed = 20261122;
constexpr std::array<std::string_view, 5> kFacets{"type", "programme", "annee", "dep", "fichier"};

using Row = std::vector<std::string>;

std::string content_of(const fs::path& file) {
  const auto command = (file.extension() == ".gz" ? "gzip -dc '" : "cat '") + file.string() + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
  std::string all;
  std::array<char, 65536> piece{};
  while (const auto n = std::fread(piece.data(), 1, piece.size(), pipe.get())) all.append(piece.data(), n);
  return all;
}

// RFC 4180, without the header.
std::vector<Row> rows_of(const fs::path& file) {
  std::vector<Row> all(1, Row(1));
  bool quoted = false;
  const auto content = content_of(file);
  for (std::size_t i = 0; i < content.size(); ++i) {
    const char c = content[i];
    auto& cell = all.back().back();
    if (quoted && c == '"' && i + 1 < content.size() && content[i + 1] == '"') {
      cell += content[i++];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (quoted || (c != ',' && c != '\n')) {
      cell += c;
    } else if (c == ',') {
      all.back().emplace_back();
    } else {
      all.emplace_back(1);
    }
  }
  all.erase(all.begin());
  if (!all.empty() && all.back().size() == 1) all.pop_back();
  return all;
}

std::vector<Thing> load(const fs::path& data) {
  std::vector<Thing> all;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(data / "projects")) {
    if (entry.path().string().ends_with(".csv.gz")) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const auto& file : files) {
    const auto name = file.stem().stem().string();
    for (const auto& row : rows_of(file)) {
      Thing one{row[0], row[5], {}, row[2], row[4].empty() ? row[3].substr(0, 2) : row[4], row[6], row[9], name, {}};
      one.kind = name == "associations_2010" ? "association" : "collectivite";
      if (one.title.empty()) one.title = one.names;
      all.push_back(std::move(one));
    }
  }
  for (const auto& row : rows_of(data / "cases" / "cases.csv"))
    all.push_back(
        {row[0], row[1], row[2] + "\n" + row[14] + "\n" + row[15], row[5], {}, row[9], "2020", "cases", "cas"});
  return all;
}

// `times` copies of the things, for the growth of the time to index.
search::Source source_of(const std::vector<Thing>& things, int times) {
  search::Source source;
  source.name = "bench";
  source.version = [times] { return std::to_string(times); };
  source.documents = [&things, times](const search::AddDocument& add) {
    for (int copy = 0; copy < times; ++copy) {
      for (const auto& thing : things) {
        search::Document document;
        const auto id = std::to_string(copy) + thing.id;
        const auto place = "dep:" + thing.departement;
        document.id = id;
        document.kind = thing.kind;
        document.title = thing.title;
        document.body = thing.body;
        document.keywords = thing.names;
        const std::array<search::FacetEntry, 2> facets{{{"programme", thing.programme}, {"fichier", thing.file}}};
        document.facets = facets;
        const std::array<std::string_view, 1> places{place};
        if (!thing.departement.empty()) document.places = places;
        if (!thing.year.empty()) document.date = std::chrono::year(std::stoi(thing.year)) / 1 / 1;
        add(document);
      }
    }
  };
  return source;
}

// One to three words of a title, in turn.
std::vector<std::string> questions(const std::vector<Thing>& things) {
  std::mt19937 random(kSeed);
  std::vector<std::string> all;
  while (all.size() < kQuestions) {
    std::vector<std::string> words;
    text::each_word(things[random() % things.size()].title, [&](const text::TextWord& word) {
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

search::Question question_of(const std::string& words) {
  search::Question question;
  question.words = words;
  question.facets.assign(kFacets.begin(), kFacets.end());
  return question;
}

search::Engine open(const fs::path& folder, const std::vector<Thing>& things, int times) {
  search::EngineOptions options;
  options.folder = folder;
  options.sources = {source_of(things, times)};
  auto engine = search::Engine::open(std::move(options));
  if (!engine) throw std::runtime_error(engine.error().note);
  return std::move(*engine);
}

double indexing(const fs::path& folder, const std::vector<Thing>& things, int times) {
  return open(folder, things, times).report().at(0).seconds;
}

// Databases look for the words as they are written, all of them: they must agree with each other, and ours, which knows
// plurals, must find as much.
void agree(const search::Engine& engine, const std::vector<std::unique_ptr<Peer>>& peers,
           const std::vector<std::string>& asked) {
  std::vector<std::string> less;
  for (const auto& words : asked) {
    const auto first = peers[0]->ask(words), second = peers[1]->ask(words);
    const auto ours = engine.ask(question_of(words));
    if (!ours) throw std::runtime_error(ours.error().note);
    if (first.counted != second.counted || first.best != second.best)
      throw std::runtime_error("the peers do not find the same: " + words);
    if (std::cmp_less(ours->total, first.counted))
      less.push_back(" « " + words + " » " + std::to_string(ours->total) + " of " + std::to_string(first.counted));
  }
  if (!less.empty())
    throw std::runtime_error("finds less than the peers:" + std::accumulate(less.begin(), less.end(), std::string()));
}

void speed(const search::Engine& engine, const std::vector<std::unique_ptr<Peer>>& peers,
           const std::vector<std::string>& asked) {
  Times ours(asked.size()), typing(asked.size());
  std::vector<Times> theirs(peers.size(), Times(asked.size()));
  std::size_t checked = 0;
  for (int round = 0; round < kRounds; ++round) {
    ours.next_round();
    typing.next_round();
    for (auto& times : theirs) times.next_round();
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const auto question = question_of(asked[i]);
      ours.take(i, [&] { checked += engine.ask(question)->total; });
      for (std::size_t p = 0; p < peers.size(); ++p)
        theirs[p].take(i, [&] { checked += peers[p]->ask(asked[i]).best; });
      search::Question begun;
      begun.words = asked[i].substr(0, asked[i].size() - 1) + "*";
      typing.take(i, [&] { checked += engine.ask(begun)->total; });
    }
  }
  if (checked == 0) throw std::runtime_error("nothing was found at all");
  for (std::size_t p = 0; p < peers.size(); ++p) {
    const auto peer = peers[p]->name() + ", the same words and counts";
    print({"search: five facets, 1 to 3 words, median", peer, 0.5}, ours, theirs[p]);
    print({"search: five facets, 1 to 3 words, p99", peer, 0.99}, ours, theirs[p]);
  }
  print({{"name", "search: while typing, p99"}, {"value", typing.at(0.99)}, {"unit", "ms"}});
}

void measure(const fs::path& data, const std::string& url, const fs::path& folder) {
  const auto things = load(data);
  const auto engine = open(folder / "once", things, 1);
  const auto once = engine.report().at(0).seconds;
  print({{"name", "search: index " + std::to_string(things.size()) + " projects and cases"},
         {"value", once},
         {"unit", "s"}});
  {
    std::vector<std::unique_ptr<Peer>> peers;
    peers.push_back(open_fts5(things));
    peers.push_back(open_postgresql(url, things));
    const auto asked = questions(things);
    agree(engine, peers, asked);
    speed(engine, peers, asked);
  }
  const auto fourfold = indexing(folder / "four", things, 4), again = indexing(folder / "again", things, 1);
  print({{"name", "search: growth of indexing, 4 times the documents"},
         {"value", fourfold / std::min(once, again) / 4},
         {"unit", "× linear"}});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 || std::string_view(argv[1]) != "--data") {
    std::fprintf(stderr, "usage: search_bench --data DIR POSTGRESQL_URL\n");
    return 2;
  }
  const auto folder = fs::temp_directory_path() / ("search_bench_" + std::to_string(::getpid()));
  int status = 0;
  try {
    measure(argv[2], argv[3], folder);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "search_bench: %s\n", error.what());
    status = 1;
  }
  fs::remove_all(folder);
  return status;
}
