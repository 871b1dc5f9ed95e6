#include "text/french.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace catalyse::text {
namespace {

std::string folded(std::string_view text) {
  std::string all;
  each_word(text, [&](const TextWord& word) { (all += all.empty() ? "" : " ") += word.folded; });
  return all;
}

std::vector<std::string> written(std::string_view text) {
  std::vector<std::string> all;
  each_word(text, [&](const TextWord& word) { all.emplace_back(text.substr(word.first, word.last - word.first)); });
  return all;
}

TEST(EachWord, LeavesElidedWordsOutWhateverTheApostrophe) {
  EXPECT_EQ(folded("L'école d’été, jusqu'à aujourd'hui"), "ecole ete a aujourdhui");
  EXPECT_EQ(folded("qu‛elle Lorsqu'il QUOIQU’on"), "elle il on");
  EXPECT_EQ(folded("conseil de prud'hommes, entr’aide"), "conseil de prudhommes entraide");
  EXPECT_EQ(folded("Grand'Rue, PAT’MOUILLE, O'Connor"), "grand rue pat mouille o connor");
  EXPECT_EQ(folded("'l' 'eau'"), "l eau") << "a quotation mark is no elision";
  EXPECT_EQ(folded("l''eau d'"), "l eau d");
}

TEST(EachWord, SplitsHyphensAndFoldsLigatures) {
  EXPECT_EQ(folded("Tiers-lieu : cœur d'œuvre"), "tiers lieu coeur oeuvre");
  EXPECT_EQ(folded("ré\u00ADno\u00ADva\u00ADtion"), "renovation") << "soft hyphens do not cut";
  EXPECT_EQ(folded("e\u0301cole ﬁnancée"), "ecole financee");
  EXPECT_EQ(folded("Δήμος 12,5 % x²"), "δημοσ 12 5 x2");
}

TEST(EachWord, TakesLettersWithDotsForOneWord) {
  EXPECT_EQ(folded("le R.S.A. et l'E.P.C.I."), "le rsa et epci");
  EXPECT_EQ(folded("fin.Début a.b"), "fin debut ab");
  EXPECT_EQ(folded("M. Dupont"), "m dupont");
}

TEST(EachWord, SaysWhereAWordStands) {
  EXPECT_EQ(written("L’École d'Évreux, rénovée."), (std::vector<std::string>{"École", "Évreux", "rénovée"}));
  EXPECT_EQ(written("R.S.A. œuvre"), (std::vector<std::string>{"R.S.A", "œuvre"}));
}

TEST(EachWord, CutsAWordThatHasNoEnd) {
  EXPECT_EQ(folded(std::string(5000, 'a')), std::string(kLongestWord, 'a'));
  std::string accents;
  for (int i = 0; i < 500; ++i) accents += "é";
  EXPECT_EQ(folded(accents).size(), kLongestWord);
}

TEST(EachWord, AcceptsAnyBytes) {
  EXPECT_EQ(folded("a\xff"
                   "b\xc3"),
            "a b");
  std::mt19937 random(22);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes(random() % 60, ' ');
    for (auto& byte : bytes) byte = random() % 3 == 0 ? "'.-lqu"[random() % 6] : static_cast<char>(random() % 256);
    std::size_t before = 0;
    each_word(bytes, [&](const TextWord& word) {
      EXPECT_LE(before, word.first);
      EXPECT_LT(word.first, word.last);
      EXPECT_LE(word.last, bytes.size());
      EXPECT_TRUE(is_valid_utf8(word.folded));
      EXPECT_FALSE(word.folded.empty());
      before = word.last;
    });
  }
}

TEST(EachWord, AgreesWithFoldWhereThereIsNeitherApostropheNorDot) {
  for (const auto* text : {"Saint-Étienne-du-Rouvray", "ﬁn Straße Ⅳ", "Łódź Ørsted Đà", "東京 都", "Lætitia Œuilly"})
    EXPECT_EQ(folded(text), fold(text));
}

TEST(StemFrench, JoinsTheFormsOfAWord) {
  EXPECT_EQ(stem_french("renovations"), stem_french("renovation"));
  EXPECT_EQ(stem_french("communales"), stem_french("communal"));
  EXPECT_EQ(stem_french("aides"), stem_french("aide"));
  EXPECT_NE(stem_french("aide"), stem_french("air"));
  EXPECT_EQ(stem_french("covid19"), "covid19");
  EXPECT_EQ(stem_french("δημοσ"), "δημοσ");
  EXPECT_EQ(stem_french(""), "");
}

TEST(IsEmptyWord, KnowsTheWordsOfAQuestion) {
  for (const auto* word : {"comment", "quel", "combien", "pourquoi", "peut", "doit", "faut", "faire", "cas", "le"})
    EXPECT_TRUE(is_empty_word(word, core::Language::fr)) << word;
  for (const auto* word : {"commune", "droit", "aide", "rsa", "the", ""})
    EXPECT_FALSE(is_empty_word(word, core::Language::fr)) << word;
  EXPECT_TRUE(is_empty_word("the", core::Language::en));
  EXPECT_TRUE(is_empty_word("les", core::Language::en)) << "an English reader types French too";
}

}  // namespace
}  // namespace catalyse::text
