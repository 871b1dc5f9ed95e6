// A small world to search: real kinds of texts, and a random corpus whose answers can be counted by hand.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "search/search.hpp"

namespace catalyse::search::testing {

class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("search_test_" + std::to_string(::getpid()) + "_" + std::to_string(std::random_device{}()))) {}
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A document that owns its texts.
struct Sheet {
  std::string id, title, summary, body, category, keywords, kind = "projet", where;
  Tongue tongue = Tongue::any;
  std::vector<std::string> places;
  std::vector<std::pair<std::string, std::string>> facets;
  double amount = 0;
  int year = 2022;
  double longitude = 2, latitude = 48;
  float prominence = 0;
};

inline Source source_of(std::string_view name, const std::vector<Sheet>& sheets, std::string version = "1") {
  Source source;
  source.name = name;
  source.version = [version] { return version; };
  source.documents = [&sheets](const AddDocument& add) {
    for (const auto& sheet : sheets) {
      Document document;
      document.id = sheet.id;
      document.kind = sheet.kind;
      document.tongue = sheet.tongue;
      document.title = sheet.title;
      document.summary = sheet.summary;
      document.body = sheet.body;
      document.category = sheet.category;
      document.keywords = sheet.keywords;
      document.where = sheet.where;
      const std::string address = "/projets/" + sheet.id;
      document.address = address;
      const std::vector<std::string_view> places(sheet.places.begin(), sheet.places.end());
      document.places = places;
      std::vector<FacetEntry> facets;
      for (const auto& [facet, value] : sheet.facets) facets.push_back({facet, value});
      document.facets = facets;
      const std::vector<NumberEntry> numbers{{"montant", sheet.amount}};
      document.numbers = numbers;
      if (sheet.year != 0)
        document.date = std::chrono::year(sheet.year) / std::chrono::month(6) /
                        std::chrono::day(static_cast<unsigned>(1 + sheet.year % 28));
      if (sheet.longitude != 0) document.point = GeoPoint{sheet.longitude, sheet.latitude};
      document.prominence = sheet.prominence;
      add(document);
    }
  };
  return source;
}

inline Engine engine_of(const Folder& folder, std::vector<Source> sources) {
  EngineOptions options;
  options.folder = folder.path();
  options.sources = std::move(sources);
  auto engine = Engine::open(std::move(options));
  if (!engine) throw std::runtime_error(engine.error().note);
  return std::move(*engine);
}

inline Answer ask(const Engine& engine, const Question& question) {
  auto answer = engine.ask(question);
  if (!answer) throw std::runtime_error(answer.error().message_id + answer.error().note);
  return std::move(*answer);
}
inline Answer ask(const Engine& engine, std::string_view words) {
  Question question;
  question.words = words;
  return ask(engine, question);
}

inline std::vector<std::string> ids(const Answer& answer) {
  std::vector<std::string> all;
  for (const auto& hit : answer.hits) all.push_back(hit.id);
  return all;
}

inline std::vector<Sheet> random_sheets(std::size_t count, std::uint32_t seed) {
  static constexpr const char* kWords[] = {"école",  "rénovation", "mairie", "voirie",
                                           "église", "toiture",    "crèche", "gymnase"};
  std::mt19937 random(seed);
  std::vector<Sheet> all;
  for (std::size_t i = 0; i < count; ++i) {
    Sheet sheet;
    sheet.id = "p" + std::to_string(random() % 1000) + "-" + std::to_string(i);
    for (auto n = 1 + random() % 5; n-- > 0;) sheet.title += std::string(kWords[random() % 8]) + " ";
    sheet.category = random() % 2 == 0 ? "Éducation" : "Patrimoine";
    const auto departement = std::to_string(10 + random() % 5);
    if (random() % 10 != 0)
      sheet.places = {"com:" + departement + std::to_string(100 + random() % 9), "dep:" + departement, "reg:28"};
    sheet.facets = {{"programme", random() % 3 == 0 ? "DETR" : "DSIL"}};
    if (random() % 2 == 0) sheet.facets.emplace_back("programme", "Fonds vert");
    sheet.amount = static_cast<double>(random() % 100'000);
    sheet.year = 2018 + static_cast<int>(random() % 6);
    sheet.longitude = 1 + static_cast<double>(random() % 100) / 50;
    sheet.latitude = 48 + static_cast<double>(random() % 100) / 50;
    if (sheet.places.empty()) sheet.longitude = 0;
    all.push_back(sheet);
  }
  return all;
}

}  // namespace catalyse::search::testing
