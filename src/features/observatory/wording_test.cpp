#include "wording.hpp"

#include <gtest/gtest.h>

namespace catalyse::observatory {
namespace {

using core::Language;

Indicator indicator(std::string unit_fr, std::string unit_en) {
  Indicator made;
  made.unit_fr = std::move(unit_fr);
  made.unit_en = std::move(unit_en);
  made.decimals = 1;
  return made;
}

TEST(Wording, CitesAProducerAndAVintageWithoutSayingTheSameTwice) {
  EXPECT_EQ(cited("INSEE, recensement", "RP 2021 (2019-2023)", Language::fr), "INSEE, recensement 2021 (2019-2023)");
  EXPECT_EQ(cited("SDES, RPLS", "RPLS 1er janvier 2024 / RP 2021", Language::fr),
            "SDES, RPLS 1er janvier 2024 / recensement 2021");
  EXPECT_EQ(cited("INSEE, état civil", "2022 / RP 2021", Language::fr), "INSEE, état civil, 2022 / recensement 2021");
  EXPECT_EQ(cited("SDES, RPLS", "RPLS 1er janvier 2024 / RP 2021", Language::en),
            "SDES, RPLS 1 January 2024 / census 2021");
  EXPECT_EQ(cited("DEPP", "rentrée 2022", Language::en), "DEPP, school year from 2022");
  EXPECT_EQ(cited("SSMSI", "2022", Language::fr), "SSMSI, 2022");
}

TEST(Wording, GivesAValueItsSignOfUnit) {
  EXPECT_EQ(value_text(indicator("%", "%"), 12.34, Language::fr), "12,3\u202F%");
  EXPECT_EQ(value_text(indicator("% par an (variation)", "% a year (change)"), 0.64, Language::fr), "+0,6\u202F%");
  EXPECT_EQ(value_text(indicator("€ par m²", "€ per m²"), 2100, Language::en), "€2,100.0");
  EXPECT_EQ(value_text(indicator("pour 100", "per 100"), 12.34, Language::en), "12.3");
}

TEST(Wording, NotesOnlyWhatOfTheUnitIsNotSaidYet) {
  EXPECT_EQ(unit_note(indicator("%", "%"), Language::fr, "Taux d’emploi"), "");
  EXPECT_EQ(unit_note(indicator("% par an (variation)", "% a year (change)"), Language::fr, "Évolution"), "par an");
  EXPECT_EQ(unit_note(indicator("% (variation sur 2 ans)", "% (change over 2 years)"), Language::en, "Change"),
            "change over 2 years");
  const auto rate = indicator("pour 100 habitants de 15-64 ans", "per 100 residents aged 15-64");
  EXPECT_EQ(unit_note(rate, Language::fr, "Demandeurs d’emploi pour 100 habitants de 15 à 64 ans"), "");
  EXPECT_EQ(unit_note(rate, Language::fr, "Demandeurs d’emploi"), "pour 100 habitants de 15-64 ans");
  EXPECT_EQ(unit_note(indicator("mcd par m² (selon le relais)", ""), Language::fr, "Luminosité"),
            "mcd par m² (selon le relais)");
  EXPECT_EQ(unit_note(indicator("ans", "years"), Language::fr, "Espérance de vie"), "ans");
}

}  // namespace
}  // namespace catalyse::observatory
