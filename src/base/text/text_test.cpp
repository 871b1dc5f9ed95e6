#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "text/distance.hpp"
#include "text/fold.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "text/query.hpp"
#include "text/utf8.hpp"

namespace catalyse::text {
namespace {

using std::chrono::August;
using std::chrono::July;

TEST(Fold, GivesTheSameWordsForEverySpellingAReaderUses) {
  EXPECT_EQ(fold("L'Haÿ-les-Roses"), "l hay les roses");
  EXPECT_EQ(fold("  L’HAY   LES\tROSES "), "l hay les roses");
  EXPECT_EQ(fold("Œuilly"), "oeuilly");
  EXPECT_EQ(fold("Lætitia"), "laetitia");
  EXPECT_EQ(fold("Saint-Étienne"), fold("saint etienne"));
  EXPECT_EQ(fold("E\u0301tienne"), "etienne") << "a separate accent counts as the composed letter";
  EXPECT_EQ(fold("ﬁn Straße Ⅳ ①"), "fin strasse iv 1");
  EXPECT_EQ(fold("Łódź Ørsted"), "lodz orsted");
  EXPECT_EQ(fold("Ville\u00ADneuve"), "villeneuve") << "a soft hyphen is not a letter";
  EXPECT_EQ(fold("Paris (75)"), "paris 75");
  EXPECT_EQ(fold("---"), "");
  EXPECT_EQ(fold("Δήμος Αθηναίων"), "δημοσ αθηναιων");
}

TEST(Fold, AcceptsAnyBytesAndIsStable) {
  std::mt19937 random(2020);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes(random() % 40, ' ');
    for (auto& byte : bytes) byte = static_cast<char>(random() % 256);
    const auto once = fold(bytes);
    EXPECT_TRUE(is_valid_utf8(once));
    EXPECT_EQ(fold(once), once);
    EXPECT_EQ(once.find("  "), std::string::npos);
  }
  EXPECT_EQ(fold("a\xFF\xC3z"), "a z");
}

TEST(Slug, IsTheDecorationOfAnAddress) {
  EXPECT_EQ(slug("Saint-Étienne-du-Rouvray"), "saint-etienne-du-rouvray");
  EXPECT_EQ(slug("L'Œuf & la poule !"), "l-oeuf-la-poule");
  EXPECT_EQ(slug("Y"), "y");
  EXPECT_EQ(slug("Αθήνα"), "");
  EXPECT_EQ(slug("Αθήνα Paris"), "paris");
}

TEST(Words, AreViewsWithoutSpaces) {
  EXPECT_EQ(words("a  bc d"), (std::vector<std::string_view>{"a", "bc", "d"}));
  EXPECT_TRUE(words("").empty());
}

TEST(Utf8, RefusesWhatTheStandardRefuses) {
  EXPECT_TRUE(is_valid_utf8("L'Haÿ \U0001F600"));
  for (const std::string_view bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80", "\xFF"})
    EXPECT_FALSE(is_valid_utf8(bad));
}

TEST(Utf8, IsNeverCutInsideACharacter) {
  EXPECT_EQ(cut_utf8("été", 1), "");
  EXPECT_EQ(cut_utf8("été", 2), "é");
  EXPECT_EQ(cut_utf8("été", 3), "ét");
  EXPECT_EQ(cut_utf8("été", 99), "été");
  EXPECT_EQ(cut_utf8("\U0001F600", 3), "");
}

TEST(Numbers, AreWrittenAsEachLanguageWritesThem) {
  EXPECT_EQ(number(1234567.8, 1, Language::fr), "1\u202F234\u202F567,8");
  EXPECT_EQ(number(1234567.8, 1, Language::en), "1,234,567.8");
  EXPECT_EQ(number(std::int64_t{999}, Language::fr), "999");
  EXPECT_EQ(number(std::int64_t{1000}, Language::fr), "1\u202F000");
  EXPECT_EQ(number(std::numeric_limits<std::int64_t>::min(), Language::en), "\u22129,223,372,036,854,775,808");
  EXPECT_EQ(percent(12.5, 1, Language::fr), "12,5\u202F%");
  EXPECT_EQ(percent(12.5, 1, Language::en), "12.5%");
  EXPECT_EQ(euros(23080, 0, Language::fr), "23\u202F080\u202F€");
  EXPECT_EQ(euros(-23080, 0, Language::en), "\u2212€23,080");
  EXPECT_EQ(year(2020), "2020");
}

TEST(Numbers, AreRoundedHalfAwayFromZeroAsTheirSourceWroteThem) {
  EXPECT_EQ(number(0.5, 0, Language::fr), "1");
  EXPECT_EQ(number(-2.5, 0, Language::fr), "\u22123");
  EXPECT_EQ(number(2.675, 2, Language::en), "2.68") << "the double is below 2.675, the source is not";
  EXPECT_EQ(number(1.005, 2, Language::en), "1.01");
  EXPECT_EQ(number(9.995, 2, Language::en), "10.00");
  EXPECT_EQ(number(999.95, 1, Language::fr), "1\u202F000,0");
  EXPECT_EQ(number(1e22, 0, Language::en), "10,000,000,000,000,000,000,000");
  EXPECT_EQ(number(5e-324, 3, Language::en), "0.000");
}

// What the decimal says is rounded, not the binary number nearest to it: half up on its digits, ties included.
TEST(Numbers, AreRoundedOnTheDigitsOfTheDecimal) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20000; ++i) {
    const auto written = static_cast<std::int64_t>(random() % (i % 2 == 0 ? 100'000 : 1'000'000'000'000));
    const std::size_t has = random() % 6, wanted = random() % 6;
    std::int64_t power = 1, cut = 1, unit = 1;
    for (std::size_t d = 0; d < has; ++d) power *= 10;
    for (std::size_t d = wanted; d < has; ++d) cut *= 10;
    for (std::size_t d = 0; d < wanted; ++d) unit *= 10;
    const std::int64_t units = wanted <= has ? (written + cut / 2) / cut : written * (unit / power);
    auto fraction = std::to_string(units % unit);
    fraction.insert(0, wanted - std::min(fraction.size(), wanted), '0');
    const auto expected = number(units / unit, Language::en) + (wanted == 0 ? "" : "." + fraction);
    EXPECT_EQ(number(static_cast<double>(written) / static_cast<double>(power), static_cast<int>(wanted), Language::en),
              expected)
        << written << " / " << power;
  }
}

TEST(Numbers, AreRoundedByTheSideOfTheHalfTheyAreOn) {
  EXPECT_EQ(number(std::nextafter(0.125, 1), 2, Language::en), "0.13");
  EXPECT_EQ(number(0.125, 2, Language::en), "0.13");
  EXPECT_EQ(number(std::nextafter(0.125, 0), 2, Language::en), "0.12");
  EXPECT_EQ(number(999'999'999.5, 0, Language::en), "1,000,000,000");
  EXPECT_EQ(number(1e300, 0, Language::en).size(), 301U + 100U);
}

TEST(Numbers, NeverShowAMinusZero) {
  EXPECT_EQ(number(-0.04, 1, Language::fr), "0,0");
  EXPECT_EQ(number(-0.0, 0, Language::fr), "0");
  EXPECT_EQ(signed_number(-0.04, 1, Language::fr), "0,0");
  EXPECT_EQ(signed_number(0.05, 1, Language::fr), "+0,1");
  EXPECT_EQ(signed_number(-1.5, 1, Language::fr), "\u22121,5");
  EXPECT_EQ(signed_percent(3, 1, Language::fr), "+3,0\u202F%");
}

TEST(Numbers, OfMissingValuesAreEmpty) {
  EXPECT_EQ(number(std::numeric_limits<double>::quiet_NaN(), 1, Language::fr), "");
  EXPECT_EQ(percent(std::numeric_limits<double>::infinity(), 1, Language::fr), "");
}

TEST(Ordinals, FollowTheirLanguage) {
  EXPECT_EQ(ordinal(1, Language::fr), "1re");
  EXPECT_EQ(ordinal(1, Language::fr, Gender::masculine), "1er");
  EXPECT_EQ(ordinal(353, Language::fr), "353e");
  EXPECT_EQ(ordinal(353, Language::en), "353rd");
  EXPECT_EQ(ordinal(11, Language::en), "11th");
  EXPECT_EQ(ordinal(112, Language::en), "112th");
  EXPECT_EQ(ordinal(21, Language::en), "21st");
  EXPECT_EQ(ordinal(34875, Language::fr), "34\u202F875e");
}

TEST(Dates, AreWrittenInWords) {
  EXPECT_EQ(date(std::chrono::year{2020} / July / 2, Language::fr), "2 juillet 2020");
  EXPECT_EQ(date(std::chrono::year{2020} / July / 2, Language::en), "2 July 2020");
  EXPECT_EQ(date(std::chrono::year{2020} / August / 1, Language::fr), "1er août 2020");
  EXPECT_EQ(iso_date(std::chrono::year{2020} / July / 2), "2020-07-02");
  EXPECT_EQ(date(std::chrono::year{2021} / std::chrono::February / 29, Language::fr), "");
}

TEST(Phrases, ElideBeforeVowelsAndMuteH) {
  EXPECT_EQ(with_de("emploi"), "d’emploi");
  EXPECT_EQ(with_de("Évreux"), "d’Évreux");
  EXPECT_EQ(with_de("habitants"), "d’habitants");
  EXPECT_EQ(with_de("hausse"), "de hausse");
  EXPECT_EQ(with_de("hiérarchie"), "de hiérarchie");
  EXPECT_EQ(with_de("hier"), "d’hier");
  EXPECT_EQ(with_de("onze communes"), "de onze communes");
  EXPECT_EQ(with_de("Yvetot"), "d’Yvetot");
  EXPECT_EQ(with_de("yaourts"), "de yaourts");
  EXPECT_EQ(with_de("œuvre"), "d’œuvre");
  EXPECT_EQ(with_que("Amiens"), "qu’Amiens");
  EXPECT_EQ(with_que("Rouen"), "que Rouen");
  EXPECT_EQ(with_de(""), "de ");
}

TEST(Phrases, JoinLists) {
  const std::vector<std::string> items{"a", "b", "c"};
  EXPECT_EQ(list(items, Language::fr), "a, b et c");
  EXPECT_EQ(list(items, Language::en), "a, b and c");
  EXPECT_EQ(list(std::span(items).first(2), Language::fr), "a et b");
  EXPECT_EQ(list(std::span(items).first(1), Language::fr), "a");
  EXPECT_EQ(list({}, Language::fr), "");
}

// The textbook table, as the oracle.
std::size_t whole_table(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

TEST(EditDistance, AgreesWithTheWholeTableUpToItsLimit) {
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string a(random() % 9, 'a'), b(random() % 9, 'a');
    for (auto& c : a) c = static_cast<char>('a' + random() % 3);
    for (auto& c : b) c = static_cast<char>('a' + random() % 3);
    const std::size_t limit = random() % 5;
    EXPECT_EQ(edit_distance(a, b, limit), std::min(whole_table(a, b), limit + 1)) << a << " " << b << " " << limit;
  }
  EXPECT_EQ(edit_distance("ruoen", "rouen", 1), 1U);
}

TEST(Phrases, OnlyTheFirstLetterIsCapitalisedWithItsAccent) {
  EXPECT_EQ(capitalised("école de Rouen"), "École de Rouen");
  EXPECT_EQ(capitalised("L’Ain"), "L’Ain");
  EXPECT_EQ(capitalised(""), "");
}

TEST(QueryValue, KeepsWhatMayStandInAnAddressAndEncodesTheRest) {
  EXPECT_EQ(query_value("com:76540-a_b.C9"), "com:76540-a_b.C9");
  EXPECT_EQ(query_value("a b&c=d+é/~"), "a%20b%26c%3Dd%2B%C3%A9%2F%7E");
  EXPECT_EQ(query_value(""), "");
}

}  // namespace
}  // namespace catalyse::text
