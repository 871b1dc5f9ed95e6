// The pure rules: who may do what where, and the rules of signing in.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "permission_rules.hpp"
#include "sign_in_rules.hpp"
#include "throttle.hpp"

namespace catalyse::accounts {
namespace {

using namespace std::chrono_literals;

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

Table read_table(const std::string& file) {
  std::ifstream in("src/features/accounts/" + file);
  Table table;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    std::vector<std::string> cells;
    std::istringstream words(line);
    for (std::string cell; std::getline(words, cell, '\t');) cells.push_back(cell);
    if (table.columns.empty())
      table.columns = std::move(cells);
    else
      table.rows.push_back(std::move(cells));
  }
  return table;
}

// Every role × action × room × scope × author of the table.
TEST(Permissions, AreThoseOfTheTable) {
  const auto table = read_table("permissions.tsv");
  ASSERT_EQ(table.columns.size(), 2 + kRoleNames.size());
  const std::vector<std::string> places{"com:76540", "epci:200023414", "dep:76", "reg:28"};
  const std::map<std::string, bool> scopes{{"", true},       {"com:76540", true},  {"dep:76", true},
                                           {"reg:28", true}, {"com:14118", false}, {"reg:2", false},
                                           {"x:k1", true},   {"x:k2", false}};
  int walked = 0;
  for (const auto& row : table.rows) {
    ASSERT_EQ(row.size(), table.columns.size()) << row[0] << " " << row[1];
    for (std::size_t i = 2; i < row.size(); ++i) {
      ASSERT_EQ(table.columns[i], kRoleNames[i - 2]);
      for (const auto& [scope, covers] : scopes) {
        for (const auto* author : {"", "me", "other"}) {
          const Held held{table.columns[i], scope};
          const bool own = std::string_view(author) == "me";
          const bool wanted = covers && (row[i] == "y" || (row[i] == "o" && !own));
          const Subject subject{row[1], "x:k1", places, author};
          EXPECT_EQ(permits("me", std::span(&held, 1), row[0], subject), wanted)
              << row[0] << " " << row[1] << " by " << held.role << " in '" << scope << "', of '" << author << "'";
          const bool reached = scope.empty() || (row[1] != "people" && row[1] != "audit");
          EXPECT_EQ(permits_somewhere(std::span(&held, 1), row[0], row[1]), row[i] != "-" && reached);
          ++walked;
        }
      }
    }
  }
  EXPECT_EQ(walked, static_cast<int>(table.rows.size() * kRoleNames.size() * scopes.size() * 3));
}

TEST(Permissions, HaveNoRuleOutsideTheTable) {
  const auto table = read_table("permissions.tsv");
  std::set<std::string> rows;
  for (const auto& row : table.rows) rows.insert(row[0] + " " + row[1]);
  for (const auto& rule : rules()) {
    const std::string room(rule.room == "*" ? "cas" : rule.room);
    EXPECT_TRUE(rows.contains(std::string(rule.action) + " " + room)) << rule.action << " " << room;
  }
  EXPECT_FALSE(permits("me", {}, "contribute", {.room = "cas"}));
  const Held unknown{"root", ""};
  EXPECT_FALSE(permits("me", std::span(&unknown, 1), "manage", {.room = "people"}));
}

TEST(Permissions, AddUpAndAScopeNeverWidens) {
  const std::vector<std::string> here{"com:76540", "dep:76"};
  const std::vector<Held> held{{"contributor", ""}, {"reviewer", "dep:14"}};
  EXPECT_TRUE(permits("me", held, "contribute", {"cas", {}, here, {}}));
  EXPECT_FALSE(permits("me", held, "review", {"cas", {}, here, "other"})) << "a reviewer of another département";
  EXPECT_FALSE(permits("me", held, "review", {"cas", {}, {}, "other"})) << "of no place: only those of everywhere";
}

TEST(Scopes, AreEmptyOrACode) {
  for (const auto* good : {"", "com:76540", "com:2A004", "epci:200023414", "dep:971", "reg:28", "cas:k3f7"})
    EXPECT_TRUE(is_scope(good)) << good;
  for (const auto* bad : {":", "com:", ":1", "com", "com:76 540", "com:<b>", "COM:1", "a:b:c"})
    EXPECT_FALSE(is_scope(bad)) << bad;
}

TEST(Emails, AreCleanedOrRefused) {
  EXPECT_EQ(clean_email("  Anne.Dupont@Mairie-Rouen.FR "), "anne.dupont@mairie-rouen.fr");
  for (const auto* bad : {"", "a", "@b.fr", "a@b", "a@.fr", "a@b.", "a@b..fr", "a@b@c.fr", "a b@c.fr",
                          "a@b.fr\nBcc: x@y.fr", "<a@b.fr>", "-oProxy@b.fr", "é@b.fr", "a@b_c.fr"})
    EXPECT_EQ(clean_email(bad), "") << bad;
  EXPECT_EQ(clean_email(std::string(250, 'a') + "@b.fr"), "");
}

TEST(PasswordRule, RefusesTheShortTheLongAndTheGuessable) {
  EXPECT_EQ(password_fault("quatre chevaux gris", "a@b.fr"), PasswordFault::none);
  EXPECT_EQ(password_fault("éééééàààààù", "a@b.fr"), PasswordFault::shorter) << "eleven characters";
  EXPECT_EQ(password_fault(std::string(201, 'a') + "bcdef", "a@b.fr"), PasswordFault::longer);
  EXPECT_EQ(password_fault("aaaaaaaaaaaa", "a@b.fr"), PasswordFault::guessable);
  EXPECT_EQ(password_fault("anne.dupont1", "anne.dupont@b.fr"), PasswordFault::guessable);
  EXPECT_EQ(password_fault("MotDePasse1!x", "a@b.fr"), PasswordFault::guessable);
}

TEST(Return, LeadsNowhereButHere) {
  EXPECT_EQ(safe_return("/compte/securite?p=2"), "/compte/securite?p=2");
  for (const auto* bad :
       {"", "//attaque.example", "https://attaque.example", "/\\attaque.example", "javascript:alert(1)",
        "/connexion?retour=/connexion", "/en/compte", "/a\r\nSet-Cookie: x=1", "compte", "/ a"})
    EXPECT_EQ(safe_return(bad), "/compte") << bad;
  const std::string longest = "/compte/" + std::string(kReturnMost - 8, 'c');
  EXPECT_EQ(safe_return(longest), longest);
  EXPECT_EQ(safe_return(longest + 'c'), "/compte");
}

TEST(Sessions, EndAfterRestAndInAll) {
  const core::Instant now{1'800'000'000s};
  EXPECT_TRUE(is_live(now - 1h, now - 29min, true, now));
  EXPECT_FALSE(is_live(now - 1h, now - 30min, true, now));
  EXPECT_TRUE(is_live(now - 1h, now - 30min, false, now));
  EXPECT_FALSE(is_live(now - 13h, now - 12h, false, now));
  EXPECT_FALSE(is_live(now - 12h, now, true, now));
  EXPECT_FALSE(is_live(now - 168h, now, false, now));
}

TEST(Throttle, SlowsDownWhoGuessesAndNotTheOwner) {
  Throttle throttle;
  core::Instant now{1'800'000'000s};
  for (int i = 0; i < 4; ++i) throttle.wrong("a@b.fr", "192.0.2.1", now);
  EXPECT_EQ(throttle.wait("a@b.fr", "192.0.2.1", now), 0s);
  throttle.wrong("a@b.fr", "192.0.2.1", now);
  EXPECT_EQ(throttle.wait("a@b.fr", "192.0.2.1", now), 1s);
  for (int i = 0; i < 4; ++i) throttle.wrong("a@b.fr", "192.0.2.1", now);
  EXPECT_EQ(throttle.wait("a@b.fr", "192.0.2.1", now), 16s);
  EXPECT_EQ(throttle.wait("a@b.fr", "198.51.100.7", now), 0s) << "the owner, elsewhere";
  EXPECT_EQ(throttle.wait("c@b.fr", "192.0.2.1", now), 0s) << "nine wrong ones from here";
  throttle.wrong("c@b.fr", "192.0.2.1", now);
  EXPECT_EQ(throttle.wait("d@b.fr", "192.0.2.1", now), 60s) << "many accounts from one network";
  now += 61s;
  EXPECT_EQ(throttle.wait("d@b.fr", "192.0.2.1", now), 0s);
  throttle.right("a@b.fr", "192.0.2.1");
  EXPECT_EQ(throttle.wait("a@b.fr", "192.0.2.1", now), 0s);
  EXPECT_EQ(Throttle::network_of("2001:db8:1:2:3::4"), Throttle::network_of("2001:db8:1:2:ffff::1"));
  EXPECT_NE(Throttle::network_of("2001:db8:1:2::1"), Throttle::network_of("2001:db8:1:3::1"));
}

TEST(Throttle, OfManyNetworksSlowsStrangersAndNotTheBrowserThatIsKnown) {
  const std::pair<unsigned, std::chrono::seconds> waits[] = {
      {0, 0s}, {9, 0s}, {10, 1s}, {11, 2s}, {12, 4s}, {13, 8s}, {14, 16s}, {15, 32s}, {16, 60s}, {17, 60s}, {999, 60s}};
  for (const auto& [wrong, wait] : waits) EXPECT_EQ(wait_across(wrong), wait) << wrong;
  Throttle throttle;
  core::Instant now{1'800'000'000s};
  for (int i = 0; i < 40; ++i) throttle.wrong_across("a@b.fr", "", now);
  EXPECT_EQ(throttle.wait_across("a@b.fr", "", now), 60s);
  EXPECT_EQ(throttle.wait_across("c@b.fr", "", now), 0s) << "another account";
  EXPECT_EQ(throttle.wait_across("a@b.fr", "d1", now), 0s) << "the owner's browser";
  EXPECT_EQ(throttle.wait_across("a@b.fr", "", now + 59s), 1s);
  EXPECT_EQ(throttle.wait_across("a@b.fr", "", now + 60s), 0s) << "each minute one may try: nobody is locked out";
  for (int i = 0; i < 9; ++i) throttle.wrong_across("a@b.fr", "d1", now);
  EXPECT_EQ(throttle.wait_across("a@b.fr", "d1", now), 0s);
  throttle.wrong_across("a@b.fr", "d1", now);
  EXPECT_EQ(throttle.wait_across("a@b.fr", "d1", now), 60s) << "a stolen browser is like any other";
  EXPECT_EQ(throttle.wait_across("a@b.fr", "", now + 13h), 0s);
  EXPECT_EQ(throttle.wait_across("a@b.fr", "d1", now + 13h), 0s);
  for (int i = 0; i < 10; ++i) throttle.wrong_across("e@b.fr", "d2", now);
  EXPECT_EQ(throttle.wait_across("e@b.fr", "", now), 0s) << "what the owner gets wrong slows nobody else";
}

TEST(Program, IsSaidInAFewWords) {
  EXPECT_EQ(program_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"),
            "Firefox, Windows");
  EXPECT_EQ(program_of("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/129.0 Mobile Safari/537.36"),
            "Chrome, Android");
  EXPECT_EQ(program_of("curl/8"), "");
}

}  // namespace
}  // namespace catalyse::accounts
