// Resources, levers and paths as pages read them: immutable, made anew when something is published.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/reading.hpp"
#include "core/language.hpp"
#include "db/db.hpp"
#include "editorial/content.hpp"

namespace catalyse::library {

struct Words {
  std::string fr, en;
  // French where there is no English: official names stay French.
  [[nodiscard]] const std::string& in(core::Language language) const {
    return language == core::Language::en && !en.empty() ? en : fr;
  }
};

struct Source {
  std::string title, address;  // address empty for what is not on the web
};

struct Resource {
  std::string id;
  std::int64_t version = 0;
  editorial::Content content;
  Words title, summary;
  std::vector<Source> sources;

  [[nodiscard]] std::string address() const { return "/ressources/" + id; }
  // The only value of a field, or the first; empty when there is none.
  [[nodiscard]] std::string_view value(std::string_view field) const;
  [[nodiscard]] const std::vector<std::string>& values(std::string_view field) const;
  [[nodiscard]] bool has(std::string_view field, std::string_view value) const;
};

struct Question {
  std::string id;  // 5-2: lever, then its place; stable, answers are kept under it
  unsigned lever = 0;
  Words text;
  std::vector<cases::Saying> sayings;  // which cases stand under it
  std::vector<unsigned> measures;
};

struct Lever {
  unsigned number = 0;  // 1 to 7
  std::int64_t version = 0;
  Words title, summary;
  std::string slug;
  std::vector<Question> questions;
  std::vector<Source> sources;
  [[nodiscard]] std::string address() const { return "/leviers/" + std::to_string(number) + "-" + slug; }
};

struct PathLink {
  std::string target;  // id of a resource, or a path of ours
  Words label;         // of a path of ours
};

struct Step {
  Words title, text;
  std::vector<PathLink> links;
};

struct Path {
  std::string id;  // in the address
  std::int64_t version = 0;
  Words title, summary;
  std::vector<Step> steps;
  std::vector<Source> sources;
  [[nodiscard]] std::string address() const { return "/parcours/" + id; }
};

// What a reader asks of the list of resources. An empty text asks nothing.
struct Filter {
  std::string lever{}, kind{}, toolbox{}, goal{}, access{}, words{};
};

// Contents as they were published, for a shelf.
struct Item {
  std::string id;
  std::int64_t version = 0;
  editorial::Content content;
};

class Shelf {
 public:
  struct Items {
    std::vector<Item> resources, levers, paths;
  };
  explicit Shelf(Items items);
  Shelf(const Shelf&) = delete;  // parts point to one another
  Shelf& operator=(const Shelf&) = delete;

  [[nodiscard]] std::span<const Resource> resources() const { return resources_; }  // by title
  [[nodiscard]] std::span<const Lever> levers() const { return levers_; }           // by number
  [[nodiscard]] std::span<const Path> paths() const { return paths_; }              // by title
  [[nodiscard]] const Resource* find_resource(std::string_view id) const;
  [[nodiscard]] const Path* find_path(std::string_view id) const;
  [[nodiscard]] const Question* find_question(std::string_view id) const;
  [[nodiscard]] std::vector<const Resource*> select(const Filter& filter) const;
  // Resources under a question, by title.
  [[nodiscard]] std::span<const Resource* const> under(std::string_view question) const;
  // Changes when any published content does.
  [[nodiscard]] const std::string& version() const { return version_; }

 private:
  std::vector<Resource> resources_;
  std::vector<Lever> levers_;
  std::vector<Path> paths_;
  std::vector<std::string>
      folded_;  // a space, then title, summary and author of each resource, for the words of a filter
  std::vector<std::pair<std::string, std::vector<const Resource*>>> under_;  // by question
  std::string version_;
};

[[nodiscard]] std::shared_ptr<const Shelf> load_shelf(const db::Database& database);

}  // namespace catalyse::library
