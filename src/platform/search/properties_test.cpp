// What must hold on any corpus: counted by brute force on random ones.
#include <gtest/gtest.h>

#include <algorithm>

#include "corpus_for_test.hpp"
#include "filters.hpp"
#include "text/fold.hpp"

namespace catalyse::search {
namespace {

using testing::ask;
using testing::engine_of;
using testing::Folder;
using testing::Sheet;
using testing::source_of;
using Keys = std::multiset<std::string>;

struct World {
  Folder folder;
  std::vector<Sheet> one = testing::random_sheets(700, 1), two = testing::random_sheets(300, 2);
  Engine engine = engine_of(folder, {source_of("un", one), source_of("deux", two)});

  [[nodiscard]] std::vector<std::pair<std::string, const Sheet*>> all() const {
    std::vector<std::pair<std::string, const Sheet*>> sheets;
    for (const auto& sheet : one) sheets.emplace_back("un/" + sheet.id, &sheet);
    for (const auto& sheet : two) sheets.emplace_back("deux/" + sheet.id, &sheet);
    return sheets;
  }
};

const World& world() {
  static const World one;
  return one;
}

bool has_words(const Sheet& sheet, const std::string& words) {
  const auto title = " " + text::fold(sheet.title + sheet.category) + " ";
  const auto folded = text::fold(words);
  return std::ranges::all_of(text::words(folded),
                             [&](auto word) { return title.find(" " + std::string(word) + " ") != std::string::npos; });
}

std::vector<std::string> values_of(const Sheet& sheet, const std::string& facet) {
  std::set<std::string> values;
  if (facet == "annee") values.insert(std::to_string(sheet.year));
  for (const auto& [id, value] : sheet.facets) {
    if (id == facet) values.insert(value);
  }
  for (const auto& place : sheet.places) {
    if (place.starts_with(facet + ":")) values.insert(place);
  }
  return {values.begin(), values.end()};
}

// The filters as one would write them without an index; a facet may be left out.
bool passes(const Sheet& sheet, const Question& q, const std::string& but) {
  std::map<std::string, bool> by_facet;
  for (const auto& [facet, value] : q.choices) {
    if (facet == but) continue;
    const auto values = values_of(sheet, facet);
    by_facet[facet] = by_facet[facet] || std::ranges::find(values, value) != values.end();
  }
  for (const auto& [facet, any] : by_facet) {
    if (!any) return false;
  }
  for (const auto& bounds : q.bounds) {
    if (sheet.amount < bounds.low || sheet.amount > bounds.high) return false;
  }
  for (const auto* places : {&q.places, &q.alike, &q.within}) {
    if (places->empty()) continue;
    if (!std::ranges::any_of(*places,
                             [&](const auto& p) { return std::ranges::find(sheet.places, p) != sheet.places.end(); }))
      return false;
  }
  if (q.around) {
    if (sheet.longitude == 0) return false;
    const GeoPoint point{static_cast<double>(static_cast<float>(sheet.longitude)),
                         static_cast<double>(static_cast<float>(sheet.latitude))};
    if (kilometres_between(point, q.around->centre) > q.around->kilometres) return false;
  }
  return has_words(sheet, q.words);
}

Question random_question(std::mt19937& random) {
  static const std::vector<std::string> kAsked{"",          "école", "mairie voirie", "toiture", "rénovation école",
                                               "patrimoine"};
  Question q;
  q.words = kAsked[random() % kAsked.size()];
  q.facets = {"programme", "annee", "dep", "com"};
  q.facet_values = 1000;
  q.repair = Question::Repair::none;
  q.limit = kMostHits;
  q.snippets = Question::Snippets::none;
  if (random() % 2 == 0) q.choices.push_back({"programme", random() % 2 == 0 ? "DETR" : "Fonds vert"});
  if (random() % 2 == 0) q.choices.push_back({"annee", std::to_string(2018 + random() % 6)});
  if (random() % 3 == 0) q.choices.push_back({"annee", std::to_string(2018 + random() % 6)});
  if (random() % 3 == 0) q.places = {"dep:1" + std::to_string(random() % 5), "com:12103"};
  if (random() % 4 == 0) q.alike = {"dep:12", "dep:13"};
  if (random() % 4 == 0) q.within = {"dep:11", "com:12103", "dep:13"};
  if (random() % 3 == 0) q.around = Around{{2, 49}, 30 + static_cast<double>(random() % 60)};
  if (random() % 3 == 0) q.bounds.push_back({"montant", 10'000, 60'000});
  return q;
}

Keys keys(const Answer& answer) {
  Keys all;
  for (const auto& hit : answer.hits) all.insert(hit.source + "/" + hit.id);
  return all;
}

TEST(Properties, AnswersAndFacetCountsEqualBruteForce) {
  std::mt19937 random(5);
  for (int round = 0; round < 120; ++round) {
    const auto question = random_question(random);
    const auto answer = ask(world().engine, question);
    Keys expected;
    std::map<std::string, std::map<std::string, std::size_t>> counts;
    bool any = false;
    for (const auto& [key, sheet] : world().all()) {
      any = any || has_words(*sheet, question.words);
      if (passes(*sheet, question, "")) expected.insert(key);
      for (const auto& facet : question.facets) {
        if (!passes(*sheet, question, facet)) continue;
        for (const auto& value : values_of(*sheet, facet)) ++counts[facet][value];
      }
    }
    ASSERT_TRUE(any) << question.words;
    EXPECT_EQ(keys(answer), expected) << question.words;
    EXPECT_EQ(answer.total, expected.size());
    for (const auto& facet : answer.facets) {
      std::map<std::string, std::size_t> got;
      for (const auto& value : facet.values) {
        if (value.count > 0) got[value.value] = value.count;
      }
      EXPECT_EQ(got, counts[facet.id]) << question.words << " " << facet.id;
    }
  }
}

TEST(Properties, AFilterNeverAddsAnAnswer) {
  std::mt19937 random(6);
  for (int round = 0; round < 60; ++round) {
    auto question = random_question(random);
    question.words = round % 2 == 0 ? "école gymnase mairie piscine" : question.words;
    const auto before = keys(ask(world().engine, question));
    question.choices.push_back({"dep", "dep:12"});
    for (const auto& key : keys(ask(world().engine, question))) EXPECT_TRUE(before.contains(key));
  }
}

TEST(Properties, ThePagesTogetherAreTheWhole) {
  for (const auto sort : {Sort::relevance, Sort::date, Sort::distance}) {
    Question whole;
    whole.words = "école";
    whole.sort = sort;
    whole.around = Around{{2, 49}, 200};
    whole.limit = kMostHits;
    auto page = whole;
    page.limit = 7;
    std::vector<std::string> read;
    do {
      const auto answer = ask(world().engine, page);
      for (const auto& hit : answer.hits) read.push_back(hit.source + "/" + hit.id);
      page.cursor = answer.next;
    } while (!page.cursor.empty() && read.size() < 5000);
    std::vector<std::string> expected;
    for (const auto& hit : ask(world().engine, whole).hits) expected.push_back(hit.source + "/" + hit.id);
    EXPECT_EQ(read, expected);
  }
}

TEST(Properties, ACursorStaysGoodWhenDataMoves) {
  Folder folder;
  auto sheets = testing::random_sheets(100, 9);
  std::string version = "1";
  auto source = source_of("un", sheets);
  source.version = [&version] { return version; };
  auto engine = engine_of(folder, {source});
  Question question;
  question.sort = Sort::date;
  question.limit = 10;
  const auto first = ask(engine, question);
  const auto before = [&] {
    auto all = question;
    all.limit = 100;
    return testing::ids(ask(engine, all));
  }();
  // The last document shown goes, and one that is later than all comes.
  std::erase_if(sheets, [&](const Sheet& sheet) { return sheet.id == first.hits.back().id; });
  sheets.push_back(sheets.front());
  sheets.back().id = "new";
  sheets.back().year = 2026;
  version = "2";
  ASSERT_TRUE(engine.refresh());
  question.cursor = first.next;
  const auto second = testing::ids(ask(engine, question));
  EXPECT_EQ(second, std::vector<std::string>(before.begin() + 10, before.begin() + 20));
}

// What a reader sees who turns the pages while others publish: documents go, come and change between any two pages.
struct Moving {
  Folder folder;
  std::vector<Sheet> sheets = testing::random_sheets(120, 11);
  std::string version = "1";
  std::mt19937 random{7};
  Engine engine;

  Moving() : engine(make()) {}
  Engine make() {
    auto source = source_of("un", sheets);
    source.version = [this] { return version; };
    return engine_of(folder, {source});
  }
  void move() {
    for (int i = 0; i < 6; ++i) sheets.erase(sheets.begin() + static_cast<std::ptrdiff_t>(random() % sheets.size()));
    auto fresh = testing::random_sheets(6, static_cast<unsigned>(random()));
    for (auto& sheet : fresh) {
      sheet.id = "new" + version + sheet.id;
      sheets.push_back(std::move(sheet));
    }
    version += "+";
    if (!engine.refresh()) throw std::runtime_error("refresh");
  }
};

Question paged(Sort sort) {
  Question question;
  question.words = "école";
  question.sort = sort;
  question.around = Around{{2, 49}, 500};
  question.limit = 5;
  return question;
}

TEST(Properties, PagesAreThoseOfTheVersionTheyBeganOn) {
  for (const auto sort : {Sort::relevance, Sort::date, Sort::distance}) {
    Moving moving;
    auto question = paged(sort);
    auto whole = question;
    whole.limit = kMostHits;
    const auto expected = testing::ids(ask(moving.engine, whole));
    ASSERT_GT(expected.size(), 20U);
    std::vector<std::string> read;
    for (int page = 0; page < 5; ++page) {
      const auto answer = ask(moving.engine, question);
      EXPECT_FALSE(answer.understood.moved);
      for (auto& id : testing::ids(answer)) read.push_back(std::move(id));
      question.cursor = answer.next;
      if (page < 4) moving.move();
    }
    EXPECT_EQ(read, std::vector<std::string>(expected.begin(), expected.begin() + 25)) << static_cast<int>(sort);
  }
}

TEST(Properties, OnAVersionThatIsGonePagesLoseNothingOrSaySo) {
  for (const auto sort : {Sort::relevance, Sort::date, Sort::distance}) {
    Moving moving;
    auto question = paged(sort);
    std::vector<std::string> read;
    do {
      const auto answer = ask(moving.engine, question);
      EXPECT_EQ(answer.understood.moved, sort == Sort::relevance && !read.empty());
      for (auto& id : testing::ids(answer)) read.push_back(std::move(id));
      question.cursor = answer.next;
      for (int i = 0; i < 6; ++i) moving.move();
    } while (!question.cursor.empty() && read.size() < 1000);
    if (sort == Sort::relevance) continue;
    const std::set<std::string> once(read.begin(), read.end());
    EXPECT_EQ(once.size(), read.size()) << "none twice";
  }
}

TEST(Properties, AMomentIsOneVersion) {
  Moving moving;
  auto question = paged(Sort::relevance);
  question.limit = kMostHits;
  const auto moment = moving.engine.now();
  const auto before = testing::ids(*moment(question));
  for (int i = 0; i < 6; ++i) moving.move();
  EXPECT_EQ(testing::ids(*moment(question)), before);
  EXPECT_NE(testing::ids(ask(moving.engine, question)), before);
}

TEST(Properties, AForgedCursorIsRefused) {
  Question question;
  question.words = "école";
  question.limit = 5;
  const auto cursor = ask(world().engine, question).next;
  ASSERT_FALSE(cursor.empty());
  auto altered = cursor, other = cursor;
  altered.back() = altered.back() == '0' ? '1' : '0';
  for (const auto& bad :
       {altered, cursor.substr(0, cursor.size() - 2), std::string("1"), std::string(5000, 'a'), std::string("zz zz")}) {
    question.cursor = bad;
    const auto answer = world().engine.ask(question);
    ASSERT_FALSE(answer) << bad;
    EXPECT_EQ(answer.error().message_id, "search.cursor");
  }
  question.cursor = cursor;
  question.words = "mairie";
  EXPECT_FALSE(world().engine.ask(question)) << "a cursor of another question";
}

}  // namespace
}  // namespace catalyse::search
