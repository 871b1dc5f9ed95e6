#include <gtest/gtest.h>

#include "territories.hpp"

namespace catalyse::territories {
namespace {

using core::Level;

Place named(Level level, std::string_view name, int liaison, std::string_view code = "") {
  Place place;
  place.level = level;
  place.name = name;
  place.liaison = liaison;
  place.code = code;
  return place;
}

TEST(NameOfAPlace, OfACommuneContractsItsArticle) {
  EXPECT_EQ(of_name(named(Level::commune, "Rouen", 0)), "de Rouen");
  EXPECT_EQ(of_name(named(Level::commune, "Amiens", 1)), "d’Amiens");
  EXPECT_EQ(of_name(named(Level::commune, "Le Havre", 2)), "du Havre");
  EXPECT_EQ(of_name(named(Level::commune, "La Rochelle", 3)), "de La Rochelle");
  EXPECT_EQ(of_name(named(Level::commune, "Les Ulis", 4)), "des Ulis");
  EXPECT_EQ(of_name(named(Level::commune, "L'Haÿ-les-Roses", 5)), "de L'Haÿ-les-Roses");
  EXPECT_EQ(of_name(named(Level::commune, "Aux Marais", 6)), "d’Aux Marais");
  EXPECT_EQ(of_name(named(Level::commune, "Los Masos", 8)), "de Los Masos");
}

TEST(NameOfAPlace, TrustsInseeOnTheAspiratedH) {
  EXPECT_EQ(of_name(named(Level::commune, "Haguenau", 0)), "de Haguenau");
  EXPECT_EQ(of_name(named(Level::commune, "Honfleur", 0)), "de Honfleur");
  EXPECT_EQ(of_name(named(Level::commune, "Hyères", 1)), "d’Hyères");
}

TEST(NameOfAPlace, OfADepartementOrARegionTakesTheArticleOfItsKind) {
  EXPECT_EQ(of_name(named(Level::departement, "Lot", 2)), "du Lot");
  EXPECT_EQ(of_name(named(Level::departement, "Lozère", 3)), "de la Lozère");
  EXPECT_EQ(of_name(named(Level::departement, "Landes", 4)), "des Landes");
  EXPECT_EQ(of_name(named(Level::departement, "Ain", 5)), "de l’Ain");
  EXPECT_EQ(of_name(named(Level::departement, "La Réunion", 0)), "de La Réunion");
  EXPECT_EQ(of_name(named(Level::departement, "Ille-et-Vilaine", 1)), "d’Ille-et-Vilaine");
  EXPECT_EQ(of_name(named(Level::region, "Hauts-de-France", 4)), "des Hauts-de-France");
  EXPECT_EQ(of_name(named(Level::region, "Normandie", 0)), "de Normandie");
}

TEST(NameOfAPlace, HasAnArticleInsideASentence) {
  EXPECT_EQ(with_article(named(Level::commune, "Le Havre", 2)), "Le Havre");
  EXPECT_EQ(with_article(named(Level::departement, "Lozère", 3)), "la Lozère");
  EXPECT_EQ(with_article(named(Level::departement, "Ain", 5)), "l’Ain");
  EXPECT_EQ(with_article(named(Level::departement, "La Réunion", 0, "974")), "La Réunion");
  EXPECT_EQ(with_article(named(Level::departement, "Ille-et-Vilaine", 1, "35")), "l’Ille-et-Vilaine");
  EXPECT_EQ(with_article(named(Level::region, "Normandie", 0, "28")), "la Normandie");
  EXPECT_EQ(with_article(named(Level::region, "Mayotte", 0, "06")), "Mayotte");
}

TEST(NameOfAPlace, OfAnEpciOrAnArrondissementReadsAsFrench) {
  EXPECT_EQ(of_name(named(Level::epci, "CC Coeur de Lozère", 0)), "de la CC Coeur de Lozère");
  EXPECT_EQ(with_article(named(Level::epci, "Métropole du Grand Paris", 0)), "la Métropole du Grand Paris");
  EXPECT_EQ(of_name(named(Level::epci, "Orléans Métropole", 0)), "d’Orléans Métropole");
  EXPECT_EQ(with_article(named(Level::epci, "Bordeaux Métropole", 0)), "Bordeaux Métropole");
  EXPECT_EQ(of_name(named(Level::arrondissement, "Paris 12e Arrondissement", 0)), "du 12e arrondissement de Paris");
  EXPECT_EQ(with_article(named(Level::arrondissement, "Marseille 1er Arrondissement", 0)),
            "le 1er arrondissement de Marseille");
}

TEST(Address, IsTheCodeThenTheDecoration) {
  auto rouen = named(Level::commune, "Rouen", 0, "76540");
  rouen.slug = "rouen";
  EXPECT_EQ(address(rouen), "/territoires/commune/76540-rouen");
  EXPECT_EQ(address(named(Level::arrondissement, "", 0, "75112")), "/territoires/commune/75112");
  EXPECT_EQ(address(named(Level::epci, "", 0, "200023414")), "/territoires/epci/200023414");
  EXPECT_EQ(address(named(Level::departement, "", 0, "76")), "/territoires/departement/76");
  EXPECT_EQ(address(named(Level::region, "", 0, "28")), "/territoires/region/28");
}

}  // namespace
}  // namespace catalyse::territories
