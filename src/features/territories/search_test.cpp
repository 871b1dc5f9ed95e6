#include <random>

#include "spelling.hpp"
#include "terms.hpp"
#include "text/distance.hpp"
#include "world_for_test.hpp"

namespace catalyse::territories {
namespace {

using core::Level;
using testing::world;

std::vector<std::string> found(std::string_view words, const SearchOptions& options = {}) {
  std::vector<std::string> all;
  for (const auto& hit : world().search(words, options)) {
    all.push_back(std::string(core::level_name(world().place(hit.place).level)) + ":" +
                  std::string(world().place(hit.place).code));
  }
  return all;
}

std::string first(std::string_view words) {
  const auto all = found(words);
  return all.empty() ? "nothing" : all.front();
}

std::string matched(std::string_view words) {
  const auto hits = world().search(words);
  return hits.empty() ? "nothing" : std::string(hits.front().matched);
}

TEST(Search, ForgivesAccentsHyphensApostrophesAndCase) {
  for (const auto* words :
       {"Saint-Étienne-du-Rouvray", "saint etienne du rouvray", "ST ETIENNE DU ROUVRAY", "st-etienne du rouvray",
        "saintetiennedurouvray", "sain tetienne du rouvray", "Saint E\u0301tienne"}) {
    EXPECT_EQ(first(words), "com:76575") << words;
  }
  for (const auto* words : {"l'hay les roses", "L’Haÿ-les-Roses", "lhay les roses", "hay les roses", "l hay"}) {
    EXPECT_EQ(first(words), "com:94038") << words;
  }
}

TEST(Search, FindsWordsInsideANameWithoutItsSmallOnes) {
  EXPECT_EQ(first("etienne rouvray"), "com:76575");
  EXPECT_EQ(first("havre"), "com:76351");
  EXPECT_EQ(first("le havre"), "com:76351");
  EXPECT_EQ(first("quevilly"), "com:76322");
  EXPECT_EQ(first("ile yeu"), "com:85113");
}

TEST(Search, FindsPrefixesAsOneTypes) {
  const std::string name = "saint etienne du rouvray";
  for (std::size_t length = 9; length <= name.size(); ++length)
    EXPECT_EQ(first(name.substr(0, length)), "com:76575") << length;
  EXPECT_EQ(first("st"), "com:97411");
  EXPECT_EQ(first("so"), "com:76681");
}

TEST(Search, ForgivesOneTypo) {
  for (const auto* words : {"ruoen", "roeun", "roun", "rouem", "touen"}) EXPECT_EQ(first(words), "com:76540") << words;
  for (const auto* words :
       {"etiene rouvray", "saint etienne du rouvary", "saint etiene", "saint ettienne", "st etiene du rou"}) {
    EXPECT_EQ(first(words), "com:76575") << words;
  }
  EXPECT_EQ(first("ajacio"), "com:2A004");
  EXPECT_EQ(first("bouolgne billancourt"), "com:92012");
  EXPECT_TRUE(found("xyzzy").empty());
  EXPECT_TRUE(found("xruoen").empty()) << "two typos are another word";
}

TEST(Search, TakesAWrongDigitForAnotherNumber) {
  EXPECT_EQ(found("paris 12"), (std::vector<std::string>{"arm:75112"}));
  EXPECT_TRUE(found("76541").empty());
}

TEST(Search, PutsExactNamesBeforeTypos) {
  const auto all = found("rouen");
  EXPECT_EQ(all.at(0), "com:76540");
  EXPECT_EQ(all.at(1), "epci:200023414");
  EXPECT_EQ(all.at(2), "com:76681");
}

TEST(Search, KnowsCodesPostcodesAndSiren) {
  EXPECT_EQ(first("76540"), "com:76540");
  EXPECT_EQ(first("76000"), "com:76540");
  EXPECT_EQ(matched("76000"), "76000");
  EXPECT_EQ(first("760"), "com:76540");
  EXPECT_EQ(first("2a004"), "com:2A004");
  EXPECT_EQ(matched("2a004"), "2A004");
  EXPECT_EQ(first("2A"), "dep:2A");
  EXPECT_EQ(first("76"), "dep:76") << "a département is better known than a région of the same code";
  EXPECT_EQ(first("200023414"), "epci:200023414");
  EXPECT_EQ(first("200 023 414"), "epci:200023414");
  EXPECT_EQ(first("217605401"), "com:76540");
  EXPECT_EQ(first("75012"), "com:75056");
  EXPECT_EQ(found("75012").at(1), "arm:75112");
}

TEST(Search, KnowsFormerNamesAndCodes) {
  EXPECT_EQ(first("chanzeaux"), "com:49092");
  EXPECT_EQ(matched("chanzeaux"), "Chanzeaux");
  EXPECT_EQ(matched("chemille"), "Chemillé");
  EXPECT_EQ(first("49071"), "com:49092");
  EXPECT_EQ(first("pierrefitte sur seine"), "com:93066");
  EXPECT_EQ(first("chanzaux"), "com:49092") << "with a typo too";
}

TEST(Search, NarrowsByDepartementOrPostcode) {
  EXPECT_EQ(found("saint denis 974"), (std::vector<std::string>{"com:97411"}));
  EXPECT_EQ(found("saint-denis (93)").at(0), "com:93066");
  EXPECT_EQ(first("sainte marie la reunion"), "com:97418");
  EXPECT_EQ(first("ste marie reunion"), "com:97418");
  EXPECT_EQ(first("sainte-marie ille et vil"), "com:35294");
  EXPECT_EQ(first("97228 sainte marie"), "com:97228");
  EXPECT_EQ(first("rouen 76"), "com:76540");
  EXPECT_EQ(first("rouen seine-maritime"), "com:76540");
  EXPECT_EQ(first("rouen s"), "com:76540");
  EXPECT_EQ(first("ruoen 76000"), "com:76540");
  EXPECT_EQ(first("redon agglomeration 56"), "epci:243500741") << "an EPCI is in each of its départements";
  EXPECT_TRUE(found("rouen 13").empty());
}

TEST(Search, ListsAllOfTheSameNameTheMostPopulatedFirst) {
  std::size_t total = 0;
  const auto hits = world().search("Sainte-Marie", {.limit = 2, .level = {}}, &total);
  EXPECT_EQ(hits.size(), 2U);
  EXPECT_EQ(total, 3U);
  EXPECT_EQ(found("ste marie"), (std::vector<std::string>{"com:97418", "com:97228", "com:35294"}));
}

TEST(Search, FindsLargerPlaces) {
  EXPECT_EQ(first("normandie"), "reg:28");
  EXPECT_EQ(first("seine maritime"), "dep:76");
  EXPECT_EQ(first("la reunion"), "dep:974");
  EXPECT_EQ(first("coeur de lozere"), "epci:244800405");
  EXPECT_EQ(first("communaute de communes coeur de lozere"), "epci:244800405");
  EXPECT_EQ(first("cc coeur de lozere"), "epci:244800405");
  EXPECT_EQ(found("paris", {.limit = 10, .level = Level::departement}), (std::vector<std::string>{"dep:75"}));
  EXPECT_EQ(first("paris"), "com:75056");
  EXPECT_EQ(first("paris 12eme"), "arm:75112");
  EXPECT_EQ(first("paris 12 eme arrondissement"), "arm:75112");
}

TEST(Search, ScoresFall) {
  const auto hits = world().search("sa", {.limit = 200, .level = {}});
  ASSERT_GT(hits.size(), 5U);
  for (std::size_t i = 1; i < hits.size(); ++i) EXPECT_GE(hits[i - 1].score, hits[i].score);
}

TEST(Search, AcceptsAnyBytesAndBoundsItsWork) {
  EXPECT_TRUE(found("").empty());
  EXPECT_TRUE(found("  -- ' ").empty());
  EXPECT_TRUE(found(std::string(10'000, 's')).empty());
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "s ";
  EXPECT_TRUE(found(many).empty());
  EXPECT_TRUE(found(std::string("\0\xFF\xC3", 3)).empty());
  EXPECT_EQ(first("rouen\xFF"), "com:76540");
  EXPECT_EQ(found("sa", {.limit = 0, .level = {}}).size(), 0U);
  EXPECT_LE(found("s", {.limit = 1'000'000, .level = {}}).size(), 200U);
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::string words(random() % 30, ' ');
    for (auto& c : words) c = static_cast<char>(random() % 4 == 0 ? random() % 256 : 'a' + random() % 26);
    std::size_t total = 0;
    const auto hits = world().search(words, {.limit = 5, .level = {}}, &total);
    EXPECT_EQ(hits.size(), std::min<std::size_t>(total, 5));
  }
}

TEST(Search, LeavesNothingBehindForTheNextQuery) {
  const auto before = found("sainte marie");
  (void)found("s");
  (void)found("ruoen");
  (void)found("rouen 76");
  EXPECT_EQ(found("sainte marie"), before);
}

TEST(Spelling, WritesOutAbbreviationsAndOrdinals) {
  const auto spelt = [](std::string_view name) { return compact(spelt_words(name)); };
  EXPECT_EQ(spelt("St-Gildas"), spelt("Saint Gildas"));
  EXPECT_EQ(spelt("Stes-Maries"), spelt("saintes maries"));
  EXPECT_EQ(spelt("Paris 12ème"), "paris12");
  EXPECT_EQ(spelt("Lyon 1er"), spelt("lyon 1 er"));
  EXPECT_EQ(spelt("2A004"), "2a004");
}

// Every term and every length of its beginning, against the plain distance.
TEST(Terms, AreFoundNearExactlyWhenOneEditAway) {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> terms;
    for (int i = 0; i < 40; ++i) {
      std::string term(1 + random() % 12, 'a');
      for (auto& c : term) c = random() % 4 == 0 ? 'b' : 'a';
      terms.push_back(term);
    }
    std::ranges::sort(terms);
    std::string word(1 + random() % 11, 'a');
    for (auto& c : word) c = random() % 4 == 0 ? 'b' : 'a';
    const auto text = [&](std::uint32_t i) { return std::string_view(terms[i]); };
    std::vector<bool> whole(terms.size()), start(terms.size());
    std::vector<std::uint64_t> heads;
    for (const auto& term : terms) heads.push_back(head_of(term));
    near(Terms{text, round % 2 == 0 ? std::span<const std::uint64_t>(heads) : std::span<const std::uint64_t>()},
         {0, 40}, word, [&](TermRange range, bool is_whole) {
           for (auto i = range.first; i < range.last; ++i) (is_whole ? whole : start)[i] = true;
         });
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const auto distance = text::edit_distance(terms[i], word, 2);
      if (distance == 1) EXPECT_TRUE(whole[i]) << terms[i] << " " << word;
      if (whole[i]) EXPECT_LE(distance, 1U) << terms[i] << " " << word;
      bool begins_near = false;
      for (std::size_t length = 0; length < terms[i].size(); ++length) {
        begins_near = begins_near || text::edit_distance(terms[i].substr(0, length), word, 2) <= 1;
      }
      if (start[i]) EXPECT_TRUE(begins_near) << terms[i] << " " << word;
    }
  }
}

}  // namespace
}  // namespace catalyse::territories
