// The pure rules: numbers of bodies, themes, lines that are one project.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "duplicate_rules.hpp"
#include "identity_rules.hpp"
#include "read_projects.hpp"
#include "text/fold.hpp"
#include "theme_rules.hpp"

namespace catalyse::projects {
namespace {

TEST(Identity, TakesASirenAndTheSirenOfASiret) {
  EXPECT_EQ(read_identity("217605401").siren, "217605401");
  EXPECT_EQ(read_identity(" 217 605 401 ").siren, "217605401");
  EXPECT_EQ(read_identity("21760540100017").siren, "217605401");
  EXPECT_EQ(read_identity("35600000000048").siren, "356000000") << "La Poste, head office";
  EXPECT_EQ(read_identity("35600000009075").siren, "356000000") << "La Poste: its own rule";
  EXPECT_TRUE(read_identity("").siren.empty());
  EXPECT_TRUE(read_identity("").reason.empty()) << "nothing said is no fault";
}

TEST(Identity, RefusesWithAReasonAndNeverGuesses) {
  for (const auto& [given, word] : {std::pair{"22040000000000", "truncated"},
                                    {"21860194600000", "truncated"},
                                    {"217605402", "check digit"},
                                    {"21760540100018", "check digit"},
                                    {"58502329", "neither"},
                                    {"2200012800011", "neither"},
                                    {"32402138500000.0", "spreadsheet"},
                                    {"9,1E+13", "scientific"},
                                    {"4.9e13", "scientific"},
                                    {"W332216459", "something else"},
                                    {"000000000", "zeros"}}) {
    const auto read = read_identity(given);
    EXPECT_TRUE(read.siren.empty()) << given;
    EXPECT_NE(read.reason.find(word), std::string_view::npos) << given << ": " << read.reason;
  }
}

TEST(Identity, OneWrongDigitIsAlwaysSeen) {
  const std::string good = "217605401";
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      auto bad = good;
      bad[i] = digit;
      EXPECT_EQ(luhn(bad), bad == good) << bad;
    }
  }
}

TEST(Amounts, AreCentsOrNothing) {
  EXPECT_EQ(cents("93000"), 9'300'000);
  EXPECT_EQ(cents("25318427.626026"), 2'531'842'763);
  EXPECT_EQ(cents("0"), 0);
  for (const auto* bad : {"", "-1", "12 000", "100000,1", "12a", "1e12", "nan", "inf"}) EXPECT_FALSE(cents(bad)) << bad;
}

std::string theme_of(std::string_view title, std::string_view programme = "detr") {
  return std::string(themes()[classify(text::fold(title), programme).theme].id);
}

TEST(Themes, FollowTheWordsOfTheTitle) {
  EXPECT_EQ(theme_of("Rénovation de l’école primaire"), "education");
  EXPECT_EQ(theme_of("Remplacement de la chaudière"), "transition-energetique");
  EXPECT_EQ(theme_of("Restauration de l'église Saint-Martin"), "patrimoine-culture");
  EXPECT_EQ(theme_of("Travaux de voirie, rue des Lilas"), "mobilite");
  EXPECT_EQ(theme_of("Gestion des eaux pluviales"), "environnement");
  EXPECT_EQ(theme_of("Construction d'une maison de santé"), "sante");
  EXPECT_EQ(theme_of("Aménagement du stade de football"), "sport-loisirs");
  EXPECT_EQ(theme_of("Zzz"), "non-classe");
  EXPECT_EQ(theme_of("Zzz", "fv-69278"), "mobilite") << "the programme alone";
}

TEST(Themes, SayHowSureTheyAre) {
  EXPECT_EQ(classify("renovation de l ecole", "detr").confidence, Confidence::high);
  EXPECT_EQ(classify("ecole mairie", "detr").confidence, Confidence::medium) << "two themes at odds";
  EXPECT_EQ(classify("zzz", "fv-69278").confidence, Confidence::medium);
  EXPECT_EQ(classify("salle", "detr").confidence, Confidence::low);
  EXPECT_EQ(classify("", "detr").confidence, Confidence::none);
}

TEST(Themes, DoNotDependOnTheOrderOfTheWords) {
  std::mt19937 random(7);
  std::vector<std::string> words{"refection", "toiture", "mairie", "ecole", "voirie", "salle", "des", "fetes"};
  const auto joined = [&] {
    std::string all;
    for (const auto& word : words) all += (all.empty() ? "" : " ") + word;
    return all;
  };
  const auto first = classify(joined(), "detr");
  for (int i = 0; i < 200; ++i) {
    std::ranges::shuffle(words, random);
    const auto again = classify(joined(), "detr");
    EXPECT_EQ(again.theme, first.theme);
    EXPECT_EQ(again.confidence, first.confidence);
  }
}

TEST(Themes, TheTablesHoldTogether) {
  for (const auto& one : programme_themes()) {
    EXPECT_TRUE(std::ranges::any_of(themes(), [&](const Theme& theme) { return theme.id == one.theme; }))
        << one.programme;
  }
  for (const auto& theme : themes()) {
    for (const auto word : text::words(theme.words)) {
      auto plain = word;
      if (plain.starts_with('+')) plain.remove_prefix(1);
      EXPECT_EQ(text::fold(plain), plain) << theme.id;
      EXPECT_GE(plain.size(), 3U) << theme.id << ": " << plain;
    }
  }
}

TEST(Duplicates, AreTheSameLineAndTheRestIsTheSameProject) {
  const std::vector<Line> lines{{"217605401", "renovation de la mairie", "detr", 2023, 100},
                                {"217605401", "renovation de la mairie", "detr", 2023, 100},
                                {"217605401", "renovation de la mairie", "dsil", 2023, 100},
                                {"217605401", "renovation de la mairie", "detr", 2024, 100},
                                {"217603514", "renovation de la mairie", "detr", 2023, 100},
                                {"", "renovation de la mairie", "detr", 2023, 100},
                                {"217605401", "mairie", "detr", 2023, 100},
                                {"217605401", "mairie", "detr", 2023, 100}};
  const auto kin = find_kin(lines);
  EXPECT_EQ(kin.duplicate, (std::vector<bool>{false, true, false, false, false, false, false, false}));
  std::vector<std::uint32_t> ring;
  for (auto at = kin.next[0]; at != 0; at = kin.next[at]) ring.push_back(at);
  std::ranges::sort(ring);
  EXPECT_EQ(ring, (std::vector<std::uint32_t>{1, 2, 3}));
  EXPECT_EQ(kin.next[4], 4U) << "another beneficiary";
  EXPECT_EQ(kin.next[5], 5U) << "nobody knows who";
  EXPECT_EQ(kin.next[6], 6U) << "one word tells nothing";
}

}  // namespace
}  // namespace catalyse::projects
