#include <gtest/gtest.h>

#include "editorial/exchange.hpp"
#include "entries.hpp"
#include "ingest/testing.hpp"
#include "library.hpp"
#include "vocabulary.hpp"

namespace catalyse::library {
namespace {

using editorial::Content;
using editorial::Strictness;
using Numbers = std::vector<unsigned>;

std::vector<editorial::NamedContent> shipped(const editorial::Kind& kind, const std::string& file) {
  ingest::FileReport report;
  auto read = editorial::read_csv(kind, ingest::testing::content_of("data/library/" + file), report);
  EXPECT_EQ(report.refused, 0U) << (report.bad.empty() ? "" : report.bad[0].column + ": " + report.bad[0].value);
  return read;
}

Shelf::Items shipped_items() {
  Shelf::Items items;
  for (auto& one : shipped(resource_kind(), "resources.csv"))
    items.resources.push_back({one.id, 1, std::move(one.content)});
  for (auto& one : shipped(lever_kind(), "levers.csv")) items.levers.push_back({one.id, 1, std::move(one.content)});
  for (auto& one : shipped(path_kind(), "paths.csv")) items.paths.push_back({one.id, 1, std::move(one.content)});
  return items;
}

TEST(Files, AreWrittenBackByteForByte) {
  for (const auto& [kind, file] : {std::pair{&resource_kind(), "resources.csv"}, std::pair{&lever_kind(), "levers.csv"},
                                   std::pair{&path_kind(), "paths.csv"}}) {
    const auto read = shipped(*kind, file);
    std::vector<editorial::ShownContent> items;
    for (const auto& one : read) items.push_back({one.id, &one.content});
    EXPECT_EQ(editorial::write_csv(*kind, items, exporting::Dialect::standard),
              ingest::testing::content_of(std::string("data/library/") + file))
        << file;
  }
}

TEST(ShippedShelf, HoldsTheSevenLeversAndNothingUnderAQuestionThatIsNotThere) {
  const Shelf shelf(shipped_items());
  ASSERT_EQ(shelf.levers().size(), kLevers);
  std::size_t questions = 0;
  for (unsigned i = 0; i < kLevers; ++i) {
    EXPECT_EQ(shelf.levers()[i].number, i + 1);
    for (const auto& question : shelf.levers()[i].questions) {
      ++questions;
      EXPECT_FALSE(question.text.en.empty()) << question.id;
      EXPECT_FALSE(question.sayings.empty()) << question.id;
      for (const auto measure : question.measures) EXPECT_LE(measure, 21U) << question.id;
    }
  }
  EXPECT_EQ(questions, 23U);
  for (const auto& resource : shelf.resources()) {
    EXPECT_FALSE(resource.summary.en.empty()) << resource.id;
    EXPECT_FALSE(resource.sources.empty()) << resource.id;
    for (const auto& id : resource.values("questions")) EXPECT_NE(shelf.find_question(id), nullptr) << resource.id;
  }
  ASSERT_EQ(shelf.paths().size(), 2U);
  for (const auto& path : shelf.paths()) {
    for (const auto& step : path.steps) {
      EXPECT_FALSE(step.title.en.empty()) << path.id;
      for (const auto& link : step.links)
        EXPECT_TRUE(is_own_path(link.target) || shelf.find_resource(link.target) != nullptr) << link.target;
    }
  }
}

TEST(ShippedShelf, FiltersNeverAddAndWordsAreFoundWithoutAccents) {
  const Shelf shelf(shipped_items());
  const auto all = shelf.select({}).size();
  EXPECT_EQ(all, shelf.resources().size());
  const auto levers = shelf.select({.lever = "5"}).size();
  const auto both = shelf.select({.lever = "5", .access = "agir"}).size();
  EXPECT_LT(both, levers);
  EXPECT_LT(levers, all);
  EXPECT_GT(both, 0U);
  EXPECT_EQ(shelf.select({.words = "EVALUATION partenariale"}).size(),
            shelf.select({.words = "évaluation PARTENARIALE"}).size());
  EXPECT_GT(shelf.select({.words = "evaluation"}).size(), 0U);
  EXPECT_TRUE(shelf.select({.words = "zzzqqq"}).empty());
}

TEST(Steps, DoneAreReadFromTheAddressAndNothingElseIs) {
  EXPECT_EQ(done_steps("1.3", 4), (Numbers{1, 3}));
  EXPECT_EQ(done_steps("3.1.3", 4), (Numbers{1, 3}));
  for (const char* nothing : {"", ".", "0", "5", "-1", "a", "1e0", "99999999999999999999", "1 2"})
    EXPECT_EQ(done_steps(nothing, 4), Numbers{}) << nothing;
  EXPECT_EQ(done_steps("x.2..<b>.4", 4), (Numbers{2, 4}));
  EXPECT_EQ(toggled({1, 3}, 2), "1.2.3");
  EXPECT_EQ(toggled({1, 3}, 3), "1");
  EXPECT_EQ(toggled({1}, 1), "");
}

std::vector<std::string> faults_of(const editorial::Kind& kind, const Content& content) {
  std::vector<std::string> all;
  for (const auto& fault : editorial::faults(kind, content, Strictness::to_submit)) all.push_back(fault.field);
  return all;
}

TEST(Kinds, RefuseWhatWouldLeadNowhere) {
  using Fields = std::vector<std::string>;
  const Content resource{{"genre", {"site"}},   {"titre", {"Un espace"}}, {"resume", {"Ce qu’on y trouve."}},
                         {"leviers", {"5"}},    {"acces", {"agir"}},      {"sources", {"Une page | https://a.fr/b"}},
                         {"questions", {"5-2"}}};
  EXPECT_EQ(faults_of(resource_kind(), resource), Fields{});
  const auto with = [&](std::string field, std::vector<std::string> values) {
    auto content = resource;
    content[std::move(field)] = std::move(values);
    return faults_of(resource_kind(), content);
  };
  EXPECT_EQ(with("lien", {"javascript:alert(1)"}), Fields{"lien"});
  EXPECT_EQ(with("sources", {"Une page | javascript:alert(1)"}), Fields{"sources"});
  EXPECT_EQ(with("questions", {"4-1"}), Fields{"questions"}) << "a question of a lever that is not chosen";
  EXPECT_EQ(with("date", {"hier"}), Fields{"date"});
  EXPECT_EQ(with("leviers", {"8"}), Fields{"leviers"});
  const Content path{{"titre", {"Un parcours"}},
                     {"resume", {"Deux étapes."}},
                     {"etapes", {"Une | Lire", "Deux | Faire"}},
                     {"sources", {"Catalyse"}}};
  EXPECT_EQ(faults_of(path_kind(), path), Fields{});
  for (const char* link :
       {"3 | kit-odd-17", "1 | //mal.example | Ici", "1 | https://mal.example | Ici", "1 | /cas", "1"}) {
    auto content = path;
    content["liens"] = {link};
    EXPECT_EQ(faults_of(path_kind(), content), Fields{"liens"}) << link;
  }
}

TEST(Contributed, EveryFieldHasItsWordsAndEveryChoiceIsSaid) {
  const auto shelf = std::make_shared<const Shelf>(shipped_items());
  const auto kinds = contributed(shelf);
  ASSERT_EQ(kinds.size(), 2U);
  for (const auto& one : kinds) {
    for (const auto& field : one.kind->fields) {
      ASSERT_NE(one.words(field.name).label, nullptr) << field.name;
      for (const auto choice : field.choices)
        for (const auto language : {core::Language::fr, core::Language::en})
          EXPECT_NE(one.choice_text(field.name, choice, language), choice) << field.name << " " << choice;
    }
  }
  EXPECT_EQ(kinds[0].choice_text("leviers", "5", core::Language::fr), "5. Apprendre à faire alliance");
  EXPECT_EQ(kinds[0].address("0abc"), "/ressources/0abc");
  EXPECT_EQ(kinds[1].address("0abc"), "/parcours/0abc");
}

TEST(Contributed, WhatIsHalfWrittenOrEmptyIsAFaultAndNeverAFall) {
  for (const auto& one : contributed(std::make_shared<const Shelf>(Shelf::Items{}))) {
    EXPECT_FALSE(faults_of(*one.kind, {}).empty());
    for (const auto& field : one.kind->fields)
      EXPECT_FALSE(faults_of(*one.kind, {{std::string(field.name), {"|"}}}).empty()) << field.name;
  }
}

}  // namespace
}  // namespace catalyse::library
