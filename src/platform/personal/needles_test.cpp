#include <gtest/gtest.h>

#include "needles_rules.hpp"

namespace catalyse::personal {
namespace {

TEST(Needles, AnEmailIsOneWhateverItsCaseAndWhateverSurroundsIt) {
  const auto needle = email_needle("Anne.Martin@exemple.fr");
  for (const auto* text : {"anne.martin@exemple.fr", "Écrire à ANNE.MARTIN@Exemple.FR.", "<anne.martin@exemple.fr>",
                           R"({"texte":["a\nanne.martin@exemple.fr"]})", "mailto:anne.martin@exemple.fr?x"})
    EXPECT_TRUE(stands_in(needle, text)) << text;
  for (const auto* text : {"joanne.martin@exemple.fr", "anne.martin@exemple.fr.example.org", "x-anne.martin@exemple.fr",
                           "anne.martin@exemple.frx", "anne martin"})
    EXPECT_FALSE(stands_in(needle, text)) << text;
  EXPECT_EQ(cleaned(needle, "à anne.martin@exemple.fr, et ANNE.MARTIN@EXEMPLE.FR"), "à […], et […]");
}

TEST(Needles, ANameIsWholeWordsWithoutCaseOrAccents) {
  const auto needle = name_needle("Hélène d’Œuvre");
  for (const auto* text : {"Hélène d’Œuvre", "HELENE D'OEUVRE", "par Helene d'Oeuvre, maire"})
    EXPECT_TRUE(stands_in(needle, text)) << text;
  const auto plain = name_needle("Anne Martin");
  EXPECT_TRUE(stands_in(plain, "MARTIN Anne"));
  EXPECT_TRUE(stands_in(plain, R"({"a":["x\nAnne Martin"]})"));
  EXPECT_FALSE(stands_in(plain, "Jeanne Martin"));
  EXPECT_FALSE(stands_in(plain, "Anne Martineau"));
  EXPECT_FALSE(stands_in(plain, "Anne-Sophie Martin"));
  EXPECT_EQ(cleaned(plain, "Vu par Anne  MARTIN."), "Vu par […].");
  EXPECT_EQ(cleaned(name_needle("Rémi Été"), "« Rémi Été »"), "« […] »");
}

TEST(Needles, APhoneNumberIsOneHoweverItIsWritten) {
  const auto needle = phone_needle("06 12 34 56 78");
  for (const auto* text : {"0612345678", "06.12.34.56.78", "+33 6 12 34 56 78", "+33 (0)6 12 34 56 78", "0033612345678",
                           "tél. : 06-12-34-56-78.", "06 12 34 56 78"})
    EXPECT_TRUE(stands_in(needle, text)) << text;
  for (const auto* text : {"06123456789", "106 12 34 56 7", "0612345679", "61234567"})
    EXPECT_FALSE(stands_in(needle, text)) << text;
  EXPECT_EQ(cleaned(needle, "tél. +33 6 12 34 56 78 le soir"), "tél. […] le soir");
}

TEST(Needles, WhatIsTooShortIsNotLookedFor) {
  EXPECT_FALSE(stands_in(name_needle("Al"), "al"));
  EXPECT_EQ(cleaned(email_needle(""), "abc"), "abc");
  EXPECT_FALSE(stands_in(phone_needle("12"), "12"));
}

TEST(Needles, AreFoundInBytes) {
  EXPECT_EQ(count_in_bytes(name_needle("Anne Martin"),
                           "\x01\x02"
                           "anne martinfractive"),
            1U);
  EXPECT_EQ(count_in_bytes(email_needle("a@b.fr"), "xa@b.frx a@b.fr"), 2U);
  EXPECT_EQ(count_in_bytes(phone_needle("0612345678"), "0612345678 06 12 34 56 78 106123456780"), 2U);
  EXPECT_EQ(count_in_bytes(name_needle("Anne"), "jeanne anne annecy"), 1U);
  EXPECT_EQ(count_in_bytes(name_needle("Zélie Cœur"), "zélie cœur, zÉlie cŒur, zelie coeur"), 3U);
}

TEST(Needles, AreNotFoundWithinTheWordsOfOthers) {
  const auto anne = name_needle("Anne Martin");
  const std::vector<std::string> jeanne{"jeanne martin"};
  EXPECT_EQ(longer_words(anne, "ou à Jeanne Martin."), jeanne);
  EXPECT_TRUE(longer_words(anne, "ou à Anne Martin.").empty());
  EXPECT_EQ(count_in_bytes(anne, "k7jeanne martinx", jeanne), 0U);
  EXPECT_EQ(count_in_bytes(anne, "k7manne martinx", jeanne), 1U) << "columns side by side";
  EXPECT_EQ(count_in_bytes(anne, "jeanne martin anne martin", jeanne), 1U);
  const auto email = email_needle("anne@exemple.fr");
  const std::vector<std::string> another{"marie-anne@exemple.fr"};
  EXPECT_EQ(longer_words(email, "<Marie-Anne@exemple.fr>"), another);
  EXPECT_EQ(count_in_bytes(email, "x marie-anne@exemple.fr", another), 0U);
}

// What the database is asked must never leave out what the rule would find.
TEST(Needles, ThePatternFindsMore) {
  const auto like = [](std::string_view pattern, std::string_view text) {
    const auto match = [](auto&& self, std::string_view p, std::string_view t) -> bool {
      if (p.empty()) return t.empty();
      if (p[0] == '%') return self(self, p.substr(1), t) || (!t.empty() && self(self, p, t.substr(1)));
      if (t.empty()) return false;
      if (p[0] == '_') {
        std::size_t n = 1;
        while (n < t.size() && (static_cast<unsigned char>(t[n]) & 0xC0U) == 0x80U) ++n;
        return self(self, p.substr(1), t.substr(n));
      }
      if (p[0] == '!') p.remove_prefix(1);
      return p[0] == t[0] && self(self, p.substr(1), t.substr(1));
    };
    return match(match, pattern, text);
  };
  EXPECT_TRUE(like(name_needle("Hélène Œuvre").pattern, "par hélène œuvre, maire"));
  EXPECT_TRUE(like(name_needle("Helene Oeuvre").pattern, "hélène œuvre"));
  EXPECT_TRUE(like(name_needle("François Nuñez").pattern, "francois nunez"));
  EXPECT_TRUE(like(email_needle("a_b@c.fr").pattern, "<a_b@c.fr>"));
  EXPECT_FALSE(like(email_needle("a_b@c.fr").pattern, "axb@c.fr"));
  EXPECT_TRUE(like(phone_needle("+33612345678").pattern, "06 12 34 56 78"));
}

}  // namespace
}  // namespace catalyse::personal
