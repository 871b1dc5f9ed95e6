// How well the search finds: nDCG@10, MRR@10 and recall@100 on judged questions, as typed, without accents, and with
// one typo; beside Xapian as it comes and SQLite FTS5. One relevant document a question: nDCG@10 is 1/log2(rank + 1).
// usage: search_quality --set DIR [--without WHAT]...
//   DIR holds documents (*.jsonl or *.jsonl.zst: doc_id, fiche_id, theme, text), dev_queries.tsv and dev_qrels.tsv. The
//   title of a document is its question, so it is never indexed.
//   --without lead, category, repair, tuning or synonyms leaves a part of the chain out, to see what it is worth
#include <sqlite3.h>
#include <unistd.h>
#include <xapian.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <sstream>

#include "measures.hpp"
#include "search/search.hpp"
#include "text/fold.hpp"
#include "text/french.hpp"

namespace {

using namespace catalyse;
using namespace catalyse::bench;
namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t kDepth = 100;
constexpr std::uint32_t kSeed = 20261122;

struct Judged {
  std::string words, relevant;
};
struct Text {
  std::string id, fiche, category, body;
};
struct Set {
  std::vector<Text> documents;
  std::vector<Judged> questions;
};

std::string command_output(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
  std::string all;
  std::array<char, 65536> block{};
  for (std::size_t n = 0; (n = std::fread(block.data(), 1, block.size(), pipe.get())) > 0;) all.append(block.data(), n);
  return all;
}

std::string read(const fs::path& file) {
  if (file.extension() == ".zst") return command_output("zstd -dcq '" + file.string() + "'");
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A cell between quotation marks, with those inside doubled.
std::string unquoted(const std::string& cell) {
  if (cell.size() < 2 || cell.front() != '"' || cell.back() != '"') return cell;
  std::string out;
  for (std::size_t i = 1; i + 1 < cell.size(); ++i) {
    out += cell[i];
    if (cell[i] == '"') ++i;
  }
  return out;
}

std::vector<std::vector<std::string>> rows(const fs::path& file) {
  std::vector<std::vector<std::string>> all;
  std::istringstream in(read(file));
  std::string line, cell;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    all.emplace_back();
    while (std::getline(cells, cell, '\t')) all.back().push_back(unquoted(cell));
  }
  return all;
}

Set load(const fs::path& folder) {
  Set set;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    if (name.find(".jsonl") == std::string::npos) continue;
    std::istringstream in(read(entry.path()));
    for (std::string line; std::getline(in, line);) {
      const auto row = json::parse(line).as_object();
      auto theme = std::string(row.at("theme").as_string());
      // The last step of the theme is the title.
      theme.resize(theme.rfind(" > ") == std::string::npos ? 0 : theme.rfind(" > "));
      set.documents.push_back({std::string(row.at("doc_id").as_string()), std::string(row.at("fiche_id").as_string()),
                               theme, std::string(row.at("text").as_string())});
    }
  }
  std::map<std::string, std::string> relevant;
  for (const auto& row : rows(folder / "dev_qrels.tsv")) relevant[row.at(0)] = row.at(2);
  for (const auto& row : rows(folder / "dev_queries.tsv")) {
    if (relevant.contains(row.at(0))) set.questions.push_back({row.at(1), relevant[row.at(0)]});
  }
  return set;
}

// As on a keyboard without accents: é → e, œ → oe.
std::string without_accents(const std::string& words) {
  std::string out;
  std::size_t at = 0;
  text::each_word(words, [&](const text::TextWord& word) {
    out += words.substr(at, word.first - at);
    out += text::fold(words.substr(word.first, word.last - word.first));
    at = word.last;
  });
  return out + words.substr(at);
}

// One letter left out, doubled, replaced or swapped, in one of the words that say something.
std::string with_typo(const std::string& words, std::mt19937& random) {
  std::vector<text::TextWord> candidates;
  const auto plain = without_accents(words);
  text::each_word(plain, [&](const text::TextWord& word) {
    if (word.folded.size() >= 5 && word.last - word.first == word.folded.size() &&
        !text::is_empty_word(word.folded, core::Language::fr))
      candidates.push_back({{}, word.first, word.last});
  });
  if (candidates.empty()) return words;
  const auto& word = candidates[random() % candidates.size()];
  const auto pick = word.first + 1 + random() % (word.last - word.first - 2);
  auto out = plain;
  const char letter = static_cast<char>('a' + random() % 26);
  switch (random() % 4) {
    case 0:
      return out.erase(pick, 1);
    case 1:
      return out.insert(pick, 1, letter);
    case 2:
      out[pick] = letter;
      return out;
    default:
      std::swap(out[pick], out[pick + 1]);
      return out;
  }
}

using Finder = std::function<std::vector<std::string>(const std::string& words)>;  // fiches, best first

struct Score {
  double ndcg = 0, mrr = 0, recall = 0;
};

Score score(const std::vector<Judged>& questions, const Finder& find) {
  Score all;
  for (const auto& question : questions) {
    const auto fiches = find(question.words);
    const auto found = std::ranges::find(fiches, question.relevant);
    if (found == fiches.end()) continue;
    const auto rank = static_cast<double>(found - fiches.begin()) + 1;
    all.recall += 1;
    if (rank > 10) continue;
    all.ndcg += 1 / std::log2(rank + 1);
    all.mrr += 1 / rank;
  }
  const auto n = static_cast<double>(questions.size());
  return {all.ndcg / n, all.mrr / n, all.recall / n};
}

std::vector<std::string> plain_words(const std::string& words) {
  std::vector<std::string> all;
  const auto folded = text::fold(words);
  for (const auto word : text::words(folded)) all.emplace_back(word);
  return all;
}

class Fts5 {
 public:
  explicit Fts5(const Set& set) {
    run("CREATE VIRTUAL TABLE d USING fts5(fiche UNINDEXED, category, body, tokenize='unicode61 remove_diacritics 2')");
    run("BEGIN");
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(database_, "INSERT INTO d VALUES (?, ?, ?)", -1, &insert, nullptr);
    for (const auto& document : set.documents) {
      sqlite3_bind_text(insert, 1, document.fiche.c_str(), -1, SQLITE_STATIC);
      sqlite3_bind_text(insert, 2, document.category.c_str(), -1, SQLITE_STATIC);
      sqlite3_bind_text(insert, 3, document.body.c_str(), -1, SQLITE_STATIC);
      sqlite3_step(insert);
      sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    run("COMMIT");
    sqlite3_prepare_v2(database_, "SELECT fiche FROM d WHERE d MATCH ? ORDER BY rank LIMIT 100", -1, &ask_, nullptr);
  }
  ~Fts5() {
    sqlite3_finalize(ask_);
    sqlite3_close(database_);
  }
  Fts5(const Fts5&) = delete;
  Fts5& operator=(const Fts5&) = delete;

  std::vector<std::string> find(const std::string& words) {
    std::string match;
    for (const auto& word : plain_words(words)) match += (match.empty() ? "\"" : " OR \"") + word + "\"";
    sqlite3_bind_text(ask_, 1, match.c_str(), -1, SQLITE_TRANSIENT);
    std::vector<std::string> fiches;
    while (sqlite3_step(ask_) == SQLITE_ROW)
      fiches.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(ask_, 0)));  // NOLINT: SQLite's own type
    sqlite3_reset(ask_);
    return fiches;
  }

 private:
  static sqlite3* opened() {
    sqlite3* database = nullptr;
    sqlite3_open(":memory:", &database);
    return database;
  }
  void run(const char* sql) { sqlite3_exec(database_, sql, nullptr, nullptr, nullptr); }
  sqlite3* database_ = opened();
  sqlite3_stmt* ask_ = nullptr;
};

// TermGenerator and QueryParser with their defaults, and the French stemmer.
class PlainXapian {
 public:
  explicit PlainXapian(const Set& set) : database_("", Xapian::DB_BACKEND_INMEMORY) {
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("french"));
    for (const auto& document : set.documents) {
      Xapian::Document one;
      generator.set_document(one);
      generator.index_text(document.body);
      generator.increase_termpos();
      generator.index_text(document.category);
      one.set_data(document.fiche);
      database_.add_document(one);
    }
  }
  std::vector<std::string> find(const std::string& words) {
    Xapian::QueryParser parser;
    parser.set_stemmer(Xapian::Stem("french"));
    parser.set_database(database_);
    Xapian::Enquire enquire(database_);
    enquire.set_query(
        parser.parse_query(words, Xapian::QueryParser::FLAG_DEFAULT & ~Xapian::QueryParser::FLAG_LOVEHATE));
    std::vector<std::string> fiches;
    const auto matches = enquire.get_mset(0, kDepth);
    for (auto at = matches.begin(); at != matches.end(); ++at) fiches.push_back(at.get_document().get_data());
    return fiches;
  }

 private:
  Xapian::WritableDatabase database_;
};

search::Source source_of(const Set& set, bool category) {
  search::Source source;
  source.name = "fiches";
  source.version = [] { return "1"; };
  source.documents = [&set, category](const search::AddDocument& add) {
    for (const auto& text : set.documents) {
      search::Document document;
      document.id = text.id;
      document.kind = text.fiche;
      document.body = text.body;
      if (category) document.category = text.category;
      add(document);
    }
  };
  return source;
}

class Folder {
 public:
  Folder() { fs::create_directories(path_); }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_ = fs::temp_directory_path() / ("search_quality_" + std::to_string(::getpid()));
};

struct Run {
  const Set& set;
  search::Question::Repair repair = search::Question::Repair::offer_and_apply;
  const search::Engine& engine;

  [[nodiscard]] std::vector<std::string> operator()(const std::string& words) const {
    search::Question question;
    question.words = words;
    question.limit = kDepth;
    question.repair = repair;
    question.snippets = search::Question::Snippets::none;
    std::vector<std::string> fiches;
    const auto answer = engine.ask(question);
    if (!answer) throw std::runtime_error(answer.error().note);
    for (const auto& hit : answer->hits) fiches.push_back(hit.kind);
    return fiches;
  }
};

struct Variants {
  std::vector<Judged> clean, plain, typo;
};

Variants variants(const Set& set) {
  std::mt19937 random(kSeed);
  Variants all{set.questions, set.questions, {}};
  for (auto& question : all.plain) question.words = without_accents(question.words);
  // Each question with several typos: one draw would measure the draw.
  for (int draw = 0; draw < 4; ++draw) {
    for (auto question : set.questions) {
      question.words = with_typo(question.words, random);
      all.typo.push_back(std::move(question));
    }
  }
  return all;
}

void tell(const std::string& name, double value, const std::string& peer = {}, double other = 0) {
  json::object line{{"name", "search quality: " + name}, {"value", value}, {"unit", ""}};
  if (!peer.empty()) {
    line["peer"] = peer;
    line["peer_value"] = other;
    line["ratio"] = value / other;
  }
  print(line);
}

int measure(const Set& set, const std::set<std::string>& without) {
  const Folder folder;
  search::EngineOptions options;
  options.folder = folder.path();
  options.sources = {source_of(set, !without.contains("category"))};
  if (without.contains("lead")) options.weights.lead = 0;
  if (without.contains("tuning")) {
    options.weights.k1 = 1;
    options.weights.b = 0.5;
  }
  auto engine = search::Engine::open(std::move(options));
  if (!engine) {
    std::fprintf(stderr, "search_quality: %s\n", engine.error().note.c_str());
    return 1;
  }
  const auto repair =
      without.contains("repair") ? search::Question::Repair::none : search::Question::Repair::offer_and_apply;
  const Run ours{set, repair, *engine}, unrepaired{set, search::Question::Repair::none, *engine};
  const auto asked = variants(set);
  Fts5 fts5(set);
  PlainXapian xapian(set);
  const auto clean = score(asked.clean, ours);
  const auto by_fts5 = score(asked.clean, [&](const auto& words) { return fts5.find(words); });
  const auto by_xapian = score(asked.clean, [&](const auto& words) { return xapian.find(words); });
  const std::string sqlite = "SQLite FTS5 unicode61, any word", plain = "Xapian as it comes, French stemmer";
  tell("nDCG@10", clean.ndcg, plain, by_xapian.ndcg);
  tell("nDCG@10, beside FTS5", clean.ndcg, sqlite, by_fts5.ndcg);
  tell("MRR@10", clean.mrr, plain, by_xapian.mrr);
  tell("recall@100", clean.recall, plain, by_xapian.recall);
  tell("nDCG@10 without accents", score(asked.plain, ours).ndcg, "ours, as typed", clean.ndcg);
  tell("nDCG@10 with one typo", score(asked.typo, ours).ndcg, "ours, as typed", clean.ndcg);
  tell("nDCG@10 with one typo, unrepaired", score(asked.typo, unrepaired).ndcg, "ours, as typed", clean.ndcg);
  tell("cost of repair on clean questions (nDCG@10)", score(asked.clean, unrepaired).ndcg - clean.ndcg);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  fs::path folder;
  std::set<std::string> without;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string option(argv[i]);
    if (option == "--set") folder = argv[i + 1];
    if (option == "--without") without.insert(argv[i + 1]);
  }
  if (folder.empty() || !fs::exists(folder / "dev_queries.tsv")) {
    std::fprintf(stderr, "search_quality: no judged questions at '%s'; nothing measured\n", folder.c_str());
    return folder.empty() ? 2 : 0;
  }
  try {
    return measure(load(folder), without);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "search_quality: %s\n", error.what());
    return 1;
  }
}
