#include "search/search.hpp"

#include <gtest/gtest.h>

#include "corpus_for_test.hpp"

namespace catalyse::search {
namespace {

using testing::ask;
using testing::engine_of;
using testing::Folder;
using testing::ids;
using testing::Sheet;
using testing::source_of;
using Ids = std::vector<std::string>;

Sheet sheet(std::string id, std::string title, std::string body = {}, std::string summary = {}) {
  Sheet made;
  made.id = std::move(id);
  made.title = std::move(title);
  made.body = std::move(body);
  made.summary = std::move(summary);
  return made;
}

std::string shown(const Marked& pieces) {
  std::string all;
  for (const auto& piece : pieces) all += piece.marked ? "[" + piece.text + "]" : piece.text;
  return all;
}

// A few documents, searched by everyone below.
struct Small {
  Folder folder;
  std::vector<Sheet> sheets{
      sheet("ecole", "Rénovation énergétique de l’école Jules-Ferry", "Isolation des murs et changement de chaudière."),
      sheet("mairie", "Rénovation de la mairie", "Accessibilité de l'hôtel de ville aux personnes à mobilité réduite."),
      sheet("oeuvre", "Œuvre d'art au cœur du village", "Une sculpture sur la place."),
      sheet("ess", "Soutien à l’économie sociale et solidaire", "Coopératives et associations."),
      sheet("acronyme", "Pôle ESS du territoire", "Un lieu pour les structures."),
      sheet("rsa", "Revenu de solidarité active", "Le R.S.A. est versé par la CAF."),
      sheet("msa", "Mutualité sociale agricole", "La MSA protège les agriculteurs. MSA, MSA et MSA."),
      sheet("aide", "Aides aux communes rurales", "Subvention pour la voirie communale.")};
  Engine engine = engine_of(folder, {source_of("projets", sheets)});
};

TEST(Search, FindsWhateverTheAccentsElisionsHyphensAndPlurals) {
  const Small small;
  for (const auto* words :
       {"rénovations énergétiques de l'école", "renovation energetique ecole", "RENOVATION ENERGETIQUE D’ECOLES"})
    EXPECT_EQ(ids(ask(small.engine, words)).at(0), "ecole") << words;
  EXPECT_EQ(ids(ask(small.engine, "oeuvre coeur")), Ids{"oeuvre"});
  EXPECT_EQ(ids(ask(small.engine, "jules ferry")), Ids{"ecole"});
  EXPECT_EQ(ids(ask(small.engine, "rsa")), Ids{"rsa"}) << "letters with dots are a word";
}

TEST(Search, PutsTheDocumentThatTheWordsNameBeforeThoseAboutIt) {
  Folder folder;
  auto about =
      sheet("about", "Rénovation du marché de Rouen", "Rouen refait son marché, à Rouen.", "À Rouen, le marché.");
  about.category = "Rouen";
  about.keywords = "Ville de Rouen";
  const std::vector<Sheet> places{sheet("le-havre", "Le Havre"), sheet("rouen", "Rouen"),
                                  sheet("petit", "Petit Rouen")};
  std::vector<Sheet> projects{about};
  for (int i = 0; i < 40; ++i) projects.push_back(sheet("p" + std::to_string(i), "Réfection d'une toiture"));
  const auto engine = engine_of(folder, {source_of("projets", projects), source_of("territoires", places)});
  EXPECT_EQ(ids(ask(engine, "rouen")).at(0), "rouen");
  EXPECT_EQ(ids(ask(engine, "à ROUEN")).at(0), "rouen") << "empty words are no part of a name";
  EXPECT_EQ(ids(ask(engine, "havre")).at(0), "le-havre");
  EXPECT_EQ(ids(ask(engine, "rouen marché")).at(0), "about");
  EXPECT_EQ(ids(ask(engine, "roue*")).at(0), "about") << "a word that is only begun names nothing yet";
}

TEST(Search, WantsAllOfTwoWordsAndSaysWhenNoDocumentHasThemAll) {
  const Small small;
  EXPECT_EQ(ids(ask(small.engine, "rénovation mairie")), Ids{"mairie"});
  const auto partial = ask(small.engine, "sculpture voirie");
  EXPECT_EQ(partial.total, 2U);
  EXPECT_TRUE(partial.understood.some_words_only);
}

TEST(Search, TakesPhrasesAndExclusions) {
  const Small small;
  EXPECT_EQ(ids(ask(small.engine, "\"hôtel de ville\"")), Ids{"mairie"});
  EXPECT_EQ(ids(ask(small.engine, "« hôtel de ville »")), Ids{"mairie"});
  EXPECT_TRUE(ids(ask(small.engine, "\"ville de hôtel\"")).empty());
  EXPECT_TRUE(ids(ask(small.engine, "\"Ferry isolation\"")).empty()) << "a phrase stays inside a title or a body";
  EXPECT_EQ(ids(ask(small.engine, "rénovation -mairie")), Ids{"ecole"});
  EXPECT_EQ(ids(ask(small.engine, "rénovation -\"hôtel de ville\"")), Ids{"ecole"});
  EXPECT_EQ(ids(ask(small.engine, "Jules-Ferry")), Ids{"ecole"}) << "a hyphen inside a word excludes nothing";
}

TEST(Search, FindsWhileOneTypes) {
  const Small small;
  for (const auto* words : {"rén*", "rénov*", "rénovatio*", "rénovation*"})
    EXPECT_EQ(ask(small.engine, words).total, 2U) << words;
  EXPECT_EQ(ids(ask(small.engine, "rénovation éco*")), Ids{"ecole"});
  EXPECT_EQ(ask(small.engine, "a* b* c*").understood.prefixes_left_out, (Ids{"a*", "b*", "c*"}));
}

TEST(Search, RepairsOnlyWordsThatNoDocumentHas) {
  const Small small;
  EXPECT_EQ(ids(ask(small.engine, "rsa")), Ids{"rsa"}) << "« rsa » is a word, even beside a frequent « msa »";
  const auto repaired = ask(small.engine, "subvantion");
  ASSERT_EQ(repaired.understood.corrections.size(), 1U);
  EXPECT_EQ(repaired.understood.corrections[0].used, "subvention");
  EXPECT_EQ(repaired.understood.suggestion, "subvention");
  EXPECT_EQ(ids(repaired), Ids{"aide"});
  Question only_offer;
  only_offer.words = "La subvantion, vite";
  only_offer.repair = Question::Repair::offer;
  const auto offered = ask(small.engine, only_offer);
  EXPECT_TRUE(offered.understood.corrections.empty());
  EXPECT_EQ(offered.understood.suggestion, "La subvention, vite");
  EXPECT_EQ(ask(small.engine, "zzzzqqqq").understood.absent, Ids{"zzzzqqqq"});
}

TEST(Search, KnowsTheSynonymsOfTheField) {
  const Small small;
  const auto by_acronym = ids(ask(small.engine, "ESS")),
             by_words = ids(ask(small.engine, "économie sociale et solidaire"));
  EXPECT_EQ(by_acronym, (Ids{"acronyme", "ess"}));
  EXPECT_EQ(by_words, (Ids{"ess", "acronyme"}));
}

TEST(Search, MarksTheOriginalText) {
  const Small small;
  const auto hit = ask(small.engine, "renovations ecole chaudieres").hits.at(0);
  EXPECT_EQ(shown(hit.title), "[Rénovation] énergétique de l’[école] Jules-Ferry");
  EXPECT_EQ(shown(hit.snippet), "Isolation des murs et changement de [chaudière].");
  EXPECT_EQ(shown(ask(small.engine, "chaud*").hits.at(0).snippet), "Isolation des murs et changement de [chaudière].");
}

TEST(Search, CutsALongTextBetweenWordsAroundTheMarks) {
  Folder folder;
  std::string body;
  for (int i = 0; i < 300; ++i) body += "détail numéro " + std::to_string(i) + " ; ";
  const std::vector<Sheet> sheets{sheet("long", "Titre", body + "la mutualisation enfin. " + body)};
  const auto engine = engine_of(folder, {source_of("projets", sheets)});
  const auto text = shown(ask(engine, "mutualisation").hits.at(0).snippet);
  EXPECT_NE(text.find("la [mutualisation] enfin."), std::string::npos) << text;
  EXPECT_TRUE(text.starts_with("… ") && text.ends_with(" …")) << text;
  EXPECT_LT(text.size(), 320U);
}

TEST(Search, KeepsTheLanguageOfTheReader) {
  Folder folder;
  std::vector<Sheet> sheets{sheet("fr", "méthode observatoire"), sheet("en", "méthode observatory"),
                            sheet("any", "méthode")};
  sheets[0].tongue = Tongue::fr;
  sheets[1].tongue = Tongue::en;
  const auto engine = engine_of(folder, {source_of("pages", sheets)});
  Question question;
  question.words = "méthode";
  EXPECT_EQ(ids(ask(engine, question)).size(), 2U);
  question.language = core::Language::en;
  const auto english = ids(ask(engine, question));
  EXPECT_EQ(std::set<std::string>(english.begin(), english.end()), (std::set<std::string>{"en", "any"}));
}

TEST(Search, AnswersAnythingInBoundedTime) {
  const Small small;
  for (const auto& words : {std::string(), std::string("   "), std::string("\"\""), std::string("\"non fermé"),
                            std::string("- * \" -"), std::string("AND OR NOT ()"), std::string("le la les de"),
                            std::string("\xff\xfe\xc3"), std::string("東京 مدينة город"), std::string(10'000, 'a'),
                            std::string(200'000, '*'), std::string(20'000, '"'), std::string("a* b* c* d* e*")}) {
    const auto answer = ask(small.engine, words);
    EXPECT_LE(answer.hits.size(), 20U);
  }
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "mot" + std::to_string(i) + " ";
  EXPECT_TRUE(ask(small.engine, many).understood.words_left_out);
  EXPECT_TRUE(ask(small.engine, "« » - ?").understood.nothing_to_search);
  EXPECT_EQ(ask(small.engine, "« » - ?").total, 0U);
  EXPECT_EQ(ask(small.engine, "").total, small.sheets.size()) << "nothing asked: everything, to be filtered";
  EXPECT_GT(ask(small.engine, "de la").total, 0U) << "only empty words: they are what is looked for";
}

TEST(Search, SearchesSeveralSourcesAsOne) {
  Folder folder;
  const std::vector<Sheet> one{sheet("a", "école rurale")}, two{sheet("a", "école primaire"), sheet("b", "voirie")};
  const auto engine = engine_of(folder, {source_of("un", one), source_of("deux", two)});
  const auto answer = ask(engine, "écoles");
  ASSERT_EQ(answer.total, 2U);
  EXPECT_DOUBLE_EQ(answer.hits[0].score, answer.hits[1].score) << "the same words weigh the same wherever they are";
  EXPECT_EQ(answer.hits[0].source, "un");
}

}  // namespace
}  // namespace catalyse::search
